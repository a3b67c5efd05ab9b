"""Large problems: farthest reach against the exact programme, bounds, gap and time."""

from __future__ import annotations

import time

import numpy as np
import pytest
from builders import make_cluster, make_device, make_graph, make_table

from hwpipe.errors import InfeasibleError
from hwpipe.partition import (
    PlanningProblem,
    bottleneck,
    check_memory,
    ideal_time,
    make_problem,
    solve,
)
from hwpipe.partition.bounds import bottleneck_bound, dual_prices
from hwpipe.partition.exact import ExactSearch
from hwpipe.partition.problem import Clock
from hwpipe.partition.reach import Reach


def chain_problem(
    seed: int, nodes: int, kinds: list[int], *, memory: float = 1e12, **options: object
) -> PlanningProblem:
    """A chain on `kinds[k]` devices of kind k, unequal speeds by node, equal links."""
    rng = np.random.default_rng(seed)
    work = rng.choice([0.1, 0.2, 1.0, 4.0], nodes)
    forward = work * rng.uniform(0.8, 1.25, (len(kinds), nodes)) * (1 + np.arange(len(kinds)))[
        :, None
    ]  # fmt: skip
    graph = make_graph([(i, i + 1) for i in range(nodes - 1)],
                       rng.integers(1, 30, nodes).tolist())  # fmt: skip
    table = make_table(
        forward,
        backward=2 * forward,
        weights=rng.integers(0, 9, nodes).astype(float),
        activations=rng.integers(0, 9, nodes).astype(float),
        workspace=np.zeros(nodes),
    )
    devices = [make_device(f"k{k}d{i}", f"k{k}", memory)
               for k, count in enumerate(kinds) for i in range(count)]  # fmt: skip
    defaults = {"training": False, "microbatches": 32, "schedule": "pipeline",
                "allow_replication": False}  # fmt: skip
    return make_problem(graph, table, make_cluster(devices, bytes_per_s=10.0),
                        **(defaults | options))  # fmt: skip


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("memory", [1e12, 150.0])
@pytest.mark.parametrize("seed", range(8))
def test_reach_brackets_the_exact_bottleneck(seed: int, memory: float, training: bool) -> None:
    problem = chain_problem(seed, 30, [2, 2, 1], memory=memory, training=training,
                            schedule="1f1b-as" if training else "pipeline")  # fmt: skip
    found = ExactSearch(problem, "period").run("peak")
    low, high = Reach(problem).bisect(bottleneck_bound(problem), 1.0, Clock(), 1e-9)
    if found is None:
        assert memory == 150.0
        return
    assert low <= found.value * (1 + 1e-9)
    if training or memory == 1e12:
        # Inference buffers of a boundary are relaxed in the reach, all else is not.
        assert high == pytest.approx(found.value, rel=1e-6)


def test_reach_traces_a_legal_plan() -> None:
    problem = chain_problem(3, 200, [6, 5, 4])
    reach = Reach(problem)
    _, high = reach.bisect(bottleneck_bound(problem), 1.0, Clock())
    reached, picks = reach.run(high)
    state = reach.best_state(reached)
    assert state is not None
    plan = reach.trace(state, reached, picks).partition(problem, "reach")
    check_memory(problem, plan)
    assert bottleneck(problem, plan) <= high * (1 + 1e-9)
    assert sorted(n for stage in plan.stages for n in stage.nodes) == list(range(200))


@pytest.mark.parametrize("seed", range(10))
def test_dual_prices_come_close_to_the_linear_programme(seed: int) -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="scipy checks the duality")
    rng = np.random.default_rng(seed)
    groups, nodes = int(rng.integers(1, 5)), int(rng.integers(4, 40))
    time_s = rng.uniform(0.1, 1.0, (groups, nodes)) * rng.uniform(0.5, 4.0, (groups, 1))
    supply = rng.integers(1, 9, groups).astype(float)
    # min x subject to: every node is assigned, load of group g at most supply_g x.
    cost = np.zeros(groups * nodes + 1)
    cost[-1] = 1.0
    load = np.zeros((groups, groups * nodes + 1))
    once = np.zeros((nodes, groups * nodes + 1))
    for g in range(groups):
        load[g, g * nodes : (g + 1) * nodes] = time_s[g]
        load[g, -1] = -supply[g]
        once[np.arange(nodes), g * nodes + np.arange(nodes)] = 1.0
    exact = optimize.linprog(cost, A_ub=load, b_ub=np.zeros(groups), A_eq=once, b_eq=np.ones(nodes))
    prices = dual_prices(time_s, supply)
    found = prices.value
    assert (prices.price * supply).sum() <= 1 + 1e-9
    assert (time_s * prices.price[:, None]).min(axis=0).sum() == pytest.approx(found)
    assert found <= exact.fun * (1 + 1e-9)
    assert found >= exact.fun * 0.97


@pytest.mark.parametrize("training", [False, True])
def test_four_thousand_nodes_on_sixty_four_devices(training: bool) -> None:
    problem = chain_problem(5, 4136, [32, 16, 16], training=training, microbatches=64,
                            schedule="1f1b-as" if training else "pipeline")  # fmt: skip
    start = time.monotonic()
    plan = solve(problem)
    assert time.monotonic() - start < 60.0  # 1 to 2 s on a quiet machine
    certificate, period = plan.certificate, plan.bottleneck_certificate
    assert certificate is not None
    assert period is not None
    assert certificate.cuts == "all down-closed cuts"  # a chain has no others
    # The plan found may trade bottleneck for a shorter way, so its own gap is larger.
    low, high = Reach(problem).bisect(period.lower, period.achieved, Clock(), 1e-4)
    assert high <= low * 1.01
    assert certificate.lower <= certificate.achieved < certificate.lower * 1.8


def test_replicas_reach_the_bound_of_a_large_problem() -> None:
    problem = chain_problem(5, 4136, [64], microbatches=64, allow_replication=True)
    plan = solve(problem)
    assert plan.certificate is not None
    assert plan.certificate.gap <= 0.01


@pytest.mark.parametrize("seed", range(12))
def test_bapipe_by_reach_equals_the_dense_programme(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwpipe.partition import bapipe

    problem = chain_problem(seed, 40, [2, 1, 2])
    dense = solve(problem, "bapipe")
    monkeypatch.setattr(bapipe, "_DENSE", 1)
    walked = solve(problem, "bapipe")
    assert bottleneck(problem, walked) == pytest.approx(bottleneck(problem, dense), rel=1e-6)


def test_baselines_of_a_large_problem_are_quick_and_small() -> None:
    problem = chain_problem(5, 4136, [32, 16, 16], training=True, schedule="1f1b-as")
    start = time.monotonic()
    plan = solve(problem, "bapipe")
    assert len(plan.stages) == 64
    with pytest.raises(InfeasibleError, match=r"would take hours: 4136 layers on 64 machines"):
        solve(problem, "pipedream-released")
    assert time.monotonic() - start < 30.0


@pytest.mark.parametrize("training", [False, True])
def test_as_many_kinds_as_devices(training: bool) -> None:
    """2^40 states of used devices: plans keep the order of the cluster file, bounds stay true."""
    problem = chain_problem(2, 600, [1] * 40, training=training, microbatches=64,
                            schedule="1f1b-as" if training else "pipeline")  # fmt: skip
    start = time.monotonic()
    plan = solve(problem)
    assert time.monotonic() - start < 60.0
    assert plan.certificate is not None
    assert 0 < plan.certificate.lower < plan.certificate.achieved
    assert len(plan.stages) > 10
    assert bottleneck(problem, plan) < 1.3 * ideal_time(problem)
