"""Lower bounds that need no search: ideal time, and linear programmes by duality.

A fractional assignment of nodes to device groups relaxes every partition: group g with n_g
devices offers n_g T seconds per micro-batch. Its linear dual turns any prices into a valid
bound, so the prices below may be found by any heuristic without harming the proof.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.paths import shortest_ways
from hwpipe.partition.problem import PlanningProblem

__all__ = ["Prices", "bottleneck_bound", "dual_prices", "energy_lower", "ideal_time",
           "iteration_lower", "joint_lower", "quick_bound", "way_lower"]  # fmt: skip


def ideal_time(problem: PlanningProblem) -> float:
    """BaPipe's ideal time 1 / sum_d (1 / T_d), T_d the whole network on device d, seconds.

    It bounds every plan from below where devices differ by one factor; with devices that are
    each good at other layers a plan may beat it, and `bottleneck_bound` is the bound.
    """
    rate = 0.0
    for names, total in zip(problem.space.groups, problem.node_time_s.sum(axis=1), strict=True):
        if total <= 0:
            return 0.0
        rate += len(names) / float(total) if math.isfinite(total) else 0.0
    return 1.0 / rate if rate > 0 else math.inf


def _priced(time_s: FloatArray, prices: FloatArray) -> FloatArray:
    """Cost of every node on the group that is cheapest at these prices, (L,)."""
    # A group that cannot run a node has time inf, also at price 0.
    with np.errstate(invalid="ignore"):
        cost = np.where(np.isfinite(time_s), time_s * prices[:, None], math.inf)
    return np.asarray(cost.min(axis=0))


#: With more positions the shortest ways take too long for a quick bound.
_FEW_POSITIONS = 600
#: Group changes (groups^2 x positions) above which the shortest ways are left out.
_MOST_CHANGES = 4_000_000


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

    Prices rise where load exceeds supply (multiplicative weights); every iterate is a bound.

    Args:
        time_s: (G, L) seconds, inf where unable.
        supply: seconds that a group offers per unit of the bounded quantity, (G,); inf makes
            its price 0.
        base: weight of the plain sum of times in the bounded quantity.
        rounds: number of price updates.
    """
    limited = np.isfinite(supply) & (supply > 0)
    able = np.isfinite(time_s)
    finite = np.where(able, time_s, 0.0)
    totals = finite.sum(axis=1)
    free = np.zeros(len(supply))
    if not limited.any() or not (totals > 0).all():
        value = float(_priced(time_s, np.full(len(supply), base)).sum()) if base else 0.0
        return Prices(free, supply, value)
    # Equal price per whole network: optimal where devices differ by one factor.
    price = np.where(limited, 1.0 / totals, 0.0)
    best = Prices(free, supply, 0.0)
    step = 0.5
    for _ in range(rounds):
        price = price / (price[limited] * supply[limited]).sum()
        with np.errstate(invalid="ignore"):
            cost = np.where(able, time_s * (base + price)[:, None], math.inf)
        least = cost.min(axis=0)
        value = float(least.sum())
        if value <= best.value * (1 + 1e-6):
            step *= 0.85
        if value > best.value:
            best = Prices(price, supply, value)
        if limited.sum() < 2 or step < 1e-3:
            break
        # Nodes with nearly equal costs are shared out smoothly, or loads would jump.
        spread = np.exp(-(cost / np.maximum(least, 1e-300) - 1.0) / 0.02)
        spread /= spread.sum(axis=0)
        load = (spread * finite).sum(axis=1)[limited] / supply[limited]
        ratio = load / max(float(load.mean()), 1e-300)
        price = price.copy()  # the best prices so far may be this very array
        price[limited] *= np.clip(ratio, 0.1, 10.0) ** step
    return best


def bottleneck_bound(problem: PlanningProblem) -> float:
    """A bottleneck that no plan can beat, from compute alone, seconds per micro-batch.

    The larger of the fractional assignment of nodes to groups, and the largest node on the
    device and replica count that suit it best.
    """
    time_s = problem.node_time_s
    supply = np.array([float(n) for n in problem.space.sizes])
    most = np.array([float(m) for m in problem.space.max_replicas])
    single = float((time_s / most[:, None]).min(axis=0).max())
    return max(single, dual_prices(time_s, supply).value)


def _training_lower(problem: PlanningProblem) -> float:
    """Seconds of a training iteration V that no plan can beat, filling and draining included.

    A stage of m replicas works ceil(M/m) t, after and before the P = sum of earlier stage times
    that its first and last micro-batch need: ceil(M/m) t <= V - P. So each stage leaves at least
    (1 - 1/ceil(M/m)) of V - P, and the stages of a group with n devices hold together at most
    V (1 - min_m (1 - 1/ceil(M/m))^(n/m)). That supply of each group, and of all devices
    together, is priced as in `dual_prices`.
    """
    M, space = problem.microbatches, problem.space
    logs = []
    for most in space.max_replicas:
        rounds = [-(-M // m) for m in range(1, most + 1)]
        logs.append(min(math.log1p(-1 / r) / m if r > 1 else -math.inf
                        for m, r in enumerate(rounds, 1)))  # fmt: skip
    left = np.array(space.sizes) * np.array(logs)
    fastest = float(_priced(problem.node_time_s, np.ones(len(left))).sum())
    together = fastest / -math.expm1(float(left.sum()))
    return max(together, dual_prices(problem.node_time_s, -np.expm1(left)).value)


def way_lower(problem: PlanningProblem, rounds: int = 1) -> tuple[float, float]:
    """Bounds of Lambda and of Lambda + D that know transfers and contiguity (`paths`).

    Args:
        problem: for training only the first bound is made (Lambda bounds the iteration too).
        rounds: price vectors are improved this often, group by group.

    Returns:
        Least Lambda, and least Lambda + D, seconds.
    """
    supply = _supply(problem)
    limited = np.isfinite(supply)
    groups = len(supply)
    if groups * groups * problem.positions.count > _MOST_CHANGES:
        least = float(_priced(problem.node_time_s, np.ones(groups)).sum())
        return least, least
    if problem.training or problem.microbatches == 1 or not limited.any():
        least = float(shortest_ways(problem, np.ones((1, groups)))[0])
        return least, least
    price = _drain_prices(problem, 1.0).price
    drain = _drain_prices(problem, 0.0).value
    rows = np.array([np.zeros(groups), price / 2, price])
    lengths = shortest_ways(problem, 1.0 + rows)
    least = float(lengths[0])
    best = max(least + drain, float(lengths[1]) + drain / 2, float(lengths[2]))
    value, step = float(lengths[2]), 1.5
    for _ in range(rounds - 1):
        # Every priced group up and down by a step; prices keep supply . price = 1.
        tries = []
        for g in np.flatnonzero(limited & (price > 0)):
            for change in (step, 1 / step):
                moved = price.copy()
                moved[g] *= change
                tries.append(moved / (moved[limited] * supply[limited]).sum())
        if not tries:
            break
        lengths = shortest_ways(problem, 1.0 + np.array(tries))
        pick = int(lengths.argmax())
        if lengths[pick] > value:
            price, value = tries[pick], float(lengths[pick])
        else:
            step = math.sqrt(step)
        best = max(best, value)
    return least, best


def iteration_lower(problem: PlanningProblem) -> float:
    """An iteration time that no plan can beat, from compute alone, seconds.

    Inference: every plan takes at least Lambda + D, with D >= floor((M-1)/m) t for each stage of
    m replicas (`evaluate.iteration_bound`). So the stages of group g hold at most
    n_g D / min_m [m floor((M-1)/m)] seconds of work, which `dual_prices` prices. Training: M times
    the bottleneck, or the bound of `_training_lower`.
    """
    M = problem.microbatches
    time_s = problem.node_time_s
    if problem.training:
        return max(M * bottleneck_bound(problem), _training_lower(problem))
    most_replicas = np.array(problem.space.max_replicas)
    fastest = _priced(time_s, np.ones(len(time_s)))
    rounds = (M - 1) // most_replicas
    drain = float(_priced(time_s, rounds.astype(float)).max())
    return max(float(fastest.sum()) + drain, _drain_prices(problem, 1.0).value)


def _supply(problem: PlanningProblem) -> FloatArray:
    """Seconds of stage time that each group offers per second of drain, (G,)."""
    M = problem.microbatches
    supply = []
    for count, most in zip(problem.space.sizes, problem.space.max_replicas, strict=True):
        least = min(m * ((M - 1) // m) for m in range(1, most + 1))
        supply.append(count / least if least else math.inf)
    return np.array(supply)


def _drain_prices(problem: PlanningProblem, base: float) -> Prices:
    """`dual_prices` of the drain, remembered with the problem."""
    key = ("drain prices", base)
    found = problem.remembered.get(key)
    if not isinstance(found, Prices):
        found = dual_prices(problem.node_time_s, _supply(problem), base)
        problem.remembered[key] = found
    return found


def joint_lower(problem: PlanningProblem, drain_s: float) -> float:
    """Inference iteration that no plan with a drain of at least `drain_s` can beat, seconds.

    Prices p with supply . p = 1, scaled by s in [0, 1], give for every plan
    Lambda + D >= sum_n min_g (1 + s p_g) t_gn + (1 - s) D.
    """
    time_s = problem.node_time_s
    best = 0.0
    for base in (0.0, 1.0):
        prices = _drain_prices(problem, base)
        for s in (0.0, 0.2, 0.4, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95, 1.0):
            priced = float(_priced(time_s, 1.0 + s * prices.price).sum())
            best = max(best, priced + (1 - s) * drain_s)
    return best


def _memory_lower(problem: PlanningProblem) -> float:
    """Largest share of a device's memory that every plan needs: all weights over all memory."""
    per_node = np.diff(problem.state_bytes[:, problem.positions.chain], axis=1)
    per_node = np.where(np.isfinite(problem.node_time_s), per_node, math.inf)
    room = float((problem.capacity_bytes * np.array(problem.space.sizes)).sum())
    return float(per_node.min(axis=0).sum()) / room if room > 0 else math.inf


def energy_lower(problem: PlanningProblem) -> float:
    """Joules of one iteration that every plan spends: each node on its most frugal device."""
    per_node = np.diff(problem.energy_j[:, problem.positions.chain], axis=1)
    per_node = np.where(np.isfinite(problem.node_time_s), per_node, math.inf)
    return problem.microbatches * float(per_node.min(axis=0).sum())


def quick_bound(problem: PlanningProblem) -> float:
    """A cheap lower bound of the problem's objective: seconds, memory share or joules."""
    if problem.objective == "memory":
        return _memory_lower(problem)
    if problem.objective == "energy":
        return energy_lower(problem)
    lower = iteration_lower(problem)
    if problem.positions.count <= _FEW_POSITIONS:
        lower = max(lower, way_lower(problem)[1])
    return lower
