"""Preconditions reach the C++: `assert` and `within` stop the vendor's C simulation too."""

from __future__ import annotations

import re

import pytest
from vitis_help import needs_csim

from hwpipe.errors import WorkError
from hwpipe.hls import compile_kernel, interpret, load_kernel
from hwpipe.hls.rtl_run import compare
from hwpipe.hls.vitis.csim import build_csim, run_csim
from hwpipe.hls.vitis.emit import emit_vitis

SOURCE = """
from hwpipe.hls import Scalar, Stream, i8, i16, process, u8, within

@process
def p(n: Scalar(u8, min=1), m: Scalar(u8, min=1), x: Stream(i8), y: Stream(i16)):
    assert n * m <= 40, "n * m is at most 40"
    for i in range(n):
        for j in range(m):
            assert 0 <= n
            y.put(within(x.get(), -9, 127) * (i + j))
"""


def kernel():
    return load_kernel("promised", source=SOURCE)


def test_only_what_can_fail_is_asserted():
    text = emit_vitis(compile_kernel(kernel()))["promised.cpp"]
    assert re.findall(r"assert\((.*)\);", text) == ["(n * m) <= 40", "promised_2 >= (-9)"]


@needs_csim
def test_csim_runs_what_holds_and_stops_at_what_does_not(tmp_path):
    compiled = compile_kernel(kernel())
    program = build_csim(compiled, tmp_path, optimize="-O0")

    def run(values):
        return run_csim(compiled, values, tmp_path, program=program)

    good = {"n": 5, "m": 2, "x": [3, -9, 127, 0, 5, 6, 7, 8, 9, 100]}
    assert compare(compiled.kernel, good, run(good)) is None
    for bad in ({**good, "n": 9, "m": 5, "x": [1] * 45}, {**good, "x": [-10] * 10}):
        with pytest.raises(WorkError):
            interpret(compiled.kernel, bad)
        with pytest.raises(WorkError, match="Assertion"):
            run(bad)
