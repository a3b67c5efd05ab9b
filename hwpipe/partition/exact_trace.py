"""From the values of the exact programme back to the stages that gave them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.link_costs import LinkCosts
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.problem import PlanningProblem
from hwpipe.partition.stage_costs import StageCosts, Steps, StepTables

__all__ = ["Found", "Values", "trace"]

#: Best value of a suffix by state of used devices, slot of its first stage, and position.
Values = FloatArray


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


def trace(
    costs: StageCosts,
    links: LinkCosts,
    tables: StepTables,
    values: list[Values],
    best: tuple[float, int, int, int],
) -> Found:
    """Walk the values from the front and find the stage behind each of them.

    Args:
        costs: the stages.
        links: as the programme used them.
        tables: likewise.
        values: by number of used devices where that matters, else one table.
        best: value, level, slot and state of the front.
    """
    value, level, slot, state = best
    goal, start = value, 0
    worst = total = 0.0
    stages: list[tuple[int, int, int, int]] = []
    states: list[int] = []
    walk = _Walk(costs, links, tables, values)
    while True:
        m, end, source, behind, peak, add, suffix = walk.choice(goal, (slot, state, start, level))
        stages.append((start, end, links.slots[slot][0], m))
        states.append(state)
        worst, total = max(worst, peak), total + add
        if behind is None:
            return Found(value, worst, total, tuple(stages), tuple(states))
        goal, start, state, slot = suffix, end, source, behind
        level -= m if level else 0


@dataclass(frozen=True)
class _Walk:
    """What a step of the walk looks into."""

    costs: StageCosts
    links: LinkCosts
    tables: StepTables
    values: list[Values]

    def choice(
        self, goal: float, here: tuple[int, int, int, int]
    ) -> tuple[int, int, int, int | None, float, float, float]:
        """The stage that `goal` came from; `here` is its slot, state, start and level.

        Returns:
            Replicas, end, source state, slot behind (None: last stage), peak and additive cost
            with links, and the value behind.
        """
        costs, links, mode = self.costs, self.links, self.links.mode
        slot, state, start, level = here
        g, k_in = links.slots[slot]
        space = costs.problem.space
        used = level or (space.total if space.bundled else space.used(state))
        for m in range(1, min(space.max_replicas[g], used) + 1):
            sources = space.sources(g, m, state)
            if not sources:
                continue
            table = self.tables.get(g, m, used - m)
            into = k_in if costs.stops(k_in) else -1
            link_in = 0.0
            if k_in >= 0 and costs.metric != "share" and into < 0:
                link_in = costs.link_weight(m, k_in) * float(costs.longer[k_in, start])
            floor = 0.0 if mode == "sum" else link_in
            for source in sources:
                if source == space.empty_state:
                    if level not in (0, m):
                        continue
                    step = table[into, -1]
                    span = _span(step, start)
                    cost = np.maximum(step.add[span] if mode == "sum" else step.peak[span], floor)
                    hit = np.flatnonzero((cost == goal) & (step.end[span] == costs.count - 1))
                    if len(hit):
                        i = span.start + int(hit[0])
                        peak = max(float(step.peak[i]), link_in)
                        return m, int(step.end[i]), source, None, peak, float(step.add[i]), 0.0
                    continue
                for k_out, groups in costs.behind[g].items():
                    step = table[into, k_out if costs.stops(k_out) else -1]
                    span = _span(step, start)
                    end = step.end[span]
                    charge = links.leaving_by(k_out, m)
                    for h in groups:
                        behind = links.slot_of[h, k_out]
                        raw = self.values[level - m if level else 0][source, behind]
                        cost = links.joined(raw[None], charge)[0, end]
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
                        if costs.metric != "share":
                            counted = not costs.energy and not (
                                mode == "chain" and costs.stops(k_out)
                            )
                            add += float(costs.moved[k_out, j]) if counted else 0.0
                            weight = costs.link_weight(m, k_out)
                            peak = max(peak, weight * float(costs.longer[k_out, j]))
                        return m, j, source, behind, peak, add, float(raw[j])
        raise AssertionError("the dynamic programme lost its way")


def _span(step: Steps, start: int) -> slice:
    """Indices of the steps from position `start`."""
    row = int(np.searchsorted(step.start, start))
    if row == len(step.start) or step.start[row] != start:
        return slice(0, 0)
    after = int(step.first[row + 1]) if row + 1 < len(step.first) else len(step.end)
    return slice(int(step.first[row]), after)
