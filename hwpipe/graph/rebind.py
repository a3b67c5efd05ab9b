"""Binds the dimensions of graph inputs, and moves a model from one batch size to another.

A file exported at one batch size carries it in more places than its inputs: in the constants
of Reshape and Expand, in initial states, in what is concatenated with a batch. The plan of a
move follows, tensor by tensor, the axis whose outermost factor is the batch, and scales those
constants. It is keyed by the names of tensors, so that it fits the file as it is as well as
its normal form.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto

from hwpipe.errors import InputError
from hwpipe.graph.check import describe
from hwpipe.graph.limits import MAX_DIM
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.tensors import DTYPE_NAME, from_array, is_inline, to_array

__all__ = ["RebindPlan", "apply_plan", "batch_of", "bind_inputs", "plan_rebind"]


@dataclass
class RebindPlan:
    """What changes besides the graph inputs, keyed by (first output of a node, input slot).

    `shapes` gives a new constant; `expands` the shape to which a constant is expanded.
    """

    shapes: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)
    expands: dict[tuple[str, int], tuple[int, ...]] = field(default_factory=dict)


def _data_inputs(graph: GraphProto) -> list[onnx.ValueInfoProto]:
    constants = {t.name for t in graph.initializer}
    return [value for value in graph.input if value.name not in constants]


_BATCH_NAMES = re.compile(r"(batch([_ ]?size)?|bs|n|b)$", re.IGNORECASE)


def batch_of(graph: GraphProto) -> tuple[int | None, str | None]:
    """(static size, symbol) of the batch dimension.

    It is dimension 0 of the first input that has one, unless another dimension of that input
    is dynamic and called a batch (`batch`, `batch_size`, `N`), as time-major models have it.
    """
    for value in _data_inputs(graph):
        dims = value.type.tensor_type.shape.dim
        if not len(dims):
            continue
        first = dims[0].dim_param
        if not _BATCH_NAMES.match(first):
            for dim in dims[1:]:
                if _BATCH_NAMES.match(dim.dim_param):
                    return None, dim.dim_param
        if dims[0].HasField("dim_value"):
            return dims[0].dim_value, None
        return None, first
    return None, None


def bind_inputs(
    model: ModelProto, batch: int | None, dims: Mapping[str, int], where: str
) -> int | None:
    """Make every dimension of every graph input static, in place.

    `batch_of` says which dimension is the batch; other inputs whose dimension 0 has the same
    size, or that have the same symbol anywhere, follow it.

    Returns:
        The batch size, None if no input has a dimension.

    Raises:
        InputError: for a dimension that nobody bound, or an input that is no dense tensor.
    """
    size, symbol = batch_of(model.graph)
    if symbol and symbol in dims:
        if batch is not None and batch != dims[symbol]:
            raise InputError(
                f"batch {batch} contradicts dimension {symbol}={dims[symbol]}", where=where
            )
        batch = dims[symbol]
    for value in _data_inputs(model.graph):
        kind = value.type
        if not kind.HasField("tensor_type") or not kind.tensor_type.HasField("shape"):
            what = "has no shape" if kind.HasField("tensor_type") else "is not a tensor"
            raise InputError(
                f"graph input {value.name[:120]!r} {what}",
                where=where,
                remedy="export the model with shapes on its inputs",
            )
        if kind.tensor_type.elem_type not in DTYPE_NAME:
            raise InputError(
                f"graph input {value.name[:120]!r} has no known element type", where=where
            )
        for i, dim in enumerate(kind.tensor_type.shape.dim):
            name, static = dim.dim_param, dim.HasField("dim_value")
            if static:
                is_batch = i == 0 and dim.dim_value == size
            else:
                is_batch = name == symbol and (i == 0 or name != "")
            if is_batch and batch is not None:
                dim.dim_value = batch
            elif static:
                pass
            elif name in dims:
                dim.dim_value = dims[name]
            else:
                _refuse_unbound(value.name, i, name, is_batch, where)
    return batch if batch is not None else size


def _refuse_unbound(tensor: str, axis: int, name: str, is_batch: bool, where: str) -> None:
    label = f"dimension {axis}" + (f" ({name[:80]})" if name else " (unnamed)")
    if is_batch:
        remedy = "give it with --batch N" + (f" or --dim {name[:80]}=N" if name else "")
    elif name:
        remedy = f"give it with --dim {name[:80]}=VALUE"
    else:
        remedy = "export the model with that dimension named or static"
    raise InputError(
        f"{label} of graph input {tensor[:120]!r} is dynamic and nobody bound it",
        where=where,
        remedy=remedy,
    )


#: Operators that may lose sight of a merged batch axis without mixing samples.
_UNMIXED = {"Shape", "Size", "Reshape", "Flatten", "Squeeze", "Unsqueeze"}


class _Tracker:
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
        if name in self.constants:
            return tuple(self.constants[name].dims)
        info = self.shapes.get(name)
        return None if info is None else info.shape

    def values(self, name: str) -> list[int] | None:
        tensor = self.constants.get(name)
        if tensor is None or not is_inline(tensor) or tensor.data_type != TensorProto.INT64:
            return None
        return [int(v) for v in to_array(tensor).ravel()]

    def step(self, node: NodeProto) -> None:
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


def plan_rebind(
    model: ModelProto, shapes: Mapping[str, TensorInfo], old: int, new: int
) -> RebindPlan:
    """What must change in a model, besides its inputs, for another batch size.

    Args:
        model: normal form at the old batch size.
        shapes: its inferred tensors.
        old: batch size of the file.
        new: batch size wanted.

    Raises:
        InputError: if an operator would mix samples.
    """
    inputs = [value.name for value in model.graph.input if shapes[value.name].shape[:1] == (old,)]
    tracker = _Tracker(model.graph, shapes, inputs, old, new)
    if old < 1:
        return tracker.plan
    for node in model.graph.node:
        tracker.step(node)
    if tracker.mixing is not None:
        raise InputError(
            f"{describe(tracker.mixing)} works across an axis in which the batch is merged with "
            "others, and would mix samples"
        )
    return tracker.plan


def _shape_constant(graph: GraphProto, dims: tuple[int, ...]) -> str:
    """Name of an initialiser with these values, one for all nodes that need them."""
    name = "hwpipe:shape:" + "x".join(map(str, dims))
    # What was added is at the end; a model has few different shapes.
    for i in range(len(graph.initializer) - 1, -1, -1):
        found = graph.initializer[i].name
        if found == name:
            return name
        if not found.startswith("hwpipe:shape:"):
            break
    graph.initializer.append(from_array(np.asarray(dims, np.int64), name))
    return name


def apply_plan(graph: GraphProto, plan: RebindPlan) -> None:
    """Carry the plan out in place; nodes of the plan that are not in the graph are skipped."""
    if not plan.shapes and not plan.expands:
        return
    by_output = {node.output[0]: i for i, node in enumerate(graph.node) if node.output}
    for (out, slot), target in plan.shapes.items():
        if out in by_output:
            graph.node[by_output[out]].input[slot] = _shape_constant(graph, target)
    added: dict[int, list[NodeProto]] = {}
    for (out, slot), target in plan.expands.items():
        if out not in by_output:
            continue
        node = graph.node[by_output[out]]
        name = f"{out}/input{slot}@batch"
        shape = _shape_constant(graph, target)
        added.setdefault(by_output[out], []).append(
            onnx.helper.make_node("Expand", [node.input[slot], shape], [name], name=name)
        )
        node.input[slot] = name
    if added:
        nodes = GraphProto()
        for i, node in enumerate(graph.node):
            nodes.node.extend(added.get(i, []))
            nodes.node.append(node)
        graph.ClearField("node")
        graph.node.extend(nodes.node)


def check_batch(batch: int | None, where: str) -> None:
    """Refuse a batch size that is no positive number.

    Raises:
        InputError: naming the value.
    """
    if batch is not None and not 1 <= batch <= MAX_DIM:
        raise InputError(f"batch {batch}", where=where, limit=f"1 to {MAX_DIM}", remedy="--batch N")


def explain_failure(error: InputError, old: int, new: int, where: str) -> InputError:
    """The error of a model whose batch size is baked into what the plan cannot change."""
    return InputError(
        f"the model cannot be moved from batch {old} to {new}: {error.what}",
        where=where,
        limit=f"batch {old}, for which it was exported",
        remedy=f"export it with a dynamic batch dimension, or use --batch {old}",
    )


__all__ += ["check_batch", "describe", "explain_failure"]
