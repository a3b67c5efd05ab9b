"""The Gantt chart of a simulated iteration, and the occupancy overview for long ones.

Each event is one SVG rectangle, so their number is limited: above `MAX_EVENTS` the chart
draws three windows (fill, steady state, drain) and an overview of the whole iteration as
the busy share of each track in equal intervals of time.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
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
MAX_EVENTS = 4000
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
_TRACK = re.compile(r"^(?:rank (\d+)|link (\d+)>(\d+))(.*)$")


def rank_devices(plan: Plan) -> list[tuple[str, int]]:
    """(device name, stage) of each rank, in the order in which schedules number ranks."""
    return [(name, stage.index) for stage in plan.stages for name in stage.devices]


def _sort_key(track: str, ranks: Sequence[tuple[str, int]]) -> tuple[float, int, int, str]:
    match = _TRACK.match(track)
    if match is None:
        return (float("inf"), 0, 0, track)
    if match.group(1) is not None:
        rank = int(match.group(1))
        stage = ranks[rank][1] if rank < len(ranks) else rank
        return (stage, 0, rank, match.group(4))
    a, b = int(match.group(2)), int(match.group(3))
    return (min(a, b), 1, int(a > b), match.group(4))


def _track_label(track: str, ranks: Sequence[tuple[str, int]]) -> str:
    match = _TRACK.match(track)
    if match is None:
        return label(track)
    if match.group(1) is not None:
        rank = int(match.group(1))
        name = ranks[rank][0] if rank < len(ranks) else f"rank {rank}"
        name = name if len(name) <= 18 else name[:17] + "…"
        return label(name + match.group(4))
    return label(f"link {match.group(2)}→{match.group(3)}{match.group(4)}")


def track_rows(plan: Plan, timeline: Timeline, *, links: bool = True) -> dict[str, tuple[int, str]]:
    """Row number and label of each track: devices in stage order, links between them."""
    ranks = rank_devices(plan)
    tracks = {event.track for event in timeline.events}
    if not links:
        tracks = {track for track in tracks if track.startswith("rank ")} or tracks
    ordered = sorted(tracks, key=lambda track: _sort_key(track, ranks))
    return {track: (row, _track_label(track, ranks)) for row, track in enumerate(ordered)}


def _windows(
    events: Sequence[Event], makespan: float, limit: int
) -> tuple[list[Event], list[tuple[str, float, float]]]:
    """The events to draw and the named windows of time that they fill completely."""
    if len(events) <= limit:
        return list(events), [("Whole iteration", 0.0, makespan)]
    starts = np.array([e.start_s for e in events])
    order = np.argsort(starts, kind="stable")
    share = limit // 3
    middle = int(np.searchsorted(starts[order], makespan / 2))
    middle = min(max(middle, share), len(events) - 2 * share)
    chosen: list[Event] = []
    windows: list[tuple[str, float, float]] = []
    for name, begin in (
        ("Fill", 0), ("Steady state", middle), ("Drain", len(events) - share),
    ):  # fmt: skip
        part = [events[i] for i in order[begin : begin + share]]
        end = makespan if name == "Drain" else part[-1].start_s
        windows.append((name, 0.0 if name == "Fill" else part[0].start_s, end))
        chosen += part
    return chosen, windows


def _lanes(events: Sequence[Event]) -> dict[Event, tuple[float, float]]:
    """(offset, height) in a row: overlapping events of one track share its height."""
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
        height = 0.84 / len(ends)
        for event, lane in zip(track_events, lane_of, strict=True):
            result[event] = (-0.42 + height * (lane + 0.5), height)
    return result


def timeline_figure(
    plan: Plan, timeline: Timeline, *, max_events: int = MAX_EVENTS
) -> tuple[Figure, str]:
    """The Gantt chart and a sentence on what it leaves out (empty if nothing)."""
    events = [e for e in timeline.events if e.end_s > e.start_s]
    said: list[str] = []
    rows = track_rows(plan, timeline)
    if len(rows) > MAX_ROWS:
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
    for kind in kinds:
        mine = [e for e in drawn if e.kind == kind]
        colours = [tones(stage_colour(e.stage)).get(kind, _GREY) for e in mine]
        words = _KINDS.get(kind, kind)
        trace: dict[str, Any] = {
            "type": "bar", "orientation": "h", "name": words, "legendgroup": words,
            "showlegend": False, "base": rounded((e.start_s / factor for e in mine), 6),
            "x": rounded(((e.end_s - e.start_s) / factor for e in mine), 6),
            "y": [round_to(rows[e.track][0] + lanes[e][0], 6) for e in mine],
            "width": [round_to(lanes[e][1], 4) for e in mine],
            "marker": {"color": colours, "line": {"width": 0}},
            "customdata": [
                [rows[e.track][1], e.stage,
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
            trace["constraintext"] = "none"
            trace["insidetextfont"] = {"color": [ink_on(c) for c in colours], "size": 10}
        data.append(trace)
        # The legend shows the tone of an action in grey: the hue belongs to the stage.
        data.append({
            "type": "bar", "orientation": "h", "x": [None], "y": [0], "name": words,
            "legendgroup": words, "marker": {"color": _LEGEND_TONE.get(kind, _GREY)},
            "hoverinfo": "skip",
        })  # fmt: skip
    row_height = min(30, max(12, 1000 // max(1, len(rows))))
    shapes = _gaps(windows, factor) if len(windows) > 1 else []
    first = windows[0]
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "bargap": 0,
        "dragmode": "pan",
        "xaxis": axis(
            f"Time ({unit})", range=[first[1] / factor, first[2] / factor * 1.002], zeroline=False
        ),
        "yaxis": {
            "tickvals": [row for row, _ in rows.values()],
            "ticktext": [text for _, text in rows.values()],
            "range": [len(rows) - 0.4, -0.6],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
            "fixedrange": len(rows) <= 20,
            "tickfont": {"size": 11 if row_height > 13 else 9},
            "title": {"text": "Device, link", "standoff": 6},
        },
        "uniformtext": {"mode": "hide", "minsize": 9},
        "shapes": shapes,
    }
    if len(windows) > 1:
        layout["updatemenus"] = [_buttons(windows, factor)]
    chart = figure(data, 110 + row_height * len(rows), **layout)
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
        "type": "buttons", "direction": "right", "x": 0, "y": 1.0, "xanchor": "left",
        "yanchor": "bottom", "pad": {"b": 28, "t": 0}, "showactive": True,
        "buttons": [
            {"label": name, "method": "relayout",
             "args": [{"xaxis.range": [round_to(a / factor, 6), round_to(b / factor, 6)]}]}
            for name, a, b in windows
        ],
    }  # fmt: skip


def occupancy_figure(plan: Plan, timeline: Timeline) -> Figure:
    """Busy share of every track in equal intervals of the whole iteration."""
    rows = track_rows(plan, timeline)
    factor, unit = time_unit(timeline.makespan_s)
    width = timeline.makespan_s / _TIME_BINS if timeline.makespan_s > 0 else 1.0
    busy = np.zeros((len(rows), _TIME_BINS))
    row = np.array([rows[e.track][0] for e in timeline.events], dtype=np.int64)
    start = np.array([e.start_s for e in timeline.events]) / width
    end = np.array([e.end_s for e in timeline.events]) / width
    first = np.clip(start.astype(np.int64), 0, _TIME_BINS - 1)
    last = np.clip(np.ceil(end).astype(np.int64) - 1, first, _TIME_BINS - 1)
    for step in range(int((last - first).max(initial=0)) + 1):
        bins = first + step
        inside = bins <= last
        share = np.minimum(end, bins + 1) - np.maximum(start, bins)
        np.add.at(busy, (row[inside], bins[inside]), np.clip(share[inside], 0.0, 1.0))
    data = [
        {
            "type": "heatmap",
            "x0": round_to(width / 2 / factor, 6),
            "dx": round_to(width / factor, 6),
            "y": [number for number, _ in rows.values()],
            "z": np.round(np.clip(busy, 0.0, 1.0), 2).tolist(),
            "zmin": 0,
            "zmax": 1,
            "colorscale": [[0, "rgba(0,114,178,0.05)"], [1, "#0072B2"]],
            "hovertemplate": "row %{y}, %{x} " + unit + ": %{z:.0%} busy<extra></extra>",
            "colorbar": {"title": {"text": "Busy share"}, "thickness": 12, "tickformat": ".0%"},
        }
    ]
    every = max(1, len(rows) // 24)
    shown = [item for i, item in enumerate(rows.values()) if i % every == 0]
    return figure(
        data,
        min(620, 110 + 16 * len(rows)),
        xaxis=axis(f"Time ({unit})", zeroline=False),
        yaxis={
            "tickvals": [number for number, _ in shown],
            "ticktext": [text for _, text in shown],
            "autorange": "reversed",
            "automargin": True,
            "title": {"text": "Device, link", "standoff": 6},
        },
    )
