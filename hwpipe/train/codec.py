"""Compression between ranks: boundary tensors by `BoundaryCodec`, gradients by `GradientCodec`.

Both stand between the interpreter and the mail, and count what would have crossed the links and
what did. Stages that share a rank hand tensors on as they are.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from hwpipe.compress import Compression
from hwpipe.compress.boundary import TopActivations, narrow, pack_places, unpack_places, widen
from hwpipe.compress.gradients import HardThreshold
from hwpipe.compress.loss import BoundedLoss
from hwpipe.train.channel.mail import Mail, Message
from hwpipe.train.program import Reduction
from hwpipe.train.record import Traffic
from hwpipe.train.state.residuals import Residual, residual_for

__all__ = ["BoundaryCodec", "GradientCodec"]

#: Places of a tensor's values, and its shape; None for a tensor that travels as it is.
_Kept = tuple[Tensor, tuple[int, ...]] | None


#: Shapes of a gradient's tensors by the names of their weights.
_Shapes = Mapping[str, tuple[int, ...]]


def _bytes(tensors: Sequence[Tensor]) -> int:
    return sum(tensor.numel() * tensor.element_size() for tensor in tensors)


class BoundaryCodec:
    """Packs and unpacks the messages of stage boundaries; the samples are in dimension 0.

    Only floating-point tensors of two dimensions and more are thinned out. The receiver learns
    shapes from a header; the gradient comes back at the places that went there.
    """

    def __init__(self, compression: Compression) -> None:
        """Take the share to keep; 1 leaves every message as it is."""
        self._top = TopActivations(compression.keep)
        self._short = compression.bits == 16
        self._kept: dict[tuple[int, int], list[_Kept]] = {}
        self.traffic = Traffic()

    def clear(self) -> None:
        """Forget the places of micro-batches that wanted no gradient."""
        self._kept.clear()

    def pack(self, edge: int, k: int, message: Message, *, back: bool) -> Message:
        """What travels of a message.

        Args:
            edge: number of the edge.
            k: micro-batch.
            message: tensors on the host; gradients where `back`.
            back: against the edge's direction.
        """
        if self._top.exact:
            self.traffic.add(_bytes(message.tensors), _bytes(message.tensors))
            return message
        if back:
            kept = self._kept.pop((edge, k))
            packed = [
                tensor if entry is None else self._coded(self._top.gather(tensor, entry[0]))
                for tensor, entry in zip(message.tensors, kept, strict=True)
            ]
            result = Message(packed, (False,) * len(packed))
        else:
            result = self._thinned(edge, k, message)
        self.traffic.add(_bytes(message.tensors), _bytes(result.tensors))
        return result

    def _coded(self, values: Tensor) -> Tensor:
        """Values as they travel."""
        return narrow(values) if self._short and values.dtype == torch.float32 else values

    def _thinned(self, edge: int, k: int, message: Message) -> Message:
        header: list[int] = []
        body: list[Tensor] = []
        wanted: list[bool] = []
        kept: list[_Kept] = []
        for tensor, want in zip(message.tensors, message.wanted, strict=True):
            entry: _Kept = None
            if tensor.is_floating_point() and tensor.dim() >= 2:
                values, places = self._top.encode(tensor)
                shape = tuple(tensor.shape)
                entry = places, shape
                coded = self._coded(values)
                header += [len(shape) if coded is values else -len(shape), *shape]
                body += [coded, pack_places(places, tensor[0].numel())]
                wanted += [want, False]
            else:
                header.append(0)
                body.append(tensor)
                wanted.append(want)
            if want:
                kept.append(entry)
        if kept:
            self._kept[edge, k] = kept
        return Message([torch.tensor(header, dtype=torch.int32), *body], (False, *wanted))

    def unpack(self, edge: int, k: int, message: Message, *, back: bool) -> Message:
        """The message that the other side packed, zeros where nothing was sent."""
        if self._top.exact:
            return message
        if back:
            kept = self._kept.pop((edge, k))
            whole = [
                tensor if entry is None else self._top.decode(_decoded(tensor), *entry)
                for tensor, entry in zip(message.tensors, kept, strict=True)
            ]
            return Message(whole, message.wanted)
        header = message.tensors[0].tolist()
        found: list[Tensor] = []
        flags: list[bool] = []
        entries: list[_Kept] = []
        at = 1
        while header:
            rank = header.pop(0)
            flags.append(message.wanted[at])
            if rank == 0:
                found.append(message.tensors[at])
                entry: _Kept = None
                at += 1
            else:
                shape, header = tuple(header[: abs(rank)]), header[abs(rank) :]
                values, places = message.tensors[at], unpack_places(message.tensors[at + 1])
                found.append(self._top.decode(widen(values) if rank < 0 else values, places, shape))
                entry = places, shape
                at += 2
            if flags[-1]:
                entries.append(entry)
        if entries:
            self._kept[edge, k] = entries
        return Message(found, tuple(flags))


def _decoded(gradient: Tensor) -> Tensor:
    """Gradients as the other side had them, which are never whole numbers."""
    return widen(gradient) if gradient.dtype == torch.int16 else gradient


class GradientCodec:
    """Exchanges thinned gradients between the replicas of a stage; it holds their residuals."""

    def __init__(self, compression: Compression) -> None:
        """Take density, or bounded loss."""
        self._how = compression
        self._loss = BoundedLoss(compression.loss, compression.packet)
        self._thresholds: dict[tuple[str, ...], tuple[HardThreshold, int, int, _Shapes]] = {}
        self._saved: tuple[Residual, ...] = ()
        self._taken: set[str] = set()
        self.traffic = Traffic()

    @property
    def exact(self) -> bool:
        """Whether gradients are exchanged whole."""
        return self._how.density >= 1 and self._how.loss <= 0

    def sum(  # noqa: PLR0917 (every one is a different thing)
        self, mail: Mail, reduction: Reduction, own: int, channel: int, number: int,
        flat: Tensor, layers: _Shapes,
    ) -> Tensor:  # fmt: skip
        """The sum over the members of what they send, in their order, bit-equal on all of them.

        Args:
            mail: to the other members.
            reduction: members and their places.
            own: position among the members.
            channel: of the messages.
            number: of the messages.
            flat: own gradient, [n].
            layers: shapes of its tensors by the names of their weights; a residual is theirs.
        """
        values, places, width = self._chosen(flat, layers, own, len(reduction.members))
        parts = [values, places]
        others = [i for i in range(len(reduction.members)) if i != own]
        for i in others:
            mail.send(reduction.members[i], channel, number, Message(parts, (False, False)),
                      reduction.places[i])  # fmt: skip
        received = {own: (values, places)}
        for i in others:  # a member at its REDUCE has finished what stands before it
            message = mail.recv(reduction.members[i], channel, number, reduction.places[i] - 1)
            received[i] = message.tensors[0], message.tensors[1]
        total = flat.new_zeros(flat.numel())
        for i in range(len(reduction.members)):
            total += _dense(*received[i], width, flat.numel())
        # Whole gradients travel as parts, there and back: two n a member beside its own share.
        dense = 2 * len(others) * _bytes([flat]) // len(reduction.members)
        self.traffic.add(dense, len(others) * _bytes(parts))
        return total

    def residuals(self) -> tuple[Residual, ...]:
        """What has been kept back, for a checkpoint."""
        if self._how.density >= 1:
            return ()
        found = []
        for threshold, own, members, layers in self._thresholds.values():
            state = threshold.state_dict()
            residual = state.pop("residual")
            assert isinstance(residual, Tensor)
            parts = torch.split(residual, [math.prod(shape) for shape in layers.values()])
            arrays = {
                name: part.reshape(shape).numpy().copy()
                for (name, shape), part in zip(layers.items(), parts, strict=True)
            }
            found.append(Residual(own, members, self._how.density, arrays, state))  # type: ignore[arg-type]
        return tuple(found)

    def load(self, saved: Sequence[Residual]) -> None:
        """Go on with what a checkpoint has kept back."""
        self._saved = tuple(saved)

    def _threshold(self, flat: Tensor, layers: _Shapes, own: int, members: int) -> HardThreshold:
        known = self._thresholds.get(tuple(layers))
        if known is not None:
            return known[0]
        made = HardThreshold(self._how.density, self._how.refresh, self._how.capacity)
        self._thresholds[tuple(layers)] = made, own, members, layers
        saved = residual_for(self._saved, tuple(layers), own, members, self._how.density)
        fresh = not self._taken & layers.keys()  # a residual goes to the first that asks
        self._taken |= layers.keys()
        if saved is not None and fresh:
            zeros = {name: flat.new_zeros(shape) for name, shape in layers.items()}
            parts = zeros | {n: torch.from_numpy(a.copy()) for n, a in saved.arrays.items()}
            residual = torch.cat([part.reshape(-1) for part in parts.values()])
            made.load_state_dict({**made.state_dict(), **saved.counters, "residual": residual})
        return made

    def _chosen(
        self, flat: Tensor, layers: _Shapes, own: int, members: int
    ) -> tuple[Tensor, Tensor, int]:
        """Values [room x width], the places of each group of `width`, padded with -1; width."""
        if self._how.density < 1:
            threshold = self._threshold(flat, layers, own, members)
            sent = threshold.compress(flat)
            room, width = threshold.room(flat.numel()), 1
            groups, taken = sent.places, sent.values
        else:
            width = self._how.packet
            count = -(-flat.numel() // width)
            sizes = [math.prod(shape) for shape in layers.values()]
            lost = set(self._loss.dropped(flat, sizes).tolist())
            room = count - int(self._how.loss * flat.numel()) // width
            groups = torch.tensor([i for i in range(count) if i not in lost], dtype=torch.int32)
            whole = torch.zeros(count * width, dtype=flat.dtype)
            whole[: flat.numel()] = flat
            taken = whole.reshape(count, width)[groups.to(torch.int64)].reshape(-1)
        values = torch.zeros(room * width, dtype=flat.dtype)
        values[: taken.numel()] = taken
        places = torch.full((room,), -1, dtype=torch.int32)
        places[: groups.numel()] = groups
        return values, places, width


def _dense(values: Tensor, places: Tensor, width: int, elements: int) -> Tensor:
    """Groups of `width` at their places, zeros elsewhere, [elements]."""
    good = places >= 0
    whole = values.new_zeros((-(-elements // width), width))
    whole[places[good].to(torch.int64)] = values.reshape(-1, width)[good]
    return whole.reshape(-1)[:elements]
