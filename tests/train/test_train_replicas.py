"""Replicated stages, unequal dealing, tied weights, and skips by the shortest way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import onnx
import pytest
import torch
from onnx import helper
from train_models import MODELS, Alone, assert_equal, cut, gpt, loss_of, resnet, tokens

from hwpipe.errors import InputError
from hwpipe.joint.actions import dealt_schedule
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.asynchronous import pipedream
from hwpipe.schedule.generators.chunked import interleaved
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.routes import Edge, route
from hwpipe.train.trainable import trainable_weights

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def replicated(stages: tuple[StageSpec, ...], counts: list[int]) -> tuple[StageSpec, ...]:
    return tuple(replace(s, replicas=n) for s, n in zip(stages, counts, strict=True))


class Grouped(Alone):
    """Sums the gradients of each stage's replicas apart, then together."""

    def stagewise(self, model: onnx.ModelProto, stages: tuple[StageSpec, ...], x: np.ndarray,
                  target: np.ndarray, groups: list[list[list[int]]]) -> None:  # fmt: skip
        pieces = route(model, [s.node_indices for s in stages], trainable_weights(model)).pieces
        count = sum(len(group) for group in groups[0])
        size, found = len(x) // count, []
        for k in range(count):
            self.optimizer.zero_grad()
            rows = slice(k * size, (k + 1) * size)
            self.backward(x[rows], target[rows], count)
            found.append([w.grad for w in self.weights])
        for i, (name, weight) in enumerate(zip(self.names, self.weights, strict=True)):
            home = next(s for s, piece in enumerate(pieces) if name in piece.weights)
            parts = []
            for group in groups[home]:
                part = found[group[0]][i]
                for k in group[1:]:
                    part = part + found[k][i]
                parts.append(part)
            weight.grad = parts[0]
            for part in parts[1:]:
                weight.grad = weight.grad + part
        self.optimizer.step()


@pytest.mark.parametrize("name", MODELS)
@pytest.mark.parametrize("counts", [[2, 1], [1, 3], [2, 3]])
def test_replicas_sum_in_a_fixed_order(name: str, counts: list[int]) -> None:
    make, data = MODELS[name]
    model = make()
    stages = replicated(cut(model, 2), counts)
    schedule = make_schedule("1f1b-as", stages=2, microbatches=6, replicas=counts)
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=data, optimizer=MOMENTUM, steps=3),
                          micro_batch=2, in_process=True)  # fmt: skip
    alone, batches = Grouped(model, MOMENTUM), data(12)
    groups = [[list(range(r, 6, n)) for r in range(n)] for n in counts]
    for _ in range(3):
        alone.stagewise(model, stages, *next(batches), groups)
    assert_equal(result.weights, alone.state, statistics=False)


def test_replicas_that_take_unequal_shares() -> None:
    make, data = MODELS["cnn"]
    model = make()
    stages = replicated(cut(model, 2), [2, 1])
    schedule = dealt_schedule("gpipe", [(0, 0, 1, 0), (0, 0, 0, 0)], [2, 1], 4)
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=data, optimizer=MOMENTUM, steps=2),
                          micro_batch=2, in_process=True)  # fmt: skip
    alone, batches = Grouped(model, MOMENTUM), data(8)
    for _ in range(2):
        alone.stagewise(model, stages, *next(batches), [[[0, 1, 3], [2]], [[0, 1, 2, 3]]])
    assert_equal(result.weights, alone.state, statistics=False)


def tied() -> onnx.ModelProto:
    """The GPT with its embedding, transposed, as head."""
    model = gpt()
    graph = model.graph
    last = graph.node[-1]
    graph.node.insert(0, helper.make_node("Transpose", ["wte"], ["wte_t"], perm=[1, 0]))
    graph.node[-1].input[1] = "wte_t"
    head = next(t for t in graph.initializer if t.name == "lm")
    graph.initializer.remove(head)
    assert last.op_type == "MatMul"
    return model


def untied() -> onnx.ModelProto:
    """The same with a copy of the embedding."""
    model = tied()
    copy = onnx.TensorProto()
    copy.CopyFrom(next(t for t in model.graph.initializer if t.name == "wte"))
    copy.name = "wte_copy"
    model.graph.initializer.append(copy)
    model.graph.node[0].input[0] = "wte_copy"
    return model


@pytest.mark.parametrize("counts", [[1, 1, 1], [2, 2, 2]])
def test_a_weight_that_two_stages_hold_stays_one(counts: list[int]) -> None:
    model = tied()
    stages = replicated(cut(model, 3), counts)
    schedule = make_schedule("1f1b-as", stages=3, microbatches=4, replicas=counts)
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=tokens, optimizer=MOMENTUM, steps=3),
                          micro_batch=2, in_process=True)  # fmt: skip
    apart, batches = Alone(untied(), MOMENTUM), tokens(8)
    table, copy = (apart.weights[apart.names.index(n)] for n in ("wte", "wte_copy"))
    for _ in range(3):
        x, target = next(batches)
        apart.optimizer.zero_grad()
        sums: dict[int, list[torch.Tensor]] = {}
        for k in range(4):
            apart.backward(x[2 * k : 2 * k + 2], target[2 * k : 2 * k + 2], 4)
            for i, weight in enumerate(apart.weights):
                sums.setdefault(i, []).append(weight.grad)  # type: ignore[arg-type]
                weight.grad = None
        if counts == [1, 1, 1]:
            for i, weight in enumerate(apart.weights):
                weight.grad = sums[i][0] + sums[i][1] + sums[i][2] + sums[i][3]
            both = table.grad + copy.grad  # type: ignore[operator]
        else:  # rank by rank: two hold each stage
            for i, weight in enumerate(apart.weights):
                weight.grad = (sums[i][0] + sums[i][2]) + (sums[i][1] + sums[i][3])
            t, c = (sums[apart.names.index(n)] for n in ("wte", "wte_copy"))
            both = ((t[0] + t[2]) + (t[1] + t[3])) + (c[0] + c[2]) + (c[1] + c[3])
        table.grad, copy.grad = both, both.clone()
        apart.optimizer.step()
    want = apart.state
    assert np.array_equal(want["wte"], want["wte_copy"])
    assert np.array_equal(result.weights["wte"], want["wte"])
    assert "wte_copy" not in result.weights


def test_tied_weights_on_one_rank_and_on_two() -> None:
    """Interleaved: the first and the last stage stand on different ranks, or on one."""
    model = tied()
    whole = train_stages(
        model, cut(model, 1), make_schedule("gpipe", stages=1, microbatches=4),
        TrainOptions(data=tokens, optimizer=MOMENTUM, steps=2), micro_batch=2, in_process=True,
    )  # fmt: skip
    for ranks, chunks in ((2, 2), (1, 3)):
        split = train_stages(
            model, cut(model, ranks * chunks), interleaved("1f1b-interleaved", ranks, 4, chunks),
            TrainOptions(data=tokens, optimizer=MOMENTUM, steps=2), micro_batch=2,
            in_process=True,
        )  # fmt: skip
        # Another order of additions: equal to rounding, where a missed gradient would not be.
        np.testing.assert_allclose(split.weights["wte"], whole.weights["wte"], atol=1e-5)


def test_tied_weights_need_a_synchronous_schedule() -> None:
    model = tied()
    with pytest.raises(InputError, match=r"weight 'wte' is held by stages 0, 2, .*1f1b-as"):
        train_stages(model, cut(model, 3), pipedream("pipedream-vertical", 3, 4),
                     TrainOptions(data=tokens), micro_batch=2, in_process=True)  # fmt: skip


def test_a_skip_goes_straight_to_its_reader() -> None:
    model = resnet()
    nodes = {n.output[0]: i for i, n in enumerate(model.graph.node)}
    end = len(nodes)
    # r0 is read by the first convolution of block 0 and by its addition, two stages later.
    a, b = nodes["b0a"] + 1, nodes["b0cn"]
    routes = route(model, [range(a), range(a, b), range(b, end)], trainable_weights(model))
    assert routes.edges == (
        Edge(0, 1, ("b0a",)), Edge(0, 2, ("r0",)), Edge(1, 2, (model.graph.node[b].input[0],)),
    )  # fmt: skip
    assert routes.feeds == (("x",), (), ())
    assert loss_of(torch.zeros(1, 5), torch.tensor([0])) > 0


def test_constants_are_not_learned() -> None:
    learned = trainable_weights(gpt())
    assert "mask" not in learned
    assert "scale" not in learned
    assert {"wte", "wpe", "l0q_w", "l0q_b", "l0n1_s", "lm"} <= learned
    assert trainable_weights(resnet(), freeze=["b*"]) == {
        n for n in trainable_weights(resnet()) if not n.startswith("b")
    }
    assert "scale" in trainable_weights(gpt(), train=["sc*"])
    with pytest.raises(InputError, match=r"--freeze 'nothing\*' matches no weight"):
        trainable_weights(gpt(), freeze=["nothing*"])
