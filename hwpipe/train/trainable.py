"""Which initialisers are learned: ONNX does not say, so their use decides, and the user may."""

from __future__ import annotations

import fnmatch
from collections.abc import Iterable, Sequence

import numpy as np
import onnx
from onnx import numpy_helper

from hwpipe.errors import InputError

__all__ = ["trainable_weights"]

#: Inputs of operators that hold learned parameters.
_LEARNED: dict[str, tuple[int, ...]] = {
    "Conv": (1, 2), "ConvTranspose": (1, 2), "Gemm": (0, 1, 2), "MatMul": (0, 1),
    "FusedMatMul": (0, 1), "Einsum": (0, 1, 2, 3), "Gather": (0,), "PRelu": (1,),
    "BatchNormalization": (1, 2), "InstanceNormalization": (1, 2), "LayerNormalization": (1, 2),
    "GroupNormalization": (1, 2), "RMSNormalization": (1,), "SimplifiedLayerNormalization": (1,),
    "SkipLayerNormalization": (2, 3, 4), "LSTM": (1, 2, 3, 7), "GRU": (1, 2, 3), "RNN": (1, 2, 3),
    "Attention": (1, 2),
}  # fmt: skip
#: Elementwise operators: biases, scales and position tables on one hand, masks on the other.
_ELEMENTWISE = frozenset({"Add", "Sub", "Mul", "Div"})
#: Operators that pass a constant on in another form.
_FORMS = frozenset({"Transpose", "Reshape", "Unsqueeze", "Squeeze", "Flatten", "Cast", "Identity",
                    "Split", "Slice", "Concat", "Expand"})  # fmt: skip
_FLOATS = (onnx.TensorProto.FLOAT, onnx.TensorProto.DOUBLE, onnx.TensorProto.FLOAT16,
           onnx.TensorProto.BFLOAT16)  # fmt: skip
#: No learned bias is as large; masks are.
_MASK = 1e4


def trainable_weights(
    model: onnx.ModelProto, freeze: Sequence[str] = (), train: Sequence[str] = ()
) -> frozenset[str]:
    """Names of the initialisers that are learned.

    Learned are floats in the place of a weight, bias, scale or table of an operator that has
    such. Operands of elementwise operators count unless they are one number, or hold an
    infinity or a number of 1e4 and more, as masks do.

    Args:
        model: with weights inline.
        freeze: patterns (`encoder.*`) of initialisers that stay as they are.
        train: patterns of initialisers that are learned whatever their use.

    Raises:
        InputError: a pattern matches nothing, or nothing is left to learn.
    """
    floats = {t.name: t for t in model.graph.initializer if t.data_type in _FLOATS}
    for what, patterns in (("--freeze", freeze), ("--train", train)):
        for pattern in patterns:
            if not fnmatch.filter(floats, pattern):
                raise InputError(f"{what} {pattern!r} matches no weight",
                                 limit="names of float initialisers of the model")  # fmt: skip
    source: dict[str, frozenset[str]] = {name: frozenset((name,)) for name in floats}
    learned: set[str] = set()
    for node in model.graph.node:
        if node.op_type in _FORMS and any(name in source for name in node.input):
            found = [source.get(name) for name in node.input if name]
            if node.input[0] in source or node.op_type == "Concat":
                made = frozenset[str]().union(*(f for f in found if f))
                if node.op_type != "Concat" or all(found):
                    source.update(dict.fromkeys(node.output, made))
            continue
        slots = _LEARNED.get(node.op_type, ())
        for slot, name in enumerate(node.input):
            if name in source and (slot in slots or node.op_type in _ELEMENTWISE):
                elementwise = node.op_type in _ELEMENTWISE
                learned.update(w for w in source[name] if not elementwise or _bias(floats[w]))
    learned -= _matching(learned, freeze)
    learned |= _matching(floats, train) - _statistics(model)
    if not learned:
        raise InputError("the model has no weight to learn",
                         limit="float initialisers of convolutions, products, norms, tables",
                         remedy="name them with --train PATTERN")  # fmt: skip
    return frozenset(learned)


def _matching(names: Iterable[str], patterns: Sequence[str]) -> set[str]:
    return {name for name in names for p in patterns if fnmatch.fnmatchcase(name, p)}


def _statistics(model: onnx.ModelProto) -> set[str]:
    """Running mean and variance are counted, not learned."""
    return {name for node in model.graph.node if node.op_type == "BatchNormalization"
            for name in node.input[3:5]}  # fmt: skip


def _bias(tensor: onnx.TensorProto) -> bool:
    array = numpy_helper.to_array(tensor).astype(np.float64)
    return array.size > 1 and bool(np.isfinite(array).all()) and float(np.abs(array).max()) < _MASK
