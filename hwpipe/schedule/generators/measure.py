"""What a schedule takes: makespan, bubble, memory and weight versions, by simulation."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.schedule.generators.catalogue import (
    GENERATORS,
    ScheduleOptions,
    generate,
    generator_info,
    schedule_times,
)
from hwpipe.schedule.generators.rounds import Objective
from hwpipe.schedule.memory import live_versions
from hwpipe.schedule.model import PipelineTimes, Schedule, Timeline
from hwpipe.schedule.program import compile_schedule
from hwpipe.schedule.simulate import simulate

__all__ = ["Candidate", "Limits", "Measured", "compare_schedules", "measure",
           "training_schedules"]  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """Figures of a simulated schedule.

    Attributes:
        schedule, times: what was simulated; times of the schedule's own stages.
        timeline: the simulated run.
        bubble_s: longest span of a rank's compute, less the largest busy time of a rank.
        peak_activations: of each rank, largest sum of activations held, in activations of one
            micro-batch on one whole stage of the given times.
        weight_versions: of each rank, most versions of one of its stages alive at once.
    """

    schedule: Schedule
    times: PipelineTimes
    timeline: Timeline
    bubble_s: float
    peak_activations: tuple[float, ...]
    weight_versions: tuple[int, ...]

    @property
    def label(self) -> str:
        """Name of the schedule, with the chunks of a rank where there are several."""
        chunks = max(len(held) for held in self.schedule.rank_stage)
        several = generator_info(self.schedule.name).option == "chunks"
        return f"{self.schedule.name} ({chunks} chunks)" if several else self.schedule.name

    @property
    def makespan_s(self) -> float:
        """Seconds of the iteration."""
        return self.timeline.makespan_s

    @property
    def span_s(self) -> float:
        """Longest span of a rank's compute."""
        return max(self.timeline.rank_span_s)

    @property
    def bubble_ratio(self) -> float:
        """Bubble over span."""
        return self.bubble_s / self.span_s if self.span_s > 0 else 0.0


def measure(
    name: str,
    times: PipelineTimes,
    microbatches: int,
    *,
    options: ScheduleOptions | None = None,
    schedule: Schedule | None = None,
) -> Measured:
    """Generate and simulate a schedule on p stages.

    Args:
        name: a key of `GENERATORS`.
        times: of p stages (chunks are spread from them).
        microbatches: m.
        options: of the generator.
        schedule: the generated schedule, where it is there already.

    Raises:
        InputError: as `generate` and `simulate`.
    """
    rows = len(times.forward_s)
    if schedule is None:
        schedule = generate(name, rows, microbatches, times=times, options=options)
    spread = schedule_times(name, times, options)
    timeline = simulate(schedule, spread)
    # Activations alone, in units of a row's: the same run with other sizes.
    zero = (0.0,) * schedule.stages
    parts = _parts(generator_info(name).layout, schedule.stages, rows)
    late = spread.weight_gradient_bytes or spread.activation_bytes
    counted = replace(
        spread, weight_bytes=zero, workspace_bytes=zero, boundary_bytes=(), stash_bytes=(),
        skips=tuple(replace(skip, size_bytes=0.0) for skip in spread.skips),
        activation_bytes=tuple(parts if a > 0 else 0.0 for a in spread.activation_bytes),
        weight_gradient_bytes=tuple(
            parts * w / a if a > 0 else 0.0
            for w, a in zip(late, spread.activation_bytes, strict=True)
        ),
    )  # fmt: skip
    same = counted == spread
    peaks = (timeline if same else simulate(schedule, counted)).peak_memory_bytes
    versions = [1] * len(schedule.ranks)
    for (rank, _), alive in live_versions(compile_schedule(schedule)).items():
        versions[rank] = max(versions[rank], alive)
    return Measured(
        schedule=schedule,
        times=spread,
        timeline=timeline,
        bubble_s=max(0.0, max(timeline.rank_span_s) - max(timeline.rank_busy_s)),
        peak_activations=peaks,
        weight_versions=tuple(versions),
    )


def _parts(layout: str, stages: int, rows: int) -> float:
    """The part of a row that a stage of the schedule is."""
    return 1.0 if layout == "relay" else rows / stages


@dataclass(frozen=True)
class Limits:
    """Which schedules a planner may choose from.

    Attributes:
        times: of p stages with the memory of their devices; None: any memory.
        asynchronous: allow schedules that are not exact mini-batch SGD.
        weight_copies: ranks that may hold a stage's weights; 1 excludes two directions.
        split_backward: whether B and W can be run apart.
        chunks: model chunks a rank that may be cut; 1 excludes chunked and V schedules.
    """

    times: PipelineTimes | None = None
    asynchronous: bool = False
    weight_copies: int = 2
    split_backward: bool = True
    chunks: int = 4


@dataclass(frozen=True)
class Candidate:
    """A schedule that a planner may choose, and the times of its stages."""

    name: str
    options: ScheduleOptions
    schedule: Schedule
    times: PipelineTimes | None


def training_schedules(
    stages: int, microbatches: int, limits: Limits | None = None
) -> list[Candidate]:
    """Schedules of a model that exist for these numbers and fit in memory, for `--schedule auto`.

    Schedules for special workloads (token slices, distillation, streams) and split engines are
    left out. With `limits.times` the list holds only what fits in `memory_bytes`, by simulation.
    """
    limits = limits or Limits()
    found = []
    for name, info in GENERATORS.items():
        if (
            info.workload != "model"
            or name == "fbp-as"
            or info.weight_copies > limits.weight_copies
        ):
            continue
        if not info.synchronous and not limits.asynchronous:
            continue
        for options in _variants(name, limits):
            try:
                schedule = generate(name, stages, microbatches, times=limits.times, options=options)
            except InputError:  # does not exist for these numbers, or not within this memory
                continue
            split = any(a.kind == "W" for actions in schedule.ranks for a in actions)
            chunks = schedule.stages // stages
            if (split and not limits.split_backward) or chunks > limits.chunks:
                continue
            times = None
            if limits.times is not None:
                times = schedule_times(name, limits.times, options)
                if not _fits(schedule, times):
                    continue
            found.append(Candidate(name, options, schedule, times))
    return found


def _variants(name: str, limits: Limits) -> list[ScheduleOptions]:
    if name == "1f1b-interleaved":
        return [ScheduleOptions(chunks=v) for v in (2, 4) if v <= limits.chunks]
    return [ScheduleOptions()]


def _fits(schedule: Schedule, times: PipelineTimes) -> bool:
    peaks = simulate(schedule, times).peak_memory_bytes
    return all(
        peak <= min(times.memory_bytes[s] for s in held) * (1 + 1e-9)
        for peak, held in zip(peaks, schedule.rank_stage, strict=True)
    )


def compare_schedules(
    times: PipelineTimes,
    microbatches: int,
    limits: Limits | None = None,
    *,
    objective: Objective = "makespan",
) -> list[Measured]:
    """All schedules that fit, the best first: what `--schedule auto` takes is the first.

    Args:
        times: measured or modelled F, B and W of p stages, links and memory.
        microbatches: m.
        limits: which schedules are allowed; its `times` are replaced by `times`.
        objective: what is compared, ties by the other.

    Raises:
        InfeasibleError: no schedule fits in memory.
    """
    allowed = replace(limits or Limits(), times=times)
    found = [
        measure(c.name, times, microbatches, options=c.options, schedule=c.schedule)
        for c in training_schedules(len(times.forward_s), microbatches, allowed)
    ]
    if not found:
        raise InfeasibleError(
            f"no schedule of {microbatches} micro-batches on {len(times.forward_s)} stages fits",
            limit="the memory of the devices",
            remedy="use smaller micro-batches, more stages or recomputation",
        )
    key = {"makespan": lambda x: (x.makespan_s, x.span_s),
           "span": lambda x: (x.span_s, x.makespan_s)}[objective]  # fmt: skip
    return sorted(found, key=key)
