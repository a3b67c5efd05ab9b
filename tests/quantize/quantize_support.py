"""A small residual CNN trained on scikit-learn's digits, and float networks to quantise."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


@dataclass
class Digits:
    model: Path
    train: np.ndarray
    test: np.ndarray
    train_labels: np.ndarray
    test_labels: np.ndarray


def train_digits(folder: Path, epochs: int = 12) -> Digits:
    """Train, and export as ONNX with static batch 1; a few seconds on one core."""
    import torch
    from sklearn.datasets import load_digits
    from torch import nn

    torch.manual_seed(0)
    torch.set_num_threads(1)
    images, labels = load_digits(return_X_y=True)
    x = (images.reshape(-1, 1, 8, 8) / 16).astype(np.float32)
    order = np.random.default_rng(0).permutation(len(x))
    x, labels = x[order], labels[order]

    class Block(nn.Module):
        def __init__(self, channels: int) -> None:
            super().__init__()
            self.body = nn.Sequential(
                nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels), nn.ReLU(),
                nn.Conv2d(channels, channels, 3, padding=1), nn.BatchNorm2d(channels),
            )  # fmt: skip

        def forward(self, x: torch.Tensor) -> torch.Tensor:
            return torch.relu(x + self.body(x))

    net = nn.Sequential(
        nn.Conv2d(1, 16, 3, padding=1), nn.BatchNorm2d(16), nn.ReLU6(), Block(16),
        nn.MaxPool2d(2), nn.Conv2d(16, 32, 3, padding=1, bias=False), nn.BatchNorm2d(32),
        nn.ReLU(), Block(32), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(32, 10),
    )  # fmt: skip
    optimiser = torch.optim.Adam(net.parameters(), 3e-3)
    xs, ys = torch.from_numpy(x[:1200]), torch.from_numpy(labels[:1200])
    for _ in range(epochs):
        for part in torch.randperm(1200).split(60):
            optimiser.zero_grad()
            nn.functional.cross_entropy(net(xs[part]), ys[part]).backward()
            optimiser.step()
    net.eval()
    path = folder / "digits.onnx"
    torch.onnx.export(net, (xs[:1],), str(path), input_names=["image"], output_names=["scores"],
                      dynamo=True, verbose=False)  # fmt: skip
    return Digits(path, x[:1200], x[1200:], labels[:1200], labels[1200:])


class Builder:
    """Float networks, node by node; each method returns the name of its result."""

    def __init__(self, *shape: int, seed: int = 0) -> None:
        self.rng = np.random.default_rng(seed)
        self.shape, self.nodes, self.constants, self.count = shape, [], [], 0

    def constant(self, value: np.ndarray) -> str:
        self.count += 1
        self.constants.append(numpy_helper.from_array(value, f"c{self.count}"))
        return f"c{self.count}"

    def node(self, op: str, *inputs: str, outputs: int = 1, **attributes: object):
        self.count += 1
        name = f"{op.lower()}{self.count}"
        names = [f"t{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(op, list(inputs), names, name, **attributes))
        return names[0] if outputs == 1 else names

    def conv(self, x: str, inward: int, outward: int, kernel: int = 3, **attributes: object) -> str:
        groups = attributes.get("group", 1)
        fan_in = inward // groups * kernel * kernel
        w = self.rng.standard_normal((outward, inward // groups, kernel, kernel)) * np.sqrt(
            2 / fan_in
        )
        b = self.rng.standard_normal(outward) * 0.1
        attributes.setdefault("pads", [kernel // 2] * 4)
        return self.node("Conv", x, self.constant(w.astype(np.float32)),
                         self.constant(b.astype(np.float32)), **attributes)  # fmt: skip

    def norm(self, x: str, channels: int) -> str:
        values = [
            self.rng.uniform(0.8, 1.2, channels),
            self.rng.normal(0, 0.1, channels),
            self.rng.normal(0, 0.1, channels),
            self.rng.uniform(0.8, 1.2, channels),
        ]
        names = [self.constant(v.astype(np.float32)) for v in values]  # fmt: skip
        return self.node("BatchNormalization", x, *names)

    def relu6(self, x: str) -> str:
        bounds = [self.constant(np.asarray(v, np.float32)) for v in (0, 6)]
        return self.node("Clip", x, *bounds)

    def head(self, x: str, channels: int, classes: int = 10) -> str:
        x = self.node("Flatten", self.node("GlobalAveragePool", x))
        w = self.rng.standard_normal((classes, channels)) * np.sqrt(2 / channels)
        b = self.rng.standard_normal(classes) * 0.1
        return self.node("Gemm", x, self.constant(w.astype(np.float32)),
                         self.constant(b.astype(np.float32)), transB=1)  # fmt: skip

    def model(self, output: str, opset: int = 17) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, "net",
            [helper.make_tensor_value_info("image", TensorProto.FLOAT, self.shape)],
            [helper.make_tensor_value_info(output, TensorProto.FLOAT, None)], self.constants,
        )  # fmt: skip
        return helper.make_model(
            graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=8
        )

    def images(self, count: int) -> np.ndarray:
        return self.rng.standard_normal((count, *self.shape[1:])).astype(np.float32)
