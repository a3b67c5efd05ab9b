"""Shared by the tests of convolution layers: a small kernel, and the layers of ResNet-50."""

from __future__ import annotations

import shutil

import pytest

from hwpipe.conv import ConvConfig, ConvShape

#: Small enough to build in seconds; every loop and every partial tile occurs at small layers.
SMALL = ConvConfig(4, 4, 17, psum=256, tile=512, out_depth=64)
needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)


def _bottlenecks(version: str) -> dict[str, tuple[int, ConvShape]]:
    """Convolutions of the four stages, with how often each occurs."""
    out: dict[str, tuple[int, ConvShape]] = {}

    def add(channels: int, size: int, filters: int, kernel: int, stride: int) -> None:
        shape = ConvShape(channels, size, size, filters, kernel, stride, kernel // 2)
        name = f"{kernel}x{kernel}-s{stride}-{size}-{channels}-{filters}"
        count, _ = out.get(name, (0, shape))
        out[name] = (count + 1, shape)

    size, channels = 56, 64
    for stage, blocks in enumerate((3, 4, 6, 3)):
        width = 64 << stage
        for block in range(blocks):
            stride = 2 if stage and not block else 1
            first, second = (stride, 1) if version == "v1" else (1, stride)
            add(channels, size, width, 1, first)
            add(width, size // first, width, 3, second)
            add(width, size // stride, 4 * width, 1, 1)
            if not block:
                add(channels, size, 4 * width, 1, stride)
            size, channels = size // stride, 4 * width
    return out


def resnet50(version: str = "v1.5") -> dict[str, tuple[int, ConvShape]]:
    """Distinct convolutions of ResNet-50 by name, with how often each occurs.

    v1 (He et al., CVPR 2016; 20 shapes) has the stride of a stage in its first 1x1 convolution,
    v1.5 (torchvision; 23 shapes, 4.09 GMAC) in its first 3x3.
    """
    first = {"7x7-s2-224-3-64": (1, ConvShape(3, 224, 224, 64, 7, 2, 3))}
    return first | _bottlenecks(version)
