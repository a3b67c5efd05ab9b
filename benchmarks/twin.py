"""`make bench-twin`: figures of the board driver and of the twin, through unchanged pynq.

    python benchmarks/twin.py [transfers] [driver] [networks] [rtl] [--network resnet50]

Everything goes through gRPC to a twin in a process of its own. `networks` runs whole int8
networks on the numpy twin, `rtl` one of them on the compiled RTL (minutes, more where the
simulator was never compiled). Times depend on the machine, which is printed with its load.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from common import machine
from hls_rows import Row, print_rows
from networks import NETWORKS, images_of, quantised

from hwpipe.conv import board_config
from hwpipe.fpga.driver import Timeouts
from hwpipe.lower import lower_model
from hwpipe.lower.run import enter_inputs, run_tensors
from hwpipe.overlay.kernel import board_design
from hwpipe.overlay.open_board import open_board
from hwpipe.overlay.twin_files import store, twin_files
from hwpipe.stage.image import stage_image
from hwpipe.twin import start_twin

GROUPS = ("transfers", "driver", "networks", "rtl")
BOARD, MEGABYTES = "kv260", 16


def _transfers(driver: Any) -> list[Row]:
    """16 MB there and back, best of seven."""
    buffer = driver.device.allocate((MEGABYTES << 20,), np.uint8)
    buffer[:] = np.random.default_rng(0).integers(0, 256, buffer.size).astype(np.uint8)
    times: dict[str, float] = {}
    for _ in range(7):
        for name, move in (("up", buffer.sync_to_device), ("down", buffer.sync_from_device)):
            begin = time.perf_counter()
            move()
            times[name] = min(times.get(name, 1e9), time.perf_counter() - begin)
    buffer.freebuffer()
    rate = {name: MEGABYTES * 1.048576 / seconds for name, seconds in times.items()}
    note = f"{MEGABYTES} MB, best of 7"
    return [
        Row.least("upload through the twin", rate["up"], "MB/s", 200, note),
        Row.least("download through the twin", rate["down"], "MB/s", 100, note),
    ]


def _driver(driver: Any, folder: Path, network: str) -> list[Row]:
    """Register accesses and host time of an inference; the least of twenty."""
    program, codes, _ = _network(network, folder)
    design = board_design(BOARD)
    image = stage_image(program, board_config(BOARD), design.ident, name=network)
    begin = time.perf_counter()
    with driver.load(image) as stage:
        loaded_s = time.perf_counter() - begin
        found = []
        for _ in range(20):
            stage.run(codes)
            found.append(stage.stats)
    accesses = sorted(stats.register_operations for stats in found)
    outside = min(stats.host_s for stats in found)
    layout = min(stats.layout_s for stats in found)
    return [
        Row.most("register accesses of an inference, median", accesses[len(accesses) // 2], "",
                 10, f"{network}; {accesses[0]} to {accesses[-1]}, the first one has to find out "
                 "how long it takes"),
        Row.most("driver on the host without transfers", 1e3 * outside, "ms", 2,
                 "checks, register accesses before and after the run"),
        Row("laying out input and output", 1e3 * layout, "ms", note=network),
        Row("one register access through gRPC", 1e6 * _register_s(driver), "us"),
        Row("upload of a stage", 1e3 * loaded_s, "ms",
            note=f"{image.bytes / 1e6:.1f} MB in {len(image.regions)} buffers"),
    ]  # fmt: skip


def _register_s(driver: Any) -> float:
    best = 1e9
    for _ in range(200):
        begin = time.perf_counter()
        driver.accelerator.read(0x48)
        best = min(best, time.perf_counter() - begin)
    return best


def _network(name: str, folder: Path) -> tuple[Any, dict[str, Any], dict[str, Any]]:
    """Program, input codes, and the integer reference of every tensor."""
    program = lower_model(quantised(name, folder))
    images = {entry: array[:1] for entry, array in images_of(name).items()}
    return program, enter_inputs(program, images), run_tensors(program, images)


def _whole(driver: Any, names: list[str], folder: Path, kind: str) -> list[Row]:
    """Whole networks: elements that differ from the integer reference, and seconds."""
    rows = []
    design = board_design(BOARD)
    for name in names:
        program, codes, want = _network(name, folder)
        image = stage_image(program, board_config(BOARD), design.ident, name=name)
        with driver.load(image) as stage:
            begin = time.perf_counter()
            made = stage.run(codes)
            seconds = time.perf_counter() - begin
            cycles = stage.stats.cycles
        wrong = sum(int(np.count_nonzero(made[n] != want[n])) for n in made)
        rows.append(Row.most(f"{name} on the {kind} twin, elements that differ", wrong, "", 0))
        note = f"{cycles:,} cycles, {1e3 * cycles / design.clock.kernel_hz:.1f} ms on the board"
        limit = 300.0 if kind == "RTL" else 10.0
        rows.append(Row.most(f"{name} on the {kind} twin", seconds, "s", limit,
                             note if cycles else "no clock in numpy"))  # fmt: skip
    return rows


def main() -> int:
    """Measure and print; gives the exit status."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("groups", nargs="*", help=f"which to print: {', '.join(GROUPS)}")
    parser.add_argument("--network", action="append", choices=list(NETWORKS), help="only this one")
    parser.add_argument("--folder", type=Path, help="where the int8 networks are kept",
                        default=Path(tempfile.gettempdir()) / "hwpipe-networks")  # fmt: skip
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a figure is missed")
    options = parser.parse_args()
    unknown = set(options.groups) - set(GROUPS)
    if unknown:
        parser.error(f"nothing to measure: {', '.join(sorted(unknown))}")
    groups = options.groups or list(GROUPS[:-1])
    options.folder.mkdir(parents=True, exist_ok=True)
    names = options.network or list(NETWORKS)
    rows: list[Row] = []
    with tempfile.TemporaryDirectory() as package:
        bit = store(twin_files(board_design(BOARD)), Path(package))
        for kind, own in (("numpy", GROUPS[:-1]), ("RTL", GROUPS[-1:])):
            if not set(own) & set(groups):
                continue
            with start_twin(BOARD, rtl=kind == "RTL", package=Path(package),
                            timeout_s=1800) as twin:  # fmt: skip
                driver = open_board(bit, twin.address, timeouts=Timeouts(1800, 120))
                if "transfers" in groups and kind == "numpy":
                    rows += _transfers(driver)
                if "driver" in groups and kind == "numpy":
                    rows += _driver(driver, options.folder, names[0])
                if "networks" in groups and kind == "numpy":
                    rows += _whole(driver, names, options.folder, kind)
                if kind == "RTL":
                    rows += _whole(driver, names[:1], options.folder, kind)
    if options.json:
        print(json.dumps({"machine": machine(), "figures": [asdict(r) for r in rows]}, indent=1))
    else:
        print_rows(rows)
    return int(options.check and not all(row.holds for row in rows))


if __name__ == "__main__":
    sys.exit(main())
