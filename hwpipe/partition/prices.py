"""Prices of a second on each device group: a linear programme of duality, solved by any heuristic.

A fractional assignment of nodes to groups relaxes every partition. Its dual turns any prices into
a valid bound, so prices need not be optimal to prove something.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray

__all__ = ["Prices", "dual_prices", "dual_prices_of", "priced"]


def priced(time_s: FloatArray, prices: FloatArray) -> FloatArray:
    """Cost of every node on the group that is cheapest at these prices, (L,)."""
    # A group that cannot run a node has time inf, also at price 0.
    with np.errstate(invalid="ignore"):
        cost = np.where(np.isfinite(time_s), time_s * prices[:, None], math.inf)
    return np.asarray(cost.min(axis=0))


@dataclass(frozen=True)
class Prices:
    """Prices of a second on each group, and the bound that they prove.

    For every fractional assignment of the nodes to groups in which group g gets at most
    `supply_g x` seconds, base (sum of times) + x >= value.
    """

    price: FloatArray
    supply: FloatArray
    value: float


def dual_prices(
    time_s: FloatArray, supply: FloatArray, base: float = 0.0, rounds: int = 45
) -> Prices:
    """Maximise sum_n min_g (base + price_g) t_gn over supply . price <= 1 (linear duality).

    Args:
        time_s: (G, L) seconds, inf where unable.
        supply: seconds that a group offers per unit of the bounded quantity, (G,); inf makes
            its price 0.
        base: weight of the plain sum of times in the bounded quantity.
        rounds: number of price updates.
    """
    return dual_prices_of(time_s[None], supply[None], np.array([base]), rounds)[0]


def dual_prices_of(
    time_s: FloatArray, supply: FloatArray, base: FloatArray, rounds: int = 45
) -> list[Prices]:
    """`dual_prices` of C problems of one shape at once: small ones cost as much as one.

    Prices rise where load exceeds supply (multiplicative weights); every iterate is a bound.

    Args:
        time_s: (C, G, L); the other arguments of `dual_prices` likewise.
        supply: (C, G).
        base: (C,).
        rounds: number of price updates.
    """
    able = np.isfinite(time_s)
    finite = np.where(able, time_s, 0.0)
    totals = finite.sum(axis=2)
    limited = np.isfinite(supply) & (supply > 0)
    easy = ~limited.any(axis=1) | ~(totals > 0).all(axis=1)
    best = [Prices(np.zeros(supply.shape[1]), row, 0.0) for row in supply]
    for i in np.flatnonzero(easy & (base > 0)).tolist():
        value = float(priced(time_s[i], np.full(supply.shape[1], base[i])).sum())
        best[i] = Prices(best[i].price, supply[i], value)
    left = np.flatnonzero(~easy)
    # Everything below has a row per problem that is not done.
    able, finite, limited, supply = able[left], finite[left], limited[left], supply[left]
    time_s = np.where(able, finite, math.inf)
    offer = np.where(limited, supply, 0.0)
    share = np.where(limited, supply, math.inf)
    # Equal price per whole network: optimal where devices differ by one factor.
    price = np.where(limited, 1.0 / totals[left], 0.0)
    several = limited.sum(axis=1)
    base = base[left, None]
    top = np.zeros(len(left))
    step = np.full(len(left), 0.5)
    for _ in range(rounds):
        if not len(left):
            break
        price = price / (price * offer).sum(axis=1, keepdims=True)
        with np.errstate(invalid="ignore"):
            cost = time_s * (base + price)[:, :, None]
        if not able.all():
            cost[~able] = math.inf
        least = cost.min(axis=1)
        value = least.sum(axis=1)
        step = np.where(value <= top * (1 + 1e-6), 0.85 * step, step)
        for i in np.flatnonzero(value > top).tolist():
            best[left[i]] = Prices(price[i], best[left[i]].supply, float(value[i]))
        top = np.maximum(top, value)
        open_ = (several >= 2) & (step >= 1e-3)
        if not open_.all():
            left, able, finite, time_s = left[open_], able[open_], finite[open_], time_s[open_]
            limited, offer, share, base = limited[open_], offer[open_], share[open_], base[open_]
            price, cost, least, top = price[open_], cost[open_], least[open_], top[open_]
            step, several = step[open_], several[open_]
        # Nodes with nearly equal costs are shared out smoothly, or loads would jump.
        spread = np.exp((1.0 - cost / np.maximum(least, 1e-300)[:, None, :]) / 0.02)
        spread /= spread.sum(axis=1, keepdims=True)
        load = np.einsum("cgl,cgl->cg", spread, finite) / share
        mean = load.sum(axis=1) / np.maximum(several, 1)
        ratio = load / np.maximum(mean, 1e-300)[:, None]
        price = price * np.where(limited, np.clip(ratio, 0.1, 10.0) ** step[:, None], 1.0)
    return best
