"""Pipe-BD: a relayed teacher and decoupled updates give the student of blockwise distillation in
one process, bit for bit."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto
from train_models import Builder, assert_equal, gpt, images

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.distill.blocks import match_blocks
from hwpipe.errors import InputError, WorkError
from hwpipe.graph import open_model
from hwpipe.plan.distill import compile_distill
from hwpipe.plan.distill_model import DistillPlanFile, DistillStageRow
from hwpipe.runtime.module import TorchStage
from hwpipe.runtime.piece import split_model
from hwpipe.schedule import validate
from hwpipe.schedule.generators.relay import teacher_relay
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.prepare import orders
from hwpipe.train.relay.orders import relay_schedule
from hwpipe.train.relay.run import train_distillation
from hwpipe.train.result import TrainResult
from hwpipe.train.stage import TrainStage
from hwpipe.train.trainable import trainable_weights

F32 = TensorProto.FLOAT
BATCH, MOMENTUM = 4, "sgd:lr=0.05,momentum=0.9"


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def network(name: str, deep: bool, rows: int = BATCH) -> onnx.ModelProto:
    """Four blocks with boundaries of equal shape; the teacher's are twice as deep."""
    b = Builder(11 if deep else 12)
    x, channels = "pixels" if deep else "x", 3
    given = x
    for i, wide in enumerate((6, 6, 8, 8)):
        if deep:
            x = b.node("Relu", (b.norm(b.conv(x, f"a{i}", channels, 5), f"an{i}", 5),), f"ar{i}")
        x = b.conv(x, f"c{i}", 5 if deep else channels, wide, stride=2 if i == 2 else 1)
        x = b.node("Relu", (b.norm(x, f"n{i}", wide),), f"block{i}")
        channels = wide
    for tensor in b.weights:
        if deep and tensor.name[-2:] in {"_m", "_v"}:  # a teacher has statistics
            array = (0.1 * b.rng.standard_normal(tensor.dims)).astype(np.float32)
            if tensor.name.endswith("_v"):
                array = np.abs(array) + np.float32(0.5)
            tensor.CopyFrom(onnx.numpy_helper.from_array(array, tensor.name))
    return b.model(name, [(given, F32, [rows, 3, 8, 8])], [(x, F32, [rows, 8, 4, 4])])


def cluster(count: int) -> Cluster:
    devices = tuple(
        Device(name=f"cpu{k}", type="cpu", kind="cpu", peak_per_s={"float32": 5e10},
               memory_bytes=16 * 10**9, memory_bytes_per_s=2e10, launch_overhead_s=5e-6,
               idle_w=5.0, busy_w=15.0, dtype="float32")
        for k in range(count)
    )  # fmt: skip
    links = {(a.name, b.name): Link(a.name, b.name, 1e10, 1e-5, True)
             for a in devices for b in devices if a is not b}  # fmt: skip
    return Cluster("cpus", devices, links, "switch")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    onnx.save(network("teacher", True), tmp_path / "teacher.onnx")
    onnx.save(network("student", False), tmp_path / "student.onnx")
    return tmp_path


def planned(folder: Path, groups: Sequence[tuple[int, int, int]]) -> DistillPlanFile:
    """A plan with blocks a to b - 1 on r devices for each (a, b, r)."""
    names = [f"block{i}" for i in range(3)]
    cpus = cluster(sum(r for _, _, r in groups))
    plan = compile_distill(folder / "teacher.onnx", folder / "student.onnx", cpus, batch=BATCH,
                           blocks=names)  # fmt: skip
    devices = iter(plan.cluster.devices)
    rows = tuple(
        DistillStageRow(a, b, tuple(next(devices).name for _ in range(r)), 1e-3, 1e-3, 0.0, 0.0,
                        2e-3, 1.0, 1e9)
        for a, b, r in groups
    )  # fmt: skip
    return replace(plan, stages=rows)


def distilled(plan: DistillPlanFile, steps: int = 3, optimizer: str = MOMENTUM,
              **more: Any) -> TrainResult:  # fmt: skip
    options = TrainOptions(data=images, loss="mse", optimizer=parse_optimizer(optimizer),
                           steps=steps, timeout_s=60, **more.pop("options", {}))  # fmt: skip
    result = train_distillation(plan, options, in_process=more.pop("in_process", True), **more)
    assert result is not None
    return result


class Blockwise:
    """One process: for every block its teacher's prefix again, one optimizer a block."""

    def __init__(self, folder: Path, optimizer: str, rows: int) -> None:
        sources = [open_model(folder / f"{name}.onnx") for name in ("teacher", "student")]
        teacher, student = (s.materialise(rows) for s in sources)
        pairs = match_blocks(*(s.graph(rows) for s in sources), [f"block{i}" for i in range(3)])
        self.teacher = [
            TorchStage(p) for p in split_model(teacher, [range(*b.teacher) for b in pairs])
        ]
        trained = trainable_weights(student)
        self.student, self.steps = [], []
        for piece in split_model(student, [range(*b.student) for b in pairs]):
            stage = TrainStage(replace(piece, weights=piece.weights & trained),
                               torch.device("cpu"), split=False)  # fmt: skip
            for weight in stage.weights:
                weight.requires_grad_()
            self.student.append(stage)
            self.steps.append(parse_optimizer(optimizer).build(stage.weights))
        self.losses: list[float] = []

    def step(self, x: Any, runs: Sequence[Sequence[Sequence[int]]]) -> None:
        """One batch; `runs` has for each block the micro-batches of every replica, in order."""
        parts = sum(map(len, runs[0]))
        rows, values = len(x) // parts, []
        for b, (block, step) in enumerate(zip(self.student, self.steps, strict=True)):
            sums: list[list[Any]] = []
            for run in runs[b]:
                own: list[Any] = [None] * len(block.weights)
                for k in run:
                    value = torch.from_numpy(x[k * rows : (k + 1) * rows])
                    with torch.no_grad():
                        for teacher in self.teacher[:b]:
                            (value,) = teacher(value)
                        (goal,) = self.teacher[b](value)
                    kept = block.forward([value], block.weights)
                    loss = torch.nn.functional.mse_loss(kept.outputs[0], goal)
                    found = torch.autograd.grad(loss, block.weights)
                    own = [g if a is None else a + g for a, g in zip(own, found, strict=True)]
                    values.append(float(loss.detach()))
                sums.append(own)
            for i, weight in enumerate(block.weights):
                total = sums[0][i]
                for other in sums[1:]:
                    total = total + other[i]
                weight.grad = total / parts if parts > 1 else total
            step.step()
        self.losses.append(sum(values) / len(values))

    @property
    def state(self) -> dict[str, np.ndarray]:
        found = {}
        for stage in self.student:
            found.update(zip(stage.names, (w.detach().numpy() for w in stage.weights), strict=True))
            found.update({n: t.numpy() for n, t in stage.statistics.items()})
        return found


ALONE = [[[0]]] * 4


@pytest.mark.parametrize("groups", [[(0, 4, 1)], [(0, 1, 1), (1, 4, 1)],
                                    [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 4, 1)]])  # fmt: skip
@pytest.mark.parametrize("optimizer", [MOMENTUM, "adam:lr=0.01"])
def test_bit_equal_to_one_process(
    folder: Path, groups: list[tuple[int, int, int]], optimizer: str
) -> None:
    result = distilled(planned(folder, groups), 5, optimizer)
    alone, batches = Blockwise(folder, optimizer, BATCH), images(BATCH)
    for _ in range(5):
        alone.step(next(batches)[0], ALONE)
    assert_equal(result.weights, alone.state)
    np.testing.assert_allclose(result.losses, alone.losses, rtol=1e-7)
    assert result.losses[-1] < result.losses[0]


def test_replicas_share_a_batch(folder: Path) -> None:
    """Two devices learn blocks 1 and 2, each on half of every batch."""
    result = distilled(planned(folder, [(0, 1, 1), (1, 3, 2), (3, 4, 1)]), 4)
    alone, batches = Blockwise(folder, MOMENTUM, BATCH // 2), images(BATCH)
    both, shared = [[0, 1]], [[0], [1]]
    for _ in range(4):
        alone.step(next(batches)[0], [both, shared, shared, both])
    assert_equal(result.weights, alone.state, statistics=False)


def test_real_processes_checkpoints_and_resuming(folder: Path) -> None:
    plan = planned(folder, [(0, 2, 1), (2, 4, 1)])
    want = distilled(plan, 12)
    kept = folder / "kept"
    seen: list[int] = []
    first = distilled(plan, 10, in_process=False, progress=lambda step, _: seen.append(step),
                      options={"checkpoint": kept, "checkpoint_every": 3})  # fmt: skip
    assert seen == list(range(10))
    assert first.losses == want.losses[:10]
    assert sorted(p.name for p in kept.iterdir()) == [
        f"step-{n:08d}.ckpt" for n in (3, 6, 9, 10)
    ]  # fmt: skip
    again = distilled(plan, 12, options={"checkpoint": kept, "resume": True})
    assert_equal(again.weights, want.weights)
    assert again.losses == want.losses


def test_a_fast_group_waits_for_a_slow_one_behind_it(folder: Path) -> None:
    """It is never more than two action lists of eight batches ahead."""
    drawn, learned, lead = 0, 0, 0

    def counted(batch: int) -> Iterator[Any]:
        nonlocal drawn, lead
        for item in images(batch):
            drawn += 1
            lead = max(lead, drawn - learned // 2)
            yield item

    def slow(made: torch.Tensor, goal: torch.Tensor) -> torch.Tensor:
        nonlocal learned
        if made.shape[1] == 8:  # blocks 2 and 3
            time.sleep(0.005)
            learned += 1
        return torch.nn.functional.mse_loss(made, goal)

    plan = planned(folder, [(0, 2, 1), (2, 4, 1)])
    options = TrainOptions(data=counted, loss=slow, steps=40, timeout_s=60,
                           optimizer=parse_optimizer(MOMENTUM))  # fmt: skip
    result = train_distillation(plan, options, in_process=True)
    assert result is not None
    assert len(result.losses) == 40
    assert lead <= 2 * 8 + 1


def test_the_teacher_stays_and_its_statistics_count(folder: Path) -> None:
    """With batch statistics in the teacher the student would be another one."""
    result = distilled(planned(folder, [(0, 2, 1), (2, 4, 1)]), 2)
    assert all(not name.startswith("a") for name in result.weights)
    alone = Blockwise(folder, MOMENTUM, BATCH)
    for stage in alone.teacher:
        for step in stage.steps:
            if step.node.op == "BatchNormalization":
                step.function = lambda node, x, s, o, m, v: torch.nn.functional.batch_norm(
                    x, None, None, s, o, True
                )
    batches = images(BATCH)
    for _ in range(2):
        alone.step(next(batches)[0], ALONE)
    assert not np.array_equal(result.weights["c0_w"], alone.state["c0_w"])


def test_action_lists_are_those_of_the_generator() -> None:
    assert relay_schedule([1] * 3, 4) == replace(
        teacher_relay("pipe-bd", 3, 4), update_rule=relay_schedule([1] * 3, 4).update_rule
    )
    for replicas, parts in (([1, 2, 1], 2), ([3, 1], 3), ([2, 4], 4)):
        schedule = relay_schedule(replicas, 3, parts)
        validate(schedule)
        assert schedule.replicas == tuple(replicas) * 2
        owners = [{a.micro_batch for a in actions if a.kind == "F"} for actions in schedule.ranks]
        assert all(len(own) == 3 * parts // r for own, r in zip(
            owners, [r for r in replicas for _ in range(r)], strict=True))  # fmt: skip


def test_what_cannot_be_distilled_says_so(folder: Path) -> None:
    plan = planned(folder, [(0, 2, 1), (2, 4, 2)])
    options = TrainOptions(data=images, loss="mse")
    for broken, given, error in (
        (plan, replace(options, loss="cross_entropy"), r"cross_entropy of a distillation \(limit"),
        (plan, replace(options, engine="torch"), r"--engine torch of a distillation \(limit: hwp"),
        (replace(plan, batch=3), options, r"batches of 3 samples for groups of 1, 2 devices \(lim"),
        (plan, replace(options, freeze=("c0*", "n0*", "c1*", "n1*")), "0 to 1 of the student have"),
        (replace(plan, student=replace(plan.student, hash="sha256:0")), options, "has hash sha256"),
    ):
        with pytest.raises(InputError, match=error):
            train_distillation(broken, given, in_process=True)
    model = gpt()
    stages: Any = ()
    with pytest.raises(InputError, match=r"schedule pipe-bd: has a teacher's stages and a stud"):
        orders(model, stages, teacher_relay("pipe-bd", 2, 2), options, micro_batch=2,
               micro_batches=2, model_hash="")  # fmt: skip


def test_a_result_that_is_not_finite_names_stage_batch_and_node(folder: Path) -> None:
    def wild(batch: int) -> Iterator[Any]:
        for number, (x, target) in enumerate(images(batch)):
            yield (np.full_like(x, np.inf) if number == 2 else x), target

    plan = planned(folder, [(0, 2, 1), (2, 4, 1)])
    options = TrainOptions(data=wild, loss="mse", steps=4, timeout_s=60)
    with pytest.raises(WorkError, match=r"^stage 0, micro-batch 2, .*not finite"):
        train_distillation(plan, options, in_process=True)


def test_the_command_line(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from hwpipe.cli.app import app
    from hwpipe.plan.distill_files import save_distill

    monkeypatch.chdir(folder)
    save_distill(planned(folder, [(0, 2, 1), (2, 4, 1)]), "plan.json")
    Path("data.py").write_text(
        "import numpy as np\ndef make(batch, seed=0):\n"
        "    rng = np.random.default_rng(seed)\n"
        "    while True:\n"
        "        yield rng.standard_normal((batch, 3, 8, 8)).astype('float32'), np.zeros(batch)\n"
    )
    arguments = ["train", "plan.json", "--data", "data.py:make", "--steps", "2", "--optimizer",
                 MOMENTUM]  # fmt: skip
    result = CliRunner().invoke(app, [*arguments, "--json", "--export", "trained.onnx"])
    assert result.exit_code == 0, result.output
    summary = json.loads(result.stdout)
    assert len(summary["losses"]) == 2
    assert len(summary["block_losses"]) == 4
    assert min(summary["block_losses"]) > 1e-3  # no block is dead
    assert np.mean(summary["block_losses"]) == pytest.approx(summary["losses"][-1])
    assert [row["blocks"] for row in summary["stages"]] == [[0, 2], [2, 4]]
    slowest = max(sum(row[key] for key in ("teacher_s", "forward_s", "backward_s", "update_s"))
                  for row in summary["stages"])  # fmt: skip
    assert summary["predicted_here_s"] == pytest.approx(slowest)  # the pipeline is full
    onnx.checker.check_model(onnx.load("trained.onnx"))
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    assert "distilled student" in result.stdout
