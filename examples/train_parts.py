"""What the training examples share: building a network, training it twice, drawing the curves.

Every example trains its network as a pipeline of two processes, and once more in one process: the
losses must be the same, bit for bit. Curves of the loss and of the accuracy at every checkpoint go
to `curves.svg`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import helper, numpy_helper

import hwpipe

HERE = Path(__file__).resolve().parent


class Network:
    """Nodes and weights of an ONNX model, added one after the other."""

    def __init__(self, seed: int = 0) -> None:
        """Start empty."""
        self.rng = np.random.default_rng(seed)
        self._nodes: list[onnx.NodeProto] = []
        self._weights: list[onnx.TensorProto] = []

    def weight(self, name: str, array: Any) -> str:
        """A weight, in single precision."""
        self._weights.append(numpy_helper.from_array(np.asarray(array, np.float32), name))
        return name

    def constant(self, name: str, array: Any) -> str:
        """A constant in the array's own type."""
        self._weights.append(numpy_helper.from_array(np.asarray(array), name))
        return name

    def normal(self, name: str, *shape: int, scale: float) -> str:
        """A weight drawn from a normal distribution."""
        return self.weight(name, scale * self.rng.standard_normal(shape))

    def add(self, op: str, inputs: Sequence[str], output: str, **attributes: Any) -> str:
        """A node; gives the name of its result."""
        self._nodes.append(helper.make_node(op, list(inputs), [output], name=output, **attributes))
        return output

    def norm(self, x: str, y: str, channels: int) -> str:
        """Batch normalisation."""
        parts = [self.weight(f"{y}.{n}", np.full(channels, v))
                 for n, v in (("weight", 1), ("bias", 0), ("mean", 0), ("var", 1))]  # fmt: skip
        return self.add("BatchNormalization", [x, *parts], y)

    def linear(self, x: str, y: str, wide: tuple[int, int], scale: float | None = None) -> str:
        """A product with a matrix over the last dimension, and a bias."""
        w = self.normal(f"{y}.weight", *wide, scale=scale or wide[0] ** -0.5)
        product = self.add("MatMul", [x, w], f"{y}.product")
        return self.add("Add", [product, self.weight(f"{y}.bias", np.zeros(wide[1]))], y)

    def model(self, name: str, inputs: Sequence[Any], outputs: Sequence[Any]) -> onnx.ModelProto:
        """The model; inputs and outputs are (name, numpy type, shape)."""
        infos = [[helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(np.dtype(t)), s)
                  for n, t, s in those] for those in (inputs, outputs)]  # fmt: skip
        graph = helper.make_graph(self._nodes, name, *infos, self._weights)
        return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)


@dataclass(frozen=True)
class Task:
    """What is trained.

    Attributes:
        name: of the example.
        model: at the micro-batch's size.
        make: the data function.
        batch, micro_batches: samples of a step, and into how many micro-batches they are cut.
        optimizer: as on the command line.
        accuracy: of a trained model, on samples that training does not see.
        what: of what the accuracy is a share.
    """

    name: str
    model: onnx.ModelProto
    make: Callable[..., Any]
    batch: int
    micro_batches: int
    optimizer: str
    accuracy: Callable[[onnx.ModelProto], float]
    what: str


def arguments(description: str, steps: int) -> argparse.ArgumentParser:
    """The options that all examples have."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--schedule", default="1f1b-as")
    parser.add_argument("--steps", type=int, default=steps)
    parser.add_argument("--folder", type=Path, default=None, help="for everything that is written")
    return parser


def train_and_draw(task: Task, options: argparse.Namespace) -> None:
    """Train on two processes and on one, compare, draw, export."""
    from hwpipe.train.export import with_weights

    folder = options.folder or Path(tempfile.mkdtemp(prefix=f"hwpipe-{task.name}-"))
    onnx.save(task.model, folder / f"{task.name}.onnx")
    every = max(1, options.steps // 8)
    results = []
    for cluster, method in (("two-cpus", "equal-layers"), ("single-cpu", "auto")):
        plan = hwpipe.compile_plan(
            folder / f"{task.name}.onnx", HERE / f"{cluster}.toml",
            options=hwpipe.CompileOptions(
                mode="train", batch=task.batch, microbatches=task.micro_batches, method=method,
                schedule=options.schedule,
            ),
        )  # fmt: skip
        hwpipe.save_plan(plan, folder / f"{cluster}.json")
        results.append(
            hwpipe.train(
                plan, task.make, optimizer=task.optimizer, steps=options.steps,
                checkpoint=new_checkpoints(folder, cluster), checkpoint_every=every,
                progress=_tell(cluster, every),
            )
        )  # fmt: skip
    pipeline, alone = results
    trained = with_weights(task.model, pipeline.weights)
    onnx.save(trained, folder / "trained.onnx")
    curve = accuracy_curve(task, folder / "checkpoints-two-cpus")
    draw(task, folder / "curves.svg", pipeline.losses, alone.losses, curve)
    same = "bit-equal to" if pipeline.losses == alone.losses else "DIFFERENT from"
    two, one = (1e3 * result.iteration_s for result in results)
    print(f"loss {pipeline.losses[0]:.4f} -> {pipeline.losses[-1]:.4f}, {same} one process; "
          f"{100 * curve[-1][1]:.1f} % of {task.what}; {two:.1f} ms a step on two processes, "
          f"{one:.1f} ms on one; {folder / 'curves.svg'}")  # fmt: skip
    if pipeline.losses != alone.losses:
        raise SystemExit(1)


def new_checkpoints(folder: Path, cluster: str) -> Path:
    """A folder for checkpoints, without those of an earlier run of the example."""
    place = folder / f"checkpoints-{cluster}"
    shutil.rmtree(place, ignore_errors=True)
    return place


def _tell(cluster: str, every: int) -> Callable[[int, float], None]:
    def tell(step: int, loss: float) -> None:
        if step % every == 0:
            print(f"{cluster}  step {step:4d}  loss {loss:.4f}", flush=True)

    return tell


def accuracy_curve(task: Task, checkpoints: Path) -> list[tuple[int, float]]:
    """(step, accuracy) at the beginning and at every checkpoint."""
    from hwpipe.train.export import with_weights
    from hwpipe.train.state.checkpoint import checkpoint_path, checkpoint_steps, load_checkpoint

    found = [(0, task.accuracy(task.model))]
    for step in checkpoint_steps(checkpoints):
        weights = load_checkpoint(checkpoint_path(checkpoints, step)).weights
        found.append((step, task.accuracy(with_weights(task.model, weights))))
    return found


def draw(
    task: Task, path: Path, pipeline: Sequence[float], alone: Sequence[float],
    accuracy: Sequence[tuple[int, float]],
) -> None:  # fmt: skip
    """Loss of both runs, one over the other, and the accuracy."""
    from hwpipe.report.curves import Curve, Panel, loss_panel, write_curves

    steps, shares = zip(*accuracy, strict=True)
    write_curves(path, f"{task.name}: a pipeline of two processes", [
        loss_panel(pipeline, "two processes", one_process=alone),
        Panel(f"share of {task.what}", [Curve("accuracy", steps, shares)]),
    ])  # fmt: skip


def session(model: onnx.ModelProto) -> Any:
    """An onnxruntime session."""
    import onnxruntime

    return onnxruntime.InferenceSession(model.SerializeToString(),
                                        providers=["CPUExecutionProvider"])  # fmt: skip
