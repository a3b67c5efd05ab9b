"""Integer arithmetic of quantised operators: the one definition that everything must equal.

onnxruntime (QOperator form), the HLS C++, the RTL in simulation, the board twin and the board
agree with these functions bit for bit. numpy only. `integer` holds the operators that the kernel
runs in integers alone; it equals these functions wherever `exact` proves it.

Requantisation is `clip(rint(float32(acc) * float32(x_scale * w_scale / y_scale)) + zero point)`
with round half to even; the multiplier is computed in float32 in the order (xs * ws) / ys.
Accumulators are exact: products of 8-bit integers summed in float64, which holds every integer
below 2**53, so the order of summation is free and BLAS may choose it.
"""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = [
    "conv_integer",
    "dequantize",
    "gemm_quantised",
    "global_average_pool",
    "linear_add",
    "linear_mul",
    "matmul_integer",
    "multiplier",
    "qlinear_conv",
    "qlinear_matmul",
    "quantize",
    "quantize_shifted",
    "requantize",
]

Array = npt.NDArray[Any]


def _saturate(values: Array, dtype: np.dtype[Any]) -> Array:
    limits = np.iinfo(dtype)
    return np.clip(values, limits.min, limits.max).astype(dtype)


def multiplier(x_scale: Array, w_scale: Array, y_scale: Array) -> Array:
    """Float32 requantisation multiplier (xs * ws) / ys, each step rounded to float32."""
    product = np.float32(x_scale) * np.asarray(w_scale, np.float32)
    return np.asarray(product / np.float32(y_scale), np.float32)


def requantize(acc: Array, scale: Array, zero_point: Array) -> Array:
    """Accumulators to 8 bits: `clip(rint(float32(acc) * scale) + zero_point)`.

    Args:
        acc: int32 accumulators (bias included).
        scale: float32 multiplier, broadcastable to `acc`.
        zero_point: scalar of the output's dtype (int8, uint8).
    """
    zero_point = np.asarray(zero_point)
    scaled = np.rint(acc.astype(np.float32) * np.asarray(scale, np.float32))
    return _saturate(scaled.astype(np.float64) + float(zero_point), zero_point.dtype)


def quantize(x: Array, scale: Array, zero_point: Array) -> Array:
    """`clip(rint(x / scale) + zero_point)` in float32, half to even."""
    zero_point = np.asarray(zero_point)
    scaled = np.rint(x.astype(np.float32) / np.asarray(scale, np.float32))
    # float64 keeps the sum exact where the float32 quotient is far outside the 8-bit range.
    return _saturate(scaled.astype(np.float64) + zero_point.astype(np.float64), zero_point.dtype)


def quantize_shifted(x: Array, scale: Array, zero_point: Array) -> Array:
    """`clip(rint(x / scale + zero_point))`: the zero point is added before rounding.

    Differs from `quantize` on ties, where the zero point is odd; onnxruntime's
    QLinearAveragePool rounds so.
    """
    zero = np.asarray(zero_point)
    shifted = x.astype(np.float32) / np.asarray(scale, np.float32) + np.float32(zero)
    return _saturate(np.rint(shifted), zero.dtype)


def dequantize(x: Array, scale: Array, zero_point: Array | int = 0) -> Array:
    """`(x - zero_point) * scale` in float32."""
    return np.asarray(
        (x.astype(np.int64) - np.asarray(zero_point).astype(np.int64)).astype(np.float32)
        * np.asarray(scale, np.float32),
        np.float32,
    )


def _shifted(x: Array, zero_point: Array | int | None) -> Array:
    """The tensor less its zero point as float64 integers."""
    if zero_point is None:
        return x.astype(np.float64)
    return x.astype(np.float64) - np.asarray(zero_point).astype(np.float64)


def _per_channel(value: Array, rank: int) -> Array:
    """Scalar, or one value per output channel, shaped to broadcast over (M, C, kernel...)."""
    value = np.asarray(value)
    return value.reshape(-1, *[1] * (rank - 1)) if value.size > 1 else value.reshape(())


def conv_integer(
    x: Array,
    w: Array,
    *,
    x_zero_point: Array | int | None = None,
    w_zero_point: Array | None = None,
    strides: Sequence[int],
    pads: tuple[Sequence[int], Sequence[int]],
    dilations: Sequence[int],
    groups: int = 1,
) -> Array:
    """Integer convolution.

    Args:
        x: (N, C, spatial...), 8-bit integers; padding holds the zero point, that is, zero.
        w: (M, C / groups, kernel...), 8-bit integers.
        x_zero_point: scalar.
        w_zero_point: scalar, or one per output channel.
        strides: one per spatial axis.
        pads: padding before and after each spatial axis.
        dilations: one per spatial axis.
        groups: number of groups.

    Returns:
        int32 accumulators (N, M, spatial...).
    """
    rank = x.ndim - 2
    xs = _shifted(x, x_zero_point)
    ws = _shifted(w, None if w_zero_point is None else _per_channel(w_zero_point, w.ndim))
    xs = np.pad(xs, [(0, 0), (0, 0), *zip(pads[0], pads[1], strict=True)])
    kernel = w.shape[2:]
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
    view: Any = np.lib.stride_tricks.sliding_window_view
    windows: Array = view(
        xs,
        reach,
        axis=tuple(range(2, 2 + rank)),
    )
    pick = (
        slice(None),
        slice(None),
        *(slice(None, None, s) for s in strides),
        *(slice(None, None, d) for d in dilations),
    )
    windows = windows[pick]  # N, C, out..., kernel...
    n, out = x.shape[0], windows.shape[2 : 2 + rank]
    per_in, per_out = x.shape[1] // groups, w.shape[0] // groups
    parts = []
    for g in range(groups):
        block = windows[:, g * per_in : (g + 1) * per_in]
        order = (0, *range(2, 2 + rank), 1, *range(2 + rank, 2 + 2 * rank))
        columns = block.transpose(order).reshape(n * int(np.prod(out)), -1)
        weights = ws[g * per_out : (g + 1) * per_out].reshape(per_out, -1)
        product = columns @ weights.T
        parts.append(np.moveaxis(product.reshape(n, *out, per_out), -1, 1))
    return np.asarray(np.concatenate(parts, axis=1).astype(np.int64), np.int32)


def matmul_integer(
    a: Array, b: Array, a_zero_point: Array | None = None, b_zero_point: Array | None = None
) -> Array:
    """Integer matrix product, numpy broadcasting; int32 accumulators.

    A zero point of `a` may be a scalar or one per row, of `b` a scalar or one per column.
    """
    az = np.asarray(0 if a_zero_point is None else a_zero_point)
    if az.ndim == 1 and az.size > 1:
        az = az.reshape(-1, 1)
    product = np.matmul(_shifted(a, az), _shifted(b, b_zero_point))
    return np.asarray(product.astype(np.int64), np.int32)


def qlinear_conv(
    x: Array, x_scale: Array, x_zero_point: Array,
    w: Array, w_scale: Array, w_zero_point: Array,
    y_scale: Array, y_zero_point: Array, bias: Array | None = None, **geometry: Any,
) -> Array:  # fmt: skip
    """ONNX QLinearConv: integer convolution, int32 bias, requantisation per output channel.

    `geometry` is that of `conv_integer`.
    """
    acc = conv_integer(
        x, w, x_zero_point=x_zero_point, w_zero_point=w_zero_point, **geometry
    ).astype(np.int64)  # fmt: skip
    channels = (1, -1, *[1] * (x.ndim - 2))
    if bias is not None:
        acc = acc + bias.astype(np.int64).reshape(channels)
    scale = multiplier(x_scale, w_scale, y_scale)
    scale = scale.reshape(channels) if scale.size > 1 else scale.reshape(())
    return requantize(acc.astype(np.int32), np.asarray(scale), y_zero_point)


def qlinear_matmul(
    a: Array, a_scale: Array, a_zero_point: Array,
    b: Array, b_scale: Array, b_zero_point: Array,
    y_scale: Array, y_zero_point: Array,
) -> Array:  # fmt: skip
    """ONNX QLinearMatMul: integer product and requantisation (per column where b's scale is)."""
    acc = matmul_integer(a, b, a_zero_point, b_zero_point)
    return requantize(acc, multiplier(a_scale, b_scale, y_scale), y_zero_point)


def gemm_quantised(
    a: Array, a_scale: Array, a_zero_point: Array,
    b: Array, b_scale: Array, b_zero_point: Array,
    bias: Array | None = None, y_scale: Array | None = None, y_zero_point: Array | None = None,
    *, alpha: float = 1.0, trans_a: bool = False, trans_b: bool = False,
) -> Array:  # fmt: skip
    """com.microsoft.QGemm: integer product, int32 bias at scale alpha * as * bs.

    Without an output scale the result is float32.
    """
    a = a.T if trans_a else a
    b = b.T if trans_b else b
    acc = matmul_integer(a, b, a_zero_point, b_zero_point).astype(np.int64)
    if bias is not None:
        acc = acc + bias.astype(np.int64)
    product = np.float32(alpha) * np.float32(a_scale) * np.asarray(b_scale, np.float32)
    if y_scale is None or y_zero_point is None:
        return np.asarray(acc.astype(np.float32) * product, np.float32)
    return requantize(acc.astype(np.int32), product / np.float32(y_scale), y_zero_point)


def _fused(a: Array, b: np.float32, c: Array | np.float32) -> Array:
    """Float32 `a * b + c` rounded once (the product of two float32 is exact in float64)."""
    return np.asarray(np.asarray(a, np.float64) * np.float64(b) + np.asarray(c, np.float64),
                      np.float32)  # fmt: skip


def linear_add(
    a: Array, a_scale: Array, a_zero_point: Array,
    b: Array, b_scale: Array, b_zero_point: Array,
    y_scale: Array, y_zero_point: Array,
) -> Array:  # fmt: skip
    """com.microsoft.QLinearAdd: `rint(A ra + B rb + (Yz - (ra Az + rb Bz)))`, ra = As / Ys.

    Products are fused into sums (one rounding each), inner sum first, as onnxruntime's AVX2
    kernel computes it; found by trying every order on 240,000 elements. With scales whose
    ratios are powers of two every order gives the same integers.
    """
    zero = np.asarray(y_zero_point)
    ra = np.float32(a_scale) / np.float32(y_scale)
    rb = np.float32(b_scale) / np.float32(y_scale)
    shift = _fused(np.asarray(a_zero_point), ra, rb * np.float32(b_zero_point))
    inner = _fused(b, rb, np.float32(zero) - np.float32(shift))
    return _saturate(np.rint(_fused(a, ra, inner)), zero.dtype)


def linear_mul(
    a: Array, a_scale: Array, a_zero_point: Array,
    b: Array, b_scale: Array, b_zero_point: Array,
    y_scale: Array, y_zero_point: Array,
) -> Array:  # fmt: skip
    """com.microsoft.QLinearMul: `rint(float32(acc * multiplier) + Yz)`, acc exact.

    Unlike a convolution the zero point is added before rounding; equal to onnxruntime on
    320,000 elements of unequal scales.
    """
    zero = np.asarray(y_zero_point)
    acc = _shifted(a, a_zero_point) * _shifted(b, b_zero_point)
    scaled = acc.astype(np.float32) * multiplier(a_scale, b_scale, y_scale)
    return _saturate(np.rint(scaled + np.float32(zero)), zero.dtype)


def global_average_pool(
    x: Array, x_scale: Array, x_zero_point: Array, y_scale: Array, y_zero_point: Array,
    *, channels_last: bool = False,
) -> Array:  # fmt: skip
    """com.microsoft.QLinearGlobalAveragePool: the exact sum, one float32 multiplier.

    The multiplier is x_scale / (y_scale * pixels), as onnxruntime has it.
    """
    axes = tuple(range(1, x.ndim - 1)) if channels_last else tuple(range(2, x.ndim))
    pixels = int(np.prod([x.shape[a] for a in axes]))
    acc = x.astype(np.int64).sum(axis=axes, keepdims=True) - pixels * int(np.asarray(x_zero_point))
    scale = np.float32(x_scale) / (np.float32(y_scale) * np.float32(pixels))
    return requantize(acc.astype(np.int32), np.asarray(scale), y_zero_point)
