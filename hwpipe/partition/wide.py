"""Plans for thousands of nodes and dozens of devices, along the linear order.

Three ideas give plans, the duality of `bounds` and the farthest-reach programme of `reach` give
the proof:

* **Coarse**: the exact programme on about a hundred well-chosen cuts, with devices taken in a
  few equal bundles of each group. It finds which groups to replicate how widely.
* **Reach**: without replicas, the smallest bottleneck and the device counts that attain it.
* **Polish**: the stages' devices are kept and every boundary may move to any position nearby;
  a programme over the boundaries is exact for that neighbourhood.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from hwpipe.partition.best import ROUNDING, Best
from hwpipe.partition.bounds import joint_lower, share_prices
from hwpipe.partition.exact import ExactSearch, Found, Metric
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.polish import polish
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import PlanningProblem
from hwpipe.partition.reach import Reach

__all__ = ["coarse_problem", "good_cuts", "polish", "search_wide", "single_stages"]

#: Cuts of a coarse problem, and the most states of its devices.
_CUTS = 40
_STATES = 600
#: Limits that shrink by less than this are not worth another run.
_WORTH = 0.9
#: Coarse plans that are farther than this from what they must beat are not polished.
_PROMISING = 1.05
#: Coarse plans whose boundaries are polished.
_POLISHED = 2
#: Most states of used devices that the reach programme walks through.
_REACH_STATES = 40_000


def good_cuts(problem: PlanningProblem, count: int) -> IntArray:
    """About `count` prefix lengths of the linear order that are cheap places to cut.

    The network is divided into equal shares of work (on the device that is fastest for each
    node); each share gives the cut with the fewest bytes, the last of equals.
    """
    chain = problem.positions.chain
    size = len(chain) - 1
    if size <= count:
        return np.arange(size + 1)
    work = np.concatenate([[0.0], np.cumsum(problem.node_time_s.min(axis=0))])
    # A little weight for every node keeps shares of no work at all from being empty.
    work = work / max(float(work[-1]), 1e-300) + np.arange(size + 1) * (0.05 / size)
    share = np.minimum((work / work[-1] * count).astype(np.int64), count - 1)
    cut_bytes = problem.positions.cut_bytes[chain]
    picks = [0]
    for part in range(count):
        members = np.flatnonzero(share == part)
        members = members[(members > 0) & (members < size)]
        if len(members):
            fewest = members[cut_bytes[members] == cut_bytes[members].min()]
            picks.append(int(fewest[-1]))
    picks.append(size)
    return np.asarray(np.unique(np.array(picks, dtype=np.int64)))


def coarse_problem(problem: PlanningProblem, picks: IntArray, parts: int) -> PlanningProblem:
    """The problem on the prefix lengths `picks`, with devices in bundles."""
    at = problem.positions.chain[picks]
    space = problem.space if problem.space.ordered else problem.space.in_bundles(parts)
    coarse = replace(
        problem,
        positions=problem.positions.subset(picks),
        space=space,
        time_s=problem.time_s[:, at],
        state_bytes=problem.state_bytes[:, at],
        weight_bytes=problem.weight_bytes[:, at],
        kept_bytes=problem.kept_bytes[:, at],
        energy_j=problem.energy_j[:, at],
        unable=problem.unable[:, at],
    )
    share_prices(problem, coarse)
    return coarse


def _lifted(found: Found, picks: IntArray) -> Found:
    """A plan of a coarse problem with its positions as prefix lengths."""
    stages = tuple((int(picks[a]), int(picks[b]), g, m) for a, b, g, m in found.stages)
    return replace(found, stages=stages)


def _placed(problem: PlanningProblem, found: Found) -> Found:
    """Prefix lengths as positions of `problem`."""
    chain = problem.positions.chain
    stages = tuple((int(chain[a]), int(chain[b]), g, m) for a, b, g, m in found.stages)
    return replace(found, stages=stages)


def single_stages(best: Best) -> None:
    """Offer the whole network as one stage: every group, one device and every useful width."""
    problem = best.problem
    nodes = tuple(range(len(problem.graph)))
    M = problem.microbatches
    for g, names in enumerate(problem.space.groups):
        if problem.unable[g, -1] > 0:
            continue
        most = min(problem.space.max_replicas[g], M)
        # Fewer replicas that need as many rounds would only idle.
        widths = sorted({-(-M // -(-M // m)) for m in (1, most, max(1, most // 2))})
        for m in widths:
            best.offer_partition(Partition((Stage(nodes, names[:m]),), best.method))


def _coarse_metric(problem: PlanningProblem) -> Metric:
    if problem.objective == "memory":
        return "share"
    return "period" if problem.training or problem.objective == "energy" else "drain"


def search_wide(best: Best) -> None:
    """Offer plans of a large problem: coarse ones with bundles of devices, and reach plans."""
    problem = best.problem
    # Without bundles every plan of coarser bundles is in reach too.
    free = problem.space.states <= _STATES
    proves = problem.positions.linear and max(problem.space.max_replicas) == 1
    if problem.objective in ("throughput", "latency") and (proves or not free):
        _search_reach(best)
    if best.done():
        return
    picks = good_cuts(problem, _CUTS)
    metric = _coarse_metric(problem)
    coarse: list[tuple[float, Found]] = []
    tried: set[tuple[int, ...]] = set()
    for parts in (problem.space.total,) if free else (1, 2, 4):
        sub = coarse_problem(problem, picks, parts)
        if sub.space.states > _STATES or sub.space.units in tried or best.clock.expired:
            continue
        tried.add(sub.space.units)
        search = ExactSearch(sub, metric, energy=problem.objective == "energy")
        for found in _coarse_plans(best, search):
            lifted = _lifted(found, picks)
            coarse.append((best.offer(_placed(problem, lifted)), lifted))
            if best.done():
                return
    if metric == "share":
        return
    # Polishing changes little, so only the most promising are worth it.
    for value, lifted in sorted(coarse, key=lambda pair: pair[0])[:_POLISHED]:
        if value > _PROMISING * best.ceiling:
            return
        if len(lifted.stages) > 1 and not best.clock.expired:
            _polish_and_offer(best, lifted, metric)


def _coarse_plans(best: Best, search: ExactSearch) -> Iterator[Found]:
    """Plans of a coarse problem: the smallest peak, then shorter ways for larger peaks."""
    if search.energy:
        found = search.run("sum", math.inf, best.clock)
        if found is not None:
            yield found
        return
    # Larger peaks than these cannot win, and a limit keeps the tables sparse.
    most, shortest = math.inf, best.shortest
    if search.metric == "drain" and best.ceiling < math.inf:
        # The shortest way within a limit shows how much smaller peaks must be to win.
        while True:
            limit, most = most, best.ceiling - shortest
            if most > _WORTH * limit:
                break
            if most < search.peak_bound:
                return
            found = search.run("sum", most * (1 + ROUNDING), best.clock)
            if found is None:
                return
            yield found
            shortest = found.add
    elif search.metric == "period":
        most = best.ceiling / best.problem.microbatches
    least = search.run("peak", most * (1 + ROUNDING), best.clock)
    if least is None:
        return
    yield least
    if search.metric == "share":
        return
    slack, limit = ROUNDING, least.value * (1 + ROUNDING)
    while slack < 5.0 and not best.clock.expired:
        found = search.run("sum", limit, best.clock)
        if found is None:
            return
        yield found
        if found.peak == 0 or len(found.stages) == 1:
            return
        slack = max(0.08, 2.5 * slack)
        before, limit = limit, least.value * (1 + slack)
        if search.metric == "drain":
            limit = min(limit, best.ceiling - shortest)
            if limit < 1.03 * before:
                return  # plans with larger peaks cannot win


def _polish_and_offer(best: Best, lifted: Found, metric: Metric) -> None:
    """Offer what polishing makes of a plan."""
    problem = best.problem
    short = polish(problem, lifted, metric, lifted.peak * (1 + ROUNDING))
    if short is not None:
        best.offer(_placed(problem, short))
    even = polish(problem, lifted, metric, math.inf)
    if even is None:
        return
    best.offer(_placed(problem, even))
    for slack in (ROUNDING, 0.02):
        short = polish(problem, even, metric, even.peak * (1 + slack))
        if short is not None:
            best.offer(_placed(problem, short))


def _search_reach(best: Best) -> None:
    """Plans of one device a stage, from the smallest bottleneck upwards, and their bound."""
    problem = best.problem
    M = problem.microbatches
    proves = max(problem.space.max_replicas) == 1
    if problem.space.states > _REACH_STATES:
        # Too many kinds of devices to count: keep the order of the cluster file.
        problem = replace(problem, space=problem.space.in_order())
        proves = False
    reach = Reach(problem)
    guess = max(best.bottleneck_lower, best.value / max(M, 1) / problem.space.total / 4)
    low, high = reach.bisect(guess, guess * 1.1, best.clock)
    if proves and problem.positions.linear:
        best.bottleneck_lower = max(best.bottleneck_lower, low)
        if problem.training:
            best.lower = max(best.lower, M * low)
        elif M > 1:
            drain = (M - 1) * low
            best.lower = max(best.lower, joint_lower(problem, drain))
    if not math.isfinite(high):
        return
    for stretch in (1.0, 1.01, 1.03, 1.07, 1.15, 1.3, 1.6, 2.0, 3.0, 5.0, 8.0):
        if best.clock.expired or best.done():
            return
        limit = high * stretch
        if limit * max(M - 1, 0) + (0.0 if problem.training else best.shortest) > best.ceiling:
            return
        reached, picks = reach.run(limit)
        state = reach.best_state(reached)
        if state is None:
            continue
        found = reach.trace(state, reached, picks)
        best.offer(_placed(problem, found), problem)
        if not problem.space.ordered:
            short = polish(problem, found, "period", limit)
            if short is not None:
                best.offer(_placed(problem, short))
