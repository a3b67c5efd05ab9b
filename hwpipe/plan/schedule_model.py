"""The schedule of a plan: `ScheduleRef`, `ScheduleRow`, and where its stages stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hwpipe.schedule import SCHEDULES

__all__ = ["ScheduleRef", "ScheduleRow", "is_generated", "rank_layout", "slice_sizes"]


@dataclass(frozen=True, slots=True)
class ScheduleRef:
    """The schedule by name; `hwpipe.plan.timeline.schedule_of` expands it to actions.

    Attributes:
        name: of `hwpipe.schedule.SCHEDULES` or `hwpipe.schedule.generators.GENERATORS`.
        microbatches: of one iteration.
        chunks: stages that each device of a chunked schedule holds, one after another.
        per_update: micro-batches of an update where there are several updates an iteration.
        slices: tokens of each slice of a sequence (`terapipe`), front to back; empty: whole ones.
    """

    name: str
    microbatches: int
    chunks: int = 1
    per_update: int | None = None
    slices: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """What a schedule would have done: its best pipeline among those that were compared.

    Attributes:
        name: of the schedule.
        stages, chunks, width, microbatches: of that pipeline; `width` replicas a stage.
        iteration_s: simulated; None where it did not fit, does not exist for these numbers, or
            was not simulated since `lower_s` was longer than the best plan: `reason` says so.
        lower_s: seconds that no schedule of that pipeline can beat.
        memory_share: largest share of a device's memory.
    """

    name: str
    stages: int
    chunks: int
    width: int
    microbatches: int
    iteration_s: float | None
    lower_s: float
    memory_share: float | None = None
    reason: str | None = None


def is_generated(name: str) -> bool:
    """Whether a schedule comes from `hwpipe.schedule.generators`: one rank a stage, or chunks.

    Those of `hwpipe.schedule.SCHEDULES` take any number of replicas at each stage.
    """
    return name not in SCHEDULES


def rank_layout(
    ref: ScheduleRef, devices: Sequence[Sequence[str]]
) -> tuple[tuple[str, tuple[int, ...]], ...]:
    """(device, stages that it holds) of every rank of a generated schedule.

    The first stages of a chunked schedule stand on all devices in the order of the ranks; where
    two pipelines run in opposite directions, the first half of a stage's devices does.

    Args:
        ref: a schedule of `hwpipe.schedule.generators`.
        devices: of every stage.
    """
    from hwpipe.schedule.generators import generator_info

    ranks = len(devices) // ref.chunks
    width = len(devices[0]) // generator_info(ref.name).weight_copies
    held: dict[str, list[int]] = {}
    for stage, names in enumerate(devices):
        for name in names:
            held.setdefault(name, []).append(stage)
    order = [name for names in devices[:ranks] for name in names[:width]]
    return tuple((name, tuple(held[name])) for name in order)


def slice_sizes(ref: ScheduleRef) -> tuple[float, ...]:
    """The part of a sequence that each token slice is; empty without slices."""
    total = sum(ref.slices)
    return tuple(tokens / total for tokens in ref.slices)
