"""The nouns of tensor partition: `TensorLayer`, `LayerGraph`, `LayerChoice`, `TensorPlan`.

A layer is a matrix product F' = F W of the dimensions B (batch), Di (input channels) and Do
(output channels); a convolution has a feature map behind each channel and a kernel behind each
weight (AccPar, HPCA 2020). Layers that do not mix channels (attention over heads, normalisation,
grouped convolution, residual joins) have Di = Do = their independent channels.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from typing import Any, Literal

from hwpipe.errors import InputError

__all__ = [
    "GroupPlan",
    "LayerChoice",
    "LayerEdge",
    "LayerGraph",
    "LayerKind",
    "PartitionType",
    "TensorLayer",
    "TensorPlan",
    "chain",
]

LayerKind = Literal["conv", "fc", "attention", "norm", "join"]


class PartitionType(IntEnum):
    """How two parties share a layer.

    `I` splits the batch B, `II` the input channels Di, `III` the output channels Do. A
    channel-wise layer has one channel dimension, whose split is called `II`. `REPLICATED` is no
    split: both parties compute the whole layer; it is offered to joins, and to layers of which
    no dimension can be split.
    """

    I = 0  # noqa: E741 - the paper's name
    II = 1
    III = 2
    REPLICATED = 3


@dataclass(frozen=True, slots=True)
class TensorLayer:
    """One layer as the partition search sees it. Counts are elements, not bytes.

    Attributes:
        name: for reports.
        kind: `conv` and `fc` have weights; `attention` is a product of two activations;
            `norm` normalises; `join` adds or concatenates branches (or forks one).
        batch: samples (B).
        in_channels, out_channels: Di and Do; equal for a channel-wise layer.
        in_map, out_map: elements of one sample and one channel (pixels, tokens).
        kernel: weights for one (input channel, output channel) pair, or for one channel of a
            channel-wise layer; of attention, which has no weights, the length of its sums.
        groups: above 1 the layer is channel-wise, and its channels are the groups.
        trainable: whether a weight gradient is computed and summed.
        row_statistics: elements for one sample that parties exchange when a normalisation
            over channels has its channels split (mean and variance of every row).
        macs: multiply-accumulates (forward, input gradient, weight gradient); None: the
            formulas of AccPar from the dimensions.
        side_weights: weights besides the matrix (bias, scales), divided like Do.
        nodes: indices of the graph nodes that this layer stands for.
        allowed: partition types that make sense; None: all.
    """

    name: str
    kind: LayerKind
    batch: int
    in_channels: int
    out_channels: int
    in_map: int = 1
    out_map: int = 1
    kernel: int = 1
    groups: int = 1
    trainable: bool = True
    row_statistics: int = 0
    macs: tuple[float, float, float] | None = None
    side_weights: int = 0
    nodes: tuple[int, ...] = ()
    allowed: tuple[PartitionType, ...] | None = None

    def __post_init__(self) -> None:
        sizes = {"batch": self.batch, "in_channels": self.in_channels,
                 "out_channels": self.out_channels, "in_map": self.in_map,
                 "out_map": self.out_map, "groups": self.groups}  # fmt: skip
        for key, value in sizes.items():
            if value < 1:
                raise InputError(
                    f"{key} is {value}",
                    where=f"tensor layer {self.name}",
                    limit="at least 1",
                    remedy="give the layer's real size",
                )
        if self.channelwise and self.in_channels != self.out_channels:
            raise InputError(
                f"{self.in_channels} input and {self.out_channels} output channels",
                where=f"tensor layer {self.name}",
                limit=f"equal numbers for a channel-wise layer ({self.kind})",
                remedy="give the number of independent channels, heads or groups for both",
            )

    @property
    def channelwise(self) -> bool:
        """Whether output channel c depends on input channel c alone."""
        return self.kind in ("attention", "norm", "join") or self.groups > 1

    @property
    def in_elements(self) -> int:
        """A(F_l) and A(E_l) with their feature map."""
        return self.batch * self.in_channels * self.in_map

    @property
    def out_elements(self) -> int:
        """A(F_{l+1}) with its feature map."""
        return self.batch * self.out_channels * self.out_map

    @property
    def weight_elements(self) -> int:
        """A(W) with the kernel, and side weights."""
        if self.kind in ("attention", "join"):
            return self.side_weights
        rows = 1 if self.channelwise else self.in_channels
        return rows * self.out_channels * self.kernel + self.side_weights

    @property
    def flops(self) -> tuple[float, float, float]:
        """FLOP of the three training products: forward, input gradient, weight gradient.

        AccPar section 4 (recalled): A(F')(2 Di - 1), A(E)(2 Do - 1), A(W)(2 B - 1), where a
        convolution multiplies the depth of each sum by its kernel, or by the output pixels
        for the weight gradient. Where `macs` are given they win (2 FLOP each): the formula
        counts a strided convolution's input gradient as if it were dense.
        """
        if self.macs is not None:
            forward, backward_input, backward_weight = self.macs
            return 2.0 * forward, 2.0 * backward_input, 2.0 * backward_weight
        if self.kind == "join":
            return float(self.out_elements), 0.0, 0.0
        if self.kind == "norm":  # sum, squared sum, subtract, multiply, add; about twice back
            return 5.0 * self.out_elements, 8.0 * self.in_elements, 2.0 * self.out_elements
        if self.kind == "attention":
            backward = 2.0 * self.out_elements * self.kernel  # one such product for each operand
            return self.out_elements * (2.0 * self.kernel - 1), 2.0 * backward, 0.0
        depth_in = 1 if self.channelwise else self.in_channels
        depth_out = 1 if self.channelwise else self.out_channels
        weight = self.weight_elements * (2.0 * self.batch * self.out_map - 1)
        return (
            self.out_elements * (2.0 * depth_in * self.kernel - 1),
            self.in_elements * (2.0 * depth_out * self.kernel - 1),
            weight if self.trainable else 0.0,
        )


@dataclass(frozen=True, slots=True)
class LayerEdge:
    """A tensor of `elements` elements from layer `src` to layer `dst` (indices)."""

    src: int
    dst: int
    elements: int


@dataclass(frozen=True)
class LayerGraph:
    """Layers in topological order and the tensors between them.

    A fork is a layer with several successors, a join one with several predecessors; a chain
    has neither.
    """

    name: str
    layers: tuple[TensorLayer, ...]
    edges: tuple[LayerEdge, ...]
    element_bytes: float = 4.0
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        for edge in self.edges:
            if not 0 <= edge.src < edge.dst < len(self.layers):
                raise InputError(
                    f"edge {edge.src} -> {edge.dst}",
                    where=f"layer graph {self.name}",
                    limit=f"0 <= from < to < {len(self.layers)}",
                    remedy="list the layers in topological order",
                )

    def __len__(self) -> int:
        return len(self.layers)

    def select(self, indices: Sequence[int]) -> LayerGraph:
        """The layers of one stage: `indices` ascending; tensors from outside are left out."""
        place = {old: new for new, old in enumerate(sorted(indices))}
        edges = tuple(
            LayerEdge(place[e.src], place[e.dst], e.elements)
            for e in self.edges
            if e.src in place and e.dst in place
        )
        layers = tuple(self.layers[k] for k in place)
        return LayerGraph(self.name, layers, edges, self.element_bytes, self.notes)

    @cached_property
    def prepared(self) -> dict[Any, Any]:
        """Arrays that searches over this graph keep between calls."""
        return {}

    @cached_property
    def weight_elements(self) -> int:
        """Weights of all layers."""
        return sum(layer.weight_elements for layer in self.layers)


def chain(name: str, layers: Sequence[TensorLayer], element_bytes: float = 4.0) -> LayerGraph:
    """A `LayerGraph` in which each layer reads the one before it.

    The tensor between two layers is the input of the second one, as in AccPar: pooling between
    them has then already happened.
    """
    edges = tuple(LayerEdge(i - 1, i, layers[i].in_elements) for i in range(1, len(layers)))
    return LayerGraph(name, tuple(layers), edges, element_bytes)


@dataclass(frozen=True, slots=True)
class LayerChoice:
    """How one level splits one layer: the first party takes the share `ratio` (0 to 1)."""

    type: PartitionType
    ratio: float


@dataclass(frozen=True)
class GroupPlan:
    """One bisection: two parties, a choice for each layer, and what they exchange.

    Attributes:
        choices: one for each layer.
        received_elements: elements that the first and the second party receive in one
            iteration over this level's link, by the tables of two parties.
        received_bytes: the same in bytes.
        exchange_s: seconds each party spends receiving.
        search_cost: what the search minimised at this level, in the unit of its objective
            (seconds or elements).
        exact: whether the search proved its minimum at this level.
        children: plans inside the two parties; None where a party is one device.
    """

    choices: tuple[LayerChoice, ...]
    received_elements: tuple[float, float]
    received_bytes: tuple[float, float]
    exchange_s: tuple[float, float]
    search_cost: float
    exact: bool
    children: tuple[GroupPlan | None, GroupPlan | None]


@dataclass(frozen=True)
class TensorPlan:
    """The split of every layer over an array, level by level.

    Attributes:
        method: which space was searched.
        training: whether the three training products were counted, or the forward only.
        layer_names: one for each layer.
        devices: leaves of the bisection, left to right.
        root: the first bisection; None for one device.
        layer_s: seconds of each layer on the slowest device, exchanges included, counted
            device by device (`price.py`), not by the tables.
        seconds_s: their sum, one micro-batch.
        forward_s: the part of `seconds_s` that is the forward pass; None where it was not told
            apart (training with seconds given as totals).
        lower_s: no split over these devices takes less: all compute shared perfectly between
            them and no exchange at all.
        state_bytes: for each leaf, weights (with gradients and optimizer state in training).
        activation_bytes: for each leaf, layer inputs kept for the backward of one micro-batch
            (inference: the largest input and output of one layer).
        moved_bytes: for each layer, what all devices together receive for one micro-batch; empty
            where it was not counted.
    """

    method: str
    training: bool
    layer_names: tuple[str, ...]
    devices: tuple[str, ...]
    root: GroupPlan | None
    layer_s: tuple[float, ...]
    seconds_s: float
    forward_s: float | None
    lower_s: float
    state_bytes: tuple[float, ...]
    activation_bytes: tuple[float, ...]
    moved_bytes: tuple[float, ...] = ()

    def levels(self) -> Iterator[tuple[int, list[GroupPlan]]]:
        """Yield (level, distinct bisections of that level); level 0 is the whole array."""
        current = [self.root] if self.root else []
        level = 0
        while current:
            yield level, current
            found: dict[int, GroupPlan] = {}
            for group in current:
                found.update({id(c): c for c in group.children if c is not None})
            current = list(found.values())
            level += 1

    @property
    def exact(self) -> bool:
        """Whether every bisection was solved to its minimum."""
        return all(group.exact for _, groups in self.levels() for group in groups)

    def to_dict(self) -> dict[str, Any]:
        """A JSON-ready form; equal halves of the array are listed once."""

        def group_dict(group: GroupPlan | None) -> dict[str, Any] | None:
            if group is None:
                return None
            left, right = group.children
            inner = [group_dict(left)]
            inner.append({"same_as": 0} if right is left and right else group_dict(right))
            return {
                "layers": [{"type": c.type.name, "ratio": c.ratio} for c in group.choices],
                "received_elements": list(group.received_elements),
                "received_bytes": list(group.received_bytes),
                "children": inner,
            }

        return {
            "method": self.method,
            "training": self.training,
            "layers": list(self.layer_names),
            "devices": list(self.devices),
            "seconds_s": self.seconds_s,
            "forward_s": self.forward_s,
            "lower_s": self.lower_s,
            "split": group_dict(self.root),
        }
