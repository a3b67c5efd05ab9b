"""First layers: kernel columns, or all taps, become channels, so that no lane is idle.

The host lays such an input out (an image has few channels); the convolution that remains has a
kernel of one column, or of one tap. The weights are reordered alike.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from hwpipe.conv.shape import ConvShape

__all__ = ["Fold", "fold_input", "fold_weights", "folded_shape"]

Fold = Literal["none", "columns", "taps"]


def folded_shape(shape: ConvShape, fold: Fold) -> ConvShape:
    """The convolution that remains."""
    if fold == "none":
        return shape
    (kh, kw), (top, _, bottom, _) = shape.taps, shape.pads
    oh, ow = shape.out_size
    if fold == "columns":
        return replace(
            shape, channels=shape.channels * kw, width=ow, kernel=(kh, 1),
            stride=(shape.strides[0], 1), pad=(top, 0, bottom, 0),
            dilation=(shape.dilations[0], 1),
        )  # fmt: skip
    return replace(
        shape, channels=shape.channels * kh * kw, height=oh, width=ow, kernel=1, stride=1, pad=0,
        dilation=1,
    )  # fmt: skip


def fold_input(x: NDArray[Any], shape: ConvShape, fold: Fold, zero: int) -> NDArray[Any]:
    """Input (channels, rows, columns) of the folded convolution; padding holds `zero`."""
    if fold == "none":
        return x
    (kh, kw), (sh, sw), (dh, dw) = shape.taps, shape.strides, shape.dilations
    top, left, bottom, right = shape.pads
    oh, ow = shape.out_size
    if fold == "columns":
        wide = np.pad(x, ((0, 0), (0, 0), (left, right)), constant_values=zero)
        parts = [wide[:, :, k * dw : k * dw + (ow - 1) * sw + 1 : sw] for k in range(kw)]
    else:
        wide = np.pad(x, ((0, 0), (top, bottom), (left, right)), constant_values=zero)
        rows = [slice(j * dh, j * dh + (oh - 1) * sh + 1, sh) for j in range(kh)]
        columns = [slice(k * dw, k * dw + (ow - 1) * sw + 1, sw) for k in range(kw)]
        parts = [wide[:, r, c] for r in rows for c in columns]
    return np.concatenate(parts)


def fold_weights(w: NDArray[Any], fold: Fold) -> NDArray[Any]:
    """Weights (filters, channels, rows, columns) of the folded convolution."""
    filters, _, kh, _ = w.shape
    if fold == "none":
        return w
    if fold == "columns":  # channel = column * channels + channel
        return w.transpose(0, 3, 1, 2).reshape(filters, -1, kh, 1)
    return w.transpose(0, 2, 3, 1).reshape(filters, -1, 1, 1)
