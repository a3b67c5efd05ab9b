"""Requantisation in integers: multiply by `k`, shift right, round half to even.

A multiplier `m = k * 2**-shift` with `shift <= 16` gives what onnxruntime computes in float32 for
every accumulator: the result lies in an 8-bit range, so a product that does not saturate is below
256 in absolute value, a multiple of 2**-16, and float32 holds every such number; rounding is
monotone, so a product beyond it saturates in both. Multipliers off this grid are compared with
float32 threshold by threshold (`differing`).
"""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError

__all__ = [
    "GRID_SHIFT",
    "MAX_SHIFT",
    "MULTIPLIER_BITS",
    "Multiplier",
    "Proof",
    "Scale",
    "differing",
    "on_grid",
    "round_shift",
    "to_multiplier",
]

Array = npt.NDArray[Any]

#: Fraction bits of multipliers that are exact for every accumulator.
GRID_SHIFT = 16
#: Multipliers are unsigned and below 2**17: the 18-bit signed port of a DSP slice.
MULTIPLIER_BITS = 17
#: Longest shift; |accumulator * k| stays below 2**62 with 32-bit accumulators anyway.
MAX_SHIFT = 40


class Scale(NamedTuple):
    """Quantisation of an int8 tensor: `real = (code - zero_point) * scale`."""

    scale: float  # a float32 number
    zero_point: int  # -128 .. 127


@dataclass(frozen=True, eq=False)
class Multiplier:
    """`k * 2**-shift`, one `k` per output channel or one for all.

    Attributes:
        k: int64, shape () or (channels,), each in 0 .. 2**MULTIPLIER_BITS - 1.
        shift: 0 .. MAX_SHIFT, shared by the channels.
        guard: low bits of the product that are rounded away first (see `round_shift`).
    """

    k: Array
    shift: int
    guard: int = 0

    @property
    def value(self) -> Array:
        """The multiplier as float64, which holds it exactly."""
        return np.asarray(np.ldexp(self.k.astype(np.float64), -self.shift))


@dataclass(frozen=True)
class Proof:
    """Whether an integer layer equals onnxruntime's QOperator form, and how that is known.

    Attributes:
        exact: no value of the accumulator can give another output.
        differing: values of the accumulator (of operand pairs, of sums) whose output differs,
            by one step, over all channels.
        of: values that were decided.
        how: `grid` (the theorem of this module), `enumerated` (every value was compared) or
            `moved` (no arithmetic).
    """

    exact: bool
    differing: int
    of: int
    how: str


def round_shift(values: Array, shift: int, guard: int = 0) -> Array:
    """`values / 2**shift` rounded half to even, exact in int64.

    The reciprocal of 6 has no finite binary form, so the product of a sum with it misses the ties
    that the mean has. Rounding the product to `shift - guard` fraction bits first puts it back on
    the tie, and moves no other mean across one while the count is small.

    Args:
        values: integers below 2**62 in absolute value.
        shift: 0 .. 62.
        guard: 0 .. shift; this many low bits are rounded away (half up) before.
    """
    values = np.asarray(values, np.int64)
    if guard:
        values, shift = (values + (np.int64(1) << (guard - 1))) >> guard, shift - guard
    if shift == 0:
        return values
    floor = values >> shift
    rest = values - (floor << shift)
    half = np.int64(1) << (shift - 1)
    up = (rest > half) | ((rest == half) & (floor & 1 == 1))
    return np.asarray(floor + up, np.int64)


def on_grid(multipliers: Array) -> Multiplier | None:
    """The multipliers as `k * 2**-shift` with `shift <= GRID_SHIFT`, or None where one is not.

    The shift is GRID_SHIFT unless a `k` would have too many bits; then it is as short as needed.
    """
    values = np.asarray(multipliers, np.float64)
    if not np.all(np.isfinite(values)) or np.any(values < 0):
        return None
    scaled = np.ldexp(values, GRID_SHIFT)
    if np.any(scaled != np.rint(scaled)) or np.any(scaled >= 2.0**53):
        return None
    k, shift = np.asarray(scaled.astype(np.int64)), GRID_SHIFT
    while k.size and k.max() >= 1 << MULTIPLIER_BITS:
        if shift == 0 or np.any(k & 1):
            return None
        k, shift = np.asarray(k >> 1), shift - 1
    return Multiplier(k, shift)


def to_multiplier(multipliers: Array, where: str = "requantisation") -> tuple[Multiplier, bool]:
    """The nearest integer multiplier, and whether it is on the exact grid.

    Off the grid the shift is the longest for which the largest `k` fits MULTIPLIER_BITS.

    Raises:
        InputError: if a multiplier is negative, not finite or too large for any shift.
    """
    exact = on_grid(multipliers)
    if exact is not None:
        return exact, True
    values = np.asarray(multipliers, np.float64)
    largest = float(values.max(initial=0.0)) if np.all(np.isfinite(values)) else np.inf
    if not largest < 2.0**MULTIPLIER_BITS - 0.5 or np.any(values < 0):
        raise InputError(
            f"multiplier {largest:g}",
            where=where,
            limit=f"0 .. {2**MULTIPLIER_BITS - 1}",
            remedy="quantise the model again with `hwpipe quantize`",
        )
    shift = min(MULTIPLIER_BITS - int(np.frexp(largest)[1]), MAX_SHIFT) if largest else 0
    if np.rint(np.ldexp(largest, shift)) >= 2**MULTIPLIER_BITS:
        shift -= 1
    k = np.asarray(np.rint(np.ldexp(values, shift)).astype(np.int64))
    return Multiplier(k, shift), False


def _float_rounded(acc: Array, multiplier: Array) -> Array:
    return np.asarray(np.rint(acc.astype(np.float32) * multiplier), np.float64)


def _first_above_float(steps: Array, multiplier: Array) -> Array:
    """Smallest accumulator whose float32 requantisation exceeds `steps` (channels, steps)."""
    guess = np.ceil((steps + 0.5) / multiplier.astype(np.float64))
    reach = np.abs(guess) * 2.0**-20 + 4
    low, high = (guess - reach).astype(np.int64), (guess + reach).astype(np.int64)
    while np.any(high - low > 1):  # low rounds to at most the step, high to more
        middle = (low + high) // 2
        above = _float_rounded(middle, multiplier) > steps
        high, low = np.where(above, middle, high), np.where(above, low, middle)
    return np.asarray(high, np.int64)


def _first_above_integer(steps: Array, k: Array, shift: int) -> Array:
    """Smallest accumulator with `round_shift(acc * k, shift) > steps`."""
    if shift == 0:
        return np.asarray(steps // k + 1, np.int64)
    limit = (2 * steps + 1) << (shift - 1)  # acc * k at the tie
    quotient = limit // k
    tie_goes_up = (quotient * k == limit) & (steps & 1 == 1)  # half to even
    return np.asarray(np.where(tie_goes_up, quotient, quotient + 1), np.int64)


def differing(
    multiplier: Multiplier,
    float_multiplier: Array,
    low_step: int,
    high_step: int,
    acc_low: Array,
    acc_high: Array,
) -> tuple[int, int]:
    """Accumulators for which integer and float32 requantisation differ.

    Both are monotone step functions of the accumulator, so they are equal exactly where their
    thresholds are; between different thresholds they differ by one step (more where thresholds
    overlap, which counts each).

    Args:
        multiplier: the integers, (channels,) or ().
        float_multiplier: onnxruntime's float32 multiplier, of the same shape.
        low_step: smallest result, relative to the output zero point, that does not saturate.
        high_step: largest such result.
        acc_low: smallest accumulator that a channel can reach, as `multiplier.k`.
        acc_high: largest.

    Returns:
        (accumulators that differ, accumulators that can be reached), summed over channels.
    """
    k = np.atleast_1d(multiplier.k).astype(np.int64)[:, None]
    m = np.atleast_1d(np.asarray(float_multiplier, np.float32))[:, None]
    low, high = (np.atleast_1d(np.asarray(v, np.int64))[:, None] for v in (acc_low, acc_high))
    low, high = np.broadcast_to(low, k.shape), np.broadcast_to(high, k.shape)
    reached = int(np.sum(high - low + 1))
    dead = (m[:, 0] == 0) | (k[:, 0] == 0)
    alive = ~dead
    count = int(np.sum((high - low)[dead & (m[:, 0] != k[:, 0])]))
    if not np.any(alive):
        return count, reached
    k, m, low, high = k[alive], m[alive], low[alive], high[alive]
    for start in range(low_step, high_step, 64):  # blocks bound the memory
        steps = np.arange(start, min(start + 64, high_step), dtype=np.int64)[None, :]
        f = np.clip(_first_above_float(steps, m), low, high + 1)
        i = np.clip(_first_above_integer(steps, k, multiplier.shift), low, high + 1)
        count += int(np.abs(f - i).sum())
    return count, reached
