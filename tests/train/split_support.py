"""Stages that several processes share, with any types and ratios, for tests."""

from __future__ import annotations

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from train_models import MODELS, loss_of

from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.stage_model import Bisection, LayerSplit, TensorSplit
from hwpipe.runtime.piece import Piece, split_model, tensor_specs
from hwpipe.runtime.shard.blocks import StageShards, shards_of
from hwpipe.runtime.shard.cut import shard_piece
from hwpipe.runtime.shard.model import Shard
from hwpipe.runtime.shard.reshape import indices
from hwpipe.runtime.spec import StageSpec
from hwpipe.tensor.layers import layer_graph
from hwpipe.tensor.model import LayerGraph
from hwpipe.train.channel.mail import LocalMail, PostOffice
from hwpipe.train.split.group import MailGroup
from hwpipe.train.split.stage import SplitStage
from hwpipe.train.stage import TrainStage
from hwpipe.train.trainable import trainable_weights

Sizes = tuple[int, int, int]


def any_split(
    layers: LayerGraph, members: int, ratio: float, *, force: str | None = None, seed: int = 0
) -> tuple[TensorSplit, tuple[str, ...]]:
    """Types of every level: `force` where the sizes allow it, else drawn from a seed."""
    rng = random.Random(seed)
    levels: list[Bisection] = []

    def down(names: tuple[str, ...], level: int, sizes: Sequence[Sizes]) -> None:
        if len(names) == 1:
            return
        cut = (len(names) + 1) // 2
        types, ratios, halves = [], [], ([], [])  # type: ignore[var-annotated]
        for layer, size in zip(layers.layers, sizes, strict=True):
            free = [t for t, n in zip(("I", "II", "III"), size, strict=True)
                    if n >= 2 and not (t == "III" and layer.channelwise)]  # fmt: skip
            word = rng.choice([*free, "both"]) if force is None else (
                force if force in free else (free or ["both"])[0]
            )  # fmt: skip
            at = ("I", "II", "III").index(word) if word != "both" else 0
            count = size[at] if word != "both" else 2
            first = min(max(1, round(ratio * count)), count - 1)
            types.append(word)
            ratios.append(first / count)
            low, high = list(size), list(size)
            if word != "both":
                for axis in (1, 2) if layer.channelwise and at == 1 else (at,):
                    low[axis], high[axis] = first, count - first
            halves[0].append(tuple(low))
            halves[1].append(tuple(high))
        levels.append(
            Bisection(level, ((names[:cut], names[cut:]),), tuple(types), tuple(ratios), (0, 0))
        )
        down(names[:cut], level + 1, halves[0])
        down(names[cut:], level + 1, halves[1])

    names = tuple(f"d{k}" for k in range(members))
    down(names, 0, [(x.batch, x.in_channels, x.out_channels) for x in layers.layers])
    rows = tuple(LayerSplit(x.name, x.kind, (), (), 0.0, 0.0) for x in layers.layers)
    return TensorSplit("test", rows, tuple(levels), (), (), 0.0, True), names


def opened(name: str, batch: int, folder: Path) -> tuple[ModelSource, onnx.ModelProto]:
    """A model of `train_models` through the door that plans use."""
    path = folder / f"{name}.onnx"
    onnx.save(MODELS[name][0](batch), path)
    source = open_model(path)
    return source, source.materialise(batch)


def shared_stages(
    source: ModelSource, batch: int, cuts: Sequence[int], widths: Sequence[int],
    counts: Sequence[int], *, ratio: float = 0.6, seed: int = 0, force: str | None = None,
) -> tuple[StageSpec, ...]:  # fmt: skip
    """Stages cut at node numbers, each with its members and replicas."""
    graph = source.graph(batch)
    edges = [0, *cuts, len(graph.nodes)]
    stages = []
    for i, width in enumerate(widths):
        nodes = tuple(range(edges[i], edges[i + 1]))
        shards = None
        if width > 1:
            layers = layer_graph(graph, nodes)
            split, names = any_split(layers, width, ratio, force=force, seed=seed + i)
            shards = shards_of(split, layers, names, ["cpu"] * width)
        stages.append(StageSpec(i, nodes, f"cpu{i}", "cpu", counts[i], shards=shards))
    return tuple(stages)


def whole_piece(model: onnx.ModelProto) -> Piece:
    """The model as one stage that is trained."""
    (piece,) = split_model(model, [range(len(model.graph.node))])
    return replace(piece, weights=trainable_weights(model))


def cut_piece(piece: Piece, model: onnx.ModelProto, shards: StageShards) -> tuple[Shard, ...]:
    """The shards of a whole model."""
    graph = model.graph
    specs = tensor_specs([*graph.input, *graph.value_info, *graph.output])
    return shard_piece(piece, specs, shards, training=True, feeds=piece.inputs)


@dataclass
class Trained:
    """What came of one micro-batch: loss, gradients by name, and the stages."""

    loss: float
    gradients: dict[str, np.ndarray]
    stages: list[Any]


def alone(piece: Piece, x: torch.Tensor, target: torch.Tensor, *, split: bool) -> Trained:
    """One micro-batch in one process."""
    stage = TrainStage(piece, torch.device("cpu"), split=split)
    gradients, loss = _micro_batch(stage, x, target, leads=True, split=split)
    found = {n: g.numpy() for n, g in zip(stage.names, gradients, strict=True) if g is not None}
    return Trained(loss, found, [stage])


def together(
    shards: Sequence[Shard], x: torch.Tensor, target: torch.Tensor, *, split: bool
) -> Trained:
    """The same by the members of a stage, one thread each; gradients joined."""
    office = PostOffice()
    sums: list[dict[str, torch.Tensor]] = [{} for _ in shards]
    stages: list[Any] = [None] * len(shards)
    losses: list[float] = [0.0] * len(shards)
    errors: list[BaseException] = []

    def work(m: int) -> None:
        torch.set_num_threads(1)
        try:
            group = MailGroup(LocalMail(m, office, 30.0), m, 0, 0)
            stage = stages[m] = SplitStage(shards[m], torch.device("cpu"), group, split=split)
            gradients, losses[m] = _micro_batch(stage, x, target, leads=m == 0, split=split)
            named = zip(stage.names, gradients, strict=True)
            sums[m] = stage.complete({n: g for n, g in named if g is not None})
        except BaseException as error:
            errors.append(error)
            office.failed.set()

    threads = [threading.Thread(target=work, args=(m,)) for m in range(len(shards))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return Trained(losses[0], joined(shards, sums), stages)


def _micro_batch(
    stage: TrainStage, x: torch.Tensor, target: torch.Tensor, *, leads: bool, split: bool
) -> tuple[list[Any], float]:
    for weight in stage.weights:
        weight.requires_grad_()
    kept = stage.forward([x], stage.weights)
    outputs, starts, value = [], [], 0.0
    if leads:
        loss = loss_of(kept.outputs[0], target)
        outputs, starts, value = [loss], [torch.ones(())], float(loss.detach())
    if split:
        stage.backward_input(kept, outputs, starts)
        return stage.backward_weight(kept), value
    return stage.backward(kept, outputs, starts)[1], value


def joined(
    shards: Sequence[Shard], parts: Sequence[dict[str, torch.Tensor]]
) -> dict[str, np.ndarray]:
    """Whole arrays from the blocks of all members, copies being equal bit for bit."""
    found: dict[str, np.ndarray] = {}
    for shard, own in zip(shards, parts, strict=True):
        for name, value in own.items():
            layout = shard.held[name].layout
            whole = found.setdefault(name, np.full(layout.shape, np.nan, np.float32))
            box = layout.boxes[shard.member]
            place = np.ix_(*(indices(runs) for runs in box)) if box else ()
            before = whole[place]
            known = ~np.isnan(before)
            assert np.array_equal(before[known], value.numpy()[known]), f"copies of {name} differ"
            whole[place] = value.numpy()
    return found


def assert_near(got: dict[str, np.ndarray], want: dict[str, np.ndarray], limit: float) -> None:
    """Equal to rounding: `limit` of the largest element, at least of a hundredth of all."""
    assert got.keys() == want.keys()
    largest = max(float(np.abs(array).max()) for array in want.values())
    for name, array in want.items():
        scale = max(float(np.abs(array).max()), 1e-2 * largest)
        error = float(np.abs(got[name] - array).max()) / scale
        assert error < limit, f"{name} differs by {error:.2g} of its scale"
