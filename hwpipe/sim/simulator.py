"""Run a compiled simulator: memory, registers, streams, clock cycles.

One `Simulator` is one instance of a kernel with its memory; several may live in one process.
"""

from __future__ import annotations

import ctypes
from pathlib import Path

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.buses import Buses
from hwpipe.sim.library import PortSettings, PortUse, Taken
from hwpipe.sim.state import describe_state

__all__ = ["PortSettings", "PortUse", "Simulator", "Taken"]


class Simulator(Buses):
    """A kernel under a clock, with memory behind its ports.

    Attributes:
        ports: the kernel's ports, grouped.
    """

    def __init__(self, folder: Path, seed: int = 1, reset_cycles: int = 16) -> None:
        """Load what `compiled.build` made and reset the kernel.

        Args:
            folder: the simulator's folder.
            seed: of random stalls and of the values of registers that are not reset.
            reset_cycles: how long reset is held.

        Raises:
            WorkError: the kernel broke a rule during reset.
        """
        super().__init__(folder, seed)
        self._watches = {
            self._lib.hwp_watch_name(self._sim, index).decode(): index
            for index in range(self._lib.hwp_watch_count(self._sim))
        }
        self.reset(reset_cycles)

    def close(self) -> None:
        """Free the simulator and finish a file of waves; may be called twice."""
        if self._sim is not None:
            self._lib.hwp_destroy(self._sim)
            self._sim = None

    def __enter__(self) -> Simulator:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if getattr(self, "_sim", None) is not None:
            self.close()

    # -- clock ---------------------------------------------------------------------------------

    @property
    def cycle(self) -> int:
        """Clock cycles since the simulator was made, resets included."""
        return int(self._lib.hwp_cycle(self._sim))

    @property
    def irq(self) -> bool:
        """Level of the interrupt after the last cycle."""
        return bool(self._lib.hwp_irq(self._sim))

    @property
    def irq_cycle(self) -> int:
        """Cycle at which the interrupt last rose."""
        return int(self._lib.hwp_irq_cycle(self._sim))

    @property
    def printed(self) -> str:
        """What `$display` and assertions of the kernel printed."""
        return str(self._lib.hwp_printed(self._sim).decode(errors="replace"))

    def reset(self, cycles: int = 16) -> None:
        """Hold reset for some cycles; memory keeps its content.

        Raises:
            WorkError: the kernel offered a transfer during reset.
        """
        self._lib.hwp_reset(self._sim, cycles)
        self._raise_error()

    def _state_text(self) -> str | None:
        state = describe_state(self.state())
        return f"state: {state}" if state else None

    def step(self, cycles: int = 1) -> None:
        """Run a number of cycles.

        Raises:
            WorkError: an assertion of the kernel failed or it broke a protocol rule.
        """
        self._run(cycles, 0, -1, 0, 0)

    def _run(self, limit: int, irq: int, sink: int, beats: int, quiet: int) -> int:
        status = int(self._lib.hwp_run(self._sim, limit, irq, sink, beats, quiet))
        self._raise_error()
        if status == -2:
            raise WorkError(f"the kernel called $finish in cycle {self.cycle}")
        return status

    def run_until_irq(self, limit_cycles: int, quiet_cycles: int = 0) -> int:
        """Run until the interrupt is high and return the cycles that took.

        Args:
            limit_cycles: how long at most.
            quiet_cycles: stop also if no port transfers anything for so long; 0: never.

        Raises:
            WorkError: neither happened in time; the message gives the state of the kernel.
        """
        start = self.cycle
        status = self._run(limit_cycles, 1, -1, 0, quiet_cycles)
        if status != 1:
            raise self._overrun("finish", start, limit_cycles, status)
        return self.cycle - start

    def run_until_beats(
        self, stream: str, beats: int, limit_cycles: int, quiet_cycles: int = 0
    ) -> int:
        """Run until a stream has delivered so many beats that were not yet popped.

        Raises:
            WorkError: as for `run_until_irq`.
        """
        start = self.cycle
        index = self._stream(stream, source=False)
        status = self._run(limit_cycles, 0, index, beats, quiet_cycles)
        if status != 1:
            have = int(self._lib.hwp_stream_waiting(self._sim, index))
            verb = f"deliver {beats} beats on {stream} ({have} came)"
            raise self._overrun(verb, start, limit_cycles, status)
        return self.cycle - start

    def run_until_change(self, name: str, limit_cycles: int, quiet_cycles: int = 0) -> int:
        """Run until a watched signal changes or the interrupt is high; returns the cycles.

        Args:
            name: of at most 64 bits.
            limit_cycles: how long at most.
            quiet_cycles: stop also if no port transfers anything for so long; 0: never.

        Raises:
            WorkError: as for `run_until_irq`.
        """
        start = self.cycle
        status = int(
            self._lib.hwp_run_change(self._sim, self._watch(name), limit_cycles, quiet_cycles)
        )
        self._raise_error()
        if status == -2:
            raise WorkError(f"the kernel called $finish in cycle {self.cycle}")
        if status != 1:
            raise self._overrun(f"change {name}", start, limit_cycles, status)
        return self.cycle - start

    def _overrun(self, verb: str, start: int, limit: int, status: int) -> WorkError:
        ran = self.cycle - start
        flying = [
            f"{name} {use.reads_in_flight} reads and {use.writes_in_flight} writes in flight"
            for name in self._axi
            for use in (self.use(name),)
            if use.reads_in_flight or use.writes_in_flight
        ]
        why = "nothing moved on any port" if status == 2 else "the limit was reached"
        details = "; ".join([*flying, *filter(None, [self._state_text()])])
        return WorkError(
            f"the kernel did not {verb} in {ran:,} cycles: {why}",
            limit=f"{limit:,} cycles",
            remedy=details or None,
        )

    # -- state ---------------------------------------------------------------------------------

    def state(self) -> dict[str, int]:
        """Return the values of all watched signals by their path below the top module."""
        return {name: self.peek(name) for name in self._watches}

    def _watch(self, name: str) -> int:
        if name not in self._watches:
            names = ", ".join(self._watches) or "none"
            raise InputError(f"no signal {name} is watched", limit=f"one of {names}")
        return self._watches[name]

    def peek(self, name: str) -> int:
        """Return the value of a watched signal, or of a port that belongs to no bus."""
        index = self._watch(name)
        bits = int(self._lib.hwp_watch_bits(self._sim, index))
        raw = (ctypes.c_uint8 * ((bits + 7) // 8))()
        self._lib.hwp_watch_read(self._sim, index, raw)
        return int.from_bytes(bytes(raw), "little") & ((1 << bits) - 1)

    def poke(self, name: str, value: int) -> None:
        """Set an input port that belongs to no bus; it holds from the next cycle on."""
        index = self._watch(name)
        bits = int(self._lib.hwp_watch_bits(self._sim, index))
        raw = (value & ((1 << bits) - 1)).to_bytes((bits + 7) // 8, "little")
        self._lib.hwp_watch_write(self._sim, index, raw)

    def tally(self, process: str) -> int:
        """Count what a process does from here on; returns a number for `taken`.

        Args:
            process: path of its instance below the top module, `u_process_compute` for instance.

        Raises:
            InputError: no such process, or one that waits for nothing.
        """
        running = self._watch(f"{process}.running")
        waits = [n for n in self._watches if n.startswith(f"{process}.wait_")]
        reads = [n for n in waits if not n.startswith(f"{process}.wait_put_")]
        halves = [n for n in reads if n.startswith(f"{process}.wait_half_")]
        if not reads:
            raise InputError(f"process {process} waits for no input", limit="one that reads")
        phases = [n for n in self._watches if n.startswith(f"{process}.count_phase")]
        number = int(self._lib.hwp_tally_add(self._sim, running, 0))
        writes = sorted({*waits} - {*reads})
        for kind, names in ((1, phases), (2, halves or reads), (3, reads), (4, writes)):
            for name in names:
                self._lib.hwp_tally_add(self._sim, self._watches[name], kind)
        return number

    def taken(self, tally: int) -> Taken:
        """Return what a tally counted since the last call, and begin again."""
        raw = (ctypes.c_uint64 * 4)()
        self._lib.hwp_tally_take(self._sim, tally, raw)
        return Taken(*raw)

    def ignore_assertions(self, on: bool = True) -> None:
        """Let the kernel go on where an assertion of its source fails; rules of ports still hold.

        For arguments that no caller may give, to see that the hardware around it copes.
        """
        self._lib.hwp_lenient(self._sim, int(on))

    def count(self, name: str) -> int:
        """Count the clock edges at which a watched signal of one bit is high, from here on.

        Returns:
            A number for `counted`.
        """
        return int(self._lib.hwp_count_add(self._sim, self._watch(name)))

    def counted(self, number: int) -> int:
        """Return what was counted since the last call, and begin again."""
        return int(self._lib.hwp_count_take(self._sim, number))

    # -- waves ---------------------------------------------------------------------------------

    def open_waves(self, path: Path | str) -> None:
        """Record all signals from here on; the simulator must be built with `trace`.

        Raises:
            WorkError: it was built without, or the file cannot be written.
        """
        if not self._lib.hwp_trace_open(self._sim, str(path).encode()):
            raise WorkError(
                "waves cannot be recorded",
                where=str(path),
                remedy="build the simulator with trace='fst' and name a file that can be written",
            )

    def close_waves(self) -> None:
        """Finish the file of waves."""
        self._lib.hwp_trace_close(self._sim)
