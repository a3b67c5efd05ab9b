"""A stage on a cube of p^3 equal devices, every product in the 3-D layout."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from hwpipe.cluster.model import Device, Link
from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.tensor.cube import cube_layer_elements, cube_side
from hwpipe.tensor.model import LayerEdge, LayerGraph, TensorLayer

__all__ = ["CubeStage", "cube_stage"]

#: Neighbours differ in one of these; A is gathered along j, B along i, C reduced along l.
_AXES: Final = 3


@dataclass(frozen=True)
class CubeStage:
    """Per layer seconds (devices are equal), and totals for each device."""

    layer_s: FloatArray
    weight_elements: float
    activation_elements: float
    received_elements: float
    traffic_elements: dict[tuple[str, str], float]


def cube_stage(
    graph: LayerGraph,
    devices: Sequence[Device],
    links: Mapping[tuple[str, str], Link] | Link,
    layer_s: FloatArray,
    *,
    training: bool,
) -> CubeStage:
    """Time, memory and traffic of a stage in the 3-D layout.

    Device number (i p + j) p + l stands at (i, j, l). The slowest device and the slowest of the
    links used set the pace, since every product waits for all. A collective takes p - 1 rounds.

    Args:
        graph: the layers.
        devices: p^3 devices.
        links: directed links, or one for every pair.
        layer_s: seconds of each whole layer, shape (devices, layers).
        training: three products a layer, or one.

    Raises:
        InputError: if the devices are no cube, are not connected, or a layer is too small.
    """
    p = cube_side(len(devices))
    for layer in graph.layers:
        _check(layer, p)
    pairs = _neighbours(p)
    rate, latency = np.inf, 0.0
    for a, b, _ in pairs:
        src, dst = devices[a].name, devices[b].name
        link = links if isinstance(links, Link) else links.get((src, dst))
        if link is None:
            raise InputError(
                f"no link from {src!r} to {dst!r}",
                where="3-D tensor parallelism",
                remedy="connect all devices of the stage, or choose another mode",
            )
        # A device receives from p - 1 peers of one axis over one port.
        rate, latency = min(rate, link.bytes_per_s), max(latency, link.latency_s)
    received = np.array([cube_layer_elements(x, p, training=training) for x in graph.layers])
    received += _turned_elements(graph, training=training) / p**3
    rounds = (p - 1) * _AXES * (3 if training else 1) * (received > 0)
    compute = layer_s.max(axis=0) / p**3
    layers = graph.layers
    stored = sum(x.in_elements for x in layers if x.kind != "join") if training else 0
    gathered = max(x.in_elements + x.weight_elements + x.out_elements for x in layers)
    weights = [0.0 if x.channelwise else float(x.weight_elements) for x in layers]
    on_i = (3 if training else 1) * sum(weights) / p**3
    # Layer after layer F arrives along j or l in turn, and F' leaves along the other one.
    on_others = (float(received.sum()) / (p - 1) - on_i) / 2
    per_peer = (on_i, on_others, on_others)
    return CubeStage(
        layer_s=compute + received * graph.element_bytes / rate + rounds * latency,
        weight_elements=graph.weight_elements / p**3,
        activation_elements=stored / p**3 + gathered / p**2,
        received_elements=float(received.sum()),
        traffic_elements={
            (devices[a].name, devices[b].name): per_peer[axis]
            for a, b, axis in pairs
            if per_peer[axis] > 0
        },
    )


def _turned_elements(graph: LayerGraph, *, training: bool) -> FloatArray:
    """Elements of operands that reach a layer in the other orientation, by layer.

    F' lies along (i, j) where F lay along (i, l), and the next product swaps the roles of j and
    l. A join of paths with odd and even numbers of products must turn one operand, and its
    gradient back: every device fetches its shard anew.
    """
    turned = np.zeros(len(graph))
    products: dict[int, int] = {}  # parity of products behind each layer's output
    into: dict[int, list[LayerEdge]] = {}
    for edge in graph.edges:
        into.setdefault(edge.dst, []).append(edge)
    for index, layer in enumerate(graph.layers):
        edges = into.get(index, [])
        arriving = products[edges[0].src] if edges else 0
        for edge in edges[1:]:
            if products[edge.src] != arriving:
                turned[index] += edge.elements * (2 if training else 1)
        products[index] = arriving if layer.channelwise else 1 - arriving
    return turned


def _check(layer: TensorLayer, p: int) -> None:
    if layer.channelwise:
        return
    rows = layer.batch * (layer.in_map if layer.kind == "fc" else 1)
    for name, size, least in (("rows", rows, p * p), ("input channels", layer.in_channels, p),
                              ("output channels", layer.out_channels, p)):  # fmt: skip
        if size < least:
            raise InputError(
                f"{size} {name}",
                where=f"layer {layer.name} on a cube of side {p}",
                limit=f"at least {least}",
                remedy="give larger micro-batches, a smaller cube, or another mode",
            )


def _neighbours(p: int) -> list[tuple[int, int, int]]:
    """Triples (source, destination, axis) of devices that differ along one axis."""
    pairs = []
    for a in range(p**3):
        place = (a // (p * p), a // p % p, a % p)
        for axis, weight in enumerate((p * p, p, 1)):
            for k in range(p):
                if k != place[axis]:
                    pairs.append((a + (k - place[axis]) * weight, a, axis))
    return pairs
