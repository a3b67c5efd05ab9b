"""The executor: one rank's action list, interpreted on a backend and a transport."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.runtime.backend import StageBackend
from hwpipe.runtime.inputs import Batch
from hwpipe.runtime.module import to_torch
from hwpipe.runtime.piece import Array, Piece
from hwpipe.runtime.spec import WorkerSpec
from hwpipe.runtime.transport import Transport
from hwpipe.schedule.model import Action

__all__ = ["BatchFeeder", "Executor", "Feeder", "OutputKeeper", "OutputWriter"]

#: Called after each F with (micro-batch, seconds of compute, end on the monotonic clock).
Done = Callable[[int, float, float], None]
#: Shape and numpy dtype name of every output.
OutputHeader = list[tuple[tuple[int, ...], str]]


class Source(Protocol):
    """Where the first stage takes graph inputs from."""

    def take(self, micro_batch: int) -> list[Tensor]:
        """Tensors of one micro-batch."""


class Sink(Protocol):
    """Where the last stage puts graph outputs."""

    def write(self, micro_batch: int, tensors: Sequence[Tensor]) -> bool:
        """Store the outputs of one micro-batch; True if their shapes became known by it."""


class BatchFeeder:
    """Graph inputs of the first stage, from arrays of this process."""

    def __init__(self, batch: Batch, names: Sequence[str]) -> None:
        """Feed the inputs `names` of a batch."""
        self._batch, self._names = batch, names

    def take(self, micro_batch: int) -> list[Tensor]:
        """See `Source`."""
        return [to_torch(self._batch.part(name, micro_batch)) for name in self._names]


class Feeder:
    """Graph inputs of the first stage, mapped from the files of the run."""

    def __init__(self, spec: WorkerSpec, folder: Path, names: tuple[str, ...]) -> None:
        """Map the files of the inputs that the stage takes."""
        feeds = {feed.name: feed for feed in spec.feeds}
        self._parts = []
        for name in names:
            feed = feeds[name]
            shape = (spec.micro_batches if feed.streamed else 1, *feed.shape)
            count = int(np.prod(shape, dtype=np.int64))
            path = folder / feed.file
            array = (
                np.memmap(path, feed.dtype, "c", shape=shape)
                if count
                else np.empty(shape, feed.dtype)
            )
            self._parts.append((np.asarray(array), feed.streamed))

    def take(self, micro_batch: int) -> list[Tensor]:
        """Tensors of one micro-batch."""
        return [to_torch(array[micro_batch if streamed else 0]) for array, streamed in self._parts]


class OutputWriter:
    """Graph outputs of the last stage, written at their place in one file per output.

    Replicas write disjoint ranges of the same files, so no order is needed among them.
    """

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        """Write into `output-N.bin`."""
        self._files = [
            os.open(folder / f"output-{i}.bin", os.O_RDWR | os.O_CREAT, 0o600)
            for i in range(len(names))
        ]
        self._names = names
        #: Shape and numpy dtype name of each output, once known.
        self.header: OutputHeader | None = None

    def write(self, micro_batch: int, tensors: Sequence[Tensor]) -> bool:
        """Store the outputs of one micro-batch; True if the header became known by it."""
        arrays, header = _described(tensors)
        first = self.header is None
        _check_header(self._names, header, self.header)
        self.header = header
        for file, array in zip(self._files, arrays, strict=True):
            view = array.reshape(-1).view(np.uint8).data if array.size else memoryview(b"")
            offset = micro_batch * array.nbytes
            while len(view):
                written = os.pwrite(file, view, offset)
                view, offset = view[written:], offset + written
        return first

    def close(self) -> None:
        """Close the files."""
        for file in self._files:
            os.close(file)


class OutputKeeper:
    """Graph outputs of the last stage, kept by micro-batch as bytes."""

    def __init__(self, names: Sequence[str]) -> None:
        """Keep outputs of these names."""
        self._names = names
        self.header: OutputHeader | None = None
        #: Bytes of every output, by micro-batch.
        self.parts: dict[int, list[Array]] = {}

    def write(self, micro_batch: int, tensors: Sequence[Tensor]) -> bool:
        """See `Sink`."""
        arrays, header = _described(tensors)
        first = self.header is None
        _check_header(self._names, header, self.header)
        self.header = header
        self.parts[micro_batch] = [a.reshape(-1).view(np.uint8).copy() for a in arrays]
        return first


def _described(tensors: Sequence[Tensor]) -> tuple[list[Array], OutputHeader]:
    """Arrays that share memory with tensors, and what they are."""
    arrays = [
        (t.view(torch.int16) if t.dtype == torch.bfloat16 else t).contiguous().numpy()
        for t in tensors
    ]
    return arrays, [
        (tuple(t.shape), "bfloat16" if t.dtype == torch.bfloat16 else a.dtype.name)
        for t, a in zip(tensors, arrays, strict=True)
    ]


def _check_header(names: Sequence[str], header: OutputHeader, before: OutputHeader | None) -> None:
    if before is not None and header != before:
        changed = [n for n, a, b in zip(names, header, before, strict=True) if a != b]
        raise WorkError(f"output {changed[0]!r} changes shape between micro-batches",
                        limit="one shape", remedy="run one micro-batch")  # fmt: skip


class Executor:
    """Runs RECV, F and SEND actions; other kinds are refused (training comes with its own)."""

    def __init__(
        self,
        backend: StageBackend,
        transport: Transport,
        feeder: Source | None,
        writer: Sink | None,
    ) -> None:
        """Join the parts of a rank.

        Args:
            backend: a loaded backend.
            transport: to the neighbouring stages.
            feeder: present at the first stage.
            writer: present at the last stage.
        """
        self._backend, self._transport = backend, transport
        self._feeder, self._writer = feeder, writer

    def run(self, actions: Sequence[Action], piece: Piece, done: Done) -> None:
        """Execute an action list.

        Args:
            actions: in order; SEND and RECV of a micro-batch surround its F.
            piece: the stage's piece, for messages.
            done: called after every F (after the outputs are stored, at the last stage).

        Raises:
            WorkError: if an operator fails or a boundary changes its shape.
            TransportError: if a neighbour is lost.
        """
        forwards = [action.micro_batch for action in actions if action.kind == "F"]
        place = {k: position for position, k in enumerate(forwards)}
        held: dict[int, Sequence[Tensor]] = {}
        for action in actions:
            k = action.micro_batch
            if action.kind == "RECV":
                held[k] = self._transport.recv(place[k], forwards)
            elif action.kind == "F":
                tensors = self._feeder.take(k) if self._feeder is not None else held.pop(k)
                start = time.perf_counter()
                outputs = self._backend.run(tensors)
                busy = time.perf_counter() - start
                if self._writer is not None:
                    self._writer.write(k, outputs)
                else:
                    held[k] = outputs
                done(k, busy, time.monotonic())
            elif action.kind == "SEND":
                self._transport.send(place[k], k, held.pop(k))
            else:
                raise WorkError(f"action {action.kind} of stage {piece.index} cannot be executed",
                                limit="RECV, F, SEND", remedy="use an inference plan")  # fmt: skip
        self._transport.finish()
