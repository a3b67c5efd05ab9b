"""The emitted C++: golden files, pragmas, types, and what it refuses."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from vitis_help import HERE, compiled_of, own_kernel

from hwpipe.errors import InputError
from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.emit_top import register_map
from hwpipe.hls.types import Int
from hwpipe.hls.vitis.cpp import exact_type, identifier, literal, unwrapped
from hwpipe.hls.vitis.emit import emit_vitis

GOLDEN = HERE / "golden"


def source_of(compiled) -> str:
    return emit_vitis(compiled)[f"{compiled.kernel.name}.cpp"]


# ---- golden files ----


@pytest.mark.parametrize("name", ["mixed", "tiles"])
def test_golden(name, request):
    files = emit_vitis(compile_kernel(own_kernel(name)))
    update = request.config.getoption("--update-golden")
    for file in (f"{name}.cpp", f"{name}.h", f"tb_{name}.cpp", "script_vitis.tcl"):
        path = GOLDEN / name / file
        if update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[file])
        assert files[file] == path.read_text(), f"{file} changed: look, then --update-golden"


def test_emission_is_deterministic():
    first, second = (emit_vitis(compile_kernel(load_kernel("matmul"))) for _ in range(2))
    assert first == second


# ---- pragmas ----


def test_registers_lie_where_the_driver_writes_them():
    compiled = compile_kernel(load_kernel("scale"))
    text = source_of(compiled)
    registers = register_map(compiled)
    found = dict(re.findall(r"s_axilite port=(\w+) bundle=control offset=(0x\w+)", text))
    assert {name: int(at, 16) for name, at in found.items()} == {
        name: registers.offset(name) for name in ("n", "factor", "shift", "x", "y")
    }


def test_pipeline_has_the_interval_that_was_reached():
    """Read-modify-write of a memory that one port pair serves: 2 asked, 2 emitted."""
    source = """
@process
def p(n: Scalar(u8, min=1, max=64), x: Stream(i8), y: Stream(i20)):
    b = Array(i20, 64)
    for i in range(n):
        b[i] = x.get()
    for i in range(n):
        y.put(b[i])

def schedule(s):
    s.pipeline("p", ii=3)
"""
    text = source_of(compiled_of(source))
    assert text.count("#pragma HLS pipeline II=3") == 2
    assert text.count("#pragma HLS loop_tripcount min=1 max=64") == 2


ARRAY = """
@process
def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i8)):
    b = Array(i8, 4, 8)
    for i in range(n):
        b[i & 3, i & 7] = x.get()
        y.put(b[i & 3, i & 7])

def schedule(s):
    {}
"""


@pytest.mark.parametrize(
    ("directive", "pragmas"),
    [
        ("s.partition('p.b', dim=1)", ["type=complete dim=2"]),
        ("s.partition('p.b', 'cyclic', factor=2)", ["type=cyclic factor=2 dim=0"]),
        (
            "s.partition('p.b', 'block', factor=2); s.partition('p.b', dim=0)",
            ["type=complete dim=1", "type=block factor=2 dim=2"],
        ),
        ("pass", []),
    ],
)
def test_partition_dimensions(directive, pragmas):
    text = source_of(compiled_of(ARRAY.format(directive)))
    assert re.findall(r"array_partition variable=b (.*)", text) == pragmas


def test_ram_style_and_sum_shape():
    text = source_of(
        compiled_of(ARRAY.format("s.ram_style('p.b', 'block'); s.reduction('p', 'chain')"))
    )
    assert "#pragma HLS bind_storage variable=b type=ram_2p impl=bram\n" in text
    assert "#pragma HLS expression_balance off\n" in text
    assert "expression_balance" not in source_of(compiled_of(ARRAY.format("pass")))


def test_streams_inside_have_the_compilers_depth():
    compiled = compile_kernel(own_kernel("mixed"))
    depth = compiled.channels["new"].depth
    assert depth >= 40
    assert f"#pragma HLS stream variable=new_ depth={depth}\n" in source_of(compiled)


def test_depths_and_part_are_the_callers():
    files = emit_vitis(compile_kernel(load_kernel("scale")), depths={"x": 77}, part="xczu3eg")
    assert "port=x bundle=gmem0 offset=slave max_widen_bitwidth=64" in files["scale.cpp"]
    assert re.search(r"port=x .* depth=77$", files["scale.cpp"], re.MULTILINE)
    assert "set part xczu3eg\n" in files["script_vitis.tcl"]


def test_every_source_line_with_an_effect_is_named():
    kernel = load_kernel("stencil3x3")
    text = source_of(compile_kernel(kernel))
    lines = kernel.source.splitlines()
    for number, line in enumerate(lines, start=1):
        if re.search(r"\.get\(|\.put\(|^\s+for .*:$|\] = |Array\(", line):
            assert f"stencil3x3.py:{number}" in text, line


# ---- what cannot be said ----

TWO = """
@process
def w(n: Scalar(u8, min=1), x: Stream(i8), t: Buffer(i8, 8)):
    for i in range(n):
        t.acquire()
        for k in range(8):
            t[k] = x.get()
        t.release()

@process
def r(n: Scalar(u8, min=1), t: Buffer(i8, 8), y: Stream(i8)):
{}
"""

UNDER = """    for i in range(n):
        if i % 2 == 0:
            t.acquire()
        for k in range(8):
            y.put(t[k])
        if i % 2 == 1:
            t.release()
"""
HELD = """    for i in range(n):
        t.acquire()
        for k in range(8):
            y.put(t[k])
    for i in range(n):
        for k in range(4):
            y.put(k)
        t.release()
"""
ACROSS = """    t.acquire()
    for i in range(n):
        for k in range(8):
            y.put(t[k])
        t.release()
"""
INSIDE = """    for i in range(n):
        t.acquire()
        y.put(t[3])
        t.release()
"""


def refused(source: str) -> str:
    with pytest.raises(InputError) as caught:
        emit_vitis(compiled_of(source))
    return str(caught.value)


def test_buffer_held_over_iterations():
    assert re.fullmatch(
        r"kernel\.py:1\d: buffer t is acquired in a loop or branch that does not release it in "
        r"Vitis HLS C\+\+; release it in the same statement list: Vitis HLS ties a lock to a scope",
        refused(TWO.format(HELD)),
    )


def test_buffer_released_elsewhere():
    assert re.fullmatch(
        r"kernel\.py:1\d: buffer t is released in another loop or branch than it is acquired in "
        r"Vitis HLS C\+\+; acquire and release it in one statement list: Vitis HLS ties a lock "
        r"to a scope",
        refused(TWO.format(ACROSS)),
    )


def test_buffer_acquired_under_a_condition():
    assert re.fullmatch(
        r"kernel\.py:1\d: buffer t: acquire under a condition in Vitis HLS C\+\+; acquire and "
        r"release it in the body of one loop: Vitis HLS ties a lock to a scope",
        refused(TWO.format(UNDER)),
    )


def test_buffer_acquired_in_the_pipeline():
    assert re.fullmatch(
        r"kernel\.py:1\d: buffer t is acquired inside the pipelined loop in Vitis HLS C\+\+; "
        r"acquire it outside the innermost loop",
        refused(TWO.format(INSIDE)),
    )


def test_memory_of_two_processes():
    source = """
@process
def a(n: Scalar(u8, min=1), m: Mem(i8), s: Stream(i8)):
    for i in range(n):
        s.put(m[i])

@process
def b(n: Scalar(u8, min=1), m: Mem(i8), s: Stream(i8), y: Stream(i16)):
    for i in range(n):
        y.put(s.get() + m[i + 1])
"""
    assert refused(source) == (
        "kernel.py: m is used by 2 processes (a, b) in Vitis HLS C++ (limit: one process for an "
        "m_axi argument); give each process an argument of its own and pass one address twice"
    )


def test_helper_that_assigns_a_list_parameter():
    """In Python the caller's list stays as it is; an alias in C++ would overwrite it."""
    source = """
def turn(v):
    v = [v[1], v[0]]
    return v[0]

@process
def p(n: Scalar(u8, min=1), x: Stream(i8, 2), y: Stream(i16)):
    for i in range(n):
        w = x.get()
        y.put(turn(w) + w[1])
"""
    assert refused(source) == (
        "kernel.py:5: turn assigns its list parameter v in Vitis HLS C++; use a variable of its own"
    )


def test_names_that_cpp_reserves():
    source = """
@process
def register(int: Scalar(u8, min=1), new: Stream(i8), delete: Stream(i8)):
    for template in range(int):
        delete.put(new.get() + template)
"""
    text = source_of(compiled_of(source))
    assert "static void kernel_register(ap_uint<8> int_," in text
    assert "for (int template_ = 0; template_ < int_.to_int(); ++template_)" in text
    assert "#pragma HLS interface s_axilite port=int_ bundle=control offset=0x10" in text
    with pytest.raises(InputError, match=r"^name 'größe' in a kernel for Vitis HLS \(limit: ASCII"):
        identifier("größe")


def test_kernels_named_like_functions_of_the_c_library():
    """`void log2(...)` would meet the one of math.h; an argument of that name meets nothing."""
    source = """
@process
def p(n: Scalar(u8, min=1), index: Stream(u8), y: Stream(u8)):
    for t in range(n):
        y.put(index.get())
"""
    files = emit_vitis(compiled_of(source, "log2"))
    assert re.search(
        r"void log2_\(ap_uint<8> n,\s+hls::stream<ap_uint<8> >& index,", files["log2.h"]
    )
    assert "log2_(" in files["tb_log2.cpp"]
    assert "set_top log2_\n" in files["script_vitis.tcl"]


# ---- types and literals ----


@settings(deadline=None)
@given(st.integers(-(1 << 70), 1 << 70), st.integers(-(1 << 70), 1 << 70))
def test_exact_type_is_exact(a, b):
    lo, hi = min(a, b), max(a, b)
    match = re.fullmatch(r"ap_(u?)int<(\d+)>", exact_type(lo, hi))
    kind = Int(int(match[2]), signed=not match[1])
    assert kind.lo <= lo <= hi <= kind.hi
    if kind.width > 1 + kind.signed:
        narrower = Int(kind.width - 1, kind.signed)
        assert not (narrower.lo <= lo and hi <= narrower.hi)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (7, "7"),
        (-7, "(-7)"),
        (-(1 << 31), "(-2147483647 - 1)"),
        (1 << 31, "ap_uint<32>(2147483648LL)"),
        (-(1 << 63), 'ap_int<64>("-9223372036854775808", 10)'),
        (1 << 64, 'ap_uint<65>("18446744073709551616", 10)'),
    ],
)
def test_literals(value, text):
    assert literal(value).text == text


def test_parentheses_that_hold_the_whole():
    assert unwrapped("((a + b) * c)") == "(a + b) * c"
    assert unwrapped("(a + b) * (c)") == "(a + b) * (c)"
