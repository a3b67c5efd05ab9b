"""What the schedule nouns gained: slices, stage graphs, frozen stages, bytes between B and W."""

import json
import math
from dataclasses import replace

import pytest

from hwpipe.errors import InputError
from hwpipe.schedule import Action, PipelineTimes, Schedule, simulate, validate
from hwpipe.schedule.files import load_schedule, schedule_from_json, schedule_to_json
from hwpipe.schedule.generators import generate, spread_times
from hwpipe.schedule.rules import UpdateRule


def one_rank(kinds, *, stages=1, **fields):
    actions = tuple(Action(kind, 0, k) for kind, k in kinds)
    micro = 1 + max(k for _, k in kinds)
    return Schedule("test", stages, micro, (actions,), ((0,),), (1,), True, **fields)


def steps(schedule, times):
    return simulate(schedule, times).memory_steps[0]


SPLIT = (("F", 0), ("F", 1), ("B", 0), ("W", 0), ("B", 1), ("W", 1))


@pytest.mark.parametrize(
    ("late", "levels"),
    [
        ((), [(0, 8), (1, 16), (4, 8), (6, 0)]),
        ((8.0,), [(0, 8), (1, 16), (4, 8), (6, 0)]),
        ((2.0,), [(0, 8), (1, 16), (3, 10), (4, 8), (5, 2), (6, 0)]),
        ((0.0,), [(0, 8), (1, 16), (3, 8), (5, 0)]),
        ((12.0,), [(0, 8), (1, 16), (2, 20), (4, 12), (6, 0)]),  # 2BP: derivatives wait for W too
    ],
)
def test_bytes_between_b_and_w(late, levels):
    times = PipelineTimes.uniform(1, forward_s=1, backward_s=1, weight_s=1)
    times = replace(times, activation_bytes=(8.0,), weight_gradient_bytes=late)
    assert list(steps(one_rank(SPLIT), times)) == levels
    assert simulate(one_rank(SPLIT), times).peak_in_flight == (2,)


def test_overwritten_activations_are_never_held_twice():
    rule = UpdateRule(delay=(0,), backward_activations="latest")
    kinds = (("F", 0), ("F", 1), ("BW", 0), ("F", 2), ("BW", 1), ("BW", 2))
    times = PipelineTimes.uniform(1, forward_s=1, backward_s=1)
    assert list(steps(one_rank(kinds, update_rule=rule), times)) == [(0, 1), (6, 0)]
    assert not rule.synchronous


def test_slices_share_times_bytes_and_transfers():
    schedule = generate("terapipe", 2, 1, options=_options(slices=2))
    times = replace(
        PipelineTimes.uniform(2, forward_s=10, backward_s=10, transfer_s=4, latency_only=False),
        latency_forward_s=(1.0,), latency_backward_s=(1.0,), boundary_bytes=(8.0,),
        slice_time_share=(0.3, 0.7), slice_size_share=(0.25, 0.75),
    )  # fmt: skip
    timeline = simulate(schedule, times)
    moves = [e for e in timeline.events if e.track == "link 0>1"]
    # 3 s of the transfer hold the link, shared 1 to 3; the last second is flight.
    assert [(e.start_s, e.end_s) for e in moves] == [(3.0, 3.75), (10.0, 12.25)]
    second = [e.start_s for e in timeline.events if e.track == "rank 1" and e.kind == "F"]
    assert second == [4.75, 13.25]
    assert timeline.peak_in_flight == (2, 2)
    steps_of_first = timeline.memory_steps[0]
    assert [level for _, level in steps_of_first[:2]] == [0.25, 1.0]
    equal = replace(times, slice_time_share=(), slice_size_share=())
    assert simulate(schedule, equal).events[-1].end_s > 0


def _options(**fields):
    from hwpipe.schedule.generators import ScheduleOptions

    return ScheduleOptions(**fields)


@pytest.mark.parametrize("swap", [("F", 0), ("BW", 0)])
def test_slices_out_of_order_are_refused(swap):
    kind, _ = swap
    schedule = generate("terapipe", 1, 1, options=_options(slices=2))
    actions = list(schedule.ranks[0])
    a, b = (actions.index(Action(kind, 0, 0, slice=j)) for j in (0, 1))
    actions[a], actions[b] = actions[b], actions[a]
    with pytest.raises(InputError, match=f"{kind} of micro-batch 0"):
        validate(replace(schedule, ranks=(tuple(actions),)))


def test_a_slice_that_is_missing_or_does_not_exist():
    schedule = generate("terapipe", 1, 1, options=_options(slices=2))
    short = tuple(a for a in schedule.ranks[0] if a != Action("F", 0, 0, slice=1))
    with pytest.raises(InputError, match="no F of micro-batch 0 slice 1 on stage 0"):
        validate(replace(schedule, ranks=(short,)))
    with pytest.raises(InputError, match="slice 1"):
        validate(replace(schedule, slices=1))
    times = replace(PipelineTimes.uniform(1, forward_s=1), slice_time_share=(0.2, 0.3, 0.5))
    with pytest.raises(InputError, match="slice_time_share has 3 entries"):
        simulate(schedule, times)


def test_a_graph_of_stages_moves_tensors_along_its_edges_only():
    # Stage 0 feeds 1 and 2, which both feed 3: a diamond on four ranks.
    ranks = tuple((Action("F", s, 0), Action("BW", s, 0)) for s in range(4))
    schedule = Schedule("diamond", 4, 1, ranks, ((0,), (1,), (2,), (3,)), (1,) * 4, True,
                        edges=((0, 1), (0, 2), (1, 3), (2, 3)))  # fmt: skip
    times = replace(
        PipelineTimes.uniform(4, forward_s=1, backward_s=1),
        forward_s=(1.0, 2.0, 5.0, 1.0), send_forward_s=(1.0,) * 4, send_backward_s=(1.0,) * 4,
        overlap=(True,) * 4, latency_forward_s=(), latency_backward_s=(),
    )  # fmt: skip
    timeline = simulate(schedule, times)
    start = {(e.stage, e.kind): e.start_s for e in timeline.events if e.track.startswith("rank")}
    assert start[1, "F"] == start[2, "F"] == 2
    assert start[3, "F"] == 8
    assert start[0, "BW"] == 13  # 9 to 10 on stage 3, a move, 11 to 12, a move
    validate(schedule)
    for edge in ((3, 1), (0, 4), (2, 2)):
        with pytest.raises(InputError, match="an edge from stage"):
            validate(replace(schedule, edges=(edge,)))


def test_frozen_stages_have_no_backward_and_get_no_gradient():
    schedule = generate("pipe-bd", 2, 2)
    times = spread_times(PipelineTimes.uniform(2, forward_s=1, backward_s=1), "relay")
    assert not any(e.track == "link 1>0" for e in simulate(schedule, times).events)
    extra = (*schedule.ranks[0], Action("BW", 0, 0))
    with pytest.raises(InputError, match="frozen"):
        validate(replace(schedule, ranks=(extra, schedule.ranks[1])))
    with pytest.raises(InputError, match="frozen stage 9"):
        validate(replace(schedule, frozen=(9,)))


def test_a_version_lives_from_its_making_to_its_last_reader():
    from hwpipe.schedule.memory import live_versions
    from hwpipe.schedule.program import compile_schedule

    actions = (
        Action("F", 0, 0, version=0), Action("F", 0, 1, version=0), Action("BW", 0, 0, version=0),
        Action("UPDATE", 0, 0, version=1), Action("F", 0, 2, version=1),
        Action("BW", 0, 1, version=0), Action("UPDATE", 0, 1, version=2),
        Action("BW", 0, 2, version=1),
    )  # fmt: skip
    schedule = Schedule("test", 1, 3, (actions,), ((0,),), (1,), True)
    assert live_versions(compile_schedule(schedule)) == {(0, 0): 2}
    # Backwards that read the newest version keep nothing alive.
    latest = tuple(
        a._replace(version={0: 0, 1: 1, 2: 2}[a.micro_batch]) if a.kind == "BW" else a
        for a in actions
    )
    assert live_versions(compile_schedule(replace(schedule, ranks=(latest,)))) == {(0, 0): 1}


def test_spread_times_keep_the_work_of_a_rank():
    times = PipelineTimes.uniform(3, forward_s=6, backward_s=3, weight_s=9, transfer_s=2)
    times = replace(times, send_forward_s=(2.0, 4.0), latency_forward_s=(2.0, 4.0))
    loop = spread_times(times, "loop", 3)
    assert loop.forward_s == (2.0,) * 9
    assert loop.send_forward_s == (2.0, 4.0, 4.0, 2.0, 4.0, 4.0, 2.0, 4.0)
    v = spread_times(times, "v")
    assert v.forward_s == (3.0,) * 6
    assert v.send_forward_s == (2.0, 4.0, 0.0, 4.0, 2.0)
    relay = spread_times(times, "relay")
    assert relay.backward_input_s == (0.0,) * 3 + (3.0,) * 3
    assert len(relay.send_forward_s) == 2 + 3
    assert spread_times(times, "line") is times


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "no schedule of this format"),
        ({"format": 7}, "no schedule of this format"),
        ({"format": 1}, "malformed"),
        ({"ranks": [[["F"]]]}, "malformed"),
        ({"ranks": [[["Q", 0, 0]], [["F", 1, 0]]]}, "kinds F, B"),
        ({"update_rule": {"delay": [0], "colour": 3}}, "malformed"),
    ],
)
def test_documents_that_are_no_schedules(document, message):
    if isinstance(document, dict) and "format" not in document:
        document = {**schedule_to_json(generate("gpipe", 2, 1)), **document}
    with pytest.raises(InputError, match=message):
        schedule_from_json(document)


def test_text_that_is_no_json():
    with pytest.raises(InputError, match="no JSON"):
        load_schedule("{")
    text = json.dumps(schedule_to_json(generate("zb-h1", 2, 2)))
    assert load_schedule(text).name == "zb-h1"
    assert math.isclose(len(text), len(text.strip()))
