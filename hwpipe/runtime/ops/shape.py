"""Operators that move or rearrange data: Reshape, Transpose, Concat, Split, Slice, Pad, ..."""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.elementwise import torch_dtype
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []

_TO_THE_END = (2**31 - 1, 2**63 - 1)


@op("Identity")
def identity(node: OpNode, x: Tensor) -> Tensor:
    """The input itself."""
    return x


@op("Dropout", since=7)
def dropout(
    node: OpNode, x: Tensor, ratio: Tensor | None = None, training: Tensor | None = None
) -> tuple[Tensor, ...]:
    """The input itself and an all-true mask: runs are inference."""
    if training is not None and bool(training):
        raise InputError("Dropout with training_mode set", where=node.where,
                         limit="inference", remedy="export the model in eval mode")  # fmt: skip
    if len(node.outputs) < 2 or not node.outputs[1]:
        return (x,)
    # Before version 12 nothing says what an inference mask holds; onnxruntime gives zeros.
    if node.version < 12:
        return x, torch.zeros_like(x, dtype=torch.bool if node.version >= 10 else x.dtype)
    return x, torch.ones_like(x, dtype=torch.bool)


@op("Reshape", since=5, host=(1,))
def reshape(node: OpNode, x: Tensor, shape: list[int]) -> Tensor:
    """New shape; 0 copies the input's dimension (unless `allowzero`), -1 is inferred."""
    if not node.attrs.get("allowzero", 0):
        shape = [x.shape[i] if n == 0 else n for i, n in enumerate(shape)]
    return x.reshape(shape)


@op("Flatten")
def flatten(node: OpNode, x: Tensor) -> Tensor:
    """Two axes: those before `axis`, and the rest."""
    axis = node.attrs.get("axis", 1)
    axis += x.dim() if axis < 0 else 0
    rows = 1
    for n in x.shape[:axis]:
        rows *= n
    return x.reshape(rows, -1) if x.numel() else x.reshape(rows, _product(x.shape[axis:]))


def _product(shape: Sequence[int]) -> int:
    count = 1
    for n in shape:
        count *= n
    return count


@op("Squeeze")
def squeeze_1(node: OpNode, x: Tensor) -> Tensor:
    """Axes as an attribute."""
    return squeeze(node, x, node.attrs.get("axes"))


@op("Squeeze", since=13, host=(1,))
def squeeze(node: OpNode, x: Tensor, axes: list[int] | None = None) -> Tensor:
    """Drop axes of length 1 (all of them where none is named)."""
    return x.squeeze() if axes is None else x.squeeze(tuple(axes))


@op("Unsqueeze")
def unsqueeze_1(node: OpNode, x: Tensor) -> Tensor:
    """Axes as an attribute."""
    return unsqueeze(node, x, node.attrs["axes"])


@op("Unsqueeze", since=13, host=(1,))
def unsqueeze(node: OpNode, x: Tensor, axes: list[int]) -> Tensor:
    """Insert axes of length 1 at positions of the result."""
    rank = x.dim() + len(axes)
    for axis in sorted(a % rank for a in axes):
        x = x.unsqueeze(axis)
    return x


@op("Transpose")
def transpose(node: OpNode, x: Tensor) -> Tensor:
    """Permuted axes (reversed where `perm` is absent)."""
    return x.permute(node.attrs.get("perm") or tuple(reversed(range(x.dim()))))


@op("Concat")
def concat(node: OpNode, *inputs: Tensor) -> Tensor:
    """Inputs joined along `axis`."""
    return torch.cat(inputs, node.attrs["axis"])


@op("Split", since=2)
def split_2(node: OpNode, x: Tensor) -> tuple[Tensor, ...]:
    """Lengths as an attribute."""
    return split(node, x, node.attrs.get("split"))


@op("Split", since=13, host=(1,))
def split(node: OpNode, x: Tensor, lengths: list[int] | None = None) -> tuple[Tensor, ...]:
    """Parts along `axis`: of the given lengths, else equal with a smaller last one."""
    axis = node.attrs.get("axis", 0)
    if lengths is None:
        count = node.attrs.get("num_outputs", len(node.outputs))
        size = -(-x.shape[axis] // count)
        lengths = [min(size, max(0, x.shape[axis] - i * size)) for i in range(count)]
    return torch.split(x, lengths, axis)


@op("Slice")
def slice_1(node: OpNode, x: Tensor) -> Tensor:
    """Starts, ends and axes as attributes."""
    return slice_(node, x, node.attrs["starts"], node.attrs["ends"], node.attrs.get("axes"))


def _span(start: int, end: int, step: int, size: int) -> range:
    """Positions of a slice; unlike numpy, ONNX clamps the start of a backward walk to 0."""
    if step > 0:
        return range(*slice(start, end, step).indices(size))
    if size == 0:
        return range(0)
    start, stop = (n + size if n < 0 else n for n in (start, end))
    # Exporters write the largest integers for "to the end" in either direction, and
    # onnxruntime takes them so.
    stop = -1 if end in _TO_THE_END else stop
    return range(min(max(start, 0), size - 1), min(max(stop, -1), size - 1), step)


@op("Slice", since=10, host=(1, 2, 3, 4))
def slice_(
    node: OpNode,
    x: Tensor,
    starts: list[int],
    ends: list[int],
    axes: list[int] | None = None,
    steps: list[int] | None = None,
) -> Tensor:
    """Numpy slicing along the named axes, negative steps included."""
    axes = list(range(len(starts))) if axes is None else axes
    steps = [1] * len(starts) if steps is None else steps
    for start, end, axis, step in zip(starts, ends, axes, steps, strict=True):
        span = _span(start, end, step, x.shape[axis])
        if step > 0:
            index = [slice(None)] * x.dim()
            index[axis] = slice(span.start, max(span.stop, span.start), step)
            x = x[tuple(index)]
        else:
            x = x.index_select(axis, torch.tensor(list(span), dtype=torch.int64, device=x.device))
    return x


@op("Expand", since=8, host=(1,))
def expand(node: OpNode, x: Tensor, shape: list[int]) -> Tensor:
    """Broadcast in both directions against `shape`."""
    return x.expand(np.broadcast_shapes(tuple(x.shape), tuple(shape)))


@op("Tile", since=6, host=(1,))
def tile(node: OpNode, x: Tensor, repeats: list[int]) -> Tensor:
    """Copies along every axis."""
    return x.repeat(repeats)


def _pad_axis(x: Tensor, axis: int, low: int, high: int, mode: str) -> Tensor:
    """Pad one axis by edge, reflect or wrap through an index."""
    size = x.shape[axis]
    position = torch.arange(-low, size + high, device=x.device)
    if mode == "edge":
        position = position.clamp(0, size - 1)
    elif mode == "wrap":
        position = position % size
    else:  # reflect without repeating the edge
        period = max(2 * (size - 1), 1)
        position = position % period
        position = torch.where(position < size, position, period - position)
    return x.index_select(axis, position)


def _pad(node: OpNode, x: Tensor, pads: list[int], value: float, axes: list[int] | None) -> Tensor:
    axes = list(range(x.dim())) if axes is None else [a % x.dim() for a in axes]
    low, high = [0] * x.dim(), [0] * x.dim()
    for i, axis in enumerate(axes):
        low[axis], high[axis] = pads[i], pads[i + len(axes)]
    mode = node.attrs.get("mode", "constant")
    if mode == "constant":
        flat = [n for pair in zip(reversed(low), reversed(high), strict=True) for n in pair]
        if x.dtype == torch.bool:
            return functional.pad(x.to(torch.uint8), flat, value=float(value)).to(torch.bool)
        return functional.pad(x, flat, value=value)
    for axis in range(x.dim()):
        x = x.narrow(axis, max(0, -low[axis]), x.shape[axis] + min(0, low[axis]) + min(
            0, high[axis]))  # fmt: skip
        if low[axis] > 0 or high[axis] > 0:
            x = _pad_axis(x, axis, max(0, low[axis]), max(0, high[axis]), mode)
    return x


@op("Pad", since=2)
def pad_2(node: OpNode, x: Tensor) -> Tensor:
    """Pads and value as attributes."""
    return _pad(node, x, node.attrs["pads"], node.attrs.get("value", 0.0), None)


@op("Pad", since=11, host=(1, 2, 3))
def pad(
    node: OpNode, x: Tensor, pads: list[int], value: Any = None, axes: list[int] | None = None
) -> Tensor:
    """Constant, edge, reflect or wrap padding; negative pads crop."""
    value = value[0] if isinstance(value, list) else value
    return _pad(node, x, pads, 0 if value is None else value, axes)


@op("Shape")
def shape_of(node: OpNode, x: Tensor) -> Tensor:
    """Dimensions as int64."""
    dims = list(x.shape)[node.attrs.get("start", 0) : node.attrs.get("end")]
    return torch.tensor(dims, dtype=torch.int64)


@op("Size")
def size_of(node: OpNode, x: Tensor) -> Tensor:
    """Number of elements as int64."""
    return torch.tensor(x.numel(), dtype=torch.int64)


@op("ConstantOfShape", since=9, host=(0,))
def constant_of_shape(node: OpNode, shape: list[int]) -> Tensor:
    """A tensor filled with one value."""
    value = node.attrs.get("value")
    if value is None:
        return torch.zeros(shape, dtype=torch.float32)
    return torch.from_numpy(value.reshape(())).expand(shape).clone()


@op("Range", since=11)
def range_(node: OpNode, start: Tensor, limit: Tensor, delta: Tensor) -> Tensor:
    """Numbers from start up to (not including) limit by delta."""
    return torch.arange(start.item(), limit.item(), delta.item(), dtype=start.dtype)


@op("DepthToSpace")
def depth_to_space(node: OpNode, x: Tensor) -> Tensor:
    """Blocks of channels to squares of pixels, in DCR or CRD order."""
    n, c, h, w = x.shape
    b = node.attrs["blocksize"]
    if node.attrs.get("mode", "DCR") == "DCR":
        y = x.reshape(n, b, b, c // (b * b), h, w).permute(0, 3, 4, 1, 5, 2)
    else:
        y = x.reshape(n, c // (b * b), b, b, h, w).permute(0, 1, 4, 2, 5, 3)
    return y.reshape(n, c // (b * b), h * b, w * b)


@op("SpaceToDepth")
def space_to_depth(node: OpNode, x: Tensor) -> Tensor:
    """Squares of pixels to blocks of channels."""
    n, c, h, w = x.shape
    b = node.attrs["blocksize"]
    y = x.reshape(n, c, h // b, b, w // b, b).permute(0, 3, 5, 1, 2, 4)
    return y.reshape(n, c * b * b, h // b, w // b)


@op("Trilu", since=14, host=(1,))
def trilu(node: OpNode, x: Tensor, k: Any = 0) -> Tensor:
    """Upper or lower triangle of the last two axes."""
    k = k[0] if isinstance(k, list) else k
    return torch.triu(x, k) if node.attrs.get("upper", 1) else torch.tril(x, k)


@op("EyeLike", since=9)
def eye_like(node: OpNode, x: Tensor) -> Tensor:
    """Ones on diagonal `k` of a matrix of the input's shape."""
    dtype = torch_dtype(node.attrs["dtype"], node) if "dtype" in node.attrs else x.dtype
    rows = torch.arange(x.shape[0], device=x.device).unsqueeze(1)
    cols = torch.arange(x.shape[1], device=x.device).unsqueeze(0)
    return (cols - rows == node.attrs.get("k", 0)).to(dtype)  # type: ignore[no-any-return]


@op("ReverseSequence", since=10, host=(1,))
def reverse_sequence(node: OpNode, x: Tensor, lengths: list[int]) -> Tensor:
    """The first `lengths[b]` steps of every batch entry reversed."""
    batch = node.attrs.get("batch_axis", 1)
    # The axes are 0 and 1 in some order: with the batch in front, time is axis 0 of a row.
    y = x.transpose(0, 1) if batch == 1 else x
    axis = 0
    rows = []
    for b, length in enumerate(lengths):
        row = y[b]
        index = torch.arange(row.shape[axis])
        index[:length] = torch.arange(length - 1, -1, -1)
        rows.append(row.index_select(axis, index.to(x.device)))
    out = torch.stack(rows)
    return out.transpose(0, 1) if batch == 1 else out
