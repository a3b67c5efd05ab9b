"""Local search on the simulated objective: what closed forms leave open in training.

Boundaries of the best plan move by a few layers as long as the simulated iteration falls. Every
step is deterministic, and only plans that fit are taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from hwpipe.errors import InfeasibleError
from hwpipe.partition.best import Best
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import PlanningProblem

__all__ = ["in_space", "refine", "seed"]

#: Layers by which a boundary moves, largest first.
_STEPS = (8, 4, 2, 1)


def refine(best: Best, tries: int = 80) -> None:
    """Move the boundaries of the best plan, at most `tries` simulations."""
    improved = True
    while improved and tries > 0:
        improved = False
        if best.partition is None:
            return
        for moved in _neighbours(best.partition):
            if tries <= 0 or best.clock.expired:
                return
            tries -= 1
            before = best.value
            best.offer_partition(moved)
            if best.value < before:
                improved = True
                break


def _neighbours(partition: Partition) -> Iterator[Partition]:
    """Plans with one boundary moved; only along ranges of the topological order."""
    stages = partition.stages
    flat = [node for stage in stages for node in stage.nodes]
    if flat != sorted(flat):
        return
    for step in _STEPS:
        for s in range(len(stages) - 1):
            left, right = stages[s], stages[s + 1]
            for shift in (-step, step):
                if len(left.nodes) + shift < 1 or len(right.nodes) - shift < 1:
                    continue
                nodes = left.nodes + right.nodes
                cut = len(left.nodes) + shift
                changed = list(stages)
                changed[s] = replace(left, nodes=nodes[:cut])
                changed[s + 1] = replace(right, nodes=nodes[cut:])
                yield replace(partition, stages=tuple(changed))


def seed(best: Best, planners: Iterator[Callable[[], Partition]]) -> None:
    """Offer the plans of other methods; one that has no plan is passed over."""
    for planner in planners:
        if best.clock.expired:
            return
        try:
            plan = planner()
        except InfeasibleError:
            continue
        if in_space(best.problem, plan):
            best.offer_partition(Partition(plan.stages, best.method))


def in_space(problem: PlanningProblem, plan: Partition) -> bool:
    """Whether a plan lies in the space that certificates speak of (its cuts aside)."""
    space = problem.space
    place = {name: k for k, name in enumerate(space.order)}
    behind = -1
    for stage in plan.stages:
        groups = {problem.group_of[name] for name in stage.devices}
        if len(groups) > 1 or len(stage.devices) > space.max_replicas[min(groups)]:
            return False
        if space.ordered:
            at = [place[name] for name in stage.devices]
            if at[0] <= behind or at != list(range(at[0], at[0] + len(at))):
                return False
            behind = at[-1]
    return True
