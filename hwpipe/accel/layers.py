"""One layer of a program as commands: geometry and numbers to scalars.

Every function gets places of the tensors and a `Writer` that takes weights; it raises
`NotOnKernel` with the reason where the layer is outside of what the kernels do.
"""

from __future__ import annotations

from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Command
from hwpipe.accel.places import Place
from hwpipe.accel.rounding import clip_scalars
from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.pack import pack_channels, pack_weights
from hwpipe.conv.plan import ConvPlan
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import GRID_SHIFT, Multiplier

__all__ = [
    "NotOnKernel", "Writer", "conv_command", "elementwise", "grid_scale", "selection",
]  # fmt: skip

Array = npt.NDArray[Any]
#: Longest shift of `elementwise`: beyond it every sum of two products rounds to zero.
_MAX_SHIFT = 28


class NotOnKernel(Exception):  # noqa: N818 (a reason, not an error: the layer goes to the host)
    """Why a layer cannot run on the kernels."""


class Writer(Protocol):
    """Takes constants into the image."""

    def __call__(self, data: Array) -> int:
        """Store an array and return its address."""


def grid_scale(multiplier: Multiplier) -> Array:
    """Multipliers as `conv2d` takes them: multiples of 2^-16 below 2.

    Raises:
        NotOnKernel: a finer or larger one.
    """
    value = multiplier.value
    steps = np.ldexp(value, GRID_SHIFT)
    if np.any(steps != np.rint(steps)) or np.any(steps >= 1 << 17):
        raise NotOnKernel("its multiplier is no multiple of 2^-16 below 2")
    return value


def conv_command(
    plan: ConvPlan, values: dict[str, Any], x_at: int, y_at: int, write: Writer
) -> Command:
    """A planned convolution.

    Args:
        plan: with the layouts that input and output have in the image.
        values: w, bias, scale, x_zero_point and out of the layer.
        x_at: address of the input's layout.
        y_at: address of the output's layout.
        write: takes weights and channel parameters.
    """
    out: Output = values["out"]
    w = np.asarray(values["w"], np.int8)
    p = pack_channels(plan, w, values["bias"], values["scale"], values["x_zero_point"])
    scalars = {**plan.scalars, "zero": out.zero_point, "low": out.low, "high": out.high}
    first, second = pack_weights(plan, w)
    pointers = {
        "x": x_at + plan.x_offset, "w": write(first), "v": write(second), "p": write(p),
        "y": y_at + plan.y_offset,
    }  # fmt: skip
    return Command("conv2d", scalars, pointers)


def selection(channels: int, filters: int, pairs: list[tuple[int, int]]) -> dict[str, Any]:
    """A 1x1 convolution that moves channels: pairs of (from, to), every other output zero."""
    w = np.zeros((filters, channels, 1, 1), np.int8)
    for source, target in pairs:
        w[target, source] = 1
    return {"w": w, "bias": np.zeros(filters, np.int32), "scale": np.ones(filters),
            "x_zero_point": 0, "out": Output()}  # fmt: skip


def _flat(layout: TensorLayout) -> bool:
    return not any(layout.ring)


def elementwise(
    a: Place, b: Place | None, y: Place, numbers: dict[str, int], *,
    factors: tuple[int, int] = (1, 1), port_bytes: int = 8,
) -> Command:  # fmt: skip
    """A sum, requantisation, slope, clip, copy or enlargement.

    Args:
        a: first operand.
        b: second operand of a sum.
        y: the output.
        numbers: ka, ka_low, kb, pivot, offset and the rounding.
        factors: every row and pixel is written so many times.
        port_bytes: of the kernel's ports.

    Raises:
        NotOnKernel: beyond the kernel's limits.
    """
    if max(factors) > 7:
        raise NotOnKernel(f"it enlarges {max(factors)} times; at most 7")
    lay, out = a.layout, y.layout
    other = b.layout if b is not None else lay
    # Tensors without rings are one row for each block.
    joined = factors == (1, 1) and all(map(_flat, (lay, out, other)))
    rows, cols = (1, lay.height * lay.width) if joined else (lay.height, lay.width)
    beats = cols * lay.lanes // port_bytes
    up_y, up_x = factors
    pixels = lay.blocks * rows * up_y * cols
    scalars = {
        "blocks": lay.blocks, "rows": rows, "a_beats": beats, "b_beats": beats,
        "y_beats": beats * up_x, "up_y": up_y, "up_x": up_x, "a_block": lay.block_bytes,
        "a_row": lay.row_bytes, "b_block": other.block_bytes, "b_row": other.row_bytes,
        "y_block": out.block_bytes, "y_step": up_y * out.row_bytes, "y_row": out.row_bytes,
        "pixels": pixels, "beats": pixels * up_x * lay.lanes // port_bytes,
        "pair": int(b is not None),
        "ka": 1, "ka_low": 1, "kb": 0, "pivot": 0, "offset": 0, **clip_scalars(), **numbers,
    }  # fmt: skip
    if scalars["shift"] > _MAX_SHIFT:
        constant = (scalars["offset"] >> scalars["shift"]) + scalars["zero"]
        constant = min(max(constant, scalars["low"]), scalars["high"])
        scalars |= {"ka": 0, "ka_low": 0, "kb": 0, "offset": constant, **clip_scalars()}
    second = b.pixel_address if b is not None else a.pixel_address
    return Command(
        "elementwise", scalars, {"a": a.pixel_address, "b": second, "y": y.pixel_address}
    )
