"""What members of a stage exchange is what the tensor partition counts, to the byte."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from split_support import cut_piece, opened, together, whole_piece
from train_models import MODELS

from hwpipe.cluster.model import Device, Link
from hwpipe.plan.sharing import tensor_split
from hwpipe.runtime.shard.blocks import shards_of
from hwpipe.runtime.shard.boxes import Layout
from hwpipe.runtime.shard.exchange import moves, sums
from hwpipe.runtime.shard.model import Shard
from hwpipe.tensor.layers import layer_graph
from hwpipe.tensor.stage import tensor_stage_time

LINK = Link("d0", "d1", 50e9, 1e-7, overlap=True)
#: Charged by the model: seams between layers, partial sums, gradients before an update.
CHARGED = ("seam", "sum", "weight")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def devices(count: int) -> list[Device]:
    from hwpipe.cluster import load_cluster

    (first, *_) = load_cluster("single-cpu").devices
    from dataclasses import replace

    return [replace(first, name=f"d{k}") for k in range(count)]


def planned(
    name: str, mode: str, speeds: Sequence[float], folder: Path, batch: int = 8
) -> tuple[dict[str, float], tuple[Shard, ...]]:
    """Bytes by layer as the cost model has them, and the shards of that split."""
    source, model = opened(name, batch, folder)
    graph = source.graph(batch)
    layers = layer_graph(graph)
    members = devices(len(speeds))
    work = np.array([max(1.0, sum(layer.flops)) for layer in layers.layers])
    seconds = np.array([work / (speed * 1e10) for speed in speeds])
    split = tensor_stage_time(layers, members, LINK, mode, seconds=seconds)
    names = tuple(d.name for d in members)
    plan = tensor_split(graph, tuple(range(len(graph.nodes))), names, split)
    shards = shards_of(plan, layers, names, ["cpu"] * len(members))
    piece = whole_piece(model)
    return {row.layer: row.moved_bytes for row in plan.layers}, cut_piece(piece, model, shards)


def exchanged(shards: Sequence[Shard]) -> dict[str, float]:
    """Bytes that all members receive for one micro-batch, by layer."""
    found: dict[str, float] = defaultdict(float)
    for shard in shards:
        for one in shard.exchanges:
            if one.kind in CHARGED:
                found[one.layer] += 4.0 * (one.forward + one.backward)
    return found


@pytest.mark.parametrize("speeds", [(1, 1), (1, 3), (1, 1, 1, 1)], ids=str)
@pytest.mark.parametrize("mode", ["data-parallel", "owt", "hypar", "accpar", "full"])
@pytest.mark.parametrize("name", ["cnn", "gpt", "resnet"])
def test_bytes_of_every_layer(
    name: str, mode: str, speeds: tuple[float, ...], tmp_path: Path
) -> None:
    want, shards = planned(name, mode, speeds, tmp_path)
    assert not shards[0].notes  # nothing was rounded or computed whole
    got = exchanged(shards)
    for layer, size in want.items():
        assert got.get(layer, 0.0) == pytest.approx(size, abs=1.0), layer
    assert got.keys() <= want.keys()


@pytest.mark.parametrize("mode", ["accpar", "owt"])
def test_as_many_elements_arrive_as_are_counted(mode: str, tmp_path: Path) -> None:
    _, shards = planned("cnn", mode, (1, 3), tmp_path)
    x, target = map(torch.from_numpy, next(MODELS["cnn"][1](8)))
    stages = together(shards, x, target, split=False).stages
    for shard, stage in zip(shards, stages, strict=True):
        for one in shard.exchanges:
            arrived = stage.talk.received.get(one.number, 0)
            if one.kind == "sum" and not one.forward and one.layer == "n_c1":
                assert arrived == 0  # the data wants no gradient; the model charges it
            else:
                assert arrived == one.forward + one.backward, one


def layout(shape: tuple[int, ...], *boxes: tuple[tuple[int, int], ...]) -> Layout:
    return Layout(shape, tuple(tuple((part,) for part in box) for box in boxes))


def test_the_inter_layer_table_from_layouts() -> None:
    """AccPar's table for 10 x 10 elements and a share of 0.7: rows, columns, everything."""
    rows = layout((10, 10), ((0, 7), (0, 10)), ((7, 10), (0, 10)))
    columns = layout((10, 10), ((0, 10), (0, 7)), ((0, 10), (7, 10)))
    whole = Layout.whole((10, 10), 2)

    def received(have: Layout, need: Layout) -> list[int]:
        return [move.received for move in moves(have, need, ("0", "1"))]

    assert received(rows, rows) == [0, 0]
    assert received(rows, columns) == received(columns, rows) == [21, 21]  # a b A
    assert received(rows, whole) == received(columns, whole) == [30, 70]  # b A, a A
    assert received(whole, rows) == received(whole, columns) == [0, 0]


def test_a_sum_costs_what_a_ring_costs() -> None:
    """2 (k - 1) / k of the block for each of k members, and everybody adds in one order."""
    for count in (2, 3, 4):
        parts = Layout.whole((12, 5), count)
        work = [(((12 * m // count, 12 * (m + 1) // count),),) for m in range(count)]
        found = sums(parts, work, 12, [str(m) for m in range(count)])
        assert found is not None
        assert [one.received for one in found] == [2 * (count - 1) * 60 // count] * count
        assert {cell.members for one in found for cell in one.cells} == {tuple(range(count))}


def test_results_that_are_complete_are_not_summed() -> None:
    rows = layout((4, 3), ((0, 2), (0, 3)), ((2, 4), (0, 3)))
    assert sums(rows, rows.boxes, 12, ("0", "1")) is None
    copies = Layout.whole((4, 3), 2)
    assert sums(copies, copies.boxes, 12, ("0", "1")) is None
    again = sums(copies, copies.boxes, 12, ("0", "1"), copies=True)
    assert again is not None
    assert [one.received for one in again] == [0, 12]
    halves = layout((4, 3), ((0, 3), (0, 3)), ((2, 4), (0, 3)))
    with pytest.raises(ValueError, match="do not make up the whole"):
        sums(halves, halves.boxes, 12, ("0", "1"))
