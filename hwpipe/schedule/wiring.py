"""`wire`: durations of actions, and transfers with the links that carry them.

A *channel* carries one tensor kind one way: the boundary tensor of a stage pair, its gradient,
a skip tensor, its gradient. A *resource* is one direction of one physical link (one lane of
it, where a boundary between replicated stages has several) and serves one transfer at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.schedule import program as p
from hwpipe.schedule.checks import check_ranks, check_times
from hwpipe.schedule.model import PipelineTimes, RankTimes, Schedule
from hwpipe.schedule.program import IntArray, Program

__all__ = ["Channel", "Wiring", "slice_shares", "wire"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Channel:
    """One kind of tensor, one way.

    Attributes:
        src, dst: sending and receiving stage.
        send_s: from the start of a transfer to its arrival.
        busy_s: seconds for which it holds its link.
        blocking: holds both ends as well (`PipelineTimes.overlap` False).
        size_bytes: room on the receiver until it is read.
        link: identity of the link and direction; equal ones share resources.
        lanes: resources of the link.
        track: name of the link in timelines.
        slice: the token slice that it carries; -1: whole micro-batches.
    """

    src: int
    dst: int
    send_s: float
    busy_s: float
    blocking: bool
    size_bytes: float
    link: tuple[object, ...]
    lanes: int
    track: str
    slice: int = -1


@dataclass(frozen=True)
class Wiring:
    """A program with its times: A actions, E transfers, R resources, C channels.

    Attributes:
        program: the compiled schedule.
        duration_s: of each action, shape (A,).
        channels: the channels.
        source, target: action ids at both ends of each transfer, shape (E,).
        channel, resource: of each transfer, shape (E,). Transfers are numbered by channel,
            then micro-batch.
        resource_track: track name of each resource.
        local: (before, after) pairs of actions without a transfer.
        in_program_order: no transfer blocks and each resource serves a single queue, so the
            order of service is known beforehand.
        ranks: figures of every rank, where those of a stage differ.
    """

    program: Program
    duration_s: FloatArray
    channels: tuple[Channel, ...]
    source: IntArray
    target: IntArray
    channel: IntArray
    resource: IntArray
    resource_track: tuple[str, ...]
    local: tuple[tuple[int, int], ...]
    in_program_order: bool
    ranks: tuple[RankTimes, ...] | None = None


def wire(
    program: Program, times: PipelineTimes, ranks: Sequence[RankTimes] | None = None
) -> Wiring:
    """Join a program with its times.

    Raises:
        InputError: as `check_times`, explicit SEND actions where no channel leads, and ranks
            that do not match the schedule or hold several stages.
    """
    schedule = program.schedule
    check_times(times, schedule.stages, len(schedule.boundaries), schedule.slices)
    if ranks is not None:
        check_ranks(ranks, program.schedule)
    channels = _channels(times, schedule)
    ways = {(channel.src, channel.dst) for channel in channels}
    for stage, peer, _ in program.sends:
        if (stage, peer) not in ways:
            raise InputError(
                f"SEND from stage {stage} to stage {peer}, which no boundary or skip joins",
                where=f"schedule {schedule.name}",
                limit="neighbours and the skips of the times",
                remedy="relay the tensor or add a Skip to PipelineTimes",
            )
    unit = np.arange(schedule.microbatches * schedule.slices)
    micro = unit // schedule.slices
    links: dict[tuple[object, ...], int] = {}
    tracks: list[str] = []
    source, target, resource, index = [], [], [], []
    local = list(program.local)
    for place, channel in enumerate(channels):
        a, b = _ends(program, channel)
        lane = micro % channel.lanes
        if channel.slice >= 0:
            own = unit % schedule.slices == channel.slice
            a, b, lane = a[own], b[own], lane[own]
        base = links.get(channel.link)
        if base is None:
            base = links[channel.link] = len(tracks)
            tracks += (
                [channel.track]
                if channel.lanes == 1
                else [f"{channel.track} lane {number}" for number in range(channel.lanes)]
            )
        here = program.rank[a] == program.rank[b]  # both stages on one rank: nothing to move
        if here.any():
            local += zip(a[here].tolist(), b[here].tolist(), strict=True)
        far = ~here
        source.append(a[far])
        target.append(b[far])
        resource.append(base + lane[far])
        index.append(np.full(int(far.sum()), place))
    empty = np.zeros(0, dtype=np.int64)
    wiring_source = np.concatenate([empty, *source])
    wiring_resource = np.concatenate([empty, *resource])
    return Wiring(
        program=program,
        duration_s=_durations(program, times, ranks),
        channels=tuple(channels),
        source=wiring_source,
        target=np.concatenate([empty, *target]),
        channel=np.concatenate([empty, *index]),
        resource=wiring_resource,
        resource_track=tuple(tracks),
        local=tuple(local),
        in_program_order=not any(channel.blocking for channel in channels)
        and _single_source(program.queue[wiring_source], wiring_resource, len(tracks)),
        ranks=None if ranks is None else tuple(ranks),
    )


def _single_source(queue: IntArray, resource: IntArray, resources: int) -> bool:
    low = np.full(resources, np.iinfo(np.int64).max)
    high = np.full(resources, -1)
    np.minimum.at(low, resource, queue)
    np.maximum.at(high, resource, queue)
    return bool((high <= low).all())


def _channels(times: PipelineTimes, schedule: Schedule) -> list[Channel]:
    channels = []
    replicas, training = schedule.replicas, schedule.training
    names = times.link_names
    shared = {name for name in names if names.count(name) > 1}
    shared |= {s.link_name for s in times.skips if s.link_name}
    for b, (a, z) in enumerate(schedule.boundaries):
        name = names[b] if names else ""
        common = bool(name) and name in shared
        lanes = 1 if common else min(replicas[a], replicas[z])
        back = training and not {a, z} & set(schedule.frozen)
        if times.link_lanes:
            lanes = times.link_lanes[b]
        for src, dst, way in ((a, z, "forward"), (z, a, "backward"))[: 1 + back]:
            send = getattr(times, f"send_{way}_s")[b]
            latency = getattr(times, f"latency_{way}_s")
            blocking = not times.overlap[b]
            channels.append(
                Channel(
                    src=src,
                    dst=dst,
                    send_s=send,
                    busy_s=send if blocking else send - (latency[b] if latency else 0.0),
                    blocking=blocking,
                    size_bytes=times.boundary_bytes[b] if times.boundary_bytes else 0.0,
                    link=(name, way) if common else (src, dst),
                    lanes=lanes,
                    track=f"link {name} {way}" if common else f"link {src}>{dst}",
                )
            )
    for number, skip in enumerate(times.skips):
        back = training and not {skip.src, skip.dst} & set(schedule.frozen)
        for src, dst, way in (
            (skip.src, skip.dst, "forward"), (skip.dst, skip.src, "backward"),
        )[: 1 + back]:  # fmt: skip
            send = getattr(skip, f"send_{way}_s")
            name = skip.link_name
            channels.append(
                Channel(
                    src=src,
                    dst=dst,
                    send_s=send,
                    busy_s=send - (getattr(skip, f"latency_{way}_s") if skip.overlap else 0.0),
                    blocking=not skip.overlap,
                    size_bytes=skip.size_bytes,
                    link=(name, way) if name else ("skip", number, way),
                    lanes=1 if name else min(replicas[src], replicas[dst]),
                    track=f"link {name} {way}" if name else f"link {src}>{dst} skip {number}",
                )
            )
    # Shared links have as many lanes as the widest boundary that names them asks for.
    widest: dict[tuple[object, ...], int] = {}
    for channel in channels:
        widest[channel.link] = max(channel.lanes, widest.get(channel.link, 1))
    channels = [
        channel if channel.lanes == widest[channel.link]
        else replace(channel, lanes=widest[channel.link])
        for channel in channels
    ]  # fmt: skip
    if schedule.slices == 1:
        return channels
    return [
        _of_slice(channel, number, share)
        for channel in channels
        for number, share in enumerate(slice_shares(times.slice_size_share, schedule.slices))
    ]


def slice_shares(given: tuple[float, ...], slices: int) -> tuple[float, ...]:
    """The share of each slice: those given, or equal ones."""
    return given or (1.0 / slices,) * slices


def _of_slice(channel: Channel, number: int, share: float) -> Channel:
    """The channel of one slice: its part of the bytes, the same latency."""
    latency = channel.send_s - channel.busy_s
    busy = channel.busy_s * share
    return replace(
        channel, busy_s=busy, send_s=busy + latency, size_bytes=channel.size_bytes * share,
        slice=number,
    )  # fmt: skip


def _ends(program: Program, channel: Channel) -> tuple[IntArray, IntArray]:
    """Producing and consuming action of each unit, explicit SEND and RECV first."""
    ahead = channel.src < channel.dst
    steps = program.forward if ahead else program.backward
    a, b = steps[channel.src], steps[channel.dst]
    if program.sends:
        a, b = a.copy(), b.copy()
        for unit in range(len(a)):
            at = program.sends.get((channel.src, channel.dst, unit))
            if at is not None:
                a[unit] = at
                b[unit] = program.receives[channel.dst, channel.src, unit]
    return a, b


def _durations(
    program: Program, times: PipelineTimes, ranks: Sequence[RankTimes] | None = None
) -> FloatArray:
    """Seconds of each action.

    On a split engine the device is divided in proportion to the work of its halves, F to B
    (with W), so that both take F + B (+ W) per micro-batch: the slots of BaPipe's FBP-AS.
    """
    # A column for each rank where they differ, else for each stage.
    column = program.stage if ranks is None else program.rank
    if ranks is None:
        rows = (times.forward_s, times.backward_input_s, times.backward_weight_s)
    else:
        rows = (
            tuple(r.forward_s for r in ranks),
            tuple(r.backward_input_s for r in ranks),
            tuple(r.backward_weight_s for r in ranks),
        )
    forward, inputs, weights = (np.array(row, dtype=np.float64) for row in rows)
    columns = len(forward)
    table = np.zeros((len(p.KINDS), columns))
    table[p.F] = table[p.RECOMPUTE] = forward
    table[p.B], table[p.W], table[p.BW] = inputs, weights, inputs + weights
    if program.schedule.split_engine:
        slot = forward + inputs + weights
        share = np.divide(slot, inputs + weights, out=np.zeros(columns), where=inputs + weights > 0)
        table[p.F] = table[p.RECOMPUTE] = np.where(forward > 0, slot, 0.0)
        table[p.B], table[p.W] = inputs * share, weights * share
        table[p.BW] = np.where(inputs + weights > 0, slot, 0.0)
    duration: FloatArray = table[program.kind, column]
    if program.schedule.slices > 1:
        count = program.schedule.slices
        shares = times.stage_slice_share or (slice_shares(times.slice_time_share, count),)
        own = program.stage if len(shares) > 1 else np.zeros_like(program.stage)
        duration = duration * np.array(shares)[own, program.unit % count]
    for kind, row in ((p.UPDATE, times.update_s), (p.REDUCE, times.reduce_s)):
        if row:
            at = program.kind == kind
            duration[at] = np.array(row)[program.stage[at]]
    return duration
