"""The page of a distillation plan: stages, timeline, and data parallelism beside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hwpipe.plan.distill_model import DistillPlanFile
from hwpipe.plan.files import write_atomically
from hwpipe.report.assets import (
    page_template,
    plotly_script,
    plotly_version,
    safe_json,
    text_asset,
)
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.units import format_bytes, format_seconds

__all__ = ["render_distill", "write_distill_report"]

_COLOURS = {"teacher": "#0072B2", "student": "#009E73", "reduce": "#6B4C9A", "relay": "#9AA0A6"}


def write_distill_report(plan: DistillPlanFile, path: str | Path) -> None:
    """Write the page.

    Raises:
        InputError: if plotly or jinja2 are not installed, or the file cannot be written.
    """
    write_atomically(path, render_distill(plan))


def render_distill(plan: DistillPlanFile) -> str:
    """The page as text."""
    batches = 2 * len(plan.stages) + 3
    return page_template("distill.html.j2").render(
        title=f"{plan.student.name} follows {plan.teacher.name} on {plan.cluster.name}",
        cards=[
            ("Batch", format_seconds(plan.period_s), f"{plan.batch} samples, pipeline full"),
            ("Data parallel", format_seconds(plan.baseline_period_s),
             f"on {len(plan.baseline_devices)} devices"),
            ("Speedup", f"{plan.speedup:.2f}", "times as fast as data parallel"),
            ("Teacher blocks run", str(plan.teacher_runs),
             f"a batch; data parallel {plan.baseline_teacher_runs}"),
        ],
        batches=batches,
        stages=[
            [f"{s.start}" if s.stop == s.start + 1 else f"{s.start} to {s.stop - 1}",
             ", ".join(s.devices), format_seconds(s.teacher_s), format_seconds(s.student_s),
             format_seconds(s.reduce_s), format_seconds(s.relay_s), format_seconds(s.busy_s),
             f"{format_bytes(s.memory_bytes)} of {format_bytes(s.memory_available_bytes)}"]
            for s in plan.stages
        ],
        blocks=[
            [str(k), str(len(b.teacher_nodes)), str(len(b.student_nodes)), *b.boundary]
            for k, b in enumerate(plan.blocks)
        ],
        facts=[
            ("Teacher", f"{plan.teacher.name}: {plan.teacher.nodes:,} nodes"),
            ("Student", f"{plan.student.name}: {plan.student.nodes:,} nodes, {plan.optimizer}"),
            ("Transfers", "run beside compute" if plan.overlap else "hold both ends"),
        ],
        figures_json=safe_json({"plot-timeline": timeline_figure(plan, batches)}),
        style=text_asset("report.css"),
        page_script=text_asset("distill.js"),
        plotly=plotly_script(),
        plotly_version=plotly_version(),
    )  # fmt: skip


def timeline_figure(plan: DistillPlanFile, batches: int) -> Figure:
    """Bars of every stage over time; the student's step hides the relay behind it."""
    events = plan.events(batches)
    factor, unit = time_unit(max(event.end_s for event in events))
    names = [f"stage {k}<br>{label(s.devices[0][:16])}" for k, s in enumerate(plan.stages)]
    data: list[dict[str, Any]] = []
    for kind, colour in _COLOURS.items():
        mine = [event for event in events if event.kind == kind]
        if not mine:
            continue
        data.append({
            "type": "bar", "orientation": "h", "name": kind,
            "y": [e.stage + (0.33 if kind == "relay" else 0.0) for e in mine],
            "base": [round_to(e.start_s / factor) for e in mine],
            "x": [round_to((e.end_s - e.start_s) / factor) for e in mine],
            "width": 0.16 if kind == "relay" else 0.5,
            "marker": {"color": colour, "line": {"width": 0.5, "color": "#ffffff"}},
            "customdata": [[e.batch, format_seconds(e.end_s - e.start_s)] for e in mine],
            "hovertemplate": f"{kind}, batch %{{customdata[0]}}: %{{customdata[1]}}"
            "<extra></extra>",
        })  # fmt: skip
    return figure(
        data, 120 + 56 * len(plan.stages), barmode="overlay",
        xaxis=axis(f"Time ({unit})"),
        yaxis={"tickvals": list(range(len(names))), "ticktext": names, "autorange": "reversed",
               "automargin": True, "zeroline": False},
    )  # fmt: skip
