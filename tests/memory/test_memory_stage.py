"""Stages of partitions as blocks."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

sys.path.append(str(Path(__file__).parents[1] / "partition"))

from builders import make_cluster, make_device, make_graph, make_table

from hwpipe.errors import InfeasibleError
from hwpipe.memory import fit_stages, memory_strategy, stage_extra_s, stage_memory
from hwpipe.memory.stage import group_nodes
from hwpipe.partition import Partition, Stage, check_memory, make_problem, stage_bytes, stage_times
from hwpipe.schedule import make_schedule, makespan, simulate


def problem(memory, *, training=True, microbatches=4):
    graph = make_graph([(i, i + 1) for i in range(5)], [3, 4, 5, 6, 7, 8])
    forward = np.array([[1.0, 2, 3, 1, 2, 3]])
    table = make_table(forward, backward=forward, weight_update=2 * forward,
                       weights=np.array([2.0, 2, 2, 1, 1, 1]),
                       activations=np.array([10.0, 10, 10, 5, 5, 5]),
                       workspace=np.full(6, 3.0))  # fmt: skip
    devices = [make_device(f"d{i}", "k0", memory) for i in range(3)]
    return make_problem(graph, table, make_cluster(devices, bytes_per_s=8.0, latency_s=0.25),
                        training=training, microbatches=microbatches,
                        schedule="1f1b-as" if training else "pipeline")  # fmt: skip


STAGES = (Stage((0, 1, 2), ("d0", "d1")), Stage((3, 4, 5), ("d2",)))


def test_stage_equals_the_partitions_own_figures():
    case = problem(1e6)
    for index in (0, 1):
        stage = stage_memory(case, STAGES, index, host_bytes_per_s=1.0)
        plan = memory_strategy(stage)
        assert plan.needed is False
        assert plan.peak_bytes + stage.workspace_bytes - 3.0 == pytest.approx(
            stage_bytes(case, Partition(STAGES, "x"))[index]
        )
    stage = stage_memory(case, STAGES, 0, host_bytes_per_s=1.0)
    assert [b.forward_s for b in stage.blocks] == [1.0, 2.0, 3.0]
    assert [b.backward_s for b in stage.blocks] == [3.0, 6.0, 9.0]
    # Blocks start from what their first node reads: the input of 3 bytes, t0 and t1.
    assert [b.checkpoint_bytes for b in stage.blocks] == [3.0, 3.0, 4.0]
    assert (stage.replicas, stage.link.bytes_per_s, stage.link.latency_s) == (2, 8.0, 0.25)
    assert (stage.in_flight, stage.microbatches) == (2, 2)


def test_stage_that_does_not_fit_gets_a_plan():
    case = problem(70.0)
    with pytest.raises(Exception, match="stage 0 on d0 needs 81 B"):
        check_memory(case, Partition(STAGES, "x"))
    plan = memory_strategy(stage_memory(case, STAGES, 0, host_bytes_per_s=100.0))
    assert plan.needed
    assert plan.peak_bytes <= 70.0
    assert plan.exact


def test_inference_counts_the_buffers_of_both_boundaries():
    case = problem(1e6, training=False)
    stage = stage_memory(case, STAGES, 1, host_bytes_per_s=1.0)
    assert not stage.training
    assert memory_strategy(stage).peak_bytes == pytest.approx(
        stage_bytes(case, Partition(STAGES, "x"))[1]
    )


def test_nodes_are_grouped_into_few_blocks():
    stage = stage_memory(problem(1e6), [Stage((0, 1, 2, 3, 4, 5), ("d0",))], 0,
                         host_bytes_per_s=1.0, max_blocks=2)  # fmt: skip
    assert [b.name for b in stage.blocks] == ["n0 .. n1", "n2 .. n5"]
    assert [b.checkpoint_bytes for b in stage.blocks] == [3.0, 4.0]


@given(st.lists(st.sampled_from([0.0, 1.0, 2.0, 5.0]), min_size=1, max_size=8), st.integers(1, 5))
@settings(deadline=None, max_examples=60)
def test_groups_have_the_smallest_largest_sum(weights, most):
    found = group_nodes(np.array(weights), most)
    assert [i for a, b in found for i in range(a, b)] == list(range(len(weights)))
    assert len(found) <= most
    best = min(
        max(sum(weights[a:b]) for a, b in itertools.pairwise([0, *cuts, len(weights)]))
        for n in range(min(most, len(weights)))
        for cuts in itertools.combinations(range(1, len(weights)), n)
    )
    assert max(sum(weights[a:b]) for a, b in found) == pytest.approx(best)


def run(case, times):
    schedule = make_schedule(case.schedule, stages=2, microbatches=case.microbatches,
                             replicas=[2, 1])  # fmt: skip
    return simulate(schedule, times)


def test_fitted_stages_fit_in_the_pipeline_simulation():
    case = problem(62.0)
    partition = Partition(STAGES, "x")
    before = stage_times(case, partition)
    fitted = fit_stages(case, partition, host_bytes_per_s=2.0)
    assert fitted.needed
    assert fitted.plans[0].needed
    timeline = run(case, fitted.times)
    for rank, peak in enumerate(timeline.peak_memory_bytes):
        stage = timeline.rank_stages[rank][0]
        assert peak <= fitted.plans[stage].peak_bytes * (1 + 1e-9)
        assert peak <= 62.0 * (1 + 1e-9)
    plan = fitted.plans[0]
    added = (plan.recompute_s + plan.stall_s) / 2
    assert fitted.times.backward_input_s[0] == pytest.approx(before.backward_input_s[0] + added)
    slower = run(case, fitted.times).makespan_s
    assert slower >= run(case, before).makespan_s
    assert slower == pytest.approx(makespan(make_schedule(
        case.schedule, stages=2, microbatches=4, replicas=[2, 1]), fitted.times))  # fmt: skip


def test_stages_that_fit_are_left_alone():
    case = problem(1e6)
    partition = Partition(STAGES, "x")
    fitted = fit_stages(case, partition, host_bytes_per_s={"d0": 2.0, "d1": 1.0, "d2": 1.0})
    assert not fitted.needed
    assert fitted.times == stage_times(case, partition)


def test_a_stage_that_cannot_fit_is_named():
    with pytest.raises(InfeasibleError, match=r"^stage 0 on d0: block n\d alone needs"):
        fit_stages(problem(15.0), Partition(STAGES, "x"), host_bytes_per_s=2.0)


@pytest.mark.parametrize("memory", [1e6, 90.0, 70.0, 60.0, 50.0, 45.0])
@pytest.mark.parametrize("speed", [1.0, 4.0, 50.0])
def test_bound_over_prefix_sums_never_exceeds_the_plan(memory, speed):
    case = problem(memory)
    ends = case.positions.chain[[0, 3, 6]]
    for index, (replicas, after) in enumerate([(2, 1), (1, 0)]):
        start, end = ends[index : index + 1], ends[index + 1 : index + 2]
        bound = stage_extra_s(case, 0, start, end, replicas=replicas, after=after,
                              host_bytes_per_s=speed)[0]  # fmt: skip
        about = stage_extra_s(case, 0, start, end, replicas=replicas, after=after,
                              host_bytes_per_s=speed, estimate=True)[0]  # fmt: skip
        stage = stage_memory(case, STAGES, index, host_bytes_per_s=speed)
        try:
            plan = memory_strategy(stage, allow_sharding=False, allow_spill=False)
        except InfeasibleError:
            continue
        assert bound <= plan.extra_s + 1e-9
        assert bound <= about + 1e-9
        if not plan.needed:
            assert bound == about == 0


def test_bound_sees_what_sharding_frees():
    case = problem(40.0)
    start, end = case.positions.chain[[0]], case.positions.chain[[3]]
    figures = {"replicas": 2, "after": 1, "host_bytes_per_s": 0.5}
    # 6 bytes of weights, gradients and momentum each, 2 x 30 of activations, of which 12 a
    # micro-batch hide under its 24 s.
    plain, sharded = (stage_extra_s(case, 0, start, end, sharding=k, **figures)[0] for k in (0, 2))
    assert 0 < sharded < plain
    small = problem(15.0)
    assert np.isinf(stage_extra_s(small, 0, start, end, **figures)[0])
    assert np.isfinite(stage_extra_s(small, 0, start, end, sharding=2, **figures)[0])
