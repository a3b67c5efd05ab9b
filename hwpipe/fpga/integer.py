"""The kernel's operators, defined in integers: int8 in, int8 out, no floating point.

Each equals onnxruntime's QOperator form on every element where its multiplier is exact (see
`requantise`); `reference` holds the float32 form of the same operators. Two roundings exist
because onnxruntime has two: convolutions, products and global averages add the output zero point
after rounding, sums and window averages before it, which differs on ties of an odd zero point. In
the QDQ form, where ONNX itself defines sums and averages, it always comes after.

Activations are (N, C, H, W), or (N, K) where fully connected. Padding holds the input's zero point.
"""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.fpga.reference import conv_integer, matmul_integer
from hwpipe.fpga.requantise import Multiplier, round_shift

__all__ = [
    "Output",
    "add",
    "average_pool",
    "channel_shuffle",
    "clip",
    "concat",
    "conv",
    "fully_connected",
    "global_average_pool",
    "leaky_relu",
    "max_pool",
    "requantise",
    "upsample_nearest",
    "window_counts",
]

Array = npt.NDArray[Any]
Pads = tuple[Sequence[int], Sequence[int]]


@dataclass(frozen=True)
class Output:
    """What ends every arithmetic operator: zero point, then the clip to `low .. high`.

    ReLU is `low = zero_point`, ReLU6 also `high = zero_point + round(6 / scale)`.
    """

    zero_point: int = 0
    low: int = -128
    high: int = 127


def _after(values: Array, multiplier: Multiplier, out: Output) -> Array:
    """Round, then add the zero point."""
    rounded = round_shift(values, multiplier.shift, multiplier.guard)
    return np.clip(rounded + out.zero_point, out.low, out.high).astype(np.int8)


def _before(values: Array, multiplier: Multiplier, out: Output) -> Array:
    """Add the zero point, then round."""
    shifted = values + (np.int64(out.zero_point) << multiplier.shift)
    rounded = round_shift(shifted, multiplier.shift, multiplier.guard)
    return np.clip(rounded, out.low, out.high).astype(np.int8)


def _by_channel(k: Array, rank: int) -> Array:
    return k.reshape(1, -1, *[1] * (rank - 2)) if k.size > 1 else k.reshape(())


def conv(
    x: Array,
    w: Array,
    bias: Array,
    multiplier: Multiplier,
    out: Output,
    *,
    x_zero_point: int = 0,
    strides: Sequence[int] = (1, 1),
    pads: Pads = ((0, 0), (0, 0)),
    dilations: Sequence[int] = (1, 1),
    groups: int = 1,
) -> Array:
    """Convolution; depthwise where `groups` is the number of channels.

    Args:
        x: int8 (N, C, H, W).
        w: int8 (M, C / groups, kernel height, kernel width).
        bias: int32 (M,).
        multiplier: one `k`, or one per output channel.
        out: zero point and clip range.
        x_zero_point: of x.
        strides: rows, columns.
        pads: (top, left), (bottom, right).
        dilations: rows, columns.
        groups: number of groups.

    Returns:
        int8 (N, M, OH, OW): `clip(rne((bias + sum (x - xz) w) k / 2**shift) + yz)`.
    """
    acc = conv_integer(
        x, w, x_zero_point=x_zero_point, strides=strides, pads=pads, dilations=dilations,
        groups=groups,
    ).astype(np.int64)  # fmt: skip
    acc = acc + bias.astype(np.int64).reshape(1, -1, *[1] * (x.ndim - 2))
    return _after(acc * _by_channel(multiplier.k, x.ndim), multiplier, out)


def fully_connected(
    x: Array, w: Array, bias: Array, multiplier: Multiplier, out: Output, *, x_zero_point: int = 0
) -> Array:
    """Product of int8 x (N, K) and int8 w (M, K), int32 bias (M,); int8 (N, M) as `conv`."""
    acc = matmul_integer(x, w.T, np.asarray(x_zero_point)).astype(np.int64)
    return _after((acc + bias.astype(np.int64)) * multiplier.k, multiplier, out)


def add(
    a: Array,
    b: Array,
    a_multiplier: int,
    b_multiplier: int,
    shift: int,
    out: Output,
    *,
    a_zero_point: int = 0,
    b_zero_point: int = 0,
    zero_first: bool = True,
) -> Array:
    """Sum of two int8 tensors of two scales: `rne((a - az) ka + (b - bz) kb + (yz << shift))`.

    Args:
        a: int8.
        b: int8 of the same shape.
        a_multiplier: ka, the scale of a over that of the output, times 2**shift.
        b_multiplier: kb.
        shift: shared by both.
        out: zero point and clip range.
        a_zero_point: az.
        b_zero_point: bz.
        zero_first: the zero point is added before rounding, else behind it.
    """
    left = (a.astype(np.int64) - a_zero_point) * a_multiplier
    right = (b.astype(np.int64) - b_zero_point) * b_multiplier
    rounding = Multiplier(np.asarray(1), shift)
    return (_before if zero_first else _after)(left + right, rounding, out)


def _windows(
    x: Array, kernel: Sequence[int], strides: Sequence[int], dilations: Sequence[int]
) -> Array:
    """(N, C, OH, OW, kernel height, kernel width) of a padded tensor, as a view."""
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
    view: Any = np.lib.stride_tricks.sliding_window_view
    windows: Array = view(x, reach, axis=(2, 3))
    return windows[
        :, :, :: strides[0], :: strides[1], :: dilations[0], :: dilations[1]
    ]  # fmt: skip


def _padded(x: Array, pads: Pads, value: int) -> Array:
    around = [(0, 0), (0, 0), *zip(pads[0], pads[1], strict=True)]
    return np.pad(x, around, constant_values=value) if any(map(any, around)) else x


def max_pool(
    x: Array,
    *,
    kernel: Sequence[int],
    strides: Sequence[int],
    pads: Pads = ((0, 0), (0, 0)),
    dilations: Sequence[int] = (1, 1),
) -> Array:
    """Largest code of every window of int8 (N, C, H, W); padding never wins."""
    return np.asarray(_windows(_padded(x, pads, -128), kernel, strides, dilations).max(axis=(4, 5)))


def window_counts(
    size: Sequence[int], kernel: Sequence[int], strides: Sequence[int], pads: Pads
) -> Array:
    """Pixels of the image under every window: int64 (OH, OW)."""
    ones = np.ones((1, 1, *size), np.int64)
    around = [(0, 0), (0, 0), *zip(pads[0], pads[1], strict=True)]
    return np.asarray(
        _windows(np.pad(ones, around), kernel, strides, (1, 1)).sum(axis=(4, 5))[0, 0]
    )


def average_pool(
    x: Array,
    multiplier: Multiplier,
    out: Output,
    *,
    x_zero_point: int = 0,
    kernel: Sequence[int],
    strides: Sequence[int],
    pads: Pads = ((0, 0), (0, 0)),
    zero_first: bool = True,
) -> Array:
    """Mean of every window: `rne(sum (x - xz) k + (yz << shift))`.

    Args:
        x: int8 (N, C, H, W); padding counts as zero.
        multiplier: `k` holds the reciprocal of the number of pixels: one value, or one per
            output pixel (OH, OW) where padding is not counted.
        out: zero point and clip range.
        x_zero_point: of x.
        kernel: rows, columns.
        strides: rows, columns.
        pads: (top, left), (bottom, right).
        zero_first: the zero point is added before rounding, else behind it.
    """
    shifted = _padded(x.astype(np.int64) - x_zero_point, pads, 0)
    sums = _windows(shifted, kernel, strides, (1, 1)).sum(axis=(4, 5))
    return (_before if zero_first else _after)(sums * multiplier.k, multiplier, out)


def global_average_pool(
    x: Array, multiplier: Multiplier, out: Output, *, x_zero_point: int = 0
) -> Array:
    """Mean of every channel, int8 (N, C, 1, 1): `rne(sum (x - xz) k) + yz`."""
    axes = tuple(range(2, x.ndim))
    sums = (x.astype(np.int64) - x_zero_point).sum(axis=axes, keepdims=True)
    return _after(sums * multiplier.k, multiplier, out)


def requantise(x: Array, multiplier: Multiplier, out: Output, *, x_zero_point: int = 0) -> Array:
    """The same values at another scale: `rne((x - xz) k) + yz`."""
    return _after((x.astype(np.int64) - x_zero_point) * multiplier.k, multiplier, out)


def leaky_relu(
    x: Array, positive: int, negative: int, rounding: Multiplier, out: Output, *,
    x_zero_point: int = 0,
) -> Array:  # fmt: skip
    """Two slopes: `rne((x - xz) k) + yz` with k = `positive` above the zero point, else `negative`.

    Args:
        x: int8.
        positive: xs / ys times 2**shift.
        negative: alpha * xs / ys times 2**shift.
        rounding: shift and guard bits of both; its k is 1.
        out: zero point and clip range.
        x_zero_point: of x.
    """
    real = x.astype(np.int64) - x_zero_point
    slopes = np.where(real >= 0, positive, negative)
    return _after(real * slopes, rounding, out)


def clip(x: Array, low: int, high: int) -> Array:
    """ReLU, ReLU6 and Clip on codes of an unchanged scale."""
    return np.clip(x, low, high).astype(np.int8)


def concat(parts: Sequence[Array], axis: int = 1) -> Array:
    """Tensors of one scale behind each other; done by addressing."""
    return np.concatenate(parts, axis=axis)


def channel_shuffle(x: Array, groups: int) -> Array:
    """Channel `g * (C / groups) + i` goes to `i * groups + g` (ShuffleNet, section 3.1)."""
    n, c, *size = x.shape
    turned = x.reshape(n, groups, c // groups, *size).swapaxes(1, 2)
    return np.ascontiguousarray(turned).reshape(x.shape)


def upsample_nearest(x: Array, factors: Sequence[int]) -> Array:
    """Every pixel repeated `factors` = (rows, columns) times."""
    return np.asarray(x.repeat(factors[0], axis=2).repeat(factors[1], axis=3))
