"""Recomputed and swapped activations: the same bits, and as many bytes as planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from train_models import MODELS, Alone, assert_equal, cut

from hwpipe.errors import InputError
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.strategy import Measure, StageStrategy
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.schedule.model import Schedule
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")


@pytest.fixture(autouse=True)
def one_thread() -> None:
    torch.set_num_threads(1)


def with_strategy(
    stages: Sequence[StageSpec], choices: Sequence[Measure], limit: float | None = None
) -> tuple[StageSpec, ...]:
    """Stages whose nodes are divided into as many blocks as there are choices."""
    found = []
    for stage in stages:
        nodes = stage.node_indices
        ends = [round(len(nodes) * (i + 1) / len(choices)) for i in range(len(choices))]
        blocks = tuple(nodes[a:b] for a, b in zip([0, *ends[:-1]], ends, strict=True))
        found.append(replace(stage, strategy=StageStrategy(blocks, tuple(choices), limit)))
    return tuple(found)


def trained(
    name: str, stages: int, choices: Sequence[Measure], schedule: Schedule | None = None,
    steps: int = 2, limit: float | None = None,
) -> TrainResult:  # fmt: skip
    make, data = MODELS[name]
    model = make(2)
    schedule = schedule or make_schedule("1f1b-as", stages=stages, microbatches=4)
    return train_stages(
        model, with_strategy(cut(model, stages), choices, limit), schedule,
        TrainOptions(data=data, optimizer=MOMENTUM, steps=steps), micro_batch=2, in_process=True,
    )  # fmt: skip


def alone(name: str, steps: int = 2) -> Alone:
    make, data = MODELS[name]
    found, batches = Alone(make(2), MOMENTUM), data(8)
    for _ in range(steps):
        found.step(*next(batches), 4)
    return found


CHOICES: dict[str, tuple[Measure, ...]] = {
    "recompute": ("recompute",), "blockwise": ("recompute", "recompute", "keep"),
    "swap": ("swap", "swap", "swap"), "karma": ("swap", "recompute", "swap", "keep"),
    "odd": ("keep", "swap", "recompute"),
}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("choices", CHOICES.values(), ids=CHOICES)
def test_bits_are_those_of_one_process_that_keeps_everything(
    name: str, choices: tuple[Measure, ...]
) -> None:
    result, want = trained(name, 2, choices), alone(name)
    assert result.losses == tuple(want.losses)
    assert_equal(result.weights, want.state)


@pytest.mark.parametrize("schedule", ["gpipe", "zb-h1", "interleaved"])
def test_other_schedules_have_the_same_bits(schedule: str) -> None:
    lists = {
        "gpipe": make_schedule("gpipe", stages=2, microbatches=4),
        "zb-h1": zero_bubble("zb-h1", 2, 4),
        "interleaved": make_schedule("1f1b-interleaved", stages=4, microbatches=4),
    }[schedule]  # fmt: skip
    result = trained("resnet", lists.stages, ("swap", "recompute", "keep"), lists)
    assert_equal(result.weights, alone("resnet").state)


def test_replicas_that_recompute_move_running_statistics_once() -> None:
    make, data = MODELS["cnn"]
    found = []
    for strategy in (("keep",), ("recompute", "swap")):
        model = make(2)
        stages = (replace(cut(model, 2)[0], replicas=2), cut(model, 2)[1])
        schedule = make_schedule("1f1b-as", stages=2, microbatches=4, replicas=[2, 1])
        found.append(train_stages(
            model, with_strategy(stages, strategy), schedule,
            TrainOptions(data=data, optimizer=MOMENTUM, steps=2), micro_batch=2, in_process=True,
        ))  # fmt: skip
    assert_equal(found[1].weights, found[0].weights)


def peaks(result: TrainResult) -> list[int]:
    return [run.kept[stage].peak for run in result.runs for stage in run.kept]
