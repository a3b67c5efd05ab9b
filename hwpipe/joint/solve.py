"""`joint_search`: the best pipeline of single, replicated and split stages, with its proof."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.errors import HwpipeError, InfeasibleError, InputError
from hwpipe.graph.model import Graph
from hwpipe.joint.blocks import node_classes, repeated_blocks
from hwpipe.joint.candidates import known_plans, obeys, whole_network
from hwpipe.joint.constraints import Constraint, constrained, constraints_of, smallest_conflict
from hwpipe.joint.machines import Machines, machine_kinds, machine_problem
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
from hwpipe.tensor.stage import StageSplit

__all__ = ["Effort", "joint_search", "joint_search_machines", "relaxed_lower"]


#: Most boundaries between repeated blocks that are searched.
MOST_BLOCKS = 100


@dataclass(frozen=True)
class Effort:
    """How far a search goes without a time limit.

    Attributes:
        cuts: most positions; with more, those with few bytes in equal shares of the work.
        split_cuts: most positions at which a split stage begins or ends.
        split_sets: most device sets that a stage is split over.
        split_devices: most devices that a stage is split over.
        expansions, plans: most nodes that are extended, and plans that are simulated.
        baselines: start from the plans of the compared methods too.
        exact: start from the plan of the exact search of `hwpipe.partition`.
    """

    cuts: int = 32
    split_cuts: int = 9
    split_sets: int = 14
    split_devices: int = 1024
    expansions: int = 2500
    plans: int = 250
    baselines: bool = True
    exact: bool = True


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
        return _Search(problem, wishes, clock=clock, splitter=splitter, effort=effort).run()
    except InfeasibleError as error:
        if not wishes:
            raise
        raise _conflict(
            problem, wishes, error, clock=clock, splitter=splitter, effort=effort
        ) from error


def joint_search_machines(
    graph: Graph,
    table: CostTable,
    cluster: Cluster,
    *,
    training: bool,
    microbatches: int,
    schedule: str,
    time_limit_s: float | None = None,
    effort: Effort | None = None,
) -> JointPlan:
    """The best joint plan on a cluster of many machines: stages take whole machines of any kinds.

    Where there are too many machines for every count of them, they are taken two, four ... at a
    time; the certificate says how many devices that makes.

    Args:
        graph: the network at the micro-batch size.
        table: costs with a row for every device type.
        cluster: devices and links; `partition.make_problem` would compare every two of them.
        training: whether backward passes run too.
        microbatches: micro-batches of an iteration.
        schedule: its name.
        time_limit_s: stop with the best plan so far.
        effort: budgets.

    Raises:
        InfeasibleError: if no plan fits.
    """
    kinds = machine_kinds(cluster)
    problem = machine_problem(
        graph, table, cluster, training=training, microbatches=microbatches, schedule=schedule,
        kinds=kinds,
    )  # fmt: skip
    effort = effort or Effort(cuts=40, split_cuts=6, split_sets=4, split_devices=16, expansions=60,
                              plans=12)  # fmt: skip
    effort = replace(effort, exact=False, baselines=False)
    return _Search(
        problem, (), clock=Clock(time_limit_s), splitter=None, effort=effort, machines=kinds
    ).run()


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
            _Search(
                problem, some, clock=Clock(clock.limit_s), splitter=splitter, effort=quick
            ).run()
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
        self,
        problem: PlanningProblem,
        wishes: Sequence[Constraint],
        *,
        clock: Clock,
        splitter: Splitter | None,
        effort: Effort,
        machines: Machines | None = None,
    ) -> None:
        self.problem, self.pins = constrained(problem, wishes)
        self.clock, self.effort = clock, effort
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
        """Search; raises `InfeasibleError` if there is no plan."""
        problem = self.problem
        positions, split_at = self._positions()
        split_sets = frozenset(
            counts
            for counts in _split_sets(self.pool, self.effort.split_sets)
            if self.pool.devices(counts) <= self.effort.split_devices
        )
        stages = StageOptions(
            problem,
            self.pool,
            positions,
            splitter=self.splitter,
            split_at=split_at,
            split_sets=split_sets,
            pins=self.pins,
        )
        if self.effort.exact:
            limit = self.clock.limit_s
            within = problem if limit is None else replace(problem, time_limit_s=limit / 2)
            for name, known in known_plans(within, baselines=self.effort.baselines):
                self.offer(known, name)
                if self.clock.expired:
                    break
        for whole in whole_network(problem, stages, self.splitter, split_sets):
            if not self.clock.expired:
                self.offer(whole, "joint")
        relaxed = relaxed_lower(problem)
        lower, reason = self._climb(stages, relaxed)
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

    def _climb(self, stages: StageOptions, relaxed: float) -> tuple[float, str | None]:
        """Search below growing limits until a plan lies within one; the proven bound.

        Below a tight limit few stages are worth a row, so a search that finds nothing is cheap,
        and proves that limit.
        """
        lower, reason = relaxed, self.clock.reason
        limit = relaxed * 1.5 if relaxed > 0 else math.inf
        while self.value > lower * (1 + ROUNDING) and not self.clock.expired:
            limit = min(limit, self.value)
            options = stages.build(limit, self.clock)
            if stages.cut_short:
                return lower, self.clock.reason
            search = BestFirst(
                stages,
                options,
                upper=limit,
                clock=self.clock,
                expansions=self._budget(self.effort.expansions),
                plans=self._budget(self.effort.plans),
            )
            search.run(limit, self._simulate(stages))
            lower = max(lower, min(search.lower, self.value))
            reason = reason or search.reason
            if self.value <= limit or limit > 1e12:
                break
            limit *= 2.0
        return lower, reason

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

    def _split(self, stages: StageOptions, chosen: Chosen, names: tuple[str, ...]) -> StageSplit:
        """The split of a stage on the devices that it was given, priced on others like them."""
        split = stages.split(chosen.option.counts, chosen.start, chosen.end)
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
            picks = [
                good_cuts(problem, max(2, self.effort.cuts - self.effort.split_cuts)),
                good_cuts(problem, self.effort.split_cuts),
                np.array(beside, dtype=np.int64),
                self._between_blocks(),
            ]
            positions = places.chain[np.unique(np.concatenate(picks))]
        if len(positions) <= self.effort.split_cuts + 1:
            return positions, np.ones(len(positions), dtype=bool)
        chosen = places.chain[good_cuts(problem, self.effort.split_cuts)]
        return positions, np.isin(positions, chosen)

    def _between_blocks(self) -> IntArray:
        """Prefix lengths between repeated blocks, every one of them if there are not too many."""
        problem = self.problem
        if len(problem.graph) < 64:
            return np.zeros(0, dtype=np.int64)
        chain = problem.positions.chain
        classes = node_classes(problem.graph, problem.table)
        blocks = repeated_blocks(classes, problem.positions.cut_bytes[chain])
        if blocks is None:
            return np.zeros(0, dtype=np.int64)
        stride = -(-blocks.count // MOST_BLOCKS)
        return blocks.boundaries()[::stride]

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


def renamed(split: StageSplit, names: Mapping[str, str]) -> StageSplit:
    """A split on other devices of the same types and links."""
    plan = replace(split.plan, devices=tuple(names.get(d, d) for d in split.plan.devices))
    traffic = {
        (names.get(a, a), names.get(b, b)): size for (a, b), size in split.traffic_bytes.items()
    }
    return split._replace(plan=plan, traffic_bytes=traffic)


def _split_sets(pool: DevicePool, most: int) -> frozenset[Counts]:
    """Device sets over which stages may be split: all of few, else whole groups first."""
    several = [c for c in pool.sets if pool.devices(c) > 1]
    if len(several) <= most:
        return frozenset(several)

    def rank(counts: Counts) -> tuple[int, int, Counts]:
        whole = all(c in (0, s) for c, s in zip(counts, pool.sizes, strict=True))
        power = all(c & (c - 1) == 0 for c in counts)
        equal = len({c for c in counts if c}) == 1
        kinds = sum(c > 0 for c in counts)
        if whole:
            place = 0 if kinds in (1, len(counts)) else 2
        else:
            place = 1 if power and kinds == 1 else 3 if power and equal else 4 if power else 5
        return (place, -pool.devices(counts), counts)

    return frozenset(sorted(several, key=rank)[:most])
