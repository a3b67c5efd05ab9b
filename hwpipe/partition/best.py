"""The best plan so far of a search, what has been proven of it, and its certificate."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from hwpipe.errors import InfeasibleError
from hwpipe.partition.evaluate import (
    bottleneck,
    check_memory,
    energy_j,
    iteration_bound,
    memory_shares,
    stage_times,
)
from hwpipe.partition.exact import ExactSearch, Found, Mode
from hwpipe.partition.model import Certificate, NoneBetter, Partition, Stage
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.schedule.model import PipelineTimes
from hwpipe.units import format_bytes

__all__ = ["ROUNDING", "Best", "certified", "objective_value", "space_sentence"]

#: Elementary steps (some 8 ns each) of one search of effort 1 without a time limit: what proves a
#: bound further costs more than most users would wait for. A time limit lifts it.
WORK_BUDGET = 3e6
#: Relative differences below this are rounding.
ROUNDING = 1e-9


def objective_value(
    problem: PlanningProblem, partition: Partition, times: PipelineTimes | None = None
) -> float:
    """What the objective minimises: simulated seconds of an iteration, share, or joules."""
    if problem.objective == "energy":
        return energy_j(problem, partition)
    times = times or stage_times(problem, partition)
    if problem.objective == "memory":
        return max(memory_shares(problem, partition, times))
    shared = len(set(times.link_names)) < len(times.link_names)
    if not problem.training and all(times.overlap) and not shared:
        return iteration_bound(problem, partition, times)
    # Imported here: a planner of inference pipelines needs no simulator.
    from hwpipe.schedule import make_schedule, makespan

    schedule = make_schedule(
        problem.schedule,
        stages=len(partition.stages),
        microbatches=problem.microbatches,
        replicas=[len(stage.devices) for stage in partition.stages],
    )
    return makespan(schedule, times)


@dataclass
class Best:
    """The best plan so far of one call, and the bounds proven so far."""

    problem: PlanningProblem
    method: str
    clock: Clock
    partition: Partition | None = None
    value: float = math.inf
    lower: float = 0.0
    bottleneck_lower: float = 0.0
    shortest: float = 0.0  # bound of Lambda, the sum of stage times and transfers
    work_left: float = field(init=False)
    exhausted: bool = False
    cutoff: float = math.inf  # plans of this value or more are of no interest
    _values: dict[tuple[Stage, ...], float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.work_left = WORK_BUDGET * self.problem.effort

    @property
    def ceiling(self) -> float:
        """Value that a plan must beat to be worth finding."""
        return min(self.value, self.cutoff)

    def offer(self, found: Found | None, problem: PlanningProblem | None = None) -> float:
        """Judge a plan; returns its objective value (inf if none or not legal).

        Args:
            found: the plan, as positions of `problem`.
            problem: the variant of the problem it was found for, if not the problem itself.
        """
        if found is None:
            return math.inf
        return self.offer_partition(found.partition(problem or self.problem, self.method))

    def offer_partition(self, partition: Partition) -> float:
        """Keep `partition` if it is legal and better than the best so far."""
        known = self._values.get(partition.stages)
        if known is None:
            known = self._values[partition.stages] = self._judge(partition)
        return known

    def _judge(self, partition: Partition) -> float:
        try:
            times = stage_times(self.problem, partition)
            check_memory(self.problem, partition, times)
            value = objective_value(self.problem, partition, times)
        except InfeasibleError:
            return math.inf
        if self.partition is None or value < self.value * (1 - 1e-12):
            self.partition, self.value = partition, value
        return value

    def done(self) -> bool:
        """Whether the best plan is proven optimal, or no plan below the cutoff to exist."""
        if self.lower >= self.cutoff:
            return True
        return self.partition is not None and self.value <= self.lower * (1 + ROUNDING)

    @property
    def stopped(self) -> bool:
        """Whether time or budget ended the search."""
        return self.clock.expired or self.exhausted

    def run(self, search: ExactSearch, mode: Mode, limit: float) -> Found | None:
        """One run of the exact programme if time and budget allow.

        None if it was not allowed or ended early (then `stopped` is true), or if no plan has
        peaks within `limit`.
        """
        if self.clock.limit_s is None:
            if search.least_work(limit) > self.work_left:
                self.exhausted = True
            if self.stopped:
                return None
        elif self.clock.expired:
            return None
        before = search.spent
        budget = math.inf if self.clock.limit_s is not None else before + self.work_left
        found = search.run(mode, limit, self.clock, budget)
        self.work_left -= search.spent - before
        if found is None and search.spent > budget:
            self.exhausted = True
        return found


def space_sentence(problem: PlanningProblem, drive: str | None = None) -> str:
    """The space of plans, as certificates name it.

    Args:
        problem: decides cuts, devices and replicas.
        drive: schedules and micro-batches in words; None: those of the problem.
    """
    if drive is None:
        drive = f"schedule {problem.schedule} with {problem.microbatches} micro-batches"
    devices = "in the order of the cluster file" if problem.space.ordered else "in any order"
    most = max(problem.space.max_replicas)
    replicas = f"1 to {most} replicas of one device type a stage" if most > 1 else (
        "one device a stage")  # fmt: skip
    return (
        f"pipelines of contiguous stages over {problem.positions.cuts}, devices {devices} "
        f"and not all needed, {replicas}, boundary tensors relayed from stage to stage, {drive}"
    )


_METRIC_NAME = {"throughput": "iteration_s", "latency": "iteration_s", "memory": "memory_share",
                "energy": "energy_j"}  # fmt: skip


def certified(best: Best) -> Partition | NoneBetter:
    """The best plan with its certificates; `NoneBetter` if it is not below the cutoff.

    Raises:
        InfeasibleError: if there is no plan at all; names the memory needed and available.
    """
    problem = best.problem
    if best.partition is None and best.cutoff == math.inf:
        raise _no_plan(problem, best.clock.reason)
    lower = min(best.lower, best.value)
    exact = math.isfinite(best.value) and best.value <= lower * (1 + ROUNDING)
    iteration = Certificate(
        metric=_METRIC_NAME[problem.objective],
        lower=lower,
        achieved=best.value,
        space=space_sentence(problem),
        cuts=problem.positions.cuts,
        exact=exact,
        stopped_early=best.clock.reason,
    )
    if best.partition is None or best.value >= best.cutoff:
        return NoneBetter(best.cutoff, iteration)
    achieved = bottleneck(problem, best.partition)
    floor = min(best.bottleneck_lower, achieved)
    period = replace(iteration, metric="bottleneck_s", lower=floor, achieved=achieved,
                     exact=achieved <= floor * (1 + ROUNDING))  # fmt: skip
    return replace(best.partition, certificate=iteration, bottleneck_certificate=period)


def _no_plan(problem: PlanningProblem, reason: str | None) -> InfeasibleError:
    if reason is not None:
        return InfeasibleError(f"no plan was found within the {reason}", where=problem.graph.name,
                               remedy="give a longer time limit")  # fmt: skip
    needed = float(problem.state_bytes[:, -1].min())
    room = float(sum(n * c for n, c in zip(problem.space.sizes, problem.capacity_bytes,
                                           strict=True)))  # fmt: skip
    return InfeasibleError(
        f"no split of the model fits cluster {problem.cluster.name}: its weights "
        f"{'and training state ' if problem.training else ''}alone need {format_bytes(needed)}, "
        f"the {problem.space.total} devices have {format_bytes(room)} in all, and activations "
        "and buffers come on top",
        where=problem.graph.name,
        remedy="use a smaller micro-batch, more devices, devices with more memory or missing links",
    )
