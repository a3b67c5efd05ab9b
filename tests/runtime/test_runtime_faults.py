"""Stages that die, hang or fail: the run ends soon, says why, and leaves nothing behind."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
import psutil
import pytest
from onnx import TensorProto, helper

from hwpipe.errors import InputError, WorkError
from hwpipe.runtime import RunResult, StageSpec, run_pipeline

F32 = TensorProto.FLOAT


def model_of(
    nodes: list[onnx.NodeProto], *constants: onnx.TensorProto, width: int = 64
) -> onnx.ModelProto:
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "faults", [value("x", F32, [1, width])],
        [helper.make_empty_tensor_value_info("y")], list(constants),
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def chain() -> onnx.ModelProto:
    return model_of([
        helper.make_node("Relu", ["x"], ["a"], "first"),
        helper.make_node("Tanh", ["a"], ["b"], "second"),
        helper.make_node("Neg", ["b"], ["y"], "third"),
    ])  # fmt: skip


def stages(*edges: int) -> list[StageSpec]:
    return [StageSpec(i, tuple(range(a, b)), f"dev{i}", "cpu")
            for i, (a, b) in enumerate(itertools.pairwise(edges))]  # fmt: skip


def batch(count: int, width: int = 64) -> dict[str, np.ndarray]:
    return {"x": np.linspace(-1, 1, count * width, dtype=np.float32).reshape(count, width)}


def workers() -> list[psutil.Process]:
    """Worker processes in rank order (the launcher forks them so)."""
    found = [p for child in psutil.Process().children() for p in child.children()]
    return sorted(found, key=lambda p: p.pid)


@pytest.fixture(autouse=True)
def nothing_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """After every test: no process, no file, no open descriptor more than before."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    me = psutil.Process()
    before = me.num_fds()
    yield
    assert me.children(recursive=True) == []
    assert list(tmp_path.glob("hwpipe-run-*")) == []
    assert me.num_fds() <= before


class Saboteur:
    """A progress callback that sends a signal once some micro-batches are done."""

    def __init__(self, rank: int, number: int) -> None:
        self.rank, self.number = rank, number
        self.when: float | None = None

    def __call__(self, done: int, total: int) -> None:
        if self.when is None and done >= 3:
            victims = [p.parent() for p in workers()] if self.rank < 0 else workers()
            os.kill(victims[self.rank].pid, self.number)
            self.when = time.monotonic()


def run_long(progress: Saboteur, timeout_s: float = 60.0) -> RunResult:
    return run_pipeline(chain(), stages(0, 1, 2, 3), batch(60_000), micro_batch=1,
                        progress=progress, timeout_s=timeout_s)  # fmt: skip


@pytest.mark.parametrize("rank", [0, 1, 2])
def test_killed_stage_is_named(rank: int):
    killer = Saboteur(rank, signal.SIGKILL)
    with pytest.raises(WorkError) as error:
        run_long(killer)
    assert killer.when is not None
    assert time.monotonic() - killer.when < 5
    text = str(error.value)
    assert text.startswith(f"stage {rank} on dev{rank}: its process ")
    assert "was killed by SIGKILL; see whether the kernel ran out of memory" in text


def test_crash_names_its_signal():
    with pytest.raises(WorkError, match=r"stage 1 on dev1: .* killed by SIGSEGV; an operator"):
        run_long(Saboteur(1, signal.SIGSEGV))


def test_hung_stage_is_given_up():
    with pytest.raises(WorkError) as error:
        run_long(Saboteur(1, signal.SIGSTOP), timeout_s=1.5)
    text = str(error.value)
    assert text.startswith("pipeline run: no stage reported for 1.5 s; waiting for stage 0 on dev0")
    assert "stage 1 on dev1 after " in text
    assert "(limit: 1.5 s)" in text


def test_killed_launcher_takes_the_stages_with_it():
    with pytest.raises(WorkError, match="the process that starts the stages was killed by SIGKILL"):
        run_long(Saboteur(-1, signal.SIGKILL))
    # The kernel ends orphans of the launcher; they are no children of ours any more.
    deadline = time.monotonic() + 5
    while any("hwpipe-run-" in " ".join(_command(p)) for p in psutil.process_iter()):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _command(process: psutil.Process) -> list[str]:
    try:
        # Runs of neighbours (other test processes) lie in other folders.
        return [a for a in process.cmdline() if a.startswith(tempfile.gettempdir())]
    except psutil.Error:
        return []


def test_interrupt_leaves_nothing():
    def interrupt(done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run_pipeline(chain(), stages(0, 1, 3), batch(9999), micro_batch=1, progress=interrupt)


def test_next_run_after_a_failure_works():
    with pytest.raises(WorkError):
        run_long(Saboteur(2, signal.SIGKILL))
    result = run_pipeline(chain(), stages(0, 2, 3), batch(5), micro_batch=1)
    np.testing.assert_allclose(
        result.outputs["y"], -np.tanh(np.maximum(batch(5)["x"], 0)), rtol=1e-6
    )


def test_failing_operator_names_node_stage_and_shapes():
    model = model_of(
        [
            helper.make_node("Abs", ["x"], ["a"], "first"),
            helper.make_node("Cast", ["a"], ["i"], "index", to=TensorProto.INT64),
            helper.make_node("Gather", ["table", "i"], ["y"], "lookup"),
        ],
        helper.make_tensor("table", F32, [3], [1, 2, 3]),
        width=2,
    )
    feeds = {"x": np.array([[0, 1], [2, 0], [7, 0]], np.float32)}  # the third is out of range
    with pytest.raises(WorkError) as error:
        run_pipeline(model, stages(0, 1, 3), feeds, micro_batch=1)
    text = str(error.value)
    assert text.startswith("stage 1 on dev1: node 2 'lookup' (Gather-13): IndexError: ")
    assert "on inputs (3,) float32, (1, 2) int64" in text


def test_out_of_memory_in_an_operator_is_an_error_of_its_stage():
    huge = helper.make_tensor("huge", TensorProto.INT64, [2], [2**44, 64])
    model = model_of([
        helper.make_node("Abs", ["x"], ["a"]),
        helper.make_node("Expand", ["a", "huge"], ["b"]),
        helper.make_node("Exp", ["b"], ["y"], "explode"),
    ], huge)  # fmt: skip
    with pytest.raises(WorkError, match=r"stage 1 on dev1: node 2 'explode' \(Exp-13\).*memory"):
        run_pipeline(model, stages(0, 1, 3), batch(1), micro_batch=1)


@pytest.mark.parametrize("in_process", [True, False])
def test_unknown_operator_is_bad_input(in_process: bool):
    model = model_of([
        helper.make_node("Relu", ["x"], ["a"], "first"),
        helper.make_node("Mystery", ["a"], ["y"], "odd", domain="acme"),
    ])  # fmt: skip
    model.opset_import.append(helper.make_opsetid("acme", 1))
    with pytest.raises(InputError) as error:
        run_pipeline(model, stages(0, 1, 2), batch(1), micro_batch=1, in_process=in_process)
    assert "node 1 'odd' (acme.Mystery-1): operator 'Mystery' of domain 'acme'" in str(error.value)
    assert error.value.exit_code == 2


def test_broken_torch_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    broken = tmp_path / "broken" / "torch"
    broken.mkdir(parents=True)
    (broken / "__init__.py").write_text("raise ImportError('libtorch.so: file too short')\n")
    monkeypatch.setenv("PYTHONPATH", str(broken.parent))
    with pytest.raises(WorkError) as error:
        run_pipeline(chain(), stages(0, 1, 3), batch(1), micro_batch=1)
    assert str(error.value) == (
        "stage 0 on dev0; stage 1 on dev1: the process that starts the stages ended with status "
        "1: ImportError: libtorch.so: file too short; see that torch can be imported, and the "
        "memory suffices"
    )


SCRIPT = """
import sys
import numpy as np
sys.path.insert(0, {folder!r})
from test_runtime_faults import batch, chain, stages
from hwpipe.runtime import run_pipeline
run_pipeline(chain(), stages(0, 1, 3), batch(60_000), micro_batch=1,
             progress=lambda done, total: print("running", flush=True) if done < 9 else None)
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_death_of_the_caller_ends_the_stages(number: int, tmp_path: Path):
    # SIGINT reaches the whole foreground group, as Ctrl-C does.
    script = SCRIPT.format(folder=str(Path(__file__).parent))
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env={**os.environ, "TMPDIR": str(tmp_path)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        assert process.stdout.readline() == b"running\n"
        family = psutil.Process(process.pid).children(recursive=True)
        assert len(family) == 3  # launcher and two stages
        if number == signal.SIGINT:
            os.killpg(process.pid, number)
        else:
            process.send_signal(number)
        process.wait(10)
        _, alive = psutil.wait_procs(family, timeout=10)
        assert alive == []
        noise = process.stderr.read().decode()
        assert noise.count("Traceback") == (1 if number == signal.SIGINT else 0), noise
    finally:
        process.kill()
        process.stdout.close()
        process.stderr.close()
    deadline = time.monotonic() + 5
    while list(tmp_path.glob("hwpipe-run-*")):
        assert time.monotonic() < deadline, "files are left"
        time.sleep(0.05)
