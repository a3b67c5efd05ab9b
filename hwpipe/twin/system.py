"""Registers of the processing system that pynq reads and writes: clocks and port widths.

Addresses and fields: `pynq/ps.py` and `pynq/pl_server/embedded_device.py` of pynq 4.0.0 (after
UG1087 and UG585). Values at the start are those that the board's boot image leaves.
"""

from __future__ import annotations

from hwpipe.overlay.board import OverlayBoard

__all__ = ["SystemRegisters"]

_CRL, _CRF, _SLCR = 0xFF5E0000, 0xFD1A0000, 0xF8000000
#: Blocks of registers by family: first address and bytes.
_BLOCKS = {
    "zynq-ultrascale+": (
        (_CRL, 0x1000), (_CRF, 0x1000), (0xFD610000, 0x10000), (0xFF410000, 0x10000),
        *((0xFD360000 + 0x10000 * k, 0x10000) for k in range(6)), (0xFF9B0000, 0x10000),
    ),
    "zynq-7000": ((_SLCR, 0x1000),),
}  # fmt: skip
#: AFIFM registers of read and write width at the start (UG1087: 0x3b0, 128 bits).
_AFI_RESET = 0x3B0
#: FABRIC_WIDTH of an AFIFM register.
_WIDTHS = {0: 128, 1: 64, 2: 32}


def _pll(feedback: int, divide: int) -> int:
    """A PLL of Zynq UltraScale+: FBDIV in bits 14:8, DIV2 in bit 16."""
    return feedback << 8 | (divide == 2) << 16


def _ultrascale(board: OverlayBoard) -> dict[int, int]:
    io = _pll(board.pll_feedback, board.pll_divide)
    divisor = max(1, round(board.pll_hz / 100e6))
    clock = 1 << 24 | 1 << 16 | divisor << 8
    found = {_CRL + 0x20: io, _CRL + 0x30: io, _CRF + 0x20: _pll(72, 2), _CRF + 0x2C: _pll(64, 2),
             _CRF + 0x38: _pll(90, 2), _CRF + 0x60: 0x03000100}  # fmt: skip
    found |= {_CRL + 0xC0 + 4 * k: clock for k in range(4)}
    for block in [0xFD360000 + 0x10000 * k for k in range(6)] + [0xFF9B0000]:
        found |= {block: _AFI_RESET, block + 0x14: _AFI_RESET}
    return found


def _zynq(board: OverlayBoard) -> dict[int, int]:
    divisor = max(1, round(board.pll_hz / 100e6))
    found = {_SLCR + 0x100: 26 << 12, _SLCR + 0x104: 21 << 12,
             _SLCR + 0x108: board.pll_feedback << 12, _SLCR + 0x120: 2 << 8}  # fmt: skip
    return found | {_SLCR + 0x170 + 0x10 * k: 1 << 20 | divisor << 8 for k in range(4)}


class SystemRegisters:
    """Words at addresses, in the blocks that the family has.

    Args:
        board: whose processing system it is.
    """

    def __init__(self, board: OverlayBoard) -> None:
        self._board = board
        self._blocks = _BLOCKS[board.family]
        zynq = board.family == "zynq-7000"
        self._words = _zynq(board) if zynq else _ultrascale(board)

    def holds(self, address: int) -> bool:
        """Whether a register may be there."""
        return any(base <= address < base + size for base, size in self._blocks)

    def read(self, address: int) -> int:
        """A word; registers that nothing is known of read as zero."""
        return self._words.get(address, 0)

    def write(self, address: int, value: int) -> None:
        """Store a word."""
        self._words[address] = value & 0xFFFFFFFF

    def clock_hz(self, index: int = 0) -> float:
        """Frequency of a clock of the logic as the dividers say it, 0 where it is off."""
        if self._board.family == "zynq-7000":
            word = self.read(_SLCR + 0x170 + 0x10 * index)
            first, second = word >> 8 & 63, word >> 20 & 63
        else:
            word = self.read(_CRL + 0xC0 + 4 * index)
            first, second = word >> 8 & 63, word >> 16 & 63
            if not word >> 24 & 1:
                return 0.0
        return self._board.pll_hz / (first * second) if first and second else 0.0

    def port_bits(self, index: int) -> tuple[int, int] | None:
        """Widths for reads and writes of a memory port, None where the family has no such setting.

        Args:
            index: of the port, 2 for S_AXI_HP0_FPD (the number in C_SAXIGP2_DATA_WIDTH).
        """
        if self._board.family == "zynq-7000":
            return None
        base = 0xFF9B0000 if index == 6 else 0xFD360000 + 0x10000 * index
        read, write = (_WIDTHS.get(self.read(base + at) & 3, 0) for at in (0, 0x14))
        return read, write
