"""Repeating the steady state of a short schedule."""

import pytest
from sched_gen_helpers import equal_times

from hwpipe.schedule import Action, simulate, validate
from hwpipe.schedule.generators import generate
from hwpipe.schedule.generators.split import zero_bubble
from hwpipe.schedule.generators.stretch import short_count, stretch, stretched


def compute(schedule):
    return tuple(
        tuple(a for a in actions if a.kind in ("F", "B", "W")) for actions in schedule.ranks
    )


def test_a_stretched_schedule_is_the_long_one():
    short, long = (compute(zero_bubble("zb-h1", 4, m)) for m in (16, 61))
    assert stretch(short, 16, 61, 1) == long
    assert stretch(short, 16, 61, 3) == long
    assert stretched([short], 16, 16) == short


def test_no_steady_state_no_stretch():
    row = []
    for k in range(12):  # W fall further behind with every micro-batch
        row += [Action("F", 0, k), Action("B", 0, k)]
        if k in (1, 4, 9):
            row.append(Action("W", 0, k))
    assert stretch((tuple(row),), 12, 24, 1) is None
    assert stretch((tuple(row),), 12, 23, 2) is None  # no whole number of periods
    assert stretched([(tuple(row),)], 12, 24) is None


def test_short_counts_differ_from_the_long_by_whole_periods():
    for stages in (1, 4, 9):
        for m in (1, 30, 100, 1001):
            short = short_count(stages, m)
            assert short <= m
            assert (m - short) % 12 == 0


def test_a_long_automatic_schedule_is_valid_and_keeps_its_bubble():
    times = equal_times(4, 1, 1.2, 0.8, 0.1, cap=8)
    found = []
    for m in (60, 600):
        schedule = generate("zb-auto", 4, m, times=times)
        validate(schedule, times)
        found.append(simulate(schedule, times).makespan_s - 3 * m)
    assert abs(found[1] - found[0]) < 1e-6


@pytest.mark.parametrize("name", ["zb-auto", "zb-v-auto", "zb-v", "v-min"])
@pytest.mark.parametrize("fbw", [(1, 1, 5), (5, 1, 1), (1, 3, 0)])
def test_long_schedules_are_complete_whatever_the_times(name, fbw):
    for cap in (2, 1e6):
        times = equal_times(3, *fbw, 0.5, cap=cap)
        schedule = generate(name, 3, 150, times=times)
        validate(schedule)
