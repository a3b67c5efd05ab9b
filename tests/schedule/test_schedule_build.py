"""Action lists by name: orders, replicas, versions, and what is refused."""

import pickle
import re

import numpy as np
import pytest

from hwpipe.errors import InputError
from hwpipe.schedule import SCHEDULES, make_schedule, simulate, warmup_forwards
from hwpipe.schedule.memory import live_versions
from hwpipe.schedule.model import PipelineTimes
from hwpipe.schedule.program import compile_schedule


def text(actions):
    short = {"BW": "B", "UPDATE": "U", "REDUCE": "R"}
    return " ".join(
        short.get(a.kind, a.kind) + (str(a.micro_batch) if a.micro_batch >= 0 else "")
        for a in actions
    )


def test_1f1b_warms_up_with_n_minus_i_plus_1_forwards():
    schedule = make_schedule("1f1b-sno", stages=3, microbatches=5)
    assert [text(actions) for actions in schedule.ranks] == [
        "F0 F1 F2 B0 F3 B1 F4 B2 B3 B4 U",
        "F0 F1 B0 F2 B1 F3 B2 F4 B3 B4 U",
        "F0 B0 F1 B1 F2 B2 F3 B3 F4 B4 U",
    ]
    assert schedule.rank_stage == ((0,), (1,), (2,))
    assert schedule.training
    assert not schedule.split_engine
    assert make_schedule("1f1b-as", stages=3, microbatches=5).ranks == schedule.ranks


def test_so_doubles_the_warm_up():
    schedule = make_schedule("1f1b-so", stages=3, microbatches=6)
    assert [text(actions) for actions in schedule.ranks] == [
        "F0 F1 F2 F3 F4 B0 F5 B1 B2 B3 B4 B5 U",
        "F0 F1 F2 B0 F3 B1 F4 B2 F5 B3 B4 B5 U",
        "F0 B0 F1 B1 F2 B2 F3 B3 F4 B4 F5 B5 U",
    ]


def test_fbp_lists_forwards_behind_the_backward_whose_memory_they_take():
    schedule = make_schedule("fbp-as", stages=2, microbatches=5)
    assert [text(actions) for actions in schedule.ranks] == [
        "F0 F1 F2 F3 B0 F4 B1 B2 B3 B4 U",
        "F0 F1 B0 F2 B1 F3 B2 F4 B3 B4 U",
    ]
    assert schedule.split_engine


def test_gpipe_and_pipeline():
    assert text(make_schedule("gpipe", stages=2, microbatches=3).ranks[0]) == (
        "F0 F1 F2 B0 B1 B2 U"
    )
    schedule = make_schedule("pipeline", stages=2, microbatches=3)
    assert [text(actions) for actions in schedule.ranks] == ["F0 F1 F2", "F0 F1 F2"]
    assert not schedule.training


def test_replicas_take_micro_batches_in_turn():
    schedule = make_schedule("1f1b-as", stages=2, microbatches=7, replicas=[3, 1])
    assert schedule.rank_stage == ((0,), (0,), (0,), (1,))
    assert schedule.replicas == (3, 1)
    assert [text(actions) for actions in schedule.ranks] == [
        "F0 F3 B0 F6 B3 B6 R U",
        "F1 F4 B1 B4 R U",
        "F2 F5 B2 B5 R U",
        "F0 B0 F1 B1 F2 B2 F3 B3 F4 B4 F5 B5 F6 B6 U",
    ]


def test_warm_up_covers_the_ranks_that_follow():
    assert warmup_forwards("1f1b-as", stages=4, microbatches=99) == (4, 3, 2, 1)
    assert warmup_forwards("1f1b-so", stages=4, microbatches=99) == (7, 5, 3, 1)
    assert warmup_forwards("fbp-as", stages=4, microbatches=99) == (8, 6, 4, 2)
    assert warmup_forwards("1f1b-so", stages=4, microbatches=4) == (4, 4, 3, 1)
    # PipeDream 3-1: NOAM = 4 workers / 3 in the input stage, rounded up = 2 each.
    assert warmup_forwards("pipedream", stages=2, microbatches=99, replicas=[3, 1]) == (2, 1)
    assert warmup_forwards("1f1b-as", stages=3, microbatches=99, replicas=[1, 4, 2]) == (7, 2, 1)


def test_pipedream_keeps_the_version_of_the_forward_for_the_backward():
    schedule = make_schedule("pipedream", stages=3, microbatches=6)
    assert text(schedule.ranks[1]) == ("F0 F1 B0 U0 F2 B1 U1 F3 B2 U2 F4 B3 U3 F5 B4 U4 B5 U5")
    for actions in schedule.ranks:
        forward = {a.micro_batch: a.version for a in actions if a.kind == "F"}
        assert all(a.version == forward[a.micro_batch] for a in actions if a.kind == "BW")
    # w(t+1) = w(t) - grad f(w(t-n+1)): the last stage uses the newest version, the first one
    # that is n-1 updates behind.
    last = {a.micro_batch: a.version for a in schedule.ranks[2] if a.kind == "F"}
    first = {a.micro_batch: a.version for a in schedule.ranks[0] if a.kind == "F"}
    assert last == {k: k for k in range(6)}
    assert first == {0: 0, 1: 0, 2: 0, 3: 1, 4: 2, 5: 3}


def test_pipedream_holds_n_minus_s_plus_1_weight_versions():
    schedule = make_schedule("pipedream", stages=4, microbatches=12)
    versions = live_versions(compile_schedule(schedule))
    assert [versions[s, s] for s in range(4)] == [4, 3, 2, 1]
    flushed = live_versions(compile_schedule(make_schedule("1f1b-as", stages=4, microbatches=12)))
    assert set(flushed.values()) == {1}


def test_pipedream_reduces_once_a_round():
    schedule = make_schedule("pipedream", stages=2, microbatches=5, replicas=[2, 1])
    assert text(schedule.ranks[0]) == "F0 F2 B0 R0 U0 F4 B2 R1 U1 B4 R2 U2"
    assert text(schedule.ranks[1]) == "F1 F3 B1 R0 U0 B3 R1 U1"


def test_counts_may_be_numpy_integers():
    wanted = make_schedule("1f1b-as", stages=2, microbatches=4, replicas=[2, 1])
    counts = np.array([2, 1])
    got = make_schedule("1f1b-as", stages=np.int64(2), microbatches=np.int32(4), replicas=counts)
    assert got == wanted
    assert type(got.microbatches) is int


def test_every_listed_schedule_can_be_built_and_run():
    assert list(SCHEDULES) == [
        "pipeline", "1f1b-as", "fbp-as", "1f1b-sno", "1f1b-so", "gpipe", "pipedream",
    ]  # fmt: skip
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=1)
    for name, info in SCHEDULES.items():
        schedule = make_schedule(name, stages=2, microbatches=2)
        assert schedule.training == info.training
        assert info.name == name
        assert simulate(schedule, times).makespan_s > 0


def test_a_used_schedule_pickles_to_an_equal_one_without_its_compiled_form():
    schedule = make_schedule("1f1b-as", stages=8, microbatches=50)
    fresh = len(pickle.dumps(schedule))
    compile_schedule(schedule)
    data = pickle.dumps(schedule)
    assert len(data) == fresh
    assert pickle.loads(data) == schedule


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ("1f1b-aso", 2, 2, None),
            "unknown schedule '1f1b-aso' (limit: one of pipeline, 1f1b-as, fbp-as, 1f1b-sno, "
            "1f1b-so, gpipe, pipedream); did you mean 1f1b-so or 1f1b-as?",
        ),
        (
            ("zzz", 2, 2, None),
            "unknown schedule 'zzz' (limit: one of pipeline, 1f1b-as, fbp-as, 1f1b-sno, "
            "1f1b-so, gpipe, pipedream); choose one of these",
        ),
        (
            ("gpipe", 0, 2, None),
            "schedule gpipe: 0 stages (limit: a whole number of at least 1); give 1 or more stages",
        ),
        (
            ("gpipe", 2, -3, None),
            "schedule gpipe: -3 micro-batches (limit: a whole number of at least 1); "
            "give 1 or more micro-batches",
        ),
        (
            ("gpipe", 2, 1.5, None),
            "schedule gpipe: 1.5 micro-batches (limit: a whole number of at least 1); "
            "give 1 or more micro-batches",
        ),
        (
            ("1f1b-as", 3, 4, [1, 2]),
            "schedule 1f1b-as: replicas given for 2 stages (limit: one number for each of the "
            "3 stages); give a replica count for every stage",
        ),
        (
            ("1f1b-as", 2, 4, [1, 0]),
            "schedule 1f1b-as: 0 replicas of stage 1 (limit: a whole number of at least 1); "
            "use 1 for a stage on one device",
        ),
    ],
)
def test_refused_arguments_are_named(arguments, message):
    name, stages, microbatches, replicas = arguments
    with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
        make_schedule(name, stages=stages, microbatches=microbatches, replicas=replicas)
