"""The Gantt chart of a run over that of its prediction: two lanes a device, one scale."""

from __future__ import annotations

from collections.abc import Iterable

from hwpipe.plan.model import Plan
from hwpipe.report.measured import Comparison
from hwpipe.report.palette import ink_on, stage_colour, tones
from hwpipe.report.picture import escape, wrap_svg
from hwpipe.report.words import shorten
from hwpipe.schedule.model import Event
from hwpipe.units import format_seconds

__all__ = ["overlay_svg"]

_WIDTH, _LABEL, _PAD = 1100.0, 150.0, 14.0
_LANE, _GAP, _AXIS = 15.0, 9.0, 22.0
#: Ranks and actions that are drawn.
_MAX_RANKS, _MAX_EVENTS = 24, 3000
_OTHER = {"REDUCE": "#6B4C9A", "UPDATE": "#8C6D31"}


def overlay_svg(plan: Plan, found: Comparison) -> str:
    """Draw predicted and measured actions of every rank, one above the other.

    Args:
        plan: for the names of its devices.
        found: both timelines. The first 3,000 actions of the first 24 ranks are drawn.
    """
    names = plan.rank_names[:_MAX_RANKS]
    lanes = [_of_ranks(timeline.events, len(names))
             for timeline in (found.predicted, found.measured)]  # fmt: skip
    end = max(found.predicted.makespan_s, found.measured.makespan_s)
    whole = end
    for events in lanes:
        if len(events) > _MAX_EVENTS:
            end = min(end, sorted(event.start_s for _, event in events)[_MAX_EVENTS])
    scale = (_WIDTH - _LABEL - 2 * _PAD) / end if end > 0 else 0.0
    left, pitch = _PAD + _LABEL, 2 * _LANE + _GAP
    parts = []
    for rank, name in enumerate(names):
        top = _PAD + rank * pitch
        parts.append(_word(_PAD, top + _LANE + 4, shorten(name, 10), "ink", 11.5))
        for lane, words in enumerate(("predicted", "measured")):
            y = top + lane * _LANE
            parts.append(_word(_PAD + 84, y + 11, words, "soft", 10))
            parts.append(
                f'<rect x="{left:g}" y="{y:g}" width="{end * scale:.2f}" height="{_LANE - 2:g}" '
                'rx="2" class="rail" opacity="0.5"/>'
            )
    for lane, events in enumerate(lanes):
        for rank, event in events:
            if event.start_s < end:
                y = _PAD + rank * pitch + lane * _LANE
                parts.append(_bar(event, left, y, scale, end))
    bottom = _PAD + len(names) * pitch
    for lane, timeline in enumerate((found.predicted, found.measured)):
        if timeline.makespan_s <= end:
            x = left + timeline.makespan_s * scale
            parts.append(
                f'<line x1="{x:.2f}" x2="{x:.2f}" y1="{_PAD:g}" y2="{bottom - _GAP:g}" '
                f'class="wire" stroke-dasharray="{"3 3" if lane == 0 else "none"}"/>'
            )
    part = "" if end >= whole else f", the first {format_seconds(end)} of {format_seconds(whole)}"
    few = "" if len(names) == len(plan.rank_names) else (
        f", the first {len(names)} of {len(plan.rank_names)} ranks"
    )  # fmt: skip
    words = (
        f"predicted {format_seconds(found.predicted.makespan_s)} (dashed line), measured "
        f"{format_seconds(found.measured.makespan_s)} (solid line){part}{few}"
    )
    parts.append(_word(left, bottom + 10, words, "soft", 11))
    return wrap_svg("".join(parts), _WIDTH, bottom + _AXIS, "Measured over predicted timeline")


def _of_ranks(events: Iterable[Event], ranks: int) -> list[tuple[int, Event]]:
    found = []
    for event in events:
        words = event.track.split()
        if words[0] == "rank" and words[1].isdigit() and int(words[1]) < ranks:
            found.append((int(words[1]), event))
    return found


def _bar(event: Event, x: float, y: float, scale: float, end: float) -> str:
    colour = tones(stage_colour(event.stage)).get(event.kind) or _OTHER.get(event.kind, "#9AA0A6")
    start = x + event.start_s * scale
    width = max(0.4, (min(event.end_s, end) - event.start_s) * scale - 0.5)
    number = f" {event.micro_batch}" if event.micro_batch >= 0 else ""
    tip = (
        f"{event.kind}{number}, stage {event.stage}: {format_seconds(event.end_s - event.start_s)}"
    )
    body = (
        f'<rect x="{start:.2f}" y="{y:g}" width="{width:.2f}" height="{_LANE - 2:g}" rx="1.5" '
        f'fill="{colour}"><title>{escape(tip)}</title></rect>'
    )
    if width >= 16 and number:
        body += (
            f'<text x="{start + width / 2:.2f}" y="{y + 10:g}" font-size="9" '
            f'fill="{ink_on(colour)}" text-anchor="middle">{event.micro_batch}</text>'
        )
    return body


def _word(x: float, y: float, words: str, css: str, size: float) -> str:
    return f'<text x="{x:g}" y="{y:g}" class="{css}" font-size="{size:g}">{escape(words)}</text>'
