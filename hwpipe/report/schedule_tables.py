"""What other schedules would have done, and the token slices of a sequence, as tables."""

from __future__ import annotations

from itertools import groupby

from hwpipe.plan.model import Plan
from hwpipe.plan.schedule_model import ScheduleRow
from hwpipe.report.sharing_model import SharingTable
from hwpipe.report.words import percent, times_words
from hwpipe.units import format_seconds

__all__ = ["compared_schedules", "token_slices"]


def compared_schedules(plan: Plan) -> SharingTable:
    """A row a schedule: its best pipeline of those compared, and what it lacks."""
    if all(row.name == plan.schedule.name for row in plan.schedules):  # asked for by name
        return SharingTable("Schedules", "", (), ())
    own = plan.predicted.iteration_s
    rows = [_row(row, own) for row in plan.schedules]
    if all(row.name != plan.schedule.name for row in plan.schedules):
        count = str(plan.schedule.microbatches)
        rows.insert(0, (f"{plan.schedule.name} (this plan)", str(len(plan.stages)), "", "", count,
                        format_seconds(own), "", "1.00"))  # fmt: skip
    return SharingTable(
        title="Schedules",
        remark="Each on its best pipeline of those compared; chunks: stages of one device. \u2265: "
        "not simulated, since at best no faster than this plan.",
        columns=(("Schedule", False), ("Ranks", True), ("Chunks", True), ("Replicas", True),
                 ("Batches", True), ("Iteration", True), ("Memory", True), ("Against", False)),
        rows=tuple(rows),
    )  # fmt: skip


def _row(row: ScheduleRow, own_s: float) -> tuple[str, ...]:
    seconds = row.iteration_s
    if seconds is None:
        at_least = row.reason is None or "bound" in row.reason
        shown = f"\u2265 {format_seconds(row.lower_s)}" if at_least else "-"
        words = "" if at_least else row.reason or ""
    else:
        shown = format_seconds(seconds)
        words = times_words(seconds / own_s if own_s > 0 else 1.0)
    memory = "" if row.memory_share is None else percent(row.memory_share)
    several = [str(n) if n > 1 else "" for n in (row.chunks, row.width)]
    return (row.name, str(row.stages), *several, str(row.microbatches), shown, memory, words)


def token_slices(plan: Plan) -> SharingTable:
    """Runs of equal token slices, with their part of a micro-batch's time on the first stage."""
    lengths = plan.schedule.slices
    rows = []
    at = 0
    for length, group in groupby(lengths):
        count = len(list(group))
        span = slice(at, at + count)
        first = plan.stages[0]
        seconds = [share * first.time_s for share in first.slice_share[span]]
        rows.append((
            f"{at + 1}" if count == 1 else f"{at + 1} to {at + count}", str(length),
            format_seconds(min(seconds)) if count == 1 or max(seconds) - min(seconds) < 1e-12
            else f"{format_seconds(min(seconds))} to {format_seconds(max(seconds))}",
        ))  # fmt: skip
        at += count
    return SharingTable(
        title=f"Token slices: {len(lengths)} of {sum(lengths)} tokens" if lengths else "",
        remark="Time on the first stage, forward and backward. Each slice attends to those before.",
        columns=(("Slices", False), ("Tokens each", True), ("Time", True)),
        rows=tuple(rows),
    )
