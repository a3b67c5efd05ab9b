"""The page's section on a run: measured against predicted times, and the output check."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hwpipe.errors import InputError
from hwpipe.plan.model import Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.report.palette import mix, stage_colour
from hwpipe.units import format_seconds

__all__ = ["RunSection", "run_section"]

#: Stage, device, what it ran on, measured, predicted, their ratio.
Row = tuple[str, str, str, str, str, str]


@dataclass(frozen=True)
class RunSection:
    """What the template shows: sentences, a table and a chart."""

    verdict: str  # "passed", "failed" or "not made"
    facts: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    chart: Figure | None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    number = float(value) if abs(value) < 1e300 else math.inf
    return number if math.isfinite(number) else None


def run_section(plan: Plan, run: Mapping[str, Any]) -> RunSection:
    """Read the report of a run.

    Args:
        plan: the plan that was run.
        run: any of `wall_s`, `microbatches`, `overhead` (wall time over the slowest stage's,
            per micro-batch), `where` (the machine in words); `stages`, a list of mappings with
            `stage`, `busy_s` (measured compute seconds per micro-batch) and optionally
            `predicted_s`, `device`, `backend`; `check`, a mapping with `ok`, `against`,
            `max_relative_error`, `tolerance`. Other scalar entries are listed as they are.

    Raises:
        InputError: if `run` is not a mapping, or its `stages` are no list.
    """
    if not isinstance(run, Mapping) or not isinstance(run.get("stages", []), list | tuple):
        raise InputError(
            "the measurements of the run are not an object with a list `stages`",
            where="report",
            remedy="give the file that `hwpipe run --report` wrote",
        )
    check = run.get("check")
    facts: list[tuple[str, str]] = []
    verdict = "not made"
    if isinstance(check, Mapping):
        verdict = "passed" if check.get("ok") else "failed"
        words = f"{verdict}, against {check.get('against', 'onnxruntime')}"
        error, limit = _number(check.get("max_relative_error")), _number(check.get("tolerance"))
        if error is not None:
            words += f": largest relative error {error:.3g}"
        if limit is not None:
            words += f" (limit {limit:.3g})"
        facts.append(("Output check", words))
    elif isinstance(check, str | bool):
        verdict = "passed" if check is True or check == "passed" else "failed"
        facts.append(("Output check", str(check)))
    for key, words in (
        ("where", "Machine"), ("wall_s", "Wall time"), ("microbatches", "Micro-batches"),
        ("overhead", "Pipeline overhead"),
    ):  # fmt: skip
        if run.get(key) is not None:
            number = _number(run[key])
            value = format_seconds(number) if key == "wall_s" and number is not None else (
                f"{number:.4g} x the slowest stage" if key == "overhead" and number is not None
                else str(run[key])
            )  # fmt: skip
            facts.append((words, value))
    for key, entry in run.items():
        if key in ("where", "wall_s", "microbatches", "overhead", "check", "stages"):
            continue
        if isinstance(entry, str | int | float | bool):
            number = _number(entry)
            timed = key.endswith("_s") and number is not None
            name = key.removesuffix("_s").replace("_", " ").capitalize()
            facts.append((name, format_seconds(number) if timed and number else str(entry)))
    measured = _stages(plan, run)
    table = [
        (
            str(index), device, backend, format_seconds(busy),
            format_seconds(predicted), f"{busy / predicted:.3g}" if predicted > 0 else "-",
        )
        for index, device, backend, busy, predicted in measured
    ]  # fmt: skip
    rows = tuple(sorted(table + _unmeasured(plan, run), key=lambda row: int(row[0])))
    header = ("Stage", "Device", "Ran on", "Measured", "Predicted", "Measured / predicted")
    return RunSection(verdict, tuple(facts), header, rows, _chart(measured) if measured else None)


def _stages(plan: Plan, run: Mapping[str, Any]) -> list[tuple[int, str, str, float, float]]:
    found = []
    for position, entry in enumerate(run.get("stages") or ()):
        if not isinstance(entry, Mapping):
            continue
        number = entry.get("stage", position)
        index = number if isinstance(number, int) else position
        busy = _number(entry.get("busy_s"))
        if busy is None or not 0 <= index < len(plan.stages):
            continue
        stage = plan.stages[index]
        predicted = _number(entry.get("predicted_s"))
        found.append((
            index, str(entry.get("device", stage.devices[0])), str(entry.get("backend", "host")),
            busy, stage.time_s if predicted is None else predicted,
        ))  # fmt: skip
    return found


def _unmeasured(plan: Plan, run: Mapping[str, Any]) -> list[Row]:
    """Rows of stages on boards that were simulated without counting cycles."""
    found = []
    for entry in run.get("stages") or ():
        if not isinstance(entry, Mapping) or "board" not in entry:
            continue
        index = entry.get("stage")
        if entry.get("busy_s") is None and isinstance(index, int) and 0 <= index < len(plan.stages):
            stage = plan.stages[index]
            found.append((
                str(index), str(entry.get("device", stage.devices[0])),
                str(entry.get("backend", "")), "-", format_seconds(stage.time_s), "-",
            ))  # fmt: skip
    return found


def _chart(rows: list[tuple[int, str, str, float, float]]) -> Figure:
    factor, unit = time_unit(max(max(busy, predicted) for *_, busy, predicted in rows) or 1.0)
    hues = [stage_colour(index) for index, *_ in rows]
    series = [
        ("measured (full tone)", [busy for *_, busy, _ in rows], hues),
        ("predicted (light tone)", [predicted for *_, predicted in rows],
         [mix(hue, "#FFFFFF", 0.55) for hue in hues]),
    ]  # fmt: skip
    data: list[dict[str, Any]] = [
        {
            "type": "bar", "name": name, "x": [f"stage {index}" for index, *_ in rows],
            "y": [round_to(value / factor) for value in values], "marker": {"color": colours},
            "customdata": [
                [label(row[1]), format_seconds(value)]
                for row, value in zip(rows, values, strict=True)
            ],
            "hovertemplate": f"%{{x}}, %{{customdata[0]}}<br>{name}: %{{customdata[1]}}"
            "<extra></extra>",
        }
        for name, values, colours in series
    ]  # fmt: skip
    return figure(
        data, 320, barmode="group", bargap=0.3,
        xaxis=axis("Stage", type="category"),
        yaxis=axis(f"Time per micro-batch ({unit})", rangemode="tozero"),
    )  # fmt: skip
