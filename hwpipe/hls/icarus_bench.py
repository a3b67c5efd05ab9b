"""A self-contained Verilog bench around a built kernel: memory, streams, the control sequence.

Every channel pauses at random; memories and streams come from and go to files beside the bench.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.hls.builder import BuildResult
from hwpipe.hls.interp import writers
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.rtl_run import element_dtype, stream_bytes

__all__ = ["Bench", "write_bench"]

_LITE = """
  reg aw_taken, w_taken;
  task lite_write(input [31:0] address, input [31:0] value);
    begin
      @(negedge ap_clk);
      s_axi_control_AWADDR = address; s_axi_control_AWVALID = 1;
      s_axi_control_WDATA = value; s_axi_control_WVALID = 1;
      while (s_axi_control_AWVALID || s_axi_control_WVALID) begin
        @(posedge ap_clk);
        aw_taken = s_axi_control_AWREADY; w_taken = s_axi_control_WREADY;
        #1;
        if (aw_taken) s_axi_control_AWVALID = 0;
        if (w_taken) s_axi_control_WVALID = 0;
      end
      while (!s_axi_control_BVALID) @(posedge ap_clk);
      @(posedge ap_clk);
    end
  endtask
"""

_AXI = """
  // Memory behind bundle @B@: one read burst at a time, one write burst at a time.
  reg [7:0] mem_@B@ [0:@SIZE@-1];
  reg [63:0] ar_@B@; reg [8:0] left_@B@ = 0; reg [7:0] wait_@B@;
  reg [63:0] aw_@B@; reg aw_full_@B@ = 0; reg b_wait_@B@ = 0;
  integer i_@B@;
  initial begin
    m_axi_@B@_ARREADY = 0; m_axi_@B@_RVALID = 0; m_axi_@B@_AWREADY = 0; m_axi_@B@_WREADY = 0;
    m_axi_@B@_BVALID = 0; m_axi_@B@_RRESP = 0; m_axi_@B@_BRESP = 0;
    $readmemh("@B@.hex", mem_@B@);
  end
  always @(posedge ap_clk) begin
    #1;
    // Reads.
    if (m_axi_@B@_RVALID && r_taken_@B@) begin
      m_axi_@B@_RVALID = 0; left_@B@ = left_@B@ - 1; ar_@B@ = ar_@B@ + @BYTES@;
    end
    if (left_@B@ != 0 && wait_@B@ != 0) wait_@B@ = wait_@B@ - 1;
    if (left_@B@ != 0 && wait_@B@ == 0 && !m_axi_@B@_RVALID && !pause(0)) begin
      for (i_@B@ = 0; i_@B@ < @BYTES@; i_@B@ = i_@B@ + 1)
        m_axi_@B@_RDATA[8*i_@B@ +: 8] = mem_@B@[ar_@B@ + i_@B@];
      m_axi_@B@_RVALID = 1; m_axi_@B@_RLAST = left_@B@ == 1;
    end
    if (ar_taken_@B@) begin
      ar_@B@ = ar_addr_@B@; left_@B@ = ar_len_@B@ + 1; wait_@B@ = @LATENCY@;
    end
    m_axi_@B@_ARREADY = left_@B@ == 0 && !pause(0);
    // Writes.
    if (b_taken_@B@) m_axi_@B@_BVALID = 0;
    if (w_taken_@B@) begin
      for (i_@B@ = 0; i_@B@ < @BYTES@; i_@B@ = i_@B@ + 1)
        if (w_strb_@B@[i_@B@]) mem_@B@[aw_@B@ + i_@B@] = w_data_@B@[8*i_@B@ +: 8];
      aw_@B@ = aw_@B@ + @BYTES@;
      if (w_last_@B@) begin aw_full_@B@ = 0; b_wait_@B@ = 1; end
    end
    if (b_wait_@B@ && !m_axi_@B@_BVALID && !pause(0)) begin
      m_axi_@B@_BVALID = 1; b_wait_@B@ = 0;
    end
    if (aw_taken_@B@) begin aw_@B@ = aw_addr_@B@; aw_full_@B@ = 1; end
    m_axi_@B@_AWREADY = !aw_full_@B@ && !b_wait_@B@ && !m_axi_@B@_BVALID && !pause(0);
    m_axi_@B@_WREADY = aw_full_@B@ && !pause(0);
  end
  // What happened at the edge, sampled before anything moves.
  reg ar_taken_@B@, r_taken_@B@, aw_taken_@B@, w_taken_@B@, b_taken_@B@, w_last_@B@;
  reg [63:0] ar_addr_@B@, aw_addr_@B@; reg [7:0] ar_len_@B@;
  reg [8*@BYTES@-1:0] w_data_@B@; reg [@BYTES@-1:0] w_strb_@B@;
  always @(posedge ap_clk) begin
    ar_taken_@B@ = m_axi_@B@_ARVALID && m_axi_@B@_ARREADY; ar_addr_@B@ = m_axi_@B@_ARADDR;
    ar_len_@B@ = m_axi_@B@_ARLEN; r_taken_@B@ = m_axi_@B@_RVALID && m_axi_@B@_RREADY;
    aw_taken_@B@ = m_axi_@B@_AWVALID && m_axi_@B@_AWREADY; aw_addr_@B@ = m_axi_@B@_AWADDR;
    w_taken_@B@ = m_axi_@B@_WVALID && m_axi_@B@_WREADY; w_data_@B@ = m_axi_@B@_WDATA;
    w_strb_@B@ = m_axi_@B@_WSTRB; w_last_@B@ = m_axi_@B@_WLAST;
    b_taken_@B@ = m_axi_@B@_BVALID && m_axi_@B@_BREADY;
  end
"""


@dataclass(frozen=True)
class Bench:
    """What a bench was written with.

    Attributes:
        bases: address of each array in memory.
        memories: bundles that the kernel reads or writes; each leaves a file of bytes.
        sinks: streams that the kernel writes; each leaves a file of items.
    """

    bases: dict[str, int]
    memories: tuple[str, ...]
    sinks: tuple[str, ...]


def _ports(text: str) -> list[tuple[str, int, str]]:
    """(direction, bits, name) of the ports of an emitted top."""
    out = []
    for line in text[text.index("module ") : text.index(");")].splitlines()[1:]:
        words = line.strip().rstrip(",").split()
        if len(words) < 3:
            continue
        bits = int(words[2][1:].split(":")[0]) + 1 if words[2].startswith("[") else 1
        out.append((words[0], bits, words[-1]))
    return out


def _hex_lines(raw: bytes, width: int) -> str:
    return "\n".join(
        raw[k : k + width][::-1].hex() for k in range(0, len(raw), width)
    )  # fmt: skip


def _images(
    result: BuildResult, values: Mapping[str, Any]
) -> tuple[dict[str, int], dict[str, bytearray]]:
    """Address of each array, and what each bundle's memory holds at the start."""
    bases: dict[str, int] = {}
    images: dict[str, bytearray] = {}
    for name, spec in result.compiled.kernel.objects.items():
        if not isinstance(spec, Mem):
            continue
        bundle, _ = result.compiled.schedule.bundles.get(name, ("gmem", 64))
        image = images.setdefault(bundle, bytearray(64))
        data = np.asarray(values[name]).astype(element_dtype(spec.dtype)).tobytes()
        # An odd place in the page, so that bursts cross boundaries.
        bases[name] = -(-len(image) // 64) * 64
        image += bytes(bases[name] - len(image)) + data
    for image in images.values():
        image.extend(bytes(512))
    return bases, images


def _head(name: str, ports: list[tuple[str, int, str]], seed: int, stall: float) -> list[str]:
    """Signals, the kernel, the clock and the dice."""
    signals = [
        f"  {'reg' if direction == 'input' else 'wire'} [{bits - 1}:0] {port};"
        for direction, bits, port in ports
    ]
    pins = ", ".join(f".{n}({n})" for _, _, n in ports)
    return [
        "`timescale 1ns/1ps",
        "module bench;",
        *signals,
        f"  {name} dut ({pins});",
        f"  integer seed = {seed}; integer cycle = 0; integer start_cycle = 0;",
        "  initial ap_clk = 0;",
        "  always #5 ap_clk = !ap_clk;",
        "  always @(posedge ap_clk) cycle <= cycle + 1;",
        "  function pause(input dummy);",
        f"    pause = ($random(seed) & 16'hffff) < {int(stall * (1 << 16))};",
        "  endfunction",
        _LITE,
    ]


def _sink(name: str, bits: int) -> list[str]:
    """Takes the items of a stream into a file."""
    return [
        f'  integer file_{name}; initial file_{name} = $fopen("{name}.out", "w");',
        f"  reg got_{name}; reg [{bits - 1}:0] word_{name};",
        f"  initial {name}_TREADY = 0;",
        f"  always @(posedge ap_clk) if ({name}_TVALID && {name}_TREADY) "
        f'$fdisplay(file_{name}, "%h", {name}_TDATA);',
        f"  always @(posedge ap_clk) begin #2 {name}_TREADY = !pause(0); end",
    ]


def _source(name: str, bits: int, beats: int) -> list[str]:
    """Offers the items of a file to a stream."""
    return [
        f"  reg [{bits - 1}:0] data_{name} [0:{max(beats, 1) - 1}];",
        f"  integer at_{name} = 0; reg taken_{name} = 0;",
        f'  initial begin $readmemh("{name}.hex", data_{name}); {name}_TVALID = 0; end',
        "  always @(posedge ap_clk) begin",
        f"    taken_{name} = {name}_TVALID && {name}_TREADY;",
        "    #2;",
        f"    if (taken_{name}) begin at_{name} = at_{name} + 1; {name}_TVALID = 0; end",
        f"    if (!{name}_TVALID && at_{name} < {beats} && !pause(0)) begin",
        f"      {name}_TVALID = 1; {name}_TDATA = data_{name}[at_{name}];",
        "    end",
        "  end",
    ]


def _main(
    result: BuildResult, arguments: Mapping[str, int], memories: tuple[str, ...], repeat: int,
    limit_cycles: int,
) -> list[str]:  # fmt: skip
    """Reset, arguments, and so many runs one after the other."""
    return [
        "  integer run;",
        "  initial begin",
        "    s_axi_control_AWVALID = 0; s_axi_control_WVALID = 0; s_axi_control_BREADY = 1;",
        "    s_axi_control_ARVALID = 0; s_axi_control_RREADY = 1; s_axi_control_WSTRB = 4'hf;",
        "    s_axi_control_ARADDR = 0; ap_rst_n = 0;",
        "    repeat (4) @(posedge ap_clk); #1 ap_rst_n = 1; repeat (2) @(posedge ap_clk);",
        *(
            f"    lite_write({offset}, 32'd{value});"
            for offset, value in result.register_map.writes(dict(arguments))
        ),
        "    lite_write(4, 1); lite_write(8, 1);",
        f"    for (run = 0; run < {repeat}; run = run + 1) begin",
        "      lite_write(0, 1); start_cycle = cycle;",
        "      while (!irq) @(posedge ap_clk);",
        '      $display("CYCLES %0d", cycle - start_cycle);',
        "      lite_write(12, 1); repeat (40) @(posedge ap_clk);",
        "    end",
        *(f'    $writememh("{bundle}.out", mem_{bundle});' for bundle in memories),
        '    $display("FINISHED"); $finish;',
        "  end",
        f"  always @(posedge ap_clk) if (cycle > {limit_cycles})",
        '    begin $display("HUNG"); $finish; end',
        "endmodule",
    ]


def write_bench(
    result: BuildResult, values: Mapping[str, Any], work: Path, *, seed: int, stall: float,
    repeat: int, latency: int, limit_cycles: int,
) -> Bench:  # fmt: skip
    """Write `bench.sv` and the files that it reads; arguments as of `run_icarus`."""
    kernel = result.compiled.kernel
    top = next(p for p in result.files if p.name == f"{result.name}.sv")
    ports = _ports(top.read_text(encoding="utf-8"))
    lines = _head(result.name, ports, seed, stall)
    bases, images = _images(result, values)
    widths = {n: bits for _, bits, n in ports}
    memories, sinks = [], []
    for bundle, image in images.items():
        (work / f"{bundle}.hex").write_text(_hex_lines(bytes(image), 1), encoding="utf-8")
        bits = widths.get(f"m_axi_{bundle}_RDATA")
        if bits is None:
            continue  # the kernel never touches what lies there
        memories.append(bundle)
        text = _AXI.replace("@B@", bundle).replace("@SIZE@", str(len(image)))
        lines.append(text.replace("@BYTES@", str(bits // 8)).replace("@LATENCY@", str(latency)))
    for name, spec in kernel.objects.items():
        if not isinstance(spec, Stream) or len(kernel.users(name)) != 1:
            continue
        beat = -(-spec.dtype.width * spec.lanes // 8)
        if writers(kernel, name):
            sinks.append(name)
            lines += _sink(name, 8 * beat)
        else:
            raw = stream_bytes(spec, list(values[name])).tobytes() * repeat
            (work / f"{name}.hex").write_text(_hex_lines(raw, beat), encoding="utf-8")
            lines += _source(name, 8 * beat, len(raw) // beat)
    arguments = {
        n: (int(values[n]) if isinstance(s, Scalar) else bases[n])
        for n, s in kernel.objects.items() if isinstance(s, Scalar | Mem)
    }  # fmt: skip
    lines += _main(result, arguments, tuple(memories), repeat, limit_cycles)
    (work / "bench.sv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Bench(bases, tuple(memories), tuple(sinks))
