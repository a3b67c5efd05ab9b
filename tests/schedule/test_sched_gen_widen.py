"""Replicated pipelines: copies side by side, gradients summed before every update."""

from collections import Counter

import pytest
from hypothesis import given, settings
from sched_gen_helpers import equal_times
from test_sched_gen_properties import cases

from hwpipe.errors import InputError
from hwpipe.schedule import make_schedule, simulate, validate
from hwpipe.schedule.generators import GENERATORS, generate, schedule_times, widen
from hwpipe.schedule.memory import live_versions
from hwpipe.schedule.program import compile_schedule

WIDE = tuple(name for name in GENERATORS if name != "pipeline")


@settings(max_examples=60, deadline=None)
@given(cases(WIDE))
def test_copies_take_the_time_of_one(case):
    name, p, m, times, options = case
    one = generate(name, p, m, times=times, options=options)
    two = widen(one, 2)
    validate(two)
    spread = schedule_times(name, times, options)
    a, b = simulate(one, spread), simulate(two, spread)
    assert b.makespan_s == pytest.approx(a.makespan_s)
    assert b.peak_memory_bytes == tuple(x for x in a.peak_memory_bytes for _ in range(2))
    kinds = Counter(x.kind for actions in two.ranks for x in actions)
    assert kinds["REDUCE"] >= kinds["UPDATE"]
    program = compile_schedule(two)
    assert all(len(group) >= 2 for group in program.groups.values())
    alive = live_versions(compile_schedule(one))
    assert {
        (rank // 2, stage): most for (rank, stage), most in live_versions(program).items()
    } == alive


def test_wide_1f1b_holds_the_micro_batches_of_each_replica():
    wide = widen(generate("1f1b-as", 3, 4), 2)
    known = make_schedule("1f1b-as", stages=3, microbatches=8, replicas=(2, 2, 2))
    assert wide.rank_stage == known.rank_stage
    assert wide.replicas == known.replicas
    for a, b in zip(wide.ranks, known.ranks, strict=True):
        assert {x.micro_batch for x in a} == {x.micro_batch for x in b}


def test_all_reduce_time_counts_once_an_iteration():
    from dataclasses import replace

    times = replace(equal_times(3, 1, 1, 1), reduce_s=(5.0, 5.0, 5.0))
    one = generate("zb-h1", 3, 6)
    assert simulate(widen(one, 2), times).makespan_s == simulate(one, times).makespan_s + 5


def test_width_below_one():
    with pytest.raises(InputError, match="0 replicas"):
        widen(generate("gpipe", 2, 2), 0)
    assert widen(generate("gpipe", 2, 2), 1) == generate("gpipe", 2, 2)
