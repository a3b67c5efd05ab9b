"""Peak and additive costs of every stage that a group of devices could run.

`StageCosts` turns a problem and a metric into sparse tables of stages, each a pair of nested
positions, in which a stage's peak cost stays within a limit and its memory within the device.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.bounds import Prices, group_prices
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["Metric", "StageCosts", "StepTables", "Steps", "largest_between", "run_heads"]

#: What the peak cost p of a stage is. `period`: seconds per micro-batch; `drain`: time that the
#: stage adds to one pass of the pipeline, floor((M-1)/m) busy; `work`: ceil(M/m) busy, its own
#: time in one iteration; `whole`: the same with its all-reduce (no bound in mode `chain`, where
#: the reduce may hide, but a good guide); `share`: memory needed over available.
Metric = Literal["period", "drain", "work", "whole", "share"]


@dataclass(frozen=True)
class Steps:
    """Stages of one group and replica count, sorted by start; link costs apart.

    `peak` holds compute and the transfers of links that stop compute; overlapped links are
    charged to whole rows (`exact.ExactSearch`), because their cost depends on one end only.
    """

    start: IntArray  # distinct starts
    first: IntArray  # index of the first step of each start
    begin: IntArray  # start of each step
    end: IntArray
    peak: FloatArray
    add: FloatArray


class StageCosts:
    """Costs of stages under one problem and metric.

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

    @cached_property
    def ways_in(self) -> list[list[tuple[int, list[int]]]]:
        """Variants of the link into each group."""
        return [self._variants(classes) for classes in self.into]

    @cached_property
    def ways_out(self) -> list[list[tuple[int, list[int]]]]:
        """Variants of the link out of each group."""
        return [self._variants(classes) for classes in self.behind]

    def stops(self, k: int) -> bool:
        """Whether class `k` stops compute (and so is charged inside the step)."""
        return k >= 0 and self.metric != "share" and not self.problem.space.classes[k].overlap

    def _variants(self, classes: Iterable[int]) -> list[tuple[int, list[int]]]:
        """Classes by how steps charge them: those that overlap together as -1, others alone."""
        together = [k for k in classes if not self.stops(k)]
        alone = [(k, [k]) for k in classes if self.stops(k)]
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

    def link_weight(self, replicas: int, k: int) -> float:
        """Peak cost per second of a transfer over class `k` at a stage with that many replicas.

        0 where the transfer is part of the step and no shared resource holds it up.
        """
        lanes = self.problem.space.classes[k].lanes if k >= 0 else 0
        if self.stops(k) and not lanes:
            return 0.0
        return self.weight(min(replicas, lanes) if lanes else replicas)

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
        kept = problem.kept_between(group, start, end)
        needed = state[end] - state[start] + held * kept + self._workspace[group][pick]
        if problem.versions(held):
            weight = problem.weight_bytes[group]
            needed = needed + problem.versions(held) * (weight[end] - weight[start])
        return np.asarray(needed)

    def steps(
        self, group: int, replicas: int, after: int, limit: float
    ) -> dict[tuple[int, int], Steps]:
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
        result: dict[tuple[int, int], Steps] = {}
        for k_in, _ in self.ways_in[group]:
            for k_out, _ in [(-1, []), *self.ways_out[group]]:
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
                first = run_heads(at_start)
                result[k_in, k_out] = Steps(
                    at_start[first], first, at_start, end[good], peak[good], add[good]
                )
        return result

    def least_work(self, limit: float) -> float:
        """Steps that even a first layer of one `run` with that limit takes, for a quick refusal.

        The tables hold every pair of positions, and the states every combination of devices.
        """
        pairs = float(self.count) * self.count / 4
        return max(pairs, float(self.problem.space.states) * self.count / 4)

    @cached_property
    def layered(self) -> bool:
        """Whether the steps depend on how many devices stand behind."""
        problem = self.problem
        return problem.depth_matters or (
            self.metric == "share" and problem.training and problem.schedule != "gpipe"
        )

    def _hope(self, limit: float) -> BoolArray:
        """Whether the unused devices could still do what stands before a position, (states, K).

        The prices of `bounds.dual_prices` prove it for any assignment of nodes to devices. What
        fails this cannot become a plan within the limit, so nothing is lost.
        """
        if self._hope_at is None or self._hope_at[0] != limit:
            before, free = self._needs
            # An infinite limit leaves hope wherever a priced device is unused, or no work is left.
            most = np.minimum(limit * (1 + 1e-9), 1e300)
            self._hope_at = (limit, before * (1 - 1e-9) <= free[:, None] * most)
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
        return group_prices(self.problem, supply)

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


class StepTables:
    """Steps by (group, replicas, micro-batches in flight), made when first asked for."""

    def __init__(self, costs: StageCosts, limit: float) -> None:
        self._costs, self._limit = costs, limit
        self._known: dict[tuple[int, int, int], dict[tuple[int, int], Steps]] = {}

    def get(self, group: int, replicas: int, after: int) -> dict[tuple[int, int], Steps]:
        """Steps of stages with `after` devices behind."""
        costs = self._costs
        held = costs.problem.held(after, replicas) if costs.layered else 0
        key = (group, replicas, held)
        if key not in self._known:
            self._known[key] = costs.steps(group, replicas, after, self._limit)
        return self._known[key]


def run_heads(values: IntArray) -> IntArray:
    """Indices at which a run of equal values begins."""
    change = np.ones(len(values), dtype=bool)
    np.not_equal(values[1:], values[:-1], out=change[1:])
    return np.flatnonzero(change)


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
