"""Inference as ranks of torchrun: two and three processes, boards, ranks that die or hang."""

from __future__ import annotations

import itertools
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from rank_support import Ranks

import hwpipe
from hwpipe.errors import InputError
from hwpipe.runtime import StageSpec, run_pipeline
from hwpipe.runtime.ranks import run_rank

F32 = TensorProto.FLOAT


def network(width: int = 16, layers: int = 3) -> onnx.ModelProto:
    """Layers with a skip from the first to the last."""
    rng = np.random.default_rng(0)
    nodes, weights, x = [], [], "x"
    for i in range(layers):
        w = rng.standard_normal((width, width)).astype(np.float32) / width**0.5
        weights.append(numpy_helper.from_array(w, f"w{i}"))
        nodes.append(helper.make_node("MatMul", [x, f"w{i}"], [f"m{i}"], f"product{i}"))
        nodes.append(helper.make_node("Tanh", [f"m{i}"], [f"t{i}"], f"tanh{i}"))
        x = f"t{i}"
    nodes.append(helper.make_node("Add", [x, "t0"], ["y"], "add"))
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "ranks", [value("x", F32, [2, width])],
                              [value("y", F32, [2, width])], weights)  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def stages(*edges: int, replicas: dict[int, int] | None = None) -> list[StageSpec]:
    return [
        StageSpec(i, tuple(range(a, b)), f"dev{i}", "cpu", (replicas or {}).get(i, 1))
        for i, (a, b) in enumerate(itertools.pairwise(edges))
    ]


def batch(count: int, width: int = 16) -> dict[str, np.ndarray]:
    return {"x": np.random.default_rng(1).standard_normal((count, width)).astype(np.float32)}


@pytest.mark.parametrize(
    ("edges", "replicas"), [((0, 3, 7), {}), ((0, 2, 7), {1: 2})], ids=["two", "replicas"]
)
def test_ranks_give_what_one_host_gives(
    tmp_path: Path, edges: tuple[int, ...], replicas: dict[int, int]
) -> None:
    model, own, x = network(), stages(*edges, replicas=replicas), batch(10)
    ranks = Ranks(tmp_path, model, own, x, micro_batch=2)
    assert [status for status, _ in ranks.end()] == [0] * len(ranks.processes)
    got, want = ranks.result, run_pipeline(model, own, x, micro_batch=2)
    np.testing.assert_array_equal(got.outputs["y"], want.outputs["y"])
    assert [r.micro_batches for r in got.stage_reports] == [5, 5]
    assert [r.replicas for r in got.stage_reports] == [stage.replicas for stage in own]
    assert len(got.completion_s) == 5
    assert max(got.completion_s) == got.wall_s > 0


@pytest.mark.parametrize(
    "victim",
    [pytest.param(0, marks=pytest.mark.slow), 1, pytest.param(2, marks=pytest.mark.slow)],
)
def test_every_rank_notices_one_that_dies(tmp_path: Path, victim: int) -> None:
    ranks = Ranks(tmp_path, network(), stages(0, 2, 4, 7), batch(400_000), micro_batch=2,
                  timeout_s=8)  # fmt: skip
    ranks.until_moving()
    ranks.processes[victim].kill()
    found = ranks.end()
    assert found.pop(victim)[0] == -signal.SIGKILL
    for status, text in found:
        assert status == 1
        assert "another rank died, or did not answer" in text or "another rank failed" in text
    assert not (tmp_path / "result").exists()


def test_every_rank_notices_one_that_hangs(tmp_path: Path) -> None:
    ranks = Ranks(tmp_path, network(), stages(0, 2, 4, 7), batch(400_000), micro_batch=2,
                  timeout_s=4)  # fmt: skip
    ranks.until_moving()
    ranks.processes[1].send_signal(signal.SIGSTOP)
    others = [ranks.processes[0], ranks.processes[2]]
    assert [p.wait(90) for p in others] == [1, 1]
    ranks.processes[1].kill()
    for (status, text), rank in zip(ranks.end(), range(3), strict=True):
        assert status == (-signal.SIGKILL if rank == 1 else 1)
        assert rank == 1 or f"stage {rank} on dev{rank} (rank {rank}): another rank " in text


def test_a_failing_stage_is_named(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    table = numpy_helper.from_array(rng.standard_normal((4, 8)).astype(np.float32), "table")
    value = helper.make_tensor_value_info
    nodes = [helper.make_node("Identity", ["x"], ["i"], "first"),
             helper.make_node("Gather", ["table", "i"], ["y"], "lookup")]  # fmt: skip
    graph = helper.make_graph(nodes, "gather", [value("x", TensorProto.INT64, [2])],
                              [value("y", F32, [2, 8])], [table])  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    ranks = Ranks(tmp_path, model, stages(0, 1, 2), {"x": np.array([0, 1, 2, 9])}, micro_batch=2,
                  timeout_s=8)  # fmt: skip
    (other, text), (status, own) = ranks.end()
    assert (other, status) == (1, 1)
    assert text.startswith("stage 0 on dev0 (rank 0): another rank failed")
    assert own.startswith("stage 1 on dev1 (rank 1): node 1 'lookup'")
    assert "index" in own


def test_another_number_of_processes_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("RANK", "0"), ("WORLD_SIZE", "3"), ("MASTER_ADDR", "127.0.0.1"),
                        ("MASTER_PORT", "1")):  # fmt: skip
        monkeypatch.setenv(name, value)
    with pytest.raises(InputError, match=r"started 3 processes \(limit: 2: one for each device"):
        run_rank(network(), stages(0, 3, 7), batch(4), micro_batch=2)


CLUSTER = """
name = "cpus"
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


def test_the_command_under_torchrun_writes_what_it_writes_alone(tmp_path: Path) -> None:
    onnx.save(network(), tmp_path / "net.onnx")
    (tmp_path / "two.toml").write_text(CLUSTER)
    plan = hwpipe.compile_plan(
        str(tmp_path / "net.onnx"), hwpipe.load_cluster(tmp_path / "two.toml"),
        options=hwpipe.CompileOptions(batch=8, microbatches=4, method="equal-layers"),
    )  # fmt: skip
    hwpipe.save_plan(plan, tmp_path / "plan.json")
    env = {k: v for k, v in os.environ.items() if k not in ("RANK", "WORLD_SIZE")}
    starts = {"ranks": ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node=2"],
              "alone": []}  # fmt: skip
    summaries, outputs = {}, {}
    for name, start in starts.items():
        done = subprocess.run(
            [sys.executable, *start, "-m", "hwpipe", "run", "plan.json", "--check", "-o",
             f"{name}.npz", "--report", f"{name}.json", "--json"],
            cwd=tmp_path, env=env, capture_output=True, text=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        summaries[name] = json.loads(done.stdout)
        assert summaries[name] == json.loads((tmp_path / f"{name}.json").read_text())
        with np.load(tmp_path / f"{name}.npz") as file:
            outputs[name] = dict(file)
    np.testing.assert_array_equal(outputs["ranks"]["y"], outputs["alone"]["y"])
    assert summaries["ranks"]["check"]["ok"]
    assert summaries["ranks"]["where"] == "the hosts of torchrun, one process per stage replica"
    assert [s["device"] for s in summaries["ranks"]["stages"]] == ["cpu0", "cpu1"]
