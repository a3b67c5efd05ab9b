"""Ranks of one stage at unequal speeds and sizes, worked out by hand."""

from __future__ import annotations

import dataclasses

import pytest

from hwpipe.errors import InputError
from hwpipe.schedule import PipelineTimes, RankTimes, make_schedule, makespan, simulate


def test_each_rank_keeps_its_own_pace():
    schedule = make_schedule("pipeline", stages=1, microbatches=4, replicas=[2])
    ranks = [RankTimes(1, 0, 0, 10, 1, 2), RankTimes(3, 0, 0, 20, 2, 4)]
    times = PipelineTimes.uniform(1, forward_s=3)
    timeline = simulate(schedule, times, ranks)
    assert timeline.rank_busy_s == (2, 6)
    assert timeline.makespan_s == makespan(schedule, times, ranks) == 6
    # Weights, one micro-batch in flight and the workspace of each rank's own.
    assert timeline.peak_memory_bytes == (13, 26)


def test_equal_ranks_are_what_the_stage_times_say():
    schedule = make_schedule("1f1b-as", stages=2, microbatches=6, replicas=[2, 1])
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=1.5, weight_s=0.5, transfer_s=0.25)
    times = dataclasses.replace(times, reduce_s=(2.0, 0.0), weight_bytes=(8.0, 8.0))
    ranks = [RankTimes(1, 1.5, 0.5, 8, 1, 0)] * 3
    plain, same = simulate(schedule, times), simulate(schedule, times, ranks)
    assert list(same.events) == list(plain.events)
    assert same.peak_memory_bytes == plain.peak_memory_bytes


def test_a_split_engine_divides_each_rank_by_its_own_work():
    schedule = make_schedule("fbp-as", stages=1, microbatches=1, replicas=[1])
    times = PipelineTimes.uniform(1, forward_s=9, backward_s=9)
    timeline = simulate(schedule, times, [RankTimes(1, 2, 0, 0, 0, 0)])
    assert timeline.makespan_s == 6  # F then BW, each in a slot of F + B = 3


def test_rank_times_must_fit_the_schedule():
    schedule = make_schedule("pipeline", stages=1, microbatches=2, replicas=[2])
    times = PipelineTimes.uniform(1, forward_s=1)
    one = RankTimes(1, 0, 0, 0, 0, 0)
    with pytest.raises(InputError, match=r"1 rank times \(limit: one for each of 2 ranks"):
        simulate(schedule, times, [one])
    with pytest.raises(InputError, match="forward_s of rank 1 is -1"):
        simulate(schedule, times, [one, dataclasses.replace(one, forward_s=-1.0)])
