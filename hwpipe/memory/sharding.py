"""Training state sharded over the replicas of a stage (ZeRO stages 1 and 2, arXiv 1910.02054).

With weights W, gradients G and optimizer state O in bytes on each of m replicas:

    stage 0   W + G + O           all-reduce of G once an iteration
    stage 1   W + G + O / m       reduce-scatter of G, all-gather of W, once an iteration
    stage 2   W + (G + O) / m     reduce-scatter of G for each micro-batch, since no replica has
                                  room to accumulate all of it; all-gather of W once; the whole
                                  gradient of the largest block exists for a moment

In a ring a reduce-scatter or an all-gather of n bytes takes (m - 1) (n / (m bandwidth) + latency)
and an all-reduce is both (Patarasuk and Yuan 2009), so stage 1 costs what stage 0 costs where G
and W have equal bytes.
"""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.errors import InputError
from hwpipe.memory.model import ReplicaLink, StageMemory

__all__ = ["ShardedState", "sharded_state"]


@dataclass(frozen=True, slots=True)
class ShardedState:
    """State of one replica.

    Attributes:
        level: 0, 1 or 2.
        state_bytes: weights, gradients and optimizer state held by one replica.
        traffic_bytes: sent by one replica in one iteration.
        communication_s: seconds of it, none hidden under compute.
        extra_s: of them, beyond those of level 0.
    """

    level: int
    state_bytes: float
    traffic_bytes: float
    communication_s: float
    extra_s: float


def _ring(link: ReplicaLink | None, replicas: int, size_bytes: float) -> float:
    if link is None or replicas == 1 or size_bytes <= 0:
        return 0.0
    return (replicas - 1) * (size_bytes / (replicas * link.bytes_per_s) + link.latency_s)


def sharded_state(stage: StageMemory, level: int) -> ShardedState:
    """Bytes and traffic of one replica of a stage at a ZeRO stage.

    Raises:
        InputError: if `level` is not 0, 1 or 2.
    """
    if level not in (0, 1, 2):
        raise InputError(f"state sharding {level}", limit="0, 1 (optimizer), 2 (and gradients)")
    m = stage.replicas
    weight = stage.weight_bytes
    gradient = weight * stage.gradient_bytes_per_weight_byte if stage.training else 0.0
    optimizer = weight * stage.optimizer_bytes_per_weight_byte if stage.training else 0.0
    reduce, gather = _ring(stage.link, m, gradient), _ring(stage.link, m, weight)
    part = (m - 1) / m
    plain = 2 * reduce
    if level == 0 or m == 1:
        return ShardedState(level, weight + gradient + optimizer, 2 * part * gradient, plain, 0.0)
    if level == 1:
        state, rounds = weight + gradient + optimizer / m, 1
    else:
        moment = max(block.weight_bytes for block in stage.blocks)
        moment *= stage.gradient_bytes_per_weight_byte * part
        state, rounds = weight + (gradient + optimizer) / m + moment, stage.microbatches
    seconds = rounds * reduce + gather
    traffic = part * (rounds * gradient + weight)
    return ShardedState(level, state, traffic, seconds, max(0.0, seconds - plain))
