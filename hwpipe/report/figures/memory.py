"""Memory over time per device, with the capacity of the device as a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.figures.base import (
    Figure,
    axis,
    bytes_unit,
    figure,
    label,
    round_to,
    rounded,
    time_unit,
)
from hwpipe.report.palette import stage_colour
from hwpipe.report.words import percent
from hwpipe.schedule.model import Timeline
from hwpipe.units import format_bytes

__all__ = ["MemoryChart", "memory_figures", "thin"]

#: Above this number of stages one chart in percent of capacity replaces a panel per stage.
MAX_PANELS = 12
_MAX_STEPS = 1200
_LIMIT = "#DB4045"

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
    rank = next(r for r, held in enumerate(plan.rank_stages) if stage.index in held)
    steps = timeline.memory_steps[rank] if rank < len(timeline.memory_steps) else ()
    if not steps:
        steps = ((0.0, stage.memory_bytes),)
    return thin((*steps, (timeline.makespan_s, steps[-1][1])))


def _capacity(stage: PlanStage) -> float | None:
    available = stage.memory_available_bytes
    return available if 0 < available < math.inf else None


@dataclass(frozen=True)
class MemoryChart:
    """A chart with its caption, and what it leaves out."""

    title: str
    remark: str
    chart: Figure


def memory_figures(plan: Plan, timeline: Timeline) -> list[MemoryChart]:
    """A chart per stage, or one for all stages of a deep pipeline."""
    if len(plan.stages) > MAX_PANELS:
        remark = (
            "the first device of each replicated stage"
            if any(s.ranks > 1 for s in plan.stages)
            else ""
        )
        return [MemoryChart("All stages, in percent of capacity", remark,
                            _overlaid(plan, timeline))]  # fmt: skip
    return [_panel(plan, timeline, stage) for stage in plan.stages]


def _panel(plan: Plan, timeline: Timeline, stage: PlanStage) -> MemoryChart:
    factor, unit = time_unit(timeline.makespan_s)
    steps = _steps(plan, timeline, stage)
    peak = max(b for _, b in steps)
    capacity = _capacity(stage)
    scale, byte_unit = bytes_unit(peak)
    colour = stage_colour(stage.index)
    # Where the capacity is far above the use its line would flatten the curve: the line then
    # stands at the top edge, dotted, with an arrow.
    near = capacity is not None and peak >= 0.2 * capacity
    high = max(peak, capacity or 0.0) * 1.08 if near else peak * 1.35 or 1.0
    data = [{
        "type": "scatter", "mode": "lines",
        "line": {"shape": "hv", "color": colour, "width": 1.6},
        "fill": "tozeroy", "fillcolor": f"{colour}40", "showlegend": False,
        "x": rounded((t / factor for t, _ in steps), 6),
        "y": rounded((b / scale for _, b in steps), 6),
        "hovertemplate": f"%{{x}} {unit}: %{{y}} {byte_unit}<extra></extra>",
    }]  # fmt: skip
    layout: dict[str, Any] = {
        "xaxis": axis(f"Time ({unit})", range=[0, round_to(timeline.makespan_s / factor, 6)],
                      zeroline=False),
        "yaxis": axis(f"Memory ({byte_unit})", range=[0, round_to(high / scale, 6)], nticks=6,
                      zeroline=False),
        "margin": {"l": 60, "r": 16, "t": 22, "b": 48},
    }  # fmt: skip
    remark = f"peak {format_bytes(peak)}"
    if capacity is not None:
        at = capacity / scale if near else high * 0.97 / scale
        layout["shapes"] = [{
            "type": "line", "xref": "paper", "x0": 0, "x1": 1, "y0": at, "y1": at,
            "line": {"color": _LIMIT, "width": 1.5, "dash": "solid" if near else "dot"},
        }]  # fmt: skip
        layout["annotations"] = [{
            "xref": "paper", "x": 1, "y": at, "xanchor": "right", "yanchor": "bottom",
            "text": f"{'' if near else '↑ '}capacity {format_bytes(capacity)}",
            "showarrow": False, "font": {"size": 11, "color": _LIMIT},
        }]  # fmt: skip
        remark += f", {percent(peak / capacity)} of {format_bytes(capacity)}"
        if not near:
            remark += " (capacity lies above the scale)"
    names = stage.devices[0] + (
        f", first of {len(stage.devices)}" if len(stage.devices) > 1 else ""
    )
    return MemoryChart(f"stage {stage.index}: {names}", remark, figure(data, 230, **layout))


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
            "line": {"color": _LIMIT, "width": 1.5},
        }]  # fmt: skip
    return figure(data, 380, **layout)
