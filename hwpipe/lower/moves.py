"""Handlers of operators that keep the scale: on codes, and on the float view of codes.

MaxPool, Clip and Relu, Concat, Resize, Reshape and its kind, Transpose, Split and Slice. On a
float view (QDQ form) the layer is the same and its result is a float view again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from onnx import NodeProto, helper

from hwpipe.fpga.integer import Output
from hwpipe.lower import arithmetic
from hwpipe.lower.context import Codes, Context, Real, Unsupported
from hwpipe.lower.model import (
    Clip,
    Layer,
    MaxPool,
    Reshape,
    Slice,
    Tensor,
    Transpose,
    Upsample,
)
from hwpipe.lower.window import window

__all__ = ["MOVES"]


def _attributes(node: NodeProto) -> dict[str, Any]:
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def _operand(c: Context, name: str) -> tuple[Tensor, Codes | Real]:
    value = c.values.get(name)
    if isinstance(value, Codes | Real):
        return value.tensor, value
    raise Unsupported(f"its input {name[:80]!r} is not a quantised activation")


def _bind(c: Context, name: str, tensor: Tensor, like: Codes | Real) -> None:
    if isinstance(like, Codes):
        c.set_codes(name, tensor, like.offset)
    else:
        c.values[name] = Real(tensor)


def _one(
    c: Context, node: NodeProto, make: Callable[[Tensor, Tensor], Layer | None], output: int = 0
) -> None:
    """Emit the layer that `make` returns for (input, output tensor); None is a plain alias."""
    x, like = _operand(c, node.input[0])
    name = node.output[output]
    y = Tensor(name, c.shape(name), x.scale)
    layer = make(x, y)
    if layer is None:
        _bind(c, name, x, like)
        return
    y = c.tensor(name, y.shape, x.scale)
    c.emit(layer if layer.output == y.name else _renamed(layer, y.name))
    _bind(c, name, y, like)


def _renamed(layer: Layer, output: str) -> Layer:
    import dataclasses

    return dataclasses.replace(layer, output=output)


def _max_pool(c: Context, node: NodeProto) -> None:
    if len(node.output) > 1 and node.output[1]:
        raise Unsupported("it also returns indices")
    attributes = _attributes(node)

    def make(x: Tensor, y: Tensor) -> Layer:
        win = window(attributes, attributes["kernel_shape"], x.shape[2:], y.shape[2:])
        return MaxPool(
            name=node.name, inputs=(x.name,), output=y.name, kernel=win.kernel,
            strides=win.strides, pads=win.reach, dilations=win.dilations,
        )  # fmt: skip

    _one(c, node, make)


def _clip_codes(c: Context, node: NodeProto) -> None:
    """Relu and Clip on codes compare codes: Relu with 0 of the ONNX type."""
    value = c.quantised(node.input[0])
    low, high = -128, 127
    if node.op_type == "Relu":
        low = max(low, 0 - value.offset)
    else:
        if len(node.input) > 1 and node.input[1]:
            bound = c.required(node.input[1], "lower bound")
            low = max(low, int(bound.reshape(-1)[0]) - value.offset)
        if len(node.input) > 2 and node.input[2]:
            bound = c.required(node.input[2], "upper bound")
            high = min(high, int(bound.reshape(-1)[0]) - value.offset)
    if low > high:
        raise Unsupported("its lower bound is above its upper bound")

    def make(x: Tensor, y: Tensor) -> Layer | None:
        if (low, high) == (-128, 127):
            return None
        return Clip(name=node.name, inputs=(x.name,), output=y.name, low=low, high=high)

    _one(c, node, make)


def _concat(c: Context, node: NodeProto) -> None:
    operands = [_operand(c, name) for name in node.input]
    first, like = operands[0]
    if any(tensor.scale != first.scale for tensor, _ in operands):
        raise Unsupported("it joins codes of different scales")
    if len({getattr(value, "offset", None) for _, value in operands}) > 1:
        raise Unsupported("it joins codes of different types")
    y = arithmetic.concat(
        c, node.name, [tensor for tensor, _ in operands], _attributes(node)["axis"], first.scale,
        Output(first.scale.zero_point), node.output[0],
    )  # fmt: skip
    _bind(c, node.output[0], y, like)


def _view(c: Context, node: NodeProto) -> None:
    """Reshape, Flatten, Squeeze, Unsqueeze: the batch stays in front."""

    def make(x: Tensor, y: Tensor) -> Layer | None:
        if x.shape == y.shape:
            return None
        if not y.shape or x.shape[0] != y.shape[0]:
            raise Unsupported(f"it turns {list(x.shape)} into {list(y.shape)} across the batch")
        return Reshape(name=node.name, inputs=(x.name,), output=y.name, shape=y.shape[1:])

    _one(c, node, make)


def _transpose(c: Context, node: NodeProto) -> None:
    attributes = _attributes(node)

    def make(x: Tensor, y: Tensor) -> Layer | None:
        perm = tuple(attributes.get("perm") or range(len(x.shape))[::-1])
        moved = [axis for axis in perm if x.shape[axis] > 1]
        if moved == sorted(moved) and perm[0] == 0:  # only axes of size one move
            return Reshape(name=node.name, inputs=(x.name,), output=y.name, shape=y.shape[1:])
        return Transpose(name=node.name, inputs=(x.name,), output=y.name, perm=perm)

    _one(c, node, make)


def _resize(c: Context, node: NodeProto) -> None:
    """Nearest by whole factors; the coordinate mode must put pixel i at i // factor."""
    attributes = _attributes(node)
    mode = attributes.get("mode", b"nearest").decode()
    if mode != "nearest":
        raise Unsupported(f"its mode is {mode}; nearest can run")

    def make(x: Tensor, y: Tensor) -> Layer | None:
        if x.shape == y.shape:
            return None
        if len(x.shape) != 4 or x.shape[:2] != y.shape[:2]:
            raise Unsupported("it resizes other axes than rows and columns")
        factors = (y.shape[2] // x.shape[2], y.shape[3] // x.shape[3])
        if any(f < 1 or f * i != o for f, i, o in zip(factors, x.shape[2:], y.shape[2:],
                                                      strict=True)):  # fmt: skip
            raise Unsupported("it does not enlarge by whole factors")
        if node.op_type == "Resize":
            for factor, size in zip(factors, x.shape[2:], strict=True):
                _check_nearest(attributes, factor, size)
        return Upsample(name=node.name, inputs=(x.name,), output=y.name, factors=factors)

    _one(c, node, make)


def _check_nearest(attributes: dict[str, Any], factor: int, size: int) -> None:
    """Whether ONNX's coordinates send output o to input o // factor (operator Resize-13)."""
    kind = attributes.get("coordinate_transformation_mode", b"half_pixel").decode()
    rounding = attributes.get("nearest_mode", b"round_prefer_floor").decode()
    o = np.arange(factor * size, dtype=np.float64)
    if kind == "asymmetric":
        at = o / factor
    elif kind in ("half_pixel", "pytorch_half_pixel", "half_pixel_symmetric"):
        at = (o + 0.5) / factor - 0.5
        if kind == "pytorch_half_pixel" and factor * size == 1:
            at = np.zeros_like(o)
    elif kind == "align_corners":
        at = o * (size - 1) / max(factor * size - 1, 1)
    else:
        raise Unsupported(f"its coordinate mode is {kind}")
    rounded = {
        "floor": np.floor(at), "ceil": np.ceil(at), "round_prefer_floor": np.ceil(at - 0.5),
        "round_prefer_ceil": np.floor(at + 0.5),
    }[rounding]  # fmt: skip
    if not np.array_equal(np.clip(rounded, 0, size - 1), o // factor):
        raise Unsupported(f"{kind} with {rounding} does not repeat whole pixels")


def _split(c: Context, node: NodeProto) -> None:
    x, like = _operand(c, node.input[0])
    axis = int(_attributes(node).get("axis", 0)) % len(x.shape)
    if axis != 1:
        raise Unsupported(f"it splits axis {axis}; channels (axis 1) can be split")
    start = 0
    for i, name in enumerate(node.output):
        channels = c.shape(name)[1]
        _part(c, node, x, like, part=(start, start + channels), i=i)
        start += channels


def _part(
    c: Context, node: NodeProto, x: Tensor, like: Codes | Real, *, part: tuple[int, int], i: int
) -> None:
    name = node.output[i]
    y = c.tensor(name, (x.shape[0], part[1] - part[0], *x.shape[2:]), x.scale)
    title = node.name if len(node.output) == 1 else f"{node.name}:{i}"
    c.emit(Slice(name=title, inputs=(x.name,), output=y.name, start=part[0], stop=part[1]))
    _bind(c, name, y, like)


def _slice(c: Context, node: NodeProto) -> None:
    x, like = _operand(c, node.input[0])
    attributes = _attributes(node)
    if "starts" in attributes:
        starts, ends = attributes["starts"], attributes["ends"]
        axes: Sequence[int] = attributes.get("axes", range(len(starts)))
        steps: Sequence[int] = [1] * len(starts)
    else:
        starts, ends = (c.required(node.input[i], "range").ravel().tolist() for i in (1, 2))
        axes, steps = range(len(starts)), [1] * len(starts)
        if len(node.input) > 3 and node.input[3]:
            axes = c.required(node.input[3], "range").ravel().tolist()
        if len(node.input) > 4 and node.input[4]:
            steps = c.required(node.input[4], "range").ravel().tolist()
    part = (0, x.shape[1])
    for axis, start, end, step in zip(axes, starts, ends, steps, strict=True):
        begin, stop, _ = slice(start, end).indices(x.shape[axis])
        if step == 1 and (begin, stop) == (0, x.shape[axis]):
            continue
        if axis % len(x.shape) != 1 or step != 1 or begin >= stop:
            raise Unsupported("it takes other parts than a range of channels")
        part = (begin, stop)
    _part(c, node, x, like, part=part, i=0)


#: Operator of the default domain -> handler, for codes and for float views of codes.
MOVES: dict[str, Callable[[Context, NodeProto], None]] = {
    "MaxPool": _max_pool, "Concat": _concat, "Reshape": _view, "Flatten": _view,
    "Squeeze": _view, "Unsqueeze": _view, "Transpose": _transpose, "Resize": _resize,
    "Upsample": _resize, "Split": _split, "Slice": _slice, "Clip": _clip_codes,
    "Relu": _clip_codes,
}  # fmt: skip
