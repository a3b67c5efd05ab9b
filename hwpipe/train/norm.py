"""Batch normalisation as training wants it: statistics of the micro-batch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.piece import OpNode

__all__ = ["Normalised", "move_statistics", "training_batch_norm"]


@dataclass(frozen=True, slots=True)
class Normalised:
    """Mean and unbiased variance of one micro-batch, and the buffers that they are to move."""

    running: tuple[Tensor, Tensor]
    batch: tuple[Tensor, Tensor]
    rate: float


def training_batch_norm(  # noqa: PLR0917 (in the order of ONNX)
    node: OpNode,
    x: Tensor,
    scale: Tensor,
    bias: Tensor,
    mean: Tensor,
    var: Tensor,
    log: Callable[[Normalised], None] | None = None,
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
        log: takes the statistics of the micro-batch instead, where replicas must move the running
            ones in one order.

    Raises:
        InputError: for statistics per element (opset 7 and 8, `spatial` = 0).
    """
    if not node.attrs.get("spatial", 1):
        raise InputError(
            "BatchNormalization with statistics per element", where=node.where,
            limit="statistics per channel", remedy="export with opset 9 or later",
        )  # fmt: skip
    rate, epsilon = 1.0 - node.attrs.get("momentum", 0.9), node.attrs.get("epsilon", 1e-5)
    if log is None:
        y = functional.batch_norm(x, mean, var, scale, bias, True, rate, epsilon)
    else:  # a rate of 1 leaves the micro-batch's own statistics
        batch = torch.zeros_like(mean), torch.zeros_like(var)
        y = functional.batch_norm(x, *batch, scale, bias, True, 1.0, epsilon)
        log(Normalised((mean, var), batch, rate))
    outputs = sum(bool(name) for name in node.outputs)
    return y if outputs == 1 else (y, mean, var)


def move_statistics(layers: Sequence[Normalised], rows: Sequence[Tensor]) -> None:
    """Move running statistics by those of several micro-batches, in order.

    Args:
        layers: buffers and rates, in the order of `rows`' columns.
        rows: for each micro-batch the flattened (mean, variance) of every layer.
    """
    for row in rows:
        first = 0
        for layer in layers:
            for buffer in layer.running:
                stop = first + buffer.numel()
                new = row[first:stop].to(buffer.device, torch.float64).reshape(buffer.shape)
                old = buffer.to(torch.float64)
                buffer.copy_(layer.rate * new + (1.0 - layer.rate) * old)
                first = stop
