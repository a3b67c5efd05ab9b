"""Handlers of integer operators: QLinearConv, QGemm, QLinearAdd and their kind."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from onnx import NodeProto, helper

from hwpipe.fpga import reference
from hwpipe.fpga.integer import Output
from hwpipe.lower import arithmetic
from hwpipe.lower.context import Context, Unsupported, Weights
from hwpipe.lower.window import window

__all__ = ["QOPERATOR"]


def _attributes(node: NodeProto) -> dict[str, object]:
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


def _input(node: NodeProto, index: int) -> str:
    return node.input[index] if index < len(node.input) else ""


def _conv(c: Context, node: NodeProto) -> None:
    x = c.operand(*node.input[:3])
    w = c.weights(node.input[3], node.input[4], node.input[5])
    scale, offset = c.scale(node.input[6], node.input[7])
    bias = c.required(_input(node, 8), "bias") if _input(node, 8) else None
    attributes, shape = _attributes(node), c.shape(node.output[0])
    win = window(attributes, w.codes.shape[2:], x.shape[2:], shape[2:])
    y = arithmetic.conv(
        c, node.name, x, w, bias, win, int(str(attributes.get("group", 1))), shape, scale,
        Output(scale.zero_point), node.output[0],
    )  # fmt: skip
    c.set_codes(node.output[0], y, offset)


def _gemm(c: Context, node: NodeProto) -> None:
    attributes = _attributes(node)
    if attributes.get("transA", 0):
        raise Unsupported("it transposes its activation (transA)")
    if not _input(node, 7):
        raise Unsupported("its result is float (no output scale)")
    x = c.operand(*node.input[:3])
    w = c.weights(node.input[3], node.input[4], node.input[5])
    codes = w.codes if attributes.get("transB", 0) else w.codes.T
    bias = c.required(_input(node, 6), "bias") if _input(node, 6) else None
    scale, offset = c.scale(node.input[7], _input(node, 8))
    alpha = np.float32(float(str(attributes.get("alpha", 1.0))))
    product = alpha * np.float32(x.scale.scale) * w.scale
    y = arithmetic.fully_connected(
        c, node.name, x, Weights(np.ascontiguousarray(codes), w.scale), bias,
        np.asarray(product / np.float32(scale.scale), np.float32), c.shape(node.output[0]), scale,
        Output(scale.zero_point), node.output[0],
    )  # fmt: skip
    c.set_codes(node.output[0], y, offset)


def _matmul(c: Context, node: NodeProto) -> None:
    x = c.operand(*node.input[:3])
    w = c.weights(node.input[3], node.input[4], node.input[5])
    if w.codes.ndim != 2:
        raise Unsupported(f"its weights have {w.codes.ndim} axes; a matrix can run")
    scale, offset = c.scale(node.input[6], node.input[7])
    m = reference.multiplier(
        np.asarray(x.scale.scale, np.float32), w.scale, np.asarray(scale.scale, np.float32)
    )
    y = arithmetic.fully_connected(
        c, node.name, x, Weights(np.ascontiguousarray(w.codes.T), w.scale), None, m,
        c.shape(node.output[0]), scale, Output(scale.zero_point), node.output[0],
    )  # fmt: skip
    c.set_codes(node.output[0], y, offset)


def _add(c: Context, node: NodeProto) -> None:
    a, b = c.operand(*node.input[:3]), c.operand(*node.input[3:6])
    scale, offset = c.scale(node.input[6], _input(node, 7))
    y = arithmetic.add(
        c, node.name, a, b, scale, Output(scale.zero_point), node.output[0], zero_first=True
    )
    c.set_codes(node.output[0], y, offset)


def _average_pool(c: Context, node: NodeProto) -> None:
    attributes = _attributes(node)
    if attributes.get("channels_last", 0):
        raise Unsupported("its channels come last")
    x = c.operand(*node.input[:3])
    scale, offset = c.scale(node.input[3], _input(node, 4))
    out, shape = Output(scale.zero_point), c.shape(node.output[0])
    if node.op_type == "QLinearGlobalAveragePool":
        y = arithmetic.global_average_pool(
            c, node.name, x, scale, out, node.output[0], is_float=False
        )
    else:
        kernel = [int(k) for k in attributes["kernel_shape"]]  # type: ignore[attr-defined]
        win = window(attributes, kernel, x.shape[2:], shape[2:])
        include = bool(attributes.get("count_include_pad", 0))
        y = arithmetic.average_pool(
            c, node.name, x, win, include, shape, scale, out, node.output[0], zero_first=True
        )
    c.set_codes(node.output[0], y, offset)


def _leaky_relu(c: Context, node: NodeProto) -> None:
    x, (scale, offset) = c.operand(*node.input[:3]), c.scale(node.input[3], _input(node, 4))
    alpha = float(str(_attributes(node).get("alpha", 0.01)))
    y = arithmetic.leaky_relu(
        c, node.name, x, alpha, scale, Output(scale.zero_point), node.output[0]
    )
    c.set_codes(node.output[0], y, offset)


def _concat(c: Context, node: NodeProto) -> None:
    scale, offset = c.scale(node.input[0], node.input[1])
    parts = []
    for i in range(2, len(node.input), 3):
        parts.append(c.operand(*node.input[i : i + 3]))
    axis = int(str(_attributes(node)["axis"]))
    y = arithmetic.concat(
        c, node.name, parts, axis, scale, Output(scale.zero_point), node.output[0]
    )
    c.set_codes(node.output[0], y, offset)


#: (domain, operator) -> handler; Unsupported is raised for what cannot run.
QOPERATOR: dict[tuple[str, str], Callable[[Context, NodeProto], None]] = {
    ("", "QLinearConv"): _conv,
    ("", "QLinearMatMul"): _matmul,
    ("com.microsoft", "QGemm"): _gemm,
    ("com.microsoft", "QLinearAdd"): _add,
    ("com.microsoft", "QLinearAveragePool"): _average_pool,
    ("com.microsoft", "QLinearGlobalAveragePool"): _average_pool,
    ("com.microsoft", "QLinearConcat"): _concat,
    ("com.microsoft", "QLinearLeakyRelu"): _leaky_relu,
}
