"""`BoardStage`: an FPGA stage among stages that learn, through the runner of `hwpipe run`."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

import torch
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.runtime.boards import BoardPlan
from hwpipe.runtime.fpga import BoardBackend
from hwpipe.runtime.piece import Piece
from hwpipe.runtime.run import private_folder
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.twins import twins_of
from hwpipe.stage.board import BoardSpec
from hwpipe.stage.model import StageProgram
from hwpipe.train.record import BoardRan
from hwpipe.train.stage import Forward, TrainStage
from hwpipe.train.straight import StraightThrough

__all__ = ["BoardStage"]


class BoardStage(TrainStage):
    """Forwards on a board, its twin or the integer reference; no weights, no weight gradients.

    Where an input wants a gradient, it is that of `StraightThrough` at the input that the forward
    had: the board gives no intermediate results, so the float network runs once more.
    """

    def __init__(self, piece: Piece, program: StageProgram, board: BoardSpec) -> None:
        """Start a twin where the board's mode says so, and load the board.

        Args:
            piece: what the stage computes; none of its weights is learned.
            program: its parts.
            board: where its kernel parts run.

        Raises:
            InputError: no overlay for a twin, pynq is not installed.
            WorkError: the board or twin does not answer.
        """
        self.piece, self.device, self.split = piece, torch.device("cpu"), False
        self.names, self.weights, self.normalised = (), [], {}
        self._stack, self._clock_hz = ExitStack(), board.clock_hz
        self._through: StraightThrough | None = None
        stage = StageSpec(0, (), board.device, "fpga", boards=(board,))
        with private_folder() as folder:  # what a twin has loaded it needs no more
            driven = self._stack.enter_context(
                twins_of(BoardPlan((stage,), {(0, 0): program}), folder)
            )
            self._backend = BoardBackend(program, driven[0, 0])
            self._backend.load(piece)
        self._stack.callback(self._backend.close)

    @property
    def ran(self) -> BoardRan:
        """How it has run so far."""
        counted = [count for count in self._backend.cycles if count is not None]
        return BoardRan(self._backend.name, self._backend.simulated, self._clock_hz,
                        sum(counted) / len(counted) if counted else None)  # fmt: skip

    @property
    def statistics(self) -> dict[str, Tensor]:
        """None: normalisation is part of the integer layers."""
        return {}

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """Run the board; results want a gradient where an input does."""
        made = self._backend.run([tensor.detach().contiguous() for tensor in inputs])
        wanted = any(tensor.requires_grad for tensor in inputs)
        if wanted and self._through is None:
            self._through = StraightThrough(self.piece)
        outputs = []
        for name, tensor in zip(self.piece.outputs, made, strict=True):
            own = tensor.clone()  # no tensor of inference mode
            if wanted and not own.is_floating_point():
                raise WorkError(
                    f"codes {name!r} leave an FPGA stage behind which stages learn",
                    limit="floats: codes carry no gradient",
                    remedy="cut behind the DequantizeLinear that all readers share",
                )
            outputs.append(own.requires_grad_(wanted and own.is_floating_point()))
        return Forward(tuple(inputs), tuple(outputs), ())

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """Gradients of the inputs, straight through; there are no weights."""
        return self.backward_input(kept, outputs, gradients), []

    def backward_input(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> list[Tensor | None]:
        """See `backward`."""
        if self._through is None or not outputs:
            return [None] * len(kept.inputs)
        own = [tensor for tensor in kept.outputs if tensor.requires_grad]
        arriving = torch.autograd.grad(list(outputs), own, list(gradients), allow_unused=True)
        with torch.enable_grad():
            entering = [t.detach().requires_grad_(t.requires_grad) for t in kept.inputs]
            real = self._through(entering)
            flowing = [
                (r, g.to(r.dtype)) for r, g in _pairs(real, kept.outputs, arriving)
                if g is not None and r.requires_grad
            ]  # fmt: skip
            found = iter(torch.autograd.grad(
                [r for r, _ in flowing], [t for t in entering if t.requires_grad],
                [g for _, g in flowing], allow_unused=True,
            ) if flowing else ())  # fmt: skip
        return [next(found, None) if tensor.requires_grad else None for tensor in entering]

    def backward_weight(self, kept: Forward) -> list[Tensor | None]:
        """No weights."""
        return []

    def find_nonfinite(self, inputs: Sequence[Tensor], leaves: Sequence[Tensor]) -> str | None:
        """Integers are finite: it can only be what came in."""
        return "input" if inputs else None

    def close(self) -> None:
        """Free the board, end its twin."""
        self._stack.close()


def _pairs(
    real: Sequence[Tensor], outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
) -> list[tuple[Tensor, Tensor | None]]:
    """Each output of the float network with the gradient that the board's gets."""
    found = iter(gradients)
    return [(r, next(found)) for r, t in zip(real, outputs, strict=True) if t.requires_grad]
