"""Shared by the tests of the HLS compiler."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from hwpipe.hls import load_kernel
from hwpipe.hls.builder import build
from hwpipe.hls.icarus import available, run_icarus
from hwpipe.hls.rtl_run import compare

needs_icarus = pytest.mark.skipif(not available(), reason="Icarus Verilog is not on PATH")

HEADER = (
    "from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, process, sat\n"
    + "from hwpipe.hls import "
    + ", ".join(
        f"{k}{w}" for k in "iu" for w in (1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 16, 20, 24, 32, 40)
    )
    + "\n"
)


def kernel_of(source: str, name: str = "test_kernel", **params: int):
    return load_kernel(Path(f"{name}.py"), params, source=HEADER + source)


def values_of(name: str, rng: np.random.Generator):
    """Arguments of the kernels that come with hwpipe, small."""
    if name == "fir":
        return {"n": 40, "x": [int(v) for v in rng.integers(-(1 << 15), 1 << 15, 40)]}
    if name == "scale":
        x = rng.integers(-128, 128, 8 * 20)
        return {"n": 20, "factor": 40_000, "shift": 13, "x": x, "y": np.zeros_like(x)}
    if name == "matmul":
        mb, nb, k = 2, 3, 11
        return {
            "mb": mb, "nb": nb, "k": k, "a": rng.integers(-128, 128, mb * 8 * k),
            "b": rng.integers(-128, 128, k * nb * 8), "c": np.zeros(mb * nb * 64, np.int64),
        }  # fmt: skip
    if name == "stencil3x3":
        return {"height": 4, "width": 6, "x": [int(v) for v in rng.integers(0, 256, 24)]}
    if name == "argmax":
        return {"rows": 5, "blocks": 3, "x": rng.integers(-128, 128, 60),
                "index": np.zeros(5, np.int64)}  # fmt: skip
    if name in {"depthwise", "conv_input_grad", "conv_weight_grad"}:
        return small_layer(name, rng).values
    raise AssertionError(name)


def small_layer(name: str, rng: np.random.Generator):
    """A small layer for one of the convolution kernels: partial tiles, stride, padding."""
    from hwpipe.conv.depthwise import depthwise_call
    from hwpipe.conv.grad import input_grad_call, weight_grad_call

    def int8(*shape):
        return rng.integers(-128, 128, shape)

    if name == "depthwise":
        return depthwise_call(int8(1, 9, 6, 7), int8(9, 1, 3, 3), stride=2, pad=1)
    if name == "conv_input_grad":
        return input_grad_call(
            int8(1, 9, 3, 4), int8(9, 5, 3, 3), height=6, width=7, stride=2, pad=1
        )
    return weight_grad_call(int8(2, 9, 6, 7), int8(2, 3, 3, 4), kernel=3, stride=2, pad=1)


def run_and_compare(kernel, values, folder: Path, **options):
    """Build, simulate, compare; gives the build."""
    result = build(kernel, folder / "build")
    got = run_icarus(result, values, folder / "sim", **options)
    assert compare(kernel, values, got) is None
    return result, got
