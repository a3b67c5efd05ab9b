"""The small Gantt chart of the static picture: one row a device, the beginning of a run."""

from __future__ import annotations

import html

from hwpipe.plan.model import Plan
from hwpipe.report.palette import ink_on, stage_colour, tones
from hwpipe.report.simulated import simulated
from hwpipe.report.words import shorten
from hwpipe.schedule.model import Event, Timeline
from hwpipe.units import format_seconds

__all__ = ["gantt_rows"]

_MAX_ROWS = 16
_MAX_EVENTS = 900
#: More actions than this are not simulated only to draw the first few.
_MAX_ACTIONS = 20_000
_ROW, _LABEL = 17, 78


def gantt_rows(
    plan: Plan, timeline: Timeline | None, x: float, y: float, width: float
) -> tuple[str, float]:
    """SVG of the chart with its top left corner at (x, y), and its height."""
    ranks = [(n, held[0]) for n, held in zip(plan.rank_names, plan.rank_stages, strict=True)]
    shown = ranks[:_MAX_ROWS]
    if timeline is None:
        per = max(1, 3 * len(plan.stages))
        count = min(plan.schedule.microbatches, max(_MAX_ACTIONS // per, 2 * len(plan.stages), 8))
        timeline = simulated(plan, count)
    events = [
        (int(event.track[5:].split()[0]), event)
        for event in timeline.events
        if event.track.startswith("rank ") and event.end_s > event.start_s
        and event.track[5:].split()[0].isdigit()
    ]  # fmt: skip
    events = sorted(
        ((rank, e) for rank, e in events if rank < len(shown)), key=lambda item: item[1].start_s
    )
    whole = plan.predicted.iteration_s
    end = timeline.makespan_s
    if len(events) > _MAX_EVENTS:
        end = events[_MAX_EVENTS][1].start_s
        events = [(r, e) for r, e in events[:_MAX_EVENTS] if e.start_s < end]
    scale = (width - _LABEL) / end if end > 0 else 0.0
    parts = []
    for row, (name, stage) in enumerate(shown):
        top = y + row * _ROW
        parts.append(
            f'<rect x="{x + _LABEL:g}" y="{top:g}" width="{width - _LABEL:g}" '
            f'height="{_ROW - 3}" rx="2" class="rail" opacity="0.55"/>'
            f'<circle cx="{x + 5:g}" cy="{top + 7:g}" r="4" fill="{stage_colour(stage)}"/>'
            f'<text x="{x + 14:g}" y="{top + 11:g}" font-size="10.5" class="ink">'
            f"{html.escape(shorten(name, 12))}</text>"
        )
    lanes = _halves(events)
    for index, (rank, event) in enumerate(events):
        parts.append(
            _event(event, x + _LABEL, y + rank * _ROW, scale=scale, end=end, lane=lanes[index])
        )
    below = y + len(shown) * _ROW + 11
    left = "" if len(shown) == len(ranks) else f", first {len(shown)} of {len(ranks)} devices"
    part = (
        "one iteration"
        if end >= whole * 0.999
        else f"the first {format_seconds(end)} of {format_seconds(whole)}"
    )
    parts.append(
        f'<text x="{x + _LABEL:g}" y="{below:g}" font-size="10.5" class="soft">'
        f"{html.escape(f'Predicted timeline: {part}{left}')}</text>"
        f'<text x="{x + width:g}" y="{below:g}" font-size="10.5" class="soft" '
        f'text-anchor="end">{html.escape(format_seconds(end))}</text>'
    )
    return "".join(parts), len(shown) * _ROW + 14.0


def _halves(events: list[tuple[int, Event]]) -> list[tuple[float, float]]:
    """(offset, share) of the row's height: forward above backward where they overlap."""
    last: dict[int, float] = {}
    split: set[int] = set()
    for rank, event in events:
        if event.start_s < last.get(rank, 0.0) * (1 - 1e-9):
            split.add(rank)
        last[rank] = max(last.get(rank, 0.0), event.end_s)
    return [
        (0.0, 1.0) if rank not in split else ((0.0, 0.5) if event.kind == "F" else (0.5, 0.5))
        for rank, event in events
    ]


def _event(
    event: Event, x: float, y: float, *, scale: float, end: float, lane: tuple[float, float]
) -> str:
    colour = tones(stage_colour(event.stage)).get(event.kind, "#9AA0A6")
    left = event.start_s * scale
    width = max(0.5, (min(event.end_s, end) - event.start_s) * scale - 0.6)
    height = (_ROW - 3) * lane[1]
    top = y + (_ROW - 3) * lane[0]
    body = (
        f'<rect x="{x + left:.2f}" y="{top:g}" width="{width:.2f}" height="{height:g}" '
        f'rx="1.5" fill="{colour}"/>'
    )
    if width >= 15 and height >= 11 and event.micro_batch >= 0:
        body += (
            f'<text x="{x + left + width / 2:.2f}" y="{top + 10.5:g}" font-size="9" '
            f'fill="{ink_on(colour)}" text-anchor="middle">{event.micro_batch}</text>'
        )
    return body
