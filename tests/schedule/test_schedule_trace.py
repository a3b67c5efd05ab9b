"""The Perfetto trace: form, names, and no two slices of a track over each other."""

import dataclasses
import itertools
import json
import math
import random
from collections import defaultdict

import pytest

from hwpipe.schedule import SCHEDULES, PipelineTimes, Skip, make_schedule, simulate, to_chrome_trace
from hwpipe.schedule.trace import track_order


def slices(trace):
    tracks = defaultdict(list)
    for event in trace["traceEvents"]:
        if event["ph"] == "X":
            tracks[event["pid"], event["tid"]].append((event["ts"], event["dur"]))
    return tracks


def assert_no_overlap(trace):
    """Under both readings: exact microseconds, and nanoseconds with the rest cut off."""
    for rows in slices(trace).values():
        rows.sort()
        for (ts, dur), (following, _) in itertools.pairwise(rows):
            assert dur >= 0
            assert ts + dur <= following
            assert int(ts * 1000) + int(dur * 1000) <= int(following * 1000)


@pytest.mark.parametrize("name", SCHEDULES)
def test_no_two_slices_of_a_track_overlap(name):
    rng = random.Random(name)
    for _ in range(40):
        n, m = rng.randint(1, 6), rng.randint(1, 12)
        scale = 10.0 ** rng.randint(-9, 1)  # down to nanoseconds and below

        def row(count, top=1.0):
            return tuple(rng.uniform(0, top) * scale for _ in range(count))  # noqa: B023

        times = dataclasses.replace(
            PipelineTimes.uniform(n, forward_s=1, backward_s=1),
            forward_s=row(n), backward_input_s=row(n), backward_weight_s=row(n),
            send_forward_s=row(n - 1), send_backward_s=row(n - 1),
            latency_forward_s=(), latency_backward_s=(),
            overlap=tuple(rng.random() < 0.6 for _ in range(n - 1)),
            update_s=row(n), reduce_s=row(n),
            link_names=tuple(rng.choice("ab") for _ in range(n - 1)) if rng.random() < 0.4 else (),
            skips=(Skip(0, n - 1, *row(2)),) if n > 2 else (),
        )  # fmt: skip
        replicas = [rng.choice([1, 1, 2, 3]) for _ in range(n)]
        schedule = make_schedule(name, stages=n, microbatches=m, replicas=replicas)
        timeline = simulate(schedule, times)
        trace = to_chrome_trace(timeline)
        assert_no_overlap(trace)
        assert sum(len(rows) for rows in slices(trace).values()) == len(timeline.events)


def small():
    times = dataclasses.replace(
        PipelineTimes.uniform(2, forward_s=1e-6, transfer_s=5e-7, latency_only=False),
        weight_bytes=(100.0, 200.0),
    )
    return simulate(make_schedule("pipeline", stages=2, microbatches=1), times)


def test_the_whole_trace_of_a_small_run():
    trace = to_chrome_trace(small(), title="demo", labels={"rank 0": "gpu0: stage 0"})

    def meta(name, pid, tid, /, **args):
        return {"name": name, "ph": "M", "pid": pid, "tid": tid, "args": args}

    def run(name, pid, tid, ts, dur, stage):
        args = {"stage": stage, "micro_batch": 0}
        cat = name.split()[0]
        return {"name": name, "cat": cat, "ph": "X", "pid": pid, "tid": tid, "ts": ts,
                "dur": dur, "args": args}  # fmt: skip

    def level(name, ts, size):
        return {"name": name, "ph": "C", "pid": 3, "tid": 0, "ts": ts, "args": {"bytes": size}}

    assert trace["traceEvents"] == [
        meta("process_name", 1, 0, name="demo: devices"),
        meta("process_sort_index", 1, 0, sort_index=1),
        meta("process_name", 2, 0, name="demo: links"),
        meta("process_sort_index", 2, 0, sort_index=2),
        meta("process_name", 3, 0, name="demo: memory"),
        meta("process_sort_index", 3, 0, sort_index=3),
        meta("thread_name", 1, 1, name="gpu0: stage 0"),
        meta("thread_sort_index", 1, 1, sort_index=1),
        meta("thread_name", 1, 2, name="rank 1"),
        meta("thread_sort_index", 1, 2, sort_index=2),
        meta("thread_name", 2, 3, name="link 0>1"),
        meta("thread_sort_index", 2, 3, sort_index=3),
        run("SEND 0", 2, 3, 1.0, 0.5, 0),
        run("F 0", 1, 1, 0.0, 1.0, 0),
        run("F 0", 1, 2, 1.5, 1.0, 1),
        level("memory of gpu0: stage 0", 0.0, 101.0),
        level("memory of gpu0: stage 0", 1.5, 100.0),
        level("memory of rank 1", 0.0, 200.0),
        level("memory of rank 1", 1.5, 201.0),
        level("memory of rank 1", 2.5, 200.0),
    ]
    assert trace["otherData"] == {"makespan_us": 2.5}


def test_memory_can_be_left_out_and_the_trace_is_plain_json():
    trace = to_chrome_trace(small(), memory=False)
    assert {event["ph"] for event in trace["traceEvents"]} == {"M", "X"}
    assert {event["pid"] for event in trace["traceEvents"]} == {1, 2}
    assert json.loads(json.dumps(trace)) == trace
    assert json.dumps(to_chrome_trace(small())) == json.dumps(to_chrome_trace(small()))


def test_times_stay_within_half_a_nanosecond():
    times = PipelineTimes.uniform(1, forward_s=math.pi * 1e-6)
    timeline = simulate(make_schedule("pipeline", stages=1, microbatches=100), times)
    starts = sorted(ts for rows in slices(to_chrome_trace(timeline)).values() for ts, _ in rows)
    for k, ts in enumerate(starts):
        assert ts == pytest.approx(k * math.pi, abs=0.00051)


def test_tracks_come_in_natural_order():
    tracks = ["link 0>1", "rank 10", "rank 2 backward", "link bus forward", "rank 2 forward",
              "link 10>11", "link 2>1"]  # fmt: skip
    assert sorted(tracks, key=track_order) == [
        "rank 2 forward", "rank 2 backward", "rank 10",
        "link 0>1", "link 2>1", "link 10>11", "link bus forward",
    ]  # fmt: skip
