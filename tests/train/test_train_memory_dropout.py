"""Dropout in training: masks that do not depend on cuts, processes or recomputation."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from train_models import F32, Builder, assert_equal, cut, images

import hwpipe
from hwpipe.errors import InputError
from hwpipe.runtime.piece import OpNode
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.strategy import Measure, StageStrategy
from hwpipe.schedule import make_schedule
from hwpipe.train.api import train_stages
from hwpipe.train.dropout import Dropping
from hwpipe.train.options import TrainOptions, parse_optimizer

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")


def with_dropout(micro_batch: int = 2) -> onnx.ModelProto:
    """The small network with Dropout in training mode between its convolutions and at its end."""
    b = Builder(1)
    b.constant("share", np.float32(0.4))
    b.constant("on", np.bool_(True))
    x = b.node("Relu", (b.norm(b.conv("x", "c1", 3, 8), "n1", 8),), "r1")
    x = b.node("Dropout", (x, "share", "on"), "d1")
    x = b.node("Relu", (b.conv(x, "c2", 8, 12, stride=2),), "r2")
    x = b.node("Flatten", (b.node("GlobalAveragePool", (x,), "g"),), "f")
    x = b.node("Dropout", (x, "", "on"), "d2", seed=7)
    w, o = b.weight("fc_w", 5, 12), b.weight("fc_b", 5, scale=0.1)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("dropout", [("x", F32, [micro_batch, 3, 8, 8])], [("y", F32, [micro_batch, 5])])


def test_dropout_draws_the_same_masks_wherever_and_however_often_it_runs() -> None:
    found = []
    for stages, choices, seed in ((1, None, 0), (2, None, 0), (2, ("recompute",), 0),
                                  (2, ("recompute", "swap"), 0), (2, None, 1)):  # fmt: skip
        model = with_dropout()
        own = cut(model, stages)
        found.append(train_stages(
            model, tuple(_blocks(stage, choices) for stage in own) if choices else own,
            make_schedule("1f1b-as", stages=stages, microbatches=4),
            TrainOptions(data=lambda batch: images(batch), optimizer=MOMENTUM, steps=3, seed=seed),
            micro_batch=2, in_process=True,
        ))  # fmt: skip
    want, *others, other_seed = found
    for result in others:
        assert result.losses == want.losses
        assert_equal(result.weights, want.weights)
    assert other_seed.losses != want.losses


def test_dropout_keeps_the_mean_and_draws_anew() -> None:
    node = OpNode(3, "d", "Dropout", "", 13, ("x", "r", "t"), ("y", "m"))
    dropping, x = Dropping(), torch.ones(200, 200)
    ratio, on = torch.tensor(0.25), torch.tensor(True)
    with pytest.raises(InputError, match="Dropout with training_mode set"):
        dropping(node, x, ratio, on)
    dropping.micro_batch = 0
    y, mask = dropping(node, x, ratio, on)
    assert y.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert float(y.mean()) == pytest.approx(1.0, abs=0.02)
    assert torch.equal(mask, y > 0)
    assert torch.equal(dropping(node, x, ratio, on)[0], y)
    dropping.first = 1
    assert not torch.equal(dropping(node, x, ratio, on)[0], y)
    with pytest.raises(InputError, match=r"drops 1 of its input \(limit: 0 to below 1\)"):
        dropping(node, x, torch.tensor(1.0), on)
    assert torch.equal(dropping(node, x, ratio, torch.tensor(False))[0], x)
    dropping.parts = True
    with pytest.raises(InputError, match=r"limit: stages of whole layers and whole micro-batches"):
        dropping(node, x, ratio, on)


def _blocks(stage: StageSpec, choices: tuple[Measure, ...]) -> StageSpec:
    """The stage in as many blocks as there are choices."""
    nodes, count = stage.node_indices, len(choices)
    ends = [round(len(nodes) * (i + 1) / count) for i in range(count)]
    blocks = tuple(nodes[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True))
    return replace(stage, strategy=StageStrategy(blocks, choices))


def test_models_keep_dropout_of_training_only(tmp_path: Path) -> None:
    model = with_dropout()
    onnx.save(model, tmp_path / "on.onnx")
    kept = [node.op for node in hwpipe.open_model(tmp_path / "on.onnx").graph(2).nodes]
    assert kept.count("Dropout") == 2
    for tensor in model.graph.initializer:
        if tensor.name == "on":
            tensor.CopyFrom(onnx.numpy_helper.from_array(np.bool_(False), "on"))
    onnx.save(model, tmp_path / "off.onnx")
    kept = [node.op for node in hwpipe.open_model(tmp_path / "off.onnx").graph(2).nodes]
    assert kept.count("Dropout") == 0
