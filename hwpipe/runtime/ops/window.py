"""Sliding-window geometry shared by convolution and pooling: auto_pad, pads, ceil mode."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from torch import Tensor
from torch.nn import functional

__all__ = ["pad_spatial", "resolve_pads"]


def resolve_pads(
    attrs: dict[str, Any],
    size: Sequence[int],
    kernel: Sequence[int],
    stride: Sequence[int],
    dilation: Sequence[int],
) -> tuple[list[int], list[int]]:
    """Padding before and after each spatial axis (ONNX Conv, attribute `auto_pad`).

    SAME_* pads so that the output size is ceil(size / stride); an odd pad goes to the end for
    SAME_UPPER and to the beginning for SAME_LOWER.
    """
    rank = len(size)
    auto = attrs.get("auto_pad", "NOTSET")
    if auto == "VALID":
        return [0] * rank, [0] * rank
    if auto in ("", "NOTSET"):
        pads = attrs.get("pads") or [0] * (2 * rank)
        return list(pads[:rank]), list(pads[rank:])
    begin, end = [], []
    for n, k, s, d in zip(size, kernel, stride, dilation, strict=True):
        total = max((-(-n // s) - 1) * s + (k - 1) * d + 1 - n, 0)
        small, large = total // 2, total - total // 2
        begin.append(small if auto == "SAME_UPPER" else large)
        end.append(large if auto == "SAME_UPPER" else small)
    return begin, end


def pad_spatial(x: Tensor, begin: Sequence[int], end: Sequence[int], value: float = 0.0) -> Tensor:
    """Pad (or, where negative, crop) the trailing axes of `x` with a constant."""
    if not any(begin) and not any(end):
        return x
    pads: list[int] = []
    for low, high in zip(reversed(begin), reversed(end), strict=True):
        pads += [low, high]
    return functional.pad(x, pads, value=value)
