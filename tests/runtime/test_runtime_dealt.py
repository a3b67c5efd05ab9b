"""Replicas that take unequal numbers of micro-batches, as the plan's schedule deals them."""

from __future__ import annotations

import numpy as np
import pytest

from hwpipe import CompileOptions, Plan, compile_plan, open_model, run_plan
from hwpipe.plan.timeline import schedule_of
from hwpipe.runtime.run import run_pipeline
from hwpipe.runtime.spec import StageSpec, WorkerSpec


@pytest.fixture(scope="module")
def plan() -> Plan:
    options = CompileOptions(batch=8, microbatches=4, baselines=False)
    return compile_plan("squeezenet", options=options)


def test_a_plan_of_unequal_replicas_follows_its_schedule(plan: Plan) -> None:
    (stage,) = plan.stages
    assert [plan.cluster.by_name[name].kind for name in stage.devices] == ["gpu", "tpu"]
    counts = [len(actions) for actions in schedule_of(plan).ranks]
    assert counts == [1, 3]
    done = run_plan(plan, check=True)
    assert done.check is not None
    assert done.check.ok
    (report,) = done.result.stage_reports
    assert report.micro_batches == 4
    assert report.share == pytest.approx(3 / 4)


OWNERS = ((0, 1, 1, 1, 0, 1), (2, 0, 0, 2, 1, 0))


def stages_of(halves: tuple[tuple[int, ...], ...]) -> list[StageSpec]:
    return [
        StageSpec(0, halves[0], "a,b", "cpu", 2, ("cpu", "fpga"), OWNERS[0]),
        StageSpec(1, halves[1], "c,d,e", "gpu", 3, ("cpu", "cpu", "fpga"), OWNERS[1]),
    ]


@pytest.mark.parametrize("in_process", [True, False])
def test_two_stages_with_owners_of_their_own(in_process: bool) -> None:
    source = open_model("squeezenet")
    model = source.materialise(1)
    nodes = tuple(range(len(model.graph.node)))
    x = np.random.default_rng(5).standard_normal((6, 3, 224, 224)).astype(np.float32)
    name = source.graph(1).inputs[0]
    halves = (nodes[:30], nodes[30:])
    dealt = run_pipeline(model, stages_of(halves), {name: x}, micro_batch=1, in_process=in_process)
    plain = run_pipeline(
        model, [StageSpec(0, nodes, "a", "cpu")], {name: x}, micro_batch=1, in_process=True
    )
    for output, values in plain.outputs.items():
        np.testing.assert_array_equal(dealt.outputs[output], values)
    assert [report.share for report in dealt.stage_reports] == [4 / 6, 3 / 6]
    assert dealt.stage_reports[0].backend == "torch-cpu, float reference (no int8 model)"


def test_a_rank_is_found_by_its_owner() -> None:
    spec = WorkerSpec(0, 0, 0, "cpu", 0, (2, 3), 6, 1, 1.0, (), owners=OWNERS)
    assert [spec.rank_of(0, k) for k in range(6)] == [0, 1, 1, 1, 0, 1]
    assert [spec.rank_of(1, k) for k in range(6)] == [4, 2, 2, 4, 3, 2]
    in_turn = WorkerSpec(0, 0, 0, "cpu", 0, (2, 3), 6, 1, 1.0, (), owners=((), OWNERS[1]))
    assert [in_turn.rank_of(0, k) for k in range(4)] == [0, 1, 0, 1]
