"""The parts alone: split backward, options, checkpoints, data, losses, errors, timelines."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from onnx import numpy_helper
from train_models import MODELS, Alone, assert_equal, cnn, cut, gpt, images, loss_of, tokens

import hwpipe
from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.piece import split_model
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.tokens import token_slices
from hwpipe.train import train_stages
from hwpipe.train.callables import load_function, name_of
from hwpipe.train.export import with_weights
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.stage import JOINT, TrainStage
from hwpipe.train.state.checkpoint import (
    Checkpoint,
    checkpoint_path,
    load_checkpoint,
    newest_checkpoint,
    save_checkpoint,
)
from hwpipe.train.timeline import measured_timeline
from hwpipe.train.trainable import trainable_weights

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def bound(name: str, *, split: bool) -> TrainStage:
    model = MODELS[name][0]()
    (piece,) = split_model(model, [range(len(model.graph.node))])
    piece = replace(piece, weights=trainable_weights(model))
    return TrainStage(piece, torch.device("cpu"), split=split)


@pytest.mark.parametrize("name", MODELS)
def test_both_halves_are_the_whole_backward(name: str) -> None:
    x, target = (torch.from_numpy(a) for a in next(MODELS[name][1](2)))
    found = []
    for split in (False, True):
        stage = bound(name, split=split)
        leaves = [w.detach().requires_grad_() for w in stage.weights]
        entered = x.clone().requires_grad_() if x.is_floating_point() else x
        kept = stage.forward([entered], leaves)
        loss = loss_of(kept.outputs[0], target)
        if split:
            inputs = stage.backward_input(kept, [loss], [None])
            found.append((inputs, stage.backward_weight(kept)))
        else:
            found.append(stage.backward(kept, [loss], [None]))
    for whole, halves in zip(*found, strict=True):
        for a, b in zip(whole, halves, strict=True):
            assert (a is None) == (b is None)
            assert a is None or torch.equal(a, b)


def flops_of_products(run: Any) -> int:
    """Multiply-accumulates of convolutions and matrix products in a call."""
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        run()
    return int(counter.get_total_flops())


@pytest.mark.parametrize("name", MODELS)
def test_the_halves_share_the_work_and_repeat_none(name: str) -> None:
    x, target = (torch.from_numpy(a) for a in next(MODELS[name][1](2)))
    entered = x.clone().requires_grad_() if x.is_floating_point() else x

    def forward(split: bool) -> Any:
        stage = bound(name, split=split)
        kept = stage.forward([entered], [w.detach().requires_grad_() for w in stage.weights])
        return stage, kept, loss_of(kept.outputs[0], target)

    stage, kept, loss = forward(False)
    whole = flops_of_products(lambda: stage.backward(kept, [loss], [None]))
    stage, kept, loss = forward(True)
    half_b = flops_of_products(lambda: stage.backward_input(kept, [loss], [None]))
    half_w = flops_of_products(lambda: stage.backward_weight(kept))
    assert half_b + half_w == whole
    assert half_b > 0.3 * whole
    assert half_w > 0.3 * whole
    assert "Conv" not in JOINT


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("lion:lr=1", r"--optimizer 'lion:lr=1': unknown optimizer 'lion' \(limit: sgd, adam, "),
        ("sgd:lr=fast", r"lr=fast \(limit: a number\)"),
        ("sgd:momentun=0.9", r"unknown setting 'momentun' of sgd .*did you mean momentum\?"),
        ("adam:beta1=1", r"beta1=1 \(limit: 0 or more and below 1\)"),
        ("sgd:lr=-1", r"lr=-1 \(limit: a finite number, 0 or more\)"),
        ("sgd:nesterov=true", r"nesterov without momentum; add momentum=0.9"),
        ("sgd:nesterov=maybe", r"nesterov=maybe \(limit: true or false\)"),
    ],
)  # fmt: skip
def test_wrong_optimizers(text: str, error: str) -> None:
    with pytest.raises(InputError, match=error):
        parse_optimizer(text)


def test_optimizers_are_torchs() -> None:
    weight = [torch.nn.Parameter(torch.zeros(1))]
    adam = parse_optimizer("adam:lr=1e-3,beta2=0.99,eps=1e-6").build(weight)
    assert isinstance(adam, torch.optim.Adam)
    assert adam.defaults["betas"] == (0.9, 0.99)
    assert str(parse_optimizer("sgd:momentum=0.9,lr=0.1")) == "sgd:lr=0.1,momentum=0.9"


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"steps": 0}, "--steps 0"),
        ({"timeout_s": 0.0}, "--timeout 0"),
        ({"resume": True}, "--resume or --checkpoint-every without a folder"),
        ({"loss": "hinge"}, r"--loss hinge \(limit: cross_entropy, mse or file.py:function\)"),
    ],
)
def test_wrong_options(change: dict[str, Any], error: str) -> None:
    with pytest.raises(InputError, match=error):
        replace(TrainOptions(data=images), **change).check()


def trained(model: Any, stages: int, steps: int, **options: Any) -> Any:
    schedule = make_schedule("1f1b-as", stages=stages, microbatches=2)
    chosen = TrainOptions(**{"data": images, "optimizer": MOMENTUM, "steps": steps, **options})
    return train_stages(model, cut(model, stages), schedule, chosen, micro_batch=2,
                        in_process=True)  # fmt: skip


@pytest.mark.parametrize("optimizer", ["sgd:lr=0.1,momentum=0.9", "adam:lr=0.01"])
def test_resuming_on_other_stages_gives_the_same_bits(tmp_path: Path, optimizer: str) -> None:
    model, spec = cnn(), parse_optimizer(optimizer)
    trained(model, 3, 2, checkpoint=tmp_path, optimizer=spec)
    result = trained(model, 2, 4, checkpoint=tmp_path, resume=True, optimizer=spec)
    alone, batches = Alone(model, spec), images(4)
    for _ in range(4):
        alone.step(*next(batches), 2)
    assert_equal(result.weights, alone.state)
    assert result.first_step == 2
    assert list(result.losses) == alone.losses


def test_a_damaged_checkpoint_is_passed_over(tmp_path: Path) -> None:
    model = cnn()
    trained(model, 2, 2, checkpoint=tmp_path, checkpoint_every=1)
    newest = checkpoint_path(tmp_path, 2)
    data = bytearray(newest.read_bytes())
    data[-40] ^= 1
    newest.write_bytes(data)
    with pytest.raises(
        InputError, match=r"step-00000002.ckpt: the checkpoint is damaged \(the hash"
    ):
        load_checkpoint(newest)
    result = trained(model, 2, 3, checkpoint=tmp_path, resume=True)
    assert result.first_step == 1
    assert any("damaged" in note for note in result.notes)
    assert "resumed after step 1" in result.notes


@pytest.mark.parametrize("size", [0, 10, 25, 200, 3000])
def test_a_truncated_checkpoint_is_refused(tmp_path: Path, size: int) -> None:
    path = tmp_path / "x.ckpt"
    save_checkpoint(Checkpoint(3, "m", "sgd", {"w": np.arange(2000.0)}), path)
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(InputError, match=r"no checkpoint of hwpipe|damaged"):
        load_checkpoint(path)
    assert newest_checkpoint(tmp_path) == (None, [])


def test_a_checkpoint_comes_back_as_it_was(tmp_path: Path) -> None:
    weights = {"a/b": np.arange(6, dtype=np.float32).reshape(2, 3), "s": np.array(2.5),
               "none": np.empty((0, 4), np.float16)}  # fmt: skip
    state = {"a/b": {"exp_avg": np.ones((2, 3), np.float32), "step": np.array(3.0)}}
    saved = Checkpoint(7, "sha256:x", "adam", weights, state, (1.5, 0.25))
    path = checkpoint_path(tmp_path / "new", 7)
    save_checkpoint(saved, path)
    loaded = load_checkpoint(path)
    assert (loaded.step, loaded.model_hash, loaded.losses) == (7, "sha256:x", (1.5, 0.25))
    for name, array in weights.items():
        assert loaded.weights[name].dtype == array.dtype
        np.testing.assert_array_equal(loaded.weights[name], array)
    np.testing.assert_array_equal(loaded.state["a/b"]["exp_avg"], state["a/b"]["exp_avg"])
    assert [p.name for p in path.parent.iterdir()] == [path.name]


def test_resuming_wrongly_says_how(tmp_path: Path) -> None:
    model = cnn()
    trained(model, 2, 1, checkpoint=tmp_path)
    for change, error in (
        ({"optimizer": parse_optimizer("adam")}, r"holds the state of sgd .*--optimizer sgd"),
        ({"steps": 1}, r"stands after step 1 \(limit: below --steps 1\)"),
    ):
        with pytest.raises(InputError, match=error):
            trained(model, 2, **{"steps": 2, "checkpoint": tmp_path, "resume": True, **change})
    path = checkpoint_path(tmp_path, 1)
    kept = load_checkpoint(path)
    weights = {n: a for n, a in kept.weights.items() if n != "c1_b"}
    save_checkpoint(replace(kept, weights=weights), path)
    with pytest.raises(InputError, match=r"weight 'c1_b' of shape \(8,\) is not in the checkp"):
        trained(model, 2, 2, checkpoint=tmp_path, resume=True)
    save_checkpoint(replace(kept, model_hash="sha256:other"), path)
    with pytest.raises(InputError, match="the checkpoint is of another model"):
        trained(model, 2, 2, checkpoint=tmp_path, resume=True)


def test_a_number_that_is_not_finite_names_its_node() -> None:
    model = cnn()
    for i, tensor in enumerate(model.graph.initializer):
        if tensor.name == "c2_w":
            array = numpy_helper.to_array(tensor).copy()
            array[0, 0, 0, 0] = np.inf
            model.graph.initializer[i].CopyFrom(numpy_helper.from_array(array, "c2_w"))
    n = next(i for i, node in enumerate(model.graph.node) if node.output[0] == "c2")
    with pytest.raises(WorkError, match=rf"stage \d, micro-batch 0, node {n} 'n_c2' \(Conv-11\): a "
                       "result is not finite"):  # fmt: skip
        trained(model, 2, 1)


def huge(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
    return (output * 1e30).pow(2).mean()


def test_other_failures_name_stage_and_micro_batch() -> None:
    model = cnn()
    with pytest.raises(WorkError, match=r"stage 1, micro-batch 0, loss: the loss is inf"):
        trained(model, 2, 1, loss=huge)
    with pytest.raises(WorkError, match=r"stage 1, micro-batch 0, loss mean: gives \(2,\) float32 "
                       r"\(limit: a scalar tensor\)"):  # fmt: skip
        trained(model, 2, 1, loss=lambda_named("mean", lambda y, t: y.mean(1)))
    with pytest.raises(InputError, match=r"data, step 0: input 'x' is \(4, 3, 8, 8\) float64 "
                       r"\(limit: \(4, 3, 8, 8\) float32\)"):  # fmt: skip
        trained(model, 2, 1, data=lambda batch: [(np.ones((batch, 3, 8, 8)), np.zeros(batch))])
    with pytest.raises(InputError, match="data function: gives no batch at all"):
        trained(model, 2, 1, data=lambda: [])


def lambda_named(name: str, function: Any) -> Any:
    function.__name__ = name
    return function


def test_data_that_end_start_again_and_losses_of_ones_own() -> None:
    def twice(batch: int, seed: int) -> Any:
        batches = images(batch, seed)
        return [next(batches), next(batches)]

    def own(output: torch.Tensor, target: torch.Tensor) -> torch.Tensor:
        return loss_of(output, target)

    result = trained(cnn(), 2, 4, data=twice, loss=own, optimizer=parse_optimizer("sgd:lr=0"))
    assert result.losses[0] == result.losses[2]
    assert result.losses[1] == result.losses[3]
    assert result.losses[0] != result.losses[1]


def test_functions_are_found_by_file_and_name(tmp_path: Path) -> None:
    (tmp_path / "d.py").write_text("import e\ndef make(): return e.x\n")
    (tmp_path / "e.py").write_text("x = 7\n")
    assert load_function(f"{tmp_path}/d.py:make", "--data")() == 7
    assert name_of(images, "--data") == f"{Path(__file__).parent / 'train_models.py'}:images"
    for text, error in (
        (f"{tmp_path}/none.py:make", "there is no such file"),
        (f"{tmp_path}/d.py:nothing", "there is no function 'nothing' in it"),
        ("make", "names no function"),
        ("nowhere.at.all:make", "importing it fails: ModuleNotFoundError"),
    ):
        with pytest.raises(InputError, match=error):
            load_function(text, "--data")
    with pytest.raises(InputError, match="cannot be found by other processes"):
        name_of(lambda: 0, "--data")


def test_schedules_that_cannot_be_executed_say_so() -> None:
    model = cnn()
    for schedule, error in (
        (token_slices("terapipe", 2, 2, 2), "no attention with a matrix of scores"),
        (make_schedule("pipeline", stages=2, microbatches=2), "has no backward steps"),
        (make_schedule("gpipe", stages=3, microbatches=2), r"2 stages \(limit: 3 stages\)"),
    ):
        with pytest.raises(HwpipeError, match=error):
            train_stages(model, cut(model, 2), schedule, TrainOptions(data=images),
                         micro_batch=2, in_process=True)  # fmt: skip


def test_softmax_at_the_end_is_left_to_the_loss() -> None:
    model = gpt()
    model.graph.node.append(
        __import__("onnx").helper.make_node("Softmax", ["y"], ["p"], name="probabilities")
    )
    model.graph.output[0].name = "p"
    result = trained(model, 2, 1, data=tokens)
    assert result.losses == trained(gpt(), 2, 1, data=tokens).losses
    assert result.notes == ("cross_entropy takes the input of the last Softmax, the logits",)


def test_timeline_and_export() -> None:
    model = cnn()
    result = trained(model, 2, 3)
    timeline = measured_timeline(result)
    assert {e.kind for e in timeline.events} == {"F", "BW", "UPDATE"}
    assert len(timeline.events) == 2 * (2 + 2 + 1)
    assert timeline.makespan_s > 0
    assert result.simulated_s is not None
    assert all(s.forward_s > 0 and s.backward_s > 0 for s in result.stages)
    exported = with_weights(model, result.weights)
    for tensor in exported.graph.initializer:
        if tensor.name in result.weights:
            np.testing.assert_array_equal(
                numpy_helper.to_array(tensor), result.weights[tensor.name]
            )
    assert set(result.state_dict()) == set(result.weights)
    with pytest.raises(InputError, match="the model has no weight 'zzz'"):
        with_weights(model, {"zzz": np.zeros(1)})


def test_package_is_the_function() -> None:
    assert callable(hwpipe.train)
    with pytest.raises(InputError, match="a plan of mode 'infer' cannot be trained; compile with"):
        hwpipe.train(hwpipe.compile_plan("squeezenet"), images)
    assert os.environ.get("RANK") is None
