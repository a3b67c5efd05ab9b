"""Shared by the tests of the Vitis back end."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from hwpipe.hls import compile_kernel, load_kernel
from hwpipe.hls.trial import trial_values
from hwpipe.hls.vitis.csim import ap_types_dir

HERE = Path(__file__).parent
needs_csim = pytest.mark.skipif(
    ap_types_dir() is None or shutil.which("g++") is None,
    reason="C simulation needs g++ and the headers of the hls4ml wheel",
)

HEADER = (
    "from hwpipe.hls import Array, Buffer, Mem, Scalar, Stream, process, sat\n"
    "from hwpipe.hls import i8, i9, i16, i20, i32, i40, u4, u8, u12, u16, u32, u64\n"
)


def own_kernel(name: str):
    """A kernel of these tests."""
    return load_kernel(HERE / "kernels" / f"{name}.py")


def compiled_of(source: str, name: str = "kernel"):
    """A compiled kernel from source text; its first line is line 3."""
    return compile_kernel(load_kernel(Path(f"{name}.py"), source=HEADER + source))


def values_of(name: str, rng: np.random.Generator):
    """Small arguments of a kernel."""
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
        x = rng.integers(-128, 128, 60)
        return {"rows": 5, "blocks": 3, "x": x, "index": np.zeros(5, np.int64)}
    if name == "mixed":
        items = rng.integers(-128, 128, (30, 4)).tolist()
        return {"n": 30, "a": items, "out": np.zeros(30, np.int64)}
    if name == "tiles":
        return {
            "n": 3, "a": rng.integers(-128, 128, 192), "w": rng.integers(-128, 128, 24),
            "o": np.zeros(24, np.int64),
        }  # fmt: skip
    if name in {"depthwise", "conv_input_grad", "conv_weight_grad"}:
        return small_layer(name, rng).values
    if name == "conv2d":
        return small_conv2d(rng)
    if name == "elementwise":
        return small_sum(rng)
    return trial_values(load_kernel(name), int(rng.integers(1 << 31)))


def small_sum(rng: np.random.Generator):
    """Residual sum of two tensors of two blocks, three rows and two pixels of 16 lanes."""
    blocks = {f"{n}_block": 96 for n in "aby"} | {f"{n}_beats": 4 for n in "aby"}
    return {
        "blocks": 2, "rows": 3, "up_y": 1, "up_x": 1, "pair": 1, "pixels": 12, "beats": 24,
        "a_row": 32, "b_row": 32, "y_row": 32, "y_step": 32, **blocks, "ka": 21_000,
        "ka_low": 9_000, "kb": 13_000, "pivot": -7, "offset": 123_456 + (1 << 14), "shift": 15,
        "tie": (1 << 15) - 64, "below": -104 << 15, "above": 116 << 15, "zero": 5, "low": -100,
        "high": 120,
        "a": rng.integers(-128, 128, 192), "b": rng.integers(-128, 128, 192),
        "y": np.zeros(192, np.int64),
    }  # fmt: skip


def small_conv2d(rng: np.random.Generator):
    """A small layer of the convolution kernel, built as it comes."""
    from hwpipe.conv import ConvConfig, ConvShape, plan_conv, random_layer
    from hwpipe.conv.run import kernel_values

    shape = ConvShape(6, 5, 6, 7, 3, 2, 1)
    layer = random_layer(shape, int(rng.integers(1 << 31)))
    return kernel_values(plan_conv(shape, ConvConfig()), layer)


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
