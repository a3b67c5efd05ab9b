"""Recomputed and swapped activations: the same bits, and as many bytes as planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from train_models import F32, MODELS, Alone, Builder, assert_equal, cut

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.strategy import Measure, StageStrategy, strategy_of
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators import generate
from hwpipe.schedule.generators.chunked import interleaved
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.schedule.model import Schedule
from hwpipe.train.api import train, train_stages
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


LISTS: dict[str, Schedule] = {
    "gpipe": make_schedule("gpipe", stages=2, microbatches=4),
    "zb-h1": zero_bubble("zb-h1", 2, 4),
    "interleaved": interleaved("1f1b-interleaved", 2, 4, 2),
}


@pytest.mark.parametrize("schedule", LISTS.values(), ids=LISTS)
def test_other_schedules_have_the_same_bits(schedule: Schedule) -> None:
    result = trained("resnet", schedule.stages, ("swap", "recompute", "keep"), schedule)
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


def deep(layers: int = 8, width: int = 16) -> onnx.ModelProto:
    """Convolutions with normalisation and ReLU, whose saved tensors are easily counted."""
    b, x, channels = Builder(5), "x", 3
    for i in range(layers):
        x = b.norm(b.conv(x, f"c{i}", channels, width), f"n{i}", width)
        x, channels = b.node("Relu", (x,), f"r{i}"), width
    x = b.node("Flatten", (b.node("GlobalAveragePool", (x,), "g"),), "f")
    w, o = b.weight("fc_w", 5, width), b.weight("fc_b", 5, scale=0.1)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("deep", [("x", F32, ["N", 3, 32, 32])], [("y", F32, ["N", 5])])


CLUSTER = """
name = "small"
[[device]]
name = "cpu"
type = "cpu"
count = 2
memory = "{memory}"
host_link = "8 GB/s"
[topology]
kind = "switch"
bandwidth = "1 GB/s"
latency = "50 us"
"""


def images32(batch: int) -> Any:
    rng = np.random.default_rng(0)
    while True:
        x = rng.standard_normal((batch, 3, 32, 32)).astype(np.float32)
        yield x, rng.integers(0, 5, batch)


def planned(folder: Path, memory: str, *strategies: str) -> hwpipe.Plan:
    onnx.save(deep(), folder / "deep.onnx")
    (folder / "small.toml").write_text(CLUSTER.format(memory=memory))
    options = hwpipe.CompileOptions(mode="train", batch=32, microbatches=8, method="equal-layers",
                                    schedule="1f1b-as", strategies=strategies)  # fmt: skip
    return hwpipe.compile_plan(
        str(folder / "deep.onnx"), hwpipe.load_cluster(folder / "small.toml"), options=options
    )


#: Mean and deviation of a normalised micro-batch in five layers, which the plan does not count.
STATISTICS = 2 * 5 * 16 * 4


def run_of(plan: hwpipe.Plan, **options: Any) -> TrainResult:
    return train(plan, images32, steps=2, optimizer=MOMENTUM, in_process=True, **options)


@pytest.fixture(scope="module")
def plenty(tmp_path_factory: pytest.TempPathFactory) -> TrainResult:
    return run_of(planned(tmp_path_factory.mktemp("plenty"), "64 MB", "recompute", "swap"))


@pytest.mark.parametrize(
    ("memory", "strategies"),
    [("5 MB", ("swap",)), ("4 MB", ("swap",)), ("3 MB", ("recompute", "swap")),
     ("5 MB", ("recompute",))],
)  # fmt: skip
def test_peak_and_traffic_are_the_plans(
    tmp_path: Path, plenty: TrainResult, memory: str, strategies: tuple[str, ...]
) -> None:
    plan = planned(tmp_path, memory, *strategies)
    stage = plan.stages[0]
    strategy = stage.memory_strategy
    assert strategy is not None
    result = run_of(plan)
    assert_equal(result.weights, plenty.weights)
    assert result.losses == plenty.losses
    (kept,) = (run.kept[0] for run in result.runs if 0 in run.kept)
    # The plan counts tensors by the same rules, but not the statistics of normalisation.
    allowed = stage.activation_bytes * stage.in_flight + stage.in_flight * STATISTICS
    assert 0.9 * allowed < kept.peak <= allowed
    assert kept.peak + stage.memory_bytes - allowed <= stage.memory_available_bytes
    moved = strategy.copy_out_s * strategy.host_bytes_per_s
    assert kept.swapped_out == kept.swapped_in
    assert kept.swapped_out / 2 == pytest.approx(moved, rel=1e-3)
    assert (kept.recomputed > 0) == (strategy.recompute_s > 0)
    choices = [choice for _, choice in strategy.blocks]
    kinds = {span.kind for _, span in result.spans()}
    assert ({"SWAP_OUT", "SWAP_IN"} <= kinds) == ("swap" in choices)
    assert ("RECOMPUTE" in kinds) == ("recompute" in choices)


def test_what_is_kept_without_a_strategy_is_what_the_plan_counts(tmp_path: Path) -> None:
    plan = planned(tmp_path, "64 MB")
    stages = tuple(
        StageSpec(s.index, s.node_indices, s.devices[0], "cpu",
                  strategy=StageStrategy((s.node_indices,), ("keep",)))
        for s in plan.stages
    )  # fmt: skip
    model = hwpipe.open_model(tmp_path / "deep.onnx").materialise(4)
    result = train_stages(
        model, stages, make_schedule("1f1b-as", stages=2, microbatches=8),
        TrainOptions(data=images32, optimizer=MOMENTUM), micro_batch=4, in_process=True,
    )  # fmt: skip
    for run in result.runs:
        for s, kept in run.kept.items():
            stage = plan.stages[s]
            want = stage.activation_bytes * stage.in_flight
            assert want <= kept.peak <= want + stage.in_flight * STATISTICS


def test_swapped_inputs_still_name_the_node_of_a_number_that_is_not_finite() -> None:
    make, _ = MODELS["cnn"]
    model = make(2)
    with pytest.raises(WorkError, match=r"stage 0, micro-batch 1, node 0 .*Conv.*not finite"):
        train_stages(
            model, with_strategy(cut(model, 2), ("swap", "swap")),
            make_schedule("gpipe", stages=2, microbatches=2),
            TrainOptions(data=not_finite, optimizer=MOMENTUM), micro_batch=2, in_process=True,
        )  # fmt: skip


def not_finite(batch: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """An infinity in the second micro-batch."""
    x = np.ones((batch, 3, 8, 8), np.float32)
    x[2] = np.inf
    return [(x, np.zeros(batch, np.int64))]


def test_strategies_and_schedules_that_do_not_go_together_are_refused() -> None:
    make, data = MODELS["cnn"]
    model = make(1)
    schedule = generate("pipelined-backprop", 2, 4)
    with pytest.raises(InputError, match=r"stage 0 recomputes or swaps .* newest weights"):
        train_stages(
            model, with_strategy(cut(model, 2), ("recompute",)), schedule,
            TrainOptions(data=data, optimizer=MOMENTUM, steps=4), micro_batch=1, micro_batches=1,
            in_process=True,
        )  # fmt: skip


def test_blocks_that_are_no_runs_of_a_stages_nodes_are_refused(tmp_path: Path) -> None:
    plan = planned(tmp_path, "4 MB", "swap")
    stage = plan.stages[0]
    assert stage.memory_strategy is not None
    (name, choice), *rest = stage.memory_strategy.blocks
    bad = replace(stage.memory_strategy, blocks=((name + "?", choice), *rest))
    with pytest.raises(InputError, match=r"blocks are not runs of its nodes.*compile the plan"):
        strategy_of(replace(stage, memory_strategy=bad))
    spilled = replace(stage.memory_strategy, blocks=((name, "spill"), *rest))
    with pytest.raises(InputError, match=r"stage 0 on cpu0: spills its weights to host memory"):
        strategy_of(replace(stage, memory_strategy=spilled))


def with_dropout(micro_batch: int = 2) -> onnx.ModelProto:
    """The small network with Dropout in training mode between its convolutions and at its end."""
    b = Builder(1)
    b.constant("share", np.float32(0.4))
    b.constant("on", np.bool_(True))
    x = b.node("Relu", (b.norm(b.conv("x", "c1", 3, 8), "n1", 8),), "r1")
    x = b.node("Dropout", (x, "share", "on"), "d1")
    x = b.node("Relu", (b.conv(x, "c2", 8, 12, stride=2),), "r2")
    x = b.node("Flatten", (b.node("GlobalAveragePool", (x,), "g"),), "f")
    x = b.node("Dropout", (x, "", "on"), "d2", seed=7)
    w, o = b.weight("fc_w", 5, 12), b.weight("fc_b", 5, scale=0.1)
    b.node("Gemm", (x, w, o), "y", transB=1)
    return b.model("dropout", [("x", F32, [micro_batch, 3, 8, 8])], [("y", F32, [micro_batch, 5])])


def test_dropout_draws_the_same_masks_wherever_and_however_often_it_runs() -> None:
    _, data = MODELS["cnn"]
    found = []
    for stages, choices, seed in ((1, None, 0), (2, None, 0), (2, ("recompute",), 0),
                                  (2, ("recompute", "swap"), 0), (2, None, 1)):  # fmt: skip
        model = with_dropout()
        own = cut(model, stages)
        found.append(train_stages(
            model, with_strategy(own, choices) if choices else own,
            make_schedule("1f1b-as", stages=stages, microbatches=4),
            TrainOptions(data=lambda batch: data(batch), optimizer=MOMENTUM, steps=3, seed=seed),
            micro_batch=2, in_process=True,
        ))  # fmt: skip
    want, *others, other_seed = found
    for result in others:
        assert result.losses == want.losses
        assert_equal(result.weights, want.weights)
    assert other_seed.losses != want.losses


def test_dropout_keeps_the_mean_and_draws_anew() -> None:
    from hwpipe.runtime.piece import OpNode
    from hwpipe.train.dropout import Dropping

    node = OpNode(3, "d", "Dropout", "", 13, ("x", "r", "t"), ("y", "m"))
    dropping, x = Dropping(), torch.ones(200, 200)
    ratio, on = torch.tensor(0.25), torch.tensor(True)
    with pytest.raises(InputError, match="Dropout with training_mode set"):
        dropping(node, x, ratio, on)
    dropping.micro_batch = 0
    y, mask = dropping(node, x, ratio, on)
    assert y.unique().tolist() == pytest.approx([0.0, 4 / 3])
    assert float(y.mean()) == pytest.approx(1.0, abs=0.02)
    assert torch.equal(mask, y > 0)
    assert torch.equal(dropping(node, x, ratio, on)[0], y)
    dropping.first = 1
    assert not torch.equal(dropping(node, x, ratio, on)[0], y)
    with pytest.raises(InputError, match=r"drops 1 of its input \(limit: 0 to below 1\)"):
        dropping(node, x, torch.tensor(1.0), on)
    assert torch.equal(dropping(node, x, ratio, torch.tensor(False))[0], x)
