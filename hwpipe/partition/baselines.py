"""Baselines that every plan is compared with: one device, data parallel, equal layers.

Each is a plan of the same cost table, evaluated by the same functions as the planner's own.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

from hwpipe.errors import InfeasibleError
from hwpipe.partition.best import objective_value
from hwpipe.partition.evaluate import check_memory
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.problem import PlanningProblem

__all__ = ["data_parallel", "equal_layers", "feasible_best", "single_device"]


def feasible_best(
    problem: PlanningProblem,
    candidates: Iterator[Partition],
    bounds: Iterator[float] | None = None,
) -> Partition:
    """The legal candidate with the smallest objective; the first of equals.

    Args:
        problem: what is planned.
        candidates: plans to compare.
        bounds: for each candidate a value that it cannot beat; those that cannot win are skipped.

    Raises:
        InfeasibleError: if none is legal; the reason of the first one.
    """
    best: tuple[float, Partition] | None = None
    failure: InfeasibleError | None = None
    for partition, bound in zip(candidates, bounds or itertools.repeat(0.0), strict=False):
        if best is not None and bound >= best[0]:
            continue
        try:
            check_memory(problem, partition)
            value = objective_value(problem, partition)
        except InfeasibleError as error:
            failure = failure or error
            continue
        if best is None or value < best[0]:
            best = (value, partition)
    if best is None:
        raise failure or InfeasibleError("the method proposed no plan", where=problem.graph.name)
    return best[1]


def by_speed(problem: PlanningProblem) -> list[str]:
    """Device names, the fastest for the whole network first; ties in cluster order."""
    total = problem.node_time_s.sum(axis=1)
    speed = {name: float(total[g])
             for g, names in enumerate(problem.space.groups) for name in names}  # fmt: skip
    return sorted(speed, key=lambda name: speed[name])


def single_device(problem: PlanningProblem) -> Partition:
    """The whole network on the one device that does best.

    Raises:
        InfeasibleError: if it fits on none.
    """
    nodes = tuple(range(len(problem.graph)))
    return feasible_best(
        problem,
        (Partition((Stage(nodes, (names[0],)),), "single-device")
         for names in problem.space.groups),
    )  # fmt: skip


def data_parallel(problem: PlanningProblem) -> Partition:
    """The whole network on the k fastest devices, micro-batches in turn; the best k >= 2.

    Replicas of different types take equal shares, so the slowest sets the pace; hence the best
    k instead of all devices. With one device in the cluster it is that device.

    Raises:
        InfeasibleError: if no such plan fits or the devices are not all linked.
    """
    nodes = tuple(range(len(problem.graph)))
    names = by_speed(problem)
    least = min(2, len(names))
    # A larger k stops paying only where the next device is slower: try those and the last one.
    total = problem.node_time_s.sum(axis=1)
    speed = {n: float(total[g]) for g, group in enumerate(problem.space.groups) for n in group}
    counts = [
        k
        for k in range(least, len(names) + 1)
        if len(names) <= 16 or k == len(names) or speed[names[k - 1]] != speed[names[k]]
    ]

    def busy(k: int) -> float:
        """Seconds that the slowest of k replicas computes: nothing takes less."""
        return -(-problem.microbatches // k) * speed[names[k - 1]]

    timed = problem.objective in ("throughput", "latency")
    if timed:
        counts.sort(key=busy)
    return feasible_best(
        problem,
        (Partition((Stage(nodes, tuple(names[:k])),), "data-parallel") for k in counts),
        (busy(k) if timed else 0.0 for k in counts),
    )


def equal_layers(problem: PlanningProblem) -> Partition:
    """As many nodes on every device, in cluster order: what people write by hand.

    Raises:
        InfeasibleError: if a stage does not fit or neighbours have no link.
    """
    names = [device.name for device in problem.cluster.devices]
    count = min(len(names), len(problem.graph))
    edges = [round(i * len(problem.graph) / count) for i in range(count + 1)]
    stages = tuple(
        Stage(tuple(range(edges[i], edges[i + 1])), (names[i],)) for i in range(count)
    )  # fmt: skip
    partition = Partition(stages, "equal-layers")
    check_memory(problem, partition)
    return partition
