"""The control registers of a kernel: the layout that Vitis HLS gives `ap_ctrl_hs` kernels.

Source of the layout: AMD UG1399, "S_AXILITE Control Register Map": CTRL 0x00, GIE 0x04, IER
0x08, ISR 0x0c, arguments from 0x10 in the order of declaration; a 32-bit argument takes 8 bytes
(data, reserved) and a 64-bit one 12 (low, high, reserved).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hwpipe.errors import InputError

__all__ = [
    "AP_DONE",
    "AP_IDLE",
    "AP_READY",
    "AP_START",
    "Argument",
    "PlacedArgument",
    "RegisterMap",
]

CTRL, GIE, IER, ISR, FIRST_ARGUMENT = 0x00, 0x04, 0x08, 0x0C, 0x10
AP_START, AP_DONE, AP_IDLE, AP_READY, AUTO_RESTART, INTERRUPT = 1, 2, 4, 8, 0x80, 0x200


@dataclass(frozen=True)
class Argument:
    """An argument of a kernel that lives in a register.

    Attributes:
        name: as in the kernel's signature.
        bits: 1 to 64; a pointer of an `m_axi` bundle has 64.
        signed: how a scalar is read back.
        bundle: `m_axi` bundle that the pointer belongs to, None for a scalar.
    """

    name: str
    bits: int
    signed: bool = False
    bundle: str | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.bits <= 64:
            raise InputError(
                f"argument {self.name} has {self.bits} bits", limit="1 to 64 bits in a register"
            )

    @property
    def words(self) -> int:
        """Number of 32-bit words that hold its value."""
        return 1 if self.bits <= 32 else 2


@dataclass(frozen=True)
class PlacedArgument:
    """An argument and the byte offset of its low word."""

    argument: Argument
    offset: int

    @property
    def first_word(self) -> int:
        """Index of its low word in `args` of `hwp_axi_lite_ctrl`."""
        return (self.offset - FIRST_ARGUMENT) // 4


@dataclass(frozen=True)
class RegisterMap:
    """Arguments of a kernel in the order of its signature, with their addresses."""

    arguments: tuple[PlacedArgument, ...]

    @classmethod
    def of(cls, arguments: Sequence[Argument]) -> RegisterMap:
        """Place arguments from 0x10 on.

        Raises:
            InputError: two arguments have one name.
        """
        offset = FIRST_ARGUMENT
        placed = []
        names: set[str] = set()
        for argument in arguments:
            if argument.name in names:
                raise InputError(f"two arguments are named {argument.name}")
            names.add(argument.name)
            placed.append(PlacedArgument(argument, offset))
            offset += 4 * (argument.words + 1)
        return cls(tuple(placed))

    @property
    def words(self) -> int:
        """Parameter WORDS of `hwp_axi_lite_ctrl`: argument words, reserved ones included."""
        if not self.arguments:
            return 1
        last = self.arguments[-1]
        return last.first_word + last.argument.words + 1

    @property
    def writable(self) -> int:
        """Parameter WRITABLE: bit k says that word k holds part of an argument."""
        mask = 0
        for placed in self.arguments:
            mask |= ((1 << placed.argument.words) - 1) << placed.first_word
        return mask

    @property
    def mask(self) -> int:
        """Parameter MASK: bits of the argument words that exist."""
        mask = 0
        for placed in self.arguments:
            mask |= ((1 << placed.argument.bits) - 1) << 32 * placed.first_word
        return mask

    @property
    def address_bits(self) -> int:
        """Parameter ADDR_W: bits of the byte address, 6 at least as Vitis HLS makes them."""
        return max(6, (FIRST_ARGUMENT + 4 * self.words - 1).bit_length())

    def offset(self, name: str) -> int:
        """Return the byte offset of an argument.

        Raises:
            InputError: there is no such argument.
        """
        for placed in self.arguments:
            if placed.argument.name == name:
                return placed.offset
        names = ", ".join(placed.argument.name for placed in self.arguments)
        raise InputError(f"the kernel has no register argument {name}", limit=f"one of {names}")

    def writes(self, values: dict[str, int]) -> list[tuple[int, int]]:
        """Return the (byte offset, 32-bit value) writes that set all arguments.

        Raises:
            InputError: an argument is missing, unknown, or does not fit its bits.
        """
        missing = [p.argument.name for p in self.arguments if p.argument.name not in values]
        if missing:
            raise InputError(f"no value for the kernel's arguments {', '.join(missing)}")
        for name in values:
            self.offset(name)
        result = []
        for placed in self.arguments:
            argument, value = placed.argument, int(values[placed.argument.name])
            low = -(1 << argument.bits - 1) if argument.signed else 0
            high = (1 << argument.bits - argument.signed) - 1
            if not low <= value <= high:
                raise InputError(f"argument {argument.name} is {value}", limit=f"{low} to {high}")
            raw = value & ((1 << 32 * argument.words) - 1)
            for word in range(argument.words):
                result.append((placed.offset + 4 * word, raw >> 32 * word & 0xFFFFFFFF))
        return result
