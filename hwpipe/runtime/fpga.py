"""`BoardBackend`: a stage on an FPGA board, its twin or the integer reference.

The stage's parts run one after the other: integer layers on the board, what the kernel lacks in
torch on the host. Where the board is lost and the run allows it, the stage goes on with the
integer reference, which gives the same bits, from the very micro-batch that was under way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.lower.run import run_integer
from hwpipe.runtime.module import TorchStage, to_torch
from hwpipe.runtime.piece import Array, Piece
from hwpipe.stage.board import BoardSpec
from hwpipe.stage.model import Part, StageProgram
from hwpipe.stage.runner import KernelRunner, ReferenceRunner

__all__ = ["BoardBackend", "part_piece"]


def part_piece(piece: Piece, part: Part, stage_nodes: frozenset[int]) -> Piece:
    """The nodes of one part as a piece, with the constants that they read.

    Args:
        piece: of the whole stage.
        part: of it.
        stage_nodes: of all parts; the piece's other nodes compute constants.
    """
    own = set(part.nodes)
    nodes = tuple(n for n in piece.nodes if n.index in own or n.index not in stage_nodes)
    read = {name for node in nodes for name in node.inputs}
    return Piece(
        piece.index, nodes, {k: v for k, v in piece.constants.items() if k in read},
        piece.weights & read, part.inputs, part.outputs,
    )  # fmt: skip


class BoardBackend:
    """A `StageBackend` of parts.

    Attributes:
        name: what reports call it.
        cycles: of the board's clock in every micro-batch, None where none were counted.
        moved: why the stage left the board; None while it runs there.
    """

    def __init__(
        self,
        program: StageProgram,
        board: BoardSpec,
        *,
        open_board: Callable[[StageProgram, BoardSpec], KernelRunner] | None = None,
    ) -> None:
        """Prepare, touch no board.

        Args:
            program: parts of the stage.
            board: where its kernel parts run.
            open_board: loads them; by default what `board.mode` names.
        """
        self._program, self._board = program, board
        self._open = open_board or _open
        self._runner: KernelRunner | None = None
        self._host: dict[int, TorchStage] = {}
        self._piece: Piece | None = None
        self.cycles: list[int | None] = []
        self.moved: str | None = None
        self.name = ""

    def load(self, piece: Piece) -> None:
        """Bind host parts, put kernel parts on the board.

        Raises:
            WorkError: if the board cannot be loaded, unless the run retries on the host.
        """
        self._piece = piece
        every = frozenset(i for part in self._program.parts for i in part.nodes)
        for k, part in enumerate(self._program.parts):
            if part.kind == "host":
                self._host[k] = TorchStage(part_piece(piece, part, every)).eval()
        try:
            self._runner = self._open(self._program, self._board)
        except WorkError as error:
            self._move(error)
        self._rename()

    @property
    def simulated(self) -> bool:
        """Whether no hardware runs the stage's kernel parts."""
        return self._runner is None or self._runner.simulated

    def _rename(self) -> None:
        assert self._runner is not None
        own = [part for part in self._program.parts if part.kind == "kernel"]
        self.name = self._runner.name if own else "host (nothing for the kernel)"
        if self.moved is not None:
            self.name += " (moved from the board)"

    def _move(self, error: WorkError) -> None:
        """Go on with the integer reference.

        Raises:
            WorkError: the given one, where the run does not retry.
        """
        if not self._board.retry:
            raise error
        self.moved = str(error)
        if self._runner is not None:
            self._runner.close()
        self._runner = ReferenceRunner(self._program.kernels)

    def run(self, tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """Tensors of `piece.inputs` in, those of `piece.outputs` out."""
        if self._piece is None or self._runner is None:
            raise RuntimeError("run() before load()")
        values: dict[str, Any] = dict(zip(self._piece.inputs, tensors, strict=True))
        total: int | None = None
        kernel = 0
        for k, part in enumerate(self._program.parts):
            if part.kind == "host":
                with torch.inference_mode():
                    made: Any = self._host[k](*(_tensor(values[n]) for n in part.inputs))
                values.update(zip(part.outputs, made, strict=True))
                continue
            given = {name: _array(values[name]) for name in part.inputs}
            if part.kind == "integer":
                assert part.program is not None
                values.update(run_integer(part.program, given))
                continue
            results, cycles = self._accelerate(kernel, given)
            values.update(results)
            total = total if cycles is None else cycles + (total or 0)
            kernel += 1
        self.cycles.append(total)
        return tuple(_tensor(values[name]).contiguous() for name in self._piece.outputs)

    def _accelerate(self, k: int, given: dict[str, Array]) -> tuple[dict[str, Array], int | None]:
        assert self._runner is not None
        try:
            return self._runner.run(k, given)
        except WorkError as error:
            self._move(error)
            self._rename()
            return self._runner.run(k, given)

    def close(self) -> None:
        """Free the board."""
        if self._runner is not None:
            self._runner.close()
        self._host.clear()


def _array(value: Any) -> Array:
    return value.numpy() if isinstance(value, Tensor) else np.asarray(value)


def _tensor(value: Any) -> Tensor:
    return value if isinstance(value, Tensor) else to_torch(np.ascontiguousarray(value))


def _open(program: StageProgram, board: BoardSpec) -> KernelRunner:
    if board.mode == "reference":
        return ReferenceRunner(program.kernels)
    from hwpipe.stage.loaded import BoardRunner

    return BoardRunner(program, board)
