"""Training with stages that several processes share: steps, pipelines, replicas, checkpoints."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from split_support import opened, shared_stages
from train_models import F32, I64, MODELS, Alone, Builder

from hwpipe.cluster.model import Cluster
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.options import CompileOptions
from hwpipe.runtime.shard.cut import _same_order
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.asynchronous import double_buffered
from hwpipe.schedule.generators.chunked import interleaved
from hwpipe.schedule.generators.split import two_stage_backward, zero_bubble
from hwpipe.schedule.model import Schedule
from hwpipe.train.api import train, train_stages
from hwpipe.train.export import with_weights
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult

MOMENTUM, ADAM = "sgd:lr=0.1,momentum=0.9", "adam:lr=0.01"
#: Weights whose gradient is zero but for rounding, which Adam blows up to a full step: biases in
#: front of a normalisation, and the key's, which shifts all scores of a row alike.
NO_GRADIENT = re.compile(r"(c\d|b\d[acs])_b|l\d+k_b")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(
    name: str, folder: Path, cuts: list[int], widths: list[int], counts: list[int], optimizer: str,
    *, schedule: Schedule | None = None, seed: int = 0, steps: int = 5, in_process: bool = True,
) -> tuple[TrainResult, Alone]:  # fmt: skip
    """The same steps by shared stages and by one process."""
    micro_batch, count = 4, 4
    source, model = opened(name, micro_batch, folder)
    stages = shared_stages(source, micro_batch, cuts, widths, counts, seed=seed)
    if schedule is None:
        schedule = make_schedule("1f1b-as", stages=len(stages), microbatches=count,
                                 replicas=counts)  # fmt: skip
    spec, data = parse_optimizer(optimizer), MODELS[name][1]
    options = TrainOptions(data=data, optimizer=spec, steps=steps, timeout_s=60)
    result = train_stages(model, stages, schedule, options, micro_batch=micro_batch,
                          micro_batches=count, in_process=in_process)  # fmt: skip
    alone, batches = Alone(model, spec), data(micro_batch * count)
    for _ in range(steps):
        alone.step(*next(batches), count)
    return result, alone


def assert_trained_alike(
    result: TrainResult, alone: Alone, *, adam: bool = False, limit: float = 1e-5
) -> None:
    assert result.weights.keys() == alone.state.keys()
    np.testing.assert_allclose(result.losses, alone.losses, rtol=2e-5)
    for name, want in alone.state.items():
        if adam and (NO_GRADIENT.fullmatch(name) or name.endswith(("_m", "_v"))):
            continue  # running means rest on biases in front of them
        scale = max(float(np.abs(want).max()), 1e-2)
        error = float(np.abs(result.weights[name] - want).max()) / scale
        assert error < limit, f"{name} differs by {error:.2g} of its scale"


CASES = {
    "one stage of 2": ([], [2], [1]),
    "one stage of 4": ([], [4], [1]),
    "2 and 2": ([5], [2, 2], [1, 1]),
    "1 and 2": ([5], [1, 2], [1, 1]),
    "2 and 1, replicated": ([5], [2, 1], [2, 2]),
    "3, and 2 replicas": ([5], [3, 1], [1, 2]),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("name", ["cnn", "gpt"])
def test_five_steps_of_momentum(name: str, case: str, tmp_path: Path) -> None:
    cuts, widths, counts = CASES[case]
    cuts = [20 for _ in cuts] if name == "gpt" else cuts
    for seed in (1, 2):
        assert_trained_alike(*trained(name, tmp_path, cuts, widths, counts, MOMENTUM, seed=seed))


@pytest.mark.parametrize("widths", [[2, 1], [2, 2], [4, 1]])
@pytest.mark.parametrize("name", ["cnn", "gpt", "resnet"])
def test_five_steps_of_adam(name: str, widths: list[int], tmp_path: Path) -> None:
    cuts = {"cnn": [5], "gpt": [20], "resnet": [9]}[name]
    result, alone = trained(name, tmp_path, cuts, widths, [1, 1], ADAM, seed=3)
    # A step of Adam divides by the root of the squared gradient: small ones keep fewer digits.
    assert_trained_alike(result, alone, adam=True, limit=2e-3)


@pytest.mark.parametrize(
    "schedule",
    [zero_bubble("zb-h1", 3, 4), two_stage_backward("2bp", 3, 4),
     make_schedule("gpipe", stages=3, microbatches=4)],
    ids=lambda s: s.name,
)  # fmt: skip
def test_other_schedules(schedule: Schedule, tmp_path: Path) -> None:
    result, alone = trained("gpt", tmp_path, [20, 40], [2, 1, 3], [1, 1, 1], MOMENTUM,
                            schedule=schedule, seed=5)  # fmt: skip
    assert_trained_alike(result, alone)


def test_two_runs_give_the_same_bits(tmp_path: Path) -> None:
    runs = [trained("resnet", tmp_path, [9], [3, 2], [1, 2], MOMENTUM, seed=6)[0] for _ in "ab"]
    for name, weight in runs[0].weights.items():
        assert weight.tobytes() == runs[1].weights[name].tobytes(), name
    assert runs[0].losses == runs[1].losses


def test_an_asynchronous_schedule(tmp_path: Path) -> None:
    """2BW keeps two versions of every block; equal to the same schedule on whole layers."""
    name, micro_batch = "cnn", 4
    source, model = opened(name, micro_batch, tmp_path)
    found = []
    for widths in ([1, 1], [2, 3]):
        stages = shared_stages(source, micro_batch, [5], widths, [1, 1], seed=8)
        options = TrainOptions(data=MODELS[name][1], optimizer=parse_optimizer(MOMENTUM), steps=4)
        schedule = double_buffered("pipedream-2bw", 2, 8, 2)
        found.append(train_stages(model, stages, schedule, options, micro_batch=micro_batch,
                                  micro_batches=2, in_process=True))  # fmt: skip
    np.testing.assert_allclose(found[1].losses, found[0].losses, rtol=2e-5)
    assert found[1].weight_versions == found[0].weight_versions


def mixed_cluster(count: int, tmp_path: Path) -> Cluster:
    """CPUs behind links so fast that sharing layers pays."""
    from hwpipe.cluster import load_cluster

    path = tmp_path / "near.toml"
    path.write_text(
        f'name = "near"\n[[device]]\nname = "a"\ntype = "cpu"\ncount = {count}\n[topology]\n'
        'kind = "switch"\nbandwidth = "200 GB/s"\nlatency = "100 ns"\noverlap = true\n'
    )
    return load_cluster(path)


def test_a_plan_is_trained_stopped_and_resumed_on_another(tmp_path: Path) -> None:
    """On processes: three steps by a shared stage, two more by a pipeline of whole layers."""
    name, batch = "cnn", 8
    source, model = opened(name, batch, tmp_path)
    cluster = mixed_cluster(2, tmp_path)
    plans = [
        compile_plan(source, cluster, options=CompileOptions(
            mode="train", batch=batch, microbatches=1, method=method, baselines=False))
        for method in ("joint", "equal-layers")
    ]  # fmt: skip
    assert [s.mode for s in plans[0].stages] == ["split"]
    data, folder = f"{Path(__file__).parent / 'train_models.py'}:images", tmp_path / "checkpoints"
    options = {"optimizer": MOMENTUM, "source": source, "checkpoint": folder}
    first = train(plans[0], data, steps=3, checkpoint_every=1, **options)
    second = train(plans[1], data, steps=5, resume=True, **options)
    third = train(plans[0], data, steps=6, resume=True, **options)
    alone, batches = Alone(model, parse_optimizer(MOMENTUM)), MODELS[name][1](batch)
    for step in range(6):
        alone.step(*next(batches), 1)
        if step == 2:
            assert_trained_alike(first, alone)
        if step == 4:
            assert_trained_alike(second, alone)
    assert_trained_alike(third, alone, limit=3e-5)
    exported = with_weights(model, first.weights)
    assert exported.graph.initializer != model.graph.initializer


def tied_head(micro_batch: int, tokens: int = 6, width: int = 16) -> onnx.ModelProto:
    """A language model whose table of tokens is its head as well."""
    b = Builder(7)
    table = b.weight("wte", 11, width, scale=0.5)
    x = b.node("Gather", (table, "ids"), "e")
    scale, bias = b.weight("n_s", width, fill=1.0), b.weight("n_o", width, fill=0.0)
    x = b.node("LayerNormalization", (x, scale, bias), "n", axis=-1)
    x = b.node("Tanh", (b.linear(x, "up", width, width),), "t")
    b.constant("rows", np.array([micro_batch * tokens, width]))
    b.constant("back", np.array([micro_batch, tokens, 11]))
    x = b.node("Gemm", (b.node("Reshape", (x, "rows"), "r"), table), "logits", transB=1)
    b.node("Reshape", (x, "back"), "y")
    shape = [micro_batch, tokens, 11]
    return b.model("tied", [("ids", I64, [micro_batch, tokens])], [("y", F32, shape)])


def tied_source(micro_batch: int, folder: Path) -> ModelSource:
    path = folder / "tied.onnx"
    onnx.save(tied_head(micro_batch), path)
    return open_model(path)


@pytest.mark.parametrize("seed", range(4))
def test_a_weight_of_two_layers_is_held_whole(seed: int, tmp_path: Path) -> None:
    """Embedding and head share a table: the gradients of both uses count once each."""
    source = tied_source(4, tmp_path)
    model, spec, data = source.materialise(4), parse_optimizer(MOMENTUM), MODELS["gpt"][1]
    stages = shared_stages(source, 4, [], [2 + seed % 3], [1], seed=seed)
    options = TrainOptions(data=data, optimizer=spec, steps=3, timeout_s=60)
    result = train_stages(model, stages, make_schedule("gpipe", stages=1, microbatches=2),
                          options, micro_batch=4, in_process=True)  # fmt: skip
    alone, batches = Alone(model, spec), data(8)
    for _ in range(3):
        alone.step(*next(batches), 2)
    assert_trained_alike(result, alone)


@pytest.mark.parametrize("counts", [[1, 1], [2, 1]])
@pytest.mark.parametrize("widths", [[1, 2], [3, 1], [2, 3]])
def test_a_weight_of_two_stages_stays_one(
    widths: list[int], counts: list[int], tmp_path: Path
) -> None:
    """Its gradient goes whole from first member to first member, and back to all blocks."""
    source = tied_source(4, tmp_path)
    model, spec, data = source.materialise(4), parse_optimizer(MOMENTUM), MODELS["gpt"][1]
    stages = shared_stages(source, 4, [3], widths, counts, seed=2)
    schedule = make_schedule("1f1b-as", stages=2, microbatches=4, replicas=counts)
    result = train_stages(model, stages, schedule,
                          TrainOptions(data=data, optimizer=spec, steps=3, timeout_s=60),
                          micro_batch=4, in_process=True)  # fmt: skip
    alone, batches = Alone(model, spec), data(16)
    for _ in range(3):
        alone.step(*next(batches), 4)
    assert_trained_alike(result, alone)


def test_what_cannot_be_shared_is_named(tmp_path: Path) -> None:
    source = tied_source(4, tmp_path)
    model, options = source.materialise(4), TrainOptions(data=MODELS["gpt"][1])
    stages = shared_stages(source, 4, [2, 4, 5], [1, 2, 1, 1], [1, 1, 1, 1])
    schedule = interleaved("1f1b-interleaved", 2, 4, 2)
    with pytest.raises(InputError, match=r"schedule 1f1b-interleaved: stages 1, 3 of one rank are "
                       r"shared by 2, 1 devices .*stages of one width"):  # fmt: skip
        train_stages(model, stages, schedule, options, micro_batch=4, in_process=True)


def test_members_that_would_wait_crosswise_are_noticed(tmp_path: Path) -> None:
    from dataclasses import replace

    from split_support import any_split, cut_piece, whole_piece

    from hwpipe.runtime.shard.blocks import shards_of
    from hwpipe.tensor.layers import layer_graph

    source, model = opened("gpt", 4, tmp_path)
    layers = layer_graph(source.graph(4))
    split, names = any_split(layers, 2, 0.5, force="III")
    shards = cut_piece(whole_piece(model), model, shards_of(split, layers, names, ["cpu"] * 2))
    nodes = list(shards[1].piece.nodes)
    at = [i for i, node in enumerate(nodes) if "number" in node.attrs]
    nodes[at[0]], nodes[at[1]] = nodes[at[1]], nodes[at[0]]
    _same_order(shards)
    with pytest.raises(AssertionError, match="wait for each other"):
        _same_order((shards[0], replace(shards[1], piece=replace(shards[1].piece,
                                                                 nodes=tuple(nodes)))))  # fmt: skip


def test_a_number_that_is_not_finite_names_stage_and_node(tmp_path: Path) -> None:
    from collections.abc import Iterator as Batches

    source, model = opened("cnn", 4, tmp_path)

    def bad(batch: int, seed: int = 0) -> Batches[tuple[np.ndarray, np.ndarray]]:
        for x, target in MODELS["cnn"][1](batch, seed):
            x[0, 0, 0, 0] = np.nan
            yield x, target

    stages: tuple[StageSpec, ...] = shared_stages(source, 4, [5], [2, 1], [1, 1], force="III")
    options = TrainOptions(data=bad, timeout_s=20)
    schedule = make_schedule("gpipe", stages=2, microbatches=2)
    with pytest.raises(WorkError, match=r"stage 0, micro-batch 0, node 0 'n_c1'.*not finite"):
        train_stages(model, stages, schedule, options, micro_batch=4, in_process=True)
