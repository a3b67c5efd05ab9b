"""Speed of the generators: processor seconds, the least of a few runs."""

import time

import pytest
from sched_gen_helpers import equal_times

from hwpipe.schedule import simulate
from hwpipe.schedule.generators import GENERATORS, generate, schedule_times


def fastest(call, runs=3):
    best = float("inf")
    for _ in range(runs):
        begin = time.thread_time()
        call()
        best = min(best, time.thread_time() - begin)
    return best


#: Two chunks a rank with split backward are 393,216 actions; one stage with BW 131,072.
SECONDS = {"zb-v": 4.0, "v-half": 4.0, "v-min": 4.0, "bitpipe": 3.0, "1f1b-interleaved": 3.0,
           "terapipe": 6.0, "pipe-bd": 3.0}  # fmt: skip


QUICK = ("zb-h1", "chimera")


@pytest.mark.parametrize(
    "name",
    [
        name if name in QUICK else pytest.param(name, marks=pytest.mark.slow)
        for name in GENERATORS
        if not name.endswith("-auto")
    ],
)
def test_64_stages_by_1024_micro_batches(name):
    times = schedule_times(name, equal_times(64, 1, 1, 1))
    schedules = []

    def run():
        schedules.append(generate(name, 64, 1024))
        simulate(schedules[-1], times)

    assert fastest(run, runs=2) < SECONDS.get(name, 2.0)


def test_automatic_scheduling_of_32_stages_by_512_micro_batches():
    times = equal_times(32, 1, 1.2, 0.8, 0.1, cap=32)
    assert fastest(lambda: generate("zb-auto", 32, 512, times=times), runs=2) < 5.0


def test_work_grows_linearly_with_the_micro_batches():
    def seconds(count):
        return fastest(lambda: generate("zb-h1", 8, count))

    seconds(500)
    # Quadratic work would take seconds; a clock that jumps on a busy machine is no failure.
    assert seconds(8_000) < max(4 * 6 * seconds(2_000), 1.0)
