"""Static shapes of every tensor: onnx's inference, then the file's own, then onnxruntime's."""

from __future__ import annotations

import math
from typing import Any

import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto

from hwpipe.errors import InputError
from hwpipe.graph.check import describe
from hwpipe.graph.limits import MAX_DIM, MAX_RANK, MAX_TENSOR_BYTES, MAX_TOTAL_BYTES
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.tensors import DTYPE_NAME

__all__ = ["infer", "read_shapes"]


def read_shapes(values: Any, found: dict[str, TensorInfo]) -> None:
    """Add every ValueInfoProto with a known type and a static shape to `found`."""
    for value in values:
        kind = value.type
        if not kind.HasField("tensor_type"):
            continue
        tensor = kind.tensor_type
        if not tensor.HasField("shape") or tensor.elem_type not in DTYPE_NAME:
            continue
        dims = []
        for dim in tensor.shape.dim:
            if not dim.HasField("dim_value"):
                break
            dims.append(dim.dim_value)
        else:
            found[value.name] = TensorInfo(value.name, tuple(dims), DTYPE_NAME[tensor.elem_type])


def _missing(graph: GraphProto, found: dict[str, TensorInfo]) -> NodeProto | None:
    """The first node with an output that is read and has no static shape."""
    read: set[str] = set()
    for node in graph.node:
        read.update(node.input)
    read.update(value.name for value in graph.output)
    for node in graph.node:
        for name in node.output:
            if name and name not in found and name in read:
                return node
    return None


def infer(
    model: ModelProto, where: str, declared: list[ValueInfoProto] | None = None
) -> dict[str, TensorInfo]:
    """Infer and record the shape of every tensor that is read.

    Args:
        model: static graph inputs; its `value_info` and output shapes are replaced.
        where: the file, for messages.
        declared: shapes that the file states, for operators that onnx does not know.

    Returns:
        Every graph input and node output by name.

    Raises:
        InputError: naming the first node whose output stays unknown and why, or a tensor that
            is larger than any device.
    """
    graph = model.graph
    graph.ClearField("value_info")
    for value in graph.output:
        if value.type.HasField("tensor_type"):
            value.type.tensor_type.ClearField("shape")
    standin = _standard_operators(model)
    inferred, reason = _run(standin, where)
    found: dict[str, TensorInfo] = {}
    node = _collect(graph, inferred, found)
    if node is not None and declared:
        inferred, reason = _with_declared(standin, declared, found, where)
        node = _collect(graph, inferred, found)
    if node is not None:
        symbolic = _symbolic(model)
        if symbolic is not None:
            read_shapes(symbolic.graph.value_info, found)
            read_shapes(symbolic.graph.output, found)
            inferred = symbolic
            node = _missing(graph, found)
    if node is not None:
        raise InputError(
            f"the output shape of {describe(node)} cannot be inferred"
            + (f": {reason}" if reason else ""),
            where=where,
            remedy="bind every dynamic dimension (--batch, --dim), or export with static shapes",
        )
    _check_sizes(found, where)
    graph.value_info.extend(inferred.graph.value_info)
    for value in graph.output:
        _set_type(value, found[value.name])
    return found


def _set_type(value: ValueInfoProto, info: TensorInfo) -> None:
    tensor = value.type.tensor_type
    tensor.elem_type = next(k for k, name in DTYPE_NAME.items() if name == info.dtype)
    tensor.shape.ClearField("dim")
    for dim in info.shape:
        tensor.shape.dim.add().dim_value = dim
    if not info.shape:
        tensor.shape.SetInParent()


def _collect(
    graph: GraphProto, inferred: ModelProto, found: dict[str, TensorInfo]
) -> NodeProto | None:
    read_shapes(inferred.graph.input, found)
    read_shapes(inferred.graph.value_info, found)
    read_shapes(inferred.graph.output, found)
    return _missing(graph, found)


def _run(model: ModelProto, where: str) -> tuple[ModelProto, str]:
    """Onnx's own inference, strict first for the reason, and lenient to get as far as it can."""
    try:
        return onnx.shape_inference.infer_shapes(model, strict_mode=True, data_prop=True), ""
    except Exception as error:
        reason = _reason(error)
    try:
        return onnx.shape_inference.infer_shapes(model, data_prop=True), reason
    except Exception:
        raise InputError(f"shape inference failed: {reason}", where=where) from None


def _reason(error: Exception) -> str:
    """The first cause in onnx's list; what follows from it only says "instead is null"."""
    lines = [" ".join(line.split()) for line in str(error).splitlines() if line.strip()]
    causes = [line for line in lines if "but instead is null" not in line] or lines or [""]
    text = causes[0]
    for prefix in ("[ShapeInferenceError]", "Inference error(s):", "Shape inference error(s):"):
        text = text.removeprefix(prefix).strip()
    return text[:300]


def _with_declared(
    model: ModelProto, declared: list[ValueInfoProto], found: dict[str, TensorInfo], where: str
) -> tuple[ModelProto, str]:
    helped = ModelProto()
    helped.CopyFrom(model)
    helped.graph.value_info.extend(v for v in declared if v.name not in found)
    return _run(helped, where)


def _symbolic(model: ModelProto) -> ModelProto | None:
    """Onnxruntime's symbolic inference, where it and sympy are installed."""
    try:
        from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference

        result: ModelProto | None = SymbolicShapeInference.infer_shapes(
            model, int_max=2**31 - 1, auto_merge=True, guess_output_rank=False, verbose=0
        )
    except Exception:
        # A second opinion only: without it, or where it fails, the first answer stands.
        return None
    return result


def _check_sizes(found: dict[str, TensorInfo], where: str) -> None:
    total = 0
    for info in found.values():
        if len(info.shape) > MAX_RANK or any(not 0 <= d <= MAX_DIM for d in info.shape):
            raise InputError(
                f"tensor {info.name[:120]!r} has the shape {list(info.shape)[:40]}",
                where=where,
                limit=f"{MAX_RANK} dimensions of 0 to {MAX_DIM}",
            )
        size = info.size_bytes
        total += size
        if size > MAX_TENSOR_BYTES:
            raise InputError(
                f"tensor {info.name[:120]!r} of shape {list(info.shape)} has {size} bytes",
                where=where,
                limit=f"{MAX_TENSOR_BYTES} bytes",
            )
    if total > MAX_TOTAL_BYTES:
        raise InputError(
            f"the activations have {total} bytes", where=where, limit=f"{MAX_TOTAL_BYTES} bytes"
        )


#: onnxruntime's operators (domain com.microsoft) -> the standard one with the same shapes, and
#: which inputs it takes.
_SAME_SHAPES: dict[str, tuple[str, tuple[int, ...]]] = {
    "QLinearAdd": ("Add", (0, 3)),
    "QLinearMul": ("Mul", (0, 3)),
    "QLinearSigmoid": ("Identity", (0,)),
    "QLinearLeakyRelu": ("Identity", (0,)),
    "QLinearSoftmax": ("Identity", (0,)),
    "QLinearGlobalAveragePool": ("GlobalAveragePool", (0,)),
    "QLinearAveragePool": ("AveragePool", (0,)),
    "QGemm": ("Gemm", (0, 3)),
    "FusedConv": ("Conv", (0, 1, 2)),
    "FusedGemm": ("Gemm", (0, 1, 2)),
    "FusedMatMul": ("MatMul", (0, 1)),
    "Gelu": ("Identity", (0,)),
    "FastGelu": ("Identity", (0,)),
    "QuickGelu": ("Identity", (0,)),
    "BiasGelu": ("Add", (0, 1)),
    "BiasSoftmax": ("Identity", (0,)),
    "LayerNormalization": ("Identity", (0,)),
    "SimplifiedLayerNormalization": ("Identity", (0,)),
    "SkipLayerNormalization": ("Identity", (0,)),
    "SkipSimplifiedLayerNormalization": ("Identity", (0,)),
    "RotaryEmbedding": ("Identity", (0,)),
    "MultiHeadAttention": ("Identity", (0,)),
    "GroupQueryAttention": ("Identity", (0,)),
    "DequantizeLinear": ("DequantizeLinear", (0, 1, 2)),
    "QuantizeLinear": ("QuantizeLinear", (0, 1, 2)),
}
_SHAPING = {
    "kernel_shape", "strides", "pads", "dilations", "group", "auto_pad", "ceil_mode", "transA",
    "transB", "count_include_pad", "axis",
}  # fmt: skip


def _standard_operators(model: ModelProto) -> ModelProto:
    """The model itself, or a copy in which known operators of com.microsoft have a stand-in."""
    swap = [
        i
        for i, node in enumerate(model.graph.node)
        if node.domain == "com.microsoft" and node.op_type in _SAME_SHAPES
    ]
    if not swap:
        return model
    copy = ModelProto()
    copy.CopyFrom(model)
    for i in swap:
        node = copy.graph.node[i]
        op, slots = _SAME_SHAPES[node.op_type]
        inputs = [node.input[s] for s in slots if s < len(node.input) and node.input[s]]
        attributes = [a for a in node.attribute if a.name in _SHAPING]
        if op in ("Identity", "Add", "Mul", "MatMul"):
            attributes = []
        if node.op_type == "QGemm":
            # a, a_scale, a_zero, b, ...; Gemm infers the shape of integers as well.
            attributes = [a for a in attributes if a.name in ("transA", "transB")]
        replacement = onnx.helper.make_node(op, inputs, node.output[:1], name=node.name)
        replacement.attribute.extend(attributes)
        if node.op_type == "FusedMatMul" and any(
            a.name in ("transA", "transB") and a.i for a in node.attribute
        ):
            continue  # left to onnxruntime's inference
        node.CopyFrom(replacement)
    return copy


def elements(info: TensorInfo) -> int:
    """Number of elements of a tensor."""
    return math.prod(info.shape)


def tensor_info(tensor: TensorProto) -> TensorInfo:
    """Name, shape and type of an initialiser."""
    return TensorInfo(tensor.name, tuple(tensor.dims), DTYPE_NAME[tensor.data_type])
