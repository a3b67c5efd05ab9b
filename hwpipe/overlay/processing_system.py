"""Names, addresses and ports of the two processing systems, as Vivado and `.hwh` files use them.

Sources: UG585 (Zynq-7000) and UG1085 (Zynq UltraScale+), address maps; names as in the `.hwh`
files that AMD ships (pynqmetadata, tests/hwhs) and in PYNQ's base overlays.
"""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PROCESSING_SYSTEMS", "ProcessingSystem", "SlavePort"]


@dataclass(frozen=True)
class SlavePort:
    """A port by which logic reaches the memory of the processing system.

    Attributes:
        interface: its name (`S_AXI_HP0_FPD`).
        clock: clock pin.
        segment: address segment's prefix (`SAXIGP2/HP0`).
        index: in the names of its parameters (2 in `C_SAXIGP2_DATA_WIDTH`).
    """

    interface: str
    clock: str
    segment: str
    index: int


@dataclass(frozen=True)
class ProcessingSystem:
    """One family's processing system.

    Attributes:
        arch: ARCH of a `.hwh`.
        modtype: name of the IP.
        version: of the IP in Vivado 2025.2.
        instance: name in the block design.
        master: port through which it writes registers of the logic.
        master_clock: its clock pin.
        master_index: number in `C_MAXIGP0_DATA_WIDTH`.
        master_bits: width of its data.
        window: first address and size of what that port reaches.
        control_base: address of the kernel's registers.
        leds_base: address of the AXI GPIO.
        clock: pin of PL clock 0.
        reset: pin of its reset, active low.
        interrupt: pin that interrupts of the logic arrive at.
        slaves: ports to memory, in the order of use.
        slave_bits: widest data of such a port.
        low_ddr: first address and size of the memory below 4 GB.
        high_ddr: first address of the rest; 0: there is none.
    """

    arch: str
    modtype: str
    version: str
    instance: str
    master: str
    master_clock: str
    master_index: int
    master_bits: int
    window: tuple[int, int]
    control_base: int
    leds_base: int
    clock: str
    reset: str
    interrupt: str
    slaves: tuple[SlavePort, ...]
    slave_bits: int
    low_ddr: tuple[int, int]
    high_ddr: int

    @property
    def vlnv(self) -> str:
        """Vendor, library, name and version of the IP."""
        return f"xilinx.com:ip:{self.modtype}:{self.version}"


PROCESSING_SYSTEMS = {
    "zynq-ultrascale+": ProcessingSystem(
        arch="zynquplus",
        modtype="zynq_ultra_ps_e",
        version="3.5",
        instance="ps",
        master="M_AXI_HPM0_FPD",
        master_clock="maxihpm0_fpd_aclk",
        master_index=0,
        master_bits=128,
        window=(0xA000_0000, 0x1000_0000),
        control_base=0xA000_0000,
        leds_base=0xA001_0000,
        clock="pl_clk0",
        reset="pl_resetn0",
        interrupt="pl_ps_irq0",
        slaves=tuple(
            SlavePort(f"S_AXI_HP{k}_FPD", f"saxihp{k}_fpd_aclk", f"SAXIGP{k + 2}/HP{k}", k + 2)
            for k in range(4)
        ),
        slave_bits=128,
        low_ddr=(0x0, 0x8000_0000),
        high_ddr=0x8_0000_0000,
    ),
    "zynq-7000": ProcessingSystem(
        arch="zynq",
        modtype="processing_system7",
        version="5.5",
        instance="ps",
        master="M_AXI_GP0",
        master_clock="M_AXI_GP0_ACLK",
        master_index=0,
        master_bits=32,
        window=(0x4000_0000, 0x4000_0000),
        control_base=0x43C0_0000,
        leds_base=0x4120_0000,
        clock="FCLK_CLK0",
        reset="FCLK_RESET0_N",
        interrupt="IRQ_F2P",
        slaves=tuple(
            SlavePort(f"S_AXI_HP{k}", f"S_AXI_HP{k}_ACLK", f"S_AXI_HP{k}/HP{k}", k)
            for k in range(4)
        ),
        slave_bits=64,
        low_ddr=(0x0, 0x4000_0000),
        high_ddr=0,
    ),
}
