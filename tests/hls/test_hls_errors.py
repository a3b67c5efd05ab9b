"""What cannot become hardware is refused in one line: source line, limit, remedy."""

from __future__ import annotations

import re

import pytest
from hls_help import kernel_of

from hwpipe.errors import InputError, WorkError
from hwpipe.hls import interpret, load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.preconditions import check_scalars, preconditions

STREAMS = "def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i32)):\n"


def body(text: str, schedule: str = "pass", head: str = STREAMS) -> str:
    lines = "\n".join("    " + line for line in text.strip("\n").splitlines())
    return f"@process\n{head}{lines}\n\ndef schedule(s):\n    {schedule}\n"


CASES = {
    "carried without a type": (
        body("a = 0\nfor i in range(n):\n    a = a + x.get()\n    y.put(a)"),
        r"test_kernel.py:\d+: a is carried from one iteration to the next and has no single type; "
        r"cast in every assignment: a = i32\(...\)",
    ),
    "floating point": (
        body("for i in range(n):\n    y.put(x.get() * 1.5)"),
        r"test_kernel.py:6: constant 1.5; kernels compute with integers",
    ),
    "division": (
        body("for i in range(n):\n    y.put(x.get() // 3)"),
        r"test_kernel.py:6: division by 3; divide by a constant power of two.*",
    ),
    "while": (
        body("while n:\n    y.put(x.get())"),
        r"test_kernel.py:5: statement While; use assignments, if, for over range.*",
    ),
    "get under data": (
        body("for i in range(n):\n    if x.get() > 0:\n        y.put(x.get())"),
        r"test_kernel.py:7: get of x under a condition on data; read always.*",
    ),
    "two gets": (
        body("for i in range(n):\n    y.put(x.get() + x.get())"),
        r"test_kernel.py:6: two gets of stream x in one iteration; give the stream lanes.*",
    ),
    "bound on data": (
        body("for i in range(x.get()):\n    y.put(i)"),
        r"test_kernel.py:5: bound of loop i depends on data.*",
    ),
    "loop under if": (
        body("for i in range(n):\n    if i > 2:\n        for j in range(3):\n            y.put(j)"),
        r"test_kernel.py:7: loop j inside an if or an unrolled loop; unroll it too.*",
    ),
    "run-time unroll": (
        body("for i in range(n):\n    y.put(x.get())", "s.unroll('p.i')"),
        r"test_kernel.py:5: bound n of an unrolled loop is not constant.*",
    ),
    "unknown directive": (
        body("for i in range(n):\n    y.put(x.get())", "s.unroll('p.q')"),
        r"test_kernel.py: unroll directive names 'p.q', which does not exist \(limit: p.i\)",
    ),
    "index outside": (
        body("b = Array(i8, 4)\nfor i in range(n):\n    b[4] = 1\n    y.put(b[0])"),
        r"test_kernel.py:7: index 4 of b, extent 4",
    ),
    "bank unknown": (
        body("b = Array(i8, 9)\nfor i in range(n):\n    b[i % 8] = x.get()\n    y.put(b[i % 4])",
             "s.partition('p.b', 'cyclic', factor=3)"),
        r"test_kernel.py:7: the bank of b is not known at compile time; make the index.*",
    ),
    "negative shift": (
        body("for i in range(n):\n    y.put(1 << x.get())"),
        r"test_kernel.py:6: shift by -128 to 127; cast the amount.*",
    ),
    "initial value of a memory": (
        body("b = Array(i8, 9, init=0)\nfor i in range(n):\n    y.put(b[i % 8])"),
        r"test_kernel.py:5: b has an initial value but is a memory; partition it completely.*",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_refused_in_one_line(name, tmp_path):
    source, message = CASES[name]
    with pytest.raises(InputError) as error:
        build(kernel_of(source), tmp_path)
    assert re.fullmatch(message, str(error.value)), str(error.value)
    assert error.value.exit_code == 2


def test_missed_interval_names_the_recurrence(tmp_path):
    source = body(
        "a = i32(1)\nfor i in range(n):\n    a = i32(a * a + x.get())\n    y.put(a)",
        "s.pipeline('p', ii=1)",
    )
    with pytest.raises(
        InputError,
        match=r"process p reaches an initiation interval of \d+, 1 was asked for: the recurrence "
        r"through a \(line 5\) takes more than \d stages",
    ):
        build(kernel_of(source), tmp_path)


def test_missed_interval_names_the_port(tmp_path):
    source = body(
        "b = Array(i8, 8)\nfor z in range(8):\n    b[z] = z\nfor i in range(n):\n"
        "    y.put(b[x.get() & 7] + b[i & 3])",
        "s.pipeline('p', ii=1)",
    )
    with pytest.raises(
        InputError, match=r"interval of 2, 1 was asked for: port b bank 0 read is used 2 times"
    ):
        build(kernel_of(source), tmp_path)
    relaxed = source.replace("ii=1", "ii=2")
    assert build(kernel_of(relaxed), tmp_path).compiled.process("p").ii == 2


def test_deadlock_is_found_at_build_time(tmp_path):
    source = """
@process
def a(n: Scalar(u8, min=1, max=20), s: Stream(u8), t: Stream(u8)):
    for i in range(n):
        s.put(i)
    for i in range(n):
        t.put(i)

@process
def b(n: Scalar(u8, min=1, max=20), s: Stream(u8), t: Stream(u8), y: Stream(u8)):
    for i in range(n):
        y.put(t.get())
    for i in range(n):
        y.put(s.get())
"""
    with pytest.raises(InputError, match=r"a finds s full, b waits for t .*fifo\('s', depth=20\)"):
        build(kernel_of(source), tmp_path)
    build(kernel_of(source + "\ndef schedule(s):\n    s.fifo('s', 20)\n"), tmp_path)


def test_cycle_of_processes_is_refused(tmp_path):
    source = """
@process
def a(s: Stream(u8), t: Stream(u8)):
    s.put(t.get())

@process
def b(s: Stream(u8), t: Stream(u8)):
    t.put(s.get())
"""
    with pytest.raises(InputError, match="processes a, b feed each other in a cycle"):
        build(kernel_of(source), tmp_path)


def test_driver_refuses_what_the_schedule_cannot_take():
    compiled = compile_kernel(load_kernel("matmul"))
    assert any("starts at a multiple of 8 bytes" in line for line in preconditions(compiled))
    check_scalars(compiled, {"mb": 1, "nb": 1, "k": 256})
    with pytest.raises(InputError, match=r"k = 300 \(limit: 1 to 256\); split the layer"):
        check_scalars(compiled, {"mb": 1, "nb": 1, "k": 300})
    with pytest.raises(InputError, match=r"matmul.py:\d+: precondition broken with .* b = 4"):
        check_scalars(compiled, {"mb": 1, "nb": 1, "k": 3, "b": 4})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("for i in range(0):\n    y.put(i)", r"range\(0,\) is empty: hardware loops run at least"),
        (
            "for i in range(n):\n    y.put(x.get())",
            "stream x is read more often than it is written",
        ),
        ("b = Array(i8, 2)\nfor i in range(n):\n    y.put(b[1])", "element 1 is read before"),
        (
            "b = Array(i8, 2)\nfor i in range(n):\n    b[i + 1] = 1",
            r"index \(2,\) outside the shape",
        ),
        ("for i in range(n):\n    y.put(within(i, 0, 1))", r"within\(2, 0, 1\)"),
    ],
)
def test_the_definition_refuses_undefined_programs(text, message):
    kernel = kernel_of("from hwpipe.hls import within\n" + body(text))
    with pytest.raises(WorkError, match=message):
        interpret(kernel, {"n": 4, "x": [1]})


def test_one_bundle_has_one_width(tmp_path):
    source = """
@process
def p(n: Scalar(u8, min=1), a: Mem(i8), b: Mem(i8)):
    for i in range(n):
        b[i] = a[i]

def schedule(s):
    s.m_axi("a", "g0", 32)
    s.m_axi("b", "g0", 64)
"""
    with pytest.raises(
        InputError,
        match=r"^test_kernel.py: arguments a, b of bundle g0 have different widths \(limit: one "
        r"width for a bundle: it is one port\); give m_axi the same width, 64 for instance, or ",
    ):
        build(kernel_of(source), tmp_path)


def test_unknown_kernel_lists_the_known_ones():
    with pytest.raises(InputError, match=r"no kernel named 'firr' \(limit: .*fir, .*\); give one"):
        load_kernel("firr")
    with pytest.raises(
        InputError, match=r"fir.py: kernel has no parameter 'TAP' \(limit: .*TAPS\)"
    ):
        load_kernel("fir", {"TAP": 3})


LIMITED = """
@process
def p(n: Scalar(u8, min=1), m: Scalar(u8, min=1), y: Stream(u8)):
    assert n * m <= 40, "n * m is at most 40"
    for i in range(n):
        for j in range(m):
            assert i + j < 20
            y.put(i + j)
"""


def test_assertions_are_preconditions_of_definition_driver_and_rtl(tmp_path):
    kernel = kernel_of(LIMITED)
    assert len(interpret(kernel, {"n": 5, "m": 8})["y"]) == 40
    with pytest.raises(
        WorkError, match=r"^test_kernel.py:\d+: precondition broken: n \* m is at most 40$"
    ):
        interpret(kernel, {"n": 5, "m": 9})
    built = build(kernel, tmp_path)
    assert len(preconditions(built.compiled)) == 2
    check_scalars(built.compiled, {"n": 2, "m": 19})
    with pytest.raises(
        InputError,
        match=r"^test_kernel.py:\d+: precondition broken with n = 5, m = 9 \(limit: n \* m is at "
        r"most 40\)$",
    ):
        check_scalars(built.compiled, {"n": 5, "m": 9})
    with pytest.raises(InputError, match=r"with n = 1, m = 21 \(limit: i \+ j < 20\)$"):
        check_scalars(built.compiled, {"n": 1, "m": 21})
    text = (tmp_path / "test_kernel_p.sv").read_text("utf-8")
    assert re.search(r'\$error\("test_kernel.py:\d+: n \* m is at most 40"\);', text)


def test_assertions_that_cannot_hold_or_say_nothing(tmp_path):
    never = body("for i in range(n):\n    assert i < 0, 'i is negative'\n    y.put(x.get())")
    with pytest.raises(
        InputError, match=r"^test_kernel.py:6: assertion never holds: i is negative; correct it"
    ):
        build(kernel_of(never), tmp_path)
    always = body("for i in range(n):\n    assert i < 255\n    y.put(x.get())")
    assert preconditions(build(kernel_of(always), tmp_path).compiled) == []
    spoken = body("for i in range(n):\n    assert i < 9, f'{i}'\n    y.put(x.get())")
    with pytest.raises(InputError, match=r"test_kernel.py:6: message f'\{i\}' of an assertion;"):
        build(kernel_of(spoken), tmp_path)


def test_an_array_larger_than_the_board_is_named(tmp_path):
    source = body(
        "b = Array(i8, 1048576)\nc = Array(i8, 64)\nfor z in range(n):\n    b[z] = z\n"
        "    c[z & 63] = z\nfor i in range(n):\n    y.put(b[i] + c[i & 63])"
    )
    with pytest.raises(
        InputError,
        match=r"^test_kernel.py:5: kernel test_kernel needs about [\d.]+ BRAM36, most of it for b: "
        r"1,048,576 of 8 bits \(limit: 140 on this board\); choose smaller unroll",
    ):
        build(kernel_of(source), tmp_path, limits={"bram36": 140})


GATHERED = """
@process
def p(n: Scalar(u8, min=1), x: Mem(i8), y: Stream(i8)):
    for i in range(n):
        for j in range(n):
            y.put(x[ADDRESS])
"""


@pytest.mark.parametrize(("address", "warned"), [("i * n + j", False), ("i + 8 * j", True)])
def test_bursts_of_one_group_are_warned_of(address, warned, tmp_path):
    built = build(kernel_of(GATHERED.replace("ADDRESS", address)), tmp_path)
    text = (tmp_path / "report.txt").read_text("utf-8")
    message = r"^warning: test_kernel.py:\d+: x is read in bursts of one group: its address"
    assert bool(re.search(message, text, re.MULTILINE)) == warned
    assert len(built.report["warnings"]) == warned
