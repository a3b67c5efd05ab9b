"""The blocks of every layer that a plan's tensor split leaves to each device.

Each bisection divides one dimension of a layer (batch, input or output channels) or none; walking
down the tree of halves, in the arithmetic of `hwpipe.tensor.structure`, leaves every device with a
block of the three.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.graph import ModelSource
    from hwpipe.plan.model import Plan
    from hwpipe.plan.stage_model import Bisection, PlanStage, TensorSplit
    from hwpipe.tensor.model import LayerGraph

__all__ = ["LayerBlocks", "StageShards", "plan_shards", "shards_of"]

#: (low, high) of batch, input channels and output channels.
Block = tuple[tuple[int, int], tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class LayerBlocks:
    """One layer of a split stage.

    Attributes:
        name: of its main node, or "NAME:fork" of a tensor that several layers read.
        kind: `conv`, `fc`, `attention`, `norm` or `join`.
        nodes: indices into the model's nodes; those behind the main one follow its result.
        sizes: batch, input and output channels; groups, heads or channels of a layer that keeps
            them apart (`channelwise`), for both.
        blocks: of every member.
        channelwise: whether output channel c depends on input channel c alone.
        types: of every level, for messages.
    """

    name: str
    kind: str
    nodes: tuple[int, ...]
    sizes: tuple[int, int, int]
    blocks: tuple[Block, ...]
    channelwise: bool = False
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StageShards:
    """How the members of one unit of a stage share its layers.

    Attributes:
        devices: names, one a member.
        kinds: of devices.
        paths: of the members in the tree of halves ("01": second half of the first).
        layers: front to back, forks included.
        even: whether halves of one level divide every layer alike, so that what they compute
            twice is equal bit for bit.
    """

    devices: tuple[str, ...]
    kinds: tuple[str, ...]
    paths: tuple[str, ...]
    layers: tuple[LayerBlocks, ...]
    even: bool = True

    @property
    def members(self) -> int:
        """Number of devices that share each layer."""
        return len(self.devices)


def shards_of(
    split: TensorSplit, layers: LayerGraph, devices: Sequence[str], kinds: Sequence[str]
) -> StageShards:
    """The blocks of a plan's stage.

    Args:
        split: of the plan.
        layers: `layer_graph` of the stage's nodes at the plan's micro-batch.
        devices: of one unit, in the stage's order.
        kinds: of these devices.

    Raises:
        InputError: where the plan and the model's layers do not fit, or for a cube (`3d`).
    """
    names = tuple(layer.name for layer in layers.layers)
    if names != tuple(row.layer for row in split.layers):
        raise InputError(
            f"the split names {len(split.layers)} layers, the model has {len(names)}",
            where=", ".join(list(devices)[:4]), remedy="compile the plan again",
        )  # fmt: skip
    if not split.bisections:
        raise InputError(
            f"a split of method {split.method!r} has no levels", where=", ".join(list(devices)[:4]),
            limit="splits into types I, II and III", remedy="compile with --method joint",
        )  # fmt: skip
    walk = _Walk(split.bisections, [layer.channelwise for layer in layers.layers])
    start: list[Block] = [
        ((0, x.batch), (0, x.in_channels), (0, x.out_channels)) for x in layers.layers
    ]
    walk.down(tuple(devices), 0, "", start)
    missing = [name for name in devices if name not in walk.blocks]
    if missing:
        raise InputError(f"the split does not say what {missing[0]} holds",
                         remedy="compile the plan again")  # fmt: skip
    rows = tuple(
        LayerBlocks(
            layer.name, layer.kind, layer.nodes,
            (layer.batch, layer.in_channels, layer.out_channels),
            tuple(walk.blocks[name][k] for name in devices), layer.channelwise,
            tuple(b.types[k] for b in split.bisections),
        )
        for k, layer in enumerate(layers.layers)
    )  # fmt: skip
    paths = tuple(walk.paths[name] for name in devices)
    return StageShards(tuple(devices), tuple(kinds), paths, rows, _even(split.bisections))


def _even(bisections: Sequence[Bisection]) -> bool:
    levels: dict[int, set[object]] = {}
    for bisection in bisections:
        for first, second in bisection.parties:
            shape = (len(first), len(second), bisection.types, bisection.ratios)
            levels.setdefault(bisection.level, set()).add(shape)
            if len(first) != len(second):
                levels[bisection.level].add(None)
    return all(len(found) == 1 for found in levels.values())


class _Walk:
    def __init__(self, bisections: Sequence[Bisection], channelwise: Sequence[bool]) -> None:
        self._bisections, self._channelwise = bisections, channelwise
        self.blocks: dict[str, list[Block]] = {}
        self.paths: dict[str, str] = {}

    def down(self, names: tuple[str, ...], level: int, path: str, blocks: list[Block]) -> None:
        if len(names) == 1:
            self.blocks[names[0]], self.paths[names[0]] = blocks, path
            return
        for bisection in self._bisections:
            if bisection.level != level:
                continue
            for first, second in bisection.parties:
                if set(first) | set(second) == set(names):
                    low, high = self._cut(bisection, blocks)
                    self.down(first, level + 1, f"{path}0", low)
                    self.down(second, level + 1, f"{path}1", high)
                    return
        raise InputError(f"the split does not say how {', '.join(names[:4])} share their layers",
                         remedy="compile the plan again")  # fmt: skip

    def _cut(
        self, bisection: Bisection, blocks: Sequence[Block]
    ) -> tuple[list[Block], list[Block]]:
        low, high = [], []
        for k, block in enumerate(blocks):
            word, ratio = bisection.types[k], bisection.ratios[k]
            if word == "both":
                low.append(block)
                high.append(block)
                continue
            at = ("I", "II", "III").index(word)
            dims = (1, 2) if self._channelwise[k] and at == 1 else (at,)
            first, second = list(block), list(block)
            for dim in dims:
                start, stop = block[dim]
                edge = start + round(ratio * (stop - start))
                first[dim], second[dim] = (start, edge), (edge, stop)
            if any(a >= b for a, b in (*first, *second)):
                raise InputError(
                    f"one device would have no part of layer {k}", where=word,
                    remedy="compile the plan again",
                )  # fmt: skip
            low.append((first[0], first[1], first[2]))
            high.append((second[0], second[1], second[2]))
        return low, high


def plan_shards(plan: Plan, stage: PlanStage, source: ModelSource) -> StageShards | None:
    """How the devices of a plan's stage share its layers; None where it is not split.

    Args:
        plan: the plan.
        stage: one of its stages.
        source: its model.

    Raises:
        InputError: see `shards_of`.
    """
    if stage.split is None or stage.mode != "split":
        return None
    from hwpipe.plan.locate import splits_of
    from hwpipe.tensor.layers import layer_graph

    graph = source.graph(plan.micro_batch, splits_of(plan))
    unit = stage.devices[: len(stage.devices) // stage.units]
    kinds = [plan.cluster.by_name[name].kind for name in unit]
    return shards_of(stage.split, layer_graph(graph, stage.node_indices), unit, kinds)
