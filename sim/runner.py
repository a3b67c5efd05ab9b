"""Build a design for a simulator and run the cocotb tests of a module on it."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from hwpipe.rtl import module_files
from hwpipe.sim.cache import digest, entry
from hwpipe.sim.verilator import missing_host_tools, toolchain

__all__ = ["COVERAGE", "SIMULATORS", "Runner", "bench_rtl", "unavailable"]

SIMULATORS = ("verilator", "icarus")
_VERILATOR_OPTIONS = ["--assert", "-Wno-fatal", "-Wno-WIDTHEXPAND", "-Wno-SYMRSVDWORD"]
#: Names a folder: benches on Verilator then count lines and toggles and leave the counts there.
COVERAGE = "HWPIPE_COVERAGE"


def _options() -> list[str]:
    counted = ["--coverage-line", "--coverage-toggle"] if os.environ.get(COVERAGE) else []
    return [*_VERILATOR_OPTIONS, *counted]


def unavailable(simulator: str) -> str | None:
    """Return why a simulator cannot be used here, or None."""
    if simulator == "icarus":
        if shutil.which("iverilog") is None:
            return "Icarus Verilog is not installed (Debian: apt-get install iverilog)"
        return None
    missing = missing_host_tools()
    if missing:
        return f"Verilator needs {', '.join(missing)} on PATH"
    return None


def bench_rtl(name: str) -> tuple[Path, ...]:
    """Return a wrapper of `sim/rtl` and all run-time modules."""
    return (Path(__file__).parent / "rtl" / f"{name}.sv", *module_files())


@dataclass(frozen=True)
class Runner:
    """Runs cocotb benches; made by the fixture of that name for each simulator.

    Attributes:
        simulator: `verilator` or `icarus`.
        work: folder for logs, results and waves.
        waves: whether to record all signals.
    """

    simulator: str
    work: Path
    waves: bool

    def build(self, top: str, sources: Sequence[Path], parameters: Mapping[str, int]) -> Path:
        """Build a design, or find it in the cache, and return the folder."""
        from cocotb_tools.runner import get_runner

        def fill(folder: Path) -> None:
            args = []
            if self.simulator == "verilator":
                args = _options()
            try:
                get_runner(self.simulator).build(
                    sources=list(sources),
                    hdl_toplevel=top,
                    parameters=dict(parameters),
                    build_args=args,
                    build_dir=folder,
                    timescale=("1ns", "1ps"),
                    waves=self.waves,
                    log_file=self.work / "build.log",
                )
            except RuntimeError as error:
                log = (self.work / "build.log").read_text(errors="replace")
                raise AssertionError(f"{top} does not build: {error}\n{log[-3000:]}") from error

        from importlib.metadata import version

        key = digest(
            [
                self.simulator,
                toolchain().root.name if self.simulator == "verilator" else "",
                version("cocotb"),
                sys.prefix,
                top,
                str(self.waves),
                *_options(),
                *(f"{name}={value}" for name, value in sorted(parameters.items())),
                *(path.read_bytes() for path in sources),
            ]
        )
        return entry("cocotb", f"{top}-{self.simulator}-{key}", fill)

    def run(
        self,
        module: str,
        top: str,
        sources: Sequence[Path],
        *,
        parameters: Mapping[str, int] | None = None,
        tests: Sequence[str] | None = None,
        seed: int = 1,
        settings: Mapping[str, Any] | None = None,
    ) -> None:
        """Build a design and run cocotb tests on it.

        Args:
            module: Python module that holds the tests.
            top: top module of the design.
            sources: its files.
            parameters: of the top module.
            tests: names of the tests to run; all of the module without it.
            seed: of all random choices.
            settings: what `bench.settings()` shall return to the tests.

        Raises:
            AssertionError: a test failed; the message holds the end of the simulator's log.
        """
        from cocotb_tools.check_results import get_results
        from cocotb_tools.runner import get_runner

        chosen = dict(parameters or {})
        folder = self.build(top, sources, chosen)
        log = self.work / "run.log"
        try:
            get_runner(self.simulator).test(
                test_module=module,
                hdl_toplevel=top,
                hdl_toplevel_lang="verilog",
                testcase=list(tests) if tests else None,
                seed=seed,
                build_dir=folder,
                test_dir=self.work,
                results_xml=str(self.work / "results.xml"),
                timescale=("1ns", "1ps"),
                waves=self.waves,
                log_file=log,
                plusargs=[f"+dumpfile_path={self.work}/{top}.fst"] if self.waves else [],
                extra_env={
                    "HWPIPE_BENCH": json.dumps({**chosen, **(settings or {})}),
                    "PYTHONPATH": os.pathsep.join(
                        [str(Path(__file__).parent), *filter(None, sys.path)]
                    ),
                },
            )
        except SystemExit:
            pytest.fail(f"{top}, seed {seed}:\n{_tail(log)}", pytrace=False)
        self._keep_coverage(top, sources)
        count, failed = get_results(self.work / "results.xml")
        if failed or not count:
            pytest.fail(f"{failed} of {count} tests failed:\n{_tail(log)}", pytrace=False)

    def _keep_coverage(self, top: str, sources: Sequence[Path]) -> None:
        """Move the counts of a run, where there are any, to the folder that collects them.

        The design's files go with them: those that a test made are gone when counts are added up.
        """
        counts = self.work / "coverage.dat"
        if os.environ.get(COVERAGE) and counts.is_file():
            target = Path(os.environ[COVERAGE])
            (target / "rtl").mkdir(parents=True, exist_ok=True)
            for path in sources:
                shutil.copy(path, target / "rtl")
            shutil.move(counts, target / f"{top}-{uuid4().hex}.dat")


def _tail(log: Path) -> str:
    return log.read_text(errors="replace")[-6000:] if log.is_file() else "(no log)"
