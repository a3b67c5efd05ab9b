"""`OverlayDesign`: what an overlay is made of. The `.hwh` writer and the Vivado flow read it alike.

A design holds the kernel, an AXI GPIO named `leds` (PYNQ's self-test writes and reads it back),
the processing system, a SmartConnect for the registers and one for each port to memory, a reset
block and, where the clock needs one, an MMCM.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hwpipe.errors import InputError
from hwpipe.fpga.interface import VLNV
from hwpipe.overlay.board import OverlayBoard, overlay_board
from hwpipe.overlay.clocks import ClockPlan, plan_clock
from hwpipe.overlay.processing_system import PROCESSING_SYSTEMS, ProcessingSystem, SlavePort

__all__ = [
    "IDENT_PARAMETER",
    "KERNEL",
    "KERNEL_VLNV",
    "LEDS",
    "LED_COUNT",
    "MemoryPort",
    "MemoryRange",
    "OverlayDesign",
    "design_for",
    "parameters_of",
]

KERNEL, KERNEL_VLNV = "accelerator_0", VLNV
LEDS, LED_COUNT = "leds", 4
#: Parameter of the IP that carries the hash of its configuration into `ip_dict`.
IDENT_PARAMETER = "HWPIPE_IDENT"
WINDOW_BYTES = 0x1_0000


@dataclass(frozen=True)
class MemoryRange:
    """An address range that a master reaches.

    Attributes:
        block: name of the address block (`HP0_DDR_LOW`, `Reg`).
        base: first address.
        size: bytes.
    """

    block: str
    base: int
    size: int

    @property
    def high(self) -> int:
        """Last address."""
        return self.base + self.size - 1


@dataclass(frozen=True)
class MemoryPort:
    """One of the kernel's ports to memory and where it ends.

    Attributes:
        name: of the kernel's interface (`m_axi_gmem0`).
        bits: width of its data.
        slave: port of the processing system.
        slave_bits: width of that one's data; a SmartConnect converts.
    """

    name: str
    bits: int
    slave: SlavePort
    slave_bits: int


@dataclass(frozen=True)
class OverlayDesign:
    """An overlay of the accelerator for a board.

    Attributes:
        board: what it is built for.
        configuration: of the kernel; the identity register is its hash.
        ident: 64-bit hash of the configuration and the command format.
        clock: how the kernel's clock comes about.
        port_bits: width of the kernel's ports to memory.
        port_count: number of them.
    """

    board: OverlayBoard
    configuration: Mapping[str, int | str]
    ident: int
    clock: ClockPlan
    port_bits: int
    port_count: int

    @property
    def name(self) -> str:
        """Name of the block design and beginning of its files' names."""
        return f"hwpipe_{self.board.name.replace('-', '_')}"

    @property
    def ps(self) -> ProcessingSystem:
        """The family's processing system."""
        return PROCESSING_SYSTEMS[self.board.family]

    @property
    def control(self) -> MemoryRange:
        """The kernel's registers."""
        return MemoryRange("Reg", self.ps.control_base, WINDOW_BYTES)

    @property
    def leds(self) -> MemoryRange:
        """The AXI GPIO's registers."""
        return MemoryRange("Reg", self.ps.leds_base, WINDOW_BYTES)

    @cached_property
    def ports(self) -> tuple[MemoryPort, ...]:
        """The kernel's ports, each on a port of the processing system of its own."""
        width = min(self.port_bits, self.ps.slave_bits)
        return tuple(
            MemoryPort(f"m_axi_gmem{index}", self.port_bits, self.ps.slaves[index], width)
            for index in range(self.port_count)
        )

    def memory(self, port: MemoryPort) -> tuple[MemoryRange, ...]:
        """What a port of the kernel reaches: all memory of the board, nothing else."""
        low_base, low_size = self.ps.low_ddr
        prefix = port.slave.segment.split("/")[1]
        size = min(self.board.ddr_bytes, low_size)
        if not self.ps.high_ddr:
            return (MemoryRange(f"{prefix}_DDR_LOWOCM", low_base, size),)
        low = MemoryRange(f"{prefix}_DDR_LOW", low_base, size)
        rest = self.board.ddr_bytes - size
        if rest <= 0:
            return (low,)
        # A segment is a power of two.
        rest = 1 << (rest - 1).bit_length()
        return (low, MemoryRange(f"{prefix}_DDR_HIGH", self.ps.high_ddr, rest))


def parameters_of(design: OverlayDesign) -> dict[str, str]:
    """Parameters of the kernel's IP, which `pynq` shows in `ip_dict`."""
    named = {f"HWPIPE_{key.upper()}": str(value) for key, value in design.configuration.items()}
    return {IDENT_PARAMETER: f"0x{design.ident:016x}", **named}


def design_for(
    board: str,
    configuration: Mapping[str, int | str],
    ident: int,
    *,
    clock_hz: float,
    port_bits: int,
    port_count: int,
) -> OverlayDesign:
    """The overlay of a kernel configuration on a board.

    Args:
        board: name of a board with an `overlay.toml`.
        configuration: of the kernel.
        ident: its hash (`hwpipe.fpga.interface.ident_of`).
        clock_hz: the kernel's clock.
        port_bits: width of the kernel's ports to memory.
        port_count: number of them.

    Raises:
        InputError: unknown board, or a clock, width or number of ports it does not have.
    """
    place = overlay_board(board)
    ps = PROCESSING_SYSTEMS[place.family]
    if port_bits not in {32, 64, 128, 256, 512}:
        raise InputError(f"a memory port of {port_bits} bits", limit="32 to 512 bits")
    if not 1 <= port_count <= len(ps.slaves):
        raise InputError(
            f"{port_count} memory ports on {place.title}", limit=f"1 to {len(ps.slaves)}",
            remedy="build the kernel with fewer ports",
        )  # fmt: skip
    clock = plan_clock(place.family, place.pll_hz, clock_hz)
    return OverlayDesign(place, dict(configuration), ident, clock, port_bits, port_count)
