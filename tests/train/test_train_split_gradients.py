"""A stage that several processes share computes the loss and gradients of one process.

Not bit for bit: partial sums of a convolution's or product's input channels, and of the statistics
of normalisation, are added in another order than a kernel adds them.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from split_support import alone, any_split, assert_near, cut_piece, opened, together, whole_piece
from train_models import MODELS

from hwpipe.runtime.shard.blocks import shards_of
from hwpipe.tensor.layers import layer_graph

LIMIT = 2e-5


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def compared(
    name: str, folder: Path, members: int, ratio: float, *, force: str | None = None,
    seed: int = 0, split: bool = False,
) -> None:  # fmt: skip
    batch = 8 if members > 2 else 4
    source, model = opened(name, batch, folder)
    layers = layer_graph(source.graph(batch))
    chosen, names = any_split(layers, members, ratio, force=force, seed=seed)
    piece = whole_piece(model)
    shards = cut_piece(piece, model, shards_of(chosen, layers, names, ["cpu"] * members))
    x, target = map(torch.from_numpy, next(MODELS[name][1](batch)))
    want, got = alone(piece, x, target, split=split), together(shards, x, target, split=split)
    assert got.loss == pytest.approx(want.loss, rel=1e-5)
    assert_near(got.gradients, want.gradients, LIMIT)
    for statistic, whole in want.stages[0].statistics.items():
        for shard, stage in zip(shards, got.stages, strict=True):
            (runs,) = shard.held[statistic].layout.boxes[shard.member]
            block = np.concatenate([whole.numpy()[a:b] for a, b in runs])
            np.testing.assert_allclose(stage.statistics[statistic].numpy(), block, atol=2e-6)


@pytest.mark.parametrize("split", [False, True], ids=["BW", "B-and-W"])
@pytest.mark.parametrize(("members", "ratio"), [(2, 0.5), (2, 0.7), (4, 0.6)])
@pytest.mark.parametrize("force", ["I", "II", "III", "both"])
@pytest.mark.parametrize("name", MODELS)
def test_one_type_for_all_layers(
    name: str, force: str, members: int, ratio: float, split: bool, tmp_path: Path
) -> None:
    if force == "both" and (members > 2 or ratio != 0.5):
        pytest.skip("copies have no ratio")
    compared(name, tmp_path, members, ratio, force=force, split=split)


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("name", MODELS)
def test_any_types_on_any_level(name: str, seed: int, tmp_path: Path) -> None:
    members, ratio = [(2, 0.7), (3, 0.6), (4, 0.5), (5, 0.4)][seed % 4]
    compared(name, tmp_path, members, ratio, seed=seed, split=seed % 2 == 1)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(100, 160))
@pytest.mark.parametrize("name", MODELS)
def test_many_types_on_any_level(name: str, seed: int, tmp_path: Path) -> None:
    members, ratio = [(2, 0.7), (3, 0.6), (4, 0.5), (6, 0.5)][seed % 4]
    compared(name, tmp_path, members, ratio, seed=seed, split=seed % 2 == 1)


def test_halves_that_compute_a_layer_twice_and_divide_it_differently(tmp_path: Path) -> None:
    """Both halves hold the first layers; one divides output channels, the other input channels."""
    for seed in (156, 656):
        compared("cnn", tmp_path, 4, 0.5, seed=seed)
