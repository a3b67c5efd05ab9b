"""Windows over channels side by side (`hls/window.py`): geometry and numbers to scalars.

The kernel adds up codes plus 128, two neighbouring output pixels at once, and requantises with one
constant for each channel that makes up for everything: bias, zero points, half of the last bit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Command
from hwpipe.accel.layers import NotOnKernel, Writer
from hwpipe.accel.places import Place
from hwpipe.conv.lanes import split_rows
from hwpipe.errors import InputError

__all__ = ["PIXELS", "STEPS", "TAPS", "window"]

Array = npt.NDArray[Any]
#: Of hls/window.py: pixels of one half of its input buffer, weights of a channel, cycles in which
#: the sums of a pair of pixels leave.
PIXELS, TAPS, STEPS = 2048, 128, 8
#: Longest stride, dilation and padding, kernel sides, bits of a sum, longest shift.
_LIMITS = {"stride": 63, "dilation": 63, "padding": 63, "kernel": 255}
_SUM_BITS, _MAX_SHIFT, _CONSTANT_BITS = 23, 36, 47


@dataclass(frozen=True)
class _Axis:
    """One axis of a window: the outputs' first and last pixel, what they read."""

    first: int
    count: int
    size: int
    kernel: int
    stride: int
    dilation: int
    pad: int

    @property
    def reach(self) -> int:
        return (self.kernel - 1) * self.dilation + 1

    @property
    def start(self) -> int:
        """First pixel of the image that is read."""
        return max(0, self.first * self.stride - self.pad)

    @property
    def used(self) -> int:
        """Pixels of the image from `start` on that may be read."""
        end = (self.first + self.count - 1) * self.stride - self.pad + self.reach
        return max(1, min(self.size, end) - self.start)

    @property
    def before(self) -> int:
        """Padding in front of `start`."""
        return self.start - (self.first * self.stride - self.pad)


def _runs(k: Array) -> Iterator[tuple[int, int, int, int]]:
    """Rectangles of equal multipliers: first row, rows, first column, columns."""
    rows = np.flatnonzero(np.any(k[1:] != k[:-1], axis=1)) + 1
    cols = np.flatnonzero(np.any(k[:, 1:] != k[:, :-1], axis=0)) + 1
    row_ends, col_ends = [0, *rows, k.shape[0]], [0, *cols, k.shape[1]]
    for top, bottom in pairwise(row_ends):
        for left, right in pairwise(col_ends):
            yield int(top), int(bottom - top), int(left), int(right - left)


def window(
    x: Place, y: Place, geometry: dict[str, Any], parameters: tuple[Array | None, Array, Array],
    write: Writer, *, rounding: dict[str, int], before: int, fill: int, largest: bool = False,
    port_bytes: int = 8,
) -> list[Command]:  # fmt: skip
    """A window over every channel; several commands where the multiplier depends on the pixel.

    Args:
        x: the input.
        y: the output.
        geometry: kernel, strides, dilations, pads of the layer.
        parameters: weights (channels, taps) or None for ones; bias; k per channel or pixel.
        write: takes weights and channel parameters.
        rounding: scalars of the rounding.
        before: added to every product before it.
        fill: code that padding holds.
        largest: keep the largest code in place of the sum.
        port_bytes: of the kernel's ports.

    Raises:
        NotOnKernel: beyond the kernel's limits.
    """
    (kh, kw), (sy, sx) = geometry["kernel"], geometry["strides"]
    (dy, dx), ((top, left), _) = geometry["dilations"], geometry["pads"]
    taps, bias, k = parameters
    for name, values in (("stride", (sy, sx)), ("dilation", (dy, dx)), ("padding", (top, left)),
                         ("kernel", (kh, kw))):  # fmt: skip
        if max(values) > _LIMITS[name]:
            raise NotOnKernel(f"its {name} is {max(values)}; at most {_LIMITS[name]}")
    if rounding["shift"] > _MAX_SHIFT:
        raise NotOnKernel(f"its multiplier's shift is {rounding['shift']}; at most {_MAX_SHIFT}")
    lay, out = x.layout, y.layout
    by_pixel = k.ndim == 2
    rectangles = list(_runs(k)) if by_pixel else [(0, out.height, 0, out.width)]
    made = []
    for row, rows, col, cols in rectangles:
        down = _Axis(row, rows, lay.height, kh, sy, dy, top)
        across = _Axis(col, cols, lay.width, kw, sx, dx, left)
        shape = _shape(down, across, taps is None)
        own = np.broadcast_to(k[row, col], (len(bias),)) if by_pixel else k
        constants = _constants(
            (taps, bias, own), x, shape, before=before, fill=fill, largest=largest,
            taps_of_layer=kh * kw,
        )  # fmt: skip
        scalars = {
            **shape, "blocks": lay.blocks, "fill": fill + 128, "unit": int(taps is None),
            "largest": int(largest), "x_block": lay.block_bytes, "x_row": lay.row_bytes,
            "x_band": shape["step"] * lay.row_bytes, "x_top": shape["top"] * lay.row_bytes,
            "k_block": constants.shape[1], "k_beats": constants.shape[1] // port_bytes,
            "y_block": out.block_bytes, "y_row": out.row_bytes, **rounding,
        }  # fmt: skip
        pointers = {
            "x": x.pixel_address + down.start * lay.row_bytes + across.start * lay.lanes,
            "y": y.pixel_address + row * out.row_bytes + col * out.lanes,
            "k": write(constants.reshape(-1)),
        }
        made.append(Command("window", scalars, pointers))
    return made


def _shape(down: _Axis, across: _Axis, unit: bool) -> dict[str, int]:
    """Scalars of the loops.

    Raises:
        NotOnKernel: too many weights, or a band that does not fit the buffer.
    """
    width, kh = across.used, down.kernel
    span = max(across.kernel, -(-STEPS // kh))
    if not unit and kh * span > TAPS:
        raise NotOnKernel(
            f"its {down.kernel} x {across.kernel} weights a channel are more than {TAPS}"
        )
    if kh * across.kernel * 255 >= 1 << (_SUM_BITS - 1):
        raise NotOnKernel(f"its {kh} x {across.kernel} window adds more than {_SUM_BITS} bits hold")
    rows, oh, split = 0, down.count, 0
    try:
        rows, bands = split_rows(
            down.count, lambda r: ((r - 1) * down.stride + down.reach) * width < PIXELS, "", ""
        )
    except InputError:
        # The window itself in bands, where it is the only one of its column.
        fits = (PIXELS - 1) // width
        if down.count > 1 or not unit or down.dilation > 1 or not fits:
            raise NotOnKernel(
                f"{down.reach} rows of {width} pixels are more than {PIXELS} on chip"
            ) from None
        bands = -(-kh // fits)
        kh, split = -(-kh // bands), 1
        rows, oh = 1, bands
        span = max(across.kernel, -(-STEPS // kh))
    tall = (rows - 1) * down.stride + (kh - 1) * down.dilation + 1
    return {
        "bands": bands, "rows": rows, "tall": tall, "step": kh if split else rows * down.stride,
        "h": down.used, "w": width, "top": down.before, "left": across.before, "oh": oh,
        "kh": kh, "kw": across.kernel, "span": span, "pairs": -(-across.count // 2),
        "t_row": down.stride * width if rows > 1 else 0,
        "t_ky": down.dilation * width if kh > 1 else 0,
        "t_pair": 2 * across.stride, "t_next": across.stride, "t_kx": across.dilation,
        "split": split, "y_rows": down.count, "ow": across.count,
    }  # fmt: skip


def _constants(
    parameters: tuple[Array | None, Array, Array], x: Place, s: dict[str, int], *, before: int,
    fill: int, largest: bool, taps_of_layer: int,
) -> Array:  # fmt: skip
    """Bytes (blocks, bytes): for each channel k and what is added to its product; then weights."""
    taps, bias, k = parameters
    lanes, blocks = x.layout.lanes, x.layout.blocks
    factors = np.zeros(blocks * lanes, np.int64)
    added = np.zeros(blocks * lanes, np.int64)
    factors[: len(bias)] = k
    if largest:
        weights = np.zeros((blocks * lanes, 2), np.int8)
        added += before
    elif taps is None:
        weights = np.zeros((blocks * lanes, 2), np.int8)
        weights[:, 0] = 1
        # What bands of a split window read beyond the image.
        beyond = (s["bands"] * s["kh"] * s["kw"] - taps_of_layer) if s["split"] else 0
        offset = 128 * taps_of_layer + beyond * (fill + 128)
        added[: len(bias)] = (np.asarray(bias, np.int64) - offset) * k + before
    else:
        weights = np.zeros((blocks * lanes, s["kh"] * s["span"]), np.int8)
        grid = weights.reshape(-1, s["kh"], s["span"])
        grid[: len(taps), :, : s["kw"]] = taps.reshape(len(taps), s["kh"], s["kw"])
        offset = 128 * taps.astype(np.int64).sum(axis=1)
        added[: len(bias)] = (np.asarray(bias, np.int64) - offset) * k + before
    # Beyond these limits every sum saturates, by the limits of sum and shift.
    limit = (1 << (_CONSTANT_BITS - 1)) - 1
    added = np.clip(added, -limit, limit)
    words = (factors.astype(np.uint64) | (added.astype(np.uint64) << np.uint64(17))).astype("<u8")
    by_block = weights.reshape(blocks, lanes, -1).transpose(0, 2, 1).reshape(blocks, -1)
    head = words.view(np.uint8).reshape(blocks, lanes * 8)
    return np.concatenate([head, by_block.view(np.uint8)], axis=1)
