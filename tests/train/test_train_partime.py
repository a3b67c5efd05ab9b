"""PARTIME is bit-equal to one process in which gradients meet the latest activations."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from test_train_pb import COUNT, trained
from train_models import MODELS, assert_equal, cut, loss_of

from hwpipe.schedule.generators import generate
from hwpipe.train.api import train_stages
from hwpipe.train.delayed import StreamedStage
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.routes import route
from hwpipe.train.stage import TrainStage
from hwpipe.train.trainable import trainable_weights


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


class Streamed:
    """PARTIME in one process: sample by sample, the gradient of one meets the latest graph."""

    def __init__(self, model: onnx.ModelProto, stages: int, lr: float, count: int) -> None:
        specs = cut(model, stages)
        self.routes = route(model, [s.node_indices for s in specs], trainable_weights(model))
        self.stages = [TrainStage(p, torch.device("cpu"), split=False) for p in self.routes.pieces]
        self.count, self.lr = count, lr
        self.delay = [2 * (stages - 1 - s) for s in range(stages)]
        self.leaves = [[w.data.requires_grad_() for w in s.weights] for s in self.stages]

    def run(self, x: Any, target: Any) -> dict[str, np.ndarray]:
        """Beat by beat: a forward and a backward of each stage, as a clock would drive them."""
        made: dict[tuple[int, str], torch.Tensor] = {}
        latest: dict[int, Any] = {}
        back: dict[tuple[int, int, str], torch.Tensor] = {}
        last = len(self.stages) - 1

        def forward(s: int, k: int) -> None:
            piece = self.routes.pieces[s]
            inputs = []
            for name in piece.inputs:
                if name in self.routes.feeds[s]:
                    inputs.append(torch.from_numpy(x[k : k + 1]))
                else:
                    inputs.append(made[k, name].detach().requires_grad_())
            kept = self.stages[s].forward(inputs, self.leaves[s])
            made.update(((k, n), t) for n, t in zip(piece.outputs, kept.outputs, strict=True))
            latest[s] = inputs, dict(zip(piece.outputs, kept.outputs, strict=True))

        def backward(s: int, k: int) -> None:
            inputs, outputs = latest[s]
            if s == last:
                starts = [loss_of(*outputs.values(), torch.from_numpy(target[k : k + 1]))]
                onward: list[Any] = [None]
            else:
                sums: dict[str, Any] = {}
                for e in self.routes.out_of(s):
                    for name in self.routes.edges[e].tensors:
                        part = back[self.routes.edges[e].dst, k, name]
                        sums[name] = sums[name] + part if name in sums else part
                starts, onward = [outputs[n] for n in sums], list(sums.values())
            wanted = [t for t in inputs if t.requires_grad]
            found = torch.autograd.grad(starts, [*wanted, *self.leaves[s]], onward,
                                        retain_graph=True)  # fmt: skip
            names = [n for n, t in zip(self.routes.pieces[s].inputs, inputs, strict=True)
                     if t.requires_grad]  # fmt: skip
            back.update(((s, k, n), g) for n, g in zip(names, found, strict=False))
            for leaf, g in zip(self.leaves[s], found[len(names) :], strict=True):
                leaf.data.add_(g, alpha=-self.lr)

        for beat in range(self.count + 2 * last + 1):
            # Within a beat forwards come first; stage s takes sample beat - s forward and
            # sample beat - s - delay[s] back.
            for s in range(last + 1):
                if 0 <= beat - s < self.count:
                    forward(s, beat - s)
            for s in reversed(range(last + 1)):
                k = beat - s - self.delay[s]
                if 0 <= k < self.count:
                    backward(s, k)
        return {n: leaf.detach().numpy() for stage, leaves in zip(self.stages, self.leaves,
                strict=True) for n, leaf in zip(stage.names, leaves, strict=True)}  # fmt: skip


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("stages", [2, 4])
def test_partime(name: str, stages: int) -> None:
    make, data = MODELS[name]
    result = trained("partime", make(1), data, stages, "sgd:lr=0.02")
    want = Streamed(make(1), stages, 0.02, COUNT).run(*next(data(COUNT)))
    assert_equal({n: result.weights[n] for n in want}, want)
    assert result.weight_versions == (1,) * stages


def test_a_slow_stream_is_learned_by_partime() -> None:
    """Its gradients are those of the sample itself where the stream stands still."""
    make, _ = MODELS["cnn"]

    def still(batch: int, seed: int = 0) -> Any:
        x = np.random.default_rng(seed).standard_normal((1, 3, 8, 8)).astype(np.float32)
        while True:
            yield np.repeat(x, batch, 0), np.full(batch, 2)

    options = TrainOptions(data=still, optimizer=parse_optimizer("sgd:lr=0.05"), steps=2)
    result = train_stages(make(1), cut(make(1), 3), generate("partime", 3, 60), options,
                          micro_batch=1, micro_batches=30, in_process=True)  # fmt: skip
    assert result.losses[1] < 0.2 * result.losses[0]


def test_partime_takes_any_optimizer() -> None:
    make, data = MODELS["cnn"]
    result = trained("partime", make(1), data, 2, "adamw:lr=0.001")
    assert len(result.losses) == 1


def test_a_streamed_stage_keeps_one_sample() -> None:
    """Outputs of a sample have values until the next forward; its graph is gone then."""
    model = MODELS["cnn"][0](1)
    (piece, _) = route(
        model, [s.node_indices for s in cut(model, 2)], trainable_weights(model)
    ).pieces
    stage = StreamedStage(piece, torch.device("cpu"), split=False)
    leaves = [w.data.requires_grad_() for w in stage.weights]
    samples = [torch.randn(1, 3, 8, 8) for _ in range(2)]
    one = stage.forward(samples[:1], leaves)
    graph = weakref.ref(stage._latest)
    assert one.outputs[0].numel() > 0
    two = stage.forward(samples[1:], leaves)
    assert graph() is None
    assert one.outputs[0].numel() == 0
    assert two.outputs[0].numel() > 0
    # The first sample's gradient meets the second's activations, and may do so again.
    gradient = torch.ones_like(two.outputs[0])
    first = stage.backward(one, one.outputs[:1], [gradient])[1]
    second = stage.backward(two, two.outputs[:1], [gradient])[1]
    assert all(torch.equal(a, b) for a, b in zip(first, second, strict=True))
