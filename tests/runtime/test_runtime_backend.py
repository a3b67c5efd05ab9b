"""Backends, action lists, and pipelines of many shapes."""

from __future__ import annotations

import sys
import types

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper

from hwpipe.errors import InputError
from hwpipe.runtime import StageSpec, run_pipeline
from hwpipe.runtime.actions import with_transfers
from hwpipe.runtime.backend import backend_for
from hwpipe.runtime.piece import split_model
from hwpipe.runtime.spec import RunResult, StageReport
from hwpipe.schedule import make_schedule, validate


def counting(stages: int, width: int = 8):
    """Stage i adds 10 ** -i, so that an output shows the stages it went through."""
    value = helper.make_tensor_value_info
    nodes = [helper.make_node("Add", [f"t{i}", f"c{i}"], [f"t{i + 1}"]) for i in range(stages)]
    constants = [helper.make_tensor(f"c{i}", TensorProto.DOUBLE, [], [10.0**-i])
                 for i in range(stages)]  # fmt: skip
    graph = helper.make_graph(
        nodes, "count", [value("t0", TensorProto.DOUBLE, [1, width])],
        [value(f"t{stages}", TensorProto.DOUBLE, [1, width])], constants,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


@pytest.mark.parametrize(("replicas", "count", "width"), [
    ([1], 4, 8),
    ([3], 2, 8),  # more replicas than micro-batches
    ([2, 3, 1, 2], 13, 8),
    ([1, 2], 9, 300_000),  # messages far past the socket buffers
])  # fmt: skip
def test_micro_batches_keep_their_order(replicas: list[int], count: int, width: int):
    stages = [StageSpec(i, (i,), f"d{i}", "cpu", r) for i, r in enumerate(replicas)]
    x = np.arange(count * width, dtype=np.float64).reshape(count, width)
    seen: list[tuple[int, int]] = []
    result = run_pipeline(counting(len(stages), width), stages, {"t0": x}, micro_batch=1,
                          progress=lambda done, total: seen.append((done, total)))  # fmt: skip
    want = x.copy()
    for i in range(len(stages)):
        want += 10.0**-i
    np.testing.assert_array_equal(result.outputs[f"t{len(stages)}"], want)
    assert seen[-1] == (count, count)
    assert [d for d, _ in seen] == sorted({d for d, _ in seen})
    assert [len(report.busy_s) for report in result.stage_reports] == [count] * len(stages)
    # replicas may end together: how far above the ideal it is says nothing with so few of them
    assert result.steady_s > 0
    assert result.overhead > 0


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 3), min_size=1, max_size=5), st.integers(1, 12))
def test_executed_lists_are_valid_schedules(replicas: list[int], count: int):
    schedule = with_transfers(
        make_schedule("pipeline", stages=len(replicas), microbatches=count, replicas=replicas)
    )
    validate(schedule)
    rank = 0
    for stage, number in enumerate(replicas):
        for replica in range(number):
            kinds = "".join(action.kind[0] for action in schedule.ranks[rank])
            cell = ("R" if stage else "") + "F" + ("S" if stage < len(replicas) - 1 else "")
            mine = range(replica, count, number)
            assert kinds == cell * len(mine)
            assert [a.micro_batch for a in schedule.ranks[rank] if a.kind == "F"] == list(mine)
            rank += 1


def test_training_schedules_are_refused():
    schedule = make_schedule("gpipe", stages=2, microbatches=2)
    with pytest.raises(InputError, match=r"schedule 'gpipe' has the action BW \(limit: forward"):
        with_transfers(schedule)


def test_backend_names_on_a_bare_host(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setitem(sys.modules, "torch_xla", None)
    assert backend_for("cpu").name == "torch-cpu"
    assert backend_for("gpu").name == "torch-cpu (CUDA absent)"
    assert backend_for("tpu").name == "host (torch_xla absent)"
    assert backend_for("fpga").name == "float reference (no int8 model)"


def test_tpu_stage_uses_torch_xla_where_it_is(monkeypatch: pytest.MonkeyPatch):
    fake = types.ModuleType("torch_xla")
    fake.device = lambda: torch.device("cpu")  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "torch_xla", fake)
    backend = backend_for("tpu")
    assert backend.name == "torch-xla (cpu)"
    backend.load(split_model(counting(1), [[0]])[0])
    (y,) = backend.run([torch.zeros(1, 8, dtype=torch.float64)])
    assert y.tolist() == [[1.0] * 8]
    backend.close()
    with pytest.raises(RuntimeError, match=r"run\(\) before load\(\)"):
        backend.run([])


@pytest.mark.gpu
@pytest.mark.skipif(not torch.cuda.is_available(), reason="needs a CUDA device")
def test_gpu_stage():
    stages = [StageSpec(0, (0,), "gpu0", "gpu"), StageSpec(1, (1,), "host", "cpu")]
    x = np.ones((4, 8))
    result = run_pipeline(counting(2), stages, {"t0": x}, micro_batch=1)
    assert result.stage_reports[0].backend == "torch-cuda:0"
    np.testing.assert_array_equal(result.outputs["t2"], x + 1 + 0.1)


def test_steady_state_leaves_the_ramp_out():
    def report(index: int, busy: float, replicas: int) -> StageReport:
        times = (9.0, *[busy] * 5)  # the first micro-batch warms up
        return StageReport(index, "d", "cpu", "torch-cpu", 6, busy, busy, replicas, times)

    result = RunResult(
        outputs={}, stage_reports=(report(0, 2.0, 2), report(1, 0.9, 1)), wall_s=20.0,
        startup_s=1.0, completion_s=(12.0, 13.0, 14.0, 15.1, 16.2, 17.3),
    )  # fmt: skip
    assert result.steady_first == 3
    assert result.steady_s == pytest.approx(1.1)  # (17.3 - 14.0) / 3
    assert result.slowest_stage_s == pytest.approx(1.0)  # two replicas of 2 s
    assert result.overhead == pytest.approx(1.1)
