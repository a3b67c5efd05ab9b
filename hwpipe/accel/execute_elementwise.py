"""Command `elementwise` in numpy: bit for bit what hls/elementwise.py computes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.rounding import rounded
from hwpipe.conv import ConvConfig

__all__ = ["run_elementwise"]

Array = npt.NDArray[Any]

#: Every code, in the order of its bits.
_CODES = np.arange(256, dtype=np.uint8).view(np.int8).astype(np.int64)


def _stream(view: Array, shape: tuple[int, ...], strides: tuple[int, ...]) -> Array:
    """Beats in the order in which a port delivers them, one code after the other."""
    return np.lib.stride_tricks.as_strided(view, shape, strides).reshape(-1)


def run_elementwise(s: Mapping[str, int], views: Mapping[str, Array], config: ConvConfig) -> None:
    """Run the command.

    Args:
        s: scalars that passed `hwpipe.accel.check`.
        views: bytes from every pointer on, as many as the command touches.
        config: of the kernel.
    """
    port = config.port_bytes
    pixel = max(1, config.pi // port) * port
    blocks, rows, up_y = s["blocks"], s["rows"], s["up_y"]
    left = _stream(
        views["a"], (blocks, rows, up_y, s["a_beats"] * port), (s["a_block"], s["a_row"], 0, 1)
    )
    if s["up_x"] > 1:
        left = np.repeat(left.reshape(-1, 1, pixel), s["up_x"], axis=1).reshape(-1)
    # What a code contributes depends on nothing else: tables of 256 entries.
    below = _CODES - s["pivot"]
    table = below * np.where(below < 0, s["ka_low"], s["ka"]) + s["offset"]
    if s["pair"]:
        right = _stream(
            views["b"], (blocks, rows, s["b_beats"] * port), (s["b_block"], s["b_row"], 1)
        )
        codes = rounded(table[left] + (_CODES * s["kb"])[right], s)
    else:
        codes = rounded(table, s)[left]
    out = np.lib.stride_tricks.as_strided(
        views["y"].view(np.int8), (blocks, rows, up_y, s["y_beats"] * port),
        (s["y_block"], s["y_step"], s["y_row"], 1),
    )  # fmt: skip
    out[...] = codes.reshape(out.shape)
