"""The share that makes two unequal parties finish together.

With share a (and b = 1 - a), full compute times p, fixed times c (partial sums, latency), and
seconds u for the whole tensor between the layers, the parties finish after

    f_i(a) = c_i + p_i a + u_i (mixed a b + other b)
    f_j(a) = c_j + p_j b + u_j (mixed a b + other a)

AccPar solves f_i = f_j: linear where `mixed` is 0 or both links are equal, else quadratic. The
root is taken in closed form. Where communication outweighs compute an equal finish can be a
bad one (both sides fall towards the same end), so the ends of the interval are compared too:
the result minimises max(f_i, f_j), whose minimum over an interval lies at a root or an end
because each f is concave.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from hwpipe.cost.table import FloatArray

__all__ = ["PairTimes", "balance", "snap"]


class PairTimes(NamedTuple):
    """Terms of f_i and f_j, arrays of one shape (or broadcastable to it), in seconds.

    `compute_i` and `compute_j` are times of the whole layer; `fixed_*` do not depend on the
    share; `link_*` are times to receive the whole tensor; `mixed` and `other` are coefficients.
    """

    compute_i: FloatArray
    compute_j: FloatArray
    fixed_i: FloatArray
    fixed_j: FloatArray
    link_i: FloatArray
    link_j: FloatArray
    mixed: FloatArray
    other: FloatArray

    def finish(self, share: FloatArray) -> tuple[FloatArray, FloatArray]:
        """Finishing times (f_i, f_j) at a share."""
        rest = 1.0 - share
        both = self.mixed * share * rest
        return (
            self.fixed_i + self.compute_i * share + self.link_i * (both + self.other * rest),
            self.fixed_j + self.compute_j * rest + self.link_j * (both + self.other * share),
        )

    def worst(self, share: FloatArray) -> FloatArray:
        """max(f_i, f_j) at a share."""
        first, second = self.finish(share)
        return np.maximum(first, second)


def balance(
    times: PairTimes, low: FloatArray | float = 0.0, high: FloatArray | float = 1.0
) -> tuple[FloatArray, FloatArray]:
    """Shares that minimise the later finish, and that finish.

    Args:
        times: the terms, any broadcastable shapes.
        low: smallest allowed share.
        high: largest allowed share.

    Returns:
        (share, seconds), arrays of the broadcast shape. Where an equal finish inside the
        interval is the best, both parties finish together to rounding.
    """
    p_i, p_j, c_i, c_j, u_i, u_j, mixed, other = times
    # f_i - f_j = constant + linear a - square a^2
    constant = c_i - c_j + other * u_i - p_j
    square = mixed * (u_i - u_j)
    linear = p_i + p_j - other * (u_i + u_j) + square
    constant, linear, square = np.broadcast_arrays(constant, linear, square)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        # The form that never subtracts nearly equal numbers; it covers square = 0.
        root = np.sqrt(linear * linear + 4.0 * square * constant)
        half = -0.5 * (linear + np.where(linear >= 0, root, -root))
        first, second = constant / half, half / -square
    ends = np.broadcast_to(np.asarray(low, dtype=np.float64), constant.shape)
    tops = np.broadcast_to(np.asarray(high, dtype=np.float64), constant.shape)
    middle = np.full(constant.shape, 0.5)  # equal parties without any work: an even split
    best = _inside(first, middle, ends, tops)
    seconds = times.worst(best)
    for candidate in (_inside(second, best, ends, tops), ends, tops):
        other_s = times.worst(candidate)
        better = other_s < seconds
        best = np.where(better, candidate, best)
        seconds = np.where(better, other_s, seconds)
    return best, seconds


def _inside(
    value: FloatArray, fallback: FloatArray, low: FloatArray, high: FloatArray
) -> FloatArray:
    chosen = np.where(np.isfinite(value), value, fallback)
    clipped: FloatArray = np.clip(chosen, low, high)
    return clipped


def snap(times: PairTimes, share: FloatArray, size: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Round shares to whole parts of a dimension; each party keeps at least one.

    Args:
        times: the terms.
        share: shares to round.
        size: the length of the split dimension, at least 2 where the result is used.

    Returns:
        (share, seconds): the better neighbour of `share` that is a whole number of `size`.
    """
    parts = share * size
    top = np.maximum(size - 1.0, 1.0)
    # An even split of an odd dimension gives the first party the larger part.
    upper = np.clip(np.ceil(parts - 1e-9), 1.0, top) / size
    lower = np.clip(np.floor(parts + 1e-9), 1.0, top) / size
    upper_s, lower_s = times.worst(upper), times.worst(lower)
    keep = upper_s <= lower_s
    return np.where(keep, upper, lower), np.where(keep, upper_s, lower_s)
