"""`Piece`: what one pipeline stage computes, cut out of an ONNX model, free of torch and onnx.

A piece holds decoded nodes, its own constants, and the names of the tensors that cross its two
boundaries. Nodes that depend on constants alone are not bound to a stage: every piece gets
those that it needs, so that no constant ever crosses a boundary.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import numpy_helper

from hwpipe.errors import InputError

__all__ = ["Array", "OpNode", "Piece", "TensorSpec", "decode_node", "split_model", "tensor_specs"]

Array = npt.NDArray[Any]

#: Operators whose result differs from call to call: never constant.
_RANDOM = frozenset({"RandomNormal", "RandomUniform", "RandomNormalLike", "RandomUniformLike",
                     "Multinomial", "Bernoulli"})  # fmt: skip


@dataclass(frozen=True, slots=True)
class OpNode:
    """One operator with decoded attributes.

    `version` is the `since_version` of the operator's schema at the model's opset; `index` the
    position in `model.graph.node`. Absent optional inputs and outputs are empty names.
    """

    index: int
    name: str
    op: str
    domain: str
    version: int
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    attrs: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """Operator with domain and version as messages print it: `com.microsoft.QGemm-1`."""
        return f"{self.domain + '.' if self.domain else ''}{self.op}-{self.version}"

    @property
    def where(self) -> str:
        """How messages name the node."""
        return f"node {self.index} {self.name or self.outputs[0]!r} ({self.type})"


@dataclass(frozen=True, slots=True)
class TensorSpec:
    """Declared shape (None where a dimension is not fixed) and numpy dtype name of a tensor."""

    name: str
    shape: tuple[int | None, ...]
    dtype: str


@dataclass(frozen=True)
class Piece:
    """The sub-graph of one stage.

    Attributes:
        index: stage number.
        nodes: in topological order, constant-only helpers included.
        constants: initialisers and values of Constant nodes that `nodes` read.
        weights: names of the constants that are initialisers of the model (as opposed to
            Constant nodes and folded shapes).
        inputs: tensors alive at the cut before the stage, in production order.
        outputs: tensors alive at the cut after it; those that are in `inputs` pass through.
    """

    index: int
    nodes: tuple[OpNode, ...]
    constants: dict[str, Array]
    weights: frozenset[str]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]


def _attribute(node: onnx.NodeProto, attribute: onnx.AttributeProto) -> Any:
    value = onnx.helper.get_attribute_value(attribute)
    kind = attribute.type
    if kind == onnx.AttributeProto.TENSOR:
        return numpy_helper.to_array(value)
    if kind == onnx.AttributeProto.STRING:
        return value.decode()
    if kind == onnx.AttributeProto.STRINGS:
        return [item.decode() for item in value]
    if kind in (onnx.AttributeProto.FLOATS, onnx.AttributeProto.INTS):
        return list(value)
    if kind in (onnx.AttributeProto.FLOAT, onnx.AttributeProto.INT):
        return value
    raise InputError(
        f"attribute {attribute.name!r} holds a sub-graph, a sparse tensor or a type, "
        "which stages cannot run",
        where=f"node {node.name or node.output[0]!r} ({node.op_type})",
        remedy="export the model without control flow (If, Loop, Scan) or sparse tensors",
    )


def decode_node(index: int, node: onnx.NodeProto, opsets: Mapping[str, int]) -> OpNode:
    """Decode a node; `opsets` maps domains ("" for ai.onnx) to imported versions."""
    domain = "" if node.domain in ("", "ai.onnx") else node.domain
    opset = opsets.get(domain, 1)
    version = 1
    if onnx.defs.has(node.op_type, domain):
        try:
            version = onnx.defs.get_schema(node.op_type, opset, domain).since_version
        except onnx.defs.SchemaError:
            version = opset
    attrs = {attribute.name: _attribute(node, attribute) for attribute in node.attribute}
    return OpNode(index, node.name, node.op_type, domain, version,
                  tuple(node.input), tuple(node.output), attrs)  # fmt: skip


def _constant_value(node: OpNode) -> Array:
    """Value of a Constant node (any of its attribute forms)."""
    for name, value in node.attrs.items():
        if name == "value":
            return np.asarray(value)
        if name in ("value_float", "value_floats"):
            return np.asarray(value, np.float32)
        if name in ("value_int", "value_ints"):
            return np.asarray(value, np.int64)
    raise InputError(
        "a Constant of this form (string, sparse) cannot be run",
        where=node.where, remedy="use value, value_float(s) or value_int(s)",
    )  # fmt: skip


def tensor_specs(values: Iterable[onnx.ValueInfoProto]) -> dict[str, TensorSpec]:
    """Declared shapes and dtypes by name, of tensors that have both."""
    specs = {}
    for value in values:
        tensor = value.type.tensor_type
        if not value.type.HasField("tensor_type") or not tensor.HasField("shape"):
            continue
        try:
            dtype = onnx.helper.tensor_dtype_to_np_dtype(tensor.elem_type).name
        except (KeyError, ValueError, TypeError):
            continue
        shape = tuple(
            dim.dim_value if dim.HasField("dim_value") else None for dim in tensor.shape.dim
        )
        specs[value.name] = TensorSpec(value.name, shape, dtype)
    return specs


def _fold_shape(node: OpNode, specs: Mapping[str, TensorSpec]) -> Array | None:
    """Value of a Shape or Size node whose input has a static shape."""
    if node.op not in ("Shape", "Size") or node.domain:
        return None
    spec = specs.get(node.inputs[0])
    if spec is None or None in spec.shape:
        return None
    shape = np.asarray(spec.shape, np.int64)
    if node.op == "Size":
        return np.asarray(shape.prod(), np.int64)
    return np.asarray(shape[node.attrs.get("start") : node.attrs.get("end")])


class _Model:
    """A decoded model with the constants told from the activations."""

    def __init__(self, model: onnx.ModelProto) -> None:
        if model.functions:
            # Inlining here would change the node indices that the stages are given in.
            raise InputError(
                f"the model has {len(model.functions)} local functions",
                limit="a normalised model", remedy="open it through hwpipe.graph.open_model",
            )  # fmt: skip
        graph = model.graph
        opsets = {
            "" if o.domain in ("", "ai.onnx") else o.domain: o.version for o in model.opset_import
        }
        self.initialisers = {tensor.name: tensor for tensor in graph.initializer}
        self.nodes = [decode_node(i, node, opsets) for i, node in enumerate(graph.node)]
        self.inputs = tuple(v.name for v in graph.input if v.name not in self.initialisers)
        self.outputs = tuple(v.name for v in graph.output)
        specs = tensor_specs([*graph.input, *graph.value_info, *graph.output])
        self.values: dict[str, Array] = {}  # of Constant, Shape and Size nodes
        self.constant_nodes: dict[str, OpNode] = {}  # producers of computed constants
        self.is_constant = set(self.initialisers) | {""}
        for node in self.nodes:
            value = _constant_value(node) if node.op == "Constant" else _fold_shape(node, specs)
            if value is not None:
                self.values[node.outputs[0]] = value
            elif node.op in _RANDOM or not all(i in self.is_constant for i in node.inputs):
                continue
            else:
                self.constant_nodes.update({name: node for name in node.outputs if name})
            self.is_constant.update(node.outputs)

    def closure(self, nodes: Sequence[OpNode], names: Iterable[str]) -> tuple[
        dict[int, OpNode], set[str]
    ]:  # fmt: skip
        """Constant-only nodes and plain constants that `nodes` and tensors `names` rest on."""
        todo = [name for node in nodes for name in node.inputs] + list(names)
        helpers: dict[int, OpNode] = {}
        leaves: set[str] = set()
        while todo:
            name = todo.pop()
            if name in self.constant_nodes:
                helper = self.constant_nodes[name]
                if helper.index not in helpers:
                    helpers[helper.index] = helper
                    todo.extend(helper.inputs)
            elif name and name in self.is_constant:
                leaves.add(name)
        return helpers, leaves

    def value(self, name: str) -> Array:
        """A plain constant as a numpy array."""
        if name in self.values:
            return self.values[name]
        return np.asarray(numpy_helper.to_array(self.initialisers[name]))


def _stage_of_nodes(model: _Model, stages: Sequence[Sequence[int]]) -> dict[int, int]:
    """Stage of every node that is not constant; checks that each has exactly one."""
    where: dict[int, int] = {}
    for stage, indices in enumerate(stages):
        for index in indices:
            if not 0 <= index < len(model.nodes):
                raise InputError(f"node index {index} is not in the model", where=f"stage {stage}",
                                 limit=f"0 to {len(model.nodes) - 1}",
                                 remedy="run the plan with the model it was made for")  # fmt: skip
            if all(name in model.is_constant for name in model.nodes[index].outputs):
                continue
            if where.setdefault(index, stage) != stage:
                raise InputError(
                    f"{model.nodes[index].where} is in stages {where[index]} and {stage}",
                    limit="one stage per node", remedy="make the plan again",
                )  # fmt: skip
    for node in model.nodes:
        if node.index not in where and any(n not in model.is_constant for n in node.outputs):
            raise InputError(f"{node.where} is in no stage", limit="one stage per node",
                             remedy="make the plan again")  # fmt: skip
    return where


def _last_readers(model: _Model, where: Mapping[int, int], last: int) -> dict[str, int]:
    """Last stage that reads each tensor; checks that tensors flow from earlier stages only."""
    made = dict.fromkeys(model.inputs, 0)
    for node in model.nodes:
        if node.index in where:
            made.update({name: where[node.index] for name in node.outputs if name})
    reader: dict[str, int] = {}
    for node in model.nodes:
        if node.index not in where:
            continue
        for name in node.inputs:
            if name in model.is_constant:
                continue
            if name not in made:
                raise InputError(f"tensor {name!r} is made by no node", where=node.where,
                                 remedy="check the model with onnx.checker")  # fmt: skip
            if made[name] > where[node.index]:
                raise InputError(
                    f"it reads {name!r} from stage {made[name]}, which comes after its own stage "
                    f"{where[node.index]}",
                    where=node.where, limit="tensors flow from earlier to later stages",
                    remedy="make the plan again",
                )  # fmt: skip
            reader[name] = max(reader.get(name, 0), where[node.index])
    reader.update({name: last for name in model.outputs if name in made})
    return reader


def split_model(model: onnx.ModelProto, stages: Sequence[Sequence[int]]) -> list[Piece]:
    """Cut a model into pieces, one for each set of node indices.

    Args:
        model: normalised model with its weights inline and static shapes.
        stages: indices into `model.graph.node` of every stage, in pipeline order. Nodes that
            depend on constants alone may be left out or named anywhere.

    Returns:
        A piece per stage. The first takes the graph inputs that are read, the last gives the
        graph outputs in the model's order; boundaries carry every tensor that is alive there.

    Raises:
        InputError: if a node is in no stage or in two, if a tensor flows backwards, or if an
            attribute holds a sub-graph.
    """
    decoded = _Model(model)
    if not stages:
        raise InputError("the plan has no stages", limit="at least 1", remedy="make the plan again")
    where = _stage_of_nodes(decoded, stages)
    last = len(stages) - 1
    reader = _last_readers(decoded, where, last)

    alive: list[str] = [name for name in decoded.inputs if name in reader]
    pieces = []
    for stage in range(len(stages)):
        inputs = tuple(alive)
        nodes = [node for node in decoded.nodes if where.get(node.index) == stage]
        made = [name for node in nodes for name in node.outputs]
        alive = [name for name in (*inputs, *made) if reader.get(name, -1) > stage]
        outputs = decoded.outputs if stage == last else tuple(alive)
        nodes = _needed(nodes, outputs)
        helpers, leaves = decoded.closure(nodes, outputs if stage == last else ())
        every = sorted([*nodes, *helpers.values()], key=lambda node: node.index)
        pieces.append(
            Piece(
                index=stage,
                nodes=tuple(every),
                constants={name: decoded.value(name) for name in sorted(leaves)},
                weights=frozenset(leaves & decoded.initialisers.keys()),
                inputs=inputs,
                outputs=outputs,
            )
        )
    return pieces


def _needed(nodes: Sequence[OpNode], outputs: Sequence[str]) -> list[OpNode]:
    """Nodes that the outputs rest on; the rest is dead code."""
    wanted = set(outputs)
    kept = []
    for node in reversed(nodes):
        if any(name in wanted for name in node.outputs):
            kept.append(node)
            wanted.update(node.inputs)
    return kept[::-1]
