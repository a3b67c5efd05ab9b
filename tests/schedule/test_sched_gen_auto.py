"""The automatic scheduler against hand schedules, lower bounds and brute force."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sched_gen_helpers import equal_times

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.schedule import PipelineTimes, simulate, validate
from hwpipe.schedule.generators import (
    GENERATORS,
    Limits,
    compare_schedules,
    generate,
    measure,
    schedule_times,
    training_schedules,
)
from hwpipe.schedule.generators.exact import exact_schedule
from hwpipe.schedule.generators.greedy import Placement
from hwpipe.schedule.generators.times import stage_costs

#: Synchronous schedules of any model whose order does not depend on the times.
FIXED = ("gpipe", "1f1b-as", "1f1b-so", "1f1b-interleaved", "pipedream-flush", "zb-h1", "zb-h2",
         "zb-v", "v-half", "v-min", "2bp", "gpipe-2bp", "chimera", "bitpipe")  # fmt: skip


def times_of(rows, send, cap, kept):
    stages = len(rows)
    zero = (0.0,) * stages
    return PipelineTimes(
        forward_s=tuple(float(r[0]) for r in rows),
        backward_input_s=tuple(float(r[1]) for r in rows),
        backward_weight_s=tuple(float(r[2]) for r in rows),
        send_forward_s=tuple(map(float, send)),
        send_backward_s=tuple(map(float, send)),
        overlap=(True,) * (stages - 1),
        weight_bytes=zero,
        activation_bytes=(1.0,) * stages,
        workspace_bytes=zero,
        memory_bytes=(float(cap),) * stages,
        latency_forward_s=tuple(map(float, send)),
        latency_backward_s=tuple(map(float, send)),
        weight_gradient_bytes=(kept,) * stages,
    )


@st.composite
def problems(draw, ranks, batches, caps=(1, 2, 3, 4, 8, 99)):
    p = draw(st.integers(*ranks))
    m = draw(st.integers(*batches))
    rows = [[draw(st.integers(1, 6)) for _ in range(3)] for _ in range(p)]
    send = [draw(st.sampled_from((0, 0, 1, 3))) for _ in range(p - 1)]
    cap = draw(st.sampled_from(caps))
    return times_of(rows, send, cap, draw(st.sampled_from((0.25, 0.5, 1.0)))), m


def words(m, cap, kept):
    """All orders of m F, B and W of one rank that respect order and memory, as strings."""
    found = []

    def grow(word, f, b, w):
        held = (f - b) + kept * (b - w)
        if held > cap + 1e-9:
            return
        if w == m:
            found.append(word)
        if f < m:
            grow(word + "F", f + 1, b, w)
        if b < f:
            grow(word + "B", f, b + 1, w)
        if w < b:
            grow(word + "W", f, b, w + 1)

    grow("", 0, 0, 0)
    return found


def run_words(chosen, times, m):
    """Makespan of one order a rank, by repeated sweeps; inf where it deadlocks."""
    p = len(chosen)
    ends = {}
    at, free = [0] * p, [0.0] * p
    counts = [{"F": 0, "B": 0, "W": 0} for _ in range(p)]
    moved = True
    while moved:
        moved = False
        for i, word in enumerate(chosen):
            while at[i] < 3 * m:
                kind = word[at[i]]
                k = counts[i][kind]
                ready = 0.0
                if kind == "F" and i:
                    if ("F", i - 1, k) not in ends:
                        break
                    ready = ends["F", i - 1, k] + times.send_forward_s[i - 1]
                if kind == "B" and i + 1 < p:
                    if ("B", i + 1, k) not in ends:
                        break
                    ready = ends["B", i + 1, k] + times.send_backward_s[i]
                seconds = {"F": times.forward_s, "B": times.backward_input_s,
                           "W": times.backward_weight_s}[kind][i]  # fmt: skip
                free[i] = ends[kind, i, k] = max(free[i], ready) + seconds
                counts[i][kind] += 1
                at[i] += 1
                moved = True
    return max(free) if all(a == 3 * m for a in at) else float("inf")


@settings(max_examples=40, deadline=None)
@given(problems((1, 3), (1, 3), caps=(1, 2, 3)))
def test_tiny_cases_reach_the_optimum_of_enumeration(problem):
    times, m = problem
    p = len(times.forward_s)
    if p * m > 6:
        m = 2
    orders = words(m, times.memory_bytes[0], times.weight_gradient_bytes[0])
    best = min(run_words(chosen, times, m) for chosen in product(orders, repeat=p))
    found = measure("zb-auto", times, m)
    assert found.makespan_s == pytest.approx(best)
    validate(found.schedule, times)


def test_the_exact_search_alone_proves_its_optimum():
    times = times_of([(2, 1, 3), (1, 4, 1), (3, 1, 1)], (1, 0), 2, 0.5)
    found = exact_schedule(stage_costs(times, Placement(3, ((0, 1, 2),))), 2)
    orders = words(2, 2, 0.5)
    assert found.proven
    assert found.makespan_s == min(run_words(x, times, 2) for x in product(orders, repeat=3))


@settings(max_examples=30, deadline=None)
@given(problems((1, 5), (1, 12)), st.sampled_from(("span", "makespan")))
def test_never_worse_than_a_hand_schedule_that_fits(problem, objective):
    from hwpipe.schedule.generators import ScheduleOptions

    times, m = problem
    p, cap = len(times.forward_s), times.memory_bytes[0]
    options = ScheduleOptions(objective=objective)
    for auto, hands in (
        ("zb-auto", ("zb-h1", "zb-h2", "2bp")),
        ("zb-v-auto", ("zb-v", "v-half", "v-min")),
    ):
        found = measure(auto, times, m, options=options)
        assert max(found.peak_activations) <= cap + 1e-9
        validate(found.schedule, found.times)
        for name in hands:
            hand = measure(name, times, m)
            if max(hand.peak_activations) <= cap + 1e-9:
                key = "span_s" if objective == "span" else "makespan_s"
                assert getattr(found, key) <= getattr(hand, key) + 1e-9, name
        # Nothing is faster than the busiest rank behind the forwards before it.
        for r in range(p if auto == "zb-auto" else 0):
            head = sum(times.forward_s[:r]) + sum(times.send_forward_s[:r])
            work = m * (times.forward_s[r] + times.backward_input_s[r] + times.backward_weight_s[r])
            assert found.makespan_s >= head + work - 1e-9


@settings(max_examples=100, deadline=None, derandomize=True)
@given(problems((1, 4), (1, 10), caps=(1, 2, 4, 6, 99)))
def test_auto_is_never_slower_than_a_fixed_schedule_that_fits(problem):
    times, m = problem
    stages = len(times.forward_s)
    ranked = compare_schedules(times, m)
    fastest = ranked[0]
    assert [x.makespan_s for x in ranked] == sorted(x.makespan_s for x in ranked)
    assert max(fastest.peak_activations) <= times.memory_bytes[0] + 1e-9
    for name in GENERATORS:
        if name not in FIXED:
            continue
        try:
            schedule = generate(name, stages, m, times=times)
        except InputError:  # odd stages, micro-batches that are no multiple
            continue
        timeline = simulate(schedule, schedule_times(name, times))
        if max(timeline.peak_memory_bytes) <= times.memory_bytes[0]:
            assert fastest.makespan_s <= timeline.makespan_s + 1e-9, name


def test_candidates_fit_in_memory():
    times = equal_times(4, 1, 2, 1, cap=3)
    found = training_schedules(4, 12, Limits(times=times))
    assert {"zb-auto", "zb-v-auto", "v-half", "v-min"} <= {c.name for c in found}
    assert not {"gpipe", "zb-h2", "1f1b-as"} & {c.name for c in found}
    for candidate in found:
        assert candidate.times is not None
        validate(candidate.schedule, candidate.times)


def test_memory_below_one_micro_batch_is_refused():
    times = equal_times(3, 1, 1, 1, cap=0.75)
    for name in ("zb-auto", "zb-v-auto"):
        with pytest.raises(InfeasibleError, match="one micro-batch needs 1 bytes of activations"):
            generate(name, 3, 4, times=times)
    with pytest.raises(InfeasibleError, match="no schedule of 4 micro-batches on 3 stages fits"):
        compare_schedules(times, 4)


def test_a_larger_memory_never_hurts():
    times = [(3, 2, 1), (1, 4, 2), (2, 2, 2), (2, 1, 3)]
    last = float("inf")
    for cap in (1, 2, 3, 4, 6, 8, 12):
        found = measure("zb-auto", times_of(times, (1, 0, 1), cap, 0.5), 12).makespan_s
        assert found <= last + 1e-9
        last = found


def test_the_same_times_give_the_same_schedule():
    times = times_of([(3, 2, 1), (1, 4, 2), (2, 2, 2)], (1, 0), 4, 0.5)
    assert generate("zb-auto", 3, 40, times=times) == generate("zb-auto", 3, 40, times=times)
