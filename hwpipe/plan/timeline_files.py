"""Timelines of runs as files: a Chrome trace that Perfetto opens, and that says what it is of.

`otherData.hwpipe` holds the plan's fingerprint (model, micro-batches, schedule, stages, devices,
not its predictions), so that a timeline can be laid over any prediction for the same plan.
"""

from __future__ import annotations

import hashlib
import json
import math
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.plan.files import write_atomically
from hwpipe.plan.model import Plan
from hwpipe.schedule.model import Event, Timeline
from hwpipe.schedule.trace import to_chrome_trace, track_order

__all__ = ["plan_fingerprint", "read_timeline", "timeline_of_events", "write_timeline"]

FORMAT = "hwpipe-timeline"
VERSION = 1
_MAX_BYTES = 256 * 2**20


def plan_fingerprint(plan: Plan) -> str:
    """What a run of the plan executes, as a hash; predictions do not change it."""
    ref = plan.schedule
    executed = [
        plan.model.hash, plan.mode, plan.micro_batch, ref.name, ref.microbatches, ref.chunks,
        ref.per_update, list(ref.slices),
        [[list(stage.devices), list(stage.node_indices), stage.mode] for stage in plan.stages],
        [list(split) for split in plan.splits],
    ]  # fmt: skip
    return "sha256:" + hashlib.sha256(json.dumps(executed).encode()).hexdigest()


def timeline_of_events(events: list[Event], ranks: int) -> Timeline:
    """Measured actions, moved so that the first begins at 0."""
    origin = min((event.start_s for event in events), default=0.0)
    moved = sorted(
        (event._replace(start_s=event.start_s - origin, end_s=event.end_s - origin)
         for event in events),
        key=lambda event: (track_order(event.track), event.start_s),
    )  # fmt: skip
    own = [[event for event in moved if event.track == f"rank {rank}"] for rank in range(ranks)]
    return Timeline(
        events=tuple(moved),
        makespan_s=max((event.end_s for event in moved), default=0.0),
        rank_busy_s=tuple(sum(e.end_s - e.start_s for e in found) for found in own),
        rank_span_s=tuple(found[-1].end_s - found[0].start_s if found else 0.0 for found in own),
        link_busy_s={},
        peak_memory_bytes=(0.0,) * ranks,
        peak_in_flight=(0,) * ranks,
    )


def write_timeline(
    plan: Plan, timeline: Timeline, path: str | Path, *, iteration_s: float | None = None
) -> None:
    """Write a measured timeline, whole or not at all.

    Args:
        plan: that was run.
        timeline: of `timeline_of_events`.
        path: the file.
        iteration_s: measured over all steps, where there were several.

    Raises:
        InputError: if the folder cannot be written.
    """
    labels = {f"rank {rank}": name for rank, name in enumerate(plan.rank_names)}
    trace = to_chrome_trace(
        timeline, title=f"{plan.model.name}, measured", labels=labels, memory=False
    )
    tracks = sorted({event.track for event in timeline.events}, key=track_order)
    trace["otherData"]["hwpipe"] = {
        "format": FORMAT,
        "version": VERSION,
        "plan": plan_fingerprint(plan),
        "model": plan.model.name,
        "schedule": plan.schedule.name,
        "stages": len(plan.stages),
        "micro_batches": plan.schedule.microbatches,
        "tracks": {str(number): track for number, track in enumerate(tracks, start=1)},
        "iteration_s": iteration_s,
    }
    write_atomically(path, json.dumps(trace))


def read_timeline(path: str | Path, plan: Plan) -> tuple[Timeline, float | None]:
    """Read what `write_timeline` wrote for this plan.

    Returns:
        The timeline, and the seconds of a step over all steps where the file knows them.

    Raises:
        InputError: not such a file, or one of another plan; the message names what differs.
    """
    where = str(path)
    head, trace = _head(path, where)
    if head.get("plan") != plan_fingerprint(plan):
        raise InputError(
            "the timeline is of another plan: " + _difference(head, plan), where=where,
            remedy="give the plan that was run, or run this one with --timeline",
        )  # fmt: skip
    tracks: Any = head.get("tracks")
    found: list[Event] = []
    try:
        for entry in trace["traceEvents"]:
            if entry["ph"] != "X":
                continue
            start, duration = float(entry["ts"]), float(entry["dur"])
            stage, number = entry["args"]["stage"], entry["args"]["micro_batch"]
            if not (math.isfinite(start) and math.isfinite(duration) and duration >= 0):
                raise ValueError(f"a slice at {start} us of {duration} us")
            if not isinstance(stage, int) or not 0 <= stage < len(plan.stages):
                raise ValueError(f"stage {stage!r}")
            found.append(Event(tracks[str(entry["tid"])], str(entry["cat"]), stage, int(number),
                               start / 1e6, (start + duration) / 1e6))  # fmt: skip
    except (KeyError, TypeError, ValueError) as error:
        raise InputError(f"a damaged timeline ({type(error).__name__}: {error})", where=where,
                         remedy="run again with --timeline") from None  # fmt: skip
    if not found:
        raise InputError("a timeline without actions", where=where,
                         remedy="run again with --timeline")  # fmt: skip
    measured: Any = head.get("iteration_s")
    known = isinstance(measured, int | float) and math.isfinite(measured) and measured > 0
    return timeline_of_events(found, len(plan.rank_names)), float(measured) if known else None


def _head(path: str | Path, where: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the file says it is, and all of it."""
    try:
        size = Path(path).stat().st_size
        if size > _MAX_BYTES:
            raise InputError(f"{size} bytes", where=where, limit=f"{_MAX_BYTES} bytes")
        trace = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where,
                         remedy="write one with --timeline of train or run") from None  # fmt: skip
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not a JSON file ({error})", where=where) from None
    other = trace.get("otherData") if isinstance(trace, dict) else None
    head = other.get("hwpipe") if isinstance(other, dict) else None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise InputError(
            "not a timeline of a run", where=where, limit=f"format {FORMAT}",
            remedy="write one with `hwpipe train --timeline` or `hwpipe run --timeline`",
        )  # fmt: skip
    if head.get("version") != VERSION:
        raise InputError(f"timeline of version {head.get('version')!r}", where=where,
                         limit=f"version {VERSION}", remedy="update hwpipe")  # fmt: skip
    return head, trace


def _difference(head: dict[str, Any], plan: Plan) -> str:
    """The first thing in words that another plan has different."""
    own = {
        "model": plan.model.name, "schedule": plan.schedule.name, "stages": len(plan.stages),
        "micro_batches": plan.schedule.microbatches,
    }  # fmt: skip
    for key, value in own.items():
        if head.get(key) != value:
            return f"its {key.replace('_', '-')} {head.get(key)!r}, this plan's {value!r}"
    return "the same model and schedule, but other stages, devices or micro-batches"
