"""Command `window` in numpy: from its scalars alone, bit for bit what hls/window.py computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.conv import ConvConfig

__all__ = ["rounded_codes", "run_window"]

Array = npt.NDArray[Any]


def rounded_codes(total: Array, s: Mapping[str, int]) -> Array:
    """Round int64 sums as `window` and `elementwise` do: two steps, the last one half to even."""
    near = (total + s["half"]) >> s["guard"]
    code = near >> s["shift"]
    part = near & s["mask"]
    up = part > s["middle"]
    if s["middle"] > 0:
        up |= (part == s["middle"]) & ((code & 1) == 1)
    code += up
    code += s["zero"]
    return np.minimum(np.maximum(code, s["low"], out=code), s["high"], out=code).astype(np.int8)


def _image(s: Mapping[str, int], x: Array, lanes: int) -> Array:
    """(blocks, rows, columns, lanes) int8 with every pixel that a window reaches, padding filled.

    Row 0 is `top` rows above the image, column 0 `left` columns beside it.
    """
    tall = (s["oh"] - 1) * s["stride_y"] + (s["kh"] - 1) * s["dy"] + 1
    wide = (s["ow"] - 1) * s["stride_x"] + (s["kw"] - 1) * s["dx"] + 1
    padded = np.full((s["blocks"], tall, wide, lanes), s["fill"], np.int8)
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
    """(blocks, rows, columns, lanes) int32: sums of products, or largest codes."""
    shape = (s["blocks"], s["oh"], s["ow"], image.shape[-1])
    total = np.zeros(shape, np.int32)
    for ky in range(s["kh"]):
        for kx in range(s["kw"]):
            y, x = ky * s["dy"], kx * s["dx"]
            part = image[
                :, y : y + (s["oh"] - 1) * s["stride_y"] + 1 : s["stride_y"],
                x : x + (s["ow"] - 1) * s["stride_x"] + 1 : s["stride_x"],
            ]  # fmt: skip
            if s["largest"]:
                total = np.maximum(total, part) if ky or kx else part.astype(np.int32)
            elif taps is None:
                total += part
            else:
                # Products of int8 fit in int16 and never overflow there: at most 2^14.
                weight = taps[:, ky * s["kw"] + kx].astype(np.int16)
                total += part * weight[:, None, None, :]
    return total


def run_window(s: Mapping[str, int], views: Mapping[str, Array], config: ConvConfig) -> None:
    """Run the command.

    Args:
        s: scalars that passed `hwpipe.accel.check`.
        views: bytes from every pointer on, as many as the command touches.
        config: of the kernel.
    """
    lanes, blocks = config.pi, s["blocks"]
    taps = None
    if not s["unit"]:
        taps = views["k"].view(np.int8).reshape(blocks, s["tap_beats"], lanes)
    pairs = views["p"].view(np.int32).reshape(blocks, lanes, 2)
    sums = _sums(s, _image(s, views["x"], lanes), taps)
    # The sum of 32 bits wraps as the hardware's does.
    total = (sums + pairs[:, None, None, :, 0]).astype(np.int64)
    if s["by_pixel"]:
        factors = (views["m"].view(np.int32).astype(np.int64) & 0x1FFFF).reshape(s["oh"], s["ow"])
        total *= factors[None, :, :, None]
    else:
        total *= (pairs[:, :, 1].astype(np.int64) & 0x1FFFF)[:, None, None, :]
    total += s["before"]
    codes = rounded_codes(total, s)
    out = np.lib.stride_tricks.as_strided(
        views["y"].view(np.int8), codes.shape, (s["y_block"], s["y_row"], lanes, 1)
    )
    out[...] = codes
