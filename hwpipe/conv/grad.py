"""Gradients of a convolution on the kernels `conv_input_grad` and `conv_weight_grad`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.conv.lanes import LayerCall, from_lanes, out_extent, split_rows, to_lanes
from hwpipe.errors import InputError

__all__ = ["input_grad_call", "weight_grad_call"]

Array = npt.NDArray[Any]


def _check_output(
    grad: tuple[int, int], image: tuple[int, int], kernel: int, stride: int, pad: int
) -> None:
    """Refuse an output gradient of another layer."""
    want = tuple(out_extent(e, kernel, stride, pad) for e in image)
    if tuple(grad) != want:
        raise InputError(
            f"output gradient of {grad[0]} x {grad[1]} pixels", limit=f"{want[0]} x {want[1]}"
        )


def _phase_weights(w: Array, stride: int, lanes: tuple[int, int], bands: int) -> Array:
    """Weights in the order in which `conv_input_grad` reads them.

    Args:
        w: (filters, channels, k, k), both multiples of the lanes.
        stride: of the layer.
        lanes: PI and PO.
        bands: how often a phase's weights are read.

    Returns:
        1-D, one block of PI x PO zeros at the end: the kernel reads one step ahead.
    """
    pi, po = lanes
    filters, channels, kernel, _ = w.shape
    blocks = w.reshape(filters // po, po, channels // pi, pi, kernel, kernel)
    blocks = blocks.transpose(2, 0, 4, 5, 3, 1)  # ci, fo, ky, kx, PI, PO
    phases = min(stride, kernel)
    parts = []
    for block in blocks:
        for py in range(phases):
            for px in range(phases):
                taps = block[:, py::stride, px::stride].ravel()
                parts.append(np.tile(taps, bands))
    return np.concatenate([*parts, np.zeros(pi * po, np.int64)])


def input_grad_call(
    dy: Array, w: Array, *, height: int, width: int, stride: int = 1, pad: int = 0,
    lanes: tuple[int, int] = (8, 8), tile: int = 1024, pixels: int = 2048,
) -> LayerCall:  # fmt: skip
    """The gradient of the input of a convolution as one start of the kernel.

    Args:
        dy: (1, filters, oh, ow) int8, the gradient of the output.
        w: (filters, channels, k, k) int8.
        height: of the input, in pixels.
        width: of the input, in pixels.
        stride: 1 to 4.
        pad: zeros around the input, below k.
        lanes: PI and PO of the kernel.
        tile: TILE of the kernel.
        pixels: PIXELS of the kernel.

    Raises:
        InputError: a layer that the kernel does not take.
    """
    n, filters, oh, ow = dy.shape
    if n != 1:
        raise InputError(f"{n} images", limit="1", remedy="start the kernel once for each")
    _, channels, kernel, _ = w.shape
    _check_output((oh, ow), (height, width), kernel, stride, pad)
    pi, po = lanes
    phases = min(stride, kernel)
    q, rem = (kernel // stride, kernel % stride) if kernel >= stride else (1, 0)
    reach = q - (rem == 0)
    early, late = divmod(pad, stride)
    more = reach + (late > 0)
    cols = max(-(-width // stride), -(-pi // -(-height // stride)))
    rows, bands = split_rows(
        -(-height // stride), lambda r: r * cols <= tile and (r + more) * ow <= pixels,
        f"input gradient over rows of {cols} pixels", f"{tile} pixels of a tile",
    )  # fmt: skip
    if rows * cols < pi:
        cols = -(-pi // rows)
    ci, fo = -(-channels // pi), -(-filters // po)
    padded = np.zeros((fo * po, ci * pi, kernel, kernel), np.int64)
    padded[:filters, :channels] = w
    weights = _phase_weights(padded, stride, lanes, bands)
    out = (ci, phases, phases, bands * rows, cols, pi)
    values = {
        "ci": ci, "fo": fo, "phases": phases, "bands": bands, "rows": rows, "cols": cols,
        "tall": rows + more, "top": reach - early, "oh": oh, "ow": ow,
        "beats": len(weights) // po, "q": q, "rem": rem, "late": late, "reach": reach,
        "pixels": int(np.prod(out)) // pi, "dy": to_lanes(dy, po).ravel(), "k": weights,
        "dx": np.zeros(int(np.prod(out)), np.int64),
    }  # fmt: skip

    def unpack(got: Array) -> Array:
        dx = np.zeros((1, ci, height, width, pi), np.int64)
        planes = got.reshape(out)
        for py in range(phases):
            for px in range(phases):
                top, left = ((e - pad) % stride for e in (py, px))
                inside = dx[:, :, top::stride, left::stride]
                inside[...] = planes[None, :, py, px, : inside.shape[2], : inside.shape[3]]
        return from_lanes(dx, channels)

    macs = filters * channels * oh * ow * kernel**2
    return LayerCall("conv_input_grad", values, "dx", unpack, macs)


def weight_grad_call(
    x: Array, dy: Array, *, kernel: int, stride: int = 1, pad: int = 0,
    lanes: tuple[int, int] = (8, 8), pixels: int = 2048,
) -> LayerCall:  # fmt: skip
    """The gradient of the weights of a convolution as one start of the kernel.

    Args:
        x: (n, channels, h, w) int8, the input.
        dy: (n, filters, oh, ow) int8, the gradient of the output.
        kernel: taps a side.
        stride: 1 to 4.
        pad: zeros around the input, below the kernel's size.
        lanes: PI and PO of the kernel.
        pixels: PIXELS of the kernel.

    Raises:
        InputError: a layer that the kernel does not take.
    """
    n, channels, height, width = x.shape
    images, filters, oh, ow = dy.shape
    if images != n:
        raise InputError(f"{images} images of output gradients", limit=f"{n}, as of inputs")
    _check_output((oh, ow), (height, width), kernel, stride, pad)
    pi, po = lanes
    rows, bands = split_rows(
        oh, lambda r: ((r - 1) * stride + kernel) * width <= pixels,
        f"weight gradient over rows of {width} pixels", f"{kernel} rows in {pixels} pixels",
    )  # fmt: skip
    ci, fo = -(-channels // pi), -(-filters // po)
    out = (fo, ci, kernel, kernel, pi, po)
    values = {
        "fo": fo, "ci": ci, "images": n, "bands": bands, "tall": (rows - 1) * stride + kernel,
        "step": rows * stride, "h": height, "w": width, "pad": pad, "rows": rows,
        "oh": oh, "ow": ow, "tiles": fo * ci * n * bands, "kernel": kernel, "stride": stride,
        "pairs": fo * ci, "parts": n * bands, "words": int(np.prod(out)) // 2,
        "x": to_lanes(x, pi).ravel(), "dy": to_lanes(dy, po).ravel(),
        "dw": np.zeros(int(np.prod(out)), np.int64),
    }  # fmt: skip

    def unpack(got: Array) -> Array:
        blocks = got.reshape(out).transpose(0, 5, 1, 4, 2, 3)  # fo, PO, ci, PI, ky, kx
        full = blocks.reshape(fo * po, ci * pi, kernel, kernel)
        return full[:filters, :channels]

    macs = n * filters * channels * oh * ow * kernel**2
    return LayerCall("conv_weight_grad", values, "dw", unpack, macs)
