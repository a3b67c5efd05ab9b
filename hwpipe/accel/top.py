"""The accelerator as SystemVerilog.

build_accelerator(config, folder)   writes every file and says what was made
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwpipe.accel.command import OPS
from hwpipe.accel.emit_accelerator import ADDRESS_BITS, TOP, AcceleratorTop
from hwpipe.accel.emit_check import emit_check
from hwpipe.accel.emit_ports import used_ports
from hwpipe.accel.units import EARLY, Master, accelerator_config, compiled_unit, masters
from hwpipe.conv import ConvConfig
from hwpipe.fpga.interface import ident_of
from hwpipe.hls.builder import cell_files
from hwpipe.hls.emit_core import CoreTop, early_processes
from hwpipe.hls.emit_process import emit_process
from hwpipe.rtl import ACCELERATOR_MODULES, MODULES, module_files

__all__ = ["ADDRESS_BITS", "TOP", "AcceleratorBuild", "build_accelerator", "emit_accelerator"]


@dataclass(frozen=True)
class AcceleratorBuild:
    """What a build made.

    Attributes:
        files: SystemVerilog files, run-time modules and cells included; the top module is `TOP`.
        ident: value of the register IDENT.
        config: what the identity was made of (`accelerator_config`).
        ports: numbers of the AXI4 ports, `m_axi_gmem<number>`.
        width: bits of their data.
        masters: burst engines of the units.
    """

    files: tuple[Path, ...]
    ident: int
    config: dict[str, Any]
    ports: tuple[int, ...]
    width: int
    masters: tuple[Master, ...]


def emit_accelerator(config: ConvConfig, ports: int = 2) -> dict[str, str]:
    """Text of every emitted file by name.

    Args:
        config: of the convolution kernel; the others take its lanes and port width.
        ports: AXI4 ports; engines of bundle `gmemK` go to port K modulo their number.

    Raises:
        InputError: a width or number of ports that the accelerator is not built with.
    """
    files: dict[str, str] = {}
    cores = {}
    accelerator_config(config, ports)
    for op in OPS:
        compiled = compiled_unit(op, config)
        styles = compiled.schedule.ram_styles
        modules = {p.ir.name: emit_process(p, op, styles) for p in compiled.processes}
        files |= {f"{m.name}.sv": m.text for m in modules.values()}
        cores[op] = CoreTop(compiled, modules, early_processes(compiled, EARLY[op]))
        files[f"{op}_core.sv"] = cores[op].emit()
    files["hwp_command_check.sv"] = emit_check(config)
    files[f"{TOP}.sv"] = AcceleratorTop(config, ports, cores).emit()
    return {name: re.sub(r"[ \t]+$", "", text, flags=re.M) for name, text in files.items()}


def build_accelerator(config: ConvConfig, out_dir: Path | str, ports: int = 2) -> AcceleratorBuild:
    """Write the accelerator's SystemVerilog.

    Args:
        config: as for `emit_accelerator`.
        out_dir: folder for the files; made if it is missing.
        ports: as for `emit_accelerator`.

    Raises:
        InputError: as `emit_accelerator`.
    """
    out = Path(out_dir)
    out.mkdir(parents=True, exist_ok=True)
    paths = []
    for name, text in emit_accelerator(config, ports).items():
        (out / name).write_text(text, encoding="utf-8")
        paths.append(out / name)
    known, found = accelerator_config(config, ports), masters(config, ports)
    modules = module_files([*MODULES, *ACCELERATOR_MODULES])
    return AcceleratorBuild(
        (*paths, *modules, *cell_files()), ident_of(known), known,
        tuple(used_ports(found, ports)), 8 * config.port_bytes, found,
    )  # fmt: skip
