"""`make bench`: run every benchmark and print one table with the machine's load.

Each benchmark is a script of this folder whose `figures()` returns rows
`(what, measured, reach, holds)`; it can be run alone, with `--json` for programs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

BENCHMARKS = ("compiling", "simulator", "pipeline")


def machine() -> str:
    """One line about this machine and its load."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}"


def main() -> int:
    """Print the table; the exit status is 1 if a figure is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="which to run")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = []
    for name in options.names or BENCHMARKS:
        print(f"... {name}", file=sys.stderr, flush=True)
        rows += importlib.import_module(name).figures()
    if options.json:
        print(json.dumps({"machine": machine(), "figures": rows}, indent=1))
    else:
        print(f"\n{machine()}\n")
        width = max(len(row[0]) for row in rows)
        for what, measured, reach, holds in rows:
            print(f"{what:<{width}}  {measured:>24}  {reach:>22}  {'ok' if holds else 'MISSED'}")
    return 0 if all(row[3] for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
