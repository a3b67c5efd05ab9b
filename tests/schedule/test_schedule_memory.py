"""Memory over time against counts made by hand."""

import dataclasses

import pytest

from hwpipe.schedule import Action, PipelineTimes, Schedule, Skip, make_schedule, simulate


def sized(stages, *, weights=100.0, activations=10.0, workspace=0.0, **times):
    return dataclasses.replace(
        PipelineTimes.uniform(stages, **times),
        weight_bytes=(weights,) * stages,
        activation_bytes=(activations,) * stages,
        workspace_bytes=(workspace,) * stages,
    )


def test_training_holds_from_forward_to_backward():
    times = sized(2, workspace=3.0, forward_s=1, backward_s=1)
    timeline = simulate(make_schedule("1f1b-as", stages=2, microbatches=3), times)
    # Rank 0: F0 0-1, F1 1-2, BW0 3-4, F2 4-5, BW1 5-6, BW2 7-8.
    assert timeline.memory_steps[0] == (
        (0, 113), (1, 123), (2, 120), (3, 123), (6, 110), (7, 113), (8, 100),
    )  # fmt: skip
    assert timeline.peak_memory_bytes == (123, 113)
    assert timeline.peak_in_flight == (2, 1)
    # Rank 1 first works at 1.
    assert timeline.memory_steps[1][:2] == ((0, 100), (1, 113))


@pytest.mark.parametrize(
    ("name", "in_flight"),
    [
        ("1f1b-as", (4, 3, 2, 1)),
        ("1f1b-sno", (4, 3, 2, 1)),
        ("1f1b-so", (7, 5, 3, 1)),
        ("fbp-as", (8, 6, 4, 2)),
        ("gpipe", (12, 12, 12, 12)),
    ],
)
def test_peaks_are_weights_plus_in_flight_plus_workspace(name, in_flight):
    times = sized(4, workspace=7.0, forward_s=1, backward_s=2)
    timeline = simulate(make_schedule(name, stages=4, microbatches=12), times)
    assert timeline.peak_in_flight == in_flight
    halves = 2 if name == "fbp-as" else 1  # both halves of a split engine need workspace
    assert timeline.peak_memory_bytes == tuple(100 + 10 * k + 7 * halves for k in in_flight)
    assert all(steps[-1][1] == 100 for steps in timeline.memory_steps)


@pytest.mark.parametrize(("forward_s", "backward_s"), [(0, 0), (0, 1), (1, 0)])
def test_steps_of_no_duration_count_in_program_order(forward_s, backward_s):
    times = sized(3, workspace=4.0, forward_s=forward_s, backward_s=backward_s)
    timeline = simulate(make_schedule("1f1b-as", stages=3, microbatches=9), times)
    assert timeline.peak_in_flight == (3, 2, 1)
    assert timeline.peak_memory_bytes == (134, 124, 114)
    assert timeline.memory_steps[0][-1][1] == 100


def test_a_split_engine_without_duration_holds_one_at_least():
    times = sized(1, forward_s=0, backward_s=0)
    timeline = simulate(make_schedule("fbp-as", stages=1, microbatches=1), times)
    assert timeline.peak_in_flight == (1,)
    assert timeline.memory_steps == (((0, 100),),)


def test_inference_without_duration_holds_one_at_least():
    times = dataclasses.replace(sized(2, forward_s=0), boundary_bytes=(5.0,))
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=4), times)
    assert timeline.peak_in_flight == (1, 1)
    assert timeline.peak_memory_bytes == (110, 120)  # all four tensors may be there at once


def test_inference_holds_until_the_output_is_sent():
    times = sized(2, forward_s=1, transfer_s=2.5, latency_only=False)
    timeline = simulate(make_schedule("pipeline", stages=2, microbatches=3), times)
    # Sends run 1-3.5, 3.5-6, 6-8.5; the forwards ended at 1, 2 and 3.
    assert timeline.memory_steps[0] == (
        (0, 110), (1, 120), (2, 130), (3.5, 120), (6, 110), (8.5, 100),
    )  # fmt: skip
    assert timeline.peak_in_flight == (3, 1)
    assert timeline.memory_steps[1] == (
        (0, 100), (3.5, 110), (4.5, 100), (6, 110), (7, 100), (8.5, 110), (9.5, 100),
    )  # fmt: skip


def test_inference_holds_until_a_late_explicit_send():
    schedule = Schedule(
        name="explicit",
        stages=2,
        microbatches=2,
        ranks=(
            (
                Action("F", 0, 0),
                Action("F", 0, 1),
                Action("SEND", 0, 0, 1),
                Action("SEND", 0, 1, 1),
            ),
            (
                Action("RECV", 1, 0, 0),
                Action("F", 1, 0),
                Action("RECV", 1, 1, 0),
                Action("F", 1, 1),
            ),
        ),
        rank_stage=((0,), (1,)),
        replicas=(1, 1),
        training=False,
    )
    times = sized(2, forward_s=1, transfer_s=0.5, latency_only=False)
    timeline = simulate(schedule, times)  # sends run 2-2.5 and 2.5-3
    assert timeline.memory_steps[0] == ((0, 110), (1, 120), (2.5, 110), (3, 100))


def test_a_tensor_received_early_is_held_until_it_is_read():
    schedule = Schedule(
        name="explicit",
        stages=2,
        microbatches=2,
        ranks=(
            (
                Action("F", 0, 0),
                Action("SEND", 0, 0, 1),
                Action("F", 0, 1),
                Action("SEND", 0, 1, 1),
            ),
            (
                Action("RECV", 1, 0, 0),
                Action("RECV", 1, 1, 0),
                Action("F", 1, 0),
                Action("F", 1, 1),
            ),
        ),
        rank_stage=((0,), (1,)),
        replicas=(1, 1),
        training=False,
    )
    times = dataclasses.replace(
        sized(2, activations=0.0, forward_s=1, transfer_s=0.5, latency_only=False),
        boundary_bytes=(7.0,),
    )
    timeline = simulate(schedule, times)  # transfers 1-1.5 and 2-2.5; F0 2.5-3.5, F1 3.5-4.5
    assert timeline.memory_steps[1] == ((0, 100), (1, 107), (2, 114), (2.5, 107), (3.5, 100))


def test_split_backward_holds_until_the_weight_gradient():
    schedule = Schedule(
        name="split",
        stages=1,
        microbatches=2,
        ranks=(tuple(Action(k, 0, m) for k, m in
                     [("F", 0), ("B", 0), ("F", 1), ("B", 1), ("W", 0), ("W", 1)]),),
        rank_stage=((0,),),
        replicas=(1,),
        training=True,
    )  # fmt: skip
    timeline = simulate(schedule, sized(1, forward_s=1, backward_s=1, weight_s=1))
    assert timeline.memory_steps[0] == (
        (0, 110), (2, 120), (5, 110), (6, 100),
    )  # fmt: skip


def test_boundary_and_skip_buffers_are_held_by_the_receiver():
    times = dataclasses.replace(
        sized(3, activations=0.0, forward_s=1, transfer_s=1, latency_only=False),
        boundary_bytes=(5.0, 6.0),
        skips=(Skip(0, 2, send_forward_s=0.5, size_bytes=40.0),),
    )
    timeline = simulate(make_schedule("pipeline", stages=3, microbatches=1), times)
    # Boundary 0: 1-2, read at 2; boundary 1: 3-4, read at 4; skip: starts 1, read at 4.
    assert timeline.memory_steps[0] == ((0, 100),)
    assert timeline.memory_steps[1] == ((0, 100), (1, 105), (2, 100))
    assert timeline.memory_steps[2] == ((0, 100), (1, 140), (3, 146), (4, 100))
    assert timeline.peak_memory_bytes == (100, 105, 146)


def test_gradient_buffers_are_held_by_the_stage_before():
    times = dataclasses.replace(
        sized(2, activations=0.0, forward_s=1, backward_s=1, transfer_s=1, latency_only=False),
        boundary_bytes=(5.0,),
    )
    timeline = simulate(make_schedule("1f1b-as", stages=2, microbatches=1), times)
    # F 0-1, send 1-2, F 2-3, BW 3-4, gradient 4-5, BW 5-6.
    assert [s for s in timeline.memory_steps[0] if s[1] != 100] == [(4, 105)]
    assert [s for s in timeline.memory_steps[1] if s[1] != 100] == [(1, 105)]


def test_weight_stashing_costs_a_version_for_each_stage_behind():
    times = dataclasses.replace(
        sized(3, activations=0.0, forward_s=1, backward_s=1), stash_bytes=(30.0, 30.0, 30.0)
    )
    stashed = simulate(make_schedule("pipedream", stages=3, microbatches=9), times)
    assert stashed.peak_memory_bytes == (160, 130, 100)
    flushed = simulate(make_schedule("1f1b-as", stages=3, microbatches=9), times)
    assert flushed.peak_memory_bytes == (100, 100, 100)


def test_a_rank_with_two_stages_holds_both():
    schedule = Schedule(
        name="looped",
        stages=2,
        microbatches=1,
        ranks=((Action("F", 0, 0), Action("F", 1, 0), Action("BW", 1, 0), Action("BW", 0, 0)),),
        rank_stage=((0, 1),),
        replicas=(1, 1),
        training=True,
    )
    times = sized(2, forward_s=1, backward_s=1, transfer_s=9, latency_only=False)
    timeline = simulate(schedule, times)
    assert timeline.makespan_s == 4  # nothing is moved within a rank
    assert timeline.memory_steps[0] == ((0, 210), (1, 220), (3, 210), (4, 200))
    assert timeline.link_busy_s == {"link 0>1": 0, "link 1>0": 0}
