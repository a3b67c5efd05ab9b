"""The networks of the AccPar study, and the search of its released program.

The released program (github.com/linghaosong/AccPar, commit 51515db) differs from the paper:
one half everywhere, communication only, dimensions that may become fractions, pooling folded
into the layer before it (each layer states both of its feature maps). In ResNets, which it takes
for chains, the three-type search adds the shortcut by tracing back 2 layers (ResNet-18 and 34)
or 3 (ResNet-50) along the best path found so far; the two-type search (HyPar) leaves it out.
Its first candidate, type I before, is entered without the shortcut, so type I never pays it.
Layer sizes are data of that program: both its shapes for the first block of a ResNet stage (no
halving, no wider input) and its 2,048 inputs to the FC layer of ResNet-18 and 34 are kept.
"""

from __future__ import annotations

from typing import Final

from hwpipe.errors import InputError
from hwpipe.tensor.model import LayerGraph, PartitionType, TensorLayer, chain
from hwpipe.tensor.traffic import inter_elements, intra_elements

__all__ = ["PUBLISHED_NETWORKS", "network", "printed_totals", "released_levels"]

PUBLISHED_NETWORKS: Final = (
    "alexnet", "vgg11", "vgg13", "vgg16", "vgg19", "resnet18", "resnet34", "resnet50",
)  # fmt: skip

#: (input channels, input side, kernel side, output channels, output side)
_ALEXNET = ((3, 224, 11, 96, 55), (96, 55, 5, 256, 27), (256, 27, 3, 384, 13),
            (384, 13, 3, 384, 13), (384, 13, 3, 256, 6))  # fmt: skip
_VGG_REPEATS = {"vgg11": (1, 1, 2, 2, 2), "vgg13": (2, 2, 2, 2, 2), "vgg16": (2, 2, 3, 3, 3),
                "vgg19": (2, 2, 4, 4, 4)}  # fmt: skip
_RESNET_REPEATS = {"resnet18": (2, 2, 2, 2), "resnet34": (3, 4, 6, 3), "resnet50": (3, 4, 6, 3)}
#: Layers that a shortcut spans.
_SPAN = {"resnet18": 2, "resnet34": 2, "resnet50": 3}


def _shapes(name: str) -> tuple[list[tuple[int, int, int, int, int]], list[tuple[int, int]]]:
    """Convolutions as in `_ALEXNET`, and FC layers as (inputs, outputs)."""
    if name == "alexnet":
        return list(_ALEXNET), [(9216, 4096), (4096, 4096), (4096, 1000)]
    convolutions: list[tuple[int, int, int, int, int]] = []
    if name in _VGG_REPEATS:
        channels, side = 3, 224
        for repeat, width in zip(_VGG_REPEATS[name], (64, 128, 256, 512, 512), strict=True):
            for k in range(repeat):
                after = side // 2 if k == repeat - 1 else side  # the pooling is folded in
                convolutions.append((channels, side, 3, width, after))
                channels, side = width, after
        return convolutions, [(25088, 4096), (4096, 4096), (4096, 1000)]
    convolutions.append((3, 224, 7, 64, 56))
    for repeat, width, side in zip(
        _RESNET_REPEATS[name], (64, 128, 256, 512), (56, 28, 14, 7), strict=True
    ):
        for _ in range(repeat):
            if name == "resnet50":
                block = [(1, width), (3, width), (1, 4 * width)]
            else:
                block = [(3, width), (3, width)]
            convolutions += [(width, side, kernel, out, side) for kernel, out in block]
    return convolutions, [(2048, 1000)]


def network(name: str, batch: int = 512) -> LayerGraph:
    """A network of the study as the released program has it: a chain of conv and FC layers.

    Args:
        name: one of `PUBLISHED_NETWORKS`.
        batch: samples; the program has 512.

    Raises:
        InputError: if there is no such network.
    """
    if name not in PUBLISHED_NETWORKS:
        raise InputError(
            f"unknown network {name!r}",
            limit=", ".join(PUBLISHED_NETWORKS),
            remedy="choose one of these",
        )
    convolutions, dense = _shapes(name)
    layers = [
        TensorLayer(f"conv{k}", "conv", batch, a, b, side * side, after * after, kernel * kernel)
        for k, (a, side, kernel, b, after) in enumerate(convolutions, start=1)
    ]
    layers += [TensorLayer(f"fc{k}", "fc", batch, a, b) for k, (a, b) in enumerate(dense, start=1)]
    return chain(name, layers, element_bytes=2.0)


class _Halved:
    """Costs of a layer whose dimensions have been halved `halvings[d]` times."""

    def __init__(self, layer: TensorLayer) -> None:
        self.layer, self.scale = layer, [1.0, 1.0, 1.0]  # of B, Di, Do

    def intra(self, kind: int) -> float:
        """Elements of partial sums: A(W) for I, A(F') for II, A(E) for III."""
        b, di, do = self.scale
        shrunk = (di * do, b * do, b * di)[kind]
        return intra_elements(self.layer, PartitionType(kind)) * shrunk

    def inter(self, before: int, kind: int) -> float:
        """Elements between two layers, or over a shortcut: at one half the tables agree."""
        b, di, _ = self.scale
        elements = self.layer.in_elements * b * di
        return inter_elements(PartitionType(before), PartitionType(kind), elements, 0.5)


def _one_level(
    layers: list[_Halved], offered: list[tuple[int, ...]], shortcut: int
) -> tuple[float, list[int]]:
    """The released dynamic programme over one level; `shortcut` 0 is a chain."""
    cost = [{t: layers[0].intra(t) for t in offered[0]}]
    track: list[dict[int, int]] = [{}]
    for index in range(1, len(layers)):
        layer, row, back = layers[index], {}, {}
        joins = shortcut and index > shortcut and index % shortcut == 1
        for kind in offered[index]:
            best, chosen = float("inf"), -1
            if 0 in offered[index - 1]:  # entered without its shortcut
                best, chosen = cost[-1][0] + layer.inter(0, kind), 0
            for before in offered[index - 1]:
                total = cost[-1][before] + layer.inter(before, kind)
                if joins:
                    origin = before
                    for step in range(1, shortcut):
                        origin = track[index - step][origin]
                    total += layer.inter(origin, kind)
                if total < best:
                    best, chosen = total, before
            row[kind], back[kind] = layer.intra(kind) + best, chosen
        cost.append(row)
        track.append(back)
    last = min(cost[-1], key=lambda t: (cost[-1][t], t))
    types = [last]
    for index in range(len(layers) - 1, 0, -1):
        types.append(track[index][types[-1]])
    return cost[-1][last], types[::-1]


def released_levels(
    name: str, method: str, levels: int = 7, batch: int = 512
) -> tuple[list[float], list[list[int]]]:
    """Elements moved at each level, and the types chosen, as the released program finds them.

    Args:
        name: one of `PUBLISHED_NETWORKS`.
        method: `data-parallel`, `owt`, `hypar` or `accpar`.
        levels: bisections, 7 for 128 devices.
        batch: samples.

    Returns:
        (minimum of the search at each level, types 0, 1, 2 of each layer at each level).
    """
    graph = network(name, batch)
    offers: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
        "data-parallel": ((0,), (0,)),
        "owt": ((0,), (1,)),
        "hypar": ((0, 1), (0, 1)),
        "accpar": ((0, 1, 2), (0, 1, 2)),
    }
    if method not in offers:
        raise InputError(
            f"unknown method {method!r}", limit=", ".join(offers), remedy="choose one of these"
        )
    if levels < 1:
        raise InputError(f"{levels} levels", limit="at least 1", remedy="give 1 or more")
    conv, dense = offers[method]
    offered = [conv if layer.kind == "conv" else dense for layer in graph.layers]
    shortcut = _SPAN.get(name, 0) if method == "accpar" else 0
    layers = [_Halved(layer) for layer in graph.layers]
    costs, chosen = [], []
    for _ in range(levels):
        total, types = _one_level(layers, offered, shortcut)
        costs.append(total)
        chosen.append(types)
        for layer, kind in zip(layers, types, strict=True):
            layer.scale[kind] *= 0.5
    return costs, chosen


def printed_totals(name: str, chosen: list[list[int]], batch: int = 512) -> list[float]:
    """What the released program's `print_partitions` adds up for types that were chosen.

    It equals the search's minimum for chains. For ResNets it differs: the shortcut is added for
    every method, at sizes already halved by this level, and up to the FC layer.

    Args:
        name: one of `PUBLISHED_NETWORKS`.
        chosen: types of each layer at each level.
        batch: samples.
    """
    layers = [_Halved(layer) for layer in network(name, batch).layers]
    span = _SPAN.get(name, 0)
    totals = []
    for types in chosen:
        total = sum(layer.intra(kind) for layer, kind in zip(layers, types, strict=True))
        for index in range(1, len(layers)):
            total += layers[index].inter(types[index - 1], types[index])
        for layer, kind in zip(layers, types, strict=True):
            layer.scale[kind] *= 0.5
        if span:
            for index in range(1, len(layers) - span, span):
                total += layers[index].inter(types[index], types[index + span])
        totals.append(total)
    return totals
