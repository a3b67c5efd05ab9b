"""FPGA stages in training: frozen first stages, gradients straight through, twins and refusals."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import ModelProto, helper, numpy_helper
from torch import Tensor
from torch.nn import functional
from train_models import F32, Builder, assert_equal

import hwpipe
from hwpipe.cli.train import train_summary
from hwpipe.cli.train_extras import extra_lines
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.quantize import quantize_model
from hwpipe.runtime.piece import split_model
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.stage.board import BoardOptions, BoardSpec
from hwpipe.train.api import train, train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.straight import StraightThrough

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")
needs_pynq = pytest.mark.skipif(
    importlib.util.find_spec("pynq") is None, reason="pip install 'hwpipe[pynq]'"
)


def board(mode: Any = "reference") -> BoardSpec:
    return BoardSpec("board0", "kv260", ConvConfig(pi=8, po=8), 200e6, mode)


@lru_cache
def digits() -> tuple[np.ndarray, np.ndarray]:
    sklearn = pytest.importorskip("sklearn.datasets")
    bunch = sklearn.load_digits()
    return bunch.images[:, None].astype(np.float32) / 16, bunch.target.astype(np.int64)


def batches(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    images, classes = digits()
    order = np.random.default_rng(seed).permutation(1500)
    for start in range(0, 1500 - batch + 1, batch):
        rows = order[start : start + batch]
        yield images[rows], classes[rows]


def features(channels: int) -> Builder:
    """Convolutions of random weights that a board may hold, from `h` to `feat`."""
    b = Builder(4)
    x = b.node("Relu", (b.conv("h", "q1", channels, 16),), "qr1")
    x = b.node("MaxPool", (x,), "qp", kernel_shape=[2, 2], strides=[2, 2])
    b.node("Relu", (b.conv(x, "q2", 16, 24),), "feat")
    return b


def mixed(folder: Path, *, front: bool, batch: int = 10) -> ModelProto:
    """int8 features between an optional float convolution in front and a float head."""
    channels = 4 if front else 1
    float_part = features(channels).model(
        "features", [("h", F32, [batch, channels, 8, 8])], [("feat", F32, [batch, 24, 4, 4])]
    )
    onnx.save(float_part, folder / "float.onnx")
    images, _ = digits()
    rows = images[:200] if not front else np.tanh(_front(images[:200]))
    np.savez(folder / "rows.npz", rows)
    made = quantize_model(folder / "float.onnx", folder / "rows.npz", batch=batch).model
    onnx.save(made, folder / "int8.onnx")
    int8 = open_model(folder / "int8.onnx").materialise(batch)
    b = Builder(6)
    entry, leaving = int8.graph.input[0].name, int8.graph.output[0].name
    if front:
        w, o = _front_weights()
        b.constant("front_w", w)
        b.constant("front_b", o)
        b.node("Conv", ("image", "front_w", "front_b"), "front", pads=[1] * 4, kernel_shape=[3, 3])
        b.node("Tanh", ("front",), entry)
    b.nodes += list(int8.graph.node)
    b.weights += list(int8.graph.initializer)
    b.node("Flatten", (leaving,), "flat")
    w, o = b.weight("head_w", 10, 24 * 16), b.weight("head_b", 10, fill=0.0)
    b.node("Gemm", ("flat", w, o), "logits", transB=1)
    name = "image" if front else entry
    graph = helper.make_graph(
        b.nodes, "mixed", [helper.make_tensor_value_info(name, F32, [batch, 1, 8, 8])],
        [helper.make_tensor_value_info("logits", F32, [batch, 10])], b.weights,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=list(int8.opset_import), ir_version=10)
    onnx.save(onnx.shape_inference.infer_shapes(model), folder / "mixed.onnx")
    return open_model(folder / "mixed.onnx").materialise(batch)


def _front_weights() -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(9)
    return (rng.standard_normal((4, 1, 3, 3)) / 2).astype(np.float32), np.zeros(4, np.float32)


def _front(x: np.ndarray) -> np.ndarray:
    w, b = (torch.from_numpy(a) for a in _front_weights())
    return functional.conv2d(torch.from_numpy(x), w, b, padding=1).numpy()


def stages(model: ModelProto, mode: Any = "reference") -> tuple[StageSpec, ...]:
    """Float front if there is one, int8 layers on a board, float head; cut inside the codes."""
    ops = [node.op_type for node in model.graph.node]
    first, last = ops.index("QuantizeLinear"), ops.index("DequantizeLinear")
    spans = [range(first + 1, last), range(last, len(ops))]
    kinds = ["fpga", "cpu"]
    if first > 0:
        spans, kinds = [range(first + 1), *spans], ["cpu", *kinds]
    else:
        spans[0] = range(last)
    return tuple(
        StageSpec(i, tuple(span), f"{kind}{i}", kind, boards=(board(mode),) * (kind == "fpga"))
        for i, (kind, span) in enumerate(zip(kinds, spans, strict=True))
    )


def accuracy(model: ModelProto, weights: dict[str, np.ndarray], mode: Any = "reference") -> float:
    """Of the network on images that training has not seen."""
    from hwpipe.runtime import run_pipeline

    changed = ModelProto()
    changed.CopyFrom(model)
    for tensor in changed.graph.initializer:
        if tensor.name in weights:
            tensor.CopyFrom(numpy_helper.from_array(weights[tensor.name], tensor.name))
    images, classes = digits()
    x, want = images[1500:1790], classes[1500:1790]
    result = run_pipeline(changed, stages(model, mode), {model.graph.input[0].name: x},
                          micro_batch=10, in_process=True)  # fmt: skip
    (logits,) = result.outputs.values()
    return float((logits.argmax(1) == want).mean())


@needs_pynq
def test_a_head_learns_behind_int8_stages_on_a_twin(tmp_path: Path) -> None:
    model = mixed(tmp_path, front=False)
    found = {}
    for mode in ("numpy", "reference"):
        found[mode] = train_stages(
            model, stages(model, mode), make_schedule("1f1b-as", stages=2, microbatches=5),
            TrainOptions(data=batches, optimizer=parse_optimizer("adam:lr=0.005"), steps=40,
                         timeout_s=60),
            micro_batch=10, in_process=mode == "reference",
        )  # fmt: skip
    result = found["numpy"]
    assert result.losses == found["reference"].losses
    assert_equal(result.weights, found["reference"].weights)
    assert sorted(result.weights) == ["head_b", "head_w"]
    before = accuracy(model, {})
    after = accuracy(model, result.weights)
    assert before < 0.3
    assert after > 0.8
    assert result.notes == (
        "stage 0 on fpga0 runs forwards on a numpy twin of the board; its weights stay as they "
        "are, it needs no gradient",
    )  # fmt: skip


class Reference:
    """The mixed network by hand: fake quantisation and float operators of torch."""

    def __init__(self, model: ModelProto) -> None:
        self.model = model
        self.constants = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy())
                          for t in model.graph.initializer}  # fmt: skip
        self.learned = {n: self.constants[n].requires_grad_() for n in
                        ("front_w", "front_b", "head_w", "head_b")}  # fmt: skip

    def fake(self, x: Tensor, scale: str, zero: str) -> Tensor:
        z = self.constants[zero]
        limits = torch.iinfo(z.dtype)
        s = float(self.constants[scale])
        codes = torch.clamp(torch.round(x / s) + int(z), limits.min, limits.max)
        inside = (torch.round(x / s) + int(z) >= limits.min) & (
            torch.round(x / s) + int(z) <= limits.max
        )
        exact = (codes - int(z)) * s
        passed = torch.where(inside, x, x.detach())
        return passed + (exact - passed).detach()

    def features(self, h: Tensor) -> Tensor:
        c = self.constants
        for node in self.model.graph.node:
            i = list(node.input)
            if node.op_type == "QuantizeLinear":
                h = self.fake(h, i[1], i[2])
            elif node.op_type == "QLinearConv":
                w = (c[i[3]].float() - c[i[5]].float().reshape(-1, 1, 1, 1)) * c[i[4]].reshape(
                    -1, 1, 1, 1
                )
                bias = c[i[8]].float() * c[i[1]] * c[i[4]].reshape(-1)
                h = self.fake(functional.conv2d(h, w, bias, padding=1), i[6], i[7])
            elif node.op_type == "MaxPool":
                h = functional.max_pool2d(h, 2)
        return h

    def loss(self, x: np.ndarray, target: np.ndarray) -> Tensor:
        w = self.learned
        h = torch.tanh(
            functional.conv2d(torch.from_numpy(x), w["front_w"], w["front_b"], padding=1)
        )
        y = self.features(h).flatten(1) @ w["head_w"].T + w["head_b"]
        return functional.cross_entropy(y, torch.from_numpy(target))


def test_the_gradient_is_that_of_the_fake_quantised_network(tmp_path: Path) -> None:
    model = mixed(tmp_path, front=True)
    moved, frozen = _prepared(model)
    piece = split_model(model, [s.node_indices for s in moved])[1]
    assert frozen is not None
    own, reference = StraightThrough(piece), Reference(model)
    h = torch.from_numpy(np.tanh(_front(digits()[0][:10]))).requires_grad_()
    (made,) = own([h])
    direction = torch.from_numpy(np.random.default_rng(0).standard_normal(made.shape)).float()
    (got,) = torch.autograd.grad(made, h, direction)
    want_made = reference.features(h)
    (want,) = torch.autograd.grad(want_made, h, direction)
    torch.testing.assert_close(made, want_made, rtol=1e-5, atol=1e-6)
    torch.testing.assert_close(got, want, rtol=1e-4, atol=1e-5)
    assert float((want != 0).float().mean()) > 0.5
    # And near that of the network before it was quantised.
    plain = onnx.load(tmp_path / "float.onnx")
    weights = {t.name: torch.from_numpy(numpy_helper.to_array(t).copy())
               for t in plain.graph.initializer}  # fmt: skip
    x = functional.relu(functional.conv2d(h, weights["q1_w"], weights["q1_b"], padding=1))
    x = functional.max_pool2d(x, 2)
    x = functional.relu(functional.conv2d(x, weights["q2_w"], weights["q2_b"], padding=1))
    (smooth,) = torch.autograd.grad(x, h, direction)
    assert float(functional.cosine_similarity(got.flatten(), smooth.flatten(), dim=0)) > 0.98


def _prepared(model: ModelProto) -> Any:
    from hwpipe.train.frozen import prepare_frozen

    moved, frozen = prepare_frozen(model, stages(model))
    return moved, frozen[1]


@pytest.mark.parametrize("schedule", ["1f1b-as", "zb-h1"])
def test_stages_before_a_board_learn_straight_through(tmp_path: Path, schedule: str) -> None:
    model = mixed(tmp_path, front=True)
    lists = (zero_bubble("zb-h1", 3, 4) if schedule == "zb-h1"
             else make_schedule(schedule, stages=3, microbatches=4))  # fmt: skip
    result = train_stages(
        model, stages(model), lists,
        TrainOptions(data=batches, optimizer=MOMENTUM, steps=3), micro_batch=10, in_process=True,
    )  # fmt: skip
    reference = Reference(model)
    optimizer = torch.optim.SGD(list(reference.learned.values()), lr=0.1, momentum=0.9)
    data, losses = batches(40), []
    for _ in range(3):
        x, target = next(data)
        optimizer.zero_grad()
        loss = reference.loss(x, target)
        loss.backward()
        optimizer.step()
        losses.append(float(loss.detach()))
    np.testing.assert_allclose(result.losses, losses, rtol=2e-3)
    for name, weight in reference.learned.items():
        start = numpy_helper.to_array(next(t for t in model.graph.initializer if t.name == name))
        change = weight.detach().numpy() - start
        got = result.weights[name] - start
        assert np.abs(got - change).max() < 0.05 * np.abs(change).max(), name
    assert sorted(result.weights) == ["front_b", "front_w", "head_b", "head_w"]
    assert "it gives its input gradient straight through" in result.notes[-1]


def test_boards_take_the_converters_at_their_boundaries(tmp_path: Path) -> None:
    model = mixed(tmp_path, front=True)
    moved, frozen = _prepared(model)
    ops = [[model.graph.node[i].op_type for i in stage.node_indices] for stage in moved]
    assert ops == [
        ["Conv", "Tanh"],
        ["QuantizeLinear", "QLinearConv", "MaxPool", "QLinearConv", "DequantizeLinear"],
        ["Flatten", "Gemm"],
    ]
    assert sum(len(program.layers) for program in frozen.program.kernels) >= 3


def test_float_layers_on_a_board_are_refused(tmp_path: Path) -> None:
    model = mixed(tmp_path, front=True)
    own = stages(model)
    swapped = (replace(own[0], kind="fpga", boards=(board(),)), own[1], own[2])
    with pytest.raises(InputError, match=r"stage 0 on cpu0: its kernel can run none of its layers"):
        train_stages(model, swapped, make_schedule("gpipe", stages=3, microbatches=4),
                     TrainOptions(data=batches, optimizer=MOMENTUM), micro_batch=10)  # fmt: skip


def test_a_network_with_all_weights_on_boards_is_refused(tmp_path: Path) -> None:
    model = mixed(tmp_path, front=False)
    whole = (StageSpec(0, tuple(range(len(model.graph.node))), "fpga0", "fpga", boards=(board(),)),)
    with pytest.raises(InputError, match=r"FPGA stages hold all weights, and theirs stay as they"):
        train_stages(model, whole, make_schedule("gpipe", stages=1, microbatches=4),
                     TrainOptions(data=batches, optimizer=MOMENTUM), micro_batch=10)  # fmt: skip


CLUSTER = """
name = "board-and-cpu"
[[device]]
name = "board"
type = "kv260"
[[device]]
name = "cpu"
type = "cpu"
[topology]
kind = "switch"
bandwidth = "1 GB/s"
latency = "50 us"
"""


def test_a_plan_with_a_board_trains_and_says_what_the_board_was(tmp_path: Path) -> None:
    mixed(tmp_path, front=False)
    (tmp_path / "board.toml").write_text(CLUSTER)
    plan = hwpipe.compile_plan(
        str(tmp_path / "mixed.onnx"), hwpipe.load_cluster(tmp_path / "board.toml"),
        options=hwpipe.CompileOptions(mode="train", batch=40, microbatches=4,
                                      method="equal-layers", schedule="1f1b-as"),
    )  # fmt: skip
    assert [stage.kind for stage in plan.stages] == ["fpga", "cpu"]
    result = train(plan, batches, steps=2, boards=BoardOptions(mode="reference"), in_process=True)
    assert sorted(result.weights) == ["head_b", "head_w"]
    (ran,) = (run.boards[0] for run in result.runs if run.boards)
    assert (ran.backend, ran.simulated, ran.cycles) == ("integer reference", True, None)
    row = train_summary(plan, result)["stages"][0]
    assert row["forward_s"] is None
    assert row["board"]["backend"] == "integer reference"
    assert "stage 0 ran on integer reference (simulated)" in extra_lines(plan, result.runs)
