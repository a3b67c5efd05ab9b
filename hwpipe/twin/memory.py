"""Contiguous memory of a twin: what `pynq.allocate` hands out and the accelerator reaches."""

from __future__ import annotations

import itertools
import threading
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError
from hwpipe.twin.faults import Refused

__all__ = ["PAGE_BYTES", "ContiguousMemory"]

PAGE_BYTES = 4096
_MAX_BUFFERS = 4096


class ContiguousMemory:
    """An allocator of physically contiguous buffers, first fit, page by page.

    Args:
        base: physical address of the first byte.
        size: bytes.
    """

    def __init__(self, base: int, size: int) -> None:
        if size < PAGE_BYTES or size % PAGE_BYTES or base % PAGE_BYTES:
            raise InputError(f"{size:,} bytes of contiguous memory", limit="whole pages of 4,096")
        self.base = base
        #: All bytes; pages that nobody touched take no memory of this machine.
        self.data: npt.NDArray[np.uint8] = np.zeros(size, np.uint8)
        self._buffers: dict[str, tuple[int, int]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def allocate(self, size: int) -> str:
        """Number of a new buffer.

        Raises:
            Refused: no gap is long enough, a negative size, or too many buffers.
        """
        if size <= 0:
            raise Refused(f"buffer of {size} bytes")
        room = -(-size // PAGE_BYTES) * PAGE_BYTES
        with self._lock:
            if len(self._buffers) >= _MAX_BUFFERS:
                raise Refused(f"at most {_MAX_BUFFERS} buffers", "RESOURCE_EXHAUSTED")
            at = 0
            for start, length in sorted(self._buffers.values()):
                if start - at >= room:
                    break
                at = -(-(start + length) // PAGE_BYTES) * PAGE_BYTES
            if at + room > self.data.size:
                used = sum(length for _, length in self._buffers.values())
                raise Refused(
                    f"out of contiguous memory: {size:,} bytes asked for, {used:,} of "
                    f"{self.data.size:,} in use", "RESOURCE_EXHAUSTED",
                )  # fmt: skip
            number = f"twin-{next(self._numbers)}"
            self._buffers[number] = (at, size)
        return number

    def free(self, number: str) -> None:
        """Give a buffer back.

        Raises:
            Refused: there is no such buffer.
        """
        with self._lock:
            if self._buffers.pop(number, None) is None:
                raise Refused(f"no buffer {number[:80]!r}", "NOT_FOUND")

    def place(self, number: str) -> tuple[int, int]:
        """Offset and size of a buffer.

        Raises:
            Refused: there is no such buffer.
        """
        with self._lock:
            found = self._buffers.get(number)
        if found is None:
            raise Refused(f"no buffer {number[:80]!r}", "NOT_FOUND")
        return found

    def address(self, number: str) -> int:
        """Physical address of a buffer."""
        return self.base + self.place(number)[0]

    def view(self, number: str) -> npt.NDArray[Any]:
        """Bytes of a buffer."""
        at, size = self.place(number)
        return self.data[at : at + size]

    @property
    def spans(self) -> list[tuple[int, int]]:
        """Offset and size of every buffer."""
        with self._lock:
            return sorted(self._buffers.values())

    @property
    def used(self) -> int:
        """Bytes of all buffers."""
        with self._lock:
            return sum(size for _, size in self._buffers.values())

    @property
    def buffers(self) -> int:
        """Number of buffers."""
        with self._lock:
            return len(self._buffers)
