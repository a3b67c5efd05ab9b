"""Every generated schedule, on random sizes and times: validity, bounds, the slow simulator."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_simulator import simulate_by_ticks

from hwpipe.schedule import PipelineTimes, simulate, to_svg, validate
from hwpipe.schedule.files import dump_schedule, load_schedule
from hwpipe.schedule.generators import (
    GENERATORS,
    ScheduleOptions,
    generate,
    schedule_times,
)


@st.composite
def cases(draw, names=tuple(GENERATORS)):
    name = draw(st.sampled_from(names))
    p = draw(st.integers(1, 6))
    if name in ("chimera", "bitpipe"):
        p = 2 * draw(st.integers(1, 3))
    m = draw(st.integers(1, 14))
    options = {}
    if name == "1f1b-interleaved":
        options["chunks"] = draw(st.integers(1, 3))
        m = p * draw(st.integers(1, 4))
    if name == "pipedream-2bw":
        options["per_update"] = p + draw(st.integers(0, 3))
        m = options["per_update"] * draw(st.integers(1, 3))
    if name == "terapipe":
        options["slices"] = draw(st.integers(1, 4))
    row = st.lists(st.integers(1, 5), min_size=p, max_size=p)
    send = draw(st.lists(st.integers(0, 4), min_size=p - 1, max_size=p - 1))
    times = PipelineTimes.uniform(p, forward_s=1)
    times = replace(
        times,
        forward_s=tuple(12.0 * x for x in draw(row)),
        backward_input_s=tuple(12.0 * x for x in draw(row)),
        backward_weight_s=tuple(12.0 * x for x in draw(row)),
        send_forward_s=tuple(map(float, send)),
        send_backward_s=tuple(map(float, send)),
        latency_forward_s=tuple(map(float, send)) if draw(st.booleans()) else (),
        latency_backward_s=(),
        weight_gradient_bytes=(0.5,) * p,
    )
    return name, p, m, times, ScheduleOptions(**options)


@settings(max_examples=250, deadline=None)
@given(cases())
def test_valid_complete_and_above_lower_bounds(case):
    name, p, m, times, options = case
    schedule = generate(name, p, m, times=times, options=options)
    validate(schedule)
    spread = schedule_times(name, times, options)
    timeline = simulate(schedule, spread)
    assert len(schedule.ranks) == p
    # Each step once: F and a backward of every micro-batch (and slice) on every trained stage.
    counts = Counter(
        (a.kind, a.stage, a.micro_batch, a.slice) for actions in schedule.ranks for a in actions
        if a.kind in ("F", "B", "W", "BW")
    )  # fmt: skip
    assert set(counts.values()) == {1}
    units = m * schedule.slices
    trained = schedule.stages - len(schedule.frozen)
    kinds = Counter(kind for kind, *_ in counts)
    assert kinds["F"] == units * schedule.stages
    assert kinds["B"] + kinds["BW"] == (units * trained if schedule.training else 0)
    assert kinds["B"] == kinds["W"]
    # No faster than its busiest rank, nor than one micro-batch there and back.
    assert timeline.makespan_s >= max(timeline.rank_busy_s) - 1e-6
    chain = sum(times.forward_s) + sum(times.send_forward_s)
    if schedule.slices == 1 and name != "pipe-bd":
        back = sum(times.backward_input_s) + sum(times.send_backward_s)
        assert timeline.makespan_s >= chain + (back if schedule.training else 0) - 1e-6
    if GENERATORS[name].weight_copies == 1 and name != "pipe-bd" and schedule.training:
        rows = zip(times.forward_s, times.backward_input_s, times.backward_weight_s, strict=True)
        work = [m * sum(row) for row in rows]
        assert timeline.rank_busy_s == pytest.approx(work)


@settings(max_examples=120, deadline=None)
@given(cases(tuple(n for n in GENERATORS if n not in ("terapipe", "pipe-bd"))))
def test_times_equal_those_of_the_tick_by_tick_simulator(case):
    name, p, m, times, options = case
    schedule = generate(name, p, min(m, 6) if p > 3 else m, times=times, options=options) if (
        name not in ("1f1b-interleaved", "pipedream-2bw")
    ) else generate(name, p, m, times=times, options=options)  # fmt: skip
    spread = schedule_times(name, times, options)
    slow = simulate_by_ticks(schedule, spread)
    assert simulate(schedule, spread).makespan_s == pytest.approx(slow[2])


@settings(max_examples=60, deadline=None)
@given(cases())
def test_action_lists_travel_as_json_and_are_drawn(case):
    name, p, m, times, options = case
    schedule = generate(name, p, m, times=times, options=options)
    text = dump_schedule(schedule)
    again = load_schedule(text)
    assert again == schedule
    assert dump_schedule(again) == text
    picture = to_svg(simulate(schedule, schedule_times(name, times, options)), title=name)
    assert picture.startswith("<svg")
    assert name in picture


def test_memory_limits_fall_with_the_v_schedules():
    peaks = []
    for name in ("zb-v", "v-half", "v-min"):
        schedule = generate(name, 6, 24)
        times = PipelineTimes.uniform(12, forward_s=1, backward_s=1, weight_s=1)
        times = replace(times, weight_gradient_bytes=(0.5,) * 12)
        peaks.append(max(simulate(schedule, times).peak_memory_bytes))
    assert peaks == sorted(peaks, reverse=True)
    assert peaks[0] == 12  # 2 p chunks
