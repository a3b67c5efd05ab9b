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
from hwpipe.schedule.wiring import Wiring, slice_shares

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
        holdings.releaser >= 0,
        2 * holdings.releaser + np.where(holdings.overwritten, -1, 1),
        np.where(brief, late + 1, -1),
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
    begins or ends beside the rank's program; `flight` is 1 for activations. What is `overwritten`
    goes before its releaser takes.
    """

    rank: IntArray
    begin: FloatArray
    finish: FloatArray
    taker: IntArray
    releaser: IntArray
    size_bytes: FloatArray
    flight: IntArray
    overwritten: npt.NDArray[np.bool_]


def _holdings(wiring: Wiring, times: PipelineTimes, run: Run) -> _Holdings:
    program = wiring.program
    rows = [*_activations(wiring, times, run)]
    compute = np.flatnonzero(np.isin(program.kind, (p.F, p.B, p.W, p.BW, p.RECOMPUTE)))
    workspace = _bytes(wiring, times, "workspace_bytes", compute)
    rows.append(_rows(wiring, run, compute, compute, workspace))

    sizes = np.array([c.size_bytes for c in wiring.channels])
    buffers = sizes[wiring.channel] if len(sizes) else np.zeros(0)
    reader = wiring.target.copy()
    for (stage, peer, unit), at in program.receives.items():
        steps = program.forward if peer < stage else program.backward
        reader[wiring.target == at] = steps[stage, unit]
    beside = np.full(len(buffers), -1)
    none = np.zeros(len(buffers), dtype=np.int64)
    rows.append(
        _Holdings(
            program.rank[reader], run.edge_start, run.start[reader], beside, beside, buffers,
            none, none > 0,
        )
    )  # fmt: skip
    columns = {name: np.concatenate([getattr(row, name) for row in rows])
               for name in _Holdings.__dataclass_fields__}  # fmt: skip
    keep = (columns["size_bytes"] > 0) | (columns["flight"] > 0)
    return _Holdings(**{name: column[keep] for name, column in columns.items()})


def _rows(
    wiring: Wiring, run: Run, taker: IntArray, releaser: IntArray, size_bytes: FloatArray
) -> _Holdings:
    """Holdings from the start of one action to the end of another of the same rank."""
    none = np.zeros(len(taker), dtype=np.int64)
    return _Holdings(
        wiring.program.rank[taker], run.start[taker], run.end[releaser], taker, releaser,
        size_bytes, none, none > 0,
    )  # fmt: skip


def _activations(wiring: Wiring, times: PipelineTimes, run: Run) -> list[_Holdings]:
    """What forwards leave for backwards, and input gradients for weight gradients."""
    program = wiring.program
    schedule = program.schedule
    forward = program.forward.ravel()
    kept = _bytes(wiring, times, "activation_bytes", forward)
    rule = schedule.update_rule
    if rule is not None and rule.backward_activations == "latest":
        return [_overwritten(wiring, run, forward, kept)]
    extra = []
    if times.weight_gradient_bytes and schedule.training:
        backward = program.backward.ravel()
        split = np.flatnonzero((backward >= 0) & (program.kind[backward] == p.B))
        f, b, w = forward[split], backward[split], program.release.ravel()[split]
        then = _bytes(wiring, times, "weight_gradient_bytes", f)
        extra.append(_rows(wiring, run, f, b, np.maximum(kept[split] - then, 0.0)))
        extra.append(_rows(wiring, run, b, w, np.maximum(then - kept[split], 0.0)))
        kept[split] = np.minimum(kept[split], then)
    rows = _rows(wiring, run, forward, program.release.ravel(), kept)
    rows.flight[:] = 1
    # Where no backward follows, the output is kept until the last transfer of it is done.
    only = np.isin(program.stage[forward], schedule.frozen)
    if not schedule.training or only.any():
        only |= not schedule.training
        held = run.end.copy()
        np.maximum.at(held, wiring.source, run.edge_end)
        for (stage, _, unit), at in program.sends.items():
            made = program.forward[stage, unit]
            held[made] = max(held[made], held[at])
        finish = held[forward]
        rows.finish[only] = finish[only]
        rows.releaser[only] = np.where(finish > run.end[forward], -1, forward)[only]
    return [rows, *extra]


def _overwritten(wiring: Wiring, run: Run, forward: IntArray, kept: FloatArray) -> _Holdings:
    """Activations that live until the next forward of the stage on the rank, or its last step."""
    program = wiring.program
    order = np.lexsort((program.place[forward], program.stage[forward], program.rank[forward]))
    forward, kept = forward[order], kept[order]
    follows = np.append(
        (program.rank[forward[1:]] == program.rank[forward[:-1]])
        & (program.stage[forward[1:]] == program.stage[forward[:-1]]),
        False,
    )
    following = np.append(forward[1:], -1)
    last = np.full((len(program.schedule.ranks), program.schedule.stages), -1, dtype=np.int64)
    ends = program.release.ravel()
    by_place = ends[np.argsort(program.place[ends], kind="stable")]
    last[program.rank[by_place], program.stage[by_place]] = by_place
    releaser = np.where(follows, following, last[program.rank[forward], program.stage[forward]])
    rows = _rows(wiring, run, forward, releaser, kept)
    rows.flight[:] = 1
    rows.overwritten[:] = follows
    rows.finish[:] = np.where(follows, run.start[releaser], run.end[releaser])
    return rows


def _bytes(wiring: Wiring, times: PipelineTimes, name: str, actions: IntArray) -> FloatArray:
    """A figure of bytes for each action: of its stage, or of its rank where ranks differ."""
    program = wiring.program
    if wiring.ranks is not None:
        of_rank: FloatArray = np.array([getattr(r, name) for r in wiring.ranks], dtype=np.float64)
        return np.asarray(of_rank[program.rank[actions]])
    of_stage: FloatArray = np.array(getattr(times, name), dtype=np.float64)
    size = of_stage[program.stage[actions]]
    slices = program.schedule.slices
    if slices > 1:
        shares = np.array(slice_shares(times.slice_size_share, slices))
        size = size * shares[program.unit[actions] % slices]
    return np.asarray(size)


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

    A version is alive from its making to the last step that reads it; the newest one always is.
    """
    steps: dict[tuple[int, int], list[tuple[int, int]]] = {}
    last: dict[tuple[int, int], dict[int, int]] = {}
    by_place = np.lexsort((program.place, program.rank))
    columns = (c[by_place].tolist() for c in (program.rank, program.stage, program.kind,
                                              program.version))  # fmt: skip
    reads = (p.F, p.B, p.W, p.BW, p.RECOMPUTE)
    for rank, stage, kind, version in zip(*columns, strict=True):
        key = rank, stage
        if kind in reads:
            row = steps.setdefault(key, [])
            last.setdefault(key, {})[version] = len(row)
            row.append((kind, version))
        elif kind == p.UPDATE:
            steps.setdefault(key, []).append((kind, version))
    return {key: _most_alive(row, last.get(key, {})) for key, row in steps.items()}


def _most_alive(steps: list[tuple[int, int]], last: dict[int, int]) -> int:
    """Versions alive at once over the steps (kind, version) of one stage on one rank."""
    newest = steps[0][1] if steps[0][0] != p.UPDATE else steps[0][1] - 1
    alive = {newest}
    most = 1
    for at, (kind, version) in enumerate(steps):
        if kind == p.UPDATE and version != newest:
            if last.get(newest, -1) < at:
                alive.discard(newest)
            newest = version
            alive.add(version)
        else:
            alive.add(version)
        most = max(most, len(alive))
        if kind != p.UPDATE and last[version] == at and version != newest:
            alive.discard(version)
    return most
