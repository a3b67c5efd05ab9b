"""Layers that compute, from their scales: shared by the QOperator and the QDQ form."""

# ruff: noqa: PLR0917 (the context, the operands, then scales and names)
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.fpga import reference
from hwpipe.fpga.exact import (
    conv_multiplier,
    leaky_multipliers,
    mean_multiplier,
    requantise_multiplier,
    sum_multipliers,
)
from hwpipe.fpga.integer import Output, window_counts
from hwpipe.fpga.requantise import Proof, Scale
from hwpipe.lower.context import Context, Unsupported, Weights
from hwpipe.lower.model import (
    Add,
    AveragePool,
    Clip,
    Concat,
    Conv,
    FullyConnected,
    GlobalAveragePool,
    LeakyRelu,
    Requantise,
    Tensor,
)
from hwpipe.lower.window import Window

__all__ = [
    "add", "average_pool", "concat", "conv", "fully_connected", "global_average_pool",
    "leaky_relu", "requantise",
]  # fmt: skip

Array = npt.NDArray[Any]


def conv(
    c: Context, name: str, x: Tensor, w: Weights, bias: Array | None, win: Window, groups: int,
    shape: tuple[int, ...], scale: Scale, out: Output, result: str,
    float_multiplier: Array | None = None,
) -> Tensor:  # fmt: skip
    """Convolution of tensor x to a new tensor of `shape`; bias int32 (M,) at scale xs * ws."""
    b = np.zeros(w.codes.shape[0], np.int32) if bias is None else bias.astype(np.int32)
    c.check_accumulator(w.codes, b, x.scale.zero_point)
    m = float_multiplier
    if m is None:
        m = reference.multiplier(_f(x.scale.scale), w.scale, _f(scale.scale))
    multiplier, proof = conv_multiplier(m, w.codes, b, x.scale.zero_point, out, name)
    y = c.tensor(result, shape, scale)
    c.emit(Conv(
        name=name, inputs=(x.name,), output=y.name, proof=proof, w=w.codes, bias=b,
        multiplier=multiplier, out=out, x_zero_point=x.scale.zero_point, strides=win.strides,
        pads=win.pads, dilations=win.dilations, groups=groups,
    ))  # fmt: skip
    return y


def fully_connected(
    c: Context, name: str, x: Tensor, w: Weights, bias: Array | None, float_multiplier: Array,
    shape: tuple[int, ...], scale: Scale, out: Output, result: str,
) -> Tensor:  # fmt: skip
    """Product of x (N, K) with weights (M, K)."""
    if len(x.shape) != 2:
        raise Unsupported(f"its input has {len(x.shape)} axes; a matrix can run")
    b = np.zeros(w.codes.shape[0], np.int32) if bias is None else bias.astype(np.int32).reshape(-1)
    b = np.asarray(np.broadcast_to(b, (w.codes.shape[0],)))
    c.check_accumulator(w.codes, b, x.scale.zero_point)
    multiplier, proof = conv_multiplier(float_multiplier, w.codes, b, x.scale.zero_point, out, name)
    y = c.tensor(result, shape, scale)
    c.emit(FullyConnected(
        name=name, inputs=(x.name,), output=y.name, proof=proof, w=w.codes, bias=b,
        multiplier=multiplier, out=out, x_zero_point=x.scale.zero_point,
    ))  # fmt: skip
    return y


def _f(value: float) -> Array:
    return np.asarray(value, np.float32)


def add(
    c: Context, name: str, a: Tensor, b: Tensor, scale: Scale, out: Output, result: str, *,
    zero_first: bool,
) -> Tensor:  # fmt: skip
    """Sum of two tensors of one shape."""
    if a.shape != b.shape:
        raise Unsupported(f"it adds {list(a.shape)} and {list(b.shape)}; equal shapes can run")
    found, proof = sum_multipliers(a.scale, b.scale, scale, out, name, zero_first=zero_first)
    y = c.tensor(result, a.shape, scale)
    c.emit(Add(
        name=name, inputs=(a.name, b.name), output=y.name, proof=proof, sum=found, out=out,
        a_zero_point=a.scale.zero_point, b_zero_point=b.scale.zero_point,
        zero_first=zero_first,
    ))  # fmt: skip
    return y


def average_pool(
    c: Context, name: str, x: Tensor, win: Window, include_pad: bool, shape: tuple[int, ...],
    scale: Scale, out: Output, result: str, *, zero_first: bool,
) -> Tensor:  # fmt: skip
    """Mean of every window; windows that leave the image count what `include_pad` says."""
    if any(d != 1 for d in win.dilations):
        raise Unsupported("its window is dilated")
    size = x.shape[2:]
    counts = window_counts(size, win.kernel, win.strides, win.reach)
    divisors = counts
    if include_pad:
        # Declared padding counts, what ceil_mode adds behind it does not.
        (top, left), (bottom, right) = win.pads
        padded = (size[0] + top + bottom, size[1] + left + right)
        extra = tuple(f - e for f, e in zip(win.reach[1], win.pads[1], strict=True))
        divisors = window_counts(padded, win.kernel, win.strides, ((0, 0), extra))
    if np.any(divisors == 0):
        raise Unsupported("a window lies in the padding alone")
    if np.all(divisors == divisors.flat[0]) and np.all(counts == counts.flat[0]):
        counts, divisors = np.asarray(counts.flat[0]), np.asarray(divisors.flat[0])
    multiplier, proof = mean_multiplier(
        x.scale, scale, counts, divisors, out, form="window" if zero_first else "float", where=name
    )
    if np.frexp(x.scale.scale)[0] != 0.5:
        # The float sum of the operator is exact for powers of two alone.
        proof = Proof(False, proof.differing, proof.of, "float sum")
    y = c.tensor(result, shape, scale)
    c.emit(AveragePool(
        name=name, inputs=(x.name,), output=y.name, proof=proof, kernel=win.kernel,
        strides=win.strides, pads=win.reach, multiplier=multiplier, out=out,
        x_zero_point=x.scale.zero_point, zero_first=zero_first,
    ))  # fmt: skip
    return y


def global_average_pool(
    c: Context, name: str, x: Tensor, scale: Scale, out: Output, result: str, *, is_float: bool
) -> Tensor:
    """Mean of every channel, (N, C, 1, 1); `is_float` is the operator of the QDQ form."""
    pixels = np.asarray(int(np.prod(x.shape[2:])))
    multiplier, proof = mean_multiplier(
        x.scale, scale, pixels, pixels, out, form="float" if is_float else "global", where=name
    )
    if is_float and np.frexp(x.scale.scale)[0] != 0.5:
        proof = Proof(False, proof.differing, proof.of, "float sum")
    y = c.tensor(result, (*x.shape[:2], *[1] * (len(x.shape) - 2)), scale)
    c.emit(GlobalAveragePool(
        name=name, inputs=(x.name,), output=y.name, proof=proof, multiplier=multiplier, out=out,
        x_zero_point=x.scale.zero_point,
    ))  # fmt: skip
    return y


def requantise(c: Context, name: str, x: Tensor, scale: Scale, out: Output, result: str) -> Tensor:
    """The tensor at another scale, or only clipped, or itself where nothing changes."""
    if x.scale == scale:
        if (out.low, out.high) == (-128, 127):
            return x
        y = c.tensor(result, x.shape, scale)
        c.emit(Clip(name=name, inputs=(x.name,), output=y.name, low=out.low, high=out.high))
        return y
    multiplier, proof = requantise_multiplier(x.scale, scale, out, name)
    y = c.tensor(result, x.shape, scale)
    c.emit(Requantise(
        name=name, inputs=(x.name,), output=y.name, proof=proof, multiplier=multiplier, out=out,
        x_zero_point=x.scale.zero_point,
    ))  # fmt: skip
    return y


def leaky_relu(
    c: Context, name: str, x: Tensor, alpha: float, scale: Scale, out: Output, result: str
) -> Tensor:
    """LeakyRelu to another scale."""
    if not alpha >= 0:
        raise Unsupported(f"its slope is {alpha:g}; 0 and above can run")
    slopes, proof = leaky_multipliers(x.scale, scale, alpha, out, name)
    y = c.tensor(result, x.shape, scale)
    c.emit(LeakyRelu(
        name=name, inputs=(x.name,), output=y.name, proof=proof, slopes=slopes, out=out,
        x_zero_point=x.scale.zero_point,
    ))  # fmt: skip
    return y


def concat(
    c: Context, name: str, parts: Sequence[Tensor], axis: int, scale: Scale, out: Output,
    result: str,
) -> Tensor:  # fmt: skip
    """Tensors behind each other along the channels, each brought to `scale` first."""
    if axis % len(parts[0].shape) != 1:
        raise Unsupported(f"it joins axis {axis}; channels (axis 1) can be joined")
    same = [
        requantise(c, f"{name}:{i}", part, scale, out, f"{result}:{i}")
        for i, part in enumerate(parts)
    ]
    shape = list(same[0].shape)
    shape[1] = sum(part.shape[1] for part in same)
    y = c.tensor(result, tuple(shape), scale)
    c.emit(Concat(name=name, inputs=tuple(part.name for part in same), output=y.name))
    return y
