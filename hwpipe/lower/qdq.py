"""Handlers of float operators between DequantizeLinear and QuantizeLinear.

Their result is `Pending` until a QuantizeLinear gives it a scale; Relu and Clip narrow it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, helper

from hwpipe.fpga import reference
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import Scale
from hwpipe.lower import arithmetic
from hwpipe.lower.context import Build, Context, Host, Pending, Real, Unsupported, Weights
from hwpipe.lower.model import Reshape, Tensor
from hwpipe.lower.window import window

__all__ = ["FLOAT", "dequantize_linear", "quantize_linear", "settle", "view_of_pending"]

Array = npt.NDArray[Any]


def _attributes(node: NodeProto) -> dict[str, Any]:
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def _real(c: Context, name: str) -> Tensor:
    value = c.values.get(name)
    if isinstance(value, Real):
        return value.tensor
    if isinstance(value, Pending):
        return settle(c, name, value)
    raise Unsupported(f"its input {name[:80]!r} is not a quantised activation")


def settle(c: Context, name: str, value: Pending) -> Tensor:
    """A clipped view whose bounds are codes of its scale becomes a layer at that scale."""
    if value.own is not None:
        out = _clip_range(value.own, value.low, value.high)
        bounds = [b for b in (value.low, value.high) if np.isfinite(b)]
        if all(float(b) / value.own.scale % 1 == 0 for b in bounds):
            before, c.origin = c.origin, value.nodes
            c.joined.append(value.nodes)
            tensor = value.build(value.own, out, name)
            c.origin = before
            c.values[name] = Real(tensor)
            return tensor
    raise Unsupported(f"its input {name[:80]!r} is not quantised")


def view_of_pending(c: Context, node: NodeProto) -> None:
    """Reshape and its kind of a result that waits: the view waits with it."""
    value = c.values[node.input[0]]
    assert isinstance(value, Pending)
    shape = c.shape(node.output[0])

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        x = value.build(scale, out, f"{result}:unshaped")
        if x.shape == shape:
            return x
        if not shape or x.shape[0] != shape[0]:
            raise Unsupported(f"it turns {list(x.shape)} into {list(shape)} across the batch")
        y = c.tensor(result, shape, scale)
        c.emit(Reshape(name=node.name, inputs=(x.name,), output=y.name, shape=shape[1:]))
        return y

    c.values[node.output[0]] = dataclasses.replace(
        value, build=build, nodes=(*value.nodes, node), own=None
    )


def _wait(c: Context, node: NodeProto, sources: list[str], build: Build) -> None:
    c.values[node.output[0]] = Pending(build, tuple(sources), (node,))


def _quantised_weights(c: Context, name: str) -> Weights:
    node = c.dequantise_node(name)
    if node is None:
        raise Unsupported("its weights are float" if c.is_constant(name) else "it multiplies two "
                          "activations")  # fmt: skip
    axis = int(_attributes(node).get("axis", 1))
    zero = node.input[2] if len(node.input) > 2 else ""
    found = c.weights(node.input[0], node.input[1], zero)
    if found.scale.ndim and axis % found.codes.ndim not in (0, found.codes.ndim - 1):
        raise Unsupported(f"its weights have scales along axis {axis}")
    return found


def _bias(c: Context, name: str, x: Tensor, w: Weights, channels: int) -> Array | None:
    """Bias as int32 at scale xs * ws."""
    if not name:
        return None
    real = c.float_constant(name, "bias").astype(np.float64).reshape(-1)
    unit = np.float64(np.float32(x.scale.scale)) * w.scale.astype(np.float64)
    codes = np.rint(np.broadcast_to(real, (channels,)) / unit)
    if np.any(np.abs(codes) >= 2.0**31):
        raise Unsupported("its bias does not fit 32 bits at the scale of its products")
    return np.asarray(codes, np.int32)


def _conv(c: Context, node: NodeProto) -> None:
    x, w = _real(c, node.input[0]), _quantised_weights(c, node.input[1])
    bias = _bias(c, node.input[2] if len(node.input) > 2 else "", x, w, w.codes.shape[0])
    attributes, shape = _attributes(node), c.shape(node.output[0])
    win = window(attributes, w.codes.shape[2:], x.shape[2:], shape[2:])
    groups = int(attributes.get("group", 1))

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.conv(
            c, node.name, x, w, bias, win, groups, shape, scale, out, result
        )  # fmt: skip

    _wait(c, node, [node.input[0]], build)


def _product(c: Context, node: NodeProto) -> None:
    """Gemm and MatMul with constant weights."""
    attributes = _attributes(node)
    x, w = _real(c, node.input[0]), _quantised_weights(c, node.input[1])
    if attributes.get("transA", 0) or attributes.get("alpha", 1.0) != 1.0:
        raise Unsupported("it has transA or alpha")
    if w.codes.ndim != 2:
        raise Unsupported(f"its weights have {w.codes.ndim} axes; a matrix can run")
    codes = w.codes if attributes.get("transB", 0) else np.ascontiguousarray(w.codes.T)
    bias_name = node.input[2] if len(node.input) > 2 else ""
    if bias_name and attributes.get("beta", 1.0) != 1.0:
        raise Unsupported("it has beta")
    bias = _bias(c, bias_name, x, w, codes.shape[0])
    if len(x.shape) != 2:
        raise Unsupported(f"its input has {len(x.shape)} axes; a matrix can run")
    shape = c.shape(node.output[0])

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        m = reference.multiplier(
            np.asarray(x.scale.scale), w.scale, np.asarray(scale.scale, np.float32)
        )
        return arithmetic.fully_connected(
            c, node.name, x, Weights(codes, w.scale), bias, m, shape, scale, out, result
        )

    _wait(c, node, [node.input[0]], build)


def _add(c: Context, node: NodeProto) -> None:
    if len(node.input) != 2:
        raise Unsupported(f"it adds {len(node.input)} tensors; two can be added")
    if any(c.is_constant(name) for name in node.input):
        raise Unsupported("it adds a constant")
    a, b = _real(c, node.input[0]), _real(c, node.input[1])
    if a.shape != b.shape:
        raise Unsupported(f"it adds {list(a.shape)} and {list(b.shape)}; equal shapes can run")

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.add(c, node.name, a, b, scale, out, result, zero_first=False)

    _wait(c, node, list(node.input), build)


def _average_pool(c: Context, node: NodeProto) -> None:
    x, attributes = _real(c, node.input[0]), _attributes(node)
    shape = c.shape(node.output[0])
    win = window(attributes, attributes["kernel_shape"], x.shape[2:], shape[2:])
    include = bool(attributes.get("count_include_pad", 0))

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.average_pool(
            c, node.name, x, win, include, shape, scale, out, result, zero_first=False
        )

    _wait(c, node, [node.input[0]], build)


def _global_average_pool(c: Context, node: NodeProto) -> None:
    """GlobalAveragePool, and ReduceMean over all axes behind the channels."""
    x, attributes = _real(c, node.input[0]), _attributes(node)
    shape = c.shape(node.output[0])
    if node.op_type == "ReduceMean":
        axes = attributes.get("axes")
        if axes is None and len(node.input) > 1 and node.input[1]:
            axes = c.required(node.input[1], "axes").ravel().tolist()
        if sorted(a % len(x.shape) for a in axes or []) != list(range(2, len(x.shape))):
            raise Unsupported("it averages other axes than rows and columns")

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        full = len(shape) == len(x.shape)
        name = result if full else f"{result}:mean"
        y = arithmetic.global_average_pool(c, node.name, x, scale, out, name, is_float=True)
        if full:
            return y
        flat = c.tensor(result, shape, scale)
        c.emit(Reshape(name=f"{node.name}:view", inputs=(y.name,), output=flat.name,
                       shape=shape[1:]))  # fmt: skip
        return flat

    _wait(c, node, [node.input[0]], build)


def _concat(c: Context, node: NodeProto) -> None:
    parts = [_real(c, name) for name in node.input]
    axis = int(_attributes(node)["axis"])
    if axis % len(parts[0].shape) != 1:
        raise Unsupported(f"it joins axis {axis}; channels (axis 1) can be joined")

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.concat(c, node.name, parts, axis, scale, out, result)

    _wait(c, node, list(node.input), build)


def _leaky_relu(c: Context, node: NodeProto) -> None:
    x, alpha = _real(c, node.input[0]), float(_attributes(node).get("alpha", 0.01))
    if not alpha >= 0:
        raise Unsupported(f"its slope is {alpha:g}; 0 and above can run")

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.leaky_relu(c, node.name, x, alpha, scale, out, result)

    _wait(c, node, [node.input[0]], build)


def _clip(c: Context, node: NodeProto) -> None:
    """Relu and Clip: narrow what waits, or wait with the clipped view."""
    low, high = -np.inf, np.inf
    attributes = _attributes(node)
    if node.op_type == "Relu":
        low = 0.0
    else:
        bounds = [attributes.get("min", low), attributes.get("max", high)]
        for i in (1, 2):
            if len(node.input) > i and node.input[i]:
                bounds[i - 1] = float(c.float_constant(node.input[i], "bound").reshape(-1)[0])
        low, high = bounds
    if low > high:
        raise Unsupported("its lower bound is above its upper bound")
    value = c.values.get(node.input[0])
    if isinstance(value, Pending):
        c.values[node.output[0]] = dataclasses.replace(
            value, nodes=(*value.nodes, node), low=min(max(value.low, low), high),
            high=max(min(value.high, high), low),
        )  # fmt: skip
        return
    x = _real(c, node.input[0])

    def build(scale: Scale, out: Output, result: str) -> Tensor:
        return arithmetic.requantise(c, node.name, x, scale, out, result)

    c.values[node.output[0]] = Pending(build, (node.input[0],), (node,), low, high, x.scale)


def _clip_range(scale: Scale, low: float, high: float) -> Output:
    """Codes of a float clip; quantisation is monotone, so it may come first."""
    ends = [-128, 127]
    for i, bound in enumerate((low, high)):
        if np.isfinite(bound):
            real = np.asarray(bound, np.float32)
            zero = np.asarray(scale.zero_point, np.int8)
            ends[i] = int(reference.quantize(real, np.asarray(scale.scale), zero))
    return Output(scale.zero_point, ends[0], ends[1])


def quantize_linear(c: Context, node: NodeProto) -> None:
    """A scale for what waits; a new scale for a float view; an input port for a host tensor."""
    scale, offset = c.scale(node.input[1], node.input[2] if len(node.input) > 2 else "")
    source, result = node.input[0], node.output[0]
    value = c.values[source]
    if isinstance(value, Pending):
        out = _clip_range(scale, value.low, value.high)
        c.origin = (*value.nodes, node)
        c.joined.append(c.origin)
        c.set_codes(result, value.build(scale, out, result), offset)
    elif isinstance(value, Real):
        out = Output(scale.zero_point)
        y = arithmetic.requantise(c, node.name, value.tensor, scale, out, result)
        c.set_codes(result, y, offset)
    elif isinstance(value, Host):
        if value.after and not c.islands:
            raise c.refuse(node, value)
        c.enter(source, result, scale, offset, True)
    else:
        raise Unsupported("its input is quantised already")


def dequantize_linear(c: Context, node: NodeProto) -> None:
    """The float view of codes."""
    zero = node.input[2] if len(node.input) > 2 else ""
    if c.is_constant(node.input[0]):
        c.note_quantised_constant(node)
        return
    x = c.operand(node.input[0], node.input[1], zero)
    c.values[node.output[0]] = Real(x)


#: Operator of the default domain -> handler, on float views and waiting results.
FLOAT: dict[str, Callable[[Context, NodeProto], None]] = {
    "Conv": _conv, "Gemm": _product, "MatMul": _product, "Add": _add, "Sum": _add,
    "AveragePool": _average_pool, "GlobalAveragePool": _global_average_pool,
    "ReduceMean": _global_average_pool, "Concat": _concat, "Relu": _clip, "Clip": _clip,
    "LeakyRelu": _leaky_relu,
}  # fmt: skip
