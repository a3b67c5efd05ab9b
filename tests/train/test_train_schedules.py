"""Every synchronous schedule gives the weights of one process that accumulates the same
micro-batches, bit for bit: CNN with batch normalisation, ResNet and GPT, on unequal stages."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import torch
from train_models import MODELS, Alone, assert_equal, cut

from hwpipe.schedule import Schedule, make_schedule
from hwpipe.schedule.generators.bidirectional import bitpipe, chimera
from hwpipe.schedule.generators.chunked import interleaved
from hwpipe.schedule.generators.split import two_stage_backward, zero_bubble
from hwpipe.schedule.generators.vshape import v_schedule
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer

MOMENTUM, ADAM = "sgd:lr=0.1,momentum=0.9", "adam:lr=0.01"

#: Schedule, and the micro-batches that each replica of every stage sums up.
CASES: dict[str, tuple[Schedule, list[list[int]] | None]] = {
    "gpipe": (make_schedule("gpipe", stages=2, microbatches=4), None),
    "1f1b-as": (make_schedule("1f1b-as", stages=4, microbatches=6), None),
    "1f1b-sno": (make_schedule("1f1b-sno", stages=3, microbatches=4), None),
    "1f1b-so": (make_schedule("1f1b-so", stages=3, microbatches=6), None),
    "fbp-as": (make_schedule("fbp-as", stages=3, microbatches=4), None),
    "zb-h1": (zero_bubble("zb-h1", 4, 6), None),
    "zb-h2": (zero_bubble("zb-h2", 3, 6), None),
    "2bp": (two_stage_backward("2bp", 2, 4), None),
    "gpipe-2bp": (two_stage_backward("gpipe-2bp", 2, 4), None),
    "interleaved": (interleaved("1f1b-interleaved", 2, 4, 2), None),
    "zb-v": (v_schedule("zb-v", 2, 4), None),
    "v-half": (v_schedule("v-half", 2, 4), None),
    "v-min": (v_schedule("v-min", 2, 4), None),
    "chimera": (chimera("chimera", 2, 4), [[0, 2], [1, 3]]),
    "bitpipe": (bitpipe("bitpipe", 2, 4), [[0, 2], [1, 3]]),
}


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained_alike(
    name: str, schedule: Schedule, optimizer: str, groups: list[list[int]] | None = None
) -> None:
    """Train 5 steps both ways and compare weights, statistics and losses."""
    make, data = MODELS[name]
    model, count = make(), schedule.microbatches
    spec = parse_optimizer(optimizer)
    options = TrainOptions(data=data, optimizer=spec, steps=5, timeout_s=60)
    result = train_stages(model, cut(model, schedule.stages), schedule, options, micro_batch=2,
                          in_process=True)  # fmt: skip
    alone, batches = Alone(model, spec), data(2 * count)
    for _ in range(5):
        alone.step(*next(batches), count, groups)
    assert_equal(result.weights, alone.state, statistics=groups is None)
    assert list(result.losses) == alone.losses
    assert set(result.weight_versions) == {1}


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("schedule", CASES)
def test_bit_equal_to_one_process(model: str, schedule: str) -> None:
    trained_alike(model, *CASES[schedule][:1], MOMENTUM, CASES[schedule][1])


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("optimizer", [ADAM, "adamw:lr=0.01,weight_decay=0.1", "sgd:lr=0.05"])
def test_optimizers(model: str, optimizer: str) -> None:
    trained_alike(model, CASES["1f1b-as"][0], optimizer)
    trained_alike(model, CASES["zb-h1"][0], optimizer)
