"""What is refused, by the whole text of the message."""

import dataclasses
import math
import re

import pytest

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.schedule import (
    SCHEDULES,
    Action,
    PipelineTimes,
    Schedule,
    Skip,
    make_schedule,
    makespan,
    simulate,
    validate,
)

FIX = "correct the action list or use make_schedule"


def hand_made(*ranks, microbatches=2, training=True, **changes):
    """One rank a stage from text such as "F0 BW0"; `s1:F0` overrides the stage."""
    lists = []
    for stage, words in enumerate(ranks):
        actions = []
        for word in words.split():
            own = stage
            if ":" in word:
                prefix, word = word.split(":")
                own = int(prefix[1:])
            kind, micro = re.fullmatch(r"([A-Z]+)(-?\d+)?", word).groups()
            actions.append(Action(kind, own, int(micro) if micro else -1))
        lists.append(tuple(actions))
    schedule = Schedule(
        name="mine",
        stages=len(ranks),
        microbatches=microbatches,
        ranks=tuple(lists),
        rank_stage=tuple((s,) for s in range(len(ranks))),
        replicas=(1,) * len(ranks),
        training=training,
    )
    return dataclasses.replace(schedule, **changes)


def refuses(message, schedule, times=None, error=InputError):
    with pytest.raises(error, match=f"^{re.escape(message)}$"):
        validate(schedule, times)


@pytest.mark.parametrize("name", SCHEDULES)
def test_named_schedules_are_sound(name):
    validate(make_schedule(name, stages=3, microbatches=5))
    validate(
        make_schedule(name, stages=3, microbatches=5, replicas=[2, 1, 3]),
        PipelineTimes.uniform(3, forward_s=1, backward_s=1, transfer_s=1, overlap=False),
    )


@pytest.mark.parametrize(
    ("ranks", "complaint"),
    [
        (
            ("F0 BW0", "F0 F1 BW0 BW1"),
            "no F of micro-batch 1 on stage 0 (limit: once an iteration)",
        ),
        (
            ("F0 F1 BW0", "F0 F1 BW0 BW1"),
            "no B or BW of micro-batch 1 on stage 0 (limit: once an iteration)",
        ),
        (
            ("F0 F1 F0 BW0 BW1", "F0 F1 BW0 BW1"),
            "F of micro-batch 0 on stage 0 is listed twice (limit: once an iteration)",
        ),
        (
            ("BW0 F0 F1 BW1", "F0 F1 BW0 BW1"),
            "rank 0: BW of micro-batch 0 on stage 0 has no F of micro-batch 0 on stage 0 before "
            "it (limit: each step after the one that it needs)",
        ),
        (
            ("F0 F1 B0 W0 BW1", "F0 F1 BW0 BW1 W1"),
            "no B (instead of BW) for the W of micro-batch 1 on stage 1 (limit: once an iteration)",
        ),
        (
            ("F0 F1 B0 BW1", "F0 F1 BW0 BW1"),
            "no W for the B of micro-batch 0 on stage 0 (limit: once an iteration)",
        ),
        (
            ("F0 F1 W0 B0 BW1", "F0 F1 BW0 BW1"),
            "rank 0: W of micro-batch 0 on stage 0 has no B of micro-batch 0 on stage 0 before "
            "it (limit: each step after the one that it needs)",
        ),
        (
            ("F0 F2 BW0 BW1", "F0 F1 BW0 BW1"),
            "rank 0, action 1: F of micro-batch 2 on stage 0 (limit: micro-batches 0 to 1)",
        ),
        (
            ("F0 F1 BW0 BW1", "F0 F1 BW0 s7:BW1"),
            "rank 1, action 3: BW of micro-batch 1 on stage 7 (limit: stages 0 to 1)",
        ),
        (
            ("F0 F1 BW0 BW1", "F0 s0:F1 BW0 BW1"),
            "rank 1, action 1: F of micro-batch 1 on stage 0 "
            "(limit: actions of the stages that the rank holds)",
        ),
        (
            ("F0 F1 SWAP0 BW0 BW1", "F0 F1 BW0 BW1"),
            "rank 0, action 2: SWAP of micro-batch 0 on stage 0 "
            "(limit: kinds F, B, W, BW, SEND, RECV, UPDATE, REDUCE, RECOMPUTE)",
        ),
    ],
)
def test_malformed_lists(ranks, complaint):
    refuses(f"schedule mine: {complaint}; {FIX}", hand_made(*ranks))


def test_malformed_frames():
    refuses(
        f"schedule mine: backward steps in an inference schedule (limit: forwards only); {FIX}",
        hand_made("F0 F1 BW0 BW1", training=False),
    )
    refuses(
        f"schedule mine: 0 stages and 2 micro-batches (limit: at least 1 of each); {FIX}",
        hand_made(),
    )
    refuses(
        f"schedule mine: rank 1 holds stage 2 (limit: stages 0 to 1); {FIX}",
        hand_made("F0 F1", "F0 F1", training=False, rank_stage=((0,), (2,))),
    )
    refuses(
        "schedule mine: 2 action lists, 1 rank_stage entries and 2 replica counts "
        f"(limit: one rank_stage entry a rank and 2 replica counts); {FIX}",
        hand_made("F0 F1", "F0 F1", training=False, rank_stage=((0,),)),
    )


def test_a_deadlock_is_named_and_does_not_hang():
    schedule = hand_made("F0 BW0 F1 BW1", "F0 F1 BW0 BW1")
    message = (
        "schedule mine: deadlock: rank 0 waits at BW of micro-batch 0 on stage 0 for BW of "
        "micro-batch 0 on stage 1, rank 1 waits at F of micro-batch 1 on stage 1 for F of "
        "micro-batch 1 on stage 0 (limit: every step finds its inputs in program order); "
        "reorder these actions"
    )
    refuses(message, schedule)
    for times in (
        PipelineTimes.uniform(2, forward_s=1, backward_s=1),
        PipelineTimes.uniform(2, forward_s=1, backward_s=1, transfer_s=1, overlap=False),
    ):
        for run in (simulate, makespan):
            with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
                run(schedule, times)


def test_a_deadlock_over_a_collective_names_the_replica():
    schedule = Schedule(
        name="mine",
        stages=2,
        microbatches=2,
        ranks=(
            (Action("F", 0, 0), Action("BW", 0, 0), Action("REDUCE", 0)),
            (Action("F", 0, 1), Action("REDUCE", 0), Action("BW", 0, 1)),
            (Action("F", 1, 0), Action("F", 1, 1), Action("BW", 1, 1), Action("BW", 1, 0)),
        ),
        rank_stage=((0,), (0,), (1,)),
        replicas=(2, 1),
        training=True,
    )
    validate(schedule)  # a REDUCE too early is odd but ends
    early = dataclasses.replace(
        schedule,
        ranks=(
            (Action("REDUCE", 0), Action("F", 0, 0), Action("BW", 0, 0)),
            (Action("F", 0, 1), Action("BW", 0, 1), Action("REDUCE", 0)),
            (Action("F", 1, 0), Action("F", 1, 1), Action("BW", 1, 0), Action("BW", 1, 1)),
        ),
    )
    refuses(
        "schedule mine: deadlock: rank 0 waits at REDUCE on stage 0 for rank 1, rank 1 waits at "
        "BW of micro-batch 1 on stage 0 for BW of micro-batch 1 on stage 1, rank 2 waits at F of "
        "micro-batch 0 on stage 1 for F of micro-batch 0 on stage 0 (limit: every step finds its "
        "inputs in program order); reorder these actions",
        early,
    )


def test_memory_limit_names_stage_bytes_and_limit():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, backward_s=1),
        weight_bytes=(1000.0, 1000.0, 1000.0),
        activation_bytes=(500.0, 500.0, 500.0),
        memory_bytes=(2500.0, 1999.0, math.inf),
    )
    refuses(
        "schedule 1f1b-as, rank 1: stage 1 needs 2 kB (2000 bytes) with 2 micro-batches in flight "
        "(limit: 2 kB (1999 bytes) of device memory); use smaller micro-batches, a schedule with "
        "fewer in flight, or more stages",
        make_schedule("1f1b-as", stages=3, microbatches=8),
        times,
        InfeasibleError,
    )
    roomy = dataclasses.replace(times, memory_bytes=(2500.0, 2000.0, 1500.0))
    validate(make_schedule("1f1b-as", stages=3, microbatches=8), roomy)


BASE = PipelineTimes.uniform(3, forward_s=1, backward_s=1, transfer_s=1)


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"forward_s": (1, 1)}, "forward_s has 2 entries (limit: one for each stage, 3 in all)"),
        (
            {"send_backward_s": (1, 1, 1)},
            "send_backward_s has 3 entries (limit: one for each boundary, 2 in all)",
        ),
        ({"update_s": (1,)}, "update_s has 1 entries (limit: one for each stage, 3 in all)"),
        (
            {"link_names": ("a",)},
            "link_names has 1 entries (limit: one for each boundary, 2 in all)",
        ),
        (
            {"forward_s": (1, -2.5, 1)},
            "forward_s of stage 1 is -2.5 (limit: at least 0 and finite)",
        ),
        (
            {"backward_input_s": (1, 1, math.nan)},
            "backward_input_s of stage 2 is nan (limit: at least 0 and finite)",
        ),
        (
            {"send_forward_s": (math.inf, 1)},
            "send_forward_s of boundary 0 is inf (limit: at least 0 and finite)",
        ),
        (
            {"memory_bytes": (math.inf, -1, 5)},
            "memory_bytes of stage 1 is -1 (limit: at least 0)",
        ),
        (
            {"latency_forward_s": (1, 2)},
            "latency_forward_s of boundary 1 is 2 (limit: at most send_forward_s = 1)",
        ),
        ({"link_lanes": (1, 0)}, "link_lanes of boundary 1 is 0 (limit: at least 1)"),
        (
            {"skips": (Skip(0, 1, 1.0),)},
            "skip from stage 0 to stage 1 (limit: past a neighbour and forward, stages 0 to 2)",
        ),
        (
            {"skips": (Skip(0, 2, 1.0, latency_forward_s=2.0),)},
            "skip from stage 0 to stage 2: send_forward_s 1 with latency_forward_s 2 "
            "(limit: 0 <= latency <= send, finite)",
        ),
        (
            {"skips": (Skip(0, 2, 1.0, size_bytes=-1.0),)},
            "skip from stage 0 to stage 2: size_bytes -1 (limit: at least 0 and finite)",
        ),
    ],
)
def test_times_that_do_not_fit(changes, complaint):
    message = f"pipeline times: {complaint}; correct the times"
    times = dataclasses.replace(BASE, **changes)
    for run in (simulate, makespan, validate):
        with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
            run(make_schedule("1f1b-as", stages=3, microbatches=4), times)


def test_uniform_times_need_a_stage():
    with pytest.raises(InputError, match=r"^0 stages \(limit: at least 1\); give 1 or more$"):
        PipelineTimes.uniform(0, forward_s=1)
