"""Train a residual network on synthetic images as a pipeline of two processes.

    python examples/train_resnet.py [--steps 120] [--schedule 1f1b-as] [--folder DIR]

The images are gratings of eight directions in noise, made as they are needed. The same network is
trained in one process too, and the losses of both are compared bit by bit; curves of loss and
accuracy go to `curves.svg`.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import onnx
from train_parts import Network, Task, arguments, session, train_and_draw

BATCH, MICRO_BATCHES, SIDE, CLASSES = 64, 4, 16, 8


def network(rows: int = BATCH // MICRO_BATCHES) -> onnx.ModelProto:
    """A stem, three residual blocks (two of them strided, with a projection), a classifier."""
    net = Network(0)

    def conv(x: str, y: str, wide: tuple[int, int], kernel: int = 3, stride: int = 1) -> str:
        scale = (2 / (kernel * kernel * wide[0])) ** 0.5
        w = net.normal(f"{y}.weight", wide[1], wide[0], kernel, kernel, scale=scale)
        return net.add("Conv", [x, w], y, pads=[kernel // 2] * 4, strides=[stride] * 2,
                       kernel_shape=[kernel] * 2)  # fmt: skip

    x, channels = net.add("Relu", [net.norm(conv("image", "stem", (3, 16)), "stem.norm", 16)],
                          "stem.relu"), 16  # fmt: skip
    for i, (wide, stride) in enumerate(((16, 1), (32, 2), (64, 2))):
        y = net.norm(conv(x, f"{i}.a", (channels, wide), stride=stride), f"{i}.a.norm", wide)
        y = net.add("Relu", [y], f"{i}.a.relu")
        y = net.norm(conv(y, f"{i}.b", (wide, wide)), f"{i}.b.norm", wide)
        if wide != channels:
            x = conv(x, f"{i}.project", (channels, wide), kernel=1, stride=stride)
        x, channels = net.add("Relu", [net.add("Add", [x, y], f"{i}.sum")], f"{i}.relu"), wide
    x = net.add("Flatten", [net.add("GlobalAveragePool", [x], "pool")], "flat")
    net.linear(x, "logits", (channels, CLASSES))
    return net.model("resnet", [("image", np.float32, [rows, 3, SIDE, SIDE])],
                     [("logits", np.float32, [rows, CLASSES])])  # fmt: skip


def gratings(rng: np.random.Generator, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Images (count, 3, 16, 16) with a grating of one of eight directions, and its number."""
    classes = rng.integers(0, CLASSES, count)
    angle = (np.pi * classes / CLASSES)[:, None, None]
    phase = rng.uniform(0, 2 * np.pi, (count, 1, 1))
    pitch = rng.uniform(0.7, 1.3, (count, 1, 1))
    y, x = np.mgrid[:SIDE, :SIDE]
    wave = np.sin(pitch * (x * np.cos(angle) + y * np.sin(angle)) + phase)
    tint = rng.uniform(0.3, 1.0, (count, 3, 1, 1))
    noise = rng.standard_normal((count, 3, SIDE, SIDE))
    return (tint * wave[:, None] + noise).astype(np.float32), classes


def make(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless batches."""
    rng = np.random.default_rng(seed)
    while True:
        yield gratings(rng, batch)


def accuracy(model: onnx.ModelProto) -> float:
    """Share of 512 other images that a model gets right."""
    images, classes = gratings(np.random.default_rng(1), 512)
    rows, run = BATCH // MICRO_BATCHES, session(model)
    found = [run.run(None, {"image": images[i : i + rows]})[0] for i in range(0, 512, rows)]
    return float((np.concatenate(found).argmax(1) == classes).mean())


def main() -> None:
    """Plan, train, compare, draw."""
    options = arguments("train a residual network on synthetic images", 120).parse_args()
    train_and_draw(
        Task("resnet", network(), make, BATCH, MICRO_BATCHES, "sgd:lr=0.05,momentum=0.9",
             accuracy, "unseen images right"),
        options,
    )  # fmt: skip


if __name__ == "__main__":
    main()
