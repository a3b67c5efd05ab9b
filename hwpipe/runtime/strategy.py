"""`StageStrategy`: what a plan's memory strategy tells the executor of a stage; free of torch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hwpipe.errors import InputError
from hwpipe.plan.stage_model import PlanStage

__all__ = ["Measure", "StageStrategy", "strategy_of"]

#: What happens to a block's activations between forward and backward: they stay, only the
#: block's input stays and its forward runs again, or they move to host memory and back.
Measure = Literal["keep", "recompute", "swap"]


@dataclass(frozen=True, slots=True)
class StageStrategy:
    """How one stage fits its device's memory.

    Attributes:
        blocks: node indices (into the model's graph) of every block, front to back.
        choices: one a block.
        limit_bytes: of the device, for kept activations; copies in wait for room below it, and
            forwards for copies out. None: no limit.
    """

    blocks: tuple[tuple[int, ...], ...]
    choices: tuple[Measure, ...]
    limit_bytes: float | None = None

    def __post_init__(self) -> None:
        if len(self.blocks) != len(self.choices) or not self.blocks:
            raise InputError(f"{len(self.choices)} choices for {len(self.blocks)} blocks",
                             where="memory strategy", limit="one a block")  # fmt: skip


def strategy_of(stage: PlanStage) -> StageStrategy | None:
    """The strategy of a plan's stage; None where everything stays.

    The limit is what the plan counts for the activations of the micro-batches in flight.

    Raises:
        InputError: sharded or spilled state, which the executor does not have.
    """
    strategy = stage.memory_strategy
    if strategy is None:
        return None
    where = f"stage {stage.index} on {stage.devices[0]}"
    if strategy.sharding:
        raise InputError(
            f"shards its {('optimizer state', 'gradients')[strategy.sharding - 1]} over replicas",
            where=where, limit="recompute and swap",
            remedy="compile with --strategies recompute,swap",
        )  # fmt: skip
    measures: list[Measure] = []
    for _, choice in strategy.blocks:
        if choice == "spill":
            raise InputError("spills its weights to host memory", where=where,
                             limit="recompute and swap",
                             remedy="compile with --strategies recompute,swap")  # fmt: skip
        measures.append(choice)
    blocks = _named_blocks(stage, [name for name, _ in strategy.blocks])
    limit = stage.activation_bytes * stage.in_flight
    return StageStrategy(blocks, tuple(measures), limit)


def _named_blocks(stage: PlanStage, names: Sequence[str]) -> tuple[tuple[int, ...], ...]:
    """Node indices of blocks named by their only, or by their first and last node."""
    blocks: list[tuple[int, ...]] = []
    start = 0
    for name in names:
        if start >= len(stage.nodes):
            break
        first = stage.nodes[start]
        stop = start + 1
        if name != first:
            last = name.removeprefix(f"{first} .. ")
            later = stage.nodes[start:]
            stop = start + later.index(last) + 1 if last in later else start
        if stop == start:
            break
        blocks.append(stage.node_indices[start:stop])
        start = stop
    if len(blocks) != len(names) or start != len(stage.nodes):
        raise InputError("its blocks are not runs of its nodes",
                         where=f"memory strategy of stage {stage.index}",
                         remedy="compile the plan again")  # fmt: skip
    return tuple(blocks)
