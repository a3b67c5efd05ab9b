"""Convolution and fully connected layers of three networks as matrix products."""

from __future__ import annotations

from hwpipe.graph.model import Gemm


def _conv(size, cin, cout, kernel, stride=1, pad=0, groups=1):
    out = (size + 2 * pad - kernel) // stride + 1
    return out, Gemm(groups, out * out, kernel * kernel * cin // groups, cout // groups)


def alexnet():
    """Krizhevsky's one-tower AlexNet (arXiv 1404.5997), as in torchvision."""
    layers, size = [], 224
    for cin, cout, kernel, stride, pad, pool in (
        (3, 64, 11, 4, 2, True),
        (64, 192, 5, 1, 2, True),
        (192, 384, 3, 1, 1, False),
        (384, 256, 3, 1, 1, False),
        (256, 256, 3, 1, 1, True),
    ):
        size, gemm = _conv(size, cin, cout, kernel, stride, pad)
        layers.append(gemm)
        size = (size - 3) // 2 + 1 if pool else size
    return [*layers, Gemm(1, 1, 9216, 4096), Gemm(1, 1, 4096, 4096), Gemm(1, 1, 4096, 1000)]


def resnet50():
    """ResNet-50 v1.5 (stride in the 3 x 3 convolution): 53 convolutions and one FC layer."""
    size, gemm = _conv(224, 3, 64, 7, 2, 3)
    layers, cin, size = [gemm], 64, 56
    for width, blocks, stride in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for block in range(blocks):
            step = stride if block == 0 else 1
            layers.append(_conv(size, cin, width, 1)[1])
            out, gemm = _conv(size, width, width, 3, step, 1)
            layers.append(gemm)
            layers.append(_conv(out, width, 4 * width, 1)[1])
            if block == 0:
                layers.append(_conv(size, cin, 4 * width, 1, step)[1])
            size, cin = out, 4 * width
    return [*layers, Gemm(1, 1, 2048, 1000)]


def mobilenet_v1():
    """MobileNet-v1 1.0 at 224 x 224 (arXiv 1704.04861, table 1): 27 convolutions and one FC."""
    size, gemm = _conv(224, 3, 32, 3, 2, 1)
    layers, cin = [gemm], 32
    for cout, stride in (
        (64, 1),
        (128, 2),
        (128, 1),
        (256, 2),
        (256, 1),
        (512, 2),
        *[(512, 1)] * 5,
        (1024, 2),
        (1024, 1),
    ):
        size, gemm = _conv(size, cin, cin, 3, stride, 1, groups=cin)
        layers.append(gemm)
        layers.append(_conv(size, cin, cout, 1)[1])
        cin = cout
    return [*layers, Gemm(1, 1, 1024, 1000)]


NETWORKS = {"alexnet": alexnet, "resnet50": resnet50, "mobilenet_v1": mobilenet_v1}
