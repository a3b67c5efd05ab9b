"""Checks of what the user feeds a run, before any process starts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import onnx

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, TensorSpec, tensor_specs
from hwpipe.runtime.spec import StageSpec

__all__ = ["Batch", "check_inputs", "check_stages"]


class Batch:
    """Checked inputs of a run, cut into micro-batches.

    Attributes:
        count: number of micro-batches.
        arrays: input arrays by name.
        streamed: names of the inputs whose leading axis is the batch; the others go to
            every micro-batch as they are.
    """

    def __init__(self, arrays: dict[str, Array], streamed: frozenset[str], micro_batch: int,
                 count: int) -> None:  # fmt: skip
        self.arrays, self.streamed = arrays, streamed
        self.micro_batch, self.count = micro_batch, count

    def part(self, name: str, k: int) -> Array:
        """Input `name` of micro-batch k."""
        if name not in self.streamed:
            return self.arrays[name]
        return self.arrays[name][k * self.micro_batch : (k + 1) * self.micro_batch]


def _fits(spec: TensorSpec, shape: Sequence[int], skip: int) -> bool:
    return len(shape) == len(spec.shape) and all(
        want is None or want == got
        for want, got in zip(spec.shape[skip:], shape[skip:], strict=True)
    )


def _show(shape: Sequence[int | None]) -> str:
    return "x".join("?" if n is None else str(n) for n in shape) or "a scalar"


def check_inputs(
    model: onnx.ModelProto, inputs: Mapping[str, Array], micro_batch: int
) -> Batch:  # fmt: skip
    """Match arrays with the inputs of a model and cut them into micro-batches.

    Args:
        model: the model, its batch dimension bound to `micro_batch`.
        inputs: an array for every graph input. The leading dimension is the whole batch, a
            multiple of `micro_batch`, where the model's own leading dimension is
            `micro_batch`; other inputs must have the model's shape.
        micro_batch: samples in one micro-batch.

    Raises:
        InputError: for a missing or unknown name, a wrong shape or element type, a NaN or
            infinity, or a batch that does not divide.
    """
    if micro_batch < 1:
        raise InputError(f"micro-batch {micro_batch}", limit="at least 1",
                         remedy="give a positive micro-batch size")  # fmt: skip
    initialisers = {tensor.name for tensor in model.graph.initializer}
    specs = tensor_specs(v for v in model.graph.input if v.name not in initialisers)
    for name in inputs:
        if name not in specs:
            raise InputError(f"the model has no input {name!r}", where="input",
                             limit=", ".join(specs) or "no inputs",
                             remedy="name the arrays after the model's inputs")  # fmt: skip
    arrays: dict[str, Array] = {}
    counts: dict[str, int] = {}
    for name, spec in specs.items():
        streams = bool(spec.shape) and spec.shape[0] in (None, micro_batch)
        rest = "".join(f"x{'?' if n is None else n}" for n in spec.shape[1:])
        want = "B" + rest if streams else _show(spec.shape)
        if name not in inputs:
            raise InputError(
                "is missing", where=f"input {name!r}",
                limit=f"{spec.dtype} array, shape {want}", remedy="add it to the inputs",
            )  # fmt: skip
        array = np.asarray(inputs[name])
        if array.dtype.name != spec.dtype:
            raise InputError(
                f"has element type {array.dtype.name}",
                where=f"input {name!r}",
                limit=spec.dtype,
                remedy=f"use array.astype({spec.dtype!r})",
            )
        if not _fits(spec, array.shape, 1 if streams else 0):
            raise InputError(
                f"has shape {_show(array.shape)}",
                where=f"input {name!r}",
                limit=want,
                remedy="reshape or resize the array",
            )
        if streams:
            if array.shape[0] == 0 or array.shape[0] % micro_batch:
                raise InputError(
                    f"batch {array.shape[0]} does not divide into micro-batches of {micro_batch}",
                    where=f"input {name!r}", limit=f"a positive multiple of {micro_batch}",
                    remedy="pad the batch, or choose another micro-batch size",
                )  # fmt: skip
            counts[name] = array.shape[0] // micro_batch
        if array.dtype.kind == "f" and not np.isfinite(array).all():
            where = np.unravel_index(int(np.argmin(np.isfinite(array))), array.shape)
            raise InputError(
                f"holds {array[where]} at {tuple(int(i) for i in where)}", where=f"input {name!r}",
                limit="finite numbers", remedy="clean the data",
            )  # fmt: skip
        arrays[name] = np.ascontiguousarray(array).reshape(array.shape)
    if len(set(counts.values())) > 1:
        sizes = ", ".join(f"{name} {count * micro_batch}" for name, count in counts.items())
        raise InputError(
            f"inputs have different batches: {sizes}",
            where="input",
            limit="one batch size",
            remedy="give equally many samples of each",
        )
    count = next(iter(counts.values()), 1)
    _check_outputs(model, micro_batch, count)
    return Batch(arrays, frozenset(counts), micro_batch, count)


def _check_outputs(model: onnx.ModelProto, micro_batch: int, count: int) -> None:
    """Outputs are joined along their leading axis, which must then be the batch."""
    if count == 1:
        return
    for spec in tensor_specs(model.graph.output).values():
        if spec.shape and spec.shape[0] in (None, micro_batch):
            continue
        raise InputError(
            f"has shape {_show(spec.shape)}, whose leading dimension is not the micro-batch, so "
            f"the results of {count} micro-batches cannot be joined",
            where=f"output {spec.name!r}", limit=f"a leading dimension of {micro_batch}",
            remedy="export the model with the batch first, or run one micro-batch",
        )  # fmt: skip


def check_stages(stages: Sequence[StageSpec]) -> None:
    """Check numbers of stages and replicas.

    Raises:
        InputError: if stages are not numbered 0, 1, ..., or one has no replica.
    """
    for position, stage in enumerate(stages):
        if stage.index != position:
            raise InputError(
                f"stage {stage.index} stands at position {position}",
                limit="stages in pipeline order",
                remedy="sort the stages",
            )
        if stage.replicas < 1:
            raise InputError(f"{stage.replicas} replicas", where=f"stage {position}",
                             limit="at least 1", remedy="make the plan again")  # fmt: skip
