"""Networks of the training benchmarks: a residual CNN, a small GPT and an MLP, with their data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

__all__ = ["NETWORKS", "data_of", "gpt", "mlp", "resnet"]

CLASSES, PIXELS, TOKENS, VOCABULARY, FEATURES = 10, 64, 64, 512, 512
#: A batch is drawn once: its making is not part of a step.
Data = Callable[..., Iterator[Any]]


class _Builder:
    def __init__(self) -> None:
        self.rng = np.random.default_rng(0)
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, *shape: int, fill: float | None = None) -> str:
        fan = int(np.prod(shape[1:])) if len(shape) > 1 else shape[0]
        array = self.rng.standard_normal(shape) * fan**-0.5
        if fill is not None:
            array = np.full(shape, fill)
        self.weights.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def constant(self, name: str, value: Any) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, op: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [output], f"n_{output}", **attributes))
        return output

    def conv(self, x: str, y: str, cin: int, cout: int, *, k: int = 3, stride: int = 1) -> str:
        """Convolution with batch normalisation."""
        w = self.weight(f"{y}_w", cout, cin, k, k)
        self.node("Conv", (x, w), f"{y}_c", pads=[k // 2] * 4, strides=[stride] * 2,
                  kernel_shape=[k, k])  # fmt: skip
        parts = [self.weight(f"{y}_{n}", cout, fill=v)
                 for n, v in (("s", 1.0), ("o", 0.0), ("m", 0.0), ("v", 1.0))]  # fmt: skip
        return self.node("BatchNormalization", (f"{y}_c", *parts), y)

    def linear(self, x: str, y: str, cin: int, cout: int) -> str:
        w, b = self.weight(f"{y}_w", cin, cout), self.weight(f"{y}_b", cout)
        return self.node("Add", (self.node("MatMul", (x, w), f"{y}_p"), b), y)

    def model(self, name: str, x: Any, y: Any) -> onnx.ModelProto:
        value = helper.make_tensor_value_info
        graph = helper.make_graph(self.nodes, name, [value(*x)], [value(*y)], self.weights)
        made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
        return onnx.shape_inference.infer_shapes(made)


def resnet(micro_batch: int) -> onnx.ModelProto:
    """Six residual blocks of 16 to 64 channels with batch normalisation, images of 64 x 64."""
    b = _Builder()
    x, channels = b.node("Relu", (b.conv("x", "c0", 3, 16),), "r0"), 16
    for i in range(6):
        wide = (16, 32, 64)[i // 2]
        stride = 2 if wide > channels else 1
        y = b.node("Relu", (b.conv(x, f"b{i}a", channels, wide, stride=stride),), f"b{i}r")
        y = b.conv(y, f"b{i}b", wide, wide)
        skip = x if wide == channels else b.conv(x, f"b{i}s", channels, wide, k=1, stride=stride)
        x, channels = b.node("Relu", (b.node("Add", (y, skip), f"b{i}x"),), f"b{i}y"), wide
    x = b.node("Flatten", (b.node("GlobalAveragePool", (x,), "g"),), "f")
    w, o = b.weight("fc_w", CLASSES, channels), b.weight("fc_b", CLASSES)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("resnet", ("x", TensorProto.FLOAT, [micro_batch, 3, PIXELS, PIXELS]),
                   ("y", TensorProto.FLOAT, [micro_batch, CLASSES]))  # fmt: skip


def gpt(micro_batch: int, layers: int = 4, width: int = 128, heads: int = 4) -> onnx.ModelProto:
    """A causal transformer: embeddings, attention, layer norms, GELU by tanh, a head of its own."""
    b = _Builder()
    head = width // heads
    e = b.node("Gather", (b.weight("wte", VOCABULARY, width), "ids"), "e")
    x = b.node("Add", (e, b.weight("wpe", TOKENS, width)), "x0")
    b.constant("mask", np.triu(np.full((TOKENS, TOKENS), -1e9, np.float32), 1))
    b.constant("scale", np.float32(head**-0.5))
    b.constant("split", np.array([micro_batch, TOKENS, heads, head]))
    b.constant("join", np.array([micro_batch, TOKENS, width]))

    def normed(x: str, y: str) -> str:
        s, o = b.weight(f"{y}_s", width, fill=1.0), b.weight(f"{y}_o", width, fill=0.0)
        return b.node("LayerNormalization", (x, s, o), y, axis=-1)

    def by_heads(x: str, y: str, perm: list[int]) -> str:
        return b.node("Transpose", (b.node("Reshape", (x, "split"), f"{y}_r"),), y, perm=perm)

    for i in range(layers):
        h = normed(x, f"l{i}n1")
        q, k, v = (b.linear(h, f"l{i}{n}", width, width) for n in "qkv")
        q, v = by_heads(q, f"l{i}qh", [0, 2, 1, 3]), by_heads(v, f"l{i}vh", [0, 2, 1, 3])
        k = by_heads(k, f"l{i}kh", [0, 2, 3, 1])
        a = b.node("Mul", (b.node("MatMul", (q, k), f"l{i}qk"), "scale"), f"l{i}sc")
        a = b.node("Softmax", (b.node("Add", (a, "mask"), f"l{i}ma"),), f"l{i}sm", axis=-1)
        a = b.node("Transpose", (b.node("MatMul", (a, v), f"l{i}av"),), f"l{i}at",
                   perm=[0, 2, 1, 3])  # fmt: skip
        a = b.linear(b.node("Reshape", (a, "join"), f"l{i}j"), f"l{i}o", width, width)
        x = b.node("Add", (x, a), f"l{i}x1")
        h = b.linear(normed(x, f"l{i}n2"), f"l{i}up", width, 4 * width)
        h = b.linear(b.node("Tanh", (h,), f"l{i}act"), f"l{i}dn", 4 * width, width)
        x = b.node("Add", (x, h), f"l{i}x2")
    b.node("MatMul", (normed(x, "nf"), b.weight("lm", width, VOCABULARY)), "y")
    return b.model("gpt", ("ids", TensorProto.INT64, [micro_batch, TOKENS]),
                   ("y", TensorProto.FLOAT, [micro_batch, TOKENS, VOCABULARY]))  # fmt: skip


def mlp(micro_batch: int, layers: int = 8, width: int = 768) -> onnx.ModelProto:
    """Layers of 768 with ReLU: many weights, small activations."""
    b = _Builder()
    x, size = "x", FEATURES
    for i in range(layers):
        x, size = b.node("Relu", (b.linear(x, f"h{i}", size, width),), f"r{i}"), width
    b.linear(x, "y", width, CLASSES)
    return b.model("mlp", ("x", TensorProto.FLOAT, [micro_batch, FEATURES]),
                   ("y", TensorProto.FLOAT, [micro_batch, CLASSES]))  # fmt: skip


def resnet_data(batch: int, seed: int = 0) -> Iterator[Any]:
    """Endless (images, classes)."""
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((batch, 3, PIXELS, PIXELS)).astype(np.float32)
    y = rng.integers(0, CLASSES, batch)
    while True:
        yield x, y


def gpt_data(batch: int, seed: int = 0) -> Iterator[Any]:
    """Endless (tokens, next tokens)."""
    ids = np.random.default_rng(seed).integers(0, VOCABULARY, (batch, TOKENS + 1))
    x, y = ids[:, :-1].copy(), ids[:, 1:].copy()
    while True:
        yield x, y


def mlp_data(batch: int, seed: int = 0) -> Iterator[Any]:
    """Endless (features, classes)."""
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((batch, FEATURES)).astype(np.float32), rng.integers(0, 10, batch)
    while True:
        yield x, y


def data_of(name: str) -> str:
    """The data function of a network, as `hwpipe train --data` takes it."""
    return f"{__file__}:{name}_data"


#: Maker and samples of a micro-batch.
NETWORKS: dict[str, tuple[Callable[[int], onnx.ModelProto], int]] = {
    "resnet": (resnet, 8), "gpt": (gpt, 8), "mlp": (mlp, 128),
}  # fmt: skip
