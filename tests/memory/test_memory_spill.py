"""Hydra (arXiv 2110.08633): greedy shards, double buffering, longest remaining time first."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.memory import Block, StageMemory, longest_remaining_first, memory_strategy, spill
from hwpipe.memory.spill import greedy_shards, visits_s


def chain(sizes, capacity, *, speed=10.0, seconds=1.0, **more):
    blocks = tuple(Block(seconds, 2 * seconds, 1.0, 0.0, float(n), f"b{k}")
                   for k, n in enumerate(sizes))  # fmt: skip
    return StageMemory(blocks, capacity, speed, optimizer_bytes_per_weight_byte=0.0, **more)


def need(stage, start, stop):
    return sum(2 * b.weight_bytes + b.activation_bytes for b in stage.blocks[start:stop])


@given(st.lists(st.integers(1, 9), min_size=1, max_size=9), st.integers(19, 60),
       st.sampled_from([0.0, 0.1, 0.25]))  # fmt: skip
@settings(deadline=None, max_examples=80)
def test_shards_fit_concatenate_and_are_fewest(sizes, capacity, part):
    stage = chain(sizes, float(capacity))
    buffer = part * capacity
    try:
        shards = greedy_shards(stage, buffer)
    except InfeasibleError:
        assert max(2 * n + 1 for n in sizes) > capacity - buffer
        return
    assert [i for start, stop in shards for i in range(start, stop)] == list(range(len(sizes)))
    assert all(need(stage, *shard) <= (capacity - buffer) * (1 + 1e-6) for shard in shards)
    fewest = min(
        len(cuts) + 1
        for n in range(len(sizes))
        for cuts in itertools.combinations(range(1, len(sizes)), n)
        if all(need(stage, a, b) <= capacity - buffer
               for a, b in itertools.pairwise([0, *cuts, len(sizes)]))
    )  # fmt: skip
    assert len(shards) == fewest


def test_double_buffering_by_hand():
    visits = [(10.0, 2.0, 0.0), (10.0, 2.0, 5.0), (10.0, 2.0, 0.0)]
    # Alone: 3 loads of 1 s, 3 x 2 s of compute and 0.5 s of writing back.
    assert visits_s(visits, 10.0, 0.0) == pytest.approx(9.5)
    # With the whole buffer only the first load and the writing back are seen.
    assert visits_s(visits, 10.0, 10.0) == pytest.approx(7.5)
    # Half of each: 0.5 s of the other two loads wait for room.
    assert visits_s(visits, 10.0, 5.0) == pytest.approx(8.5)


def test_two_shards_by_hand():
    stage = chain([4, 4], 9.0)
    plan = spill(stage, buffer_bytes=0.0)
    assert plan.shards == ((0, 1), (1, 2))
    # F0: load 4 (0.4 s), 1 s. F1: load 4, 1 s. B1: its gradients 4, 2 s, write back 8.
    # B0: load 8, forward again and backward 3 s, write back 8.
    assert plan.makespan_s == pytest.approx(1.4 + 1.4 + 2.4 + 0.8 + 0.8 + 3 + 0.8)
    assert plan.recompute_s == pytest.approx(1.0)
    assert plan.copy_in_s == pytest.approx(2.0)
    assert plan.copy_out_s == pytest.approx(1.6)


def test_model_that_fits_is_loaded_and_stored_once():
    plan = spill(chain([4, 4], 100.0, microbatches=3), buffer_bytes=0.0)
    assert plan.shards == ((0, 2),)
    assert plan.makespan_s == pytest.approx(1.6 + 3 * 6.0 + 1.6)
    assert plan.recompute_s == 0.0


def test_buffer_is_used_where_it_helps():
    stage = chain([4] * 6, 40.0, microbatches=2)
    assert spill(stage).makespan_s <= spill(stage, buffer_bytes=0.0).makespan_s
    big = chain([4] * 12, 60.0, microbatches=4)
    chosen = spill(big)
    assert chosen.buffer_bytes > 0
    assert chosen.peak_bytes <= 60.0 * (1 + 1e-9)


def test_weights_are_spilled_only_when_nothing_else_fits():
    stage = chain([4] * 4, 20.0)
    plan = memory_strategy(stage)
    assert set(plan.choices) == {"spill"}
    assert len(plan.shards) > 1
    assert plan.extra_s == pytest.approx(plan.recompute_s + plan.stall_s)
    assert "spill" not in memory_strategy(chain([4] * 4, 33.0)).choices


def test_inference_spills_weights_alone():
    stage = chain([4] * 4, 9.0, training=False)
    plan = memory_strategy(stage)
    assert set(plan.choices) == {"spill"}
    assert plan.recompute_s == 0
    assert plan.copy_out_s == 0
    assert plan.copy_in_s == pytest.approx(1.6)
    assert memory_strategy(chain([4] * 4, 17.0, training=False)).needed is False
    # The boundary buffers of the last block are there whichever shard runs.
    last = Block(1.0, 0.0, 5.0, 0.0, 4.0)
    wide = StageMemory((*stage.blocks[:3], last), 9.0, 10.0, training=False)
    assert memory_strategy(wide).shards == ((0, 1), (1, 2), (2, 3), (3, 4))


def whole_optimum(lengths, devices):
    best = math.inf
    for where in itertools.product(range(devices), repeat=len(lengths)):
        best = min(best, max(sum(n for n, d in zip(lengths, where, strict=True) if d == k)
                             for k in range(devices)))  # fmt: skip
    return best


@given(st.lists(st.integers(1, 20), min_size=1, max_size=8), st.integers(1, 3))
@settings(deadline=None, max_examples=60)
def test_longest_first_is_within_four_thirds(lengths, devices):
    makespan, _ = longest_remaining_first([[n] for n in lengths], devices)
    best = whole_optimum(lengths, devices)
    assert best <= makespan <= (4 / 3 - 1 / (3 * devices)) * best + 1e-9


@given(st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=4), min_size=1, max_size=6),
       st.integers(1, 3))  # fmt: skip
@settings(deadline=None, max_examples=80)
def test_visits_of_a_task_follow_each_other(tasks, devices):
    makespan, events = longest_remaining_first(tasks, devices)
    for k, visits in enumerate(tasks):
        mine = [e for e in events if e[0] == k]
        assert [end - start for _, _, start, end in mine] == visits
        assert all(b[2] >= a[3] for a, b in itertools.pairwise(mine))
    for d in range(devices):
        mine = [e for e in events if e[1] == d]
        assert all(b[2] >= a[3] for a, b in itertools.pairwise(mine))
    assert makespan == max(e[3] for e in events)
    lower = max(max(map(sum, tasks)), sum(map(sum, tasks)) / devices)
    assert makespan >= lower - 1e-9
    # Never more than one visit longer than an even division (list scheduling).
    assert makespan <= lower + max(max(visits) for visits in tasks)


def test_messages():
    with pytest.raises(InputError, match=r"^stage: a buffer of 90 bytes \(limit: 0 to 20 bytes\)$"):
        spill(chain([4], 20.0), buffer_bytes=90.0)
    with pytest.raises(InfeasibleError, match=r"^stage: block b1 alone needs 41 B, of which 40 B "):
        spill(chain([4, 20], 20.0))
    with pytest.raises(InputError, match=r"^0 devices \(limit: at least 1\)$"):
        longest_remaining_first([[1]], 0)
