"""Constant folding: the operators that exporters spend on shapes, masks and weights.

Each entry computes one ONNX operator on numpy arrays, with ONNX's rounding (integer division
truncates towards zero). What is not here stays in the graph. The size of a result is known
before it is computed, so that a hostile `Expand` allocates nothing.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
from onnx import NodeProto, helper

from hwpipe.graph.limits import MAX_FOLD_ELEMENTS
from hwpipe.graph.tensors import NUMPY_DTYPE, AnyArray, to_array

__all__ = ["FOLDABLE", "NotFoldableError", "fold_node"]

Attributes = Mapping[str, Any]
Arrays = list[AnyArray | None]


class NotFoldableError(Exception):
    """The node cannot be computed here: too large, or arguments that numpy refuses."""


def _require(arrays: Arrays, index: int) -> AnyArray:
    array = arrays[index] if index < len(arrays) else None
    if array is None:
        raise NotFoldableError
    return array


def _limit(elements: float) -> None:
    if elements > MAX_FOLD_ELEMENTS:
        raise NotFoldableError


def _axes(arrays: Arrays, attributes: Attributes, index: int = 1) -> tuple[int, ...] | None:
    """Axes as the attribute of old operator sets or the input of new ones."""
    if len(arrays) > index and arrays[index] is not None:
        return tuple(int(a) for a in _require(arrays, index).ravel())
    axes = attributes.get("axes")
    return None if axes is None else tuple(axes)


def _broadcasting(function: Callable[..., Any]) -> Callable[[Arrays, Attributes, int], AnyArray]:
    def run(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
        operands = [_require(arrays, i) for i in range(len(arrays))]
        _limit(math.prod(np.broadcast_shapes(*(a.shape for a in operands))))
        result: AnyArray = function(*operands)
        return result

    return run


def _divide(a: AnyArray, b: AnyArray) -> AnyArray:
    if a.dtype.kind in "iu":
        if not np.all(b):
            raise NotFoldableError
        quotient = np.abs(a) // np.abs(b)
        result: AnyArray = (quotient * np.sign(a) * np.sign(b)).astype(a.dtype)
        return result
    return np.asarray(a / b)


def _power(a: AnyArray, b: AnyArray) -> AnyArray:
    if a.dtype.kind in "iu" and np.any(np.asarray(b) < 0):
        raise NotFoldableError
    return np.asarray(np.power(a, b), dtype=a.dtype)


def _variadic(function: Any) -> Callable[..., AnyArray]:
    def run(first: AnyArray, *others: AnyArray) -> AnyArray:
        result = first
        for other in others:
            result = np.asarray(function(result, other))
        return result

    return run


def _modulo(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    a, b = _require(arrays, 0), _require(arrays, 1)
    _limit(math.prod(np.broadcast_shapes(a.shape, b.shape)))
    if a.dtype.kind in "iu" and not np.all(b):
        raise NotFoldableError
    return np.asarray(np.fmod(a, b) if attributes.get("fmod") else np.mod(a, b), dtype=a.dtype)


def _unsqueeze(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    axes = _axes(arrays, attributes)
    if axes is None:
        raise NotFoldableError
    return np.expand_dims(_require(arrays, 0), axes)


def _squeeze(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    return np.squeeze(_require(arrays, 0), _axes(arrays, attributes))


def _reshape(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data = _require(arrays, 0)
    shape = [int(d) for d in _require(arrays, 1).ravel()]
    if not attributes.get("allowzero"):
        shape = [data.shape[i] if d == 0 else d for i, d in enumerate(shape)]
    return data.reshape(shape)


def _shape(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    shape = np.asarray(_require(arrays, 0).shape, dtype=np.int64)
    return shape[slice(attributes.get("start", 0), attributes.get("end"))]


def _gather(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data, index = _require(arrays, 0), _require(arrays, 1)
    axis = attributes.get("axis", 0)
    length = data.shape[axis]
    _limit(index.size * (data.size / max(length, 1)))
    if index.size and (index.min() < -length or index.max() >= length):
        raise NotFoldableError
    return np.take(data, index.astype(np.int64), axis=axis)


def _slice(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data = _require(arrays, 0)
    if "starts" in attributes:
        starts, ends = attributes["starts"], attributes["ends"]
        axes = attributes.get("axes", range(len(starts)))
        steps = [1] * len(starts)
    else:
        starts, ends = (_require(arrays, i).ravel().tolist() for i in (1, 2))
        axes = _axes(arrays, {}, 3) or range(len(starts))
        given = arrays[4] if len(arrays) > 4 else None
        steps = [1] * len(starts) if given is None else given.ravel().tolist()
    index: list[slice] = [slice(None)] * data.ndim
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        # A negative step that runs past the front ends before element 0.
        stop = None if step < 0 and end < -data.shape[axis] else end
        index[axis] = slice(start, stop, step)
    return data[tuple(index)]


def _concat(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    operands = [_require(arrays, i) for i in range(len(arrays))]
    _limit(sum(a.size for a in operands))
    return np.concatenate(operands, axis=attributes.get("axis", 1))


def _cast(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data, dtype = _require(arrays, 0), NUMPY_DTYPE.get(attributes.get("to", 0))
    if dtype is None:
        raise NotFoldableError
    if data.dtype.kind == "f" and dtype.kind in "iu":
        info = np.iinfo(dtype)
        if not np.all(np.isfinite(data)) or np.any(data < info.min) or np.any(data > info.max):
            raise NotFoldableError  # undefined in ONNX
    return data.astype(dtype)


def _expand(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data = _require(arrays, 0)
    target = tuple(int(d) for d in _require(arrays, 1).ravel())
    shape = np.broadcast_shapes(data.shape, target)
    _limit(math.prod(shape))
    return np.broadcast_to(data, shape)


def _tile(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data, repeats = _require(arrays, 0), _require(arrays, 1)
    _limit(data.size * math.prod(int(r) for r in repeats.ravel()))
    return np.tile(data, [int(r) for r in repeats.ravel()])


def _range(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    start, limit, delta = (_require(arrays, i).item() for i in range(3))
    count = max(math.ceil((limit - start) / delta), 0)
    _limit(count)
    dtype = _require(arrays, 0).dtype
    result: AnyArray = (np.arange(count) * delta + start).astype(dtype)
    return result


def _constant_of_shape(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    dims = tuple(int(d) for d in _require(arrays, 0).ravel())
    _limit(math.prod(dims))
    value = attributes.get("value")
    fill: AnyArray = np.zeros(1, np.float32) if value is None else to_array(value)
    return np.full(dims, fill.ravel()[0], dtype=fill.dtype)


def _transpose(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
    data = _require(arrays, 0)
    return np.transpose(data, attributes.get("perm"))


def _reduce(function: Any) -> Callable[[Arrays, Attributes, int], AnyArray]:
    def run(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
        data, axes = _require(arrays, 0), _axes(arrays, attributes)
        if not axes and attributes.get("noop_with_empty_axes"):
            return data
        keep = bool(attributes.get("keepdims", 1))
        return np.asarray(function(data, axis=axes or None, keepdims=keep), dtype=data.dtype)

    return run


def _where(condition: AnyArray, a: AnyArray, b: AnyArray) -> AnyArray:
    return np.where(condition, a, b)


def _unary(function: Any) -> Callable[[Arrays, Attributes, int], AnyArray]:
    def run(arrays: Arrays, attributes: Attributes, version: int) -> AnyArray:
        data = _require(arrays, 0)
        return np.asarray(function(data), dtype=data.dtype)

    return run


def _keep(data: AnyArray) -> AnyArray:
    return data


#: Operator of the default domain -> its value on constants.
FOLDABLE: dict[str, Callable[[Arrays, Attributes, int], AnyArray]] = {
    "Add": _broadcasting(np.add), "Sub": _broadcasting(np.subtract),
    "Mul": _broadcasting(np.multiply), "Div": _broadcasting(_divide),
    "Pow": _broadcasting(_power), "Mod": _modulo,
    "Min": _broadcasting(_variadic(np.minimum)), "Max": _broadcasting(_variadic(np.maximum)),
    "Equal": _broadcasting(np.equal), "Less": _broadcasting(np.less),
    "Greater": _broadcasting(np.greater), "LessOrEqual": _broadcasting(np.less_equal),
    "GreaterOrEqual": _broadcasting(np.greater_equal), "And": _broadcasting(np.logical_and),
    "Or": _broadcasting(np.logical_or), "Xor": _broadcasting(np.logical_xor),
    "Where": _broadcasting(_where), "Not": _unary(np.logical_not), "Neg": _unary(np.negative),
    "Abs": _unary(np.abs), "Floor": _unary(np.floor), "Ceil": _unary(np.ceil),
    "Sqrt": _unary(np.sqrt), "Exp": _unary(np.exp), "Identity": _unary(_keep),
    "Reciprocal": _unary(np.reciprocal), "Cos": _unary(np.cos), "Sin": _unary(np.sin),
    "Unsqueeze": _unsqueeze, "Squeeze": _squeeze, "Reshape": _reshape, "Shape": _shape,
    "Gather": _gather, "Slice": _slice, "Concat": _concat, "Cast": _cast, "Expand": _expand,
    "Tile": _tile, "Range": _range, "ConstantOfShape": _constant_of_shape,
    "Transpose": _transpose, "ReduceProd": _reduce(np.prod), "ReduceSum": _reduce(np.sum),
    "ReduceMin": _reduce(np.min), "ReduceMax": _reduce(np.max),
}  # fmt: skip


def fold_node(node: NodeProto, arrays: Arrays, version: int) -> AnyArray:
    """The value of a node of `FOLDABLE` whose inputs are constants.

    Args:
        node: the operator.
        arrays: its inputs in order, None for one left out.
        version: version of the default operator set.

    Raises:
        NotFoldableError: if the result would be too large or the arguments are wrong.
    """
    attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
    try:
        with np.errstate(all="ignore"):
            result = np.asarray(FOLDABLE[node.op_type](arrays, attributes, version))
    except (ArithmeticError, IndexError, KeyError, TypeError, ValueError) as error:
        raise NotFoldableError from error
    if result.size > MAX_FOLD_ELEMENTS or result.dtype not in NUMPY_DTYPE.values():
        raise NotFoldableError
    return result
