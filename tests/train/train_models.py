"""Small models for the training tests, their data, and training in one process as the oracle."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from hwpipe.runtime.piece import split_model
from hwpipe.runtime.spec import StageSpec
from hwpipe.train.options import OptimizerSpec
from hwpipe.train.stage import TrainStage
from hwpipe.train.trainable import trainable_weights

F32, I64 = TensorProto.FLOAT, TensorProto.INT64


class Builder:
    """Nodes and seeded weights of a model."""

    def __init__(self, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, *shape: int, scale: float | None = None, fill: Any = None) -> str:
        fan = int(np.prod(shape[1:])) if len(shape) > 1 else shape[0]
        array = self.rng.standard_normal(shape) * (scale or fan**-0.5)
        if fill is not None:
            array = np.full(shape, fill)
        self.weights.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def constant(self, name: str, value: Any) -> str:
        self.weights.append(numpy_helper.from_array(np.asarray(value), name))
        return name

    def node(self, op: str, inputs: Sequence[str], output: str, **attrs: Any) -> str:
        self.nodes.append(helper.make_node(op, list(inputs), [output], name=f"n_{output}", **attrs))
        return output

    def conv(self, x: str, y: str, cin: int, cout: int, k: int = 3, stride: int = 1) -> str:
        w = self.weight(f"{y}_w", cout, cin, k, k)
        b = self.weight(f"{y}_b", cout, scale=0.1)
        pad = k // 2
        return self.node("Conv", (x, w, b), y, pads=[pad] * 4, strides=[stride] * 2,
                         kernel_shape=[k, k])  # fmt: skip

    def norm(self, x: str, y: str, channels: int) -> str:
        parts = [self.weight(f"{y}_{n}", channels, fill=v)
                 for n, v in (("s", 1.0), ("o", 0.0), ("m", 0.0), ("v", 1.0))]  # fmt: skip
        return self.node("BatchNormalization", (x, *parts), y)

    def linear(self, x: str, y: str, cin: int, cout: int) -> str:
        w, b = self.weight(f"{y}_w", cin, cout), self.weight(f"{y}_b", cout, scale=0.1)
        return self.node("Add", (self.node("MatMul", (x, w), f"{y}_p"), b), y)

    def model(self, name: str, inputs: Any, outputs: Any) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, name,
            [helper.make_tensor_value_info(*i) for i in inputs],
            [helper.make_tensor_value_info(*o) for o in outputs], self.weights,
        )  # fmt: skip
        return onnx.shape_inference.infer_shapes(
            helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
        )


def cnn(micro_batch: int = 2, classes: int = 5) -> onnx.ModelProto:
    """Two convolutions with batch normalisation, and a classifier."""
    b = Builder(1)
    x = b.conv("x", "c1", 3, 8)
    x = b.node("Relu", (b.norm(x, "bn1", 8),), "r1")
    x = b.conv(x, "c2", 8, 12, stride=2)
    x = b.node("Relu", (b.norm(x, "bn2", 12),), "r2")
    x = b.node("GlobalAveragePool", (x,), "g")
    x = b.node("Flatten", (x,), "f")
    w, o = b.weight("fc_w", classes, 12), b.weight("fc_b", classes, scale=0.1)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("cnn", [("x", F32, [micro_batch, 3, 8, 8])],
                   [("y", F32, [micro_batch, classes])])  # fmt: skip


def resnet(micro_batch: int = 2, blocks: int = 3) -> onnx.ModelProto:
    """Residual blocks, one of them strided, whose skips cross whatever cut is made."""
    b = Builder(2)
    x, channels = b.node("Relu", (b.norm(b.conv("x", "c0", 3, 6), "bn0", 6),), "r0"), 6
    for i in range(blocks):
        wide = 10 if i == 1 else channels
        y = b.conv(x, f"b{i}a", channels, wide, stride=2 if i == 1 else 1)
        y = b.node("Relu", (b.norm(y, f"b{i}an", wide),), f"b{i}r")
        y = b.norm(b.conv(y, f"b{i}c", wide, wide), f"b{i}cn", wide)
        skip = x if wide == channels else b.conv(x, f"b{i}s", channels, wide, k=1, stride=2)
        x, channels = b.node("Relu", (b.node("Add", (y, skip), f"b{i}x"),), f"b{i}y"), wide
    x = b.node("Flatten", (b.node("GlobalAveragePool", (x,), "g"),), "f")
    w, o = b.weight("fc_w", 5, channels), b.weight("fc_b", 5, scale=0.1)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("resnet", [("x", F32, [micro_batch, 3, 8, 8])], [("y", F32, [micro_batch, 5])])


def gpt(micro_batch: int = 2, layers: int = 2, tokens: int = 6, width: int = 16,
        vocabulary: int = 11, heads: int = 2) -> onnx.ModelProto:  # fmt: skip
    """A causal transformer: embeddings, attention with a mask, GELU, layer norms, a head."""
    b = Builder(3)
    head = width // heads
    table = b.weight("wte", vocabulary, width, scale=0.5)
    places = b.weight("wpe", tokens, width, scale=0.1)
    x = b.node("Add", (b.node("Gather", (table, "ids"), "e"), places), "x0")
    mask = np.triu(np.full((tokens, tokens), -1e9, np.float32), 1)
    b.constant("mask", mask)
    b.constant("scale", np.float32(head**-0.5))
    b.constant("split", np.array([micro_batch, tokens, heads, head]))
    b.constant("join", np.array([micro_batch, tokens, width]))

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
        h = b.linear(normed(x, f"l{i}n2"), f"l{i}up", width, 2 * width)
        h = b.linear(b.node("Tanh", (h,), f"l{i}act"), f"l{i}dn", 2 * width, width)
        x = b.node("Add", (x, h), f"l{i}x2")
    x = normed(x, "nf")
    b.node("MatMul", (x, b.weight("lm", width, vocabulary)), "y")
    return b.model("gpt", [("ids", I64, [micro_batch, tokens])],
                   [("y", F32, [micro_batch, tokens, vocabulary])])  # fmt: skip


def cut(model: onnx.ModelProto, count: int, *, uneven: bool = True) -> tuple[StageSpec, ...]:
    """Stages of unequal length."""
    n = len(model.graph.node)
    shares = [1.0 + (0.6 * (i % 3) if uneven else 0) for i in range(count)]
    ends = [round(n * sum(shares[: i + 1]) / sum(shares)) for i in range(count)]
    starts = [0, *ends[:-1]]
    return tuple(
        StageSpec(i, tuple(range(a, b)), f"cpu{i}", "cpu")
        for i, (a, b) in enumerate(zip(starts, ends, strict=True))
    )


def images(batch: int, seed: int = 0) -> Any:
    """Endless (images, classes)."""
    rng = np.random.default_rng(seed)
    while True:
        x = rng.standard_normal((batch, 3, 8, 8)).astype(np.float32)
        yield x, rng.integers(0, 5, batch)


def tokens(batch: int, seed: int = 0) -> Any:
    """Endless (tokens, next tokens)."""
    rng = np.random.default_rng(seed)
    while True:
        ids = rng.integers(0, 11, (batch, 7))
        yield ids[:, :-1].copy(), ids[:, 1:].copy()


MODELS: dict[str, tuple[Callable[..., onnx.ModelProto], Callable[..., Any]]] = {
    "cnn": (cnn, images), "resnet": (resnet, images), "gpt": (gpt, tokens),
}  # fmt: skip


def loss_of(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    """Cross entropy as plain torch has it."""
    return torch.nn.functional.cross_entropy(
        output.reshape(-1, output.shape[-1]), target.reshape(-1)
    )


class Alone:
    """The whole model in one process, trained with torch's own autograd and optimizers."""

    def __init__(self, model: onnx.ModelProto, optimizer: OptimizerSpec) -> None:
        (piece,) = split_model(model, [range(len(model.graph.node))])
        piece = replace(piece, weights=trainable_weights(model))
        self.stage = TrainStage(piece, torch.device("cpu"), split=False)
        self.names = self.stage.names
        self.weights = self.stage.weights
        for weight in self.weights:
            weight.requires_grad_()
        self.optimizer = optimizer.build(self.weights)
        self.losses: list[float] = []

    def backward(self, x: Any, target: Any, scale: float, weights: Any = None) -> float:
        """Accumulate the gradients of a micro-batch into `.grad`."""
        kept = self.stage.forward([torch.from_numpy(x)], weights or self.weights)
        loss = loss_of(kept.outputs[0], torch.from_numpy(target))
        (loss / scale if scale != 1 else loss).backward()
        return float(loss.detach())

    def step(self, x: Any, target: Any, micro_batches: int,
             groups: Sequence[Sequence[int]] | None = None) -> None:  # fmt: skip
        """One step of accumulation, in order; `groups` are summed apart, then together."""
        size = len(x) // micro_batches
        losses = []
        groups = groups or [range(micro_batches)]
        sums: list[Any] = [[None] * len(self.weights) for _ in groups]
        for k in range(micro_batches):
            (mine,) = (total for total, group in zip(sums, groups, strict=True) if k in group)
            for weight, gradient in zip(self.weights, mine, strict=True):
                weight.grad = gradient
            rows = slice(k * size, (k + 1) * size)
            losses.append(self.backward(x[rows], target[rows], micro_batches))
            mine[:] = [weight.grad for weight in self.weights]
        for i, weight in enumerate(self.weights):
            total = sums[0][i]
            for other in sums[1:]:
                total = total + other[i]
            weight.grad = total
        self.optimizer.step()
        self.optimizer.zero_grad()
        self.losses.append(sum(losses) / micro_batches)

    @property
    def state(self) -> dict[str, np.ndarray]:
        found = {n: w.detach().numpy() for n, w in zip(self.names, self.weights, strict=True)}
        return found | {n: t.numpy() for n, t in self.stage.statistics.items()}


def assert_equal(
    got: dict[str, np.ndarray], want: dict[str, np.ndarray], *, statistics: bool = True
) -> None:
    """Bit for bit, with the worst weight named.

    Without `statistics` running means and variances (`*_m`, `*_v`) need only agree to rounding:
    replicas mix them after rounding, torch before.
    """
    assert got.keys() == want.keys()
    for name, wanted in want.items():
        found = got[name]
        assert found.dtype == wanted.dtype
        if not statistics and name[-2:] in ("_m", "_v"):
            np.testing.assert_allclose(found, wanted, rtol=1e-6, atol=1e-7, err_msg=name)
            continue
        different = np.flatnonzero(found.view(np.uint32) != wanted.view(np.uint32))
        assert not len(different), (
            f"{name}: {len(different)} of {wanted.size} differ, by up to "
            f"{np.abs(found - wanted).max():.3g}"
        )
