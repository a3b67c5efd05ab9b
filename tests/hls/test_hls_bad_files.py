"""Kernel files whose own code, names or sizes cannot be used: one line, with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hls_help import HEADER, kernel_of

from hwpipe.errors import InputError
from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.preconditions import check_scalars

COPY = """
@process
def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i8)):
    for i in range(n):
        y.put(x.get())
"""


def copying(**names: str) -> str:
    """`COPY` with other names of its arguments."""
    out = COPY
    for old, new in names.items():
        out = out.replace(f"{old}: ", f"{new}: ").replace(f"{old}.", f"{new}.")
    return out


FILES = {
    "an import that is not there": (
        "import no_such_package\n" + COPY,
        r"test_kernel.py:\d+: ModuleNotFoundError: No module named 'no_such_package'",
    ),
    "a constant that fails": (
        "T = [1 // k for k in range(3)]\n" + COPY,
        r"test_kernel.py:\d+: ZeroDivisionError: .*",
    ),
    "a type that is none": (
        COPY.replace("Stream(i8), y", "Stream(Int(300)), y").replace(
            "@process", "from hwpipe.hls import Int\n\n@process"
        ),
        r"test_kernel.py:\d+: integer type of 300 bits \(limit: 1 to 128 bits\)",
    ),
    "an unknown directive": (
        COPY + "\ndef schedule(s):\n    s.inline('p')\n",
        r"test_kernel.py:\d+: AttributeError: 'Schedule' object has no attribute 'inline'",
    ),
    "a directive out of range": (
        COPY + "\ndef schedule(s):\n    s.m_axi('x', 'g', 48)\n",
        r"test_kernel.py:\d+: m_axi\('x', width=48\) \(limit: 32, 64, 128, 256, 512\)",
    ),
    "a helper that calls itself": (
        "def f(v):\n    return g(v) + 1\n\ndef g(v):\n    return f(v) - 1\n"
        + COPY.replace("x.get()", "f(x.get())"),
        r"test_kernel.py:\d+: helper f calls itself; write a loop of constant length",
    ),
    "two names that become one": (
        copying(x="a_b", y="a__b"),
        r"test_kernel.py:\d+: the name 'a__b' \(limit: too much like 'a_b'\); choose another",
    ),
    "a vector into a stream of single items": (
        COPY.replace("y.put(x.get())", "y.put([x.get(), 2])"),
        r"test_kernel.py:\d+: put into y needs 1 values; declare y as Stream\(type, lanes\)",
    ),
    "a get with an argument": (
        COPY.replace("x.get()", "x.get(3)"),
        r"test_kernel.py:\d+: 1 values for x.get\(\)",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_refused_in_one_line(name):
    source, message = FILES[name]
    with pytest.raises(InputError) as found:
        compile_kernel(kernel_of(source))
    assert "\n" not in str(found.value)
    found.match(f"^{message}$")


@pytest.mark.parametrize("name", ["small", "module", "my-kernel", "9lives", "hwp_fifo", "virtual"])
def test_names_that_no_module_can_have(name):
    with pytest.raises(InputError, match=rf"^{name}.py: a kernel named '{name}' .*rename the file"):
        load_kernel(Path(f"{name}.py"), source=HEADER + COPY)


def test_recursion_of_what_no_process_calls_is_python():
    source = "def f(k):\n    return 1 if k == 0 else k * f(k - 1)\n\nT = f(4)\n"
    kernel = kernel_of(source + COPY.replace("x.get()", "x.get() + T"))
    assert kernel.namespace["T"] == 24
    compile_kernel(kernel)


def test_processes_that_cannot_agree(tmp_path):
    source = """
@process
def a(n: Scalar(u8, min=1), x: Stream(i8), t: Stream(i8)):
    for i in range(n):
        t.put(x.get())

@process
def b(n: Scalar(u8, min=1), t: Stream(i8), y: Stream(i8)):
    for i in range(n + 1):
        y.put(t.get())
"""
    message = r"puts another number of items than the next gets with n = 3: b waits for t"
    with pytest.raises(InputError, match=message):
        build(kernel_of(source), tmp_path)


def test_empty_loops_are_refused_by_the_driver():
    source = """
@process
def p(n: Scalar(u4), m: Scalar(u4), x: Stream(i8), y: Stream(i8)):
    for i in range(n):
        for j in range(m - i):
            y.put(x.get())
"""
    compiled = compile_kernel(kernel_of(source))
    check_scalars(compiled, {"n": 3, "m": 3})
    with pytest.raises(InputError, match=r"with n = 0 \(limit: loop i runs at least once\)"):
        check_scalars(compiled, {"n": 0, "m": 3})
    with pytest.raises(InputError, match=r"limit: loop j runs at least once"):
        check_scalars(compiled, {"n": 4, "m": 3})


def test_a_folder_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match=r"the folder cannot be written: .*; give another with -o"):
        build("fir", tmp_path / "file" / "out")


def test_a_file_that_is_no_python(tmp_path):
    path = tmp_path / "noise.py"
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match=r"^noise.py: not a file of Python: .*can't decode"):
        load_kernel(path)
