"""Methods by name, baselines, BaPipe's steps, split proposals, objectives, interruption."""

from __future__ import annotations

import itertools
import random
import re
import time
from dataclasses import replace

import numpy as np
import pytest
from builders import make_cluster, make_device, make_graph, make_table, plans
from instances import random_problem

from hwpipe.cluster.model import Device
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition import (
    METHODS,
    NodeSplit,
    Partition,
    PlanningProblem,
    Stage,
    bottleneck,
    check_memory,
    ideal_time,
    make_problem,
    memory_shares,
    propose_splits,
    quick_bound,
    solve,
)
from hwpipe.partition.best import objective_value


def chain(
    forward: np.ndarray, devices: list[Device] | None = None, *, sizes: list[int] | None = None,
    bytes_per_s: float = 1e9, **options: object,
) -> PlanningProblem:  # fmt: skip
    """A chain of nodes; row d of `forward` is the time on device d."""
    count = forward.shape[1]
    graph = make_graph([(i, i + 1) for i in range(count - 1)], sizes or [1] * count)
    devices = devices or [make_device(f"d{i}", f"k{i}") for i in range(len(forward))]
    keys = sorted({d.type for d in devices})
    table_options = {k: options.pop(k) for k in ("weights", "activations", "backward")
                     if k in options}  # fmt: skip
    table = make_table(forward, keys=keys, **table_options)
    defaults = {"training": False, "microbatches": 8, "schedule": "pipeline"}
    return make_problem(graph, table, make_cluster(devices, bytes_per_s=bytes_per_s),
                        **(defaults | options))  # fmt: skip


def test_every_method_is_listed_and_runs() -> None:
    rng = np.random.default_rng(0)
    problem = chain(rng.uniform(1, 2, (3, 12)), training=True, schedule="1f1b-as",
                    backward=np.ones((3, 12)))  # fmt: skip
    assert list(METHODS) == ["auto", "exact", "bapipe", "pipedream", "pipedream-released",
                             "equal-layers", "data-parallel", "single-device"]  # fmt: skip
    best = objective_value(problem, solve(problem, "auto"))
    for name in METHODS:
        plan = solve(problem, name)
        assert sorted(n for stage in plan.stages for n in stage.nodes) == list(range(12))
        assert objective_value(problem, plan) >= best * (1 - 1e-12)


def test_unknown_and_unsuited_methods_are_refused() -> None:
    problem = chain(np.ones((1, 2)))
    with pytest.raises(InputError, match=re.escape("unknown method 'bapip' (limit: auto, exact")):
        solve(problem, "bapip")
    with pytest.raises(InputError, match="method pipedream plans training only; use --mode train"):
        solve(problem, "pipedream")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"microbatches": 0}, r"0 micro-batches \(limit: at least 1\)"),
        ({"objective": "fun"}, r"objective 'fun' is unknown \(limit: throughput, latency"),
        ({"effort": 0.0}, r"effort 0.0 \(limit: above 0\)"),
        ({"time_limit_s": 0.0}, r"time limit 0.0 s \(limit: above 0 seconds\)"),
        ({"max_replicas": 0}, r"0 replicas a stage \(limit: at least 1\)"),
    ],
)
def test_bad_arguments(options: dict[str, object], message: str) -> None:
    with pytest.raises(InputError, match=message):
        chain(np.ones((1, 2)), **options)


def test_a_node_that_runs_nowhere_is_named() -> None:
    with pytest.raises(
        InfeasibleError, match=r"g: node 'n1' \(Op\) runs on no device of cluster c"
    ):
        chain(np.array([[1.0, np.inf]]))


def test_no_memory_in_any_split_says_how_much_is_missing() -> None:
    devices = [make_device(f"d{i}", "k", 100) for i in range(2)]
    with pytest.raises(InfeasibleError) as caught:
        solve(chain(np.ones((1, 4)), devices, weights=np.full((1, 4), 80.0)))
    assert str(caught.value) == (
        "g: no split of the model fits cluster c: its weights alone need 320 B, the 2 devices "
        "have 200 B in all, and activations and buffers come on top; use a smaller micro-batch, "
        "more devices, devices with more memory or missing links"
    )


def test_bapipe_equals_brute_force_in_cluster_order() -> None:
    rng = np.random.default_rng(3)
    for _ in range(60):
        devices, layers = int(rng.integers(1, 5)), int(rng.integers(5, 10))
        forward = rng.integers(1, 9, (devices, layers)).astype(float)
        problem = chain(forward)
        best = min(
            max(forward[d, a:b].sum() for d, (a, b) in enumerate(itertools.pairwise(edges)))
            for cuts in itertools.combinations(range(1, layers), devices - 1)
            for edges in [(0, *cuts, layers)]
        )
        plan = solve(problem, "bapipe")
        assert [stage.devices for stage in plan.stages] == [(f"d{i}",) for i in range(devices)]
        assert bottleneck(problem, plan) == pytest.approx(best, rel=1e-12)


def test_ideal_time_of_equal_and_unequal_devices() -> None:
    assert ideal_time(chain(np.full((4, 8), 1.0))) == 2.0
    # 1 / (1/8 + 1/24): the second device is three times slower.
    assert ideal_time(chain(np.array([[1.0] * 8, [3.0] * 8]))) == pytest.approx(6.0)


def test_bapipe_merges_layers_across_a_long_transfer() -> None:
    # The balanced cut after node 1 moves 100 B at 10 B/s; cuts 1 and 3 move 1 B.
    problem = chain(np.ones((2, 4)), sizes=[1, 100, 1, 1], bytes_per_s=10.0)
    plan = solve(problem, "bapipe")
    assert len(plan.stages[0].nodes) in (1, 3)
    assert bottleneck(problem, plan) == 3.0
    assert any(note.startswith("coarse-grained") for note in plan.notes)


def test_bapipe_moves_layers_to_a_neighbour_with_room() -> None:
    devices = [make_device("d0", "k0", 1000), make_device("d1", "k1", 25)]
    problem = chain(np.ones((2, 6)), devices, weights=np.full((2, 6), 10.0))
    plan = solve(problem, "bapipe")
    assert [len(stage.nodes) for stage in plan.stages] == [4, 2]
    check_memory(problem, plan)
    assert "memory fine-tuning moved 1 boundary layers" in plan.notes
    full = [make_device("d0", "k0", 35), make_device("d1", "k1", 25)]
    with pytest.raises(InfeasibleError, match=r"stage \d on d\d needs \d\d B and no shift of"):
        solve(chain(np.ones((2, 6)), full, weights=np.full((2, 6), 10.0)), "bapipe")


def test_bapipe_respects_what_a_device_cannot_run() -> None:
    # Device 1 lacks node 0, which the first stage holds anyway.
    plan = solve(chain(np.array([[1.0] * 6, [np.inf] + [1.0] * 5])), "bapipe")
    assert [len(stage.nodes) for stage in plan.stages] == [3, 3]
    # Device 0 lacks node 0: no range starts there in this order, so it is left out.
    plan = solve(chain(np.array([[np.inf] + [1.0] * 5, [1.0] * 6])), "bapipe")
    assert plan.stages == (Stage(tuple(range(6)), ("d1",)),)
    assert "left out, since they cannot run every layer: d0" in plan.notes


def test_equal_layers_and_baselines_state_why_they_do_not_fit() -> None:
    devices = [make_device("d0", "k0", 1000), make_device("d1", "k1", 25)]
    problem = chain(np.ones((2, 6)), devices, weights=np.full((2, 6), 10.0))
    with pytest.raises(InfeasibleError, match=r"stage 1 on d1 needs 32 B \(limit: 25 B"):
        solve(problem, "equal-layers")
    with pytest.raises(InfeasibleError, match="stage 0 on d0 needs 60 B"):
        solve(problem, "data-parallel")
    assert solve(problem, "single-device").stages[0].devices == ("d0",)


def test_split_proposal_equalises_two_neighbours() -> None:
    problem = chain(np.array([[1.0, 6.0, 1.0]] * 2))
    node = replace(problem.graph.nodes[1], splittable=12)
    nodes = (problem.graph.nodes[0], node, problem.graph.nodes[2])
    problem = make_problem(replace(problem.graph, nodes=nodes), problem.table, problem.cluster,
                           training=False, microbatches=8, schedule="pipeline")  # fmt: skip
    cut = Partition((Stage((0,), ("d0",)), Stage((1, 2), ("d1",))), "test")
    # 1 + 6 g = 6 (1 - g) + 1 at g = 1/2.
    assert propose_splits(problem, cut) == (NodeSplit("n1", 6, 12, 0),)
    whole = make_problem(replace(problem.graph, nodes=(nodes[0], replace(node, splittable=0),
                                                       nodes[2])),
                         problem.table, problem.cluster, training=False, microbatches=8,
                         schedule="pipeline")  # fmt: skip
    assert propose_splits(whole, cut) == ()


@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("objective", ["memory", "energy"])
def test_memory_and_energy_are_optimal(seed: int, objective: str) -> None:
    rng = random.Random(seed)
    try:
        problem = random_problem(rng, 6, 3).with_objective(objective)
    except InfeasibleError:
        return
    values = []
    for plan in plans(problem):
        try:
            check_memory(problem, plan)
            values.append(objective_value(problem, plan))
        except InfeasibleError:
            continue
    if not values:
        with pytest.raises(InfeasibleError):
            solve(problem)
        return
    plan = solve(problem)
    assert plan.certificate is not None
    assert plan.certificate.achieved == pytest.approx(min(values), rel=1e-9)
    assert plan.certificate.exact
    assert quick_bound(problem) <= min(values) * (1 + 1e-9)
    if objective == "memory":
        assert max(memory_shares(problem, plan)) == plan.certificate.achieved


def big_chain(nodes: int, kinds: int, each: int, **options: object) -> PlanningProblem:
    rng = np.random.default_rng(7)
    speed = 1.0 + np.arange(kinds)
    forward = rng.uniform(0.2, 1.0, nodes)[None, :] * speed[:, None] * 1e-3
    devices = [make_device(f"k{k}d{i}", f"k{k}") for k in range(kinds) for i in range(each)]
    return chain(forward, devices, sizes=[1000] * nodes, **options)


def test_the_time_limit_is_kept_and_the_bound_stays_true() -> None:
    problem = big_chain(900, 3, 6, microbatches=16, time_limit_s=0.5)
    start = time.monotonic()
    plan = solve(problem)
    assert time.monotonic() - start < 30.0
    assert plan.certificate is not None
    assert 0 < plan.certificate.lower <= plan.certificate.achieved
    if not plan.certificate.exact:
        assert plan.certificate.stopped_early == "time limit of 0.5 s"


def test_an_interrupt_returns_the_best_plan_so_far(monkeypatch: pytest.MonkeyPatch) -> None:
    from hwpipe.partition import optimal

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(optimal, "_narrow", interrupt)
    plan = solve(chain(np.ones((2, 8))))
    assert plan.certificate is not None
    assert plan.certificate.stopped_early == "interrupted"
    assert not plan.certificate.exact
