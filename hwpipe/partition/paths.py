"""Shortest ways through the pipeline: a bound on Lambda that knows transfers and contiguity.

Forget how many devices there are and let every group be used again and again: the cheapest way
from the empty to the full position, one node at a time, paying a transfer whenever the group
changes, is no longer than the sum of stage times and transfers of any plan. With node times
multiplied by 1 + s price_g (`bounds.dual_prices`) the same way bounds Lambda + s D, D the drain.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.positions import Lattice
from hwpipe.partition.problem import PlanningProblem

__all__ = ["shortest_ways"]


def shortest_ways(problems: Sequence[PlanningProblem], factors: Sequence[FloatArray]
                  ) -> list[FloatArray]:  # fmt: skip
    """Length of the shortest way for each row of factors on node times, seconds.

    Args:
        problems: inference or training problems of one graph, cluster and set of positions, at
            several micro-batch sizes; transfers count both ways in training.
        factors: for each problem, multipliers of the node times of each group, shape (S, G).

    Returns:
        For each problem, shape (S,).
    """
    costs, changes = [], []
    for problem, factor in zip(problems, factors, strict=True):
        time_s, space = problem.node_time_s, problem.space
        able = np.isfinite(time_s)
        cost = np.where(able, factor[:, :, None] * np.where(able, time_s, 0.0), math.inf)
        moved = problem.forward_transfer_s + problem.backward_transfer_s
        groups = len(space.groups)
        # Transfer seconds of a change from group p to g at every position, (G, G, K).
        change = np.full((groups, groups, problem.positions.count), math.inf)
        linked = space.class_of >= 0
        change[linked] = moved[space.class_of[linked]]
        change[np.arange(groups), np.arange(groups)] = 0.0
        costs.append(cost)
        # One row does for all where there is one problem, and takes less memory.
        rows = len(cost) if len(problems) > 1 else 1
        changes.append(np.broadcast_to(change, (rows, *change.shape)))
    # Positions and nodes first: one step of the way is then one block of memory.
    steps = np.ascontiguousarray(np.moveaxis(np.concatenate(costs), 2, 0))
    turns = np.ascontiguousarray(np.moveaxis(np.concatenate(changes), 3, 0))
    lattice = problems[0].positions.lattice
    lengths = _along_chain(steps, turns) if lattice is None else _over_sets(lattice, steps, turns)
    return np.split(lengths, np.cumsum([len(factor) for factor in factors])[:-1])


def _along_chain(steps: FloatArray, turns: FloatArray) -> FloatArray:
    """`steps` (L, S, G), `turns` (L + 1, S or 1, G, G)."""
    # The best way on from each position for a stage of each group, (S, G).
    onward = np.zeros(steps.shape[1:])
    for node in range(len(steps) - 1, -1, -1):
        onward = onward + steps[node]
        if node:
            onward = (onward[:, None, :] + turns[node]).min(axis=2)
    return np.asarray(onward.min(axis=1))


def _over_sets(lattice: Lattice, steps: FloatArray, turns: FloatArray) -> FloatArray:
    """The same over all down-closed sets, level by level of their sizes."""
    onward = np.zeros((len(lattice.inside), *steps.shape[1:]))
    for level in range(len(lattice.levels) - 1, -1, -1):
        node, end, heads, start = lattice.levels[level]
        least = steps[node] + onward[end]
        if len(heads) < len(node):
            least = np.minimum.reduceat(least, heads, axis=0)
        if level:
            least = (least[:, :, None, :] + turns[start]).min(axis=3)
        onward[start] = least
    return np.asarray(onward[0].min(axis=1))
