"""The rounding that `window` and `elementwise` share: scalars, and what hardware does with them.

Rounding half to even of t / 2^shift, bits below `guard` rounded away first (half up), is a floor
of t plus halves; a tie is a sum whose bits from `guard` to `shift` are then all zero, and its
last bit is cleared. The clip is decided on the sum itself, beside the shift.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.fpga.integer import Output

__all__ = ["clip_scalars", "rounded", "rounding_scalars"]

Array = npt.NDArray[Any]


def _scalars(shift: int, guard: int, zero: int, low: int, high: int) -> dict[str, int]:
    return {
        "shift": shift, "tie": (1 << shift) - (1 << guard), "below": (low - zero + 1) << shift,
        "above": (high - zero + 1) << shift, "zero": zero, "low": low, "high": high,
    }  # fmt: skip


def clip_scalars(low: int = -128, high: int = 127) -> dict[str, int]:
    """No rounding, only a clip."""
    return _scalars(0, 0, 0, low, high)


def rounding_scalars(
    shift: int, guard: int, out: Output, *, zero_first: bool
) -> tuple[dict[str, int], int]:
    """`hwpipe.fpga.requantise.round_shift`, then the output's zero point and clip.

    Returns:
        Scalars, and what must be added to every sum: halves, and the zero point where it comes
        first.
    """
    half = (1 << (guard - 1) if guard else 0) + (1 << (shift - 1) if shift > guard else 0)
    scalars = _scalars(shift, guard, 0 if zero_first else out.zero_point, out.low, out.high)
    return scalars, half + (out.zero_point << shift if zero_first else 0)


def rounded(total: Array, s: Mapping[str, int]) -> Array:
    """What the hardware makes of int64 sums that hold the halves: int8 codes."""
    near = total >> s["shift"]
    if s["tie"]:
        near &= ~((total & s["tie"]) == 0).astype(np.int64)
    near += s["zero"]
    near[total >= s["above"]] = s["high"]
    near[total < s["below"]] = s["low"]
    return near.astype(np.int8)
