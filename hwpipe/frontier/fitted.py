"""Points that buy memory with time: plans of a frontier squeezed by memory strategies.

A plan is given less and less of its devices' memory; where it no longer fits, its stages
recompute, swap or shard (`hwpipe.memory.fit_stages`), and the pipeline is simulated again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwpipe.cluster.model import Cluster
from hwpipe.errors import InfeasibleError
from hwpipe.frontier.point import FrontierPoint
from hwpipe.memory.apply import FittedStages, fit_stages
from hwpipe.memory.model import Choice
from hwpipe.partition.evaluate import memory_shares, stage_bytes, stage_times
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.schedule import make_schedule, makespan

__all__ = ["MEASURES", "Means", "capped", "fitted_point", "squeezed"]

#: What stages may do to need less memory.
MEASURES = ("recompute", "swap", "shard", "spill")

#: Points of the frontier that are squeezed, spread evenly over it.
_MOST_POINTS = 8
#: Smallest share of a plan's own memory that is tried.
_SMALLEST = 0.25
#: Simulated passes of a block for one stage: a frontier needs many good plans, not the best.
_BUDGET = 15_000


@dataclass(frozen=True)
class Means:
    """What stages may do to need less memory.

    Attributes:
        host_bytes_per_s: bandwidth to host memory, each way, of all devices or by name.
        allowed: of `MEASURES`.
    """

    host_bytes_per_s: float | Mapping[str, float]
    allowed: tuple[str, ...] = MEASURES

    def fit(
        self, problem: PlanningProblem, partition: Partition, *, spill: bool, budget: int = 100_000
    ) -> FittedStages:
        """Memory strategies of the stages; as `fit_stages`, weights stay unless `spill`."""
        measures: tuple[Choice, ...] = tuple(m for m in ("recompute", "swap") if m in self.allowed)
        return fit_stages(
            problem,
            partition,
            host_bytes_per_s=self.host_bytes_per_s,
            measures=measures,
            allow_sharding="shard" in self.allowed,
            allow_spill=spill and "spill" in self.allowed,
            budget=budget,
        )


def capped(cluster: Cluster, share: float) -> Cluster:
    """A cluster with only a share of each device's memory."""
    devices = tuple(
        replace(device, memory_bytes=int(share * device.memory_bytes)) for device in cluster.devices
    )
    return replace(cluster, devices=devices)


def squeezed(
    problem: PlanningProblem,
    points: Sequence[FrontierPoint],
    means: Means,
    steps: int,
    clock: Clock,
) -> Iterator[FrontierPoint]:
    """Variants of plans that need less memory and more time.

    Args:
        problem: of training; inference has nothing to recompute.
        points: plans without memory strategies.
        means: what stages may do; none spills its weights.
        steps: limits tried for each plan.
        clock: stops the run.
    """
    picks = np.unique(np.linspace(0, len(points) - 1, min(len(points), _MOST_POINTS)).round())
    for k in picks.astype(int).tolist():
        point = points[k]
        shares = point.memory_share * np.geomspace(1, _SMALLEST, steps + 1)[1:]
        for share in shares.tolist():
            if clock.expired:
                return
            # Plain arrays of the problem do not know the memory, so it need not be made anew.
            tight = replace(problem, cluster=capped(problem.cluster, share))
            try:
                fitted = means.fit(tight, point.partition, spill=False, budget=_BUDGET)
            except InfeasibleError:
                break  # less memory will not do either
            if fitted.needed:
                yield fitted_point(problem, point, fitted)


def fitted_point(
    problem: PlanningProblem, point: FrontierPoint, fitted: FittedStages
) -> FrontierPoint:
    """The figures of a plan whose stages have memory strategies, the pipeline simulated."""
    partition = replace(point.partition, certificate=None, bottleneck_certificate=None)
    schedule = make_schedule(
        problem.schedule,
        stages=len(partition.stages),
        microbatches=problem.microbatches,
        replicas=[len(stage.devices) for stage in partition.stages],
    )
    times = stage_times(problem, partition)
    plain = stage_bytes(problem, partition, times)
    needed = [plan.peak_bytes if plan.needed else size
              for plan, size in zip(fitted.plans, plain, strict=True)]  # fmt: skip
    shares = [
        share if not plan.needed else plan.peak_bytes / capacity
        for plan, share, capacity in zip(
            fitted.plans, memory_shares(problem, partition, times), times.memory_bytes, strict=True
        )
    ]
    return FrontierPoint(
        partition=partition,
        iteration_s=makespan(schedule, fitted.times),
        memory_share=max(shares),
        memory_bytes=max(needed),
        energy_j=point.energy_j + _again_j(problem, partition, fitted),
        memory_plans=fitted.plans,
        # As `fitted`, whose devices may have had a share of their memory alone.
        times=replace(fitted.times, memory_bytes=times.memory_bytes),
    )


def _again_j(problem: PlanningProblem, partition: Partition, fitted: FittedStages) -> float:
    """Joules of the forwards that run again, in proportion to their share of the seconds."""
    table, total = problem.table, 0.0
    for stage, plan in zip(partition.stages, fitted.plans, strict=True):
        row = table.row(problem.cluster.by_name[stage.devices[0]].cost_key)
        nodes = list(stage.nodes)
        seconds = float(table.forward_s[row, nodes].sum())
        if plan.recompute_s > 0 and seconds > 0:
            # A plan is that of one replica; all of them recompute.
            runs = len(stage.devices) * plan.recompute_s / seconds
            total += runs * float(table.forward_j[row, nodes].sum())
    return total
