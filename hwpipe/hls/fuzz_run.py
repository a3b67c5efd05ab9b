"""Fuzz the compiler: `python -m hwpipe.hls.fuzz_run --count 1000`.

Every kernel is run as plain Python and as simulated RTL; then, where a C++ compiler and the
headers are there, as C simulation of its Vitis C++. Prints every kernel that differs, and the
counts; exits with 1 if there was one.
"""

from __future__ import annotations

import argparse
import collections
import shutil
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hwpipe.hls.fuzz import Outcome, check, generate

__all__ = ["main"]


def _one(task: tuple[int, str]) -> tuple[int, Outcome]:
    seed, folder = task
    try:
        return seed, check(generate(seed), Path(folder) / str(seed))
    except Exception as error:  # a crash of the compiler is a finding too
        return seed, Outcome("mismatch", f"{type(error).__name__}: {error}")


def main(arguments: list[str] | None = None) -> int:
    """Run the fuzzer; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1000, help="number of kernels")
    parser.add_argument("--seed", type=int, default=0, help="first seed")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--rtl-only", action="store_true", help="leave the Vitis C++ out")
    options = parser.parse_args(arguments)
    counts: collections.Counter[str] = collections.Counter()
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="hwpipe-fuzz-") as folder:
        tasks = [(options.seed + k, folder) for k in range(options.count)]
        with ProcessPoolExecutor(options.jobs) as pool:
            for seed, outcome in pool.map(_one, tasks, chunksize=8):
                counts[outcome.status] += 1
                if outcome.status == "mismatch":
                    print(f"seed {seed}: {outcome.detail}")
    taken = time.monotonic() - begun
    print(
        f"{options.count} kernels: {counts['match']} match, {counts['mismatch']} differ, "
        f"{counts['refused']} refused; {taken:.0f} s"
    )
    differ = counts["mismatch"] > 0
    if not options.rtl_only:
        differ = _vitis(options) or differ
    return 1 if differ else 0


def _vitis(options: argparse.Namespace) -> bool:
    """The same kernels as Vitis C++; gives whether one differs."""
    from hwpipe.hls.vitis import fuzz_run
    from hwpipe.hls.vitis.csim import ap_types_dir

    if ap_types_dir() is None or shutil.which("g++") is None:
        print("Vitis C++ left out: it needs g++ and the headers of the hls4ml wheel")
        return False
    print("as Vitis C++:", flush=True)
    arguments = {"count": options.count, "seed": options.seed, "jobs": options.jobs}
    return bool(fuzz_run.main([f"--{name}={value}" for name, value in arguments.items()]))


if __name__ == "__main__":
    sys.exit(main())
