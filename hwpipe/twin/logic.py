"""Logic of a twin: the accelerator behind its registers, computed in numpy."""

from __future__ import annotations

import threading
from typing import Protocol

from hwpipe.accel.execute import Memory, Outcome, execute_list
from hwpipe.conv import ConvConfig
from hwpipe.fpga.interface import FINISHED, IDLE, REGISTERS, RUNNING, STOPPED, WRITABLE
from hwpipe.rtl.registers import AP_DONE, AP_IDLE, AP_READY, AP_START

__all__ = ["Leds", "Logic", "NumpyLogic"]

_WORD = 0xFFFFFFFF


class Logic(Protocol):
    """Registers of an IP in the programmable logic."""

    def read(self, offset: int) -> int:
        """A word."""

    def write(self, offset: int, value: int) -> None:
        """Write a word."""

    def close(self) -> None:
        """End whatever runs: another bitstream is loaded."""


class Leds:
    """An AXI GPIO (PG144): data at 0, direction at 4."""

    def __init__(self, count: int) -> None:
        self._mask = (1 << count) - 1
        self._words = {0: 0, 4: 0}

    def read(self, offset: int) -> int:
        """Data or direction, 0 elsewhere."""
        return self._words.get(offset, 0)

    def write(self, offset: int, value: int) -> None:
        """Set data or direction."""
        if offset in self._words:
            self._words[offset] = value & self._mask

    def close(self) -> None:
        """Nothing runs."""


class NumpyLogic:
    """The accelerator's registers in front of `execute_list`, which runs in a thread.

    CYCLES and the counters stay 0: numpy knows no clock. So QUIET is only kept, and of LIMIT only 1
    means something, which stops a list before its next command.

    Args:
        memory: that it reaches.
        ident: identity register.
        config: of the kernels.
    """

    def __init__(self, memory: Memory, ident: int, config: ConvConfig) -> None:
        self._memory, self._ident, self._config = memory, ident, config
        self._words = dict.fromkeys(REGISTERS.values(), 0)
        self._words[REGISTERS["LIST"] + 4] = 0
        for name, value in (("IDENT", ident & _WORD), ("STATE", IDLE)):
            self._words[REGISTERS[name]] = value
        self._words[REGISTERS["IDENT"] + 4] = ident >> 32
        self._writable = {REGISTERS[n] for n in WRITABLE} | {REGISTERS["LIST"] + 4}
        self._done = False
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def read(self, offset: int) -> int:
        """A register; reading CTRL takes its mark of the end away."""
        with self._lock:
            if offset != REGISTERS["CTRL"]:
                return self._words.get(offset, 0)
            running = self._words[REGISTERS["STATE"]] == RUNNING
            value = (AP_START if running else AP_IDLE) | (AP_DONE | AP_READY) * self._done
            self._done = False
            return value

    def write(self, offset: int, value: int) -> None:
        """Write a register; a start while a list runs is ignored."""
        with self._lock:
            if offset == REGISTERS["CTRL"]:
                if value & AP_START and self._words[REGISTERS["STATE"]] != RUNNING:
                    self._start()
                return
            if offset == REGISTERS["ISR"]:
                self._words[offset] ^= value & 3
            elif offset in self._writable:
                self._words[offset] = value & _WORD
            if offset == REGISTERS["LIMIT"] and value == 1:
                self._stop.set()

    def _start(self) -> None:
        for name in ("ERROR", "PROGRESS", "TOTAL", "DETAIL"):
            self._words[REGISTERS[name]] = 0
        self._words[REGISTERS["STATE"]] = RUNNING
        self._done = False
        self._stop.clear()
        at = REGISTERS["LIST"]
        address = self._words[at] | self._words[at + 4] << 32
        self._thread = threading.Thread(target=self._run, args=(address,), daemon=True)
        self._thread.start()

    def _run(self, address: int) -> None:
        outcome = self.compute(address)
        with self._lock:
            for name, value in (("ERROR", outcome.error), ("PROGRESS", outcome.progress),
                                ("TOTAL", outcome.total), ("DETAIL", outcome.detail)):  # fmt: skip
                self._words[REGISTERS[name]] = value
            self._words[REGISTERS["STATE"]] = STOPPED if outcome.error else FINISHED
            self._words[REGISTERS["ISR"]] |= self._words[REGISTERS["IER"]] & 1
            self._done = True

    def compute(self, address: int) -> Outcome:
        """Run the list at an address; in the thread."""

        def progress(done: int, total: int) -> None:
            with self._lock:
                self._words[REGISTERS["PROGRESS"]] = done
                self._words[REGISTERS["TOTAL"]] = total

        limit = REGISTERS["LIMIT"]
        return execute_list(
            self._memory, address, self._ident, self._config, progress=progress,
            stopped=lambda: self._stop.is_set() or self._words[limit] == 1,
        )  # fmt: skip

    def close(self) -> None:
        """Stop before the next command."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=30)
