"""`make bench`: run every benchmark and print one table with the machine and its load.

Each benchmark is a script of this folder with a function `figures()`; it can be run alone, with
`--json` for programs. With `--check` the exit status is 1 if a figure is missed.
"""

from __future__ import annotations

import argparse
import importlib
import sys

from common import Figure, print_figures

BENCHMARKS = ("compiling", "simulator", "pipeline")


def main() -> int:
    """Run the named benchmarks, all by default."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run: {', '.join(BENCHMARKS)}")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is missed")
    options = parser.parse_args()
    found: list[Figure] = []
    for name in options.names or BENCHMARKS:
        if name not in BENCHMARKS:
            parser.error(f"{name!r} is none of {', '.join(BENCHMARKS)}")
        print(f"... {name}", file=sys.stderr, flush=True)
        found += importlib.import_module(name).figures()
    missed = print_figures(found, as_json=options.json)
    return missed if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
