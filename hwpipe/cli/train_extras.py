"""What `hwpipe train` says of stages on boards and of stages with memory strategies."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.plan.model import Plan
    from hwpipe.train.record import BoardRan, KeptBytes, RankRun

__all__ = ["extra_lines", "simulated_stages", "stage_extras"]


def _boards(runs: Sequence[RankRun], stage: int) -> list[BoardRan]:
    return [run.boards[stage] for run in runs if stage in run.boards]


def _kept(runs: Sequence[RankRun], stage: int) -> KeptBytes | None:
    """Of the replica that held most."""
    found = [run.kept[stage] for run in runs if stage in run.kept]
    return max(found, key=lambda kept: kept.peak, default=None)


def simulated_stages(runs: Sequence[RankRun]) -> frozenset[int]:
    """Stages on boards that were no hardware: this machine's seconds say nothing of them."""
    return frozenset(s for run in runs for s, board in run.boards.items() if board.simulated)


def stage_extras(plan: Plan, runs: Sequence[RankRun], stage: int) -> dict[str, Any]:
    """More keys of a stage's row in the summary."""
    row: dict[str, Any] = {}
    boards, kept = _boards(runs, stage), _kept(runs, stage)
    if boards:
        board = boards[0]
        row["board"] = {
            "backend": board.backend, "simulated": board.simulated, "clock_hz": board.clock_hz,
            "cycles": board.cycles,
            "board_s": None if board.cycles is None else board.cycles / board.clock_hz,
        }  # fmt: skip
        if board.simulated:
            row["forward_s"] = None
    if kept is not None:
        row["kept"] = {
            "peak_bytes": kept.peak, "planned_bytes": _planned(plan, stage),
            "swapped_out_bytes": kept.swapped_out, "swapped_in_bytes": kept.swapped_in,
            "recomputed_bytes": kept.recomputed,
        }  # fmt: skip
    return row


def _planned(plan: Plan, stage: int) -> float:
    """Activations of the micro-batches in flight."""
    return plan.stages[stage].activation_bytes * plan.stages[stage].in_flight


def extra_lines(plan: Plan, runs: Sequence[RankRun]) -> list[str]:
    """Lines below the table of stages."""
    from hwpipe.units import format_bytes

    lines = []
    for stage in range(len(plan.stages)):
        for board in _boards(runs, stage)[:1]:
            line = f"stage {stage} ran on {board.backend}"
            if board.cycles is not None:
                line += f", {board.cycles:,.0f} cycles a micro-batch"
                line += f" at {board.clock_hz / 1e6:g} MHz"
            lines.append(line + (" (simulated)" if board.simulated else ""))
        kept = _kept(runs, stage)
        if kept is None:
            continue
        parts = [f"kept at most {format_bytes(kept.peak)} of activations "
                 f"({format_bytes(_planned(plan, stage))} planned)"]  # fmt: skip
        if kept.swapped_out:
            parts.append(f"swapped {format_bytes(kept.swapped_out)} out and "
                         f"{format_bytes(kept.swapped_in)} in")  # fmt: skip
        if kept.recomputed:
            parts.append(f"computed {format_bytes(kept.recomputed)} again")
        lines.append(f"stage {stage} {', '.join(parts)}")
    return lines
