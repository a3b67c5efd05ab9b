"""Boundary tensors between ranks: torch.distributed point-to-point messages over gloo.

The first message of a pair of ranks announces shapes and dtypes, so nothing depends on shape
inference; from then on receives are posted ahead of need and sends are left to run beside
compute. Small tensors of a boundary travel in one message.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor
from torch._C._distributed_c10d import FileStore

from hwpipe.errors import WorkError
from hwpipe.runtime.spec import WorkerSpec

__all__ = ["SLOTS", "Header", "Layout", "Transport", "TransportError"]

#: Receive buffers per pair: one being filled, one being computed on, one whose pass-through
#: tensors are still being sent on. It also bounds the micro-batches in flight per stage.
SLOTS = 3

_PACK_BELOW_BYTES = 1 << 16
_ALIGN = 64
_TAG_LENGTH, _TAG_HEADER, _TAG_DATA = 0, 1, 2


class TransportError(Exception):
    """A neighbour went away or a message failed: never the first cause of a failed run."""


#: Shape and dtype of every tensor of a boundary.
Header = list[tuple[tuple[int, ...], torch.dtype]]


class Layout:
    """How the tensors of a boundary are grouped into messages."""

    def __init__(self, header: Header) -> None:
        """Group small tensors; large ones travel alone."""
        self.header = header
        sizes = [int(torch.Size(shape).numel()) * dtype.itemsize for shape, dtype in header]
        small = [i for i, size in enumerate(sizes) if 0 < size < _PACK_BELOW_BYTES]
        large = [i for i, size in enumerate(sizes) if size >= _PACK_BELOW_BYTES]
        self.sizes = sizes
        #: (tensor indices, their byte offsets, bytes) of each message.
        self.messages: list[tuple[list[int], list[int], int]] = []
        for group in [[i] for i in large] + ([small] if small else []):
            offsets, end = [], 0
            for i in group:
                end += -end % _ALIGN
                offsets.append(end)
                end += sizes[i]
            self.messages.append((group, offsets, end))

    def buffers(self) -> list[Tensor]:
        """Fresh receive buffers, one per message."""
        return [torch.empty(size, dtype=torch.uint8) for _, _, size in self.messages]

    def unpack(self, buffers: Sequence[Tensor]) -> list[Tensor]:
        """Tensors as views of receive buffers."""
        tensors: list[Tensor | None] = [None] * len(self.header)
        for (group, offsets, _), buffer in zip(self.messages, buffers, strict=True):
            for i, offset in zip(group, offsets, strict=True):
                shape, dtype = self.header[i]
                tensors[i] = buffer[offset : offset + self.sizes[i]].view(dtype).view(shape)
        return [
            torch.empty(shape, dtype=dtype) if tensor is None else tensor
            for tensor, (shape, dtype) in zip(tensors, self.header, strict=True)
        ]

    def pack(self, tensors: Sequence[Tensor]) -> list[Tensor]:
        """Contiguous byte tensors to send, one per message."""
        packed = []
        for group, offsets, size in self.messages:
            views = [tensors[i].contiguous().reshape(-1).view(torch.uint8) for i in group]
            if len(group) == 1:
                packed.append(views[0])
                continue
            buffer = torch.empty(size, dtype=torch.uint8)
            for offset, view in zip(offsets, views, strict=True):
                buffer[offset : offset + view.numel()] = view
            packed.append(buffer)
        return packed


class _Peer:
    """One direction of a pair of ranks."""

    def __init__(self, rank: int) -> None:
        self.rank = rank
        self.layout: Layout | None = None
        self.slots: list[list[Tensor]] = []
        self.sequence = 0


class Transport:
    """Receives and sends of one rank, in the order of its action list."""

    def __init__(self, spec: WorkerSpec, folder: Path | None, names: tuple[str, ...]) -> None:
        """Join the process group of the run.

        Args:
            spec: rank, replicas, timeout.
            folder: the run's private folder; the ranks meet through a file in it. None: this
                process is in the group already.
            names: tensors that this stage sends, for messages.
        """
        self._spec, self._names = spec, names
        self._from: dict[int, _Peer] = {}
        self._to: dict[int, _Peer] = {}
        self._posted: deque[tuple[int, list[Any], list[Tensor]]] = deque()
        self._sending: deque[tuple[int, list[Any], list[Tensor]]] = deque()
        # A supervisor judges hangs; where there is none every wait has its limit.
        self._limit = () if folder is not None else (timedelta(seconds=spec.timeout_s),)
        if spec.world > 1 and folder is not None:
            store = FileStore(str(folder / "rendezvous"), spec.world)
            dist.init_process_group(
                "gloo", store=store, rank=spec.rank, world_size=spec.world,
                # The supervisor judges hangs; this limit only ends orphans.
                timeout=timedelta(seconds=2 * spec.timeout_s + 60),
            )  # fmt: skip

    def recv(self, position: int, micro_batches: Sequence[int]) -> list[Tensor]:
        """Tensors of the micro-batch at `position` of this rank's list; posts the next receive.

        The tensors are views of a buffer that is reused `SLOTS` positions later.
        """
        if not self._posted:
            self._post(position, micro_batches[position], wait_for_header=True)
        _, works, tensors = self._posted.popleft()
        self._wait(works)
        if position + 1 < len(micro_batches) and not self._posted:
            self._post(position + 1, micro_batches[position + 1], wait_for_header=False)
        return tensors

    def _post(self, position: int, micro_batch: int, *, wait_for_header: bool) -> None:
        source = self._spec.rank_of(self._spec.stage - 1, micro_batch)
        peer = self._from.setdefault(source, _Peer(source))
        if peer.layout is None:
            if not wait_for_header:
                return
            peer.layout = self._learn(source)
        # Tensors that passed through the reused buffer must have left.
        self._settle(position - SLOTS)
        if len(peer.slots) < SLOTS:
            peer.slots.append(peer.layout.buffers())
        buffers = peer.slots[peer.sequence % SLOTS]
        base = _TAG_DATA + peer.sequence * len(buffers)
        works = [
            self._guard(dist.irecv, buffer, source, tag=base + i)
            for i, buffer in enumerate(buffers)
        ]
        peer.sequence += 1
        self._posted.append((position, works, peer.layout.unpack(buffers)))

    def _learn(self, source: int) -> Layout:
        length = torch.empty(1, dtype=torch.int64)
        self._wait([self._guard(dist.irecv, length, source, tag=_TAG_LENGTH)])
        text = torch.empty(int(length), dtype=torch.uint8)
        self._wait([self._guard(dist.irecv, text, source, tag=_TAG_HEADER)])
        return Layout(pickle.loads(text.numpy().tobytes()))

    def send(self, position: int, micro_batch: int, tensors: Sequence[Tensor]) -> None:
        """Start sending the stage's outputs for a micro-batch to the rank that runs it next."""
        self._settle(position - SLOTS + 1)
        target = self._spec.rank_of(self._spec.stage + 1, micro_batch)
        peer = self._to.setdefault(target, _Peer(target))
        header: Header = [(tuple(t.shape), t.dtype) for t in tensors]
        works, kept = [], []
        if peer.layout is None:
            peer.layout = Layout(header)
            text = torch.frombuffer(bytearray(pickle.dumps(header)), dtype=torch.uint8)
            length = torch.tensor([text.numel()], dtype=torch.int64)
            works = [self._guard(dist.isend, length, target, tag=_TAG_LENGTH),
                     self._guard(dist.isend, text, target, tag=_TAG_HEADER)]  # fmt: skip
            kept = [length, text]
        elif peer.layout.header != header:
            self._reject(header, peer.layout.header)
        packed = peer.layout.pack(tensors)
        base = _TAG_DATA + peer.sequence * len(packed)
        works += [
            self._guard(dist.isend, message, target, tag=base + i)
            for i, message in enumerate(packed)
        ]
        peer.sequence += 1
        self._sending.append((position, works, kept + packed))

    def _reject(self, now: Header, before: Header) -> None:
        for name, a, b in zip(self._names, now, before, strict=True):
            if a != b:
                raise WorkError(
                    f"boundary tensor {name!r} changes from {b[0]} to {a[0]} between micro-batches",
                    limit="boundaries of one shape",
                    remedy="move the cut away from operators with data-dependent shapes",
                )

    def _settle(self, position: int) -> None:
        """Wait for the sends of every micro-batch up to `position`."""
        while self._sending and self._sending[0][0] <= position:
            self._wait(self._sending[0][1])
            self._sending.popleft()

    def finish(self) -> None:
        """Wait until everything has left."""
        if self._sending:
            self._settle(self._sending[-1][0])

    def _wait(self, works: Sequence[Any]) -> None:
        for work in works:
            self._guard(work.wait, *self._limit)

    @staticmethod
    def _guard(function: Any, *arguments: Any, **options: Any) -> Any:
        try:
            return function(*arguments, **options)
        except RuntimeError as error:
            raise TransportError(str(error).strip().splitlines()[0]) from error
