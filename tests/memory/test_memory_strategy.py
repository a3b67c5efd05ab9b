"""Keep, recompute, swap (KARMA, SC'20), sharded state (ZeRO): simulated, optimal, bounded."""

from __future__ import annotations

import itertools
import math
import re
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.memory import (
    Block,
    ReplicaLink,
    StageMemory,
    memory_strategy,
    sharded_state,
    simulate_stage,
    smallest_extra_s,
)
from hwpipe.memory.simulate import program
from hwpipe.memory.strategy import _best_choices, karma_choices


def uniform(count, *, capacity, swap_s=1.0, forward=1.0, backward=2.0, **more):
    """Blocks of 10 bytes whose swap takes `swap_s`."""
    blocks = tuple(Block(forward, backward, 10.0, 1.0, 0.0, f"b{k}") for k in range(count))
    return StageMemory(blocks, capacity, 10.0 / swap_s, **more)


@st.composite
def stages(draw, most=4):
    count = draw(st.integers(1, most))
    second = st.sampled_from([0.0, 0.5, 1.0, 2.0, 3.7])
    blocks = []
    for k in range(count):
        size = draw(st.sampled_from([0.0, 1.0, 4.0, 10.0]))
        checkpoint = draw(st.sampled_from([0.0, 0.1, 1.0])) * size
        blocks.append(Block(draw(second), draw(second), size, checkpoint, 1.0, f"b{k}"))
    rounds = draw(st.integers(1, 4))
    return StageMemory(
        tuple(blocks),
        draw(st.sampled_from([8.0, 15.0, 22.0, 30.0, 60.0])) + count,
        draw(st.sampled_from([0.5, 3.0, 20.0])),
        in_flight=draw(st.integers(1, rounds)),
        microbatches=rounds,
        gradient_bytes_per_weight_byte=0.0,
        optimizer_bytes_per_weight_byte=0.0,
        replicas=1,
    )


def all_choices(stage):
    return itertools.product(("keep", "recompute", "swap"), repeat=len(stage.blocks))


@given(stages())
@settings(deadline=None, max_examples=120)
def test_equals_brute_force(stage):
    held = float(len(stage.blocks))
    runs = [simulate_stage(stage, c, held) for c in all_choices(stage)]
    best = min((run.makespan_s for run in runs if run is not None), default=math.inf)
    if math.isinf(best):
        with pytest.raises(InfeasibleError):
            memory_strategy(stage, allow_spill=False)
        return
    plan = memory_strategy(stage)
    assert plan.exact
    assert plan.makespan_s == pytest.approx(best, rel=1e-12)
    assert plan.extra_s == pytest.approx(best - stage.compute_s, abs=1e-9)
    assert plan.extra_s == pytest.approx(plan.recompute_s + plan.stall_s + plan.sharding_s)
    assert plan.peak_bytes <= stage.capacity_bytes * (1 + 1e-9)
    assert plan.needed == (runs[0] is None)
    ratio = min((b.forward_s / b.activation_bytes for b in stage.blocks if b.activation_bytes),
                default=math.inf)  # fmt: skip
    bound = smallest_extra_s(
        state_bytes=held, activation_bytes=sum(b.activation_bytes for b in stage.blocks),
        capacity_bytes=stage.capacity_bytes, compute_s=stage.compute_s / stage.microbatches,
        in_flight=stage.in_flight, microbatches=stage.microbatches,
        host_bytes_per_s=stage.host_bytes_per_s, recompute_s_per_byte=ratio,
    )  # fmt: skip
    assert bound <= plan.extra_s + 1e-9


@given(stages(), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=120)
def test_runs_obey_engines_order_and_memory(stage, rng):
    choices = [rng.choice(("keep", "recompute", "swap")) for _ in stage.blocks]
    held = float(len(stage.blocks))
    run = simulate_stage(stage, choices, held, record=True)
    if run is None:
        return
    changes = []
    seen = {}
    for engine in ("compute", "out", "in"):
        mine = [e for e in run.events if e[0] == engine]
        for a, b in itertools.pairwise(mine):
            assert b[4] >= a[5] - 1e-12, "an engine does one thing at a time, in program order"
    for _, kind, b, m, start, end in run.events:
        seen.setdefault((kind, b, m), []).append((start, end))
    for m in range(stage.microbatches):
        for b, (block, choice) in enumerate(zip(stage.blocks, choices, strict=True)):
            (f_start, f_end), (b_start, b_end) = seen["F", b, m][0], seen["BW", b, m][0]
            assert f_end <= b_start
            if choice == "keep":
                changes += [(f_start, block.activation_bytes), (b_end, -block.activation_bytes)]
            elif choice == "swap":
                (o_start, o_end), (i_start, i_end) = sorted(seen["SWAP", b, m])
                assert f_end <= o_start
                assert o_end <= i_start
                assert i_end <= b_start
                size = block.activation_bytes
                changes += [(f_start, size), (o_end, -size), (i_start, size), (b_end, -size)]
            else:
                r_start, r_end = seen["RECOMPUTE", b, m][0]
                assert r_end <= b_start
                spare = block.activation_bytes - block.checkpoint_bytes
                changes += [(f_start, block.activation_bytes), (f_end, -spare), (r_start, spare),
                            (b_end, -block.activation_bytes)]  # fmt: skip
    level = peak = held
    for _, change in sorted(changes):
        level += change
        peak = max(peak, level)
    assert peak == pytest.approx(run.peak_bytes)
    assert peak <= stage.capacity_bytes * (1 + 1e-6)
    assert run.makespan_s == pytest.approx(stage.compute_s + run.recompute_s + run.stall_s)


def test_program_holds_no_more_than_in_flight():
    assert [f"{k}{m}" for k, m in program(4, 2)] == [
        "F0", "F1", "B0", "F2", "B1", "F3", "B2", "B3"
    ]  # fmt: skip


@pytest.mark.parametrize("swap_s", [0.5, 1.0])
def test_no_stall_where_swaps_are_not_longer_than_compute(swap_s):
    # Room for one block in use, one on its way, one resident; a forward takes 1 s.
    stage = uniform(8, capacity=30.0, swap_s=swap_s)
    run = simulate_stage(stage, ["swap"] * 7 + ["keep"], 0.0)
    assert run is not None
    assert run.stall_s == 0.0
    plan = memory_strategy(stage)
    assert plan.extra_s == 0.0
    assert "recompute" not in plan.choices
    assert plan.exact


def test_stall_by_hand():
    # F 0-1, copy out 1-4, copy in 4-7, B 7-9: of the 9 s, 3 are compute.
    stage = uniform(1, capacity=10.0, swap_s=3.0)
    run = simulate_stage(stage, ["swap"], 0.0)
    assert (run.makespan_s, run.stall_s, run.copy_in_s) == (9.0, 6.0, 3.0)


def test_last_blocks_stay():
    # Copies take twice a forward: only early blocks have time to leave and come back.
    plan = memory_strategy(uniform(6, capacity=40.0, swap_s=2.0, backward=2.0))
    moved = [k for k, choice in enumerate(plan.choices) if choice != "keep"]
    assert moved
    assert max(moved) < 5


@given(stages())
@settings(deadline=None, max_examples=60)
def test_recompute_only_where_it_is_shorter_than_the_stall_of_a_swap(stage):
    held = float(len(stage.blocks))
    found = _best_choices(stage, held, 10**6)
    if found is None:
        return
    for b, choice in enumerate(found.choices):
        if choice != "recompute":
            continue
        swapped = [*found.choices[:b], "swap", *found.choices[b + 1 :]]
        run = simulate_stage(stage, swapped, held)
        again = stage.microbatches * stage.blocks[b].forward_s
        if run is not None:
            assert again <= run.stall_s - found.run.stall_s + 1e-9


@given(stages())
@settings(deadline=None, max_examples=60)
def test_two_steps_keep_as_many_last_blocks_as_fit(stage):
    held = float(len(stage.blocks))
    count = len(stage.blocks)
    found = karma_choices(stage, held)

    def fits(resident):
        return any(simulate_stage(stage, [m] * (count - resident) + ["keep"] * resident, held)
                   for m in ("swap", "recompute"))  # fmt: skip

    most = max((n for n in range(count + 1) if fits(n)), default=None)
    if most is None:
        assert found is None
        return
    assert found[count - most :] == ("keep",) * most
    assert "keep" not in found[: count - most]
    best = _best_choices(stage, held, 10**6)
    run = simulate_stage(stage, found, held)
    assert best.run.makespan_s <= run.makespan_s * (1 + 1e-12)


def test_measures_come_only_when_needed_and_cheapest_first():
    assert memory_strategy(uniform(4, capacity=40.0)).needed is False
    # A slow link: recomputing one block (1 s) is cheaper than any exposed copy of 100 s.
    plan = memory_strategy(uniform(4, capacity=35.0, swap_s=100.0))
    assert sorted(plan.choices) == ["keep", "keep", "keep", "recompute"]
    assert plan.extra_s == 1.0


def test_sharding_is_preferred_where_it_costs_nothing():
    blocks = tuple(Block(1.0, 2.0, 10.0, 1.0, 10.0, f"b{k}") for k in range(4))
    stage = StageMemory(blocks, 180.0, 1.0, replicas=2, link=ReplicaLink(100.0, 0.0))
    # 40 of weights, 40 of gradients, 40 of momentum and 40 of activations fit; 155 bytes do not.
    assert memory_strategy(stage).needed is False
    plan = memory_strategy(replace(stage, capacity_bytes=155.0))
    assert (plan.sharding, plan.extra_s) == (1, 0.0)
    assert set(plan.choices) == {"keep"}
    # Two thirds of that: gradients are sharded too (40 + 20 + 20 + 5 for the moment).
    plan = memory_strategy(replace(stage, capacity_bytes=125.0))
    assert plan.sharding == 2
    with pytest.raises(InfeasibleError):
        memory_strategy(replace(stage, capacity_bytes=125.0, replicas=1), allow_spill=False)


def test_sharded_bytes_and_traffic():
    blocks = (Block(1, 2, 0, 0, 30.0), Block(1, 2, 0, 0, 10.0))
    stage = StageMemory(blocks, 1e9, 1.0, in_flight=1, microbatches=3, replicas=4,
                        optimizer_bytes_per_weight_byte=2.0,
                        link=ReplicaLink(10.0, 0.5))  # fmt: skip
    plain, one, two = (sharded_state(stage, level) for level in (0, 1, 2))
    assert (plain.state_bytes, plain.traffic_bytes, plain.extra_s) == (160, 60, 0)
    # All-reduce of 40 bytes over 4: 2 x 3 x (1 s + 0.5 s).
    assert plain.communication_s == pytest.approx(9.0)
    assert (one.state_bytes, one.traffic_bytes, one.extra_s) == (100, 60, 0)
    # (40 + 80) / 4 + 40, and three quarters of the largest gradient for a moment.
    assert two.state_bytes == pytest.approx(70 + 22.5)
    assert two.traffic_bytes == pytest.approx(30 * 4)
    assert two.extra_s == pytest.approx(9.0)
    with pytest.raises(InputError, match=r"^state sharding 3 \(limit: 0, 1"):
        sharded_state(stage, 3)


def test_closed_form_by_hand():
    # 4 micro-batches of 10 bytes, 12 bytes too many: 3 of each; hidden if 3 <= w T.
    figures = {"state_bytes": 8.0, "activation_bytes": 10.0, "capacity_bytes": 36.0,
               "compute_s": 2.0, "in_flight": 4, "microbatches": 8}  # fmt: skip
    assert smallest_extra_s(**figures, host_bytes_per_s=1.5, recompute_s_per_byte=1.0) == 0
    # w = 1: r y = x / w - T with x + y = 3, r = 1: y = 0.5 a micro-batch.
    some = smallest_extra_s(**figures, host_bytes_per_s=1.0, recompute_s_per_byte=1.0)
    assert some == pytest.approx(8 * 0.5, rel=1e-6)
    never = smallest_extra_s(**figures, host_bytes_per_s=1.0, recompute_s_per_byte=math.inf)
    assert never == pytest.approx(8 * 1.0, rel=1e-6)
    figures["state_bytes"] = np.array([8.0, 37.0])
    both = smallest_extra_s(**figures, host_bytes_per_s=1.5, recompute_s_per_byte=1.0)
    assert both.tolist() == [0.0, math.inf]


def test_many_blocks_get_a_plan_with_a_bound():
    blocks = tuple(Block(1.0 + k % 3, 2.0, 5.0 + k % 4, 1.0, 0.0) for k in range(14))
    stage = StageMemory(blocks, 40.0, 3.0)
    plan = memory_strategy(stage, budget=5600)
    assert 0 <= plan.lower_s <= plan.extra_s < sum(b.forward_s for b in blocks)


def test_a_search_that_runs_out_says_so_and_bounds_what_it_missed():
    sizes = [7.7, 2.2, 7.0, 3.4, 5.9, 9.1, 2.9, 8.2, 4.6]
    blocks = tuple(Block(0.5 + n % 1.3, 2.0, n, 1.0) for n in sizes)
    stage = StageMemory(blocks, 0.5 * 4 * sum(sizes), 2.0, in_flight=4, microbatches=8)
    full, short = memory_strategy(stage, budget=10**8), memory_strategy(stage, budget=1)
    assert full.exact
    assert full.lower_s == pytest.approx(full.extra_s)
    assert not short.exact
    assert short.lower_s <= full.extra_s <= short.extra_s


def test_messages():
    stage = StageMemory((Block(1, 1, 10.0, 0.0, 10.0),), 35.0, 1.0, name="stage 2 on gpu0")
    text = (
        "stage 2 on gpu0: state and one block's activations need 40 B even with every activation "
        "swapped or recomputed (limit: 35 B of device memory); allow spilling, use more devices "
        "or a smaller micro-batch"
    )
    with pytest.raises(InfeasibleError, match="^" + re.escape(text) + "$"):
        memory_strategy(stage, allow_spill=False)
    text = (
        "stage 2 on gpu0: block 0 alone needs 40 B, of which 30 B are weights and their state "
        "(limit: 35 B of device memory); use a smaller micro-batch, a device with more memory, or "
        "split the layer"
    )
    with pytest.raises(InfeasibleError, match="^" + re.escape(text) + "$"):
        memory_strategy(stage)
    with pytest.raises(InputError, match=r"^block a: checkpoint_bytes = 3\.0 "):
        Block(1, 1, 2.0, 3.0, name="a")


def test_measures_that_are_not_allowed_are_not_taken() -> None:
    from dataclasses import replace

    from hwpipe.memory import Block, StageMemory, memory_strategy

    block = Block(1.0, 2.0, activation_bytes=10.0, checkpoint_bytes=1.0, weight_bytes=1.0)
    stage = StageMemory((block,) * 3, capacity_bytes=40.0, host_bytes_per_s=1.0, in_flight=2,
                        microbatches=4)  # fmt: skip
    assert memory_strategy(stage).needed
    recomputed = memory_strategy(stage, measures=("recompute",), allow_spill=False)
    swapped = memory_strategy(replace(stage, host_bytes_per_s=100.0), measures=("swap",))
    assert set(recomputed.choices) == {"keep", "recompute"}
    assert set(swapped.choices) == {"keep", "swap"}
    with pytest.raises(InfeasibleError, match="even with every activation swapped or recomputed"):
        memory_strategy(stage, measures=(), allow_spill=False)
