"""Resize and Upsample: separable interpolation, one axis after the other.

Along each axis every output position is a weighted sum of a few input positions (taps), whose
indices and weights follow the ONNX specification of Resize.
"""

# ruff: noqa: PLR0917 (geometry of an axis)
from __future__ import annotations

import math
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import Array, OpNode

__all__: list[str] = []


def _source(
    mode: str, out: int, size: int, scale: float, roi: tuple[float, float] | None
) -> Array:  # fmt: skip
    """Position in the input of every output position (coordinate_transformation_mode)."""
    start, end = (np.float32(0), np.float32(1)) if roi is None else map(np.float32, roi)
    # onnxruntime computes coordinates in float32; rounding in "nearest" depends on it.
    x: Array = np.arange(out, dtype=np.float32)
    s = np.float32(scale)
    if mode == "half_pixel":
        return np.asarray((x + np.float32(0.5)) / s - np.float32(0.5))
    if mode == "half_pixel_symmetric":
        # Keeps the centre in place where out differs from size * scale.
        adjust = np.float32(out) / (s * np.float32(size))
        centre = np.float32(size / 2)
        return np.asarray(centre * (1 - adjust) + (x + np.float32(0.5)) / s - np.float32(0.5))
    if mode == "pytorch_half_pixel":
        return np.asarray(
            (x + np.float32(0.5)) / s - np.float32(0.5) if out > 1 else np.zeros_like(x)
        )
    if mode == "align_corners":
        return np.asarray(
            x * np.float32(size - 1) / np.float32(out - 1) if out > 1 else np.zeros_like(x)
        )
    if mode == "asymmetric":
        return np.asarray(x / s)
    if mode == "tf_half_pixel_for_nn":
        return np.asarray((x + np.float32(0.5)) / s)
    if mode == "tf_crop_and_resize" and roi is not None:
        if out > 1:
            step = (end - start) * (size - 1) / np.float32(out - 1)
            return np.asarray(start * (size - 1) + x * step)
        return np.asarray(np.full(1, 0.5 * (start + end) * (size - 1), np.float32))
    raise ValueError(mode)


def _nearest(position: Array, rule: str) -> Array:
    if rule == "round_prefer_floor":
        return np.asarray(np.ceil(position - np.float32(0.5)))
    if rule == "round_prefer_ceil":
        return np.asarray(np.floor(position + np.float32(0.5)))
    return np.floor(position) if rule == "floor" else np.ceil(position)


def _linear(distance: Array) -> Array:
    return np.maximum(0.0, 1.0 - np.abs(distance))


def _cubic(distance: Array, a: float) -> Array:
    """Keys' cubic convolution kernel."""
    d = np.abs(distance)
    near = ((a + 2) * d - (a + 3)) * d * d + 1
    far = ((a * d - 5 * a) * d + 8 * a) * d - 4 * a
    return np.where(d <= 1, near, np.where(d < 2, far, 0.0))


def _taps(attrs: dict[str, Any], position: Array, size: int, scale: float) -> tuple[Array, Array]:
    """Indices and weights, both (out, taps), of an axis of length `size`."""
    mode = attrs.get("mode", "nearest")
    if mode == "nearest":
        rule = attrs.get("nearest_mode", "round_prefer_floor")
        index = _nearest(position, rule).clip(0, size - 1).astype(np.int64)[:, None]
        return index, np.ones(index.shape)
    reach = 1.0 if mode == "linear" else 2.0
    # Antialiasing widens the kernel when shrinking, so that every input counts.
    widen = 1.0 / scale if attrs.get("antialias", 0) and scale < 1 else 1.0
    first = np.floor(position).astype(np.int64)
    span = math.ceil(reach * widen)
    offsets = np.arange(-span + 1, span + 1)
    if widen > 1.0:
        offsets = np.arange(-span, span + 2)
    index = first[:, None] + offsets[None, :]
    distance = (index - position.astype(np.float64)[:, None]) / widen
    if mode == "linear":
        weight = _linear(distance)
    else:
        weight = _cubic(distance, attrs.get("cubic_coeff_a", -0.75))
    outside = (index < 0) | (index >= size)
    if attrs.get("exclude_outside", 0):  # else the edge stands for what lies beyond it
        weight = np.where(outside, 0.0, weight)
    weight = weight / weight.sum(axis=1, keepdims=True)
    return index.clip(0, size - 1), weight


def _resize_axis(x: Tensor, axis: int, index: Array, weight: Array) -> Tensor:
    taps = [torch.from_numpy(np.ascontiguousarray(index[:, t])) for t in range(index.shape[1])]
    if len(taps) == 1:
        return x.index_select(axis, taps[0].to(x.device))
    shape = [1] * x.dim()
    shape[axis] = -1
    out = None
    for t, tap in enumerate(taps):
        if not weight[:, t].any():
            continue
        factor = torch.from_numpy(weight[:, t].astype(np.float32)).to(x.device, x.dtype)
        term = x.index_select(axis, tap.to(x.device)) * factor.reshape(shape)
        out = term if out is None else out + term
    assert out is not None
    return out


def _interpolate(
    node: OpNode, x: Tensor, axes: list[int], sizes: list[int], scales: list[float],
    roi: list[float] | None, transform: str,
) -> Tensor:  # fmt: skip
    attrs = node.attrs
    if attrs.get("mode", "nearest") not in ("nearest", "linear", "cubic"):
        raise InputError(f"mode {attrs['mode']!r}", where=node.where,
                         limit="nearest, linear, cubic", remedy="use one of these")  # fmt: skip
    wide = x if x.is_floating_point() or attrs.get("mode", "nearest") == "nearest" else x.float()
    outside: list[tuple[int, Array]] = []
    for i, axis in enumerate(axes):
        size, out, scale = x.shape[axis], sizes[i], scales[i]
        if size == out and scale == 1.0 and transform != "tf_crop_and_resize":
            continue
        window = (roi[i], roi[i + len(axes)]) if roi else None
        try:
            position = _source(transform, out, size, scale, window)
        except ValueError:
            raise InputError(
                f"coordinate transformation {transform!r}",
                where=node.where,
                remedy="use half_pixel, align_corners or asymmetric",
            ) from None
        if transform == "tf_crop_and_resize":
            outside.append((axis, (position < 0) | (position > size - 1)))
        index, weight = _taps(attrs, position, size, scale)
        wide = _resize_axis(wide, axis, index, weight)
    for axis, mask in outside:
        if mask.any():
            shape = [1] * x.dim()
            shape[axis] = -1
            where = torch.from_numpy(mask).reshape(shape).to(x.device)
            wide = wide.masked_fill(where, attrs.get("extrapolation_value", 0.0))
    if wide.dtype == x.dtype:
        return wide
    limits = torch.iinfo(x.dtype)
    return wide.trunc().clamp(limits.min, limits.max).to(x.dtype)


@op("Upsample", since=7)
def upsample_7(node: OpNode, x: Tensor) -> Tensor:
    """Scales as an attribute."""
    return upsample(node, x, node.attrs["scales"])


@op("Upsample", since=9, host=(1,))
@op("Resize", since=10, host=(1,))
def upsample(node: OpNode, x: Tensor, scales: list[float]) -> Tensor:
    """Scales as an input; coordinates are x / scale, nearest takes the floor."""
    sizes = [math.floor(n * s) for n, s in zip(x.shape, scales, strict=True)]
    attrs = {**node.attrs, "nearest_mode": "floor"}
    inner = OpNode(node.index, node.name, node.op, node.domain, node.version, node.inputs,
                   node.outputs, attrs)  # fmt: skip
    return _interpolate(inner, x, list(range(x.dim())), sizes, scales, None, "asymmetric")


@op("Resize", since=11, host=(1, 2, 3))
def resize(
    node: OpNode,
    x: Tensor,
    roi: list[float] | None = None,
    scales: list[float] | None = None,
    sizes: list[int] | None = None,
) -> Tensor:
    """Interpolation to given scales or sizes of the named axes."""
    axes = [a % x.dim() for a in node.attrs.get("axes") or range(x.dim())]
    lengths = [x.shape[a] for a in axes]
    if sizes:
        policy = node.attrs.get("keep_aspect_ratio_policy", "stretch")
        ratios = [out / n for out, n in zip(sizes, lengths, strict=True)]
        if policy != "stretch":
            ratio = min(ratios) if policy == "not_larger" else max(ratios)
            ratios = [ratio] * len(ratios)
            sizes = [math.floor(n * ratio + 0.5) for n in lengths]
        scales = ratios
    else:
        if not scales:
            raise InputError("Resize has neither scales nor sizes", where=node.where,
                             remedy="give one of them")  # fmt: skip
        sizes = [math.floor(n * s) for n, s in zip(lengths, scales, strict=True)]
    transform = node.attrs.get("coordinate_transformation_mode", "half_pixel")
    return _interpolate(node, x, axes, sizes, scales, roi or None, transform)


_GRID_MODES = {"linear": "bilinear", "cubic": "bicubic"}


@op("GridSample", since=16)
def grid_sample(node: OpNode, x: Tensor, grid: Tensor) -> Tensor:
    """Values of x at the positions of a grid in [-1, 1] (axes in reverse order)."""
    mode = node.attrs.get("mode", "bilinear")
    return functional.grid_sample(
        x, grid, _GRID_MODES.get(mode, mode), node.attrs.get("padding_mode", "zeros"),
        bool(node.attrs.get("align_corners", 0)),
    )  # fmt: skip
