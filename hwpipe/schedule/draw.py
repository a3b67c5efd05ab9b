"""`to_svg`: a timeline as a small stand-alone SVG picture."""

from __future__ import annotations

import math
from collections.abc import Mapping

from hwpipe.errors import InputError
from hwpipe.schedule.model import Event, Timeline
from hwpipe.schedule.trace import track_order
from hwpipe.units import format_seconds

__all__ = ["to_svg"]

#: Fill and meaning of each kind; hues that stay apart for colour-blind readers (Okabe-Ito).
_KINDS: dict[str, tuple[str, str]] = {
    "F": ("#56b4e9", "forward"),
    "B": ("#009e73", "input gradient"),
    "W": ("#b7a51c", "weight gradient"),
    "BW": ("#3cab84", "backward"),
    "RECOMPUTE": ("#a3d5f2", "recompute"),
    "REDUCE": ("#cc79a7", "all-reduce"),
    "UPDATE": ("#d55e00", "update"),
    "SEND": ("#999999", "transfer"),
    "RECV": ("#bbbbbb", "receive"),
    "mixed": ("#6f8f9f", "several"),
}
_ROW, _BAR, _LEFT, _TOP, _FOOT = 24, 18, 120, 34, 26
_DIGIT = 6.2  # width of a digit at 10 px, generous
_NARROW, _GAP = 1.0, 1.0  # slices below this width and gap in pixels are drawn as one
_MIXED = "mixed"


def to_svg(
    timeline: Timeline,
    *,
    title: str = "",
    width: int = 960,
    links: bool = True,
    labels: Mapping[str, str] | None = None,
) -> str:
    """Draw one row per rank (two for a split engine) and per link direction.

    Micro-batch numbers stand in the slices that have room for them. Slices too narrow to tell
    apart are drawn as one, so that the size of the picture is bounded by its width and rows,
    whatever the schedule. The same timeline gives the same text.

    Args:
        timeline: of `simulate`.
        title: above the picture; the makespan is added.
        width: of the picture in pixels, at least 240.
        links: draw the rows of links.
        labels: names to show instead of track names.

    Raises:
        InputError: the width is too small for a picture.
    """
    if width < 2 * _LEFT:
        raise InputError(f"a picture {width} pixels wide", limit=f"at least {2 * _LEFT}",
                         remedy="make it wider")  # fmt: skip
    labels = labels or {}
    rows: dict[str, list[Event]] = {}
    for event in timeline.events:
        if (links or event.kind != "SEND" or event.track.startswith("rank ")) and (
            event.end_s > event.start_s
        ):
            rows.setdefault(event.track, []).append(event)
    tracks = sorted(rows, key=track_order)
    scale = (width - _LEFT - 12) / timeline.makespan_s if timeline.makespan_s > 0 else 0.0
    height = _TOP + _ROW * len(tracks) + _FOOT
    heading = f"{title}: {format_seconds(timeline.makespan_s)}" if title else (
        format_seconds(timeline.makespan_s))  # fmt: skip

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" role="img" aria-label="{_escape(heading)}">',
        "<style>text{font:10px sans-serif;fill:#222}.n{text-anchor:middle;pointer-events:none}"
        ".t{text-anchor:end}.h{font-size:13px;font-weight:bold}.g{stroke:#ddd}"
        + "".join(f".{kind}{{fill:{fill}}}" for kind, (fill, _) in _KINDS.items())
        + "rect{stroke:#fff;stroke-width:.5}</style>",
        f'<rect width="{width}" height="{height}" style="fill:#fff;stroke:none"/>',
        f'<text class="h" x="8" y="16">{_escape(heading)}</text>',
    ]
    bars: list[str] = []
    for number, track in enumerate(tracks):
        y = _TOP + _ROW * number
        name = labels.get(track, track)
        bars.append(f'<text class="t" x="{_LEFT - 8}" y="{y + 13}">{_escape(name)}</text>')
        bars += _bars(rows[track], scale, y)
    drawn = {line.split('"')[1] for line in bars if line.startswith("<rect")}
    lines += _legend([kind for kind in _KINDS if kind in drawn], width)
    lines += _axis(timeline.makespan_s, scale, height)
    lines += bars
    lines.append("</svg>")
    return "\n".join(lines) + "\n"


def _escape(text: str) -> str:
    """Escape text for element content and attributes (`html.escape` loads an entity table)."""
    for mark, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(mark, entity)
    return text


def _number(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _legend(kinds: list[str], width: int) -> list[str]:
    lines = []
    x = width - 12.0
    for kind in reversed(kinds):
        meaning = _KINDS[kind][1]
        x -= _DIGIT * len(meaning)
        lines.append(f'<text x="{_number(x)}" y="16">{meaning}</text>')
        x -= 14
        lines.append(f'<rect class="{kind}" x="{_number(x)}" y="7" width="10" height="10"/>')
        x -= 10
    return lines


def _axis(makespan_s: float, scale: float, height: int) -> list[str]:
    """Grid lines at a step of 1, 2 or 5 times a power of ten, about eight of them."""
    if makespan_s <= 0:
        return []
    power = 10.0 ** math.floor(math.log10(makespan_s / 8))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= makespan_s / 8)
    lines = []
    for tick in range(math.floor(makespan_s / step * (1 + 1e-12)) + 1):
        x = _number(_LEFT + tick * step * scale)
        bottom = height - _FOOT
        lines.append(f'<path class="g" d="M{x} {_TOP - 6}V{bottom + 4}"/>')
        lines.append(
            f'<text class="n" x="{x}" y="{bottom + 16}">{format_seconds(tick * step)}</text>'
        )
    return lines


def _bars(events: list[Event], scale: float, y: int) -> list[str]:
    lines = []
    index = 0
    while index < len(events):
        group = [events[index]]
        index += 1
        while index < len(events) and _merges(group[-1], events[index], scale):
            group.append(events[index])
            index += 1
        first, last = group[0], group[-1]
        kinds = sorted({event.kind for event in group})
        x, w = _LEFT + first.start_s * scale, (last.end_s - first.start_s) * scale
        tip = f"{first.kind} of stage {first.stage}"
        if len(group) > 1:
            tip = f"{len(group)} steps ({', '.join(kinds)}) of stage {first.stage}"
        elif first.micro_batch >= 0:
            tip += f", micro-batch {first.micro_batch}"
        tip += f": {format_seconds(first.start_s)} to {format_seconds(last.end_s)}"
        lines.append(
            f'<rect class="{kinds[0] if len(kinds) == 1 else _MIXED}" x="{_number(x)}" y="{y}" '
            f'width="{_number(w)}" height="{_BAR}"><title>{tip}</title></rect>'
        )
        text = str(first.micro_batch)
        if len(group) == 1 and first.micro_batch >= 0 and w >= _DIGIT * len(text) + 2:
            lines.append(f'<text class="n" x="{_number(x + w / 2)}" y="{y + 13}">{text}</text>')
    return lines


def _merges(last: Event, event: Event, scale: float) -> bool:
    """Whether two neighbours are too narrow and too close to tell apart."""
    return (event.start_s - last.end_s) * scale < _GAP and (
        max(last.end_s - last.start_s, event.end_s - event.start_s) * scale < _NARROW
    )
