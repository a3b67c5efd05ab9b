"""Stages that are not plain `TrainStage`s: which ones a run has, and what they need."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from hwpipe.errors import InputError
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule.model import Schedule
from hwpipe.train.record import BoardRan, KeptBytes, Span

if TYPE_CHECKING:
    import torch

    from hwpipe.runtime.piece import Piece
    from hwpipe.train.execution import Held
    from hwpipe.train.program import Program
    from hwpipe.train.spec import TrainSpec
    from hwpipe.train.stage import TrainStage

__all__ = [
    "begin_list",
    "boards_of",
    "check_strategies",
    "close_stages",
    "kept_bytes",
    "report_copies",
    "special_stage",
]


def check_strategies(stages: Sequence[StageSpec], schedule: Schedule) -> None:
    """Check that stages with memory strategies run under a schedule.

    Raises:
        InputError: token slices, or backwards that read other weights than their forwards.
    """
    rule = schedule.update_rule
    latest = rule is not None and "latest" in (rule.backward_weights, rule.backward_activations)
    for stage in stages:
        if stage.strategy is not None and (latest or schedule.slices > 1):
            what = "backwards that read the newest weights" if latest else "token slices"
            raise InputError(
                f"stage {stage.index} recomputes or swaps activations",
                where=f"schedule {schedule.name}", limit=f"schedules without {what}",
                remedy="compile with another schedule, or for devices with more memory",
            )  # fmt: skip


def special_stage(
    spec: TrainSpec, program: Program, stage: int, piece: Piece, device: torch.device
) -> TrainStage | None:
    """The stage of a rank, where it has a memory strategy or stands on an FPGA; else None.

    Args:
        spec: the rank's orders.
        program: its action lists.
        stage: number of the stage.
        piece: what it computes.
        device: where.
    """
    frozen = spec.frozen[stage] if spec.frozen else None
    if frozen is not None:
        from hwpipe.train.board_stage import BoardStage

        return BoardStage(piece, frozen.program, frozen.boards[spec.replica])
    strategy = spec.strategies[stage] if spec.strategies else None
    if strategy is None:
        return None
    from hwpipe.train.memory.recompute import MemoryStage

    bound = MemoryStage(piece, device, strategy, split=stage in program.split,
                        replicated=spec.replicas[stage] > 1)  # fmt: skip
    bound.sends = stage < len(spec.feeds) - 1
    bound.order = tuple(
        action.micro_batch for action in program.ranks[spec.unit]
        if action.kind in ("B", "BW") and action.stage == stage
    )  # fmt: skip
    return bound


def report_copies(stages: Iterable[Held], report: Callable[[Span], None]) -> None:
    """Report the copies and recomputations of a list that has run."""
    for held in stages:
        take = getattr(held.stage, "take_spans", None)
        for span in take() if take is not None else ():
            report(span)


def close_stages(stages: Iterable[Held]) -> None:
    """Free boards, end their twins and copy engines."""
    for held in stages:
        close = getattr(held.stage, "close", None)
        if close is not None:
            close()


def begin_list(stages: Iterable[Held], seed: int, first: int) -> None:
    """Tell stages which masks their Dropout nodes draw in the coming list.

    Args:
        stages: of a rank.
        seed: of the run.
        first: number of the list's first micro-batch, counted over all steps.
    """
    from hwpipe.train.split.stage import SplitStage
    from hwpipe.train.tokens.stage import SlicedStage

    for held in stages:
        dropping = getattr(held.stage, "dropping", None)
        if dropping is not None:
            dropping.seed, dropping.first = seed, first
            dropping.parts = isinstance(held.stage, SplitStage | SlicedStage)


def boards_of(stages: Mapping[int, Held]) -> dict[int, BoardRan]:
    """How stages on FPGAs ran, by stage."""
    rows = {stage: getattr(held.stage, "ran", None) for stage, held in stages.items()}
    return {stage: row for stage, row in rows.items() if row is not None}


def kept_bytes(stages: Mapping[int, Held]) -> dict[int, KeptBytes]:
    """What stages with memory strategies kept and moved, by stage."""
    found = {}
    for stage, held in stages.items():
        ledger = getattr(held.stage, "ledger", None)
        if ledger is not None:
            found[stage] = KeptBytes(ledger.peak, ledger.swapped_out, ledger.swapped_in,
                                     ledger.recomputed)  # fmt: skip
    return found
