"""Scalars of the rounding that `window` and `elementwise` share."""

from __future__ import annotations

from hwpipe.fpga.integer import Output

__all__ = ["clip_scalars", "rounding_scalars"]


def clip_scalars(low: int = -128, high: int = 127) -> dict[str, int]:
    """No rounding, only a clip."""
    return {"half": 0, "guard": 0, "shift": 0, "middle": 0, "mask": 0, "zero": 0,
            "low": low, "high": high}  # fmt: skip


def rounding_scalars(
    shift: int, guard: int, out: Output, *, zero_first: bool
) -> tuple[dict[str, int], int]:
    """`hwpipe.fpga.requantise.round_shift`, then the output's zero point and clip.

    Returns:
        Scalars, and what is added before rounding: the zero point where it comes first.
    """
    rest = shift - guard
    scalars = {
        "half": 1 << (guard - 1) if guard else 0, "guard": guard, "shift": rest,
        "middle": 1 << (rest - 1) if rest else 0, "mask": (1 << rest) - 1,
        "zero": 0 if zero_first else out.zero_point, "low": out.low, "high": out.high,
    }  # fmt: skip
    return scalars, out.zero_point << shift if zero_first else 0
