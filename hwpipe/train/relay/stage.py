"""`TeacherStage`: a teacher's blocks, which are run and never learn; the loss of student blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor

from hwpipe.runtime.ops import lookup
from hwpipe.runtime.piece import Piece
from hwpipe.train.stage import Forward, TrainStage

__all__ = ["TeacherStage", "block_losses"]


class TeacherStage(TrainStage):
    """A stage as it runs in inference: normalised by its running statistics, without a graph."""

    def __init__(self, piece: Piece, device: torch.device) -> None:
        """Bind the operators.

        Args:
            piece: what the stage computes; it has no weights to learn.
            device: where.
        """
        super().__init__(piece, device, split=False)
        for step in self._steps:
            if step.node.op == "BatchNormalization":
                step.function = lookup(step.node).function

    @property
    def statistics(self) -> dict[str, Tensor]:
        """None of its own: they stay as they are."""
        return {}

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage`."""
        kept = super().forward(inputs, leaves, micro_batch)
        return Forward(kept.inputs, kept.outputs, ())


def block_losses(
    outputs: Sequence[Tensor], loss: Callable[[Any, Any], Tensor]
) -> tuple[Tensor, list[float]]:
    """Loss of a group of student blocks, which learn independently of each other.

    Args:
        outputs: what every block makes, then what each of them is to make.
        loss: of (output, target).

    Returns:
        The sum over the blocks, and the value of each.
    """
    count = len(outputs) // 2
    found = [loss(made, goal) for made, goal in zip(outputs[:count], outputs[count:], strict=True)]
    total = found[0]
    for other in found[1:]:
        total = total + other
    return total, [float(value.detach()) for value in found]
