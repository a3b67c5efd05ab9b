"""The engines against a tick-by-tick simulator, against each other, and against bounds."""

import dataclasses
import itertools
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reference_simulator import simulate_by_ticks

from hwpipe.schedule import (
    SCHEDULES,
    PipelineTimes,
    Skip,
    make_schedule,
    makespan,
    simulate,
    validate,
)
from hwpipe.schedule.engines import run_by_clock, run_in_order
from hwpipe.schedule.program import compile_schedule
from hwpipe.schedule.wiring import wire


@st.composite
def cases(draw, *, integer=True, plain=False):
    """A schedule and times; `plain`: overlapped links of their own, equal replicas."""
    name = draw(st.sampled_from(list(SCHEDULES)))
    n = draw(st.integers(1, 5))
    m = draw(st.integers(1, 8))
    small = st.integers(0, 5) if integer else st.floats(0, 5, allow_subnormal=False)
    positive = st.integers(1, 6) if integer else st.floats(0.01, 6)

    def row(values, count):
        return tuple(draw(st.lists(values, min_size=count, max_size=count)))

    if plain:
        replicas = (draw(st.sampled_from([1, 1, 2, 3])),) * n
    else:
        replicas = row(st.sampled_from([1, 1, 2, 3]), n)
    send = row(small, n - 1), row(small, n - 1)
    latency = ((), ())
    if draw(st.booleans()):
        latency = tuple(tuple(min(x, y) for x, y in zip(s, row(small, n - 1), strict=True))
                        for s in send)  # fmt: skip
    skips = []
    for _ in range(0 if n < 3 else draw(st.integers(0, 2))):
        src = draw(st.integers(0, n - 3))
        skips.append(
            Skip(
                src,
                draw(st.integers(src + 2, n - 1)),
                draw(small),
                draw(small),
                overlap=plain or draw(st.booleans()),
                link_name="" if plain else draw(st.sampled_from(["", "bus"])),
            )
        )
    zero = (0.0,) * n
    times = PipelineTimes(
        forward_s=row(positive, n),
        backward_input_s=row(positive, n),
        backward_weight_s=row(small, n),
        send_forward_s=send[0],
        send_backward_s=send[1],
        latency_forward_s=latency[0],
        latency_backward_s=latency[1],
        overlap=(True,) * (n - 1) if plain else row(st.booleans(), n - 1),
        weight_bytes=zero,
        activation_bytes=(1.0,) * n,
        workspace_bytes=zero,
        memory_bytes=(float("inf"),) * n,
        reduce_s=draw(st.sampled_from([(), row(small, n)])),
        update_s=draw(st.sampled_from([(), row(small, n)])),
        link_names=() if plain else draw(
            st.sampled_from([(), row(st.sampled_from(["bus", "a", "b", "c"]), n - 1)])
        ),
        link_lanes=() if plain else draw(st.sampled_from([(), row(st.integers(1, 2), n - 1)])),
        skips=tuple(skips),
    )  # fmt: skip
    return make_schedule(name, stages=n, microbatches=m, replicas=replicas), times


def lanes_agree(schedule, times):
    """The reference leaves out one corner: links shared by name with unequal lane counts."""
    by_name = {}
    for name, lanes in zip(times.link_names, times.link_lanes, strict=False):
        by_name.setdefault(name, set()).add(lanes)
    if any(s.link_name for s in times.skips):
        by_name.setdefault("bus", set()).add(1)
    return all(len(lanes) == 1 for lanes in by_name.values())


@settings(max_examples=400, deadline=None)
@given(cases())
def test_simulate_equals_the_tick_simulator(case):
    schedule, times = case
    if not lanes_agree(schedule, times):
        times = dataclasses.replace(times, link_lanes=())
    starts, transfers, seconds = simulate_by_ticks(schedule, times)
    wiring = wire(compile_schedule(schedule), times)
    start, edge_start, end = run_by_clock(wiring)
    program = wiring.program
    ours = {(int(program.rank[i]), program.action(i)): start[i] for i in range(len(program.kind))}
    assert ours == starts
    edges = {
        (int(c), int(program.micro[s])): edge_start[e]
        for e, (c, s) in enumerate(zip(wiring.channel, wiring.source, strict=True))
    }
    assert edges == transfers
    assert end == seconds == simulate(schedule, times).makespan_s == makespan(schedule, times)


@settings(max_examples=300, deadline=None)
@given(cases(integer=False, plain=True))
def test_both_engines_give_the_same_floats(case):
    wiring = wire(compile_schedule(case[0]), case[1])
    assert wiring.in_program_order
    assert run_in_order(wiring) == run_by_clock(wiring)


def work_and_way(schedule, times, s):
    """Seconds of the busiest replica of stage s, and the way to its first and from its last."""
    f, b, w = times.forward_s, times.backward_input_s, times.backward_weight_s
    own = -(-schedule.microbatches // schedule.replicas[s])
    if not schedule.training:
        head = sum(f[:s]) + sum(times.send_forward_s[:s])
        return own * f[s], head + sum(f[s + 1 :]) + sum(times.send_forward_s[s:])
    head = sum(f[:s]) + sum(times.send_forward_s[:s])
    tail = sum(b[:s]) + sum(times.send_backward_s[:s])  # B at least; W need not be waited for
    return own * (f[s] + b[s] + w[s]), head + tail


@settings(max_examples=400, deadline=None)
@given(cases(integer=False))
def test_makespan_lies_between_its_bounds(case):
    schedule, times = case
    seconds = makespan(schedule, times)
    for s in range(schedule.stages):
        work, way = work_and_way(schedule, times, s)
        assert seconds >= (work + way) * (1 - 1e-12)
    wiring = wire(compile_schedule(schedule), times)
    moved = sum(wiring.channels[c].send_s for c in wiring.channel.tolist())
    assert seconds <= (sum(wiring.duration_s.tolist()) + moved) * (1 + 1e-12)


@settings(max_examples=300, deadline=None)
@given(cases(integer=False))
def test_no_two_events_of_a_track_overlap_and_each_action_appears_once(case):
    schedule, times = case
    timeline = simulate(schedule, times)
    events = list(timeline.events)
    assert len(events) == len(timeline.events)
    assert events == sorted(events, key=lambda e: (e.track, e.start_s, e.end_s))
    for before, after in itertools.pairwise(events):
        assert before.track != after.track or before.end_s <= after.start_s + 1e-12
    seen = [(e.kind, e.stage, e.micro_batch) for e in events if e.kind not in ("SEND", "RECV")]
    listed = [(a.kind, a.stage, a.micro_batch) for actions in schedule.ranks for a in actions]
    assert sorted(seen) == sorted(listed)
    moves = sum(1 for e in events if e.track.startswith("link "))
    hops = (schedule.stages - 1 + len(times.skips)) * schedule.microbatches
    assert moves == hops * (2 if schedule.training else 1)
    assert timeline.makespan_s == max(e.end_s for e in events)
    for busy, span in zip(timeline.rank_busy_s, timeline.rank_span_s, strict=True):
        assert busy <= span * (1 + 1e-9) + 1e-12
    assert all(v <= timeline.makespan_s * (1 + 1e-9) for v in timeline.link_busy_s.values())


@settings(max_examples=300, deadline=None)
@given(cases(integer=False, plain=True), st.data())
def test_a_longer_time_never_shortens_the_makespan(case, data):
    schedule, times = case
    name = data.draw(
        st.sampled_from(
            ["forward_s", "backward_input_s", "backward_weight_s"]
            + ["send_forward_s", "send_backward_s"] * (schedule.stages > 1)
        )
    )
    row = list(getattr(times, name))
    at = data.draw(st.integers(0, len(row) - 1))
    row[at] += data.draw(st.floats(0, 3))
    longer = dataclasses.replace(times, **{name: tuple(row)})
    assert makespan(schedule, longer) >= makespan(schedule, times) - 1e-12


@settings(max_examples=200, deadline=None)
@given(
    st.sampled_from([n for n, i in SCHEDULES.items() if i.training]),
    st.lists(st.integers(1, 5), min_size=1, max_size=7),
    st.integers(1, 40),
)
def test_replicas_never_deadlock_and_in_flight_stays_at_the_warm_up(name, replicas, m):
    from hwpipe.schedule import warmup_forwards

    n = len(replicas)
    schedule = make_schedule(name, stages=n, microbatches=m, replicas=replicas)
    validate(schedule)
    warmup = warmup_forwards(name, stages=n, microbatches=m, replicas=replicas)
    times = PipelineTimes.uniform(n, forward_s=1, backward_s=2, transfer_s=0.25, overlap=False)
    timeline = simulate(schedule, times)  # blocking copies end as well
    for rank, (s,) in enumerate(schedule.rank_stage):
        own = sum(a.kind == "F" for a in schedule.ranks[rank])
        assert timeline.peak_in_flight[rank] <= min(own, warmup[s])


def test_a_blocking_link_is_never_faster_than_its_ends_busy_times():
    rng = random.Random(7)
    for _ in range(60):
        n, m = rng.randint(2, 6), rng.randint(1, 12)
        name = rng.choice(["pipeline", "1f1b-as", "1f1b-sno", "1f1b-so", "gpipe"])
        times = dataclasses.replace(
            PipelineTimes.uniform(n, forward_s=1, backward_s=2, transfer_s=0.5, overlap=False),
            forward_s=tuple(rng.uniform(0.5, 2) for _ in range(n)),
        )
        schedule = make_schedule(name, stages=n, microbatches=m)
        seconds = makespan(schedule, times)
        ways = 2 if schedule.training else 1
        for s in range(n):
            own = times.forward_s[s] + (2 if schedule.training else 0)
            ends = (s > 0) + (s < n - 1)
            assert seconds >= m * (own + 0.5 * ways * ends) - 1e-9


@pytest.mark.parametrize("m", [1, 4, 9])
def test_inference_is_a_permutation_flow_shop(m):
    # Equal jobs on unequal machines in line: sum of all times + (M-1) x the longest.
    times = dataclasses.replace(
        PipelineTimes.uniform(4, forward_s=1, transfer_s=1, latency_only=False),
        forward_s=(1.0, 2.5, 0.5, 2.0),
        send_forward_s=(0.25, 3.0, 0.125),
    )
    schedule = make_schedule("pipeline", stages=4, microbatches=m)
    assert makespan(schedule, times) == pytest.approx(6.0 + 3.375 + (m - 1) * 3.0)


@settings(max_examples=100, deadline=None)
@given(cases(), st.data())
def test_memory_equals_a_count_at_every_instant(case, data):
    schedule, times = case
    if not schedule.training:
        return
    n = schedule.stages

    def sizes():
        return tuple(data.draw(st.lists(st.integers(0, 9), min_size=n, max_size=n)))

    times = dataclasses.replace(
        times,
        weight_bytes=sizes(),
        activation_bytes=sizes(),
        workspace_bytes=sizes(),
        forward_s=tuple(max(f, 1) for f in times.forward_s),
    )
    timeline = simulate(schedule, times)
    for rank, (stage,) in enumerate(schedule.rank_stage):
        steps = [e for e in timeline.events if e.track.split()[:2] == ["rank", str(rank)]]
        compute = [e for e in steps if e.kind in ("F", "BW")]
        begin = {e.micro_batch: e.start_s for e in compute if e.kind == "F"}
        end = {e.micro_batch: e.end_s for e in compute if e.kind == "BW"}
        levels, flights = {}, []
        for now in {0.0, *(e.start_s for e in steps), *(e.end_s for e in steps)}:
            flying = sum(begin[k] <= now < end[k] for k in begin)
            running = sum(e.start_s <= now < e.end_s for e in compute)
            flights.append(flying)
            levels[now] = (
                times.weight_bytes[stage]
                + flying * times.activation_bytes[stage]
                + running * times.workspace_bytes[stage]
            )
        assert timeline.peak_in_flight[rank] == max(flights)
        assert timeline.peak_memory_bytes[rank] == max(levels.values())
        ours = timeline.memory_steps[rank]
        for now, level in levels.items():
            assert [size for time, size in ours if time <= now][-1] == level
