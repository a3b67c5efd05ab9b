"""The compiled simulation: results, timing of the memory model, and every rule it checks."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError, WorkError
from hwpipe.rtl import Argument, module_files
from hwpipe.sim.case import Buffer, KernelCase, run_compiled
from hwpipe.sim.compiled import build
from hwpipe.sim.simulator import PortSettings, Simulator
from hwpipe.sim.verilator import missing_host_tools

pytestmark = pytest.mark.skipif(bool(missing_host_tools()), reason="needs g++, make and perl")
SIM = Path(__file__).parents[2] / "sim"
SRC, DST, BEATS = 0x10, 0x1C, 0x28


def copy_case(beats: int, seed: int = 3) -> KernelCase:
    rng = np.random.default_rng(seed)
    words = rng.integers(0, 1 << 63, beats, dtype=np.uint64)
    addend = int(rng.integers(0, 1 << 63))
    before = rng.integers(0, 1 << 63, beats + 4, dtype=np.uint64)
    after = before.copy()
    after[:beats] = words + np.uint64(addend)
    pointers = tuple(Argument(name, 64, bundle="gmem") for name in ("src", "dst"))
    return KernelCase(
        "bench_copy",
        (*pointers, Argument("beats", 32), Argument("addend", 64)),
        {"beats": beats, "addend": addend},
        {"src": Buffer(words), "dst": Buffer(before, after)},
    )


@pytest.fixture(scope="module")
def copy_folder() -> Path:
    return build(
        [SIM / "rtl" / "bench_copy.sv", *module_files()],
        "bench_copy",
        watch=["state_reg", "credit_reg"],
    )


@pytest.fixture(scope="module")
def axis_folder() -> Path:
    return build([SIM / "rtl" / "bench_axis.sv", *module_files()], "bench_axis")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    runs=st.lists(st.integers(1, 400), min_size=1, max_size=4),
    stall=st.sampled_from([0.0, 0.2, 0.8]),
    latency=st.integers(1, 150),
    rate=st.sampled_from([0.0, 8.0, 3.5, 1.0]),
    seed=st.integers(0, 1000),
)
def test_bit_exact_back_to_back(
    copy_folder: Path, runs: list[int], stall: float, latency: int, rate: float, seed: int
) -> None:
    with Simulator(copy_folder, seed) as simulator:
        simulator.configure_all(
            PortSettings(
                latency,
                latency,
                read_bytes_per_cycle=rate,
                write_bytes_per_cycle=rate,
                stall=stall,
            )
        )
        for beats in runs:
            result = run_compiled(copy_case(beats, seed), simulator)
            assert result.bit_exact, result.difference
            floor = beats * 8 / (rate or 8.0)
            assert result.cycles >= floor


@pytest.mark.parametrize(
    ("latency", "rate", "low", "high"),
    [
        # 1,000 beats, one a cycle behind one read and one write latency
        (100, 0.0, 1_200, 1_260),
        (20, 0.0, 1_040, 1_100),
        # half a beat a cycle; reads and writes overlap
        (20, 4.0, 2_040, 2_130),
        # 200 cycles cannot be hidden by a buffer of 256 beats in bursts of 64
        (200, 0.0, 1_440, 1_500),
    ],
)
def test_latency_and_rate_set_the_cycles(
    copy_folder: Path, latency: int, rate: float, low: int, high: int
) -> None:
    with Simulator(copy_folder) as simulator:
        simulator.configure(
            "gmem",
            PortSettings(latency, latency, read_bytes_per_cycle=rate, write_bytes_per_cycle=rate),
        )
        result = run_compiled(copy_case(1_000), simulator)
    assert result.bit_exact
    assert low <= result.cycles <= high


def test_shared_pool_halves_the_rate(copy_folder: Path) -> None:
    cycles = []
    for shared in (False, True):
        with Simulator(copy_folder) as simulator:
            pool = simulator.add_pool(8.0)
            chosen = PortSettings(20, 20, read_pool=pool, write_pool=pool if shared else None)
            simulator.configure("gmem", chosen)
            cycles.append(run_compiled(copy_case(1_000), simulator).cycles)
    assert cycles[0] < 1_120
    assert 2_000 <= cycles[1] <= 2_150


def test_same_seed_same_cycles(copy_folder: Path) -> None:
    def run(seed: int) -> int:
        with Simulator(copy_folder, seed) as simulator:
            simulator.configure_all(PortSettings(stall=0.4))
            return run_compiled(copy_case(300), simulator).cycles

    assert run(5) == run(5)
    assert run(5) != run(6)


def test_transfers_are_counted(copy_folder: Path) -> None:
    with Simulator(copy_folder) as simulator:
        run_compiled(copy_case(300), simulator)
        use = simulator.use("gmem")
    # page-aligned buffers: 300 beats in bursts of 64 and of 32
    assert (use.read_bursts, use.read_beats) == (5, 300)
    assert (use.write_bursts, use.write_beats, use.write_bytes) == (10, 300, 2_400)
    assert (use.reads_in_flight, use.writes_in_flight) == (0, 0)


def test_first_difference_is_named(copy_folder: Path) -> None:
    case = copy_case(50)
    expected = case.buffers["dst"].expected
    assert expected is not None
    right = int(expected[7])
    expected[7] += np.uint64(1)
    expected[20] += np.uint64(1)
    with Simulator(copy_folder) as simulator:
        result = run_compiled(case, simulator)
    assert result.difference == (
        f"dst[7] is {right} instead of {right + 1} (2 of 54 elements differ)"
    )


def test_write_outside_is_an_error(copy_folder: Path) -> None:
    case = copy_case(50)
    small = np.zeros(49, np.uint64)
    case = replace(case, buffers={**case.buffers, "dst": Buffer(small, small)})
    with (
        Simulator(copy_folder) as simulator,
        pytest.raises(
            WorkError,
            match=r"cycle \d+: m_axi_gmem: writes 8 bytes at 0x1000\w+, outside of every buffer",
        ),
    ):
        run_compiled(case, simulator)


def test_read_outside_is_an_error(copy_folder: Path) -> None:
    case = copy_case(600)  # 4,800 bytes; the buffer and its page end at 4,096
    few = np.zeros(512, np.uint64)
    case = replace(case, buffers={**case.buffers, "src": Buffer(few)})
    with (
        Simulator(copy_folder) as simulator,
        pytest.raises(WorkError, match=r"reads \d+ bytes at 0x\w+, outside of every buffer"),
    ):
        run_compiled(case, simulator)


def test_overrun_names_both_figures_and_the_state(copy_folder: Path) -> None:
    case = replace(copy_case(5_000), predicted_cycles=1_000)
    with Simulator(copy_folder) as simulator, pytest.raises(WorkError) as caught:
        run_compiled(case, simulator, limit_factor=1.5)
    text = str(caught.value)
    assert "did not finish in 2,4" in text  # 1.5 * 1,000 + 1,000 from the start's write
    assert "(predicted: 1,000 cycles)" in text
    assert "state_reg=0x2" in text
    assert "u_read.credit_reg=" in text
    assert "gmem" in text
    assert "\n" not in text


def test_standstill_is_found(copy_folder: Path) -> None:
    case = copy_case(50)
    with Simulator(copy_folder) as simulator:
        simulator.configure("gmem", PortSettings(outstanding=0))  # addresses are never taken
        with pytest.raises(WorkError, match=r"in 5\d\d cycles: nothing moved on any port"):
            run_compiled(case, simulator, quiet_cycles=500)


def test_registers_hold_arguments(copy_folder: Path) -> None:
    with Simulator(copy_folder) as simulator:
        simulator.write_register(DST, 0x12345678)
        simulator.write_register(DST, 0xFF00, strobe=0b0010)
        assert simulator.read_register(DST) == 0x1234FF78
        assert simulator.read_register(SRC) == 0
        simulator.reset()
        assert simulator.read_register(DST) == 0


def test_streams(axis_folder: Path) -> None:
    words = np.random.default_rng(1).integers(0, 1 << 32, 500, dtype=np.uint32)
    case = KernelCase(
        "bench_axis", streams_in={"x": words}, streams_out={"y": words + np.uint32(1)}
    )
    with Simulator(axis_folder) as simulator:
        free = run_compiled(case, simulator)
        assert free.bit_exact
        assert 500 <= free.cycles <= 503
        simulator.configure_all(PortSettings(stall=0.5))
        slow = run_compiled(case, simulator)
        assert slow.bit_exact
        assert slow.cycles > 700
        simulator.push("x", words[:3])
        simulator.run_until_beats("y", 3, 100)
        assert list(simulator.pop("y")[1]) == [0, 0, 1]
        with pytest.raises(WorkError, match=r"deliver 2 beats on y \(0 came\)"):
            simulator.run_until_beats("y", 2, 100)
        with pytest.raises(InputError, match="no input stream y"):
            simulator.push("y", words)


def test_broken_kernels_are_caught(tmp_path: Path) -> None:
    """One module with a fault for each rule, chosen by a parameter."""
    ports = (SIM / "rtl" / "bench_axis.sv").read_text()
    start = ports.index("  wire [31:0] next")
    head, tail = ports[:start], "\nendmodule\n"
    faults = {
        "y: TVALID or its payload changed before TREADY": (
            "logic [31:0] n; always_ff @(posedge ap_clk) n <= rst ? 0 : n + 1;"
            "assign x_TREADY = 1'b1, y_TVALID = x_TVALID, y_TDATA = n, y_TLAST = 1'b0;"
        ),
        r"broken.sv:\d+: Assertion failed in TOP.bench_axis: no 77": (
            "assign x_TREADY = y_TREADY, y_TVALID = x_TVALID, y_TDATA = x_TDATA, y_TLAST = x_TLAST;"
            'always_ff @(posedge ap_clk) assert (!x_TVALID || x_TDATA != 77) else $error("no 77");'
        ),
    }
    for index, (message, body) in enumerate(faults.items()):
        source = tmp_path / str(index) / "broken.sv"
        source.parent.mkdir()
        source.write_text(head + body + tail)
        with Simulator(build([source], "bench_axis")) as simulator:
            simulator.stall_stream("y", 0.5)
            simulator.push("x", np.arange(200, dtype=np.uint32))
            with pytest.raises(WorkError, match=message):
                simulator.run_until_beats("y", 200, 2_000)


@pytest.mark.parametrize(
    ("kind", "magic"), [("fst", b"\x00"), pytest.param("vcd", b"$version", marks=pytest.mark.slow)]
)
def test_waves(tmp_path: Path, kind: str, magic: bytes) -> None:
    sources = [SIM / "rtl" / "bench_axis.sv", *module_files(["hwp_skid"])]
    path = tmp_path / f"out.{kind}"
    with Simulator(build(sources, "bench_axis", trace=kind)) as simulator:
        simulator.open_waves(path)
        simulator.push("x", np.arange(20, dtype=np.uint32))
        simulator.run_until_beats("y", 20, 100)
        simulator.close_waves()
    content = path.read_bytes()
    assert content.startswith(magic)
    assert len(content) > 500
    with (
        Simulator(build(sources, "bench_axis")) as simulator,
        pytest.raises(WorkError, match="build the simulator with trace='fst'"),
    ):
        simulator.open_waves(tmp_path / "no.fst")


def test_build_errors(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.sv: the RTL file does not exist"):
        build([tmp_path / "gone.sv"], "gone")
    bad = tmp_path / "bad.sv"
    bad.write_text("module bad(input wire ap_clk);\n  assign x = ;\nendmodule\n")
    with pytest.raises(WorkError, match=r"Verilator: %Error: .*bad.sv:2:\d+: syntax error"):
        build([bad], "bad")
    clockless = tmp_path / "clockless.sv"
    clockless.write_text("module clockless(input wire a, output wire b); assign b = a; endmodule\n")
    with pytest.raises(InputError, match=r"has no clock \(limit: one of ap_clk"):
        build([clockless], "clockless")


def test_second_build_is_free(copy_folder: Path) -> None:
    start = time.perf_counter()
    again = build(
        [SIM / "rtl" / "bench_copy.sv", *module_files()],
        "bench_copy",
        watch=["state_reg", "credit_reg"],
    )
    assert again == copy_folder
    assert time.perf_counter() - start < 8.0  # a build takes twice that
