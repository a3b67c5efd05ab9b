"""Runs small enough to work out by hand: links, overlap, skips, replicas, explicit transfers."""

import dataclasses
import math
import pickle

import pytest

from hwpipe.errors import InputError
from hwpipe.schedule import (
    Action,
    Event,
    PipelineTimes,
    Schedule,
    Skip,
    make_schedule,
    makespan,
    simulate,
)


def spans(timeline, track):
    return [
        (e.kind, e.micro_batch, e.start_s, e.end_s) for e in timeline.events if e.track == track
    ]


def starts(timeline, track):
    return [e.start_s for e in timeline.events if e.track == track]


def test_an_overlapped_link_is_a_queue_of_its_own():
    # F = 1 on both stages; a transfer takes 3, so the link is the bottleneck.
    times = PipelineTimes.uniform(2, forward_s=1, transfer_s=3, latency_only=False)
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=3), times)
    assert starts(timeline, "rank 0") == [0, 1, 2]
    assert spans(timeline, "link 0>1") == [
        ("SEND", 0, 1, 4), ("SEND", 1, 4, 7), ("SEND", 2, 7, 10),
    ]  # fmt: skip
    assert starts(timeline, "rank 1") == [4, 7, 10]
    assert timeline.makespan_s == 11
    assert timeline.link_busy_s == {"link 0>1": 9}
    assert timeline.rank_busy_s == (3, 3)
    assert timeline.rank_span_s == (3, 7)
    assert timeline.rank_stages == ((0,), (1,))


def test_latency_is_flight_and_leaves_the_link_free():
    times = dataclasses.replace(
        PipelineTimes.uniform(2, forward_s=1, transfer_s=3, latency_only=False),
        latency_forward_s=(2.5,),
    )
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=3), times)
    assert spans(timeline, "link 0>1") == [
        ("SEND", 0, 1, 1.5), ("SEND", 1, 2, 2.5), ("SEND", 2, 3, 3.5),
    ]  # fmt: skip
    assert starts(timeline, "rank 1") == [4, 5, 6]


def test_a_blocking_copy_holds_both_ends():
    times = PipelineTimes.uniform(2, forward_s=2, transfer_s=1, overlap=False)
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=3), times)
    # Period = receive 1 + compute 2 on stage 1, compute 2 + send 1 on stage 0.
    assert spans(timeline, "rank 0") == [
        ("F", 0, 0, 2), ("SEND", 0, 2, 3), ("F", 1, 3, 5), ("SEND", 1, 5, 6),
        ("F", 2, 6, 8), ("SEND", 2, 8, 9),
    ]  # fmt: skip
    assert spans(timeline, "rank 1") == [
        ("RECV", 0, 2, 3), ("F", 0, 3, 5), ("RECV", 1, 5, 6), ("F", 1, 6, 8),
        ("RECV", 2, 8, 9), ("F", 2, 9, 11),
    ]  # fmt: skip
    assert timeline.makespan_s == 11
    assert timeline.rank_busy_s == (6, 6)


def test_a_blocking_sender_waits_for_a_busy_receiver():
    times = dataclasses.replace(
        PipelineTimes.uniform(2, forward_s=1, transfer_s=1, overlap=False), forward_s=(1.0, 5.0)
    )
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=3), times)
    assert spans(timeline, "link 0>1") == [
        ("SEND", 0, 1, 2), ("SEND", 1, 7, 8), ("SEND", 2, 13, 14),
    ]  # fmt: skip
    assert starts(timeline, "rank 0")[::2] == [0, 2, 8]  # F2 only after F1 was taken over
    assert timeline.makespan_s == 19


def test_boundaries_with_one_link_name_share_it_in_order_of_request():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, transfer_s=2, latency_only=False),
        link_names=("bus", "bus"),
    )
    timeline = simulate(make_schedule("pipeline", stages=3, microbatches=2), times)
    # Requests: 0>1 at 1 and 2; 1>2 at 4 (after F0 of stage 1 ends) and later.
    events = [e for e in timeline.events if e.track == "link bus forward"]
    assert [(e.stage, e.micro_batch, e.start_s, e.end_s) for e in events] == [
        (0, 0, 1, 3), (0, 1, 3, 5), (1, 0, 5, 7), (1, 1, 7, 9),
    ]  # fmt: skip
    assert timeline.makespan_s == 10
    alone = dataclasses.replace(times, link_names=("a", "b"))
    timeline = simulate(make_schedule("pipeline", stages=3, microbatches=2), alone)
    assert set(timeline.link_busy_s) == {"link 0>1", "link 1>2"}
    assert timeline.makespan_s == 9


def test_the_two_directions_of_a_link_do_not_compete():
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=1, transfer_s=4, latency_only=False)
    timeline = simulate(make_schedule("1f1b-as", stages=2, microbatches=2), times)
    forward, backward = spans(timeline, "link 0>1"), spans(timeline, "link 1>0")
    assert forward == [("SEND", 0, 1, 5), ("SEND", 1, 5, 9)]
    assert backward == [("SEND", 0, 7, 11), ("SEND", 1, 11, 15)]  # 7 to 9 both at once


def test_replicas_share_the_work_and_reduce_together():
    times = dataclasses.replace(
        PipelineTimes.uniform(2, forward_s=1, backward_s=1),
        forward_s=(2.0, 1.0),
        backward_input_s=(2.0, 1.0),
        reduce_s=(3.0, 0.0),
        update_s=(0.5, 0.25),
    )
    timeline = simulate(make_schedule("1f1b-as", stages=2, microbatches=4, replicas=[2, 1]), times)
    one = [(k, m, s) for k, m, s, _ in spans(timeline, "rank 0")]
    two = [(k, m, s) for k, m, s, _ in spans(timeline, "rank 1")]
    assert [x for x in one if x[0] == "F"] == [("F", 0, 0), ("F", 2, 2)]
    assert [x for x in two if x[0] == "F"] == [("F", 1, 0), ("F", 3, 2)]
    # Stage 1: F0 2-3, B0 3-4, F1 4-5, B1 5-6, F2 6-7, B2 7-8, F3 8-9, B3 9-10.
    assert [x for x in one if x[0] == "BW"] == [("BW", 0, 4), ("BW", 2, 8)]
    assert [x for x in two if x[0] == "BW"] == [("BW", 1, 6), ("BW", 3, 10)]
    assert one[-2:] == [("REDUCE", -1, 12), ("UPDATE", -1, 15)]
    assert two[-2:] == [("REDUCE", -1, 12), ("UPDATE", -1, 15)]
    assert timeline.makespan_s == 15.5
    assert set(timeline.link_busy_s) == {"link 0>1", "link 1>0"}


def test_a_boundary_between_replicas_has_a_lane_for_each_pair():
    times = PipelineTimes.uniform(2, forward_s=2, transfer_s=2, latency_only=False)
    schedule = make_schedule("pipeline", stages=2, microbatches=4, replicas=[2, 3])
    timeline = simulate(schedule, times)
    assert starts(timeline, "link 0>1 lane 0") == [2, 4]
    assert starts(timeline, "link 0>1 lane 1") == [2, 4]
    assert timeline.makespan_s == 8
    single = dataclasses.replace(times, link_lanes=(1,))
    timeline = simulate(schedule, single)
    assert starts(timeline, "link 0>1") == [2, 4, 6, 8]
    assert timeline.makespan_s == 12


def test_a_skip_delays_its_reader_forward_and_its_sender_backward():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, backward_s=1),
        skips=(Skip(0, 2, send_forward_s=5, send_backward_s=7),),
    )
    timeline = simulate(make_schedule("1f1b-as", stages=3, microbatches=1), times)
    # F0 0-1; skip 1-6; F of stage 2 at 6 instead of 2; B of stage 2 7-8; its gradient 8-15.
    assert spans(timeline, "rank 2")[:2] == [("F", 0, 6, 7), ("BW", 0, 7, 8)]
    assert spans(timeline, "rank 1")[1] == ("BW", 0, 8, 9)
    assert spans(timeline, "link 0>2 skip 0") == [("SEND", 0, 1, 6)]
    assert spans(timeline, "link 2>0 skip 0") == [("SEND", 0, 8, 15)]
    assert spans(timeline, "rank 0")[1] == ("BW", 0, 15, 16)


def test_a_skip_may_ride_on_a_shared_link():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, transfer_s=1, latency_only=False),
        link_names=("a", "b"),
        skips=(Skip(0, 2, send_forward_s=5, link_name="a"),),
    )
    timeline = simulate(make_schedule("pipeline", stages=3, microbatches=1), times)
    # Both are asked for at 1; the boundary is declared first.
    assert [e[2:] for e in spans(timeline, "link a forward")] == [(1, 2), (2, 7)]
    assert timeline.makespan_s == 8


def test_weight_gradients_hold_up_nobody():
    schedule = Schedule(
        name="split",
        stages=2,
        microbatches=1,
        ranks=(
            (Action("F", 0, 0), Action("B", 0, 0), Action("W", 0, 0)),
            (Action("F", 1, 0), Action("B", 1, 0), Action("W", 1, 0)),
        ),
        rank_stage=((0,), (1,)),
        replicas=(1, 1),
        training=True,
    )
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=1, weight_s=4)
    timeline = simulate(schedule, times)
    assert spans(timeline, "rank 1") == [("F", 0, 1, 2), ("B", 0, 2, 3), ("W", 0, 3, 7)]
    assert spans(timeline, "rank 0") == [("F", 0, 0, 1), ("B", 0, 3, 4), ("W", 0, 4, 8)]
    assert makespan(make_schedule("1f1b-as", stages=2, microbatches=1), times) == 12


def explicit(first, second):
    return Schedule(
        name="explicit",
        stages=2,
        microbatches=2,
        ranks=(tuple(first), tuple(second)),
        rank_stage=((0,), (1,)),
        replicas=(1, 1),
        training=False,
    )


def test_explicit_sends_and_receives_say_when():
    f, send, recv = (
        lambda s, k: Action("F", s, k),
        lambda k: Action("SEND", 0, k, peer=1),
        lambda k: Action("RECV", 1, k, peer=0),
    )
    times = PipelineTimes.uniform(2, forward_s=1, transfer_s=2, latency_only=False)
    late = explicit(
        [f(0, 0), f(0, 1), send(0), send(1)], [recv(0), f(1, 0), recv(1), f(1, 1)]
    )  # the first tensor leaves only after the second forward
    timeline = simulate(late, times)
    assert starts(timeline, "link 0>1") == [2, 4]
    assert timeline.makespan_s == 7
    eager = explicit([f(0, 0), send(0), f(0, 1), send(1)], [recv(0), f(1, 0), recv(1), f(1, 1)])
    assert simulate(eager, times).makespan_s == 6
    assert makespan(make_schedule("pipeline", stages=2, microbatches=2), times) == 6
    both_first = explicit(
        [f(0, 0), send(0), f(0, 1), send(1)], [recv(0), recv(1), f(1, 0), f(1, 1)]
    )  # a receive waits on the rank, so F0 starts after the second tensor too
    assert simulate(both_first, times).makespan_s == 7


@pytest.mark.parametrize(
    ("first", "second", "complaint"),
    [
        ([("SEND", 0, 0, 1)], [], r"SEND of micro-batch 0 on stage 0 \(peer 1\) has no RECV"),
        ([], [("RECV", 1, 0, 0)], r"RECV of micro-batch 0 on stage 1 \(peer 0\) has no SEND"),
        ([("SEND", 0, 0, 4)], [], r"SEND of micro-batch 0 on stage 0 \(peer 4\) \(limit: a peer"),
        (
            [("SEND", 0, 0, 1), ("SEND", 0, 0, 1)], [("RECV", 1, 0, 0)],
            r"SEND of micro-batch 0 on stage 0 \(peer 1\) is listed twice",
        ),
    ],
)  # fmt: skip
def test_explicit_transfers_without_a_partner(first, second, complaint):
    compute = [[Action("F", s, k) for k in range(2)] for s in range(2)]
    schedule = explicit(
        compute[0] + [Action(*a) for a in first], [Action(*a) for a in second] + compute[1]
    )
    with pytest.raises(InputError, match=complaint):
        makespan(schedule, PipelineTimes.uniform(2, forward_s=1))


def test_fbp_runs_both_halves_at_once():
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=3)
    timeline = simulate(make_schedule("fbp-as", stages=2, microbatches=3), times)
    assert starts(timeline, "rank 1 forward") == [4, 8, 12]
    assert [s for k, _, s, _ in spans(timeline, "rank 1 backward") if k == "BW"] == [8, 12, 16]
    assert timeline.rank_busy_s == (12, 12)  # half a device each, 24 s in all
    assert timeline.makespan_s == (3 + 2 * 2 - 1) * 4


def test_unequal_stages_do_not_run_ahead_of_the_fbp_warm_up():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, backward_s=1), forward_s=(0.1, 1.0, 5.0)
    )
    timeline = simulate(make_schedule("fbp-as", stages=3, microbatches=20), times)
    assert timeline.peak_in_flight == (6, 4, 2)


def test_events_are_built_on_demand_and_survive_pickling():
    times = PipelineTimes.uniform(2, forward_s=1, backward_s=1)
    timeline = simulate(make_schedule("1f1b-as", stages=2, microbatches=2), times)
    again = simulate(make_schedule("1f1b-as", stages=2, microbatches=2), times)
    assert timeline == again
    assert pickle.loads(pickle.dumps(timeline)) == timeline
    assert timeline.events[0] == Event("link 0>1", "SEND", 0, 0, 1.0, 1.0)
    assert timeline.events[-1].track == "rank 1"
    assert len(timeline.events[:3]) == 3
    assert timeline.events != timeline.events[1:]


def test_a_stage_without_work_is_allowed():
    times = dataclasses.replace(
        PipelineTimes.uniform(3, forward_s=1, backward_s=2), forward_s=(1.0, 0.0, 1.0),
        backward_input_s=(2.0, 0.0, 2.0),
    )  # fmt: skip
    timeline = simulate(make_schedule("1f1b-as", stages=3, microbatches=6), times)
    assert timeline.makespan_s == pytest.approx(7 * 3)
    assert math.isfinite(timeline.rank_span_s[1])
