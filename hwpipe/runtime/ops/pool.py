"""Pooling: maximum, average and Lp, over windows or the whole image."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.ops.window import pad_spatial, resolve_pads
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []

_MAX_POOL = {1: functional.max_pool1d, 2: functional.max_pool2d, 3: functional.max_pool3d}
_CONV = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}


class _Window:
    """Resolved geometry of a pooling node on an input of a known size.

    `begin` and `end` are the declared pads; `tail` what ceil mode adds after them, so that a
    plain floor-mode pool over the padded input yields the ONNX output size.
    """

    def __init__(self, node: OpNode, x: Tensor) -> None:
        attrs = node.attrs
        self.kernel: list[int] = list(attrs["kernel_shape"])
        rank = len(self.kernel)
        if rank not in _MAX_POOL or x.dim() != rank + 2:
            raise InputError(f"pooling over {rank} axes of a rank-{x.dim()} tensor",
                             where=node.where, limit="1 to 3 spatial axes",
                             remedy="reshape the tensor")  # fmt: skip
        self.rank = rank
        self.stride: list[int] = list(attrs.get("strides") or [1] * rank)
        self.dilation: list[int] = list(attrs.get("dilations") or [1] * rank)
        size = x.shape[2:]
        self.begin, self.end = resolve_pads(attrs, size, self.kernel, self.stride, self.dilation)
        self.tail = [0] * rank
        for axis in range(rank):
            padded = size[axis] + self.begin[axis] + self.end[axis]
            reach = (self.kernel[axis] - 1) * self.dilation[axis] + 1
            count = (padded - reach) // self.stride[axis] + 1
            if attrs.get("ceil_mode", 0) and attrs.get("auto_pad", "NOTSET") == "NOTSET":
                count = -((reach - padded) // self.stride[axis]) + 1
                # A window that would start in the padding after the image does not exist.
                if (count - 1) * self.stride[axis] >= size[axis] + self.begin[axis]:
                    count -= 1
                self.tail[axis] = max(0, (count - 1) * self.stride[axis] + reach - padded)

    @property
    def ends(self) -> list[int]:
        return [end + tail for end, tail in zip(self.end, self.tail, strict=True)]

    def sums(self, x: Tensor) -> Tensor:
        """Sum over every window of an input that is already padded."""
        n, c = x.shape[:2]
        ones = torch.ones(1, 1, *self.kernel, dtype=x.dtype, device=x.device)
        flat = x.reshape(n * c, 1, *x.shape[2:])
        y = _CONV[self.rank](flat, ones, None, self.stride, 0, self.dilation)
        return y.reshape(n, c, *y.shape[2:])


@op("MaxPool")
def max_pool(node: OpNode, x: Tensor) -> Tensor | tuple[Tensor, Tensor]:
    """Largest element of every window, and its index in the flattened input where wanted."""
    window = _Window(node, x)
    want_indices = len(node.outputs) > 1 and bool(node.outputs[1])
    y = x if x.is_floating_point() else x.to(torch.float32)  # 8-bit integers are exact there
    if not want_indices and window.begin == window.ends and all(
        2 * b <= k for b, k in zip(window.begin, window.kernel, strict=True)
    ):  # fmt: skip
        y = _MAX_POOL[window.rank](y, window.kernel, window.stride, window.begin, window.dilation)
        return y.to(x.dtype)
    y = pad_spatial(y, window.begin, window.ends, -torch.inf)
    values, found = _MAX_POOL[window.rank](
        y, window.kernel, window.stride, 0, window.dilation, return_indices=True
    )
    if not want_indices:
        return values.to(x.dtype)
    return values.to(x.dtype), _original_indices(node, x, y.shape[2:], window.begin, found)


def _original_indices(
    node: OpNode, x: Tensor, padded: Sequence[int], begin: Sequence[int], found: Tensor
) -> Tensor:
    """Indices in the padded image to indices in the whole unpadded tensor (N, C included)."""
    size = x.shape[2:]
    coordinates: list[Tensor] = []
    rest = found
    for axis in reversed(range(len(size))):
        coordinates.insert(0, rest % padded[axis] - begin[axis])
        rest = rest // padded[axis]
    axes = list(range(len(size)))
    if node.attrs.get("storage_order", 0):
        axes.reverse()
    flat = torch.zeros_like(found)
    for axis in axes:
        flat = flat * size[axis] + coordinates[axis]
    planes = torch.arange(x.shape[0] * x.shape[1], device=x.device)
    per_plane = int(torch.tensor(size).prod())
    return flat + (planes * per_plane).reshape(*x.shape[:2], *[1] * len(size))


@op("AveragePool", since=7)
def average_pool(node: OpNode, x: Tensor) -> Tensor:
    """Mean of every window; `count_include_pad` says whether declared pads count as elements."""
    window = _Window(node, x)
    sums = window.sums(pad_spatial(x, window.begin, window.ends))
    ones = torch.ones(1, 1, *x.shape[2:], dtype=x.dtype, device=x.device)
    include = node.attrs.get("count_include_pad", 0)
    ones = pad_spatial(ones, window.begin, window.end, 1.0 if include else 0.0)
    counts = window.sums(pad_spatial(ones, [0] * window.rank, window.tail))
    return sums / counts


@op("LpPool", since=2)
def lp_pool(node: OpNode, x: Tensor) -> Tensor:
    """p-norm of every window."""
    window = _Window(node, x)
    p = node.attrs.get("p", 2)
    return window.sums(pad_spatial(x.abs() ** p, window.begin, window.ends)).pow(1.0 / p)


@op("GlobalAveragePool")
def global_average_pool(node: OpNode, x: Tensor) -> Tensor:
    """Mean over all spatial axes."""
    return x.mean(dim=tuple(range(2, x.dim())), keepdim=True)


@op("GlobalMaxPool")
def global_max_pool(node: OpNode, x: Tensor) -> Tensor:
    """Largest element over all spatial axes."""
    return x.amax(dim=tuple(range(2, x.dim())), keepdim=True)


@op("GlobalLpPool", since=2)
def global_lp_pool(node: OpNode, x: Tensor) -> Tensor:
    """p-norm over all spatial axes."""
    p = node.attrs.get("p", 2)
    axes = tuple(range(2, x.dim()))
    norm: Tensor = torch.linalg.vector_norm(x, p, axes, keepdim=True)
    return norm
