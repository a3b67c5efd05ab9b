"""The event simulator: 64 stages x 1,024 micro-batches, forward and backward.

    python benchmarks/simulator.py [--json]

Prints the seconds that `make_schedule`, `simulate`, `makespan` and the list of events take, the
least of several runs beside the machine's load, and whether they are within the limits.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from collections.abc import Callable

from common import Figure

from hwpipe.schedule import PipelineTimes, make_schedule, makespan, simulate
from hwpipe.schedule.build import _build

STAGES, MICROBATCHES, RUNS = 64, 1024, 5
#: What each figure has to stay under, in seconds; None where no limit is set.
LIMITS_S = {
    "make_schedule": None,
    "simulate": 2.0,
    "simulate and list every event": 2.0,
    "makespan": 0.7,
    "makespan, links that block": None,
    "makespan, 8 stages x 32 micro-batches": None,
}


def least_s(call: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(RUNS):
        begin = time.perf_counter()
        call()
        best = min(best, time.perf_counter() - begin)
    return best


def measure() -> dict[str, float]:
    options = {"forward_s": 1.0, "backward_s": 2.0, "transfer_s": 0.25}
    overlapped = PipelineTimes.uniform(STAGES, latency_only=False, **options)
    blocking = PipelineTimes.uniform(STAGES, overlap=False, **options)
    little = PipelineTimes.uniform(8, latency_only=False, **options)

    def build() -> object:
        _build.cache_clear()
        return make_schedule("1f1b-as", stages=STAGES, microbatches=MICROBATCHES)

    def fresh() -> object:  # nothing kept from an earlier run
        build()
        schedule = make_schedule("1f1b-as", stages=STAGES, microbatches=MICROBATCHES)
        return list(simulate(schedule, overlapped).events)

    made = least_s(build)
    schedule = make_schedule("1f1b-as", stages=STAGES, microbatches=MICROBATCHES)
    small = make_schedule("1f1b-as", stages=8, microbatches=32)
    return {
        "make_schedule": made,
        "simulate": least_s(lambda: simulate(schedule, overlapped)),
        "simulate and list every event": least_s(fresh) - made,
        "makespan": least_s(lambda: makespan(schedule, overlapped)),
        "makespan, links that block": least_s(lambda: makespan(schedule, blocking)),
        "makespan, 8 stages x 32 micro-batches": least_s(lambda: makespan(small, little)),
    }


def figures() -> list[Figure]:
    """The rows of `make bench`."""
    wanted = ("simulate", "simulate and list every event")
    found = measure()
    return [
        Figure(f"{name}: {STAGES} stages x {MICROBATCHES:,} micro-batches", found[name], "s", 2.0)
        for name in wanted
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    options = parser.parse_args()
    load = os.getloadavg()
    figures = measure()
    within = all(limit is None or figures[name] < limit for name, limit in LIMITS_S.items())
    if options.json:
        print(
            json.dumps(
                {
                    "benchmark": "simulator",
                    "stages": STAGES,
                    "microbatches": MICROBATCHES,
                    "figures": [
                        {"name": name, "seconds": value, "limit_s": LIMITS_S[name]}
                        for name, value in figures.items()
                    ],
                    "within_limits": within,
                    "load_1m": load[0],
                    "cpus": os.cpu_count(),
                    "machine": platform.machine(),
                    "python": platform.python_version(),
                },
                indent=2,
            )
        )
    else:
        print(
            f"simulator, {STAGES} stages x {MICROBATCHES} micro-batches, F and B; least of "
            f"{RUNS}; load {load[0]:.2f} on {os.cpu_count()} processors"
        )
        for name, value in figures.items():
            limit = LIMITS_S[name]
            reach = "" if limit is None else f"  (reach: under {limit:g} s)"
            print(f"  {name:40} {value:9.4f} s{reach}")
    return 0 if within else 1


if __name__ == "__main__":
    raise SystemExit(main())
