"""The top module that Vivado packages: plain Verilog around the accelerator's SystemVerilog.

Vivado's IP packager supports SystemVerilog below a core's top, not fully at it (UG1118). The
attributes name the interface of every port, so that nothing depends on Vivado guessing them from
names (UG994, "Inferring AXI interfaces": X_INTERFACE_INFO and X_INTERFACE_PARAMETER).
"""

from __future__ import annotations

import re

from hwpipe.errors import InputError

__all__ = ["WRAPPER", "ip_wrapper"]

WRAPPER = "accelerator_ip"
_PORT = re.compile(r"^\s*(input|output)\s+wire\s+(?:\[(\d+):0\]\s+)?(\w+)\s*,?\s*$", re.M)
_BUS = re.compile(r"(s_axi_control|m_axi_gmem\d+)_([A-Z]+)")


def ip_wrapper(source: str, module: str) -> str:
    """A Verilog module `WRAPPER` with the ports of a SystemVerilog module.

    Args:
        source: text of the file with the module.
        module: its name.

    Raises:
        InputError: no such module, or a port of another form than `input wire [7:0] name`.
    """
    head = re.search(rf"^module {module} \(\n(.*?)^\);", source, re.M | re.S)
    if head is None:
        raise InputError(f"no module {module}", where=f"{module}.sv")
    ports = _PORT.findall(head[1])
    rows = [line for line in head[1].splitlines() if line.strip()]
    if len(ports) != len(rows):
        raise InputError(f"{len(rows) - len(ports)} ports of another form", where=f"{module}.sv",
                         limit="input wire [7:0] name")  # fmt: skip
    buses = list(dict.fromkeys(m[1] for _, _, name in ports if (m := _BUS.fullmatch(name))))
    lines = []
    for way, high, name in ports:
        lines += [f"  {text}" for text in _attributes(name, buses)]
        lines.append(f"  {way} wire {f'[{high}:0] ' if high else ''}{name},")
    lines[-1] = lines[-1].rstrip(",")
    pins = ",\n".join(f"    .{name}({name})" for _, _, name in ports)
    return "\n".join([
        "// The accelerator as Vivado packages it; see hwpipe/overlay/wrapper.py.",
        "`default_nettype none", f"module {WRAPPER} (", *lines, ");",
        f"  {module} u_{module} (", pins, "  );", "endmodule", "`default_nettype wire", "",
    ])  # fmt: skip


def _attributes(name: str, buses: list[str]) -> list[str]:
    """What Vivado must know of a port."""
    info = '(* X_INTERFACE_INFO = "xilinx.com:{}" *)'
    parameter = '(* X_INTERFACE_PARAMETER = "{}" *)'
    if found := _BUS.fullmatch(name):
        return [info.format(f"interface:aximm:1.0 {found[1]} {found[2]}")]
    if name == "ap_clk":
        joined = ":".join(buses)
        return [
            info.format("signal:clock:1.0 ap_clk CLK"),
            parameter.format(f"ASSOCIATED_BUSIF {joined}, ASSOCIATED_RESET ap_rst_n"),
        ]
    if name == "ap_rst_n":
        return [
            info.format("signal:reset:1.0 ap_rst_n RST"), parameter.format("POLARITY ACTIVE_LOW")
        ]  # fmt: skip
    if name == "irq":
        return [
            info.format("signal:interrupt:1.0 irq INTERRUPT"),
            parameter.format("SENSITIVITY LEVEL_HIGH"),
        ]
    return []
