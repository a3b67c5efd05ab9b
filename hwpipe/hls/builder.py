"""Build a kernel: compile, emit every file, lay out the registers, report."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwpipe.errors import InputError
from hwpipe.hls.compiler import Compiled, compile_kernel
from hwpipe.hls.directives import Schedule
from hwpipe.hls.emit_process import data_decides, emit_process
from hwpipe.hls.emit_top import emit_top, register_map
from hwpipe.hls.flow import check_flow
from hwpipe.hls.issue_path import issue_path_ns
from hwpipe.hls.kernel import Kernel, load_kernel
from hwpipe.rtl import RegisterMap, module_files

__all__ = ["BuildResult", "build", "cell_files", "emit_files"]


@dataclass(frozen=True)
class BuildResult:
    """What a build made.

    Attributes:
        files: SystemVerilog files of the kernel, run-time modules and cells included.
        compiled: the scheduled kernel, for cycle models and reports.
        report: figures of the report as plain data.
        register_map: control registers.
    """

    name: str
    files: tuple[Path, ...]
    compiled: Compiled
    report: dict[str, Any]
    register_map: RegisterMap


def cell_files() -> tuple[Path, ...]:
    """Small modules that emitted processes instantiate."""
    return tuple(sorted((Path(__file__).parent / "cells").glob("*.sv")))


def emit_files(compiled: Compiled, *, control_only: bool = False) -> dict[str, str]:
    """Text of every emitted file by name.

    Args:
        compiled: the kernel.
        control_only: without data path, for the exact cycle model; ignored where data decides
            how often something is put.
    """
    control_only = control_only and not any(data_decides(p) for p in compiled.processes)
    name = compiled.kernel.name
    styles = compiled.schedule.ram_styles
    modules = {p.ir.name: emit_process(p, name, styles, control_only) for p in compiled.processes}
    files = {f"{m.name}.sv": m.text for m in modules.values()}
    files[f"{name}.sv"] = emit_top(compiled, modules, control_only)
    return {k: re.sub(r"[ \t]+$", "", v, flags=re.MULTILINE) for k, v in files.items()}


def _largest_array(compiled: Compiled) -> tuple[str, str]:
    """The memory of most bits, as part of a message, and its source line."""
    arrays = [
        (a.dtype.width * math.prod(a.shape) * a.halves, p.ir.path, a)
        for p in compiled.processes for a in p.ir.arrays.values() if not a.registers
    ]  # fmt: skip
    if not arrays:
        return "", compiled.kernel.path.name
    _, path, array = max(arrays, key=lambda item: item[0])
    shape = " x ".join(f"{extent:,}" for extent in array.shape)
    halves = f" in {array.halves} halves" if array.halves > 1 else ""
    text = f", most of it for {array.name}: {shape} of {array.dtype.width} bits{halves}"
    return text, f"{path}:{array.line}"


def _warnings(compiled: Compiled) -> list[str]:
    """Accesses to memory that make a burst of every group: address or predicate ends each run."""
    out = []
    for engine in compiled.engines:
        request = next(
            p for p in compiled.processes
            if any(e.op == "put" and e.attr == engine.request for e in p.ir.effects)
        )  # fmt: skip
        levels = compiled.process(engine.process).ir.levels
        if len(request.ir.levels) == len(levels) and levels[-1].max_trip > 1:
            verb = "written" if engine.write else "read"
            out.append(
                f"{request.ir.path}:{request.ir.line}: {engine.memory} is {verb} in bursts of one "
                f"group: its address or an if inside loop {levels[-1].name} ends every run; "
                "read always and decide later, or let the innermost loop run along memory"
            )
    clock = compiled.schedule.clock_ns
    for done in compiled.processes:
        path, line = issue_path_ns(done)
        if path > clock:
            out.append(
                f"{done.ir.path}:{line}: the bound of the loop is computed in the cycle of issue "
                f"and takes about {path:.1f} ns of {clock:g} ns: pass it as a scalar"
            )
    return out


def build(
    kernel: Kernel | str | Path,
    out_dir: Path | str,
    options: Mapping[str, int] | None = None,
    *,
    schedule: Schedule | None = None,
    limits: Mapping[str, float] | None = None,
) -> BuildResult:
    """Compile a kernel and write its SystemVerilog, register map and report.

    Args:
        kernel: a loaded kernel, its name, or the path of its file.
        out_dir: folder for the files; made if it is missing.
        options: values for the kernel's parameters (with a name or path only).
        schedule: directives in place of the file's own.
        limits: what the board has, by `dsp`, `bram36`, `lut` and `ff`.

    Raises:
        InputError: for whatever cannot become hardware.
    """
    from hwpipe.hls.report import report_data, report_text

    if isinstance(kernel, Kernel):
        if options:
            raise InputError("options with a loaded kernel", remedy="give them to load_kernel")
    else:
        kernel = load_kernel(kernel, options)
    compiled = compile_kernel(kernel, schedule)
    flow = check_flow(compiled)
    registers = register_map(compiled)
    report = {**report_data(compiled), "flow": flow.text, "warnings": _warnings(compiled)}
    for what, limit in (limits or {}).items():
        need = report["resources"].get(what, 0)
        if need > limit:
            most, where = _largest_array(compiled) if what == "bram36" else ("", kernel.path.name)
            raise InputError(
                f"kernel {kernel.name} needs about {need:g} {what.upper()}{most}",
                where=where,
                limit=f"{limit:g} on this board",
                remedy="choose smaller unroll factors or buffers",
            )
    out = Path(out_dir)
    paths = []
    try:
        out.mkdir(parents=True, exist_ok=True)
        for name, text in emit_files(compiled).items():
            path = out / name
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        (out / "report.txt").write_text(report_text(report), encoding="utf-8")
    except OSError as error:
        raise InputError(
            f"the folder cannot be written: {error.strerror}", where=str(out),
            remedy="give another with -o",
        ) from error  # fmt: skip
    return BuildResult(
        kernel.name, (*paths, *module_files(), *cell_files()), compiled, report, registers
    )
