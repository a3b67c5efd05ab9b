"""Constants of a model by value, and whether one is a causal mask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

__all__ = ["Constants", "additive_mask", "mask_of_where", "ones_mask"]

#: A score this far below the others has no weight behind a Softmax.
_SHUT_OUT = -1e3
_RANDOM = frozenset({"RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike",
                     "Multinomial", "Bernoulli"})  # fmt: skip


class Constants:
    """What a model computes without its inputs.

    Attributes:
        fixed: names of initialisers, and of results that rest on them (and on static shapes) alone.
        shapes: of all tensors whose shape is known.
    """

    def __init__(self, model: onnx.ModelProto) -> None:
        """Look through the nodes."""
        graph = model.graph
        self._model = model
        self._initial = {tensor.name: tensor for tensor in graph.initializer}
        self._producer = {name: node for node in graph.node for name in node.output if name}
        self._known: dict[str, NDArray[Any] | None] = {}
        self.shapes = self._all_shapes(model)
        self.fixed = {*self._initial, ""}
        for node in graph.node:
            if node.op_type in _RANDOM:
                continue
            static = node.op_type in ("Shape", "Size") and node.input[0] in self.shapes
            if static or all(name in self.fixed for name in node.input):
                self.fixed.update(node.output)

    @staticmethod
    def _shapes(model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
        found: dict[str, tuple[int, ...]] = {}
        graph = model.graph
        for value in (*graph.value_info, *graph.input, *graph.output):
            kind = value.type.tensor_type
            dims = kind.shape.dim
            if kind.HasField("shape") and all(d.HasField("dim_value") for d in dims):
                found[value.name] = tuple(d.dim_value for d in dims)
        found.update((tensor.name, tuple(tensor.dims)) for tensor in graph.initializer)
        return found

    @classmethod
    def _all_shapes(cls, model: onnx.ModelProto) -> dict[str, tuple[int, ...]]:
        """Shapes as the model has them, or as onnx infers them where it lacks some."""
        found = cls._shapes(model)
        if all(name in found for node in model.graph.node for name in node.output if name):
            return found
        return {**cls._shapes(onnx.shape_inference.infer_shapes(model)), **found}

    def value(self, name: str) -> NDArray[Any] | None:
        """A fixed tensor; None where it cannot be computed."""
        if name in self._initial:
            return np.asarray(numpy_helper.to_array(self._initial[name]))
        if name not in self._known:
            self._known[name] = self._computed(name)
        return self._known[name]

    def _computed(self, name: str) -> NDArray[Any] | None:
        """Run the nodes that a constant rests on."""
        from onnx.reference import ReferenceEvaluator

        wanted, leaves, todo = [], [], [name]
        seen = set()
        while todo:
            at = todo.pop()
            node = self._producer.get(at)
            if at in seen or not at:
                continue
            seen.add(at)
            if at in self._initial:
                leaves.append(self._initial[at])
            elif node is None:
                return None
            elif node.op_type in ("Shape", "Size"):
                leaves.append(self._of_shape(node))
            else:
                wanted.append(node)
                todo += node.input
        order = {id(node): i for i, node in enumerate(self._model.graph.node)}
        unique = {id(node): node for node in wanted}
        nodes = sorted(unique.values(), key=lambda node: order.get(id(node), 0))
        result = onnx.helper.make_empty_tensor_value_info(name)
        graph = onnx.helper.make_graph(nodes, "constant", [], [result], leaves)
        model = onnx.helper.make_model(graph, opset_imports=self._model.opset_import)
        try:
            (value,) = ReferenceEvaluator(model).run(None, {})
        except Exception:  # an operator that onnx's reference does not know
            return None
        return np.asarray(value)

    def _of_shape(self, node: onnx.NodeProto) -> onnx.TensorProto:
        shape = np.asarray(self.shapes[node.input[0]], np.int64)
        if node.op_type == "Size":
            return numpy_helper.from_array(np.asarray(shape.prod(), np.int64), node.output[0])
        ends = {a.name: a.i for a in node.attribute}
        part = shape[ends.get("start") : ends.get("end")]
        return numpy_helper.from_array(np.ascontiguousarray(part), node.output[0])


def _later(tokens: int) -> NDArray[np.bool_]:
    return np.triu(np.ones((tokens, tokens), dtype=bool), 1)


def additive_mask(masks: NDArray[Any]) -> bool:
    """Whether masks (n, T, T), added to scores, shut out all later tokens and let through some.

    A token's own place is open; earlier ones may be shut out too (windows).
    """
    later = _later(masks.shape[-1])
    own = np.diagonal(masks, axis1=1, axis2=2)
    return bool((masks[:, later] <= _SHUT_OUT).all() and (own > _SHUT_OUT).all())


def ones_mask(masks: NDArray[Any]) -> bool:
    """Whether masks (n, T, T) are zero for all later tokens."""
    return bool((masks[:, _later(masks.shape[-1])] == 0).all())


def mask_of_where(operands: Sequence[NDArray[Any] | None], tokens: int) -> bool:
    """Whether Where(condition, x, y) replaces the scores of all later tokens by very low ones.

    Args:
        operands: values of the constant ones; the scores are None.
        tokens: T.
    """
    condition, x, y = operands
    if condition is None or condition.shape[-2:] != (tokens, tokens):
        return False
    open_ = condition.reshape(-1, tokens, tokens).astype(bool)
    if (x is None) == (y is None):
        return False
    low = y if x is None else x
    if x is not None:  # scores stand where the condition is false
        open_ = ~open_
    assert low is not None
    own = np.diagonal(open_, axis1=1, axis2=2)
    shut = not open_[:, _later(tokens)].any()
    return bool(shut and own.all() and (low <= _SHUT_OUT).all())
