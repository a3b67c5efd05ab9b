"""Writer of an overlay's `.hwh`, as far as `pynq` reads one; Vivado's own replaces it on a board.

Its SYSTEMINFO and clocks are what Vivado would write for the same block design; VIVADOVERSION says
`hwpipe twin`, so that nothing takes it for Vivado's.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from hwpipe.overlay.design import (
    KERNEL,
    KERNEL_VLNV,
    LED_COUNT,
    LEDS,
    OverlayDesign,
    parameters_of,
)
from hwpipe.overlay.hwh_modules import Bus, Module, Register, Wire, module_element
from hwpipe.overlay.part import PartName
from hwpipe.overlay.registers import kernel_registers

__all__ = ["PYNQ4_CLOCK_PARAMETER", "TWIN_TOOL", "hwh_text"]

TWIN_TOOL = "hwpipe twin"
_CONTROL = "s_axi_control"
#: pynq 4.0.0 looks up clocks of a Zynq-7000 by the name that they have on UltraScale+, and finds
#: nothing in its own files (Xilinx/PYNQ #1607); with this parameter it does.
PYNQ4_CLOCK_PARAMETER = "PSU__CRL_APB__PL{index}_REF_CTRL__ACT_FREQMHZ"


def hwh_text(design: OverlayDesign, *, pynq4_clocks: bool = True) -> str:
    """The `.hwh` of a design; the same design gives the same text.

    Args:
        design: the overlay.
        pynq4_clocks: on a Zynq-7000 add the parameters without which pynq 4.0.0 stops with a
            TypeError; False gives the file as Vivado writes it, for pynq 3.1.
    """
    modules = _modules(design, pynq4_clocks)
    nets: dict[str, list[tuple[str, str, bool]]] = {}
    for module in modules:
        for wire in module.wires:
            if wire.net:
                nets.setdefault(wire.net, []).append((module.instance, wire.name, wire.output))
    root = ET.Element("EDKSYSTEM", {
        "EDWVERSION": "1.2", "TIMESTAMP": "Thu Jan 01 00:00:00 1970", "VIVADOVERSION": TWIN_TOOL,
    })  # fmt: skip
    part = PartName.parse(design.board.part)
    ET.SubElement(root, "SYSTEMINFO", {
        "ARCH": design.ps.arch, "BOARD": f"{design.board.vivado_board}:1.0", **part.in_hwh,
        "NAME": design.name,
    })  # fmt: skip
    ET.SubElement(root, "EXTERNALPORTS")
    ET.SubElement(root, "EXTERNALINTERFACES")
    holder = ET.SubElement(root, "MODULES")
    for module in modules:
        holder.append(module_element(module, nets))
    ET.indent(root)
    head = '<?xml version="1.0" encoding="UTF-8" standalone="no" ?>\n'
    return head + ET.tostring(root, encoding="unicode") + "\n"


def _clock_net(design: OverlayDesign) -> str:
    return "clk_wiz_clk_out1" if design.clock.uses_mmcm else f"ps_{design.ps.clock}"


def _modules(design: OverlayDesign, pynq4_clocks: bool) -> list[Module]:
    hz = round(design.clock.kernel_hz)
    modules = [_kernel(design, hz), _leds(design, hz)]
    if design.clock.uses_mmcm:
        modules.append(_mmcm(design, hz))
    modules += [_processing_system(design, hz, pynq4_clocks), _reset(design, hz)]
    return modules + _connects(design, hz)


def _kernel(design: OverlayDesign, hz: int) -> Module:
    ranges = [
        (port.name, design.ps.instance, port.slave.interface, r.block, r.base, r.high, "MEMORY")
        for port in design.ports
        for r in design.memory(port)
    ]
    control = design.control
    return Module(
        KERNEL,
        KERNEL_VLNV,
        parameters={
            **parameters_of(design),
            "Component_Name": f"{design.name}_{KERNEL}_0",
            "EDK_IPTYPE": "PERIPHERAL",
            "C_S_AXI_CONTROL_BASEADDR": f"0x{control.base:08X}",
            "C_S_AXI_CONTROL_HIGHADDR": f"0x{control.high:08X}",
        },
        wires=[
            Wire("ap_clk", _clock_net(design), False, "clk", hz),
            Wire("ap_rst_n", "rst_peripheral_aresetn", False, "rst"),
            Wire("irq", f"{KERNEL}_irq", True, "intr"),
        ],
        buses=[
            Bus(_CONTROL, False, "smc_control_M00_AXI", 32, hz),
            *(Bus(p.name, True, f"{KERNEL}_{p.name}", p.bits, hz) for p in design.ports),
        ],
        registers=kernel_registers(),
        register_bus=_CONTROL,
        ranges=ranges,
    )


def _leds(design: OverlayDesign, hz: int) -> Module:
    registers = [
        Register("GPIO_DATA", 0x0, "read-write", "Channel-1 AXI GPIO data"),
        Register("GPIO_TRI", 0x4, "read-write", "Channel-1 AXI GPIO 3-state control"),
    ]
    parameters = {
        "C_FAMILY": design.ps.arch, "C_S_AXI_ADDR_WIDTH": "9", "C_S_AXI_DATA_WIDTH": "32",
        "C_GPIO_WIDTH": str(LED_COUNT), "C_GPIO2_WIDTH": "32", "C_ALL_INPUTS": "0",
        "C_ALL_INPUTS_2": "0", "C_ALL_OUTPUTS": "0", "C_ALL_OUTPUTS_2": "0",
        "C_INTERRUPT_PRESENT": "0", "C_DOUT_DEFAULT": "0x00000000",
        "C_TRI_DEFAULT": "0xFFFFFFFF", "C_IS_DUAL": "0", "C_DOUT_DEFAULT_2": "0x00000000",
        "C_TRI_DEFAULT_2": "0xFFFFFFFF", "Component_Name": f"{design.name}_{LEDS}_0",
        "EDK_IPTYPE": "PERIPHERAL", "C_BASEADDR": f"0x{design.leds.base:08X}",
        "C_HIGHADDR": f"0x{design.leds.high:08X}",
    }  # fmt: skip
    wires = [
        Wire("s_axi_aclk", _clock_net(design), False, "clk", hz),
        Wire("s_axi_aresetn", "rst_peripheral_aresetn", False, "rst"),
    ]
    buses = [Bus("S_AXI", False, "smc_control_M01_AXI", 32, hz)]
    return Module(LEDS, "xilinx.com:ip:axi_gpio:2.0", parameters, wires, buses, registers, "S_AXI")


def _mmcm(design: OverlayDesign, hz: int) -> Module:
    ps_hz = round(design.clock.ps_hz)
    wanted = design.clock.wanted_hz / 1e6
    return Module(
        "clk_wiz",
        "xilinx.com:ip:clk_wiz:6.0",
        {
            "PRIM_IN_FREQ": f"{design.clock.ps_hz / 1e6:.6f}",
            "CLKOUT1_REQUESTED_OUT_FREQ": f"{wanted:.6f}",
            "MMCM_CLKFBOUT_MULT_F": f"{design.clock.multiply:.3f}",
            "MMCM_CLKOUT0_DIVIDE_F": f"{design.clock.divide:.3f}",
            "MMCM_DIVCLK_DIVIDE": "1",
        },
        [
            Wire("clk_in1", f"ps_{design.ps.clock}", False, "clk", ps_hz),
            Wire("resetn", f"ps_{design.ps.reset}", False, "rst"),
            Wire("clk_out1", "clk_wiz_clk_out1", True, "clk", hz),
            Wire("locked", "clk_wiz_locked", True, "undef"),
        ],
    )


def _reset(design: OverlayDesign, hz: int) -> Module:
    locked = "clk_wiz_locked" if design.clock.uses_mmcm else ""
    return Module("rst", "xilinx.com:ip:proc_sys_reset:5.0", {"C_FAMILY": design.ps.arch}, [
        Wire("slowest_sync_clk", _clock_net(design), False, "clk", hz),
        Wire("ext_reset_in", f"ps_{design.ps.reset}", False, "rst"),
        Wire("dcm_locked", locked, False, "undef"),
        Wire("peripheral_aresetn", "rst_peripheral_aresetn", True, "rst"),
    ])  # fmt: skip


def _connects(design: OverlayDesign, hz: int) -> list[Module]:
    wires = [
        Wire("aclk", _clock_net(design), False, "clk", hz),
        Wire("aresetn", "rst_peripheral_aresetn", False, "rst"),
    ]
    vlnv = "xilinx.com:ip:smartconnect:1.0"

    def smart(name: str, buses: Sequence[Bus]) -> Module:
        masters = sum(bus.master for bus in buses)
        counts = {"NUM_SI": str(len(buses) - masters), "NUM_MI": str(masters)}
        return Module(name, vlnv, counts, wires, buses, modclass="BUS")

    control = [
        Bus("S00_AXI", False, f"ps_{design.ps.master}", design.ps.master_bits, hz),
        Bus("M00_AXI", True, "smc_control_M00_AXI", 32, hz),
        Bus("M01_AXI", True, "smc_control_M01_AXI", 32, hz),
    ]
    result = [smart("smc_control", control)]
    for index, port in enumerate(design.ports):
        result.append(smart(f"smc_memory{index}", [
            Bus("S00_AXI", False, f"{KERNEL}_{port.name}", port.bits, hz),
            Bus("M00_AXI", True, f"smc_memory{index}_M00_AXI", port.slave_bits, hz),
        ]))  # fmt: skip
    return result


def _processing_system(design: OverlayDesign, hz: int, pynq4_clocks: bool) -> Module:
    ps = design.ps
    seven = design.board.family == "zynq-7000"
    parameters = _clock_parameters_7(design, pynq4_clocks) if seven else _clock_parameters(design)
    for port in design.ports:
        if seven:
            parameters[f"PCW_USE_{port.slave.interface}"] = "1"
            parameters[f"PCW_{port.slave.interface}_DATA_WIDTH"] = str(port.slave_bits)
        else:
            parameters[f"PSU__USE__S_AXI_GP{port.slave.index}"] = "1"
            parameters[f"C_SAXIGP{port.slave.index}_DATA_WIDTH"] = str(port.slave_bits)
    if not seven:
        parameters[f"C_MAXIGP{ps.master_index}_DATA_WIDTH"] = str(ps.master_bits)
    wires = [
        Wire(ps.clock, f"ps_{ps.clock}", True, "clk", round(design.clock.ps_hz)),
        Wire(ps.reset, f"ps_{ps.reset}", True, "rst"),
        Wire(ps.master_clock, _clock_net(design), False, "clk", hz),
        *(Wire(p.slave.clock, _clock_net(design), False, "clk", hz) for p in design.ports),
        Wire(ps.interrupt, f"{KERNEL}_irq", False, "intr"),
    ]
    buses = [Bus(ps.master, True, f"ps_{ps.master}", ps.master_bits, hz)]
    for index, port in enumerate(design.ports):
        net = f"smc_memory{index}_M00_AXI"
        buses.append(Bus(port.slave.interface, False, net, port.slave_bits, hz))
    control, leds = design.control, design.leds
    ranges = [
        (ps.master, KERNEL, _CONTROL, "Reg", control.base, control.high, "REGISTER"),
        (ps.master, LEDS, "S_AXI", "Reg", leds.base, leds.high, "REGISTER"),
    ]
    return Module(ps.instance, ps.vlnv, parameters, wires, buses, ranges=ranges,
                  modclass="PROCESSOR")  # fmt: skip


def _clock_parameters(design: OverlayDesign) -> dict[str, str]:
    """PL clocks of a Zynq UltraScale+; the three that are not used stand still."""
    clock = design.clock
    parameters: dict[str, str] = {}
    for index in range(4):
        name = f"PSU__CRL_APB__PL{index}_REF_CTRL__"
        used = index == 0
        parameters[f"{name}DIVISOR0"] = str(clock.divisor0 if used else 4)
        parameters[f"{name}DIVISOR1"] = str(clock.divisor1 if used else 1)
        parameters[f"{name}SRCSEL"] = "IOPLL" if used else "RPLL"
        parameters[f"{name}ACT_FREQMHZ"] = f"{clock.ps_hz / 1e6:.6f}" if used else "100"
        parameters[f"PSU__FPGA_PL{index}_ENABLE"] = str(int(used))
    parameters["PSU__PSS_REF_CLK__FREQMHZ"] = f"{design.board.ps_reference_hz / 1e6:.6f}"
    parameters["PSU__CRL_APB__IOPLL_CTRL__FBDIV"] = str(design.board.pll_feedback)
    parameters["PSU__CRL_APB__IOPLL_CTRL__DIV2"] = str(design.board.pll_divide - 1)
    return parameters


def _clock_parameters_7(design: OverlayDesign, pynq4_clocks: bool) -> dict[str, str]:
    """PL clocks of a Zynq-7000."""
    clock = design.clock
    parameters: dict[str, str] = {}
    for index in range(4):
        used = index == 0
        name = f"PCW_FCLK{index}_PERIPHERAL_"
        parameters[f"{name}DIVISOR0"] = str(clock.divisor0 if used else 1)
        parameters[f"{name}DIVISOR1"] = str(clock.divisor1 if used else 1)
        parameters[f"{name}CLKSRC"] = "IO PLL"
        parameters[f"PCW_FPGA_FCLK{index}_ENABLE"] = str(int(used))
        mhz = clock.ps_hz / 1e6 if used else 10.0
        parameters[f"PCW_ACT_FPGA{index}_PERIPHERAL_FREQMHZ"] = f"{mhz:.6f}"
        if pynq4_clocks:
            parameters[PYNQ4_CLOCK_PARAMETER.format(index=index)] = f"{mhz:.6f}"
    parameters["PCW_CRYSTAL_PERIPHERAL_FREQMHZ"] = f"{design.board.ps_reference_hz / 1e6:.6f}"
    parameters["PCW_IOPLL_CTRL_FBDIV"] = str(design.board.pll_feedback)
    return parameters
