"""Bandwidth shares of one uplink, layer by layer: receivers that finish together.

Device i has base_i seconds of a layer besides this uplink and e_i bytes to receive over it. The
least time T in which all can end is where the shares that they need add up to the whole uplink,

    sum over i of e_i / (R (T - base_i)) = 1,   e_i / (T - base_i) <= port_i

found by Newton's method from below, where the convex sum falls (arXiv 2003.04544, joint allocation
for work that is given, bisects there). With work in proportion to speed, as the bisection over
devices gives it, that is the joint optimum of work and shares: the optimum of `sharing.solve` has
equal compute_k rho_k, hence equal compute_k L_k.
"""

from __future__ import annotations

import math

import numpy as np

from hwpipe.cost.table import FloatArray

__all__ = ["finish_together"]

#: Most steps; each doubles the digits.
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
    end_s, shares = np.array(base_s, dtype=np.float64), np.zeros(base_s.shape)
    at = np.flatnonzero((size_bytes > 0).any(axis=0))
    if not len(at):
        return end_s, shares
    alone_s = size_bytes[:, at] / bytes_per_s  # with the whole uplink
    asks = alone_s > 0
    # A device that receives nothing holds nobody up.
    base = np.where(asks, base_s[:, at], -1.0)
    own_s = size_bytes[:, at] / ports_per_s[:, None]
    latest = np.where(asks, base + own_s, 0.0).max(axis=0)
    first = np.where(asks, base, math.inf).min(axis=0)
    latest = np.maximum(latest, first + alone_s.sum(axis=0))
    for _ in range(_STEPS):
        left = latest - base
        part = alone_s / left
        over = part.sum(axis=0) - 1.0
        if (over <= 1e-12).all():
            break
        latest = latest + np.maximum(over, 0.0) / (part / left).sum(axis=0)
    share = np.minimum(alone_s / (latest - base), ports_per_s[:, None] / bytes_per_s)
    moved = np.divide(alone_s, share, out=np.zeros_like(share), where=share > 0)
    end_s[:, at] += moved
    shares[:, at] = share
    return end_s, shares
