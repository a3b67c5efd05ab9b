"""Float networks of the published families, small, to quantise and lower."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quantize"))
from quantize_support import Builder


def resnet(bottleneck: bool) -> onnx.ModelProto:
    b = Builder(1, 3, 32, 32, seed=1)
    x = b.node("Relu", b.norm(b.conv("image", 3, 16, 7, strides=[2, 2]), 16))
    x = b.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    channels = 16
    for width, stride in ((16, 1), (32, 2)):
        out = width * 4 if bottleneck else width
        step = [stride, stride]
        if bottleneck:
            y = b.node("Relu", b.norm(b.conv(x, channels, width, 1), width))
            y = b.node("Relu", b.norm(b.conv(y, width, width, 3, strides=step), width))
            y = b.norm(b.conv(y, width, out, 1), out)
        else:
            y = b.node("Relu", b.norm(b.conv(x, channels, width, 3, strides=step), width))
            y = b.norm(b.conv(y, width, width, 3), width)
        if stride != 1 or channels != out:
            x = b.norm(b.conv(x, channels, out, 1, strides=step), out)
        x = b.node("Relu", b.node("Add", y, x))
        channels = out
    return b.model(b.head(x, channels))


def mobilenet_v1() -> onnx.ModelProto:
    b = Builder(1, 3, 32, 32, seed=2)
    x = b.node("Relu", b.norm(b.conv("image", 3, 8, 3, strides=[2, 2]), 8))
    channels = 8
    for out, stride in ((16, 1), (24, 2), (24, 1)):
        x = b.conv(x, channels, channels, 3, group=channels, strides=[stride, stride])
        x = b.relu6(b.norm(x, channels))
        x = b.relu6(b.norm(b.conv(x, channels, out, 1), out))
        channels = out
    return b.model(b.head(x, channels))


def mobilenet_v2() -> onnx.ModelProto:
    b = Builder(1, 3, 32, 32, seed=3)
    x = b.relu6(b.norm(b.conv("image", 3, 8, 3, strides=[2, 2]), 8))
    channels = 8
    for out, stride in ((8, 1), (12, 2), (12, 1)):
        inner = channels * 6
        y = b.relu6(b.norm(b.conv(x, channels, inner, 1), inner))
        y = b.conv(y, inner, inner, 3, group=inner, strides=[stride, stride])
        y = b.norm(b.conv(b.relu6(b.norm(y, inner)), inner, out, 1), out)
        x = b.node("Add", x, y) if (stride, channels) == (1, out) else y
        channels = out
    return b.model(b.head(x, channels))


def squeezenet() -> onnx.ModelProto:
    b = Builder(1, 3, 35, 35, seed=4)
    x = b.node("Relu", b.conv("image", 3, 16, 3, strides=[2, 2], pads=[0] * 4))
    x = b.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], ceil_mode=1)
    channels = 16
    for squeeze, expand in ((4, 12), (6, 16)):
        s = b.node("Relu", b.conv(x, channels, squeeze, 1))
        left = b.node("Relu", b.conv(s, squeeze, expand, 1))
        right = b.node("Relu", b.conv(s, squeeze, expand, 3))
        x, channels = b.node("Concat", left, right, axis=1), 2 * expand
    x = b.node("Relu", b.conv(x, channels, 10, 1))
    return b.model(b.node("Softmax", b.node("Flatten", b.node("GlobalAveragePool", x)), axis=1))


def vgg() -> onnx.ModelProto:
    b = Builder(1, 3, 16, 16, seed=5)
    x, channels = "image", 3
    for out in (8, 16):
        x = b.node("Relu", b.conv(x, channels, out))
        x = b.node("MaxPool", b.node("Relu", b.conv(x, out, out)), kernel_shape=[2, 2],
                   strides=[2, 2])  # fmt: skip
        channels = out
    x = b.node("Reshape", x, b.constant(np.array([1, -1], np.int64)))
    for inward, outward in ((256, 32), (32, 10)):
        w = b.rng.standard_normal((inward, outward)) * np.sqrt(2 / inward)
        x = b.node("MatMul", x, b.constant(w.astype(np.float32)))
        x = b.node("Add", x, b.constant(b.rng.standard_normal(outward).astype(np.float32)))
        if outward == 32:
            x = b.node("Relu", x)
    return b.model(x)


def inception() -> onnx.ModelProto:
    b = Builder(1, 3, 28, 28, seed=6)
    x = b.node("Relu", b.conv("image", 3, 16, 3, strides=[2, 2]))
    channels = 16
    for include in (0, 1):
        one = b.node("Relu", b.conv(x, channels, 8, 1))
        three = b.node("Relu", b.conv(b.node("Relu", b.conv(x, channels, 6, 1)), 6, 8, 3))
        five = b.node("Relu", b.conv(b.node("Relu", b.conv(x, channels, 4, 1)), 4, 8, 5))
        mean = b.node("AveragePool", x, kernel_shape=[3, 3], pads=[1] * 4,
                      count_include_pad=include)  # fmt: skip
        pooled = b.node("Relu", b.conv(mean, channels, 8, 1))
        largest = b.node("MaxPool", x, kernel_shape=[3, 3], pads=[1] * 4)
        x = b.node("Concat", one, three, five, pooled, largest, axis=1)
        channels += 32
    return b.model(b.head(x, channels))


def densenet() -> onnx.ModelProto:
    b = Builder(1, 3, 24, 24, seed=7)
    x, channels = b.conv("image", 3, 12, 3, strides=[2, 2]), 12
    for _ in range(2):
        for _ in range(3):
            y = b.node("Relu", b.norm(x, channels))
            y = b.node("Relu", b.norm(b.conv(y, channels, 16, 1), 16))
            x, channels = b.node("Concat", x, b.conv(y, 16, 8, 3), axis=1), channels + 8
        x = b.conv(b.node("Relu", b.norm(x, channels)), channels, channels // 2, 1)
        x = b.node("AveragePool", x, kernel_shape=[2, 2], strides=[2, 2])
        channels //= 2
    return b.model(b.head(b.node("Relu", b.norm(x, channels)), channels))


def _shuffle(b: Builder, x: str, channels: int, groups: int, size: int) -> str:
    split = np.array([1, groups, channels // groups, size, size], np.int64)
    x = b.node("Transpose", b.node("Reshape", x, b.constant(split)), perm=[0, 2, 1, 3, 4])
    return b.node("Reshape", x, b.constant(np.array([1, channels, size, size], np.int64)))


def shufflenet_v1() -> onnx.ModelProto:
    b = Builder(1, 3, 16, 16, seed=8)
    x = b.node("Relu", b.conv("image", 3, 12, 3))
    y = b.node("Relu", b.norm(b.conv(x, 12, 24, 1, group=3), 24))
    y = b.norm(b.conv(_shuffle(b, y, 24, 3, 16), 24, 24, 3, group=24, strides=[2, 2]), 24)
    y = b.norm(b.conv(y, 24, 12, 1, group=3), 12)
    pool = b.node("AveragePool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1] * 4)
    x = b.node("Relu", b.node("Concat", y, pool, axis=1))
    y = b.node("Relu", b.norm(b.conv(x, 24, 24, 1, group=3), 24))
    y = b.norm(b.conv(_shuffle(b, y, 24, 3, 8), 24, 24, 3, group=24), 24)
    x = b.node("Relu", b.node("Add", x, b.norm(b.conv(y, 24, 24, 1, group=3), 24)))
    return b.model(b.head(x, 24))


def shufflenet_v2() -> onnx.ModelProto:
    b = Builder(1, 3, 16, 16, seed=9)
    x = b.node("Relu", b.conv("image", 3, 16, 3, strides=[2, 2]))
    for _ in range(2):
        left, right = b.node("Split", x, outputs=2, axis=1)
        y = b.node("Relu", b.norm(b.conv(right, 8, 8, 1), 8))
        y = b.norm(b.conv(y, 8, 8, 3, group=8), 8)
        y = b.node("Relu", b.norm(b.conv(y, 8, 8, 1), 8))
        x = _shuffle(b, b.node("Concat", left, y, axis=1), 16, 2, 8)
    return b.model(b.head(x, 16))


def yolo() -> onnx.ModelProto:
    """A head on two scales: nearest up-sampling, dilation, LeakyRelu and a Pad."""
    b = Builder(1, 3, 32, 32, seed=10)
    pads = b.constant(np.array([0, 0, 0, 0, 0, 0, 1, 1], np.int64))
    x = b.node("Pad", "image", pads)
    fine = b.node("LeakyRelu", b.conv(x, 3, 8, 3, strides=[2, 2], pads=[0] * 4), alpha=0.1)
    coarse = b.node("MaxPool", fine, kernel_shape=[2, 2], strides=[2, 2])
    coarse = b.node("Relu", b.conv(coarse, 8, 16, 3, dilations=[2, 2], pads=[2] * 4))
    scales = b.constant(np.array([1, 1, 2, 2], np.float32))
    up = b.node("Resize", b.node("Relu", b.conv(coarse, 16, 8, 1)), "", scales, mode="nearest")
    return b.model(b.conv(b.node("Concat", fine, up, axis=1), 16, 18, 1))


NETWORKS: dict[str, Callable[[], onnx.ModelProto]] = {
    "resnet18": lambda: resnet(False), "resnet50": lambda: resnet(True),
    "mobilenet-v1": mobilenet_v1, "mobilenet-v2": mobilenet_v2, "squeezenet": squeezenet,
    "vgg": vgg, "inception": inception, "densenet": densenet, "shufflenet-v1": shufflenet_v1,
    "shufflenet-v2": shufflenet_v2, "yolo": yolo,
}  # fmt: skip
