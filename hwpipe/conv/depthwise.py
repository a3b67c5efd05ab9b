"""Depthwise convolution on the kernel `depthwise`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.conv.lanes import LayerCall, from_lanes, out_extent, split_rows, to_lanes
from hwpipe.errors import InputError

__all__ = ["depthwise_call"]

Array = npt.NDArray[Any]


def depthwise_call(
    x: Array, w: Array, *, stride: int = 1, pad: int = 0, lanes: int = 8, pixels: int = 4096
) -> LayerCall:
    """A depthwise convolution as one start of the kernel.

    Args:
        x: (n, c, h, w) int8.
        w: (c * m, 1, k, k) int8; m filters for each channel.
        stride: 1 to 4.
        pad: zeros around the image, below k.
        lanes: LANES of the kernel.
        pixels: PIXELS of the kernel.

    Raises:
        InputError: a layer that the kernel does not take.
    """
    n, c, height, width = x.shape
    filters, _, kernel, _ = w.shape
    if filters % c:
        raise InputError(f"{filters} filters for {c} channels", limit=f"a multiple of {c}")
    x = np.repeat(x, filters // c, axis=1)
    oh, ow = (out_extent(e, kernel, stride, pad) for e in (height, width))
    rows, bands = split_rows(
        oh, lambda r: ((r - 1) * stride + kernel) * width <= pixels,
        f"depthwise convolution over rows of {width} pixels", f"{kernel} rows in {pixels} pixels",
    )  # fmt: skip
    blocks = -(-filters // lanes)
    taps = to_lanes(w.reshape(1, filters, kernel, kernel), lanes)
    out = (n, blocks, oh, ow, lanes)
    values = {
        "blocks": n * blocks, "bands": bands, "rows": rows, "tall": (rows - 1) * stride + kernel,
        "step": rows * stride, "h": height, "w": width, "pad": pad, "oh": oh,
        "ow": ow, "kernel": kernel, "stride": stride, "pixels": n * blocks * oh * ow,
        "x": to_lanes(x, lanes).ravel(), "k": np.tile(taps.ravel(), n),
        "z": np.zeros(int(np.prod(out)), np.int64),
    }  # fmt: skip
    return LayerCall(
        "depthwise", values, "z", lambda z: from_lanes(z.reshape(out), filters),
        n * filters * oh * ow * kernel**2,
    )  # fmt: skip
