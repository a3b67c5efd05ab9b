"""What stands around a simulated kernel: memory behind its ports, registers, streams."""

from __future__ import annotations

import ctypes
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.errors import InputError, WorkError
from hwpipe.sim.compiled import read_ports
from hwpipe.sim.library import (
    AxiSettings,
    PortSettings,
    PortUse,
    load_library,
    stall_threshold,
)

__all__ = ["Buses"]

_PAGE_BYTES = 4096
_FIRST_ADDRESS = 0x1000_0000


class Buses:
    """The bus models of one simulator; `Simulator` adds the clock.

    Attributes:
        ports: the kernel's ports, grouped.
    """

    def __init__(self, folder: Path, seed: int) -> None:
        """Load what `compiled.build` made.

        Args:
            folder: the simulator's folder.
            seed: of random stalls and of the values of registers that are not reset.
        """
        self.ports = read_ports(folder)
        self._lib = load_library(folder / "kernel.so")
        self._sim: int | None = self._lib.hwp_create(seed)
        self._axi = {bundle.name: index for index, bundle in enumerate(self.ports.axi)}
        self._streams = {stream.name: index for index, stream in enumerate(self.ports.streams)}
        self._next_free = _FIRST_ADDRESS
        for name in self._axi:
            self.configure(name, PortSettings())

    def _raise_error(self) -> None:
        message = self._lib.hwp_error(self._sim).decode(errors="replace")
        if message:
            raise WorkError(f"simulation stopped in {message}", remedy=self._state_text())

    def _state_text(self) -> str | None:
        """Return what an error says about the kernel's state."""
        return None

    # -- memory --------------------------------------------------------------------------------

    def configure(self, bundle: str, settings: PortSettings) -> None:
        """Set latency, rate and stalls of one port."""
        if bundle not in self._axi:
            names = ", ".join(self._axi) or "none"
            raise InputError(f"the kernel has no m_axi bundle {bundle}", limit=f"one of {names}")
        stall = stall_threshold(settings.stall)
        raw = AxiSettings(
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
        stall = stall_threshold(settings.stall)
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

    def allocate(
        self, data: NDArray[Any] | int, *, writable: bool = False, exact: bool = False
    ) -> int:
        """Reserve memory that the kernel may use, filled with `data`, and return its address.

        From the first call on every access outside of allocated memory is an error: reads
        beyond the last page of 4 KB, writes beyond the last byte.

        Args:
            data: array of any type, or a number of bytes (filled with a pattern, so that what
                the kernel did not write shows).
            writable: whether the kernel may write there.
            exact: reads beyond the last byte are errors too.
        """
        if isinstance(data, int):
            data = np.resize(np.array([0xA5, 0x5A, 0xC3], np.uint8), data)
        raw = np.ascontiguousarray(data)
        address = self._next_free
        pages = max(1, -(-raw.nbytes // _PAGE_BYTES))
        self._next_free += (pages + 1) * _PAGE_BYTES
        self.write(address, raw)
        readable = raw.nbytes if exact else pages * _PAGE_BYTES
        self._lib.hwp_memory_allow(self._sim, address, raw.nbytes, readable, int(writable))
        return address

    def allow(self, address: int, size: int, *, writable: bool = False) -> None:
        """Let the kernel use memory at an address of your choice; its content stays.

        Args:
            address: first byte.
            size: bytes.
            writable: whether the kernel may write there.
        """
        self._lib.hwp_memory_allow(self._sim, address, size, size, int(writable))

    def free_all(self) -> None:
        """Forget all allocations; their content stays in memory."""
        self._lib.hwp_memory_forget(self._sim)
        self._next_free = _FIRST_ADDRESS

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
        self._lib.hwp_stream_stall(self._sim, self._streams[name], stall_threshold(chance))

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
