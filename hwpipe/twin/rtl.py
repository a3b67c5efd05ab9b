"""Logic of a twin: the accelerator's compiled RTL, registers through its AXI4-Lite port.

The simulator has memory of its own. What a list names is copied there at the start, and what it
may write is copied back at the end, before any register says that it has ended; between the two
the logic runs in a thread, some thousand cycles at a time, so that registers can be read.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from hwpipe.accel.machine import Machine, build_simulator
from hwpipe.conv import ConvConfig
from hwpipe.errors import HwpipeError, InputError
from hwpipe.fpga.interface import (
    COMMAND_BYTES,
    HEADER_BYTES,
    MAX_COMMANDS,
    MAX_REGIONS,
    REGISTERS,
    RUNNING,
    Region,
    decode_list,
)
from hwpipe.overlay.kernel import config_of_entry
from hwpipe.overlay.manifest import load_manifest
from hwpipe.overlay.twin_files import MANIFEST
from hwpipe.rtl.registers import AP_START
from hwpipe.twin.faults import Refused
from hwpipe.twin.memory import ContiguousMemory

__all__ = ["RtlLogic", "prepare"]

#: Cycles between two looks for a register access that waits: some 20 ms.
_SLICE_CYCLES = 20_000
_STATE = REGISTERS["STATE"]


def prepare(board: str, package: Path) -> None:
    """Compile the simulators of a package's overlays for a board, or find them in the cache.

    Raises:
        InputError: no such package, or a kernel that the twin does not know.
        WorkError: no compiler, or it failed.
    """
    for entry in load_manifest(package / MANIFEST).find(board=board, twin=True):
        build_simulator(config_of_entry(entry), entry.port_count)


class RtlLogic:
    """The accelerator's RTL under a clock.

    Args:
        memory: that it reaches.
        config: of the kernels.
        ports: AXI4 ports.

    Raises:
        WorkError: the simulator cannot be built.
    """

    def __init__(self, memory: ContiguousMemory, config: ConvConfig, ports: int) -> None:
        self._memory = memory
        self._machine = Machine(config, ports)
        self._sim = self._machine.simulator
        self._lock, self._waiting = threading.Lock(), 0
        self._regions: tuple[Region, ...] = ()
        self._running = self._closed = False
        self._broken: str | None = None
        self._thread: threading.Thread | None = None

    # -- registers -------------------------------------------------------------------------------

    def read(self, offset: int) -> int:
        """A register, over AXI4-Lite."""
        with self._turn():
            value = self._sim.read_register(offset)
            self._settle()
            return value

    def write(self, offset: int, value: int) -> None:
        """Write a register, over AXI4-Lite."""
        with self._turn():
            starts = offset == REGISTERS["CTRL"] and value & AP_START and not self._running
            if starts:
                self._copy_in()
            self._sim.write_register(offset, value)
            if starts:
                self._running = True
                self._thread = threading.Thread(target=self._run, daemon=True)
                self._thread.start()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The simulator for one access: the running thread lets it go between two slices."""
        self._waiting += 1
        self._lock.acquire()
        self._waiting -= 1
        try:
            if self._broken is not None:
                raise Refused(self._broken, "INTERNAL")
            yield
        except HwpipeError as error:
            self._broken, self._running = f"the simulation broke: {error}", False
            raise Refused(self._broken, "INTERNAL") from error
        finally:
            self._lock.release()

    # -- running ---------------------------------------------------------------------------------

    def _run(self) -> None:
        """Let the clock run until the list has ended."""
        while True:
            while self._waiting:
                time.sleep(2e-4)
            with self._lock:
                if self._closed or not self._running:
                    return
                try:
                    self._sim.step(_SLICE_CYCLES)
                    self._settle()
                except HwpipeError as error:
                    self._broken, self._running = f"the simulation broke: {error}", False

    def _settle(self) -> None:
        """Copy results back once the list has ended."""
        if not self._running or self._sim.read_register(_STATE) == RUNNING:
            return
        for region in self._regions:
            at = region.base - self._memory.base
            if region.writable and at >= 0 and at + region.size <= self._memory.data.size:
                target = self._memory.data[at : at + region.size]
                target[:] = self._sim.read(region.base, region.size, np.uint8)
        self._running = False

    def _copy_in(self) -> None:
        """Give the simulator what the list names, or everything where it is no list."""
        address = self._sim.read_register(REGISTERS["LIST"])
        address |= self._sim.read_register(REGISTERS["LIST"] + 4) << 32
        self._sim.free_all()
        base, data = self._memory.base, self._memory.data
        self._sim.allow(base, data.size, writable=True)
        listed = self._list_at(address)
        if listed is None:
            self._regions = ()
            spans = self._memory.spans
        else:
            raw, self._regions = listed
            spans = [(address - base, raw), *((r.base - base, r.size) for r in self._regions)]
        for at, size in spans:
            first, end = max(0, at), min(at + size, data.size)
            if first < end:
                self._sim.write(base + first, data[first:end])

    def _list_at(self, address: int) -> tuple[int, tuple[Region, ...]] | None:
        """Bytes and regions of the list at an address, None where there is none."""
        at = address - self._memory.base
        head = self._memory.data[at : at + HEADER_BYTES].tobytes() if at >= 0 else b""
        if len(head) < HEADER_BYTES:
            return None
        regions, commands = (int.from_bytes(head[k : k + 4], "little") for k in (8, 12))
        if regions > MAX_REGIONS or commands > MAX_COMMANDS:
            return None
        size = HEADER_BYTES + -(-16 * regions // 128) * 128 + COMMAND_BYTES * commands
        raw = self._memory.data[at : at + size].tobytes()
        try:
            return len(raw), decode_list(raw).regions
        except InputError:
            return None

    def close(self) -> None:
        """Stop the clock."""
        self._closed = True
        if self._thread is not None:
            self._thread.join()
        with self._lock:
            self._broken = self._broken or "another bitstream was loaded"
            self._machine.close()
