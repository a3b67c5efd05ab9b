"""Batch normalisation as training wants it: statistics of the micro-batch."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.piece import OpNode

__all__ = ["training_batch_norm"]


def training_batch_norm(  # noqa: PLR0917 (in the order of ONNX)
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, var: Tensor
) -> Tensor | tuple[Tensor, ...]:
    """Normalise by mean and variance of the micro-batch and move the running statistics.

    running = momentum * running + (1 - momentum) * of the micro-batch, with ONNX's `momentum`.
    As in torch the running variance is the unbiased one.

    Args:
        node: BatchNormalization.
        x: (N, C, ...).
        scale: (C,).
        bias: (C,).
        mean: running mean (C,), changed in place.
        var: running variance (C,), changed in place.

    Raises:
        InputError: for statistics per element (opset 7 and 8, `spatial` = 0).
    """
    if not node.attrs.get("spatial", 1):
        raise InputError(
            "BatchNormalization with statistics per element", where=node.where,
            limit="statistics per channel", remedy="export with opset 9 or later",
        )  # fmt: skip
    y = functional.batch_norm(
        x, mean, var, scale, bias, True,
        1.0 - node.attrs.get("momentum", 0.9), node.attrs.get("epsilon", 1e-5),
    )  # fmt: skip
    outputs = sum(bool(name) for name in node.outputs)
    return y if outputs == 1 else (y, mean, var)
