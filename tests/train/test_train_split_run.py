"""`hwpipe run` of stages that several processes share, and layers beyond those of small models."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from split_support import (
    alone,
    any_split,
    assert_near,
    cut_piece,
    opened,
    shared_stages,
    together,
    whole_piece,
)
from train_models import F32, MODELS, Builder, images

from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.runtime.check import check_against_onnxruntime
from hwpipe.runtime.run import run_pipeline
from hwpipe.runtime.shard.blocks import shards_of
from hwpipe.tensor.layers import layer_graph


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.mark.parametrize(
    ("name", "cuts", "widths", "counts"),
    [("gpt", [20], [2, 1], [1, 2]), ("resnet", [9], [1, 3], [1, 1]), ("cnn", [], [2], [2])],
)
def test_a_shared_stage_runs_as_onnxruntime_does(
    name: str, cuts: list[int], widths: list[int], counts: list[int], tmp_path: Path
) -> None:
    batch = 4
    source, model = opened(name, batch, tmp_path)
    stages = shared_stages(source, batch, cuts, widths, counts, seed=11)
    x, _ = next(MODELS[name][1](4 * batch))
    (entry,) = model.graph.input
    inputs = {entry.name: x}
    result = run_pipeline(model, stages, inputs, micro_batch=batch, timeout_s=120)
    check = check_against_onnxruntime(
        source.reference(batch), inputs, result.outputs, micro_batch=batch
    )
    assert check.ok
    assert [report.replicas for report in result.stage_reports] == counts
    assert [report.micro_batches for report in result.stage_reports] == [4] * len(widths)


def grouped(batch: int) -> onnx.ModelProto:
    """Grouped and depthwise convolutions, branches that are concatenated, LRN, PRelu."""
    b = Builder(5)
    x = b.conv("x", "c1", 3, 12)
    x = b.node("LRN", (x,), "l", size=3)
    w = b.weight("g_w", 12, 3, 3, 3)
    x = b.node("Conv", (x, w, b.weight("g_b", 12, scale=0.1)), "g", group=4, pads=[1] * 4)
    x = b.node("PRelu", (x, b.weight("p_s", 12, 1, 1, fill=0.2)), "p")
    x = b.node("Conv", (x, b.weight("d_w", 12, 1, 3, 3)), "d", group=12, pads=[1] * 4)
    left = b.node("Relu", (b.conv(x, "a1", 12, 8, k=1),), "a2")
    right = b.node("Relu", (b.conv(x, "b1", 12, 6),), "b2")
    x = b.node("Concat", (left, right), "cat", axis=1)
    x = b.node("MaxPool", (x,), "m", kernel_shape=[2, 2], strides=[2, 2])
    x = b.node("Flatten", (b.conv(x, "c3", 14, 6),), "f")
    b.node("Gemm", (x, b.weight("fc_w", 5, 96), b.weight("fc_b", 5)), "y", transB=1)
    return b.model("grouped", [("x", F32, [batch, 3, 8, 8])], [("y", F32, [batch, 5])])


def fused(batch: int, tokens: int = 4, width: int = 24, heads: int = 3) -> onnx.ModelProto:
    """Attention whose query, key and value come of one product, as exporters write it."""
    b = Builder(6)
    each = width // heads
    b.constant("to", np.array([batch, tokens, heads, each]))
    b.constant("back", np.array([batch, tokens, width]))
    b.constant("scale", np.float32(each**-0.5))
    x = b.linear("x", "in", 192 // tokens, width)
    b.nodes.insert(0, onnx.helper.make_node("Reshape", ["img", "rows"], ["x"], name="n_x"))
    b.constant("rows", np.array([batch, tokens, 192 // tokens]))
    parts = b.linear(x, "qkv", width, 3 * width)
    b.nodes.append(onnx.helper.make_node("Split", [parts], ["q", "k", "v"], name="n_s", axis=-1))
    q, k, v = (
        b.node("Transpose", (b.node("Reshape", (n, "to"), f"{n}r"),), f"{n}t", perm=perm)
        for n, perm in (("q", [0, 2, 1, 3]), ("k", [0, 2, 3, 1]), ("v", [0, 2, 1, 3]))
    )
    a = b.node("Mul", (b.node("MatMul", (q, k), "qk"), "scale"), "sc")
    a = b.node("MatMul", (b.node("Softmax", (a,), "sm", axis=-1), v), "av")
    a = b.node("Reshape", (b.node("Transpose", (a,), "at", perm=[0, 2, 1, 3]), "back"), "j")
    a = b.linear(a, "o", width, width)
    b.node("Flatten", (b.node("Add", (a, x), "sum"),), "fl")
    b.node("Gemm", ("fl", b.weight("fc_w", 5, tokens * width), b.weight("fc_b", 5)), "y", transB=1)
    return b.model("fused", [("img", F32, [batch, 3, 8, 8])], [("y", F32, [batch, 5])])


def compared(
    make: Callable[[int], onnx.ModelProto], folder: Path, members: int, ratio: float,
    force: str | None, seed: int = 0,
) -> tuple[str, ...]:  # fmt: skip
    """Gradients of shared layers against one process; returns the notes."""
    batch, path = 4, folder / "model.onnx"
    onnx.save(make(batch), path)
    source = open_model(path)
    model, layers = source.materialise(batch), layer_graph(source.graph(batch))
    split, names = any_split(layers, members, ratio, force=force, seed=seed)
    piece = whole_piece(model)
    shards = cut_piece(piece, model, shards_of(split, layers, names, ["cpu"] * members))
    x, target = map(torch.from_numpy, next(images(batch)))
    want = alone(piece, x, target, split=False)
    got = together(shards, x, target, split=False)
    assert got.loss == pytest.approx(want.loss, rel=1e-5)
    assert_near(got.gradients, want.gradients, 2e-5)
    return shards[0].notes


@pytest.mark.parametrize("force", ["I", "II", "III"])
@pytest.mark.parametrize(("members", "ratio"), [(2, 0.5), (2, 0.7), (4, 0.5)])
@pytest.mark.parametrize("make", [grouped, fused], ids=lambda f: f.__name__)
def test_layers_of_other_networks(
    make: Callable[[int], onnx.ModelProto], members: int, ratio: float, force: str, tmp_path: Path
) -> None:
    compared(make, tmp_path, members, ratio, force)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("make", [grouped, fused], ids=lambda f: f.__name__)
def test_any_types_of_other_networks(
    make: Callable[[int], onnx.ModelProto], seed: int, tmp_path: Path
) -> None:
    compared(make, tmp_path, 2 + seed % 3, 0.6, None, seed)


def test_query_key_and_value_are_shared_head_by_head(tmp_path: Path) -> None:
    """One head of three: its columns of each part, and nothing moves before attention."""
    notes = compared(fused, tmp_path, 2, 0.34, "III")
    assert "layer n_qkv_p: shares of its channels are rounded to whole heads" in notes


def test_operators_without_a_rule_are_named(tmp_path: Path) -> None:
    notes = compared(grouped, tmp_path, 2, 0.5, "III")
    assert not notes  # LRN has a rule: it gathers channels

    def recurrent(batch: int) -> onnx.ModelProto:
        b = Builder(8)
        b.constant("rows", np.array([8, batch, 24]))
        b.node("Reshape", ("x", "rows"), "r")
        inputs = ("r", b.weight("W", 1, 16, 24), b.weight("R", 1, 16, 4))
        b.nodes.append(onnx.helper.make_node("LSTM", list(inputs), ["", "h"], hidden_size=4,
                                             name="n_lstm"))  # fmt: skip
        b.constant("flat", np.array([batch, 4]))
        b.node("Reshape", ("h", "flat"), "f")
        b.node("Gemm", ("f", b.weight("fc_w", 5, 4), b.weight("fc_b", 5)), "y", transB=1)
        return b.model("lstm", [("x", F32, [batch, 3, 8, 8])], [("y", F32, [batch, 5])])

    (note, *_) = compared(recurrent, tmp_path, 2, 0.5, "I")
    assert note.endswith("'n_lstm' (LSTM-14): every device computes it whole")


def test_channels_within_a_group_are_not_shared(tmp_path: Path) -> None:
    path = tmp_path / "model.onnx"
    onnx.save(grouped(4), path)
    source = open_model(path)
    model, layers = source.materialise(4), layer_graph(source.graph(4))
    split, names = any_split(layers, 2, 0.5, force="II")
    shards = shards_of(split, layers, names, ["cpu"] * 2)
    wrong = tuple(replace(x, sizes=(4, 6, 6)) if x.name == "n_g" else x for x in shards.layers)
    with pytest.raises(InputError, match=r"node 2 'n_g' \(Conv-11\).*4 groups are split like 6"):
        cut_piece(whole_piece(model), model, replace(shards, layers=wrong))
