"""Messages between ranks, by name instead of by order: `GlooMail`, and `LocalMail` for threads.

A message has a channel (an edge of the stage graph in one direction, or a reduction) and a
number. Its tensors may be marked as wanting a gradient back. Sends never wait; receives of
known layout are posted ahead of need, so that transfers run beside compute.
"""

from __future__ import annotations

import itertools
import pickle
import queue
import threading
from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

import torch
import torch.distributed as dist
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.runtime.transport import Header, TransportError
from hwpipe.train.channel.direct import Direct, connect
from hwpipe.train.channel.lane import Lane, form_of, formed, narrowed

__all__ = ["Expected", "GlooMail", "LocalMail", "Mail", "Message", "PostOffice"]

#: Receives posted ahead of the one that is waited for.
_AHEAD = 3
#: Tags are 31-bit: headers below, and above a range for each channel, in which numbers wrap far
#: beyond what is ever under way.
_DATA_TAGS = 1 << 30


@dataclass(frozen=True, slots=True)
class Message:
    """Tensors on the host, and for each whether its gradient is wanted."""

    tensors: Sequence[Tensor]
    wanted: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Expected:
    """A receive that an action list holds: sender, channel, number."""

    peer: int
    channel: int
    number: int


class Mail(Protocol):
    """What the interpreter needs of a transport."""

    def expect(self, receives: Iterable[Expected]) -> None:
        """Announce the receives of the coming list, in order."""

    def send(self, peer: int, channel: int, number: int, message: Message, at: int) -> None:
        """Start sending; `at` is where in the peer's list it is received."""

    def recv(self, peer: int, channel: int, number: int, at: int) -> Message:
        """Wait for a message; `at` is where in the peer's list it was sent."""

    def aside(self) -> Mail:
        """The same ranks for another thread, which uses other channels."""

    def finish(self, numbers: int) -> None:
        """Wait until everything sent has left; the next list may use numbers from 0 again.

        Args:
            numbers: the list used numbers below it.
        """


class GlooMail:
    """torch.distributed point-to-point messages on host tensors."""

    def __init__(
        self, rank: int, channels: int, timeout_s: float, *, direct: Direct | None = None
    ) -> None:
        """Use the process group of this process.

        Args:
            rank: own rank.
            channels: number of channels, for tags.
            timeout_s: longest wait for a message.
            direct: sockets to ranks on this host; None: connect to them now, as all ranks do.
        """
        self._rank, self._channels, self._range = rank, channels, _DATA_TAGS // max(channels, 1)
        # Of a group directly: `dist.isend` checks every argument again on every call.
        self._group: Any = dist.group.WORLD
        self._timeout = timedelta(seconds=timeout_s)
        self._direct = connect(timeout_s) if direct is None else direct
        self._to: dict[tuple[int, int], Lane] = {}
        self._from: dict[tuple[int, int], Lane] = {}
        self._expected: deque[Expected] = deque()
        self._coming: set[Expected] = set()
        # Whether any receive goes over gloo, and so is to be posted ahead.
        self._posts = False
        self._sent: dict[int, deque[tuple[int, list[Any], list[Tensor]]]] = {}
        self._round = 0

    def expect(self, receives: Iterable[Expected]) -> None:
        """See `Mail`."""
        self._expected = deque(receives)
        if self._posts:
            self._coming = set(self._expected)
            self._post_ahead()

    def _tag(self, channel: int, number: int, parts: int, part: int) -> int:
        offset = ((self._round + number) * parts + part) % self._range
        return _DATA_TAGS + channel * self._range + offset

    def send(self, peer: int, channel: int, number: int, message: Message, at: int) -> None:
        """See `Mail`. The tensors must not change until `finish` or a later answer."""
        lane = self._to.get((peer, channel))
        if lane is not None and lane.plain is not None and len(message.tensors) == 1:
            (tensor,), (shape, dtype) = message.tensors, lane.plain
            if tensor.shape == shape and tensor.dtype is dtype and tensor.is_contiguous():
                self._direct.send(peer, channel, self._round + number, tensor)
                return
        narrow = [narrowed(tensor) for tensor in message.tensors]
        header: Header = [(tuple(t.shape), t.dtype) for t in narrow]
        works: list[Any] = []
        kept: list[Tensor] = []
        if lane is None:
            forms = [form_of(tensor) for tensor in message.tensors]
            lane = self._to[peer, channel] = Lane(
                header, forms, message.wanted, near=self._direct.reaches(peer)
            )
            blob = pickle.dumps((header, forms, message.wanted))
            text = torch.frombuffer(bytearray(blob), dtype=torch.uint8)
            length = torch.tensor([text.numel()], dtype=torch.int64)
            for tensor, part in ((length, 0), (text, 1)):
                works.append(self._try(self._group.send, [tensor], peer, 2 * channel + part))
                kept.append(tensor)
        elif lane.layout.header != header:
            raise WorkError(
                f"a boundary tensor changes from {[s for s, _ in lane.layout.header]} to "
                f"{[s for s, _ in header]} between micro-batches",
                limit="boundaries of one shape",
                remedy="move the cut away from operators with data-dependent shapes",
            )
        packed = lane.layout.pack(narrow)
        if lane.direct:
            self._direct.send(peer, channel, self._round + number, packed[0])
            packed = []
        for i, buffer in enumerate(packed):
            tag = self._tag(channel, number, len(packed), i)
            works.append(self._try(self._group.send, [buffer], peer, tag))
        if works:
            self._sent.setdefault(peer, deque()).append((at, works, [*kept, *packed]))

    def recv(self, peer: int, channel: int, number: int, at: int) -> Message:
        """See `Mail`."""
        lane = self._from.get((peer, channel)) or self._learn(peer, channel)
        if self._posts:
            self._passed(Expected(peer, channel, number))
        if lane.direct:
            raw = self._direct.recv(peer, channel, self._round + number)
            if self._posts:
                self._post_ahead()
            self._settle(peer, at)
            if lane.plain is None:
                return self._message(lane, [raw])
            shape, dtype = lane.plain
            return Message([raw.view(dtype).view(shape)], lane.wanted)
        if number not in lane.posted:
            self._post(lane, peer, channel, number)
        works, buffers = lane.posted.pop(number)
        self._post_ahead()
        for work in works:
            self._try(work.wait, self._timeout)
        self._settle(peer, at)
        return self._message(lane, buffers)

    @staticmethod
    def _message(lane: Lane, buffers: Sequence[Tensor]) -> Message:
        received = lane.layout.unpack(buffers)
        tensors = [formed(t, form) for t, form in zip(received, lane.forms, strict=True)]
        return Message(tensors, lane.wanted)

    def _learn(self, peer: int, channel: int) -> Lane:
        length = torch.empty(1, dtype=torch.int64)
        work = self._try(self._group.recv, [length], peer, 2 * channel)
        self._try(work.wait, self._timeout)
        text = torch.empty(int(length), dtype=torch.uint8)
        work = self._try(self._group.recv, [text], peer, 2 * channel + 1)
        self._try(work.wait, self._timeout)
        header, forms, wanted = pickle.loads(text.numpy().tobytes())
        lane = Lane(header, forms, wanted, near=self._direct.reaches(peer))
        self._from[peer, channel] = lane
        if not lane.direct and not self._posts:
            self._posts, self._coming = True, set(self._expected)
        return lane

    def _post(self, lane: Lane, peer: int, channel: int, number: int) -> None:
        buffers = lane.layout.buffers()
        works = [
            self._try(self._group.recv, [buffer], peer, self._tag(channel, number, len(buffers), i))
            for i, buffer in enumerate(buffers)
        ]
        lane.posted[number] = (works, buffers)

    def _passed(self, current: Expected) -> None:
        """Drop what was announced up to the current receive."""
        if current in self._coming:  # reductions are not announced
            while True:
                first = self._expected.popleft()
                self._coming.discard(first)
                if first == current:
                    break

    def _post_ahead(self) -> None:
        """Post the next few receives whose layout is known."""
        for coming in itertools.islice(self._expected, _AHEAD):
            lane = self._from.get((coming.peer, coming.channel))
            if lane is not None and not lane.direct and coming.number not in lane.posted:
                self._post(lane, coming.peer, coming.channel, coming.number)

    def _settle(self, peer: int, at: int) -> None:
        """Release what the peer received before it sent from position `at` of its list."""
        sent = self._sent.get(peer)
        if not sent or min(entry[0] for entry in sent) > at:
            return
        for _, works, _ in [entry for entry in sent if entry[0] <= at]:
            for work in works:
                self._try(work.wait, self._timeout)
        self._sent[peer] = deque(entry for entry in sent if entry[0] > at)

    def aside(self) -> GlooMail:
        """See `Mail`; everything goes over gloo."""
        limit_s = self._timeout.total_seconds()
        return GlooMail(self._rank, self._channels, limit_s, direct=Direct({}, limit_s))

    def finish(self, numbers: int) -> None:
        """See `Mail`."""
        for sent in self._sent.values():
            while sent:
                for work in sent.popleft()[1]:
                    self._try(work.wait, self._timeout)
        self._expected.clear()
        self._coming.clear()
        self._round += numbers

    def close(self) -> None:
        """Close the sockets to other ranks; call it when every rank has finished."""
        self._direct.close()

    @staticmethod
    def _try(function: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except RuntimeError as error:
            raise TransportError(str(error).strip().splitlines()[0]) from error


class PostOffice:
    """Where the threads of one process leave messages for each other."""

    def __init__(self) -> None:
        """Empty."""
        self._boxes: dict[tuple[int, int, int, int], queue.SimpleQueue[Message]] = {}
        self._lock = threading.Lock()
        #: Set when a rank has failed: the others stop waiting.
        self.failed = threading.Event()

    def box(self, source: int, target: int, channel: int, number: int) -> Any:
        """The queue of a message."""
        with self._lock:
            key = (source, target, channel, number)
            return self._boxes.setdefault(key, queue.SimpleQueue())

    def drop(self, source: int, target: int, channel: int, number: int) -> None:
        """Forget a queue that was emptied."""
        with self._lock:
            self._boxes.pop((source, target, channel, number), None)


class LocalMail:
    """Messages between threads of one process, for debugging and tests."""

    def __init__(self, rank: int, office: PostOffice, timeout_s: float) -> None:
        """Use an office that all ranks share."""
        self._rank, self._office, self._timeout_s = rank, office, timeout_s
        self._round = 0

    def expect(self, receives: Iterable[Expected]) -> None:
        """Nothing to post."""

    def send(self, peer: int, channel: int, number: int, message: Message, at: int) -> None:
        """See `Mail`."""
        self._office.box(self._rank, peer, channel, self._round + number).put(message)

    def recv(self, peer: int, channel: int, number: int, at: int) -> Message:
        """See `Mail`."""
        number += self._round
        box = self._office.box(peer, self._rank, channel, number)
        waited = 0.0
        while True:
            try:
                message: Message = box.get(timeout=0.05)
                break
            except queue.Empty:
                waited += 0.05
                if self._office.failed.is_set():
                    raise TransportError("another rank failed") from None
                if waited > self._timeout_s:
                    raise TransportError(f"no message from rank {peer} for {waited:g} s") from None
        self._office.drop(peer, self._rank, channel, number)
        return message

    def aside(self) -> LocalMail:
        """See `Mail`."""
        other = LocalMail(self._rank, self._office, self._timeout_s)
        other._round = self._round
        return other

    def finish(self, numbers: int) -> None:
        """See `Mail`."""
        self._round += numbers
