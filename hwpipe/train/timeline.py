"""The last step as it ran, and what the simulator makes of the measured times."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from hwpipe.plan.files import write_atomically
from hwpipe.plan.model import Plan
from hwpipe.schedule import PipelineTimes, simulate
from hwpipe.schedule.model import Event, Schedule, Timeline
from hwpipe.schedule.trace import to_chrome_trace
from hwpipe.train.result import StageSeconds, TrainResult

__all__ = ["measured_timeline", "simulated_seconds", "write_timeline"]


def measured_timeline(result: TrainResult) -> Timeline:
    """The actions of the last action lists on the tracks of their ranks, from time 0 on."""
    spans = result.spans()
    origin = spans[0][1].start_s if spans else 0.0
    events = tuple(
        Event(f"rank {rank}", s.kind, s.stage, s.micro_batch, s.start_s - origin, s.end_s - origin)
        for rank, s in sorted(spans, key=lambda item: (item[0], item[1].start_s))
    )
    ranks = len(result.runs)
    own = [[event for event in events if event.track == f"rank {r}"] for r in range(ranks)]
    return Timeline(
        events=events,
        makespan_s=max((event.end_s for event in events), default=0.0),
        rank_busy_s=tuple(sum(e.end_s - e.start_s for e in found) for found in own),
        rank_span_s=tuple(found[-1].end_s - found[0].start_s if found else 0.0 for found in own),
        link_busy_s={},
        peak_memory_bytes=(0.0,) * ranks,
        peak_in_flight=(0,) * ranks,
    )


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
    """Write the measured timeline as a trace for Perfetto."""
    labels = {f"rank {rank}": name for rank, name in enumerate(plan.rank_names)}
    trace = to_chrome_trace(measured_timeline(result), title=f"{plan.model.name}, measured",
                            labels=labels, memory=False)  # fmt: skip
    write_atomically(path, json.dumps(trace))
