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
    start, end, edge_start, edge_end = run.start, run.end, run.edge_start, run.edge_end
    program = wiring.program
    schedule = program.schedule
    F = program.forward.ravel()
    released = end[program.release.ravel()]
    if not schedule.training:
        # The output is kept until the last transfer of it is done.
        held = end.copy()
        np.maximum.at(held, wiring.source, edge_end)
        if program.sends:
            for (stage, _, micro), at in program.sends.items():
                forward = program.forward[stage, micro]
                held[forward] = max(held[forward], held[at])
        released = held[F]
    activations = np.array(times.activation_bytes, dtype=np.float64)[program.stage[F]]

    compute = np.flatnonzero(np.isin(program.kind, (p.F, p.B, p.W, p.BW, p.RECOMPUTE)))
    workspace = np.array(times.workspace_bytes, dtype=np.float64)[program.stage[compute]]
    sizes = np.array([c.size_bytes for c in wiring.channels])
    buffers = sizes[wiring.channel] if len(sizes) else np.zeros(0)

    begin = np.concatenate([start[F], start[compute], edge_start])
    finish = np.concatenate([released, end[compute], start[wiring.target]])
    amount = np.concatenate([activations, workspace, buffers])
    flight = np.concatenate([np.ones(len(F)), np.zeros(len(compute) + len(buffers))])
    rank = np.concatenate([program.rank[F], program.rank[compute], program.rank[wiring.target]])
    keep = (amount > 0) | (flight > 0)
    begin, finish, amount, flight, rank = (
        column[keep] for column in (begin, finish, amount, flight, rank)
    )

    # At one instant: release what was held before, then take, then release what was taken at
    # that instant (steps of no duration).
    phase = np.concatenate([np.ones(len(begin)), np.where(finish > begin, 0.0, 2.0)])
    when = np.concatenate([begin, finish])
    owner = np.concatenate([rank, rank])
    order = np.lexsort((phase, when, owner))
    when = when[order]
    delta = np.concatenate([amount, -amount])[order]
    count = np.concatenate([flight, -flight])[order]
    edges = np.searchsorted(owner[order], np.arange(len(schedule.ranks) + 1))
    base = _base_bytes(wiring, times)
    return [
        _account(when[a:b], delta[a:b], count[a:b], base[r])
        for r, (a, b) in enumerate(pairwise(edges.tolist()))
    ]


def _account(when: FloatArray, delta: FloatArray, count: FloatArray, base: float) -> RankMemory:
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
    base = [
        float(sum(times.weight_bytes[stage] for stage in stages)) for stages in schedule.rank_stage
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
