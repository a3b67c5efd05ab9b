"""The nouns of memory strategies: `Block`, `StageMemory`, `MemoryPlan`."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from hwpipe.errors import InputError

__all__ = ["Block", "Choice", "MemoryPlan", "ReplicaLink", "StageMemory"]

#: What happens to a block's activations between its forward and its backward. `keep`: they stay.
#: `recompute`: only the block's input stays, its forward runs again before its backward.
#: `swap`: they move to host memory and back. `spill`: weights live in host memory too.
Choice = Literal["keep", "recompute", "swap", "spill"]


@dataclass(frozen=True, slots=True)
class Block:
    """Consecutive nodes of a stage that are kept, recomputed or swapped together.

    Attributes:
        forward_s, backward_s: per micro-batch; backward holds both gradient products.
        activation_bytes: kept from forward to backward, per micro-batch.
        checkpoint_bytes: of them, the input that recomputation starts from.
        weight_bytes: parameters.
        name: for reports.
    """

    forward_s: float
    backward_s: float
    activation_bytes: float
    checkpoint_bytes: float = 0.0
    weight_bytes: float = 0.0
    name: str = ""

    def __post_init__(self) -> None:
        for label in ("forward_s", "backward_s", "activation_bytes", "weight_bytes"):
            value = getattr(self, label)
            if not (value >= 0 and math.isfinite(value)):
                raise InputError(f"{label} = {value}", where=f"block {self.name or '?'}",
                                 limit="0 or more, finite")  # fmt: skip
        if not 0 <= self.checkpoint_bytes <= self.activation_bytes:
            raise InputError(
                f"checkpoint_bytes = {self.checkpoint_bytes}",
                where=f"block {self.name or '?'}",
                limit=f"0 to the {self.activation_bytes:g} bytes of its activations",
            )


@dataclass(frozen=True, slots=True)
class ReplicaLink:
    """The link between replicas of a stage, over which they sum gradients in a ring."""

    bytes_per_s: float
    latency_s: float = 0.0


@dataclass(frozen=True)
class StageMemory:
    """One replica of a stage: its blocks, its memory, and the way to host memory.

    Attributes:
        blocks: front to back.
        capacity_bytes: memory of the device.
        host_bytes_per_s: bandwidth to host memory and of the way back, each.
        in_flight: micro-batches whose activations are held at the peak.
        microbatches: micro-batches that this replica runs in an iteration.
        workspace_bytes: transient bytes, set aside for the whole iteration.
        gradient_bytes_per_weight_byte, optimizer_bytes_per_weight_byte: training state.
        extra_state_bytes: other bytes held throughout (stashed weight versions).
        replicas: replicas among which state may be sharded.
        link: between replicas; None with one replica.
        training: False: no backward, activations are not kept, only weights may be spilled.
        name: for messages.
    """

    blocks: tuple[Block, ...]
    capacity_bytes: float
    host_bytes_per_s: float
    in_flight: int = 1
    microbatches: int = 1
    workspace_bytes: float = 0.0
    gradient_bytes_per_weight_byte: float = 1.0
    optimizer_bytes_per_weight_byte: float = 1.0
    extra_state_bytes: float = 0.0
    replicas: int = 1
    link: ReplicaLink | None = None
    training: bool = True
    name: str = "stage"

    def __post_init__(self) -> None:
        if not self.blocks:
            raise InputError("no blocks", where=self.name, limit="at least 1")
        if self.microbatches < 1 or not 1 <= self.in_flight <= self.microbatches:
            raise InputError(
                f"{self.in_flight} of {self.microbatches} micro-batches in flight",
                where=self.name,
                limit="at least 1, at most all of them",
            )
        if not self.host_bytes_per_s > 0:
            raise InputError(f"{self.host_bytes_per_s} bytes/s to host memory", where=self.name,
                             limit="above 0")  # fmt: skip
        if self.replicas > 1 and self.link is None:
            raise InputError(f"{self.replicas} replicas without a link", where=self.name)

    @cached_property
    def weight_bytes(self) -> float:
        """Parameters of all blocks."""
        return math.fsum(block.weight_bytes for block in self.blocks)

    @property
    def state_factor(self) -> float:
        """Weights, gradients and optimizer state per weight byte."""
        if not self.training:
            return 1.0
        return 1 + self.gradient_bytes_per_weight_byte + self.optimizer_bytes_per_weight_byte

    @cached_property
    def compute_s(self) -> float:
        """Seconds of all micro-batches without any memory limit."""
        each = math.fsum(
            b.forward_s + (b.backward_s if self.training else 0.0) for b in self.blocks
        )
        return self.microbatches * each


@dataclass(frozen=True)
class MemoryPlan:
    """What to do with each block, and what it costs in one iteration.

    Attributes:
        choices: one a block.
        sharding: 0, or the ZeRO stage: 1 shards optimizer state, 2 gradients too.
        shards: blocks (start, stop) of each shard where weights are spilled, else empty.
        buffer_bytes: of the device's memory, set aside to load the next shard.
        peak_bytes: largest holding of the simulated run.
        capacity_bytes: memory of the device.
        makespan_s: simulated seconds of all micro-batches of the stage alone.
        extra_s: seconds beyond compute without a memory limit, `sharding_s` included.
        recompute_s: of them, forwards that run again.
        stall_s: of them, waiting for copies or for memory.
        sharding_s: of them, communication beyond a plain all-reduce.
        copy_out_s, copy_in_s: seconds that each copy engine is busy.
        lower_s: no choices have a smaller `extra_s` (per-block strategies at any sharding).
        exact: True if `extra_s` was proven smallest.
    """

    choices: tuple[Choice, ...]
    sharding: int
    shards: tuple[tuple[int, int], ...]
    buffer_bytes: float
    peak_bytes: float
    capacity_bytes: float
    makespan_s: float
    extra_s: float
    recompute_s: float = 0.0
    stall_s: float = 0.0
    sharding_s: float = 0.0
    copy_out_s: float = 0.0
    copy_in_s: float = 0.0
    lower_s: float = 0.0
    exact: bool = True
    notes: tuple[str, ...] = field(default=())

    @property
    def needed(self) -> bool:
        """Whether the plan does anything at all."""
        return self.sharding > 0 or any(choice != "keep" for choice in self.choices)
