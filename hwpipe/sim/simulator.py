"""Run a compiled simulator: memory, registers, streams, clock cycles.

One `Simulator` is one instance of a kernel with its memory; several may live in one process.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.compiled import read_ports

__all__ = ["PortSettings", "PortUse", "Simulator"]

_PAGE_BYTES = 4096


class _AxiSettings(ctypes.Structure):
    """`AxiSettings` of `cpp/axi.hpp`."""

    _fields_ = (
        ("read_latency", ctypes.c_uint32),
        ("write_latency", ctypes.c_uint32),
        ("outstanding", ctypes.c_uint32),
        ("read_rate", ctypes.c_uint64),
        ("write_rate", ctypes.c_uint64),
        ("read_pool", ctypes.c_int32),
        ("write_pool", ctypes.c_int32),
        ("stall_ar", ctypes.c_uint32),
        ("stall_r", ctypes.c_uint32),
        ("stall_aw", ctypes.c_uint32),
        ("stall_w", ctypes.c_uint32),
        ("stall_b", ctypes.c_uint32),
    )


@dataclass(frozen=True)
class PortSettings:
    """How the memory behind one `m_axi` port behaves.

    Attributes:
        read_latency_cycles: from the cycle that takes an address to the first beat.
        write_latency_cycles: from the cycle that takes the last beat to the response.
        outstanding: bursts in flight, each way.
        read_bytes_per_cycle: 0 means the width of the port.
        write_bytes_per_cycle: the same for writes.
        read_pool: number that `Simulator.add_pool` returned; the ports of a pool share its rate.
        write_pool: the same for writes.
        stall: chance of every channel to pause in a cycle, 0 to below 1.
    """

    read_latency_cycles: int = 100
    write_latency_cycles: int = 100
    outstanding: int = 16
    read_bytes_per_cycle: float = 0.0
    write_bytes_per_cycle: float = 0.0
    read_pool: int | None = None
    write_pool: int | None = None
    stall: float = 0.0


@dataclass(frozen=True)
class PortUse:
    """What one port has transferred since the simulator was made."""

    read_bursts: int
    read_beats: int
    write_bursts: int
    write_beats: int
    write_bytes: int
    reads_in_flight: int
    writes_in_flight: int


def _threshold(chance: float) -> int:
    if not 0.0 <= chance < 1.0:
        raise InputError(f"a stall probability of {chance:g}", limit="0 to below 1")
    return int(chance * 2**32)


_P, _U64, _U32, _INT = ctypes.c_void_p, ctypes.c_uint64, ctypes.c_uint32, ctypes.c_int
_TEXT, _U8 = ctypes.c_char_p, ctypes.c_uint8
_SIGNATURES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "create": (_P, (_U64,)),
    "destroy": (None, (_P,)),
    "reset": (None, (_P, _U64)),
    "run": (_INT, (_P, _U64, _INT, _INT, _U64, _U64)),
    "lite": (_INT, (_P, _INT, _U64, _U32, _U8, _U64)),
    "lite_data": (_U32, (_P,)),
    "lite_taken_cycle": (_U64, (_P,)),
    "lite_stall": (None, (_P, _U32)),
    "cycle": (_U64, (_P,)),
    "irq_cycle": (_U64, (_P,)),
    "irq": (_INT, (_P,)),
    "error": (_TEXT, (_P,)),
    "clear_error": (None, (_P,)),
    "printed": (_TEXT, (_P,)),
    "clear_printed": (None, (_P,)),
    "memory_write": (None, (_P, _U64, _P, _U64)),
    "memory_read": (None, (_P, _U64, _P, _U64)),
    "memory_allow": (None, (_P, _U64, _U64, _U64, _INT)),
    "memory_forget": (None, (_P,)),
    "axi_configure": (None, (_P, _INT, _P)),
    "axi_counters": (None, (_P, _INT, _P)),
    "pool_add": (_INT, (_P, _U64)),
    "stream_stall": (None, (_P, _INT, _U32)),
    "stream_push": (None, (_P, _INT, _P, _P, _U64)),
    "stream_waiting": (_U64, (_P, _INT)),
    "stream_pop": (None, (_P, _INT, _P, _P, _U64)),
    "watch_count": (_INT, (_P,)),
    "watch_name": (_TEXT, (_P, _INT)),
    "watch_bits": (_INT, (_P, _INT)),
    "watch_read": (None, (_P, _INT, _P)),
    "watch_write": (None, (_P, _INT, _P)),
    "trace_open": (_INT, (_P, _TEXT)),
    "trace_close": (None, (_P,)),
}


@cache
def _library(path: Path) -> ctypes.CDLL:
    library = ctypes.CDLL(str(path))
    for name, (result, arguments) in _SIGNATURES.items():
        function = getattr(library, f"hwp_{name}")
        function.restype = result
        function.argtypes = arguments
    return library


class Simulator:
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
        self.ports = read_ports(folder)
        self._lib = _library(folder / "kernel.so")
        self._sim: int | None = self._lib.hwp_create(seed)
        self._watches = {
            self._lib.hwp_watch_name(self._sim, index).decode(): index
            for index in range(self._lib.hwp_watch_count(self._sim))
        }
        self._axi = {bundle.name: index for index, bundle in enumerate(self.ports.axi)}
        self._streams = {stream.name: index for index, stream in enumerate(self.ports.streams)}
        self._next_free = 0x1000_0000
        for name in self._axi:
            self.configure(name, PortSettings())
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

    def _raise_error(self) -> None:
        message = self._lib.hwp_error(self._sim).decode(errors="replace")
        if message:
            raise WorkError(f"simulation stopped in {message}", remedy=self._state_text())

    def _state_text(self) -> str | None:
        state = ", ".join(f"{name}={value:#x}" for name, value in self.state().items())
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

    # -- memory --------------------------------------------------------------------------------

    def configure(self, bundle: str, settings: PortSettings) -> None:
        """Set latency, rate and stalls of one port."""
        if bundle not in self._axi:
            names = ", ".join(self._axi) or "none"
            raise InputError(f"the kernel has no m_axi bundle {bundle}", limit=f"one of {names}")
        stall = _threshold(settings.stall)
        raw = _AxiSettings(
            settings.read_latency_cycles,
            settings.write_latency_cycles,
            settings.outstanding,
            round(settings.read_bytes_per_cycle * 65536),
            round(settings.write_bytes_per_cycle * 65536),
            -1 if settings.read_pool is None else settings.read_pool,
            -1 if settings.write_pool is None else settings.write_pool,
            *[stall] * 5,
        )
        self._lib.hwp_axi_configure(self._sim, self._axi[bundle], ctypes.byref(raw))

    def configure_all(self, settings: PortSettings) -> None:
        """Set all ports alike; streams and the control port get the same stalls."""
        for name in self._axi:
            self.configure(name, settings)
        stall = _threshold(settings.stall)
        for index in self._streams.values():
            self._lib.hwp_stream_stall(self._sim, index, stall)
        self._lib.hwp_lite_stall(self._sim, stall)

    def add_pool(self, bytes_per_cycle: float) -> int:
        """Make a rate that several ports share, and return its number for `PortSettings`."""
        if not bytes_per_cycle > 0:
            raise InputError(f"a pool of {bytes_per_cycle:g} bytes a cycle", limit="above 0")
        return int(self._lib.hwp_pool_add(self._sim, round(bytes_per_cycle * 65536)))

    def use(self, bundle: str) -> PortUse:
        """Return what a port has transferred so far."""
        raw = (ctypes.c_uint64 * 7)()
        self._lib.hwp_axi_counters(self._sim, self._axi[bundle], raw)
        return PortUse(*raw)

    def allocate(self, data: NDArray[Any] | int, *, writable: bool = False) -> int:
        """Reserve memory that the kernel may use, filled with `data`, and return its address.

        From the first call on every access outside of allocated memory is an error: reads
        beyond the last page of 4 KB, writes beyond the last byte.

        Args:
            data: array of any type, or a number of bytes (filled with a pattern, so that what
                the kernel did not write shows).
            writable: whether the kernel may write there.
        """
        if isinstance(data, int):
            data = np.resize(np.array([0xA5, 0x5A, 0xC3], np.uint8), data)
        raw = np.ascontiguousarray(data)
        address = self._next_free
        pages = max(1, -(-raw.nbytes // _PAGE_BYTES))
        self._next_free += (pages + 1) * _PAGE_BYTES
        self.write(address, raw)
        self._lib.hwp_memory_allow(
            self._sim, address, raw.nbytes, pages * _PAGE_BYTES, int(writable)
        )
        return address

    def free_all(self) -> None:
        """Forget all allocations; their content stays in memory."""
        self._lib.hwp_memory_forget(self._sim)
        self._next_free = 0x1000_0000

    def write(self, address: int, data: NDArray[Any]) -> None:
        """Put an array into memory, in its own byte order."""
        raw = np.ascontiguousarray(data)
        self._lib.hwp_memory_write(self._sim, address, raw.ctypes.data, raw.nbytes)

    def read(self, address: int, shape: int | tuple[int, ...], dtype: Any) -> NDArray[Any]:
        """Return an array from memory."""
        result: NDArray[Any] = np.empty(shape, dtype)
        self._lib.hwp_memory_read(self._sim, address, result.ctypes.data, result.nbytes)
        return result

    # -- control registers ---------------------------------------------------------------------

    def _lite(self, write: bool, offset: int, value: int, strobe: int) -> None:
        if not self.ports.control:
            raise InputError("the kernel has no control registers (s_axi_control)")
        done = self._lib.hwp_lite(self._sim, int(write), offset, value, strobe, 10_000)
        self._raise_error()
        if done != 1:
            kind = "write to" if write else "read of"
            raise WorkError(f"the {kind} register {offset:#x} was not answered in 10,000 cycles")

    def write_register(self, offset: int, value: int, strobe: int = 15) -> None:
        """Write a 32-bit control register; takes some cycles."""
        self._lite(True, offset, value & 0xFFFFFFFF, strobe)

    def read_register(self, offset: int) -> int:
        """Read a 32-bit control register; takes some cycles."""
        self._lite(False, offset, 0, 15)
        return int(self._lib.hwp_lite_data(self._sim))

    @property
    def write_taken_cycle(self) -> int:
        """Cycle in which the kernel had taken address and data of the last register write."""
        return int(self._lib.hwp_lite_taken_cycle(self._sim))

    # -- streams -------------------------------------------------------------------------------

    def _stream(self, name: str, *, source: bool) -> int:
        for stream in self.ports.streams:
            if stream.name == name and stream.is_source == source:
                return self._streams[name]
        names = ", ".join(s.name for s in self.ports.streams if s.is_source == source) or "none"
        kind = "input" if source else "output"
        raise InputError(f"the kernel has no {kind} stream {name}", limit=f"one of {names}")

    def stall_stream(self, name: str, chance: float) -> None:
        """Set the chance of a stream to pause in a cycle."""
        self._lib.hwp_stream_stall(self._sim, self._streams[name], _threshold(chance))

    def push(self, stream: str, data: NDArray[Any], last: bool = True) -> None:
        """Queue beats on an input stream.

        Args:
            stream: its name.
            data: bytes of the array, in order, are cut into beats of the stream's width.
            last: whether TLAST is set on the final beat.
        """
        index = self._stream(stream, source=True)
        width = self.ports.streams[index].data_bytes
        raw = np.ascontiguousarray(data)
        if raw.nbytes % width:
            raise InputError(
                f"{raw.nbytes} bytes for stream {stream}", limit=f"a multiple of {width} bytes"
            )
        beats = raw.nbytes // width
        flags = np.zeros(beats, np.uint8)
        if beats and last:
            flags[-1] = 1
        self._lib.hwp_stream_push(self._sim, index, raw.ctypes.data, flags.ctypes.data, beats)

    def pop(self, stream: str) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
        """Return all beats that an output stream has delivered: (beats, bytes), and TLAST."""
        index = self._stream(stream, source=False)
        width = self.ports.streams[index].data_bytes
        beats = int(self._lib.hwp_stream_waiting(self._sim, index))
        data = np.empty((beats, width), np.uint8)
        last = np.empty(beats, np.uint8)
        self._lib.hwp_stream_pop(self._sim, index, data.ctypes.data, last.ctypes.data, beats)
        return data, last

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
