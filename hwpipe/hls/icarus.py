"""Small simulations with Icarus Verilog: a self-contained bench per kernel, random stalls.

Building takes a tenth of a second, so this is what differential fuzzing runs on; long runs
belong to the compiled simulator.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from hwpipe.errors import WorkError
from hwpipe.hls.builder import BuildResult
from hwpipe.hls.interp import writers
from hwpipe.hls.lang import Mem, Scalar, Stream
from hwpipe.hls.rtl_run import RunResult, element_dtype, stream_bytes, stream_items

__all__ = ["available", "run_icarus"]

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


def available() -> bool:
    """Whether Icarus Verilog is on PATH."""
    return shutil.which("iverilog") is not None and shutil.which("vvp") is not None


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


def run_icarus(
    result: BuildResult, values: Mapping[str, Any], work: Path, *, seed: int = 1,
    stall: float = 0.3, repeat: int = 2, latency: int = 5, limit_cycles: int = 100_000,
) -> RunResult:  # fmt: skip
    """Run a kernel in Icarus.

    Args:
        result: what `build` made.
        values: as for `interpret`; not changed.
        work: folder for the bench and its files.
        seed: of the stalls.
        stall: chance of every channel to pause in a cycle.
        repeat: runs without reset in between; outputs of the last one are returned.
        latency: of the memory.
        limit_cycles: of all runs together.

    Raises:
        WorkError: if Icarus refuses the files, an assertion fails or the run does not end.
    """
    work.mkdir(parents=True, exist_ok=True)
    kernel = result.compiled.kernel
    top = next(p for p in result.files if p.name == f"{result.name}.sv")
    ports = _ports(top.read_text(encoding="utf-8"))
    lines = ["`timescale 1ns/1ps", "module bench;"]
    for direction, bits, name in ports:
        kind = "reg" if direction == "input" else "wire"
        lines.append(f"  {kind} [{bits - 1}:0] {name};")
    pins = ", ".join(f".{n}({n})" for _, _, n in ports)
    threshold = int(stall * (1 << 16))
    lines += [
        f"  {result.name} dut ({pins});",
        f"  integer seed = {seed}; integer cycle = 0; integer start_cycle = 0;",
        "  initial ap_clk = 0;",
        "  always #5 ap_clk = !ap_clk;",
        "  always @(posedge ap_clk) cycle <= cycle + 1;",
        "  function pause(input dummy);",
        f"    pause = ($random(seed) & 16'hffff) < {threshold};",
        "  endfunction",
        _LITE,
    ]
    expected_beats: dict[str, int] = {}
    bases: dict[str, int] = {}
    images: dict[str, bytearray] = {}
    for name, spec in kernel.objects.items():
        if isinstance(spec, Mem):
            bundle, _ = result.compiled.schedule.bundles.get(name, ("gmem", 64))
            image = images.setdefault(bundle, bytearray(64))
            data = np.asarray(values[name]).astype(element_dtype(spec.dtype)).tobytes()
            # An odd place in the page, so that bursts cross boundaries.
            base = -(-len(image) // 64) * 64
            image += bytes(base - len(image)) + data
            bases[name] = base
    for bundle, image in images.items():
        image.extend(bytes(512))
        (work / f"{bundle}.hex").write_text(_hex_lines(bytes(image), 1), encoding="utf-8")
        width = [b for _, b, n in ports if n == f"m_axi_{bundle}_RDATA"]
        if not width:
            continue  # the kernel never touches what lies there
        bits = width[0]
        text = _AXI.replace("@B@", bundle).replace("@SIZE@", str(len(image)))
        lines.append(text.replace("@BYTES@", str(bits // 8)).replace("@LATENCY@", str(latency)))
    for name, spec in kernel.objects.items():
        if not isinstance(spec, Stream) or len(kernel.users(name)) != 1:
            continue
        beat_bits = -(-spec.dtype.width * spec.lanes // 8) * 8
        if writers(kernel, name):
            expected_beats[name] = 0
            lines += [
                f'  integer file_{name}; initial file_{name} = $fopen("{name}.out", "w");',
                f"  reg got_{name}; reg [{beat_bits - 1}:0] word_{name};",
                f"  initial {name}_TREADY = 0;",
                f"  always @(posedge ap_clk) if ({name}_TVALID && {name}_TREADY) "
                f'$fdisplay(file_{name}, "%h", {name}_TDATA);',
                f"  always @(posedge ap_clk) begin #2 {name}_TREADY = !pause(0); end",
            ]
        else:
            raw = stream_bytes(spec, list(values[name])).tobytes() * repeat
            (work / f"{name}.hex").write_text(_hex_lines(raw, beat_bits // 8), encoding="utf-8")
            beats = len(raw) // (beat_bits // 8)
            lines += [
                f"  reg [{beat_bits - 1}:0] data_{name} [0:{max(beats, 1) - 1}];",
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
    arguments = {
        n: (int(values[n]) if isinstance(s, Scalar) else bases[n])
        for n, s in kernel.objects.items() if isinstance(s, Scalar | Mem)
    }  # fmt: skip
    text_so_far = "".join(lines)
    lines += [
        "  integer run;",
        "  initial begin",
        "    s_axi_control_AWVALID = 0; s_axi_control_WVALID = 0; s_axi_control_BREADY = 1;",
        "    s_axi_control_ARVALID = 0; s_axi_control_RREADY = 1; s_axi_control_WSTRB = 4'hf;",
        "    s_axi_control_ARADDR = 0; ap_rst_n = 0;",
        "    repeat (4) @(posedge ap_clk); #1 ap_rst_n = 1; repeat (2) @(posedge ap_clk);",
        *(
            f"    lite_write({offset}, 32'd{value});"
            for offset, value in result.register_map.writes(arguments)
        ),
        "    lite_write(4, 1); lite_write(8, 1);",
        f"    for (run = 0; run < {repeat}; run = run + 1) begin",
        "      lite_write(0, 1); start_cycle = cycle;",
        "      while (!irq) @(posedge ap_clk);",
        "      $display(\"CYCLES %0d\", cycle - start_cycle);",
        "      lite_write(12, 1); repeat (40) @(posedge ap_clk);",
        "    end",
        *(f"    $writememh(\"{b}.out\", mem_{b});" for b in images if f"mem_{b} " in text_so_far),
        "    $display(\"FINISHED\"); $finish;",
        "  end",
        f"  always @(posedge ap_clk) if (cycle > {limit_cycles})",
        "    begin $display(\"HUNG\"); $finish; end",
        "endmodule",
    ]  # fmt: skip
    (work / "bench.sv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    built = subprocess.run(
        ["iverilog", "-g2012", "-o", "bench.vvp", "-s", "bench", "bench.sv",
         *map(str, (p.resolve() for p in result.files))],
        cwd=work, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    if built.returncode:
        raise WorkError(f"iverilog: {built.stderr.strip().splitlines()[0]}", where=str(work))
    ran = subprocess.run(
        ["vvp", "-n", "bench.vvp"], cwd=work, capture_output=True, text=True, check=False,
        timeout=600,
    )  # fmt: skip
    if "ERROR" in ran.stdout or "FINISHED" not in ran.stdout:
        tail = " / ".join(ran.stdout.strip().splitlines()[-3:])
        raise WorkError(f"simulation of {result.name} failed: {tail}", where=str(work))
    out = RunResult()
    cycles = [int(x.split()[1]) for x in ran.stdout.splitlines() if x.startswith("CYCLES")]
    out.cycles = cycles[-1]
    for name in expected_beats:
        spec = kernel.objects[name]
        assert isinstance(spec, Stream)
        beats_read = (work / f"{name}.out").read_text(encoding="utf-8").split()
        if any("x" in word for word in beats_read):
            raise WorkError(f"{name} carries undefined bits", where=str(work))
        rows = [np.frombuffer(bytes.fromhex(w)[::-1], np.uint8) for w in beats_read]
        items = stream_items(spec, rows)  # type: ignore[arg-type]
        count = len(items) // repeat
        out.streams[name] = items[-count:] if count else []
        if items != out.streams[name] * repeat:
            raise WorkError(f"{name} differs from run to run", where=str(work))
    for bundle in images:
        if not any(n == f"m_axi_{bundle}_RDATA" for _, _, n in ports):
            continue
        text = (work / f"{bundle}.out").read_text(encoding="utf-8")
        words = [w for line in text.splitlines() if not line.startswith("//") for w in line.split()]
        raw = bytes(int(w, 16) if "x" not in w else 0 for w in words)
        for name, base in bases.items():
            spec = kernel.objects[name]
            mine = result.compiled.schedule.bundles.get(name, ("gmem", 64))[0]
            if isinstance(spec, Mem) and mine == bundle and writers(kernel, name):
                dtype = element_dtype(spec.dtype)
                count = len(values[name])
                out.memories[name] = np.frombuffer(
                    raw[base : base + count * dtype.itemsize], dtype
                ).astype(np.int64)
    return out
