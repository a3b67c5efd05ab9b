"""Follows the batch axis through a graph, and notes which constants must move with it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from onnx import GraphProto, NodeProto, TensorProto

from hwpipe.graph.model import TensorInfo
from hwpipe.graph.tensors import is_inline, to_array

__all__ = ["BatchTracker", "RebindPlan"]


@dataclass
class RebindPlan:
    """What changes besides the graph inputs, keyed by (first output of a node, input slot).

    `shapes` gives a new constant; `expands` the shape to which a constant is expanded.
    """

    shapes: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    expands: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)


#: Operators that may lose sight of a merged batch axis without mixing samples.
_UNMIXED = {"Shape", "Size", "Reshape", "Flatten", "Squeeze", "Unsqueeze"}


class BatchTracker:
    """Follows the batch axis through the nodes at the old batch size.

    `axis[t]` is the axis of tensor t that holds the batch, `outer[t]` the factor of that axis
    outside the batch: rows of a time-major (length * batch, features) matrix have the length.
    """

    def __init__(
        self,
        graph: GraphProto,
        shapes: Mapping[str, TensorInfo],
        inputs: Sequence[str],
        old: int,
        new: int,
    ) -> None:
        self.shapes, self.old, self.new = shapes, old, new
        self.constants: dict[str, TensorProto] = {t.name: t for t in graph.initializer}
        self.axis: dict[str, int] = dict.fromkeys(inputs, 0)
        self.outer: dict[str, int] = {}
        self.mixing: NodeProto | None = None
        self.plan = RebindPlan()

    def shape(self, name: str) -> tuple[int, ...] | None:
        """Shape of a tensor at the old batch size, None if it is not known."""
        if name in self.constants:
            return tuple(self.constants[name].dims)
        info = self.shapes.get(name)
        return None if info is None else info.shape

    def values(self, name: str) -> list[int] | None:
        """Values of an int64 constant at hand."""
        tensor = self.constants.get(name)
        if tensor is None or not is_inline(tensor) or tensor.data_type != TensorProto.INT64:
            return None
        return [int(v) for v in to_array(tensor).ravel()]

    def step(self, node: NodeProto) -> None:
        """Take the next node in topological order."""
        batched = [name for name in node.input if name in self.axis]
        if not batched:
            return
        rule = getattr(self, f"_{node.op_type.lower()}", None)
        if rule is not None and node.domain in ("", "ai.onnx"):
            rule(node)
        else:
            self._default(node, batched[0])
        if self.mixing is None and node.op_type not in _UNMIXED:
            merged = any(self._size(name) != self.old for name in batched)
            if merged and not any(out in self.axis for out in node.output):
                self.mixing = node

    def _set(self, name: str, axis: int | None, size: int) -> None:
        """Record the axis if the tensor has that axis and it is a multiple of the batch."""
        shape = self.shape(name)
        if shape is not None and axis is not None and axis < len(shape) and shape[axis] == size:
            self.axis[name] = axis

    def _size(self, name: str) -> int:
        shape = self.shape(name)
        return shape[self.axis[name]] if shape else 0

    def _default(self, node: NodeProto, source: str) -> None:
        """Elementwise, convolution, products: the axis keeps its place from the right or left."""
        inner, size = self.shape(source), self._size(source)
        if inner is None:
            return
        for out in node.output:
            outer = self.shape(out) if out else None
            if outer is None:
                continue
            axis = self.axis[source]
            shifted = axis + max(len(outer) - len(inner), 0)
            self._set(out, shifted, size)
            if out in self.axis and source in self.outer:
                self.outer[out] = self.outer[source]

    def _moved(self, source: str, out: str) -> tuple[int, int] | None:
        """Axis of `out`, a reshaped `source`, that holds the batch, and its outer factor.

        Row-major data is (before, batch, after). Axis j of the result can hold the batch if
        the axes before it divide `before` and those behind it divide `after`. An axis that is
        the batch alone is preferred, then one with the batch outermost, as in batch * heads;
        but features (the last axis) are not merged with the batch where rows can be.
        """
        inner, outer = self.shape(source), self.shape(out)
        if inner is None or outer is None or 0 in inner or 0 in outer:
            return None
        axis, factor = self.axis[source], self.outer.get(source, 1)
        before = math.prod(inner[:axis]) * factor
        after = inner[axis] // (factor * self.old) * math.prod(inner[axis + 1 :])
        fits: list[tuple[int, int, int]] = []
        for j, size in enumerate(outer):
            left, right = math.prod(outer[:j]), math.prod(outer[j + 1 :])
            if before % left == 0 and after % right == 0:
                lead, rest = before // left, after // right
                if size == lead * self.old * rest:
                    fits.append((j, lead, rest))
        last = len(outer) - 1
        rows = any(rest == 1 for _, _, rest in fits)
        for wanted in (
            [f for f in fits if f[1] == f[2] == 1],
            [f for f in fits if f[1] == 1 and not (f[0] == last and f[2] > 1 and rows)],
            [f for f in fits if f[2] == 1],
            fits,
        ):
            if wanted:
                return wanted[0][:2]
        return None

    def _view(self, node: NodeProto) -> int | None:
        if node.input[0] not in self.axis:
            return None
        moved = self._moved(node.input[0], node.output[0])
        if moved is None:
            return None
        self.axis[node.output[0]], self.outer[node.output[0]] = moved
        return moved[0]

    _squeeze = _unsqueeze = _flatten = _view

    def _reshape(self, node: NodeProto) -> None:
        axis = self._view(node)
        target = self.values(node.input[1]) if len(node.input) > 1 else None
        outer = self.shape(node.output[0])
        if axis is None or target is None or outer is None or axis >= len(target):
            return
        if target[axis] > 0:
            target[axis] = target[axis] // self.old * self.new
            self.plan.shapes[node.output[0], 1] = tuple(target)

    def _expand(self, node: NodeProto) -> None:
        if node.input[0] not in self.axis:
            return
        self._default(node, node.input[0])
        target, axis = self.values(node.input[1]), self.axis.get(node.output[0])
        outer = self.shape(node.output[0])
        if target is None or axis is None or outer is None:
            return
        i = axis - (len(outer) - len(target))
        if i >= 0 and target[i] == self._size(node.input[0]) and target[i] != 1:
            target[i] = target[i] // self.old * self.new
            self.plan.shapes[node.output[0], 1] = tuple(target)

    def _transpose(self, node: NodeProto) -> None:
        shape = self.shape(node.input[0])
        perm = next((list(a.ints) for a in node.attribute if a.name == "perm"), None)
        if shape is None:
            return
        perm = perm if perm is not None else list(range(len(shape)))[::-1]
        axis = self.axis[node.input[0]]
        if axis in perm:
            self._set(node.output[0], perm.index(axis), shape[axis])
            self.outer[node.output[0]] = self.outer.get(node.input[0], 1)

    def _gather(self, node: NodeProto) -> None:
        data, index = node.input[0], node.input[1]
        at = next((a.i for a in node.attribute if a.name == "axis"), 0)
        shape, picks = self.shape(data), self.shape(index)
        if shape is None or picks is None:
            return
        at += len(shape) if at < 0 else 0
        if index in self.axis:
            self._set(node.output[0], at + self.axis[index], self._size(index))
        elif data in self.axis and self.axis[data] != at:
            axis = self.axis[data]
            self._set(node.output[0], axis if axis < at else axis + len(picks) - 1, shape[axis])

    def _reduced(self, node: NodeProto) -> None:
        if node.input[0] not in self.axis:
            return
        inner, outer = self.shape(node.input[0]), self.shape(node.output[0])
        if inner is None or outer is None:
            return
        axis = self.axis[node.input[0]]
        if len(inner) == len(outer):
            self._set(node.output[0], axis, inner[axis])
            return
        axes = next((list(a.ints) for a in node.attribute if a.name == "axes"), None)
        if axes is None and node.op_type in ("ArgMax", "ArgMin"):
            axes = [next((a.i for a in node.attribute if a.name == "axis"), 0)]
        if axes is None and len(node.input) > 1:
            axes = self.values(node.input[1])
        gone = {a + len(inner) if a < 0 else a for a in axes or []}
        if gone and axis not in gone:
            self._set(node.output[0], axis - sum(a < axis for a in gone), inner[axis])

    _reducemean = _reducesum = _reducemax = _reducemin = _reduceprod = _reduced
    _reducel1 = _reducel2 = _reducelogsumexp = _reducelogsum = _reducesumsquare = _reduced
    _argmax = _argmin = _reduced

    def _recurrent(self, node: NodeProto) -> None:
        if node.input[0] not in self.axis:
            return
        layout = next((a.i for a in node.attribute if a.name == "layout"), 0)
        size = self._size(node.input[0])
        places = (0, 0, 0) if layout else (2, 1, 1)
        for out, place in zip(node.output, places, strict=False):
            if out:
                self._set(out, place, size)
        for slot in (5, 6):  # initial_h, initial_c: (directions, batch, hidden)
            if slot < len(node.input) and node.input[slot]:
                self._grow(node, slot, 0 if layout else 1)

    _lstm = _gru = _rnn = _recurrent

    def _concat(self, node: NodeProto) -> None:
        batched = next(name for name in node.input if name in self.axis)
        axis = self.axis[batched]
        shape = self.shape(batched)
        at = next((a.i for a in node.attribute if a.name == "axis"), 1)
        if shape is None or at % len(shape) == axis:
            return
        self._set(node.output[0], axis, shape[axis])
        for slot in range(len(node.input)):
            self._grow(node, slot, axis)

    def _grow(self, node: NodeProto, slot: int, axis: int) -> None:
        """A constant that was made for a batch of one is expanded to the new batch."""
        name = node.input[slot]
        shape = self.shape(name)
        if name in self.axis or shape is None or axis >= len(shape) or shape[axis] != self.old:
            return
        if self.old == 1:
            target = (*shape[:axis], self.new, *shape[axis + 1 :])
            self.plan.expands[node.output[0], slot] = target
