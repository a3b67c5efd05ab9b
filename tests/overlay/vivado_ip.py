"""IP that block designs of hwpipe use: their settings, pins, interfaces and address segments.

Names as in AMD's product guides: PG201 (zynq_ultra_ps_e), PG082 (processing_system7), PG247
(smartconnect), PG144 (axi_gpio), PG164 (proc_sys_reset), PG065 (clk_wiz), PG099 (axi_intc).
"""

import re
from dataclasses import dataclass, field


class VivadoError(Exception):
    """What Vivado would refuse."""


@dataclass
class Pin:
    direction: str  # I or O
    width: int = 1
    kind: str = "data"  # clk, rst, data
    required: bool = True


@dataclass
class Interface:
    mode: str  # master or slave
    width: int | None  # of data; None: it takes what it is connected to
    clock: str  # pin that clocks it
    protocol: str = "AXI4"


@dataclass
class Segment:
    low: int | None  # where it lies; None: anywhere
    size: int


@dataclass
class Shape:
    """Pins, interfaces and segments of a cell with certain settings."""

    pins: dict = field(default_factory=dict)
    interfaces: dict = field(default_factory=dict)
    segments: dict = field(default_factory=dict)  # path below the cell
    spaces: dict = field(default_factory=dict)  # name -> master interface


GB = 1 << 30


def _ultrascale(s):
    shape = Shape(spaces={"Data": "M_AXI_HPM0_FPD"})
    if int(s["PSU__FPGA_PL0_ENABLE"]):
        shape.pins["pl_clk0"] = Pin("O", kind="clk", required=False)
    shape.pins["pl_resetn0"] = Pin("O", kind="rst", required=False)
    masters = {0: "M_AXI_HPM0_FPD", 1: "M_AXI_HPM1_FPD", 2: "M_AXI_HPM0_LPD"}
    for k, name in masters.items():
        if int(s[f"PSU__USE__M_AXI_GP{k}"]):
            clock = name.lower().replace("_", "").replace("fpd", "_fpd").replace("lpd", "_lpd")
            shape.pins[f"{clock}_aclk"] = Pin("I", kind="clk")
            shape.interfaces[name] = Interface(
                "master", int(s[f"PSU__MAXIGP{k}__DATA_WIDTH"]), f"{clock}_aclk"
            )
    for k in range(4):
        gp = k + 2
        if int(s[f"PSU__USE__S_AXI_GP{gp}"]):
            shape.pins[f"saxihp{k}_fpd_aclk"] = Pin("I", kind="clk")
            shape.interfaces[f"S_AXI_HP{k}_FPD"] = Interface(
                "slave", int(s[f"PSU__SAXIGP{gp}__DATA_WIDTH"]), f"saxihp{k}_fpd_aclk"
            )
            base = f"SAXIGP{gp}/HP{k}_"
            shape.segments[base + "DDR_LOW"] = Segment(0, 2 * GB)
            shape.segments[base + "LPS_OCM"] = Segment(0xFF000000, 1 << 24)
            shape.segments[base + "QSPI"] = Segment(0xC0000000, 512 << 20)
            if int(s["PSU__HIGH_ADDRESS__ENABLE"]):
                shape.segments[base + "DDR_HIGH"] = Segment(0x800000000, 32 * GB)
    if int(s["PSU__USE__IRQ0"]):
        shape.pins["pl_ps_irq0"] = Pin("I", required=False)
    return shape


def _zynq7(s):
    shape = Shape(spaces={"Data": "M_AXI_GP0"})
    if int(s["PCW_EN_CLK0_PORT"]):
        shape.pins["FCLK_CLK0"] = Pin("O", kind="clk", required=False)
    if int(s["PCW_EN_RST0_PORT"]):
        shape.pins["FCLK_RESET0_N"] = Pin("O", kind="rst", required=False)
    if int(s["PCW_USE_M_AXI_GP0"]):
        shape.pins["M_AXI_GP0_ACLK"] = Pin("I", kind="clk")
        shape.interfaces["M_AXI_GP0"] = Interface("master", 32, "M_AXI_GP0_ACLK", "AXI3")
    for k in range(4):
        if int(s[f"PCW_USE_S_AXI_HP{k}"]):
            shape.pins[f"S_AXI_HP{k}_ACLK"] = Pin("I", kind="clk")
            shape.interfaces[f"S_AXI_HP{k}"] = Interface(
                "slave", int(s[f"PCW_S_AXI_HP{k}_DATA_WIDTH"]), f"S_AXI_HP{k}_ACLK", "AXI3"
            )
            shape.segments[f"S_AXI_HP{k}/HP{k}_DDR_LOWOCM"] = Segment(0, 512 << 20)
    if int(s["PCW_USE_FABRIC_INTERRUPT"]) and int(s["PCW_IRQ_F2P_INTR"]):
        shape.pins["IRQ_F2P"] = Pin("I", required=False)
    return shape


def _smartconnect(s):
    shape = Shape(pins={"aclk": Pin("I", kind="clk"), "aresetn": Pin("I", kind="rst")})
    for k in range(int(s["NUM_SI"])):
        shape.interfaces[f"S{k:02}_AXI"] = Interface("slave", None, "aclk")
    for k in range(int(s["NUM_MI"])):
        shape.interfaces[f"M{k:02}_AXI"] = Interface("master", None, "aclk")
    return shape


def _gpio(s):
    width = int(s["C_GPIO_WIDTH"])
    pins = {"s_axi_aclk": Pin("I", kind="clk"), "s_axi_aresetn": Pin("I", kind="rst")}
    if not int(s["C_ALL_OUTPUTS"]):
        pins["gpio_io_i"] = Pin("I", width)
    if not int(s["C_ALL_INPUTS"]):
        pins["gpio_io_o"] = Pin("O", width, required=False)
    pins["gpio_io_t"] = Pin("O", width, required=False)
    return Shape(
        pins, {"S_AXI": Interface("slave", 32, "s_axi_aclk", "AXI4LITE")},
        {"S_AXI/Reg": Segment(None, 64 << 10)},
    )  # fmt: skip


def _reset(_s):
    pins = {
        name: Pin("I", kind="rst", required=False) for name in ("aux_reset_in", "mb_debug_sys_rst")
    }
    pins |= {"slowest_sync_clk": Pin("I", kind="clk"), "ext_reset_in": Pin("I", kind="rst")}
    pins["dcm_locked"] = Pin("I", required=False)
    for name in ("mb_reset", "bus_struct_reset", "peripheral_reset", "interconnect_aresetn",
                 "peripheral_aresetn"):  # fmt: skip
        pins[name] = Pin("O", kind="rst", required=False)
    return Shape(pins)


def _mmcm(s):
    pins = {"clk_in1": Pin("I", kind="clk"), "clk_out1": Pin("O", kind="clk", required=False)}
    if s["USE_RESET"] == "true":
        pins[s["RESET_PORT"]] = Pin("I", kind="rst")
    if s["USE_LOCKED"] == "true":
        pins["locked"] = Pin("O", required=False)
    return Shape(pins)


def _intc(s):
    pins = {
        "s_axi_aclk": Pin("I", kind="clk"), "s_axi_aresetn": Pin("I", kind="rst"),
        "intr": Pin("I"),
    }  # fmt: skip
    if s["C_IRQ_CONNECTION"] == "1":
        pins["irq"] = Pin("O", required=False)
    return Shape(
        pins, {"s_axi": Interface("slave", 32, "s_axi_aclk", "AXI4LITE")},
        {"S_AXI/Reg": Segment(None, 64 << 10)},
    )  # fmt: skip


_PSU = {
    "PSU__FPGA_PL0_ENABLE": "0", "PSU__CRL_APB__PL0_REF_CTRL__SRCSEL": "IOPLL",
    "PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ": "100", "PSU__USE__IRQ0": "0",
    "PSU__HIGH_ADDRESS__ENABLE": "0",
    **{f"PSU__USE__M_AXI_GP{k}": "0" for k in range(3)},
    **{f"PSU__MAXIGP{k}__DATA_WIDTH": "128" for k in range(3)},
    **{f"PSU__USE__S_AXI_GP{k}": "0" for k in range(7)},
    **{f"PSU__SAXIGP{k}__DATA_WIDTH": "128" for k in range(7)},
}  # fmt: skip
_PCW = {
    "PCW_EN_CLK0_PORT": "0", "PCW_EN_RST0_PORT": "0", "PCW_FCLK0_PERIPHERAL_CLKSRC": "IO PLL",
    "PCW_FPGA0_PERIPHERAL_FREQMHZ": "50", "PCW_USE_FABRIC_INTERRUPT": "0",
    "PCW_IRQ_F2P_INTR": "0", "PCW_USE_M_AXI_GP0": "0",
    **{f"PCW_USE_S_AXI_HP{k}": "0" for k in range(4)},
    **{f"PCW_S_AXI_HP{k}_DATA_WIDTH": "64" for k in range(4)},
}  # fmt: skip
#: Values that some settings are limited to.
ALLOWED = {
    **{f"PSU__SAXIGP{k}__DATA_WIDTH": {"32", "64", "128"} for k in range(7)},
    **{f"PSU__MAXIGP{k}__DATA_WIDTH": {"32", "64", "128"} for k in range(3)},
    **{f"PCW_S_AXI_HP{k}_DATA_WIDTH": {"32", "64"} for k in range(4)},
    "RESET_TYPE": {"ACTIVE_LOW", "ACTIVE_HIGH"}, "USE_RESET": {"true", "false"},
    "USE_LOCKED": {"true", "false"}, "PRIM_SOURCE": {"No_buffer", "Global_buffer"},
    "PCW_FCLK0_PERIPHERAL_CLKSRC": {"IO PLL", "ARM PLL", "DDR PLL"},
    "PSU__CRL_APB__PL0_REF_CTRL__SRCSEL": {"IOPLL", "RPLL", "DPLL"},
}  # fmt: skip
#: Settings by default, and what they make.
CATALOGUE = {
    "zynq_ultra_ps_e": (_PSU, _ultrascale),
    "processing_system7": (_PCW, _zynq7),
    "smartconnect": ({"NUM_SI": "2", "NUM_MI": "1", "NUM_CLKS": "1"}, _smartconnect),
    "axi_gpio": ({"C_GPIO_WIDTH": "32", "C_ALL_OUTPUTS": "0", "C_ALL_INPUTS": "0"}, _gpio),
    "proc_sys_reset": ({}, _reset),
    "clk_wiz": ({
        "PRIM_SOURCE": "Single_ended_clock_capable_pin",
        "CLKOUT1_REQUESTED_OUT_FREQ": "100", "USE_LOCKED": "true", "USE_RESET": "true",
        "RESET_TYPE": "ACTIVE_HIGH", "RESET_PORT": "reset",
    }, _mmcm),
    "axi_intc": ({"C_IRQ_CONNECTION": "0"}, _intc),
}  # fmt: skip

_AXI_WRITE = ["AWADDR", "AWVALID", "AWREADY", "WDATA", "WSTRB", "WVALID", "WREADY", "BRESP",
              "BVALID", "BREADY"]  # fmt: skip
_AXI_READ = ["ARADDR", "ARVALID", "ARREADY", "RDATA", "RRESP", "RVALID", "RREADY"]
_BURST = ["AWLEN", "AWSIZE", "AWBURST", "WLAST", "ARLEN", "ARSIZE", "ARBURST", "RLAST"]
_PORT = re.compile(r"(input|output)\s+(?:wire\s+|logic\s+|reg\s+)*(?:\[(\d+):0\]\s*)?(\w+)")
_ATTRIBUTE = re.compile(r'X_INTERFACE_(INFO|PARAMETER) = "([^"]*)"')


def kernel_shape(source: str, top: str):
    """Interfaces that the attributes of a module's ports make.

    Returns:
        The shape, and parameters of each clock, reset and interrupt.
    """
    head = re.search(rf"^module {top} \(\n.*?^\);", source, re.S | re.M)
    if head is None:
        raise ValueError(f"no module {top} among the sources")
    shape, groups, signals, said = Shape(), {}, {}, {}
    for line in head[0].splitlines():
        if found := _ATTRIBUTE.search(line):
            said[found[1]] = found[2]
            continue
        port = _PORT.search(line)
        if port is None:
            continue
        direction, width, name = port[1], int(port[2] or 0) + 1, port[3]
        kind, _, rest = said.get("INFO", "::").partition(":")[2].partition(":")
        if rest.startswith("aximm:"):
            _, bus, pin = rest.split()
            groups.setdefault(bus, {})[pin] = (direction, width)
        else:
            way = {"clock": "clk", "reset": "rst"}.get(rest.split(":")[0], "data")
            shape.pins[name] = Pin("I" if direction == "input" else "O", width, way,
                                   required=direction == "input")  # fmt: skip
            if kind == "signal":
                pairs = [p.split(" ", 1) for p in said.get("PARAMETER", "").split(", ") if p]
                signals[name] = dict(pairs)
        said = {}
    for prefix, pins in groups.items():
        missing = [s for s in (*_AXI_WRITE, *_AXI_READ) if s not in pins]
        if missing:
            raise ValueError(f"interface {prefix} lacks {', '.join(missing)}")
        mode = "master" if pins["AWVALID"][0] == "output" else "slave"
        full = all(s in pins for s in _BURST)
        shape.interfaces[prefix] = Interface(
            mode, pins["WDATA"][1], "", "AXI4" if full else "AXI4LITE"
        )
        if mode == "slave":
            shape.segments[f"{prefix}/reg0"] = Segment(None, 1 << pins["AWADDR"][1])
        else:
            shape.spaces[prefix] = prefix
    for name, parameters in signals.items():
        for bus in filter(None, parameters.get("ASSOCIATED_BUSIF", "").split(":")):
            shape.interfaces[bus].clock = name
    return shape, signals
