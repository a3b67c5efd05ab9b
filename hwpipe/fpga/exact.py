"""Integer multipliers of every operator from its scales, with a proof of equality to float32.

The reference of each proof is onnxruntime's QOperator form as `reference` has it. An operator
whose operands take few values is compared on all of them (65,536 pairs of a sum, every sum of a
window); a convolution by the theorem of `requantise`, or by its thresholds.
"""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from hwpipe.fpga import reference
from hwpipe.fpga.integer import Output, add, leaky_relu, requantise
from hwpipe.fpga.requantise import (
    GRID_SHIFT,
    Multiplier,
    Proof,
    Scale,
    differing,
    round_shift,
    to_multiplier,
)

__all__ = [
    "MeanForm",
    "Slopes",
    "Sum",
    "accumulator_range",
    "conv_multiplier",
    "grid_scale",
    "leaky_multipliers",
    "mean_multiplier",
    "requantise_multiplier",
    "sum_multipliers",
]

Array = npt.NDArray[Any]

#: QLinearAveragePool adds the zero point before rounding; QLinearGlobalAveragePool behind it, with
#: one float32 multiplier; the float operators of the QDQ form divide the sum.
MeanForm = Literal["window", "global", "float"]

#: Sums compared at once.
_BLOCK = 1 << 20

_CODES = np.arange(-128, 128, dtype=np.int8)


def _scalar(value: float) -> Array:
    return np.asarray(value, np.float32)


def _zero(scale: Scale) -> Array:
    return np.asarray(scale.zero_point, np.int8)


def conv_multiplier(
    float_multiplier: Array,
    w: Array,
    bias: Array,
    x_zero_point: int,
    out: Output,
    where: str,
) -> tuple[Multiplier, Proof]:
    """Multiplier of a convolution or product, from onnxruntime's float32 multiplier.

    Args:
        float_multiplier: (xs * ws) / ys in float32, () or (M,).
        w: int8 weights, output channels first.
        bias: int32 (M,).
        x_zero_point: of the input; with the weights it bounds the accumulator.
        out: zero point and clip range.
        where: layer for messages.

    Raises:
        InputError: if a multiplier has no integer form.
    """
    multiplier, exact = to_multiplier(float_multiplier, where)
    low, high = accumulator_range(w, bias, x_zero_point)
    if exact:
        return multiplier, Proof(True, 0, int(np.sum(high - low + 1)), "grid")
    count = np.size(float_multiplier)
    if count == 1:
        low, high = np.asarray(low.min()), np.asarray(high.max())
    bad, of = differing(
        multiplier, float_multiplier, out.low - out.zero_point, out.high - out.zero_point, low, high
    )
    return multiplier, Proof(bad == 0, bad, of, "enumerated")


def accumulator_range(w: Array, bias: Array, x_zero_point: int) -> tuple[Array, Array]:
    """Smallest and largest accumulator of every output channel over all int8 inputs.

    Padding counts as an input of the zero point, which lies in the range.
    """
    flat = w.reshape(w.shape[0], -1)  # stays int8: large products have 10^8 weights
    positive = np.maximum(flat, 0).sum(1, dtype=np.int64)
    negative = flat.sum(1, dtype=np.int64) - positive
    x_low, x_high = -128 - x_zero_point, 127 - x_zero_point
    wide = bias.astype(np.int64)
    low = wide + positive * x_low + negative * x_high
    return low, wide + positive * x_high + negative * x_low


@dataclass(frozen=True)
class Sum:
    """Multipliers of a residual sum: one per operand and their shift."""

    a: int
    b: int
    shift: int


def sum_multipliers(
    a: Scale, b: Scale, y: Scale, out: Output, where: str, *, zero_first: bool = True
) -> tuple[Sum, Proof]:
    """Multipliers of QLinearAdd; `a`, `b` and `y` are the scales.

    With `zero_first` unset it is Add between DequantizeLinear and QuantizeLinear.

    Raises:
        InputError: if a ratio of scales has no integer form.
    """
    ratios = np.asarray([a.scale, b.scale], np.float32) / np.float32(y.scale)
    multiplier, _ = to_multiplier(ratios, where)
    found = Sum(int(multiplier.k[0]), int(multiplier.k[1]), multiplier.shift)
    left, right = np.repeat(_CODES, 256), np.tile(_CODES, 256)
    got = add(
        left,
        right,
        found.a,
        found.b,
        found.shift,
        out,
        a_zero_point=a.zero_point,
        b_zero_point=b.zero_point,
        zero_first=zero_first,
    )
    if zero_first:
        want = reference.linear_add(
            left, _scalar(a.scale), _zero(a), right, _scalar(b.scale), _zero(b),
            _scalar(y.scale), _zero(y),
        )  # fmt: skip
    else:
        real = reference.dequantize(left, _scalar(a.scale), a.zero_point) + reference.dequantize(
            right, _scalar(b.scale), b.zero_point
        )
        want = reference.quantize(real, _scalar(y.scale), _zero(y))
    bad = int(np.count_nonzero(got != np.clip(want, out.low, out.high)))
    return found, Proof(bad == 0, bad, got.size, "enumerated")


def requantise_multiplier(x: Scale, y: Scale, out: Output, where: str) -> tuple[Multiplier, Proof]:
    """Multiplier from one scale to another.

    Raises:
        InputError: if the ratio of scales has no integer form.
    """
    multiplier, _ = to_multiplier(_scalar(x.scale) / _scalar(y.scale), where)
    got = requantise(_CODES, multiplier, out, x_zero_point=x.zero_point)
    real = reference.dequantize(_CODES, _scalar(x.scale), x.zero_point)
    want = np.clip(reference.quantize(real, _scalar(y.scale), _zero(y)), out.low, out.high)
    bad = int(np.count_nonzero(got != want))
    return multiplier, Proof(bad == 0, bad, 256, "enumerated")


@dataclass(frozen=True)
class Slopes:
    """Multipliers of a LeakyRelu above and below the zero point, with shift and guard bits."""

    positive: int
    negative: int
    shift: int
    guard: int

    @property
    def rounding(self) -> Multiplier:
        """Shift and guard as `round_shift` takes them."""
        return Multiplier(np.asarray(1), self.shift, self.guard)


def leaky_multipliers(
    x: Scale, y: Scale, alpha: float, out: Output, where: str
) -> tuple[Slopes, Proof]:
    """Multipliers of QLinearLeakyRelu, compared with float32 on all 256 codes.

    Raises:
        InputError: if a slope is negative or has no integer form.
    """
    ratio = float(np.float32(x.scale)) / float(np.float32(y.scale))
    slopes = np.asarray([ratio, ratio * float(np.float32(alpha))])
    real = reference.dequantize(_CODES, _scalar(x.scale), x.zero_point)
    real = np.where(real >= 0, real, real * np.float32(alpha))
    want = np.clip(reference.quantize(real, _scalar(y.scale), _zero(y)), out.low, out.high)
    found: list[tuple[int, Slopes]] = []
    for m in _candidates(slopes, where):
        both = Slopes(int(m.k[0]), int(m.k[1]), m.shift, m.guard)
        got = leaky_relu(_CODES, both.positive, both.negative, m, out, x_zero_point=x.zero_point)
        found.append((int(np.count_nonzero(got != want)), both))
        if found[-1][0] == 0:
            break
    bad, best = min(found, key=lambda pair: pair[0])
    return best, Proof(bad == 0, bad, 256, "enumerated")


def mean_multiplier(
    x: Scale,
    y: Scale,
    counts: Array,
    divisors: Array,
    out: Output,
    *,
    form: MeanForm,
    where: str,
) -> tuple[Multiplier, Proof]:
    """Multiplier `xs / (ys * divisor)` of an average over windows of `counts` pixels.

    All sums that a window can have are compared with float32. The reciprocal of a count is rarely
    on the grid: with 17-bit multipliers the error at a result of 255 is below 2**-9, less than the
    distance of a mean of up to 200 pixels from a tie it does not lie on. Means that lie on a tie
    need the guard bits of `round_shift`, which work up to about 100 pixels.

    Args:
        x: scale of the input.
        y: of the output.
        counts: pixels of the image under each window, int64, any shape.
        divisors: what each sum is divided by, of the shape of `counts`.
        out: zero point and clip range.
        form: which operator it must equal.
        where: layer for messages.

    Raises:
        InputError: if a multiplier has no integer form.
    """
    ratios = _scalar(x.scale) / (_scalar(y.scale) * divisors.astype(np.float32))
    best: tuple[Multiplier, int, int] | None = None
    for multiplier in _candidates(np.asarray(ratios), where):
        bad, of = _compare_means(multiplier, x, y, counts, divisors, out, form)
        if best is None or bad < best[1]:
            best = multiplier, bad, of
        if bad == 0:
            break
    assert best is not None
    return best[0], Proof(best[1] == 0, best[1], best[2], "enumerated")


#: Fraction bits that a result is rounded to before its ties are decided, in the order tried.
_FRACTION_BITS = (8, 7, 6, 9, 10)


def _candidates(ratios: Array, where: str) -> list[Multiplier]:
    """The nearest multiplier, then the same with ties restored at some number of bits."""
    nearest, exact = to_multiplier(ratios, where)
    if exact:
        return [nearest]
    guards = [nearest.shift - bits for bits in _FRACTION_BITS if nearest.shift > bits]
    return [nearest, *(Multiplier(nearest.k, nearest.shift, guard) for guard in guards)]


def _compare_means(
    multiplier: Multiplier,
    x: Scale,
    y: Scale,
    counts: Array,
    divisors: Array,
    out: Output,
    form: MeanForm,
) -> tuple[int, int]:
    """Sums whose mean differs, and sums compared, over the distinct (count, divisor) pairs."""
    keys = np.stack([counts.ravel(), divisors.ravel(), np.broadcast_to(
        multiplier.k, counts.shape).ravel()], axis=1)  # fmt: skip
    bad = of = 0
    for count, divisor, k in np.unique(keys, axis=0).tolist():
        first, last = (-128 - x.zero_point) * count, (127 - x.zero_point) * count
        for start in range(first, last + 1, _BLOCK):
            sums = np.arange(start, min(start + _BLOCK, last + 1), dtype=np.int64)
            got = _mean_codes(sums * k, multiplier, out.zero_point, form)
            want = _float_means(sums, divisor, x, y, form)
            low, high = out.low, out.high
            bad += int(np.count_nonzero(np.clip(got, low, high) != np.clip(want, low, high)))
        of += last - first + 1
    return bad, of


def _mean_codes(products: Array, multiplier: Multiplier, zero: int, form: MeanForm) -> Array:
    shift, guard = multiplier.shift, multiplier.guard
    if form == "window":
        return round_shift(products + (np.int64(zero) << shift), shift, guard)
    return np.asarray(round_shift(products, shift, guard) + zero)


def _float_means(sums: Array, divisor: int, x: Scale, y: Scale, form: MeanForm) -> Array:
    if form == "global":
        scale = _scalar(x.scale) / (_scalar(y.scale) * np.float32(divisor))
        return reference.requantize(sums.astype(np.int32), np.asarray(scale), _zero(y))
    real = sums.astype(np.float32) * _scalar(x.scale) / np.float32(divisor)
    rounding = reference.quantize_shifted if form == "window" else reference.quantize
    return rounding(real, _scalar(y.scale), _zero(y))


def grid_scale(minimum: float, x_scale: float, y_scale: float) -> float:
    """Smallest weight scale not below `minimum` whose multiplier is `k * 2**-GRID_SHIFT`, k >= 1.

    With power-of-two activation scales the result and its multiplier are exact in float32.
    """
    unit = y_scale / x_scale * 2.0**-GRID_SHIFT
    return max(float(np.ceil(minimum / unit)), 1.0) * unit
