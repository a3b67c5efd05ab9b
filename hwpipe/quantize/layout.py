"""Which nodes become integer layers, which activations fuse, which tensors share a scale."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from onnx import NodeProto

from hwpipe.errors import InputError
from hwpipe.quantize.net import Net, attributes

__all__ = ["COMPUTES", "Layout", "lay_out"]

#: Operators with arithmetic of their own, which end with a clip.
COMPUTES = ("Conv", "Gemm", "Add", "AveragePool", "GlobalAveragePool", "LeakyRelu")
_SAME_SCALE = (
    "MaxPool", "Concat", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Resize",
    "Upsample", "Split", "Slice", "Relu", "Clip",
)  # fmt: skip
_MACS = ("Conv", "Gemm", "MatMul", "ConvTranspose", "LSTM", "GRU", "RNN")


@dataclass
class Layout:
    """The division of a network.

    Attributes:
        before: nodes that run in float before the integer part.
        integer: nodes that become integer layers, in order.
        after: nodes that run in float behind it.
        reasons: why a node is not integer, by its first output.
        result: output of a computing node -> the tensor behind the Relu and Clip fused into it.
        fused: outputs of those Relu and Clip nodes.
        bounds: result tensor -> (low, high) of its activations.
        group: integer tensor -> representative of the tensors that share its scale.
    """

    before: list[NodeProto] = field(default_factory=list)
    integer: list[NodeProto] = field(default_factory=list)
    after: list[NodeProto] = field(default_factory=list)
    reasons: dict[str, str] = field(default_factory=dict)
    result: dict[str, str] = field(default_factory=dict)
    fused: set[str] = field(default_factory=set)
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)
    group: dict[str, str] = field(default_factory=dict)

    def root(self, name: str) -> str:
        """Representative of a tensor's group (union-find with path halving)."""
        while self.group[name] != name:
            self.group[name] = self.group[self.group[name]]
            name = self.group[name]
        return name

    def tie(self, a: str, b: str) -> None:
        """The tensors share one scale; the earlier of the two stands for both."""
        self.group[self.root(b)] = self.root(a)

    def members(self) -> dict[str, list[str]]:
        """Tensors of every group."""
        found: dict[str, list[str]] = {}
        for name in self.group:
            found.setdefault(self.root(name), []).append(name)
        return found


def clip_bounds(net: Net, node: NodeProto) -> tuple[float, float] | None:
    """Bounds of a Relu or Clip; None where one is computed."""
    if node.op_type == "Relu":
        return 0.0, float(np.inf)
    a = attributes(node)
    bounds = [a.get("min", -np.inf), a.get("max", np.inf)]
    for i in (1, 2):
        if len(node.input) > i and node.input[i]:
            value = net.constants.get(node.input[i])
            if value is None:
                return None
            bounds[i - 1] = float(value.reshape(-1)[0])
    low, high = max(float(bounds[0]), -3.4e38), min(float(bounds[1]), 3.4e38)
    return (low if low > -3.4e38 else -np.inf), (high if high < 3.4e38 else np.inf)


def _refusal(net: Net, node: NodeProto) -> str | None:
    """Why a node has no integer form; None where it has."""
    op, a = node.op_type, attributes(node)
    if node.domain not in ("", "ai.onnx") or op not in (*COMPUTES, *_SAME_SCALE):
        return "the accelerator has no such operator"
    x = net.shapes.get(node.input[0])
    if x is None or net.dtypes.get(node.input[0], "float32") != "float32":
        return "its input is not a float32 activation"
    if op in ("Conv", "Gemm"):
        if node.input[1] not in net.constants:
            return "its weights are computed"
        if op == "Conv" and len(x) != 4:
            return f"it has {len(x) - 2} spatial axes; 2 can run"
        if op == "Gemm" and not (a.get("transB", 0) and len(x) == 2 and len(node.input) == 3):
            return "it is no product of a matrix and constant weights"
        if len(node.input) > 2 and node.input[2] and node.input[2] not in net.constants:
            return "its bias is computed"
    if op == "Add":
        shapes = [net.shapes.get(name) for name in node.input]
        if shapes[0] != shapes[1]:
            return "it adds a constant or tensors of different shapes"
    if op.endswith("Pool") and len(x) != 4:
        return f"it has {len(x) - 2} spatial axes; 2 can run"
    if op == "MaxPool" and len(node.output) > 1 and node.output[1]:
        return "it also returns indices"
    if op == "AveragePool" and any(d != 1 for d in a.get("dilations") or []):
        return "its window is dilated"
    if op == "Concat" and (a["axis"] % len(x) != 1 or any(n in net.constants for n in node.input)):
        return "it joins other axes than channels, or a constant"
    if op in ("Relu", "Clip"):
        bounds = clip_bounds(net, node)
        if bounds is None or not bounds[0] <= bounds[1]:
            return "its bounds are computed, or the lower is above the upper"
    if op == "LeakyRelu" and not a.get("alpha", 0.01) >= 0:
        return f"its slope is {a['alpha']:g}; 0 and above can run"
    if op in ("Resize", "Upsample") and a.get("mode", b"nearest") != b"nearest":
        return f"its mode is {a['mode'].decode()}; nearest can run"
    if op == "Split" and a.get("axis", 0) % len(x) != 1:
        return "it splits another axis than the channels"
    return None


def lay_out(net: Net) -> Layout:
    """Divide a prepared network.

    Raises:
        InputError: if an operator without an integer form stands between layers that compute.
    """
    layout = Layout()
    state: dict[str, str] = {value.name: "before" for value in net.inputs}
    blame: dict[str, NodeProto] = {}
    for node in net.nodes:
        names = [n for n in node.input if n in state]
        reason = _refusal(net, node)
        late = next((n for n in names if state[n] == "after"), None)
        if reason is None and late is None and names:
            where = "integer"
            if node.op_type not in COMPUTES and all(state[n] == "before" for n in names):
                where = "before"  # nothing computes yet: a Transpose of the image, say
        else:
            where = "before" if all(state[n] == "before" for n in names) else "after"
        if where == "after":
            root = blame[late] if late is not None else node
            layout.reasons[node.output[0]] = (
                reason if late is None and reason else f"it follows {root.op_type} {root.name!r}"
            )
            for name in node.output:
                blame[name] = root
        elif where == "before" and reason is not None:
            layout.reasons[node.output[0]] = reason
        if where != "integer" and node.op_type in _MACS:
            root = blame.get(node.output[0], node)
            _refuse(net, root, layout.reasons[root.output[0]])
        getattr(layout, where).append(node)
        state.update((name, where) for name in node.output)
    if not any(node.op_type in COMPUTES for node in layout.integer):
        first = next((n for n in net.nodes if n.output[0] in layout.reasons), net.nodes[0])
        _refuse(net, first, layout.reasons.get(first.output[0], "nothing in the model computes"))
    _demote_tail(net, layout)
    _fuse(net, layout)
    _group(net, layout)
    return layout


def _refuse(net: Net, node: NodeProto, reason: str) -> None:
    raise InputError(
        f"{node.op_type} {node.name[:120]!r} has no integer form: {reason}", where=net.name,
        limit=", ".join((*COMPUTES, *_SAME_SCALE)),
        remedy="replace the operator, or cut the model before it",
    )  # fmt: skip


def _demote_tail(net: Net, layout: Layout) -> None:
    """Moves whose results only float nodes read stay with those: a view before a Softmax."""
    readers, last = net.readers(), {id(node) for node in layout.after}
    kept: list[NodeProto] = []
    for node in reversed(layout.integer):
        behind = [r for name in node.output for r in readers.get(name, [])]
        is_output = any(name in net.output_names() for name in node.output)
        if node.op_type in COMPUTES or is_output or not behind:
            kept.append(node)
        elif all(id(r) in last for r in behind):
            layout.after.insert(0, node)
            layout.reasons[node.output[0]] = f"it only feeds {behind[0].op_type} on the host"
            last.add(id(node))
        else:
            kept.append(node)
    layout.integer = kept[::-1]


def _fuse(net: Net, layout: Layout) -> None:
    """Relu and Clip behind a computing node that nothing else reads."""
    readers = net.readers()
    integer = {id(node) for node in layout.integer}
    for node in layout.integer:
        if node.op_type not in COMPUTES:
            continue
        out, low, high = node.output[0], -np.inf, np.inf
        while True:
            after = net.only_reader(out, readers)
            if after is None or after.op_type not in ("Relu", "Clip") or id(after) not in integer:
                break
            bounds = clip_bounds(net, after)
            assert bounds is not None
            low = min(max(low, bounds[0]), bounds[1])
            high = max(min(high, bounds[1]), bounds[0])
            out = after.output[0]
            layout.fused.add(out)
        layout.result[node.output[0]] = out
        layout.bounds[out] = (low, high)


def _group(net: Net, layout: Layout) -> None:
    """Tensors that must share a scale because the operator between them keeps codes."""
    for node in layout.integer:
        if node.output[0] in layout.fused:
            continue
        ins = [n for n in node.input if n in net.shapes]
        outs = [layout.result.get(n, n) for n in node.output if n]
        for name in (*ins, *outs):
            layout.group.setdefault(name, name)
        if node.op_type not in COMPUTES:
            for name in (*ins, *outs):
                layout.tie(ins[0], name)
