"""What `hwpipe run` says of a run: as JSON types, and as a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwpipe.cli.console import stdout
from hwpipe.runtime.network import in_torchrun

if TYPE_CHECKING:
    from pathlib import Path

    from hwpipe.plan.model import Plan
    from hwpipe.runtime.execute import PlanRun
    from hwpipe.runtime.spec import StageReport

__all__ = ["print_run", "run_summary", "write_run_timeline"]

#: What stands for a board, in words.
_STANDS = {"numpy": "twin", "rtl": "RTL twin", "reference": "integer reference",
           "hardware": "board"}  # fmt: skip


def run_summary(plan: Plan, done: PlanRun) -> dict[str, Any]:
    """Measurements of a run as JSON types: stages, wall time, check."""
    result = done.result
    slowest = max(report.busy_s_mean * report.share for report in result.stage_reports)
    summary: dict[str, Any] = {
        "wall_s": result.wall_s,
        "startup_s": result.startup_s,
        "microbatches": plan.schedule.microbatches,
        "steady_s": result.steady_s,
        "overhead": result.steady_s / slowest if slowest > 0 else 1.0,
        "where": "the hosts of torchrun, one process per stage replica"
        if in_torchrun()
        else "this machine, one process per stage replica",
        "stages": [_stage(plan, report) for report in result.stage_reports],
    }
    if done.check is not None:
        summary["check"] = {
            "ok": done.check.ok,
            "against": "onnxruntime",
            "max_relative_error": done.check.max_relative_error,
            "tolerance": done.check.rtol,
        }
    return summary


def _stage(plan: Plan, report: StageReport) -> dict[str, Any]:
    """One stage. `busy_s` is never the host's time for a board that was simulated."""
    row: dict[str, Any] = {
        "stage": report.index,
        "device": report.device,
        "backend": report.backend,
        "busy_s": report.busy_s_mean,
        "busy_min_s": report.busy_s_min,
        "predicted_s": plan.stages[report.index].time_s,
    }
    board = report.board
    if board is None:
        return row
    if board.simulated:
        row["busy_s"] = row["busy_min_s"] = board.seconds
        if board.seconds is not None:
            row["backend"] += f" (simulated, {board.clock_hz / 1e6:g} MHz)"
    row["board"] = {
        "mode": board.mode,
        "simulated": board.simulated,
        "clock_hz": board.clock_hz,
        "cycles": board.cycles,
        "board_s": board.seconds,
        "host_s": report.busy_s_mean,
        "layers": board.layers,
        "beside": [{"node": n, "op": op, "reason": why} for n, op, why in board.beside],
        "moved": board.moved,
    }
    return row


def write_run_timeline(plan: Plan, done: PlanRun, path: Path) -> None:
    """Write a run's forwards as a timeline.

    Raises:
        InputError: if the folder cannot be written.
    """
    from hwpipe.plan.timeline_files import timeline_of_events, write_timeline
    from hwpipe.schedule.model import Event

    events = [
        Event(f"rank {rank}", "F", stage, k, start, end)
        for rank, stage, k, start, end in done.result.forwards
    ]
    write_timeline(plan, timeline_of_events(events, len(plan.rank_names)), path)


def print_run(plan: Plan, summary: dict[str, Any], seeded: bool) -> None:
    """Print what a run measured; never host time as if it were the device's."""
    from rich.table import Table

    from hwpipe.units import format_seconds

    table = Table(title=f"ran {plan.model.name} here: {plan.schedule.microbatches} micro-batches "
                  f"of {plan.micro_batch} in {format_seconds(summary['wall_s'])}")  # fmt: skip
    boards = [row["board"] for row in summary["stages"] if "board" in row]
    counted = any(board["cycles"] is not None for board in boards)
    columns = ["stage", "planned device", "ran on", "measured here"]
    columns += ["board's clock"] if counted else []
    for column in (*columns, "predicted there"):
        right = column.endswith(("here", "clock"))
        table.add_column(column, justify="right" if right else "left")
    for row in summary["stages"]:
        board = row.get("board")
        stands = board is not None and board["simulated"]
        measured = "-" if stands else format_seconds(row["busy_s"])
        cells = [str(row["stage"]), row["device"], row["backend"], measured]
        if counted:
            seconds = board and board["board_s"]
            cells.append("-" if seconds is None else format_seconds(seconds))
        table.add_row(*cells, format_seconds(row["predicted_s"]))
    console = stdout()
    console.print(table)
    for row in summary["stages"]:
        if "board" in row:
            for line in _board_lines(row):
                console.print(line)
    if seeded:
        console.print("inputs: random, seed 0 (give your own with --input x.npz)")
    if "check" in summary:
        check = summary["check"]
        word = "equal to" if check["ok"] else "DIFFERENT from"
        error = f"largest relative error {check['max_relative_error']:.2g}"
        error = "bit for bit" if check["max_relative_error"] == 0 else error
        console.print(f"check: {word} onnxruntime, {error} (limit {check['tolerance']:g})")


def _board_lines(row: dict[str, Any]) -> list[str]:
    board = row["board"]
    what = f"stage {row['stage']} on {row['device']}: {board['layers']} layers on the "
    # A twin that somebody else started answers at an address as a board does.
    twin = board["mode"] == "hardware" and board["simulated"] and board["moved"] is None
    what += "twin" if twin else _STANDS[board["mode"]]
    if board["cycles"] is not None:
        what += f", {board['cycles']:,.0f} cycles a micro-batch at {board['clock_hz'] / 1e6:g} MHz"
    lines = [what]
    if board["moved"] is not None:
        lines.append(f"stage {row['stage']} moved to the integer reference on this host: "
                     f"{board['moved']}")  # fmt: skip
    beside = board["beside"]
    if beside:
        shown = "; ".join(f"{b['op']} {b['node']}: {b['reason']}" for b in beside[:3])
        more = f" and {len(beside) - 3} more" if len(beside) > 3 else ""
        lines.append(f"stage {row['stage']}: on the host {shown}{more}")
    return lines
