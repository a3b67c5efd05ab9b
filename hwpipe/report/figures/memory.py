"""Memory over time per device, with the capacity of the device as a line."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.figures.base import Figure, axis, bytes_unit, figure, label, rounded, time_unit
from hwpipe.report.palette import mix, stage_colour
from hwpipe.report.words import percent
from hwpipe.schedule.model import Timeline
from hwpipe.units import format_bytes

__all__ = ["memory_figure"]

#: Above this number of stages one chart in percent of capacity replaces a panel per stage.
MAX_PANELS = 12
_MAX_STEPS = 1200

Steps = tuple[tuple[float, float], ...]


def thin(steps: Steps, limit: int = _MAX_STEPS) -> Steps:
    """At most about `limit` steps; the largest of each group stays, so that peaks do."""
    if len(steps) <= limit:
        return steps
    kept: list[tuple[float, float]] = [steps[0]]
    for part in np.array_split(np.arange(1, len(steps) - 1), limit // 2):
        group = [steps[i] for i in part]
        high = max(group, key=lambda step: step[1])
        low = min(group, key=lambda step: step[1])
        kept += sorted({high, low})
    return (*kept, steps[-1])


def _steps(plan: Plan, timeline: Timeline, stage: PlanStage) -> Steps:
    """Steps of the first replica of a stage; the rest run the same, shifted in time."""
    rank = sum(len(s.devices) for s in plan.stages[: stage.index])
    steps = timeline.memory_steps[rank] if rank < len(timeline.memory_steps) else ()
    if not steps:
        steps = ((0.0, stage.memory_bytes),)
    return thin((*steps, (timeline.makespan_s, steps[-1][1])))


def _capacity(stage: PlanStage) -> float | None:
    available = stage.memory_available_bytes
    return available if 0 < available < math.inf else None


def memory_figure(plan: Plan, timeline: Timeline) -> tuple[Figure, str]:
    """The chart and a sentence on what it leaves out (empty if nothing)."""
    said = (
        "Of a replicated stage the first device is drawn."
        if any(len(s.devices) > 1 for s in plan.stages)
        else ""
    )
    if len(plan.stages) > MAX_PANELS:
        return _overlaid(plan, timeline), said
    return _panels(plan, timeline), said


def _panels(plan: Plan, timeline: Timeline) -> Figure:
    factor, unit = time_unit(timeline.makespan_s)
    columns = min(len(plan.stages), 1 if len(plan.stages) == 1 else 2)
    rows = -(-len(plan.stages) // columns)
    data: list[dict[str, Any]] = []
    layout: dict[str, Any] = {"showlegend": False, "annotations": [], "shapes": []}
    gap_x, gap_y = 0.10, 0.30 / rows if rows > 1 else 0.0
    width = (1 - gap_x * (columns - 1)) / columns
    height = (1 - gap_y * (rows - 1)) / rows
    for stage in plan.stages:
        row, column = divmod(stage.index, columns)
        left, top = column * (width + gap_x), 1 - row * (height + gap_y)
        number = "" if stage.index == 0 else str(stage.index + 1)
        steps = _steps(plan, timeline, stage)
        peak = max(b for _, b in steps)
        capacity = _capacity(stage)
        scale, byte_unit = bytes_unit(peak)
        colour = stage_colour(stage.index)
        near = capacity is not None and peak >= 0.2 * capacity
        high = max(peak, capacity or 0.0) * 1.08 if near else peak * 1.45 or 1.0
        data.append({
            "type": "scatter", "mode": "lines", "line": {"shape": "hv", "color": colour,
                                                         "width": 1.6},
            "fill": "tozeroy", "fillcolor": f"{mix(colour, '#FFFFFF', 0.1)}40",
            "x": rounded((t / factor for t, _ in steps), 6),
            "y": rounded((b / scale for _, b in steps), 6),
            "xaxis": f"x{number}", "yaxis": f"y{number}", "name": label(stage.devices[0]),
            "hovertemplate": f"%{{x}} {unit}: %{{y}} {byte_unit}<extra></extra>",
        })  # fmt: skip
        last_row = stage.index + columns >= len(plan.stages)
        layout[f"xaxis{number}"] = axis(
            f"Time ({unit})" if last_row else "", domain=[left, left + width],
            anchor=f"y{number}", range=[0, timeline.makespan_s / factor], zeroline=False,
        )  # fmt: skip
        layout[f"yaxis{number}"] = axis(
            f"Memory ({byte_unit})", domain=[top - height, top], anchor=f"x{number}",
            range=[0, high / scale], nticks=5, zeroline=False,
        )  # fmt: skip
        ref = {"xref": f"x{number} domain", "yref": f"y{number} domain", "showarrow": False}
        layout["annotations"].append({
            **ref, "x": 0, "y": 1, "xanchor": "left", "yanchor": "bottom",
            "text": f"<b>stage {stage.index}</b> {label(stage.devices[0][:28])}",
            "font": {"size": 12},
        })  # fmt: skip
        if capacity is None:
            continue
        # Where the capacity is far above the use, its line stands at the top edge and says so.
        at = capacity / scale if near else high * 0.93 / scale
        arrow = "" if near else "↑ "
        layout["shapes"].append({
            "type": "line", "xref": f"x{number} domain", "yref": f"y{number}", "x0": 0, "x1": 1,
            "y0": at, "y1": at, "line": {"color": "#DB4045", "width": 1.5,
                                         "dash": "solid" if near else "dot"},
        })  # fmt: skip
        layout["annotations"].append({
            "xref": f"x{number} domain", "yref": f"y{number} domain", "showarrow": False, "x": 1,
            "y": 1, "xanchor": "right", "yanchor": "bottom",
            "text": f"{arrow}capacity {format_bytes(capacity)}, peak {percent(peak / capacity)}",
            "font": {"size": 11, "color": "#DB4045"},
        })  # fmt: skip
    return figure(data, 70 + 190 * rows, **layout)


def _overlaid(plan: Plan, timeline: Timeline) -> Figure:
    """Every stage in percent of its device's capacity, for deep pipelines."""
    factor, unit = time_unit(timeline.makespan_s)
    data: list[dict[str, Any]] = []
    largest = 0.0
    for stage in plan.stages:
        capacity = _capacity(stage)
        if capacity is None:
            continue
        steps = thin(_steps(plan, timeline, stage), 300)
        largest = max(largest, *(b / capacity for _, b in steps))
        data.append({
            "type": "scatter", "mode": "lines", "name": f"stage {stage.index}",
            "line": {"shape": "hv", "color": stage_colour(stage.index), "width": 1.3},
            "x": rounded((t / factor for t, _ in steps), 5),
            "y": rounded((b / capacity for _, b in steps), 4),
            "hovertemplate": f"stage {stage.index}, {label(stage.devices[0])}<br>%{{x}} {unit}: "
            f"%{{y:.1%}} of {format_bytes(capacity)}<extra></extra>",
        })  # fmt: skip
    near = largest >= 0.2
    layout: dict[str, Any] = {
        "showlegend": False,
        "xaxis": axis(f"Time ({unit})", zeroline=False),
        "yaxis": axis("Memory (% of capacity)", tickformat=".0%" if near else ".1%",
                      range=[0, max(1.05, largest * 1.02) if near else largest * 1.3 or 1.0]),
    }  # fmt: skip
    if near:
        layout["shapes"] = [{
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": 1, "y1": 1,
            "line": {"color": "#DB4045", "width": 1.5},
        }]  # fmt: skip
    return figure(data, 380, **layout)
