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
from collections.abc import Callable, Iterator
from functools import partial

from hwpipe.partition.best import ROUNDING, Best, certified
from hwpipe.partition.bounds import (
    bottleneck_bound,
    iteration_lower,
    quick_bound,
    way_lower,
)
from hwpipe.partition.exact import ExactSearch, Found
from hwpipe.partition.model import NoneBetter, Partition
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.partition.refine import refine, seed
from hwpipe.partition.wide import search_wide, single_stages

__all__ = ["plan_below", "plan_exact"]


#: Where one run is cheap, this many times the budget goes into the proof.
_PROOF = 3
#: Plans of more than this many times the cutoff are left as they are.
_NEAR = 1.1


def _smallest_peak(
    best: Best, search: ExactSearch, guess: float, most: float = math.inf
) -> Found | None:
    """Plan with the smallest peak cost up to `most`: limits grow from `guess` until one fits.

    A tight limit keeps the tables sparse, so a failed attempt costs little.
    """
    limit = guess * 1.1
    while 0 < limit < min(64 * guess, most):
        found = best.run(search, "peak", limit)
        if found is not None or best.stopped:
            return found
        limit *= 1.6
    return best.run(search, "peak", most)


def _below_cutoff(best: Best, spent: float, rounds: int = 1) -> float:
    """Largest peak of a plan below the cutoff whose rest takes `spent`, with room to round."""
    return max(0.0, (best.cutoff - spent) / rounds) * (1 + ROUNDING)


def _inference(best: Best, guess: float) -> None:
    """Minimise Lambda + D exactly, or as far as the budget goes."""
    problem = best.problem
    search = ExactSearch(problem, "drain")
    fastest, floor, smallest = best.shortest, 0.0, best.cutoff
    if problem.microbatches > 1:
        least = _smallest_peak(best, search, search.peak_bound, _below_cutoff(best, fastest))
        if least is None:
            if not best.stopped and smallest < math.inf:
                best.lower = max(best.lower, smallest)
            return
        best.offer(least)
        floor, smallest = least.value, min(smallest, least.add + least.peak)
        if max(problem.space.max_replicas) == 1:
            period = floor / (problem.microbatches - 1)
            best.bottleneck_lower = max(best.bottleneck_lower, period)
    # Near the smallest drain a run is cheap and its plan good: it tightens the sweep's start.
    tight = best.run(search, "sum", floor * (1 + ROUNDING)) if floor > 0 else None
    if tight is not None:
        best.offer(tight)
        smallest = min(smallest, tight.add + tight.peak)
    best.lower = max(best.lower, min(smallest, fastest + floor))
    limit = smallest - fastest
    while limit >= floor:
        found = best.run(search, "sum", limit * (1 + ROUNDING))
        if found is None:
            if best.stopped:
                best.lower = max(best.lower, min(smallest, fastest + floor))
                return
            break
        best.offer(found)
        fastest = max(fastest, found.add)
        smallest = min(smallest, found.add + found.peak)
        limit = min(found.peak * (1 - 2 * ROUNDING), smallest - fastest)
        if found.peak == 0:
            break
    if math.isfinite(smallest):
        best.lower = max(best.lower, smallest)


def _training(best: Best, guess: float) -> None:
    """Bound M x bottleneck and the way through the pipeline; simulate plans near both."""
    problem = best.problem
    search = ExactSearch(problem, "period")
    least = _smallest_peak(best, search, guess, _below_cutoff(best, 0.0, problem.microbatches))
    if least is None:
        if not best.stopped and best.cutoff < math.inf:
            best.lower = max(best.lower, best.cutoff)
        return
    best.bottleneck_lower = max(best.bottleneck_lower, least.value)
    best.lower = max(best.lower, problem.microbatches * least.value)
    best.offer(least)
    for slack in (ROUNDING, 0.03, 0.1, 0.3):
        best.offer(best.run(search, "sum", least.value * (1 + slack)))
    if best.done():
        return
    if max(problem.space.max_replicas) > 1:
        best.offer(best.run(ExactSearch(problem, "whole"), "chain", best.ceiling))
    found = best.run(ExactSearch(problem, "work"), "chain", best.ceiling)
    if found is None and not best.stopped:
        best.lower = max(best.lower, best.ceiling)
    if found is not None:
        best.lower = max(best.lower, min(found.value, best.ceiling))
        best.offer(found)


def _narrow(best: Best, guess: float) -> None:
    """The exact programmes, for problems of a few hundred positions and device states."""
    problem = best.problem
    if problem.objective == "memory":
        found = best.run(ExactSearch(problem, "share"), "peak", math.inf)
        best.offer(found)
        if found is not None:
            best.lower = max(best.lower, found.value)
    elif problem.objective == "energy":
        found = best.run(ExactSearch(problem, "period", energy=True), "sum", math.inf)
        best.offer(found)
        if found is not None:
            best.lower = max(best.lower, problem.microbatches * found.value)
    elif problem.training:
        _training(best, guess)
    else:
        _inference(best, guess)


def _expected_work(problem: PlanningProblem) -> float:
    """Rough number of steps of one run near the optimum, where a seventh of the pairs fit."""
    space = problem.space
    ways = sum(max(1, most) for most in space.max_replicas)
    return 0.15 * ways * float(space.states) * float(problem.positions.count) ** 2 / 2


def _others(problem: PlanningProblem) -> Iterator[Callable[[], Partition]]:
    """Planners whose plans of small problems are worth a simulation."""
    if problem.positions.count * problem.space.total > 20_000:
        return
    from hwpipe.partition.bapipe import plan_bapipe
    from hwpipe.partition.pipedream import plan_pipedream
    from hwpipe.partition.pipedream_released import plan_released

    yield partial(plan_pipedream, problem)
    yield partial(plan_released, problem)
    yield partial(plan_released, problem, straight=True)
    yield partial(plan_bapipe, problem)


def plan_exact(problem: PlanningProblem, method: str = "exact") -> Partition:
    """Best plan of the space with its certificate (method `exact`).

    Raises:
        InfeasibleError: if no plan fits.
    """
    found = plan_below(problem, math.inf, method)
    assert isinstance(found, Partition)
    return found


def plan_below(
    problem: PlanningProblem, cutoff: float, method: str = "exact"
) -> Partition | NoneBetter:
    """Best plan of the space if its objective is below `cutoff`.

    A search that has a plan of value `cutoff` elsewhere saves the time to find worse ones: it
    ends as soon as the bound reaches the cutoff.

    Small problems are solved by the exact programmes alone; larger ones get plans from `wide`
    first, and the exact programmes as far as the budget goes (`Best.run`). A time limit lifts
    the budget.

    Raises:
        InfeasibleError: if no plan fits; only without a cutoff.
    """
    best = Best(problem, method, Clock(problem.time_limit_s), cutoff=cutoff)
    timed = problem.objective in ("throughput", "latency")
    best.lower = iteration_lower(problem) if timed else quick_bound(problem)
    best.bottleneck_lower = guess = bottleneck_bound(problem)
    work = _expected_work(problem)
    try:
        single_stages(best)
        if timed and not best.done():
            best.shortest, joint = way_lower(problem)
            best.lower = max(best.lower, joint)
        narrow = work <= best.work_left / 2
        if not narrow and not best.done():
            search_wide(best)
        if narrow:
            best.work_left *= _PROOF
        if not best.done() and (narrow or (problem.time_limit_s and work < 1e10)):
            _narrow(best, guess)
        if narrow and best.exhausted and not best.done() and not best.clock.expired:
            search_wide(best)
        if problem.training and problem.objective in ("throughput", "latency"):
            # The simulator has the last word, so whatever others propose is tried too.
            if not best.done():
                seed(best, _others(problem))
            # Moving boundaries gains a few per cent: no use to plans far above the cutoff.
            near = best.value < cutoff * _NEAR
            if not best.done() and best.partition is not None and near:
                # A simulation takes time in proportion to its actions.
                actions = 2 * problem.microbatches * len(best.partition.stages)
                refine(best, tries=max(8, min(80, 40_000 // actions)))
        if narrow and not best.stopped and best.value < cutoff and work < best.work_left / 50:
            least = _smallest_peak(best, ExactSearch(problem, "period"), guess)
            if least is not None:
                best.bottleneck_lower = max(best.bottleneck_lower, least.value)
    except KeyboardInterrupt:
        best.clock.reason = "interrupted"
    return certified(best)
