"""The model's layers, coloured by stage: a strip by time and a bar for each layer."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from hwpipe.plan.model import LayerRow, Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, rounded, time_unit
from hwpipe.report.palette import stage_colour
from hwpipe.units import format_bytes, format_count, format_seconds

__all__ = ["layers_figure"]

#: Largest number of bars; neighbours of one stage are joined above it.
MAX_BARS = 1500


@dataclass(frozen=True)
class _Group:
    """Consecutive layers of one stage that share a bar."""

    first: int
    rows: tuple[LayerRow, ...]

    @property
    def time_s(self) -> float:
        return sum(row.time_s for row in self.rows)

    @property
    def words(self) -> list[str | int]:
        first, last = self.rows[0], self.rows[-1]
        name = first.name[:80] if len(self.rows) == 1 else f"{first.name[:40]} … {last.name[:40]}"
        op = first.op if len(self.rows) == 1 else f"{len(self.rows)} layers"
        return [
            label(name),
            label(op),
            first.stage,
            format_seconds(self.time_s),
            format_count(sum(r.macs for r in self.rows)),
            format_bytes(sum(r.bytes for r in self.rows)),
        ]


def _groups(rows: tuple[LayerRow, ...], limit: int) -> list[_Group]:
    size = -(-len(rows) // limit) if rows else 1
    groups: list[_Group] = []
    start = 0
    for end in range(1, len(rows) + 1):
        full = end - start >= size
        if end == len(rows) or full or rows[end].stage != rows[start].stage:
            groups.append(_Group(start, rows[start:end]))
            start = end
    return groups


def layers_figure(plan: Plan, *, max_bars: int = MAX_BARS) -> tuple[Figure, str]:
    """The chart and a sentence on what it joins (empty if nothing)."""
    groups = _groups(plan.layers, max_bars)
    times = [g.time_s for g in groups]
    starts = [0.0, *accumulate(times)]
    factor, unit = time_unit(max(times, default=0.0))
    whole, whole_unit = time_unit(starts[-1])
    colours = [stage_colour(g.rows[0].stage) for g in groups]
    words = [g.words for g in groups]
    hover = (
        "<b>%{customdata[0]}</b> %{customdata[1]}<br>stage %{customdata[2]}, %{customdata[3]}"
        "<br>%{customdata[4]}MAC, %{customdata[5]}<extra></extra>"
    )
    line = {"width": 0.4 if len(groups) <= 300 else 0, "color": "rgba(255,255,255,0.6)"}
    data: list[dict[str, Any]] = [
        {
            "type": "bar", "orientation": "h", "y": [0] * len(groups), "width": 1,
            "base": rounded((s / whole for s in starts[:-1]), 6),
            "x": rounded((t / whole for t in times), 6), "xaxis": "x2", "yaxis": "y2",
            "marker": {"color": colours, "line": line}, "customdata": words,
            "hovertemplate": hover, "showlegend": False, "name": "by time",
        },
        {
            "type": "bar", "x": [round_to(g.first + (len(g.rows) - 1) / 2, 6) for g in groups],
            "width": [len(g.rows) for g in groups],
            "y": rounded(t / factor for t in times), "marker": {"color": colours, "line": line},
            "customdata": words, "hovertemplate": hover, "showlegend": False, "name": "by layer",
        },
    ]  # fmt: skip
    if len(plan.stages) <= 16:
        data += [
            {"type": "bar", "x": [None], "y": [None], "name": f"stage {s.index}: "
             f"{label(s.devices[0][:20])}", "marker": {"color": stage_colour(s.index)}}
            for s in plan.stages
        ]  # fmt: skip
    chart = figure(
        data, 430, barmode="overlay", bargap=0,
        xaxis=axis("Layer (position in topological order)", range=[-0.6, len(plan.layers) - 0.4],
                   anchor="y", zeroline=False),
        yaxis=axis(f"Time per micro-batch ({unit})", domain=[0, 0.66], rangemode="tozero"),
        xaxis2=axis(f"Layers end to end, by time ({whole_unit})", anchor="y2", zeroline=False,
                    range=[0, round_to(starts[-1] / whole, 6)]),
        yaxis2={"domain": [0.88, 1], "visible": False, "range": [-0.5, 0.5], "fixedrange": True},
    )  # fmt: skip
    said = ""
    if len(groups) < len(plan.layers):
        said = (
            f"{len(plan.layers):,} layers are joined to {len(groups):,} bars of neighbours; a bar "
            "shows their sum. The table holds every layer."
        )
    return chart, said
