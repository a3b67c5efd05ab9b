"""Command `window` in numpy: from its scalars alone, bit for bit what hls/window.py computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.rounding import rounded
from hwpipe.conv import ConvConfig

__all__ = ["run_window"]

Array = npt.NDArray[Any]


def _window(s: Mapping[str, int], taps: Array) -> tuple[int, int]:
    """Rows and columns of a window, over all bands where it is split.

    Columns behind `kw` are steps that the kernel needs and that add nothing, unless memory holds
    another weight for them than zero.
    """
    rows = s["kh"] * s["bands"] if s["split"] else s["kh"]
    idle = s["largest"] or (s["unit"] and not taps[:, 1].any())
    return rows, s["kw"] if idle else s["span"]


def _steps(s: Mapping[str, int]) -> tuple[int, int]:
    """Rows from an output to the next, and from a tap to the next: what the addresses say."""
    return s["step"] // s["rows"], s["t_ky"] // s["w"] if s["kh"] > 1 else 1


def _image(s: Mapping[str, int], x: Array, size: tuple[int, int], lanes: int) -> Array:
    """(blocks, rows, columns, lanes) int8 with every pixel that a window reaches, padding filled.

    Row 0 is `top` rows above the image, column 0 `left` columns beside it; windows have `size`.
    """
    (kh, kw), (stride, dilation) = size, _steps(s)
    oh, ow = s["y_rows"], s["ow"]
    tall = (oh - 1) * stride + (kh - 1) * dilation + 1
    wide = (ow - 1) * s["t_next"] + (kw - 1) * s["t_kx"] + 1
    padded = np.full((s["blocks"], tall, wide, lanes), s["fill"] - 128, np.int8)
    rows = min(s["h"], tall - s["top"])
    cols = min(s["w"], wide - s["left"])
    if rows > 0 and cols > 0:
        inner = np.lib.stride_tricks.as_strided(
            x.view(np.int8), (s["blocks"], rows, cols, lanes),
            (s["x_block"], s["x_row"], lanes, 1),
        )  # fmt: skip
        padded[:, s["top"] : s["top"] + rows, s["left"] : s["left"] + cols] = inner
    return padded


def _sums(s: Mapping[str, int], x: Array, taps: Array, lanes: int) -> Array:
    """(blocks, rows, columns, lanes) int64: sums of products (codes plus 128), or largest codes.

    Args:
        s: scalars.
        x: bytes from its pointer on.
        taps: (blocks, weights, lanes) int8; where `unit` is set, one for all steps of the window
            and one for those behind `kw`.
        lanes: of a block.
    """
    (kh, kw), (stride, dilation) = _window(s, taps), _steps(s)
    image = _image(s, x, (kh, kw), lanes)
    oh, ow = s["y_rows"], s["ow"]
    total = np.zeros((s["blocks"], oh, ow, lanes), np.int32)
    weights = np.zeros((s["blocks"], lanes), np.int32)
    for ky in range(kh):
        for kx in range(kw):
            y, c = ky * dilation, kx * s["t_kx"]
            part = image[
                :, y : y + (oh - 1) * stride + 1 : stride,
                c : c + (ow - 1) * s["t_next"] + 1 : s["t_next"],
            ]  # fmt: skip
            if s["largest"]:
                total = np.maximum(total, part) if ky or kx else part.astype(np.int32)
                continue
            step = int(kx >= s["kw"]) if s["unit"] else ky * s["span"] + kx
            weight = taps[:, step]
            weights += weight
            if (weight == 1).all():
                total += part
            else:
                # Products of int8 fit in int16 and never overflow there: at most 2^14.
                total += part * weight.astype(np.int16)[:, None, None, :]
    if s["largest"]:
        return total.astype(np.int64)
    sums = total + 128 * weights[:, None, None, :].astype(np.int64)
    return np.asarray(((sums + (1 << 22)) & ((1 << 23) - 1)) - (1 << 22))


def run_window(s: Mapping[str, int], views: Mapping[str, Array], config: ConvConfig) -> None:
    """Run the command.

    Args:
        s: scalars that passed `hwpipe.accel.check`.
        views: bytes from every pointer on, as many as the command touches.
        config: of the kernel.
    """
    lanes, blocks = config.pi, s["blocks"]
    held = views["k"].reshape(blocks, s["k_block"])
    words = np.ascontiguousarray(held[:, : 8 * lanes]).view("<u8").reshape(blocks, lanes)
    taps = held[:, 8 * lanes :].view(np.int8).reshape(blocks, -1, lanes)
    total = _sums(s, views["x"], taps, lanes)
    total *= (words & np.uint64(0x1FFFF)).astype(np.int64)[:, None, None, :]
    total += (words.view(np.int64) >> 17)[:, None, None, :]
    codes = rounded(total, s)
    out = np.lib.stride_tricks.as_strided(
        views["y"].view(np.int8), codes.shape, (s["y_block"], s["y_row"], lanes, 1)
    )
    out[...] = codes
