"""Iteration time of the other methods on the same cost table, beside this plan's."""

from __future__ import annotations

from hwpipe.plan.model import Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.report.words import times_words
from hwpipe.units import format_seconds

__all__ = ["baselines_figure"]


def baselines_figure(plan: Plan) -> Figure:
    """Horizontal bars, fastest first; infeasible methods stand in the table only."""
    own = plan.predicted.iteration_s
    rows = [(f"{plan.method} (this plan)", own, "#0072B2")]
    rows += [
        (row.name, row.iteration_s, "#9AA0A6")
        for row in plan.baselines
        if row.feasible and row.iteration_s is not None
    ]
    rows[1:] = sorted(rows[1:], key=lambda row: row[1])
    factor, unit = time_unit(max(seconds for _, seconds, _ in rows))
    words = [
        format_seconds(seconds) if i == 0 or own <= 0 else
        f"{format_seconds(seconds)}, {times_words(seconds / own)}"
        for i, (_, seconds, _) in enumerate(rows)
    ]  # fmt: skip
    longest = max(seconds for _, seconds, _ in rows) / factor
    data = [
        {
            "type": "bar", "orientation": "h", "x": [round_to(s / factor) for _, s, _ in rows],
            "y": list(range(len(rows))), "marker": {"color": [colour for _, _, colour in rows]},
            "text": words, "textposition": "outside", "cliponaxis": False, "width": 0.72,
            "hoverinfo": "skip", "showlegend": False,
        }
    ]  # fmt: skip
    return figure(
        data, 90 + 34 * len(rows),
        xaxis=axis(f"Time of an iteration ({unit})", range=[0, round_to(longest * 1.28)]),
        yaxis={"tickvals": list(range(len(rows))), "ticktext": [label(n[:32]) for n, _, _ in rows],
               "autorange": "reversed", "automargin": True, "showgrid": False,
            "title": {"text": "Method", "standoff": 8},
            "zeroline": False},
        margin={"l": 60, "r": 16, "t": 8, "b": 48},
    )  # fmt: skip
