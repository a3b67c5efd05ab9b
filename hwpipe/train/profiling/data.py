"""Random inputs and targets for measuring a model's training without data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import onnx

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, tensor_specs

__all__ = ["sample_target", "write_data"]

_DATA = '''"""Random data, drawn once."""

from pathlib import Path

import numpy as np


def make(batch):
    with np.load(Path(__file__).with_name("sample.npz")) as file:
        found = {name: file[name] for name in file.files}
    target = found.pop("(target)")
    repeats = batch // len(target)
    inputs = {
        name[1:]: np.concatenate([array] * repeats) if name[0] == "s" else array
        for name, array in found.items()
    }
    target = np.concatenate([target] * repeats)
    while True:
        yield inputs, target
'''


def sample_target(
    model: onnx.ModelProto, loss: Any, batch: int
) -> tuple[dict[str, Array], Array]:  # fmt: skip
    """Seeded inputs by name and a target that the loss takes.

    Class numbers and tokens are drawn from all that there are, so that embeddings are read
    everywhere.

    Raises:
        InputError: a loss of the user's own, whose targets only their data know.
    """
    rng = np.random.default_rng(0)
    initialisers = {tensor.name: tensor for tensor in model.graph.initializer}
    inputs: dict[str, Array] = {}
    for name, spec in tensor_specs(
        value for value in model.graph.input if value.name not in initialisers
    ).items():
        sizes = [int(size or 1) for size in spec.shape]
        if spec.dtype.startswith("float"):
            inputs[name] = rng.standard_normal(sizes).astype(spec.dtype)
        else:
            rows = _rows(model, name, initialisers)
            inputs[name] = rng.integers(0, rows, sizes).astype(spec.dtype)
    (output,) = tensor_specs(model.graph.output[:1]).values()
    shape = tuple(int(size or 1) for size in output.shape)
    if loss == "mse":
        return inputs, rng.standard_normal(shape).astype(output.dtype)
    if loss != "cross_entropy":
        raise InputError(f"--loss {loss} without data", remedy="give --data as for training")
    if len(shape) < 2:
        raise InputError(f"cross_entropy of an output of shape {shape}",
                         limit="2 dimensions or more", remedy="--loss mse, or --data")  # fmt: skip
    if len(shape) == 3:  # (N, T, C), as language models have it
        return inputs, rng.integers(0, shape[-1], shape[:-1])
    rest = () if all(size == 1 for size in shape[2:]) else shape[2:]
    return inputs, rng.integers(0, shape[1], (shape[0], *rest))


def _rows(model: onnx.ModelProto, name: str, initialisers: Any) -> int:
    """Rows of the smallest table that an integer input chooses from; 2 where none is known."""
    tables = [
        initialisers[node.input[0]].dims[0]
        for node in model.graph.node
        if node.op_type == "Gather" and node.input[1] == name and node.input[0] in initialisers
    ]
    return max(2, min(tables)) if tables else 2


def write_data(folder: Path, inputs: dict[str, Array], target: Array) -> str:
    """Store them for other processes; the data function as `--data` takes it."""
    size = len(target)
    arrays = {
        ("s" if array.ndim and len(array) == size else "w") + name: array
        for name, array in inputs.items()
    }
    np.savez(folder / "sample.npz", **{**arrays, "(target)": target})
    path = folder / "profile_data.py"
    path.write_text(_DATA, encoding="utf-8")
    return f"{path}:make"
