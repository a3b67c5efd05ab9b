"""The closed form of `bound` over a planner's prefix sums: many stages in one call."""

from __future__ import annotations

from typing import cast

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.memory.bound import smallest_extra_s
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["stage_extra_s"]


def _forward(problem: PlanningProblem) -> FloatArray:
    """Forward seconds inside every position, (G, K); remembered with the problem."""
    key = "memory: forward seconds"
    if key not in problem.remembered:
        seconds = problem.table.forward_s[list(problem.rows)]
        seconds = np.where(np.isfinite(seconds), seconds, 0.0)
        problem.remembered[key] = problem.positions.prefix(seconds)
    return cast("FloatArray", problem.remembered[key])


def _smallest_ratio(problem: PlanningProblem, group: int) -> float:
    """Least forward seconds per activation byte of any node on a group."""
    row = problem.rows[group]
    seconds, size = problem.table.forward_s[row], problem.table.activation_bytes[row]
    kept = (size > 0) & np.isfinite(seconds)
    return float((seconds[kept] / size[kept]).min(initial=np.inf))


def stage_extra_s(
    problem: PlanningProblem,
    group: int,
    start: IntArray,
    end: IntArray,
    *,
    replicas: int,
    after: int,
    host_bytes_per_s: float,
    sharding: int = 0,
    estimate: bool = False,
) -> FloatArray:
    """Seconds that fitting stages into a group's memory adds to an iteration at least.

    Args:
        problem: of training.
        group: device group of the stages.
        start: positions where the stages start, shape (n,).
        end: positions where they end, shape (n,).
        replicas: devices of each stage.
        after: devices of all stages behind.
        host_bytes_per_s: bandwidth to host memory each way.
        sharding: ZeRO stage of the replicas' state; its traffic is not counted.
        estimate: price recomputation at the mean of each stage instead of at the cheapest node of
            the network: closer, but no bound.

    Returns:
        Lower bounds (or estimates) of `MemoryPlan.extra_s`, (n,): 0 where a stage fits as it is;
        `inf` where its state alone does not fit at this sharding (weights would have to be
        spilled).
    """
    table = problem.table
    gradient = table.gradient_bytes_per_weight_byte
    optimizer = table.optimizer_bytes_per_weight_byte
    if sharding >= 1:
        optimizer /= replicas
    if sharding >= 2:
        gradient /= replicas
    weight = problem.weight_bytes[group, end] - problem.weight_bytes[group, start]
    held = problem.held(after, replicas)
    share = -(-problem.microbatches // replicas)
    kept = problem.kept_between(group, start, end)
    if estimate:
        forward = _forward(problem)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = (forward[group, end] - forward[group, start]) / kept
        ratio = np.where(kept > 0, ratio, np.inf)
    else:
        # What is received cannot be recomputed, so a byte of it is no cheaper.
        ratio = np.full(len(weight), _smallest_ratio(problem, group))
    return smallest_extra_s(
        state_bytes=weight * (1 + gradient + optimizer + problem.versions(held)),
        activation_bytes=kept,
        capacity_bytes=problem.capacity_bytes[group],
        compute_s=problem.time_s[group, end] - problem.time_s[group, start],
        in_flight=min(held, share),
        microbatches=share,
        host_bytes_per_s=host_bytes_per_s,
        recompute_s_per_byte=ratio,
    )
