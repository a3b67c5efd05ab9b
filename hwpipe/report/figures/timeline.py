"""The Gantt chart of a simulated iteration, and the occupancy overview for long ones.

Each event is one SVG rectangle, so their number is limited: above `MAX_EVENTS` the chart
draws three windows (fill, steady state, drain) and an overview of the whole iteration as
the busy share of each track in equal intervals of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np

from hwpipe.plan.model import Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, rounded, time_unit
from hwpipe.report.palette import ink_on, stage_colour, tones
from hwpipe.schedule.model import Event, Timeline
from hwpipe.units import format_seconds

__all__ = ["MAX_EVENTS", "occupancy_figure", "rank_devices", "timeline_figure", "track_rows"]

#: Largest number of rectangles in the Gantt chart.
MAX_EVENTS = 6000
#: Largest number of rows; links are left out of the chart above it.
MAX_ROWS = 80
_TIME_BINS = 240

_KINDS = {
    "F": "forward", "B": "backward, input gradient", "W": "backward, weight gradient",
    "BW": "backward", "SEND": "transfer", "RECV": "transfer", "REDUCE": "gradient all-reduce",
    "UPDATE": "optimizer step", "SWAP": "swap", "RECOMPUTE": "recompute",
}  # fmt: skip
_GREY = "#9AA0A6"
_LEGEND_TONE = {"F": "#7A7F87", "B": "#3C4046", "BW": "#4A4E55", "W": "#BFC3C9"}
_OTHER = {"REDUCE": "#6B4C9A", "UPDATE": "#8C6D31", "SWAP": "#B0578D", "RECOMPUTE": "#4E8098"}
_RANK = re.compile(r"^rank (\d+)(?: (.*))?$")
_LINK = re.compile(r"^link (\d+)>(\d+)(?: (.*))?$")
#: Height of a row: devices in full, links narrower.
_TALL, _SLIM = 1.0, 0.5


@dataclass(frozen=True)
class Row:
    """Where a track is drawn: centre and height in row units, its label, and its row's centre.

    The two directions of a link, and the two halves of a split engine, share a row: `height`
    is then half of it.
    """

    y: float
    height: float
    label: str
    row_y: float
    row_label: str


def rank_devices(plan: Plan) -> list[tuple[str, int]]:
    """(device name, first stage) of each rank, in the order in which schedules number ranks."""
    return [(n, held[0]) for n, held in zip(plan.rank_names, plan.rank_stages, strict=True)]


def _place(
    track: str, ranks: Sequence[tuple[str, int]], shared: dict[str, int]
) -> tuple[tuple[float, int, int, str], str, int, str]:
    """Sort key of the row, its label, which part of it (0, 1), and the track's own label."""
    if match := _RANK.match(track):
        rank, rest = int(match.group(1)), match.group(2) or ""
        name, stage = ranks[rank] if rank < len(ranks) else (f"rank {rank}", rank)
        name = label(name if len(name) <= 18 else name[:17] + "…")
        return (stage, 0, rank, ""), name, int(rest == "backward"), f"{name} {rest}".strip()
    if match := _LINK.match(track):
        a, b, rest = int(match.group(1)), int(match.group(2)), match.group(3) or ""
        low, high = min(a, b), max(a, b)
        # Lanes of a link between replicated stages are slim rows: only the first is named.
        row = label(f"link {low}–{high}") if rest in ("", "lane 0") else ""
        return (low, 1, high, rest), row, int(a > b), label(f"link {a}→{b} {rest}".strip())
    name = track.removeprefix("link ").removesuffix(" forward").removesuffix(" backward")
    stage = shared.get(name, len(ranks))
    short = name if len(name) <= 22 else name[:21] + "…"
    return (stage, 2, 0, name), label(short), int(track.endswith(" backward")), label(track)


def track_rows(plan: Plan, timeline: Timeline, *, links: bool = True) -> dict[str, Row]:
    """The row of each track: devices in stage order, links between them."""
    ranks = rank_devices(plan)
    shared: dict[str, int] = {}
    for stage in plan.stages:
        if stage.send is not None:
            shared.setdefault(stage.send.link, stage.index)
    tracks = sorted({event.track for event in timeline.events})
    if not links:
        tracks = [track for track in tracks if _RANK.match(track)] or tracks
    places = {track: _place(track, ranks, shared) for track in tracks}
    parts: dict[tuple[float, int, int, str], set[int]] = {}
    for key, _, part, _ in places.values():
        parts.setdefault(key, set()).add(part)
    centre: dict[tuple[float, int, int, str], float] = {}
    at = 0.0
    for key in sorted(parts):
        size = _SLIM if key[1] else _TALL
        centre[key] = at + size / 2
        at += size
    rows: dict[str, Row] = {}
    for track, (key, row_label, part, own) in sorted(places.items(), key=lambda i: i[1][0]):
        size = (_SLIM if key[1] else _TALL) * 0.84
        both = len(parts[key]) > 1
        y = centre[key] + (size / 4 * (1 if part else -1) if both else 0.0)
        rows[track] = Row(y, size / 2 if both else size, own, centre[key], row_label)
    return rows


def _windows(
    events: Sequence[Event], makespan: float, limit: int
) -> tuple[list[Event], list[tuple[str, float, float]]]:
    """The events to draw and the named windows of time that they fill completely."""
    if len(events) <= limit:
        return list(events), [("Whole iteration", 0.0, makespan)]
    starts = np.array([e.start_s for e in events])
    order = np.argsort(starts, kind="stable")
    # The fill and the drain of a deep pipeline hold more than a piece of its steady state.
    edge, inner = int(limit * 0.4), limit - 2 * int(limit * 0.4)
    middle = int(np.searchsorted(starts[order], makespan / 2))
    middle = min(max(middle, edge), len(events) - edge - inner)
    chosen: list[Event] = []
    windows: list[tuple[str, float, float]] = []
    for name, begin, count in (
        ("Fill", 0, edge),
        ("Steady state", middle, inner),
        ("Drain", len(events) - edge, edge),
    ):
        part = [events[i] for i in order[begin : begin + count]]
        end = makespan if name == "Drain" else part[-1].start_s
        windows.append((name, 0.0 if name == "Fill" else part[0].start_s, end))
        chosen += part
    return chosen, windows


def _lanes(events: Sequence[Event]) -> dict[Event, tuple[float, float]]:
    """(offset, share) of a track's height: overlapping events of one track divide it."""
    result: dict[Event, tuple[float, float]] = {}
    by_track: dict[str, list[Event]] = {}
    for event in events:
        by_track.setdefault(event.track, []).append(event)
    for track_events in by_track.values():
        track_events.sort(key=lambda e: (e.start_s, e.end_s))
        ends: list[float] = []
        lane_of: list[int] = []
        for event in track_events:
            slack = 1e-9 * max(event.end_s, 1e-12)
            lane = next((i for i, end in enumerate(ends) if end <= event.start_s + slack), None)
            if lane is None:
                lane = len(ends)
                ends.append(event.end_s)
            ends[lane] = event.end_s
            lane_of.append(lane)
        height = 1.0 / len(ends)
        for event, lane in zip(track_events, lane_of, strict=True):
            result[event] = (-0.5 + height * (lane + 0.5), height)
    return result


def timeline_figure(
    plan: Plan, timeline: Timeline, *, max_events: int = MAX_EVENTS
) -> tuple[Figure, str]:
    """The Gantt chart and a sentence on what it leaves out (empty if nothing)."""
    events = [e for e in timeline.events if e.end_s > e.start_s]
    said: list[str] = []
    rows = track_rows(plan, timeline)
    if len({row.row_y for row in rows.values()}) > MAX_ROWS:
        rows = track_rows(plan, timeline, links=False)
        events = [e for e in events if e.track in rows]
        said.append(f"links are left out of the chart (more than {MAX_ROWS} rows)")
    total = len(events)
    drawn, windows = _windows(events, timeline.makespan_s, max_events)
    if len(drawn) < total:
        said.append(
            f"{len(drawn):,} of {total:,} actions are drawn: the beginning, the middle and the "
            "end of the iteration (buttons); the overview shows all of it"
        )
    factor, unit = time_unit(timeline.makespan_s)
    lanes = _lanes(drawn)
    data: list[dict[str, Any]] = []
    kinds = [k for k in _KINDS if any(e.kind == k for e in drawn)]
    kinds += sorted({e.kind for e in drawn} - set(kinds))
    numbered = len(drawn) <= 700
    # A hairline parts micro-batches that follow each other without a gap.
    line = {"width": 0.6 if len(drawn) <= 2000 else 0, "color": "rgba(255,255,255,0.65)"}
    for kind in kinds:
        mine = [e for e in drawn if e.kind == kind]
        colours = [tones(stage_colour(e.stage)).get(kind, _OTHER.get(kind, _GREY)) for e in mine]
        words = _KINDS.get(kind, kind)
        trace: dict[str, Any] = {
            "type": "bar", "orientation": "h", "name": words, "legendgroup": words,
            "showlegend": False, "base": rounded((e.start_s / factor for e in mine), 6),
            "x": rounded(((e.end_s - e.start_s) / factor for e in mine), 6),
            "y": [round_to(rows[e.track].y + lanes[e][0] * rows[e.track].height, 6) for e in mine],
            "width": [round_to(lanes[e][1] * rows[e.track].height, 4) for e in mine],
            "marker": {"color": colours, "line": line},
            "customdata": [
                [rows[e.track].label, e.stage,
                 f"micro-batch {e.micro_batch}" if e.micro_batch >= 0 else "once an iteration",
                 format_seconds(e.start_s), format_seconds(e.end_s),
                 format_seconds(e.end_s - e.start_s)]
                for e in mine
            ],
            "hovertemplate": f"<b>{label(words)}</b>, %{{customdata[2]}}<br>%{{customdata[0]}}, "
            "stage %{customdata[1]}<br>%{customdata[3]} to %{customdata[4]} "
            "(%{customdata[5]})<extra></extra>",
        }  # fmt: skip
        if numbered and kind in ("F", "B", "BW", "W"):
            trace["text"] = [str(e.micro_batch) for e in mine]
            trace["textposition"] = "inside"
            trace["insidetextanchor"] = "middle"
            trace["textangle"] = 0
            trace["constraintext"] = "inside"
            trace["insidetextfont"] = {"color": [ink_on(c) for c in colours], "size": 10}
        data.append(trace)
        if any(t["name"] == words for t in data[:-1]):
            continue
        # The legend shows the tone of an action in grey: the hue belongs to the stage.
        data.append({
            "type": "bar", "orientation": "h", "x": [None], "y": [0], "name": words,
            "legendgroup": words, "marker": {"color": {**_LEGEND_TONE, **_OTHER}.get(kind, _GREY)},
            "hoverinfo": "skip",
        })  # fmt: skip
    labels = {row.row_y: row.row_label for row in rows.values()}
    whole = max((row.row_y for row in rows.values()), default=0.0) + 0.5
    row_height = min(34.0, max(14.0, 1000 / whole))
    shapes = _gaps(windows, factor) if len(windows) > 1 else []
    first = windows[0]
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "bargap": 0,
        "dragmode": "zoom",
        "xaxis": axis(
            f"Time ({unit})", range=[first[1] / factor, first[2] / factor * 1.002], zeroline=False
        ),
        "yaxis": {
            "tickvals": rounded(labels, 6),
            "ticktext": list(labels.values()),
            "range": [round_to(whole + 0.06, 6), -0.1],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"size": 11 if row_height > 20 else 9},
            "title": {"text": "Device, link", "standoff": 6},
        },
        "uniformtext": {"mode": "hide", "minsize": 9},
        "shapes": shapes,
    }
    if len(windows) > 1:
        layout["updatemenus"] = [_buttons(windows, factor)]
    chart = figure(data, round(120 + row_height * whole), **layout)
    if len(windows) > 1:
        chart["layout"]["margin"] = {**chart["layout"]["margin"], "t": 64}
    text = "; ".join(said)
    return chart, text[:1].upper() + text[1:] + "." if text else ""


def _gaps(windows: Sequence[tuple[str, float, float]], factor: float) -> list[dict[str, Any]]:
    """Hatched blanks over the time that is not drawn, so that nobody reads it as idle."""
    return [
        {
            "type": "rect", "xref": "x", "yref": "paper", "x0": round_to(before[2] / factor, 6),
            "x1": round_to(after[1] / factor, 6), "y0": 0, "y1": 1, "layer": "below",
            "line": {"width": 0}, "fillcolor": "rgba(128,128,128,0.18)",
            "label": {"text": "not drawn", "font": {"size": 12}},
        }
        for before, after in pairwise(windows)
        if after[1] > before[2]
    ]  # fmt: skip


def _buttons(windows: Sequence[tuple[str, float, float]], factor: float) -> dict[str, Any]:
    return {
        "type": "buttons", "direction": "right", "x": 1, "y": 1.0, "xanchor": "right",
        "yanchor": "bottom", "pad": {"b": 6, "t": 0}, "showactive": False,
        "buttons": [
            {"label": name, "method": "relayout",
             "args": [{"xaxis.range": [round_to(a / factor, 6), round_to(b / factor, 6)]}]}
            for name, a, b in windows
        ],
    }  # fmt: skip


def occupancy_figure(plan: Plan, timeline: Timeline) -> Figure:
    """Busy share of every track in equal intervals of the whole iteration."""
    rows = track_rows(plan, timeline)
    if len(rows) > MAX_ROWS:
        rows = track_rows(plan, timeline, links=False)
    events = [event for event in timeline.events if event.track in rows]
    number = {track: index for index, track in enumerate(rows)}
    factor, unit = time_unit(timeline.makespan_s)
    width = timeline.makespan_s / _TIME_BINS if timeline.makespan_s > 0 else 1.0
    busy = np.zeros((len(rows), _TIME_BINS))
    row = np.array([number[e.track] for e in events], dtype=np.int64)
    start = np.array([e.start_s for e in events]) / width
    end = np.array([e.end_s for e in events]) / width
    first = np.clip(start.astype(np.int64), 0, _TIME_BINS - 1)
    last = np.clip(np.ceil(end).astype(np.int64) - 1, first, _TIME_BINS - 1)
    for step in range(int((last - first).max(initial=0)) + 1):
        bins = first + step
        inside = bins <= last
        share = np.minimum(end, bins + 1) - np.maximum(start, bins)
        np.add.at(busy, (row[inside], bins[inside]), np.clip(share[inside], 0.0, 1.0))
    names = [row.label for row in rows.values()]
    names = [n if names.count(n) == 1 else f"{n} ({i})" for i, n in enumerate(names)]
    data = [
        {
            "type": "heatmap",
            "x0": round_to(width / 2 / factor, 6),
            "dx": round_to(width / factor, 6),
            "y": names,
            "z": np.round(np.clip(busy, 0.0, 1.0), 2).tolist(),
            "zmin": 0,
            "zmax": 1,
            "colorscale": [[0, "rgba(0,114,178,0.05)"], [1, "#0072B2"]],
            "hovertemplate": "%{y}, %{x} " + unit + ": %{z:.0%} busy<extra></extra>",
            "colorbar": {"title": {"text": "Busy share"}, "thickness": 12, "tickformat": ".0%"},
        }
    ]
    every = max(1, len(rows) // 40)
    shown = names[::every]
    return figure(
        data,
        min(900, 110 + 16 * len(rows)),
        xaxis=axis(f"Time ({unit})", zeroline=False),
        yaxis={
            "type": "category",
            "tickvals": shown,
            "ticktext": shown,
            "autorange": "reversed",
            "automargin": True,
            "title": {"text": "Device, link", "standoff": 6},
        },
    )
