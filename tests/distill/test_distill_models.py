"""Distillation of bundled models, and what relaying does to the gradients."""

from __future__ import annotations

import numpy as np
import pytest

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.distill import DistillProblem, distill_models, distill_plan
from hwpipe.errors import InfeasibleError
from hwpipe.graph import open_model


def cluster(count=4):
    devices = tuple(
        Device(name=f"gpu{k}", type="gpu", kind="gpu", peak_per_s={"float32": 15e12},
               memory_bytes=16 * 10**9, memory_bytes_per_s=9e11, launch_overhead_s=5e-6,
               idle_w=50.0, busy_w=250.0, dtype="float32")
        for k in range(count)
    )  # fmt: skip
    links = {(a.name, b.name): Link(a.name, b.name, 1e10, 1e-5, True)
             for a in devices for b in devices if a is not b}  # fmt: skip
    return Cluster("four", devices, links, "switch")


def test_squeezenet_in_four_blocks():
    model = open_model("squeezenet")
    found = distill_models(model, model, cluster(), batch=32, blocks=4)
    assert len(found.blocks) == 4
    assert found.blocks[0].teacher[0] == 0
    assert found.blocks[-1].teacher[1] == len(model.graph(32))
    assert found.plan.teacher_runs == 4
    assert found.baseline.teacher_runs == 10
    assert found.speedup > 1.2
    # Half the batch takes less time, but more than half as long (launches, small products).
    half = found.problem.student_s[0, 1] / found.problem.student_s[0, 0]
    assert (half < 1).all()
    assert (half > 0.5).any()


def test_devices_that_cannot_train_get_no_block():
    shape = (2, 1, 2)
    student = np.array([[[np.inf, 1.0]], [[5.0, 5.0]]])
    problem = DistillProblem(("a", "b"), (("fpga",), ("gpu",)), np.zeros(shape), student,
                             np.zeros(shape), np.zeros(1))  # fmt: skip
    plan = distill_plan(problem)
    assert [(s.start, s.stop, s.devices) for s in plan.stages] == [
        (0, 1, ("gpu",)), (1, 2, ("fpga",))
    ]  # fmt: skip
    alone = DistillProblem(("a", "b"), (("fpga",),), np.zeros((1, 1, 2)), student[:1],
                           np.zeros((1, 1, 2)), np.zeros(1))  # fmt: skip
    with pytest.raises(InfeasibleError, match=r"^block 'a' runs on no device of the cluster; add"):
        distill_plan(alone)


def gradient(weight, entering, target):
    """Of the mean squared error of one linear student block with ReLU, float32."""
    made = entering @ weight
    error = np.where(made > 0, np.maximum(made, 0) - target, 0).astype(np.float32)
    return entering.T @ error


def test_relayed_gradients_equal_those_of_the_baseline_bit_by_bit():
    rng = np.random.default_rng(0)
    teacher = [rng.standard_normal((16, 16)).astype(np.float32) / 4 for _ in range(6)]
    student = [rng.standard_normal((16, 16)).astype(np.float32) / 4 for _ in range(6)]
    batch = rng.standard_normal((32, 16)).astype(np.float32)
    baseline, runs = [], 0
    for b in range(6):
        value = batch
        for k in range(b + 1):
            entering, value = value, np.maximum(value @ teacher[k], 0)
            runs += 1
        baseline.append(gradient(student[b], entering, value))
    assert runs == 21

    costs = np.ones((1, 3, 6))
    problem = DistillProblem(tuple("abcdef"), (("x", "y", "z"),), costs, costs, 0 * costs,
                             np.zeros(5))  # fmt: skip
    plan = distill_plan(problem)
    assert [(s.start, s.stop) for s in plan.stages] == [(0, 2), (2, 4), (4, 6)]
    relayed, runs = {}, 0
    value = batch
    for stage in plan.stages:
        for b in range(stage.start, stage.stop):
            entering, value = value, np.maximum(value @ teacher[b], 0)
            runs += 1
            relayed[b] = gradient(student[b], entering, value)
    assert runs == plan.teacher_runs == 6
    for b in range(6):
        assert np.array_equal(relayed[b], baseline[b])
