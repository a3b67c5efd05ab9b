"""Pipelined Backpropagation is bit-equal to delayed updates in one process."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto
from train_models import MODELS, Alone, Builder, assert_equal, cut, loss_of

import hwpipe
from hwpipe.errors import InputError
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import Schedule
from hwpipe.schedule.generators import generate
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.prediction import CompensatedSGD
from hwpipe.train.result import TrainResult
from hwpipe.train.routes import route
from hwpipe.train.trainable import trainable_weights

COUNT = 12
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(
    name: str, model: onnx.ModelProto, data: Any, stages: int, optimizer: str, count: int = COUNT,
    rows: int = 1,
) -> TrainResult:  # fmt: skip
    options = TrainOptions(data=data, optimizer=parse_optimizer(optimizer), steps=1, timeout_s=60)
    return train_stages(model, cut(model, stages), generate(name, stages, count), options,
                        micro_batch=rows, in_process=True)  # fmt: skip


def homes(model: onnx.ModelProto, stages: tuple[StageSpec, ...], names: Any) -> list[int]:
    """Stage of every weight."""
    pieces = route(model, [s.node_indices for s in stages], trainable_weights(model)).pieces
    return [next(p.index for p in pieces if name in p.weights) for name in names]


class PipelinedBackprop:
    """One process: w(t) by sample, each stage's forward on old weights, its backward on new.

    Stage s of S has delay D = 2 (S - 1 - s). Sample k goes forward on the weights after update
    max(0, k - D), predicted D updates ahead, and backward on those after update k.
    """

    def __init__(self, model: onnx.ModelProto, stages: int, lr: float, momentum: float,
                 decay: float = 0.0, *, uneven: bool = True) -> None:  # fmt: skip
        self.alone = Alone(model, parse_optimizer("sgd:lr=0"))
        home = homes(model, cut(model, stages, uneven=uneven), self.alone.names)
        self.delay = [2 * (stages - 1 - s) for s in home]
        self.lr, self.momentum, self.decay = lr, momentum, decay
        self.weights = [[w.detach().clone()] for w in self.alone.weights]
        self.velocity: list[list[Any]] = [[None] for _ in self.alone.weights]
        self.losses: list[float] = []

    def sample(self, x: Any, target: Any) -> None:
        k = len(self.losses)
        leaves = [w.data.requires_grad_() for w in self.alone.weights]
        for i, leaf in enumerate(leaves):
            at = max(0, k - self.delay[i])
            seen = self.weights[i][at].clone()
            if self.velocity[i][at] is not None:
                seen.add_(self.velocity[i][at], alpha=-self.lr * self.delay[i])
            leaf.data.copy_(seen)
        kept = self.alone.stage.forward([torch.from_numpy(x)], leaves)
        loss = loss_of(kept.outputs[0], torch.from_numpy(target))
        for i, leaf in enumerate(leaves):  # where autograd reads them in its backward
            leaf.data.copy_(self.weights[i][k])
        gradients = torch.autograd.grad(loss, leaves)
        for i, gradient in enumerate(gradients):
            m, old, before = self.momentum, self.weights[i][k], self.velocity[i][k]
            g = gradient.add(old, alpha=self.decay) if self.decay else gradient
            v = g.clone() if before is None else before * m + g
            a, b = m ** self.delay[i], (1 - m ** self.delay[i]) / (1 - m)
            change = v if b == 0 else (v * a).add(g, alpha=b)
            self.weights[i].append(old.add(change, alpha=-self.lr))
            self.velocity[i].append(v)
        self.losses.append(float(loss.detach()))

    @property
    def state(self) -> dict[str, np.ndarray]:
        found = {n: w[-1].numpy() for n, w in zip(self.alone.names, self.weights, strict=True)}
        return found | {n: t.numpy() for n, t in self.alone.stage.statistics.items()}


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("stages", [2, 4])
@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_pipelined_backprop(name: str, stages: int, momentum: float) -> None:
    make, data = MODELS[name]
    result = trained("pipelined-backprop", make(1), data, stages,
                     f"sgd:lr=0.02,momentum={momentum},weight_decay=0.01")  # fmt: skip
    alone, (x, target) = PipelinedBackprop(make(1), stages, 0.02, momentum, 0.01), next(data(COUNT))
    for k in range(COUNT):
        alone.sample(x[k : k + 1], target[k : k + 1])
    assert_equal(result.weights, alone.state)
    assert result.losses[0] == sum(alone.losses) / COUNT
    assert result.weight_versions == (1,) * stages


def scaled(rows: int = 1) -> onnx.ModelProto:
    """Layers whose weights go through operators first: what these make must be made anew."""
    b = Builder(5)
    factor, x = b.constant("factor", np.float32(1.5)), "x"
    for i in range(4):
        w = b.node("Mul", (b.weight(f"w{i}", 6, 6), factor), f"s{i}")
        w = b.node("Transpose", (w,), f"t{i}", perm=[1, 0])
        x = b.node("Tanh", (b.node("MatMul", (x, w), f"p{i}"),), f"h{i}")
    value = [rows, 6]
    return b.model("scaled", [("x", TensorProto.FLOAT, value)], [(x, TensorProto.FLOAT, value)])


def vectors(batch: int, seed: int = 0) -> Any:
    """Endless (vectors, classes)."""
    rng = np.random.default_rng(seed)
    while True:
        yield rng.standard_normal((batch, 6)).astype(np.float32), rng.integers(0, 6, batch)


def test_plain_loops_on_four_layers() -> None:
    """The same by hand, without hwpipe's stages or autograd: y = tanh(x (1.5 W)^T)."""
    model, lr, momentum, stages = scaled(), 0.1, 0.8, 4
    cuts = [range(4 * i, 4 * i + 4) for i in range(stages)]
    specs = tuple(StageSpec(i, tuple(r), f"cpu{i}", "cpu") for i, r in enumerate(cuts))
    optimizer = parse_optimizer(f"sgd:lr={lr},momentum={momentum}")
    options = TrainOptions(data=vectors, steps=1, optimizer=optimizer)
    schedule = generate("pipelined-backprop", stages, COUNT)
    result = train_stages(model, specs, schedule, options, micro_batch=1, in_process=True)
    weights = [[torch.from_numpy(onnx.numpy_helper.to_array(t).copy())]
               for t in model.graph.initializer if t.name != "factor"]  # fmt: skip
    speed: list[list[Any]] = [[None] for _ in range(stages)]
    x, target = next(vectors(COUNT))
    for k in range(COUNT):
        h, seen = [torch.from_numpy(x[k : k + 1])], []
        for s in range(stages):
            delay = 2 * (stages - 1 - s)
            at = max(0, k - delay)
            w = weights[s][at].clone()
            if speed[s][at] is not None:
                w.add_(speed[s][at], alpha=-lr * delay)
            h.append(torch.tanh(h[-1] @ (w * 1.5).t()))
            seen.append(w)
        g = torch.autograd.grad(loss_of(y := h[-1].requires_grad_(),
                                        torch.from_numpy(target[k : k + 1])), y)[0]  # fmt: skip
        for s in reversed(range(stages)):
            delay = 2 * (stages - 1 - s)
            g = torch.ops.aten.tanh_backward(g, h[s + 1].detach())
            gradient = (h[s].detach().t() @ g).t() * 1.5
            g = g @ (weights[s][k] * 1.5)  # the newest
            v = gradient.clone() if speed[s][k] is None else speed[s][k] * momentum + gradient
            a, b = momentum**delay, (1 - momentum**delay) / (1 - momentum)
            change = (v * a).add(gradient, alpha=b) if b else v
            weights[s].append(weights[s][k].add(change, alpha=-lr))
            speed[s].append(v)
    for s in range(stages):
        np.testing.assert_allclose(result.weights[f"w{s}"], weights[s][-1], rtol=2e-6, atol=1e-7)
        moved = np.abs(result.weights[f"w{s}"] - weights[s][0].numpy()).max()
        assert moved > 1e-3


def test_what_is_made_of_weights_is_made_of_the_newest() -> None:
    """The oracle writes into weights; here what operators made of them follows."""
    model, schedule = scaled(), generate("pipelined-backprop", 2, COUNT)
    optimizer = parse_optimizer("sgd:lr=0.1,momentum=0.5")
    result = train_stages(model, cut(model, 2, uneven=False), schedule,
                          TrainOptions(data=vectors, optimizer=optimizer), micro_batch=1,
                          in_process=True)  # fmt: skip
    stale = PipelinedBackprop(scaled(), 2, 0.1, 0.5, uneven=False)
    x, target = next(vectors(COUNT))
    for k in range(COUNT):
        stale.sample(x[k : k + 1], target[k : k + 1])
    assert not np.array_equal(result.weights["w0"], stale.state["w0"])


@pytest.mark.parametrize("optimizer", ["adam:lr=0.01", "sgd:lr=0.1,momentum=0.9,nesterov=1"])
def test_corrections_are_those_of_sgd(optimizer: str) -> None:
    make, data = MODELS["cnn"]
    with pytest.raises(InputError, match=r"pipelined-backprop.* \(limit: sgd with lr, momentum"):
        trained("pipelined-backprop", make(1), data, 2, optimizer)


def test_without_delay_it_is_torch_s_sgd() -> None:
    """One stage has no delay: a step a sample."""
    make, data = MODELS["cnn"]
    result = trained("pipelined-backprop", make(1), data, 1, "sgd:lr=0.05,momentum=0.9")
    alone, (x, target) = Alone(make(1), parse_optimizer("sgd:lr=0.05,momentum=0.9")), next(data(12))
    for k in range(COUNT):
        alone.step(x[k : k + 1], target[k : k + 1], 1)
    assert_equal(result.weights, alone.state)


def test_the_corrections_matter() -> None:
    """The oracle can fail: other delays give other weights."""
    make, data = MODELS["cnn"]
    result = trained("pipelined-backprop", make(1), data, 3, "sgd:lr=0.02,momentum=0.9")
    alone, (x, target) = PipelinedBackprop(make(1), 3, 0.02, 0.9), next(data(COUNT))
    alone.delay = [max(0, d - 1) for d in alone.delay]
    for k in range(COUNT):
        alone.sample(x[k : k + 1], target[k : k + 1])
    assert not np.array_equal(result.weights["c1_w"], alone.state["c1_w"])


def test_state_has_the_names_of_sgd() -> None:
    weight = torch.zeros(3, requires_grad=True)
    step = CompensatedSGD([weight], lr=0.1, momentum=0.5, delay=2, ahead=2)
    weight.grad = torch.ones(3)
    step.step()
    assert list(step.state[weight]) == ["momentum_buffer"]
    velocity, alpha = step.prediction(weight) or (None, 0.0)
    assert velocity is not None
    assert alpha == pytest.approx(-0.2)
    # v = 1, a = 1/4, b = (1 - 1/4) / (1/2) = 3/2
    assert torch.allclose(weight.detach(), torch.full((3,), -0.1 * (0.25 + 1.5)))


def test_several_lists_go_on_where_the_last_one_ended() -> None:
    """Every list is drained at its end; weights and velocity stay."""
    make, data = MODELS["cnn"]
    schedule: Schedule = generate("pipelined-backprop", 2, 4)
    options = TrainOptions(data=data, steps=3,
                           optimizer=parse_optimizer("sgd:lr=0.02,momentum=0.9"))  # fmt: skip
    result = train_stages(make(1), cut(make(1), 2), schedule, options, micro_batch=1,
                          in_process=True)  # fmt: skip
    assert len(result.losses) == 3
    assert all(np.isfinite(w).all() for w in result.weights.values())


@pytest.mark.parametrize(("name", "stages"), [("pipelined-backprop", 2), ("partime", 4)])
def test_real_processes(name: str, stages: int) -> None:
    """The same bits as threads of one process, which the tests above compare with one thread."""
    make, data = MODELS["resnet"]
    optimizer = "sgd:lr=0.02,momentum=0.9"
    options = TrainOptions(data=data, optimizer=parse_optimizer(optimizer), timeout_s=60)
    schedule = generate(name, stages, COUNT)
    result = train_stages(make(1), cut(make(1), stages), schedule, options, micro_batch=1)
    assert_equal(result.weights, trained(name, make(1), data, stages, optimizer).weights)


def test_a_resumed_run_keeps_its_velocity(tmp_path: Path) -> None:
    """Lists end at checkpoints, so a run with one every two steps is resumed with its bits."""
    make, data = MODELS["cnn"]
    schedule, results = generate("pipelined-backprop", 2, 4), []
    for steps, resume in ((2, False), (4, True)):
        options = TrainOptions(
            data=data, optimizer=parse_optimizer("sgd:lr=0.02,momentum=0.9"), steps=steps,
            checkpoint=tmp_path / "kept", checkpoint_every=2, resume=resume,
        )  # fmt: skip
        results.append(train_stages(make(1), cut(make(1), 2), schedule, options, micro_batch=1,
                                    in_process=True))  # fmt: skip
    options = replace(options, checkpoint=tmp_path / "other", resume=False)
    whole = train_stages(make(1), cut(make(1), 2), schedule, options, micro_batch=1,
                         in_process=True)  # fmt: skip
    assert_equal(results[1].weights, whole.weights)
    assert results[1].losses == whole.losses


@pytest.mark.parametrize("name", ["pipelined-backprop", "partime"])
def test_plans_take_a_sample_at_a_time(name: str, tmp_path: Path) -> None:
    """A compilation without --microbatches has as many as samples, and its plan is trained."""
    onnx.save(MODELS["cnn"][0](1), tmp_path / "cnn.onnx")
    options = hwpipe.CompileOptions(mode="train", batch=6, schedule=name)
    plan = hwpipe.compile_plan(tmp_path / "cnn.onnx", EXAMPLES / "two-cpus.toml", options=options)
    assert (plan.micro_batch, plan.schedule.microbatches, plan.schedule.name) == (1, 6, name)
    result = hwpipe.train(plan, MODELS["cnn"][1], optimizer="sgd:lr=0.02,momentum=0.9", steps=2,
                          in_process=True)  # fmt: skip
    assert len(result.losses) == 2
    assert result.weight_versions == (1,) * len(plan.stages)
