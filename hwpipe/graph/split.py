"""Intra-layer split: one layer becomes two that each make a part of the output channels.

BaPipe (arXiv 2012.12544) divides a boundary layer between two neighbours so that stages
balance. As a graph rewrite the split needs nothing else downstream: a cut between the parts
is an ordinary cut.
"""

from __future__ import annotations

from typing import Protocol

import onnx
from onnx import GraphProto, ModelProto, NodeProto

from hwpipe.errors import InputError
from hwpipe.graph.build import splittable_channels
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.shapes import read_shapes, tensor_info
from hwpipe.graph.weights import sliced

__all__ = ["SplitRequest", "drop_unread", "split_proto"]


class SplitRequest(Protocol):
    """What `hwpipe.partition.model.NodeSplit` says of a split."""

    @property
    def node(self) -> str:
        """Name of the node."""

    @property
    def channels(self) -> int:
        """Output channels of the first part."""


def split_proto(model: ModelProto, split: SplitRequest) -> ModelProto:
    """A copy of a model in which a layer is computed in two parts.

    Node `n` with C output channels becomes `n/part0` (channels 0 to c), `n/part1` (c to C) and
    `n/concat`, which makes the old output. Weight and bias are sliced.

    Args:
        model: a normal form with shapes in `value_info`, as `ModelSource.proto` returns it.
        split: the node and the channels of its first part.

    Raises:
        InputError: if there is no such node, it cannot be split, or c is not within 1..C-1.
    """
    where = f"split of node {split.node!r}"
    result = ModelProto()
    result.CopyFrom(model)
    graph = result.graph
    index = next((i for i, n in enumerate(graph.node) if n.name == split.node), None)
    if index is None:
        raise InputError("no such node", where=where, remedy="split the model that was planned")
    node = graph.node[index]
    shapes: dict[str, TensorInfo] = {}
    for values in (graph.input, graph.value_info, graph.output):
        read_shapes(values, shapes)
    params = {t.name: tensor_info(t) for t in graph.initializer}
    channels = splittable_channels(node, shapes, params)
    if channels == 0:
        raise InputError(
            f"operator {node.op_type} cannot be split",
            where=where,
            limit="Conv with one group, Gemm and MatMul, with constant weights",
        )
    if not 0 < split.channels < channels:
        raise InputError(f"{split.channels} channels", where=where, limit=f"1 to {channels - 1}")
    out = node.output[0]
    out_shape = shapes[out].shape
    axis = 1 if node.op_type == "Conv" else len(out_shape) - 1
    bounds = ((0, split.channels), (split.channels, channels))
    parts = [_part(graph, node, k, bound, channels) for k, bound in enumerate(bounds)]
    concat = onnx.helper.make_node(
        "Concat", [p.output[0] for p in parts], [out], name=f"{node.name}/concat", axis=axis
    )
    kind = next(
        v.type.tensor_type.elem_type for v in [*graph.value_info, *graph.output] if v.name == out
    )
    for part, (start, stop) in zip(parts, bounds, strict=True):
        dims = (*out_shape[:axis], stop - start, *out_shape[axis + 1 :])
        graph.value_info.append(
            onnx.helper.make_tensor_value_info(part.output[0], kind, list(dims))
        )
    nodes = GraphProto()
    nodes.node.extend(graph.node[:index])
    nodes.node.extend([*parts, concat])
    nodes.node.extend(graph.node[index + 1 :])
    graph.ClearField("node")
    graph.node.extend(nodes.node)
    drop_unread(graph)
    return result


def _part(
    graph: GraphProto, node: NodeProto, k: int, bound: tuple[int, int], channels: int
) -> NodeProto:
    """Part `k` of a layer; its shares of weight and bias are added to the graph."""
    initialisers = {t.name: t for t in graph.initializer}
    part = NodeProto()
    part.CopyFrom(node)
    part.name = f"{node.name}/part{k}"
    part.output[0] = f"{node.output[0]}/part{k}"
    weight = initialisers[node.input[1]]
    transposed = any(a.name == "transB" and a.i for a in node.attribute)
    axes = {1: 0 if node.op_type == "Conv" or transposed else len(weight.dims) - 1}
    if len(node.input) > 2 and node.input[2] in initialisers:
        bias = initialisers[node.input[2]]
        if bias.dims and bias.dims[-1] == channels:
            axes[2] = len(bias.dims) - 1
    for slot, axis in axes.items():
        tensor = initialisers[node.input[slot]]
        share = sliced(tensor, f"{part.name}/{tensor.name}", axis, *bound)
        graph.initializer.append(share)
        part.input[slot] = share.name
    return part


def drop_unread(graph: GraphProto) -> None:
    """Remove initialisers that no node reads and no output is."""
    read = {name for node in graph.node for name in node.input}
    read.update(value.name for value in graph.output)
    kept = GraphProto()
    kept.initializer.extend(t for t in graph.initializer if t.name in read)
    if len(kept.initializer) < len(graph.initializer):
        graph.ClearField("initializer")
        graph.initializer.extend(kept.initializer)
