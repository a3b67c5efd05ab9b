"""`simulate` and `makespan`: the arbiter of time and memory of a schedule."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hwpipe.schedule import program as p
from hwpipe.schedule.engines import run
from hwpipe.schedule.memory import RankMemory, Run, memory_of_ranks
from hwpipe.schedule.model import (
    Event,
    LazySequence,
    PipelineTimes,
    RankTimes,
    Schedule,
    Timeline,
)
from hwpipe.schedule.program import compile_schedule
from hwpipe.schedule.wiring import Wiring, wire

__all__ = ["makespan", "simulate"]

FloatArray = npt.NDArray[np.float64]


def makespan(
    schedule: Schedule, times: PipelineTimes, ranks: Sequence[RankTimes] | None = None
) -> float:
    """Seconds of one iteration: `simulate(schedule, times, ranks).makespan_s` and nothing else.

    Raises:
        InputError: as `simulate`.
    """
    return run(wire(compile_schedule(schedule), times, ranks))[2]


def simulate(
    schedule: Schedule, times: PipelineTimes, ranks: Sequence[RankTimes] | None = None
) -> Timeline:
    """Run one iteration of `schedule` event by event.

    Ranks work through their lists strictly in order. A step starts when its rank is free and
    its inputs have arrived; `PipelineTimes` says how transfers behave. Micro-batch k of a
    replicated stage runs on the replica that lists it, and a REDUCE starts on all replicas
    together when the last has come to it. Activations of a micro-batch are held from the start
    of its forward to the end of its backward (of `W` where the backward is split; in inference
    until its output has been sent).

    Args:
        schedule: action lists.
        times: stages and links.
        ranks: seconds and bytes of every rank, where those of a stage differ.

    Raises:
        InputError: the schedule is malformed or deadlocks, or the times do not fit it.
    """
    wiring = wire(compile_schedule(schedule), times, ranks)
    program = wiring.program
    starts, edge_starts, makespan_s = run(wiring)
    start = np.array(starts, dtype=np.float64)
    end = start + wiring.duration_s
    edge_start = np.array(edge_starts, dtype=np.float64)
    busy = np.array([c.busy_s for c in wiring.channels])[wiring.channel]
    send = np.array([c.send_s for c in wiring.channels])[wiring.channel]
    memory = memory_of_ranks(wiring, times, Run(start, end, edge_start, edge_start + send))

    count = len(schedule.ranks)
    compute = ~np.isin(program.kind, (p.SEND, p.RECV))
    weight = np.where(compute, wiring.duration_s, 0.0) * (0.5 if schedule.split_engine else 1.0)
    rank_busy = np.bincount(program.rank, weights=weight, minlength=count)
    first = np.full(count, np.inf)
    last = np.full(count, -np.inf)
    np.minimum.at(first, program.rank[compute], start[compute])
    np.maximum.at(last, program.rank[compute], end[compute])
    link_busy = np.bincount(
        wiring.resource, weights=busy, minlength=len(wiring.resource_track)
    ).tolist()
    return Timeline(
        events=LazySequence(
            len(start) + len(edge_start) + 2 * len(_held(wiring)),
            lambda: _events(wiring, start, end, edge_start, edge_start + busy),
        ),
        makespan_s=makespan_s,
        rank_busy_s=tuple(rank_busy.tolist()),
        rank_span_s=tuple(np.where(last > first, last - first, 0.0).tolist()),
        link_busy_s=dict(zip(wiring.resource_track, link_busy, strict=True)),
        peak_memory_bytes=tuple(m.peak_bytes for m in memory),
        peak_in_flight=tuple(m.peak_in_flight for m in memory),
        memory_steps=LazySequence(count, lambda: _steps(memory)),
        rank_stages=schedule.rank_stage,
    )


def _steps(memory: list[RankMemory]) -> tuple[tuple[tuple[float, float], ...], ...]:
    return tuple(tuple(zip(m.time_s.tolist(), m.size_bytes.tolist(), strict=True)) for m in memory)


def _events(
    wiring: Wiring, start: FloatArray, end: FloatArray, edge_start: FloatArray, edge_end: FloatArray
) -> tuple[Event, ...]:
    """All events, sorted by (track, start).

    A blocking transfer shows on its link and, since it holds them, on both ends as well.
    """
    program = wiring.program
    names = (*program.queue_name, *wiring.resource_track)
    place = np.empty(len(names), dtype=np.int64)
    place[sorted(range(len(names)), key=names.__getitem__)] = np.arange(len(names))
    held = _held(wiring)
    source, target = wiring.source[held], wiring.target[held]
    src = np.array([c.src for c in wiring.channels], dtype=np.int64)
    dst = np.array([c.dst for c in wiring.channels], dtype=np.int64)
    sending = np.full(len(edge_start), p.SEND)

    track = np.concatenate(
        [program.queue, wiring.resource + len(program.queue_name), *program.queue[[source, target]]]
    )
    begin = np.concatenate([start, edge_start, edge_start[held], edge_start[held]])
    finish = np.concatenate([end, edge_end, edge_end[held], edge_end[held]])
    kind = np.concatenate([program.kind, sending, sending[held], np.full(len(held), p.RECV)])
    channel = wiring.channel
    stage = np.concatenate([program.stage, src[channel], src[channel[held]], dst[channel[held]]])
    micro = np.concatenate(
        [program.micro, *(program.micro[at] for at in (wiring.source, source, source))]
    )
    order = np.lexsort((finish, begin, place[track]))
    columns = zip(
        map(names.__getitem__, track[order].tolist()),
        map(p.KINDS.__getitem__, kind[order].tolist()),
        stage[order].tolist(),
        micro[order].tolist(),
        begin[order].tolist(),
        finish[order].tolist(),
        strict=True,
    )
    return tuple(map(Event._make, columns))


def _held(wiring: Wiring) -> p.IntArray:
    """Transfers that hold both of their ends."""
    blocking = np.array([c.blocking for c in wiring.channels], dtype=bool)
    return np.flatnonzero(blocking[wiring.channel])
