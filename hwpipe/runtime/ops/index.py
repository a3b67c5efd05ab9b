"""Operators that pick or place elements by index: Gather*, Scatter*, TopK, ArgMax, NonZero, ..."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []


def _wrap(index: Tensor, size: int) -> Tensor:
    """Negative indices count from the end."""
    index = index.to(torch.int64)
    return torch.where(index < 0, index + size, index)


@op("Gather")
def gather(node: OpNode, x: Tensor, index: Tensor) -> Tensor:
    """Slices of x along `axis` at every index."""
    axis = node.attrs.get("axis", 0) % x.dim()
    flat = _wrap(index, x.shape[axis]).reshape(-1)
    y = x.index_select(axis, flat.to(x.device))
    return y.reshape(*x.shape[:axis], *index.shape, *x.shape[axis + 1 :])


@op("GatherElements", since=11)
def gather_elements(node: OpNode, x: Tensor, index: Tensor) -> Tensor:
    """One element of x per index, along `axis`."""
    axis = node.attrs.get("axis", 0)
    return torch.gather(x, axis, _wrap(index, x.shape[axis]))


@op("GatherND", since=11)
def gather_nd(node: OpNode, x: Tensor, index: Tensor) -> Tensor:
    """Slices of x at index tuples (the last axis of `index`), after `batch_dims` shared axes."""
    b = node.attrs.get("batch_dims", 0)
    depth = index.shape[-1]
    batch = x.shape[:b]
    rows = 1
    for n in batch:
        rows *= n
    x2 = x.reshape(rows, *x.shape[b:])
    index2 = index.reshape(rows, -1, depth)
    row = torch.arange(rows, device=x.device).unsqueeze(1).expand(rows, index2.shape[1])
    picks = tuple(_wrap(index2[..., i], x.shape[b + i]) for i in range(depth))
    y = x2[(row, *picks)]
    return y.reshape(*index.shape[:-1], *x.shape[b + depth :])


_REDUCE = {"mul": "prod", "max": "amax", "min": "amin"}


@op("Scatter", since=9)
@op("ScatterElements", since=11)
def scatter_elements(node: OpNode, x: Tensor, index: Tensor, updates: Tensor) -> Tensor:
    """The input with elements along `axis` replaced, or combined by `reduction`."""
    axis = node.attrs.get("axis", 0)
    index = _wrap(index, x.shape[axis])
    reduction = node.attrs.get("reduction", "none")
    if reduction == "none":
        return x.scatter(axis, index, updates)
    if reduction == "add":
        return x.scatter_add(axis, index, updates)
    return x.scatter_reduce(axis, index, updates, _REDUCE[reduction])


@op("ScatterND", since=11)
def scatter_nd(node: OpNode, x: Tensor, index: Tensor, updates: Tensor) -> Tensor:
    """The input with the slices at index tuples replaced, or combined by `reduction`."""
    depth = index.shape[-1]
    picks = [_wrap(index[..., i], x.shape[i]).reshape(-1) for i in range(depth)]
    linear = torch.zeros_like(picks[0])
    for i, pick in enumerate(picks):
        linear = linear * x.shape[i] + pick
    inner = x.shape[depth:]
    rows = 1
    for n in x.shape[:depth]:
        rows *= n
    flat = x.reshape(rows, -1) if x.numel() else x.reshape(rows, 0)
    values = updates.reshape(linear.numel(), flat.shape[1])
    reduction = node.attrs.get("reduction", "none")
    if reduction == "none":
        y = flat.index_copy(0, linear, values)
    elif reduction == "add":
        y = flat.index_add(0, linear, values)
    else:
        rows_of = linear.unsqueeze(1).expand_as(values)
        y = flat.scatter_reduce(0, rows_of, values, _REDUCE[reduction])
    return y.reshape(*x.shape[:depth], *inner)


@op("NonZero", since=9)
def non_zero(node: OpNode, x: Tensor) -> Tensor:
    """Indices of the elements that are not zero, one column each."""
    return x.nonzero().t().contiguous() if x.dim() else x.reshape(1).nonzero().t()[:0]


def _top_k(node: OpNode, x: Tensor, k: int) -> tuple[Tensor, Tensor]:
    axis = node.attrs.get("axis", -1)
    # A stable sort picks the lower index among equals, as the specification asks.
    values, index = torch.sort(
        x, dim=axis, descending=bool(node.attrs.get("largest", 1)), stable=True
    )
    return values.narrow(axis, 0, k), index.narrow(axis, 0, k)


@op("TopK")
def top_k_1(node: OpNode, x: Tensor) -> tuple[Tensor, Tensor]:
    """Count as an attribute."""
    return _top_k(node, x, node.attrs["k"])


@op("TopK", since=10, host=(1,))
def top_k(node: OpNode, x: Tensor, k: list[int]) -> tuple[Tensor, Tensor]:
    """The k largest or smallest elements along an axis, sorted, and their indices."""
    return _top_k(node, x, k[0])


@op("ArgMax", "ArgMin")
def arg_extreme(node: OpNode, x: Tensor) -> Tensor:
    """Index of the first (or last) largest or smallest element along an axis."""
    axis, keep = node.attrs.get("axis", 0) % max(x.dim(), 1), bool(node.attrs.get("keepdims", 1))
    find: Any = torch.argmax if node.op == "ArgMax" else torch.argmin
    if node.attrs.get("select_last_index", 0):
        found = x.shape[axis] - 1 - find(x.flip(axis), axis, keep)
        return found  # type: ignore[no-any-return]
    return find(x, axis, keep)  # type: ignore[no-any-return]


@op("OneHot", since=9, host=(1,))
def one_hot(node: OpNode, index: Tensor, depth: Any, values: Tensor) -> Tensor:
    """`values[1]` at every index along a new axis of length `depth`, else `values[0]`."""
    depth = int(depth[0] if isinstance(depth, list) else depth)
    rank = index.dim() + 1
    axis = node.attrs.get("axis", -1) % rank
    index = index.to(torch.int64)
    index = torch.where(index < 0, index + depth, index).unsqueeze(axis)
    shape = [1] * rank
    shape[axis] = depth
    hot = index == torch.arange(depth, device=index.device).reshape(shape)
    return torch.where(hot, values[1], values[0])


@op("Compress", since=9)
def compress(node: OpNode, x: Tensor, condition: Tensor) -> Tensor:
    """Slices along `axis` (of the flat tensor where absent) at which the condition holds."""
    axis = node.attrs.get("axis")
    if axis is None:
        x, axis = x.reshape(-1), 0
    return x.index_select(axis, condition.nonzero().reshape(-1))
