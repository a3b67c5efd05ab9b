"""Geometry of windows: ONNX attributes to explicit padding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hwpipe.lower.context import Unsupported

__all__ = ["Window", "window"]


@dataclass(frozen=True)
class Window:
    """A sliding window over rows and columns.

    Attributes:
        kernel: window rows, columns.
        strides: rows, columns.
        dilations: rows, columns.
        pads: (top, left), (bottom, right): as the model declares them.
        reach: the same, with the bottom and right that `ceil_mode` adds, so that
            `floor((size + pads - window) / stride) + 1` is the output's size.
    """

    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: tuple[tuple[int, ...], tuple[int, ...]]
    reach: tuple[tuple[int, ...], tuple[int, ...]]


def window(
    attributes: Mapping[str, Any],
    kernel: Sequence[int],
    in_size: Sequence[int],
    out_size: Sequence[int],
) -> Window:
    """The window of Conv, MaxPool or AveragePool on an image.

    Args:
        attributes: strides, pads, dilations, auto_pad, ceil_mode.
        kernel: of the weights or of `kernel_shape`.
        in_size: rows, columns.
        out_size: rows, columns.

    Raises:
        Unsupported: for other than two spatial axes, or negative padding.
    """
    rank = len(kernel)
    if rank != 2:
        raise Unsupported(f"it has {rank} spatial axes; 2 can run")
    strides = tuple(attributes.get("strides") or [1] * rank)
    dilations = tuple(attributes.get("dilations") or [1] * rank)
    reach = [(k - 1) * d + 1 for k, d in zip(kernel, dilations, strict=True)]
    mode = attributes.get("auto_pad", b"NOTSET").decode()
    declared = list(attributes.get("pads") or [0] * (2 * rank))
    begin, end = declared[:rank], declared[rank:]
    if mode.startswith("SAME"):
        for i in range(rank):
            out = math.ceil(in_size[i] / strides[i])
            total = max((out - 1) * strides[i] + reach[i] - in_size[i], 0)
            small, large = total // 2, total - total // 2
            begin[i], end[i] = (small, large) if mode == "SAME_UPPER" else (large, small)
    elif mode == "VALID":
        begin, end = [0] * rank, [0] * rank
    if min(*begin, *end) < 0:
        raise Unsupported("its padding is negative")
    needed = [
        (out_size[i] - 1) * strides[i] + reach[i] - in_size[i] - begin[i] for i in range(rank)
    ]
    far = tuple(max(e, n) for e, n in zip(end, needed, strict=True))
    return Window(
        tuple(kernel), strides, dilations, (tuple(begin), tuple(end)), (tuple(begin), far)
    )
