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
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.devices import Moves
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.partition.stage_costs import Metric, StageCosts, Steps, StepTables, run_heads

__all__ = ["ExactSearch", "Found", "Metric", "Mode"]

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


class ExactSearch(StageCosts):
    """The programme over the stages of one problem and metric; may run many times."""

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
        tables = StepTables(self, limit)
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

    def _relax(
        self,
        mode: Mode,
        move: Moves,
        table: dict[tuple[int, int], Steps],
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
            for k_out, classes in self.ways_out[g]
            if (suffix := self._suffix(mode, move, classes, behind, limit)) is not None
        ]
        ends = move.target[move.source == self.problem.space.empty_state] if last else target[:0]
        for k_in, classes in self.ways_in[g]:
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
                first = run_heads(begin)
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
            least: FloatArray | None = None
            for h in self.behind[move.group][k]:
                raw = behind[h, k][:, move.source]
                least = raw if least is None else np.minimum(least, raw)
            assert least is not None
            if self.problem.space.ordered:
                least = least.min(axis=1, keepdims=True)
            value = self._leave(mode, k, weight, limit, least)
            best = value if best is None else np.minimum(best, value)
        if best is None:
            return None
        if not self.problem.space.ordered:
            best = np.where(self._hope(limit)[:, move.source], best, math.inf)
        return best if np.isfinite(best).any() else None

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
        at = (start[:, None], target)
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
        tables: StepTables,
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
        tables: StepTables,
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


def _span(step: Steps, start: int) -> slice:
    """Indices of the steps from position `start`."""
    row = int(np.searchsorted(step.start, start))
    if row == len(step.start) or step.start[row] != start:
        return slice(0, 0)
    after = int(step.first[row + 1]) if row + 1 < len(step.first) else len(step.end)
    return slice(int(step.first[row]), after)
