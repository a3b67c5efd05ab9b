"""Kept tensors by storage: counted while the device holds them, moved to host memory and back.

One engine copies out and one copies in, each a thread with its own order, beside compute. On a
CUDA device host memory is pinned and copies run on streams of their own. On the host itself, where
device and host memory are one, tensors move to mapped files, which the kernel may write to disk.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import torch
from torch import Tensor

from hwpipe.errors import WorkError

__all__ = ["CopyEngines", "Kept", "Ledger"]

#: Called with (kind, micro-batch, start, end) of every copy.
Report = Callable[[str, int, float, float], None]


class Ledger:
    """Bytes of kept tensors that a stage's device holds.

    Attributes:
        current, peak: bytes now, and the most so far.
        swapped_out, swapped_in, recomputed: bytes moved each way, and bytes computed again.
    """

    def __init__(self) -> None:
        """Nothing held."""
        self.current = self.peak = 0
        self.swapped_out = self.swapped_in = self.recomputed = 0
        self._lock = threading.RLock()  # a collector may come in between

    def take(self, size: int) -> None:
        """The device holds `size` bytes more."""
        with self._lock:
            self.current += size
            self.peak = max(self.peak, self.current)

    def give(self, size: int) -> None:
        """It holds them no more."""
        with self._lock:
            self.current -= size


class Kept:
    """The storage of tensors that a forward keeps for its backward; counted while it is there."""

    __slots__ = ("__weakref__", "_event", "_ledger", "_lock", "copy", "device", "entering",
                 "leaving", "micro_batch", "room", "size", "storage", "wanted")  # fmt: skip

    def __init__(self, ledger: Ledger, tensor: Tensor, micro_batch: int = 0) -> None:
        """Hold the storage of a tensor."""
        self.storage: torch.UntypedStorage | None = tensor.untyped_storage()
        self.device, self.size = tensor.device, self.storage.nbytes()
        self.micro_batch = micro_batch
        self._ledger, self._lock = ledger, threading.Lock()
        self._event: Any = None
        #: The copy in host memory, and where it goes back to when nothing needs it.
        self.copy: Tensor | None = None
        self.room: _HostMemory | None = None
        self.leaving: Future[None] | None = None
        self.entering: Future[None] | None = None
        self.wanted = False
        ledger.take(self.size)

    def __del__(self) -> None:
        if self.storage is not None:
            self._ledger.give(self.size)
        if self.copy is not None and self.room is not None:
            self.room.release(self.copy)

    def flat(self) -> Tensor:
        """The bytes of the storage."""
        assert self.storage is not None
        return torch.empty(0, dtype=torch.uint8, device=self.device).set_(self.storage)

    def get(self) -> torch.UntypedStorage:
        """The storage on the device; waits for its copy in."""
        if self.entering is not None:
            self.entering.result()
            if self._event is not None:  # CUDA: compute waits, not this thread
                torch.cuda.current_stream(self.device).wait_event(self._event)
                self.flat().record_stream(torch.cuda.current_stream(self.device))
        assert self.storage is not None
        return self.storage

    def drop(self) -> None:
        """The copy is there: the device may forget, unless somebody wants it back by now."""
        with self._lock:
            if self.wanted or self.storage is None:
                return
            self.storage = None
        self._ledger.give(self.size)

    def want(self) -> bool:
        """Ask for the storage; True if it has to be copied in."""
        with self._lock:
            self.wanted = True
            return self.storage is None and self.entering is None

    def arrive(self, flat: Tensor, event: Any) -> None:
        """It is back on the device."""
        self._event = event
        with self._lock:
            self.storage = flat.untyped_storage()


class _HostMemory:
    """Buffers for swapped tensors, used again by size: pinned for CUDA, else mapped files."""

    def __init__(self, *, pinned: bool) -> None:
        self._pinned = pinned
        self._free: dict[int, list[Tensor]] = {}
        self._lock = threading.RLock()

    def reserve(self, size: int) -> Tensor:
        """A buffer of `size` bytes.

        Raises:
            WorkError: if the disk has no room for a mapped file.
        """
        with self._lock:
            free = self._free.get(size)
            if free:
                return free.pop()
        if self._pinned:
            return torch.empty(size, dtype=torch.uint8, pin_memory=True)
        try:
            with tempfile.TemporaryFile(prefix="hwpipe-swap-") as file:
                # Reserved now: a full disk would else end the process at the first write.
                os.posix_fallocate(file.fileno(), 0, size)
                return torch.from_numpy(np.memmap(file, np.uint8, "r+", shape=(size,)))
        except OSError as error:
            raise WorkError(
                f"no room for {size} bytes of swapped activations: {error.strerror}",
                where=tempfile.gettempdir(), remedy="set TMPDIR to a folder with more room",
            ) from error  # fmt: skip

    def release(self, buffer: Tensor) -> None:
        """Use a buffer again."""
        with self._lock:
            self._free.setdefault(buffer.numel(), []).append(buffer)


class CopyEngines:
    """One engine for copies out and one for copies in; each works in the order of its requests."""

    def __init__(self, device: torch.device, ledger: Ledger, report: Report) -> None:
        """Start no thread before the first copy.

        Args:
            device: that computes.
            ledger: counts what is moved.
            report: told of every copy, from the engine's thread.
        """
        self._cuda = device.type == "cuda"
        self._device, self._ledger, self._report = device, ledger, report
        self._host = _HostMemory(pinned=self._cuda)
        self._out = ThreadPoolExecutor(1, "hwpipe-swap-out")
        self._in = ThreadPoolExecutor(1, "hwpipe-swap-in")
        make: Any = torch.cuda.Stream
        self._streams = [make(device), make(device)] if self._cuda else [None, None]
        self._leaving: list[Future[None]] = []

    def swap_out(self, kept: Kept) -> None:
        """Copy a storage to host memory, then let the device forget it.

        Raises:
            WorkError: if an earlier copy found no room.
        """
        self._settle()
        made = torch.cuda.current_stream(self._device).record_event() if self._cuda else None
        kept.leaving = self._out.submit(self._copy_out, kept, made)
        self._leaving.append(kept.leaving)

    def swap_in(self, kept: Kept) -> None:
        """Copy it back, if it is gone; `Kept.get` waits for it."""
        if kept.want():
            self._ledger.take(kept.size)
            kept.entering = self._in.submit(self._copy_in, kept)

    def wait_for_one(self) -> bool:
        """Wait for the oldest copy out; False if none is under way."""
        self._settle()
        if not self._leaving:
            return False
        self._leaving[0].result()
        return True

    def _settle(self) -> None:
        """Forget the copies out that are done; one that failed raises here."""
        for future in self._leaving:
            if future.done():
                future.result()
        self._leaving = [future for future in self._leaving if not future.done()]

    def _copy_out(self, kept: Kept, made: Any) -> None:
        if kept.wanted:
            return
        begun = time.monotonic()
        kept.room, kept.copy = self._host, self._host.reserve(kept.size)
        if self._cuda:
            stream: Any = self._streams[0]
            stream.wait_event(made)
            with torch.cuda.stream(stream):
                kept.copy.copy_(kept.flat(), non_blocking=True)
            stream.synchronize()  # of this thread; compute goes on
        else:
            kept.copy.copy_(kept.flat())
        kept.drop()
        self._ledger.swapped_out += kept.size
        self._report("SWAP_OUT", kept.micro_batch, begun, time.monotonic())

    def _copy_in(self, kept: Kept) -> None:
        assert kept.copy is not None
        begun = time.monotonic()
        event = None
        if self._cuda:
            stream: Any = self._streams[1]
            with torch.cuda.stream(stream):
                flat = torch.empty(kept.size, dtype=torch.uint8, device=self._device)
                flat.copy_(kept.copy, non_blocking=True)
            event = stream.record_event()
            stream.synchronize()
        else:
            flat = torch.empty(kept.size, dtype=torch.uint8)
            flat.copy_(kept.copy)
        kept.arrive(flat, event)
        self._ledger.swapped_in += kept.size
        self._report("SWAP_IN", kept.micro_batch, begun, time.monotonic())

    def close(self) -> None:
        """Wait for copies under way and end the threads."""
        self._out.shutdown()
        self._in.shutdown()
