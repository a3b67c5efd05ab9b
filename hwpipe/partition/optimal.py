"""The `exact` method: optimal plans with a proof, within a deterministic amount of work.

Inference minimises Lambda + D over all plans, D = max drain (see `problem.py`), by a sweep over
limits on D: with limit b the dynamic programme gives the smallest Lambda(b) and a plan of drain
d <= b. Every plan with a drain in [d, b] takes at least Lambda(b) + d, which is that plan's
own time, so the sweep goes on below d, and below U - Lambda(b) with U the best time so far; it
ends when the limit falls under the smallest possible D. Nothing in between is skipped.

Training minimises the simulated iteration among plans on the frontier of bottleneck and way
through the pipeline, and proves it by the bound of `problem.py`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from hwpipe.errors import InfeasibleError
from hwpipe.partition.bounds import bottleneck_bound, quick_bound
from hwpipe.partition.evaluate import (
    bottleneck,
    check_memory,
    energy_j,
    iteration_bound,
    memory_shares,
    stage_times,
)
from hwpipe.partition.exact import ExactSearch, Found, Mode
from hwpipe.partition.model import Certificate, Partition
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.units import format_bytes

__all__ = ["Best", "certified", "objective_value", "plan_exact", "space_sentence"]

#: Elementary steps (about 10 ns each) that one call of `plan_exact` may spend.
WORK_BUDGET = 6e7
_ROUNDING = 1e-9


def objective_value(problem: PlanningProblem, partition: Partition) -> float:
    """What the objective minimises: simulated seconds of an iteration, share, or joules."""
    if problem.objective == "energy":
        return energy_j(problem, partition)
    times = stage_times(problem, partition)
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
    work_left: float = WORK_BUDGET
    exhausted: bool = False

    def offer(self, found: Found | None) -> float:
        """Judge a plan; returns its objective value (inf if none or not legal)."""
        if found is None:
            return math.inf
        return self.offer_partition(found.partition(self.problem, self.method))

    def offer_partition(self, partition: Partition) -> float:
        """Keep `partition` if it is legal and better than the best so far."""
        try:
            check_memory(self.problem, partition)
            value = objective_value(self.problem, partition)
        except InfeasibleError:
            return math.inf
        if value < self.value * (1 - 1e-12):
            self.partition, self.value = partition, value
        return value

    @property
    def stopped(self) -> bool:
        """Whether time or budget ended the search."""
        return self.clock.expired or self.exhausted

    def affords(self, work: float) -> bool:
        """Whether `work` more steps fit the budget; if so they are spent."""
        if work > self.work_left:
            self.exhausted = True
            return False
        self.work_left -= work
        return True


def space_sentence(problem: PlanningProblem) -> str:
    """The space of plans, as certificates name it."""
    devices = "in the order of the cluster file" if problem.space.ordered else "in any order"
    most = max(problem.space.max_replicas)
    replicas = f"1 to {most} replicas of one device type a stage" if most > 1 else (
        "one device a stage")  # fmt: skip
    return (
        f"pipelines of contiguous stages over {problem.positions.cuts}, devices {devices} "
        f"and not all needed, {replicas}, boundary tensors relayed from stage to stage, "
        f"schedule {problem.schedule} with {problem.microbatches} micro-batches"
    )


_METRIC_NAME = {"throughput": "iteration_s", "latency": "iteration_s", "memory": "memory_share",
                "energy": "energy_j"}  # fmt: skip


def certified(best: Best) -> Partition:
    """The best plan with its certificates.

    Raises:
        InfeasibleError: if there is no plan; names the memory needed and available.
    """
    problem = best.problem
    if best.partition is None:
        raise _no_plan(problem, best.clock.reason)
    lower = min(best.lower, best.value)
    exact = best.value <= lower * (1 + _ROUNDING)
    iteration = Certificate(
        metric=_METRIC_NAME[problem.objective],
        lower=lower,
        achieved=best.value,
        space=space_sentence(problem),
        cuts=problem.positions.cuts,
        exact=exact,
        stopped_early=best.clock.reason,
    )
    achieved = bottleneck(problem, best.partition)
    floor = min(best.bottleneck_lower, achieved)
    period = replace(iteration, metric="bottleneck_s", lower=floor, achieved=achieved,
                     exact=achieved <= floor * (1 + _ROUNDING))  # fmt: skip
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


def _smallest_peak(best: Best, search: ExactSearch, guess: float) -> Found | None:
    """Plan with the smallest peak cost: limits grow from `guess` until something fits.

    A tight limit keeps the tables sparse, so a failed attempt costs little.
    """
    limit = guess * 1.1
    while 0 < limit < 64 * guess:
        if not best.affords(search.work(limit)):
            return None
        found = search.run("peak", limit, best.clock)
        if found is not None or best.clock.expired:
            return found
        limit *= 1.6
    return _run(best, search, "peak", math.inf)


def _run(best: Best, search: ExactSearch, mode: Mode, limit: float) -> Found | None:
    """One run if time and budget allow; None otherwise, or if nothing stays within the limit."""
    if best.clock.expired or not best.affords(search.work(limit)):
        return None
    return search.run(mode, limit, best.clock)


def _inference(best: Best, guess: float) -> None:
    """Minimise Lambda + D exactly, or as far as the budget goes."""
    problem = best.problem
    rounds = problem.microbatches - 1
    least = _smallest_peak(best, ExactSearch(problem, "period"), guess)
    if least is None:
        return
    best.bottleneck_lower = max(best.bottleneck_lower, least.value)
    best.offer(least)
    search = ExactSearch(problem, "drain")
    floor = 0.0
    if rounds and max(problem.space.max_replicas) == 1:
        floor = rounds * least.value
        smallest = least.add + floor
    elif rounds:
        drained = _smallest_peak(best, search, rounds * guess)
        if drained is None:
            return
        best.offer(drained)
        floor = drained.value
        smallest = drained.add + drained.peak
    else:
        smallest = least.add
    # Near the smallest drain a run is cheap and its plan good: it tightens the sweep's start.
    tight = _run(best, search, "sum", floor * (1 + _ROUNDING))
    if tight is not None:
        best.offer(tight)
        smallest = min(smallest, tight.add + tight.peak)
    fastest = float(problem.node_time_s.min(axis=0).sum())
    best.lower = max(best.lower, fastest + floor)
    limit = smallest - fastest
    while limit >= floor:
        found = _run(best, search, "sum", limit * (1 + _ROUNDING))
        if found is None:
            if best.stopped:
                best.lower = max(best.lower, min(smallest, fastest + floor))
                return
            break
        best.offer(found)
        fastest = max(fastest, found.add)
        smallest = min(smallest, found.add + found.peak)
        limit = min(found.peak * (1 - 2 * _ROUNDING), smallest - fastest)
        if found.peak == 0:
            break
    best.lower = max(best.lower, smallest)


def _training(best: Best, guess: float) -> None:
    """Bound M x bottleneck and the way through the pipeline; simulate plans near both."""
    problem = best.problem
    search = ExactSearch(problem, "period")
    least = _smallest_peak(best, search, guess)
    if least is None:
        return
    best.bottleneck_lower = max(best.bottleneck_lower, least.value)
    best.lower = max(best.lower, problem.microbatches * least.value)
    best.offer(least)
    for slack in (_ROUNDING, 0.03, 0.1, 0.3):
        best.offer(_run(best, search, "sum", least.value * (1 + slack)))
    if best.value <= best.lower * (1 + _ROUNDING):
        return
    found = _run(best, ExactSearch(problem, "work"), "chain", best.value)
    if found is not None:
        best.lower = max(best.lower, found.value)
        best.offer(found)


def _narrow(best: Best, guess: float) -> None:
    """The exact programmes, for problems of a few hundred positions and device states."""
    problem = best.problem
    if problem.objective == "memory":
        found = _run(best, ExactSearch(problem, "share"), "peak", math.inf)
        best.offer(found)
        if found is not None:
            best.lower = max(best.lower, found.value)
    elif problem.objective == "energy":
        found = _run(best, ExactSearch(problem, "period", energy=True), "sum", math.inf)
        best.offer(found)
        if found is not None:
            best.lower = max(best.lower, problem.microbatches * found.value)
    elif problem.training:
        _training(best, guess)
    else:
        _inference(best, guess)


def plan_exact(problem: PlanningProblem, method: str = "exact") -> Partition:
    """Best plan of the space with its certificate (method `exact`).

    Raises:
        InfeasibleError: if no plan fits.
    """
    best = Best(problem, method, Clock(problem.time_limit_s))
    best.lower = quick_bound(problem)
    best.bottleneck_lower = guess = bottleneck_bound(problem)
    try:
        _narrow(best, guess)
    except KeyboardInterrupt:
        best.clock.reason = "interrupted"
    return certified(best)
