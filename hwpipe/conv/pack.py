"""Tensors to and from the kernel's layouts."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.conv.fold import fold_input, fold_weights
from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.plan import ConvPlan
from hwpipe.conv.shape import ConvConfig
from hwpipe.errors import InputError

__all__ = [
    "empty_output", "pack_channels", "pack_input", "pack_tensor", "pack_weights", "to_signed",
    "to_unsigned", "unpack_output", "unpack_tensor", "weight_order",
]  # fmt: skip

#: Scales are multiples of 2^-16 below 2.
SCALE_BITS, SCALE_MAX = 16, (1 << 17) - 1


def to_signed(x: NDArray[Any], zero_point: int) -> tuple[NDArray[np.int8], int]:
    """A uint8 tensor and its zero point as int8: both less 128, the real values stay the same.

    Raises:
        InputError: another type, or a zero point outside of it.
    """
    if x.dtype != np.uint8 or not 0 <= zero_point <= 255:
        raise InputError(
            f"tensor of {x.dtype} with zero point {zero_point}", limit="uint8, zero point 0 to 255"
        )
    return (x ^ np.uint8(128)).view(np.int8), int(zero_point) - 128


def to_unsigned(y: NDArray[Any]) -> NDArray[np.uint8]:
    """An int8 tensor whose zero point was given less 128, as the uint8 tensor that it stands for.

    Raises:
        InputError: another type.
    """
    if y.dtype != np.int8:
        raise InputError(f"tensor of {y.dtype}", limit="int8")
    return np.ascontiguousarray(y).view(np.uint8) ^ np.uint8(128)


def pack_tensor(x: NDArray[Any], layout: TensorLayout, fill: int) -> NDArray[np.int8]:
    """(channels, rows, columns) int8 to a flat array; the ring and idle lanes hold `fill`."""
    lay = layout
    per_group = lay.channels // lay.groups
    top, left, _, _ = lay.ring
    out = np.full((lay.groups, lay.blocks * lay.lanes, lay.rows, lay.columns), fill, np.int8)
    out[:, :per_group, top : top + lay.height, left : left + lay.width] = x.reshape(
        lay.groups, per_group, lay.height, lay.width
    )
    blocks = out.reshape(lay.groups, lay.blocks, lay.lanes, lay.rows, lay.columns)
    return np.ascontiguousarray(blocks.transpose(0, 1, 3, 4, 2)).reshape(-1)


def unpack_tensor(raw: NDArray[Any], layout: TensorLayout) -> NDArray[np.int8]:
    """A flat array to (channels, rows, columns)."""
    lay = layout
    top, left, _, _ = lay.ring
    blocks = np.asarray(raw[: lay.total_bytes]).astype(np.int8).reshape(
        lay.groups, lay.blocks, lay.rows, lay.columns, lay.lanes
    )  # fmt: skip
    full = blocks.transpose(0, 1, 4, 2, 3).reshape(lay.groups, -1, lay.rows, lay.columns)
    inner = full[:, : lay.channels // lay.groups, top : top + lay.height, left : left + lay.width]
    return inner.reshape(lay.channels, lay.height, lay.width)


def pack_input(plan: ConvPlan, x: NDArray[Any], zero_point: int = 0) -> NDArray[np.int8]:
    """The input as the kernel reads it, with the bytes that tiles over the edge touch.

    Args:
        plan: of the layer.
        x: (channels, rows, columns) int8.
        zero_point: of the input, what padding holds.
    """
    want = (plan.shape.channels, plan.shape.height, plan.shape.width)
    if x.shape != want or x.dtype != np.int8:
        remedy = "shift it by 128 first: to_signed(x, zero_point)" if x.dtype == np.uint8 else None
        raise InputError(f"input of {x.dtype} {x.shape}", limit=f"int8 {want}", remedy=remedy)
    folded = fold_input(x, plan.shape, plan.fold, zero_point)
    raw = pack_tensor(folded, plan.x_layout, zero_point)
    return np.pad(raw, (0, plan.x_bytes - raw.size), constant_values=zero_point)


@lru_cache(maxsize=16)
def weight_order(config: ConvConfig) -> NDArray[np.intp]:
    """Position in a flat (PI, PO) set of the weight that each byte of its beats carries.

    A beat here is what both ports bring in one cycle: one port's bytes, then the other's.
    """
    from hwpipe.hls.kernel import load_kernel

    slots = np.array(load_kernel("conv2d", config.params).namespace["SLOT"])
    beats = config.weight_beats
    order = np.empty((beats, 2 * config.port_bytes), np.intp)
    for flat, slot in enumerate(slots.reshape(-1)):
        # A chain's first beat travels to its last register.
        order[beats - 1 - slot % beats, slot // beats] = flat
    return order.reshape(-1)


def pack_weights(
    plan: ConvPlan, w: NDArray[Any]
) -> tuple[NDArray[np.int8], NDArray[np.int8]]:  # fmt: skip
    """The weights in the order in which the kernel reads them, half of each beat for each port.

    Args:
        plan: of the layer.
        w: (filters, channels / groups, kernel rows, kernel columns) int8.

    Raises:
        InputError: another shape, or -128 where two weights share a multiplier.
    """
    shape, config, cut, geo = plan.shape, plan.config, plan.blocking, plan.geometry
    want = (shape.filters, shape.channels // shape.groups, *shape.taps)
    if w.shape != want or w.dtype != np.int8:
        raise InputError(f"weights of {w.dtype} {w.shape}", limit=f"int8 {want}")
    if config.shift and (w == -128).any():
        raise InputError(
            "a weight of -128", limit="-127 to 127 where two weights share a multiplier",
            remedy="quantise symmetrically (reduce_range or clip), or build with shift = 0",
        )  # fmt: skip
    folded = fold_weights(w, plan.fold)
    per_group, channels = shape.filters // shape.groups, folded.shape[1]
    full = np.zeros(
        (shape.groups, cut.blocks * cut.block * config.po, geo.tiles_in * config.pi, geo.taps),
        np.int8,
    )
    full[:, :per_group, :channels] = folded.reshape(shape.groups, per_group, channels, geo.taps)
    sets = full.reshape(
        shape.groups, cut.blocks, cut.block, config.po, geo.tiles_in, config.pi, geo.taps
    ).transpose(0, 1, 4, 2, 6, 5, 3)
    if config.shift:
        sets = sets.copy()
        sets[..., 1::2] -= sets[..., 0::2] < 0
    flat = sets.reshape(-1, config.pi * config.po)
    order = weight_order(config).reshape(-1, 2, config.port_bytes)
    first, second = (np.ascontiguousarray(flat[:, order[:, k].reshape(-1)]) for k in (0, 1))
    return first.reshape(-1), second.reshape(-1)


def scale_numerators(scale: NDArray[Any] | float, filters: int) -> NDArray[np.int64]:
    """Scales as multiples of 2^-16, one per filter.

    Raises:
        InputError: a scale that is not on the grid.
    """
    values = np.broadcast_to(np.asarray(scale, np.float64).reshape(-1), (filters,))
    exact = values * (1 << SCALE_BITS)
    steps = np.rint(exact).astype(np.int64)
    bad = np.flatnonzero((steps != exact) | (steps < 0) | (steps > SCALE_MAX))
    if bad.size:
        raise InputError(
            f"scale {values[bad[0]]:.9g} of filter {bad[0]}",
            limit="a multiple of 2^-16 from 0 to below 2",
            remedy="round the weight scales to the grid (hwpipe quantize does)",
        )
    return np.asarray(steps, np.int64)


def pack_channels(
    plan: ConvPlan, w: NDArray[Any], bias: NDArray[Any] | None, scale: NDArray[Any] | float,
    x_zero_point: int = 0,
) -> NDArray[np.int32]:  # fmt: skip
    """Bias and scale of every output channel in the order in which the kernel reads them.

    Args:
        plan: of the layer.
        w: weights as for `pack_weights`; the input's zero point is folded into the bias.
        bias: int32 per filter, in units of x_scale * w_scale.
        scale: x_scale * w_scale / y_scale, one or one per filter, a multiple of 2^-16.
        x_zero_point: of the input.
    """
    shape, config, cut = plan.shape, plan.config, plan.blocking
    total = np.zeros(shape.filters, np.int64) if bias is None else np.asarray(bias, np.int64)
    if total.shape != (shape.filters,):
        raise InputError(f"bias of shape {total.shape}", limit=f"({shape.filters},)")
    total = total - int(x_zero_point) * w.reshape(shape.filters, -1).astype(np.int64).sum(axis=1)
    lanes = cut.blocks * cut.block * config.po
    out = np.zeros((shape.groups, lanes, 2), np.int32)
    per_group = shape.filters // shape.groups
    out[:, :per_group, 0] = total.astype(np.int32).reshape(shape.groups, per_group)
    out[:, :per_group, 1] = scale_numerators(scale, shape.filters).reshape(shape.groups, per_group)
    # The first pair travels to the last register.
    tiles = out.reshape(-1, config.po, 2)[:, ::-1]
    return np.ascontiguousarray(tiles).reshape(-1)


def empty_output(plan: ConvPlan, fill: int = 0) -> NDArray[np.int8]:
    """Memory for the output, its ring already holding the output's zero point."""
    return np.full(plan.y_layout.total_bytes, fill, np.int8)


def unpack_output(plan: ConvPlan, raw: NDArray[Any]) -> NDArray[np.int8]:
    """(filters, rows, columns) from the output's memory."""
    return unpack_tensor(raw, plan.y_layout)
