"""Bandwidth shares of one uplink, layer by layer: receivers that finish together.

Device i has base_i seconds of a layer besides this uplink and e_i bytes to receive over it. The
least time T in which all can end is where the shares that they need add up to the whole uplink,

    sum over i of e_i / (R (T - base_i)) = 1,   e_i / (T - base_i) <= port_i

found by bisection on T (arXiv 2003.04544, joint allocation for work that is given). With work in
proportion to speed, as the bisection over devices gives it, that is the joint optimum of work and
shares: the optimum of `sharing.solve` has equal compute_k rho_k, hence equal compute_k L_k.
"""

from __future__ import annotations

import numpy as np

from hwpipe.cost.table import FloatArray

__all__ = ["finish_together"]

#: Halvings of the interval of T: to the last bit.
_STEPS = 60


def finish_together(
    base_s: FloatArray, size_bytes: FloatArray, bytes_per_s: float, ports_per_s: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """When the devices behind one uplink end each layer, and their shares of it.

    Args:
        base_s: seconds besides the uplink, (devices, layers).
        size_bytes: bytes over the uplink, (devices, layers).
        bytes_per_s: of the uplink.
        ports_per_s: bytes per second of each device's own port, (devices,).

    Returns:
        Seconds at which each device ends each layer, (devices, layers): the same for all that
        receive, unless a port holds one of them up; and the share of the uplink while it
        receives, (devices, layers).
    """
    asks = size_bytes > 0
    own = size_bytes / ports_per_s[:, None]
    low = np.where(asks, base_s + own, 0.0).max(axis=0)
    high = np.maximum(
        low, np.where(asks, base_s, 0.0).max(axis=0) + size_bytes.sum(0) / bytes_per_s
    )

    def used(time_s: FloatArray) -> FloatArray:
        with np.errstate(divide="ignore", invalid="ignore"):
            part = size_bytes / (bytes_per_s * np.maximum(time_s - base_s, 0.0))
        return np.where(asks, part, 0.0)

    fits = used(low).sum(axis=0) <= 1.0
    high = np.where(fits, low, high)
    for _ in range(_STEPS):
        middle = 0.5 * (low + high)
        enough = used(middle).sum(axis=0) <= 1.0
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    share = np.minimum(used(high), ports_per_s[:, None] / bytes_per_s)
    with np.errstate(divide="ignore", invalid="ignore"):
        moved = np.where(asks, size_bytes / (bytes_per_s * share), 0.0)
    return base_s + moved, share
