"""`hwp_fifo` and `hwp_skid`: order, capacity, rate, and random stalls on both sides."""

from __future__ import annotations

from typing import Any

import cocotb
import pytest

from axi_stream import Sink, Source
from bench import Bench, settings
from hwpipe.rtl import module_files
from runner import Runner


def _ends(bench: Bench) -> tuple[Source, Sink]:
    dut = bench.dut
    source = bench.add(Source(dut.in_valid, dut.in_ready, dut.in_data, bench.rng))
    sink = bench.add(Sink(dut.out_valid, dut.out_ready, dut.out_data, bench.rng))
    return source, sink


def _words(bench: Bench, count: int) -> list[int]:
    width = len(bench.dut.in_data)
    return [bench.rng.getrandbits(width) for _ in range(count)]


@cocotb.test()
async def order_under_stalls(dut: Any) -> None:
    """Every word comes out once and in order, whatever the two sides do."""
    bench = Bench(dut)
    source, sink = _ends(bench)
    await bench.start()
    sent: list[int] = []
    for source.stall, sink.stall in ((0.0, 0.0), (0.5, 0.0), (0.0, 0.5), (0.3, 0.6), (0.8, 0.1)):
        words = _words(bench, 300)
        sent += words
        source.push(words)
        total = len(sent)
        await bench.until(lambda n=total: len(sink.words) == n, "all words at the output", 5_000)
        assert sink.words == sent


@cocotb.test()
async def full_rate(dut: Any) -> None:
    """Without stalls a word passes in every cycle."""
    bench = Bench(dut)
    source, sink = _ends(bench)
    await bench.start()
    source.push(_words(bench, 400))
    took = await bench.until(lambda: len(sink.words) == 400, "400 words", 2_000)
    # DEPTH 1 must be emptied before it is filled again
    rate = 1 if settings()["capacity"] > 1 else 2
    assert took <= 400 * rate + 4, f"400 words took {took} cycles"


@cocotb.test()
async def capacity(dut: Any) -> None:
    """With a closed output exactly the stated number of words fits, and none is lost."""
    bench = Bench(dut)
    source, sink = _ends(bench)
    await bench.start()
    words = _words(bench, settings()["capacity"] + 8)
    for _ in range(3):  # pointers wrap
        sink.words.clear()
        sent = source.sent
        sink.stall = 1.0
        source.push(words)
        await bench.cycles(len(words) + 8)
        assert source.sent - sent == settings()["capacity"]
        assert int(dut.in_ready.value) == 0
        if hasattr(dut, "count"):
            assert int(dut.count.value) == settings()["capacity"]
        sink.stall = 0.0
        await bench.until(lambda: len(sink.words) == len(words), "all words", 1_000)
        assert sink.words == words


@cocotb.test()
async def reset_empties(dut: Any) -> None:
    """A reset in the middle forgets all words and the next ones pass."""
    bench = Bench(dut)
    source, sink = _ends(bench)
    await bench.start()
    sink.stall = 1.0
    source.push(_words(bench, 5))
    await bench.cycles(10)
    await bench.reset()
    await bench.cycles(3)
    assert int(dut.out_valid.value) == 0
    sink.stall = 0.3
    words = _words(bench, 50)
    source.push(words)
    await bench.until(lambda: len(sink.words) == 50, "the words after reset", 1_000)
    assert sink.words == words


SHAPES = [
    pytest.param(8, 16, 2048, 16, id="distributed"),
    pytest.param(33, 13, 64, 14, id="block"),
    pytest.param(1, 1, 2048, 1, id="depth1", marks=pytest.mark.slow),
    pytest.param(5, 2, 2048, 2, id="depth2", marks=pytest.mark.slow),
    pytest.param(72, 64, 2048, 65, id="block64", marks=pytest.mark.slow),
    pytest.param(16, 3, 1, 4, id="block3", marks=pytest.mark.slow),
]


@pytest.mark.parametrize(("width", "depth", "block_bits", "capacity"), SHAPES)
def test_fifo(runner: Runner, width: int, depth: int, block_bits: int, capacity: int) -> None:
    """The FIFO in its distributed and its block RAM form."""
    runner.run(
        "test_streams",
        "hwp_fifo",
        module_files(["hwp_fifo"]),
        parameters={"WIDTH": width, "DEPTH": depth, "BLOCK_BITS": block_bits},
        settings={"capacity": capacity},
    )


def test_skid(runner: Runner) -> None:
    """The skid buffer holds two words."""
    runner.run(
        "test_streams",
        "hwp_skid",
        module_files(["hwp_skid"]),
        parameters={"WIDTH": 12},
        settings={"capacity": 2},
    )
