"""Frontiers of pipelines against every plan."""

from __future__ import annotations

import random
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.append(str(Path(__file__).parents[1] / "partition"))

from builders import make_cluster, make_device, make_graph, make_table, plans
from instances import random_problem

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.frontier import non_dominated, pipeline_frontier
from hwpipe.frontier.pipeline import judge
from hwpipe.partition import PlanningProblem, make_problem, solve


def with_energy(problem: PlanningProblem, rng: random.Random, **more) -> PlanningProblem:
    """The same problem with joules that do not follow the seconds."""
    joules = np.array(
        [[rng.choice([1.0, 2, 5, 9]) for _ in row] for row in problem.table.forward_j]
    )
    table = replace(problem.table, forward_j=joules)
    return make_problem(problem.graph, table, problem.cluster, training=problem.training,
                        microbatches=problem.microbatches, schedule=problem.schedule,
                        allow_replication=max(problem.space.max_replicas) > 1, **more)  # fmt: skip


def every_plan(problem):
    points = [judge(problem, plan) for plan in plans(problem)]
    return np.array([p.values for p in points if p is not None])


@pytest.mark.parametrize("seed", range(25))
def test_inference_without_replicas_equals_brute_force(seed):
    rng = random.Random(seed)
    problem = with_energy(
        random_problem(rng, 5, 3, overlap=True, training=False, replication=False), rng
    )
    values = every_plan(problem)
    if not len(values):
        with pytest.raises(InfeasibleError):
            pipeline_frontier(problem)
        return
    best = values[non_dominated(values)]
    best = best[np.lexsort(best.T[::-1])]
    found = pipeline_frontier(problem)
    assert found.exact
    assert np.array([p.values for p in found.points]) == pytest.approx(best)
    for point in found.points:
        assert judge(problem, point.partition).values == point.values


@pytest.mark.parametrize("seed", range(30))
def test_any_problem_has_sound_points_and_all_three_ends(seed):
    rng = random.Random(1000 + seed)
    problem = with_energy(random_problem(rng, 4, 3), rng)
    values = every_plan(problem)
    if not len(values):
        with pytest.raises(InfeasibleError):
            pipeline_frontier(problem)
        return
    found = pipeline_frontier(problem)
    points = np.array([p.values for p in found.points])
    assert len(non_dominated(points)) == len(points)
    # The ends are the planner's own best.
    for k, objective in enumerate(("throughput", "memory", "energy")):
        end = judge(problem, solve(problem.with_objective(objective)))
        assert points[:, k].min() <= end.values[k] * (1 + 1e-9)
    # Nothing on it beats every real plan.
    for point in points:
        assert (values <= point * (1 + 1e-9)).all(axis=1).any()
    # What the programme misses, it misses narrowly: some point is near each plan.
    near = (points[None] / np.maximum(values[:, None], 1e-12)).max(axis=2).min(axis=1)
    assert near.max() <= 1.5


def large(nodes=60, kinds=3, each=3, *, training=True, memory=1e9):
    rng = np.random.default_rng(5)
    graph = make_graph([(i, i + 1) for i in range(nodes - 1)], [100] * nodes)
    forward = rng.uniform(1, 3, (kinds, nodes)) * np.linspace(1, 3, kinds)[:, None]
    table = make_table(forward, backward=forward, weights=rng.uniform(1, 9, nodes),
                       activations=rng.uniform(1, 9, nodes))  # fmt: skip
    # The slower a kind, the less energy it takes.
    rates = np.array([[9.0], [3.0], [1.0]])[:kinds]
    table = replace(table, forward_j=np.ones_like(forward) * rates)
    devices = [make_device(f"d{k}_{i}", f"k{k}", memory) for k in range(kinds) for i in range(each)]
    return make_problem(graph, table, make_cluster(devices, bytes_per_s=1e3), training=training,
                        microbatches=8, schedule="1f1b-as" if training else "pipeline")  # fmt: skip


def test_larger_problems_trade_time_for_memory_and_energy():
    problem = large(each=2)
    found = pipeline_frontier(problem, epsilon=0.1, sweeps=3, max_cuts=8)
    assert not found.exact
    assert len(found.points) >= 5
    points = np.array([p.values for p in found.points])
    assert len(non_dominated(points)) == len(points)
    assert (points.max(axis=0) > 1.2 * points.min(axis=0)).all()
    assert any("saw 8 of 61 positions" in note for note in found.notes)
    again = pipeline_frontier(problem, epsilon=0.1, sweeps=3, max_cuts=8)
    assert [p.values for p in again.points] == [p.values for p in found.points]


def test_memory_strategies_extend_the_frontier():
    problem = large(24, 1, 2)
    plain = pipeline_frontier(problem, sweeps=2, max_cuts=8)
    more = pipeline_frontier(problem, sweeps=2, max_cuts=8, host_bytes_per_s=5.0)
    least = [min(p.memory_share for p in each.points) for each in (plain, more)]
    assert least[1] < least[0]
    assert more.points[0].iteration_s <= plain.points[0].iteration_s
    squeezed = [p for p in more.points if p.memory_plans]
    assert squeezed
    for point in squeezed:
        before = judge(problem, point.partition)
        assert point.iteration_s >= before.iteration_s
        assert point.memory_share < before.memory_share
        again = any("recompute" in plan.choices for plan in point.memory_plans)
        assert (point.energy_j > before.energy_j) == again


@pytest.mark.parametrize(("memory", "measure"), [(215.0, "swap"), (80.0, "spill")])
def test_models_that_do_not_fit_are_made_to_fit(memory, measure):
    problem = large(24, 1, 2, memory=memory)
    with pytest.raises(InfeasibleError, match="no split of the model fits"):
        pipeline_frontier(problem)
    found = pipeline_frontier(problem, max_cuts=8, host_bytes_per_s=20.0)
    assert found.notes[0] == "no plan fits without recomputation, swapping, sharding or spilling"
    assert found.points
    measures = set()
    for point in found.points:
        assert point.memory_share <= 1 + 1e-9
        measures |= {choice for plan in point.memory_plans for choice in plan.choices}
    assert measure in measures
    with pytest.raises(InfeasibleError, match="alone needs"):
        pipeline_frontier(large(24, 1, 2, memory=10.0), max_cuts=8, host_bytes_per_s=20.0)


def test_epsilon_keeps_its_word():
    rng = random.Random(3)
    problem = with_energy(
        random_problem(random.Random(17), 8, 3, overlap=True, training=False, replication=False),
        rng,
    )
    exact = np.array([p.values for p in pipeline_frontier(problem).points])
    thin = pipeline_frontier(problem, epsilon=0.2, sweeps=0)
    values = np.array([p.values for p in thin.points])
    assert thin.epsilon == 0.2
    worst = (values[None] / np.maximum(exact[:, None], 1e-12)).max(axis=2).min(axis=1).max()
    assert worst <= 1.2 + 1e-9


def test_time_limit_is_told():
    found = pipeline_frontier(replace(large(), time_limit_s=1e-9), sweeps=0, max_cuts=8)
    assert any(note.startswith("stopped early: time limit") for note in found.notes)


def test_messages():
    problem = large(4, 1, 1)
    for call, text in (
        (lambda: pipeline_frontier(problem, epsilon=-1), "epsilon = -1 (limit: 0 or more)"),
        (lambda: pipeline_frontier(problem, max_cuts=1),
         "1 cuts (limit: 2 or more, the ends included)"),
    ):  # fmt: skip
        with pytest.raises(InputError, match="^" + re.escape(text) + "$"):
            call()
