"""`trace_model`: the layers of a model with the nodes behind each, so that it can be cut anywhere.

A pipeline stage is a set of nodes. The layers of a stage are those of its nodes; what crosses its
boundary is known from the whole model, also where the stage alone would not say a tensor's scale
(a pooling of codes, a view).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from onnx import ModelProto, NodeProto

from hwpipe.graph.model import TensorInfo
from hwpipe.graph.shapes import read_shapes
from hwpipe.lower.context import Codes, Context, Host, Real, Value
from hwpipe.lower.fuse import fuse
from hwpipe.lower.model import Layer, Port, Program, Tensor
from hwpipe.lower.read import visit

__all__ = ["Trace", "trace_model"]


@dataclass(frozen=True, eq=False)
class Trace:
    """A model and the integer layers that its nodes become.

    Attributes:
        name: of the model.
        nodes: of the graph, in order; everything below counts them from 0.
        inputs, outputs: names of the graph's.
        values: what every tensor is: codes, the float view of codes, or a float of the host.
        tensors: every int8 tensor by name.
        layers: before fusion, in order.
        origins: of every layer, the nodes that it computes.
        groups: of every node, the nodes that are one operation with it (Conv, Relu,
            QuantizeLinear of the QDQ form), itself included.
        reasons: of nodes that no integer layer computes.
    """

    name: str
    nodes: tuple[NodeProto, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    values: dict[str, Value]
    tensors: dict[str, Tensor]
    layers: tuple[Layer, ...]
    origins: tuple[frozenset[int], ...]
    groups: tuple[frozenset[int], ...]
    reasons: dict[int, str]

    def boundary(self, nodes: Iterable[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Activations that a set of nodes reads from elsewhere, and those that others read of it.

        Outputs of the graph count as read by others.
        """
        inside = frozenset(nodes)
        order = sorted(inside)
        made = {name for i in order for name in self.nodes[i].output if name}
        reads = dict.fromkeys(
            name
            for i in order
            for name in self.nodes[i].input
            if name in self.values and name not in made
        )
        outside = set(self.outputs)
        for i, node in enumerate(self.nodes):
            if i not in inside:
                outside.update(node.input)
        leaves = [n for i in order for n in self.nodes[i].output if n in outside]
        return tuple(reads), tuple(leaves)

    def program(self, nodes: Iterable[int]) -> Program | None:
        """The layers of a set of nodes, with a port for every activation that crosses.

        Args:
            nodes: whole groups, none with a reason against it.

        Returns:
            The program; None where the nodes hold no layer, or where a tensor that crosses is
            neither codes nor the float view of codes.
        """
        inside = frozenset(nodes)
        layers = [
            layer
            for layer, origin in zip(self.layers, self.origins, strict=True)
            if origin and origin <= inside
        ]
        if not layers:
            return None
        reads, leaves = self.boundary(inside)
        inputs: dict[str, Port] = {}
        for name in reads:
            for port in self._entries(name, inside):
                inputs.setdefault(port.tensor, port)
        outputs = []
        for name in leaves:
            value = self.values.get(name)
            if isinstance(value, Codes):
                outputs.append(Port(name, value.tensor.name, False, value.offset))
            elif isinstance(value, Real):
                outputs.append(Port(name, value.tensor.name, True, 0))
            else:
                return None
        made = {layer.output for layer in layers}
        if any(n not in made and n not in inputs for layer in layers for n in layer.inputs):
            return None
        return _alive(fuse(Program(
            self.name, dict(self.tensors), tuple(layers), tuple(inputs.values()), tuple(outputs),
        )))  # fmt: skip

    def _entries(self, name: str, inside: frozenset[int]) -> list[Port]:
        """Ports of one activation: one, or one for each QuantizeLinear of a float tensor."""
        value = self.values[name]
        if isinstance(value, Codes):
            return [Port(name, value.tensor.name, False, value.offset)]
        if isinstance(value, Real):
            return [Port(name, value.tensor.name, True, 0)]
        ports = []
        for i in sorted(inside):
            node = self.nodes[i]
            if node.op_type == "QuantizeLinear" and node.input[0] == name:
                made = self.values.get(node.output[0])
                if isinstance(made, Codes):
                    ports.append(Port(name, made.tensor.name, True, made.offset))
        return ports

    def layer_nodes(self, layer: Layer) -> frozenset[int]:
        """Nodes behind a layer of a program, joined layers included."""
        maker = {own.output: k for k, own in enumerate(self.layers)}
        todo, found = [layer.output], set[int]()
        while todo:
            name = todo.pop()
            if name in layer.inputs or name not in maker:
                continue
            found |= self.origins[maker[name]]
            todo.extend(self.layers[maker[name]].inputs)
        return frozenset(found)


def trace_model(model: ModelProto, name: str = "model") -> Trace:
    """Lower a model node by node and keep track of who computes what.

    Unlike `lower_model` this accepts nodes between integer layers that the accelerator cannot
    run (they get a reason), and models that are not quantised at all.

    Args:
        model: normal form with weights and the shapes of its tensors, as
            `ModelSource.materialise` makes it.
        name: for reports.
    """
    shapes: dict[str, TensorInfo] = {}
    for values in (model.graph.input, model.graph.value_info, model.graph.output):
        read_shapes(values, shapes)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    context = Context(name, constants, shapes)
    context.islands = True
    inputs = [v.name for v in model.graph.input if v.name not in constants]
    for value in inputs:
        context.values[value] = Host(None, False)
    nodes = tuple(model.graph.node)
    for node in nodes:
        visit(context, node)
    outputs = tuple(value.name for value in model.graph.output)
    for value in outputs:
        context.leave(value)
    index = {id(node): i for i, node in enumerate(nodes)}
    return Trace(
        name, nodes, tuple(inputs), outputs, dict(context.values), dict(context.tensors),
        tuple(context.layers),
        tuple(frozenset(index[id(n)] for n in origin) for origin in context.origins),
        _groups(len(nodes), [[index[id(n)] for n in joined] for joined in context.joined]),
        {index[key]: reason for key, reason in context.refused.items()},
    )  # fmt: skip


def _groups(count: int, joined: Iterable[list[int]]) -> tuple[frozenset[int], ...]:
    """Sets that share a node become one."""
    groups: list[set[int]] = [{i} for i in range(count)]
    for nodes in joined:
        together = set().union(*(groups[i] for i in nodes))
        for i in together:
            groups[i] = together
    return tuple(frozenset(group) for group in groups)


def _alive(program: Program) -> Program:
    """Without the layers and tensors that no output rests on; ports of unread inputs stay."""
    used = {port.tensor for port in program.outputs}
    layers = []
    for layer in reversed(program.layers):
        if layer.output in used:
            used.update(layer.inputs)
            layers.append(layer)
    used |= {port.tensor for port in program.inputs}
    return dataclasses.replace(
        program, layers=tuple(layers[::-1]),
        tensors={name: tensor for name, tensor in program.tensors.items() if name in used},
    )  # fmt: skip
