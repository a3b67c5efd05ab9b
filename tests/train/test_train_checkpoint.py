"""Checkpoints: files that appear whole or not at all, and state that goes on as it was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from onnx import numpy_helper
from train_models import assert_equal, cnn, cut, images

from hwpipe.compress import Compression
from hwpipe.errors import InputError, WorkError
from hwpipe.schedule import make_schedule
from hwpipe.schedule.generators.asynchronous import (
    double_buffered,
    per_sample,
    pipedream,
    streamed,
)
from hwpipe.schedule.model import Schedule
from hwpipe.train.api import train_stages
from hwpipe.train.options import TrainOptions, parse_optimizer
from hwpipe.train.result import TrainResult
from hwpipe.train.spec import list_spans
from hwpipe.train.state import atomic
from hwpipe.train.state.checkpoint import (
    Checkpoint,
    checkpoint_path,
    checkpoint_steps,
    load_checkpoint,
    open_folder,
    save_checkpoint,
)
from hwpipe.train.state.residuals import Residual, residual_for

ADAM = parse_optimizer("adam:lr=0.01")
MOMENTUM = parse_optimizer("sgd:lr=0.1,momentum=0.9")


@pytest.fixture(autouse=True)
def one_thread() -> Iterator[None]:
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def trained(*, schedule: Any = "1f1b-as", replicas: tuple[int, ...] = (1, 1), count: int = 4,
            micro_batches: int | None = None, **options: Any) -> TrainResult:  # fmt: skip
    model = cnn()
    stages = tuple(
        replace(s, replicas=n) for s, n in zip(cut(model, len(replicas)), replicas, strict=True)
    )  # fmt: skip
    if isinstance(schedule, str):
        schedule = make_schedule(schedule, stages=len(replicas), microbatches=count,
                                 replicas=list(replicas))  # fmt: skip
    chosen = TrainOptions(**{"data": images, "optimizer": ADAM, **options})
    return train_stages(model, stages, schedule, chosen, micro_batch=2,
                        micro_batches=micro_batches, in_process=True)  # fmt: skip


KILLED = """
import os, signal, sys
from pathlib import Path
from hwpipe.train.state import atomic

point, nameless, path = sys.argv[1], sys.argv[2] == "nameless", Path(sys.argv[3])
if not nameless:
    del os.O_TMPFILE
def die(*arguments, **options):
    os.kill(os.getpid(), signal.SIGKILL)
if point in ("fsync", "link"):
    setattr(os, point, die)
if point == "replace":
    Path.replace = die
with atomic.whole_file(path) as file:
    file.write(b"new" * 100_000)
    if point == "write":
        file.flush()
        die()
"""


@pytest.mark.skipif(not hasattr(atomic.os, "O_TMPFILE"), reason="needs Linux")
@pytest.mark.parametrize(
    ("point", "kind"),
    [("write", "nameless"), ("fsync", "nameless"), ("link", "nameless"), ("replace", "nameless"),
     ("write", "named"), ("fsync", "named"), ("replace", "named")],
)  # fmt: skip
def test_a_writer_that_is_killed_changes_nothing(tmp_path: Path, point: str, kind: str) -> None:
    path = tmp_path / "step-00000001.ckpt"
    path.write_bytes(b"old")
    done = subprocess.run([sys.executable, "-c", KILLED, point, kind, str(path)], check=False)
    assert done.returncode == -9
    assert path.read_bytes() == b"old"
    if kind == "nameless" and point != "replace":
        assert list(tmp_path.iterdir()) == [path]
    else:  # its name tells whose it was
        assert len(list(tmp_path.iterdir())) == 2
        open_folder(tmp_path)
        assert list(tmp_path.iterdir()) == [path]


def test_files_of_writers_that_live_stay(tmp_path: Path) -> None:
    host = atomic._host()
    mine = tmp_path / f".step-00000001.ckpt.{host}.{atomic.os.getppid()}.tmp"
    theirs = tmp_path / ".step-00000001.ckpt.elsewhere.1.tmp"
    for path in (mine, theirs, tmp_path / "notes.tmp"):
        path.write_text("x")
    atomic.sweep(tmp_path)
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([mine.name, theirs.name,
                                                                 "notes.tmp"])  # fmt: skip
    atomic.sweep(tmp_path / "nowhere")


FULL = """
import json, resource, signal, sys
from pathlib import Path
import numpy as np
from hwpipe.errors import WorkError
from hwpipe.train.state.checkpoint import Checkpoint, checkpoint_path, save_checkpoint

folder = Path(sys.argv[1])
save_checkpoint(Checkpoint(1, "m", "sgd", {"w": np.zeros(100)}), checkpoint_path(folder, 1))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    save_checkpoint(Checkpoint(2, "m", "sgd", {"w": np.zeros(50_000)}), checkpoint_path(folder, 2))
except WorkError as error:
    print(error)
"""


def test_a_disk_that_is_full_keeps_what_was_there(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", FULL, str(tmp_path)], check=True,
                          capture_output=True, text=True)  # fmt: skip
    assert "step-00000002.ckpt: the checkpoint cannot be written: File too large" in done.stdout
    assert "free room on the disk" in done.stdout
    assert checkpoint_steps(tmp_path) == [1]
    assert len(list(tmp_path.iterdir())) == 1
    assert load_checkpoint(checkpoint_path(tmp_path, 1)).step == 1


def test_a_folder_that_cannot_be_written_is_noticed_before_training(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for place in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match=r"no checkpoint can be written: .*writable folder"):
            trained(steps=1, checkpoint=place, data=None)
    with pytest.raises(WorkError, match="the checkpoint cannot be written: Not a directory"):
        save_checkpoint(Checkpoint(1, "m", "sgd", {}), tmp_path / "file" / "below" / "x.ckpt")


def test_a_new_run_leaves_the_checkpoints_of_another_alone(tmp_path: Path) -> None:
    trained(steps=2, checkpoint=tmp_path)
    before = checkpoint_path(tmp_path, 2).read_bytes()
    with pytest.raises(InputError, match=r"holds checkpoints of a run of 2 steps; go on from them "
                       r"with --resume, or name another folder"):  # fmt: skip
        trained(steps=3, checkpoint=tmp_path)
    assert checkpoint_path(tmp_path, 2).read_bytes() == before


COMPRESSED = Compression(density=0.05, refresh=3)


@pytest.mark.parametrize("schedule", ["1f1b-as", "gpipe"])
def test_a_resumed_run_with_compressed_gradients_equals_an_uninterrupted_one(
    tmp_path: Path, schedule: str
) -> None:
    options: dict[str, Any] = {
        "schedule": schedule, "replicas": (2, 2), "compress": COMPRESSED, "checkpoint": tmp_path,
    }  # fmt: skip
    whole = trained(**{**options, "checkpoint": None}, steps=7)
    trained(**options, steps=3)
    middle = trained(**options, steps=5, resume=True)
    last = trained(**options, steps=7, resume=True)
    assert (middle.first_step, last.first_step) == (3, 5)
    assert last.losses == whole.losses
    assert_equal(last.weights, whole.weights)
    # Without the residuals it would be another run.
    path = checkpoint_path(tmp_path, 5)
    save_checkpoint(replace(load_checkpoint(path), residuals=()), path)
    checkpoint_path(tmp_path, 7).unlink()
    assert trained(**options, steps=7, resume=True).losses != whole.losses


def test_residuals_stand_in_the_file_as_they_are(tmp_path: Path) -> None:
    trained(replicas=(2, 1), compress=COMPRESSED, checkpoint=tmp_path, steps=4)
    found = load_checkpoint(checkpoint_path(tmp_path, 4)).residuals
    assert [(one.replica, one.replicas, one.density) for one in found] == [
        (0, 2, 0.05), (1, 2, 0.05),
    ]  # fmt: skip
    assert found[0].arrays.keys() == found[1].arrays.keys()
    assert all(one.counters["steps"] == 4 for one in found)
    assert any(np.abs(array).max() > 0 for one in found for array in one.arrays.values())
    shapes = {t.name: tuple(t.dims) for t in cnn().graph.initializer}
    assert all(array.shape == shapes[name] for name, array in found[0].arrays.items())


def test_residuals_survive_another_number_of_replicas(tmp_path: Path) -> None:
    options: dict[str, Any] = {"compress": COMPRESSED, "checkpoint": tmp_path, "count": 6}
    trained(**options, replicas=(2, 2), steps=3)
    before = load_checkpoint(checkpoint_path(tmp_path, 3)).residuals
    # lr = 0: gradients differ by data alone, and what is kept adds up step by step.
    result = trained(**options, replicas=(3, 1), steps=4, resume=True)
    assert "resumed after step 3" in result.notes
    after = load_checkpoint(checkpoint_path(tmp_path, 4)).residuals
    assert {one.replicas for one in before} == {2}
    assert {(one.replica, one.replicas) for one in after} == {(0, 3), (1, 3), (2, 3)}
    dense = trained(count=6, replicas=(3, 1), steps=4, resume=True, checkpoint=copied(tmp_path, 3))
    assert any("kept back is dropped: gradients travel whole" in note for note in dense.notes)


def copied(folder: Path, step: int) -> Path:
    place = folder / "copy"
    place.mkdir()
    checkpoint_path(place, step).write_bytes(checkpoint_path(folder, step).read_bytes())
    return place


def arrays(*values: float) -> dict[str, np.ndarray]:
    return {f"w{i}": np.full(2, v, np.float32) for i, v in enumerate(values)}


def test_who_takes_over_a_residual() -> None:
    counters = {"threshold": 0.5, "steps": 9}
    saved = [Residual(i, 2, 0.1, arrays(1 + i, 10 + i), counters) for i in range(2)]
    assert residual_for(saved, ("w0", "w1"), 1, 2, 0.1) is saved[1]
    # Another density or another set of weights: the values stay, the threshold is chosen anew.
    for names, density in ((("w0", "w1"), 0.2), (("w1", "w0"), 0.1), (("w1",), 0.1)):
        found = residual_for(saved, names, 1, 2, density)
        assert found is not None
        assert found.counters == {}
        assert {n: a[0] for n, a in found.arrays.items()} == {n: {"w0": 2, "w1": 11}[n]
                                                              for n in names}  # fmt: skip
    # Another number of replicas: the first takes what all had.
    first = residual_for(saved, ("w0", "w1"), 0, 3, 0.1)
    assert first is not None
    assert {n: a[0] for n, a in first.arrays.items()} == {"w0": 3, "w1": 21}
    assert residual_for(saved, ("w0", "w1"), 1, 3, 0.1) is None
    assert residual_for(saved, ("w7",), 0, 2, 0.1) is None


@pytest.mark.parametrize(
    ("schedule", "micro_batches", "optimizer"),
    [
        (pipedream("pipedream", 2, 6), 2, MOMENTUM),
        (pipedream("pipedream-vertical", 2, 6), 2, ADAM),
        (double_buffered("pipedream-2bw", 2, 12, 4), 4, MOMENTUM),
        (per_sample("pipelined-backprop", 2, 3), 1, MOMENTUM),
        (streamed("partime", 2, 3), 1, MOMENTUM),
    ],
    ids=lambda value: getattr(value, "name", None),
)
def test_resuming_a_run_of_several_weight_versions(
    tmp_path: Path, schedule: Schedule, micro_batches: int, optimizer: Any
) -> None:
    """The pipeline runs empty at a checkpoint, so nothing but the newest version is state."""
    options: dict[str, Any] = {
        "optimizer": optimizer, "micro_batches": micro_batches, "checkpoint_every": 3,
    }  # fmt: skip
    whole = trained(schedule=schedule, steps=9, checkpoint=tmp_path / "whole", **options)
    trained(schedule=schedule, steps=6, checkpoint=tmp_path / "parts", **options)
    last = trained(schedule=schedule, steps=9, checkpoint=tmp_path / "parts", resume=True,
                   **options)  # fmt: skip
    assert last.first_step == 6
    assert last.losses == whole.losses
    assert_equal(last.weights, whole.weights)
    assert checkpoint_steps(tmp_path / "whole") == [3, 6, 9]


@given(st.integers(0, 40), st.integers(1, 60), st.integers(0, 12), st.integers(1, 15))
def test_lists_end_at_every_checkpoint(first: int, more: int, every: int, longest: int) -> None:
    steps = first + more
    spans = list_spans(first, steps, every, longest)
    ends = list(np.cumsum([first, *spans]))
    assert ends[-1] == steps
    assert all(0 < span <= longest for span in spans)
    if every:
        due = [step for step in range(first + 1, steps + 1) if step % every == 0]
        assert set(due) <= set(ends)


def epochs(batch: int, seed: int = 0) -> Iterator[Any]:
    """Two batches, then the data end and begin again."""
    source = images(batch, seed)
    yield from (next(source) for _ in range(2))


def placed(batch: int, start_step: int) -> Iterator[Any]:
    """Endless batches from a step on."""
    source = images(batch)
    for _ in range(start_step):
        next(source)
    yield from source


@pytest.mark.parametrize("data", [epochs, placed])
def test_data_go_on_where_they_were(tmp_path: Path, data: Any) -> None:
    whole = trained(steps=5, data=data)
    trained(steps=3, data=data, checkpoint=tmp_path)
    assert trained(steps=5, data=data, checkpoint=tmp_path, resume=True).losses == whole.losses


def test_a_shape_that_does_not_fit_names_stage_micro_batch_and_node() -> None:
    model = cnn()
    for i, tensor in enumerate(model.graph.initializer):
        if tensor.name == "fc_w":
            wrong = numpy_helper.from_array(np.zeros((5, 13), np.float32), "fc_w")
            model.graph.initializer[i].CopyFrom(wrong)
    n = next(i for i, node in enumerate(model.graph.node) if node.output[0] == "y")
    with pytest.raises(WorkError, match=rf"stage 1, micro-batch 0, node {n} 'n_y' \(Gemm-\d+\): "):
        train_stages(model, cut(model, 2), make_schedule("gpipe", stages=2, microbatches=2),
                     TrainOptions(data=images), micro_batch=2, in_process=True)  # fmt: skip


def test_the_head_is_readable(tmp_path: Path) -> None:
    path = checkpoint_path(tmp_path, 5)
    one = Residual(0, 1, 0.5, {"a/b": np.ones(3, np.float32)}, {"threshold": 0.25, "steps": 5})
    save_checkpoint(Checkpoint(5, "m", "sgd", {"a/b": np.zeros(3)}, residuals=(one,)), path)
    head = json.loads(path.read_bytes().split(b"\n")[2])
    assert head["step"] == 5
    assert [name for name, *_ in head["arrays"]] == ["w/a/b", "r/0/a/b"]
    (found,) = load_checkpoint(path).residuals
    assert (found.replica, found.counters) == (0, {"threshold": 0.25, "steps": 5})
    np.testing.assert_array_equal(found.arrays["a/b"], np.ones(3))
