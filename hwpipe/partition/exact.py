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
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.bounds import Prices, dual_prices
from hwpipe.partition.devices import Moves
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import Clock, PlanningProblem

__all__ = ["ExactSearch", "Found", "Metric", "Mode"]

#: What the peak cost p of a stage is. `period`: seconds per micro-batch; `drain`: time that the
#: stage adds to one pass of the pipeline, floor((M-1)/m) busy; `work`: ceil(M/m) busy, its own
#: time in one iteration; `whole`: the same with its all-reduce (no bound in mode `chain`, where
#: the reduce may hide, but a good guide); `share`: memory needed over available.
Metric = Literal["period", "drain", "work", "whole", "share"]
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
    """Stages of one group and replica count, sorted by start; link costs apart.

    `peak` holds compute and the transfers of links that stop compute; overlapped links are
    charged to whole rows (`ExactSearch._relax`), because their cost depends on one end only.
    """

    start: IntArray  # distinct starts
    first: IntArray  # index of the first step of each start
    begin: IntArray  # start of each step
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
        self.spent = 0.0  # elementary steps of all runs
        self._hope_at: tuple[float, BoolArray] | None = None
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
        #: Seconds of a transfer over each class at each position, both ways, and the longer way.
        self.moved = problem.forward_transfer_s + problem.backward_transfer_s
        self.longer = np.maximum(problem.forward_transfer_s, problem.backward_transfer_s)

    def _stops(self, k: int) -> bool:
        """Whether class `k` stops compute (and so is charged inside the step)."""
        return k >= 0 and self.metric != "share" and not self.problem.space.classes[k].overlap

    def _variants(self, classes: Iterable[int]) -> list[tuple[int, list[int]]]:
        """Classes by how steps charge them: those that overlap together as -1, others alone."""
        together = [k for k in classes if not self._stops(k)]
        alone = [(k, [k]) for k in classes if self._stops(k)]
        return ([(-1, together)] if together else []) + alone

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

    def weight(self, replicas: int) -> float:
        """Peak cost per busy second of a stage with that many replicas (see `Metric`)."""
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
        """Stages of a group with peak costs within `limit`, by the classes that stop compute.

        Keys are (class in, class out), -1 where the link overlaps or there is none.
        """
        problem = self.problem
        start, end = self.pairs
        weight = self.weight(replicas)
        compute = self._compute[group]
        most = math.inf if self.metric == "share" or weight == 0 else limit / weight
        # Rounding up by 1e-12 keeps a stage whose cost is the limit itself.
        pick = np.flatnonzero(compute <= min(most * (1 + 1e-12), 1e300))
        share = None
        if problem.memory_may_bind or self.metric == "share":
            capacity = problem.capacity_bytes[group]
            share = self._needed(group, replicas, after, pick) / max(capacity, 1.0)
            fits = share <= 1.0
            pick, share = pick[fits], share[fits]
        start, end, compute = start[pick], end[pick], compute[pick]
        reduce = np.zeros(1)
        if problem.training and replicas > 1 and self.metric in {"period", "whole"}:
            weights = problem.weight_bytes[group]
            rounds = problem.reduce_rounds(replicas) / (
                problem.microbatches if self.metric == "period" else 1
            )
            reduce = rounds * problem.reduce_s(group, replicas, weights[end] - weights[start])
        add = compute
        if self.energy:
            add = problem.energy_j[group, end] - problem.energy_j[group, start]
        result: dict[tuple[int, int], _Steps] = {}
        for k_in, _ in self._variants(self.into[group]):
            for k_out, _ in [(-1, []), *self._variants(self.behind[group])]:
                if (k_in, k_out) in result:
                    continue
                busy = compute
                if k_in >= 0:
                    busy = busy + self.moved[k_in, start]
                if k_out >= 0:
                    busy = busy + self.moved[k_out, end]
                peak = share if share is not None and self.metric == "share" else (
                    weight * busy + reduce)  # fmt: skip
                good = np.flatnonzero(peak <= limit)
                at_start = start[good]
                first = np.flatnonzero(np.diff(at_start, prepend=-1))
                result[k_in, k_out] = _Steps(
                    at_start[first], first, at_start, end[good], peak[good], add[good]
                )
        return result

    def least_work(self, limit: float) -> float:
        """Steps that even a first layer of one `run` with that limit takes, for a quick refusal.

        The tables hold every pair of positions, and the states every combination of devices.
        """
        pairs = float(self.count) * self.count / 4
        return max(pairs, float(self.problem.space.states) * self.count / 4)

    def run(
        self,
        mode: Mode,
        limit: float = math.inf,
        clock: Clock | None = None,
        budget: float = math.inf,
    ) -> Found | None:
        """Best chain of stages with every peak cost at most `limit`; None if there is none.

        Also None when the clock expires or the search has spent more than `budget` steps,
        which the caller can see from both.

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
                    if self.spent > budget or (clock is not None and clock.expired):
                        return None
                    # Of bundles only the order counts: assume every device to be behind.
                    most = used if stacked else space.total if space.bundled else number
                    after = most - move.replicas
                    if after < 0:
                        continue
                    self._relax(
                        mode,
                        move,
                        tables.get(move.group, move.replicas, after),
                        behind=values[after if stacked else 0],
                        values=values[used],
                        limit=limit,
                        last=not stacked or after == 0,
                    )
        best: tuple[float, int, tuple[int, int], int] | None = None
        for level, by_slot in enumerate(values):
            for slot in slots:
                front = by_slot[slot][0]
                state = int(np.argmin(front))
                if front[state] < (best[0] if best else math.inf):
                    best = (float(front[state]), level, slot, state)
        return None if best is None else self._trace(mode, best, values, tables, limit)

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
        *,
        behind: dict[tuple[int, int], FloatArray],
        values: dict[tuple[int, int], FloatArray],
        limit: float,
        last: bool,
    ) -> None:
        """Put the stages of `move` in front of every suffix in `behind`."""
        g, weight = move.group, self.weight(move.replicas)
        merge = self.problem.space.ordered  # every source leads to the one target
        target = move.target[:1] if merge else move.target
        suffixes = [
            (k_out, suffix)
            for k_out, classes in self._variants(self.behind[g])
            if (suffix := self._suffix(mode, move, classes, behind, limit)) is not None
        ]
        ends = move.target[move.source == self.problem.space.empty_state] if last else target[:0]
        for k_in, classes in self._variants(self.into[g]):
            slots = [(values[g, k], k) for k in classes]
            for k_out, suffix in suffixes:
                step = table[k_in, k_out]
                if not len(step.start):
                    continue
                # Most ends lead nowhere: only a band of positions suits the devices behind.
                live = np.flatnonzero(np.isfinite(suffix).any(axis=1)[step.end])
                if not len(live):
                    continue
                begin = step.begin[live]
                first = np.flatnonzero(np.diff(begin, prepend=-1))
                reached = suffix[step.end[live]]
                if mode != "peak":
                    reached += step.add[live, None]
                if mode != "sum":
                    np.maximum(reached, step.peak[live, None], out=reached)
                self.spent += reached.size
                least = np.minimum.reduceat(reached, first, axis=0)
                at = (begin[first], target)
                self._enter(mode, slots, at, least, weight=weight, limit=limit)
            if len(ends):
                final = table[k_in, -1]
                full = np.flatnonzero(final.end == self.count - 1)
                if len(full):
                    cost = final.add if mode == "sum" else final.peak
                    at = (final.begin[full], ends)
                    self._enter(mode, slots, at, cost[full][:, None], weight=weight, limit=limit)

    def _suffix(
        self,
        mode: Mode,
        move: Moves,
        classes: list[int],
        behind: dict[tuple[int, int], FloatArray],
        limit: float,
    ) -> FloatArray | None:
        """Best value behind each position with the link out charged, (K, states); None: none."""
        weight = self.weight(move.replicas)
        best: FloatArray | None = None
        for k in classes:
            for h in self.behind[move.group][k]:
                value = behind[h, k][:, move.source]
                if self.problem.space.ordered:
                    value = value.min(axis=1, keepdims=True)
                value = self._leave(mode, k, weight, limit, value)
                best = value if best is None else np.minimum(best, value)
        if best is None:
            return None
        if not self.problem.space.ordered:
            best = np.where(self._hope(limit)[:, move.source], best, math.inf)
        return best if np.isfinite(best).any() else None

    def _hope(self, limit: float) -> BoolArray:
        """Whether the unused devices could still do what stands before a position, (K, states).

        The prices of `bounds.dual_prices` prove it for any assignment of nodes to devices. What
        fails this cannot become a plan within the limit, so nothing is lost.
        """
        if self._hope_at is None or self._hope_at[0] != limit:
            before, free = self._needs
            # An infinite limit leaves hope wherever a priced device is unused, or no work is left.
            most = np.minimum(limit * (1 + 1e-9), 1e300)
            self._hope_at = (limit, before[:, None] * (1 - 1e-9) <= free[None, :] * most)
        return self._hope_at[1]

    @cached_property
    def _per_device(self) -> FloatArray:
        """Seconds of stage time that one device of each group offers per unit of peak, (G,)."""
        per_device = []
        for most in self.problem.space.max_replicas:
            least = min(m * self.weight(m) for m in range(1, most + 1))
            per_device.append(1.0 / least if least > 0 else math.inf)
        return np.array(per_device)

    @cached_property
    def prices(self) -> Prices:
        """What a second is worth on each group, for bounds on the peak."""
        supply = self._per_device * np.array(self.problem.space.sizes)
        return dual_prices(self.problem.node_time_s, supply)

    @property
    def peak_bound(self) -> float:
        """A peak that no plan can beat, from compute alone."""
        return self.prices.value

    @cached_property
    def _needs(self) -> tuple[FloatArray, FloatArray]:
        """Priced work inside each position (K,), and priced supply of unused devices (states,)."""
        problem, space = self.problem, self.problem.space
        states = np.arange(space.states)
        nothing = np.zeros(self.count), np.ones(len(states))
        if self.metric == "share" or space.ordered:
            return nothing
        per_device, prices = self._per_device, self.prices
        if prices.value <= 0:
            return nothing
        with np.errstate(invalid="ignore"):
            work = np.where(np.isfinite(problem.node_time_s),
                            problem.node_time_s * prices.price[:, None], math.inf)  # fmt: skip
        free = np.zeros(len(states))
        for g, (stride, size) in enumerate(zip(space.strides, space.bundles, strict=True)):
            if prices.price[g] > 0:
                used = space.units[g] * (states // stride % (size + 1))
                free += (space.sizes[g] - used) * per_device[g] * prices.price[g]
        return problem.positions.prefix(work.min(axis=0)), free

    def _leave(self, mode: Mode, k: int, weight: float, limit: float, value: FloatArray
               ) -> FloatArray:  # fmt: skip
        """Charge the sender for class `k`: `value` has a row per position."""
        if self.metric == "share":
            return value
        if mode != "peak" and not self.energy:
            value = value + self.moved[k][:, None]
        if not self._stops(k):
            link = weight * self.longer[k]
            value = np.where((link > limit)[:, None], math.inf, value)
            if mode == "peak":
                value = np.maximum(value, link[:, None])
        return value

    def _enter(
        self,
        mode: Mode,
        slots: list[tuple[FloatArray, int]],
        where: tuple[IntArray, IntArray],
        least: FloatArray,
        *,
        weight: float,
        limit: float,
    ) -> None:
        """Charge the receiver for the class of every slot and keep the smaller values.

        Args:
            mode: how values join.
            slots: values of the stage's group, (K, states), by link class into it.
            where: starts and states of the rows and columns of `least`.
            least: values before the link in is charged.
            weight: peak cost per busy second.
            limit: largest peak.
        """
        start, target = where
        at = np.ix_(start, target)
        for into, k in slots:
            value = least
            if k >= 0 and self.metric != "share" and not self._stops(k):
                link = weight * self.longer[k, start]
                value = np.where((link > limit)[:, None], math.inf, value)
                if mode != "sum":
                    value = np.maximum(value, link[:, None])
            into[at] = np.minimum(into[at], value)

    def _trace(
        self,
        mode: Mode,
        best: tuple[float, int, tuple[int, int], int],
        values: list[dict[tuple[int, int], FloatArray]],
        tables: _Tables,
        limit: float,
    ) -> Found:
        """Walk the values from the front and find the stage behind each of them."""
        value, level, slot, state = best
        goal, start = value, 0
        worst = total = 0.0
        stages: list[tuple[int, int, int, int]] = []
        states: list[int] = []
        while True:
            m, end, source, behind, peak, add, suffix = self._choice(
                mode,
                goal,
                (slot, state, start, level),
                values=values,
                tables=tables,
                limit=limit,
            )
            stages.append((start, end, slot[0], m))
            states.append(state)
            worst, total = max(worst, peak), total + add
            if behind is None:
                return Found(value, worst, total, tuple(stages), tuple(states))
            goal, start, state, slot = suffix, end, source, behind
            level -= m if level else 0

    def _choice(
        self,
        mode: Mode,
        goal: float,
        here: tuple[tuple[int, int], int, int, int],
        *,
        values: list[dict[tuple[int, int], FloatArray]],
        tables: _Tables,
        limit: float,
    ) -> tuple[int, int, int, tuple[int, int] | None, float, float, float]:
        """The stage that `goal` came from; `here` is its slot, state, start and level.

        Returns:
            Replicas, end, source state, slot behind (None: last stage), peak and additive cost
            with links, and the value behind.
        """
        slot, state, start, level = here
        g, k_in = slot
        space = self.problem.space
        used = level or (space.total if space.bundled else space.used(state))
        for m in range(1, min(space.max_replicas[g], used) + 1):
            sources = self._sources(g, m, state)
            if not sources:
                continue
            weight = self.weight(m)
            table = tables.get(g, m, used - m)
            into = k_in if self._stops(k_in) else -1
            link_in = 0.0
            if k_in >= 0 and self.metric != "share" and into < 0:
                link_in = weight * float(self.longer[k_in, start])
            floor = 0.0 if mode == "sum" else link_in
            for source in sources:
                if source == space.empty_state:
                    if level not in (0, m):
                        continue
                    step = table[into, -1]
                    span = _span(step, start)
                    cost = np.maximum(step.add[span] if mode == "sum" else step.peak[span], floor)
                    hit = np.flatnonzero((cost == goal) & (step.end[span] == self.count - 1))
                    if len(hit):
                        i = span.start + int(hit[0])
                        peak = max(float(step.peak[i]), link_in)
                        return m, int(step.end[i]), source, None, peak, float(step.add[i]), 0.0
                    continue
                for k_out, groups in self.behind[g].items():
                    step = table[into, k_out if self._stops(k_out) else -1]
                    span = _span(step, start)
                    end = step.end[span]
                    for h in groups:
                        raw = values[level - m if level else 0][h, k_out][:, source]
                        cost = self._leave(mode, k_out, weight, limit, raw[:, None])[end, 0]
                        if mode != "peak":
                            cost = cost + step.add[span]
                        if mode != "sum":
                            cost = np.maximum(np.maximum(cost, step.peak[span]), floor)
                        hit = np.flatnonzero(cost == goal)
                        if not len(hit):
                            continue
                        i = span.start + int(hit[0])
                        j = int(step.end[i])
                        peak, add = max(float(step.peak[i]), link_in), float(step.add[i])
                        if self.metric != "share":
                            add += 0.0 if self.energy else float(self.moved[k_out, j])
                            if not self._stops(k_out):
                                peak = max(peak, weight * float(self.longer[k_out, j]))
                        return m, j, source, (h, k_out), peak, add, float(raw[j])
        raise AssertionError("the dynamic programme lost its way")

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


def _span(step: _Steps, start: int) -> slice:
    """Indices of the steps from position `start`."""
    row = int(np.searchsorted(step.start, start))
    if row == len(step.start) or step.start[row] != start:
        return slice(0, 0)
    after = int(step.first[row + 1]) if row + 1 < len(step.first) else len(step.end)
    return slice(int(step.first[row]), after)


def largest_between(
    problem: PlanningProblem, group: int, start: IntArray, end: IntArray
) -> FloatArray:
    """Largest workspace of a node in each stage (start, end) on `group`, bytes."""
    need = problem.workspace_bytes[group]
    inside = problem.positions.inside
    if inside is None:
        at = problem.positions.at
        count = problem.positions.count
        if at is not None:
            need = np.maximum.reduceat(need, at[:-1])
        table = np.zeros((count, count))
        for first in range(count - 1):
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
