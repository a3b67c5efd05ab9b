"""The nouns of one stage of a plan: how its devices share it, and how it fits their memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from hwpipe.plan.periods import pace
from hwpipe.schedule.model import RankTimes

__all__ = ["Bisection", "LayerSplit", "MemoryStrategy", "PlanStage", "Send", "TensorSplit"]

#: How the devices of a stage share it: `replicated` takes whole micro-batches in turn or dealt
#: out by speed, `split` shares every layer.
Mode = Literal["single", "replicated", "split"]
Choice = Literal["keep", "recompute", "swap", "spill"]


@dataclass(frozen=True, slots=True)
class Send:
    """What crosses the boundary after a stage, for one micro-batch."""

    tensors: tuple[str, ...]
    size_bytes: int
    forward_s: float
    backward_s: float
    bytes_per_s: float
    latency_s: float
    overlap: bool
    link: str  # equal names share one physical link
    lanes: int = 0  # transfers side by side where a link is shared; 0: one for every pair of ranks


@dataclass(frozen=True, slots=True)
class UplinkShare:
    """What one device of a stage moves over a link that it shares with others of the stage.

    Attributes:
        link: name of the shared link.
        device: that sends over it (replicas), or receives (devices of a split stage).
        share: of its bandwidth, while the others use it too.
        size_bytes: moved in one iteration.
    """

    link: str
    device: str
    share: float
    size_bytes: float


@dataclass(frozen=True, slots=True)
class LayerSplit:
    """One layer of a split stage.

    Attributes:
        layer: name; `kind` is `conv`, `fc`, `attention`, `norm` or `join`.
        nodes: the graph's nodes that it stands for.
        shares: part of the layer on each device of the stage's first unit, in its order; they
            sum to more than 1 where several devices compute it alike.
        time_s: of one micro-batch on the slowest device, exchanges included.
        moved_bytes: received by all devices together for one micro-batch.
    """

    layer: str
    kind: str
    nodes: tuple[str, ...]
    shares: tuple[float, ...]
    time_s: float
    moved_bytes: float


@dataclass(frozen=True, slots=True)
class Bisection:
    """One level of a split: two parties share every layer.

    Attributes:
        level: 0 is the whole stage.
        parties: device names of the first and the second party; several pairs where parties alike
            are split alike.
        types: of each layer: `I` splits the batch, `II` input channels, `III` output channels
            (AccPar, HPCA 2020), `both` computes it twice.
        ratios: share of each layer that the first party takes.
        received_bytes: by the first and the second party, per micro-batch.
    """

    level: int
    parties: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    types: tuple[str, ...]
    ratios: tuple[float, ...]
    received_bytes: tuple[float, float]


@dataclass(frozen=True, slots=True)
class TensorSplit:
    """How the devices of a stage share its layers.

    Attributes:
        method: of `hwpipe.tensor`: `full`, `accpar`, `hypar`, `owt` or `data-parallel`.
        layers: front to back.
        bisections: the whole stage first.
        traffic_bytes: (source, destination, bytes per micro-batch) of every link used.
        memory_bytes: needed on each device of the stage's first unit, in its order.
        lower_s: no split over these devices takes less per micro-batch.
        exact: whether every bisection was solved to its minimum.
    """

    method: str
    layers: tuple[LayerSplit, ...]
    bisections: tuple[Bisection, ...]
    traffic_bytes: tuple[tuple[str, str, float], ...]
    memory_bytes: tuple[float, ...]
    lower_s: float
    exact: bool


@dataclass(frozen=True, slots=True)
class MemoryStrategy:
    """What a stage does that does not fit as it is; seconds are per iteration.

    Attributes:
        blocks: (name, choice) front to back: `keep` activations, `recompute` them (the forward
            runs again), `swap` them to host memory (KARMA), or `spill` the weights too (Hydra).
        sharding: 0, or the ZeRO stage: 1 shards optimizer state over the replicas, 2 gradients.
        shards: blocks (first, stop) of each shard of spilled weights.
        buffer_bytes: of the device's memory, for loading the next shard.
        host_bytes_per_s: bandwidth to host memory, each way.
        extra_s: beyond the same stage in unlimited memory, of which
        recompute_s: forwards that run again, and
        stall_s: waiting for copies, and
        sharding_s: communication of sharding beyond a plain all-reduce.
        copy_out_s, copy_in_s: seconds that each copy engine is busy.
    """

    blocks: tuple[tuple[str, Choice], ...]
    sharding: int
    shards: tuple[tuple[int, int], ...]
    buffer_bytes: float
    host_bytes_per_s: float
    extra_s: float
    recompute_s: float
    stall_s: float
    sharding_s: float
    copy_out_s: float
    copy_in_s: float


@dataclass(frozen=True, slots=True)
class PlanStage:
    """One stage: its devices, nodes, times and bytes.

    Times are for one micro-batch on one rank; `time_s` is their sum in the plan's mode. A rank is
    a device, but all devices of a `split` stage are one rank. Where replicas differ
    (`rank_times`), times and bytes here are the slowest one's and the fullest one's.
    `activation_bytes` is what one micro-batch in flight keeps, tensors received from the stage
    before included, `stash_bytes` one more version of
    the weights (asynchronous schedules), `memory_bytes` the peak of one
    device (weights, training state, activations in flight, workspace). `tensor_split`
    names the nodes that are halves of an intra-layer split between
    neighbours: (node, channels, total channels). `shares` is each device's part of the stage's
    work; empty: equal parts. A `split` may be replicated: `units` equal parts of `devices`, one
    after another, share every layer of micro-batches of their own. What `memory_strategy`
    adds is in the times. `slice_share` is the part of its time that each token slice takes,
    `uplinks` who uses how much of links that its devices share, `update_s` the optimizer's step
    (0: not counted).
    """

    index: int
    devices: tuple[str, ...]
    device_type: str
    kind: str
    dtype: str
    nodes: tuple[str, ...]
    node_indices: tuple[int, ...]
    time_s: float
    forward_s: float
    backward_input_s: float
    backward_weight_s: float
    reduce_s: float
    weight_bytes: float
    state_bytes: float
    activation_bytes: float
    workspace_bytes: float
    in_flight: int
    memory_bytes: float
    memory_available_bytes: float
    macs: int
    energy_j: float
    send: Send | None
    tensor_split: tuple[tuple[str, int, int], ...] = ()
    stash_bytes: float = 0.0
    mode: Mode = "single"
    shares: tuple[float, ...] = ()
    rank_times: tuple[RankTimes, ...] = ()
    split: TensorSplit | None = None
    memory_strategy: MemoryStrategy | None = None
    units: int = 1
    slice_share: tuple[float, ...] = ()
    uplinks: tuple[UplinkShare, ...] = ()
    update_s: float = 0.0

    @property
    def ranks(self) -> int:
        """What runs micro-batches of its own: a replica, or a unit of a split stage."""
        return self.units if self.mode == "split" else len(self.devices)

    @property
    def pace(self) -> float:
        """How many replicas of the slowest one's speed do the same work: `ranks` if all are equal.

        A stage's period is `time_s / pace`.
        """
        return pace(self.rank_times) if self.rank_times else float(self.ranks)

    @property
    def rank_names(self) -> tuple[str, ...]:
        """A name for every rank: its device, or all devices of a unit of a split."""
        if self.mode != "split":
            return self.devices
        size = len(self.devices) // self.units
        parts = [self.devices[k * size : (k + 1) * size] for k in range(self.units)]
        return tuple(
            "+".join(part) if size <= 4 else f"{part[0]}+{size - 1} more" for part in parts
        )
