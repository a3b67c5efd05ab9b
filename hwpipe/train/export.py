"""Trained weights back into ONNX."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper

from hwpipe.errors import InputError
from hwpipe.graph import ModelSource
from hwpipe.plan.files import write_bytes_atomically
from hwpipe.plan.locate import splits_of
from hwpipe.plan.model import Plan
from hwpipe.runtime.piece import Array
from hwpipe.train.result import TrainResult

__all__ = ["export_model", "with_weights", "write_model"]

#: protobuf's limit of one message, less some room.
_LARGEST = 2**31 - 2**20


def with_weights(model: onnx.ModelProto, weights: dict[str, Array]) -> onnx.ModelProto:
    """A copy of a model with trained weights and running statistics.

    Raises:
        InputError: for a weight that the model does not have in this shape.
    """
    trained = onnx.ModelProto()
    trained.CopyFrom(model)
    left = dict(weights)
    for tensor in trained.graph.initializer:
        array = left.pop(tensor.name, None)
        if array is None:
            continue
        if tuple(array.shape) != tuple(tensor.dims):
            raise InputError(f"shape {tuple(array.shape)}", where=f"weight {tensor.name!r}",
                             limit=str(tuple(tensor.dims)))  # fmt: skip
        tensor.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(array), tensor.name))
    if left:
        raise InputError(f"the model has no weight {min(left)!r}",
                         remedy="export into the model that was trained")  # fmt: skip
    return trained


def export_model(source: ModelSource, plan: Plan, result: TrainResult, path: Path) -> None:
    """Write the normal form of a plan's model, at its micro-batch, with the trained weights.

    Raises:
        InputError: if the file cannot be written.
    """
    write_model(source.materialise(plan.micro_batch, splits_of(plan)), result, path)


def write_model(model: onnx.ModelProto, result: TrainResult, path: Path) -> None:
    """Write a model with the trained weights.

    Raises:
        InputError: if the file cannot be written.
    """
    model = with_weights(model, result.weights)
    if model.ByteSize() < _LARGEST:
        write_bytes_atomically(path, model.SerializeToString())
        return
    onnx.save_model(model, path, save_as_external_data=True, location=path.name + ".data")
