"""A small causal transformer, with its mask written in the ways that exporters do."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

TOKENS = 128

#: Masks of which a planner should know that they are causal, and others.
CAUSAL = ("add", "where", "where-out", "trilu", "multiply")
OTHER = ("none", "padding", "ahead", "half")


def save_gpt(path: Path, mask: str = "add", *, layers: int = 4, width: int = 512,
             heads: int = 8) -> str:  # fmt: skip
    """Write a model whose attention is masked as `mask` says; return its path."""
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []
    rng = np.random.default_rng(1)

    def constant(name: str, array: Any) -> str:
        weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def weight(name: str, *shape: int) -> str:
        return constant(name, (rng.standard_normal(shape) * 0.02).astype(np.float32))

    def node(op: str, inputs: list[str], output: str, **attrs: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=f"n_{output}", **attrs))
        return output

    lower = np.tril(np.ones((TOKENS, TOKENS), bool))
    constant("lower", lower)
    constant("later", ~lower)
    constant("ones", np.ones((TOKENS, TOKENS), np.float32))
    constant("floats", lower.astype(np.float32))
    constant("additive", np.where(lower, 0, -1e9).astype(np.float32))
    constant("reverse", np.where(lower.T, 0, -1e9).astype(np.float32))
    constant("half", np.where(lower | (rng.random(lower.shape) < 0.5), 0, -1e9).astype(np.float32))
    constant("padding", np.zeros((1, 1, TOKENS, TOKENS), np.float32))
    constant("far", np.float32(-1e9))
    constant("one", np.float32(1.0))
    constant("split", np.array([0, TOKENS, heads, width // heads]))
    constant("join", np.array([0, TOKENS, width]))

    def masked(scores: str, out: str) -> str:
        match mask:
            case "add" | "half" | "padding":
                name = {"add": "additive"}.get(mask, mask)
                return node("Add", [scores, name], out)
            case "ahead":
                return node("Add", [scores, "reverse"], out)
            case "where":
                return node("Where", ["lower", scores, "far"], out)
            case "where-out":
                return node("Where", ["later", "far", scores], out)
            case "trilu":
                part = node("Trilu", ["ones"], f"{out}_t", upper=0)
                gap = node("Sub", ["one", part], f"{out}_g")
                return node("Add", [scores, node("Mul", [gap, "far"], f"{out}_f")], out)
            case "multiply":
                gap = node("Sub", ["one", "floats"], f"{out}_g")
                return node("Add", [scores, node("Mul", [gap, "far"], f"{out}_f")], out)
        return scores

    x = node("Gather", [weight("wte", 1000, width), "ids"], "x0")
    for i in range(layers):
        parts = {}
        for n in "qkv":
            made = node("MatMul", [x, weight(f"w{n}{i}", width, width)], f"{n}{i}")
            view = node("Reshape", [made, "split"], f"{n}{i}r")
            perm = [0, 2, 3, 1] if n == "k" else [0, 2, 1, 3]
            parts[n] = node("Transpose", [view], f"{n}{i}t", perm=perm)
        scores = node("MatMul", [parts["q"], parts["k"]], f"s{i}")
        attention = node("Softmax", [masked(scores, f"m{i}")], f"a{i}", axis=-1)
        mixed = node("MatMul", [attention, parts["v"]], f"o{i}")
        mixed = node("Transpose", [mixed], f"o{i}t", perm=[0, 2, 1, 3])
        mixed = node("Reshape", [mixed, "join"], f"o{i}r")
        x = node("Add", [x, node("MatMul", [mixed, weight(f"wo{i}", width, width)], f"p{i}")],
                 f"r{i}")  # fmt: skip
        up = node("Relu", [node("MatMul", [x, weight(f"u{i}", width, 4 * width)], f"u{i}o")],
                  f"u{i}r")  # fmt: skip
        x = node("Add", [x, node("MatMul", [up, weight(f"d{i}", 4 * width, width)], f"d{i}o")],
                 f"x{i + 1}")  # fmt: skip
    node("MatMul", [x, weight("head", width, 1000)], "y")
    graph = helper.make_graph(
        nodes, "gpt",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["batch", TOKENS])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["batch", TOKENS, 1000])],
        weights,
    )  # fmt: skip
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path)
    return str(path)
