"""The whole network on unequal devices: against enumeration, and what `auto` makes of it."""

from __future__ import annotations

from itertools import combinations, product

import pytest

from hwpipe import CompileOptions, compile_plan, open_model
from hwpipe.cluster import load_cluster
from hwpipe.cost import build_cost_table
from hwpipe.errors import InfeasibleError
from hwpipe.joint.model import JointStage
from hwpipe.joint.timing import evaluate
from hwpipe.partition import PlanningProblem, make_problem
from hwpipe.plan.dealt import dealt_plan, dealt_value


def problem_of(model: str, microbatches: int, size: int = 4) -> PlanningProblem:
    graph = open_model(model).graph(size)
    cluster = load_cluster("eight-mixed")
    table = build_cost_table(graph, cluster.devices, training=False)
    return make_problem(graph, table, cluster, training=False, microbatches=microbatches,
                        schedule="pipeline")  # fmt: skip


@pytest.mark.parametrize("model", ["squeezenet", "alexnet", "resnet50"])
@pytest.mark.parametrize("microbatches", [2, 5, 8])
def test_no_set_of_devices_does_better(model: str, microbatches: int) -> None:
    problem = problem_of(model, microbatches)
    nodes = tuple(range(len(problem.graph)))
    best = float("inf")
    for count in range(1, 9):
        for names in combinations([d.name for d in problem.cluster.devices], count):
            mode = "single" if count == 1 else "replicated"
            try:
                plan = evaluate(problem, (JointStage(nodes, names, mode),))
            except InfeasibleError:
                continue
            best = min(best, plan.iteration_s)
    assert dealt_value(problem) == pytest.approx(best, rel=1e-12)
    found = dealt_plan(problem)
    if found is not None:
        assert found.iteration_s == pytest.approx(best, rel=1e-12)
        assert sum(found.joint.stages[0].shares) == pytest.approx(1.0)  # type: ignore[union-attr]
        assert min(found.joint.stages[0].shares) > 0  # type: ignore[union-attr]


def test_no_way_to_deal_does_better() -> None:
    problem = problem_of("alexnet", 5)
    seconds = [float(problem.time_s[g, -1]) for g, names in enumerate(problem.space.groups)
               for _ in names]  # fmt: skip
    # Devices of one type are alike: numbers of micro-batches on each device decide.
    best = min(
        max(count * t for count, t in zip(counts, seconds, strict=True))
        for counts in product(range(6), repeat=len(seconds))
        if sum(counts) == 5
    )
    assert dealt_value(problem) == pytest.approx(best, rel=1e-12)


def test_a_device_without_room_takes_no_part() -> None:
    roomy = compile_plan("vgg19", options=CompileOptions(batch=16))
    (stage,) = roomy.stages
    assert set(stage.devices) >= {"gpu0", "tpu0"}
    limited = CompileOptions(batch=16, max_memory=(("tpu0", 300e6),))
    plan = compile_plan("vgg19", options=limited)
    assert all(s.memory_bytes <= s.memory_available_bytes for s in plan.stages)
    whole = [s for s in plan.stages if len(s.node_indices) == plan.model.nodes]
    assert all("tpu0" not in s.devices for s in whole)
    assert plan.predicted.iteration_s > roomy.predicted.iteration_s


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(batch=16, replication=False),
        CompileOptions(batch=16, objective="energy"),
        CompileOptions(batch=16, method="exact"),
    ],
)
def test_dealing_is_for_auto_time_and_replicas(options: CompileOptions) -> None:
    plan = compile_plan("squeezenet", "eight-mixed", options=options)
    assert not any(stage.rank_times for stage in plan.stages)
    assert plan.bound is not None
    assert "dealt" not in plan.bound.space


@pytest.mark.parametrize("model", ["squeezenet", "vgg19", "inception_v1"])
def test_auto_is_no_slower_than_exact_and_proves_it(model: str) -> None:
    auto = compile_plan(model, "eight-mixed")
    exact = compile_plan(model, "eight-mixed", options=CompileOptions(method="exact"))
    assert auto.predicted.iteration_s <= exact.predicted.iteration_s * (1 + 1e-12)
    assert auto.bound is not None
    assert auto.bound.lower_s <= auto.predicted.iteration_s
    assert "dealt out to replicas of any types" in auto.bound.space
