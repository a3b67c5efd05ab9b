"""`to_chrome_trace`: a timeline as a trace that Perfetto and chrome://tracing open.

The format is the JSON of the "Trace Event Format" (complete events `X`, counters `C`,
metadata `M`), with times in microseconds. Readers turn them into whole nanoseconds, some by
cutting off what lies behind the point, so slices are laid on a nanosecond grid such that two
slices of a track never overlap under either reading.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from hwpipe.schedule.model import Timeline

__all__ = ["to_chrome_trace", "track_order"]

_DEVICES, _LINKS, _MEMORY = 1, 2, 3


def track_order(track: str) -> tuple[object, ...]:
    """Sort key: ranks before links, `rank 2` before `rank 10`, forward before backward."""
    parts = re.split(r"(\d+)", track.replace(" backward", " ~backward"))
    return (
        not track.startswith("rank "),
        [(0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts if part],
    )


def to_chrome_trace(
    timeline: Timeline,
    *,
    title: str = "hwpipe",
    labels: Mapping[str, str] | None = None,
    memory: bool = True,
) -> dict[str, Any]:
    """Convert a timeline.

    Args:
        timeline: of `simulate`.
        title: prefix of the process names.
        labels: names to show instead of track names ("rank 0" -> "gpu0: stage 0").
        memory: add a counter track of bytes for each rank.

    Returns:
        A dictionary for `json.dump`: a thread per rank (two for a split engine) and per link
        direction, a counter per rank. The same timeline gives the same dictionary.
    """
    labels = labels or {}
    events: list[dict[str, Any]] = []
    tracks = sorted({event.track for event in timeline.events}, key=track_order)
    thread = {track: number for number, track in enumerate(tracks, start=1)}
    process = {track: _LINKS if track.startswith("link ") else _DEVICES for track in tracks}
    for number, name in ((_DEVICES, "devices"), (_LINKS, "links"), (_MEMORY, "memory")):
        if number == _MEMORY and not memory:
            continue
        if number != _MEMORY and number not in process.values():
            continue
        events.append(_meta("process_name", number, 0, {"name": f"{title}: {name}"}))
        events.append(_meta("process_sort_index", number, 0, {"sort_index": number}))
    for track in tracks:
        at = process[track], thread[track]
        events.append(_meta("thread_name", *at, {"name": labels.get(track, track)}))
        events.append(_meta("thread_sort_index", *at, {"sort_index": thread[track]}))
    for event in timeline.events:
        ts, dur = _slice_us(event.start_s, event.end_s)
        batch = f" {event.micro_batch}" if event.micro_batch >= 0 else ""
        events.append(
            {
                "name": f"{event.kind}{batch}",
                "cat": event.kind,
                "ph": "X",
                "pid": process[event.track],
                "tid": thread[event.track],
                "ts": ts,
                "dur": dur,
                "args": {"stage": event.stage, "micro_batch": event.micro_batch},
            }
        )
    if memory:
        for rank, steps in enumerate(timeline.memory_steps):
            name = labels.get(f"rank {rank}", f"rank {rank}")
            events += [
                {
                    "name": f"memory of {name}",
                    "ph": "C",
                    "pid": _MEMORY,
                    "tid": 0,
                    "ts": _grid_us(time_s),
                    "args": {"bytes": size},
                }
                for time_s, size in steps
            ]
    return {
        "traceEvents": events,
        "displayTimeUnit": "ms",
        "otherData": {"makespan_us": _grid_us(timeline.makespan_s)},
    }


def _meta(name: str, process: int, thread: int, args: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "ph": "M", "pid": process, "tid": thread, "args": args}


def _grid_us(time_s: float) -> float:
    """Microseconds at the nearest nanosecond n, such that times 1000 is never just below n."""
    n = round(time_s * 1e9)
    value = n / 1000
    while value * 1000 < n:
        value = math.nextafter(value, math.inf)
    return value


def _slice_us(start_s: float, end_s: float) -> tuple[float, float]:
    """Start and duration, with start + duration at most the grid point of the end."""
    ts, end = _grid_us(start_s), _grid_us(end_s)
    dur = round((end - ts) * 1000) / 1000
    while dur > 0 and ts + dur > end:
        dur = math.nextafter(dur, 0.0)
    return ts, dur
