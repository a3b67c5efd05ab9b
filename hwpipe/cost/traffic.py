"""What a training step keeps and moves: operator rules shared by all device models.

Sources: the derivative formulas of each operator (ONNX operator specification for the forward
pass) and which of their operands a tape-based autograd saves; PyTorch's
`tools/autograd/derivatives.yaml` saves the same operands.
"""

from __future__ import annotations

from hwpipe.cost.classes import NodeClass
from hwpipe.graph.model import Graph

__all__ = ["SAVES_INPUT", "SAVES_OUTPUT", "backward_bytes", "kept_bytes"]

#: The gradient needs the operator's output (its own derivative, or a mask that the output has).
SAVES_OUTPUT = frozenset({
    "Relu", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Exp",
    "Sqrt", "Reciprocal", "LSTM", "GRU", "RNN", "Hardmax",
    "ReLU", "ReLU6",
})  # fmt: skip

#: The gradient needs the operator's inputs. Matrix products are found by their work kind.
SAVES_INPUT = frozenset({
    "BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization",
    "RMSNormalization", "SimplifiedLayerNormalization", "LpNormalization", "LRN", "MaxPool",
    "Mul", "Div", "Pow", "Gelu", "FastGelu", "BiasGelu", "Erf", "Log", "Clip", "HardSwish",
    "HardSigmoid", "Mish", "Swish", "Softplus", "Softsign", "PRelu", "Sin", "Cos", "Abs", "Max",
    "Min", "Attention", "MultiHeadAttention", "Einsum", "LpPool", "ReduceMax", "ReduceMin",
    "ReduceL2", "ReduceProd", "LSTM", "GRU", "RNN",
    "LeakyRelu", "Elu", "Selu", "Celu", "ThresholdedRelu",
    # Only the shape would be needed; PyTorch keeps the tensor all the same.
    "AveragePool", "GlobalAveragePool", "GlobalMaxPool",
})  # fmt: skip

_MATRIX = frozenset({"conv", "depthwise", "gemm", "matmul", "rnn"})
#: No gradient flows: integers, booleans, and what only inference graphs hold.
_NO_GRADIENT = frozenset({
    "ArgMax", "ArgMin", "Equal", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Not", "And",
    "Or", "Xor", "IsNaN", "IsInf", "Sign", "Floor", "Ceil", "Round", "Range", "NonZero",
    "OneHot", "QuantizeLinear", "DynamicQuantizeLinear", "CumSum", "Size",
})  # fmt: skip


def backward_bytes(node: NodeClass) -> int:
    """Bytes that the input gradient of a non-matrix operator moves, in the model's precision.

    The gradient of the output is read, the saved operands are read, the gradient of the inputs
    is written. A batch normalisation reads both twice (two sums over the batch first). An
    embedding writes only the rows that were looked up.
    """
    if node.op in _NO_GRADIENT or node.work.kind in ("view", "shape"):
        return 0
    if not node.dtype.startswith(("float", "bfloat")):
        return 0
    moved = node.write_bytes + node.read_bytes
    if "Gather" in node.op:
        return 2 * node.write_bytes
    if node.op in SAVES_OUTPUT:
        moved += node.write_bytes
    if node.op in SAVES_INPUT:
        moved += node.read_bytes
    if node.work.kind == "normalise" and node.op not in ("Softmax", "LogSoftmax"):
        moved += node.write_bytes + node.read_bytes
    return moved


def kept_bytes(graph: Graph) -> tuple[list[float], list[float]]:
    """Activation bytes that each node keeps for the backward pass of one micro-batch.

    Returns:
        Bytes of floating-point tensors, in the model's precision, and bytes that do not depend
        on the precision (the 64-bit positions that a maximum pooling found).

    A tensor is kept once: at its producer where the producer's own gradient needs it (a ReLU's
    mask is its output), else at the first reader whose gradient needs it (the input of a
    convolution). Views share the storage of what they view. A tensor that a stage receives and
    whose producer already keeps it is not charged to the receiving stage here: a stage holds
    its boundary tensors (`Graph.cut`) for every micro-batch in flight anyway.
    """
    kept = [0.0] * len(graph.nodes)
    positions = [0.0] * len(graph.nodes)
    root: dict[str, str] = {}
    held: set[str] = set()
    for node in graph.nodes:
        kind = node.work.kind
        if kind == "view" and node.inputs:
            source = root.get(node.inputs[0], node.inputs[0])
            for name in node.outputs:
                root[name] = source
            continue
        if kind == "shape":
            continue
        if kind in _MATRIX or node.op in SAVES_INPUT:
            for name in node.inputs:
                storage = root.get(name, name)
                info = graph.tensors[storage]
                if storage not in held and info.dtype.startswith(("float", "bfloat")):
                    held.add(storage)
                    kept[node.index] += info.size_bytes
        if node.op in SAVES_OUTPUT:
            for name in node.outputs:
                if name and name not in held and name in graph.tensors:
                    held.add(name)
                    kept[node.index] += graph.tensors[name].size_bytes
        if node.op in ("MaxPool", "GlobalMaxPool") and node.outputs[0] in graph.tensors:
            positions[node.index] = 8.0 * graph.tensors[node.outputs[0]].elements
    return kept, positions
