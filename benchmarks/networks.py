"""Networks of the published sizes for the accelerator's figures: topology exact, weights seeded.

VGG-16 is table 1, column D of Simonyan and Zisserman (arXiv 1409.1556), MobileNet-v1 table 1 of
Howard et al. (arXiv 1704.04861), MobileNet-v2 table 2 of Sandler et al. (arXiv 1801.04381), each
at 224 x 224. ResNet-50 is the bundled one. Weights are drawn by He's rule so that activations
stay in range; batch normalisation is folded already, since quantisation folds it anyway.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

__all__ = ["NETWORKS", "images_of", "quantised"]

#: Output channels, stride of the depthwise layers of MobileNet-v1.
_V1 = ((64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2), *[(512, 1)] * 5, (1024, 2),
       (1024, 1))  # fmt: skip
#: Expansion, channels, repeats, stride of the bottlenecks of MobileNet-v2.
_V2 = ((1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2),
       (6, 320, 1, 1))  # fmt: skip
_VGG16 = (64, 64, 0, 128, 128, 0, 256, 256, 256, 0, 512, 512, 512, 0, 512, 512, 512, 0)


class _Builder:
    """A float network, node by node; every method returns the name of its result."""

    def __init__(self, size: int, seed: int) -> None:
        self.rng, self.size = np.random.default_rng(seed), size
        self.graph = onnx.GraphProto(name="net")

    def constant(self, value: np.ndarray) -> str:
        name = f"c{len(self.graph.initializer)}"
        self.graph.initializer.append(numpy_helper.from_array(value, name))
        return name

    def node(self, op: str, *inputs: str, **attributes: object) -> str:
        name = f"{op.lower()}{len(self.graph.node)}"
        self.graph.node.append(helper.make_node(op, list(inputs), [f"{name}_y"], name,
                                                **attributes))  # fmt: skip
        return f"{name}_y"

    def weights(self, *shape: int, gain: float = 2.0) -> str:
        std = math.sqrt(gain / math.prod(shape[1:]))
        return self.constant(std * self.rng.standard_normal(shape, np.float32))

    def bias(self, filters: int) -> str:
        return self.constant(np.float32(0.05) * self.rng.standard_normal(filters, np.float32))

    def conv(
        self, x: str, inward: int, outward: int, kernel: int, stride: int = 1, *,
        groups: int = 1, act: str | None = "Relu",
    ) -> str:  # fmt: skip
        gain = 2.0 if act else 1.0
        w = self.weights(outward, inward // groups, kernel, kernel, gain=gain)
        y = self.node("Conv", x, w, self.bias(outward), pads=[kernel // 2] * 4, group=groups,
                      strides=[stride, stride])  # fmt: skip
        if act == "Relu6":
            bounds = [self.constant(np.float32(v)) for v in (0, 6)]
            return self.node("Clip", y, *bounds)
        return self.node(act, y) if act else y

    def product(self, x: str, inward: int, outward: int, *, relu: bool = False) -> str:
        w = self.weights(outward, inward, gain=2.0 if relu else 1.0)
        y = self.node("Gemm", x, w, self.bias(outward), transB=1)
        return self.node("Relu", y) if relu else y

    def model(self, output: str) -> onnx.ModelProto:
        shape = [1, 3, self.size, self.size]
        self.graph.input.append(helper.make_tensor_value_info("image", TensorProto.FLOAT, shape))
        self.graph.output.append(helper.make_tensor_value_info(output, TensorProto.FLOAT, None))
        return helper.make_model(self.graph, opset_imports=[helper.make_opsetid("", 17)],
                                 ir_version=9)  # fmt: skip


def vgg16(size: int = 224) -> onnx.ModelProto:
    """VGG-16 with its three fully connected layers."""
    b, x, channels = _Builder(size, 16), "image", 3
    for filters in _VGG16:
        if filters:
            x, channels = b.conv(x, channels, filters, 3), filters
        else:
            x = b.node("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = b.node("Flatten", x)
    x = b.product(x, 512 * (size // 32) ** 2, 4096, relu=True)
    return b.model(b.product(b.product(x, 4096, 4096, relu=True), 4096, 1000))


def mobilenet_v1(size: int = 224) -> onnx.ModelProto:
    """MobileNet-v1, width 1."""
    b, channels = _Builder(size, 1), 32
    x = b.conv("image", 3, 32, 3, 2)
    for filters, stride in _V1:
        x = b.conv(x, channels, channels, 3, stride, groups=channels)
        x, channels = b.conv(x, channels, filters, 1), filters
    return b.model(b.product(b.node("Flatten", b.node("GlobalAveragePool", x)), 1024, 1000))


def mobilenet_v2(size: int = 224) -> onnx.ModelProto:
    """MobileNet-v2, width 1."""
    b, channels = _Builder(size, 2), 32
    x = b.conv("image", 3, 32, 3, 2, act="Relu6")
    for expansion, filters, repeats, first in _V2:
        for i in range(repeats):
            stride, inner, before = first if i == 0 else 1, channels * expansion, x
            if expansion > 1:
                x = b.conv(x, channels, inner, 1, act="Relu6")
            x = b.conv(x, inner, inner, 3, stride, groups=inner, act="Relu6")
            x = b.conv(x, inner, filters, 1, act=None)
            if i:
                x = b.node("Add", before, x)
            channels = filters
    x = b.node("GlobalAveragePool", b.conv(x, channels, 1280, 1, act="Relu6"))
    return b.model(b.product(b.node("Flatten", x), 1280, 1000))


NETWORKS: dict[str, Callable[[], onnx.ModelProto] | None] = {
    "resnet50": None,  # bundled
    "vgg16": vgg16,
    "mobilenet-v1": mobilenet_v1,
    "mobilenet-v2": mobilenet_v2,
}


@lru_cache(maxsize=1)
def images_of(name: str, count: int = 2) -> dict[str, np.ndarray]:
    """Seeded images for a network, by the name of its input."""
    entry = "gpu_0/data_0" if name == "resnet50" else "image"
    images = np.random.default_rng(3).standard_normal((count, 3, 224, 224)).astype(np.float32)
    return {entry: images}


def quantised(name: str, folder: Path) -> Path:
    """The int8 network as a file in `folder`, made where it is not there yet."""
    from hwpipe.quantize import quantize_model
    from hwpipe.quantize.driver import save_model

    path = folder / f"{name}-int8.onnx"
    if path.is_file():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    images, source = folder / f"{name}.npz", name
    np.savez(images, **images_of(name))
    build = NETWORKS[name]
    if build is not None:
        source = str(folder / f"{name}.onnx")
        save_model(build(), Path(source))
    save_model(quantize_model(source, images, batch=1).model, path)
    return path
