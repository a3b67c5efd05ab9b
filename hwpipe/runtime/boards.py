"""Stages on FPGA boards: what a run prepares before any process starts."""

from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import onnx

from hwpipe.conv import ConvConfig
from hwpipe.lower.trace import trace_model
from hwpipe.runtime.spec import BoardReport, StageSpec
from hwpipe.stage.cuts import settle_cuts
from hwpipe.stage.divide import divide
from hwpipe.stage.model import StageProgram

__all__ = ["BoardPlan", "BoardRun", "board_reports", "load_program", "prepare_boards"]


@dataclass(frozen=True)
class BoardPlan:
    """Stages whose cuts an accelerator can have, and what boards run.

    Attributes:
        stages: with the nodes that they really run.
        programs: by (stage, replica); none where the kernel can run nothing of the stage.
    """

    stages: tuple[StageSpec, ...]
    programs: Mapping[tuple[int, int], StageProgram]

    def without_board(self, stage: int) -> BoardPlan:
        """The same with one stage on the integer reference."""
        stages = list(self.stages)
        on_host = tuple(
            None if board is None else dataclasses.replace(board, mode="reference")
            for board in stages[stage].boards
        )
        stages[stage] = dataclasses.replace(stages[stage], boards=on_host)
        return BoardPlan(tuple(stages), self.programs)

    def save(self, folder: Path, ranks: Mapping[tuple[int, int], int]) -> None:
        """Write the programs for the workers; `ranks` has the rank of every stage's replica."""
        for place, program in self.programs.items():
            with _file(folder, ranks[place]).open("wb") as file:
                pickle.dump(program, file, protocol=pickle.HIGHEST_PROTOCOL)


@dataclass(frozen=True)
class BoardRun:
    """How one replica ran.

    Attributes:
        cycles: of the board's clock, by micro-batch, None where none were counted.
        moved: why it left its board, None where it did not.
        simulated: whether no hardware ran it.
    """

    cycles: Mapping[int, int | None]
    moved: str | None
    simulated: bool


def _file(folder: Path, rank: int) -> Path:
    return folder / f"rank-{rank}.program"


def load_program(folder: Path, rank: int) -> StageProgram:
    """Read what `BoardPlan.save` wrote for a rank of the same run."""
    with _file(folder, rank).open("rb") as file:
        program = pickle.load(file)
    assert isinstance(program, StageProgram)
    return program


def prepare_boards(model: onnx.ModelProto, stages: Sequence[StageSpec]) -> BoardPlan:
    """Lower the stages that have boards.

    Args:
        model: normal form with weights and shapes, at the micro-batch size.
        stages: in pipeline order, with `boards` where they have some.
    """
    if not any(board is not None for stage in stages for board in stage.boards):
        return BoardPlan(tuple(stages), {})
    trace = trace_model(model)
    if not trace.layers:  # a float model: nothing that a kernel could run
        return BoardPlan(tuple(stages), {})
    settled = settle_cuts(trace, [stage.node_indices for stage in stages])
    programs: dict[tuple[int, int], StageProgram] = {}
    for stage, nodes in zip(stages, settled, strict=True):
        known: dict[ConvConfig, StageProgram] = {}
        for replica, board in enumerate(stage.boards):
            if board is None:
                continue
            if board.config not in known:
                known[board.config] = divide(trace, nodes, board.config)
            if known[board.config].kernels:
                programs[stage.index, replica] = known[board.config]
    moved = [
        dataclasses.replace(stage, node_indices=nodes)
        for stage, nodes in zip(stages, settled, strict=True)
    ]
    return BoardPlan(tuple(moved), programs)


def board_reports(
    boards: BoardPlan, ran: Mapping[tuple[int, int], BoardRun]
) -> list[BoardReport | None]:
    """How the boards of every stage ran, replicas together."""
    reports: list[BoardReport | None] = []
    for stage in boards.stages:
        own = [place for place in boards.programs if place[0] == stage.index]
        if not own:
            reports.append(None)
            continue
        board, program = stage.board_of(own[0][1]), boards.programs[own[0]]
        assert board is not None
        runs = [ran[place] for place in own]
        counted = [c for run in runs for c in run.cycles.values() if c is not None]
        reports.append(BoardReport(
            board.mode, board.clock_hz, sum(counted) / len(counted) if counted else None,
            sum(len(p.layers) for p in program.kernels), program.reasons,
            next((run.moved for run in runs if run.moved), None),
            any(run.simulated for run in runs),
        ))  # fmt: skip
    return reports
