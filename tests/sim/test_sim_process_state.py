"""What a simulation of an emitted kernel says when it hangs, and the waves that it records."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from hwpipe.errors import InputError, WorkError
from hwpipe.hls import load_kernel
from hwpipe.hls.builder import BuildResult, build
from hwpipe.hls.rtl_run import run_rtl, simulator_of
from hwpipe.sim.state import describe_state
from hwpipe.sim.verilator import missing_host_tools

needs_tools = pytest.mark.skipif(bool(missing_host_tools()), reason="no C++ tools on PATH")

SOURCE = """
from hwpipe.hls import Mem, Scalar, Stream, i16, i32, process, u8


@process
def total(n: Scalar(u8, min=1), x: Stream(i16), mid: Stream(i32)):
    for t in range(n):
        mid.put(x.get() * 3)


@process
def store(n: Scalar(u8, min=1), mid: Stream(i32), z: Mem(i32)):
    for t in range(n):
        z[t] = mid.get()


def schedule(s):
    s.pipeline("total", ii=1)
    s.m_axi("z", "g0", 32)
"""


@pytest.fixture(scope="module")
def starving(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    folder = tmp_path_factory.mktemp("starving")
    return build(load_kernel(Path("starving.py"), {}, source=SOURCE), folder)


def _values(items: int) -> dict[str, object]:
    return {"n": 40, "x": list(range(items)), "z": np.zeros(40, np.int64)}


@needs_tools
def test_a_starving_kernel_stops_with_both_figures_and_every_process(
    starving: BuildResult,
) -> None:
    folder = simulator_of(starving)
    assert run_rtl(starving, folder, _values(40)).cycles < 400
    with pytest.raises(WorkError) as caught:
        run_rtl(starving, folder, _values(25), predicted_cycles=200, limit_factor=1.5)
    text = str(caught.value)
    assert re.search(r"did not finish in 1,2\d\d cycles", text)  # 1.5 * 200 + 1,000
    assert "(predicted: 200 cycles)" in text
    assert re.search(r"total: running, waits for stream x, .*\bt = 25\b", text)
    assert re.search(r"store: running, waits for stream mid, .*\bt = 25\b", text)
    assert "\n" not in text


@needs_tools
def test_a_smaller_factor_stops_earlier(starving: BuildResult) -> None:
    folder = simulator_of(starving)
    stops = []
    for factor in (1.0, 8.0):
        with pytest.raises(WorkError) as caught:
            run_rtl(starving, folder, _values(3), predicted_cycles=500, limit_factor=factor)
        stops.append(int(re.search(r"in ([\d,]+) cycles", str(caught.value))[1].replace(",", "")))
    assert 1_400 < stops[0] <= 1_500
    assert 4_900 < stops[1] <= 5_000


@needs_tools
def test_waves_of_a_kernel(starving: BuildResult, tmp_path: Path) -> None:
    path = tmp_path / "out.fst"
    run_rtl(starving, simulator_of(starving, waves=path), _values(40), waves=path)
    assert path.stat().st_size > 1_000
    with pytest.raises(InputError, match=r"a file \.fst or \.vcd"):
        simulator_of(starving, waves=tmp_path / "out.bin")
    with pytest.raises(WorkError, match="waves cannot be recorded"):
        run_rtl(starving, simulator_of(starving), _values(40), waves=path)


def test_words_for_the_state() -> None:
    text = describe_state(
        {
            "u_process_load.running": 1, "u_process_load.wait_half_tile": 1,
            "u_process_load.count_p_1": 7, "u_process_store.running": 0,
            "u_process_store.wait_get_y": 0, "credit_reg": 12,
        }
    )  # fmt: skip
    assert text == ("load: running, waits for buffer tile, p = 7; store: idle; credit_reg=0xc")
