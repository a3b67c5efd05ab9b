"""Compression in training: the bits of one process that thins out the same tensors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from train_models import MODELS, Alone, assert_equal, cut, resnet

from hwpipe.compress import Compression
from hwpipe.compress.boundary import TopActivations, narrow, widen
from hwpipe.compress.export import with_boundaries
from hwpipe.compress.gradients import HardThreshold
from hwpipe.compress.loss import BoundedLoss
from hwpipe.errors import InputError
from hwpipe.schedule import make_schedule
from hwpipe.train.api import train_stages
from hwpipe.train.channel.mail import Message
from hwpipe.train.codec import BoundaryCodec
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult
from hwpipe.train.routes import route
from hwpipe.train.trainable import trainable_weights

SGD = parse_optimizer("sgd:lr=0.1,momentum=0.9")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(name: str, replicas: list[int], compress: Compression, *, schedule: str = "1f1b-as",
            micro_batches: int = 4, steps: int = 3) -> TrainResult:  # fmt: skip
    make, data = MODELS[name]
    model = make()
    stages = tuple(
        replace(s, replicas=n) for s, n in zip(cut(model, 2), replicas, strict=True)
    )  # fmt: skip
    plan = make_schedule(schedule, stages=2, microbatches=micro_batches, replicas=replicas)
    options = TrainOptions(data=data, optimizer=SGD, steps=steps, compress=compress)
    return train_stages(model, stages, plan, options, micro_batch=2, in_process=True)


class Thinned(torch.autograd.Function):
    """The identity on the largest elements of every sample, there and back."""

    @staticmethod
    def forward(ctx, x, keep, bits):
        top = TopActivations(keep)
        values, places = top.encode(x)
        ctx.places, ctx.shape, ctx.bits = places, tuple(x.shape), bits
        values = values.bfloat16().float() if bits == 16 else values
        return top.decode(values, places, tuple(x.shape))

    @staticmethod
    def backward(ctx, gradient):
        sent = TopActivations.gather(gradient, ctx.places)
        sent = sent.bfloat16().float() if ctx.bits == 16 else sent
        return TopActivations.decode(sent, ctx.places, ctx.shape), None, None


class Behind(Alone):
    """One process in which the second stage reads thinned tensors."""

    def __init__(self, model: onnx.ModelProto, keep: float, bits: int = 32) -> None:
        super().__init__(model, SGD)
        names, second = crossing(model), set(cut(model, 2)[1].node_indices)
        self.thinned: dict[int, tuple[torch.Tensor, torch.Tensor]] = {}
        for step in self.stage._steps:
            places = [i for i, name in enumerate(step.node.inputs) if name in names]
            if step.node.index in second and places:
                step.function = partial(self.thinly, step.function, places, keep, bits)

    def backward(self, *arguments, **more):
        self.thinned.clear()
        return super().backward(*arguments, **more)

    def thinly(self, plain, places, keep, bits, node, *arguments):
        given = list(arguments)
        for i in places:  # once for all readers, whose gradients are added before they go back
            whole = given[i]
            if id(whole) not in self.thinned:
                self.thinned[id(whole)] = whole, Thinned.apply(whole, keep, bits)
            given[i] = self.thinned[id(whole)][1]
        return plain(node, *given)


def crossing(model: onnx.ModelProto) -> set[str]:
    routes = route(model, [s.node_indices for s in cut(model, 2)], trainable_weights(model))
    return {name for edge in routes.edges for name in edge.tensors}


@pytest.mark.parametrize("name", ["cnn", "resnet", "gpt"])
@pytest.mark.parametrize(("schedule", "bits"), [("gpipe", 32), ("1f1b-as", 32), ("1f1b-as", 16)])
def test_a_thin_boundary_equals_one_process(name: str, schedule: str, bits: int) -> None:
    make, data = MODELS[name]
    result = trained(name, [1, 1], Compression(keep=0.3, bits=bits), schedule=schedule)
    alone, batches = Behind(make(), 0.3, bits), data(8)
    for _ in range(3):
        x, target = next(batches)
        alone.step(x, target, 4)
    assert_equal(result.weights, alone.state)
    traffic = result.traffic("boundary")
    share = traffic.sent_bytes / traffic.whole_bytes  # places and headers count
    assert (0.3 if bits == 32 else 0.2) < share < (0.75 if bits == 32 else 0.5)


def test_keeping_everything_changes_nothing() -> None:
    plain = trained("cnn", [2, 1], Compression())
    whole = trained("cnn", [2, 1], Compression(keep=1.0, density=1.0, loss=0.0))
    for name, value in plain.weights.items():
        np.testing.assert_array_equal(value, whole.weights[name])
    assert whole.traffic("boundary").sent_bytes == whole.traffic("boundary").whole_bytes > 0


def test_mixed_messages_come_back() -> None:
    """Whole numbers and vectors travel as they are; gradients come for what wants them."""
    one, other = BoundaryCodec(Compression(keep=0.25)), BoundaryCodec(Compression(keep=0.25))
    tensors = [torch.arange(6).reshape(2, 3), torch.randn(2, 8), torch.randn(4), torch.randn(2, 3)]
    wanted = (False, True, True, False)
    there = other.unpack(0, 5, one.pack(0, 5, Message(tensors, wanted), back=False), back=False)
    assert there.wanted == wanted
    assert torch.equal(there.tensors[0], tensors[0])
    assert torch.equal(there.tensors[2], tensors[2])
    assert (there.tensors[1] != 0).sum(1).tolist() == [2, 2]
    gradients = [torch.ones(2, 8), torch.ones(4)]
    back = one.unpack(
        0, 5, other.pack(0, 5, Message(gradients, (False,) * 2), back=True), back=True
    )
    assert torch.equal(back.tensors[0], (there.tensors[1] != 0).float())
    assert torch.equal(back.tensors[1], gradients[1])
    assert one.traffic.sent_bytes < one.traffic.whole_bytes


class Shared(Alone):
    """One process that sums what the replicas of the first stage would send."""

    def shared(self, x: np.ndarray, target: np.ndarray, home: set[str], replicas: int,
               send: list) -> None:  # fmt: skip
        count = 4
        size, found = len(x) // count, []
        for k in range(count):
            self.optimizer.zero_grad()
            rows = slice(k * size, (k + 1) * size)
            self.backward(x[rows], target[rows], count)
            found.append([w.grad for w in self.weights])
        inside = [i for i, name in enumerate(self.names) if name in home]
        total = None
        for r in range(replicas):
            own = [sum(found[k][i] for k in range(r, count, replicas)) for i in inside]
            sent = send[r](torch.cat([g.reshape(-1) for g in own]), [g.numel() for g in own])
            total = sent if total is None else total + sent
        parts = iter(torch.split(total, [self.weights[i].numel() for i in inside]))
        for i, weight in enumerate(self.weights):
            if i in inside:
                weight.grad = next(parts).reshape(weight.shape)
            else:
                weight.grad = sum(found[k][i] for k in range(count))
        self.optimizer.step()


@pytest.mark.parametrize("how", ["threshold", "loss"])
def test_thin_gradients_equal_one_process(how: str) -> None:
    make, data = MODELS["resnet"]
    if how == "threshold":
        compress = Compression(density=0.1, refresh=2)
        kept = [HardThreshold(0.1, refresh=2) for _ in range(2)]
        send = [lambda flat, _, t=t: t.compress(flat).dense() for t in kept]
    else:
        compress = Compression(loss=0.4, packet=16)
        rule = BoundedLoss(0.4, 16)
        send = [rule.apply] * 2
    result = trained("resnet", [2, 1], compress, steps=4)
    model = make()
    pieces = route(model, [s.node_indices for s in cut(model, 2)], trainable_weights(model)).pieces
    alone, batches = Shared(model, SGD), data(8)
    for _ in range(4):
        x, target = next(batches)
        alone.shared(x, target, set(pieces[0].weights), 2, send)
    learned = {n: v for n, v in result.weights.items() if n in alone.names}
    for name, weight in zip(alone.names, alone.weights, strict=True):
        np.testing.assert_array_equal(learned[name], weight.detach().numpy(), err_msg=name)
    traffic = result.traffic("gradients")
    assert traffic.sent_bytes < (0.5 if how == "threshold" else 0.7) * traffic.whole_bytes


@pytest.mark.parametrize("bits", [32, 16])
def test_an_exported_model_thins_out_as_training_did(bits: int) -> None:
    model = resnet()
    name = sorted(crossing(model))[0]
    thin = with_boundaries(model, [name], 0.2, bits)
    onnx.checker.check_model(thin)
    thin.graph.output.extend([onnx.helper.make_empty_tensor_value_info(f"{name}/kept")])
    thin.graph.output.extend([onnx.helper.make_empty_tensor_value_info(name)])
    session = onnxruntime.InferenceSession(thin.SerializeToString())
    x = np.random.default_rng(0).standard_normal((2, 3, 8, 8)).astype(np.float32)
    _, kept, whole = session.run(None, {"x": x})
    values, places = TopActivations(0.2).encode(torch.from_numpy(whole))
    values = widen(narrow(values)) if bits == 16 else values
    want = TopActivations.decode(values, places, whole.shape)
    np.testing.assert_array_equal(kept, want.numpy())
    with pytest.raises(InputError, match="no tensor 'nothing'"):
        with_boundaries(model, ["nothing"], 0.2)
