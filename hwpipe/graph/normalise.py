"""Brings a model into the form that everything behind the importer works on.

Functions are inlined; constants are initialisers and what follows from small ones is folded;
Dropout (inference) and Identity are gone, as are nodes and initialisers that nothing reads and
initialisers listed as inputs; an If with a constant condition is its branch; every node has a
name that no other has; nodes are in topological order. Names of tensors do not change.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterable

import numpy as np
import onnx
from onnx import AttributeProto, GraphProto, ModelProto, NodeProto, TensorProto

from hwpipe.errors import InputError
from hwpipe.graph.bundled import weight_recipe
from hwpipe.graph.check import (
    check_model,
    check_nodes,
    check_tensor,
    describe,
    opset_versions,
    topological_order,
)
from hwpipe.graph.constants import VIEWS, Folder
from hwpipe.graph.limits import MAX_NODES, MAX_RANK, MAX_WEIGHT_BYTES
from hwpipe.graph.tensors import NUMPY_DTYPE, from_array, to_array
from hwpipe.graph.weights import FILL, SEED, deferred

__all__ = ["inline_functions", "normalise", "prune"]

_CONTROL = ("Loop", "Scan", "SequenceMap")


def inline_functions(model: ModelProto, where: str) -> ModelProto:
    """The model with its local functions expanded; the same object if it has none.

    Raises:
        InputError: if a function calls itself, or the expansion would have too many nodes.
    """
    if not model.functions:
        return model
    bodies = {(f.domain, f.name): f for f in model.functions}
    sizes: dict[tuple[str, str], int] = {}

    def size(key: tuple[str, str], stack: tuple[tuple[str, str], ...]) -> int:
        if key in stack or len(stack) > 100:
            raise InputError(f"function {key[1][:80]!r} calls itself", where=where)
        if key not in sizes:
            calls = ((n.domain, n.op_type) for n in bodies[key].node)
            sizes[key] = sum(size(c, (*stack, key)) if c in bodies else 1 for c in calls)
        return sizes[key]

    total = sum(
        size((n.domain, n.op_type), ()) if (n.domain, n.op_type) in bodies else 1
        for n in model.graph.node
    )
    if total > MAX_NODES:
        raise InputError(
            f"{total} nodes once its functions are inlined", where=where, limit=f"{MAX_NODES} nodes"
        )
    from onnx import inliner

    try:
        inlined: ModelProto = inliner.inline_local_functions(model)
    except Exception as error:
        raise InputError(f"its functions cannot be inlined: {error}", where=where) from None
    check_model(inlined, where)
    return inlined


def _constant_value(node: NodeProto, where: str) -> TensorProto:
    """The tensor of a Constant node, in whichever of its attributes."""
    for attribute in node.attribute:
        if attribute.name == "value" and attribute.type == AttributeProto.TENSOR:
            return attribute.t
        if attribute.name in ("value_float", "value_int"):
            scalar = attribute.f if attribute.name == "value_float" else attribute.i
            return from_array(np.asarray(scalar, _SCALAR[attribute.name]), "")
        if attribute.name in ("value_floats", "value_ints"):
            values = attribute.floats if attribute.name == "value_floats" else attribute.ints
            return from_array(np.asarray(values, _SCALAR[attribute.name[:-1]]), "")
    kinds = ", ".join(a.name for a in node.attribute) or "none"
    raise InputError(
        f"{describe(node)} has an unsupported value (attributes: {kinds[:80]})",
        where=where,
        limit="value, value_float(s) or value_int(s)",
    )


_SCALAR = {"value_float": np.float32, "value_int": np.int64}


class _Normaliser:
    def __init__(self, model: ModelProto, where: str, seeded: bool) -> None:
        self.graph, self.where, self.seeded = model.graph, where, seeded
        self.versions = opset_versions(model)
        self.folder = Folder({t.name: t for t in model.graph.initializer}, self.versions[""])
        self.alias: dict[str, str] = {}
        self.nodes: list[NodeProto] = []
        self.keep = {value.name for value in model.graph.output}
        self.inlined = 0
        # Names read anywhere, also inside branches, where a Dropout mask could be used.
        self.read = set(_names_read(model.graph))
        self.readers: dict[str, tuple[NodeProto, int]] = {}
        if seeded:
            for node in model.graph.node:
                for slot, name in enumerate(node.input):
                    self.readers.setdefault(name, (node, slot))

    def run(self) -> None:
        queue = deque(self.graph.node)
        while queue:
            node = queue.popleft()
            if self.alias:
                for i, name in enumerate(node.input):
                    if name in self.alias:
                        node.input[i] = self.alias[name]
            if node.domain in ("", "ai.onnx"):
                if node.op_type == "If":
                    queue.extendleft(reversed(self._branch(node)))
                    continue
                if self._absorb(node):
                    continue
            self._refuse_subgraphs(node)
            self.nodes.append(node)

    def _refuse_subgraphs(self, node: NodeProto) -> None:
        if node.op_type in _CONTROL or any(
            a.type in (AttributeProto.GRAPH, AttributeProto.GRAPHS) for a in node.attribute
        ):
            raise InputError(
                f"{describe(node)} runs a sub-graph: control flow cannot be planned",
                where=self.where,
                limit="operators without sub-graphs, and If with a constant condition",
                remedy="export the model with the loop unrolled or for a fixed input",
            )

    def _absorb(self, node: NodeProto) -> bool:
        """Whether the node has become a constant or an alias."""
        op, out = node.op_type, node.output[0]
        if not out or self._drops(node):
            return False
        if out in self.keep:
            if op == "Dropout" and not self._mask_used(node):
                # An output keeps its name, so the node stays, as a view.
                name, source = node.name, node.input[0]
                node.Clear()
                node.CopyFrom(onnx.helper.make_node("Identity", [source], [out], name=name))
            return False
        if op == "Identity" or (op == "Dropout" and not self._mask_used(node)):
            self.alias[out] = node.input[0]
            return True
        if op == "Constant":
            tensor = TensorProto()
            tensor.CopyFrom(_constant_value(node, self.where))
            tensor.name = out
            check_tensor(tensor, self.where)
            self.folder.constants[out] = tensor
            return True
        if op == "ConstantOfShape" and self._declared(node):
            return True
        return self.folder.fold(node)

    def _drops(self, node: NodeProto) -> bool:
        """Whether it is a Dropout of training, which is no alias of its input."""
        if node.op_type != "Dropout" or len(node.input) < 3 or not node.input[2]:
            return False
        mode = self.folder.array(node.input[2])
        return mode is None or bool(mode.any())

    def _mask_used(self, node: NodeProto) -> bool:
        return any(name in self.read or name in self.keep for name in node.output[1:] if name)

    def _declared(self, node: NodeProto) -> bool:
        """A ConstantOfShape of a known shape is a weight; a large one is not written out."""
        shape, out = self.folder.array(node.input[0]), node.output[0]
        if shape is None or len(node.attribute) > 1:
            return False
        dims = tuple(int(d) for d in shape.ravel())
        value = node.attribute[0].t if node.attribute else None
        kind = TensorProto.FLOAT if value is None else value.data_type
        if kind not in NUMPY_DTYPE or any(d < 0 for d in dims) or len(dims) > MAX_RANK:
            return False
        if math.prod(dims) * NUMPY_DTYPE[kind].itemsize > MAX_WEIGHT_BYTES:
            raise InputError(
                f"{describe(node)} declares a constant of shape {list(dims)}",
                where=self.where,
                limit=f"{MAX_WEIGHT_BYTES} bytes",
            )
        if self.seeded and kind == TensorProto.FLOAT:
            recipe = weight_recipe(*self._role(out), dims)
            tensor = deferred(out, dims, kind, SEED, key=out, recipe=recipe)
        elif math.prod(dims) <= 4096:
            return False  # folded by value
        else:
            fill = np.zeros(1, NUMPY_DTYPE[kind]) if value is None else to_array(value).ravel()
            if fill.size != 1:
                return False
            tensor = deferred(out, dims, kind, FILL, value=fill.tobytes().hex())
        self.folder.constants[out] = tensor
        return True

    def _role(self, name: str) -> tuple[str, int, str]:
        """Operator and input slot that read a weight behind views of it, and what follows."""
        for _ in range(8):
            if name not in self.readers:
                break
            node, slot = self.readers[name]
            if node.op_type not in VIEWS:
                return node.op_type, slot, self._following(node)
            name = node.output[0]
        return "", 0, ""

    def _following(self, node: NodeProto) -> str:
        """The first operator after a layer that does not just scale and shift."""
        for _ in range(8):
            if node.output[0] not in self.readers:
                break
            node = self.readers[node.output[0]][0]
            if node.op_type not in ("BatchNormalization", "Mul", "Add"):
                return str(node.op_type)
        return ""

    def _branch(self, node: NodeProto) -> list[NodeProto]:
        """The nodes of the branch that a constant condition takes."""
        condition = self.folder.array(node.input[0])
        if condition is None or condition.size != 1:
            raise InputError(
                f"{describe(node)} depends on data: control flow cannot be planned",
                where=self.where,
                limit="If with a constant condition",
                remedy="export the model for a fixed input shape",
            )
        wanted = "then_branch" if condition.item() else "else_branch"
        branch = next((a.g for a in node.attribute if a.name == wanted), None)
        if branch is None or len(branch.output) < len(node.output) or branch.sparse_initializer:
            raise InputError(f"{describe(node)} has a broken {wanted}", where=self.where)
        check_nodes(branch.node, self.versions, self.where)
        self.inlined += 1 + len(branch.node)
        if self.inlined + len(self.graph.node) > MAX_NODES:
            raise InputError("too many nodes in branches", where=self.where, limit=f"{MAX_NODES}")
        mapping = {
            name: f"{node.output[0]}/{wanted}/{name}"
            for name in [t.name for t in branch.initializer]
            + [o for n in branch.node for o in n.output]
            if name
        }
        nodes = [NodeProto() for _ in branch.node]
        for copy, source in zip(nodes, branch.node, strict=True):
            copy.CopyFrom(source)
            _rename(copy, mapping)
        for tensor in branch.initializer:
            check_tensor(tensor, self.where)
            copy_tensor = TensorProto()
            copy_tensor.CopyFrom(tensor)
            copy_tensor.name = mapping[tensor.name]
            self.folder.constants[copy_tensor.name] = copy_tensor
        for outer, inner in zip(node.output, branch.output, strict=False):
            if outer:
                source_name = mapping.get(inner.name, inner.name)
                nodes.append(onnx.helper.make_node("Identity", [source_name], [outer]))
        return nodes


def _names_read(graph: GraphProto) -> Iterable[str]:
    for node in graph.node:
        yield from node.input
        for attribute in node.attribute:
            if attribute.type == AttributeProto.GRAPH:
                yield from _names_read(attribute.g)
                yield from (value.name for value in attribute.g.output)


def _rename(node: NodeProto, mapping: dict[str, str]) -> None:
    for names in (node.input, node.output):
        for i, name in enumerate(names):
            if name in mapping:
                names[i] = mapping[name]
    for attribute in node.attribute:
        if attribute.type == AttributeProto.GRAPH:
            inner = attribute.g
            for child in inner.node:
                _rename(child, mapping)
            for value in inner.output:
                value.name = mapping.get(value.name, value.name)


def prune(graph: GraphProto, nodes: list[NodeProto], constants: dict[str, TensorProto]) -> None:
    """Put `nodes` and `constants` into the graph, without what no output depends on.

    A constant-only node (such as the DequantizeLinear of a weight) moves to just before its
    first reader, so that a cut does not carry its result past nodes that do not need it.
    """
    needed = {value.name for value in graph.output}
    alive: list[NodeProto] = []
    for node in reversed(nodes):
        if not needed.isdisjoint(node.output):
            needed.update(node.input)
            alive.append(node)
    alive.reverse()
    alive = _late_constants(alive, constants)
    tensors = []
    for name, tensor in constants.items():
        if name in needed:
            tensors.append(tensor)
    kept = GraphProto()
    kept.node.extend(alive)
    kept.initializer.extend(tensors)
    graph.ClearField("node")
    graph.ClearField("initializer")
    graph.node.extend(kept.node)
    graph.initializer.extend(kept.initializer)


def _late_constants(nodes: list[NodeProto], constants: dict[str, TensorProto]) -> list[NodeProto]:
    derived: dict[str, int] = {}
    for i, node in enumerate(nodes):
        if all(not n or n in constants or n in derived for n in node.input):
            derived.update((name, i) for name in node.output)
    if not derived:
        return nodes
    late = set(derived.values())
    placed: set[int] = set()
    result: list[NodeProto] = []

    def place(i: int) -> None:
        # Chains of constants are as deep as the model makes them: no recursion.
        stack = [i]
        while stack:
            current = stack[-1]
            before = {derived[n] for n in nodes[current].input if n in derived} - placed
            before.discard(current)
            if before:
                stack.extend(sorted(before, reverse=True))
                continue
            stack.pop()
            if current not in placed:
                placed.add(current)
                result.append(nodes[current])

    for i in range(len(nodes)):
        if i not in late:
            place(i)
    for i in sorted(late - placed):  # constants that are graph outputs
        place(i)
    return result


def normalise(model: ModelProto, where: str, *, seeded: bool = False) -> ModelProto:
    """The normal form of a checked model, as a new message.

    Args:
        model: a model that passed `check_model`, functions inlined; it is not changed.
        where: the file, for messages.
        seeded: fill ConstantOfShape weights from a seed (bundled models).

    Raises:
        InputError: control flow, a cycle, a model without inputs or without operators.
    """
    result = ModelProto()
    result.CopyFrom(model)
    graph = result.graph
    # Before version 4 every initializer had to be an input too.
    result.ir_version = max(result.ir_version, 4)
    order = topological_order(graph.node, where)
    if order is not None:
        ordered = [graph.node[i] for i in order]
        kept = GraphProto()
        kept.node.extend(ordered)
        graph.ClearField("node")
        graph.node.extend(kept.node)
    constants = {t.name for t in graph.initializer}
    if any(value.name in constants for value in graph.input):
        inputs = GraphProto()
        inputs.input.extend(value for value in graph.input if value.name not in constants)
        graph.ClearField("input")
        graph.input.extend(inputs.input)
    if not graph.input:
        raise InputError(
            "the model has no inputs (all of them are initializers)" if constants
            else "the model has no inputs",
            where=where,
            remedy="export it with its data as a graph input",
        )  # fmt: skip
    work = _Normaliser(result, where, seeded)
    work.run()
    prune(graph, work.nodes, work.folder.constants)
    if work.inlined:
        check_model(result, where)
    if not graph.node:
        raise InputError("the model has no operators once its constants are folded", where=where)
    _unique_names(graph)
    return result


def _unique_names(graph: GraphProto) -> None:
    seen: set[str] = set()
    copies: dict[str, int] = {}
    for node in graph.node:
        base = name = node.name or next(o for o in node.output if o)
        while name in seen:
            copies[base] = copies.get(base, 1) + 1
            name = f"{base}#{copies[base]}"
        seen.add(name)
        if node.name != name:
            node.name = name
