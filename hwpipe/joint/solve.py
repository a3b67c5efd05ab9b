"""`joint_search`: the best pipeline of single, replicated and split stages, with its proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwpipe.errors import HwpipeError, InfeasibleError, InputError
from hwpipe.joint.candidates import known_plans, obeys, whole_network
from hwpipe.joint.constraints import Constraint, constrained, constraints_of, smallest_conflict
from hwpipe.joint.model import JointPlan, JointStage
from hwpipe.joint.options import StageOptions
from hwpipe.joint.pool import Counts, DevicePool, make_pool
from hwpipe.joint.search import ROUNDING, BestFirst, Chosen
from hwpipe.joint.split import Splitter, TensorSplitter
from hwpipe.joint.timing import evaluate
from hwpipe.partition.bounds import dual_prices
from hwpipe.partition.model import Certificate
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.partition.wide import good_cuts

__all__ = ["Effort", "joint_search", "relaxed_lower"]


@dataclass(frozen=True)
class Effort:
    """How far a search goes without a time limit.

    Attributes:
        cuts: most positions; with more, those with few bytes in equal shares of the work.
        split_cuts: most positions at which a split stage begins or ends.
        split_sets: most device sets that a stage is split over.
        expansions, plans: most nodes that are extended, and plans that are simulated.
        baselines: start from the plans of the compared methods too.
    """

    cuts: int = 32
    split_cuts: int = 9
    split_sets: int = 14
    expansions: int = 2500
    plans: int = 250
    baselines: bool = True


def relaxed_lower(problem: PlanningProblem) -> float:
    """Seconds that no plan of any cuts, device sets and modes can beat.

    Training and inference: M times the best fractional assignment of nodes to devices without
    communication (`partition.bounds.dual_prices`). Replicas take whole micro-batches and splits
    parts of layers; both are such assignments.
    """
    supply = np.array([float(n) for n in problem.space.sizes])
    value = problem.microbatches * dual_prices(problem.node_time_s, supply).value
    return float(value) if math.isfinite(value) else 0.0


def joint_search(
    problem: PlanningProblem,
    *,
    time_limit_s: float | None = None,
    pins: Mapping[str, str] | None = None,
    max_memory_bytes: float | Mapping[str, float] | None = None,
    splitter: Splitter | None = None,
    effort: Effort | None = None,
) -> JointPlan:
    """The best joint plan with a certificate.

    Deterministic without a time limit. The plan is never slower than that of `exact` or of any
    baseline on the same problem.

    Args:
        problem: graph, costs, cluster, micro-batches and schedule.
        time_limit_s: stop with the best plan so far; None: the problem's own limit.
        pins: device of a node or layer by name: it runs there and nowhere else.
        max_memory_bytes: for every device, or by device name.
        splitter: prices split stages; None: `hwpipe.tensor`.
        effort: budgets.

    Raises:
        InputError: another objective than time, an unknown name in `pins` or the limits.
        InfeasibleError: if no plan fits; names the smallest conflicting set of wishes.
    """
    if problem.objective not in ("throughput", "latency"):
        raise InputError(
            f"the joint search does not minimise {problem.objective}",
            limit="throughput, latency",
            remedy="use --method exact for this objective",
        )
    effort = effort or Effort()
    wishes = constraints_of(problem.graph, problem.cluster, pins, max_memory_bytes)
    limit = time_limit_s if time_limit_s is not None else problem.time_limit_s
    clock = Clock(limit)
    try:
        return _Search(problem, wishes, clock, splitter, effort).run()
    except InfeasibleError as error:
        if not wishes:
            raise
        raise _conflict(
            problem, wishes, error, clock=clock, splitter=splitter, effort=effort
        ) from error


def _conflict(
    problem: PlanningProblem,
    wishes: Sequence[Constraint],
    error: InfeasibleError,
    *,
    clock: Clock,
    splitter: Splitter | None,
    effort: Effort,
) -> InfeasibleError:
    """The error that names the smallest conflicting set of wishes."""
    quick = replace(effort, expansions=200, plans=20, baselines=False)

    def feasible(some: Sequence[Constraint]) -> bool:
        try:
            _Search(problem, some, Clock(clock.limit_s), splitter, quick).run()
        except HwpipeError:
            return False
        return True

    names = smallest_conflict(wishes, feasible)
    if not names:
        return InfeasibleError(
            f"no plan exists even without the wishes: {error.what}",
            where=problem.graph.name, limit=error.limit, remedy=error.remedy,
        )  # fmt: skip
    together = " and ".join(names) if len(names) < 3 else ", ".join(names)
    return InfeasibleError(
        f"{together} cannot be met" + ("" if len(names) == 1 else " together"),
        where=problem.graph.name,
        remedy="drop one of them" if len(names) > 1 else "drop it or choose another device",
    )


class _Search:
    """One search with its best plan."""

    def __init__(
        self, problem: PlanningProblem, wishes: Sequence[Constraint], clock: Clock,
        splitter: Splitter | None, effort: Effort,
    ) -> None:  # fmt: skip
        self.problem, self.pins = constrained(problem, wishes)
        self.clock, self.effort = clock, effort
        self.splitter = splitter or TensorSplitter(self.problem)
        self.best: JointPlan | None = None
        self.failure: InfeasibleError | None = None
        self.pool = make_pool(self.problem, apart=self.pins.values())

    @property
    def value(self) -> float:
        """Seconds of the best plan so far."""
        return math.inf if self.best is None else self.best.iteration_s

    def offer(self, stages: tuple[JointStage, ...], method: str) -> float:
        """Judge a plan and keep it if it is the best; its seconds, `inf` if not legal."""
        if not obeys(stages, self.pins):
            return math.inf
        try:
            plan = evaluate(self.problem, stages)
        except InfeasibleError as error:
            self.failure = self.failure or error
            return math.inf
        if plan.iteration_s < self.value * (1 - 1e-12):
            self.best = replace(plan, method=method)
        return plan.iteration_s

    def run(self) -> JointPlan:
        """Search; raises `InfeasibleError` if there is no plan."""
        problem = self.problem
        positions, split_at = self._positions()
        split_sets = _split_sets(self.pool, self.effort.split_sets)
        stages = StageOptions(
            problem,
            self.pool,
            positions,
            splitter=self.splitter,
            split_at=split_at,
            split_sets=split_sets,
            pins=self.pins,
        )
        for name, known in known_plans(problem, baselines=self.effort.baselines):
            self.offer(known, name)
        for whole in whole_network(problem, stages, self.splitter, split_sets):
            if not self.clock.expired:
                self.offer(whole, "joint")
        lower = relaxed = relaxed_lower(problem)
        reason = self.clock.reason
        if self.value > lower * (1 + ROUNDING) and not self.clock.expired:
            options = stages.build(self.value)
            search = BestFirst(
                stages,
                options,
                upper=self.value,
                clock=self.clock,
                expansions=self._budget(self.effort.expansions),
                plans=self._budget(self.effort.plans),
            )
            search.run(self.value, self._simulate(stages))
            lower = max(lower, min(search.lower, self.value))
            reason = search.reason
        if self.best is None:
            raise self.failure or InfeasibleError(
                "no plan was found" + (f" within the {reason}" if reason else ""),
                where=problem.graph.name,
                remedy="use a smaller micro-batch, more devices or devices with more memory",
            )
        lower = min(lower, self.value)
        exact = self.value <= lower * (1 + ROUNDING)
        certificate = Certificate(
            metric="iteration_s",
            lower=lower,
            achieved=self.value,
            space=self._space(stages, split_sets),
            cuts=self._cuts(positions),
            exact=exact,
            stopped_early=None if exact else reason,
        )
        return replace(self.best, certificate=certificate, relaxed_lower_s=min(relaxed, self.value))

    def _budget(self, given: int) -> int:
        """Budgets count for a search with a time limit only in what the limit leaves."""
        return given if self.clock.limit_s is None else given * 1000

    def _simulate(self, stages: StageOptions) -> Callable[[tuple[Chosen, ...]], float]:
        def simulate(chosen: tuple[Chosen, ...]) -> float:
            devices = self.pool.assign([c.option.counts for c in chosen])
            made = tuple(
                JointStage(
                    stages.nodes(c.start, c.end),
                    names,
                    c.option.mode,
                    tensor=self._split(stages, c, names) if c.option.mode == "split" else None,
                )
                for c, names in zip(chosen, devices, strict=True)
            )
            return self.offer(made, "joint")

        return simulate

    def _split(self, stages: StageOptions, chosen: Chosen, names: tuple[str, ...]):  # type: ignore[no-untyped-def]
        """The split of a stage on the devices that it was given, priced on others like them."""
        split = stages.splits[chosen.option.counts, chosen.start, chosen.end]
        given = self.pool.names(chosen.option.counts)
        if given == names:
            return split
        return renamed(split, dict(zip(given, names, strict=True)))

    def _positions(self) -> tuple[IntArray, BoolArray]:
        """The positions that are searched, and at which of them splits begin or end."""
        problem, places = self.problem, self.problem.positions
        every = places.count <= self.effort.cuts
        if every:
            positions = np.arange(places.count)
        else:
            # Both sides of a pinned node, or it could not stand alone.
            beside = [place for node in self.pins for place in (node, node + 1)]
            picks = np.unique(np.concatenate([
                good_cuts(problem, self.effort.cuts - self.effort.split_cuts),
                good_cuts(problem, self.effort.split_cuts),
                np.array(beside, dtype=np.int64),
            ]))  # fmt: skip
            positions = places.chain[picks]
        if len(positions) <= self.effort.split_cuts + 1:
            return positions, np.ones(len(positions), dtype=bool)
        chosen = places.chain[good_cuts(problem, self.effort.split_cuts)]
        return positions, np.isin(positions, chosen)

    def _cuts(self, positions: IntArray) -> str:
        places = self.problem.positions
        if len(positions) == places.count:
            return places.cuts
        return f"{len(positions)} of {len(places.chain)} cuts of the topological order"

    def _space(self, stages: StageOptions, split_sets: frozenset[Counts]) -> str:
        problem, pool = self.problem, self.pool
        cuts = self._cuts(stages.positions)
        sets = "any set of devices" if pool.every_set else f"{len(pool.sets)} device sets"
        if max(pool.per_bundle) > 1:
            sets += f" of bundles of up to {max(pool.per_bundle)}"
        order = "in the order of the cluster file" if pool.ordered else "in any order"
        splits = int(stages.split_at.sum())
        where = "" if splits == stages.count else f" between {splits} cuts"
        return (
            f"pipelines over {cuts}, stages on {sets}, {order}, each on one device, with "
            f"micro-batches dealt out to replicas of any types, or split by tensor (the best of "
            f"hwpipe's methods) over {len(split_sets)} device sets{where}; schedule "
            f"{problem.schedule} with {problem.microbatches} micro-batches"
        )


def renamed(split, names: Mapping[str, str]):  # type: ignore[no-untyped-def]
    """A split on other devices of the same types and links."""
    plan = replace(split.plan, devices=tuple(names.get(d, d) for d in split.plan.devices))
    traffic = {
        (names.get(a, a), names.get(b, b)): size for (a, b), size in split.traffic_bytes.items()
    }
    return split._replace(plan=plan, traffic_bytes=traffic)


def _split_sets(pool: DevicePool, most: int) -> frozenset[Counts]:
    """Device sets over which stages may be split: all of few, else whole groups and halves."""
    several = [c for c in pool.sets if pool.devices(c) > 1]
    if len(several) <= most:
        return frozenset(several)

    def rank(counts: Counts) -> tuple[int, int, Counts]:
        whole = all(c in (0, s) for c, s in zip(counts, pool.sizes, strict=True))
        equal = len({c for c in counts if c}) == 1
        power = all(c & (c - 1) == 0 for c in counts)
        kinds = sum(c > 0 for c in counts)
        if kinds == 1 and (whole or power):
            return (0, 0, counts)
        if whole:
            return (0, 1, counts)
        return (1 if equal and power else 2 if power else 3, -pool.devices(counts), counts)

    return frozenset(sorted(several, key=rank)[:most])
