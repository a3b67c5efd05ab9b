"""C++ that joins one Verilated kernel with the bus models of `cpp/`.

The generated file is the only one that knows the names of the kernel's ports; it is compiled
together with the model, so that copying a pin costs one move.
"""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hwpipe.sim.ports import KernelPorts, Port

__all__ = ["WatchPoint", "emit_glue", "watch_points"]

_READ_IN = ["ARREADY", "RVALID", "RLAST", "RRESP", "RID", "RDATA"]
_READ_OUT = ["ARVALID", "ARADDR", "ARLEN", "ARSIZE", "ARBURST", "ARID", "RREADY"]
_WRITE_IN = ["AWREADY", "WREADY", "BVALID", "BRESP", "BID"]
_WRITE_OUT = ["AWVALID", "AWADDR", "AWLEN", "AWSIZE", "AWBURST", "AWID", "WVALID", "WLAST"]
_WRITE_OUT += ["WDATA", "WSTRB", "BREADY"]
_LITE_IN = ["AWADDR", "AWVALID", "WDATA", "WSTRB", "WVALID", "BREADY", "ARADDR", "ARVALID"]
_LITE_IN += ["RREADY"]
_LITE_OUT = ["AWREADY", "WREADY", "BVALID", "BRESP", "ARREADY", "RVALID", "RDATA", "RRESP"]
_ARRAYS = {"RDATA", "WDATA", "WSTRB", "TDATA"}


@dataclass(frozen=True)
class WatchPoint:
    """A signal whose value can be read while the simulation stands."""

    name: str
    expression: str
    bits: int


_SCALAR = re.compile(r"^\s*(?:CData|SData|IData|QData)/\*(\d+):(\d+)\*/ (\w+);", re.M)


def watch_points(root_header: str, top: str, names: Iterable[str]) -> tuple[WatchPoint, ...]:
    """Find signals by their last name in every instance of the design.

    Args:
        root_header: text of `Vtop___024root.h` of a flattened design.
        top: name of the top module.
        names: names of registers or wires of at most 64 bits; `*` stands for anything.
    """
    wanted = re.compile("|".join(fnmatch.translate(name) for name in names))
    found = []
    for high, low, member in _SCALAR.findall(root_header):
        path = member.split("__DOT__")
        if wanted.match(path[-1]) and path[0] == top:
            expression = f"sim.top->rootp->{member}"
            found.append(WatchPoint(".".join(path[1:]), expression, int(high) - int(low) + 1))
    return tuple(found)


def _into_kernel(bus: str, pins: dict[str, Port], names: Sequence[str], lite: bool) -> list[str]:
    lines = []
    for name in names:
        if name not in pins:
            continue
        source, target = f"{bus}.{name.lower()}", f"top.{pins[name].member}"
        if name in _ARRAYS and not lite:
            size = f"{(pins[name].bits + 7) // 8}"
            lines.append(f"std::memcpy(&{target}, {source}, {size});")
        elif pins[name].bits < 64 and name in ("RID", "BID", "AWADDR", "ARADDR"):
            lines.append(f"{target} = {source} & {(1 << pins[name].bits) - 1}ull;")
        else:
            lines.append(f"{target} = {source};")
    return lines


def _from_kernel(bus: str, pins: dict[str, Port], names: Sequence[str], lite: bool) -> list[str]:
    lines = []
    for name in names:
        if name not in pins:
            continue
        source, target = f"top.{pins[name].member}", f"{bus}.{name.lower()}"
        if name in _ARRAYS and not lite:
            size = f"{(pins[name].bits + 7) // 8}"
            lines.append(f"std::memcpy({target}, &{source}, {size});")
        else:
            lines.append(f"{target} = {source};")
    return lines


def emit_glue(ports: KernelPorts, watches: Sequence[WatchPoint], trace: str | None) -> str:
    """Return the C++ file.

    Args:
        ports: of the kernel.
        watches: signals that can be read by name, besides all ports that belong to no bus.
        trace: `vcd`, `fst` or None.
    """
    create: list[str] = []
    drive: list[str] = []
    sample: list[str] = []
    widest = 1
    for index, bundle in enumerate(ports.axi):
        widest = max(widest, bundle.data_bytes)
        create.append(
            f'sim.axi.emplace_back(new AxiPort(sim.context, "{bundle.name}", '
            f"{bundle.data_bytes}, {int(bundle.reads)}, {int(bundle.writes)}));"
        )
        bus = f"axi{index}"
        for lines in (drive, sample):
            lines.append(f"AxiPins& {bus} = sim.axi[{index}]->pins;")
        names_in, names_out = [], []
        if bundle.reads:
            names_in += _READ_IN
            names_out += _READ_OUT
        if bundle.writes:
            names_in += _WRITE_IN
            names_out += _WRITE_OUT
        drive += _into_kernel(bus, bundle.pins, names_in, False)
        sample += _from_kernel(bus, bundle.pins, names_out, False)
    for index, stream in enumerate(ports.streams):
        create.append(
            f'sim.streams.emplace_back(new StreamPort(sim.context, "{stream.name}", '
            f"{stream.data_bytes}, {int(stream.is_source)}));"
        )
        bus = f"stream{index}"
        for lines in (drive, sample):
            lines.append(f"StreamPins& {bus} = sim.streams[{index}]->pins;")
        if stream.is_source:
            drive += _into_kernel(bus, stream.pins, ["TVALID", "TDATA", "TLAST"], False)
            sample += _from_kernel(bus, stream.pins, ["TREADY"], False)
        else:
            drive += _into_kernel(bus, stream.pins, ["TREADY"], False)
            sample += _from_kernel(bus, stream.pins, ["TVALID", "TDATA", "TLAST"], False)
    for stream in ports.streams:
        for name in ("TKEEP", "TSTRB"):
            if stream.is_source and name in stream.pins:
                port = stream.pins[name]
                create.append(f"std::memset(&sim.top->{port.member}, 255, {(port.bits + 7) // 8});")
    if ports.control:
        for lines in (drive, sample):
            lines.append("LitePins& lite = sim.lite.pins;")
        drive += _into_kernel("lite", ports.control, _LITE_IN, True)
        sample += _from_kernel("lite", ports.control, _LITE_OUT, True)
    named = [
        *watches,
        *(WatchPoint(port.name, f"sim.top->{port.member}", port.bits) for port in ports.other),
    ]
    create += [
        f'sim.watches.push_back({{"{point.name}", {point.bits}, &{point.expression}}});'
        for point in named
    ]
    create.append(f"sim.widest_bus = {widest};")

    reset = ""
    if ports.reset:
        level = "!on" if ports.reset.name.endswith("n") else "on"
        reset = f"sim.top->{ports.reset.member} = {level};"
    irq = f"top->{ports.irq.member}" if ports.irq else "0"
    includes = ['#include "Vtop.h"', '#include "Vtop___024root.h"']
    tracer = {"vcd": "VerilatedVcdC", "fst": "VerilatedFstC"}.get(trace or "")
    if tracer:
        includes.append(f'#include "verilated_{trace}_c.h"')
        open_body = (
            f"tracer.reset(new {tracer}); sim.verilated.traceEverOn(true); "
            "sim.top->trace(tracer.get(), 99); tracer->open(path); return tracer->isOpen();"
        )
        dump_body = "tracer->dump(sim.verilated.time());"
        close_body = "tracer->close(); tracer.reset();"
    else:
        open_body, dump_body, close_body = "return false;", "", ""

    # What `eval` does besides takes two locks a call, for threads and classes that no kernel has.
    eval_body = (
        "top->eval();" if tracer else
        "if (begun) Vtop___024root___eval(top->rootp); else top->eval(), begun = true;"
    )  # fmt: skip

    def body(lines: Sequence[str]) -> str:
        return "\n".join(f"    {line}" for line in lines)

    return f"""\
// Generated by hwpipe.sim.glue: joins the ports of one kernel with the bus models.
{chr(10).join(includes)}
#include <memory>
void Vtop___024root___eval(Vtop___024root* vlSelf);
namespace hwp {{ using Top = Vtop; }}
#include "harness.hpp"
namespace hwp {{
{f"static std::unique_ptr<{tracer}> tracer;" if tracer else ""}
void glue_create(Sim& sim) {{
    sim.top.reset(new Top(&sim.verilated));
    {"sim.verilated.traceEverOn(true);" if tracer else ""}
{body(create)}
}}
void glue_drive(Sim& sim) {{
    Top& top = *sim.top;
    (void)top;
{body(drive)}
}}
void glue_sample(Sim& sim) {{
    Top& top = *sim.top;
    (void)top;
{body(sample)}
}}
void glue_reset(Sim& sim, bool on) {{ (void)on; {reset} }}
void Sim::glue_clock(uint8_t level) {{ top->{ports.clock.member} = level; }}
void Sim::glue_eval() {{ {eval_body} }}
uint8_t Sim::glue_irq() {{ return {irq}; }}
bool glue_trace_open(Sim& sim, const char* path) {{ (void)sim; (void)path; {open_body} }}
void glue_trace_dump(Sim& sim) {{ (void)sim; {dump_body} }}
void glue_trace_close(Sim& sim) {{ (void)sim; {close_body} }}
}}  // namespace hwp
"""
