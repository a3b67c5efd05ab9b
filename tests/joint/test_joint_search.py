"""Joint search on real networks: never slower than the compared methods, limits, wishes."""

from pathlib import Path

import pytest

from hwpipe.cluster.load import cluster_from_table
from hwpipe.cost import build_cost_table, profile_cost_table
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph import open_model
from hwpipe.joint import Effort, evaluate, joint_search
from hwpipe.partition import METHODS, check_memory, make_problem, solve
from hwpipe.partition.best import objective_value

LIGHT = Effort(cuts=14, split_cuts=5, split_sets=5, expansions=300, plans=30)


def mixed(counts, rate="1 GB/s", **more):
    table = {
        "device": [{"name": f"{kind}-", "type": kind, "count": n} for kind, n in counts.items()],
        "topology": {"kind": "switch", "bandwidth": rate, "latency": "10 us", "overlap": True},
        **more,
    }
    return cluster_from_table(table, "test", Path("."), "test")


def problem_of(model, cluster, *, training, batch, microbatches, schedule="1f1b-as", **more):
    graph = open_model(model).graph(batch)
    table = build_cost_table(graph, cluster.devices, training=training)
    return make_problem(graph, table, cluster, training=training, microbatches=microbatches,
                        schedule=schedule if training else "pipeline", **more)  # fmt: skip


@pytest.fixture(scope="module")
def alexnet():
    return problem_of("alexnet", mixed({"v100": 2, "p100": 2}), training=True, batch=16,
                      microbatches=8)  # fmt: skip


@pytest.mark.parametrize("model", ["alexnet", "squeezenet"])
@pytest.mark.parametrize("training", [True, False])
def test_never_slower_than_any_method(model, training):
    cluster = mixed({"v100": 2, "p100": 2})
    problem = problem_of(model, cluster, training=training, batch=8, microbatches=8)
    plan = joint_search(problem, effort=LIGHT)
    for name, info in METHODS.items():
        if info.training_only and not training:
            continue
        try:
            other = solve(problem, name)
            check_memory(problem, other)
        except InfeasibleError:
            continue
        assert plan.iteration_s <= objective_value(problem, other) * (1 + 1e-9), name
    assert plan.certificate.lower <= plan.iteration_s * (1 + 1e-12)
    assert plan.relaxed_lower_s <= plan.iteration_s


def test_shares_of_unequal_replicas_follow_their_speed():
    """Weightless work over V100 and P100: dealing beats what equal turns can do."""
    problem = problem_of("squeezenet", mixed({"v100": 1, "p100": 1}, "100 GB/s"),
                         training=False, batch=8, microbatches=30)  # fmt: skip
    plan = joint_search(problem, effort=LIGHT)
    table, nodes = problem.table, range(len(problem.graph))
    seconds = {d.name: float(table.forward_s[table.row(d.cost_key), nodes].sum())
               for d in problem.cluster.devices}  # fmt: skip
    in_turn = 15 * max(seconds.values())
    assert plan.iteration_s < in_turn
    ideal = 30 / sum(1 / t for t in seconds.values())
    assert ideal <= plan.iteration_s * (1 + 1e-9)
    assert plan.iteration_s <= ideal + max(seconds.values())


def test_splits_the_dense_layers_of_alexnet(alexnet):
    """Over 1 GB/s AlexNet's 220 MB of gradients make replicas slow."""
    plan = joint_search(alexnet, effort=LIGHT)
    exact = solve(alexnet, "exact")
    assert plan.iteration_s < exact.certificate.achieved
    assert any(stage.mode == "split" for stage in plan.stages)
    for stage in plan.stages:
        if stage.mode == "split":
            assert stage.tensor.plan.devices
            assert set(stage.tensor.plan.devices) == set(stage.devices)
            assert sum(stage.shares) >= 1 - 1e-9
        else:
            assert sum(stage.shares) == pytest.approx(1.0)


def test_deterministic(alexnet):
    first, second = (joint_search(alexnet, effort=LIGHT) for _ in range(2))
    assert first.iteration_s == second.iteration_s
    assert [(s.nodes, s.devices, s.mode) for s in first.stages] == [
        (s.nodes, s.devices, s.mode) for s in second.stages
    ]
    assert first.certificate == second.certificate


def test_a_plan_can_be_simulated_again(alexnet):
    plan = joint_search(alexnet, effort=LIGHT)
    again = evaluate(alexnet, plan.stages)
    assert again.iteration_s == plan.iteration_s
    assert again.rank_memory_bytes == plan.rank_memory_bytes
    nodes = sorted(node for stage in plan.stages for node in stage.nodes)
    assert nodes == list(range(len(alexnet.graph)))
    assert len(set(plan.devices)) == len(plan.devices)


def test_time_limit_keeps_a_valid_bound(alexnet):
    stopped = joint_search(alexnet, time_limit_s=1e-9)
    assert stopped.certificate.stopped_early == "time limit of 1e-09 s"
    assert not stopped.certificate.exact
    full = joint_search(alexnet, effort=LIGHT)
    assert stopped.certificate.lower <= full.iteration_s


def test_budget_is_reported_and_bound_holds(alexnet):
    short = joint_search(alexnet, effort=Effort(cuts=14, split_cuts=5, split_sets=5,
                                                expansions=3, plans=1))  # fmt: skip
    long = joint_search(alexnet, effort=LIGHT)
    assert short.certificate.lower <= long.iteration_s * (1 + 1e-9)
    if not short.certificate.exact:
        assert short.certificate.stopped_early.startswith("budget of ")


def test_pinned_layers_run_on_their_device_alone(alexnet):
    first, last = alexnet.graph.nodes[0].name, alexnet.graph.nodes[-1].name
    plan = joint_search(alexnet, pins={first: "p100-1", last: "v100-0"}, effort=LIGHT)
    assert plan.stages[0].devices == ("p100-1",)
    assert plan.stages[-1].devices == ("v100-0",)
    free = joint_search(alexnet, effort=LIGHT)
    assert plan.iteration_s >= free.iteration_s


def test_smallest_conflicting_set_is_named(alexnet):
    """Node 0 and node 2 on one device with node 1 elsewhere cannot be a pipeline."""
    names = [node.name for node in alexnet.graph.nodes]
    pins = {names[0]: "v100-0", names[1]: "v100-1", names[2]: "v100-0", names[-1]: "p100-0"}
    with pytest.raises(InfeasibleError) as caught:
        joint_search(alexnet, pins=pins, effort=LIGHT)
    text = str(caught.value)
    for name, device in list(pins.items())[:3]:
        assert f"--pin {name}={device}" in text
    assert names[-1] not in text.split("cannot be met", maxsplit=1)[0].split(":", 1)[1]
    assert "together" in text
    assert "drop one of them" in text


def test_a_pin_against_memory_names_both(alexnet):
    heavy = max(alexnet.graph.nodes, key=lambda node: node.param_bytes)
    with pytest.raises(InfeasibleError) as caught:
        joint_search(alexnet, pins={heavy.name: "v100-0"},
                     max_memory_bytes={"v100-0": 1e6, "v100-1": 12e9}, effort=LIGHT)  # fmt: skip
    text = str(caught.value)
    assert f"--pin {heavy.name}=v100-0" in text
    assert "--max-memory v100-0=" in text
    assert "v100-1" not in text


def test_memory_limits_are_kept(alexnet):
    free = joint_search(alexnet, effort=LIGHT)
    limit = 0.8 * max(free.rank_memory_bytes)
    plan = joint_search(alexnet, max_memory_bytes=limit, effort=LIGHT)
    assert max(plan.rank_memory_bytes) <= limit * (1 + 1e-9)
    assert plan.iteration_s >= free.iteration_s * (1 - 1e-9)


@pytest.mark.parametrize(
    ("wishes", "text"),
    [
        ({"pins": {"conv9": "v100-0"}}, "no node or layer is named 'conv9'"),
        ({"pins": {"?": "v100-7"}}, r"no device is named 'v100-7' .*did you mean 'v100-"),
        ({"max_memory_bytes": {"v100-9": 1e9}}, "no device is named 'v100-9'"),
        ({"max_memory_bytes": 0.0}, "a memory limit of 0 bytes"),
    ],
)
def test_wrong_wishes(alexnet, wishes, text):
    if "?" in wishes.get("pins", {}):
        wishes = {"pins": {alexnet.graph.nodes[0].name: "v100-7"}}
    with pytest.raises(InputError, match=text):
        joint_search(alexnet, **wishes)


def test_other_objectives_are_refused(alexnet):
    with pytest.raises(InputError, match="does not minimise energy"):
        joint_search(alexnet.with_objective("energy"))


def test_a_measured_profile_has_no_splits():
    """Layers without shapes: replicas and single devices only."""
    path = Path(__file__).resolve().parents[2].parent / "shared/data/profiles/pipedream/gnmt.txt"
    if not path.exists():
        pytest.skip("no profiles beside the repository")
    source = open_model(str(path))
    graph = source.graph(source.default_batch or 1)
    cluster = mixed({"v100": 4})
    table = profile_cost_table(source, cluster.devices, training=True)
    problem = make_problem(graph, table, cluster, training=True, microbatches=8,
                           schedule="1f1b-as")  # fmt: skip
    plan = joint_search(problem, effort=LIGHT)
    assert all(stage.mode != "split" for stage in plan.stages)
