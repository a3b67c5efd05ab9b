"""Reductions over axes."""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor

from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []

_Axes = tuple[int, ...]


def _prod(x: Tensor, axes: _Axes, keep: bool) -> Tensor:
    for axis in sorted((a % x.dim() for a in axes), reverse=True):
        x = x.prod(axis, keepdim=keep, dtype=x.dtype)
    return x


def _extreme(largest: bool) -> Callable[[Tensor, _Axes, bool], Tensor]:
    def reduce(x: Tensor, axes: _Axes, keep: bool) -> Tensor:
        wide = x.to(torch.uint8) if x.dtype == torch.bool else x
        y = wide.amax(axes, keep) if largest else wide.amin(axes, keep)
        return y.to(x.dtype)

    return reduce


_REDUCTIONS: dict[str, Callable[[Tensor, _Axes, bool], Tensor]] = {
    "ReduceSum": lambda x, axes, keep: x.sum(axes, keep, dtype=x.dtype),
    "ReduceMean": lambda x, axes, keep: (
        x.mean(axes, keep)
        if x.is_floating_point()
        else torch.div(
            x.sum(axes, keep, dtype=x.dtype),
            x.numel() // max(x.sum(axes, keep).numel(), 1),
            rounding_mode="trunc",
        )
    ),
    "ReduceMax": _extreme(True),
    "ReduceMin": _extreme(False),
    "ReduceProd": _prod,
    "ReduceL1": lambda x, axes, keep: x.abs().sum(axes, keep, dtype=x.dtype),
    "ReduceL2": lambda x, axes, keep: torch.linalg.vector_norm(x, 2, axes, keep),
    "ReduceSumSquare": lambda x, axes, keep: (x * x).sum(axes, keep, dtype=x.dtype),
    "ReduceLogSum": lambda x, axes, keep: x.sum(axes, keep).log(),
    "ReduceLogSumExp": torch.logsumexp,
}


@op(*_REDUCTIONS)
def reduce_attribute(node: OpNode, x: Tensor) -> Tensor:
    """Axes as an attribute (ReduceSum before 13, the others before 18)."""
    return reduce_input(node, x, node.attrs.get("axes"))


@op("ReduceSum", since=13, host=(1,))
@op(*(name for name in _REDUCTIONS if name != "ReduceSum"), since=18, host=(1,))
def reduce_input(node: OpNode, x: Tensor, axes: list[int] | None = None) -> Tensor:
    """Axes as an input; none means all, or nothing where `noop_with_empty_axes` is set."""
    if not axes and node.attrs.get("noop_with_empty_axes", 0):
        return x
    over = tuple(axes) if axes else tuple(range(x.dim()))
    if not over:  # a scalar has nothing to reduce, but L1, L2, LogSum, ... still act on it
        y = _REDUCTIONS[node.op](x.reshape(1), (0,), False)
        return y.reshape(())
    return _REDUCTIONS[node.op](x, over, bool(node.attrs.get("keepdims", 1)))
