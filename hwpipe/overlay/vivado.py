"""What the Vivado scripts in `boards/vivado/` read: `design.tcl` and `constraints.xdc`.

The scripts hold the flow and no figure of a board; a design's figures are written here, from the
same `OverlayDesign` that the twin's `.hwh` is written from.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.overlay.design import (
    KERNEL_VLNV,
    LED_COUNT,
    WINDOW_BYTES,
    OverlayDesign,
    parameters_of,
)
from hwpipe.overlay.part import PartName
from hwpipe.overlay.registers import kernel_registers
from hwpipe.overlay.wrapper import WRAPPER, ip_wrapper

__all__ = ["TOP", "constraints_xdc", "settings_tcl", "tcl_word", "write_settings"]

#: Name of the RTL's top module; the IP's is a Verilog module around it.
TOP = "accelerator"
_INTC_OFFSET = 0x2_0000


def tcl_word(value: object) -> str:
    """A value as one word of Tcl: text in braces where it needs them, lists and dicts nested.

    Raises:
        InputError: text with unbalanced braces or a backslash, which no setting needs.
    """
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, Mapping):
        return tcl_word([item for pair in value.items() for item in pair])
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "{" + " ".join(tcl_word(item) for item in value) + "}"
    text = str(value)
    if "\\" in text or "{" in text or "}" in text:
        raise InputError(f"setting {text[:60]!r}", limit="text without braces and backslashes")
    if text and all(c.isalnum() or c in "_.:/-+*%," for c in text):
        return text
    return "{" + text + "}"


def _processing_system(design: OverlayDesign, interrupts: bool) -> dict[str, Any]:
    ps, seven = design.ps, design.board.family == "zynq-7000"
    mhz = f"{design.clock.ps_wanted_hz / 1e6:.6f}"
    settings: dict[str, object] = {}
    if seven:
        automation = {
            "make_external": "FIXED_IO, DDR", "apply_board_preset": 1, "Master": "Disable",
            "Slave": "Disable",
        }  # fmt: skip
        settings = {
            "CONFIG.PCW_USE_M_AXI_GP0": 1, "CONFIG.PCW_EN_CLK0_PORT": 1,
            "CONFIG.PCW_EN_RST0_PORT": 1, "CONFIG.PCW_FCLK0_PERIPHERAL_CLKSRC": "IO PLL",
            "CONFIG.PCW_FPGA0_PERIPHERAL_FREQMHZ": mhz, "CONFIG.PCW_USE_FABRIC_INTERRUPT": 1,
            "CONFIG.PCW_IRQ_F2P_INTR": 1,
        }  # fmt: skip
        for port in design.ports:
            settings[f"CONFIG.PCW_USE_{port.slave.interface}"] = 1
            settings[f"CONFIG.PCW_{port.slave.interface}_DATA_WIDTH"] = port.slave_bits
    else:
        automation = {"apply_board_preset": 1}
        settings = {
            "CONFIG.PSU__USE__M_AXI_GP0": 1, "CONFIG.PSU__USE__M_AXI_GP1": 0,
            "CONFIG.PSU__USE__M_AXI_GP2": 0,
            "CONFIG.PSU__MAXIGP0__DATA_WIDTH": ps.master_bits,
            "CONFIG.PSU__FPGA_PL0_ENABLE": 1, "CONFIG.PSU__USE__IRQ0": 1,
            "CONFIG.PSU__CRL_APB__PL0_REF_CTRL__SRCSEL": "IOPLL",
            "CONFIG.PSU__CRL_APB__PL0_REF_CTRL__FREQMHZ": mhz,
        }  # fmt: skip
        if design.board.ddr_bytes > ps.low_ddr[1]:
            settings["CONFIG.PSU__HIGH_ADDRESS__ENABLE"] = 1
        for port in design.ports:
            settings[f"CONFIG.PSU__USE__S_AXI_GP{port.slave.index}"] = 1
            settings[f"CONFIG.PSU__SAXIGP{port.slave.index}__DATA_WIDTH"] = port.slave_bits
    return {
        "ps_type": ps.modtype, "ps_automation": automation, "ps_settings": settings,
        "ps_clock": ps.clock, "ps_reset": ps.reset,
        "master": ps.master, "master_clock": ps.master_clock, "interrupt": ps.interrupt,
        "interrupts": interrupts,
    }  # fmt: skip


def settings_tcl(design: OverlayDesign, rtl: Sequence[str], *, interrupts: bool = False,
                 board_files: str = "") -> str:  # fmt: skip
    """The text of `design.tcl`: one dictionary named `design`.

    Args:
        design: the overlay.
        rtl: names of the source files in `rtl/`.
        interrupts: put an interrupt controller that pynq knows between kernel and processor.
        board_files: a folder with board files that Vivado has not.
    """
    windows = [
        ("accelerator_0/s_axi_control", design.control), ("leds/S_AXI", design.leds),
    ]  # fmt: skip
    values: dict[str, Any] = {
        "name": design.name, "part": str(PartName.parse(design.board.part)), "top": WRAPPER,
        "vlnv": KERNEL_VLNV,
        "ident": f"{design.ident:016x}", "board_part": design.board.vivado_board,
        "board_files": board_files, "board_files_from": design.board.vivado_board_files,
        "connections": design.board.vivado_connections, "rtl": list(rtl),
        "window": WINDOW_BYTES, "parameters": parameters_of(design),
        "registers": [
            (row.name, f"{row.offset:#x}", row.access, row.description)
            for row in kernel_registers()
        ],
        **_processing_system(design, interrupts),
        "mmcm": design.clock.uses_mmcm, "kernel_mhz": f"{design.clock.wanted_hz / 1e6:.6f}",
        "led_count": LED_COUNT, "led_pins": design.board.led_pins,
        "ports": [
            {
                "name": port.name, "slave": port.slave.interface, "clock": port.slave.clock,
                "segments": port.slave.segment.split("/")[0],
                "ranges": [(r.block, f"{r.base:#x}", f"{r.size:#x}") for r in design.memory(port)],
            }
            for port in design.ports
        ],
    }  # fmt: skip
    pairs = [(pin, f"{r.base:#x}", f"{r.size:#x}") for pin, r in windows]
    if interrupts:
        base = design.ps.control_base + _INTC_OFFSET
        pairs.append(("axi_intc_0/s_axi", f"{base:#x}", f"{WINDOW_BYTES:#x}"))
    values["windows"] = pairs
    lines = [f"dict set design {key} {tcl_word(value)}" for key, value in values.items()]
    head = f"# {design.board.title}: written by `hwpipe overlay sources`, read by build.tcl."
    return "\n".join([head, "set design [dict create]", *lines]) + "\n"


def constraints_xdc(design: OverlayDesign) -> str:
    """Constraints: pins of the LEDs. Clocks are constrained by the IP that make them."""
    lines = [f"# {design.board.title}: pins of boards/{design.board.name}/overlay.toml."]
    for index, pin in enumerate(design.board.led_pins):
        lines.append(
            f"set_property -dict {{PACKAGE_PIN {pin} IOSTANDARD {design.board.led_standard}}} "
            f"[get_ports {{leds[{index}]}}]"
        )
    if design.board.led_pins:
        lines.append("set_false_path -to [get_ports {leds[*]}]")
    lines.append("set_property BITSTREAM.GENERAL.COMPRESS TRUE [current_design]")
    return "\n".join(lines) + "\n"


def write_settings(design: OverlayDesign, folder: Path, rtl: Sequence[Path], *,
                   interrupts: bool = False, board_files: str = "") -> None:  # fmt: skip
    """Write `design.tcl` and `constraints.xdc`, and the RTL into `rtl/`.

    Raises:
        InputError: the folder cannot be written.
    """
    import shutil

    try:
        (folder / "rtl").mkdir(parents=True, exist_ok=True)
        for path in rtl:
            if path.resolve() != (folder / "rtl" / path.name).resolve():
                shutil.copy(path, folder / "rtl" / path.name)
        source = next((path for path in rtl if path.name == f"{TOP}.sv"), None)
        if source is None:
            raise InputError(f"no {TOP}.sv among the RTL", where=str(folder))
        wrapper = ip_wrapper(source.read_text(encoding="utf-8"), TOP)
        (folder / "rtl" / f"{WRAPPER}.v").write_text(wrapper, encoding="utf-8")
        names = [*(path.name for path in rtl), f"{WRAPPER}.v"]
        text = settings_tcl(design, names, interrupts=interrupts, board_files=board_files)
        (folder / "design.tcl").write_text(text, encoding="utf-8")
        (folder / "constraints.xdc").write_text(constraints_xdc(design), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"cannot be written: {error.strerror}", where=str(folder),
            remedy="name a folder of your own",
        ) from None  # fmt: skip
