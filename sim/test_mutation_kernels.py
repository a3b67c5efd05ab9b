"""Faults in the emitted RTL of kernels, each of which a run against plain Python must catch.

Faults are patterns, so that they survive renumbered signals; a pattern that stands nowhere fails
the test. Every mutant runs with and without random stalls, twice without reset in between.
`--full` adds random faults of every operator of `hwpipe.sim.mutate`; what survives is named.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from hwpipe.conv import ConvConfig, ConvShape, plan_conv, random_layer
from hwpipe.conv.depthwise import depthwise_call
from hwpipe.conv.run import kernel_values
from hwpipe.errors import WorkError
from hwpipe.hls import build, interpret, load_kernel
from hwpipe.hls.icarus import available, run_icarus
from hwpipe.hls.rtl_run import RunResult
from hwpipe.hls.trial import trial_values
from hwpipe.sim.mutate import OPERATORS, Fault, Outcome, propose, survey

pytestmark = pytest.mark.skipif(not available(), reason="Icarus Verilog is not on PATH")

GIVEN: dict[str, dict[str, int]] = {
    "scale": {"n": 200, "factor": 300, "shift": 6},
    "fir": {"n": 40},
    "matmul": {"mb": 2, "nb": 3, "k": 19},
    "argmax": {"rows": 9, "blocks": 5},
    "stencil3x3": {"height": 5, "width": 7},
    "median3x3": {"height": 6, "width": 7},
    "decimate": {"n": 30},
    "crc32": {"packets": 4, "length": 9},
}

#: A small convolution kernel: two products in a DSP, every loop of the large one.
CONV = ConvConfig(4, 4, 17, psum=256, tile=512, out_depth=64)
PARAMS = {"conv2d": CONV.params}

# (kernel, module without the kernel's name, pattern, what the fault makes of it, which mistake)
FAULTS = [
    ("scale", "scale", r">>> (\w+);", r">> \1;", "sign lost in a shift"),
    ("scale", "scale", r"\? 8'sd127 :", "? 8'sd126 :", "saturates one too low"),
    ("scale", "scale", r"\{(\w+_7), (\w+_6), ", r"{\2, \1, ", "lanes swapped"),
    ("depthwise", "compute", r" && !wait_put_y\b", "", "full FIFO not waited for"),
    ("scale", "scale_x_rd_addr", r"(scalar_\w+) <<< 40", r"(\1 - 1) <<< 40", "burst too short"),
    ("fir", "filter", r"(\* -?\d+'sd)105;", r"\g<1>104;", "wrong coefficient"),
    ("fir", "filter", r"if \(issue\) begin", "if (running) begin", "shifts in a stall"),
    ("fir", "filter", r"_3_reg <= window_2_reg", "_3_reg <= window_1_reg", "tap skipped"),
    ("fir", "filter", r"window_0_reg <= 2'sd0", "window_0_reg <= 2'sd1", "wrong start value"),
    ("fir", "filter", r"= x_get && !x_valid", "= 1'b0", "empty stream not waited for"),
    ("fir", "filter", r"(\w+_s2) <= (\w+)_s1;", r"\1 <= \2;", "pipeline stage dropped"),
    ("stencil3x3", "stencil", r"\+ 5'sd8;", "+ 5'sd7;", "wrong rounding"),
    ("stencil3x3", "stencil", r"\$signed\(\{1'b0, x_data\}\)", "$signed(x_data)", "sign extension"),
    ("stencil3x3", "stencil", r"(wire le_\w+ = \w+) <= ", r"\1 < ", "bound off by one"),
    ("stencil3x3", "stencil", r"issue && x_get", "x_get", "taken without issue"),
    ("stencil3x3", "stencil", r"= count_col_1_s1;", "= count_col_1;", "address of another stage"),
    ("stencil3x3", "stencil", r"y_put0 = stage\[2\] &&", "y_put0 =", "missing valid gate"),
    ("matmul", "compute", r"= (lt_\w+) \? acc_3_reg : 2'sd0", "= acc_3_reg", "sum never cleared"),
    ("matmul", "compute", r"\{(c_wr_put0_1), (c_wr_put0_0)\}", r"{\2, \1}", "lanes swapped"),
    ("matmul", "compute", r" && !wait_half_tile_b", "", "half taken before it is filled"),
    ("matmul", "compute", r"half_tile_b_reg <= half_tile_b_reg == .*;", "half_tile_b_reg <= 1'd0;",
     "same half for ever"),
    ("matmul", "compute", r"logic signed (\[7:0\] load_\w+_s2;)", r"logic \1", "sign extension"),
    ("fir", "filter", r"stage <= \{(.*), issue\}", r"stage <= {\1, running}", "dropped stall"),
    ("matmul", "load_b", r"tile_b_give = \(issue && .*\);", "tile_b_give = issue;", "given early"),
    ("matmul", "load_a", r"(half_tile_a_reg <=) 1'd0", r"\1 1'd1", "wrong reset"),
    ("argmax", "argmax", r"(wire lt_\w+ = get_\w+) < (top_)", r"\1 <= \2", "wrong lane of equals"),
    ("argmax", "argmax", r"<<< 2;", "<<< 1;", "index scaled wrongly"),
    ("argmax", "argmax", r"3'sd3 : 3'sd2", "3'sd2 : 3'sd3", "choice swapped"),
    ("depthwise", "compute", r"(wire inside_\w+ =) le_\w+ && ", r"\1 ", "left padding"),
    ("depthwise", "compute", r"= \w+ \? 2'sd0 : (acc_2_reg)", r"= \1", "sum never cleared"),
    ("depthwise", "compute", r"(half_taps_reg <= half_taps_reg ==) 1'd1", r"\1 1'd0", "half stuck"),
    ("depthwise", "load", r"(wire lt_\w+ = row_\w+ < )(scalar_\w+)", r"\1\2 - 1",
     "last row of the image left out"),
    ("median3x3", "median", r"column_3_reg <= column_6_reg", "column_3_reg <= column_3_reg",
     "column not shifted"),
    ("decimate", "decimate", r"\+ 16'sd16384;", "+ 16'sd0;", "truncates"),
    ("crc32", "crc32", r">>> 8", ">>> 7", "shift off by one"),
    ("conv2d", "requantise", r"(wire up_\w+ = lt_\w+) \|\| band_\w+;", r"\1;", "half rounds down"),
    ("conv2d", "requantise", r"(wire signed \[10:0\] near_\w+ =) scalar_\w+ \+ ", r"\1 ",
     "zero point left out"),
    ("conv2d", "requantise", r"(wire inside_\w+ =) lt_\w+ && ", r"\1 ", "rows beyond the image"),
    ("conv2d", "compute", r"(half_tile_reg <= half_tile_reg ==) 1'd1", r"\1 1'd0", "half stuck"),
    ("conv2d", "compute", r" && !wait_get_ws\b", "", "weights not waited for"),
    ("conv2d", "load", r"(wire le_\w+ = scalar_\w+) <= ", r"\1 < ", "bound off by one"),
]  # fmt: skip
QUICK = 4


@cache
def _cases(kernel: str) -> list[dict[str, Any]]:
    """Arguments of a kernel's runs; a depthwise layer in bands, and one bound by its writes."""
    if kernel == "conv2d":
        wide, small = ConvShape(6, 5, 6, 7, 3, 2, 1), ConvShape(4, 5, 6, 4)
        layer = random_layer(small, 3)
        # Small sums over two: every other one lies in the middle between two integers.
        halves = replace(
            layer, w=np.sign(layer.w), bias=layer.bias % 7, scale=np.full(4, 0.5), clip=(-128, 127)
        )
        return [
            kernel_values(plan_conv(wide, CONV), random_layer(wide, 3)),
            kernel_values(plan_conv(small, CONV), halves),
        ]
    if kernel == "depthwise":
        rng = np.random.default_rng(3)
        x, w, one = (
            rng.integers(-128, 128, s) for s in ((1, 11, 9, 6), (11, 1, 3, 3), (11, 1, 1, 1))
        )
        return [
            depthwise_call(x, w, stride=2, pad=1, pixels=30).values,
            depthwise_call(x, one).values,
        ]
    return [trial_values(load_kernel(kernel), 5, GIVEN[kernel])]


@cache
def _expected(kernel: str) -> list[RunResult]:
    """Outputs of the kernel run as plain Python."""
    loaded = load_kernel(kernel, PARAMS.get(kernel))
    found = []
    for case in _cases(kernel):
        values = copy.deepcopy(case)
        streams = interpret(loaded, values)
        found.append(RunResult(streams, {n: values[n] for n in loaded.of_kind("mem")}))
    return found


def _compare(got: RunResult, expected: RunResult, stall: float) -> None:
    for name, items in got.streams.items():
        if items != expected.streams[name]:
            raise WorkError(f"stall {stall}: stream {name} differs")
    for name, memory in got.memories.items():
        if not np.array_equal(memory, expected.memories[name]):
            raise WorkError(f"stall {stall}: memory {name} differs")


def _check_of(kernel: str, folder: Path) -> tuple[list[Path], Callable[[Sequence[Path]], None]]:
    """Files of a kernel, and the check that a mutant must fail."""
    result = build(kernel, folder / "rtl", PARAMS.get(kernel))
    count = iter(range(1_000_000))

    def check(paths: Sequence[Path]) -> None:
        mutant = replace(result, files=tuple(paths))
        for values, expected in zip(_cases(kernel), _expected(kernel), strict=True):
            for seed, stall in ((1, 0.0), (2, 0.4), (3, 0.7)):
                work = folder / f"run{next(count)}"
                try:
                    got = run_icarus(
                        mutant, values, work, seed=seed, stall=stall, repeat=2, limit_cycles=40_000
                    )
                except WorkError as error:
                    if "iverilog: " in str(error):
                        raise WorkError(f"Verilator: {error.what}") from error
                    raise
                except ValueError as error:  # a word of memory that is neither known nor x
                    raise WorkError(f"stall {stall}: {error}") from error
                _compare(got, expected, stall)

    own = [p for p in result.files if p.parent == folder / "rtl"]
    others = [p for p in result.files if p.parent != folder / "rtl"]
    return [*own, *others], check


def _fault(folder: Path, module: str, pattern: str, new: str, kind: str) -> Fault:
    """The first line that a pattern stands in."""
    path = folder / f"{module}.sv"
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        changed, found = re.subn(pattern, new, line, count=1)
        if found and changed != line:
            return Fault(path.name, number, line, changed, kind)
    pytest.fail(f"{kind}: {pattern} stands nowhere in {path.name}", pytrace=False)


def _report(outcomes: Sequence[Outcome]) -> str:
    return "\n".join(
        str(o.fault) + (f" (does not build: {o.message})" if o.stillborn else "")
        for o in outcomes
        if o.caught_by is None
    )


def _kernels(chosen: list[tuple[str, str, str, str, str]]) -> list[str]:
    return list(dict.fromkeys(entry[0] for entry in chosen))


@pytest.mark.parametrize(
    "part",
    [
        pytest.param(slice(0, len(FAULTS), QUICK), id="quick"),
        pytest.param(slice(None), id="all", marks=pytest.mark.slow),
    ],
)
def test_faults_in_kernels_are_caught(tmp_path: Path, part: slice) -> None:
    """No fault of the list goes unnoticed."""
    chosen = FAULTS[part]
    outcomes: list[Outcome] = []
    for kernel in _kernels(chosen):
        sources, check = _check_of(kernel, tmp_path / kernel)
        faults = [
            _fault(tmp_path / kernel / "rtl", f"{kernel}_{module}", pattern, new, kind)
            for name, module, pattern, new, kind in chosen
            if name == kernel
        ]
        outcomes += survey(sources, faults, {"run": check}, tmp_path / kernel / "mutants")
    missed = _report(outcomes)
    if missed:
        pytest.fail("not caught:\n" + missed, pytrace=False)
    assert len(outcomes) == len(chosen)


@pytest.mark.slow
@pytest.mark.parametrize("kernel", ["scale", "fir", "stencil3x3", "matmul", "argmax", "depthwise"])
def test_random_faults_in_kernels(
    tmp_path: Path, kernel: str, record_property: Callable[[str, object], None]
) -> None:
    """Three of four random faults are caught, and the survivors are named.

    Some cannot be caught: a comparison that a later choice makes irrelevant, an idle signal that
    a burst in flight covers, a reset that the start repeats. They are printed and recorded in the
    JUnit report. Casts between equal widths change nothing, so that operator is left out.
    """
    sources, check = _check_of(kernel, tmp_path)
    own = [p for p in sources if p.parent == tmp_path / "rtl" and p.stem != kernel]
    kinds = [kind for kind in OPERATORS if kind != "sign"]
    faults = [f for f in propose(own, 30, 11, kinds) if "$error" not in f.before]
    outcomes = survey(sources, faults, {"run": check}, tmp_path / "mutants")
    alive = [o for o in outcomes if not o.stillborn]
    survivors = _report([o for o in alive if o.caught_by is None])
    record_property("survivors", survivors)
    print(
        f"{kernel}: {len(alive) - len(survivors.splitlines())} of {len(alive)} caught\n{survivors}"
    )
    assert len(alive) >= 20
    assert len(survivors.splitlines()) <= 0.25 * len(alive), survivors
