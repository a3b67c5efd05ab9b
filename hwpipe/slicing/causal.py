"""Whether a model is a causal transformer, and of how many tokens: read from its ONNX nodes.

Token slices need attention in which token i reads tokens 0..i alone. That is so where every
Softmax over a matrix of scores (its last two dimensions equal) comes behind a mask that shuts out
all later tokens: a constant that stands behind Add or Where, `Trilu`, or `is_causal`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from hwpipe.graph.model import Graph
from hwpipe.graph.weights import WeightReader

if TYPE_CHECKING:
    from onnx import ModelProto, NodeProto, TensorProto

__all__ = ["attention_tokens", "causal_tokens"]

#: Operators through which a mask is followed from the scores back to its constant.
_THROUGH = frozenset({"Add", "And", "Cast", "Expand", "Identity", "Mul", "Not", "Or", "Reshape",
                      "Slice", "Squeeze", "Sub", "Unsqueeze", "Where", "Div", "Max", "Min",
                      "Trilu"})  # fmt: skip
#: A score this far below the others has no weight after the Softmax.
_SHUT_OUT = -1e3
_DEEPEST = 12
#: Stands for a Trilu node among the names of constants; its `upper` follows.
_TRILU = "\0trilu "


def attention_tokens(graph: Graph) -> int | None:
    """Tokens of the matrices of scores; None without attention, or where lengths differ."""
    lengths = set()
    for node in graph.nodes:
        if node.op not in ("Softmax", "Attention"):
            continue
        shapes = [graph.tensors[n].shape for n in node.inputs if n in graph.tensors]
        if node.op == "Attention":
            lengths |= {shape[-2] for shape in shapes[:1] if len(shape) > 1}
        elif shapes and len(shapes[0]) > 2 and shapes[0][-1] == shapes[0][-2] > 1:
            lengths.add(shapes[0][-1])
    return lengths.pop() if len(lengths) == 1 else None


def causal_tokens(model: ModelProto, graph: Graph, path: Path) -> int | None:
    """Tokens of a causal transformer; None where the model does not show that it is one.

    Args:
        model: normal form with static shapes.
        graph: its analysed form.
        path: of the file, in which the data of masks may lie.
    """
    tokens = attention_tokens(graph)
    if tokens is None:
        return None
    producer = {name: node for node in model.graph.node for name in node.output}
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    masks = _Masks(constants, tokens, WeightReader(path, 0))
    for node in model.graph.node:
        if node.op_type == "Attention":
            if not any(a.name == "is_causal" and a.i for a in node.attribute):
                return None
        elif node.op_type == "Softmax":
            info = graph.tensors.get(node.input[0])
            if info is None or info.shape[-2:] != (tokens, tokens):
                continue
            if not any(
                masks.shut(name, inverted) for name, inverted in _masks(node.input[0], producer)
            ):
                return None
    return tokens


def _masks(name: str, producer: dict[str, NodeProto]) -> Iterator[tuple[str, bool]]:
    """(constant, whether True shuts out) among the ancestors of scores, and Trilu nodes."""
    stack, seen = [(name, False, 0)], set()
    while stack:
        at, inverted, depth = stack.pop()
        if at in seen or depth > _DEEPEST:
            continue
        seen.add(at)
        node = producer.get(at)
        if node is None:
            yield at, inverted
        elif node.op_type == "Trilu":
            upper = next((a.i for a in node.attribute if a.name == "upper"), 1)
            yield f"{_TRILU}{upper}", inverted
            stack += [(i, inverted, depth + 1) for i in node.input if i]
        elif node.op_type in _THROUGH:
            turned = inverted
            if node.op_type == "Not":
                turned = not inverted
            elif node.op_type == "Where" and _far_below(node, producer):
                turned = not inverted  # where the mask is True stands a score without weight
            stack += [(i, turned, depth + 1) for i in node.input if i]


def _far_below(node: NodeProto, producer: dict[str, NodeProto]) -> bool:
    """Whether a Where takes its second input, rather than its third, for what it shuts out.

    The scores are computed, what takes their place is a constant.
    """
    return node.input[1] not in producer and node.input[2] in producer


class _Masks:
    """The constants of a model that may be masks, each looked at once."""

    def __init__(
        self, constants: dict[str, TensorProto], tokens: int, reader: WeightReader
    ) -> None:
        self._constants, self._tokens, self._reader = constants, tokens, reader
        self._known: dict[tuple[str, bool], bool] = {}

    def shut(self, name: str, inverted: bool) -> bool:
        """Whether a mask shuts out exactly the later tokens."""
        if name.startswith(_TRILU):
            return name.endswith("0") != inverted
        key = (name, inverted)
        if key not in self._known:
            self._known[key] = self._read(name, inverted)
        return self._known[key]

    def _read(self, name: str, inverted: bool) -> bool:
        from onnx import TensorProto as Proto
        from onnx.numpy_helper import to_array

        shape = (self._tokens, self._tokens)
        found = self._constants.get(name)
        if found is None or tuple(found.dims[-2:]) != shape:
            return False
        tensor = Proto()
        tensor.CopyFrom(found)
        self._reader.fill(tensor)
        return _lower(np.asarray(to_array(tensor)).reshape(-1, *shape), inverted)


def _lower(masks: npt.NDArray[Any], inverted: bool) -> bool:
    """Whether every mask lets through all of j <= i and nothing of j > i."""
    later = np.triu(np.ones(masks.shape[1:], dtype=bool), 1)
    if masks.dtype == bool or (np.issubdtype(masks.dtype, np.integer) and masks.max() <= 1):
        allowed = masks.astype(bool) != inverted
        return bool((allowed == ~later).all())
    additive = bool((masks[:, later] <= _SHUT_OUT).all() and (masks[:, ~later] > _SHUT_OUT).all())
    ones = bool((masks[:, later] == 0).all() and (masks[:, ~later] == 1).all())
    return additive or ones
