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


def _taps(s: Mapping[str, int]) -> tuple[int, int]:
    """Rows and columns of a window, over all bands where it is split."""
    rows = s["kh"] * s["bands"] if s["split"] else s["kh"]
    return rows, s["kw"] if s["unit"] or s["largest"] else s["span"]


def _steps(s: Mapping[str, int]) -> tuple[int, int]:
    """Rows from an output to the next, and from a tap to the next: what the addresses say."""
    return s["step"] // s["rows"], s["t_ky"] // s["w"] if s["kh"] > 1 else 1


def _image(s: Mapping[str, int], x: Array, lanes: int) -> Array:
    """(blocks, rows, columns, lanes) int8 with every pixel that a window reaches, padding filled.

    Row 0 is `top` rows above the image, column 0 `left` columns beside it.
    """
    (kh, kw), (stride, dilation) = _taps(s), _steps(s)
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


def _sums(s: Mapping[str, int], image: Array, taps: Array | None) -> Array:
    """(blocks, rows, columns, lanes) int32: sums of products (codes plus 128), or largest codes."""
    (kh, kw), (stride, dilation) = _taps(s), _steps(s)
    oh, ow = s["y_rows"], s["ow"]
    total = np.zeros((s["blocks"], oh, ow, image.shape[-1]), np.int32)
    for ky in range(kh):
        for kx in range(kw):
            y, x = ky * dilation, kx * s["t_kx"]
            part = image[
                :, y : y + (oh - 1) * stride + 1 : stride,
                x : x + (ow - 1) * s["t_next"] + 1 : s["t_next"],
            ]  # fmt: skip
            if s["largest"]:
                total = np.maximum(total, part) if ky or kx else part.astype(np.int32)
            elif taps is None:
                total += part
            else:
                # Products of int8 fit in int16 and never overflow there: at most 2^14.
                weight = taps[:, ky * s["span"] + kx].astype(np.int16)
                total += part * weight[:, None, None, :]
    if s["largest"]:
        return total
    if taps is None:
        return np.asarray(total + 128 * kh * kw)
    offset = 128 * taps.astype(np.int32).sum(axis=1)
    return np.asarray(total + offset[:, None, None, :])


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
    taps = None
    if not s["unit"]:
        taps = held[:, 8 * lanes :].view(np.int8).reshape(blocks, -1, lanes)
    total = _sums(s, _image(s, views["x"], lanes), taps).astype(np.int64)
    total *= (words & np.uint64(0x1FFFF)).astype(np.int64)[:, None, None, :]
    total += (words.view(np.int64) >> 17)[:, None, None, :]
    codes = rounded(total, s)
    out = np.lib.stride_tricks.as_strided(
        views["y"].view(np.int8), codes.shape, (s["y_block"], s["y_row"], lanes, 1)
    )
    out[...] = codes
