"""AXI4 slave with memory: random stalls on every channel, latency, the protocol's rules checked.

Rules are those of ARM IHI 0022 (AXI4): an offer stays until it is taken, bursts are INCR, at most
256 beats, within 4 KB, WLAST on the last beat, strobes within the beat.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Any

from bench import Bench
from memory import Memory

__all__ = ["AxiMemory"]


@dataclass
class _Burst:
    address: int
    beats: int
    size: int
    ready_cycle: int
    identifier: int
    done: int = 0

    @property
    def beat_address(self) -> int:
        size = 1 << self.size
        return self.address // size * size + self.done * size


class AxiMemory:
    """The slave behind one `m_axi` port, read channels, write channels or both.

    Attributes:
        stall: chance of each channel to pause in a cycle.
        latency: cycles from an address to its data, and from the last data to its response.
        bad: addresses (first, end) that are answered with SLVERR.
    """

    def __init__(
        self,
        bench: Bench,
        prefix: str,
        memory: Memory,
        *,
        stall: float = 0.0,
        latency: int = 1,
        outstanding: int = 8,
    ) -> None:
        """Find the signals `<prefix>_araddr`, ... in either case."""
        self._bench, self._rng, self.memory = bench, bench.rng, memory
        self._prefix, self.stall, self.latency = prefix, stall, latency
        self._outstanding = outstanding
        self.bad: tuple[int, int] = (0, 0)
        dut = bench.dut

        def pins(names: str) -> dict[str, Any]:
            found = {}
            for name in names.split():
                for candidate in (f"{prefix}_{name.upper()}", f"{prefix}_{name}"):
                    if hasattr(dut, candidate):
                        found[name] = getattr(dut, candidate)
            return found

        self._r = pins(
            "araddr arlen arsize arburst arid arvalid arready rdata rresp rlast rid rvalid rready"
        )
        self._w = pins(
            "awaddr awlen awsize awburst awid awvalid awready wdata wstrb wlast wvalid wready "
            "bresp bid bvalid bready"
        )
        self._reads, self._writes = "arvalid" in self._r, "awvalid" in self._w
        assert self._reads or self._writes, f"no port {prefix}"
        self._bytes = len(self._r["rdata"] if self._reads else self._w["wdata"]) // 8
        self.read_bursts: list[tuple[int, int]] = []  # (address, beats) in the order of arrival
        self.write_bursts: list[tuple[int, int]] = []
        self.read_beats = 0  # beats of read data taken by the master
        self._read_queue: deque[_Burst] = deque()
        self._write_queue: deque[_Burst] = deque()
        self._early: deque[tuple[int, int, int]] = deque()
        self._responses: deque[tuple[int, int, int]] = deque()
        self._held: dict[str, tuple[int, ...] | None] = {}
        self.idle()

    def idle(self) -> None:
        """Forget everything under way."""
        for queue in (self._read_queue, self._write_queue, self._early, self._responses):
            queue.clear()
        self._held = {"ar": None, "aw": None, "w": None}
        self._offer_r = self._offer_b = self._open_ar = self._open_aw = self._open_w = False
        for group, names in ((self._r, "arready rvalid"), (self._w, "awready wready bvalid")):
            for name in names.split():
                if name in group:
                    group[name].value = 0

    @property
    def quiet(self) -> bool:
        """Whether no transfer is under way."""
        return not (self._read_queue or self._write_queue or self._early or self._responses)

    def _pause(self) -> bool:
        return self._rng.random() < self.stall

    def _response(self, address: int) -> int:
        return 2 if self.bad[0] <= address < self.bad[1] else 0

    def drive(self) -> None:
        """Set ready signals, offer read data and write responses."""
        if self._reads:
            self._drive_read()
        if self._writes:
            self._drive_write()

    def _drive_read(self) -> None:
        pins, queue = self._r, self._read_queue
        self._open_ar = len(queue) < self._outstanding and not self._pause()
        pins["arready"].value = int(self._open_ar)
        due = bool(queue) and queue[0].ready_cycle <= self._bench.cycle
        if not self._offer_r and due and not self._pause():
            burst = queue[0]
            base = burst.beat_address // self._bytes * self._bytes
            pins["rdata"].value = int.from_bytes(self.memory.read(base, self._bytes), "little")
            pins["rresp"].value = self._response(burst.beat_address)
            pins["rlast"].value = int(burst.done + 1 == burst.beats)
            if "rid" in pins:
                pins["rid"].value = burst.identifier
            self._offer_r = True
        pins["rvalid"].value = int(self._offer_r)

    def _drive_write(self) -> None:
        pins = self._w
        under_way = len(self._write_queue) + len(self._responses)
        self._open_aw = under_way < self._outstanding and not self._pause()
        pins["awready"].value = int(self._open_aw)
        self._open_w = len(self._early) < 4 and not self._pause()
        pins["wready"].value = int(self._open_w)
        if not self._offer_b and self._responses:
            ready_cycle, response, identifier = self._responses[0]
            if ready_cycle <= self._bench.cycle and not self._pause():
                pins["bresp"].value = response
                if "bid" in pins:
                    pins["bid"].value = identifier
                self._offer_b = True
        pins["bvalid"].value = int(self._offer_b)

    def sample(self) -> None:
        """Take addresses and data that are offered, and check the rules."""
        if self._reads:
            self._sample_read()
        if self._writes:
            self._sample_write()

    def _stable(self, channel: str, valid: int, payload: tuple[int, ...], taken: bool) -> None:
        held = self._held[channel]
        if held is not None:
            where = f"cycle {self._bench.cycle}: {self._prefix} {channel.upper()}"
            assert valid, f"{where}VALID fell before it was taken"
            assert payload == held, f"{where} payload changed before it was taken"
        self._held[channel] = payload if valid and not taken else None

    def _address(self, pins: dict[str, Any], channel: str) -> _Burst:
        address, beats = int(pins[f"{channel}addr"].value), int(pins[f"{channel}len"].value) + 1
        full = self._bytes.bit_length() - 1
        size = int(pins[f"{channel}size"].value) if f"{channel}size" in pins else full
        kind = int(pins[f"{channel}burst"].value) if f"{channel}burst" in pins else 1
        identifier = int(pins[f"{channel}id"].value) if f"{channel}id" in pins else 0
        what = f"{self._prefix} {channel.upper()} {address:#x}, {beats} beats of {1 << size} bytes"
        assert kind == 1, f"{what}: burst type {kind} is not INCR"
        assert size <= full, f"{what}: wider than the bus of {self._bytes} bytes"
        first = address >> size << size
        last = first + (beats << size) - 1
        assert first // 4096 == last // 4096, f"{what}: crosses a 4 KB boundary"
        return _Burst(address, beats, size, self._bench.cycle + self.latency, identifier)

    def _sample_read(self) -> None:
        pins = self._r
        valid = int(pins["arvalid"].value)
        taken = bool(valid and self._open_ar)
        payload = (int(pins["araddr"].value), int(pins["arlen"].value)) if valid else ()
        self._stable("ar", valid, payload, taken)
        if self._offer_r and int(pins["rready"].value):
            self._offer_r = False
            self.read_beats += 1
            burst = self._read_queue[0]
            burst.done += 1
            if burst.done == burst.beats:
                self._read_queue.popleft()
        if taken:
            burst = self._address(pins, "ar")
            self.memory.check_read(burst.beat_address, burst.beats << burst.size)
            self._read_queue.append(burst)
            self.read_bursts.append((burst.address, burst.beats))

    def _sample_write(self) -> None:
        pins = self._w
        valid = int(pins["awvalid"].value)
        taken = bool(valid and self._open_aw)
        payload = (int(pins["awaddr"].value), int(pins["awlen"].value)) if valid else ()
        self._stable("aw", valid, payload, taken)
        if taken:
            burst = self._address(pins, "aw")
            self._write_queue.append(burst)
            self.write_bursts.append((burst.address, burst.beats))
        valid = int(pins["wvalid"].value)
        taken = bool(valid and self._open_w)
        beat = (0, 0, 0)
        if valid:
            data, strobe = int(pins["wdata"].value), int(pins["wstrb"].value)
            beat = (data, strobe, int(pins["wlast"].value))
        self._stable("w", valid, beat, taken)
        if taken:
            self._early.append(beat)
        if self._offer_b and int(pins["bready"].value):
            self._offer_b = False
            self._responses.popleft()
        while self._early and self._write_queue:
            self._store(*self._early.popleft())

    def _store(self, data: int, strobe: int, last: int) -> None:
        burst = self._write_queue[0]
        base = burst.beat_address // self._bytes * self._bytes
        lane = burst.beat_address - base
        allowed = ((1 << (1 << burst.size)) - 1) << lane
        assert not strobe & ~allowed, f"{self._prefix}: WSTRB {strobe:#x} outside of the beat"
        for index in range(self._bytes):
            if strobe >> index & 1:
                self.memory.check_write(base + index)
                self.memory.write(base + index, bytes([data >> 8 * index & 0xFF]))
        burst.done += 1
        assert last == (burst.done == burst.beats), (
            f"{self._prefix}: WLAST is {last} at beat {burst.done} of {burst.beats}"
        )
        if burst.done == burst.beats:
            ready = self._bench.cycle + self.latency
            self._responses.append((ready, self._response(burst.address), burst.identifier))
            self._write_queue.popleft()
