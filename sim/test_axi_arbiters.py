"""`hwp_axi_read_arbiter` and `hwp_axi_write_arbiter`: routing, fairness, no blocking."""

from __future__ import annotations

import random
from collections import deque
from typing import Any

import cocotb

from axi import AxiMemory
from bench import Bench
from memory import Memory
from runner import Runner, bench_rtl

MASTERS = 3


class Lanes:
    """The three master ports of a wrapper, driven and read as flat vectors."""

    def __init__(self, bench: Bench, forward: str, data: str, *, sends: bool) -> None:
        """Take the wrapper's `req_*` ports and one data stream for each master."""
        dut = bench.dut
        self._dut, self._rng = dut, bench.rng
        self._width = len(getattr(dut, data)) // MASTERS
        self._valid, self._ready = (
            getattr(dut, f"{forward}_valid"),
            getattr(dut, f"{forward}_ready"),
        )
        self._data, self._sends = getattr(dut, data), sends
        self.requests: list[deque[tuple[int, int]]] = [deque() for _ in range(MASTERS)]
        self.words: list[deque[int]] = [deque() for _ in range(MASTERS)]  # to send, or received
        self.stall = [0.0] * MASTERS
        self._asked = self._offered = self._open = 0
        self.idle()

    def idle(self) -> None:
        """Offer nothing."""
        self._asked = self._offered = 0
        self._dut.req_valid.value = 0
        (self._valid if self._sends else self._ready).value = 0

    def drive(self) -> None:
        """Ask; offer data or be ready for it."""
        address = beats = word = 0
        for i in range(MASTERS):
            if self.requests[i]:
                self._asked |= 1 << i
                address |= self.requests[i][0][0] << 64 * i
                beats |= self.requests[i][0][1] << 16 * i
            go = self._rng.random() >= self.stall[i]
            if self._sends:
                if self.words[i] and go:
                    self._offered |= 1 << i
                if self._offered >> i & 1:
                    word |= self.words[i][0] << self._width * i
            else:
                self._open = self._open & ~(1 << i) | go << i
        self._dut.req_addr.value = address
        self._dut.req_beats.value = beats
        self._dut.req_valid.value = self._asked
        if self._sends:
            self._data.value = word
            self._valid.value = self._offered
        else:
            self._ready.value = self._open

    def sample(self) -> None:
        """See what was taken."""
        taken = self._asked & int(self._dut.req_ready.value)
        if self._sends:
            moved = self._offered & int(self._ready.value)
        else:
            moved = self._open & int(self._valid.value)
        for i in range(MASTERS):
            if taken >> i & 1:
                self.requests[i].popleft()
            if moved >> i & 1:
                if self._sends:
                    self.words[i].popleft()
                else:
                    bits = self._data.value
                    low = self._width * i
                    part = bits[low + self._width - 1 : low]
                    self.words[i].append(part.to_unsigned())
        self._asked &= ~taken
        self._offered &= ~moved


def _spans(rng: random.Random, size: int, width: int, count: int) -> list[tuple[int, int]]:
    spans = []
    for _ in range(count):
        beats = rng.choice((1, 3, 17, 60))
        spans.append((rng.randrange(size // width - beats) * width, beats))
    return spans


@cocotb.test()
async def reads_reach_their_master(dut: Any) -> None:
    """Each master gets its own data in order, also while another takes nothing."""
    bench = Bench(dut)
    memory = Memory()
    content = bench.rng.randbytes(8192)
    base = memory.allocate(content)
    axi = bench.add(AxiMemory(bench, "m_axi", memory, latency=10))
    lanes = bench.add(Lanes(bench, "out", "out_data", sends=False))
    width = len(dut.m_axi_rdata) // 8
    await bench.start()
    for axi.stall, stalls in (
        (0.0, [0.0, 0.0, 0.0]),
        (0.5, [0.0, 0.6, 0.2]),
        (0.2, [0.0, 1.0, 0.0]),  # master 1 takes nothing
        (0.0, [0.9, 0.0, 0.5]),
    ):
        lanes.stall = list(stalls)
        wanted: list[list[int]] = []
        for i in range(MASTERS):
            lanes.words[i].clear()
            words = []
            for offset, beats in _spans(bench.rng, len(content), width, 8):
                lanes.requests[i].append((base + offset, beats))
                for beat in range(beats):
                    first = offset + beat * width
                    words.append(int.from_bytes(content[first : first + width], "little"))
            wanted.append(words)
        free = [i for i in range(MASTERS) if lanes.stall[i] < 1.0]
        await bench.until(
            lambda w=wanted, f=free: all(len(lanes.words[i]) == len(w[i]) for i in f),
            "the data of all masters that take it",
            20_000,
        )
        lanes.stall = [0.0] * MASTERS
        await bench.until(
            lambda w=wanted: all(len(lanes.words[i]) == len(w[i]) for i in range(MASTERS)),
            "all data",
            20_000,
        )
        assert [list(words) for words in lanes.words] == wanted


@cocotb.test()
async def reads_are_fair(dut: Any) -> None:
    """Masters that all ask without end take turns burst by burst."""
    bench = Bench(dut)
    memory = Memory()
    base = memory.allocate(bytes(3 * 4096))
    axi = bench.add(AxiMemory(bench, "m_axi", memory, latency=3))
    lanes = bench.add(Lanes(bench, "out", "out_data", sends=False))
    await bench.start()
    for i in range(MASTERS):
        lanes.requests[i].extend([(base + 4096 * i, 8)] * 60)
    await bench.cycles(700)
    owners = [(address - base) // 4096 for address, _ in axi.read_bursts]
    counts = [owners.count(i) for i in range(MASTERS)]
    assert sum(counts) > 60
    assert max(counts) - min(counts) <= 2, f"bursts of the three masters: {counts}"


@cocotb.test()
async def writes_reach_memory(dut: Any) -> None:
    """Data of each master lands at its addresses, responses return to whom they belong."""
    bench = Bench(dut)
    memory = Memory()
    pages = [bytearray(bench.rng.randbytes(8192)) for _ in range(MASTERS)]
    bases = [memory.allocate(bytes(page), writable=True) for page in pages]
    axi = bench.add(AxiMemory(bench, "m_axi", memory, latency=10))
    lanes = bench.add(Lanes(bench, "in", "in_data", sends=True))
    width = len(dut.m_axi_wdata) // 8
    await bench.start()

    def finished(masters: list[int]) -> bool:
        busy = int(dut.busy.value)
        return all(
            not lanes.requests[i] and not lanes.words[i] and not busy >> i & 1 for i in masters
        )

    for axi.stall, stalls in (
        (0.0, [0.0, 0.0, 0.0]),
        (0.5, [0.0, 0.6, 0.2]),
        (0.2, [0.0, 1.0, 0.0]),  # master 1 has asked but brings nothing
        (0.0, [0.9, 0.0, 0.5]),
    ):
        lanes.stall = list(stalls)
        for i in range(MASTERS):
            for offset, beats in _spans(bench.rng, 8192, width, 8):
                lanes.requests[i].append((bases[i] + offset, beats))
                data = bench.rng.randbytes(beats * width)
                pages[i][offset : offset + len(data)] = data
                lanes.words[i].extend(
                    int.from_bytes(data[b : b + width], "little")
                    for b in range(0, len(data), width)
                )
        free = [i for i in range(MASTERS) if lanes.stall[i] < 1.0]
        await bench.until(lambda f=free: finished(f), "masters that bring data", 20_000)
        for i in free:
            assert memory.read(bases[i], 8192) == bytes(pages[i]), f"master {i}"
        lanes.stall = [0.0] * MASTERS
        await bench.until(lambda: finished([0, 1, 2]), "all masters", 20_000)
        for i in range(MASTERS):
            assert memory.read(bases[i], 8192) == bytes(pages[i]), f"master {i}"
    assert int(dut.error.value) == 0


@cocotb.test()
async def write_errors_reach_their_master(dut: Any) -> None:
    """SLVERR on one master's burst raises that master's `error` only."""
    bench = Bench(dut)
    memory = Memory()
    bases = [memory.allocate(bytes(4096), writable=True) for _ in range(MASTERS)]
    axi = bench.add(AxiMemory(bench, "m_axi", memory, latency=5))
    lanes = bench.add(Lanes(bench, "in", "in_data", sends=True))
    await bench.start()
    axi.bad = (bases[2], bases[2] + 4096)
    for i in range(MASTERS):
        lanes.requests[i].append((bases[i], 20))
        lanes.words[i].extend(range(20))
    await bench.until(lambda: not any(lanes.words) and not int(dut.busy.value), "all writes", 5_000)
    assert int(dut.error.value) == 0b100


def test_read_arbiter(runner: Runner) -> None:
    """Three read masters on one port."""
    runner.run(
        "test_axi_arbiters",
        "bench_readers",
        bench_rtl("bench_readers"),
        tests=["reads_reach_their_master", "reads_are_fair"],
    )


def test_write_arbiter(runner: Runner) -> None:
    """Three write masters on one port."""
    runner.run(
        "test_axi_arbiters",
        "bench_writers",
        bench_rtl("bench_writers"),
        tests=["writes_reach_memory", "write_errors_reach_their_master"],
    )
