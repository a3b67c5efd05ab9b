"""What each member sends and receives: `Move` of a tensor to another layout, `Sum` of parts.

A move fetches what a member needs and does not hold from the nearest member that holds it, each
element once. A sum divides every block that several members hold partial sums of into as many
parts as there are: each adds up one part in the order of the members and gives it to all, which is
2 (k - 1) / k of the block received by each of k members, as in a ring, and the same additions on
all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

from hwpipe.runtime.shard.boxes import (
    Box,
    Layout,
    Slices,
    cover,
    elementary,
    local_slices,
    volume,
)

__all__ = ["Move", "Sum", "SumCell", "moves", "sums"]

#: (peer, blocks of the own dense tensor).
Parcel = tuple[int, tuple[Slices, ...]]


@dataclass(frozen=True, slots=True)
class Move:
    """One member's part of a change of layout.

    Attributes:
        shape: of its dense tensor afterwards.
        copies: (block before, block afterwards) of what it holds itself.
        sends, receives: by peer, ascending; blocks in the order in which they travel.
    """

    shape: tuple[int, ...]
    copies: tuple[tuple[Slices, Slices], ...]
    sends: tuple[Parcel, ...]
    receives: tuple[Parcel, ...]

    @property
    def received(self) -> int:
        """Elements that arrive."""
        return sum(_count(block) for _, blocks in self.receives for block in blocks)

    @property
    def is_copy(self) -> bool:
        """Whether nothing leaves or arrives."""
        return not self.sends and not self.receives


@dataclass(frozen=True, slots=True)
class SumCell:
    """A block that is summed.

    Attributes:
        block: of the own dense tensor.
        members: whose partial sums count, in the order of addition.
        bounds: part j of the flattened block is added up by `members[j]`.
        receivers: those that want the sum.
    """

    block: Slices
    members: tuple[int, ...]
    bounds: tuple[tuple[int, int], ...]
    receivers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Sum:
    """One member's part of a sum.

    `own` tells which of `cells` the member contributes to by its place among their members; -1:
    it only receives. `member` is its number.
    """

    cells: tuple[SumCell, ...]
    own: tuple[int, ...]
    member: int

    @property
    def received(self) -> int:
        """Elements that arrive."""
        total, member = 0, self.member
        for cell, own in zip(self.cells, self.own, strict=True):
            low, high = cell.bounds[own] if own >= 0 else (0, 0)
            part = high - low
            total += part * (len(cell.members) - 1 if own >= 0 else 0)
            if member in cell.receivers:
                total += _count(cell.block) - part
        return total


def _count(block: Slices) -> int:
    return prod(high - low for low, high in block)


def moves(have: Layout, need: Layout, paths: Sequence[str]) -> tuple[Move, ...]:
    """Every member's part of a change of layout.

    Args:
        have: before; every element that is needed has a holder.
        need: afterwards.
        paths: of the members in the tree of halves, for `nearest`.
    """
    count = len(have.boxes)
    copies: list[list[tuple[Slices, Slices]]] = [[] for _ in range(count)]
    sends: list[dict[int, list[Slices]]] = [{} for _ in range(count)]
    receives: list[dict[int, list[Slices]]] = [{} for _ in range(count)]
    for cell in elementary([*have.boxes, *need.boxes]):
        held = [local_slices(cell, box) for box in have.boxes]
        holders = [m for m, block in enumerate(held) if block is not None]
        for m, box in enumerate(need.boxes):
            target = local_slices(cell, box)
            if target is None:
                continue
            own = held[m]
            if own is not None:
                copies[m].append((own, target))
                continue
            source = min(holders, key=lambda h, m=m: (-_near(paths[h], paths[m]), h))  # type: ignore[misc]
            block = held[source]
            assert block is not None
            sends[source].setdefault(m, []).append(block)
            receives[m].setdefault(source, []).append(target)
    return tuple(
        Move(need.local(m), tuple(copies[m]), _parcels(sends[m]), _parcels(receives[m]))
        for m in range(count)
    )


def _near(a: str, b: str) -> int:
    """Levels of the tree of halves that two members share."""
    same = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        same += 1
    return same


def _parcels(found: dict[int, list[Slices]]) -> tuple[Parcel, ...]:
    return tuple((peer, tuple(found[peer])) for peer in sorted(found))


def sums(
    parts: Layout,
    work: Sequence[Box],
    total: int,
    paths: Sequence[str],
    *,
    alike: bool = False,
    copies: bool = False,
) -> tuple[Sum, ...] | None:
    """Every member's part of a sum of partial results.

    Args:
        parts: the block of the result that every member computes.
        work: the part of the work that it does; equal or disjoint where blocks meet.
        total: volume of the whole work.
        paths: see `moves`.
        alike: all holders of a block end with the same bits, also where halves that compute it
            twice divide it differently.
        copies: also complete results come from one of the members that hold them.

    Returns:
        None where every member's results are complete.

    Raises:
        ValueError: where the parts do not make up the whole.
    """
    count = len(parts.boxes)
    covers = []
    for m in range(count):
        found = cover(work, total, paths, m)
        if found is None:
            raise ValueError("the parts of the members do not make up the whole")
        covers.append(found)
    cells: list[list[SumCell]] = [[] for _ in range(count)]
    for cell in elementary(parts.boxes):
        blocks = [local_slices(cell, box) for box in parts.boxes]
        holders = [m for m, block in enumerate(blocks) if block is not None]
        terms = {m: tuple(c for c in covers[m] if blocks[c] is not None) for m in holders}
        wanting = [m for m in holders if len(terms[m]) > 1]
        if not wanting and not (copies and len(holders) > 1):
            continue
        if alike or copies:
            wanting = holders
        members = terms[wanting[0]]
        size, k = _count(cell), len(members)
        bounds = tuple((size * j // k, size * (j + 1) // k) for j in range(k))
        for m in sorted({*wanting, *members}):
            block = blocks[m]
            assert block is not None
            cells[m].append(SumCell(block, members, bounds, tuple(wanting)))
    if not any(cells):
        return None
    return tuple(
        Sum(tuple(own), tuple(c.members.index(m) if m in c.members else -1 for c in own), m)
        for m, own in enumerate(cells)
    )


def all_sum(shape: Sequence[int], count: int) -> tuple[Sum, ...]:
    """Every member holds the whole and contributes to it."""
    block: Slices = tuple((0, n) for n in shape)
    size = volume(tuple(((0, n),) for n in shape))
    bounds = tuple((size * j // count, size * (j + 1) // count) for j in range(count))
    everybody = tuple(range(count))
    cell = SumCell(block, everybody, bounds, everybody)
    return tuple(Sum((cell,), (m,), m) for m in range(count))
