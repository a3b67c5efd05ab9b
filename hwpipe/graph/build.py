"""Makes a `Graph` of a normalised model with static shapes."""

from __future__ import annotations

from collections.abc import Mapping

from onnx import ModelProto, NodeProto

# The tables register themselves when they are imported.
from hwpipe.graph import work_conv, work_gemm, work_simple  # noqa: F401
from hwpipe.graph.model import Graph, Node, TensorInfo
from hwpipe.graph.shapes import tensor_info
from hwpipe.graph.work import Operand, OperatorView, count_work

__all__ = ["build_graph", "splittable_channels"]

_FLOATS = {"float32", "float16", "bfloat16", "float64"}
_INT8_ARITHMETIC = ("QLinear", "QGemm", "ConvInteger", "MatMulInteger", "QAttention")

#: Input slots that hold trainable parameters, by operator; others of these operators are
#: scales, zero points, statistics, shapes or indices.
_TRAINABLE_SLOTS: dict[str, tuple[int, ...]] = {
    "Conv": (0, 1, 2), "FusedConv": (0, 1, 2), "ConvTranspose": (0, 1, 2), "ConvInteger": (0, 1),
    "QLinearConv": (3, 8), "Gemm": (0, 1, 2), "MatMul": (0, 1), "MatMulInteger": (0, 1),
    "QLinearMatMul": (0, 3), "QGemm": (3, 6), "BatchNormalization": (1, 2),
    "LSTM": (1, 2, 3, 7), "GRU": (1, 2, 3), "RNN": (1, 2, 3), "DequantizeLinear": (0,),
    "QLinearAdd": (0, 3), "QLinearMul": (0, 3), "Gather": (0,), "Reshape": (0,), "Clip": (),
    "Where": (1, 2), "Expand": (0,), "Slice": (0,), "Resize": (0,), "Pad": (0,), "Pow": (0,),
    "QuantizeLinear": (0,), "TopK": (0,), "Tile": (0,), "GatherElements": (0,), "GatherND": (0,),
    "RotaryEmbedding": (0,), "Unsqueeze": (0,), "Squeeze": (0,), "Attention": (0, 1, 2),
}  # fmt: skip

#: Operators whose weights are parameters even where they have one element.
_LAYERS = {
    "Conv", "FusedConv", "ConvTranspose", "Gemm", "MatMul", "BatchNormalization", "LSTM", "GRU",
    "RNN", "PRelu", "LayerNormalization", "InstanceNormalization", "GroupNormalization",
    "RMSNormalization", "DequantizeLinear",
}  # fmt: skip


def _is_trainable(node: NodeProto, slot: int, info: TensorInfo) -> bool:
    """Whether the constant at an input slot is a parameter that training would change.

    ONNX does not say. Weights, biases, scales and tables are; statistics of BatchNormalization,
    integers that are no quantised weights, and scalars (0.5 of a GELU) are not.
    """
    slots = _TRAINABLE_SLOTS.get(node.op_type)
    if slots is not None and slot not in slots:
        return False
    if info.dtype in _FLOATS or info.dtype.startswith("float8"):
        return info.elements > 1 or node.op_type in _LAYERS
    quantised = node.op_type.startswith(("QLinear", "QGemm", "Dequantize")) or node.op_type in (
        "ConvInteger",
        "MatMulInteger",
    )
    return quantised and slots is not None


def splittable_channels(
    node: NodeProto, shapes: Mapping[str, TensorInfo], params: Mapping[str, TensorInfo]
) -> int:
    """Output channels that an intra-layer split may divide, 0 if the node cannot be split."""
    if node.domain not in ("", "ai.onnx") or len(node.input) < 2:
        return 0
    weight = params.get(node.input[1])
    if weight is None or weight.dtype not in _FLOATS or node.input[0] == node.input[1]:
        return 0
    shape = weight.shape
    if node.op_type == "Conv":
        if any(a.name == "group" and a.i != 1 for a in node.attribute):
            return 0
        channels, bias_ok = shape[0], len(node.input) < 3 or node.input[2] in params
    elif node.op_type == "Gemm" and len(shape) == 2:
        transposed = any(a.name == "transB" and a.i for a in node.attribute)
        channels = shape[0] if transposed else shape[1]
        bias = node.input[2] if len(node.input) > 2 else ""
        bias_ok = not bias or bias in params or shapes[bias].shape[-1:] in ((), (1,))
    elif node.op_type == "MatMul" and len(shape) >= 2:
        channels, bias_ok = shape[-1], True
    else:
        return 0
    return channels if bias_ok and channels > 1 else 0


def _arithmetic(node: NodeProto, inputs: list[Operand | None], outputs: list[TensorInfo]) -> str:
    if node.op_type.startswith(_INT8_ARITHMETIC):
        return "int8"
    first = outputs[0].dtype
    if first not in _FLOATS and inputs and inputs[0] is not None and node.op_type != "Cast":
        return inputs[0].info.dtype
    return first


def build_graph(
    model: ModelProto,
    shapes: Mapping[str, TensorInfo],
    *,
    name: str,
    model_hash: str,
    batch: int,
    where: str,
    notes: tuple[str, ...] = (),
) -> Graph:
    """Count every node of a normalised model.

    Args:
        model: the normal form, nodes in topological order.
        shapes: its graph inputs and node outputs, from `infer`.
        name: for reports.
        model_hash: identity of the file.
        batch: batch size of `shapes`.
        where: the file, for messages.
        notes: passed on to the graph.

    Raises:
        InputError: if an operator's tensors contradict each other.
    """
    params = {t.name: tensor_info(t) for t in model.graph.initializer}
    trained: set[str] = set()
    constant: set[str] = set()  # computed from initialisers alone
    grad: set[str] = set()  # a trainable parameter stands upstream
    unknown: set[str] = set()
    nodes: list[Node] = []
    sizes = {n: info.size_bytes for table in (shapes, params) for n, info in table.items()}
    tensors = {v.name: shapes[v.name] for v in model.graph.input}
    for proto in model.graph.node:
        view_inputs: list[Operand | None] = []
        reads: dict[str, None] = {}
        weights: dict[str, bool] = {}
        for slot, tensor in enumerate(proto.input):
            if not tensor:
                view_inputs.append(None)
                continue
            info = params.get(tensor)
            if info is not None:
                trainable = _is_trainable(proto, slot, info)
                weights[tensor] = weights.get(tensor, False) or trainable
                view_inputs.append(Operand(info, True, trainable))
            else:
                reads[tensor] = None
                view_inputs.append(Operand(shapes[tensor], tensor in constant, tensor in grad))
        outputs = [shapes.get(o) if o else None for o in proto.output]
        made = [o for o in outputs if o is not None]
        view = OperatorView(proto, view_inputs, outputs, where)
        work, known = count_work(view)
        if not known or work.kind == "bytes":
            unknown.add(f"{proto.domain}.{proto.op_type}" if proto.domain else proto.op_type)
        names = tuple(o.name for o in made)
        if all(o is None or o.constant for o in view_inputs):
            constant.update(names)
        if any(o is not None and o.needs_grad for o in view_inputs):
            grad.update(names)
        trained.update(tensor for tensor, trainable in weights.items() if trainable)
        for info in made:
            tensors[info.name] = info
        nodes.append(
            Node(
                index=len(nodes),
                name=proto.name,
                op=proto.op_type,
                inputs=tuple(reads),
                outputs=names,
                params=tuple(weights),
                param_count=sum(params[t].elements for t, yes in weights.items() if yes),
                param_bytes=sum(sizes[t] for t in weights),
                read_bytes=sum(sizes[t] for t in reads),
                write_bytes=sum(sizes[t] for t in names),
                dtype=_arithmetic(proto, view_inputs, made),
                work=work,
                splittable=splittable_channels(proto, shapes, params),
                buffer_count=sum(params[t].elements for t, yes in weights.items() if not yes),
            )
        )
    return Graph(
        name=name,
        model_hash=model_hash,
        batch=batch,
        nodes=tuple(nodes),
        tensors=tensors,
        params=params,
        inputs=tuple(v.name for v in model.graph.input),
        outputs=tuple(v.name for v in model.graph.output),
        costed_by_bytes=tuple(sorted(unknown)),
        notes=notes,
        buffers=frozenset(params.keys() - trained),
    )
