"""Recomputed and swapped activations: the same bits, and as many bytes as planned."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from train_models import F32, MODELS, Alone, Builder, assert_equal, cut, loss_of

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.piece import split_model
from hwpipe.runtime.spec import StageSpec
from hwpipe.runtime.strategy import Measure, StageStrategy, strategy_of
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators import generate
from hwpipe.schedule.generators.chunked import interleaved
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.schedule.model import Schedule
from hwpipe.train.api import train, train_stages
from hwpipe.train.memory.recompute import MemoryStage
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult
from hwpipe.train.trainable import trainable_weights

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


def test_a_full_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int, offset: int, size: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "posix_fallocate", full)
    with pytest.raises(WorkError, match=r"no room for \d+ bytes of swapped .*No space left"):
        trained("cnn", 2, ("swap", "swap", "swap"), limit=0.0)


def gradients(name: str, device: str, choices: tuple[Measure, ...]) -> list[torch.Tensor]:
    """Of one micro-batch on a device."""
    make, data = MODELS[name]
    model = make(2)
    nodes = tuple(range(len(model.graph.node)))
    (piece,) = split_model(model, [nodes])
    piece = replace(piece, weights=trainable_weights(model))
    (spec,) = with_strategy((StageSpec(0, nodes, device, "gpu"),), choices)
    assert spec.strategy is not None
    stage = MemoryStage(piece, torch.device(device), spec.strategy, split=False)
    leaves = [weight.data.requires_grad_() for weight in stage.weights]
    x, target = (torch.from_numpy(array).to(device) for array in next(data(2)))
    kept = stage.forward([x], leaves)
    loss = loss_of(kept.outputs[0], target)
    _, found = stage.backward(kept, [loss], [torch.ones_like(loss.detach())])
    assert stage.ledger.peak > 0
    del kept, loss
    stage.close()  # a copy out that came too late still holds its storage
    assert stage.ledger.current == 0
    return [gradient.cpu() for gradient in found if gradient is not None]


@pytest.mark.gpu
@pytest.mark.parametrize("name", MODELS)
def test_streams_and_pinned_memory_give_the_same_bits(name: str) -> None:
    if not torch.cuda.is_available():
        pytest.skip("no CUDA device")
    torch.use_deterministic_algorithms(True)
    try:
        want = gradients(name, "cuda", ("keep",))
        for choices in (("swap", "swap", "swap"), ("swap", "recompute", "keep")):
            for got, gradient in zip(gradients(name, "cuda", choices), want, strict=True):
                assert torch.equal(got, gradient)
    finally:
        torch.use_deterministic_algorithms(False)


def test_a_stage_alone_frees_everything_after_its_backward() -> None:
    for name in MODELS:
        want = gradients(name, "cpu", ("keep",))
        for choices in CHOICES.values():
            for got, gradient in zip(gradients(name, "cpu", choices), want, strict=True):
                assert torch.equal(got, gradient)


def test_results_that_were_sent_are_forgotten_with_their_block() -> None:
    model = of_two(deep(2))
    piece, _ = split_model(model, [range(3), range(3, len(model.graph.node))])
    stage = MemoryStage(piece, torch.device("cpu"), StageStrategy(((0, 1, 2),), ("recompute",)),
                        split=False)  # fmt: skip
    stage.sends = True
    x = torch.ones(2, 3, 32, 32).requires_grad_()
    first = stage.forward([x], [w.data.requires_grad_() for w in stage.weights])
    sent = first.outputs[0].detach()
    assert first.outputs[0].untyped_storage().nbytes() == sent.untyped_storage().nbytes()
    stage.forward([x], [w.data.requires_grad_() for w in stage.weights], 1)
    assert first.outputs[0].untyped_storage().nbytes() == 4
    assert sent.untyped_storage().nbytes() == sent.numel() * 4
    (found,), _ = stage.backward(first, [first.outputs[0]], [torch.ones_like(sent)])
    assert found is not None
    assert bool((found != 0).any())


def of_two(model: onnx.ModelProto) -> onnx.ModelProto:
    """The model for two samples."""
    for value in (*model.graph.input, *model.graph.output):
        value.type.tensor_type.shape.dim[0].dim_value = 2
    return onnx.shape_inference.infer_shapes(model)
