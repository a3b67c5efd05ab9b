"""One joint search: known plans first, then best-first search below growing limits."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from hwpipe.errors import InfeasibleError
from hwpipe.joint.candidates import known_plans, obeys, whole_network
from hwpipe.joint.constraints import Constraint, constrained
from hwpipe.joint.effort import Budget, Effort
from hwpipe.joint.machines import Machines
from hwpipe.joint.model import JointPlan, JointStage
from hwpipe.joint.option import Chosen
from hwpipe.joint.options import StageOptions
from hwpipe.joint.pool import make_pool
from hwpipe.joint.search import ROUNDING, BestFirst
from hwpipe.joint.space import cuts_searched, pick_positions, space_searched, split_sets
from hwpipe.joint.split import Splitter, TensorSplitter
from hwpipe.joint.split_prices import SplitPrices
from hwpipe.joint.timing import evaluate
from hwpipe.partition.bounds import dual_prices
from hwpipe.partition.model import Certificate, NoneBetter
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.tensor.stage import StageSplit

__all__ = ["JointSearch", "relaxed_lower"]

#: Rounds of a search whose splits are priced on the way.
ROUNDS = 4


def relaxed_lower(problem: PlanningProblem) -> float:
    """Seconds that no plan of any cuts, device sets and modes can beat.

    Training and inference: M times the best fractional assignment of nodes to devices without
    communication (`partition.bounds.dual_prices`). Replicas take whole micro-batches and splits
    parts of layers; both are such assignments.
    """
    supply = np.array([float(n) for n in problem.space.sizes])
    value = problem.microbatches * dual_prices(problem.node_time_s, supply).value
    return float(value) if math.isfinite(value) else 0.0


class JointSearch:
    """One search with its best plan."""

    def __init__(
        self,
        problem: PlanningProblem,
        wishes: Sequence[Constraint],
        *,
        clock: Clock,
        splitter: Splitter | None,
        effort: Effort,
        machines: Machines | None = None,
        enough_s: float = math.inf,
        thrift: bool = False,
    ) -> None:
        self.problem, self.pins = constrained(problem, wishes)
        self.clock, self.effort, self.enough_s = clock, effort, enough_s
        self.thrift = thrift
        self.splitter = splitter or TensorSplitter(self.problem)
        self.best: JointPlan | None = None
        self.failure: InfeasibleError | None = None
        self.pool = make_pool(self.problem, self.pins.values(), machines)

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
        """Search; raises `InfeasibleError` if there is no plan.

        The plan may be slower than `enough_s`, and its bound is then proven no further than that.
        """
        plan = self._run(math.inf)
        assert isinstance(plan, JointPlan)
        return plan

    def run_below(self) -> JointPlan | NoneBetter:
        """Search for a plan of less than `enough_s` seconds; what is proven if none is found.

        Raises:
            InfeasibleError: no plan fits and `enough_s` is infinite.
        """
        return self._run(self.enough_s)

    def _run(self, below_s: float) -> JointPlan | NoneBetter:
        """`run_below`, or `run` if `below_s` is infinite."""
        problem = self.problem
        positions, split_at = pick_positions(
            problem, self.effort, self.pins, machines=bool(self.pool.unit)
        )
        if self.pool.unit:  # every machine shares its layers, and machines are replicas
            over = frozenset(c for c in self.pool.sets if sum(x > 0 for x in c) == 1)
        else:
            over = frozenset(
                counts
                for counts in split_sets(self.pool, self.effort.split_sets)
                if self.pool.devices(counts) <= self.effort.split_devices
            )
        stages = StageOptions(
            problem,
            self.pool,
            positions,
            pins=self.pins,
            thrift=self.thrift,
        )
        stages.splits = SplitPrices(stages, self.splitter, split_at, over)
        if self.effort.exact:
            limit = self.clock.limit_s
            within = problem if limit is None else replace(problem, time_limit_s=limit / 2)
            for name, known in known_plans(
                within, baselines=self.effort.baselines, below_s=below_s
            ):
                self.offer(known, name)
                if self.clock.expired:
                    break
        for whole in whole_network(problem, stages, self.splitter, over, below_s):
            if not self.clock.expired:
                self.offer(whole, "joint")
        relaxed = relaxed_lower(problem)
        lower, reason = self._climb(stages, relaxed)
        if self.best is None and not math.isfinite(below_s):
            raise self.failure or InfeasibleError(
                "no plan was found" + (f" within the {reason}" if reason else ""),
                where=problem.graph.name,
                remedy="use a smaller micro-batch, more devices or devices with more memory",
            )
        lower = min(lower, self.value, below_s)
        exact = min(self.value, below_s) <= lower * (1 + ROUNDING)
        certificate = Certificate(
            metric="iteration_s",
            lower=lower,
            achieved=min(self.value, below_s),
            space=space_searched(stages, over),
            cuts=cuts_searched(problem, positions),
            exact=exact,
            stopped_early=None if exact else reason,
        )
        if self.best is None or self.value >= below_s:
            return NoneBetter(below_s, certificate)
        return replace(self.best, certificate=certificate, relaxed_lower_s=min(relaxed, self.value))

    def _climb(self, stages: StageOptions, relaxed: float) -> tuple[float, str | None]:
        """Search below growing limits until a plan lies within one; the proven bound.

        Below a tight limit few stages are worth a row, so a search that finds nothing is cheap,
        and proves that limit.
        """
        lower, reason = relaxed, self.clock.reason
        limit = relaxed * 2.0 if relaxed > 0 else math.inf
        goal = min(self.value, self.enough_s)
        while goal > lower * (1 + ROUNDING) and not self.clock.expired:
            # One search below the goal costs less than one below half of it and then that.
            limit = goal if goal <= 2 * limit else limit
            lower, stopped = self._rounds(stages, limit, lower)
            reason = reason or stopped
            goal = min(self.value, self.enough_s)
            if goal <= limit or limit > 1e12 or stopped is not None:
                break
            limit *= 2.0
        return lower, reason

    def _rounds(self, stages: StageOptions, limit: float, lower: float) -> tuple[float, str | None]:
        """Search below one limit; the proven bound and why it ended early.

        On clusters of machines splits are bounded loosely until they are priced. A round that ends
        with its part of the budget and has priced some leaves tables that are tighter to the next.
        """
        effort, rounds = self.effort, ROUNDS if self.pool.unit and stages.splits else 1
        spent = Budget(0, 0, self._budget(effort.prices))
        plans = self._budget(effort.plans)
        last = rounds == 1
        while True:
            known = stages.splits.known if stages.splits else 0
            spent.expansions = self._budget(effort.expansions if last else effort.expansions // 8)
            spent.plans = plans if last else min(plans, spent.tried + -(-plans // 8))
            search = BestFirst(
                stages, stages.build(limit), upper=limit, clock=self.clock, budget=spent
            )
            search.run(limit, self._simulate(stages))
            lower = max(lower, min(search.lower, self.value))
            limit = min(limit, self.value)
            if search.reason is None or self.clock.expired or last:
                break
            rounds -= 1
            last = rounds == 1 or stages.splits is None or stages.splits.known == known
        return lower, search.reason

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
                    units=c.option.ranks if c.option.mode == "split" else 1,
                    thrift=self.thrift,
                )
                for c, names in zip(chosen, devices, strict=True)
            )
            return self.offer(made, "joint")

        return simulate

    def _split(self, stages: StageOptions, chosen: Chosen, names: tuple[str, ...]) -> StageSplit:
        """The split of a stage on the devices that it was given, priced on others like them."""
        assert stages.splits is not None
        split = stages.splits.split(chosen.option.counts, chosen.start, chosen.end)
        given = self.pool.names(chosen.option.counts)
        if given == names:
            return split
        size = len(split.plan.devices)
        return renamed(split, dict(zip(given[:size], names[:size], strict=True)))


def renamed(split: StageSplit, names: Mapping[str, str]) -> StageSplit:
    """A split on other devices of the same types and links."""
    plan = replace(split.plan, devices=tuple(names.get(d, d) for d in split.plan.devices))
    traffic = {
        (names.get(a, a), names.get(b, b)): size for (a, b), size in split.traffic_bytes.items()
    }
    uplinks = tuple(replace(u, device=names.get(u.device, u.device)) for u in split.uplinks)
    return split._replace(plan=plan, traffic_bytes=traffic, uplinks=uplinks)
