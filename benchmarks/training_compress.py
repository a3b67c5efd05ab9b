"""DCT on a stage boundary: bytes on the link and accuracy on digits, with and without.

    python benchmarks/training_compress.py [--keep 0.03] [--bits 16] [--seeds 8] [--epochs 8]

Two stages train a small convolutional network on handwritten digits. The cut is behind a ReLU: of
its many channels few are far from zero, so the largest 3 % of every image tell almost as much as
all. Counted is all that the stages send each other, there and back: values, places and shapes.
The accuracy is that of the exported ONNX model with the same thinning in it, run by onnxruntime
on the images left out of training. Needs scikit-learn for the digits.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from statistics import mean
from typing import Any

import numpy as np
import onnx
from common import Figure
from onnx import TensorProto, helper, numpy_helper

from hwpipe.compress import Compression
from hwpipe.compress.export import with_boundaries
from hwpipe.runtime.spec import StageSpec
from hwpipe.schedule import make_schedule
from hwpipe.train.api import train_stages
from hwpipe.train.export import with_weights
from hwpipe.train.options import TrainOptions, parse_optimizer

__all__ = ["Run", "figures", "network", "run"]

BATCH, MICRO_BATCHES, TRAINED = 64, 4, 1344
ROWS = BATCH // MICRO_BATCHES
#: The tensor between the stages, and the nodes of the first.
BOUNDARY, FIRST = "relu0", 3


@dataclass(frozen=True)
class Run:
    """One training run: percent of unseen digits right, and bytes between the stages."""

    seed: int
    keep: float
    accuracy: float
    sent_bytes: int
    whole_bytes: int

    @property
    def ratio(self) -> float:
        """How many times less crossed the link."""
        return self.whole_bytes / self.sent_bytes


def network(seed: int, wide: int = 64, rows: int = ROWS) -> onnx.ModelProto:
    """Two convolutions with batch normalisation and ReLU, pooling, and a classifier."""
    rng = np.random.default_rng(seed)
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, array: Any) -> str:
        weights.append(numpy_helper.from_array(np.asarray(array, np.float32), name))
        return name

    def add(op: str, inputs: list[str], output: str, **attributes: Any) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    x, channels = "image", 1
    for i, width in enumerate((wide, 32)):
        scale = (2 / (9 * channels)) ** 0.5
        w = weight(f"conv{i}.weight", scale * rng.standard_normal((width, channels, 3, 3)))
        x = add("Conv", [x, w], f"conv{i}", pads=[1, 1, 1, 1], kernel_shape=[3, 3])
        parts = [weight(f"norm{i}.{n}", np.full(width, v))
                 for n, v in (("weight", 1), ("bias", 0), ("mean", 0), ("var", 1))]  # fmt: skip
        x = add("Relu", [add("BatchNormalization", [x, *parts], f"norm{i}")], f"relu{i}")
        x = add("MaxPool", [x], f"pool{i}", kernel_shape=[2, 2], strides=[2, 2])
        channels = width
    x = add("Flatten", [x], "flat")
    w = weight("head.weight", (128**-0.5) * rng.standard_normal((10, 128)))
    add("Gemm", [x, w, weight("head.bias", np.zeros(10))], "logits", transB=1)
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        nodes, "digits", [value("image", TensorProto.FLOAT, [rows, 1, 8, 8])],
        [value("logits", TensorProto.FLOAT, [rows, 10])], weights,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def digits(seed: int) -> tuple[np.ndarray, np.ndarray]:
    """1,797 images (N, 1, 8, 8) in 0..1 and their classes, shuffled."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    order = np.random.default_rng(seed).permutation(len(bunch.target))
    images = bunch.images[order, None].astype(np.float32) / 16
    return images, bunch.target[order].astype(np.int64)


def batches(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Endless batches, every epoch in another order."""
    images, classes = digits(seed)
    rng = np.random.default_rng(seed)
    while True:
        order = rng.permutation(TRAINED)
        for start in range(0, TRAINED - batch + 1, batch):
            rows = order[start : start + batch]
            yield images[rows], classes[rows]


def accuracy(model: onnx.ModelProto, seed: int) -> float:
    """Percent of the unseen digits that a model gets right."""
    import onnxruntime

    images, classes = digits(seed)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    right = total = 0
    for start in range(TRAINED, len(images) - ROWS + 1, ROWS):
        (logits,) = session.run(None, {"image": images[start : start + ROWS]})
        right += int((logits.argmax(1) == classes[start : start + ROWS]).sum())
        total += ROWS
    return 100 * right / total


def run(seed: int, keep: float, epochs: int = 8, bits: int = 32) -> Run:
    """Train with a share of the boundary's elements, export and test."""
    model = network(seed)
    count = len(model.graph.node)
    stages = (
        StageSpec(0, tuple(range(FIRST)), "cpu0", "cpu"),
        StageSpec(1, tuple(range(FIRST, count)), "cpu1", "cpu"),
    )
    options = TrainOptions(
        data=batches, optimizer=parse_optimizer("sgd:lr=0.05,momentum=0.9"), seed=seed,
        steps=epochs * (TRAINED // BATCH), compress=Compression(keep=keep, bits=bits),
    )  # fmt: skip
    schedule = make_schedule("1f1b-as", stages=2, microbatches=MICRO_BATCHES)
    result = train_stages(model, stages, schedule, options, micro_batch=ROWS, in_process=True)
    trained = with_weights(model, result.weights)
    if keep < 1:
        trained = with_boundaries(trained, [BOUNDARY], keep, bits)
    traffic = result.traffic("boundary")
    return Run(seed, keep, accuracy(trained, seed), traffic.sent_bytes, traffic.whole_bytes)


def compare(
    keep: float, bits: int, seeds: Sequence[int], epochs: int, say: Any = None
) -> list[list[Run]]:
    """For each seed the run without and the one with compression."""
    found = []
    for seed in seeds:
        found.append([run(seed, 1.0, epochs), run(seed, keep, epochs, bits)])
        if say is not None:
            plain, thin = found[-1]
            say(f"seed {seed}: {plain.accuracy:.2f} % whole, {thin.accuracy:.2f} % at keep "
                f"{keep:g}, {thin.ratio:.1f} x fewer bytes")  # fmt: skip
    return found


def figures(keep: float = 0.03, bits: int = 16, seeds: int = 8, epochs: int = 8) -> list[Figure]:
    """For `make bench-train`."""
    found = compare(keep, bits, range(seeds), epochs, lambda line: print(line, file=sys.stderr))
    return summary(found, f"keep {keep:g}, {bits} bits")


def summary(found: Sequence[Sequence[Run]], what: str) -> list[Figure]:
    """Points lost on average, and bytes left of those of whole tensors."""
    lost = mean(plain.accuracy - thin.accuracy for plain, thin in found)
    share = sum(thin.sent_bytes for _, thin in found) / sum(thin.whole_bytes for _, thin in found)
    name = f"DCT on a boundary, {what}, {len(found)} seeds:"
    return [
        Figure(f"{name} bytes sent, share of whole tensors", share, "", 1 / 20),
        Figure(f"{name} accuracy lost on digits", lost, "points", 0.5),
        Figure(f"{name} accuracy without", mean(p.accuracy for p, _ in found), "%"),
    ]


def main() -> int:
    """Train, compare and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--keep", type=float, nargs="+", default=[0.03])
    parser.add_argument("--bits", type=int, choices=[16, 32], default=16)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--epochs", type=int, default=8)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    missed = 0
    for keep in options.keep:
        found = compare(keep, options.bits, range(options.seeds), options.epochs,
                        None if options.json else print)  # fmt: skip
        rows = summary(found, f"keep {keep:g}, {options.bits} bits")
        missed += sum(not row.holds for row in rows)
        if options.json:
            runs = [[asdict(run) for run in pair] for pair in found]
            print(json.dumps({"figures": [asdict(row) for row in rows], "runs": runs}))
            continue
        share, lost, plain = rows
        print(f"{1 / share.value:.1f} x fewer bytes (reach 20), {lost.value:+.2f} points lost of "
              f"{plain.value:.2f} % (reach below 0.5)")  # fmt: skip
    return int(missed > 0)


if __name__ == "__main__":
    raise SystemExit(main())
