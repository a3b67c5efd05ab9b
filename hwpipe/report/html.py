"""The report: one self-contained HTML page of a plan, readable without a network."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.plan.model import Plan
from hwpipe.report.assets import (
    page_template,
    plotly_script,
    plotly_version,
    safe_json,
    text_asset,
)
from hwpipe.report.figures.balance import balance_figure
from hwpipe.report.figures.base import Figure
from hwpipe.report.figures.baselines import baselines_figure
from hwpipe.report.figures.layers import layers_figure
from hwpipe.report.figures.memory import memory_figures
from hwpipe.report.figures.roofline import roofline_figures
from hwpipe.report.figures.timeline import occupancy_figure, timeline_figure
from hwpipe.report.measured import Comparison, comparison_rows
from hwpipe.report.overlay_svg import overlay_svg
from hwpipe.report.palette import stage_colour
from hwpipe.report.picture import pipeline_svg
from hwpipe.report.run_section import run_section
from hwpipe.report.sharing_tables import sharing_tables
from hwpipe.report.simulated import simulated
from hwpipe.report.words import (
    bottleneck_name,
    bound_words,
    format_metric,
    percent,
    plan_title,
    schedule_words,
    search_words,
    sources,
    times_words,
)
from hwpipe.schedule.model import Timeline
from hwpipe.units import format_bytes, format_count, format_seconds

__all__ = ["render_report", "write_report"]


def write_report(
    plan: Plan,
    path: str | Path,
    *,
    timeline: Timeline | None = None,
    extra: Mapping[str, Any] | None = None,
) -> None:
    """Write the page; a reader never sees a half-written file.

    Args:
        plan: the plan.
        path: the HTML file; replaced if it exists.
        timeline: the simulated iteration; simulated here where None.
        extra: `extra["run"]` adds the section on a run (see `run_section`), `extra["measured"]`
            a `Comparison` of a run's timeline with the prediction.

    Raises:
        InputError: if plotly or jinja2 are not installed, or the file cannot be written.
    """
    page = render_report(plan, timeline=timeline, extra=extra)
    target = Path(path)
    try:
        handle, name = tempfile.mkstemp(
            dir=target.parent, prefix=f".{target.name}.", suffix=".part"
        )
        temporary = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
                file.write(page)
            mask = os.umask(0)
            os.umask(mask)
            temporary.chmod(0o666 & ~mask)  # mkstemp makes files that only the user can read
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise InputError(
            f"the report cannot be written: {error.strerror or error}",
            where=str(target),
            remedy="name a file in a folder that exists and is writable",
        ) from None


def render_report(
    plan: Plan, *, timeline: Timeline | None = None, extra: Mapping[str, Any] | None = None
) -> str:
    """The page as text; see `write_report`."""
    template = page_template()
    script = plotly_script()
    if timeline is None:
        timeline = simulated(plan)
    gantt, gantt_note = timeline_figure(plan, timeline)
    memory = memory_figures(plan, timeline)
    layers, layers_note = layers_figure(plan)
    rooflines = roofline_figures(plan)
    figures: dict[str, Figure] = {
        "plot-timeline": gantt,
        "plot-balance": balance_figure(plan),
        "plot-layers": layers,
    }
    if gantt_note:
        figures["plot-occupancy"] = occupancy_figure(plan, timeline)
    if any(row.feasible and row.iteration_s is not None for row in plan.baselines):
        figures["plot-baselines"] = baselines_figure(plan)
    for index, panel in enumerate(memory):
        figures[f"plot-memory-{index}"] = panel.chart
    for index, (_, chart, _) in enumerate(rooflines):
        figures[f"plot-roofline-{index}"] = chart
    run = run_section(plan, extra["run"]) if extra and extra.get("run") is not None else None
    if run is not None and run.chart is not None:
        figures["plot-run"] = run.chart
    measured = extra.get("measured") if extra else None
    return template.render(
        title=plan_title(plan),
        plan=plan,
        cards=_cards(plan),
        facts=_facts(plan),
        pipeline=pipeline_svg(plan),
        occupancy="plot-occupancy" in figures,
        notes={"timeline": gantt_note, "layers": layers_note},
        memory=[(f"plot-memory-{i}", m.title, m.remark) for i, m in enumerate(memory)],
        rooflines=[(f"plot-roofline-{i}", t, r) for i, (t, _, r) in enumerate(rooflines)],
        baselines=_baselines(plan),
        sharing=sharing_tables(plan),
        has_baseline_chart="plot-baselines" in figures,
        certificate=_certificate(plan),
        sources=sources(plan),
        run=run,
        measured=measured_section(plan, measured) if measured is not None else None,
        stage_colours=[stage_colour(s.index) for s in plan.stages],
        figures_json=safe_json(figures),
        layers_json=safe_json(_layer_rows(plan)),
        style=text_asset("report.css"),
        page_script=text_asset("report.js"),
        plotly=script,
        plotly_version=plotly_version(),
    )


def measured_section(plan: Plan, found: Comparison) -> dict[str, Any]:
    """Picture, facts and table of a measured timeline."""
    facts = [
        ("Iteration, predicted", format_seconds(found.predicted_s)),
        ("Iteration, measured", format_seconds(found.measured_s)),
    ]
    if found.error is not None:
        facts.append(("Error of the prediction", f"{100 * found.error:+.1f} %"))
    if found.least_s is not None:
        facts.append(("Least step of the run", format_seconds(found.least_s)))
    return {
        "svg": overlay_svg(plan, found),
        "facts": facts,
        "header": ("Stage", "Action", "Count", "Predicted", "Measured", "Error"),
        "rows": comparison_rows(found),
    }


def _cards(plan: Plan) -> list[tuple[str, str, str]]:
    """(label, value, remark) of the key figures."""
    own = plan.predicted
    cards = [
        ("Throughput", f"{own.throughput_per_s:,.4g}", "samples per second"),
        ("Iteration", format_seconds(own.iteration_s),
         f"{plan.batch} samples in {plan.schedule.microbatches} micro-batches"),
        ("Bottleneck", format_seconds(own.bottleneck_s),
         f"{bottleneck_name(plan)}, per micro-batch"),
        ("Latency", format_seconds(own.latency_s), "one micro-batch, empty pipeline"),
        ("Balance", f"{own.balance:.3f}", "slowest stage over ideal"),
        ("Idle (bubble)", percent(own.bubble), "of the devices' time"),
    ]  # fmt: skip
    full = max(
        plan.stages,
        key=lambda s: s.memory_bytes / s.memory_available_bytes if s.memory_available_bytes else 0,
        default=None,
    )
    if full is not None and 0 < full.memory_available_bytes < float("inf"):
        cards.append((
            "Fullest memory", percent(full.memory_bytes / full.memory_available_bytes),
            f"{format_bytes(full.memory_bytes)} on {full.devices[0]}",
        ))  # fmt: skip
    if plan.bound is not None:
        value = "optimal" if plan.bound.exact else percent(plan.bound.gap)
        cards.append(("Gap to the bound", value, "proven for the space below"))
    return cards


def _facts(plan: Plan) -> list[tuple[str, str]]:
    words = schedule_words(plan.schedule.name)
    facts = [
        ("Model", f"{plan.model.name}: {plan.model.nodes:,} nodes, "
         f"{format_count(plan.model.macs)} MAC, {format_bytes(plan.model.param_bytes)} of "
         "parameters"),
        ("Cluster", f"{plan.cluster.name}: {len(plan.cluster.devices)} devices, topology "
         f"{plan.cluster.topology}"),
        ("Mode", ("training" + (f" with {plan.optimizer}" if plan.optimizer else "")
                  if plan.mode == "train" else "inference")
         + f", objective {plan.objective}, method {plan.method}"),
        ("Batch", f"{plan.batch} = {plan.schedule.microbatches} micro-batches of "
         f"{plan.micro_batch}"),
        ("Schedule", plan.schedule.name + (f": {words}" if words else "")),
        ("Energy", f"{plan.predicted.energy_j:.4g} J an iteration"),
        ("Model hash", plan.model.hash),
    ]  # fmt: skip
    facts += [("Demanded", wish) for wish in plan.constraints]
    for node, part, total, stage in plan.splits:
        facts.append((
            "Split layer",
            f"{node}: {part} of {total} channels in stage {stage}, the rest in {stage + 1}",
        ))  # fmt: skip
    return facts


def _baselines(plan: Plan) -> list[dict[str, str]]:
    own = plan.predicted
    rows = [{
        "name": f"{plan.method} (this plan)", "iteration": format_seconds(own.iteration_s),
        "bottleneck": format_seconds(own.bottleneck_s), "stages": str(len(plan.stages)),
        "microbatches": str(plan.schedule.microbatches), "ratio": "1.00", "reason": "",
    }]  # fmt: skip
    for row in plan.baselines:
        known = row.feasible and row.iteration_s is not None
        ratio = ""
        if row.feasible and row.iteration_s is not None and own.iteration_s > 0:
            ratio = times_words(row.iteration_s / own.iteration_s)
        rows.append({
            "name": row.name,
            "iteration": format_seconds(row.iteration_s or 0.0) if known else "-",
            "bottleneck": format_seconds(row.bottleneck_s)
            if known and row.bottleneck_s is not None else "-",
            "stages": str(row.stages) if known else "-",
            "microbatches": str(row.microbatches) if known else "-",
            "ratio": ratio if known else "not feasible",
            "reason": "" if known else row.reason or "no reason given",
        })  # fmt: skip
    return rows


def _certificate(plan: Plan) -> dict[str, Any]:
    bound = plan.bound
    if bound is None:
        return {"words": bound_words(None), "rows": []}
    achieved = bound.lower_s * (1 + bound.gap)
    rows = [
        ("Metric", bound.metric),
        ("Lower bound", format_metric(bound.metric, bound.lower_s)),
        ("This plan", format_metric(bound.metric, achieved)),
        ("Gap", percent(bound.gap) if bound.gap > 0 else "0%"),
        ("Proven optimal", "yes" if bound.exact else "no"),
        ("Cuts", bound.cuts),
        ("Search", search_words(bound)),
    ]
    if bound.bottleneck_lower_s is not None:
        rows.insert(
            4, ("Bottleneck bound", format_metric("bottleneck_s", bound.bottleneck_lower_s))
        )
    return {"words": bound_words(bound), "rows": rows}


def _layer_rows(plan: Plan) -> dict[str, Any]:
    """The table's rows, column by column; the script formats and filters them."""
    return {
        "stages": [stage_colour(s.index) for s in plan.stages],
        "rows": [
            [r.name, r.op, r.stage, r.macs, r.bytes, r.param_bytes, float(f"{r.time_s:.5g}")]
            for r in plan.layers
        ],
    }
