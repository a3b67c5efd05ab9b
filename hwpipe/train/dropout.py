"""Dropout in training: masks that follow from seed, node and micro-batch alone.

A mask is drawn from a generator of its own, so it does not depend on which process runs the node,
on what ran before, or on whether it runs for a second time.
"""

from __future__ import annotations

import hashlib
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import InputError
from hwpipe.runtime.ops.shape import dropout
from hwpipe.runtime.piece import OpNode

__all__ = ["Dropping"]


class Dropping:
    """Dropout nodes of a stage.

    Attributes:
        seed: of the run.
        first: number of the list's first micro-batch, counted over all steps.
        micro_batch: that runs, counted in the list; None: the stage does not say which, and
            Dropout with `training_mode` is refused.
        parts: whether the stage runs parts of tensors, whose masks would be others.
    """

    def __init__(self) -> None:
        """No micro-batch yet."""
        self.seed = self.first = 0
        self.micro_batch: int | None = None
        self.parts = False

    def __call__(
        self, node: OpNode, x: Tensor, ratio: Tensor | None = None, training: Tensor | None = None
    ) -> tuple[Tensor, ...]:
        """`x * mask / (1 - ratio)` and the mask (ONNX Dropout-12), where `training_mode` is set.

        Raises:
            InputError: for a ratio outside 0 to below 1, or on parts of tensors.
        """
        if training is None or not bool(training) or self.micro_batch is None:
            return dropout(node, x, ratio, training)
        if self.parts:
            raise InputError("Dropout with training_mode set", where=node.where,
                             limit="stages of whole layers and whole micro-batches",
                             remedy="export the model in eval mode, or compile with another "
                             "method or schedule")  # fmt: skip
        share = 0.5 if ratio is None else float(ratio)
        if not 0 <= share < 1:
            raise InputError(f"drops {share:g} of its input", where=node.where,
                             limit="0 to below 1")  # fmt: skip
        generator = torch.Generator(x.device)
        generator.manual_seed(self._seed_of(node))
        mask = torch.rand(x.shape, generator=generator, device=x.device) >= share
        y = x * (mask.to(x.dtype) / (1 - share))
        return (y, mask) if len(node.outputs) > 1 and node.outputs[1] else (y,)

    def _seed_of(self, node: OpNode) -> int:
        assert self.micro_batch is not None
        parts: tuple[Any, ...] = (self.seed, node.attrs.get("seed"), node.index,
                                  self.first + self.micro_batch)  # fmt: skip
        return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest()[:7], "big")
