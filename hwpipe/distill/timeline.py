"""A Pipe-BD pipeline batch by batch: when every stage teaches, learns, reduces and relays.

A stage relays the teacher's activation as soon as its teacher blocks are done, before its student
step. Overlapping links carry one batch at a time beside compute, which is busy for its own work
only; the others hold both ends.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hwpipe.errors import InputError

__all__ = ["DistillEvent", "StageSeconds", "run_stages"]

Kind = Literal["teacher", "student", "reduce", "relay"]


@dataclass(frozen=True, slots=True)
class StageSeconds:
    """Seconds per batch of a stage.

    Attributes:
        teacher_s: forward of its teacher blocks.
        student_s: forward, backward and update of its student blocks.
        reduce_s: all-reduce of their gradients over its replicas.
        relay_s: transfer of the teacher's activation to the next stage; 0 for the last.
    """

    teacher_s: float
    student_s: float
    reduce_s: float
    relay_s: float


@dataclass(frozen=True, slots=True)
class DistillEvent:
    """Something that a stage does with a batch."""

    stage: int
    kind: Kind
    batch: int
    start_s: float
    end_s: float


def run_stages(
    stages: Sequence[StageSeconds], batches: int, *, overlap: bool, decoupled: bool = True
) -> tuple[DistillEvent, ...]:
    """Every event of `batches` batches, batch by batch and front to back.

    Args:
        stages: seconds per batch of each stage.
        batches: at least 1.
        overlap: whether transfers run beside compute.
        decoupled: False makes every stage wait until all have updated before the next batch.

    Raises:
        InputError: for less than one batch.
    """
    if batches < 1:
        raise InputError(f"{batches} batches", limit="at least 1")
    events: list[DistillEvent] = []
    free = [0.0] * len(stages)
    wire = [0.0] * len(stages)
    for batch in range(batches):
        arrived = 0.0
        for k, stage in enumerate(stages):
            begin = max(free[k], arrived)
            done = begin + stage.teacher_s
            events.append(DistillEvent(k, "teacher", batch, begin, done))
            if k + 1 < len(stages):
                if overlap:
                    start = max(done, wire[k])
                    arrived = wire[k] = start + stage.relay_s
                else:
                    # A synchronous copy waits for its receiver and holds both ends.
                    start = max(done, free[k + 1])
                    arrived = free[k + 1] = done = start + stage.relay_s
                events.append(DistillEvent(k, "relay", batch, start, arrived))
            learned = done + stage.student_s
            free[k] = learned + stage.reduce_s
            events.append(DistillEvent(k, "student", batch, done, learned))
            if stage.reduce_s > 0:
                events.append(DistillEvent(k, "reduce", batch, learned, free[k]))
        if not decoupled:
            free = [max(free)] * len(free)
    return tuple(events)
