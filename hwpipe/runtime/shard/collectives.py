"""`Collectives`: moves and sums executed on the members of a stage, over any `Group`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import torch
from torch import Tensor

from hwpipe.runtime.shard.boxes import Slices
from hwpipe.runtime.shard.exchange import Move, Sum

__all__ = ["Alone", "Collectives", "Group"]


class Group(Protocol):
    """The members of a stage as one of them sees them."""

    member: int

    def swap(
        self, number: int, phase: int, out: Mapping[int, Tensor], into: Mapping[int, int],
        dtype: torch.dtype, *, wanted: bool = False,
    ) -> tuple[dict[int, Tensor], bool]:  # fmt: skip
        """Send to some members and wait for others.

        Args:
            number: of the exchange in the stage.
            phase: of the message within it, below `hwpipe.runtime.shard.model.PHASES`.
            out: flat host tensors by member.
            into: elements that come, by member.
            dtype: of all of them.
            wanted: travels with the tensors: their gradient is wanted.

        Returns:
            Flat host tensors by member, and whether any of them is wanted.
        """
        ...


class Alone:
    """No other member: what would come is zero. For a look at one member's own operators."""

    def __init__(self, member: int) -> None:
        """Be one member."""
        self.member = member

    def swap(
        self, number: int, phase: int, out: Mapping[int, Tensor], into: Mapping[int, int],
        dtype: torch.dtype, *, wanted: bool = False,
    ) -> tuple[dict[int, Tensor], bool]:  # fmt: skip
        """See `Group`."""
        return {peer: torch.zeros(count, dtype=dtype) for peer, count in into.items()}, wanted


def _at(tensor: Tensor, block: Slices) -> Tensor:
    """A block of a tensor."""
    return tensor[tuple(slice(low, high) for low, high in block)]


def _size(blocks: Sequence[Slices]) -> int:
    total = 0
    for block in blocks:
        count = 1
        for low, high in block:
            count *= high - low
        total += count
    return total


class Collectives:
    """Executes the exchanges of one member.

    Attributes:
        group: the other members.
        received: elements that have arrived, by exchange.
    """

    def __init__(self, group: Group) -> None:
        """Use a group."""
        self.group = group
        self.received: dict[int, int] = {}

    def move(  # noqa: PLR0917 (every one is a different thing)
        self, number: int, phase: int, move: Move, x: Tensor | None, dtype: torch.dtype,
        device: torch.device, *, wanted: bool = False,
    ) -> tuple[Tensor, bool]:  # fmt: skip
        """A tensor in its new layout.

        Args:
            number: of the exchange.
            phase: of the message.
            move: own part.
            x: the own block; None where this member holds nothing.
            dtype: of the tensor.
            device: where the result is to lie.
            wanted: see `Group.swap`.

        Returns:
            The own new block, in memory of its own, and whether its gradient is wanted.
        """
        outgoing = {}
        for peer, blocks in move.sends:
            assert x is not None
            outgoing[peer] = _flat([_at(x, block) for block in blocks])
        into = {peer: _size(blocks) for peer, blocks in move.receives}
        result = torch.empty(move.shape, dtype=dtype, device=device)
        for source, target in move.copies:
            assert x is not None
            _at(result, target).copy_(_at(x, source))
        if outgoing or into:
            arrived, came = self.group.swap(number, phase, outgoing, into, dtype, wanted=wanted)
            wanted = wanted or came
            for peer, blocks in move.receives:
                _scatter(result, blocks, arrived[peer])
            self._count(number, into)
        return result, wanted

    def add(self, number: int, phase: int, how: Sum, x: Tensor) -> Tensor:
        """The sum of a partial result over members; takes two phases.

        Args:
            number: of the exchange.
            phase: of the first of two messages.
            how: own part.
            x: own partial result; it stays as it is.
        """
        own, dtype = self.group.member, x.dtype
        total = x.clone(memory_format=torch.contiguous_format)
        flat = [_at(x, cell.block).reshape(-1).cpu() for cell in how.cells]
        parts: dict[int, list[Tensor]] = {}
        sizes: dict[int, int] = {}
        for cell, place, values in zip(how.cells, how.own, flat, strict=True):
            if place < 0:
                continue
            for j, peer in enumerate(cell.members):
                low, high = cell.bounds[j]
                if peer != own and high > low:
                    parts.setdefault(peer, []).append(values[low:high])
                low, high = cell.bounds[place]
                if peer != own and high > low:
                    sizes[peer] = sizes.get(peer, 0) + high - low
        arrived, _ = self.group.swap(number, phase, _joined(parts), sizes, dtype)
        self._count(number, sizes)
        summed = self._own_parts(how, flat, arrived)
        out: dict[int, list[Tensor]] = {}
        into: dict[int, int] = {}
        for cell, part in zip(how.cells, summed, strict=True):
            for peer in cell.receivers:
                if peer != own and part is not None and part.numel():
                    out.setdefault(peer, []).append(part)
            if own not in cell.receivers:
                continue
            for (low, high), peer in zip(cell.bounds, cell.members, strict=True):
                if peer != own and high > low:
                    into[peer] = into.get(peer, 0) + high - low
        whole, _ = self.group.swap(number, phase + 1, _joined(out), into, dtype)
        self._count(number, into)
        offsets = dict.fromkeys(whole, 0)
        for cell, part in zip(how.cells, summed, strict=True):
            if own not in cell.receivers:
                continue
            pieces: list[Tensor] = []
            for (low, high), peer in zip(cell.bounds, cell.members, strict=True):
                if peer == own:
                    assert part is not None
                    pieces.append(part)
                elif high > low:
                    at = offsets[peer]
                    pieces.append(whole[peer][at : at + high - low])
                    offsets[peer] = at + high - low
            target = _at(total, cell.block)
            target.copy_(torch.cat(pieces).view(target.shape))
        return total

    def _own_parts(
        self, how: Sum, flat: Sequence[Tensor], arrived: Mapping[int, Tensor]
    ) -> list[Tensor | None]:
        """The part of every cell that this member adds up, in the order of the members."""
        own = self.group.member
        offsets = dict.fromkeys(arrived, 0)
        found: list[Tensor | None] = []
        for cell, place, values in zip(how.cells, how.own, flat, strict=True):
            if place < 0:
                found.append(None)
                continue
            low, high = cell.bounds[place]
            total: Tensor | None = None
            for peer in cell.members:
                if peer == own or high == low:
                    term = values[low:high]
                else:
                    at = offsets[peer]
                    term = arrived[peer][at : at + high - low]
                    offsets[peer] = at + high - low
                total = term if total is None else total + term
            found.append(total)
        return found

    def _count(self, number: int, into: Mapping[int, int]) -> None:
        self.received[number] = self.received.get(number, 0) + sum(into.values())


def _flat(blocks: Sequence[Tensor]) -> Tensor:
    """Blocks one after another, on the host."""
    if len(blocks) == 1:
        return blocks[0].contiguous().reshape(-1).cpu()
    return torch.cat([block.reshape(-1) for block in blocks]).cpu()


def _joined(parts: Mapping[int, Sequence[Tensor]]) -> dict[int, Tensor]:
    return {peer: found[0].contiguous() if len(found) == 1 else torch.cat(list(found))
            for peer, found in parts.items()}  # fmt: skip


def _scatter(result: Tensor, blocks: Sequence[Slices], values: Tensor) -> None:
    at = 0
    for block in blocks:
        target = _at(result, block)
        count = target.numel()
        target.copy_(values[at : at + count].view(target.shape))
        at += count
