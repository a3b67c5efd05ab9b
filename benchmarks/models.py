"""Large synthetic models for benchmarks and tests, built node by node.

`gpt2_like` has the operators of a torch.onnx export (dynamo) of GPT-2, about 43 a layer, so
that 96 layers make about 4,100 nodes; its weights are zeros in a sparse external file.
"""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
from onnx import GraphProto, ModelProto, TensorProto, helper, numpy_helper

__all__ = ["bert_like", "gpt2_like"]


class _Builder:
    """Adds nodes and weights to a graph; each method returns the name of its result."""

    def __init__(self, folder: Path, data_name: str | None) -> None:
        self.graph = GraphProto(name="model")
        self.folder, self.data_name, self.offset = folder, data_name, 0

    def node(self, op: str, inputs: list[str], name: str, outputs: int = 1, **attributes: object):
        made = [name if i == 0 else f"{name}_{i}" for i in range(outputs)]
        self.graph.node.append(
            helper.make_node(op, inputs, made, name=f"node_{name}", **attributes)
        )
        return made[0] if outputs == 1 else made

    def weight(self, name: str, *dims: int) -> str:
        """A float32 weight of zeros, outside the model file where there is an external one."""
        tensor = TensorProto(name=name, data_type=TensorProto.FLOAT, dims=dims)
        size = 4 * math.prod(dims)
        if self.data_name is None:
            tensor.raw_data = bytes(size)
        else:
            tensor.data_location = TensorProto.EXTERNAL
            for key, value in (
                ("location", self.data_name),
                ("offset", self.offset),
                ("length", size),
            ):
                tensor.external_data.add(key=key, value=str(value))
            self.offset += size
        self.graph.initializer.append(tensor)
        return name

    def constant(self, name: str, value: np.ndarray) -> str:
        self.graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def scalar(self, value: float) -> str:
        name = f"scalar_{value:g}"
        if all(t.name != name for t in self.graph.initializer[:64]):
            self.graph.initializer.insert(
                0, numpy_helper.from_array(np.asarray(value, np.float32), name)
            )
        return name

    def shape(self, *dims: int) -> str:
        name = "shape_" + "_".join(map(str, dims))
        if all(t.name != name for t in self.graph.initializer[:64]):
            self.graph.initializer.insert(
                0, numpy_helper.from_array(np.asarray(dims, np.int64), name)
            )
        return name

    def layer_norm(self, x: str, width: int, name: str) -> str:
        scale, shift = self.weight(f"{name}.weight", width), self.weight(f"{name}.bias", width)
        return self.node("LayerNormalization", [x, scale, shift], name, epsilon=1e-5)

    def linear(self, x: str, name: str, *, rows: int, inward: int, outward: int, seq: int) -> str:
        """Conv1D of GPT-2 as torch exports it: view as a matrix, Gemm, view back."""
        flat = self.node("Reshape", [x, self.shape(rows, inward)], f"{name}_flat")
        weight, bias = (
            self.weight(f"{name}.weight", inward, outward),
            self.weight(f"{name}.bias", outward),
        )
        product = self.node("Gemm", [flat, weight, bias], f"{name}_gemm")
        return self.node("Reshape", [product, self.shape(rows // seq, seq, outward)], name)

    def save(
        self, path: Path, inputs: list[object], outputs: list[object], opset: int
    ) -> ModelProto:
        self.graph.input.extend(inputs)
        self.graph.output.extend(outputs)
        model = helper.make_model(
            self.graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9
        )
        path.write_bytes(model.SerializeToString())
        if self.data_name is not None:
            with (self.folder / self.data_name).open("wb") as data:
                data.truncate(self.offset)
        return model


def gpt2_like(
    path: str | Path,
    layers: int = 96,
    width: int = 256,
    heads: int = 4,
    seq: int = 128,
    *,
    vocabulary: int = 50257,
    batch: int = 1,
    external: bool = True,
) -> ModelProto:
    """Write a GPT-2-like language model (opset 20, static shapes) and return its message.

    Args:
        path: of the .onnx file; external data lies beside it as `<name>.data`, sparse.
        layers: transformer blocks.
        width: of the hidden state.
        heads: of the attention.
        seq: tokens of a sequence.
        vocabulary: rows of the embedding, which is also the output matrix.
        batch: static batch size.
        external: keep the weights outside the model file.
    """
    path = Path(path)
    b = _Builder(path.parent, f"{path.name}.data" if external else None)
    head = width // heads
    rows = batch * seq
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [batch, seq])
    mask = helper.make_tensor_value_info("attention_mask", TensorProto.BOOL, [batch, 1, seq, seq])
    embedding = b.weight("wte", vocabulary, width)
    tokens = b.node("Gather", [embedding, "input_ids"], "tokens")
    b.constant("position_ids", np.arange(seq, dtype=np.int64)[None])
    positions = b.node("Gather", [b.weight("wpe", seq, width), "position_ids"], "positions")
    x = b.node("Add", [tokens, positions], "embeddings")
    causal = b.constant("causal", np.tril(np.ones((1, 1, seq, seq), bool)))
    for i in range(layers):
        p = f"h{i}"
        normal = b.layer_norm(x, width, f"{p}.ln_1")
        qkv = b.linear(
            normal, f"{p}.attn.c_attn", rows=rows, inward=width, outward=3 * width, seq=seq
        )
        parts = b.node("Split", [qkv, b.shape(width, width, width)], f"{p}.qkv", 3, axis=2)
        views = [
            b.node("Transpose",
                   [b.node("Reshape", [part, b.shape(batch, seq, heads, head)], f"{p}.{n}_view")],
                   f"{p}.{n}", perm=[0, 2, 3, 1] if n == "k" else [0, 2, 1, 3])
            for n, part in zip("qkv", parts, strict=True)
        ]  # fmt: skip
        q = b.node("Mul", [views[0], b.scalar(head**-0.25)], f"{p}.q_scaled")
        k = b.node("Mul", [views[1], b.scalar(head**-0.25)], f"{p}.k_scaled")
        scores = b.node("MatMul", [q, k], f"{p}.scores")
        allowed = b.node("And", ["attention_mask", causal], f"{p}.allowed")
        masked = b.node("Where", [allowed, scores, b.scalar(-1e30)], f"{p}.masked")
        weights = b.node("Softmax", [masked], f"{p}.weights", axis=-1)
        nan = b.node("IsNaN", [weights], f"{p}.isnan")
        safe = b.node("Where", [nan, b.scalar(0.0), weights], f"{p}.safe")
        mixed = b.node("MatMul", [safe, views[2]], f"{p}.mixed")
        merged = b.node("Transpose", [mixed], f"{p}.merged", perm=[0, 2, 1, 3])
        merged = b.node("Reshape", [merged, b.shape(batch, seq, width)], f"{p}.merged_view")
        attended = b.linear(
            merged, f"{p}.attn.c_proj", rows=rows, inward=width, outward=width, seq=seq
        )
        x = b.node("Add", [attended, x], f"{p}.residual_1")
        normal = b.layer_norm(x, width, f"{p}.ln_2")
        inner = b.linear(
            normal, f"{p}.mlp.c_fc", rows=rows, inward=width, outward=4 * width, seq=seq
        )
        # GELU by tanh (Hendrycks and Gimpel 2016), spelt out as exporters do.
        half = b.node("Mul", [inner, b.scalar(0.5)], f"{p}.gelu_half")
        cube = b.node("Pow", [inner, b.scalar(3.0)], f"{p}.gelu_cube")
        small = b.node("Mul", [cube, b.scalar(0.044715)], f"{p}.gelu_small")
        total = b.node("Add", [inner, small], f"{p}.gelu_sum")
        scaled = b.node("Mul", [total, b.scalar(0.7978846)], f"{p}.gelu_scaled")
        tanh = b.node("Tanh", [scaled], f"{p}.gelu_tanh")
        plus = b.node("Add", [tanh, b.scalar(1.0)], f"{p}.gelu_plus")
        active = b.node("Mul", [half, plus], f"{p}.gelu")
        out = b.linear(
            active, f"{p}.mlp.c_proj", rows=rows, inward=4 * width, outward=width, seq=seq
        )
        x = b.node("Add", [x, out], f"{p}.residual_2")
    x = b.layer_norm(x, width, "ln_f")
    turned = b.node("Transpose", [embedding], "wte_turned", perm=[1, 0])
    b.node("MatMul", [x, turned], "logits")
    logits = helper.make_tensor_value_info("logits", TensorProto.FLOAT, [batch, seq, vocabulary])
    return b.save(path, [ids, mask], [logits], 20)


def bert_like(
    path: str | Path,
    layers: int = 12,
    width: int = 768,
    heads: int = 12,
    seq: int = 128,
    *,
    batch: int = 1,
    external: bool = True,
) -> ModelProto:
    """Write a BERT-like encoder (opset 20, static shapes) and return its message."""
    path = Path(path)
    b = _Builder(path.parent, f"{path.name}.data" if external else None)
    head = width // heads
    ids = helper.make_tensor_value_info("input_ids", TensorProto.INT64, [batch, seq])
    tokens = b.node("Gather", [b.weight("word", 30522, width), "input_ids"], "tokens")
    b.constant("position_ids", np.arange(seq, dtype=np.int64)[None])
    positions = b.node("Gather", [b.weight("position", 512, width), "position_ids"], "positions")
    x = b.layer_norm(b.node("Add", [tokens, positions], "sum"), width, "embedding_norm")

    def dense(source: str, inward: int, outward: int, name: str) -> str:
        product = b.node(
            "MatMul", [source, b.weight(f"{name}.weight", inward, outward)], f"{name}_mm"
        )
        return b.node("Add", [product, b.weight(f"{name}.bias", outward)], name)

    for i in range(layers):
        p = f"layer{i}"
        views = [
            b.node("Transpose",
                   [b.node("Reshape", [dense(x, width, width, f"{p}.{n}_fc"),
                                       b.shape(batch, seq, heads, head)], f"{p}.{n}_view")],
                   f"{p}.{n}", perm=[0, 2, 3, 1] if n == "k" else [0, 2, 1, 3])
            for n in "qkv"
        ]  # fmt: skip
        scores = b.node("MatMul", views[:2], f"{p}.scores")
        scaled = b.node("Div", [scores, b.scalar(head**0.5)], f"{p}.scaled")
        weights = b.node("Softmax", [scaled], f"{p}.weights", axis=-1)
        mixed = b.node("MatMul", [weights, views[2]], f"{p}.mixed")
        merged = b.node("Transpose", [mixed], f"{p}.merged", perm=[0, 2, 1, 3])
        merged = b.node("Reshape", [merged, b.shape(batch, seq, width)], f"{p}.merged_view")
        attended = dense(merged, width, width, f"{p}.out")
        x = b.layer_norm(b.node("Add", [attended, x], f"{p}.residual_1"), width, f"{p}.norm_1")
        inner = b.node("Gelu", [dense(x, width, 4 * width, f"{p}.up")], f"{p}.gelu")
        out = dense(inner, 4 * width, width, f"{p}.down")
        x = b.layer_norm(b.node("Add", [out, x], f"{p}.residual_2"), width, f"{p}.norm_2")
    b.node("Identity", [x], "hidden")
    hidden = helper.make_tensor_value_info("hidden", TensorProto.FLOAT, [batch, seq, width])
    return b.save(path, [ids], [hidden], 20)
