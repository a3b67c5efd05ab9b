"""Losses: means over the samples of a micro-batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.train.callables import load_function

__all__ = ["cross_entropy", "make_loss", "mse"]

Loss = Callable[[Any, Any], Tensor]


def cross_entropy(output: Tensor, target: Tensor) -> Tensor:
    """Mean cross entropy of logits.

    Args:
        output: (N, C) or (N, C, ...) as torch has it, (N, C, 1, 1) with targets (N,) behind a
            global pooling, or (N, T, C) with targets (N, T), as language models have it.
        target: class numbers (int64), or probabilities of the shape of `output`.
    """
    if output.dim() > 2 and target.shape == output.shape[:-1]:
        return functional.cross_entropy(output.reshape(-1, output.shape[-1]), target.reshape(-1))
    if target.dim() == 1 and output.dim() > 2 and output.shape[:2].numel() == output.numel():
        output = output.flatten(1)
    return functional.cross_entropy(output, target)


def mse(output: Tensor, target: Tensor) -> Tensor:
    """Mean squared error.

    Raises:
        InputError: shapes differ, which torch would broadcast.
    """
    if output.shape != target.shape:
        raise InputError(f"target of shape {tuple(target.shape)}", where="loss mse",
                         limit=f"the output's {tuple(output.shape)}")  # fmt: skip
    return functional.mse_loss(output, target)


def make_loss(reference: str | Callable[..., Any]) -> Loss:
    """The function of (outputs, target) that gives a scalar.

    Raises:
        InputError: as `load_function`.
    """
    known: dict[str, Loss] = {"cross_entropy": cross_entropy, "mse": mse}
    if isinstance(reference, str) and reference in known:
        chosen = known[reference]

        def builtin(outputs: Any, target: Any) -> Tensor:
            first = outputs[0] if isinstance(outputs, tuple) else outputs
            return _called(chosen, str(reference), first, target)

        return builtin
    own = load_function(reference, "--loss")
    name = getattr(own, "__name__", "loss")
    return lambda outputs, target: _called(own, name, outputs, target)


def _called(function: Loss, name: str, outputs: Any, target: Any) -> Tensor:
    try:
        loss = function(outputs, target)
    except HwpipeError:
        raise
    except Exception as error:
        shapes = f"outputs {_shapes(outputs)}, target {_shapes(target)}"
        first = str(error).strip().splitlines()[0] if str(error).strip() else ""
        raise WorkError(f"{type(error).__name__}: {first} on {shapes}",
                        where=f"loss {name}") from error  # fmt: skip
    if not isinstance(loss, Tensor) or loss.dim() != 0:
        got = _shapes(loss) if isinstance(loss, Tensor) else type(loss).__name__
        raise WorkError(f"gives {got}", where=f"loss {name}", limit="a scalar tensor",
                        remedy="take the mean over the samples")  # fmt: skip
    return loss


def _shapes(value: Any) -> str:
    if isinstance(value, torch.Tensor):
        return f"{tuple(value.shape)} {str(value.dtype)[6:]}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{k}: {_shapes(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "(" + ", ".join(map(_shapes, value)) + ")"
    return type(value).__name__
