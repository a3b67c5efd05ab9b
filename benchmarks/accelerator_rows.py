"""What `make bench-accelerator` measures, one function a group of rows."""

from __future__ import annotations

import json
import math
import os
import sys
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import onnx
from hls_rows import Row
from networks import images_of, quantised

from hwpipe.accel import build_image, run_network
from hwpipe.accel.lowering import config_for
from hwpipe.accel.network import NetworkRun
from hwpipe.conv import ConvConfig
from hwpipe.explore import explore_network
from hwpipe.lower import Program, lower_model
from hwpipe.quantize.compare import runtime_tensors

__all__ = [
    "ARRAYS",
    "USE",
    "exploration",
    "lowering_time",
    "network_use",
    "simulate",
    "unit_areas",
    "where_cycles_go",
]

#: Products a cycle -> the configuration of the figures: two ports of 64 and of 128 bits.
ARRAYS = {256: ConvConfig(), 1024: ConvConfig(32, 32, port_bytes=16)}
LATENCY_CYCLES = 100
#: (products a cycle, network) -> share of the array's cycles to reach, over all operators.
USE = {
    (256, "resnet50"): 0.88, (256, "vgg16"): 0.85, (256, "mobilenet-v1"): 0.65,
    (256, "mobilenet-v2"): 0.48, (1024, "resnet50"): 0.80,
}  # fmt: skip
#: The same over convolutions only.
CONVOLUTION_USE = {(1024, "vgg16"): 0.92}
SIMULATION_S = 180.0


@lru_cache(maxsize=8)
def program_of(name: str, folder: Path) -> Program:
    """The integer program of a network."""
    return lower_model(quantised(name, folder))


@lru_cache(maxsize=8)
def simulate(name: str, macs: int, folder: Path) -> tuple[NetworkRun, float]:
    """A whole network in RTL, and the seconds that took: reading, lowering and comparing included.

    The simulator is built before, since it is kept from run to run.
    """
    path, config = quantised(name, folder), ARRAYS[macs]
    _warm(config)
    start = time.perf_counter()
    program = program_of(name, folder)
    inputs = {key: value[:1] for key, value in images_of(name).items()}
    runtime = runtime_tensors(program, onnx.load(path), inputs)
    run = run_network(program, inputs, config, latency_cycles=LATENCY_CYCLES, runtime=runtime)
    return run, time.perf_counter() - start


def _warm(config: ConvConfig) -> None:
    """Compile the accelerator's simulator once."""
    from hwpipe.accel.machine import build_simulator

    build_simulator(config)


def network_use(macs: int, names: list[str], folder: Path) -> list[Row]:
    """MAC use of whole networks, cycles of all operators counted."""
    rows = []
    for name in names:
        run, seconds = simulate(name, macs, folder)
        print(f"... {name}: {run.cycles:,} cycles, MAC use {run.mac_use:.1%}, {seconds:.0f} s",
              file=sys.stderr, flush=True)  # fmt: skip
        note = f"{run.cycles:,} cycles"
        what = f"MAC use, {name}, {macs} MAC/cycle, whole network"
        goal = USE.get((macs, name))
        rows.append(
            Row.least(what, 100 * run.mac_use, "%", 100 * goal, note) if goal
            else Row(what, 100 * run.mac_use, "%", note=note)
        )  # fmt: skip
        goal = CONVOLUTION_USE.get((macs, name))
        if goal:
            layers = [y for y in run.layers if y.kind == "conv"]
            use = sum(y.macs for y in layers) / sum(y.cycles for y in layers) / macs
            rows.append(Row.least(f"MAC use, {name}, {macs} MAC/cycle, convolutions", 100 * use,
                                  "%", 100 * goal))  # fmt: skip
        wrong = sum(not y.bit_exact for y in run.layers)
        against = f"{len(run.layers)} layers against the integer reference"
        rows.append(Row.most(f"tensors that differ, {name}, {macs} MAC/cycle", wrong, "", 0,
                             against))  # fmt: skip
        differing = run.runtime_differences
        rows.append(Row.most("elements that differ from onnxruntime",
                             math.inf if differing is None else differing, "", 0))  # fmt: skip
        rows += _closed_form(run, f"{name}, {macs} MAC/cycle")
        limit = (name, macs) == ("resnet50", 256)
        text = f"time of the simulation, {name}, {macs} MAC/cycle"
        load = f"{run.cycles / seconds / 1e6:.2f} M cycles/s, load {os.getloadavg()[0]:.1f}"
        rows.append(Row.most(text, seconds, "s", SIMULATION_S, load) if limit
                    else Row(text, seconds, "s", note=load))  # fmt: skip
    return rows


def _closed_form(run: NetworkRun, what: str) -> list[Row]:
    """Predicted against simulated cycles, of the network and of its worst layer."""
    off = {y.name: 100 * (y.predicted_cycles / y.cycles - 1) for y in run.layers if y.cycles}
    worst = max(off, key=lambda name: abs(off[name]))
    whole = 100 * (run.predicted_cycles / run.cycles - 1)
    return [
        Row.most(f"closed form, {what}", abs(whole), "%", 1, f"{whole:+.2f} %"),
        Row.most("largest difference of a layer", abs(off[worst]), "%", 3, worst),
    ]


def where_cycles_go(name: str, macs: int, folder: Path) -> str:
    """Cycles of a network by operation and by cause, as a table in Markdown."""
    run, _ = simulate(name, macs, folder)
    kinds: dict[str, list[int]] = {}
    for layer in run.layers:
        spent = layer.spent
        if not spent.cycles:
            continue
        useful = layer.macs // macs
        values = [1, spent.cycles, useful, spent.busy_cycles - useful, spent.refill_cycles,
                  spent.read_cycles, spent.write_cycles, spent.drain_cycles]  # fmt: skip
        total = kinds.setdefault(layer.kind, [0] * len(values))
        kinds[layer.kind] = [a + b for a, b in zip(total, values, strict=True)]
    lines = [
        f"| {name}, {macs} MAC/cycle | layers | cycles | share | products | idle lanes | refill "
        "| read | write | drain |",
        "| --- |" + " ---: |" * 9,
    ]
    for kind, (layers, cycles, *causes) in sorted(kinds.items(), key=lambda item: -item[1][1]):
        shares = " | ".join(f"{100 * value / run.cycles:.1f} %" for value in (cycles, *causes))
        lines.append(f"| {kind} | {layers} | {cycles:,} | {shares} |")
    return "\n".join(lines)


def _least(function: Callable[[], object], times: int = 3) -> float:
    """Seconds of the fastest of some calls."""
    best = math.inf
    for _ in range(times):
        start = time.perf_counter()
        function()
        best = min(best, time.perf_counter() - start)
    return best


def lowering_time(folder: Path) -> list[Row]:
    """From the ONNX file to packed weights and commands."""
    path, config = quantised("resnet50", folder), ARRAYS[256]

    def lower() -> None:
        program = lower_model(path)
        build_image(program, config_for(program, config), latency_cycles=LATENCY_CYCLES)

    return [
        Row.most("lowering of ResNet-50, from the file to the DDR image", _least(lower), "s", 2)
    ]


def unit_areas() -> list[Row]:
    """What the units take on an xc7z020 by yosys, as the tests' golden file keeps it."""
    path = Path(__file__).resolve().parents[1] / "tests" / "accel" / "golden" / "areas.json"
    found = json.loads(path.read_text("utf-8")).get("256", {}) if path.is_file() else {}
    rows = []
    for name, limit in (("dsp", 180), ("lut", 30_000), ("bram36", 120)):
        total = sum(unit[name] for unit in found.values())
        note = " + ".join(f"{op} {unit[name]:,}" for op, unit in sorted(found.items()))
        if found:
            rows.append(Row.most("units of 256 MAC/cycle on xc7z020", total, name, limit, note))
    return rows


def exploration(folder: Path) -> list[Row]:
    """Accelerators for ResNet-50 on boards; the first call reads and compiles what it needs."""
    rows = []
    path = quantised("resnet50", folder)
    for board in ("kv260", "pynq-z2"):
        start = time.perf_counter()
        found = explore_network(lower_model(path), board)
        seconds = time.perf_counter() - start
        picked = found.picked
        note = (f"picked {picked.config.pi} x {picked.config.po} of {len(found.designs)}: "
                f"{picked.cycles:,} cycles, {picked.area.dsp} DSP, {picked.area.lut:,} LUT, "
                f"{picked.area.bram36:g} BRAM36")  # fmt: skip
        rows.append(Row.most(f"exploration of ResNet-50 for {board}", seconds, "s", 10, note))
    return rows
