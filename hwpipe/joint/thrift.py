"""Stages that do with less memory: optimizer state sharded over replicas, activations recomputed.

Taken only where a stage does not fit as it is, the cheapest first:

1. *shard*: each of m replicas keeps 1 / m of the optimizer state (ZeRO stage 1, Rajbhandari et al.
   2020). Gradients are reduced to the replica that owns them and weights are gathered from there,
   which moves what an all-reduce moves, so it costs no time here.
2. *recompute*: a stage keeps what it received of each micro-batch, and runs the forward of one
   again before its backward (Chen et al. 2016): one forward more for each micro-batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from hwpipe.partition.problem import PlanningProblem

__all__ = ["LADDER", "RankCosts", "thrifty"]

#: What is tried in turn: (shard, recompute).
LADDER = ((False, False), (True, False), (False, True), (True, True))


@dataclass(frozen=True)
class RankCosts:
    """One rank of a stage: seconds and bytes per micro-batch.

    Attributes:
        forward_s: of one micro-batch; `backward_input_s` and `backward_weight_s` likewise.
        state_bytes: weights, gradients and optimizer state.
        kept_bytes: activations that a micro-batch in flight keeps.
        workspace_bytes: beside them.
        received_bytes: of `kept_bytes`, what came from the stage in front.
        capacity_bytes: memory of a device.
    """

    forward_s: float
    backward_input_s: float
    backward_weight_s: float
    state_bytes: float
    kept_bytes: float
    workspace_bytes: float
    received_bytes: float
    capacity_bytes: float

    def needed_bytes(self, held: int) -> float:
        """Bytes with `held` micro-batches in flight."""
        return self.state_bytes + held * self.kept_bytes + self.workspace_bytes

    def fits(self, held: int, stash_bytes: float = 0.0) -> bool:
        """Whether it fits; a relative 1e-9 forgives the order of float additions."""
        return self.needed_bytes(held) + stash_bytes <= self.capacity_bytes * (1 + 1e-9)


def thrifty(
    problem: PlanningProblem, rank: RankCosts, replicas: int, *, shard: bool, recompute: bool
) -> RankCosts:
    """The rank with its memory saved as asked for.

    Args:
        problem: says what a weight byte has of gradients and optimizer state.
        rank: as it is.
        replicas: ranks of the stage.
        shard: keep only its part of the optimizer state.
        recompute: run forwards again.
    """
    table = problem.table
    if shard and problem.training:
        share = table.optimizer_bytes_per_weight_byte
        factor = 1 + table.gradient_bytes_per_weight_byte + share
        rank = replace(
            rank, state_bytes=rank.state_bytes * (1 - share / factor * (1 - 1 / replicas))
        )
    if recompute and problem.training:
        rank = replace(
            rank,
            backward_input_s=rank.backward_input_s + rank.forward_s,
            kept_bytes=min(rank.received_bytes, rank.kept_bytes),
            workspace_bytes=rank.workspace_bytes + rank.kept_bytes,
        )
    return rank


def cheapest(
    problem: PlanningProblem, ranks: Sequence[RankCosts], held: Sequence[int]
) -> tuple[bool, bool] | None:
    """The first of `LADDER` with which every rank of a stage fits; None if none is enough."""
    for shard, recompute in LADDER:
        if (shard or recompute) and not problem.training:
            continue
        if shard and len(ranks) < 2:
            continue
        saved = [thrifty(problem, r, len(ranks), shard=shard, recompute=recompute) for r in ranks]
        if all(rank.fits(count) for rank, count in zip(saved, held, strict=True)):
            return shard, recompute
    return None
