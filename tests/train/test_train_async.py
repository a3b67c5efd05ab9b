"""Asynchronous schedules are bit-equal to delayed updates in one process, and keep as many
weight versions as the papers say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from train_models import MODELS, Alone, assert_equal, cut, loss_of

from hwpipe.errors import InputError
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import Schedule, make_schedule
from hwpipe.schedule.generators.asynchronous import double_buffered, pipedream
from hwpipe.train.api import train_stages
from hwpipe.train.options import OptimizerSpec, TrainOptions, parse_optimizer
from hwpipe.train.routes import route
from hwpipe.train.trainable import trainable_weights

STAGES, COUNT = 3, 12


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Delayed:
    """One process in which every micro-batch reads old weights, stage by stage."""

    def __init__(
        self, model: onnx.ModelProto, stages: tuple[StageSpec, ...], optimizer: OptimizerSpec,
        reads: Callable[[int, int], int], group: int,
    ) -> None:  # fmt: skip
        """`reads(stage, k)`: version that micro-batch k reads; an update every `group`."""
        self.alone = Alone(model, optimizer)
        indices = [stage.node_indices for stage in stages]
        names = [piece.weights for piece in route(model, indices, trainable_weights(model)).pieces]
        self.home = [next(s for s, own in enumerate(names) if n in own) for n in self.alone.names]
        self.versions = [[w.detach().clone() for w in self.alone.weights]]
        self.reads, self.group = reads, group
        self.sums: list[torch.Tensor] = []
        self.done = 0

    def micro_batch(self, x: Any, target: Any) -> None:
        leaves = [
            self.versions[self.reads(stage, self.done)][i].clone().requires_grad_()
            for i, stage in enumerate(self.home)
        ]
        kept = self.alone.stage.forward([torch.from_numpy(x)], leaves)
        loss = loss_of(kept.outputs[0], torch.from_numpy(target))
        gradients = torch.autograd.grad(loss, leaves)
        self.sums = [a + g for a, g in zip(self.sums, gradients, strict=False)] or list(gradients)
        self.done += 1
        if self.done % self.group == 0:
            for weight, total in zip(self.alone.weights, self.sums, strict=True):
                weight.grad = total / self.group if self.group > 1 else total
            self.alone.optimizer.step()
            self.sums = []
            self.versions.append([w.detach().clone() for w in self.alone.weights])


CASES: dict[str, tuple[Schedule, Callable[[int, int], int], int, tuple[int, ...]]] = {
    "pipedream": (
        make_schedule("pipedream", stages=STAGES, microbatches=COUNT),
        lambda s, k: max(0, k - (STAGES - 1 - s)), 1, (3, 2, 1),
    ),
    "pipedream-vertical": (
        pipedream("pipedream-vertical", STAGES, COUNT),
        lambda s, k: max(0, k - STAGES + 1), 1, (3, 3, 3),
    ),
    "pipedream-2bw": (
        double_buffered("pipedream-2bw", STAGES, COUNT, 4),
        lambda s, k: max(0, k // 4 - 1), 4, (2, 2, 2),
    ),
}  # fmt: skip


@pytest.mark.parametrize("optimizer", ["sgd:lr=0.05,momentum=0.9", "adam:lr=0.01"])
@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("case", CASES)
def test_bit_equal_to_delayed_updates(case: str, name: str, optimizer: str) -> None:
    schedule, reads, group, versions = CASES[case]
    make, data = MODELS[name]
    model, spec = make(), parse_optimizer(optimizer)
    stages = cut(model, STAGES)
    result = train_stages(
        model, stages, schedule, TrainOptions(data=data, optimizer=spec, steps=3),
        micro_batch=2, micro_batches=4, in_process=True,
    )  # fmt: skip
    delayed, batches = Delayed(model, stages, spec, reads, group), data(8)
    for _ in range(3):
        x, target = next(batches)
        for k in range(4):
            delayed.micro_batch(x[2 * k : 2 * k + 2], target[2 * k : 2 * k + 2])
    assert_equal(result.weights, delayed.alone.state)
    assert result.weight_versions == versions
    assert len(result.losses) == 3


def test_replicas_of_an_asynchronous_stage_update_together() -> None:
    """Two replicas of one stage: an update takes the mean of both micro-batches of a round."""
    make, data = MODELS["gpt"]
    model, spec = make(), parse_optimizer("sgd:lr=0.05")
    n = len(model.graph.node)
    stages = (StageSpec(0, tuple(range(n)), "a,b", "cpu", 2),)
    schedule = make_schedule("pipedream", stages=1, microbatches=4, replicas=[2])
    result = train_stages(model, stages, schedule, TrainOptions(data=data, optimizer=spec),
                          micro_batch=2, in_process=True)  # fmt: skip
    delayed = Delayed(model, stages, spec, lambda s, k: k // 2, 2)
    x, target = next(data(8))
    for k in range(4):
        delayed.micro_batch(x[2 * k : 2 * k + 2], target[2 * k : 2 * k + 2])
    assert_equal(result.weights, delayed.alone.state)


def test_a_replica_that_misses_a_round_is_refused() -> None:
    model = MODELS["gpt"][0]()
    stages = (StageSpec(0, tuple(range(len(model.graph.node))), "a,b", "cpu", 2),)
    schedule = make_schedule("pipedream", stages=1, microbatches=3, replicas=[2])
    with pytest.raises(InputError, match=r"miss an update of stage 0 .*multiple of 2 micro"):
        train_stages(model, stages, schedule, TrainOptions(data=MODELS["gpt"][1]),
                     micro_batch=2, in_process=True)  # fmt: skip


def test_delay_matters() -> None:
    """The oracle can fail: without delay the weights differ."""
    make, data = MODELS["cnn"]
    model, spec = make(), parse_optimizer("sgd:lr=0.05")
    stages = cut(model, STAGES)
    result = train_stages(
        model, stages, CASES["pipedream"][0], TrainOptions(data=data, optimizer=spec, steps=1),
        micro_batch=2, in_process=True,
    )  # fmt: skip
    prompt, batches = Delayed(model, stages, spec, lambda s, k: k, 1), data(24)
    x, target = next(batches)
    for k in range(COUNT):
        prompt.micro_batch(x[2 * k : 2 * k + 2], target[2 * k : 2 * k + 2])
    assert not np.array_equal(result.weights["c1_w"], prompt.alone.state["c1_w"])
