"""The exact dynamic programme over cuts, devices and replicas.

State: (devices used by the stages behind, group of the first of them, class of the link into
it, position where it starts). A stage is put in front of the stages behind, so how many stand
behind is known where the memory of a schedule asks for it. With U the value of the suffix, a
new stage of peak cost p and additive cost a gives

    U' = max(p, U)        `peak`:  smallest bottleneck
    U' = max(p, a + U)    `chain`: smallest max_s [p_s + sum_{k<s} a_k]
    U' = a + U            `sum`:   smallest sum among plans whose peaks stay within a limit

each of them monotone in U, so the programme is exact. Costs split over neighbours: the sender
pays for the link out of it and the receiver for the link into it, which is why the link class
stands in the state and the replicas of the neighbour do not.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.devices import Moves
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import Clock, PlanningProblem

__all__ = ["ExactSearch", "Found", "Metric", "Mode"]

#: What the peak cost p of a stage is. `period`: seconds per micro-batch; `drain`: time that the
#: stage adds to one pass of the pipeline, floor((M-1)/m) busy; `work`: ceil(M/m) busy, its own
#: time in one iteration; `share`: memory needed over available.
Metric = Literal["period", "drain", "work", "share"]
Mode = Literal["peak", "chain", "sum"]


@dataclass(frozen=True)
class Found:
    """A chain of stages (start, end, group, replicas), front to back, and its value.

    `peak` is the largest peak cost of a stage, `add` the sum of their additive costs.
    """

    value: float
    peak: float
    add: float
    stages: tuple[tuple[int, int, int, int], ...]
    states: tuple[int, ...]  # devices used from each stage to the end

    def partition(self, problem: PlanningProblem, method: str) -> Partition:
        """The stages with node indices and device names."""
        devices = problem.space.names([(g, m) for _, _, g, m in self.stages], self.states)
        return Partition(
            stages=tuple(
                Stage(problem.positions.nodes_between(start, end), names)
                for (start, end, _, _), names in zip(self.stages, devices, strict=True)
            ),
            method=method,
        )


@dataclass(frozen=True)
class _Steps:
    """Stages of one group, replica count and pair of link classes, sorted by start."""

    start: IntArray  # distinct starts
    first: IntArray  # index of the first step of each start
    end: IntArray
    peak: FloatArray
    add: FloatArray


class ExactSearch:
    """Reusable search over one problem and metric.

    Args:
        problem: what to plan.
        metric: see `Metric`.
        energy: additive cost is joules instead of seconds.
    """

    def __init__(self, problem: PlanningProblem, metric: Metric, *, energy: bool = False) -> None:
        self.problem, self.metric, self.energy = problem, metric, energy
        space = problem.space
        classes = space.class_of
        self.count = problem.positions.count
        self.groups = range(len(space.groups))
        #: Link classes into each group; -1 where nothing can stand in front of it.
        self.into = [sorted({int(k) for k in classes[:, g] if k >= 0}) or [-1]
                     for g in self.groups]  # fmt: skip
        #: For each group and class out of it, the groups behind.
        self.behind = [
            {k: [h for h in self.groups if classes[g, h] == k]
             for k in sorted({int(k) for k in classes[g] if k >= 0})}
            for g in self.groups
        ]  # fmt: skip

    @cached_property
    def pairs(self) -> tuple[IntArray, IntArray]:
        """All (start, end) pairs of nested positions, sorted by start."""
        return self.problem.positions.pairs

    @cached_property
    def _compute(self) -> list[FloatArray]:
        """Compute seconds of every pair on each group; inf where the group is unable."""
        start, end = self.pairs
        problem = self.problem
        seconds = []
        for g in self.groups:
            time_s = np.maximum(problem.time_s[g, end] - problem.time_s[g, start], 0.0)
            if problem.unable[g, -1] > 0:
                able = problem.unable[g, end] == problem.unable[g, start]
                time_s = np.where(able, time_s, math.inf)
            seconds.append(time_s)
        return seconds

    def _weight(self, replicas: int) -> float:
        rounds = self.problem.microbatches
        if self.metric == "period":
            return 1.0 / replicas
        if self.metric == "drain":
            return float((rounds - 1) // replicas)
        return float(-(-rounds // replicas))

    @cached_property
    def _workspace(self) -> list[FloatArray]:
        start, end = self.pairs
        return [largest_between(self.problem, g, start, end) for g in self.groups]

    def _needed(self, group: int, replicas: int, after: int, pick: IntArray) -> FloatArray:
        """Bytes that the stages `pick` (indices of pairs) need on one device."""
        problem = self.problem
        start, end = self.pairs[0][pick], self.pairs[1][pick]
        state = problem.state_bytes[group]
        held = problem.held(after, replicas)
        if problem.training:
            kept = problem.kept_bytes[group, end] - problem.kept_bytes[group, start]
        else:
            kept = problem.positions.cut_bytes[end] + problem.positions.cut_bytes[start]
        needed = state[end] - state[start] + held * kept + self._workspace[group][pick]
        if problem.versions(held):
            weight = problem.weight_bytes[group]
            needed = needed + problem.versions(held) * (weight[end] - weight[start])
        return np.asarray(needed)

    def steps(
        self, group: int, replicas: int, after: int, limit: float
    ) -> dict[tuple[int, int], _Steps]:
        """Stages of a group whose peak cost is within `limit`, for every pair of link classes."""
        problem, space = self.problem, self.problem.space
        start, end = self.pairs
        weight = self._weight(replicas)
        compute = self._compute[group]
        most = math.inf if self.metric == "share" or weight == 0 else limit / weight
        # Rounding up by 1e-12 keeps a stage whose cost is the limit itself.
        pick = np.flatnonzero(compute <= min(most * (1 + 1e-12), 1e300))
        share = np.zeros(len(pick))
        if problem.memory_may_bind or self.metric == "share":
            capacity = problem.capacity_bytes[group]
            share = self._needed(group, replicas, after, pick) / max(capacity, 1.0)
            fits = share <= 1.0
            pick, share = pick[fits], share[fits]
        start, end, compute = start[pick], end[pick], compute[pick]
        reduce = np.zeros(len(pick))
        if problem.training and replicas > 1 and self.metric == "period":
            weights = problem.weight_bytes[group]
            reduce = problem.reduce_s(group, replicas, weights[end] - weights[start])
        joules = problem.energy_j[group]
        result: dict[tuple[int, int], _Steps] = {}
        for k_in in self.into[group]:
            for k_out in [*self.behind[group], -1]:
                busy, link, add = compute, np.zeros(len(pick)), compute
                for k, at in ((k_in, start), (k_out, end)):
                    if k < 0:
                        continue
                    there = problem.forward_transfer_s[k, at]
                    back = problem.backward_transfer_s[k, at]
                    if space.classes[k].overlap:
                        link = np.maximum(link, np.maximum(there, back))
                    else:
                        busy = busy + there + back
                    if at is end:
                        add = add + there + back
                if self.metric == "share":
                    peak = share
                else:
                    peak = weight * np.maximum(busy, link)
                    if self.metric == "period":
                        rounds = problem.reduce_rounds(replicas) / problem.microbatches
                        peak = np.maximum(weight * busy + rounds * reduce, weight * link)
                if self.energy:
                    add = joules[end] - joules[start]
                good = peak <= limit
                good &= (end == self.count - 1) if k_out < 0 else (end != self.count - 1)
                if k_in < 0:
                    good &= start == 0
                at_start, first = np.unique(start[good], return_index=True)
                result[k_in, k_out] = _Steps(at_start, first, end[good], peak[good], add[good])
        return result

    def work(self, limit: float) -> float:
        """Elementary steps of one `run` with that limit: transitions times states."""
        space = self.problem.space
        total = 0.0
        rows = np.zeros((len(space.groups), max(space.max_replicas) + 1))
        for layer in space.layers:
            for move in layer:
                rows[move.group, move.replicas] += len(move.source)
        for g in self.groups:
            compute = np.sort(self._compute[g])
            for m in range(1, rows.shape[1]):
                if rows[g, m]:
                    weight = self._weight(m)
                    most = math.inf if self.metric == "share" or weight == 0 else limit / weight
                    pairs = float(np.searchsorted(compute, most, side="right"))
                    ways = max(1, len(self.behind[g])) * len(self.into[g])
                    total += pairs * rows[g, m] * ways
        return total * (space.total if self.layered and space.ordered else 1)

    def run(self, mode: Mode, limit: float = math.inf, clock: Clock | None = None) -> Found | None:
        """Best chain of stages with every peak cost at most `limit`; None if there is none.

        Ties go to the first in the order of layers, groups, replicas and positions, so equal
        input gives equal output.
        """
        space = self.problem.space
        layered = self.layered
        # Counts tell how many devices stand behind; in a chain of devices, which may skip some,
        # the number is a coordinate of its own where memory depends on it.
        stacked = layered and space.ordered
        shape = (self.count, space.states)
        slots = [(g, k) for g in self.groups for k in self.into[g]]
        values = [{slot: np.full(shape, math.inf) for slot in slots}
                  for _ in range(space.total + 1 if stacked else 1)]  # fmt: skip
        tables = _Tables(self, limit)
        for used in range(1, space.total + 1) if stacked else (0,):
            for number, layer in enumerate(space.layers, start=1):
                for move in layer:
                    if clock is not None and clock.expired:
                        return None
                    after = (used if stacked else number) - move.replicas
                    if after < 0:
                        continue
                    self._relax(mode, move, tables.get(move.group, move.replicas, after),
                                values[after if stacked else 0], values[used],
                                last=not stacked or after == 0)  # fmt: skip
        best: tuple[float, int, tuple[int, int], int] | None = None
        for level, by_slot in enumerate(values):
            for slot in slots:
                front = by_slot[slot][0]
                state = int(np.argmin(front))
                if front[state] < (best[0] if best else math.inf):
                    best = (float(front[state]), level, slot, state)
        return None if best is None else self._trace(mode, best, values, tables)

    @property
    def layered(self) -> bool:
        """Whether the steps depend on how many devices stand behind."""
        problem = self.problem
        return problem.depth_matters or (
            self.metric == "share" and problem.training and problem.schedule != "gpipe"
        )

    def _relax(
        self,
        mode: Mode,
        move: Moves,
        table: dict[tuple[int, int], _Steps],
        behind: dict[tuple[int, int], FloatArray],
        values: dict[tuple[int, int], FloatArray],
        *,
        last: bool,
    ) -> None:
        """Put the stages of `move` in front of every suffix in `behind`."""
        g = move.group
        for k_in in self.into[g]:
            into = values[g, k_in]
            if last:
                final = table[k_in, -1]
                target = move.target[move.source == self.problem.space.empty_state]
                if len(target) and len(final.start):
                    cost = final.add if mode == "sum" else final.peak
                    here = into[np.ix_(final.start, target)]
                    into[np.ix_(final.start, target)] = np.minimum(here, cost[:, None])
            for k_out, groups in self.behind[g].items():
                step = table[k_in, k_out]
                if not len(step.start):
                    continue
                suffix = behind[groups[0], k_out][:, move.source]
                for h in groups[1:]:
                    suffix = np.minimum(suffix, behind[h, k_out][:, move.source])
                if self.problem.space.ordered:  # every source leads to the one target
                    suffix = suffix.min(axis=1, keepdims=True)
                if not np.isfinite(suffix).any():
                    continue
                reached = suffix[step.end]
                if mode != "peak":
                    reached += step.add[:, None]
                if mode != "sum":
                    np.maximum(reached, step.peak[:, None], out=reached)
                least = np.minimum.reduceat(reached, step.first, axis=0)
                at = np.ix_(step.start, move.target[: suffix.shape[1]])
                into[at] = np.minimum(into[at], least)

    def _trace(
        self,
        mode: Mode,
        best: tuple[float, int, tuple[int, int], int],
        values: list[dict[tuple[int, int], FloatArray]],
        tables: _Tables,
    ) -> Found:
        """Walk the values from the front and find the stage behind each of them."""
        space = self.problem.space
        value, level, slot, state = best
        goal, start = value, 0
        worst = total = 0.0
        stages: list[tuple[int, int, int, int]] = []
        states: list[int] = []
        while True:
            used = level if level else space.used(state)
            for m, source, k_out, step, index in self._choices(slot, state, start, used, tables):
                end, peak, add = int(step.end[index]), step.peak[index], step.add[index]
                if k_out < 0:
                    if (level in (0, m)) and (add if mode == "sum" else peak) == goal:
                        stages.append((start, end, slot[0], m))
                        states.append(state)
                        worst, total = max(worst, float(peak)), total + float(add)
                        return Found(value, worst, total, tuple(stages), tuple(states))
                    continue
                at = values[level - m if level else 0]
                behind = next(
                    ((suffix, h) for h in self.behind[slot[0]][k_out]
                     if _join(mode, peak, add, suffix := float(at[h, k_out][end, source])) == goal),
                    None,
                )  # fmt: skip
                if behind is not None:
                    break
            else:
                raise AssertionError("the dynamic programme lost its way")
            assert behind is not None
            worst, total = max(worst, float(peak)), total + float(add)
            stages.append((start, end, slot[0], m))
            states.append(state)
            goal, start, state, slot = behind[0], end, source, (behind[1], k_out)
            level -= m if level else 0

    def _choices(
        self, slot: tuple[int, int], state: int, start: int, used: int, tables: _Tables
    ) -> Iterator[tuple[int, int, int, _Steps, int]]:
        """(replicas, source state, class out, steps, index) of every stage from here."""
        g, k_in = slot
        space = self.problem.space
        for m in range(1, min(space.max_replicas[g], used) + 1):
            table = tables.get(g, m, used - m)
            for source in self._sources(g, m, state):
                for k_out in [-1] if source == space.empty_state else self.behind[g]:
                    step = table[k_in, k_out]
                    row = int(np.searchsorted(step.start, start))
                    if row == len(step.start) or step.start[row] != start:
                        continue
                    first = int(step.first[row])
                    after = int(step.first[row + 1]) if row + 1 < len(step.first) else len(step.end)
                    for index in range(first, after):
                        yield m, source, k_out, step, index

    @cached_property
    def _sources_of(self) -> dict[tuple[int, int, int], list[int]]:
        table: dict[tuple[int, int, int], list[int]] = {}
        for layer in self.problem.space.layers:
            for move in layer:
                for source, target in zip(move.source.tolist(), move.target.tolist(), strict=True):
                    table.setdefault((move.group, move.replicas, target), []).append(source)
        return table

    def _sources(self, group: int, replicas: int, state: int) -> list[int]:
        return self._sources_of.get((group, replicas, state), [])


class _Tables:
    """Steps by (group, replicas, micro-batches in flight), made when first asked for."""

    def __init__(self, search: ExactSearch, limit: float) -> None:
        self._search, self._limit = search, limit
        self._known: dict[tuple[int, int, int], dict[tuple[int, int], _Steps]] = {}

    def get(self, group: int, replicas: int, after: int) -> dict[tuple[int, int], _Steps]:
        """Steps of stages with `after` devices behind."""
        search = self._search
        held = search.problem.held(after, replicas) if search.layered else 0
        key = (group, replicas, held)
        if key not in self._known:
            self._known[key] = search.steps(group, replicas, after, self._limit)
        return self._known[key]


def _join(mode: Mode, peak: float, add: float, suffix: float) -> float:
    if mode == "peak":
        return max(peak, suffix)
    return max(peak, add + suffix) if mode == "chain" else add + suffix


def largest_between(
    problem: PlanningProblem, group: int, start: IntArray, end: IntArray
) -> FloatArray:
    """Largest workspace of a node in each stage (start, end) on `group`, bytes."""
    need = problem.workspace_bytes[group]
    inside = problem.positions.inside
    if inside is None:
        count = len(need)
        table = np.zeros((count + 1, count + 1))
        for first in range(count):
            table[first, first + 1 :] = np.maximum.accumulate(need[first:])
        return np.asarray(table[start, end])
    largest = np.zeros(len(start))
    open_pairs = np.arange(len(start))
    for node in np.argsort(-need, kind="stable").tolist():
        if need[node] <= 0 or not len(open_pairs):
            break
        hit = inside[end[open_pairs], node] & ~inside[start[open_pairs], node]
        largest[open_pairs[hit]] = need[node]
        open_pairs = open_pairs[~hit]
    return largest
