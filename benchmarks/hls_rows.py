"""What `make bench-hls` measures, one function a group of rows."""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from common import machine

from hwpipe.conv import ConvConfig, ConvShape, plan_conv, run_conv
from hwpipe.conv.run import built_kernel
from hwpipe.hls.exact import ExactModel, MemoryTiming

__all__ = [
    "ARRAYS", "Row", "array_use", "build_times", "fuzzing", "peer_operation", "print_rows",
    "resnet50_layers",
    "resources", "simulation_speed",
]  # fmt: skip

#: Products a cycle, the kernel that makes them, and the use of it to reach (weighted, least).
ARRAYS = {256: (ConvConfig(), 0.92, 0.60), 64: (ConvConfig(8, 8), 0.97, 0.60)}
LATENCY_CYCLES = 100


@dataclass(frozen=True)
class Row:
    """One figure.

    Attributes:
        what: it is.
        value: measured.
        unit: of the value.
        reach: the goal as text, empty where there is none.
        holds: whether it is reached.
        note: how it was found.
    """

    what: str
    value: float
    unit: str
    reach: str = ""
    holds: bool = True
    note: str = ""

    @classmethod
    def least(cls, what: str, value: float, unit: str, goal: float, note: str = "") -> Row:
        """A figure that should be at least `goal`."""
        return cls(what, value, unit, f"at least {goal:g} {unit}", value >= goal, note)

    @classmethod
    def most(cls, what: str, value: float, unit: str, goal: float, note: str = "") -> Row:
        """A figure that should be at most `goal`."""
        return cls(what, value, unit, f"at most {goal:g} {unit}", value <= goal, note)


def print_rows(rows: list[Row]) -> None:
    """Print a table of figures and whether each is reached."""
    width = max(len(row.what) for row in rows)
    goals = max(len(row.reach) for row in rows)
    print(f"{machine()}\n\n{'figure':<{width}}  {'measured':>18}  {'reach':<{goals}}")
    for row in rows:
        verdict = "" if not row.reach else ("ok" if row.holds else "MISSED")
        value = (
            f"{row.value:,.5g} {row.unit}" if row.value < 1e5 else f"{row.value:,.0f} {row.unit}"
        )
        line = f"{row.what:<{width}}  {value:>18}  {row.reach:<{goals}}  {verdict:<6}  {row.note}"
        print(line.rstrip())


def resnet50_layers() -> dict[ConvShape, int]:
    """Distinct convolutions of the bundled ResNet-50 at batch 1, with how often each occurs."""
    from hwpipe.graph import open_model

    found: dict[ConvShape, int] = {}
    for node in open_model("resnet50").graph(1).nodes:
        if node.work.conv is None:
            continue
        c = node.work.conv
        shape = ConvShape(
            c.in_channels, *c.in_size, c.out_channels, c.kernel, c.stride, c.pads, c.groups
        )
        found[shape] = found.get(shape, 0) + 1
    return found


def array_use(products: int, *, simulate: int = 3) -> list[Row]:
    """Use of the array on ResNet-50: every layer by the exact model, some by the whole RTL.

    Args:
        products: key of `ARRAYS`.
        simulate: how many layers to simulate whole, the cheapest first.
    """
    config, goal, least = ARRAYS[products]
    layers = resnet50_layers()
    control = ExactModel(built_kernel(config).compiled)
    cycles: dict[ConvShape, int] = {}
    errors = []
    for shape in layers:
        plan = plan_conv(shape, config, latency_cycles=LATENCY_CYCLES)
        scalars = {**plan.scalars, "zero": 0, "low": -128, "high": 127}
        cycles[shape] = control.cycles(scalars, MemoryTiming(LATENCY_CYCLES))
        errors.append(abs(plan.predicted_cycles / cycles[shape] - 1))
    different = wrong = 0
    chosen = sorted(layers, key=lambda s: cycles[s])[:simulate]
    for shape in chosen:
        run = run_conv(shape, config, seed=3, latency_cycles=LATENCY_CYCLES)
        different = max(different, abs(run.cycles - cycles[shape]))
        wrong += not run.bit_exact
    uses = {s: s.macs / (products * cycles[s]) for s in layers}
    total = sum(n * s.macs for s, n in layers.items())
    spent = sum(n * cycles[s] for s, n in layers.items())
    worst = min(uses, key=lambda s: uses[s])
    which = f"{worst.taps[0]}x{worst.taps[1]} {worst.channels}->{worst.filters} at {worst.height}"
    at = f"at {products} MAC/cycle"
    note = f"{len(layers)} shapes, {sum(layers.values())} layers, {total / 1e9:.3f} GMAC"
    return [
        Row.least(
            f"MAC use of ResNet-50 {at}", 100 * total / (products * spent), "%", 100 * goal, note
        ),
        Row.least(f"least MAC use of a layer {at}", 100 * uses[worst], "%", 100 * least, which),
        Row(f"cycles of ResNet-50's convolutions {at}", spent / 1e6, "million"),
        Row.most(f"closed form, mean error {at}", 100 * sum(errors) / len(errors), "%", 0.5),
        Row.most(f"closed form, largest error {at}", 100 * max(errors), "%", 3),
        Row.most(
            f"control-only model against whole RTL {at}", different, "cycles", 0,
            f"{len(chosen)} layers",
        ),
        Row.most(f"outputs that differ {at}", wrong, "layers", 0, f"{len(chosen)} layers"),
    ]  # fmt: skip


def peer_operation() -> list[Row]:
    """The operation that the peer's figure is for, on the array of 256 products in 128 DSPs."""
    config = ARRAYS[256][0]
    run = run_conv(ConvShape(16, 16, 16, 16, 3, 1, 1), config, latency_cycles=LATENCY_CYCLES)
    multipliers = built_kernel(config).report["resources"]["dsp"]
    return [
        Row.most(
            "3x3, 16 to 16 channels, 16x16, whole op", run.cycles, "cycles", 4999,
            "NNgen 1.3.4: 5,546",
        ),
        Row.most("multipliers for it (estimate)", multipliers, "DSP", 144, "two products in a DSP"),
    ]  # fmt: skip


def resources() -> list[Row]:
    """The 256 MAC/cycle kernel by yosys; takes minutes the first time."""
    from hwpipe.sim.synth import synthesise

    built = built_kernel(ARRAYS[256][0])
    counts = synthesise(built.files, built.name)
    logic = counts.lut - counts.lut_memory
    how = "yosys synth_xilinx, xc7"
    return [
        Row.most("conv2d at 256 MAC/cycle: DSP", counts.dsp, "DSP48E1", 150, how),
        Row.most("conv2d at 256 MAC/cycle: LUT", counts.lut, "LUT", 15_000, f"{logic} of logic"),
        Row.most(
            "conv2d at 256 MAC/cycle: block RAM", counts.bram36_equivalent, "BRAM36", 110, how
        ),
        Row("conv2d at 256 MAC/cycle: FF", counts.ff, "FF"),
    ]


def simulation_speed(runs: int = 3) -> list[Row]:
    """Cycles per second of the compiled 256 MAC/cycle kernel on a 3x3 layer, the best of some."""
    from hwpipe.conv.run import kernel_values, random_layer
    from hwpipe.hls.rtl_run import run_rtl, simulator_of

    config = ARRAYS[256][0]
    built = built_kernel(config)
    shape = ConvShape(256, 14, 14, 256, 3, 1, 1)
    plan = plan_conv(shape, config)
    values = kernel_values(plan, random_layer(shape, 1))
    place = simulator_of(built)
    control = ExactModel(built.compiled)
    scalars = {**plan.scalars, "zero": 0, "low": -128, "high": 127}
    whole = alone = 0.0
    for _ in range(runs):
        begun = time.perf_counter()
        cycles = run_rtl(built, place, values, limit_cycles=1 << 40).cycles
        whole = max(whole, cycles / (time.perf_counter() - begun))
        begun = time.perf_counter()
        alone = max(alone, control.cycles(scalars) / (time.perf_counter() - begun))
    note = f"best of {runs}, loading and memory included"
    return [
        Row.least("simulation, compiled library", whole / 1e6, "Mcycle/s", 1, note),
        Row.least("simulation, control only", alone / 1e6, "Mcycle/s", 3, note),
    ]


@contextlib.contextmanager
def _empty_cache(folder: Path) -> Iterator[None]:
    """A cache with nothing in it but the repaired Verilator."""
    from hwpipe.sim.verilator import toolchain

    before = os.environ.get("HWPIPE_CACHE")
    os.environ["HWPIPE_CACHE"] = str(folder)
    try:
        toolchain()
        yield
    finally:
        if before is None:
            del os.environ["HWPIPE_CACHE"]
        else:
            os.environ["HWPIPE_CACHE"] = before


def build_times() -> list[Row]:
    """Compile, emit and lint of the 256 MAC/cycle kernel; then its simulator from nothing."""
    from hwpipe.hls import build, load_kernel
    from hwpipe.hls.rtl_run import simulator_of
    from hwpipe.sim.verilator import toolchain

    with tempfile.TemporaryDirectory(prefix="hwpipe-bench-") as folder:
        toolchain()
        begun = time.perf_counter()
        built = build(load_kernel("conv2d", ARRAYS[256][0].params), Path(folder) / "rtl")
        emitted = time.perf_counter() - begun
        files = map(str, built.files)
        toolchain().run(
            ["--lint-only", "-Wall", "-Wno-DECLFILENAME", "--top-module", "conv2d", *files]
        )
        linted = time.perf_counter() - begun
        with _empty_cache(Path(folder) / "cache"):
            begun = time.perf_counter()
            simulator_of(built)
            simulator = time.perf_counter() - begun
    return [
        Row.most(
            "build of conv2d (compile, emit, lint)", linted, "s", 3, f"{emitted:.1f} s + lint"
        ),
        Row.most("build of its simulator, nothing cached", simulator, "s", 60),
    ]


def fuzzing(count: int, jobs: int) -> list[Row]:
    """Random kernels, plain Python against simulated RTL."""
    from hwpipe.hls.fuzz_run import main

    said = io.StringIO()
    with contextlib.redirect_stdout(said):
        main(["--count", str(count), "--jobs", str(jobs)])
    rows = []
    found = re.findall(r"(\d+) match, (\d+) differ, (\d+) refused", said.getvalue())
    for what, figures in zip(("RTL", "Vitis C++"), found, strict=False):
        match, differ, refused = map(int, figures)
        note = f"{match} match, {refused} refused with a reason"
        rows.append(Row.most(f"{what} of {count} random kernels", differ, "differ", 0, note))
    return rows
