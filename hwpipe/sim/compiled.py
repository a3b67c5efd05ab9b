"""Build RTL into a simulator that runs as a library, without VPI.

Verilator turns the kernel into C++; the model, the clock loop and the bus models of `cpp/` are
compiled into one `.so` that `hwpipe.sim.simulator` drives. Verilator's own run-time library is
compiled once per user. Every simulator is kept in the cache under a hash of all that it was made
from.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.cache import digest, entry
from hwpipe.sim.glue import emit_glue, watch_points
from hwpipe.sim.ports import KernelPorts, group_ports, header_ports
from hwpipe.sim.verilator import Toolchain, first_complaint, toolchain

__all__ = ["build", "read_ports", "trace_kind"]

_CPP = Path(__file__).parent / "cpp"
_WARNINGS_OFF = ("SYMRSVDWORD", "DECLFILENAME", "UNUSEDSIGNAL", "UNUSEDPARAM", "PINCONNECTEMPTY")
# One linked library per simulator, loaded side by side in one process: nothing may be shared
# between two of them, the compiler's unique symbols included.
_FLAGS = (
    *("-std=gnu++20", "-fPIC", "-fvisibility=hidden", "-fno-gnu-unique", "-faligned-new", "-w"),
    *("-DVERILATOR=1", "-DVM_COVERAGE=0", "-DVM_SC=0", "-DVM_TIMING=0", "-DVM_TRACE_SAIF=0"),
)


@dataclass(frozen=True)
class _Recipe:
    """All that a simulator is made from."""

    tools: Toolchain
    sources: tuple[Path, ...]
    top: str
    parameters: Mapping[str, int]
    watch: tuple[str, ...]
    trace: str | None
    native: bool

    def key(self) -> str:
        """Return a hash of it, the files of this project that take part included."""
        here = Path(__file__).parent
        own = [
            *sorted(_CPP.rglob("*.h*")),
            *(here / f"{n}.py" for n in ("compiled", "glue", "ports")),
        ]
        return digest(
            [
                self.tools.root.name,
                self.top,
                self.trace or "",
                _machine() if self.native else "",
                *(f"{name}={value}" for name, value in sorted(self.parameters.items())),
                *self.watch,
                *(path.read_bytes() for path in own),
                *(path.name for path in self.sources),
                *(path.read_bytes() for path in self.sources),
            ]
        )


def _machine() -> str:
    """Name the processor that `-march=native` means here."""
    command = ["g++", "-march=native", "-Q", "--help=target"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout


def _header_missing(name: str) -> bool:
    command = ["g++", "-E", "-include", name, "-x", "c++", "/dev/null"]
    return subprocess.run(command, capture_output=True, check=False).returncode != 0


def _trace_flags(trace: str | None) -> tuple[list[str], list[str]]:
    """Return compiler and linker options for `vcd`, `fst` or no waves."""
    flags = [
        f"-DVM_TRACE={int(trace is not None)}",
        f"-DVM_TRACE_VCD={int(trace == 'vcd')}",
        f"-DVM_TRACE_FST={int(trace == 'fst')}",
    ]
    links = []
    if trace == "fst":
        for header, library in (("lz4.h", "-llz4"), ("zlib.h", "-lz")):
            if _header_missing(header):
                flags.append(f"-I{_CPP / 'fallback' / header.removesuffix('.h')}")
            else:
                links.append(library)
    return flags, links


def _compile(command: Sequence[str], timeout_s: float) -> None:
    try:
        done = subprocess.run(
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=timeout_s,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise WorkError("g++ did not finish", limit=f"{timeout_s:g} s") from error
    if done.returncode:
        raise WorkError(f"g++: {first_complaint(done.stdout)}", where=command[-1])


def _includes(tools: Toolchain) -> list[str]:
    return [f"-I{tools.include}", f"-I{tools.include / 'vltstd'}", f"-I{_CPP}"]


def _run_time_library(tools: Toolchain, trace: str | None) -> Path:
    """Compile Verilator's run-time library with this project's hooks, once per user."""
    names = ["verilated", "verilated_dpi", "verilated_threads"]
    if trace:
        names.append(f"verilated_{trace}_c")
    trace_flags, _ = _trace_flags(trace)
    hooks = _CPP / "hooks.h"

    def fill(work: Path) -> None:
        def one(name: str) -> None:
            _compile(
                [
                    "g++",
                    "-O1" if trace else "-O2",
                    *_FLAGS,
                    *trace_flags,
                    *_includes(tools),
                    "-include",
                    str(hooks),
                    "-c",
                    "-o",
                    str(work / f"{name}.o"),
                    str(tools.include / f"{name}.cpp"),
                ],
                300.0,
            )

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, names))

    key = digest([tools.root.name, hooks.read_bytes(), *_FLAGS, *trace_flags, *names])
    return entry("runtime", key, fill)


def _classes(makefile: str, variable: str) -> list[str]:
    match = re.search(rf"^{variable} \+= \\\n((?:\s+\S+ \\\n)*)", makefile, re.M)
    return match[1].replace("\\", "").split() if match else []


def _verilate(recipe: _Recipe, work: Path) -> KernelPorts:
    config = work / "watch.vlt"
    lines = [f'public_flat_rd -module "*" -var "{name}"' for name in recipe.watch]
    config.write_text("\n".join(["`verilator_config", *lines, ""]), encoding="utf-8")
    recipe.tools.run(
        [
            *("--cc", "--assert", "-O3", "--prefix", "Vtop", "--top-module", recipe.top),
            *(["--flatten"] if recipe.watch else []),
            *("--x-assign", "unique", "--x-initial", "unique"),
            *("--timescale-override", "1ns/1ps", "-Mdir", str(work), "-Wno-fatal"),
            *(f"-Wno-{name}" for name in _WARNINGS_OFF),
            *(f"-G{name}={value}" for name, value in recipe.parameters.items()),
            *([f"--trace-{recipe.trace}"] if recipe.trace else []),
            str(config),
            *(str(path) for path in recipe.sources),
        ]
    )
    header = (work / "Vtop.h").read_text(encoding="utf-8")
    return group_ports(header_ports(header))


def _fill(recipe: _Recipe, work: Path) -> None:
    tools, trace = recipe.tools, recipe.trace
    ports = _verilate(recipe, work)
    root = (work / "Vtop___024root.h").read_text(encoding="utf-8")
    watches = watch_points(root, recipe.top, recipe.watch)
    (work / "glue.cpp").write_text(emit_glue(ports, watches, trace), encoding="utf-8")
    makefile = (work / "Vtop_classes.mk").read_text(encoding="utf-8")
    fast = _classes(makefile, "VM_CLASSES_FAST") + _classes(makefile, "VM_SUPPORT_FAST")
    slow = _classes(makefile, "VM_CLASSES_SLOW") + _classes(makefile, "VM_SUPPORT_SLOW")
    units = {
        "fast": ("-O3 -march=native" if recipe.native else "-O2", ["glue", *fast]),
        "slow": ("-O0", slow),
    }
    trace_flags, links = _trace_flags(trace)
    commands = []
    for unit, (level, names) in units.items():
        text = "".join(f'#include "{n}"\n' for n in ("signed.hpp", *(f"{n}.cpp" for n in names)))
        (work / f"{unit}.cpp").write_text(text, encoding="utf-8")
        commands.append(
            [
                "g++",
                *level.split(),
                *_FLAGS,
                *trace_flags,
                f"-I{work}",
                *_includes(tools),
                "-include",
                str(_CPP / "hooks.h"),
                "-c",
                "-o",
                str(work / f"{unit}.o"),
                str(work / f"{unit}.cpp"),
            ]
        )
    with ThreadPoolExecutor(2) as pool:
        compiled = [pool.submit(_compile, command, 900.0) for command in commands]
        library = _run_time_library(tools, trace)
        for future in compiled:
            future.result()
    _compile(
        [
            "g++",
            "-shared",
            "-Wl,-Bsymbolic",
            "-o",
            str(work / "kernel.so"),
            *(str(work / f"{unit}.o") for unit in units),
            *sorted(str(path) for path in library.glob("*.o")),
            *links,
            "-pthread",
        ],
        120.0,
    )
    for path in work.iterdir():
        if path.name not in ("kernel.so", "Vtop.h", "glue.cpp"):
            path.unlink()


def build(
    sources: Sequence[Path | str],
    top: str,
    *,
    parameters: Mapping[str, int] | None = None,
    watch: Sequence[str] = (),
    trace: str | None = None,
    native: bool = False,
) -> Path:
    """Build a simulator, or find it in the cache, and return its folder.

    Args:
        sources: SystemVerilog files; those of the run-time modules included.
        top: the top module.
        parameters: its parameters.
        watch: names of registers (at most 64 bits, `*` stands for anything) whose values shall
            be readable by name, in every instance that has them; they stand in messages about
            a simulation that hangs.
        trace: `vcd` or `fst` for waves, which makes the simulator slower.
        native: compile for this machine's processor with every optimisation: a fifth faster, and
            twice as long to build; for long runs.

    Raises:
        InputError: a file is missing, or ports do not follow the contract of kernels.
        WorkError: Verilator or g++ failed; the message holds the first complaint.
    """
    if trace not in (None, "vcd", "fst"):
        raise InputError(f"waves of kind {trace!r} cannot be written", limit="vcd or fst")
    paths = [Path(source).resolve() for source in sources]
    for path in paths:
        if not path.is_file():
            raise InputError("the RTL file does not exist", where=str(path))
    recipe = _Recipe(
        toolchain(), tuple(paths), top, dict(parameters or {}), tuple(watch), trace, native
    )
    return entry("compiled", f"{top}-{recipe.key()}", lambda work: _fill(recipe, work))


def trace_kind(path: Path | str) -> str:
    """Return the kind of waves, `fst` or `vcd`, that a file's suffix asks for.

    Raises:
        InputError: it is another.
    """
    kind = Path(path).suffix.removeprefix(".").lower()
    if kind not in ("fst", "vcd"):
        raise InputError(f"waves cannot be written to {path}", limit="a file .fst or .vcd")
    return kind


def read_ports(folder: Path) -> KernelPorts:
    """Return the ports of a simulator that `build` made."""
    return group_ports(header_ports((folder / "Vtop.h").read_text(encoding="utf-8")))
