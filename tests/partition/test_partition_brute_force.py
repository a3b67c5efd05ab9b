"""The exact planner equals enumeration of every plan, on more than 500 random problems."""

from __future__ import annotations

import math
import random

import pytest
from builders import brute_force
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from instances import random_problem

from hwpipe.errors import InfeasibleError
from hwpipe.partition import NoneBetter, make_problem, quick_bound, solve, solve_below
from hwpipe.partition.bounds import bottleneck_bound
from hwpipe.partition.exact import ExactSearch

CHECKS = {"deadline": None, "derandomize": True, "suppress_health_check": list(HealthCheck)}


def close(a: float, b: float) -> bool:
    return a == b or abs(a - b) <= 1e-9 * max(1.0, abs(b))


def check(rng: random.Random, nodes: int, devices: int) -> None:
    try:
        problem = random_problem(rng, nodes, devices)
    except InfeasibleError:  # a node that runs on no device
        return
    bottleneck, iteration = brute_force(problem)
    found = ExactSearch(problem, "period").run("peak")
    assert close(found.value if found else math.inf, bottleneck)
    if not math.isfinite(bottleneck):
        with pytest.raises(InfeasibleError, match="no split of the model fits cluster c"):
            solve(problem)
        return
    assert bottleneck_bound(problem) <= bottleneck * (1 + 1e-9)
    plan = solve(problem)
    certificate = plan.certificate
    assert certificate is not None
    assert plan.bottleneck_certificate is not None
    assert close(plan.bottleneck_certificate.lower, bottleneck)
    assert plan.bottleneck_certificate.achieved >= bottleneck * (1 - 1e-9)
    assert certificate.lower <= certificate.achieved
    assert certificate.cuts == "all down-closed cuts"
    assert quick_bound(problem) <= certificate.achieved * (1 + 1e-9)
    if not problem.training:
        assert close(certificate.lower, iteration)
        overlapped = all(link.overlap for link in problem.cluster.links.values())
        if max(problem.space.max_replicas) == 1 and overlapped:
            assert close(certificate.achieved, iteration)
            assert certificate.exact


@settings(max_examples=520, **CHECKS)
@given(st.integers(0, 2**32))
def test_small_problems_equal_brute_force(seed: int) -> None:
    check(random.Random(seed), nodes=6, devices=3)


@settings(max_examples=90, **CHECKS)
@given(st.integers(0, 2**32))
def test_four_devices_equal_brute_force(seed: int) -> None:
    check(random.Random(seed), nodes=7, devices=4)


@settings(max_examples=50, **CHECKS)
@given(st.integers(0, 2**32))
def test_twelve_nodes_equal_brute_force(seed: int) -> None:
    check(random.Random(seed), nodes=12, devices=2)


@settings(max_examples=80, **CHECKS)
@given(st.integers(0, 2**32), st.sampled_from([0.5, 0.999, 1.0, 1.001, 2.0]))
def test_a_cutoff_changes_no_plan_below_it_and_proves_the_rest(seed: int, share: float) -> None:
    rng = random.Random(seed)
    try:
        problem = random_problem(rng, 7, 3)
        plan = solve(problem)
    except InfeasibleError:
        return
    assert plan.certificate is not None
    value = plan.certificate.achieved
    cutoff = value * share
    found = solve_below(problem, cutoff)
    assert found.certificate is not None
    assert found.certificate.lower <= value * (1 + 1e-9)
    if isinstance(found, NoneBetter):
        assert found.cutoff == cutoff
        if not problem.training and plan.certificate.exact:
            # No replica idles at the end of such plans: the closed form is their exact time.
            assert found.certificate.lower >= cutoff * (1 - 1e-9)
    if not problem.training and plan.certificate.exact:
        assert isinstance(found, NoneBetter) == (cutoff <= value)
    if not isinstance(found, NoneBetter):
        assert found.certificate.achieved < cutoff


@settings(max_examples=25, **CHECKS)
@given(st.integers(0, 2**32))
def test_simulated_iteration_of_inference_equals_the_closed_form(seed: int) -> None:
    """Lambda + (M-1) bottleneck, and the knapsack with replicas, are what the simulator sees."""
    from hwpipe.partition import iteration_bound, stage_times
    from hwpipe.schedule import make_schedule, makespan

    try:
        problem = random_problem(random.Random(seed), 8, 5, overlap=True, training=False)
        plan = solve(problem)
    except InfeasibleError:
        return
    times = stage_times(problem, plan)
    replicas = [len(stage.devices) for stage in plan.stages]
    schedule = make_schedule("pipeline", stages=len(replicas),
                             microbatches=problem.microbatches, replicas=replicas)  # fmt: skip
    simulated = makespan(schedule, times)
    if max(replicas) == 1:
        assert close(simulated, iteration_bound(problem, plan, times))
    assert simulated <= iteration_bound(problem, plan, times) * (1 + 1e-9)
    assert plan.certificate is not None
    assert simulated >= plan.certificate.lower * (1 - 1e-9)


@settings(max_examples=120, **CHECKS)
@given(st.integers(0, 2**32))
def test_no_simulated_training_plan_beats_the_bound(seed: int) -> None:
    """Random legal plans of the space, simulated, against the certificate."""
    from builders import plans

    from hwpipe.partition.best import objective_value
    from hwpipe.partition.evaluate import check_memory

    rng = random.Random(seed)
    try:
        problem = random_problem(rng, 6, 3, training=True)
        certificate = solve(problem).certificate
    except InfeasibleError:
        return
    assert certificate is not None
    every = list(plans(problem))
    for plan in rng.sample(every, min(15, len(every))):
        try:
            check_memory(problem, plan)
        except InfeasibleError:
            continue
        assert objective_value(problem, plan) >= certificate.lower * (1 - 1e-9)


def test_the_same_problem_gives_the_same_plan() -> None:
    problem = random_problem(random.Random(11), 12, 4, training=False)
    first = solve(problem)
    again = make_problem(problem.graph, problem.table, problem.cluster, training=False,
                         microbatches=problem.microbatches, schedule="pipeline",
                         allow_replication=max(problem.space.max_replicas) > 1)  # fmt: skip
    assert solve(again) == first
