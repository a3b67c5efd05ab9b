"""`--schedule auto` in training: pipelines under every published schedule, by simulation.

The planners know BaPipe's schedules. Those of `hwpipe.schedule.generators` (zero bubble,
interleaved, two directions, two-stage backward) run on one rank a stage or in chunks, so they get
pipelines of their own (`hwpipe.plan.shapes`) beside the partition that a planner found. For each
micro-batch size, shape and schedule the event simulator decides on time and memory, with F, B and
W of the cost table; the way to a device and its work there bound every such plan from below, so
most need no simulation. Automatic orders come last, on the pipelines that did best until then.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from hwpipe.cluster.model import Link
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition import Partition, PlanningProblem, bottleneck_bound, stage_times
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.outcome import Candidate
from hwpipe.plan.schedule_model import ScheduleRef, ScheduleRow
from hwpipe.plan.shapes import Shape, balanced, shapes_of
from hwpipe.plan.timeline import generated_schedule
from hwpipe.schedule.model import PipelineTimes, Schedule

__all__ = ["AUTOMATIC", "Rescheduler", "trainable"]

#: Schedules that order F, B and W for the times given: they take longest to make.
AUTOMATIC = ("zb-auto", "zb-v-auto")
#: Schedules that take a backward in one step; the others split it into B and W.
_WHOLE = frozenset({
    "gpipe", "1f1b-as", "1f1b-sno", "1f1b-so", "fbp-as", "1f1b-interleaved", "pipedream",
    "pipedream-vertical", "pipedream-2bw", "pipedream-flush", "chimera", "bitpipe",
    "pipelined-backprop", "partime", "terapipe",
})  # fmt: skip
#: Simulations of one search at an effort of 1, and those of automatic orders. Schedules of fewer
#: actions count for less, so that a small search leaves nothing out.
_SIMULATIONS, _AUTOMATIC, _ACTIONS = 120, 3, 10_000


def trainable() -> tuple[str, ...]:
    """Generated schedules that `--schedule` takes: those that train any model."""
    from hwpipe.plan.schedule_model import is_generated
    from hwpipe.schedule.generators import GENERATORS

    return tuple(n for n, i in GENERATORS.items() if i.workload == "model" and is_generated(n))


@dataclass(frozen=True)
class _Task:
    """A partition under a schedule, at one micro-batch size."""

    candidate: Candidate
    partition: Partition
    times: PipelineTimes
    ref: ScheduleRef
    ranks: int
    width: int
    lower_s: float

    @property
    def key(self) -> tuple[object, ...]:
        """What tasks of several schedules have in common."""
        return (self.candidate.microbatches, self.partition.stages)


class Rescheduler:
    """Compares generated schedules for one compilation.

    Args:
        problems: for each candidate (a micro-batch size) its problem.
        names: schedules to compare.
        replication: whether stages may have replicas.
        effort: multiple of the usual number of simulations.
    """

    def __init__(
        self,
        problems: Sequence[tuple[Candidate, PlanningProblem]],
        names: Sequence[str],
        *,
        replication: bool = True,
        effort: float = 1.0,
    ) -> None:
        self.problems = [(c, _linked(p)) for c, p in problems]
        self.names, self.replication, self.effort = tuple(names), replication, effort
        self.rows: dict[str, ScheduleRow] = {}
        self._priced: dict[tuple[object, ...], PipelineTimes | None] = {}

    def best_below(
        self, below_s: float, given: Sequence[tuple[Candidate, Partition]], *, shapes: bool = True,
        least_ranks: int = 2,
    ) -> tuple[Evaluated, Candidate] | None:  # fmt: skip
        """The fastest plan of less than `below_s` seconds; `rows` says how each schedule did.

        Args:
            below_s: seconds of the best plan so far.
            given: partitions of planners, compared beside those of `shapes`.
            shapes: whether pipelines are cut for the schedules.
            least_ranks: pipelines of fewer ranks are left out.
        """
        tasks = [t for t in self._tasks(given, shapes=shapes) if t.ranks >= least_ranks]
        tasks.sort(key=lambda t: t.lower_s)
        best: tuple[Evaluated, Candidate] | None = None
        reached: dict[tuple[object, ...], float] = {}
        for automatic, most in ((False, _SIMULATIONS), (True, _AUTOMATIC)):
            left = float(max(1, round(most * self.effort)))
            own = [task for task in tasks if (task.ref.name in AUTOMATIC) == automatic]
            own.sort(key=lambda t: (reached.get(t.key, math.inf), t.lower_s))
            for task in own:
                if task.lower_s >= below_s * (1 - 1e-9):
                    self._note(task, None, None, "its bound is no better than the best plan")
                    continue
                if left <= 0:
                    self._note(task, None, None, "not simulated: --effort gives more work")
                    continue
                actions = 3 * len(task.partition.stages) * task.candidate.microbatches
                left -= min(1.0, actions / _ACTIONS)
                found = self._simulated(task)
                if found is None:
                    continue
                reached[task.key] = min(found.value, reached.get(task.key, math.inf))
                if found.value < below_s * (1 - 1e-9):
                    best, below_s = (found, task.candidate), found.value
        return best

    def _tasks(
        self, given: Sequence[tuple[Candidate, Partition]], *, shapes: bool
    ) -> Iterator[_Task]:
        from hwpipe.schedule.generators import generator_info

        for name in self.names:
            info = generator_info(name)
            line = info.layout == "line" and info.weight_copies == 1
            chunks = (2, 4) if info.layout == "loop" else (2,) if info.layout == "v" else (1,)
            for candidate, problem in self.problems:
                for own, partition in given if line else ():
                    if own == candidate and self._uniform(problem, partition):
                        yield from self._task(candidate, problem, partition, name, 1)
                for count in chunks if shapes else ():
                    for shape in shapes_of(info.layout, count, info.weight_copies, problem,
                                           replication=self.replication):  # fmt: skip
                        for partition in self._cut(candidate, problem, shape):
                            yield from self._task(candidate, problem, partition, name, count)

    def _cut(self, candidate: Candidate, problem: PlanningProblem, shape: Shape) -> list[Partition]:
        known: dict[tuple[Candidate, Shape], list[Partition]] = self.__dict__.setdefault(
            "_cuts", {}
        )
        if (candidate, shape) not in known:
            known[candidate, shape] = balanced(problem, shape)
        return known[candidate, shape]

    def _uniform(self, problem: PlanningProblem, partition: Partition) -> bool:
        """Whether all stages have equally many devices, each stage of one type."""
        same = len({len(stage.devices) for stage in partition.stages}) == 1
        kinds = [{problem.group_of[name] for name in s.devices} for s in partition.stages]
        return same and all(len(kind) == 1 for kind in kinds)

    def _task(
        self, candidate: Candidate, problem: PlanningProblem, partition: Partition, name: str,
        chunks: int,
    ) -> Iterator[_Task]:  # fmt: skip
        from hwpipe.schedule.generators import generator_info

        times = self._times(candidate, problem, partition, split=name not in _WHOLE)
        info = generator_info(name)
        stages = partition.stages
        width = len(stages[0].devices) // info.weight_copies
        ranks, count = len(stages) // chunks, candidate.microbatches
        if times is None or count % width:
            return
        yield _Task(
            candidate=candidate,
            partition=partition,
            times=times if info.synchronous else _stashed(times, problem),
            ref=ScheduleRef(
                name,
                count,
                chunks,
                per_update=count // width if info.option == "per_update" else None,
            ),
            ranks=ranks,
            width=width,
            lower_s=_lower(times, partition, count),
        )

    def _times(
        self, candidate: Candidate, problem: PlanningProblem, partition: Partition, *, split: bool
    ) -> PipelineTimes | None:
        key = (candidate, partition.stages, split)
        if key not in self._priced:
            try:
                self._priced[key] = stage_times(problem, partition, split=split)
            except InfeasibleError:  # neighbours without a link
                self._priced[key] = None
        return self._priced[key]

    def _simulated(self, task: _Task) -> Evaluated | None:
        """The plan, or None where the schedule does not exist for its numbers, or does not fit."""
        from hwpipe.schedule import simulate

        replicas = [len(stage.devices) for stage in task.partition.stages]
        try:
            schedule = generated_schedule(
                task.ref, task.times, replicas, task.candidate.microbatches
            )
        except InputError as error:
            self._note(task, None, None, str(error))
            return None
        problem = dict(self.problems)[task.candidate]
        if any(problem.table.in_flight):
            split = task.ref.name not in _WHOLE
            times = stage_times(problem, task.partition, split=split, schedule=schedule)
            task = replace(task, times=replace(times, stash_bytes=task.times.stash_bytes))
        timeline = simulate(schedule, task.times)
        share = max(
            peak / min(task.times.memory_bytes[s] for s in held)
            for peak, held in zip(timeline.peak_memory_bytes, schedule.rank_stage, strict=True)
        )
        fits = share <= 1 + 1e-9
        reason = None if fits else "does not fit the memory of its devices"
        self._note(task, timeline.makespan_s if fits else None, share, reason)
        if not fits:
            return None
        return Evaluated(
            partition=task.partition,
            graph=problem.graph,
            table=problem.table,
            times=task.times,
            schedule=task.ref.name,
            microbatches=task.candidate.microbatches,
            iteration_s=timeline.makespan_s,
            bottleneck_s=_bottleneck(task, schedule),
            ideal_s=bottleneck_bound(problem),
            value=timeline.makespan_s,
            generated=(task.ref, schedule),
        )

    def _note(
        self, task: _Task, seconds: float | None, share: float | None, reason: str | None
    ) -> None:
        """Keep the best figures of every schedule: simulated ones, else the least bound."""
        row = ScheduleRow(task.ref.name, task.ranks, task.ref.chunks, task.width,
                          task.candidate.microbatches, seconds, task.lower_s, share,
                          reason)  # fmt: skip
        own = self.rows.get(row.name)
        if own is None or _rank(row) < _rank(own):
            self.rows[row.name] = row


def _rank(row: ScheduleRow) -> tuple[bool, float]:
    return row.iteration_s is None, row.lower_s if row.iteration_s is None else row.iteration_s


def _lower(times: PipelineTimes, partition: Partition, count: int) -> float:
    """Seconds that no schedule of these stages can beat.

    A device waits for its first micro-batch to come through the stages before, then has all its
    work to do, transfers that stop it included; a link has its tensors to move.
    """
    first: dict[str, float] = {}
    load: dict[str, float] = {}
    links: dict[str, float] = {}
    way = 0.0
    stages = partition.stages
    for s, stage in enumerate(stages):
        busy = times.forward_s[s] + times.backward_input_s[s] + times.backward_weight_s[s]
        for b in (s - 1, s):
            if 0 <= b < len(times.overlap) and not times.overlap[b]:
                busy += times.send_forward_s[b] + times.send_backward_s[b]
        # A transfer that stops the device is part of its work, the first one too.
        held = 0.0 if s == 0 or times.overlap[s - 1] else times.send_forward_s[s - 1]
        for device in stage.devices:
            first.setdefault(device, way - held)
            load[device] = load.get(device, 0.0) + busy * count / len(stage.devices)
        way += times.forward_s[s]
        if s < len(times.overlap):
            there, back = times.send_forward_s[s], times.send_backward_s[s]
            way += there
            lanes = min(len(stage.devices), len(stages[s + 1].devices))
            name = times.link_names[s]
            period = max(there, back) if times.overlap[s] else there + back
            links[name] = links.get(name, 0.0) + period * count / lanes
    alone = max(first[device] + load[device] for device in load)
    return max(alone, *links.values()) if links else alone


def _linked(problem: PlanningProblem) -> PlanningProblem:
    """The problem with a free link from every device to itself, for chunks that meet on one."""
    own = {
        (d.name, d.name): Link(d.name, d.name, float("inf"), 0.0, True)
        for d in problem.cluster.devices
    }
    cluster = replace(problem.cluster, links={**problem.cluster.links, **own})
    return replace(problem, cluster=cluster)


def _stashed(times: PipelineTimes, problem: PlanningProblem) -> PipelineTimes:
    """Times with the bytes of one more weight version, for schedules without a flush."""
    table = problem.table
    factor = 1 + table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
    return replace(times, stash_bytes=tuple(state / factor for state in times.weight_bytes))


def _bottleneck(task: _Task, schedule: Schedule) -> float:
    """Longest time that a device or link needs for one micro-batch in the steady state."""
    times, count = task.times, task.candidate.microbatches
    around = [0.0, *(0.0 if beside else there + back for there, back, beside in zip(
        times.send_forward_s, times.send_backward_s, times.overlap, strict=True)), 0.0]  # fmt: skip
    worst = 0.0
    for held in schedule.rank_stage:
        period = 0.0
        for s in held:
            busy = times.forward_s[s] + times.backward_input_s[s] + times.backward_weight_s[s]
            busy += around[s] + around[s + 1]
            period += busy / schedule.replicas[s] + times.reduce_s[s] / count
        worst = max(worst, period)
    links: dict[str, float] = {}
    for b, name in enumerate(times.link_names):
        there, back = times.send_forward_s[b], times.send_backward_s[b]
        period = max(there, back) if times.overlap[b] else there + back
        lanes = min(schedule.replicas[b : b + 2])
        links[name] = links.get(name, 0.0) + period / lanes
    return max([worst, *links.values()])
