"""The last step as it ran, and what the simulator makes of the measured times."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hwpipe.plan import timeline_files
from hwpipe.plan.model import Plan
from hwpipe.plan.timeline_files import timeline_of_events
from hwpipe.schedule import PipelineTimes, simulate
from hwpipe.schedule.model import Event, Schedule, Timeline
from hwpipe.train.result import StageSeconds, TrainResult

__all__ = ["measured_timeline", "simulated_seconds", "write_timeline"]


def measured_timeline(result: TrainResult) -> Timeline:
    """The actions of the last action lists on the tracks of their ranks, from time 0 on.

    Copies to host memory and back, and what is computed again within a backward, have tracks of
    their own.
    """
    events = [
        Event(_track(rank, s.kind), s.kind, s.stage, s.micro_batch, s.start_s, s.end_s)
        for rank, s in result.spans()
    ]
    return timeline_of_events(events, len(result.runs))


def _track(rank: int, kind: str) -> str:
    beside = {"SWAP_OUT": "copies out", "SWAP_IN": "copies in", "RECOMPUTE": "recomputation"}
    return f"{beside[kind]} of rank {rank}" if kind in beside else f"rank {rank}"


def simulated_seconds(schedule: Schedule, stages: Sequence[StageSeconds]) -> float | None:
    """Makespan of a schedule on the measured times of its stages, transfers free.

    None where a stage was not measured (its steps ran once only).
    """
    if not all(s.forward_s and (s.backward_s or s.backward_input_s) for s in stages):
        return None
    times = PipelineTimes.uniform(len(stages), forward_s=0.0)
    from dataclasses import replace

    # A step that is not split takes the whole backward, however the sum is written.
    times = replace(
        times,
        forward_s=tuple(s.forward_s for s in stages),
        backward_input_s=tuple(s.backward_input_s or s.backward_s for s in stages),
        backward_weight_s=tuple(s.backward_weight_s for s in stages),
        update_s=tuple(s.update_s for s in stages),
    )
    return simulate(schedule, times).makespan_s


def write_timeline(plan: Plan, result: TrainResult, path: Path) -> None:
    """Write the measured timeline as a trace for Perfetto and `hwpipe report --timeline`.

    Raises:
        InputError: if the folder cannot be written.
    """
    timeline = measured_timeline(result)
    timeline_files.write_timeline(plan, timeline, path, iteration_s=result.iteration_s)
