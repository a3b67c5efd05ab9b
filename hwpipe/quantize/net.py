"""A float network that passes rewrite: nodes, constants as arrays, static shapes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import ModelProto, NodeProto, ValueInfoProto, helper

from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.graph.source import OnnxSource
from hwpipe.graph.tensors import from_array, is_inline, to_array

__all__ = ["OPSET", "Net", "attributes", "load_net"]

Array = npt.NDArray[Any]

#: Operators on int8 (MaxPool 12, Clip 12, Resize 13) need at least 13; older models become this.
OPSET = 17


def attributes(node: NodeProto) -> dict[str, Any]:
    """Attributes of a node as Python values."""
    return {a.name: helper.get_attribute_value(a) for a in node.attribute}


@dataclass
class Net:
    """A network in the middle of being rewritten.

    Attributes:
        name: of the model.
        nodes: in topological order.
        constants: float and integer constants by name.
        shapes: static shapes of activations.
        inputs, outputs: of the model, batch bound.
        opset: version of the default operator set.
    """

    name: str
    nodes: list[NodeProto]
    constants: dict[str, Array]
    shapes: dict[str, tuple[int, ...]]
    inputs: list[ValueInfoProto]
    outputs: list[ValueInfoProto]
    opset: int
    dtypes: dict[str, str] = field(default_factory=dict)

    def readers(self) -> dict[str, list[NodeProto]]:
        """Nodes that read each tensor."""
        found: dict[str, list[NodeProto]] = defaultdict(list)
        for node in self.nodes:
            for name in node.input:
                found[name].append(node)
        return found

    def producers(self) -> dict[str, NodeProto]:
        """Node that makes each tensor."""
        return {name: node for node in self.nodes for name in node.output if name}

    def output_names(self) -> set[str]:
        """Names of the model's outputs."""
        return {value.name for value in self.outputs}

    def only_reader(self, name: str, readers: dict[str, list[NodeProto]]) -> NodeProto | None:
        """The one node that reads a tensor, which is no output of the model; else None."""
        if name in self.output_names() or len(readers.get(name, [])) != 1:
            return None
        return readers[name][0]

    def add_constant(self, name: str, value: Array) -> str:
        """Add a constant under a name of its own."""
        unique, copy = name, 1
        while unique in self.constants or unique in self.shapes:
            copy += 1
            unique = f"{name}#{copy}"
        self.constants[unique] = np.asarray(value)
        return unique

    def add_tensor(self, name: str, shape: tuple[int, ...]) -> str:
        """Name a new activation."""
        unique, copy = name, 1
        while unique in self.constants or unique in self.shapes:
            copy += 1
            unique = f"{name}#{copy}"
        self.shapes[unique] = shape
        return unique

    def to_model(self, extra_outputs: list[str] | None = None) -> ModelProto:
        """The network as ONNX, with further float tensors as outputs."""
        used = {name for node in self.nodes for name in node.input}
        graph = helper.make_graph(
            self.nodes, self.name, self.inputs, list(self.outputs),
            [from_array(v, n) for n, v in self.constants.items() if n in used],
        )  # fmt: skip
        present = self.output_names()
        for name in extra_outputs or []:
            if name not in present:
                kind = helper.np_dtype_to_tensor_dtype(np.dtype(self.dtypes.get(name, "float32")))
                graph.output.append(helper.make_tensor_value_info(name, kind, self.shapes[name]))
        opsets = [helper.make_opsetid("", self.opset), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def load_net(ref: str | Path, batch: int | None = None) -> Net:
    """Read a model in normal form at a static batch size (1 where the model leaves it open).

    Raises:
        InputError: if the file is no usable ONNX model.
    """
    source = open_model(ref)
    if not isinstance(source, OnnxSource):
        raise InputError("is a profile, which holds no weights", where=str(ref),
                         remedy="give an .onnx file")  # fmt: skip
    if batch is None and source.default_batch is None:
        batch = 1
    graph, proto = source.graph(batch), source.proto(batch)
    opset = next((o.version for o in proto.opset_import if o.domain in ("", "ai.onnx")), OPSET)
    model = source.materialise(batch)
    constants = {t.name: to_array(t) for t in model.graph.initializer}
    nodes, shapes = list(model.graph.node), {n: t.shape for n, t in graph.tensors.items()}
    dtypes = {n: t.dtype for n, t in graph.tensors.items()}
    if opset < 13:
        nodes, more, added = _converted(proto, str(ref), opset)
        constants, shapes, opset = more | constants, added | shapes, OPSET
    return Net(
        source.name, nodes, constants, shapes, list(model.graph.input), list(model.graph.output),
        opset, dtypes,
    )  # fmt: skip


def _converted(
    proto: ModelProto, where: str, opset: int
) -> tuple[list[NodeProto], dict[str, Array], dict[str, tuple[int, ...]]]:
    """Nodes at OPSET, constants and shapes that the conversion adds; weights stay out of it."""
    from onnx import version_converter

    known = {t.name for t in proto.graph.initializer}
    try:
        model = version_converter.convert_version(proto, OPSET)
        shaped = onnx.shape_inference.infer_shapes(model)
    except Exception as error:
        raise InputError(
            f"cannot be converted from opset {opset} to {OPSET}: {error}"[:300], where=where,
            limit="opset 13 and above, or a model that onnx converts",
            remedy=f"export the model at opset {OPSET}",
        ) from None  # fmt: skip
    added = {
        t.name: to_array(t)
        for t in shaped.graph.initializer
        if t.name not in known and is_inline(t)
    }
    nodes = []
    for node in shaped.graph.node:
        if node.op_type == "Constant":
            added[node.output[0]] = to_array(attributes(node)["value"])
        else:
            nodes.append(node)
    shapes = {
        value.name: tuple(d.dim_value for d in value.type.tensor_type.shape.dim)
        for value in shaped.graph.value_info
    }
    return nodes, added, shapes
