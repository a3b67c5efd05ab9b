"""The frontier page: points to click on, and the plan behind the one that is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hwpipe.plan.files import write_atomically
from hwpipe.plan.frontier import PlanFrontier, PlanPoint
from hwpipe.report.assets import (
    page_template,
    plotly_script,
    plotly_version,
    safe_json,
    text_asset,
)
from hwpipe.report.figures.frontier import energy_figure, memory_figure
from hwpipe.report.picture import pipeline_svg
from hwpipe.report.words import device_words, layer_range, percent, plan_title, stage_s, type_words
from hwpipe.units import format_bytes, format_seconds

__all__ = ["render_frontier", "write_frontier_report"]


def write_frontier_report(frontier: PlanFrontier, path: str | Path, *, file: str = "") -> None:
    """Write the page; a reader never sees a half-written file.

    Args:
        frontier: what to draw.
        path: the HTML file; replaced if it exists.
        file: name of the frontier file, for the command that takes a plan out of it.

    Raises:
        InputError: if plotly or jinja2 are not installed, or the file cannot be written.
    """
    write_atomically(path, render_frontier(frontier, file=file))


def render_frontier(frontier: PlanFrontier, *, file: str = "") -> str:
    """The page as text; see `write_frontier_report`."""
    template = page_template("frontier.html.j2")
    first = frontier.points[0].plan
    figures = {"plot-memory": memory_figure(frontier), "plot-energy": energy_figure(frontier)}
    return template.render(
        title=plan_title(first),
        cards=_cards(frontier),
        rows=[_row(index, point) for index, point in enumerate(frontier.points)],
        plans=[_plan(index, point, file) for index, point in enumerate(frontier.points)],
        exact=frontier.exact,
        epsilon=None if frontier.epsilon is None else percent(frontier.epsilon),
        candidates=frontier.candidates,
        notes=frontier.notes,
        figures_json=safe_json(figures),
        style=text_asset("report.css") + text_asset("frontier.css"),
        page_script=text_asset("frontier.js"),
        plotly=plotly_script(),
        plotly_version=plotly_version(),
    )


def _cards(frontier: PlanFrontier) -> list[tuple[str, str, str]]:
    """(label, value, remark) of the best of each objective."""
    points = frontier.points
    fast = min(points, key=lambda p: p.iteration_s)
    small = min(points, key=lambda p: p.memory_share)
    lean = min(points, key=lambda p: p.energy_j)
    return [
        ("Plans", str(len(points)), f"of {frontier.candidates:,} that were judged"),
        ("Fastest", format_seconds(fast.iteration_s),
         f"{format_bytes(fast.memory_bytes)}, {fast.energy_j:.4g} J"),
        ("Least memory", f"{100 * small.memory_share:.3g} %",
         f"{format_seconds(small.iteration_s)}, {small.energy_j:.4g} J"),
        ("Least energy", f"{lean.energy_j:.4g} J",
         f"{format_seconds(lean.iteration_s)}, {format_bytes(lean.memory_bytes)}"),
    ]  # fmt: skip


def _row(index: int, point: PlanPoint) -> list[str]:
    plan = point.plan
    return [
        str(index), format_seconds(point.iteration_s), format_bytes(point.memory_bytes),
        f"{100 * point.memory_share:.2f} %", f"{point.energy_j:.4g} J", plan.schedule.name,
        f"{plan.schedule.microbatches} of {plan.micro_batch}", str(len(plan.stages)),
        ", ".join(point.best_of),
    ]  # fmt: skip


def _plan(index: int, point: PlanPoint, file: str) -> dict[str, Any]:
    """What the page shows of one plan."""
    plan = point.plan
    from hwpipe.plan.fitting import strategy_words

    strategies = "".join(
        f"; stage {s.index} {strategy_words(s.memory_strategy)}"
        for s in plan.stages
        if s.memory_strategy is not None
    )
    take = f"hwpipe frontier {file} --point {index} -o plan.json" if file else ""
    return {
        "index": index,
        "words": f"{format_seconds(point.iteration_s)} an iteration, "
        f"{format_bytes(point.memory_bytes)} on the fullest device, {point.energy_j:.4g} J; "
        f"{plan.schedule.name} with {plan.schedule.microbatches} micro-batches of "
        f"{plan.micro_batch}, found by {plan.method}{strategies}",
        "picture": pipeline_svg(plan),
        "take": take,
        "stages": [
            [str(s.index), device_words(s), type_words(plan, s), layer_range(s),
             format_seconds(stage_s(plan, s)), format_bytes(s.memory_bytes)]
            for s in plan.stages
        ],
    }  # fmt: skip
