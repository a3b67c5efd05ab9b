"""Simulate a layer on the kernel's RTL and compare it with the integer reference."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.conv.pack import (
    SCALE_BITS,
    empty_output,
    pack_channels,
    pack_input,
    pack_weights,
    unpack_output,
)
from hwpipe.conv.plan import ConvPlan, plan_conv
from hwpipe.conv.shape import ConvConfig, ConvShape

if TYPE_CHECKING:
    from hwpipe.hls.builder import BuildResult

__all__ = [
    "ConvLayer", "ConvRun", "built_kernel", "kernel_values", "random_layer", "reference_conv",
    "run_conv",
]  # fmt: skip

Int8 = NDArray[np.int8]


@dataclass(frozen=True)
class ConvLayer:
    """Values of a quantised convolution.

    Attributes:
        x: (channels, rows, columns) int8.
        w: (filters, channels / groups, kernel rows, kernel columns) int8, symmetric.
        bias: int32 per filter.
        scale: requantisation multiplier per filter, a multiple of 2^-16.
        x_zero_point: of the input.
        y_zero_point: of the output.
        clip: smallest and largest output; ReLU is (zero point, 127), ReLU6 has an upper end.
    """

    x: Int8
    w: Int8
    bias: NDArray[np.int32]
    scale: NDArray[np.float64]
    x_zero_point: int = 0
    y_zero_point: int = 0
    clip: tuple[int, int] = (-128, 127)


@dataclass(frozen=True)
class ConvRun:
    """What a simulated layer gave.

    Attributes:
        y: (filters, rows, columns) int8.
        cycles: from start to interrupt.
        predicted_cycles: of the plan.
        mac_use: useful products over what the array could do in these cycles.
        bit_exact: equal to the integer reference, memory around the output untouched.
        first_difference: where not, as text.
        plan: of the layer.
    """

    y: Int8
    cycles: int
    predicted_cycles: float
    mac_use: float
    bit_exact: bool
    first_difference: str | None
    plan: ConvPlan


def random_layer(shape: ConvShape, seed: int) -> ConvLayer:
    """A layer of random values whose outputs use the whole int8 range, corners included."""
    rng = np.random.default_rng(seed)
    per_group = shape.channels // shape.groups
    x = rng.integers(-128, 128, (shape.channels, shape.height, shape.width)).astype(np.int8)
    w = rng.integers(-127, 128, (shape.filters, per_group, *shape.taps)).astype(np.int8)
    products = per_group * shape.taps[0] * shape.taps[1]
    spread = 74.0 * 73.0 * np.sqrt(products)  # of a sum of products of uniform int8
    bias = rng.integers(-int(spread) - 1, int(spread) + 2, shape.filters).astype(np.int32)
    centre = 60.0 / spread * (1 << SCALE_BITS)
    steps = np.maximum(1, np.rint(centre * rng.uniform(0.3, 3.0, shape.filters)))
    zero = int(rng.integers(-128, 128))
    clips = [(-128, 127), (zero, 127), (zero, min(127, zero + 90))]
    return ConvLayer(
        x, w, bias, steps / (1 << SCALE_BITS), int(rng.integers(-128, 128)), zero,
        clips[int(rng.integers(len(clips)))],
    )  # fmt: skip


def reference_conv(shape: ConvShape, layer: ConvLayer) -> Int8:
    """The layer by the integer reference: QLinearConv, then the clip."""
    from hwpipe.fpga.reference import qlinear_conv

    top, left, bottom, right = shape.pads
    one = np.asarray(1, np.float32)
    x_zero, y_zero = (np.asarray(z, np.int8) for z in (layer.x_zero_point, layer.y_zero_point))
    y = qlinear_conv(
        layer.x[None], one, x_zero, layer.w, layer.scale.astype(np.float32), np.asarray(0, np.int8),
        one, y_zero, layer.bias,
        strides=shape.strides, pads=((top, left), (bottom, right)), dilations=shape.dilations,
        groups=shape.groups,
    )[0]  # fmt: skip
    low, high = layer.clip
    return np.asarray(np.clip(y, low, high), np.int8)


def kernel_values(plan: ConvPlan, layer: ConvLayer) -> dict[str, Any]:
    """Every argument of the kernel: scalars as int, memory as arrays.

    The arrays of `x` and `y` begin at the first pixel's byte: the plan's offsets are applied.
    """
    w = layer.w
    first, second = pack_weights(plan, w)
    return {
        **plan.scalars, "zero": layer.y_zero_point, "low": layer.clip[0], "high": layer.clip[1],
        "x": pack_input(plan, layer.x, layer.x_zero_point)[plan.x_offset :],
        "w": first, "v": second,
        "p": pack_channels(plan, w, layer.bias, layer.scale, layer.x_zero_point),
        "y": empty_output(plan, layer.y_zero_point)[plan.y_offset :],
    }  # fmt: skip


@lru_cache(maxsize=8)
def built_kernel(config: ConvConfig) -> BuildResult:
    """The kernel's RTL for these parameters, built once per process."""
    from hwpipe.hls.builder import build
    from hwpipe.hls.kernel import load_kernel

    _FOLDERS.append(tempfile.TemporaryDirectory(prefix="hwpipe-conv2d-"))
    return build(load_kernel("conv2d", config.params), _FOLDERS[-1].name)


_FOLDERS: list[tempfile.TemporaryDirectory[str]] = []


def run_conv(
    shape: ConvShape,
    config: ConvConfig | None = None,
    layer: ConvLayer | None = None,
    *,
    seed: int = 1,
    plan: ConvPlan | None = None,
    latency_cycles: int = 100,
    stall: float = 0.0,
    repeat: int = 1,
    limit_factor: float = 2.0,
    waves: Path | str | None = None,
) -> ConvRun:
    """Simulate a layer at register-transfer level and compare every byte.

    Args:
        shape: the layer.
        config: the kernel's parameters.
        layer: its values; random ones of `seed` by default.
        seed: of random values and stalls.
        plan: in place of `plan_conv`'s.
        latency_cycles: of the memory.
        stall: chance of every channel of the ports to pause in a cycle.
        repeat: runs without reset in between; the last one is compared.
        limit_factor: a run that takes longer than so many times the prediction is stopped.
        waves: file to record all signals to (`.fst` or `.vcd`).

    Raises:
        InputError: a layer outside of what the kernel was built for.
        WorkError: the run broke a rule or took too long.
    """
    from hwpipe.hls.rtl_run import run_rtl, simulator_of
    from hwpipe.sim.case import first_difference

    config = config or ConvConfig()
    plan = plan or plan_conv(shape, config, latency_cycles=latency_cycles)
    layer = layer or random_layer(shape, seed)
    values = kernel_values(plan, layer)
    built = built_kernel(config)
    predicted = plan.predicted_cycles / (1.0 - stall) ** 4
    got = run_rtl(
        built, simulator_of(built, waves=waves), values, seed=seed, stall=stall, repeat=repeat,
        latency=latency_cycles, limit_cycles=1 << 62, predicted_cycles=int(predicted),
        limit_factor=limit_factor, waves=waves,
    )  # fmt: skip
    memory = empty_output(plan, layer.y_zero_point)
    memory[plan.y_offset :] = got.memories["y"]
    y = unpack_output(plan, memory)
    difference = first_difference("y", y, reference_conv(shape, layer))
    use = shape.macs / (config.macs_per_cycle * got.cycles)
    return ConvRun(
        y, got.cycles, plan.predicted_cycles, use, difference is None, difference, plan
    )  # fmt: skip
