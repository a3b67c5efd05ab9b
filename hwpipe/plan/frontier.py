"""`compile_frontier`: the plans of a model worth choosing from, by time, memory and energy.

For every micro-batch size and schedule that `compile_plan` would compare, `pipeline_frontier` lists
pipelines that no other beats in seconds of an iteration, share of the fullest device's memory and
joules at once. Their union is reduced, each point becomes a whole plan, and the plans that
`compile_plan` finds for each objective alone are among them.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from hwpipe.cluster import default_cluster, load_cluster
from hwpipe.cluster.model import Cluster
from hwpipe.errors import HwpipeError, InfeasibleError
from hwpipe.frontier import FrontierPoint, PipelineFrontier, coarsen, non_dominated
from hwpipe.frontier.pipeline import pipeline_frontier
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.compile import assemble_plan, compile_plan, table_maker
from hwpipe.plan.fitting import with_strategies
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.outcome import Outcome
from hwpipe.plan.search import Candidate, Progress, Search

__all__ = ["ENDS", "PlanFrontier", "PlanPoint", "compile_frontier"]

#: Objectives whose best plans end the frontier, in the order of `PlanPoint.values`.
ENDS = ("throughput", "memory", "energy")
#: Most points that become plans; of more, those within a few per cent of another are dropped.
MOST_POINTS = 60
#: Candidates (micro-batch size and schedule) whose frontiers are searched, the fastest first.
_MOST_CANDIDATES = 12


@dataclass(frozen=True)
class PlanPoint:
    """A plan of the frontier; `best_of` names the objectives that no other point beats it in."""

    plan: Plan
    best_of: tuple[str, ...] = ()

    @property
    def iteration_s(self) -> float:
        """Seconds of an iteration."""
        return self.plan.predicted.iteration_s

    @property
    def memory_share(self) -> float:
        """Needed over available memory of the fullest device."""
        return max(s.memory_bytes / max(s.memory_available_bytes, 1.0) for s in self.plan.stages)

    @property
    def memory_bytes(self) -> float:
        """Needed by the device that needs most."""
        return max(stage.memory_bytes for stage in self.plan.stages)

    @property
    def energy_j(self) -> float:
        """Joules of an iteration."""
        return self.plan.predicted.energy_j

    @property
    def values(self) -> tuple[float, float, float]:
        """(iteration_s, memory_share, energy_j), what the frontier is over."""
        return self.iteration_s, self.memory_share, self.energy_j


@dataclass(frozen=True)
class PlanFrontier:
    """Plans none of which another one beats in all of time, memory share and energy.

    Attributes:
        points: fastest first.
        exact: whether every pipeline of the space has a point that is no worse in everything.
        epsilon: every such pipeline has a point at most (1 + epsilon) times as large in
            everything; None where that is not known.
        candidates: plans that were judged.
        notes: how it came about, one line each.
    """

    points: tuple[PlanPoint, ...]
    exact: bool
    epsilon: float | None
    candidates: int
    notes: tuple[str, ...] = ()


def compile_frontier(
    model: str | Path | ModelSource,
    cluster: str | Path | Cluster | None = None,
    *,
    options: CompileOptions | None = None,
    profiles: Sequence[str | Path] = (),
    progress: Progress | None = None,
) -> PlanFrontier:
    """The frontier of plans over (time, memory, energy).

    Args:
        model: as for `compile_plan`.
        cluster: as for `compile_plan`.
        options: of `compile_plan`; the objective does not matter. The time limit holds for the
            frontier as a whole, roughly.
        profiles: files of `hwpipe profile`.
        progress: called with a line of text as the search goes on.

    Raises:
        InputError: if a file, name or option cannot be used.
        InfeasibleError: if no split of the model fits the cluster's memory.
    """
    options = replace(options or CompileOptions(), objective="throughput", baselines=False)
    source = open_model(model, dims=options.dims) if isinstance(model, str | Path) else model
    if cluster is None:
        cluster = default_cluster()
    elif not isinstance(cluster, Cluster):
        cluster = load_cluster(cluster)
    say = progress or (lambda text: None)
    ends: list[Plan] = []
    for objective in ENDS:
        say(f"planning for {objective}")
        wanted = replace(options, objective=objective)
        ends.append(compile_plan(source, cluster, options=wanted, profiles=profiles))
    search = Search(source, cluster, options, table_maker(source, cluster, options, profiles))
    found = _Union(search, say)
    plans = [*ends, *found.plans([_values(plan) for plan in ends])]
    keep = non_dominated(np.array([_values(plan) for plan in plans]))
    kept = sorted((plans[k] for k in keep.tolist()), key=_values)
    best = np.array([_values(plan) for plan in kept]).min(axis=0)
    points = []
    for plan in kept:
        reached = [o for o, v, b in zip(ENDS, _values(plan), best, strict=True)
                   if v <= b * (1 + 1e-12)]  # fmt: skip
        points.append(PlanPoint(plan, tuple(reached)))
    return PlanFrontier(
        tuple(points), found.exact, found.epsilon, len(ends) + found.judged, found.notes
    )


def _values(plan: Plan) -> tuple[float, float, float]:
    return PlanPoint(plan).values


class _Union:
    """Frontiers of all candidates of a search, put together."""

    def __init__(self, search: Search, say: Progress) -> None:
        self._search = search
        every = search.candidates()
        self._candidates = every[:_MOST_CANDIDATES]
        self.judged = 0
        self.exact = True
        self.epsilon: float | None = 0.0
        notes: list[str] = []
        tight = 0
        if len(every) > len(self._candidates):
            self._unproven()
            notes.append(f"{len(self._candidates)} of {len(every)} micro-batch sizes and "
                         "schedules were searched, the fastest by their bounds")  # fmt: skip
        limit = search.options.time_limit_s
        each = None if limit is None else limit / max(len(self._candidates), 1)
        deadline = None if limit is None else time.monotonic() + limit
        self._found: list[tuple[Candidate, FrontierPoint]] = []
        for position, candidate in enumerate(self._candidates):
            if deadline is not None and time.monotonic() > deadline and self._found:
                notes.append(f"stopped early: time limit of {limit:g} s")
                self._unproven()
                break
            say(f"micro-batches of {candidate.micro_batch} ({candidate.schedule}) "
                f"[{position + 1}/{len(self._candidates)}]")  # fmt: skip
            for frontier in self._frontier(candidate, each):
                notes += frontier.notes
                tight += frontier.squeezed
                self._found += [(candidate, point) for point in frontier.points]
                self.judged += frontier.candidates
                if not frontier.exact:
                    if frontier.epsilon is None:
                        self._unproven()
                    elif self.epsilon is not None:
                        self.exact, self.epsilon = False, max(self.epsilon, frontier.epsilon)
        if tight:
            notes.append(f"{tight} plans with recomputation, swapping or sharding were judged")
        self.notes = tuple(dict.fromkeys(notes))

    @property
    def _host(self) -> dict[str, float]:
        """Bandwidth of every device to host memory."""
        return {d.name: d.host_bytes_per_s for d in self._search.cluster.devices}

    def _unproven(self) -> None:
        self.exact, self.epsilon = False, None

    def _frontier(self, candidate: Candidate, seconds: float | None) -> Iterator[PipelineFrontier]:
        """The frontier of one candidate, none if nothing fits."""
        problem = self._search.problem(candidate)
        if seconds is not None:
            problem = replace(problem, time_limit_s=seconds)
        try:
            # Sweeps over memory limits pay where the programme does not see everything.
            yield pipeline_frontier(
                problem,
                sweeps=None if problem.positions.count <= 64 else 3,
                host_bytes_per_s=self._host if self._search.options.strategies else None,
                strategies=self._search.options.strategies,
            )
        except InfeasibleError:
            return

    def plans(self, others: Sequence[tuple[float, float, float]]) -> list[Plan]:
        """Points that no point and none of `others` dominates, as whole plans."""
        if not self._found:
            return []
        values = np.array([*others, *(point.values for _, point in self._found)])
        every = keep = non_dominated(values)
        delta = 1e-3
        while len(keep) > MOST_POINTS:
            delta *= 1.5
            keep = every[coarsen(values[every], delta)]
        if len(keep) < len(every):
            self.exact = False
            if self.epsilon is not None:
                self.epsilon = (1 + self.epsilon) * (1 + delta) - 1
        made = []
        for k in keep.tolist():
            if k < len(others):
                continue
            candidate, point = self._found[k - len(others)]
            plan = self._plan(candidate, point)
            if plan is not None:
                made.append(plan)
        return made

    def _plan(self, candidate: Candidate, point: FrontierPoint) -> Plan | None:
        search = self._search
        problem = search.problem(candidate)
        partition = replace(point.partition, method="frontier")
        try:
            if point.times is not None:
                found = with_strategies(problem, partition, point.memory_plans, point.times)
            else:
                found = search.evaluate(problem, partition)
        except HwpipeError:
            return None
        outcome = Outcome(
            found=found,
            candidate=candidate,
            inside=True,
            lower=0.0,
            space="",
            cuts=problem.positions.cuts,
            bottleneck_lower_s=0.0,
            stopped_early=None,
        )
        # A point in the middle is not the best of anything that a bound could speak of.
        return replace(assemble_plan(search, found, outcome, ()), bound=None)
