"""Messages between ranks, by name instead of by order: `GlooMail`, and `LocalMail` for threads.

A message has a channel (an edge of the stage graph in one direction, or a reduction) and a
number. Its tensors may be marked as wanting a gradient back. Sends never wait; receives of
known layout are posted ahead of need, so that transfers run beside compute.
"""

from __future__ import annotations

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
from hwpipe.runtime.transport import Header, Layout, TransportError
from hwpipe.train.direct import LARGEST_BYTES, connect

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

    def finish(self, numbers: int) -> None:
        """Wait until everything sent has left; the next list may use numbers from 0 again.

        Args:
            numbers: the list used numbers below it.
        """


#: Shape and strides of a tensor.
_Form = tuple[tuple[int, ...], tuple[int, ...]]


def _form(tensor: Tensor) -> _Form:
    return tuple(tensor.shape), tensor.stride()


def _narrowed(tensor: Tensor) -> Tensor:
    """The tensor without the copies that an expanded dimension (stride 0) stands for."""
    for dim, (size, stride) in enumerate(zip(tensor.shape, tensor.stride(), strict=True)):
        if stride == 0 and size > 1:
            tensor = tensor.narrow(dim, 0, 1)
    return tensor


def _formed(tensor: Tensor, form: _Form) -> Tensor:
    """A received tensor in the memory layout that it had where it was made.

    Kernels choose their order of additions by layout, so results would differ in the last bit.
    """
    shape, strides = form
    if tensor.shape == shape and tensor.stride() == strides:
        return tensor
    if tensor.stride() != strides:
        laid = torch.empty_strided(
            tensor.shape, [s or 1 for s in strides], dtype=tensor.dtype
        )  # fmt: skip
        tensor = laid.copy_(tensor)
    return tensor.expand(shape)


class _Channel:
    """One direction of an edge between two ranks, as the receiver sees it."""

    def __init__(self) -> None:
        self.layout: Layout | None = None
        self.forms: list[_Form] = []
        self.wanted: tuple[bool, ...] = ()
        self.posted: dict[int, tuple[list[Any], list[Tensor]]] = {}


class GlooMail:
    """torch.distributed point-to-point messages on host tensors."""

    def __init__(self, rank: int, channels: int, timeout_s: float) -> None:
        """Use the process group of this process.

        Args:
            rank: own rank.
            channels: number of channels, for tags.
            timeout_s: longest wait for a message.
        """
        self._rank, self._range = rank, _DATA_TAGS // max(channels, 1)
        # Of a group directly: `dist.isend` checks every argument again on every call.
        self._group: Any = dist.group.WORLD
        self._timeout = timedelta(seconds=timeout_s)
        self._direct = connect(timeout_s)
        self._announced: dict[tuple[int, int], Layout] = {}
        self._from: dict[tuple[int, int], _Channel] = {}
        self._expected: deque[Expected] = deque()
        self._sent: dict[int, deque[tuple[int, list[Any], list[Tensor]]]] = {}
        self._round = 0

    def expect(self, receives: Iterable[Expected]) -> None:
        """See `Mail`."""
        self._expected = deque(receives)
        self._post_ahead()

    def _tag(self, channel: int, number: int, parts: int, part: int) -> int:
        offset = ((self._round + number) * parts + part) % self._range
        return _DATA_TAGS + channel * self._range + offset

    def send(self, peer: int, channel: int, number: int, message: Message, at: int) -> None:
        """See `Mail`. The tensors must not change until `finish` or a later answer."""
        narrow = [_narrowed(tensor) for tensor in message.tensors]
        header: Header = [(tuple(t.shape), t.dtype) for t in narrow]
        known = self._announced.get((peer, channel))
        works: list[Any] = []
        kept: list[Tensor] = []
        if known is None:
            known = self._announced[peer, channel] = Layout(header)
            forms = [_form(tensor) for tensor in message.tensors]
            blob = pickle.dumps((header, forms, message.wanted))
            text = torch.frombuffer(bytearray(blob), dtype=torch.uint8)
            length = torch.tensor([text.numel()], dtype=torch.int64)
            for tensor, part in ((length, 0), (text, 1)):
                works.append(self._try(self._group.send, [tensor], peer, 2 * channel + part))
                kept.append(tensor)
        elif known.header != header:
            raise WorkError(
                f"a boundary tensor changes from {[s for s, _ in known.header]} to "
                f"{[s for s, _ in header]} between micro-batches",
                limit="boundaries of one shape",
                remedy="move the cut away from operators with data-dependent shapes",
            )
        packed = known.pack(narrow)
        if self._goes_direct(peer, known):
            self._direct.send(peer, channel, self._round + number, packed[0])
            packed = []
        for i, buffer in enumerate(packed):
            tag = self._tag(channel, number, len(packed), i)
            works.append(self._try(self._group.send, [buffer], peer, tag))
        if works:
            self._sent.setdefault(peer, deque()).append((at, works, [*kept, *packed]))

    def _goes_direct(self, peer: int, layout: Layout) -> bool:
        """Small messages to ranks of this host go over a socket, others over gloo."""
        messages = layout.messages
        return len(messages) == 1 and messages[0][2] <= LARGEST_BYTES and self._direct.reaches(peer)

    def recv(self, peer: int, channel: int, number: int, at: int) -> Message:
        """See `Mail`."""
        source = self._from.setdefault((peer, channel), _Channel())
        if source.layout is None:
            self._learn(source, peer, channel)
        assert source.layout is not None
        if self._goes_direct(peer, source.layout):
            buffers = [self._direct.recv(peer, channel, self._round + number)]
            self._passed(Expected(peer, channel, number))
            self._post_ahead()
            self._settle(peer, at)
            return self._message(source, buffers)
        if number not in source.posted:
            self._post(source, peer, channel, number)
        self._passed(Expected(peer, channel, number))
        self._post_ahead()
        works, buffers = source.posted.pop(number)
        for work in works:
            self._try(work.wait, self._timeout)
        self._settle(peer, at)
        return self._message(source, buffers)

    @staticmethod
    def _message(source: _Channel, buffers: Sequence[Tensor]) -> Message:
        assert source.layout is not None
        received = source.layout.unpack(buffers)
        tensors = [_formed(t, form) for t, form in zip(received, source.forms, strict=True)]
        return Message(tensors, source.wanted)

    def _learn(self, source: _Channel, peer: int, channel: int) -> None:
        length = torch.empty(1, dtype=torch.int64)
        work = self._try(self._group.recv, [length], peer, 2 * channel)
        self._try(work.wait, self._timeout)
        text = torch.empty(int(length), dtype=torch.uint8)
        work = self._try(self._group.recv, [text], peer, 2 * channel + 1)
        self._try(work.wait, self._timeout)
        header, source.forms, source.wanted = pickle.loads(text.numpy().tobytes())
        source.layout = Layout(header)

    def _post(self, source: _Channel, peer: int, channel: int, number: int) -> None:
        assert source.layout is not None
        buffers = source.layout.buffers()
        works = [
            self._try(self._group.recv, [buffer], peer, self._tag(channel, number, len(buffers), i))
            for i, buffer in enumerate(buffers)
        ]
        source.posted[number] = (works, buffers)

    def _passed(self, current: Expected) -> None:
        """Drop what was announced up to the current receive."""
        if current in self._expected:  # reductions are not announced
            while self._expected.popleft() != current:
                pass

    def _post_ahead(self) -> None:
        """Post the next few receives whose layout is known."""
        for coming, _ in zip(self._expected, range(_AHEAD), strict=False):
            source = self._from.get((coming.peer, coming.channel))
            if source is None or source.layout is None or coming.number in source.posted:
                continue
            if not self._goes_direct(coming.peer, source.layout):
                self._post(source, coming.peer, coming.channel, coming.number)

    def _settle(self, peer: int, at: int) -> None:
        """Release what the peer received before it sent from position `at` of its list."""
        sent = self._sent.get(peer)
        if not sent or min(entry[0] for entry in sent) > at:
            return
        for _, works, _ in [entry for entry in sent if entry[0] <= at]:
            for work in works:
                self._try(work.wait, self._timeout)
        self._sent[peer] = deque(entry for entry in sent if entry[0] > at)

    def finish(self, numbers: int) -> None:
        """See `Mail`."""
        for sent in self._sent.values():
            while sent:
                for work in sent.popleft()[1]:
                    self._try(work.wait, self._timeout)
        self._expected.clear()
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

    def finish(self, numbers: int) -> None:
        """See `Mail`."""
        self._round += numbers
