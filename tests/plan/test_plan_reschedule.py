"""Training plans under generated schedules: never worse than without, simulated as they run."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from hwpipe import CompileOptions, compile_plan, open_model, simulate_plan
from hwpipe.cluster import load_cluster
from hwpipe.cost import build_cost_table
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.partition import PlanningProblem, make_problem
from hwpipe.plan.files import dumps, plan_from_dict, plan_to_dict
from hwpipe.plan.outcome import Candidate
from hwpipe.plan.reschedule import Rescheduler, trainable
from hwpipe.plan.shapes import Shape, balanced, shapes_of
from hwpipe.plan.timeline import generated_schedule, schedule_of
from hwpipe.schedule import SCHEDULES, simulate, validate


def problem_of(model: str, cluster: str, microbatches: int, size: int = 4) -> PlanningProblem:
    graph = open_model(model).graph(size)
    machines = load_cluster(cluster)
    table = build_cost_table(graph, machines.devices, training=True)
    return make_problem(graph, table, machines, training=True, microbatches=microbatches,
                        schedule="1f1b-as")  # fmt: skip


@pytest.mark.parametrize(
    ("layout", "chunks", "copies"), [("line", 1, 1), ("loop", 2, 1), ("v", 2, 1), ("line", 1, 2)]
)
def test_balanced_cuts_are_the_shortest_there_are(layout: str, chunks: int, copies: int) -> None:
    problem = problem_of("alexnet", "four-v100", 4)
    names = [device.name for device in problem.cluster.devices][:2]
    shape = Shape(layout, tuple((name,) for name in names), chunks, copies)
    time = problem.time_s[0][problem.positions.chain]
    count = len(time) - 1
    pieces = len(shape.route)
    best = min(
        max(np.diff(time[[0, *cuts, count]]))
        for cuts in itertools.combinations(range(1, count), pieces - 1)
    )
    partition = balanced(problem, shape)[0]
    found = max(sum(problem.node_time_s[0, list(s.nodes)]) for s in partition.stages)
    assert found == pytest.approx(best, rel=1e-9)
    assert [stage.devices[0] for stage in partition.stages] == [names[r] for r in shape.route]
    held = sorted(i for stage in partition.stages for i in stage.nodes)
    assert held == list(range(len(problem.graph)))
    if copies == 2:  # the way back
        assert [stage.devices[1] for stage in partition.stages] == names[::-1]


def test_a_device_gets_no_node_that_it_cannot_run() -> None:
    problem = problem_of("alexnet", "eight-mixed", 4)
    for shape in shapes_of("v", 2, 1, problem, replication=True):
        for partition in balanced(problem, shape):
            for stage in partition.stages:
                group = problem.group_of[stage.devices[0]]
                assert np.isfinite(problem.node_time_s[group, list(stage.nodes)]).all()


def test_no_simulation_is_below_its_bound() -> None:
    problem = problem_of("squeezenet", "four-v100", 8)
    candidate = Candidate(4, 8, "1f1b-as")
    compared = Rescheduler([(candidate, problem)], trainable(), effort=10)
    assert compared.best_below(float("inf"), []) is not None
    simulated = [row for row in compared.rows.values() if row.iteration_s is not None]
    assert len(simulated) >= 12
    for row in simulated:
        assert row.iteration_s is not None
        assert row.lower_s <= row.iteration_s * (1 + 1e-9)


@pytest.mark.parametrize("model", ["squeezenet", "vgg19"])
@pytest.mark.parametrize("cluster", ["four-v100", "eight-mixed"])
def test_auto_is_never_slower_than_any_fixed_schedule(model: str, cluster: str) -> None:
    options = {"mode": "train", "batch": 32, "microbatches": 8, "baselines": False}
    auto = compile_plan(model, cluster, options=CompileOptions(**options))  # type: ignore[arg-type]
    assert {row.name for row in auto.schedules} >= {"zb-h1", "zb-v", "1f1b-interleaved"}
    for name in ("1f1b-as", "gpipe", "zb-h1", "zb-h2", "2bp", "zb-v", "v-min", "1f1b-interleaved"):
        fixed = CompileOptions(schedule=name, **options)  # type: ignore[arg-type]
        try:
            plan = compile_plan(model, cluster, options=fixed)
        except InfeasibleError:
            continue
        assert plan.schedule.name == name
        assert auto.predicted.iteration_s <= plan.predicted.iteration_s * (1 + 1e-9), name


@pytest.mark.parametrize("name", trainable())
def test_a_schedule_by_name_is_what_the_plan_holds(name: str) -> None:
    options = CompileOptions(mode="train", batch=16, microbatches=4, schedule=name)
    plan = compile_plan("squeezenet", "four-v100", options=options)
    schedule = schedule_of(plan)
    validate(schedule)
    assert schedule.name == plan.schedule.name == name
    assert schedule.rank_stage == plan.rank_stages
    assert simulate_plan(plan).makespan_s == plan.predicted.iteration_s
    again = plan_from_dict(plan_to_dict(plan))
    assert again == plan
    assert dumps(again) == dumps(plan)
    assert simulate_plan(again).makespan_s == plan.predicted.iteration_s
    peaks = simulate(schedule, plan.times).peak_memory_bytes
    assert dict(zip(plan.rank_names, peaks, strict=True)) == plan.predicted.peak_memory_bytes


def test_the_same_plan_every_time() -> None:
    options = CompileOptions(mode="train", batch=32, microbatches=8)
    first, second = (compile_plan("vgg19", "eight-mixed", options=options) for _ in range(2))
    assert dumps(first) == dumps(second)
    assert first.schedule.name not in SCHEDULES
    assert first.bound is not None
    assert first.bound.lower_s <= first.predicted.iteration_s
    assert "any schedule" in first.bound.space


def test_where_nothing_else_fits_a_schedule_of_little_memory_does() -> None:
    options = CompileOptions(mode="train", batch=64, microbatches=16, strategies=(),
                             baselines=False, max_memory=(("", 60e6),))  # fmt: skip
    plan = compile_plan("squeezenet", "four-v100", options=options)
    assert all(stage.memory_bytes <= 60e6 for stage in plan.stages)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"mode": "infer", "schedule": "zb-h1"},
         "--schedule zb-h1 is for training, the mode is infer; --schedule pipeline"),
        ({"mode": "train", "schedule": "zb-v", "objective": "energy"},
         "--schedule zb-v with --objective energy (limit: throughput, latency); --schedule auto"),
        ({"mode": "train", "schedule": "zb-h1", "pins": (("n0", "gpu0"),)},
         "--schedule zb-h1 with --pin (limit: BaPipe's schedules); --schedule auto"),
    ],
)  # fmt: skip
def test_what_a_schedule_rules_out(options: dict[str, object], text: str) -> None:
    with pytest.raises(InputError) as caught:
        compile_plan("squeezenet", "four-v100", options=CompileOptions(**options))  # type: ignore[arg-type]
    assert str(caught.value) == text


def test_a_misspelt_schedule_names_the_one_meant() -> None:
    with pytest.raises(InputError, match="did you mean 'zb-h1'"):
        CompileOptions(schedule="zb-h11")


def test_numbers_that_a_schedule_does_not_exist_for() -> None:
    options = CompileOptions(mode="train", batch=6, microbatches=3, schedule="pipedream-2bw",
                             replication=False)  # fmt: skip
    plan = compile_plan("squeezenet", "four-v100", options=options)
    assert 1 <= len(plan.stages) <= 3  # two weight versions take as many micro-batches as ranks
    ref, times = plan.schedule, plan.times
    with pytest.raises(InputError, match="as many replicas at every stage"):
        generated_schedule(ref, times, [2, 1], 4)
