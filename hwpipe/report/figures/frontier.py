"""Time against memory and against energy: two charts over the points of a frontier."""

from __future__ import annotations

from typing import Any

from hwpipe.plan.frontier import PlanFrontier, PlanPoint
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.units import format_bytes, format_seconds

__all__ = ["energy_figure", "memory_figure"]

#: Colour of a point without and with a best objective.
_PLAIN, _END = "#0072B2", "#D55E00"


def _words(index: int, point: PlanPoint) -> str:
    best = f"<br>best of all in {', '.join(point.best_of)}" if point.best_of else ""
    return (
        f"<b>point {index}</b><br>{format_seconds(point.iteration_s)} an iteration<br>"
        f"{format_bytes(point.memory_bytes)} on the fullest device "
        f"({100 * point.memory_share:.2f} %)<br>{point.energy_j:.4g} J<br>"
        f"{label(point.plan.schedule.name)}, {point.plan.schedule.microbatches} micro-batches, "
        f"{len(point.plan.stages)} stages{best}"
    )


def _scatter(frontier: PlanFrontier, heights: list[float], title: str) -> Figure:
    factor, unit = time_unit(max(point.iteration_s for point in frontier.points))
    data: list[dict[str, Any]] = [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [round_to(point.iteration_s / factor) for point in frontier.points],
            "y": [round_to(value) for value in heights],
            "customdata": list(range(len(frontier.points))),
            "text": [_words(k, point) for k, point in enumerate(frontier.points)],
            "hovertemplate": "%{text}<extra></extra>",
            "marker": {
                "size": 11,
                "opacity": 0.85,
                "color": [_END if point.best_of else _PLAIN for point in frontier.points],
                "symbol": ["diamond" if point.best_of else "circle" for point in frontier.points],
            },
            "selected": {"marker": {"size": 17, "opacity": 1.0}},
            "unselected": {"marker": {"opacity": 0.45}},
        }
    ]
    return figure(
        data,
        380,
        xaxis=axis(f"Time of an iteration ({unit})", type="log"),
        yaxis=axis(title, type="log"),
        showlegend=False,
        dragmode="zoom",
    )


def energy_figure(frontier: PlanFrontier) -> Figure:
    """Joules of an iteration over its seconds."""
    return _scatter(frontier, [p.energy_j for p in frontier.points], "Energy of an iteration (J)")


def memory_figure(frontier: PlanFrontier) -> Figure:
    """Share of the fullest device's memory over seconds of an iteration."""
    shares = [100 * point.memory_share for point in frontier.points]
    return _scatter(frontier, shares, "Memory of the fullest device (%)")
