"""Processes that die, hang or lose their peers: noticed by all, restarted, nothing lost."""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import psutil
import pytest
from train_models import F32, Builder, cnn, cut, images

import hwpipe
from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.transport import TransportError
from hwpipe.schedule import make_schedule
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.restart import Start, with_restarts
from hwpipe.train.result import TrainResult
from hwpipe.train.state.checkpoint import (
    Checkpoint,
    checkpoint_path,
    load_checkpoint,
    save_checkpoint,
)
from hwpipe.train.supervise import RankLostError

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
#: Silence that counts as a hang, and how long its end may take on a machine under load.
TIMEOUT_S, SLACK_S = 4.0, 60.0
SGD = "sgd:lr=0.05,momentum=0.9"
DATA = """
import numpy as np

def make(batch, seed=0):
    rng = np.random.default_rng(seed)
    while True:
        yield rng.standard_normal((batch, 160)).astype(np.float32), rng.integers(0, 8, batch)
"""
CLUSTER = """
name = "three-cpus"
[[device]]
name = "cpu"
type = "cpu"
count = 3
[topology]
kind = "switch"
bandwidth = "1 GB/s"
latency = "50 us"
overlap = true
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plan of three stages; boundaries of 40 KiB, too large for the Unix sockets."""
    folder = tmp_path_factory.mktemp("faults")
    b, x = Builder(5), "x"
    for i in range(3):
        x = b.node("Tanh", (b.linear(x, f"l{i}", 160, 160),), f"t{i}")
    b.linear(x, "y", 160, 8)
    model = b.model("wide", [("x", F32, [64, 160])], [("y", F32, [64, 8])])
    onnx.save(model, folder / "wide.onnx")
    (folder / "data.py").write_text(DATA)
    (folder / "three.toml").write_text(CLUSTER)
    plan = hwpipe.compile_plan(
        folder / "wide.onnx", hwpipe.load_cluster(folder / "three.toml"),
        options=hwpipe.CompileOptions(mode="train", batch=256, microbatches=4,
                                      method="equal-layers", schedule="1f1b-as"),
    )  # fmt: skip
    hwpipe.save_plan(plan, folder / "plan.json")
    return folder


def arguments(folder: str, *options: str, steps: int = 100_000, every: int = 20) -> list[str]:
    """A run that ends when it is told to."""
    return ["-m", "hwpipe", "train", "plan.json", "--data", "data.py:make", "--optimizer", SGD,
            "--steps", str(steps), "--checkpoint", folder, "--checkpoint-every", str(every),
            "--timeout", str(TIMEOUT_S), *options]  # fmt: skip


def environment(**more: str) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE")}
    return {**kept, "OMP_NUM_THREADS": "1", **more}


def wait_for(condition: Callable[[], Any], alive: psutil.Popen | None = None) -> Any:
    """Progress, however slow the machine is."""
    deadline = time.monotonic() + 150
    while not (found := condition()):
        assert time.monotonic() < deadline
        assert alive is None or alive.poll() is None
        time.sleep(0.02)
    return found


@contextlib.contextmanager
def running(command: list[str], place: Path, **more: Any) -> Iterator[psutil.Popen]:
    """A process that is gone on leaving, with what it started."""
    process = psutil.Popen([sys.executable, *command], cwd=place, text=True,
                           stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)  # fmt: skip
    try:
        yield process
    finally:
        with contextlib.suppress(psutil.Error):
            for child in (*process.children(recursive=True), process):
                child.kill()
        process.communicate()


def free_port() -> str:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return str(taken.getsockname()[1])


@pytest.mark.parametrize(
    ("number", "victim", "text"),
    [(signal.SIGSTOP, 1, r"rank \d: another rank was lost: .*(Timed out|no message|closed|reset)"),
     (signal.SIGKILL, 2, r"rank \d: another rank was lost: .*([Cc]losed|reset|refused|pipe)")],
    ids=["hangs", "dies"],
)  # fmt: skip
def test_every_rank_notices_by_itself(
    place: Path, tmp_path: Path, number: int, victim: int, text: str
) -> None:
    """Ranks as torchrun starts them, without torchrun, which would end them all at once."""
    shared = environment(WORLD_SIZE="3", MASTER_ADDR="127.0.0.1", MASTER_PORT=free_port())
    folder = tmp_path / "ck"
    with contextlib.ExitStack() as stack:
        ranks = [
            stack.enter_context(
                running(arguments(str(folder)), place, env={**shared, "RANK": str(rank)})
            )
            for rank in range(3)
        ]
        wait_for(lambda: checkpoint_path(folder, 40).exists(), ranks[victim])
        ranks[victim].send_signal(number)
        hit = time.monotonic()
        for rank, process in enumerate(ranks):
            if rank != victim:
                _, errors = process.communicate(timeout=TIMEOUT_S + SLACK_S)
                assert process.returncode == 1, errors
                assert re.search(text, errors), errors
        assert time.monotonic() - hit < TIMEOUT_S + SLACK_S


def losses_alone(place: Path, steps: int) -> tuple[list[float], Checkpoint]:
    """Of an uninterrupted run, on threads."""
    plan = hwpipe.load_plan(place / "plan.json")
    folder = place / f"alone-{steps}"
    if not folder.exists():
        hwpipe.train(plan, f"{place}/data.py:make", optimizer=SGD, steps=steps, in_process=True,
                     checkpoint=folder)  # fmt: skip
    found = load_checkpoint(checkpoint_path(folder, steps))
    return list(found.losses), found


def assert_same(found: Checkpoint, wanted: Checkpoint) -> None:
    assert found.losses == wanted.losses
    for name, array in wanted.weights.items():
        np.testing.assert_array_equal(found.weights[name], array, err_msg=name)
    for name, entries in wanted.state.items():
        for key, array in entries.items():
            np.testing.assert_array_equal(found.state[name][key], array, err_msg=name)


def ranks_of(torchrun: psutil.Popen) -> list[psutil.Process]:
    return [p for p in torchrun.children() if "hwpipe" in p.cmdline()]


def test_torchrun_restarts_from_the_checkpoint(place: Path, tmp_path: Path) -> None:
    folder, steps = tmp_path / "ck", 120
    start = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=3",
             "--max-restarts=2"]  # fmt: skip
    drawn = tmp_path / "curve.html"
    command = [*start, *arguments(str(folder), "--json", "--curve", str(drawn), steps=steps)]
    with running(command, place, env=environment()) as torchrun:
        wait_for(lambda: checkpoint_path(folder, 40).exists(), torchrun)
        ranks_of(torchrun)[1].kill()
        out, errors = torchrun.communicate(timeout=180)
    assert torchrun.returncode == 0, errors[-2000:]
    losses, alone = losses_alone(place, steps)
    summary = json.loads(out)
    assert summary["losses"] == losses
    assert 40 <= summary["first_step"] < steps
    assert f"loss: {losses[-1]:.4g} at the end" in drawn.read_text()
    assert any(n == f"resumed after step {summary['first_step']}" for n in summary["notes"])
    assert_same(load_checkpoint(checkpoint_path(folder, steps)), alone)


@pytest.mark.slow
def test_torchrun_restarts_when_a_rank_hangs(place: Path, tmp_path: Path) -> None:
    """torchrun gives a stopped process 30 s to end before it kills it."""
    folder, steps = tmp_path / "ck", 120
    command = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=3",
               "--max-restarts=1", *arguments(str(folder), steps=steps)]  # fmt: skip
    with running(command, place, env=environment()) as torchrun:
        wait_for(lambda: checkpoint_path(folder, 40).exists(), torchrun)
        ranks_of(torchrun)[0].send_signal(signal.SIGSTOP)
        _, errors = torchrun.communicate(timeout=240)
    assert torchrun.returncode == 0, errors[-2000:]
    assert_same(load_checkpoint(checkpoint_path(folder, steps)), losses_alone(place, steps)[1])


@pytest.mark.slow
def test_ranks_end_when_torchrun_is_killed(place: Path, tmp_path: Path) -> None:
    folder = tmp_path / "ck"
    command = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=3",
               *arguments(str(folder))]  # fmt: skip
    with running(command, place, env=environment()) as torchrun:
        wait_for(lambda: checkpoint_path(folder, 20).exists(), torchrun)
        ranks = ranks_of(torchrun)
        torchrun.kill()
        assert len(ranks) == 3
        _, alive = psutil.wait_procs(ranks, timeout=TIMEOUT_S + SLACK_S)
    assert not alive
    assert all(p.suffix == ".ckpt" for p in folder.iterdir())


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Any:
    if not BENCHMARKS.is_dir():
        pytest.skip("the benchmarks are not part of this tree")
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("training_faults")


def check_report(report: Any, kills: int) -> None:
    assert sum(report.kills.values()) == kills
    assert report.equal
    assert report.left == []


def test_three_kills_lose_nothing(faults: Any, tmp_path: Path) -> None:
    report = faults.run(tmp_path, 3, 1, ("while writing", "rank stopped", "launcher killed"))
    check_report(report, 3)
    assert report.kills["rank stopped"] == report.kills["launcher killed"] == 1
    assert report.steps_again > 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", [0, 1])
def test_twenty_random_kills_lose_nothing(faults: Any, tmp_path: Path, seed: int) -> None:
    check_report(faults.run(tmp_path, 20, seed), 20)


CUT_AT = 3


def cut_off(batch: int, seed: int = 0) -> Iterator[Any]:
    """Data of a rank whose connections all break once: what a network does that fails."""
    marker = Path(os.environ["HWPIPE_TEST_MARKER"])
    for step, pair in enumerate(images(batch, seed)):
        if step == CUT_AT:
            try:
                marker.touch(exist_ok=False)  # the first rank to come here
            except FileExistsError:
                pass
            else:
                shut_sockets()
        yield pair


def shut_sockets() -> None:
    for entry in os.listdir("/proc/self/fd"):
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{entry}").startswith("socket:"):
                with socket.socket(fileno=os.dup(int(entry))) as one:
                    one.getpeername()  # not those that listen
                    one.shutdown(socket.SHUT_RDWR)


def run_cnn(tmp_path: Path, *, in_process: bool = False, **options: Any) -> TrainResult:
    model = cnn()
    chosen = TrainOptions(**{
        "data": images, "optimizer": parse_optimizer(SGD), "steps": 6, "timeout_s": TIMEOUT_S,
        "checkpoint": tmp_path / "ck", "checkpoint_every": 2, **options,
    })  # fmt: skip
    said: list[str] = []
    schedule = make_schedule("gpipe", stages=2, microbatches=4)
    result = train_stages(model, cut(model, 2), schedule, chosen, micro_batch=2, say=said.append,
                          in_process=in_process)  # fmt: skip
    assert said == [note for note in result.notes if note.startswith("restart")]
    return result


def test_lost_connections_end_the_run_or_restart_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HWPIPE_TEST_MARKER", str(tmp_path / "marker"))
    begun = time.monotonic()
    with pytest.raises(RankLostError, match="TransportError: "):
        run_cnn(tmp_path, data=cut_off)
    assert time.monotonic() - begun < TIMEOUT_S + SLACK_S
    (tmp_path / "marker").unlink()
    result = run_cnn(tmp_path, data=cut_off, resume=True, max_restarts=1)
    (note,) = (note for note in result.notes if note.startswith("restart"))
    assert note.startswith("restart 1 of 1 after step 2, since stage ")
    calm = run_cnn(tmp_path / "calm", in_process=True)
    assert result.losses == calm.losses
    for name, array in calm.weights.items():
        np.testing.assert_array_equal(result.weights[name], array)


def outcome(losses: tuple[float, ...] = (1.0,)) -> TrainResult:
    return TrainResult(losses, {}, 0, 0.1, None, (), (), ())


def options(folder: Path, **more: Any) -> TrainOptions:
    return replace(
        TrainOptions(data=images, optimizer=parse_optimizer("sgd"), steps=9, checkpoint=folder,
                     checkpoint_every=3, max_restarts=2), **more,
    )  # fmt: skip


def saved(folder: Path, step: int, **more: Any) -> Path:
    path = checkpoint_path(folder, step)
    weights = {"w": np.full(3, step, np.float32)}
    save_checkpoint(Checkpoint(step, "m", "sgd", weights, losses=(0.5,) * step, **more), path)
    return path


def test_restarts_go_on_from_the_newest_sound_checkpoint(tmp_path: Path) -> None:
    starts: list[Start] = []

    def attempt(start: Start) -> TrainResult:
        starts.append(start)
        if len(starts) == 1:
            saved(tmp_path, 3)
            path = saved(tmp_path, 6)
            path.write_bytes(path.read_bytes()[:-7])
            raise RankLostError("its process 7 was killed by SIGKILL", where="stage 0 on cpu0")
        return outcome()

    said: list[str] = []
    result = with_restarts(options(tmp_path), "m", attempt, said.append)
    assert result is not None
    assert [start.step for start in starts] == [0, 3]
    assert starts[1].path == checkpoint_path(tmp_path, 3)
    (line,) = said
    assert line.startswith("restart 1 of 2 after step 3, since stage 0 on cpu0: its process 7 was "
                           "killed by SIGKILL; passed over: ")  # fmt: skip
    assert "step-00000006.ckpt: the checkpoint is damaged" in line
    assert result.first_step == 0
    assert result.notes[0].startswith("restart 1 of 2")


def test_restarts_are_used_up_and_errors_are_not_repeated(tmp_path: Path) -> None:
    count = 0

    def dies(start: Start) -> TrainResult:
        nonlocal count
        count += 1
        raise RankLostError(f"death {count}", where="stage 1")

    with pytest.raises(RankLostError, match="stage 1: death 3"):
        with_restarts(options(tmp_path), "m", dies)
    assert count == 3

    def fails(start: Start) -> TrainResult:
        nonlocal count
        count += 1
        raise WorkError("the loss is nan")

    with pytest.raises(WorkError, match="the loss is nan"):
        with_restarts(options(tmp_path), "m", fails)
    assert count == 4


def test_a_run_that_died_after_its_last_checkpoint_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies_late(start: Start) -> TrainResult:
        saved(tmp_path, 9)
        raise RankLostError("late")

    result = with_restarts(options(tmp_path), "m", dies_late)
    assert result is not None
    assert result.losses == (0.5,) * 9
    assert result.weights["w"][0] == 9
    assert "all 9 steps had been taken" in result.notes
    # The same under torchrun, which starts the whole process again.
    for name, value in (("RANK", "0"), ("WORLD_SIZE", "2"), ("MASTER_ADDR", "127.0.0.1"),
                        ("MASTER_PORT", "1"), ("TORCHELASTIC_RESTART_COUNT", "1")):  # fmt: skip
        monkeypatch.setenv(name, value)
    under = with_restarts(options(tmp_path, max_restarts=0), "m", dies_late)
    assert under is not None
    assert under.weights["w"][0] == 9
    # A restart that another host caused is not counted here: --resume from the start.
    monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", "0")
    assert with_restarts(options(tmp_path, max_restarts=0, resume=True), "m", dies_late) is not None
    with pytest.raises(InputError, match="holds checkpoints of a run of 9 steps"):
        with_restarts(options(tmp_path, max_restarts=0), "m", dies_late)
    monkeypatch.setenv("TORCHELASTIC_RESTART_COUNT", "1")
    monkeypatch.setenv("RANK", "1")
    assert with_restarts(options(tmp_path, max_restarts=0), "m", dies_late) is None
    with pytest.raises(InputError, match="--max-restarts under torchrun; give it to torchrun"):
        with_restarts(options(tmp_path), "m", dies_late)


def test_restarts_need_checkpoints() -> None:
    for change, error in (
        ({"max_restarts": 1}, r"--max-restarts without checkpoints to begin at; add --checkpoint"),
        ({"max_restarts": -1}, r"--max-restarts -1 \(limit: 0 or more\)"),
    ):
        with pytest.raises(InputError, match=error):
            TrainOptions(data=images, **change).check()


def test_ranks_that_find_different_checkpoints_say_so(monkeypatch: pytest.MonkeyPatch) -> None:
    worker = importlib.import_module("hwpipe.train.worker")

    def gather(found: list[Any], mine: int) -> None:
        found[:] = [mine, 40, 0]

    monkeypatch.setattr(worker.dist, "get_world_size", lambda: 3)
    monkeypatch.setattr(worker.dist, "all_gather_object", gather)
    with pytest.raises(InputError, match=r"--checkpoint: ranks would begin after steps 0, 40 "
                       r"\(limit: one folder that all hosts share\)"):  # fmt: skip
        worker.check_start(40)
    monkeypatch.setattr(worker.dist, "all_gather_object",
                        lambda found, mine: found.__setitem__(slice(None), [mine] * 3))  # fmt: skip
    worker.check_start(40)


def test_ranks_of_a_new_start_do_not_meet_those_of_an_old_one() -> None:
    """The store is torchrun's and outlives its restarts."""
    meeting = importlib.import_module("hwpipe.train.channel.meeting")
    store = importlib.import_module("torch.distributed").HashStore()
    prefixes = []
    for _ in range(3):
        found: dict[int, str] = {}

        def join(rank: int, found: dict[int, str] = found) -> None:
            found[rank] = meeting.agree(store, rank, 3, 60.0)

        threads = [threading.Thread(target=join, args=(rank,)) for rank in (2, 1, 0)]
        for thread in threads:
            thread.start()
            time.sleep(0.05)  # late ranks see what the start before has left
        for thread in threads:
            thread.join()
        assert len(found) == 3
        (prefix,) = set(found.values())
        prefixes.append(prefix)
    assert len(set(prefixes)) == 3
    with pytest.raises(TransportError, match="not all ranks came in time"):
        meeting.agree(store, 0, 2, 0.1)
    with pytest.raises(TransportError, match=r"rank 0 did not come within 0\.1 s"):
        meeting.agree(store, 1, 2, 0.1)
