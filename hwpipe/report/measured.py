"""Measured against predicted: a run's timeline beside that of the simulator, and their errors."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from hwpipe.plan.model import Plan
from hwpipe.report.simulated import simulated
from hwpipe.schedule.model import Event, Timeline
from hwpipe.units import format_seconds

__all__ = ["ActionRow", "Comparison", "compare", "comparison_dict", "comparison_rows"]

#: Order of kinds in tables.
_KINDS = ("F", "B", "W", "BW", "REDUCE", "UPDATE", "RECOMPUTE", "SWAP")


@dataclass(frozen=True, slots=True)
class ActionRow:
    """One kind of action on one stage.

    Attributes:
        stage, kind: which.
        count: how many were measured.
        predicted_s: median of the simulated ones; None where the simulator has none.
        measured_s: median of the measured ones, waiting for others left out.
    """

    stage: int
    kind: str
    count: int
    predicted_s: float | None
    measured_s: float

    @property
    def error(self) -> float | None:
        """Predicted over measured, less 1."""
        return _error(self.predicted_s, self.measured_s)


@dataclass(frozen=True)
class Comparison:
    """A measured timeline and the prediction of the same micro-batches.

    Attributes:
        predicted, measured: from time 0 on.
        steps: iterations that both cover (several only where a schedule is not flushed).
        rows: stage by stage.
        least_s: a step over all steps of the run, where the file knows it.
    """

    predicted: Timeline
    measured: Timeline
    steps: int
    rows: tuple[ActionRow, ...]
    least_s: float | None = None

    @property
    def predicted_s(self) -> float:
        """Seconds of an iteration, as predicted."""
        return self.predicted.makespan_s / self.steps

    @property
    def measured_s(self) -> float:
        """Seconds of an iteration, as measured."""
        return self.measured.makespan_s / self.steps

    @property
    def error(self) -> float | None:
        """Predicted over measured, less 1."""
        return _error(self.predicted_s, self.measured_s)


def _error(predicted_s: float | None, measured_s: float) -> float | None:
    if predicted_s is None or measured_s <= 0:
        return None
    return predicted_s / measured_s - 1


def compare(plan: Plan, measured: Timeline, least_s: float | None = None) -> Comparison:
    """Lay a measured timeline beside the plan's prediction.

    Args:
        plan: that was run.
        measured: of `hwpipe.plan.timeline_files.read_timeline`.
        least_s: the least or typical step of the whole run, for the page.
    """
    count = 1 + max((event.micro_batch for event in measured.events), default=0)
    own = plan.schedule.microbatches
    predicted = simulated(plan, None if count == own else count)
    simulated_s, ran_s = _durations(predicted.events), _durations(measured.events)
    rows = []
    for (stage, kind), seconds in sorted(
        ran_s.items(), key=lambda item: (item[0][0], _place(item[0][1]))
    ):
        known = simulated_s.get((stage, kind))
        rows.append(
            ActionRow(
                stage, kind, len(seconds), None if known is None else statistics.median(known),
                statistics.median(seconds),
            )
        )  # fmt: skip
    return Comparison(predicted, measured, max(1, count // own), tuple(rows), least_s)


def _place(kind: str) -> int:
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def _durations(events: Iterable[Event]) -> dict[tuple[int, str], list[float]]:
    """Seconds of the actions of ranks by stage and kind."""
    found: dict[tuple[int, str], list[float]] = {}
    for event in events:
        if event.track.startswith("rank "):
            found.setdefault((event.stage, event.kind), []).append(event.end_s - event.start_s)
    return found


def comparison_dict(found: Comparison) -> dict[str, Any]:
    """As JSON types."""
    stages: dict[int, dict[str, Any]] = {}
    for row in found.rows:
        stages.setdefault(row.stage, {})[row.kind] = {
            "predicted_s": row.predicted_s, "measured_s": row.measured_s, "error": row.error,
            "count": row.count,
        }  # fmt: skip
    return {
        "iteration": {
            "predicted_s": found.predicted_s, "measured_s": found.measured_s,
            "error": found.error, "least_s": found.least_s, "steps": found.steps,
        },
        "stages": [{"stage": stage, "actions": kinds} for stage, kinds in sorted(stages.items())],
    }  # fmt: skip


def comparison_rows(found: Comparison) -> list[tuple[str, ...]]:
    """Cells of a table: stage, action, count, predicted, measured, error."""

    def cells(
        name: str, kind: str, count: str, pair: tuple[float | None, float]
    ) -> tuple[str, ...]:
        predicted, measured = pair
        error = _error(predicted, measured)
        return (
            name, kind, count, "-" if predicted is None else format_seconds(predicted),
            format_seconds(measured), "-" if error is None else f"{100 * error:+.1f} %",
        )  # fmt: skip

    rows = [
        cells(str(row.stage), row.kind, str(row.count), (row.predicted_s, row.measured_s))
        for row in found.rows
    ]
    return [*rows, cells("all", "iteration", str(found.steps),
                         (found.predicted_s, found.measured_s))]  # fmt: skip
