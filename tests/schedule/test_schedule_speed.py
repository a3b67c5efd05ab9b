"""Speed that planners and users rely on: processor seconds, the least of a few runs."""

import time

from hwpipe.schedule import PipelineTimes, make_schedule, makespan, simulate


def fastest(call, runs=3):
    best = float("inf")
    for _ in range(runs):
        begin = time.thread_time()
        call()
        best = min(best, time.thread_time() - begin)
    return best


def test_64_stages_by_1024_micro_batches():
    times = PipelineTimes.uniform(
        64, forward_s=1, backward_s=2, transfer_s=0.25, latency_only=False
    )
    schedule = make_schedule("1f1b-as", stages=64, microbatches=1024)
    timeline = simulate(schedule, times)
    compute = sum(e.kind in ("F", "BW") for e in timeline.events)
    moves = sum(e.kind == "SEND" for e in timeline.events)
    assert (compute, moves) == (131_072, 129_024)
    assert fastest(lambda: list(simulate(schedule, times).events)) < 2.0
    assert fastest(lambda: makespan(schedule, times)) < 0.7


def test_blocking_links_at_the_same_size():
    times = PipelineTimes.uniform(64, forward_s=1, backward_s=2, transfer_s=0.25, overlap=False)
    schedule = make_schedule("1f1b-sno", stages=64, microbatches=1024)
    assert fastest(lambda: simulate(schedule, times), runs=2) < 4.0
