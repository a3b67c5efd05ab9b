"""Small messages between ranks of one host, over Unix sockets from the thread that computes.

gloo hands every message to a thread of its own and acknowledges receives, which costs more than a
small message itself. Here a message is one system call on either side. Waking a process that sleeps
takes longer still, so that a rank with a core of its own first looks for a while itself.
"""

from __future__ import annotations

import os
import queue
import secrets
import socket
import struct
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from hwpipe.runtime.transport import TransportError

__all__ = ["LARGEST_BYTES", "Direct", "connect"]

#: Larger messages take gloo, which moves them beside compute.
LARGEST_BYTES = 32 << 10
#: Channel and number, padded so that what follows lies as tensors like it.
_HEAD = struct.Struct("<QQ48x")
#: How long a rank looks for a message before it sleeps: the steps of stages so small that a
#: wake-up counts are shorter.
_SPIN_S = 3e-4


class Direct:
    """Sockets to the ranks on the same host."""

    def __init__(
        self, sockets: Mapping[int, socket.socket], timeout_s: float, *, spin_s: float = 0.0
    ) -> None:
        """Use connected sockets (`SOCK_SEQPACKET`), by rank; see `connect`.

        Args:
            sockets: one for each rank that is reached.
            timeout_s: longest wait for a message.
            spin_s: how long to look for a message before sleeping.
        """
        self._timeout_s, self._sockets, self._spin_s = timeout_s, dict(sockets), spin_s
        self._early: dict[tuple[int, int, int], Tensor] = {}
        self._queues: dict[int, queue.SimpleQueue[bytes]] = {}
        self._waiting: dict[int, int] = {}
        self._lock = threading.Lock()
        self._scratch = memoryview(bytearray(_HEAD.size + LARGEST_BYTES))
        for sock in self._sockets.values():
            sock.settimeout(timeout_s)
        # The same sockets, of which Python must not wait for room.
        self._out = {peer: sock.dup() for peer, sock in self._sockets.items()}
        for sock in self._out.values():
            sock.settimeout(0.0)

    def close(self) -> None:
        """Close all sockets; peers that wait notice."""
        for sock in (*self._sockets.values(), *self._out.values()):
            sock.close()

    def reaches(self, peer: int) -> bool:
        """Whether a rank is on this host."""
        return peer in self._sockets

    def send(self, peer: int, channel: int, number: int, payload: Tensor) -> None:
        """Send bytes; never waits: what the kernel does not take at once a thread sends.

        Args:
            peer: a rank that `reaches`.
            channel: of the message.
            number: of the message in all rounds.
            payload: contiguous bytes, at most `LARGEST_BYTES`.

        Raises:
            TransportError: the peer is gone.
        """
        frame = _HEAD.pack(channel, number), payload.numpy().data
        try:
            if not self._waiting.get(peer):
                self._out[peer].sendmsg(frame)
                return
        except BlockingIOError:
            pass
        except OSError as error:
            raise TransportError(f"rank {peer}: {error.strerror}") from error
        self._later(peer, b"".join(frame))

    def _later(self, peer: int, frame: bytes) -> None:
        with self._lock:
            self._waiting[peer] = self._waiting.get(peer, 0) + 1
        if peer not in self._queues:
            self._queues[peer] = queue.SimpleQueue()
            threading.Thread(target=self._drain, args=(peer,), daemon=True).start()
        self._queues[peer].put(frame)

    def _drain(self, peer: int) -> None:
        """Send in order what waits; a failure shows when the next message does not come."""
        while True:
            frame = self._queues[peer].get()
            while True:
                try:
                    self._sockets[peer].send(frame)  # whole, as a packet
                    break
                except TimeoutError:  # the peer computes: whether it hangs others judge
                    continue
                except OSError:
                    return
            with self._lock:
                self._waiting[peer] -= 1

    def recv(self, peer: int, channel: int, number: int) -> Tensor:
        """Wait for the bytes of a message.

        Raises:
            TransportError: the peer is gone, or nothing came in time.
        """
        if self._early:
            found = self._early.pop((peer, channel, number), None)
            if found is not None:
                return found
        deadline = time.monotonic() + self._timeout_s
        while True:
            count = self._next(peer)
            got, serial = _HEAD.unpack_from(self._scratch)
            # Copied into memory of its own, aligned as torch's tensors are.
            message = torch.empty(count - _HEAD.size, dtype=torch.uint8)
            message.numpy().data[:] = self._scratch[_HEAD.size : count]
            if got == channel and serial == number:
                return message
            self._early[peer, got, serial] = message
            if time.monotonic() > deadline:
                raise TransportError(f"rank {peer} sends other messages than the one waited for")

    def _next(self, peer: int) -> int:
        """Wait for the next message of a peer; returns the bytes of it in the scratch memory."""
        try:
            count = self._spun(peer) or self._sockets[peer].recv_into(self._scratch)
        except TimeoutError:
            raise TransportError(f"no message from rank {peer} for {self._timeout_s:g} s") from None
        except OSError as error:
            raise TransportError(f"rank {peer}: {error.strerror}") from error
        if not count:
            raise TransportError(f"rank {peer} closed the connection")
        return count

    def _spun(self, peer: int) -> int:
        """Bytes of a message that is there, or comes soon; 0 for none yet, or no more at all."""
        receive, until = self._out[peer].recv_into, time.monotonic() + self._spin_s
        while True:
            try:
                return receive(self._scratch)
            except BlockingIOError:
                if time.monotonic() >= until:
                    return 0
                os.sched_yield()


def connect(timeout_s: float) -> Direct:
    """Connect the ranks of the process group that share a host; every rank takes part.

    Args:
        timeout_s: longest wait for a rank, and later for a message.

    Raises:
        TransportError: a rank is lost.
    """
    rank, world = dist.get_rank(), dist.get_world_size()
    if world == 1:
        return Direct({}, timeout_s)
    seen: list[Any] = [None] * world
    sockets: dict[int, socket.socket] = {}
    try:
        dist.all_gather_object(seen, (_host(), secrets.token_hex(16)))
        near = [peer for peer in range(world) if seen[peer][0] == seen[rank][0] != ""]
        with socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET) as listener:
            if len(near) > 1:
                listener.bind(_address(seen[rank][1]))
                listener.listen(world)
                listener.settimeout(timeout_s)
            dist.barrier()
            for peer in (peer for peer in near if peer > rank):
                sockets[peer] = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                sockets[peer].connect(_address(seen[peer][1]))
                sockets[peer].send(seen[rank][1].encode())
            tokens = {seen[peer][1]: peer for peer in near if peer < rank}
            while tokens:
                other, _ = listener.accept()
                other.settimeout(timeout_s)
                found = tokens.pop(other.recv(64).decode(errors="replace"), None)
                if found is None:  # a stranger
                    other.close()
                else:
                    sockets[found] = other
    except (OSError, RuntimeError) as error:
        raise TransportError(str(error).strip().splitlines()[0]) from error
    return Direct(sockets, timeout_s, spin_s=_SPIN_S if _cores_for(len(near)) else 0.0)


def _cores_for(ranks: int) -> bool:
    """Whether so many ranks of this host each have cores of their own."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    return ranks * torch.get_num_threads() <= cores


def _address(token: str) -> str:
    """An abstract socket (Linux): no file, gone with the process."""
    return f"\0hwpipe-{token}"


def _host() -> str:
    """What two processes have in common that can reach each other's abstract sockets."""
    if not hasattr(socket, "SOCK_SEQPACKET"):
        return ""
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
        return f"{boot} {os.readlink('/proc/self/ns/net')} {os.getuid()}"
    except OSError:
        return ""
