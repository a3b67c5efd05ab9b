"""Shortest ways through the pipeline: a bound on Lambda that knows transfers and contiguity.

Forget how many devices there are and let every group be used again and again: the cheapest way
from the empty to the full position, one node at a time, paying a transfer whenever the group
changes, is no longer than the sum of stage times and transfers of any plan. With node times
multiplied by 1 + s price_g (`bounds.dual_prices`) the same way bounds Lambda + s D, D the drain.
"""

from __future__ import annotations

import math

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["shortest_ways"]


def shortest_ways(problem: PlanningProblem, factor: FloatArray) -> FloatArray:
    """Length of the shortest way for each row of factors on node times, seconds.

    Args:
        problem: any inference or training problem; transfers count both ways in training.
        factor: multiplier of the node times of each group, shape (S, G).

    Returns:
        Shape (S,).
    """
    time_s, space = problem.node_time_s, problem.space
    cost = np.where(np.isfinite(time_s), factor[:, :, None] * np.nan_to_num(time_s, posinf=0.0),
                    math.inf)  # fmt: skip
    moved = problem.forward_transfer_s + problem.backward_transfer_s
    groups = len(space.groups)
    # Transfer seconds of a change from group p to g at every position, (G, G, K).
    change = np.full((groups, groups, problem.positions.count), math.inf)
    linked = space.class_of >= 0
    change[linked] = moved[space.class_of[linked]]
    change[np.arange(groups), np.arange(groups)] = 0.0
    if problem.positions.inside is None:
        return _along_chain(cost, change)
    return _over_sets(problem, cost, change)


def _along_chain(cost: FloatArray, change: FloatArray) -> FloatArray:
    """`cost` (S, G, L), `change` (G, G, L + 1)."""
    # The best way on from each position for a stage of each group, (S, G).
    onward = np.zeros(cost.shape[:2])
    steps = np.ascontiguousarray(np.moveaxis(cost, 2, 0))
    changes = np.ascontiguousarray(np.moveaxis(change, 2, 0))
    for node in range(cost.shape[2] - 1, -1, -1):
        onward = onward + steps[node]
        if node:
            onward = (onward[:, None, :] + changes[node]).min(axis=2)
    return np.asarray(onward.min(axis=1))


def _over_sets(problem: PlanningProblem, cost: FloatArray, change: FloatArray) -> FloatArray:
    """The same over all down-closed sets, level by level of their sizes."""
    inside = problem.positions.inside
    assert inside is not None
    size = inside.sum(axis=1)
    start, end = problem.positions.pairs
    single = size[end] - size[start] == 1
    start, end = start[single], end[single]
    node = (inside[end] & ~inside[start]).argmax(axis=1)
    onward = np.full((len(inside), *cost.shape[:2]), math.inf)
    onward[-1] = 0.0
    steps = np.moveaxis(cost, 2, 0)
    changes = np.moveaxis(change, 2, 0)
    first = np.searchsorted(size[start], np.arange(size[-1] + 1))
    for level in range(int(size[-1]) - 1, -1, -1):
        rows = slice(int(first[level]), int(first[level + 1]))
        least = steps[node[rows]] + onward[end[rows]]
        at = start[rows]
        heads = np.flatnonzero(np.diff(at, prepend=-1))
        best = np.minimum.reduceat(least, heads, axis=0)
        here = at[heads]
        if level:
            best = (best[:, :, None, :] + changes[here][:, None, :, :]).min(axis=3)
        onward[here] = best
    return np.asarray(onward[0].min(axis=1))
