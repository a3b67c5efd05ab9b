"""Static shapes of every tensor: onnx's inference, then the file's own, then onnxruntime's."""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto, TensorProto, ValueInfoProto

from hwpipe.errors import InputError
from hwpipe.graph.check import describe
from hwpipe.graph.limits import MAX_DIM, MAX_RANK, MAX_TENSOR_BYTES, MAX_TOTAL_BYTES
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.stepwise import fold_shapes, infer_stepwise
from hwpipe.graph.tensors import DTYPE_NAME, is_inline, to_array

__all__ = ["infer", "read_shapes", "tensor_info"]


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

    Static exports need one pass of onnx's inference. Where that leaves something open, nodes
    are taken one by one and shape arithmetic is folded (see `stepwise`); for an operator that
    onnx does not know, the file's own `value_info` and onnxruntime are asked.

    Args:
        model: static graph inputs; its `value_info` and output shapes are replaced, and nodes
            that only compute on shapes are folded away.
        where: the file, for messages.
        declared: shapes that the file states.

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
    found: dict[str, TensorInfo] = {}
    inferred = _whole(model)
    if inferred is not None:
        for values in (inferred.graph.input, inferred.graph.value_info, inferred.graph.output):
            read_shapes(values, found)
    if inferred is None or _missing(graph, found) is not None:
        found = _stepwise(model, where, declared or [])
        inferred = None
    elif fold_shapes(model, found):
        made = {name for node in graph.node for name in node.output}
        made.update(value.name for value in graph.input)
        found = {name: info for name, info in found.items() if name in made}
        inferred = None
    if not graph.node:
        raise InputError("the model only computes on shapes", where=where)
    _check_sizes(found, where)
    if inferred is not None:
        graph.value_info.extend(inferred.graph.value_info)
    else:
        known = {value.name for value in (*graph.input, *graph.output)}
        for name, info in found.items():
            if name not in known:
                _set_type(graph.value_info.add(name=name), info)
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


def _whole(model: ModelProto) -> ModelProto | None:
    """Onnx's inference of the whole model, None where it finds a contradiction."""
    try:
        return onnx.shape_inference.infer_shapes(_standard_operators(model), strict_mode=True)
    except Exception:
        return None  # the node-by-node pass finds which node, and why


def _stepwise(
    model: ModelProto, where: str, declared: list[ValueInfoProto]
) -> dict[str, TensorInfo]:
    stated: dict[str, TensorInfo] = {}
    read_shapes(declared, stated)
    original = ModelProto()
    original.CopyFrom(model)
    found, node, reason = infer_stepwise(model, _stand_in, stated.get)
    if node is not None and node.domain not in ("", "ai.onnx"):
        symbolic = _symbolic(original, found)
        if symbolic is not None:
            read_shapes(symbolic.graph.value_info, stated)
            read_shapes(symbolic.graph.output, stated)
            found, node, reason = infer_stepwise(model, _stand_in, stated.get)
    if node is not None:
        raise InputError(
            f"the output shape of {describe(node)} cannot be inferred"
            + (f": {reason}" if reason else ""),
            where=where,
            remedy="bind every dynamic dimension (--batch, --dim), or export with static shapes",
        )
    return found


def _symbolic(model: ModelProto, found: dict[str, TensorInfo]) -> ModelProto | None:
    """Onnxruntime's symbolic inference, where it and sympy are installed.

    It computes with the values of tensors, so a model with long ones is not given to it.
    """
    if any(info.elements > _SYMBOLIC_ELEMENTS for info in found.values()) or any(
        is_inline(t)
        and t.data_type in (TensorProto.INT64, TensorProto.INT32)
        and np.any(np.abs(to_array(t)) > _SYMBOLIC_ELEMENTS)
        for t in model.graph.initializer
    ):
        return None
    try:
        from onnxruntime.tools.symbolic_shape_infer import SymbolicShapeInference

        # Its own `infer_shapes` does the same, but leaves the model in files of the working
        # folder where a shape stays unknown.
        inference = SymbolicShapeInference(2**31 - 1, True, False, 0)
        inference._preprocess(model)
        complete = False
        while inference.run_:
            complete = inference._infer_impl()
        inference._update_output_from_vi()
        result: ModelProto | None = inference.out_mp_ if complete else None
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


_SYMBOLIC_ELEMENTS = 2**24

#: Operators that onnx has no inference for -> the standard one with the same shapes, and which
#: inputs it takes. GroupNormalization has none in onnx 1.22; the others are onnxruntime's.
_MICROSOFT: dict[str, tuple[str, tuple[int, ...]]] = {
    "QLinearAdd": ("Add", (0, 3)),
    "QLinearMul": ("Mul", (0, 3)),
    "QLinearSigmoid": ("Identity", (0,)),
    "QLinearLeakyRelu": ("Identity", (0,)),
    "QLinearSoftmax": ("Identity", (0,)),
    "QLinearGlobalAveragePool": ("GlobalAveragePool", (0,)),
    "QLinearAveragePool": ("AveragePool", (0,)),
    "QLinearConcat": ("Concat", tuple(range(2, 6000, 3))),  # scale, zero point, then triples
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
_SAME_SHAPES: dict[tuple[str, str], tuple[str, tuple[int, ...]]] = {
    ("com.microsoft", op): same for op, same in _MICROSOFT.items()
} | {("", "GroupNormalization"): ("Identity", (0,))}
_SHAPING = {
    "kernel_shape", "strides", "pads", "dilations", "group", "auto_pad", "ceil_mode", "transA",
    "transB", "count_include_pad", "axis",
}  # fmt: skip


def _standard_operators(model: ModelProto) -> ModelProto:
    """The model itself, or a copy in which operators without inference have a stand-in."""
    swap = [
        i for i, node in enumerate(model.graph.node) if (node.domain, node.op_type) in _SAME_SHAPES
    ]
    if not swap:
        return model
    copy = ModelProto()
    copy.CopyFrom(model)
    for i in swap:
        copy.graph.node[i].CopyFrom(_stand_in(copy.graph.node[i]))
    return copy


def _stand_in(node: NodeProto) -> NodeProto:
    """A standard node with the same output shape; the node itself where there is none."""
    same = _SAME_SHAPES.get((node.domain, node.op_type))
    if same is None:
        return node
    if node.op_type == "FusedMatMul" and any(
        a.name in ("transA", "transB") and a.i for a in node.attribute
    ):
        return node  # left to onnxruntime's inference
    op, slots = same
    inputs = [node.input[s] for s in slots if s < len(node.input) and node.input[s]]
    made = onnx.helper.make_node(op, inputs, node.output[:1], name=node.name)
    if op not in ("Identity", "Add", "Mul", "MatMul"):
        made.attribute.extend(a for a in node.attribute if a.name in _SHAPING)
    return made


def tensor_info(tensor: TensorProto) -> TensorInfo:
    """Name, shape and type of an initialiser."""
    return TensorInfo(tensor.name, tuple(tensor.dims), DTYPE_NAME[tensor.data_type])
