"""Blocks of tensors: index sets of axes, boxes of them, and the `Layout` of a tensor.

An index set (`Runs`) is a union of half-open intervals; a box has one for every axis; a layout
names the box that every member of a stage holds. A member keeps its box as a dense tensor, in
which the indices of an axis lie one after another.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product

__all__ = [
    "Box",
    "Layout",
    "Runs",
    "Slices",
    "box_shape",
    "contains",
    "cover",
    "disjoint",
    "elementary",
    "full",
    "length",
    "local_slices",
    "meet",
    "normal",
    "volume",
]

#: Ascending, disjoint, not adjacent half-open intervals.
Runs = tuple[tuple[int, int], ...]
Box = tuple[Runs, ...]
#: (start, stop) along every axis of a dense tensor.
Slices = tuple[tuple[int, int], ...]


def full(size: int) -> Runs:
    """All indices of an axis."""
    return ((0, size),) if size > 0 else ()


def normal(intervals: Sequence[tuple[int, int]]) -> Runs:
    """Ascending intervals with neighbours joined and empty ones dropped."""
    found: list[tuple[int, int]] = []
    for low, high in sorted(intervals):
        if high <= low:
            continue
        if found and low <= found[-1][1]:
            found[-1] = (found[-1][0], max(high, found[-1][1]))
        else:
            found.append((low, high))
    return tuple(found)


def length(runs: Runs) -> int:
    """Number of indices."""
    return sum(high - low for low, high in runs)


def meet(a: Runs, b: Runs) -> Runs:
    """Indices in both."""
    found = [
        (max(low, other_low), min(high, other_high))
        for low, high in a
        for other_low, other_high in b
    ]
    return normal(found)


def contains(runs: Runs, part: tuple[int, int]) -> bool:
    """Whether an interval lies in one of the runs."""
    return any(low <= part[0] and part[1] <= high for low, high in runs)


def volume(box: Box) -> int:
    """Number of elements."""
    count = 1
    for runs in box:
        count *= length(runs)
    return count


def box_shape(box: Box) -> tuple[int, ...]:
    """Shape of the dense tensor that holds a box."""
    return tuple(length(runs) for runs in box)


def disjoint(a: Box, b: Box) -> bool:
    """Whether no element is in both."""
    return any(not meet(x, y) for x, y in zip(a, b, strict=True))


def elementary(boxes: Sequence[Box]) -> Iterator[Slices]:
    """Cells of the grid that all edges of `boxes` draw, in row-major order.

    Every box is a union of cells. Cells are given as intervals of global indices.
    """
    if not boxes:
        return
    axes = []
    for axis in range(len(boxes[0])):
        marks = sorted({mark for box in boxes for run in box[axis] for mark in run})
        axes.append(list(pairwise(marks)))
    yield from product(*axes)


def local_slices(cell: Slices, box: Box) -> Slices | None:
    """Where a cell lies in the dense tensor of a box; None where the box does not hold it."""
    found = []
    for part, runs in zip(cell, box, strict=True):
        offset = 0
        for low, high in runs:
            if low <= part[0] and part[1] <= high:
                found.append((offset + part[0] - low, offset + part[1] - low))
                break
            offset += high - low
        else:
            return None
    return tuple(found)


@dataclass(frozen=True)
class Layout:
    """A tensor's shape and the box of every member."""

    shape: tuple[int, ...]
    boxes: tuple[Box, ...]

    @staticmethod
    def whole(shape: Sequence[int], members: int) -> Layout:
        """Every member holds everything."""
        return Layout(tuple(shape), (tuple(full(n) for n in shape),) * members)

    @staticmethod
    def only(shape: Sequence[int], members: int, holder: int) -> Layout:
        """One member holds everything, the others nothing."""
        nothing: Box = tuple(() for _ in shape)
        everything = tuple(full(n) for n in shape)
        boxes = tuple(everything if m == holder else nothing for m in range(members))
        return Layout(tuple(shape), boxes)

    @cached_property
    def split_axes(self) -> tuple[int, ...]:
        """Axes of which some member holds a part."""
        return tuple(
            axis for axis, size in enumerate(self.shape)
            if any(box[axis] != full(size) for box in self.boxes)
        )  # fmt: skip

    @property
    def is_whole(self) -> bool:
        """Whether every member holds everything."""
        return not self.split_axes

    def axis(self, axis: int) -> tuple[Runs, ...]:
        """Index sets of one axis, by member."""
        return tuple(box[axis] for box in self.boxes)

    def local(self, member: int) -> tuple[int, ...]:
        """Shape of a member's dense tensor."""
        return box_shape(self.boxes[member])

    def with_axis(self, axis: int, sets: Sequence[Runs]) -> Layout:
        """The layout with other index sets along one axis."""
        boxes = tuple(
            (*box[:axis], runs, *box[axis + 1 :])
            for box, runs in zip(self.boxes, sets, strict=True)
        )
        return Layout(self.shape, boxes)

    def with_whole(self, axes: Sequence[int]) -> Layout:
        """The layout with whole axes."""
        found = self
        for axis in axes:
            found = found.with_axis(axis, [full(self.shape[axis])] * len(self.boxes))
        return found


def cover(
    boxes: Sequence[Box], total: int, paths: Sequence[str], first: int = 0
) -> tuple[int, ...] | None:
    """Members whose boxes hold every element exactly once, `first` among them.

    Copies are passed over. Nearer members (longer common beginning of their paths in the tree of
    halves) are tried first, so a half that computes the same as another is taken as one.

    Args:
        boxes: of all members.
        total: elements in all.
        paths: of every member, "01" for the second half of the first half.
        first: a member.

    Returns:
        Ascending members; None where there is no such set.
    """

    def near(a: int, b: int) -> int:
        same = 0
        for x, y in zip(paths[a], paths[b], strict=False):
            if x != y:
                break
            same += 1
        return same

    def search(chosen: list[int], left: int) -> list[int] | None:
        if left == 0:
            return chosen
        rest = [m for m in range(len(boxes)) if m not in chosen
                and all(disjoint(boxes[m], boxes[c]) for c in chosen)]  # fmt: skip
        rest.sort(key=lambda m: (-near(chosen[-1], m), m))
        for m in rest:
            found = search([*chosen, m], left - volume(boxes[m]))
            if found is not None:
                return found
        return None

    found = search([first], total - volume(boxes[first]))
    return None if found is None else tuple(sorted(found))
