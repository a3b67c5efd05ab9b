"""PipeDream's optimizer as the paper gives it (SOSP 2019, section 3.1).

T(i->j, m) = max(sum of layer times, 2 (m-1) sum |w| / B) / m: the all-reduce runs beside
compute. A(j, m) = min(T(1->j, m), min over s, m' of max(A(s, m-m'), 2 a_s / B, T(s+1->j, m'))).
One level of bandwidth; fewer machines than the cluster has are allowed.
"""

from __future__ import annotations

import math

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.model import Partition
from hwpipe.partition.pipedream_states import States, as_partition, cluster_bandwidth, states_of
from hwpipe.partition.problem import PlanningProblem

__all__ = ["optimise", "plan_pipedream"]


def _stage(compute: FloatArray, weights: FloatArray, m: int, bandwidth: float) -> FloatArray:
    """T(i->j, m), seconds per micro-batch."""
    return np.asarray(np.maximum(compute, 2 * (m - 1) * weights / bandwidth) / m)


def optimise(
    states: States, machines: int, bandwidth: float
) -> tuple[float, list[tuple[int, int, int]]]:
    """A(L, machines) and its stages, front to back: (state before or -1, last state, machines)."""
    count = len(states.compute_s)
    compute = states.compute_s[None, :] - states.compute_s[:, None]
    weights = states.weight_bytes[None, :] - states.weight_bytes[:, None]
    move = 2 * states.output_bytes / bandwidth
    least = np.full((machines + 1, count), math.inf)
    choice: dict[tuple[int, int], tuple[int, int]] = {}
    for m in range(1, machines + 1):
        least[m] = _stage(states.compute_s, states.weight_bytes, m, bandwidth)
        for last in range(1, m):
            front = np.maximum(least[m - last], move)
            total = np.maximum(front[:, None], _stage(compute, weights, last, bandwidth))
            total = np.where(states.before, total, math.inf)
            before = total.argmin(axis=0)
            value = total[before, np.arange(count)]
            for j in np.flatnonzero(value < least[m]).tolist():
                least[m][j] = value[j]
                choice[m, j] = (int(before[j]), last)
    m = 1 + int(np.argmin(least[1:, -1]))
    value, j = float(least[m, -1]), count - 1
    stages: list[tuple[int, int, int]] = []
    while (m, j) in choice:
        k, last = choice[m, j]
        stages.append((k, j, last))
        m, j = m - last, k
    stages.append((-1, j, m))
    return value, stages[::-1]


def plan_pipedream(problem: PlanningProblem) -> Partition:
    """PipeDream's plan by the paper's formulas; `reported_bottleneck_s` is its own figure.

    The formulas know no memory limit; a note says where the plan would not fit.
    """
    states = states_of(problem)
    value, stages = optimise(states, problem.space.total, cluster_bandwidth(problem))
    return as_partition(problem, states, stages, "pipedream", value)
