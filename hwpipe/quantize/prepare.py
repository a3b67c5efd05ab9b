"""Brings a float network into the operators that have an integer form.

Per-channel scaling and shifting (batch normalisation, Mul and Add of constants) go into the
layer before them or become a depthwise 1x1 convolution; MatMul becomes Gemm; means
over the image become GlobalAveragePool, preceded by a power-of-two AveragePool where the number
of pixels is even, because the mean of an odd number of codes is never a tie (see `fpga.exact`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, helper

from hwpipe.quantize.net import Net, attributes

__all__ = ["prepare"]

Array = npt.NDArray[Any]


def prepare(net: Net) -> None:
    """Rewrite a network in place; its outputs change by float rounding alone."""
    for rewrite in (_sums, _products, _pads, _affines, _means):
        rewrite(net)


def _replace(net: Net, each: Callable[[NodeProto], list[NodeProto] | None]) -> None:
    """Every node by what `each` returns; None keeps it."""
    nodes: list[NodeProto] = []
    for node in net.nodes:
        made = each(node)
        nodes.extend([node] if made is None else made)
    net.nodes = nodes


# Sums and products --------------------------------------------------------------------------


def _sums(net: Net) -> None:
    """Sum of several tensors as a chain of Add."""

    def each(node: NodeProto) -> list[NodeProto] | None:
        if node.op_type != "Sum" or len(node.input) < 2:
            return None
        made, left = [], node.input[0]
        for i, right in enumerate(node.input[1:]):
            last = i == len(node.input) - 2
            shape = net.shapes[node.output[0]]
            out = node.output[0] if last else net.add_tensor(f"{node.output[0]}:{i}", shape)
            name = node.name if last else f"{node.name}:{i}"
            made.append(helper.make_node("Add", [left, right], [out], name))
            left = out
        return made

    _replace(net, each)


def _products(net: Net) -> None:
    """MatMul with a constant, and Gemm with any factors, as Gemm with (M, K) weights."""

    def each(node: NodeProto) -> list[NodeProto] | None:
        if node.op_type not in ("Gemm", "MatMul"):
            return None
        w, a = net.constants.get(node.input[1]), attributes(node)
        matrix = w is not None and w.ndim == 2 and len(net.shapes.get(node.input[0], ())) == 2
        if w is None or not matrix or a.get("transA", 0):
            return None
        w = (w if a.get("transB", 0) else w.T) * np.float32(a.get("alpha", 1.0))
        bias = np.zeros(w.shape[0], np.float32)
        if len(node.input) > 2 and node.input[2]:
            given = net.constants.get(node.input[2])
            if given is None or given.size not in (1, w.shape[0]):
                return None
            bias = np.broadcast_to(given.reshape(-1), bias.shape) * np.float32(a.get("beta", 1.0))
        names = [
            node.input[0],
            net.add_constant(f"{node.name}.weight", np.ascontiguousarray(w, np.float32)),
            net.add_constant(f"{node.name}.bias", np.ascontiguousarray(bias, np.float32)),
        ]
        return [helper.make_node("Gemm", names, list(node.output), node.name, transB=1)]

    _replace(net, each)


def _pads(net: Net) -> None:
    """A Pad with zeros into the Conv or the AveragePool behind it."""
    readers, dropped = net.readers(), {}

    for node in net.nodes:
        if node.op_type != "Pad" or attributes(node).get("mode", b"constant") != b"constant":
            continue
        pads = net.constants.get(node.input[1]) if len(node.input) > 1 else None
        value = net.constants.get(node.input[2]) if len(node.input) > 2 and node.input[2] else 0.0
        after = net.only_reader(node.output[0], readers)
        if pads is None or value is None or np.any(np.asarray(value) != 0) or pads.size != 8:
            continue
        amounts = pads.reshape(2, 4)
        if np.any(amounts[:, :2]) or np.any(amounts < 0) or after is None:
            continue
        a = attributes(after)
        if after.op_type != "Conv" or a.get("auto_pad", b"NOTSET") not in (b"NOTSET", b"VALID"):
            continue
        own = a.get("pads") or [0, 0, 0, 0]
        joined = [int(v) for v in amounts[:, 2:].reshape(-1) + np.asarray(own)]
        kept = [x for x in after.attribute if x.name not in ("pads", "auto_pad")]
        del after.attribute[:]
        after.attribute.extend([*kept, helper.make_attribute("pads", joined)])
        after.input[0] = node.input[0]
        dropped[node.output[0]] = node
    net.nodes = [node for node in net.nodes if node.output[0] not in dropped]


# Scaling and shifting -----------------------------------------------------------------------


def _channels(value: Array, shape: tuple[int, ...]) -> Array | None:
    """A constant as one value per channel (axis 1), or None where it is none."""
    c = shape[1]
    if value.size == 1:
        return np.full(c, value.reshape(()).item(), np.float64)
    full = (1,) * (len(shape) - value.ndim) + value.shape
    wanted = (1, c, *[1] * (len(shape) - 2))
    return value.reshape(-1).astype(np.float64) if full == wanted else None


def _affine_of(net: Net, node: NodeProto) -> tuple[str, Array, Array] | None:
    """(input, scale, shift) of a node that scales and shifts channels, or None."""
    x = next((n for n in node.input if n in net.shapes), None)
    if x is None or len(net.shapes[x]) not in (2, 4):
        return None
    if net.shapes.get(node.output[0]) != net.shapes[x]:
        return None
    if node.op_type == "BatchNormalization":
        values = [net.constants.get(name) for name in node.input[1:5]]
        if any(v is None for v in values) or attributes(node).get("training_mode", 0):
            return None
        gamma, beta, mean, var = (np.asarray(v, np.float64) for v in values)
        scale = gamma / np.sqrt(var + attributes(node).get("epsilon", 1e-5))
        return x, scale, beta - mean * scale
    if node.op_type not in ("Mul", "Add", "Sub", "Div") or len(node.input) != 2:
        return None
    other = node.input[1] if node.input[0] == x else node.input[0]
    if other not in net.constants:
        return None
    value = _channels(net.constants[other], net.shapes[x])
    if value is None:
        return None
    one, zero, first = np.ones_like(value), np.zeros_like(value), node.input[0] == x
    if node.op_type == "Mul":
        return x, value, zero
    if node.op_type == "Div":
        return (x, 1 / value, zero) if first and np.all(value != 0) else None
    if node.op_type == "Add":
        return x, one, value
    return (x, one, -value) if first else (x, -one, value)


def _affines(net: Net) -> None:
    """Fold scaling and shifting into the layer before it, else make it a depthwise layer."""
    readers, producers = net.readers(), net.producers()
    nodes: list[NodeProto] = []
    for node in net.nodes:
        found = _affine_of(net, node)
        if found is None:
            nodes.append(node)
            continue
        x, scale, shift = found
        before = producers.get(x)
        if (before is None or before.op_type not in ("Conv", "Gemm")
                or net.only_reader(x, readers) is None or before.input[1] not in net.constants
                or not _fold(net, before, scale, shift)):  # fmt: skip
            if len(net.shapes[x]) != 4:
                nodes.append(node)
                continue
            before = _depthwise(net, node, x, scale, shift)
            nodes.append(before)
        before.output[0] = node.output[0]
        producers[node.output[0]] = before
    net.nodes = nodes


def _fold(net: Net, layer: NodeProto, scale: Array, shift: Array) -> bool:
    w = net.constants[layer.input[1]].astype(np.float64)
    if w.shape[0] != scale.size:
        return False
    bias = np.zeros(scale.size)
    if len(layer.input) > 2 and layer.input[2]:
        if layer.input[2] not in net.constants:
            return False
        bias = net.constants[layer.input[2]].astype(np.float64).reshape(-1)
    w = w * scale.reshape(-1, *[1] * (w.ndim - 1))
    names = [
        layer.input[0],
        net.add_constant(f"{layer.name}.weight", w.astype(np.float32)),
        net.add_constant(f"{layer.name}.bias", (bias * scale + shift).astype(np.float32)),
    ]
    del layer.input[:]  # fmt: skip
    layer.input.extend(names)
    return True


def _depthwise(net: Net, node: NodeProto, x: str, scale: Array, shift: Array) -> NodeProto:
    channels = scale.size
    w = net.add_constant(f"{node.name}.weight", scale.astype(np.float32).reshape(-1, 1, 1, 1))
    b = net.add_constant(f"{node.name}.bias", shift.astype(np.float32))
    return helper.make_node(
        "Conv", [x, w, b], list(node.output), node.name, group=channels, kernel_shape=[1, 1]
    )


# Means --------------------------------------------------------------------------------------


def _means(net: Net) -> None:
    """ReduceMean over the image and AveragePool of all of it as GlobalAveragePool."""

    def each(node: NodeProto) -> list[NodeProto] | None:
        x = node.input[0] if node.input else ""
        shape, a = net.shapes.get(x, ()), attributes(node)
        if len(shape) != 4:
            return None
        out = node.output[0]
        if node.op_type == "ReduceMean":
            axes = a.get("axes")
            if axes is None and len(node.input) > 1 and node.input[1] in net.constants:
                axes = net.constants[node.input[1]].reshape(-1).tolist()
            if sorted(axis % 4 for axis in axes or []) != [2, 3]:
                return None
        elif node.op_type == "AveragePool":
            if list(a.get("kernel_shape", [])) != list(shape[2:]) or any(a.get("pads") or []):
                return None
            if net.shapes[out][2:] != (1, 1):
                return None
        elif node.op_type != "GlobalAveragePool":
            return None
        return _mean(net, node, x, out)

    _replace(net, each)


def _mean(net: Net, node: NodeProto, x: str, out: str) -> list[NodeProto]:
    shape, made = net.shapes[x], []
    step = tuple(size & -size for size in shape[2:])  # largest power of two in rows, columns
    if np.prod(step) > 1 and step != tuple(shape[2:]):
        inner = net.add_tensor(
            f"{out}:half", (*shape[:2], *(s // t for s, t in zip(shape[2:], step, strict=True)))
        )
        made.append(helper.make_node(
            "AveragePool", [x], [inner], f"{node.name}:half", kernel_shape=list(step),
            strides=list(step),
        ))  # fmt: skip
        x = inner
    flat = len(net.shapes[out]) == 2
    mean = net.add_tensor(f"{out}:mean", (*shape[:2], 1, 1)) if flat else out
    made.append(helper.make_node("GlobalAveragePool", [x], [mean], node.name))
    if flat:
        made.append(helper.make_node("Flatten", [mean], [out], f"{node.name}:flat", axis=1))
    return made
