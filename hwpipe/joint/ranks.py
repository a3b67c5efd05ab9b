"""The ranks of a joint stage: who runs which micro-batches, in how many seconds and bytes.

* A `single` stage is a rank.
* A `split` stage is a rank for each of its units (one, unless the split is replicated): all devices
  of a unit work on one micro-batch at a time, for the seconds of its tensor plan, which hold the
  exchanges inside the unit.
* A `replicated` stage is a rank for each device, at that device's own seconds; `joint.dealing`
  says which micro-batch goes where.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from hwpipe.errors import InfeasibleError
from hwpipe.joint.actions import held_by_rank
from hwpipe.joint.dealing import deal
from hwpipe.joint.model import JointStage
from hwpipe.joint.thrift import RankCosts, cheapest, thrifty
from hwpipe.partition.problem import PlanningProblem
from hwpipe.units import format_bytes

__all__ = ["StageRanks", "fitted", "stage_ranks", "state_factor"]


@dataclass(frozen=True)
class StageRanks:
    """Ranks of one stage.

    Attributes:
        devices: of each rank.
        costs: of each rank.
        owners: rank of each micro-batch.
        weight_bytes: that one device of a replica sends into the all-reduce.
    """

    devices: list[tuple[str, ...]]
    costs: list[RankCosts]
    owners: tuple[int, ...]
    weight_bytes: float


def state_factor(problem: PlanningProblem) -> float:
    """Bytes of weights, gradients and optimizer state for a byte of weights."""
    if not problem.training:
        return 1.0
    table = problem.table
    return 1.0 + table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte


def stage_ranks(
    problem: PlanningProblem, stage: JointStage, received: float, sent: float
) -> StageRanks:
    """Ranks of a stage that receives and sends so many bytes per micro-batch.

    Raises:
        InfeasibleError: if a device cannot run one of its nodes.
    """
    if stage.mode == "split":
        return _split_ranks(problem, stage, received)
    table = problem.table
    nodes = list(stage.nodes)
    factor = state_factor(problem)
    known: dict[int, tuple[RankCosts, float]] = {}
    rows = [table.row(problem.cluster.by_name[n].cost_key) for n in stage.devices]
    for row, name in zip(rows, stage.devices, strict=True):
        if row not in known:
            b = w = 0.0
            kept = received + sent
            if problem.training:  # what it received too, as in `partition.problem`
                b = float(table.backward_input_s[row, nodes].sum())
                w = float(table.backward_weight_s[row, nodes].sum())
                kept = float(table.activation_bytes[row, nodes].sum()) + received
            weight = float(table.weight_bytes[row, nodes].sum())
            costs = RankCosts(
                float(table.forward_s[row, nodes].sum()), b, w, factor * weight, kept,
                float(table.workspace_bytes[row, nodes].max(initial=0.0)), received,
                float(problem.cluster.by_name[name].memory_bytes),
            )  # fmt: skip
            known[row] = (costs, weight)
    found = [
        replace(known[row][0], capacity_bytes=float(problem.cluster.by_name[name].memory_bytes))
        for row, name in zip(rows, stage.devices, strict=True)
    ]
    if stage.paced:
        found = [
            replace(
                x,
                forward_s=max(y.forward_s for y in found),
                backward_input_s=max(y.backward_input_s for y in found),
                backward_weight_s=max(y.backward_weight_s for y in found),
            )
            for x in found
        ]
    seconds = [x.forward_s + x.backward_input_s + x.backward_weight_s for x in found]
    if not all(math.isfinite(x) for x in seconds):
        raise InfeasibleError("a stage holds a node that one of its devices cannot run",
                              where=problem.graph.name)  # fmt: skip
    return StageRanks(
        devices=[(name,) for name in stage.devices],
        costs=found,
        owners=deal(seconds, problem.microbatches),
        weight_bytes=max(known[row][1] for row in rows),
    )


def _split_ranks(problem: PlanningProblem, stage: JointStage, received: float) -> StageRanks:
    split = stage.tensor
    assert split is not None
    total = split.seconds_s
    forward = total
    if problem.training:
        share = split.plan.forward_s
        forward = min(share if share is not None else total / 3, total)
    size = len(stage.devices) // stage.units
    units = [stage.devices[k * size : (k + 1) * size] for k in range(stage.units)]
    capacity = [float(problem.cluster.by_name[name].memory_bytes) for name in units[0]]
    at = max(range(size), key=lambda i: split.memory_bytes[i] / max(capacity[i], 1.0))
    if not stage.thrift:  # memory was priced with the most micro-batches in flight
        costs = RankCosts(forward, total - forward, 0.0, split.memory_bytes[at], 0.0, 0.0, 0.0,
                          capacity[at])  # fmt: skip
    else:
        leaf = split.plan.devices.index(units[0][at])
        rows = {problem.table.row(problem.cluster.by_name[name].cost_key) for name in units[0]}
        work = problem.table.workspace_bytes[list(rows)][:, list(stage.nodes)].max(initial=0.0)
        costs = RankCosts(forward, total - forward, 0.0, split.plan.state_bytes[leaf],
                          split.plan.activation_bytes[leaf], float(work), received,
                          capacity[at])  # fmt: skip
    M = problem.microbatches
    return StageRanks(
        devices=units,
        costs=[costs] * stage.units,
        owners=tuple(k % stage.units for k in range(M)),
        weight_bytes=max(split.plan.state_bytes) / state_factor(problem) if split.plan.state_bytes
        else 0.0,
    )  # fmt: skip


def fitted(
    problem: PlanningProblem, stage: JointStage, ranks: StageRanks, after: int
) -> tuple[JointStage, StageRanks, tuple[float, ...]]:
    """The stage as it fits its devices: itself, or with the cheapest thrift that is enough.

    Args:
        problem: what is planned.
        stage: tried as it is unless `thrift` allows more.
        ranks: of the stage.
        after: ranks of all stages behind.

    Returns:
        The stage, its ranks, and the bytes that each needs.

    Raises:
        InfeasibleError: unless it fits.
    """
    count = len(ranks.devices)
    taken: list[list[int]] = [[] for _ in ranks.devices]
    for k, owner in enumerate(ranks.owners):
        taken[owner].append(k)
    held = [
        held_by_rank(problem.schedule, own, after, count, problem.microbatches)
        if problem.training
        else 2  # two buffers of what enters and leaves
        for own in taken
    ]
    stash = [problem.versions(h) * ranks.weight_bytes for h in held]
    if stage.thrift:
        found = cheapest(problem, ranks.costs, held)
        if found is not None and any(found):
            shard, recompute = found
            costs = [thrifty(problem, c, count, shard=shard, recompute=recompute)
                     for c in ranks.costs]  # fmt: skip
            ranks = replace(ranks, costs=costs)
            stage = replace(stage, sharded=shard, recompute=recompute)
    for rank, h, extra, devices in zip(ranks.costs, held, stash, ranks.devices, strict=True):
        if not rank.fits(h, extra):
            raise InfeasibleError(
                f"a stage of {len(stage.nodes)} nodes on {devices[0]} needs "
                f"{format_bytes(rank.needed_bytes(h) + extra)}",
                where=problem.graph.name,
                limit=f"{format_bytes(rank.capacity_bytes)} of device memory",
            )
    needed = tuple(
        rank.needed_bytes(h) + extra
        for rank, h, extra in zip(ranks.costs, held, stash, strict=True)
    )
    return stage, ranks, needed
