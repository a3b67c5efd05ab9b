"""Integer types of kernels: any width from 1 to 128 bits, signed or unsigned.

A type is callable, so that a kernel's source is its own definition when run as plain Python:
`i8(300)` wraps to 44, `sat(i8, 300)` saturates to 127. Between casts, expressions are exact
integers of unlimited size; the compiler finds the width that holds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from hwpipe.errors import InputError

__all__ = ["Int", "bits_of_range", "int_type", "sat", "standard_types"]

#: Widest integer that a kernel may name; expressions in between may be wider.
MAX_WIDTH_BITS = 128


@dataclass(frozen=True)
class Int:
    """Two's complement integer of `width` bits."""

    width: int
    signed: bool = True

    def __post_init__(self) -> None:
        """Refuse widths that no hardware would have."""
        if not 1 <= self.width <= MAX_WIDTH_BITS:
            raise InputError(
                f"integer type of {self.width} bits", limit=f"1 to {MAX_WIDTH_BITS} bits"
            )

    @property
    def lo(self) -> int:
        """Smallest value."""
        return -(1 << (self.width - 1)) if self.signed else 0

    @property
    def hi(self) -> int:
        """Largest value."""
        return (1 << (self.width - 1)) - 1 if self.signed else (1 << self.width) - 1

    @property
    def name(self) -> str:
        """Short name: `i8`, `u40`."""
        return f"{'i' if self.signed else 'u'}{self.width}"

    def __str__(self) -> str:
        return self.name

    def __call__(self, value: Any) -> int:
        """`value` wrapped to this type (two's complement)."""
        number = int(value) & ((1 << self.width) - 1)
        if self.signed and number >> (self.width - 1):
            number -= 1 << self.width
        return number


def sat(dtype: Int, value: Any) -> int:
    """`value` clipped to the range of `dtype`."""
    return min(max(int(value), dtype.lo), dtype.hi)


def bits_of_range(lo: int, hi: int) -> int:
    """Bits of a signed integer that holds every value of [lo, hi]."""
    return max(
        lo.bit_length() + 1 if lo >= 0 else (-lo - 1).bit_length() + 1,
        hi.bit_length() + 1 if hi >= 0 else (-hi - 1).bit_length() + 1,
    )


def int_type(name: str) -> Int:
    """The type called `name`, such as `i8` or `u40`.

    Raises:
        InputError: if the name is not of that form.
    """
    match = re.fullmatch(r"([iu])([0-9]{1,3})", name)
    if match is None:
        raise InputError(f"type {name!r}", limit="i1 to i128, u1 to u128")
    return Int(int(match.group(2)), match.group(1) == "i")


def standard_types() -> dict[str, Int]:
    """All types by short name: what a kernel file may import from `hwpipe.hls`."""
    return {
        f"{kind}{width}": Int(width, kind == "i")
        for kind in "iu"
        for width in range(1, MAX_WIDTH_BITS + 1)
    }
