"""Shape inference one node at a time, folding what shape arithmetic makes constant.

onnx's whole-model data propagation would do the same, but it allocates one record for each
element of any one-dimensional tensor, so that a declared length of 2**35 hangs the process.
Here every shape is static, so plain inference with the constants at hand is enough, and the
first node that fails is known by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, TensorProto, TypeProto, helper

from hwpipe.graph.check import opset_versions, schema_of
from hwpipe.graph.constants import Folder
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.normalise import prune
from hwpipe.graph.tensors import DTYPE_NAME

__all__ = ["fold_shapes", "infer_stepwise"]

_DATA_ELEMENTS = 4096  # longest constant that inference may look into: shapes, axes, repeats
_ONNX_TYPE = {name: kind for kind, name in DTYPE_NAME.items()}


def _type(info: TensorInfo) -> TypeProto:
    return helper.make_tensor_type_proto(_ONNX_TYPE[info.dtype], info.shape)


def _info(name: str, kind: TypeProto) -> TensorInfo | None:
    tensor = kind.tensor_type
    if tensor.elem_type not in DTYPE_NAME or not tensor.HasField("shape"):
        return None
    if any(not dim.HasField("dim_value") for dim in tensor.shape.dim):
        return None
    dims = tuple(dim.dim_value for dim in tensor.shape.dim)
    return TensorInfo(name, dims, DTYPE_NAME[tensor.elem_type])


def _fold(node: NodeProto, found: Mapping[str, TensorInfo], folder: Folder) -> bool:
    """Turn Shape and Size of a static tensor, and what follows, into constants."""
    if node.op_type not in ("Shape", "Size") or node.domain not in ("", "ai.onnx"):
        return folder.fold(node)
    info = found.get(node.input[0])
    if info is None:
        return folder.fold(node)
    bounds = {a.name: a.i for a in node.attribute}
    dims = info.shape[slice(bounds.get("start", 0), bounds.get("end"))]
    value = info.elements if node.op_type == "Size" else dims
    folder.put(node.output[0], np.asarray(value, dtype=np.int64))
    return True


def fold_shapes(model: ModelProto, found: Mapping[str, TensorInfo]) -> bool:
    """Fold Shape and Size of static tensors and what follows; whether anything changed."""
    graph = model.graph
    if not any(node.op_type in ("Shape", "Size") for node in graph.node):
        return False
    folder = Folder({t.name: t for t in graph.initializer}, opset_versions(model)[""])
    keep = {value.name for value in graph.output}
    nodes = [
        node
        for node in graph.node
        if not keep.isdisjoint(node.output) or not _fold(node, found, folder)
    ]
    if len(nodes) == len(graph.node):
        return False
    prune(graph, nodes, folder.constants)
    return True


def infer_stepwise(
    model: ModelProto,
    stand_in: Callable[[NodeProto], NodeProto],
    declared: Callable[[str], TensorInfo | None],
) -> tuple[dict[str, TensorInfo], NodeProto | None, str]:
    """Infer and fold node by node, in place.

    Args:
        model: static graph inputs, nodes in topological order.
        stand_in: replaces an operator that onnx cannot infer.
        declared: a tensor's shape from elsewhere, asked where inference gives none.

    Returns:
        The shapes found, the first node whose outputs are unknown (None if all are known) and
        why inference failed on it.
    """
    graph = model.graph
    versions = opset_versions(model)
    folder = Folder({t.name: t for t in graph.initializer}, versions[""])
    keep = {value.name for value in graph.output}
    read = {name for node in graph.node for name in node.input} | keep
    found: dict[str, TensorInfo] = {}
    for value in graph.input:
        info = _info(value.name, value.type)
        if info is not None:
            found[value.name] = info
    nodes: list[NodeProto] = []
    for node in graph.node:
        if keep.isdisjoint(node.output) and _fold(node, found, folder):
            continue
        nodes.append(node)
        made, reason = _infer(stand_in(node), found, folder, versions, model.ir_version)
        for name in node.output:
            if not name:
                continue
            info = _info(name, made[name]) if name in made else None
            if info is None and not (reason and _known(node, versions)):
                # What inference refuses of a known operator is wrong, whatever the file declares.
                info = declared(name)
            if info is not None:
                found[name] = info
            elif name in read:
                return found, node, reason
    prune(graph, nodes, folder.constants)
    return found, None, ""


def _known(node: NodeProto, versions: Mapping[str, int]) -> bool:
    """Whether onnx knows the operator at the model's opset."""
    domain = "" if node.domain == "ai.onnx" else node.domain
    return schema_of(node.op_type, versions.get(domain, 1), domain) is not None


def _infer(
    node: NodeProto,
    found: Mapping[str, TensorInfo],
    folder: Folder,
    versions: Mapping[str, int],
    ir_version: int,
) -> tuple[dict[str, TypeProto], str]:
    domain = "" if node.domain == "ai.onnx" else node.domain
    types: dict[str, TypeProto] = {}
    data: dict[str, TensorProto] = {}
    for name in node.input:
        tensor = folder.constants.get(name)
        if tensor is not None:
            types[name] = helper.make_tensor_type_proto(tensor.data_type, list(tensor.dims))
            array = folder.array(name)
            if array is not None and array.size <= _DATA_ELEMENTS:
                data[name] = tensor
        elif name:
            types[name] = _type(found[name])
    try:
        schema = onnx.defs.get_schema(node.op_type, versions.get(domain, 1), domain)
        opsets = [helper.make_opsetid(d, v) for d, v in versions.items()]
        made: dict[str, TypeProto] = onnx.shape_inference.infer_node_outputs(
            schema, node, types, data, opset_imports=opsets, ir_version=ir_version
        )
    except Exception as error:
        return {}, " ".join(str(error).split())[:300]
    return made, ""
