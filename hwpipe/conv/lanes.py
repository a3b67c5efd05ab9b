"""Tensors as kernels read them: channels in blocks of lanes, a block's lanes side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.errors import InputError

__all__ = ["LayerCall", "from_lanes", "out_extent", "split_rows", "to_lanes"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class LayerCall:
    """A layer as one start of a kernel.

    Attributes:
        kernel: name of the kernel.
        values: its scalars, and its arrays in memory as 1-D integers (outputs zero).
        output: name of the array that it writes.
        unpack: makes the layer's result of what lies in that array.
        macs: products that the layer needs (padding, partial tiles and dummy pixels apart).
    """

    kernel: str
    values: dict[str, Any]
    output: str
    unpack: Callable[[Array], Array] = field(repr=False)
    macs: int = 0


def to_lanes(x: Array, lanes: int) -> Array:
    """(n, c, h, w) to (n, ceil(c / lanes), h, w, lanes), missing channels zero."""
    n, c, h, w = x.shape
    blocks = -(-c // lanes)
    full = np.zeros((n, blocks * lanes, h, w), np.int64)
    full[:, :c] = x
    return np.ascontiguousarray(full.reshape(n, blocks, lanes, h, w).transpose(0, 1, 3, 4, 2))


def from_lanes(x: Array, channels: int) -> Array:
    """(n, blocks, h, w, lanes) back to (n, channels, h, w)."""
    n, blocks, h, w, lanes = x.shape
    return x.transpose(0, 1, 4, 2, 3).reshape(n, blocks * lanes, h, w)[:, :channels]


def out_extent(extent: int, kernel: int, stride: int, pad: int) -> int:
    """Output rows (or columns) of a convolution.

    Raises:
        InputError: if the kernel does not fit, or what the kernels here cannot take.
    """
    for what, value, low, high in (
        ("kernel", kernel, 1, 11), ("stride", stride, 1, 4), ("pad", pad, 0, min(7, kernel - 1)),
    ):  # fmt: skip
        if not low <= value <= high:
            raise InputError(f"{what} {value}", limit=f"{low} to {high}")
    if extent + 2 * pad < kernel:
        raise InputError(
            f"kernel {kernel} over {extent} pixels padded by {pad}", limit=f"{extent + 2 * pad}"
        )
    return (extent + 2 * pad - kernel) // stride + 1


def split_rows(total: int, fits: Callable[[int], bool], what: str, limit: str) -> tuple[int, int]:
    """Rows of a band, and bands, of equal size as nearly as can be.

    Args:
        total: rows of the layer.
        fits: whether so many rows fit the kernel's buffers; monotone.
        what: the layer, for the message.
        limit: the kernel's limit, for the message.

    Raises:
        InputError: if not even one row fits.
    """
    rows = next((r for r in range(total, 0, -1) if fits(r)), 0)
    if not rows:
        raise InputError(what, limit=limit, remedy="split the columns, or build larger buffers")
    bands = -(-total // rows)
    return -(-total // bands), bands
