"""Training bounds hold for links that stop both ends too: no simulated plan is faster."""

from __future__ import annotations

import numpy as np
import pytest
from builders import make_cluster, make_device, make_graph, make_table, plans
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.partition import PlanningProblem, iteration_bound, make_problem, solve, stage_times
from hwpipe.partition.model import Partition
from hwpipe.schedule import make_schedule, makespan


def simulated_s(problem: PlanningProblem, plan: Partition) -> float:
    schedule = make_schedule(
        problem.schedule,
        stages=len(plan.stages),
        microbatches=problem.microbatches,
        replicas=[len(stage.devices) for stage in plan.stages],
    )
    return makespan(schedule, stage_times(problem, plan))


def problem_of(
    seconds: list[list[float]], *, transfer: float, microbatches: int, schedule: str, overlap: bool
) -> PlanningProblem:
    forward = np.array(seconds)
    nodes = forward.shape[1]
    graph = make_graph([(i, i + 1) for i in range(nodes - 1)], [10] * nodes)
    table = make_table(forward, backward=forward * 0.8, weight_update=forward * 0.2)
    cluster = make_cluster(
        [make_device(f"d{i}", f"k{i}") for i in range(len(forward))],
        bytes_per_s=10.0 / transfer, latency_s=0.0, overlap=overlap,
    )  # fmt: skip
    return make_problem(graph, table, cluster, training=True, microbatches=microbatches,
                        schedule=schedule)  # fmt: skip


def test_two_equal_stages_and_one_micro_batch() -> None:
    problem = problem_of([[1.0, 1.0], [1.0, 1.0]], transfer=1.0, microbatches=1,
                         schedule="1f1b-sno", overlap=False)  # fmt: skip
    two = [plan for plan in plans(problem) if len(plan.stages) == 2]
    # F, copy, F and back again: 1 + 1 + 1 + 1 + 1 + 1.
    assert {iteration_bound(problem, plan) for plan in two} == {6.0}
    assert {simulated_s(problem, plan) for plan in two} == {6.0}


@settings(max_examples=60, deadline=None)
@given(
    seconds=st.lists(st.lists(st.integers(1, 9), min_size=3, max_size=3), min_size=2, max_size=3),
    transfer=st.sampled_from([0.1, 1.0, 4.0, 12.0]),
    microbatches=st.integers(1, 5),
    schedule=st.sampled_from(["1f1b-as", "1f1b-sno", "1f1b-so", "gpipe"]),
    overlap=st.booleans(),
)
def test_no_plan_is_simulated_below_its_bound_or_the_certificate(
    seconds: list[list[int]], transfer: float, microbatches: int, schedule: str, overlap: bool
) -> None:
    problem = problem_of([[float(s) for s in row] for row in seconds], transfer=transfer,
                         microbatches=microbatches, schedule=schedule, overlap=overlap)  # fmt: skip
    certificate = solve(problem, "exact").certificate
    assert certificate is not None
    for plan in plans(problem):
        time_s = simulated_s(problem, plan)
        assert time_s == pytest.approx(max(time_s, iteration_bound(problem, plan)))
        assert time_s >= certificate.lower * (1 - 1e-9)
