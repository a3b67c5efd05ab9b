"""Dealing micro-batches out to replicas of unequal speed.

The rule: the next micro-batch goes to the replica that would finish it first, if replica i needs
t_i for each; ties go to the replica named first. The M finishing times that are used up are then
the M smallest of all j t_i (j = 1, 2, ...), so the largest of them,

    T = M-th smallest of {j t_i},

is the least time in which the replicas can compute M micro-batches however they are dealt out, and
T / M is the stage's period. Equal replicas get them in turn. (This is the greedy rule for
identical jobs on uniform machines, which is optimal: Graham et al. 1979, problem Q | p_j = 1 |
C_max.)
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence

import numpy as np

from hwpipe.cost.table import FloatArray

__all__ = ["deal", "dealt_seconds"]


def deal(seconds: Sequence[float], microbatches: int) -> tuple[int, ...]:
    """The replica of every micro-batch.

    Args:
        seconds: of one micro-batch on each replica, finite.
        microbatches: M.
    """
    count = len(seconds)
    if min(seconds) <= 0 or max(seconds) == min(seconds):
        if max(seconds) > min(seconds):  # some need no time at all: they take everything
            free = [i for i, t in enumerate(seconds) if t <= 0]
            return tuple(free[k % len(free)] for k in range(microbatches))
        return tuple(k % count for k in range(microbatches))
    # j t_i is written as a product, so that equal times compare equal here and in
    # `dealt_seconds`.
    queue = [(seconds[i], i, 1) for i in range(count)]
    heapq.heapify(queue)
    owners = []
    for _ in range(microbatches):
        _, best, taken = queue[0]
        owners.append(best)
        heapq.heapreplace(queue, ((taken + 1) * seconds[best], best, taken + 1))
    return tuple(owners)


def dealt_seconds(seconds: FloatArray, counts: Sequence[int], microbatches: int) -> FloatArray:
    """Seconds in which replicas compute all micro-batches, dealt out by `deal`.

    Args:
        seconds: of one micro-batch on each kind of replica, finite, shape (kinds, N).
        counts: replicas of each kind.
        microbatches: M.

    Returns:
        Shape (N,): the M-th smallest multiple.
    """
    if len(seconds) == 1:
        result: FloatArray = -(-microbatches // counts[0]) * seconds[0]
        return result
    instant = (seconds <= 0).any(axis=0)
    times = np.where(instant, 1.0, seconds)
    best = np.full(seconds.shape[1], math.inf)
    for row in times:
        # The least j for which at least M multiples of all replicas lie within j t, by bisection.
        low = np.zeros(len(row), dtype=np.int64)
        high = np.full(len(row), microbatches, dtype=np.int64)
        while (high - low > 1).any():
            middle = (low + high) // 2
            enough = _multiples_within(middle * row, times, counts) >= microbatches
            high = np.where(enough, middle, high)
            low = np.where(enough, low, middle)
        best = np.minimum(best, high * row)
    return np.where(instant, 0.0, best)


def _multiples_within(limit: FloatArray, seconds: FloatArray, counts: Sequence[int]) -> FloatArray:
    """How many j t_i <= limit there are over all replicas, compared as products like `deal`."""
    total = np.zeros(len(limit))
    for row, count in zip(seconds, counts, strict=True):
        whole = np.floor(limit / row)
        whole = whole + ((whole + 1) * row <= limit)
        whole = whole - (whole * row > limit)
        total += count * whole
    return total
