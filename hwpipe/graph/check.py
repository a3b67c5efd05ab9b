"""Sanity of a parsed model before anything trusts it.

onnx's C++ shape inference divides by strides and indexes by ranks that the file states, so
hwpipe checks the structure itself first: versions, names, edges, attribute types and ranges,
tensor sizes. `onnx.checker` is not used: it reads external data and is slow on large models.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import onnx
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

from hwpipe.errors import InputError
from hwpipe.graph.limits import (
    MAX_DIM,
    MAX_NODES,
    MAX_RANK,
    MAX_WEIGHT_BYTES,
    MIN_IR_VERSION,
    MIN_OPSET,
)
from hwpipe.graph.tensors import DTYPE_NAME, element_bits

__all__ = ["check_model", "describe", "opset_versions", "schema_of", "topological_order"]

_LARGEST_ATTRIBUTE = 2**31 - 1
#: Attributes that kernels divide or loop by: positive, and small enough to compute with.
_POSITIVE = {
    "kernel_shape", "strides", "dilations", "group", "blocksize", "hidden_size", "num_outputs",
    "num_groups", "num_heads", "q_num_heads", "kv_num_heads", "block_size", "size",
}  # fmt: skip
_BOUNDED = {"pads", "output_padding", "output_shape", "axis", "axes", "perm", "split", "shape"}
_MAX_ATTRIBUTES, _MAX_INPUTS = 1000, 100_000


def describe(node: NodeProto) -> str:
    """`operator Conv 'name'`, for messages."""
    op = f"{node.domain}.{node.op_type}" if node.domain else node.op_type
    label = node.name or (node.output[0] if len(node.output) else "")
    return f"operator {op[:80]} {label[:120]!r}"


def opset_versions(model: ModelProto) -> dict[str, int]:
    """Version of each operator domain; the default domain is ""."""
    versions: dict[str, int] = {}
    for entry in model.opset_import:
        domain = "" if entry.domain == "ai.onnx" else entry.domain
        versions[domain] = max(entry.version, versions.get(domain, 0))
    return versions


def check_model(model: ModelProto, where: str) -> None:
    """Refuse what the importer cannot handle safely.

    Raises:
        InputError: versions outside the range, broken names or edges, attributes of the wrong
            type or range, tensors with impossible sizes, control flow is left to `normalise`.
    """
    _check_versions(model, where)
    graph = model.graph
    if len(graph.node) > MAX_NODES:
        raise InputError(f"{len(graph.node)} nodes", where=where, limit=f"{MAX_NODES} nodes")
    if graph.sparse_initializer:
        raise InputError(
            "sparse initializers are not supported",
            where=where,
            remedy="store the weights as dense initializers",
        )
    versions = opset_versions(model)
    for tensor in graph.initializer:
        check_tensor(tensor, where)
    check_nodes(graph.node, versions, where)
    for function in model.functions:
        local = {
            ("" if o.domain == "ai.onnx" else o.domain): o.version for o in function.opset_import
        }
        check_nodes(function.node, versions | local, where)
    _check_names(graph, where)
    for value in [*graph.input, *graph.output, *graph.value_info]:
        _check_value(value, where)
    if not graph.output:
        raise InputError("the model has no outputs", where=where)


def _check_versions(model: ModelProto, where: str) -> None:
    if not MIN_IR_VERSION <= model.ir_version <= onnx.IR_VERSION:
        raise InputError(
            f"IR version {model.ir_version}",
            where=where,
            limit=f"{MIN_IR_VERSION} to {onnx.IR_VERSION} with onnx {onnx.__version__}",
            remedy="export the model again, or install a newer onnx",
        )
    version = opset_versions(model).get("")
    newest = onnx.defs.onnx_opset_version()
    if version is None:
        raise InputError(
            "the model imports no version of the ONNX operator set",
            where=where,
            limit=f"{MIN_OPSET} to {newest}",
        )
    if not MIN_OPSET <= version <= newest:
        raise InputError(
            f"ONNX operator set {version}",
            where=where,
            limit=f"{MIN_OPSET} to {newest} with onnx {onnx.__version__}",
            remedy="convert it with onnx.version_converter, or install a newer onnx",
        )


def check_tensor(tensor: TensorProto, where: str) -> None:
    """A constant's type, dimensions and amount of data agree.

    Raises:
        InputError: if they do not.
    """
    name = f"initializer {tensor.name[:120]!r}"
    if tensor.data_type not in DTYPE_NAME:
        raise InputError(f"{name} has unknown element type {tensor.data_type}", where=where)
    if len(tensor.dims) > MAX_RANK:
        raise InputError(
            f"{name} has {len(tensor.dims)} dimensions", where=where, limit=f"{MAX_RANK}"
        )
    elements = 1
    for dim in tensor.dims:
        if dim < 0:
            raise InputError(f"{name} has dimension {dim}", where=where, limit="0 or more")
        elements *= dim
    bits = element_bits(tensor.data_type)
    if elements * bits > 8 * MAX_WEIGHT_BYTES:
        raise InputError(
            f"{name} declares the shape {list(tensor.dims)}",
            where=where,
            limit=f"{MAX_WEIGHT_BYTES} bytes",
        )
    if tensor.HasField("segment"):
        raise InputError(f"{name} is stored in segments, which are not supported", where=where)
    if tensor.data_type == TensorProto.STRING:
        return
    if tensor.data_location == TensorProto.EXTERNAL:
        found = {entry.key: entry.value for entry in tensor.external_data}
        length = found.get("length", "")
        have = int(length) if length.isascii() and length.isdigit() and len(length) < 20 else None
        if length and have is None:
            raise InputError(f"{name} has external data of length {length[:40]!r}", where=where)
    elif tensor.HasField("raw_data"):
        have = len(tensor.raw_data)
    else:
        have = None
        _check_typed_data(tensor, elements, name, where)
    need = -(-elements * bits // 8)
    if have is not None and have != need:
        raise InputError(
            f"{name} of shape {list(tensor.dims)} and type {DTYPE_NAME[tensor.data_type]} needs "
            f"{need} bytes but has {have}",
            where=where,
            remedy="the file is damaged: export or download it again",
        )


def _check_typed_data(tensor: TensorProto, elements: int, name: str, where: str) -> None:
    bits = element_bits(tensor.data_type)
    kind = tensor.data_type
    if kind in (TensorProto.FLOAT, TensorProto.COMPLEX64):
        have = len(tensor.float_data)
    elif kind in (TensorProto.DOUBLE, TensorProto.COMPLEX128):
        have = len(tensor.double_data)
    elif kind == TensorProto.INT64:
        have = len(tensor.int64_data)
    elif kind in (TensorProto.UINT32, TensorProto.UINT64):
        have = len(tensor.uint64_data)
    else:
        have = len(tensor.int32_data)
    need = elements * 2 if kind in (TensorProto.COMPLEX64, TensorProto.COMPLEX128) else elements
    if bits < 8:
        need = -(-elements * bits // 8)
    if have != need:
        raise InputError(
            f"{name} of shape {list(tensor.dims)} needs {need} values but has {have}",
            where=where,
            remedy="the file is damaged: export or download it again",
        )


@lru_cache(maxsize=4096)
def schema_of(op: str, version: int, domain: str) -> Any:
    """Onnx's schema of an operator at an opset, None if it knows none."""
    try:
        return onnx.defs.get_schema(op, version, domain)
    except (onnx.defs.SchemaError, TypeError):  # TypeError: an opset beyond 32 bits
        return None  # not an operator of that version: costed by bytes, or refused for its shape


_ATTRIBUTE_FIELD = {
    AttributeProto.FLOAT: "f", AttributeProto.INT: "i", AttributeProto.STRING: "s",
    AttributeProto.TENSOR: "t", AttributeProto.GRAPH: "g",
    AttributeProto.SPARSE_TENSOR: "sparse_tensor", AttributeProto.TYPE_PROTO: "tp",
}  # fmt: skip


def check_nodes(nodes: Iterable[NodeProto], versions: dict[str, int], where: str) -> None:
    """Numbers of inputs and outputs, attribute types and ranges, against the operator's schema.

    Raises:
        InputError: naming the operator and what is wrong with it.
    """
    for node in nodes:
        op = node.op_type
        domain = "" if node.domain == "ai.onnx" else node.domain
        if not op:
            raise InputError(f"a node with no operator type: {describe(node)}", where=where)
        inputs, outputs = len(node.input), len(node.output)
        if not outputs or not any(node.output):
            raise InputError(f"{describe(node)} has no output", where=where)
        if inputs > _MAX_INPUTS or outputs > _MAX_INPUTS or len(node.attribute) > _MAX_ATTRIBUTES:
            raise InputError(
                f"{describe(node)} has {inputs} inputs, {outputs} outputs and "
                f"{len(node.attribute)} attributes",
                where=where,
                limit=f"{_MAX_INPUTS} inputs or outputs, {_MAX_ATTRIBUTES} attributes",
            )
        version = versions.get(domain)
        schema = schema_of(op, version, domain) if version and version < 2**31 else None
        if schema is not None and not (
            schema.min_input <= inputs <= schema.max_input
            and schema.min_output <= outputs <= schema.max_output
        ):
            raise InputError(
                f"{describe(node)} has {inputs} inputs and {outputs} outputs",
                where=where,
                limit=f"{schema.min_input} to {schema.max_input} inputs and "
                f"{schema.min_output} to {schema.max_output} outputs in operator set {version}",
            )
        if node.attribute or (schema is not None and schema.attributes):
            _check_attributes(node, schema, where)
        if schema is not None:
            for index, parameter in enumerate(schema.inputs[:inputs]):
                if parameter.option == _SINGLE and not node.input[index]:
                    raise InputError(
                        f"{describe(node)} lacks its input {parameter.name!r}", where=where
                    )


_SINGLE = onnx.defs.OpSchema.FormalParameterOption.Single


def _check_attributes(node: NodeProto, schema: Any, where: str) -> None:
    seen: set[str] = set()
    for attribute in node.attribute:
        name, kind = attribute.name, attribute.type
        label = f"attribute {name[:80]!r} of {describe(node)}"
        if name in seen:
            raise InputError(f"{label} appears twice", where=where)
        seen.add(name)
        if attribute.ref_attr_name:
            continue  # filled when the function is inlined, and checked again then
        if kind == AttributeProto.UNDEFINED:
            raise InputError(f"{label} has no type", where=where)
        fields = _ATTRIBUTE_FIELD.get(kind)
        if fields is not None and not attribute.HasField(fields):
            raise InputError(f"{label} has no value of its type", where=where)
        if schema is not None:
            formal = schema.attributes.get(name)
            if formal is not None and int(formal.type) != kind:
                raise InputError(f"{label} has the wrong type", where=where,
                                 limit=f"type {formal.type.name}")  # fmt: skip
        if kind == AttributeProto.INT:
            _check_range(name, [attribute.i], label, where)
        elif kind == AttributeProto.INTS:
            if len(attribute.ints) > _MAX_ATTRIBUTES and name != "value_ints":
                raise InputError(f"{label} has {len(attribute.ints)} values", where=where,
                                 limit=f"{_MAX_ATTRIBUTES}")  # fmt: skip
            _check_range(name, attribute.ints, label, where)
        elif kind == AttributeProto.TENSOR:
            check_tensor(attribute.t, f"{where}: {label}")
    if schema is not None:
        for name, formal in schema.attributes.items():
            if formal.required and name not in seen:
                raise InputError(f"{describe(node)} lacks its attribute {name!r}", where=where)


def _check_range(name: str, values: Iterable[int], label: str, where: str) -> None:
    positive = name in _POSITIVE
    if not positive and name not in _BOUNDED:
        return
    for value in values:
        if (positive and value < 1) or abs(value) > _LARGEST_ATTRIBUTE:
            raise InputError(
                f"{label} has the value {value}",
                where=where,
                limit=f"{1 if positive else -_LARGEST_ATTRIBUTE} to {_LARGEST_ATTRIBUTE}",
            )


def _check_names(graph: GraphProto, where: str) -> None:
    inputs: set[str] = set()
    for value in graph.input:
        if not value.name or value.name in inputs:
            raise InputError(
                f"graph input {value.name[:120]!r} is unnamed or appears twice", where=where
            )
        inputs.add(value.name)
    constants: set[str] = set()
    for tensor in graph.initializer:
        if not tensor.name or tensor.name in constants:
            raise InputError(
                f"initializer {tensor.name[:120]!r} is unnamed or appears twice", where=where
            )
        constants.add(tensor.name)
    known = inputs | constants
    made: set[str] = set()
    for node in graph.node:
        for name in node.output:
            if not name:
                continue
            if name in made or name in known:
                raise InputError(
                    f"tensor {name[:120]!r} is made twice, the second time by {describe(node)}",
                    where=where,
                )
            made.add(name)
    known |= made
    for node in graph.node:
        for name in node.input:
            if name and name not in known:
                raise InputError(
                    f"{describe(node)} reads tensor {name[:120]!r}, which nothing makes",
                    where=where,
                )
    outputs: set[str] = set()
    for value in graph.output:
        if value.name not in known:
            raise InputError(f"graph output {value.name[:120]!r} is made by no node", where=where)
        if value.name in outputs:
            raise InputError(f"graph output {value.name[:120]!r} appears twice", where=where)
        outputs.add(value.name)


def _check_value(value: onnx.ValueInfoProto, where: str) -> None:
    if not value.type.HasField("tensor_type"):
        return
    shape = value.type.tensor_type.shape
    if len(shape.dim) > MAX_RANK:
        raise InputError(
            f"tensor {value.name[:120]!r} has {len(shape.dim)} dimensions",
            where=where,
            limit=f"{MAX_RANK}",
        )
    for dim in shape.dim:
        if dim.HasField("dim_value") and not 0 <= dim.dim_value <= MAX_DIM:
            raise InputError(
                f"tensor {value.name[:120]!r} declares the dimension {dim.dim_value}",
                where=where,
                limit=f"0 to {MAX_DIM}",
            )


def topological_order(nodes: Sequence[NodeProto], where: str) -> list[int] | None:
    """A stable topological order of node indices, or None if they already are in order.

    Raises:
        InputError: if the nodes form a cycle; it names one of them.
    """
    producer = {name: i for i, node in enumerate(nodes) for name in node.output if name}
    sources = [{producer[name] for name in node.input if name in producer} for node in nodes]
    if all(max(before, default=-1) < i for i, before in enumerate(sources)):
        return None
    waiting = [len(before) for before in sources]
    readers: list[list[int]] = [[] for _ in nodes]
    for i, before in enumerate(sources):
        for j in before:
            readers[j].append(i)
    ready = [i for i, count in enumerate(waiting) if count == 0]
    heapq.heapify(ready)
    order: list[int] = []
    while ready:
        i = heapq.heappop(ready)
        order.append(i)
        for j in readers[i]:
            waiting[j] -= 1
            if waiting[j] == 0:
                heapq.heappush(ready, j)
    if len(order) < len(nodes):
        # Walk backwards from any node that waits: the walk must close, and where it does is
        # on the cycle.
        i = next(i for i, count in enumerate(waiting) if count)
        done, seen = set(order), set()
        while i not in seen:
            seen.add(i)
            i = next(j for j in sources[i] if j not in done)
        raise InputError(
            f"{describe(nodes[i])} depends on its own output: the graph has a cycle", where=where
        )
    return order
