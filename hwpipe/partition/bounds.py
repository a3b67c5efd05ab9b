"""Lower bounds that need no search: ideal time, and linear programmes by duality.

A fractional assignment of nodes to device groups relaxes every partition: group g with n_g
devices offers n_g T seconds per micro-batch. Its linear dual turns any prices into a valid
bound, so the prices below may be found by any heuristic without harming the proof.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import cast

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.paths import shortest_ways
from hwpipe.partition.prices import Prices, dual_prices, dual_prices_of, priced
from hwpipe.partition.problem import PlanningProblem

__all__ = ["Prices", "bottleneck_bound", "dual_prices", "energy_lower",
           "group_prices", "ideal_time", "iteration_lower", "joint_lower", "quick_bound",
           "quick_bounds", "share_prices", "way_lower"]  # fmt: skip


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


#: With more positions the shortest ways take too long for a quick bound.
_FEW_POSITIONS = 600
#: Group changes (groups^2 x positions) above which the shortest ways are left out.
_MOST_CHANGES = 4_000_000


def bottleneck_bound(problem: PlanningProblem) -> float:
    """A bottleneck that no plan can beat, from compute alone, seconds per micro-batch.

    The larger of the fractional assignment of nodes to groups, and the largest node on the
    device and replica count that suit it best.
    """
    time_s = problem.node_time_s
    supply = np.array([float(n) for n in problem.space.sizes])
    most = np.array([float(m) for m in problem.space.max_replicas])
    single = float((time_s / most[:, None]).min(axis=0).max())
    return max(single, group_prices(problem, supply).value)


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
    fastest = float(priced(problem.node_time_s, np.ones(len(left))).sum())
    together = fastest / -math.expm1(float(left.sum()))
    return max(together, dual_prices(problem.node_time_s, -np.expm1(left)).value)


class _Way:
    """Bounds of one problem by shortest ways, with price vectors that are improved in rounds."""

    def __init__(self, problem: PlanningProblem) -> None:
        self.problem = problem
        supply = _supply(problem)
        self.limited = np.isfinite(supply)
        self.offer = np.where(self.limited, supply, 0.0)
        groups = len(supply)
        self.priced = not problem.training and bool(self.limited.any())
        if self.priced:
            self.price = _drain_prices(problem, 1.0).price
            self.drain = _drain_prices(problem, 0.0).value
            self.tries = np.array([np.zeros(groups), self.price / 2, self.price])
        else:
            self.tries = np.zeros((1, groups))
        self.least = self.best = self.value = 0.0
        self.step = 1.5

    def first(self, lengths: FloatArray) -> None:
        """Take the lengths at no price, half the price and the price."""
        self.least = self.best = float(lengths[0])
        if self.priced:
            half, self.value = float(lengths[1]), float(lengths[2])
            self.best = max(self.least + self.drain, half + self.drain / 2, self.value)

    def propose(self) -> None:
        """Every priced group up and down by a step; prices keep supply . price = 1."""
        rows = []
        for g in np.flatnonzero(self.limited & (self.price > 0)).tolist() if self.priced else ():
            for change in (self.step, 1 / self.step):
                moved = self.price.copy()
                moved[g] *= change
                rows.append(moved / (moved * self.offer).sum())
        self.tries = np.array(rows).reshape(len(rows), len(self.offer))

    def improve(self, lengths: FloatArray) -> None:
        """Keep the best of the proposed prices, or propose smaller steps next time."""
        if not len(lengths):
            return
        pick = int(lengths.argmax())
        if lengths[pick] > self.value:
            self.price, self.value = self.tries[pick], float(lengths[pick])
        else:
            self.step = math.sqrt(self.step)
        self.best = max(self.best, self.value)


#: Rounds in which the prices of the shortest ways are improved.
_WAY_ROUNDS = 2


def way_lower(problem: PlanningProblem) -> tuple[float, float]:
    """Bounds of Lambda and of Lambda + D that know transfers and contiguity (`paths`).

    For training only the first bound is made (Lambda bounds the iteration too).

    Returns:
        Least Lambda, and least Lambda + D, seconds.
    """
    if "way" not in problem.remembered:
        _find_ways([problem])
    least, both = cast("tuple[float, float]", problem.remembered["way"])
    return least, both


def _find_ways(problems: Sequence[PlanningProblem]) -> None:
    """Remember `way_lower` with each of these problems of one set of positions."""
    groups = len(problems[0].space.groups)
    if groups * groups * problems[0].positions.count > _MOST_CHANGES:
        for problem in problems:
            least = float(priced(problem.node_time_s, np.ones(groups)).sum())
            problem.remembered["way"] = (least, least)
        return
    ways = [_Way(problem) for problem in problems]
    for number in range(1 + _WAY_ROUNDS):
        if number:
            for way in ways:
                way.propose()
            if not any(len(way.tries) for way in ways):
                break
        lengths = shortest_ways(problems, [1.0 + way.tries for way in ways])
        for way, found in zip(ways, lengths, strict=True):
            if number:
                way.improve(found)
            else:
                way.first(found)
    for problem, way in zip(problems, ways, strict=True):
        problem.remembered["way"] = (way.least, way.best)


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
    fastest = priced(time_s, np.ones(len(time_s)))
    rounds = (M - 1) // most_replicas
    drain = float(priced(time_s, rounds.astype(float)).max())
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
    if ("drain prices", base) not in problem.remembered:
        _find_drain_prices([problem])
    return cast("Prices", problem.remembered["drain prices", base])


def _find_drain_prices(problems: Sequence[PlanningProblem]) -> None:
    """Remember `_drain_prices` with each of these problems of one graph and cluster."""
    time_s = np.array([problem.node_time_s for problem in problems])
    supply = np.array([_supply(problem) for problem in problems])
    count = len(problems)
    base = np.repeat([0.0, 1.0], count)
    found = dual_prices_of(np.tile(time_s, (2, 1, 1)), np.tile(supply, (2, 1)), base)
    for problem, plain, both in zip(problems, found[:count], found[count:], strict=True):
        problem.remembered["drain prices", 0.0] = plain
        problem.remembered["drain prices", 1.0] = both


def share_prices(known: PlanningProblem, other: PlanningProblem) -> None:
    """Let a problem with the same nodes, devices and micro-batches use known prices."""
    for base in (0.0, 1.0):
        key = ("drain prices", base)
        if key in known.remembered:
            other.remembered[key] = known.remembered[key]


def group_prices(problem: PlanningProblem, supply: FloatArray) -> Prices:
    """`dual_prices` for a supply of the groups.

    Where it is the drain's supply but for a common factor, so are prices and bound.
    """
    if not problem.training:
        known = _drain_prices(problem, 0.0)
        if np.isfinite(known.supply).all() and np.isfinite(supply).all() and (supply > 0).all():
            ratio = supply / known.supply
            if np.ptp(ratio) <= 1e-12 * ratio[0]:
                factor = float(ratio[0])
                return Prices(known.price / factor, supply, known.value / factor)
    return dual_prices(problem.node_time_s, supply)


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
            least = float(priced(time_s, 1.0 + s * prices.price).sum())
            best = max(best, least + (1 - s) * drain_s)
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
    return quick_bounds([problem])[0]


def quick_bounds(problems: Sequence[PlanningProblem]) -> list[float]:
    """`quick_bound` of each problem; those of one graph and cluster cost little more than one."""
    if problems[0].objective == "memory":
        return [_memory_lower(problem) for problem in problems]
    if problems[0].objective == "energy":
        return [energy_lower(problem) for problem in problems]
    alike: dict[tuple[int, int, int], list[PlanningProblem]] = {}
    for problem in problems:
        places = problem.positions
        key = (places.count, id(places.lattice), id(problem.space))
        alike.setdefault(key, []).append(problem)
    for same in alike.values():
        if not same[0].training:
            _find_drain_prices(same)
        if same[0].positions.count <= _FEW_POSITIONS:
            groups = len(same[0].space.groups)
            changes = len(same) * groups**3 * same[0].positions.count
            for some in [same] if changes <= _MOST_CHANGES else [[problem] for problem in same]:
                _find_ways(some)
    lower = []
    for problem in problems:
        few = problem.positions.count <= _FEW_POSITIONS
        ways = way_lower(problem)[1] if few else 0.0
        lower.append(max(iteration_lower(problem), ways))
    return lower
