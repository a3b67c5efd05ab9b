"""Binds the dimensions of graph inputs, and moves a model from one batch size to another.

A file exported at one batch size carries it in more places than its inputs: in the constants
of Reshape and Expand, in initial states, in what is concatenated with a batch. The plan of a
move follows, tensor by tensor, the axis whose outermost factor is the batch, and scales those
constants. It is keyed by the names of tensors, so that it fits the file as it is as well as
its normal form.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

import numpy as np
import onnx
from onnx import GraphProto, ModelProto, NodeProto

from hwpipe.errors import InputError
from hwpipe.graph.batch_axis import BatchTracker, RebindPlan
from hwpipe.graph.check import describe
from hwpipe.graph.limits import MAX_DIM
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.tensors import DTYPE_NAME, from_array

__all__ = [
    "RebindPlan",
    "apply_plan",
    "batch_of",
    "bind_inputs",
    "check_batch",
    "explain_failure",
    "plan_rebind",
]


def _data_inputs(graph: GraphProto) -> list[onnx.ValueInfoProto]:
    constants = {t.name for t in graph.initializer}
    return [value for value in graph.input if value.name not in constants]


_BATCH_NAMES = re.compile(r"(batch([_ ]?size)?|bs|n|b)$", re.IGNORECASE)


def batch_of(graph: GraphProto) -> tuple[int | None, str | None]:
    """(static size, symbol) of the batch dimension.

    It is dimension 0 of the first input that has one, unless another dimension of that input
    is dynamic and called a batch (`batch`, `batch_size`, `N`), as time-major models have it.
    """
    for value in _data_inputs(graph):
        dims = value.type.tensor_type.shape.dim
        if not len(dims):
            continue
        first = dims[0].dim_param
        if not _BATCH_NAMES.match(first):
            for dim in dims[1:]:
                if _BATCH_NAMES.match(dim.dim_param):
                    return None, dim.dim_param
        if dims[0].HasField("dim_value"):
            return dims[0].dim_value, None
        return None, first
    return None, None


def bind_inputs(
    model: ModelProto, batch: int | None, dims: Mapping[str, int], where: str
) -> int | None:
    """Make every dimension of every graph input static, in place.

    `batch_of` says which dimension is the batch; other inputs whose dimension 0 has the same
    size, or that have the same symbol anywhere, follow it.

    Returns:
        The batch size, None if no input has a dimension.

    Raises:
        InputError: for a dimension that nobody bound, or an input that is no dense tensor.
    """
    size, symbol = batch_of(model.graph)
    if symbol and symbol in dims:
        if batch is not None and batch != dims[symbol]:
            raise InputError(
                f"batch {batch} contradicts dimension {symbol}={dims[symbol]}", where=where
            )
        batch = dims[symbol]
    for value in _data_inputs(model.graph):
        kind = value.type
        if not kind.HasField("tensor_type") or not kind.tensor_type.HasField("shape"):
            what = "has no shape" if kind.HasField("tensor_type") else "is not a tensor"
            raise InputError(
                f"graph input {value.name[:120]!r} {what}",
                where=where,
                remedy="export the model with shapes on its inputs",
            )
        if kind.tensor_type.elem_type not in DTYPE_NAME:
            raise InputError(
                f"graph input {value.name[:120]!r} has no known element type", where=where
            )
        for i, dim in enumerate(kind.tensor_type.shape.dim):
            name, static = dim.dim_param, dim.HasField("dim_value")
            if static:
                is_batch = i == 0 and dim.dim_value == size
            else:
                is_batch = name == symbol and (i == 0 or name != "")
            if is_batch and batch is not None:
                dim.dim_value = batch
            elif static:
                pass
            elif name in dims:
                dim.dim_value = dims[name]
            else:
                _refuse_unbound(value.name, i, name, is_batch, where)
    return batch if batch is not None else size


def _refuse_unbound(tensor: str, axis: int, name: str, is_batch: bool, where: str) -> None:
    label = f"dimension {axis}" + (f" ({name[:80]})" if name else " (unnamed)")
    if is_batch:
        remedy = "give it with --batch N" + (f" or --dim {name[:80]}=N" if name else "")
    elif name:
        remedy = f"give it with --dim {name[:80]}=VALUE"
    else:
        remedy = "export the model with that dimension named or static"
    raise InputError(
        f"{label} of graph input {tensor[:120]!r} is dynamic and nobody bound it",
        where=where,
        remedy=remedy,
    )


def plan_rebind(
    model: ModelProto, shapes: Mapping[str, TensorInfo], old: int, new: int
) -> RebindPlan:
    """What must change in a model, besides its inputs, for another batch size.

    Args:
        model: normal form at the old batch size.
        shapes: its inferred tensors.
        old: batch size of the file.
        new: batch size wanted.

    Raises:
        InputError: if an operator would mix samples.
    """
    inputs = [value.name for value in model.graph.input if shapes[value.name].shape[:1] == (old,)]
    tracker = BatchTracker(model.graph, shapes, inputs, old, new)
    if old < 1:
        return tracker.plan
    for node in model.graph.node:
        tracker.step(node)
    if tracker.mixing is not None:
        raise InputError(
            f"{describe(tracker.mixing)} works across an axis in which the batch is merged with "
            "others, and would mix samples"
        )
    return tracker.plan


def _shape_constant(graph: GraphProto, dims: tuple[int, ...]) -> str:
    """Name of an initialiser with these values, one for all nodes that need them."""
    name = "hwpipe:shape:" + "x".join(map(str, dims))
    # What was added is at the end; a model has few different shapes.
    for i in range(len(graph.initializer) - 1, -1, -1):
        found = graph.initializer[i].name
        if found == name:
            return name
        if not found.startswith("hwpipe:shape:"):
            break
    graph.initializer.append(from_array(np.asarray(dims, np.int64), name))
    return name


def apply_plan(graph: GraphProto, plan: RebindPlan) -> None:
    """Carry the plan out in place; nodes of the plan that are not in the graph are skipped."""
    if not plan.shapes and not plan.expands:
        return
    by_output = {node.output[0]: i for i, node in enumerate(graph.node) if node.output}
    for (out, slot), target in plan.shapes.items():
        if out in by_output:
            graph.node[by_output[out]].input[slot] = _shape_constant(graph, target)
    added: dict[int, list[NodeProto]] = {}
    for (out, slot), target in plan.expands.items():
        if out not in by_output:
            continue
        node = graph.node[by_output[out]]
        name = f"{out}/input{slot}@batch"
        shape = _shape_constant(graph, target)
        added.setdefault(by_output[out], []).append(
            onnx.helper.make_node("Expand", [node.input[slot], shape], [name], name=name)
        )
        node.input[slot] = name
    if added:
        nodes = GraphProto()
        for i, node in enumerate(graph.node):
            nodes.node.extend(added.get(i, []))
            nodes.node.append(node)
        graph.ClearField("node")
        graph.node.extend(nodes.node)


def check_batch(batch: int | None, where: str) -> None:
    """Refuse a batch size that is no positive number.

    Raises:
        InputError: naming the value.
    """
    if batch is not None and not 1 <= batch <= MAX_DIM:
        raise InputError(f"batch {batch}", where=where, limit=f"1 to {MAX_DIM}", remedy="--batch N")


def explain_failure(error: InputError, old: int, new: int, where: str) -> InputError:
    """The error of a model whose batch size is baked into what the plan cannot change."""
    return InputError(
        f"the model cannot be moved from batch {old} to {new}: {error.what}",
        where=where,
        limit=f"batch {old}, for which it was exported",
        remedy=f"export it with a dynamic batch dimension, or use --batch {old}",
    )
