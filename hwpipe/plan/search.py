"""The search around the planner: micro-batch size x schedule x method, judged by simulation.

For every micro-batch size that divides the batch and every schedule that fits mode and links,
the planner (`hwpipe.partition`) returns a partition with a proven bound. The event simulator
then times each one, and the fastest stays. Sizes whose cheap lower bound already exceeds the
best plan are skipped: their bound still counts in the certificate.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.errors import HwpipeError, InfeasibleError, InputError
from hwpipe.graph import ModelSource
from hwpipe.graph.model import Graph
from hwpipe.partition import (
    METHODS,
    Certificate,
    NodeSplit,
    Partition,
    PlanningProblem,
    bottleneck,
    bottleneck_bound,
    check_memory,
    in_space,
    iteration_bound,
    make_problem,
    objective_value,
    quick_bounds,
    solve,
    solve_below,
    space_sentence,
    stage_times,
)
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.outcome import Candidate, Incumbent, Outcome
from hwpipe.schedule import SCHEDULES, make_schedule, makespan

__all__ = ["Candidate", "Outcome", "Search"]

#: Default samples per iteration: enough micro-batches to fill a pipeline, or a single request.
DEFAULT_BATCH = {"throughput": 64, "latency": 1, "memory": 64, "energy": 64}
#: Objectives that minimise the time of one iteration.
TIMED = ("throughput", "latency")
#: Default micro-batches of a measured profile graph, whose micro-batch size is fixed.
PROFILE_MICROBATCHES = 64
_MOST_MICROBATCHES = 1024
#: Why a search ended that the user interrupted.
INTERRUPTED = "interrupted"
#: Methods that `auto` times at every candidate: cheap, and outside the exact space.
CHEAP = ("data-parallel",)

Progress = Callable[[str], None]


class Search:
    """One compilation: the caches and the candidates of a model on a cluster."""

    def __init__(
        self,
        source: ModelSource,
        cluster: Cluster,
        options: CompileOptions,
        make_table: Callable[[Graph], CostTable],
        progress: Progress | None = None,
    ) -> None:
        self.source, self.cluster, self.options = source, cluster, options
        self.mode = options.mode_for(source.kind)
        self.training = self.mode == "train"
        self._make_table = make_table
        self._say = progress or (lambda text: None)
        self._tables: dict[tuple[int, tuple[NodeSplit, ...]], tuple[Graph, CostTable]] = {}
        self._judged: dict[tuple[Candidate, str], Evaluated | HwpipeError] = {}
        self._problems: dict[tuple[Candidate, tuple[NodeSplit, ...]], PlanningProblem] = {}
        self._deadline = (
            time.monotonic() + options.time_limit_s if options.time_limit_s else math.inf
        )
        self.stopped_early: str | None = None
        self.notes: list[str] = []

    # -- candidates ---------------------------------------------------------------------

    @property
    def batch(self) -> int:
        """Samples per iteration."""
        return self._batch_and_sizes()[0]

    @property
    def sizes(self) -> list[int]:
        """Micro-batch sizes to compare."""
        return self._batch_and_sizes()[1]

    def _batch_and_sizes(self) -> tuple[int, list[int]]:
        options = self.options
        if self.source.kind == "profile":
            size = self.source.default_batch or 1
            count = options.microbatches or PROFILE_MICROBATCHES
            batch = options.batch or size * count
            if batch % size:
                raise InputError(
                    f"--batch {batch}",
                    where=self.source.ref,
                    limit=f"multiples of the profile's micro-batch of {size}",
                )
            return batch, [size]
        batch = options.batch or DEFAULT_BATCH[options.objective]
        if options.microbatches:
            if options.batch is None:
                batch = -(-batch // options.microbatches) * options.microbatches
            return batch, [batch // options.microbatches]
        sizes = [
            size
            for size in range(1, batch + 1)
            if batch % size == 0
            and batch // size <= _MOST_MICROBATCHES
            and (size & (size - 1) == 0 or size == batch)
        ]
        return batch, sizes or [batch]

    def schedules(self) -> list[str]:
        """Schedules to compare: the one asked for, else all that fit mode, devices and links."""
        chosen = self.options.schedule
        if chosen is not None:
            if SCHEDULES[chosen].training != self.training:
                raise InputError(
                    f"--schedule {chosen} is for "
                    f"{'training' if SCHEDULES[chosen].training else 'inference'}, "
                    f"the mode is {self.mode}",
                    remedy=f"--schedule {'1f1b-as' if self.training else 'pipeline'}",
                )
            return [chosen]
        if not self.training:
            return ["pipeline"]
        if self.options.method.startswith("pipedream"):
            return ["pipedream"]
        overlapped = all(link.overlap for link in self.cluster.links.values())
        all_fpga = all(device.kind == "fpga" for device in self.cluster.devices)
        # BaPipe, section "Choice": streams on FPGAs, SO when activations fit, else SNO on GPUs.
        if all_fpga:
            return ["1f1b-as", "fbp-as"]
        return ["1f1b-as", "1f1b-so"] if overlapped else ["1f1b-sno", "1f1b-so"]

    def candidates(self) -> list[Candidate]:
        """Every candidate with its cheap bound, most promising first.

        A model may run at some sizes only (a batch size inside a constant): the others are left
        out with a note, unless the first, the model's own where the batch allows it, fails too.

        Raises:
            InputError: if no micro-batch size of the batch can be used; the reason is the
                first one met.
        """
        batch, sizes = self._batch_and_sizes()
        own = self.source.default_batch
        sizes = sorted(sizes, key=lambda size: (size != own, size))
        found: list[Candidate] = []
        problems: list[PlanningProblem] = []
        failure: HwpipeError | None = None
        for size in sizes:
            for schedule in self.schedules():
                candidate = Candidate(size, batch // size, schedule)
                try:
                    problems.append(self.problem(candidate))
                except InfeasibleError as error:
                    failure = failure or error
                    continue
                except InputError as error:
                    if size == sizes[0]:
                        raise
                    self.notes.append(f"micro-batches of {size} were left out: {error}")
                    break
                found.append(candidate)
        if not found:
            raise failure or InfeasibleError("no micro-batch size can be planned")
        found = [replace(c, bound=b) for c, b in zip(found, quick_bounds(problems), strict=True)]
        return sorted(found, key=lambda c: (c.bound, -c.microbatches, c.schedule))

    # -- cached inputs ------------------------------------------------------------------

    def tables(self, size: int, splits: tuple[NodeSplit, ...] = ()) -> tuple[Graph, CostTable]:
        """Graph and cost table at one micro-batch size."""
        key = (size, splits)
        if key not in self._tables:
            graph = self.source.graph(size, splits)
            self._tables[key] = (graph, self._make_table(graph))
        return self._tables[key]

    def problem(self, candidate: Candidate, splits: tuple[NodeSplit, ...] = ()) -> PlanningProblem:
        """The planner's problem of a candidate."""
        key = (replace(candidate, bound=0.0), splits)
        if key not in self._problems:
            graph, table = self.tables(candidate.micro_batch, splits)
            self._problems[key] = make_problem(
                graph,
                table,
                self.cluster,
                training=self.training,
                microbatches=candidate.microbatches,
                schedule=candidate.schedule,
                objective=self.options.objective,
                allow_replication=self.options.replication,
                effort=self.options.effort,
            )
        return self._problems[key]

    def _timed(self, problem: PlanningProblem) -> PlanningProblem:
        """The problem with the time that is left."""
        if self._deadline == math.inf:
            return problem
        return replace(problem, time_limit_s=max(0.001, self._deadline - time.monotonic()))

    # -- judging ------------------------------------------------------------------------

    def evaluate(self, problem: PlanningProblem, partition: Partition) -> Evaluated:
        """Time a partition with the event simulator."""
        times = stage_times(problem, partition)
        schedule = make_schedule(
            problem.schedule,
            stages=len(partition.stages),
            microbatches=problem.microbatches,
            replicas=[len(stage.devices) for stage in partition.stages],
        )
        if not self.training and len(partition.stages) == 1:
            # ceil(M / replicas) x stage time: nothing to simulate.
            iteration_s = iteration_bound(problem, partition, times)
        else:
            iteration_s = makespan(schedule, times)
        reported = partition.reported_bottleneck_s
        timed = problem.objective in TIMED
        return Evaluated(
            partition=partition,
            graph=problem.graph,
            table=problem.table,
            times=times,
            schedule=problem.schedule,
            microbatches=problem.microbatches,
            iteration_s=iteration_s,
            bottleneck_s=bottleneck(problem, partition) if reported is None else reported,
            ideal_s=bottleneck_bound(problem),
            value=iteration_s if timed else objective_value(problem, partition, times),
        )

    def run(self) -> Outcome:
        """Search all candidates.

        Raises:
            InfeasibleError: if no candidate has a plan that fits.
        """
        auto = self.options.method == "auto"
        candidates = self.candidates()
        state = Incumbent(lower={candidate: candidate.bound for candidate in candidates})
        try:
            # Cheap plans of every candidate first: the sooner a plan is good, the less of the
            # other candidates must be searched.
            for candidate in candidates if auto else ():
                for name in CHEAP:
                    if candidate.bound < state.value:
                        state.offer(candidate, self.judge(candidate, name))
            for position, candidate in enumerate(candidates):
                if candidate.bound >= state.value:
                    continue
                if state.best is not None and time.monotonic() > self._deadline:
                    self.stopped_early = f"time limit of {self.options.time_limit_s:g} s"
                    break
                self._say(
                    f"planning micro-batches of {candidate.micro_batch} "
                    f"({candidate.schedule}) [{position + 1}/{len(candidates)}]"
                )
                reason = self._search(state, candidate, "exact" if auto else self.options.method)
                if reason == INTERRUPTED:
                    self.stopped_early = reason
                    break
        except KeyboardInterrupt:
            if state.best is None:
                raise
            self.stopped_early = INTERRUPTED
        if state.best is None:
            raise state.failure or InfeasibleError("no plan was found")
        found, candidate = state.best
        if auto and self.options.baselines:
            found = self._best_baseline(found, candidate)
        problem = self.problem(candidate)
        period = found.partition.bottleneck_certificate
        return Outcome(
            found=found,
            candidate=candidate,
            inside=in_space(problem, found.partition),
            lower=min(state.lower.values()),
            space=space_sentence(problem, self._drive(candidates)),
            cuts=problem.positions.cuts,
            bottleneck_lower_s=found.ideal_s if period is None else period.lower,
            stopped_early=self.stopped_early or state.stopped_early,
        )

    def _drive(self, candidates: list[Candidate]) -> str | None:
        """Schedules and micro-batches that were compared, in words."""
        if len(candidates) == 1:
            return None
        sizes = sorted({candidate.micro_batch for candidate in candidates})
        names = list(dict.fromkeys(candidate.schedule for candidate in candidates))
        samples = f"{_either(sizes)} sample{'' if sizes == [1] else 's'}"
        return (
            f"schedule {_either(sorted(names))}, batches of {self.batch} in micro-batches of "
            + samples
        )

    def _search(self, state: Incumbent, candidate: Candidate, method: str) -> str | None:
        """Plan a candidate, if need be only below the incumbent; why it stopped early."""
        if method != "exact" or state.best is None:
            found = self.judge(candidate, method)
            state.offer(candidate, found)
            certificate = None if isinstance(found, HwpipeError) else found.partition.certificate
        else:
            # Not remembered: a search that was cut off says nothing of the candidate's optimum.
            problem = self._timed(self.problem(candidate))
            below = solve_below(problem, state.value)
            certificate = below.certificate
            if isinstance(below, Partition):
                state.offer(candidate, self.evaluate(problem, below))
        if certificate is None:
            return None
        lower = self._in_objective(certificate, candidate)
        state.lower[candidate] = max(state.lower[candidate], lower)
        state.stopped_early = state.stopped_early or certificate.stopped_early
        return certificate.stopped_early

    def _best_baseline(self, found: Evaluated, candidate: Candidate) -> Evaluated:
        """`found`, or a baseline that is better: no plan is slower than one that is shown."""
        for other in self.baselines(candidate).values():
            if isinstance(other, Evaluated) and other.value < found.value * (1 - 1e-12):
                found = other
        return found

    def baselines(self, candidate: Candidate) -> dict[str, Evaluated | HwpipeError]:
        """Every other method on the chosen micro-batch size and schedule, the same cost table."""
        return {
            name: self.judge(candidate, name)
            for name, info in METHODS.items()
            if name not in ("auto", "exact") and (self.training or not info.training_only)
        }

    def judge(self, candidate: Candidate, method: str) -> Evaluated | HwpipeError:
        """Plan a candidate by one method and time the plan; remembered.

        Some published methods ignore memory: such a plan is given where the user asked for the
        method by name, and counts as infeasible beside other plans.
        """
        key = (replace(candidate, bound=0.0), method)
        if key not in self._judged:
            try:
                problem = self._timed(self.problem(candidate))
                partition = solve(problem, method)
                if method != self.options.method:
                    check_memory(problem, partition)
                self._judged[key] = self.evaluate(problem, partition)
            except InputError as error:
                self._judged[key] = error
        return self._judged[key]

    def _in_objective(self, certificate: Certificate, candidate: Candidate) -> float:
        if certificate.metric == "bottleneck_s" and self.options.objective in TIMED:
            return certificate.lower * candidate.microbatches
        return certificate.lower


def _either(names: Sequence[object]) -> str:
    """`a, b or c`."""
    *some, last = map(str, names)
    return f"{', '.join(some)} or {last}" if some else last
