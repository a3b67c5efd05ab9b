"""Memory over time of every rank, from the start times of a simulated run.

Every holding is an interval: activations from the start of the forward to the end of the step
that releases them, workspace while a step computes, boundary and skip tensors on their receiver
from the start of their transfer to the start of the step that reads them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from hwpipe.schedule import program as p
from hwpipe.schedule.model import PipelineTimes
from hwpipe.schedule.program import IntArray
from hwpipe.schedule.wiring import Wiring

__all__ = ["RankMemory", "Run", "live_versions", "memory_of_ranks"]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True)
class RankMemory:
    """Memory of one rank.

    Attributes:
        time_s, size_bytes: the rank holds `size_bytes[j]` from `time_s[j]` on, shape (J,);
            the first time is 0 and each size differs from the one before.
        peak_bytes: the largest holding, also where it lasts for an instant only.
        peak_in_flight: largest number of micro-batches whose activations are held at once,
            those of different stages of the rank counted apart.
    """

    time_s: FloatArray
    size_bytes: FloatArray
    peak_bytes: float
    peak_in_flight: int


@dataclass(frozen=True)
class Run:
    """What an engine found, in seconds.

    Attributes:
        start, end: of each action, shape (A,).
        edge_start, edge_end: start and arrival of each transfer, shape (E,).
    """

    start: FloatArray
    end: FloatArray
    edge_start: FloatArray
    edge_end: FloatArray


def memory_of_ranks(wiring: Wiring, times: PipelineTimes, run: Run) -> list[RankMemory]:
    """Account the memory of every rank.

    Args:
        wiring: the wired schedule with A actions and E transfers.
        times: sizes in bytes.
        run: when everything happened.

    Returns:
        One entry a rank. Weights are held throughout, with `stash_bytes` for each weight
        version beyond the first that the schedule keeps alive at once.
    """
    holdings = _holdings(wiring, times, run)
    # At one instant program order decides. What happens beside a rank's program (the end of a
    # send, the arrival of a tensor, the other half of a split engine) releases first and takes
    # last, and what is held for that instant only is released after it was taken.
    late = 2 * len(wiring.program.kind) + 1
    brief = holdings.finish <= holdings.begin
    take = np.where(holdings.taker >= 0, 2 * holdings.taker, late)
    release = np.where(
        holdings.releaser >= 0, 2 * holdings.releaser + 1, np.where(brief, late + 1, -1)
    )
    if wiring.program.schedule.split_engine:
        take, release = np.full_like(take, late), np.where(brief, late + 1, -1)
    key = np.concatenate([take, release])
    when = np.concatenate([holdings.begin, holdings.finish])
    owner = np.concatenate([holdings.rank, holdings.rank])
    order = np.lexsort((key, when, owner))
    when = when[order]
    delta = np.concatenate([holdings.size_bytes, -holdings.size_bytes])[order]
    count = np.concatenate([holdings.flight, -holdings.flight])[order]
    edges = np.searchsorted(owner[order], np.arange(len(wiring.program.schedule.ranks) + 1))
    base = _base_bytes(wiring, times)
    return [
        _account(when[a:b], delta[a:b], count[a:b], base[r])
        for r, (a, b) in enumerate(pairwise(edges.tolist()))
    ]


@dataclass(frozen=True)
class _Holdings:
    """Intervals in which ranks hold bytes, shape (H,) each.

    `taker` and `releaser` are the ids of the actions that begin and end a holding, -1 where it
    begins or ends beside the rank's program; `flight` is 1 for activations.
    """

    rank: IntArray
    begin: FloatArray
    finish: FloatArray
    taker: IntArray
    releaser: IntArray
    size_bytes: FloatArray
    flight: IntArray


def _holdings(wiring: Wiring, times: PipelineTimes, run: Run) -> _Holdings:
    program = wiring.program
    forward = program.forward.ravel()
    releaser = program.release.ravel()
    released = run.end[releaser]
    if not program.schedule.training:
        # The output is kept until the last transfer of it is done.
        held = run.end.copy()
        np.maximum.at(held, wiring.source, run.edge_end)
        for (stage, _, micro), at in program.sends.items():
            made = program.forward[stage, micro]
            held[made] = max(held[made], held[at])
        released = held[forward]
        releaser = np.where(released > run.end[forward], -1, forward)
    activations = _bytes(wiring, times, "activation_bytes", forward)

    compute = np.flatnonzero(np.isin(program.kind, (p.F, p.B, p.W, p.BW, p.RECOMPUTE)))
    workspace = _bytes(wiring, times, "workspace_bytes", compute)

    sizes = np.array([c.size_bytes for c in wiring.channels])
    buffers = sizes[wiring.channel] if len(sizes) else np.zeros(0)
    reader = wiring.target.copy()
    for (stage, peer, micro), at in program.receives.items():
        steps = program.forward if peer < stage else program.backward
        reader[wiring.target == at] = steps[stage, micro]
    beside = np.full(len(buffers), -1)

    size_bytes = np.concatenate([activations, workspace, buffers])
    flight = np.zeros(len(size_bytes), dtype=np.int64)
    flight[: len(forward)] = 1
    keep = (size_bytes > 0) | (flight > 0)
    return _Holdings(
        rank=np.concatenate([program.rank[forward], program.rank[compute], program.rank[reader]])[
            keep
        ],
        begin=np.concatenate([run.start[forward], run.start[compute], run.edge_start])[keep],
        finish=np.concatenate([released, run.end[compute], run.start[reader]])[keep],
        taker=np.concatenate([forward, compute, beside])[keep],
        releaser=np.concatenate([releaser, compute, beside])[keep],
        size_bytes=size_bytes[keep],
        flight=flight[keep],
    )


def _bytes(wiring: Wiring, times: PipelineTimes, name: str, actions: IntArray) -> FloatArray:
    """A figure of bytes for each action: of its stage, or of its rank where ranks differ."""
    program = wiring.program
    if wiring.ranks is not None:
        of_rank: FloatArray = np.array([getattr(r, name) for r in wiring.ranks], dtype=np.float64)
        return np.asarray(of_rank[program.rank[actions]])
    of_stage: FloatArray = np.array(getattr(times, name), dtype=np.float64)
    return np.asarray(of_stage[program.stage[actions]])


def _account(when: FloatArray, delta: FloatArray, count: IntArray, base: float) -> RankMemory:
    level = base + np.cumsum(delta)
    flight = np.cumsum(count)
    last = np.append(when[1:] != when[:-1], True) if len(when) else np.zeros(0, dtype=bool)
    time_s, size_bytes = when[last], level[last]
    if not len(time_s) or time_s[0] > 0:
        time_s, size_bytes = np.append(0.0, time_s), np.append(base, size_bytes)
    change = np.append(True, size_bytes[1:] != size_bytes[:-1])
    time_s, size_bytes = time_s[change], size_bytes[change]
    return RankMemory(
        time_s=time_s,
        size_bytes=size_bytes,
        peak_bytes=float(max(base, level.max(initial=base))),
        peak_in_flight=int(flight.max(initial=0)),
    )


def _base_bytes(wiring: Wiring, times: PipelineTimes) -> list[float]:
    """Weights and stashed weight versions of each rank."""
    program = wiring.program
    schedule = program.schedule
    if wiring.ranks is not None:
        base = [float(r.weight_bytes) for r in wiring.ranks]
    else:
        base = [
            float(sum(times.weight_bytes[stage] for stage in stages))
            for stages in schedule.rank_stage
        ]
    if times.stash_bytes and any(times.stash_bytes):
        for (rank, stage), versions in live_versions(program).items():
            base[rank] += (versions - 1) * times.stash_bytes[stage]
    return base


def live_versions(program: p.Program) -> dict[tuple[int, int], int]:
    """Largest number of weight versions alive at once, by (rank, stage).

    A version is alive from the first forward that uses it to the last backward that does; the
    newest one always is.
    """
    by_place: IntArray = np.lexsort((program.place, program.rank))
    held: dict[tuple[int, int], dict[int, int]] = {}
    newest: dict[tuple[int, int], int] = {}
    most: dict[tuple[int, int], int] = {}
    for at in by_place.tolist():
        key = int(program.rank[at]), int(program.stage[at])
        kind, version = int(program.kind[at]), int(program.version[at])
        users = held.setdefault(key, {})
        if kind == p.F:
            users[version] = users.get(version, 0) + 1
        elif at == int(program.release[program.stage[at], program.micro[at]]):
            used = int(program.version[program.forward[program.stage[at], program.micro[at]]])
            users[used] -= 1
            if not users[used]:
                del users[used]
        if kind in (p.F, p.UPDATE):
            newest[key] = version
        alive = set(users) | {newest.get(key, version)}
        most[key] = max(most.get(key, 1), len(alive))
    return most
