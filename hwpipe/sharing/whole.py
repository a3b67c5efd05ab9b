"""The joint optimum in whole units: output channels of a split layer, samples of a batch.

For a latency T worker k needs the share g_k(n) = n link / (T - fixed - n compute) for n units.
Each g_k is convex and grows with n, so the cheapest way to place L units takes the L smallest
increments of all workers (greedy is optimal for separable convex costs: Gross 1956, Fox 1966).
T suffices if those increments add up to at most 1; bisection on T gives the smallest.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.sharing.model import Allocation, Worker
from hwpipe.sharing.solve import allocate, least_time, shares_for_work, terms_of

__all__ = ["allocate_whole"]


def allocate_whole(workers: Sequence[Worker], units: int) -> Allocation:
    """Whole units and shares that minimise the last finish.

    Args:
        workers: K devices behind the uplink; their times are per unit.
        units: number of units, at least 1. Memory grows as K x units.

    Raises:
        InputError: if `units` is below 1.
        InfeasibleError: if the workers cannot take all units.
    """
    if units < 1:
        raise InputError(f"{units} units of work", limit="at least 1")
    t = terms_of(workers, float(units))
    limit = np.floor(t.limit + 1e-9)
    if limit.sum() < units:
        raise InfeasibleError(f"{units} whole units of work",
                              limit=f"the workers take {limit.sum():g}",
                              remedy="add workers, or workers with more memory")  # fmt: skip
    counts = np.arange(1, units + 1, dtype=np.float64)

    def needed(latency: float) -> FloatArray:
        """Share that each worker needs for 1..L units, (K, L); inf where it cannot."""
        room = latency - t.fixed[:, None] - counts * t.compute[:, None]
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            share = np.where(t.link[:, None] > 0, counts * t.link[:, None] / room, 0.0)
        able = (room > 0) | ((room >= 0) & (t.link[:, None] <= 0))
        able &= (counts <= limit[:, None]) & (share <= t.most[:, None] * (1 + 1e-15))
        return np.where(able, share, math.inf)

    def cheapest(latency: float) -> tuple[float, npt.NDArray[np.int64]]:
        share = needed(latency)
        able = np.isfinite(share)
        with np.errstate(invalid="ignore"):
            step = np.diff(share, axis=1, prepend=0.0)
        step = np.where(able, step, math.inf).ravel()
        if able.sum() < units:
            return math.inf, np.zeros(len(t.fixed), dtype=np.int64)
        # A stable order takes the units of a worker in their order, also where steps are equal.
        chosen = np.argsort(step, kind="stable")[:units]
        taken = np.bincount(chosen // units, minlength=len(t.fixed))
        return float(step[chosen].sum()), taken.astype(np.int64)

    relaxed = allocate(workers, float(units)).latency_s
    latency = least_time(lambda s: cheapest(s)[0] <= 1.0, relaxed * (1 - 1e-9), relaxed)
    # Rounding in the sum of shares may leave a latency an ulp too small; shares are re-solved.
    taken = cheapest(latency)[1]
    return shares_for_work(workers, taken.astype(np.float64).tolist())
