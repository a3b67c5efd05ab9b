"""Real processes: hwpipe's launcher and torchrun, checkpoints and resuming, faults."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import onnx
import psutil
import pytest
import torch
from train_models import Alone, assert_equal, cnn, cut, gpt, images, tokens

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer

MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")
DATA = """
import numpy as np

def make(batch, seed=0):
    rng = np.random.default_rng(seed)
    while True:
        x = rng.standard_normal((batch, 3, 8, 8)).astype(np.float32)
        yield x, rng.integers(0, 5, batch)
"""
TWO_CPUS = """
name = "two-cpus"
[[device]]
name = "cpu"
type = "cpu"
count = 2
[topology]
kind = "switch"
bandwidth = "1 GB/s"
latency = "50 us"
overlap = true
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model, data, and a plan of two stages."""
    folder = tmp_path_factory.mktemp("train")
    onnx.save(cnn(2), folder / "cnn.onnx")
    (folder / "data.py").write_text(DATA)
    (folder / "two.toml").write_text(TWO_CPUS)
    plan = hwpipe.compile_plan(
        str(folder / "cnn.onnx"), hwpipe.load_cluster(folder / "two.toml"),
        options=hwpipe.CompileOptions(mode="train", batch=8, microbatches=4, method="equal-layers",
                              schedule="1f1b-as"),
    )  # fmt: skip
    hwpipe.save_plan(plan, folder / "plan.json")
    return folder


def oracle(steps: int) -> Alone:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    alone, batches = Alone(cnn(2), MOMENTUM), images(8)
    for _ in range(steps):
        alone.step(*next(batches), 4)
    torch.set_num_threads(before)
    return alone


def weights_of(path: Path) -> dict[str, np.ndarray]:
    from onnx import numpy_helper

    return {t.name: numpy_helper.to_array(t) for t in onnx.load(path).graph.initializer}


def command(place: Path, *options: str, torchrun: int = 0) -> subprocess.CompletedProcess[str]:
    start = [sys.executable]
    if torchrun:
        start += ["-m", "torch.distributed.run", "--standalone", f"--nproc-per-node={torchrun}"]
    env = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE")}
    return subprocess.run(
        [*start, "-m", "hwpipe", "train", "plan.json", "--data", "data.py:make", "--optimizer",
         str(MOMENTUM), *options],
        cwd=place, env=env, capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip


def test_command_trains_exports_and_reports(place: Path) -> None:
    done = command(place, "--steps", "3", "--export", "out.onnx", "--timeline", "t.json", "--json")
    assert done.returncode == 0, done.stderr
    summary, alone = json.loads(done.stdout), oracle(3)
    assert_equal(weights_of(place / "out.onnx"), alone.state)
    assert summary["losses"] == alone.losses
    assert summary["iteration_s"] > 0
    assert summary["predicted_there_s"] > 0
    assert summary["predicted_here_s"] > 0
    onnx.checker.check_model(onnx.load(place / "out.onnx"))
    names = [e["name"] for e in json.loads((place / "t.json").read_text())["traceEvents"]
             if e["ph"] == "X"]  # fmt: skip
    assert len(names) == 2 * (4 + 4 + 1)


def test_torchrun_gives_the_same_bits_and_resumes(place: Path) -> None:
    first = command(place, "--steps", "2", "--checkpoint", "ck", "--checkpoint-every", "1",
                    torchrun=2)  # fmt: skip
    assert first.returncode == 0, first.stderr
    assert sorted(p.name for p in (place / "ck").iterdir()) == [
        "step-00000001.ckpt", "step-00000002.ckpt",
    ]  # fmt: skip
    then = command(place, "--steps", "4", "--checkpoint", "ck", "--resume", "--export",
                   "resumed.onnx", "--json")  # fmt: skip
    assert then.returncode == 0, then.stderr
    alone = oracle(4)
    assert_equal(weights_of(place / "resumed.onnx"), alone.state)
    summary = json.loads(then.stdout)
    assert summary["first_step"] == 2
    assert summary["losses"] == alone.losses


def test_torchrun_with_another_number_of_processes_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in (("RANK", "0"), ("WORLD_SIZE", "3"), ("MASTER_ADDR", "127.0.0.1"),
                        ("MASTER_PORT", "1")):  # fmt: skip
        monkeypatch.setenv(name, value)
    model = cnn()
    with pytest.raises(InputError, match=r"started 3 processes \(limit: 2: one for each device"):
        train_stages(model, cut(model, 2), make_schedule("gpipe", stages=2, microbatches=2),
                     TrainOptions(data=images), micro_batch=2)  # fmt: skip


def test_split_backward_over_processes() -> None:
    model = gpt()
    result = train_stages(model, cut(model, 2), zero_bubble("zb-h1", 2, 4),
                          TrainOptions(data=tokens, optimizer=MOMENTUM, steps=2, timeout_s=60),
                          micro_batch=2)  # fmt: skip
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    alone, batches = Alone(model, MOMENTUM), tokens(8)
    for _ in range(2):
        alone.step(*next(batches), 4)
    torch.set_num_threads(before)
    assert_equal(result.weights, alone.state)


@pytest.mark.slow
@pytest.mark.parametrize("schedule", ["gpipe", "1f1b-as", "pipedream"])
def test_four_processes(schedule: str) -> None:
    model, threads = gpt(), {}
    for in_process in (True, False):
        threads[in_process] = train_stages(
            model, cut(model, 4), make_schedule(schedule, stages=4, microbatches=8),
            TrainOptions(data=tokens, optimizer=MOMENTUM, steps=1, timeout_s=60), micro_batch=2,
            in_process=in_process,
        )  # fmt: skip
    assert_equal(threads[True].weights, threads[False].weights)
    assert threads[True].losses == threads[False].losses


class Hit:
    """Does something to a rank's process once steps are being taken."""

    def __init__(self, number: int, which: int) -> None:
        self.signal, self.which, self.seen = number, which, threading.Event()
        self.processes: list[psutil.Process] = []
        self.at = 0.0

    def __call__(self, step: int, loss: float) -> None:
        if step == 1 and not self.seen.is_set():
            self.seen.set()
            (launcher,) = (p for p in psutil.Process().children()
                           if "hwpipe.runtime.launcher" in p.cmdline())  # fmt: skip
            self.processes = [launcher, *sorted(launcher.children(), key=lambda p: p.pid)]
            self.at = time.monotonic()
            self.processes[1 + self.which].send_signal(self.signal)


@pytest.mark.parametrize(
    ("number", "which", "text"),
    [(signal.SIGKILL, 0, r"stage 0 on cpu0: its process \d+ was killed by SIGKILL"),
     (signal.SIGSTOP, 1, r"no stage reported for 4 s; waiting for .*stage 1 on cpu1")],
)  # fmt: skip
def test_a_rank_that_dies_or_hangs_ends_the_run(number: int, which: int, text: str) -> None:
    model, hit = cnn(), Hit(number, which)
    with pytest.raises(WorkError, match=text):
        train_stages(model, cut(model, 2), make_schedule("1f1b-as", stages=2, microbatches=4),
                     TrainOptions(data=images, optimizer=MOMENTUM, steps=100_000, timeout_s=4),
                     micro_batch=2, progress=hit)  # fmt: skip
    assert time.monotonic() - hit.at < 30
    assert hit.processes
    _, alive = psutil.wait_procs(hit.processes, timeout=5)
    assert not alive


def test_a_failing_rank_names_stage_micro_batch_and_node() -> None:
    model = cnn()
    stages = (StageSpec(0, tuple(range(4)), "left", "cpu"),
              StageSpec(1, tuple(range(4, len(model.graph.node))), "right", "cpu"))  # fmt: skip
    with pytest.raises(WorkError) as caught:
        train_stages(model, stages, make_schedule("gpipe", stages=2, microbatches=2),
                     TrainOptions(data=wrong_classes, optimizer=MOMENTUM, timeout_s=60),
                     micro_batch=2)  # fmt: skip
    text = str(caught.value)
    assert text.startswith("stage 1 on right: stage 1, micro-batch 1, loss cross_entropy: ")
    assert "Target 5 is out of bounds" in text


def wrong_classes(batch: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """Class 5 of 5 in the second micro-batch."""
    return [(np.ones((batch, 3, 8, 8), np.float32), np.array([0, 1, 2, 5]))]
