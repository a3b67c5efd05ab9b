"""Moving the boundaries of a plan along the linear order, its devices kept.

Every boundary may move to any position nearby; a programme over the boundaries, back to front, is
exact for that neighbourhood.
"""

from __future__ import annotations

import math
from typing import cast

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.exact_trace import Found
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import PlanningProblem
from hwpipe.partition.stage_costs import Metric, StageCosts

__all__ = ["polish"]


def polish(
    problem: PlanningProblem, found: Found, metric: Metric, limit: float, reach: int = 24
) -> Found | None:
    """Move the boundaries of a linear plan: smallest sum with peaks within `limit`.

    Args:
        problem: the full problem; `found` counts positions as prefix lengths.
        found: the plan whose devices are kept.
        metric: what a peak is.
        limit: largest peak; inf minimises the largest peak instead of the sum.
        reach: positions on either side of a boundary that are tried.

    Returns:
        The best plan of the neighbourhood; None if no choice stays within the limit.
    """
    chain = problem.positions.chain
    size = len(chain) - 1
    stages = found.stages
    windows = [np.array([0])]
    for _, end, _, _ in stages[:-1]:
        windows.append(np.arange(max(1, end - reach), min(size - 1, end + reach) + 1))
    windows.append(np.array([size]))
    search = _costs_of(problem, metric)
    after = [sum(m for _, _, _, m in stages[s + 1 :]) for s in range(len(stages))]
    value = np.zeros(1)
    picks: list[IntArray] = []
    minimise_peak = not math.isfinite(limit)
    for s in range(len(stages) - 1, -1, -1):
        peak, add = _stage_costs(
            search, stages, s, after=after[s], starts=windows[s], ends=windows[s + 1]
        )
        if minimise_peak:
            total = np.maximum(peak, value[None, :])
        else:
            total = np.where(peak <= limit, add + value[None, :], math.inf)
        pick = total.argmin(axis=1)
        picks.append(pick)
        value = total[np.arange(len(pick)), pick]
    if not math.isfinite(value[0]):
        return None
    row, start = 0, 0
    moved: list[tuple[int, int, int, int]] = []
    worst = total_add = 0.0
    for s, pick in enumerate(reversed(picks)):
        row = int(pick[row])
        end = int(windows[s + 1][row])
        _, _, g, m = stages[s]
        moved.append((start, end, g, m))
        start = end
    for s in range(len(moved)):
        peak, add = _stage_costs(
            search,
            tuple(moved),
            s,
            after=after[s],
            starts=np.array([moved[s][0]]),
            ends=np.array([moved[s][1]]),
        )
        worst, total_add = max(worst, float(peak[0, 0])), total_add + float(add[0, 0])
    return Found(float(value[0]), worst, total_add, tuple(moved), found.states)


def _costs_of(problem: PlanningProblem, metric: Metric) -> StageCosts:
    """The stage costs of a problem, remembered with it."""
    key = ("stage costs", metric)
    if key not in problem.remembered:
        problem.remembered[key] = StageCosts(problem, metric)
    return cast("StageCosts", problem.remembered[key])


def _stage_costs(
    search: StageCosts,
    stages: tuple[tuple[int, int, int, int], ...],
    s: int,
    *,
    after: int,
    starts: IntArray,
    ends: IntArray,
) -> tuple[FloatArray, FloatArray]:
    """Peak and additive cost of stage s for every start and end; inf where it is not legal."""
    problem = search.problem
    _, _, g, m = stages[s]
    chain = problem.positions.chain
    a, b = chain[starts][:, None], chain[ends][None, :]
    busy = problem.time_s[g, b] - problem.time_s[g, a]
    legal = (starts[:, None] < ends[None, :]) & (problem.unable[g, b] == problem.unable[g, a])
    add = busy.copy()
    link = np.zeros_like(busy)
    weight = search.weight(m)
    for other, at, sender in ((s - 1, a, False), (s + 1, b, True)):
        if not 0 <= other < len(stages):
            continue
        h = stages[other][2]
        k = int(problem.space.class_of[g, h] if sender else problem.space.class_of[h, g])
        moved = search.moved[k, at]
        link = np.maximum(link, search.link_weight(m, k) * search.longer[k, at])
        if not problem.space.classes[k].overlap:
            busy = busy + moved
        if sender:
            add = add + moved
    peak = weight * busy
    if search.metric == "period" and problem.training and m > 1:
        weights = problem.weight_bytes[g]
        rounds = problem.reduce_rounds(m) / problem.microbatches
        peak = peak + rounds * problem.reduce_s(g, m, weights[b] - weights[a])
    peak = np.maximum(peak, link)
    if problem.memory_may_bind:
        held = problem.held(after, m)
        state, weights = problem.state_bytes[g], problem.weight_bytes[g]
        need = state[b] - state[a] + held * problem.kept_between(g, a, b)
        need = need + problem.versions(held) * (weights[b] - weights[a])
        low, high = int(starts.min()), int(ends.max())
        # The largest workspace of the whole neighbourhood is never too small.
        need = need + float(problem.workspace_bytes[g, low:high].max(initial=0.0))
        legal &= need <= problem.capacity_bytes[g]
    return np.where(legal, peak, math.inf), np.where(legal, add, math.inf)
