"""`validate`: is a schedule well formed, free of deadlock and within memory?"""

from __future__ import annotations

from hwpipe.errors import InfeasibleError
from hwpipe.schedule.engines import run_in_order
from hwpipe.schedule.model import PipelineTimes, Schedule
from hwpipe.schedule.program import compile_schedule
from hwpipe.schedule.simulate import simulate
from hwpipe.schedule.wiring import wire
from hwpipe.units import format_bytes

__all__ = ["validate"]


def validate(schedule: Schedule, times: PipelineTimes | None = None) -> None:
    """Raise on the first violation; return nothing where the schedule is sound.

    Checked are, in this order: the form of the lists (known kinds, numbers in range, stages on
    the ranks that hold them); that each micro-batch runs exactly once on each stage, backward
    after forward; that every wait ends, by running program order and data edges to completion
    (no clock is needed for that: which transfer goes first on a link delays steps but cannot
    make them wait for each other); and, with `times`, that no rank exceeds the memory of its
    stage. One action at a time per engine holds for any list by construction.

    Args:
        schedule: the schedule.
        times: times and sizes to check the memory with; structure only if None.

    Raises:
        InputError: malformed or deadlocked; the message names the actions.
        InfeasibleError: a peak above `memory_bytes`; the message names stage, bytes and limit.
    """
    program = compile_schedule(schedule)
    if times is None:
        skips = {(min(a, b), max(a, b)) for a, b, _ in program.sends if abs(a - b) > 1}
        skips -= set(schedule.boundaries)
        run_in_order(wire(program, _unit_times(schedule, skips)))
        return
    timeline = simulate(schedule, times)
    for rank, (peak, stages_held) in enumerate(
        zip(timeline.peak_memory_bytes, schedule.rank_stage, strict=True)
    ):
        limit = min((times.memory_bytes[stage] for stage in stages_held), default=float("inf"))
        if peak > limit:
            held = ", ".join(str(stage) for stage in stages_held)
            raise InfeasibleError(
                f"stage {held} needs {format_bytes(peak)} ({peak:.0f} bytes) with "
                f"{timeline.peak_in_flight[rank]} micro-batches in flight",
                where=f"schedule {schedule.name}, rank {rank}",
                limit=f"{format_bytes(limit)} ({limit:.0f} bytes) of device memory",
                remedy="use smaller micro-batches, a schedule with fewer in flight, or more stages",
            )


def _unit_times(schedule: Schedule, skips: set[tuple[int, int]]) -> PipelineTimes:
    from dataclasses import replace

    from hwpipe.schedule.model import Skip

    times = PipelineTimes.uniform(schedule.stages, forward_s=1.0, backward_s=1.0, weight_s=1.0)
    free = (0.0,) * len(schedule.boundaries)
    return replace(
        times,
        send_forward_s=free,
        send_backward_s=free,
        latency_forward_s=(),
        latency_backward_s=(),
        overlap=(True,) * len(free),
        skips=tuple(Skip(a, b, 0.0) for a, b in sorted(skips)),
    )
