"""Directives: the schedule changes the hardware, never the result."""

from __future__ import annotations

import numpy as np
import pytest
from hls_help import HEADER, kernel_of, needs_icarus, run_and_compare

from hwpipe.errors import InputError
from hwpipe.hls import Schedule
from hwpipe.hls.compiler import compile_kernel

MATVEC = """
@process
def p(n: Scalar(u8, min=1, max=16), x: Stream(i8), y: Stream(i32)):
    a = Array(i8, 16, 8)
    s = Array(i32, 16)
    for i in range(16):
        for j in range(8):
            a[i, j] = x.get()
    for z in range(16):
        s[z] = 0
    for r in range(16):
        for c in range(8):
            s[r] = i32(s[r] + a[r, c] * (c + 1))
    for o in range(n):
        y.put(s[o])
"""


def values():
    rng = np.random.default_rng(5)
    return {"n": 11, "x": [int(v) for v in rng.integers(-128, 128, 128)]}


def directives(*lines: str) -> str:
    return MATVEC + "\ndef schedule(s):\n" + "\n".join(f"    {line}" for line in lines) + "\n"


@needs_icarus
@pytest.mark.parametrize(
    "lines",
    [
        ("s.clock(3)",),
        ("s.unroll('p.c')", "s.partition('p.a', dim=1)"),
        ("s.unroll('p.c', 4)", "s.partition('p.a', 'cyclic', factor=4, dim=1)"),
        ("s.unroll('p.c', 2)", "s.partition('p.a', 'block', factor=2, dim=1)"),
        ("s.tile('p.r', 4)",),
        ("s.reorder('p', 'c', 'r')",),
        ("s.partition('p.s')", "s.unroll('p.z')"),
        ("s.reduction('p', 'chain')", "s.ram_style('p.a', 'block')"),
        ("s.pipeline('p', ii=4)",),
    ],
)
def test_every_schedule_gives_the_same_result(lines, tmp_path):
    kernel = kernel_of(directives(*lines))
    run_and_compare(kernel, values(), tmp_path, stall=0.2)


@needs_icarus
def test_reorder_removes_the_recurrence(tmp_path):
    """With c outside, an element of s is reused after 16 iterations, not after one."""
    plain, _ = run_and_compare(kernel_of(directives("s.clock(3)")), values(), tmp_path / "a")
    lines = ("s.clock(3)", "s.reorder('p', 'c', 'r')")
    better, _ = run_and_compare(kernel_of(directives(*lines)), values(), tmp_path / "b")
    assert better.compiled.process("p").ii == 1 < plain.compiled.process("p").ii


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "for i in range(4):\n        for j in range(4):\n            y.put(i)",
            "happens in the order",
        ),
        (
            "b = Array(i8, 8)\n    for i in range(4):\n        for j in range(4):\n"
            "            b[i + j] = i\n    y.put(b[0])",
            r"b\[i \+ j\] may be written in several iterations",
        ),
        (
            "a = i8(0)\n    for i in range(4):\n        for j in range(4):\n"
            "            a = i8(a * 2 + i)\n    y.put(a)",
            "a is carried",
        ),
        (
            "b = Array(i8, 8)\n    for i in range(4):\n        for j in range(i + 1):\n"
            "            b[j] = i\n    y.put(b[0])",
            "bounds of i, j depend on each other",
        ),
    ],
)
def test_reorder_is_refused_where_order_matters(body, message):
    source = f"@process\ndef p(y: Stream(i8)):\n    {body}\n"
    source += "\ndef schedule(s):\n    s.reorder('p', 'j', 'i')\n"
    with pytest.raises(InputError, match=message):
        compile_kernel(kernel_of(source))


def test_a_caller_may_pass_another_schedule():
    kernel = kernel_of(directives("s.pipeline('p', ii=4)"))
    assert compile_kernel(kernel).process("p").ii == 4
    assert compile_kernel(kernel, Schedule()).process("p").ii < 4
    assert HEADER


DOT = """
PI, PO = 8, 4

@process
def dot(n: Scalar(u8, min=1), x: Stream(i8, PI), w: Stream(i8, PI * PO), y: Stream(i24, PO)):
    acc = Array(i24, PO, init=5)
    for t in range(n):
        xs = x.get()
        ws = w.get()
        for o in range(PO):
            acc[o] = i24(acc[o] + sum(within(ws[o * PI + k], -127, 127) * xs[k] for k in range(PI)))
        y.put([acc[o] for o in range(PO)])

def schedule(s):
    s.unroll("dot.o")
    s.partition("dot.acc")
"""


@needs_icarus
@pytest.mark.parametrize(
    ("line", "multipliers"),
    [
        ("pass", 32),
        ("s.pack('dot', 17)", 16),
        ("s.pack('dot', 18)", 16),
        ("s.reduction('dot', 'cascade')", 32),
    ],
)
def test_two_products_in_one_dsp(line, multipliers, tmp_path):
    """Corner values in every lane: the low lane must borrow and give back."""
    source = "from hwpipe.hls import within\n" + DOT + f"    {line}\n"
    rng = np.random.default_rng(9)
    n = 60
    inputs = {
        "n": n,
        "x": rng.choice([-128, 127, 0, 1, -1], (n, 8)).tolist(),
        "w": rng.choice([-127, 127, 1, -1], (n, 32)).tolist(),
    }
    result, _ = run_and_compare(kernel_of(source), inputs, tmp_path)
    assert result.compiled.process("dot").ii == 1
    assert result.report["processes"][0]["multipliers"] == multipliers


def test_packing_needs_symmetric_weights_on_dsp48e1():
    """A full int8 pair does not fit the 25-bit port: the products stay apart."""
    from hwpipe.hls.report import report_data

    for source, shift, multipliers in (
        (DOT.replace("within(ws[o * PI + k], -127, 127)", "ws[o * PI + k]"), 17, 32),
        (DOT.replace("within(ws[o * PI + k], -127, 127)", "ws[o * PI + k]"), 18, 16),
    ):
        compiled = compile_kernel(kernel_of(source + f"    s.pack('dot', {shift})\n"))
        assert report_data(compiled)["processes"][0]["multipliers"] == multipliers


@needs_icarus
def test_products_with_counters_need_no_multiplier(tmp_path):
    source = """
@process
def p(n: Scalar(u8, min=1), pitch: Scalar(u12), y: Stream(i32)):
    for i in range(n):
        for j in range(1, n + 2):
            y.put(i * pitch * 3 + j * 37 - (i + j) * 11)
"""
    result, _ = run_and_compare(kernel_of(source), {"n": 6, "pitch": 1001}, tmp_path)
    assert result.report["processes"][0]["multipliers"] == 0
