"""What a search plans: batch, micro-batch sizes, schedules, and the problem of each candidate."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.errors import HwpipeError, InfeasibleError, InputError
from hwpipe.graph import ModelSource
from hwpipe.graph.model import Graph
from hwpipe.partition import NodeSplit, PlanningProblem, make_problem, quick_bounds
from hwpipe.partition.bounds import group_prices
from hwpipe.plan.methods import METHODS
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.outcome import Candidate
from hwpipe.plan.schedule_model import is_generated
from hwpipe.schedule import SCHEDULES

if TYPE_CHECKING:
    from hwpipe.joint.machines import Machines

__all__ = ["Inputs", "Progress"]

#: Default samples per iteration: enough micro-batches to fill a pipeline, or a single request.
DEFAULT_BATCH = {"throughput": 64, "latency": 1, "memory": 64, "energy": 64}
#: Default micro-batches of a measured profile graph, whose micro-batch size is fixed.
PROFILE_MICROBATCHES = 64
_MOST_MICROBATCHES = 1024
#: Schedules that update after every sample, unless another number of micro-batches is asked for.
_PER_SAMPLE = ("pipelined-backprop", "partime")
#: Seconds that a search gets at least.
LEAST_S = 0.001
#: Devices above which stages take whole machines.
MOST_SINGLE = 128

Progress = Callable[[str], None]


def relaxed_bound(problem: PlanningProblem) -> float:
    """Seconds that no plan of any cuts, device sets and modes can beat.

    Micro-batches times the best fractional assignment of nodes to devices without communication;
    replicas that take whole micro-batches and splits of layers are such assignments.
    """
    supply = np.array([float(size) for size in problem.space.sizes])
    value = problem.microbatches * group_prices(problem, supply).value
    return float(value) if math.isfinite(value) else 0.0


class Inputs:
    """A model on a cluster with its options, and the caches of one compilation."""

    def __init__(
        self,
        source: ModelSource,
        cluster: Cluster,
        options: CompileOptions,
        make_table: Callable[[Graph], CostTable],
        progress: Progress | None = None,
    ) -> None:
        """Prepare; nothing is planned yet."""
        self.source, self.cluster, self.options = source, cluster, options
        self.mode = options.mode_for(source.kind)
        self.training = self.mode == "train"
        self._make_table = make_table
        self.say = progress or (lambda text: None)
        self._tables: dict[tuple[int, tuple[NodeSplit, ...]], tuple[Graph, CostTable]] = {}
        self._problems: dict[tuple[Candidate, tuple[NodeSplit, ...]], PlanningProblem] = {}
        self._deadline = (
            time.monotonic() + options.time_limit_s if options.time_limit_s else math.inf
        )
        self.notes: list[str] = []
        #: Seconds that a search gets even where the time limit has passed.
        self.least_s = LEAST_S
        #: Set where only stages that are split may fit.
        self.splitting = False

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
        if options.schedule in _PER_SAMPLE:
            return batch, [1]
        sizes = [
            size
            for size in range(1, batch + 1)
            if batch % size == 0
            and batch // size <= _MOST_MICROBATCHES
            and (size & (size - 1) == 0 or size == batch)
        ]
        # On many machines only many micro-batches fill the pipeline, and each size costs seconds.
        return batch, (sizes[:2] if self.large else sizes) or [batch]

    def schedules(self) -> list[str]:
        """Schedules to compare: the one asked for, else all that fit mode, devices and links."""
        chosen = self.options.schedule
        if chosen is not None and is_generated(chosen):
            if not self.training:
                raise InputError(f"--schedule {chosen} is for training, the mode is {self.mode}",
                                 remedy="--schedule pipeline")  # fmt: skip
            chosen = None  # planned for the planners' schedules, then `hwpipe.plan.reschedule`
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
        fixed = METHODS[self.options.method].schedule
        if fixed is not None:
            return [fixed]
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
        found = [replace(c, bound=b) for c, b in zip(found, self._bounds(problems), strict=True)]
        return sorted(found, key=lambda c: (c.bound, -c.microbatches, c.schedule))

    def check_pins(self) -> None:
        """Raise an `InputError` where a pin names no layer or no device."""
        from hwpipe.joint.constraints import constraints_of

        own = self.source.default_batch
        graph, _ = self.tables(own if own in self.sizes else self.sizes[0])
        constraints_of(graph, self.cluster, self.options.pins, None)

    @property
    def planner(self) -> str:
        """The method that plans: pins and large clusters are for the joint search alone."""
        method = self.options.method
        if self.splitting:
            return "joint"
        return "joint" if method == "auto" and (self.options.pins or self.large) else method

    @property
    def large(self) -> bool:
        """Whether the cluster is planned by whole machines instead of single devices."""
        return len(self.cluster.devices) > MOST_SINGLE

    @cached_property
    def machines(self) -> Machines:
        """Kinds of machines of a large cluster."""
        from hwpipe.joint.machines import machine_kinds

        return machine_kinds(self.cluster)

    def _bounds(self, problems: list[PlanningProblem]) -> list[float]:
        """A value that no plan of each problem can beat, in the space of the method."""
        if METHODS[self.planner].family == "partition":
            return quick_bounds(problems)
        return [relaxed_bound(problem) for problem in problems]

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
            self._problems[key] = (
                self._of_machines(candidate, graph, table)
                if self.large
                else make_problem(
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
            )
        return self._problems[key]

    def _of_machines(self, candidate: Candidate, graph: Graph, table: CostTable) -> PlanningProblem:
        """The problem of a large cluster, whose devices are never compared two by two."""
        from hwpipe.joint.machines import machine_problem

        if self.options.objective not in ("throughput", "latency"):
            raise InputError(
                f"--objective {self.options.objective} on {len(self.cluster.devices)} devices",
                where=self.cluster.source,
                limit=f"throughput or latency above {MOST_SINGLE} devices",
            )
        return machine_problem(
            graph,
            table,
            self.cluster,
            training=self.training,
            microbatches=candidate.microbatches,
            schedule=candidate.schedule,
            kinds=self.machines,
        )

    def timed(self, problem: PlanningProblem) -> PlanningProblem:
        """The problem with the time that is left."""
        if self._deadline == math.inf:
            return problem
        return replace(problem, time_limit_s=self.left_s)

    @property
    def left_s(self) -> float | None:
        """Seconds until the time limit, None without one."""
        if self._deadline == math.inf:
            return None
        return max(self.least_s, self._deadline - time.monotonic())
