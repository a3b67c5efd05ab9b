"""The constants of a graph, and what follows from them: folding by value and by view."""

from __future__ import annotations

import math

import numpy as np
import onnx
from onnx import NodeProto, TensorProto

from hwpipe.graph.fold import FOLDABLE, NotFoldableError, fold_node
from hwpipe.graph.limits import MAX_FOLD_ELEMENTS, MAX_FOLD_TOTAL, MAX_RANK
from hwpipe.graph.tensors import NUMPY_DTYPE, AnyArray, from_array, is_inline, to_array
from hwpipe.graph.weights import reshaped

__all__ = ["VIEWS", "Folder"]

#: Operators that give the same data another shape.
VIEWS = ("Unsqueeze", "Squeeze", "Reshape", "Flatten")


class Folder:
    """Constants of a graph, and the nodes that follow from them.

    `constants` maps a name to its initialiser; arrays of small inline ones are cached. The
    sum of all folded elements is bounded, so that many small steps cannot fill the memory.
    """

    def __init__(self, constants: dict[str, TensorProto], version: int) -> None:
        self.constants, self._version = constants, version
        self._arrays: dict[str, AnyArray] = {}
        self._budget = MAX_FOLD_TOTAL

    def array(self, name: str) -> AnyArray | None:
        """Value of a constant that is small and at hand, else None."""
        if name in self._arrays:
            return self._arrays[name]
        tensor = self.constants.get(name)
        if (
            tensor is None
            or not is_inline(tensor)
            or tensor.data_type not in NUMPY_DTYPE
            or math.prod(tensor.dims) > MAX_FOLD_ELEMENTS
        ):
            return None
        self._arrays[name] = to_array(tensor)
        return self._arrays[name]

    def put(self, name: str, array: AnyArray) -> None:
        """Add a constant by value."""
        self._budget -= array.size
        self._arrays[name] = array
        self.constants[name] = from_array(array, name)

    def fold(self, node: NodeProto) -> bool:
        """Make the node's output a constant, if its inputs are; whether that was done."""
        if node.op_type not in FOLDABLE or node.domain not in ("", "ai.onnx"):
            return False
        constants = self.constants
        if len(node.output) != 1 or not node.input:
            return False
        for name in node.input:
            if name and name not in constants:
                return False
        if node.op_type in VIEWS and self._view(node):
            return True
        if self._budget < 0:
            return False
        arrays = [self.array(name) if name else None for name in node.input]
        if any(name and a is None for name, a in zip(node.input, arrays, strict=True)):
            return False
        try:
            self.put(node.output[0], fold_node(node, arrays, self._version))
        except NotFoldableError:
            return False
        return True

    def _view(self, node: NodeProto) -> bool:
        """A view of a constant is the same data in another shape, however large it is."""
        tensor = self.constants[node.input[0]]
        arguments = [self.array(name) if name else None for name in node.input[1:]]
        if any(n and a is None for n, a in zip(node.input[1:], arguments, strict=True)):
            return False
        elements = math.prod(tensor.dims)
        if is_inline(tensor) and elements <= MAX_FOLD_ELEMENTS:
            return False  # by value
        # A zero-stride stand-in has the shape and no memory.
        shadow = np.lib.stride_tricks.as_strided(
            np.zeros(1, np.int8), tuple(tensor.dims), (0,) * len(tensor.dims)
        )
        dims = _view_dims(node, shadow, arguments)
        if dims is None or len(dims) > MAX_RANK or math.prod(dims) != elements:
            return False
        self.constants[node.output[0]] = reshaped(tensor, node.output[0], dims)
        return True


def _view_dims(
    node: NodeProto, shadow: AnyArray, arguments: list[AnyArray | None]
) -> tuple[int, ...] | None:
    attributes = {a.name: onnx.helper.get_attribute_value(a) for a in node.attribute}
    argument = arguments[0] if arguments else None
    shape = list(shadow.shape)
    try:
        if node.op_type == "Flatten":
            axis = attributes.get("axis", 1)
            axis += len(shape) if axis < 0 else 0
            return math.prod(shape[:axis]), math.prod(shape[axis:])
        if node.op_type == "Reshape":
            new = [int(d) for d in argument.ravel()] if argument is not None else []
            if not attributes.get("allowzero"):
                new = [shape[i] if d == 0 else d for i, d in enumerate(new)]
            if new.count(-1) == 1:
                known = -math.prod(new)
                new[new.index(-1)] = math.prod(shape) // known
            return tuple(new)
        axes = attributes.get("axes") if argument is None else argument.ravel().tolist()
        if node.op_type == "Squeeze":
            return np.squeeze(shadow, None if axes is None else tuple(axes)).shape
        return np.expand_dims(shadow, tuple(axes or ())).shape
    except (ArithmeticError, IndexError, TypeError, ValueError):
        return None
