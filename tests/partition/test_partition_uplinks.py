"""Devices behind one uplink: lanes, bounds, and a cluster where sharing changes the best plan."""

from __future__ import annotations

import random

import numpy as np
import pytest
from builders import brute_force, make_cluster, make_device, make_graph, make_table, plans
from hypothesis import given, settings
from hypothesis import strategies as st
from instances import random_problem

from hwpipe.cluster.model import Cluster, Link
from hwpipe.errors import InfeasibleError
from hwpipe.partition import iteration_bound, make_problem, quick_bound, solve, stage_times
from hwpipe.partition.best import objective_value
from hwpipe.partition.evaluate import bottleneck, check_memory
from hwpipe.partition.lanes import lanes_between, lanes_of
from hwpipe.partition.model import Partition, Stage
from hwpipe.schedule import make_schedule, makespan


def two_machines(*, shared: bool, ports: float = 1.0, rate: float = 10.0) -> Cluster:
    """a0, a1 in one machine, b0, b1 in another; 1 byte takes 0.1 s over an uplink."""
    members = [make_device(f"{m}{i}", f"k{m}") for m in "ab" for i in (0, 1)]
    links = {}
    for x in members:
        for y in members:
            if x is y:
                continue
            if x.name[0] == y.name[0]:
                links[x.name, y.name] = Link(x.name, y.name, 1e6, 0.0, True)
            else:
                up = f"{x.name[0]} out" if shared else None
                links[x.name, y.name] = Link(x.name, y.name, rate, 0.0, True, up, rate * ports)
    return make_cluster(members, links=links)


def chain_problem(cluster: Cluster, microbatches: int = 8, training: bool = False):
    """Two nodes: the first fast on machine a alone, the second on machine b alone, 20 bytes."""
    graph = make_graph([(0, 1)], [20, 1])
    forward = np.array([[4.0, 5.0], [40.0, 4.0]])
    table = make_table(forward, keys=("ka", "kb"), backward=forward)
    return make_problem(graph, table, cluster, training=training, microbatches=microbatches,
                        schedule="1f1b-as" if training else "pipeline")  # fmt: skip


def test_lanes_count_what_the_uplink_carries_at_once():
    alone, one = two_machines(shared=False), two_machines(shared=True)
    both = two_machines(shared=True, ports=2.5)
    assert lanes_between(alone, ("a0", "a1"), ("b0", "b1"), training=True) == 2
    assert lanes_between(one, ("a0", "a1"), ("b0", "b1"), training=False) == 1
    assert lanes_between(both, ("a0", "a1"), ("b0", "b1"), training=False) == 2
    assert lanes_between(one, ("a0",), ("b0", "b1"), training=False) == 1
    # From both machines to both: an uplink each.
    assert lanes_between(one, ("a0", "b0"), ("b1", "a1"), training=False) == 2
    # Links inside a machine are not held up by its uplink.
    assert lanes_of([Link("a", "b", 1, 0, True), Link("a", "c", 1, 0, True, "u"),
                     Link("b", "c", 1, 0, True, "u")]) == 2  # fmt: skip


def test_replicas_behind_one_uplink_send_one_after_another():
    for training in (False, True):
        shared = chain_problem(two_machines(shared=True), training=training)
        plan = Partition((Stage((0,), ("a0", "a1")), Stage((1,), ("b0", "b1"))), method="by hand")
        times = stage_times(shared, plan)
        assert times.link_lanes == (1,)
        assert times.send_forward_s == (2.0,)
        alone = chain_problem(two_machines(shared=False), training=training)
        assert stage_times(alone, plan).link_lanes == ()
        assert objective_value(shared, plan) > objective_value(alone, plan)
        # 8 tensors of 2 s over one uplink; over two each carries 4 of them.
        assert bottleneck(shared, plan) == pytest.approx(max(2.0, (1 + training) * 4 / 2))


def test_the_closed_form_counts_the_lanes():
    """Inference: the flow shop with one transfer at a time is what the simulator sees."""
    shared = chain_problem(two_machines(shared=True, rate=4.0), microbatches=5)
    plan = Partition((Stage((0,), ("a0", "a1")), Stage((1,), ("b0", "b1"))), method="by hand")
    times = stage_times(shared, plan)
    schedule = make_schedule("pipeline", stages=2, microbatches=5, replicas=[2, 2])
    assert makespan(schedule, times) == pytest.approx(iteration_bound(shared, plan, times))
    assert iteration_bound(shared, plan, times) == pytest.approx(4 + 5 + 4 + 4 * 5)


def test_sharing_changes_the_best_plan():
    """Sending every tensor over one uplink costs more than running both nodes in machine a."""
    alone = solve(chain_problem(two_machines(shared=False, rate=4.0), 16))
    shared = solve(chain_problem(two_machines(shared=True, rate=4.0), 16))
    assert {n[0] for stage in alone.stages for n in stage.devices} == {"a", "b"}
    assert len(alone.stages) == 2
    assert [len(stage.devices) for stage in alone.stages] == [2, 2]
    assert [stage.devices for stage in shared.stages] == [("a0", "a1")]
    problem = chain_problem(two_machines(shared=True, rate=4.0), 16)
    assert objective_value(problem, shared) < objective_value(problem, alone)
    assert shared.certificate.lower <= objective_value(problem, shared)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_no_plan_beats_the_bounds(seed: int) -> None:
    rng = random.Random(seed)
    try:
        problem = random_problem(rng, 6, 4, uplinks=True)
    except InfeasibleError:
        return
    _, iteration = brute_force(problem)
    try:
        plan = solve(problem)
    except InfeasibleError:
        assert iteration == float("inf")
        return
    lower = plan.certificate.lower
    assert quick_bound(problem) <= iteration * (1 + 1e-9)
    for other in rng.sample(every := list(plans(problem)), min(40, len(every))):
        try:
            check_memory(problem, other)
        except InfeasibleError:
            continue
        assert objective_value(problem, other) >= lower * (1 - 1e-9)
