"""`hwp_axi_read` and `hwp_axi_write`: data, bursts, back-pressure, rate, latched errors."""

from __future__ import annotations

from typing import Any

import cocotb
import pytest

from axi import AxiMemory
from axi_stream import Joined, Sink, Source
from bench import Bench, settings
from hwpipe.rtl import module_files
from memory import Memory
from runner import Runner

STALLS = ((0.0, 0.0), (0.6, 0.0), (0.0, 0.6), (0.4, 0.4))  # (memory, the other side)


def _requests(bench: Bench, base: int, size: int, width: int, count: int) -> list[tuple[int, int]]:
    """Return (address, beats) inside of a buffer, short, long, at page ends and at random."""
    rng, found = bench.rng, []
    for index in range(count):
        beats = (1, 2, rng.randint(3, 20), rng.randint(20, 150))[index % 4]
        word = rng.randrange(size // width - beats)
        if index % 3 == 0:  # around a page boundary
            page = rng.randrange(1, size // 4096)
            word = min(max(page * (4096 // width) - rng.randrange(beats + 1), 0), word + beats)
            word = min(word, size // width - beats)
        found.append((base + word * width, beats))
    return found


class ReadBench:
    """A read master between random requests and a slave."""

    def __init__(self, dut: Any) -> None:
        """Join the models."""
        self.bench = bench = Bench(dut)
        self.memory = Memory()
        self.size = 4 * 4096
        self.content = bench.rng.randbytes(self.size)
        self.base = self.memory.allocate(self.content)
        self.axi = bench.add(AxiMemory(bench, "m_axi", self.memory))
        self.fields = Joined(dut.req_addr, dut.req_beats)
        self.requests = bench.add(Source(dut.req_valid, dut.req_ready, self.fields, bench.rng))
        self.out = bench.add(Sink(dut.out_valid, dut.out_ready, dut.out_data, bench.rng))
        self.width = len(dut.out_data) // 8
        self._asked: list[int] = []  # beats of all requests
        self._missing = 0
        bench.add(self)

    def drive(self) -> None:
        """Nothing to drive."""

    def sample(self) -> None:
        """While data of a request is missing the master must say that it is busy."""
        if self._missing:
            assert int(self.bench.dut.busy.value), f"idle though {self._missing} beats are missing"
        self._missing = sum(self._asked[: self.requests.sent]) - self.axi.read_beats

    def idle(self) -> None:
        """Forget what was asked, as the master does in reset."""
        self._asked.clear()
        self.requests.sent = self.axi.read_beats = self._missing = 0

    def ask(self, requests: list[tuple[int, int]]) -> list[int]:
        """Queue requests and return the words that must come."""
        words = []
        for address, beats in requests:
            self.requests.push([self.fields.pack(address, beats)])
            self._asked.append(beats)
            for beat in range(beats):
                first = address - self.base + beat * self.width
                words.append(int.from_bytes(self.content[first : first + self.width], "little"))
        return words


@cocotb.test()
async def reads_what_is_asked(dut: Any) -> None:
    """Data comes in order, in legal bursts, whatever stalls."""
    top = ReadBench(dut)
    bench = top.bench
    await bench.start()
    for top.axi.stall, top.out.stall in STALLS:
        top.axi.latency = bench.rng.choice((1, 5, 60))
        top.out.words.clear()
        words = top.ask(_requests(bench, top.base, top.size, top.width, 12))
        await bench.until(lambda w=words: len(top.out.words) == len(w), "all data", 20_000)
        assert top.out.words == words
        await bench.cycles(4)
        assert not int(dut.busy.value)
        assert not int(dut.error.value)
    longest = max(beats for _, beats in top.axi.read_bursts)
    assert 1 < longest <= settings()["MAX_BURST"]


@cocotb.test()
async def never_blocks_the_port(dut: Any) -> None:
    """With a consumer that takes nothing, all data that was asked for is still accepted."""
    top = ReadBench(dut)
    bench = top.bench
    await bench.start()
    top.out.stall = 1.0
    words = top.ask(_requests(bench, top.base, top.size, top.width, 16))
    asked = 0
    for _ in range(1500):
        await bench.step()
        if int(dut.m_axi_rvalid.value):
            assert int(dut.m_axi_rready.value), "read data waits for the consumer"
    asked = sum(beats for _, beats in top.axi.read_bursts)
    room = settings()["BUFFER_BEATS"]
    assert min(len(words), room) - settings()["MAX_BURST"] < asked <= room
    top.out.stall = 0.2
    await bench.until(lambda: len(top.out.words) == len(words), "all data", 20_000)
    assert top.out.words == words


@cocotb.test()
async def read_rate(dut: Any) -> None:
    """A buffer of latency + burst keeps the port busy: one beat a cycle after the first."""
    top = ReadBench(dut)
    bench = top.bench
    await bench.start()
    top.axi.latency = settings()["BUFFER_BEATS"] - settings()["MAX_BURST"] - 4
    beats = min(1000, top.size // top.width)
    top.ask([(top.base, beats)])
    took = await bench.until(lambda: len(top.out.words) == beats, "all data", 20_000)
    assert took <= beats + top.axi.latency + 12, f"{beats} beats took {took} cycles"


@cocotb.test()
async def read_error_is_kept(dut: Any) -> None:
    """SLVERR on one beat raises `error`, which stays until reset."""
    top = ReadBench(dut)
    bench = top.bench
    await bench.start()
    top.axi.bad = (top.base + 5 * top.width, top.base + 6 * top.width)
    top.ask([(top.base, 5)])
    await bench.until(lambda: len(top.out.words) == 5, "good data")
    assert not int(dut.error.value)
    top.ask([(top.base, 20), (top.base, 3)])
    await bench.until(lambda: len(top.out.words) == 28, "the rest")
    assert int(dut.error.value)
    await bench.reset()
    assert not int(dut.error.value)


class WriteBench:
    """A write master between random requests, random data and a slave."""

    def __init__(self, dut: Any) -> None:
        """Join the models."""
        self.bench = bench = Bench(dut)
        self.memory = Memory()
        self.size = 4 * 4096
        self.image = bytearray(bench.rng.randbytes(self.size))
        self.base = self.memory.allocate(bytes(self.image), writable=True)
        self.axi = bench.add(AxiMemory(bench, "m_axi", self.memory))
        self.fields = Joined(dut.req_addr, dut.req_beats)
        self.data = Joined(dut.in_data, dut.in_strb)
        self.requests = bench.add(Source(dut.req_valid, dut.req_ready, self.fields, bench.rng))
        self.source = bench.add(Source(dut.in_valid, dut.in_ready, self.data, bench.rng))
        self.width = len(dut.in_data) // 8

    def ask(self, requests: list[tuple[int, int]], strobes: bool) -> None:
        """Queue requests with random data and keep what memory must hold."""
        rng = self.bench.rng
        full = (1 << self.width) - 1
        for address, beats in requests:
            self.requests.push([self.fields.pack(address, beats)])
            for beat in range(beats):
                word = rng.getrandbits(8 * self.width)
                strobe = rng.choice((full, full, rng.getrandbits(self.width))) if strobes else full
                self.source.push([self.data.pack(word, strobe)])
                for lane in range(self.width):
                    if strobe >> lane & 1:
                        place = address - self.base + beat * self.width + lane
                        self.image[place] = word >> 8 * lane & 0xFF

    @property
    def done(self) -> bool:
        """Whether everything was taken and answered, as a kernel sees it."""
        return self.requests.empty and self.source.empty and not int(self.bench.dut.busy.value)


@cocotb.test()
async def writes_what_is_given(dut: Any) -> None:
    """When `busy` falls memory holds exactly the data, byte strobes included."""
    top = WriteBench(dut)
    bench = top.bench
    await bench.start()
    for top.axi.stall, top.source.stall in STALLS:
        top.requests.stall = top.source.stall
        top.axi.latency = bench.rng.choice((1, 5, 60))
        top.ask(_requests(bench, top.base, top.size, top.width, 12), strobes=True)
        await bench.until(lambda: top.done, "all data", 20_000)
        assert top.memory.read(top.base, top.size) == bytes(top.image)
        assert not int(dut.error.value)
    longest = max(beats for _, beats in top.axi.write_bursts)
    assert 1 < longest <= settings()["MAX_BURST"]


@cocotb.test()
async def never_announces_without_data(dut: Any) -> None:
    """A burst is announced only when all of its data is inside: W never waits for a producer."""
    top = WriteBench(dut)
    bench = top.bench
    await bench.start()
    top.source.stall = 0.7
    top.ask(_requests(bench, top.base, top.size, top.width, 10), strobes=False)
    announced = 0
    while not top.done:
        taken = top.source.sent
        await bench.step()
        announced = sum(beats for _, beats in top.axi.write_bursts)
        assert announced <= taken, "a burst was announced before its data had come"
        assert bench.cycle < 20_000
    assert announced == top.source.sent


@cocotb.test()
async def write_rate(dut: Any) -> None:
    """One beat a cycle, latency of the responses hidden by outstanding bursts."""
    top = WriteBench(dut)
    bench = top.bench
    await bench.start()
    # what OUTSTANDING (8) bursts can hide
    top.axi.latency = max(1, min(30, 8 * settings()["MAX_BURST"] - 12))
    beats = min(1000, top.size // top.width)
    top.ask([(top.base, beats)], strobes=False)
    took = await bench.until(lambda: top.done, "all data", 20_000)
    most = beats + settings()["MAX_BURST"] + top.axi.latency + 16
    assert took <= most, f"{beats} beats took {took} cycles, at most {most} expected"


@cocotb.test()
async def write_error_is_kept(dut: Any) -> None:
    """SLVERR on one burst raises `error`, which stays until reset."""
    top = WriteBench(dut)
    bench = top.bench
    await bench.start()
    top.ask([(top.base, 5)], strobes=False)
    await bench.until(lambda: top.done, "good data")
    assert not int(dut.error.value)
    top.axi.bad = (top.base, top.base + 1)
    top.ask([(top.base, 5), (top.base + 1024, 5)], strobes=False)
    await bench.until(lambda: top.done, "the rest")
    assert int(dut.error.value)
    await bench.reset()
    assert not int(dut.error.value)


READ_TESTS = [
    "reads_what_is_asked",
    "never_blocks_the_port",
    "read_rate",
    "read_error_is_kept",
]
WRITE_TESTS = [
    "writes_what_is_given",
    "never_announces_without_data",
    "write_rate",
    "write_error_is_kept",
]
SHAPES = [
    pytest.param((64, 16, 64), id="64bit"),
    pytest.param((8, 2, 8), id="8bit", marks=pytest.mark.slow),
    pytest.param((32, 256, 512), id="32bit", marks=pytest.mark.slow),
    pytest.param((128, 64, 128), id="128bit", marks=pytest.mark.slow),
    pytest.param((512, 64, 200), id="512bit", marks=pytest.mark.slow),
]


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize(
    ("top", "tests"), [("hwp_axi_read", READ_TESTS), ("hwp_axi_write", WRITE_TESTS)]
)
def test_axi_master(
    runner: Runner, top: str, tests: list[str], shape: tuple[int, int, int]
) -> None:
    """Both masters at several widths of bus, burst and buffer."""
    data_w, burst, buffer = shape
    runner.run(
        "test_axi_masters",
        top,
        module_files([top]),
        parameters={"DATA_W": data_w, "MAX_BURST": burst, "BUFFER_BEATS": buffer},
        tests=tests,
    )
