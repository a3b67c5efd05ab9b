"""PipeDream's optimizer in the form its authors released (msr-fiddle/pipedream, optimizer).

It differs from the paper (`pipedream.py`), as `systems.md` section 5 lists: a stage on m
machines costs (compute + 4 (m-1) W / (B m)) / m, a sum where the paper has a maximum; transfers
of a boundary, 2 a / (B m'), count in the maximum only with an activation compression ratio
(which divides them), for the input of the last stage and for its output where it is not the
end; the memory test is optional and counts ceil((n-m)/m') stashed copies of activations and
parameters. A stage's time includes no transfer of the network's input.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError
from hwpipe.partition.model import Partition
from hwpipe.partition.pipedream_states import States, as_partition, cluster_bandwidth, states_of
from hwpipe.partition.positions import BoolArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["Released", "optimise", "plan_released"]


@dataclass(frozen=True)
class Released:
    """Options of the released optimizer.

    Attributes:
        machines: number of machines n.
        bytes_per_s: bandwidth B.
        compression: activation compression ratio; None leaves transfers out.
        straight: no replicas.
        memory_bytes: limit of the memory test; None leaves it out.
    """

    machines: int
    bytes_per_s: float
    compression: float | None = 1.0
    straight: bool = False
    memory_bytes: float | None = None


def optimise(states: States, options: Released) -> tuple[float, list[tuple[int, int, int]]]:
    """The optimizer's dynamic programme on exactly n machines.

    A[j][m] is the least bottleneck of state j on m machines: one stage on all of them, or the
    best split into a part k below j on m - m' machines and a last stage on m'.

    Returns:
        The bottleneck in seconds (inf if nothing fits), and the stages front to back as (state
        before or -1, last state, machines).
    """
    n, B = options.machines, options.bytes_per_s
    count = len(states.compute_s)
    compute = states.compute_s[None, :] - states.compute_s[:, None]
    weights = states.weight_bytes[None, :] - states.weight_bytes[:, None]
    held = states.kept_bytes + states.weight_bytes
    stashed: FloatArray = held[None, :] - held[:, None]
    final = np.arange(count) == count - 1

    def fits(stashed: FloatArray, copies: int) -> BoolArray:
        if options.memory_bytes is None:
            return np.ones(stashed.shape, dtype=bool)
        return np.asarray(copies * stashed <= options.memory_bytes)

    least = np.full((n + 1, count), math.inf)
    choice: dict[tuple[int, int], tuple[int, int]] = {}
    for m in range(1, (1 if options.straight else n) + 1):
        whole = (states.compute_s + 4 * (m - 1) * states.weight_bytes / (B * m)) / m
        room = fits(held, math.ceil((n - m) / m))
        least[m] = np.where(room, whole, math.inf)
    for m in range(2, n + 1):
        for last in range(1, 2 if options.straight else m):
            stage = (compute + 4 * (last - 1) * weights / (B * last)) / last
            total = np.maximum(least[m - last][:, None], stage)
            if options.compression is not None:
                move = 2 * states.output_bytes / (B * last) / options.compression
                total = np.maximum(total, move[:, None])
                total = np.maximum(total, np.where(final, 0.0, move)[None, :])
            legal = states.before & fits(stashed, math.ceil((n - m) / last))
            total = np.where(legal, total, math.inf)
            before = total.argmin(axis=0)
            value = total[before, np.arange(count)]
            for j in np.flatnonzero(value < least[m]).tolist():
                least[m][j] = value[j]
                choice[m, j] = (int(before[j]), last)
    stages: list[tuple[int, int, int]] = []
    m, j = n, count - 1
    while (m, j) in choice:
        k, last = choice[m, j]
        stages.append((k, j, last))
        m, j = m - last, k
    stages.append((-1, j, m))
    return float(least[n][count - 1]), stages[::-1]


def plan_released(problem: PlanningProblem, *, straight: bool = False) -> Partition:
    """PipeDream's released plan on all devices of the cluster, judged as if they were alike.

    `reported_bottleneck_s` is the optimizer's own figure. As in the original the memory test is
    off; a note says where the plan would not fit.

    Raises:
        InfeasibleError: if there are more devices than layers.
    """
    states = states_of(problem)
    options = Released(problem.space.total, cluster_bandwidth(problem), straight=straight)
    value, stages = optimise(states, options)
    if not math.isfinite(value):
        raise InfeasibleError(
            f"PipeDream's optimizer has no plan of {len(problem.graph)} layers on exactly "
            f"{options.machines} machines",
            where=problem.graph.name,
            remedy="use fewer devices",
        )
    return as_partition(problem, states, stages, "pipedream-released", value)
