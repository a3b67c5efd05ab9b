"""`make bench-accelerator`: every figure of the accelerator on whole networks, with its goal.

Cycles are exact; times depend on the machine, which is printed with its load. The first run makes
the int8 networks and compiles the simulators, and keeps both; then all takes about ten minutes.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from accelerator_rows import (
    ARRAYS,
    exploration,
    lowering_time,
    network_use,
    simulate,
    unit_areas,
    where_cycles_go,
)  # fmt: skip
from common import machine
from hls_rows import Row, print_rows
from networks import NETWORKS

GROUPS = ("area", "lowering", "explore", "use256", "use1024")
#: Networks of each array's figures.
SETS = {256: list(NETWORKS), 1024: ["resnet50", "vgg16"]}


def _groups(names: list[str], folder: Path) -> dict[str, Callable[[], list[Row]]]:
    def use(macs: int) -> Callable[[], list[Row]]:
        return lambda: network_use(macs, [n for n in SETS[macs] if n in names], folder)

    return {
        "area": unit_areas, "lowering": lambda: lowering_time(folder),
        "explore": lambda: exploration(folder),
        "use256": use(256), "use1024": use(1024),
    }  # fmt: skip


def _cycles(names: list[str], folder: Path, groups: list[str]) -> dict[str, dict[str, int]]:
    """Cycles of every layer of what was simulated."""
    return {
        f"{name}-{macs}": {y.name: y.cycles for y in simulate(name, macs, folder)[0].layers}
        for macs in ARRAYS if f"use{macs}" in groups for name in SETS[macs] if name in names
    }  # fmt: skip


def main() -> int:
    """Measure and print; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"which to print: {', '.join(GROUPS)}")
    parser.add_argument("--network", action="append", choices=list(NETWORKS), help="only this one")
    parser.add_argument("--folder", type=Path, help="where the int8 networks are kept",
                        default=Path(tempfile.gettempdir()) / "hwpipe-networks")  # fmt: skip
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is missed")
    parser.add_argument("--golden", type=Path, help="write the cycles of every layer to this file")
    options = parser.parse_args()
    unknown = set(options.groups) - set(GROUPS)
    if unknown:
        parser.error(f"nothing to measure: {', '.join(sorted(unknown))}")
    groups = options.groups or list(GROUPS)
    names = options.network or list(NETWORKS)
    rows: list[Row] = []
    for group, measure in _groups(names, options.folder).items():
        if group in groups:
            print(f"... {group}", file=sys.stderr, flush=True)
            rows += measure()
    if options.json:
        print(json.dumps({"machine": machine(), "rows": [asdict(row) for row in rows]}, indent=1))
    else:
        print_rows(rows)
        for macs in (m for m in ARRAYS if f"use{m}" in groups):
            for name in (n for n in SETS[macs] if n in names):
                print(f"\n{where_cycles_go(name, macs, options.folder)}")
    if options.golden:
        found = _cycles(names, options.folder, groups)
        kept = json.loads(options.golden.read_text("utf-8")) if options.golden.is_file() else {}
        text = json.dumps({**kept, **found}, indent=1, sort_keys=True) + "\n"
        options.golden.write_text(text, "utf-8")
    return int(options.check and not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
