"""Dealing rule, action lists of unequal replicas, and the simulation of both."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.joint.actions import dealt_schedule, held_by_rank
from hwpipe.joint.dealing import deal, dealt_seconds
from hwpipe.schedule import make_schedule, simulate
from hwpipe.schedule.model import PipelineTimes

TRAINING = ("1f1b-as", "1f1b-sno", "1f1b-so", "fbp-as", "gpipe")


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([1.0, 1.5, 2.0, 3.0, 7.0]), min_size=1, max_size=3),
       st.integers(1, 7))  # fmt: skip
def test_no_dealing_finishes_sooner(seconds, microbatches):
    owners = deal(seconds, microbatches)
    loads = [owners.count(i) * t for i, t in enumerate(seconds)]
    best = min(
        max(choice.count(i) * t for i, t in enumerate(seconds))
        for choice in itertools.product(range(len(seconds)), repeat=microbatches)
    )
    assert max(loads) == best
    kinds = sorted(set(seconds))
    table = np.array(kinds)[:, None]
    counts = [seconds.count(t) for t in kinds]
    assert dealt_seconds(table, counts, microbatches)[0] == best


def test_twice_as_fast_takes_two_of_three():
    assert deal([1.0, 2.0], 6) == (0, 0, 1, 0, 0, 1)
    assert deal([5.0, 5.0, 5.0], 5) == (0, 1, 2, 0, 1)


def test_replicas_without_work_take_everything():
    assert deal([0.0, 1.0], 3) == (0, 0, 0)


@pytest.mark.parametrize("name", TRAINING)
@pytest.mark.parametrize("replicas", [(1, 1), (2, 1), (1, 3, 2), (2, 3), (4, 1, 2)])
@pytest.mark.parametrize("microbatches", [1, 3, 8])
def test_window_rule_in_turn_gives_the_known_lists(name, replicas, microbatches, monkeypatch):
    """Sorted by place the lists of equal replicas are those of `make_schedule`."""
    known = make_schedule(
        name, stages=len(replicas), microbatches=microbatches, replicas=list(replicas)
    )
    owners = [[k % m for k in range(microbatches)] for m in replicas]
    # A dealing that is in turn is recognised; a marker beside it forces the general way.
    forced = [[*row, -1] for row in owners]
    made = dealt_schedule(name, forced, replicas, microbatches)
    assert made is not known
    assert made.ranks == known.ranks
    assert dealt_schedule(name, owners, replicas, microbatches).ranks == known.ranks


@settings(max_examples=120, deadline=None)
@given(st.data())
def test_any_dealing_runs_and_holds_what_is_counted(data):
    name = data.draw(st.sampled_from([*TRAINING, "pipeline"]))
    replicas = data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=4))
    microbatches = data.draw(st.integers(1, 9))
    owners = [
        [data.draw(st.integers(0, m - 1)) for _ in range(microbatches)] for m in replicas
    ]  # fmt: skip
    schedule = dealt_schedule(name, owners, replicas, microbatches)
    stages = len(replicas)
    times = PipelineTimes.uniform(
        stages, forward_s=1.0, backward_s=2.0, transfer_s=0.5, latency_only=False,
        overlap=data.draw(st.booleans()),
    )  # fmt: skip
    timeline = simulate(schedule, times)  # raises on deadlock
    if name == "pipeline":
        return
    rank = 0
    for stage, count in enumerate(replicas):
        for replica in range(count):
            own = [k for k, owner in enumerate(owners[stage]) if owner == replica]
            held = held_by_rank(name, own, sum(replicas[stage + 1 :]), count, microbatches)
            assert timeline.peak_in_flight[rank] <= held
            rank += 1
