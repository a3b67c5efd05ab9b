"""Train a small convolutional network on handwritten digits as a pipeline of two processes.

    python examples/train_digits.py [--schedule 1f1b-as] [--epochs 5] [--folder DIR]
                                    [--compress boundary=dct:keep=0.03]

Builds the network as ONNX, plans it for two CPUs, trains it, exports it, and tests the exported
model with onnxruntime. The same network is trained in one process too: without --compress the
losses of both are equal, bit for bit. Curves of loss and accuracy go to `curves.svg`. Needs
scikit-learn for the digits.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from train_parts import Task, accuracy_curve, draw, new_checkpoints

import hwpipe

BATCH, MICRO_BATCHES, TRAINED = 64, 4, 1536


def network(rows: int = BATCH // MICRO_BATCHES) -> onnx.ModelProto:
    """Two convolutions with batch normalisation, pooling, and a classifier."""
    rng = np.random.default_rng(0)
    nodes: list[onnx.NodeProto] = []
    weights: list[onnx.TensorProto] = []

    def weight(name: str, array: np.ndarray) -> str:
        weights.append(numpy_helper.from_array(array.astype(np.float32), name))
        return name

    def add(op: str, inputs: list[str], output: str, **attributes: object) -> str:
        nodes.append(helper.make_node(op, inputs, [output], name=output, **attributes))
        return output

    x, channels = "image", 1
    for i, wide in enumerate((16, 32)):
        scale = (2 / (9 * channels)) ** 0.5
        w = weight(f"conv{i}.weight", scale * rng.standard_normal((wide, channels, 3, 3)))
        x = add("Conv", [x, w], f"conv{i}", pads=[1, 1, 1, 1], kernel_shape=[3, 3])
        parts = [weight(f"norm{i}.{n}", np.full(wide, v))
                 for n, v in (("weight", 1), ("bias", 0), ("mean", 0), ("var", 1))]  # fmt: skip
        x = add("BatchNormalization", [x, *parts], f"norm{i}")
        x = add("Relu", [x], f"relu{i}")
        x = add("MaxPool", [x], f"pool{i}", kernel_shape=[2, 2], strides=[2, 2])
        channels = wide
    x = add("Flatten", [x], "flat")
    w = weight("head.weight", (128**-0.5) * rng.standard_normal((10, 128)))
    add("Gemm", [x, w, weight("head.bias", np.zeros(10))], "logits", transB=1)
    graph = helper.make_graph(
        nodes, "digits",
        [helper.make_tensor_value_info("image", TensorProto.FLOAT, [rows, 1, 8, 8])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [rows, 10])], weights,
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


def digits() -> tuple[np.ndarray, np.ndarray]:
    """1,797 images (N, 1, 8, 8) in 0..1 and their classes."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    return bunch.images[:, None].astype(np.float32) / 16, bunch.target.astype(np.int64)


def make(batch: int, seed: int = 0) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """One epoch of shuffled batches; hwpipe calls it again for the next one.

    The generator is not told the epoch, so each epoch has the same order.
    """
    images, classes = digits()
    order = np.random.default_rng(seed).permutation(TRAINED)
    for start in range(0, TRAINED - batch + 1, batch):
        rows = order[start : start + batch]
        yield images[rows], classes[rows]


def accuracy(model: Path | onnx.ModelProto) -> float:
    """Share of the images left out of training that the exported model gets right."""
    import onnxruntime

    images, classes = digits()
    source = str(model) if isinstance(model, Path) else model.SerializeToString()
    session = onnxruntime.InferenceSession(source, providers=["CPUExecutionProvider"])
    rows = BATCH // MICRO_BATCHES
    right = total = 0
    for start in range(TRAINED, len(images) - rows + 1, rows):
        (logits,) = session.run(None, {"image": images[start : start + rows]})
        right += int((logits.argmax(1) == classes[start : start + rows]).sum())
        total += rows
    return right / total


def tell(step: int, loss: float) -> None:
    """Progress on the terminal."""
    if step % 12 == 0:
        print(f"step {step:4d}  loss {loss:.4f}", flush=True)


def main() -> None:
    """Plan, train, export, test."""
    from hwpipe.compress import parse_compression
    from hwpipe.train.export import with_weights

    parser = argparse.ArgumentParser(description="train a pipeline on handwritten digits")
    parser.add_argument("--schedule", default="1f1b-as")
    parser.add_argument("--epochs", type=int, default=5)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--compress", default="", help="as in `hwpipe train --compress`")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp(prefix="hwpipe-digits-"))
    onnx.save(network(), folder / "digits.onnx")
    steps, every = options.epochs * (TRAINED // BATCH), max(1, TRAINED // BATCH // 2)
    results = []
    for cluster, method in (("two-cpus", "equal-layers"), ("single-cpu", "auto")):
        plan = hwpipe.compile_plan(
            folder / "digits.onnx", Path(__file__).with_name(f"{cluster}.toml"),
            options=hwpipe.CompileOptions(
                mode="train", batch=BATCH, microbatches=MICRO_BATCHES, method=method,
                schedule=options.schedule, optimizer="momentum",
            ),
        )  # fmt: skip
        pipeline = cluster == "two-cpus"
        if pipeline:
            hwpipe.save_plan(plan, folder / "plan.json")
        results.append(
            hwpipe.train(
                plan, make, optimizer="sgd:lr=0.05,momentum=0.9", steps=steps,
                compress=parse_compression(options.compress if pipeline else ""),
                checkpoint=new_checkpoints(folder, cluster), checkpoint_every=every,
                progress=tell if pipeline else None,
            )
        )  # fmt: skip
    result, alone = results
    images, classes = digits()
    np.savez(folder / "calibration.npz", image=images[:256])
    np.savez(folder / "labelled.npz", image=images[-256:], labels=classes[-256:])
    np.savez(folder / "unseen.npz", image=images[-256:])
    trained = folder / "trained.onnx"
    onnx.save(with_weights(network(), result.weights), trained)
    print(f"{100 * accuracy(trained):.1f} % of {1797 - TRAINED} unseen digits right; "
          f"{1e3 * result.iteration_s:.1f} ms a step; {trained}")  # fmt: skip
    task = Task(
        "digits", network(), make, BATCH, MICRO_BATCHES, "", accuracy, "unseen digits right"
    )
    curve = accuracy_curve(task, folder / "checkpoints-two-cpus")
    draw(task, folder / "curves.svg", result.losses, alone.losses, curve)
    equal = "bit-equal to" if result.losses == alone.losses else "different from"
    print(f"losses {equal} one process; {folder / 'curves.svg'}")
    if not options.compress and result.losses != alone.losses:
        raise SystemExit(1)
    boundary = result.traffic("boundary")
    print(f"boundary: {boundary.sent_bytes / 1e6:.2f} MB sent of {boundary.whole_bytes / 1e6:.2f}, "
          f"{boundary.whole_bytes / boundary.sent_bytes:.1f} x less")  # fmt: skip


if __name__ == "__main__":
    main()
