"""How the devices of a split stage share its layers, as a plan file says it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.graph.model import Graph
from hwpipe.plan.stage_model import Bisection, LayerSplit, TensorSplit
from hwpipe.tensor.layers import layer_graph
from hwpipe.tensor.model import GroupPlan, PartitionType, TensorPlan
from hwpipe.tensor.stage import StageSplit

__all__ = ["tensor_split"]

_WORDS = {PartitionType.I: "I", PartitionType.II: "II", PartitionType.III: "III",
          PartitionType.REPLICATED: "both"}  # fmt: skip


def tensor_split(
    graph: Graph, nodes: tuple[int, ...], devices: tuple[str, ...], split: StageSplit
) -> TensorSplit:
    """The split of one stage.

    Args:
        graph: the network.
        nodes: of the stage.
        devices: of the stage, in its order.
        split: of `hwpipe.tensor`.
    """
    plan = split.plan
    layers = layer_graph(graph, nodes).layers
    shares = _shares(plan, devices)
    moved = plan.moved_bytes or (0.0,) * len(layers)
    return TensorSplit(
        method=plan.method,
        layers=tuple(
            LayerSplit(
                layer=layer.name,
                kind=layer.kind,
                nodes=tuple(graph.nodes[i].name for i in layer.nodes),
                shares=tuple(float(x) for x in shares[:, k]),
                time_s=plan.layer_s[k],
                moved_bytes=moved[k],
            )
            for k, layer in enumerate(layers)
        ),
        bisections=tuple(_bisections(plan)),
        traffic_bytes=tuple((a, b, size) for (a, b), size in sorted(split.traffic_bytes.items())),
        memory_bytes=tuple(float(x) for x in split.memory_bytes),
        lower_s=plan.lower_s,
        exact=plan.exact,
    )


def _leaves(group: GroupPlan | None) -> int:
    """Devices in the part of the array that a bisection divides."""
    if group is None:
        return 1
    return sum(_leaves(child) for child in group.children)


def _bisections(plan: TensorPlan) -> Iterator[Bisection]:
    """Bisections level by level; equal halves, which share their plan, are listed once."""
    current: list[tuple[GroupPlan | None, tuple[str, ...]]] = [(plan.root, plan.devices)]
    level = 0
    while current:
        alike: dict[int, tuple[GroupPlan, list[tuple[tuple[str, ...], tuple[str, ...]]]]] = {}
        following: list[tuple[GroupPlan | None, tuple[str, ...]]] = []
        for group, names in current:
            if group is None:
                continue
            cut = _leaves(group.children[0])
            parties = (names[:cut], names[cut:])
            alike.setdefault(id(group), (group, []))[1].append(parties)
            following += zip(group.children, parties, strict=True)
        for group, pairs in alike.values():
            yield Bisection(
                level=level,
                parties=tuple(pairs),
                types=tuple(_WORDS[choice.type] for choice in group.choices),
                ratios=tuple(float(choice.ratio) for choice in group.choices),
                received_bytes=(float(group.received_bytes[0]), float(group.received_bytes[1])),
            )
        current, level = following, level + 1


def _shares(plan: TensorPlan, devices: tuple[str, ...]) -> FloatArray:
    """Part of each layer on each device, shape (devices, layers)."""
    count = len(plan.layer_names)
    found: dict[str, FloatArray] = {}

    def walk(
        group: GroupPlan | None, names: tuple[str, ...],
        part: FloatArray,
    ) -> None:  # fmt: skip
        if group is None:
            found[names[0]] = part
            return
        both = np.array([choice.type == PartitionType.REPLICATED for choice in group.choices])
        ratio = np.array([choice.ratio for choice in group.choices])
        cut = _leaves(group.children[0])
        walk(group.children[0], names[:cut], part * np.where(both, 1.0, ratio))
        walk(group.children[1], names[cut:], part * np.where(both, 1.0, 1.0 - ratio))

    walk(plan.root, plan.devices, np.ones(count))
    return np.array([found[name] for name in devices])
