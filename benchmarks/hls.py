"""`make bench-hls`: every figure of the HLS compiler and its kernels, with what it should reach.

Cycles and counts are exact; times and speeds depend on the machine, which is printed with its load.
Synthesis takes minutes the first time; `--skip synth` leaves it out.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import asdict

from common import machine
from hls_rows import (
    Row,
    array_use,
    build_times,
    fuzzing,
    peer_operation,
    print_rows,
    resources,
    simulation_speed,
)

GROUPS = ("use256", "use64", "peer", "synth", "speed", "build", "fuzz")


def _groups(options: argparse.Namespace) -> dict[str, Callable[[], list[Row]]]:
    return {
        "use256": lambda: array_use(256, simulate=options.simulate),
        "use64": lambda: array_use(64, simulate=options.simulate),
        "peer": peer_operation,
        "synth": resources,
        "speed": simulation_speed,
        "build": build_times,
        "fuzz": lambda: fuzzing(options.fuzz, options.jobs),
    }


def main() -> int:
    """Measure and print; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"which to print: {', '.join(GROUPS)}")
    parser.add_argument("--skip", action="append", default=[], choices=GROUPS)
    parser.add_argument("--simulate", type=int, default=3, help="layers to simulate whole")
    parser.add_argument("--fuzz", type=int, default=100, help="random kernels")
    parser.add_argument("--jobs", type=int, default=2, help="processes of the fuzzer")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is missed")
    options = parser.parse_args()
    rows: list[Row] = []
    for name, measure in _groups(options).items():
        if name in options.skip or (options.groups and name not in options.groups):
            continue
        print(f"... {name}", file=sys.stderr, flush=True)
        rows += measure()
    unknown = set(options.groups) - set(GROUPS)
    if unknown or not rows:
        parser.error(f"nothing to measure: {', '.join(sorted(unknown)) or 'all skipped'}")
    if options.json:
        print(json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, indent=1))
    else:
        print_rows(rows)
    return int(options.check and not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
