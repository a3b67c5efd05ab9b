"""Fuzz the Vitis back end: `python -m hwpipe.hls.vitis.fuzz_run --count 1000`.

Every kernel is run as plain Python and as C simulation of its emitted C++. Prints every kernel
that differs, and the counts; exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import collections
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hwpipe.errors import WorkError
from hwpipe.hls.fuzz import Outcome
from hwpipe.hls.vitis.batch import fuzz_vitis

__all__ = ["main"]

#: Kernels compiled together: a larger batch reads the headers less often and waits longer.
BATCH = 20


def _some(task: tuple[range, str]) -> dict[int, Outcome]:
    """One batch; where it does not compile as a whole, kernel by kernel."""
    seeds, folder = task
    place = Path(folder) / str(seeds.start)
    try:
        return fuzz_vitis(seeds, place, optimize="-O0")
    except WorkError as error:
        if len(seeds) == 1:
            return {seeds.start: Outcome("mismatch", str(error))}
    except Exception as error:  # a crash of the back end is a finding too
        if len(seeds) == 1:
            return {seeds.start: Outcome("mismatch", f"{type(error).__name__}: {error}")}
    out: dict[int, Outcome] = {}
    for seed in seeds:
        out.update(_some((range(seed, seed + 1), str(place / "alone"))))
    return out


def main(arguments: list[str] | None = None) -> int:
    """Run the fuzzer; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="number of kernels")
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    options = parser.parse_args(arguments)
    counts: collections.Counter[str] = collections.Counter()
    begun = time.monotonic()
    last = options.seed + options.count
    with tempfile.TemporaryDirectory(prefix="hwpipe-fuzz-") as folder:
        tasks = [
            (range(first, min(last, first + BATCH)), folder)
            for first in range(options.seed, last, BATCH)
        ]
        with ProcessPoolExecutor(options.jobs) as pool:
            for outcomes in pool.map(_some, tasks):
                for seed, outcome in outcomes.items():
                    counts[outcome.status] += 1
                    if outcome.status == "mismatch":
                        print(f"seed {seed}: {outcome.detail}")
    taken = time.monotonic() - begun
    print(
        f"{options.count} kernels: {counts['match']} match, {counts['mismatch']} differ, "
        f"{counts['refused']} refused; {taken:.0f} s"
    )
    return 1 if counts["mismatch"] else 0


if __name__ == "__main__":
    sys.exit(main())
