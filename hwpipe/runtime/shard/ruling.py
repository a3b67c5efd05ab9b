"""What a layout rule sees of a node (`Site`) and what it decides (`Ruling`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from hwpipe.runtime.piece import Array, OpNode
from hwpipe.runtime.shard.boxes import Box, Layout, Runs, full, length

__all__ = ["Rule", "Ruling", "Site", "adopted", "lead_layout", "projected", "raised"]


@dataclass
class Ruling:
    """How the members run a node.

    Attributes:
        needs: layouts of the activations that it reads, by position.
        outputs: layouts of its results.
        weights: blocks of the constants that it reads, by position; others are whole.
        fixed: constants that each member gets for itself, by position.
        attrs: attributes that change, by member.
        op: operator that runs instead, (domain, name, version).
        enter: work boxes and total of a layer whose input gradients are partial sums.
        leave: the same of one whose results are partial sums.
        work: of weight gradients, where it is not the blocks of the first result.
        bias: position of a constant that is added after the sum of partial results, the axis that
            it lies along (None: broadcast from the right) and a factor.
        note: what is not as planned.
    """

    needs: dict[int, Layout]
    outputs: list[Layout]
    weights: dict[int, Layout] = field(default_factory=dict)
    fixed: dict[int, list[Array]] = field(default_factory=dict)
    attrs: list[dict[str, Any]] | None = None
    op: tuple[str, str, int] | None = None
    enter: tuple[list[Box], int] | None = None
    leave: tuple[list[Box], int] | None = None
    work: tuple[list[Box], int] | None = None
    bias: tuple[int, int | None, float] | None = None
    note: str | None = None


@dataclass(frozen=True)
class Site:
    """A node and what is known of its tensors.

    Attributes:
        node: the operator.
        members: of the stage.
        shapes: of all tensors and constants, by name.
        layouts: of the activations that it reads, by position, as they are.
        values: plain constants by name.
        training: whether normalisation takes the statistics of the micro-batch.
    """

    node: OpNode
    members: int
    shapes: Mapping[str, tuple[int, ...]]
    layouts: Mapping[int, Layout]
    values: Mapping[str, Array]
    training: bool

    def shape(self, position: int) -> tuple[int, ...]:
        """Shape of an input."""
        return self.shapes[self.node.inputs[position]]

    def out_shape(self, position: int = 0) -> tuple[int, ...]:
        """Shape of a result."""
        return self.shapes[self.node.outputs[position]]

    def constant(self, position: int) -> Array | None:
        """Value of a constant input; None where it is none, or computed."""
        if position >= len(self.node.inputs):
            return None
        return self.values.get(self.node.inputs[position])

    def is_constant(self, position: int) -> bool:
        """Whether an input is there and no activation."""
        inputs = self.node.inputs
        return position < len(inputs) and bool(inputs[position]) and position not in self.layouts

    def whole(self, shape: Sequence[int]) -> Layout:
        """Everything on every member."""
        return Layout.whole(shape, self.members)


Rule = Callable[[Site], "Ruling | None"]


def projected(target: Layout, shape: Sequence[int]) -> Layout:
    """The blocks of a tensor that is broadcast (from the right) to `target`."""
    offset = len(target.shape) - len(shape)
    boxes = tuple(
        tuple(
            box[offset + axis] if size == target.shape[offset + axis] else full(size)
            for axis, size in enumerate(shape)
        )
        for box in target.boxes
    )
    return Layout(tuple(shape), boxes)


def raised(layout: Layout, shape: Sequence[int]) -> Layout:
    """The blocks of a result of which an operand with `layout` is broadcast to `shape`."""
    offset = len(shape) - len(layout.shape)
    boxes = tuple(
        tuple(
            box[axis - offset]
            if axis >= offset and layout.shape[axis - offset] == size
            else full(size)
            for axis, size in enumerate(shape)
        )
        for box in layout.boxes
    )
    return Layout(tuple(shape), boxes)


def lead_layout(site: Site, shape: Sequence[int]) -> Layout:
    """The blocks of a result: those of the operand that is split most."""
    best = site.whole(shape)
    least = sum(_elements(box) for box in best.boxes)
    for layout in site.layouts.values():
        found = raised(layout, shape)
        size = sum(_elements(box) for box in found.boxes)
        if size < least:
            best, least = found, size
    return best


def _elements(box: Box) -> int:
    count = 1
    for runs in box:
        count *= length(runs)
    return count


def adopted(planned: Sequence[Runs], have: Sequence[Runs]) -> list[Runs]:
    """The index sets that a tensor lies in, where they are as large as the planned ones.

    They must tell the members apart as the plan does, so that they divide the axis as well.
    """
    if list(planned) == list(have):
        return list(planned)
    if [length(runs) for runs in planned] != [length(runs) for runs in have]:
        return list(planned)
    by_plan: dict[Runs, Runs] = {}
    for a, b in zip(planned, have, strict=True):
        if by_plan.setdefault(a, b) != b:
            return list(planned)
    marks = sorted(run for runs in set(by_plan.values()) for run in runs)
    if len(set(by_plan.values())) != len(by_plan) or any(a[1] > b[0] for a, b in pairwise(marks)):
        return list(planned)
    return list(have)
