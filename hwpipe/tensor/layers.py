"""From an analysed network to the layers that a tensor partition works on.

Nodes with weights, products of two activations, normalisations over channels and embeddings
become layers. Everything else (activation functions, pooling, batch normalisation, reshapes) is
folded into the layer whose output it transforms, so that the tensors between layers have the
sizes that would really cross. A node that reads the results of several layers is a join; a
result that several layers read gets a fork, so that it changes layout once for all of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from math import prod
from typing import Final

from hwpipe.errors import InputError
from hwpipe.graph.model import Graph, Node, TensorInfo
from hwpipe.tensor.model import LayerEdge, LayerGraph, PartitionType, TensorLayer
from hwpipe.units import DTYPE_BYTES

__all__ = ["layer_graph"]

_CHANNEL_NORMS: Final = {
    "LayerNormalization", "SkipLayerNormalization", "RMSNormalization",
    "SimplifiedLayerNormalization", "SkipSimplifiedLayerNormalization", "LpNormalization",
}  # fmt: skip
#: Tensors of these types steer shapes and masks; they are no activations to split.
_INDEX_DTYPES: Final = {"int64", "bool", "string"}
_ONLY_BATCH: Final = (PartitionType.I,)


def layer_graph(graph: Graph, nodes: Iterable[int] | None = None) -> LayerGraph:
    """The layers of a network at its batch size, with forks and joins.

    Args:
        graph: an analysed network.
        nodes: the node indices of one stage; None: all. Tensors from outside the stage arrive
            in any layout that its first layers like.

    Returns:
        Layers in topological order. Every node belongs to exactly one layer (`nodes`), so that
        measured seconds of nodes add up to seconds of layers.

    Raises:
        InputError: if the graph is a measured profile, which has no shapes.
    """
    return _Builder(graph).build(None if nodes is None else sorted(set(nodes)))


class _Builder:
    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._layers: list[TensorLayer] = []
        self._nodes: list[list[int]] = []
        self._sizes: dict[tuple[int, int], dict[str, int]] = {}  # edge -> tensors and elements
        self._origin: dict[str, int] = {}  # tensor -> layer that holds it
        self._waiting: list[int] = []  # nodes before the first layer
        self._folded: Counter[str] = Counter()

    def build(self, chosen: list[int] | None) -> LayerGraph:
        nodes = self._graph.nodes
        placed = nodes if chosen is None else tuple(nodes[k] for k in chosen)
        for node in placed:
            self._place(node)
        if not self._layers:
            if placed and all(node.work.kind == "bytes" for node in placed):
                raise InputError(
                    "no layer has shapes that could be split",
                    where=self._graph.name,
                    limit="a network with shapes, such as an ONNX model",
                    remedy="a measured profile holds times and sizes only; run each of its "
                    "stages on one device, or on replicas",
                )
            self._whole(placed)
        edges = [LayerEdge(a, b, sum(t.values())) for (a, b), t in sorted(self._sizes.items())]
        layers = [
            replace(layer, nodes=tuple(sorted(nodes)))
            for layer, nodes in zip(self._layers, self._nodes, strict=True)
        ]
        layers, edges = _with_forks(layers, edges)
        return LayerGraph(
            self._graph.name, tuple(layers), tuple(edges), self._element_bytes(), self._notes()
        )

    def _place(self, node: Node) -> None:
        origins = {self._origin[name] for name in node.inputs if name in self._origin}
        make = _maker(node)
        if make is None and len(origins) > 1 and self._is_data(node):
            make = _join
        if make is None:
            self._fold(node, origins)
            return
        index = len(self._layers)
        self._layers.append(make(self._graph, node))
        self._nodes.append([node.index, *self._waiting])
        self._waiting = []
        for name in node.inputs:
            if name in self._origin:
                read = self._sizes.setdefault((self._origin[name], index), {})
                read[name] = self._graph.tensors[name].elements
        for name in node.outputs:
            self._origin[name] = index

    def _fold(self, node: Node, origins: set[int]) -> None:
        if not origins:
            (self._nodes[0] if self._layers else self._waiting).append(node.index)
            return
        home = max(origins)
        self._nodes[home].append(node.index)
        if node.work.kind == "reduce":
            self._folded[node.op] += 1
        if node.param_count:
            layer = self._layers[home]
            self._layers[home] = replace(layer, side_weights=layer.side_weights + node.param_count)
        if self._is_data(node):
            for name in node.outputs:
                self._origin[name] = home

    def _is_data(self, node: Node) -> bool:
        return node.work.kind != "shape" and any(
            self._graph.tensors[name].dtype not in _INDEX_DTYPES for name in node.outputs
        )

    def _whole(self, nodes: tuple[Node, ...]) -> None:
        """A stage of elementwise nodes only: one layer with its largest output."""
        graph = self._graph
        largest = max(nodes, key=lambda n: n.write_bytes, default=None)
        if largest is not None:
            self._layers.append(_join(graph, largest))
            self._nodes.append(list(self._waiting))

    def _element_bytes(self) -> float:
        sizes: Counter[str] = Counter()
        for node in self._graph.nodes:
            for name in node.outputs:
                info = self._graph.tensors[name]
                if info.dtype not in _INDEX_DTYPES:
                    sizes[info.dtype] += info.elements
        return float(DTYPE_BYTES[sizes.most_common(1)[0][0]]) if sizes else 4.0

    def _notes(self) -> tuple[str, ...]:
        if not self._folded:
            return ()
        listed = ", ".join(f"{count} {op}" for op, count in sorted(self._folded.items()))
        return (f"reductions folded into the layer before them, their sums not charged: {listed}",)


_Make = Callable[[Graph, Node], TensorLayer]


def _maker(node: Node) -> _Make | None:
    """The function that makes a layer of a node; None: the node is folded, or a join."""
    kind = node.work.kind
    if kind in ("conv", "depthwise") and node.work.conv is not None:
        return _conv
    if kind == "gemm" and node.work.gemms:
        return _dense
    if kind == "matmul" and node.work.gemms:
        return _attention
    if kind == "rnn" and node.work.gemms:
        return _recurrent
    if node.op in _CHANNEL_NORMS:
        return _norm
    if node.op == "Gather" and node.param_count > 1:
        return _embedding
    return None


def _macs(node: Node) -> tuple[float, float, float]:
    work = node.work
    return float(work.macs), float(work.bwd_input_macs), float(work.bwd_weight_macs)


def _samples(graph: Graph, count: int) -> int:
    """The batch size where it divides `count` rows, else 1 (nothing to split by sample)."""
    return graph.batch if graph.batch > 0 and count % graph.batch == 0 else 1


def _side(node: Node, matrix: int) -> int:
    return max(0, node.param_count - matrix)


def _conv(graph: Graph, node: Node) -> TensorLayer:
    shape = node.work.conv
    assert shape is not None
    inputs, outputs, area = prod(shape.in_size), prod(shape.out_size), prod(shape.kernel)
    groups = shape.groups
    trained = node.work.bwd_weight_macs > 0
    if groups > 1:
        per_in, per_out = shape.in_channels // groups, shape.out_channels // groups
        kernel = per_in * per_out * area
        return TensorLayer(
            node.name, "conv", max(1, shape.batch), groups, groups, max(1, per_in * inputs),
            max(1, per_out * outputs), kernel, groups, trained, macs=_macs(node),
            side_weights=_side(node, groups * kernel),
        )  # fmt: skip
    return TensorLayer(
        node.name, "conv", max(1, shape.batch), shape.in_channels, shape.out_channels,
        max(1, inputs), max(1, outputs), area, 1, trained, macs=_macs(node),
        side_weights=_side(node, shape.in_channels * shape.out_channels * area),
    )  # fmt: skip


def _dense(graph: Graph, node: Node) -> TensorLayer:
    gemm = node.work.gemms[0]
    rows = max(1, gemm.count * gemm.m)
    batch = _samples(graph, rows)
    return TensorLayer(
        node.name, "fc", batch, max(1, gemm.k), max(1, gemm.n), rows // batch, rows // batch,
        trainable=node.work.bwd_weight_macs > 0, macs=_macs(node),
        side_weights=_side(node, gemm.k * gemm.n),
    )  # fmt: skip


def _attention(graph: Graph, node: Node) -> TensorLayer:
    """A product of two activations: independent over samples and heads."""
    count = max(1, node.work.gemms[0].count)
    batch = _samples(graph, count)
    heads = count // batch
    read = sum(graph.tensors[name].elements for name in node.inputs)
    written = graph.tensors[node.outputs[0]].elements
    return TensorLayer(
        node.name, "attention", batch, heads, heads, max(1, read // count),
        max(1, written // count), trainable=False, macs=_macs(node),
    )  # fmt: skip


def _recurrent(graph: Graph, node: Node) -> TensorLayer:
    """A recurrent layer: only its batch is split, since every step needs the whole state.

    Its channels are the units of both directions; the gates stand in `kernel`, and the weights
    of the state with the biases.
    """
    inward, across = node.work.gemms[:2]
    directions, steps = max(1, inward.count), max(1, node.work.steps)
    hidden = max(1, across.k)
    gates = max(1, inward.n // hidden)
    units = directions * hidden
    return TensorLayer(
        node.name, "fc", _samples(graph, max(1, inward.m)), max(1, inward.k), units, steps, steps,
        gates, trainable=node.work.bwd_weight_macs > 0, macs=_macs(node), allowed=_ONLY_BATCH,
        side_weights=_side(node, inward.k * units * gates),
    )  # fmt: skip


def _norm(graph: Graph, node: Node) -> TensorLayer:
    info = _largest(graph, node)
    width = max(1, info.shape[-1]) if info.shape else 1
    batch = _samples(graph, max(1, info.elements // width))
    rows = max(1, info.elements // (width * batch))
    statistics = rows if "RMS" in node.op or "Simplified" in node.op else 2 * rows
    return TensorLayer(
        node.name, "norm", batch, width, width, rows, rows,
        kernel=max(1, node.param_count // width), row_statistics=statistics,
        macs=(0.5 * node.work.flops, node.work.flops, 0.0),
    )  # fmt: skip


def _embedding(graph: Graph, node: Node) -> TensorLayer:
    """A table of vectors: columns of the table give columns of the result."""
    info = _largest(graph, node)
    width = max(1, info.shape[-1]) if info.shape else 1
    batch = _samples(graph, max(1, info.elements // width))
    rows = max(1, info.elements // (width * batch))
    kernel = max(1, node.param_count // width)
    return TensorLayer(
        node.name, "fc", batch, width, width, rows, rows, kernel, max(2, width),
        macs=(0.0, 0.0, 0.0), allowed=None if width > 1 else _ONLY_BATCH,
    )  # fmt: skip


def _join(graph: Graph, node: Node) -> TensorLayer:
    info = _largest(graph, node)
    shape = info.shape or (1,)
    # Images carry channels in dimension 1, sequences and vectors in the last one.
    axis = 1 if len(shape) >= 4 else -1
    channels = max(1, shape[axis])
    batch = _samples(graph, max(1, info.elements // channels))
    return TensorLayer(
        node.name, "join", batch, channels, channels,
        max(1, info.elements // (channels * batch)), max(1, info.elements // (channels * batch)),
        trainable=False, macs=(0.5 * node.work.flops, 0.0, 0.0),
    )  # fmt: skip


def _largest(graph: Graph, node: Node) -> TensorInfo:
    return max((graph.tensors[name] for name in node.outputs), key=lambda info: info.elements)


def _with_forks(
    layers: list[TensorLayer], edges: list[LayerEdge]
) -> tuple[list[TensorLayer], list[LayerEdge]]:
    """Put a fork behind every layer, other than a join, that several layers read."""
    degree = Counter(edge.src for edge in edges)
    place: list[int] = []  # new index of each layer
    fork: dict[int, int] = {}  # old index -> new index of its fork
    listed: list[TensorLayer] = []
    for index, layer in enumerate(layers):
        place.append(len(listed))
        listed.append(layer)
        if degree[index] > 1 and layer.kind != "join":
            fork[index] = len(listed)
            listed.append(
                TensorLayer(
                    f"{layer.name}:fork", "join", layer.batch, layer.out_channels,
                    layer.out_channels, layer.out_map, layer.out_map, trainable=False,
                    macs=(0.0, 0.0, 0.0),
                )
            )  # fmt: skip
    moved = [LayerEdge(fork.get(e.src, place[e.src]), place[e.dst], e.elements) for e in edges]
    for index, at in fork.items():
        size = max(e.elements for e in edges if e.src == index)
        moved.append(LayerEdge(place[index], at, size))
    return listed, sorted(moved, key=lambda e: (e.src, e.dst))
