"""Faults in the run-time modules, each of which the benches must catch.

Every fault is planted in the RTL of a small kernel, which is then simulated with and without
random stalls, several times without reset between. Memory is compared bit for bit. Faults that
this kernel cannot meet (it makes one request at a time) must be caught by the module's own bench.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from hwpipe.errors import WorkError
from hwpipe.rtl import module_files
from hwpipe.sim.case import run_compiled
from hwpipe.sim.compiled import build
from hwpipe.sim.mutate import Fault, Outcome, survey
from hwpipe.sim.simulator import PortSettings, Simulator
from hwpipe.sim.verilator import missing_host_tools
from kernels import copy_case
from runner import Runner, bench_rtl, unavailable
from test_axi_masters import READ_TESTS, WRITE_TESTS

pytestmark = pytest.mark.skipif(bool(missing_host_tools()), reason="needs g++, make and perl")

# (file, text, what the fault makes of it, what kind of mistake it is)
FAULTS = [
    ("hwp_axi_split", "left_reg <= {{(", "left_reg < {{(", "bound off by one"),
    ("hwp_axi_split", "final_burst ? left_reg[BURST_W-1:0] : room", "room", "no partial burst"),
    ("hwp_axi_split", "word_reg + {{(WORD_W", "word_reg - {{(WORD_W", "address runs backwards"),
    ("hwp_axi_split", "(step && final_burst);", "final_burst;", "request taken without room"),
    ("hwp_axi_read", "credit_reg >= need &&", "1'b1 &&", "credit not checked"),
    ("hwp_axi_read", "if (m_axi_arready) arvalid_reg", "if (1'b1) arvalid_reg", "offer withdrawn"),
    ("hwp_axi_read", "assign busy          = split_busy ||", "assign busy = ", "idle too early"),
    ("hwp_axi_read", "{{(CREDIT_W - 1) {1'b0}}, taken}", "{CREDIT_W{1'b0}}", "credit lost"),
    ("hwp_axi_write", "loose_reg >= need &&", "1'b1 &&", "announced without data"),
    ("hwp_axi_write", "= left_reg == 1;", "= left_reg == 2;", "WLAST one beat early"),
    ("hwp_axi_write", "if (sent) left_reg", "if (m_axi_wvalid) left_reg", "dropped stall"),
    ("hwp_axi_write", "= sending_reg && m_axi_wready;", "= sending_reg;", "data lost in a stall"),
    ("hwp_axi_write", "|| flying_reg != {FLY_W{1'b0}};", ";", "done before the response"),
    ("hwp_axi_write", "({in_strb, in_data})", "({in_strb, ~in_data})", "data inverted"),
    ("hwp_axi_write", "({in_strb, in_data})", "({in_strb << 1, in_data})", "byte not written"),
    ("hwp_fifo", "if (push) wr_ptr_reg", "if (in_valid) wr_ptr_reg", "write pointer ignores full"),
    ("hwp_fifo", "stored_reg == FULL - 1'b1;", "stored_reg == FULL;", "full one word late"),
    ("hwp_fifo", "some_reg   <= stored_reg != 1;", "some_reg <= 1'b1;", "never empty"),
    ("hwp_fifo", "(!out_valid_reg || out_ready);", "1'b1;", "output overwritten"),
    ("hwp_axi_lite_ctrl", "start_reg <= auto_restart_reg;", "start_reg <= 1'b1;", "runs again"),
    ("hwp_axi_lite_ctrl", "WORD_W'(k + 4))", "WORD_W'(k + 5))", "lane"),
    ("hwp_axi_lite_ctrl", "isr_reg ^ wdata_reg[1:0];", "isr_reg;", "interrupt not cleared"),
    ("hwp_axi_lite_ctrl", "if (ap_done) done_reg", "if (1'b0) done_reg", "done never shown"),
    ("bench_copy", "RUN: if (!read_busy && !write_busy)", "RUN: if (!read_busy)", "early done"),
]
QUICK = 4


def _check(paths: Sequence[Path]) -> None:
    """Run the kernel on memory with and without stalls; raise if anything is wrong."""
    folder = build(list(paths), "bench_copy")
    for stall, latency in ((0.0, 20), (0.5, 3), (0.0, 120)):
        with Simulator(folder, seed=7) as simulator:
            simulator.configure_all(PortSettings(latency, latency, stall=stall))
            for beats in (300, 1, 128):
                case = copy_case(beats, beats)
                result = run_compiled(case, simulator, limit_cycles=20_000, quiet_cycles=2_000)
                if not result.bit_exact:
                    raise WorkError(f"stall {stall}: {result.difference}")
            before = simulator.use("gmem").read_bursts
            simulator.step(200)
            if simulator.use("gmem").read_bursts != before:
                raise WorkError("the kernel runs without a start")


def _bench_of_module(folder: Path) -> Callable[[Sequence[Path]], None]:
    """Return a check that runs the cocotb bench of the module that was changed."""
    masters = {"DATA_W": 64, "MAX_BURST": 16, "BUFFER_BEATS": 64}
    fifos = [
        {"WIDTH": 8, "DEPTH": 16, "BLOCK_BITS": bits, "capacity": 16 + (bits == 1)}
        for bits in (1, 2048)
    ]
    reads = ("test_axi_masters", "hwp_axi_read", READ_TESTS, masters)
    writes = ("test_axi_masters", "hwp_axi_write", WRITE_TESTS, masters)
    benches = {
        "hwp_axi_split": [reads, writes],
        "hwp_axi_read": [reads],
        "hwp_axi_write": [writes],
        "hwp_fifo": [("test_streams", "hwp_fifo", None, shape) for shape in fifos],
    }
    originals = {path.name: path.read_text() for path in module_files()}
    simulator = "verilator" if unavailable("icarus") else "icarus"

    def check(paths: Sequence[Path]) -> None:
        for path in paths:
            if path.name not in originals or path.read_text() == originals[path.name]:
                continue
            for number, (module, top, tests, shape) in enumerate(benches.get(path.stem, [])):
                work = folder / f"{path.stem}-{number}"
                work.mkdir(parents=True, exist_ok=True)
                parameters = {k: v for k, v in shape.items() if k != "capacity"}
                files = [p for p in paths if p.name in originals]
                try:
                    Runner(simulator, work, False).run(
                        module, top, files, parameters=parameters, tests=tests, settings=shape
                    )
                except pytest.fail.Exception as error:
                    raise AssertionError(str(error)) from error

    return check


def _faults(chosen: slice) -> list[Fault]:
    sources = {path.stem: path for path in bench_rtl("bench_copy")}
    return [Fault.of(sources[f], old, new, kind) for f, old, new, kind in FAULTS[chosen]]


def _missed(outcomes: Sequence[Outcome]) -> list[str]:
    return [
        str(o.fault) + (f" ({o.message})" if o.stillborn else "")
        for o in outcomes
        if o.caught_by is None
    ]


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(slice(0, len(FAULTS), len(FAULTS) // QUICK), id="quick"),
        pytest.param(slice(None), id="all", marks=pytest.mark.slow),
    ],
)
def test_faults_are_caught(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: slice) -> None:
    """No fault of the list goes unnoticed."""
    monkeypatch.delenv("PYTEST_CURRENT_TEST", raising=False)
    checks = {"runs": _check, "bench": _bench_of_module(tmp_path / "work")}
    outcomes = survey(list(bench_rtl("bench_copy")), _faults(part), checks, tmp_path)
    missed = _missed(outcomes)
    if missed:
        pytest.fail("not caught:\n" + "\n".join(missed), pytrace=False)
