"""The kernels that come with hwpipe: built, simulated with random stalls, compared with numpy."""

from __future__ import annotations

import numpy as np
import pytest
from hls_help import needs_icarus, run_and_compare, values_of

from hwpipe.hls import interpret, load_kernel

KERNELS = ["fir", "scale", "matmul", "stencil3x3", "argmax"]
#: Intervals that the hot process of each must reach.
HOT = {"fir": "filter", "scale": "scale", "matmul": "compute", "stencil3x3": "stencil",
       "argmax": "argmax"}  # fmt: skip


@needs_icarus
@pytest.mark.parametrize("name", KERNELS)
@pytest.mark.parametrize("stall", [0.0, 0.4])
def test_rtl_equals_source(name, stall, tmp_path):
    kernel = load_kernel(name)
    values = values_of(name, np.random.default_rng(7))
    result, _ = run_and_compare(kernel, values, tmp_path, stall=stall, repeat=2)
    assert result.compiled.process(HOT[name]).ii == 1


def test_fir_is_a_convolution():
    kernel = load_kernel("fir")
    x = np.random.default_rng(1).integers(-(1 << 15), 1 << 15, 50)
    out = interpret(kernel, {"n": 50, "x": [int(v) for v in x]})
    taps = np.array(kernel.namespace["COEFFICIENTS"])
    assert out["y"] == list(np.convolve(x, taps)[:50])


def test_matmul_is_a_matrix_product():
    values = values_of("matmul", np.random.default_rng(2))
    interpret(load_kernel("matmul"), values)
    a, b = values["a"].reshape(16, 11), values["b"].reshape(11, 24)
    assert np.array_equal(values["c"].reshape(16, 24), a @ b)


def test_stencil_is_a_weighted_neighbourhood():
    kernel = load_kernel("stencil3x3")
    values = values_of("stencil3x3", np.random.default_rng(3))
    out = interpret(kernel, values)
    image = np.pad(np.array(values["x"]).reshape(4, 6), 1)
    weights = np.array(kernel.namespace["WEIGHTS"]).reshape(3, 3)
    expected = [
        int(min(255, ((image[r : r + 3, c : c + 3] * weights).sum() + 8) >> 4))
        for r in range(4)
        for c in range(6)
    ]
    assert out["y"] == expected


def test_argmax_takes_the_first_of_equals():
    x = np.zeros(24, np.int64)
    x[[5, 9]] = 7
    x[12:] = -128
    values = {"rows": 2, "blocks": 3, "x": x, "index": np.zeros(2, np.int64)}
    interpret(load_kernel("argmax"), values)
    assert list(values["index"]) == [5, 0]


@needs_icarus
def test_parameters_change_the_hardware(tmp_path):
    kernel = load_kernel("fir", {"TAPS": 4})
    values = values_of("fir", np.random.default_rng(4))
    result, _ = run_and_compare(kernel, values, tmp_path)
    small = sum(p["multipliers"] for p in result.report["processes"])
    assert 0 < small <= 4


@pytest.mark.parametrize("name", KERNELS)
def test_a_kernel_is_short(name):
    lines = load_kernel(name).source.splitlines()
    assert len([x for x in lines if x.strip() and not x.strip().startswith("#")]) < 75
