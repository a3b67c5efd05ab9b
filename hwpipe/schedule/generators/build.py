"""What the generators share: assembling a `Schedule` from action lists."""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.errors import InputError
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.rules import UpdateRule

__all__ = ["assemble", "check_count", "with_updates"]


def check_count(name: str, what: str, value: int, least: int = 1) -> None:
    """Check a number of stages, micro-batches, chunks, ...

    Raises:
        InputError: it is below `least`.
    """
    if value < least:
        raise InputError(
            f"{value} {what}", where=f"schedule {name}", limit=f"at least {least}",
            remedy=f"give {least} or more {what}",
        )  # fmt: skip


def assemble(
    name: str,
    *,
    stages: int,
    microbatches: int,
    ranks: Sequence[Sequence[Action]],
    rank_stage: Sequence[Sequence[int]],
    slices: int = 1,
    edges: tuple[tuple[int, int], ...] | None = None,
    frozen: tuple[int, ...] = (),
    update_rule: UpdateRule | None = None,
) -> Schedule:
    """A training schedule; the replicas of each stage are counted from `rank_stage`."""
    replicas = [0] * stages
    for held in rank_stage:
        for stage in held:
            replicas[stage] += 1
    return Schedule(
        name=name,
        stages=stages,
        microbatches=microbatches,
        ranks=tuple(tuple(actions) for actions in ranks),
        rank_stage=tuple(tuple(held) for held in rank_stage),
        replicas=tuple(replicas),
        training=True,
        slices=slices,
        edges=edges,
        frozen=frozen,
        update_rule=update_rule,
    )


def with_updates(
    ranks: Sequence[list[Action]], rank_stage: Sequence[Sequence[int]]
) -> Sequence[list[Action]]:
    """Append to each rank a REDUCE of every stage that others hold too, and its UPDATEs.

    A stage that two ranks hold is summed over both as soon as they are through with it: ranks
    take their common stages in one order, so that no two wait for each other crosswise.
    """
    holders: dict[int, int] = {}
    for held in rank_stage:
        for stage in held:
            holders[stage] = holders.get(stage, 0) + 1
    for actions, held in zip(ranks, rank_stage, strict=True):
        ordered = sorted(held)
        actions.extend(Action("REDUCE", stage) for stage in ordered if holders[stage] > 1)
        actions.extend(Action("UPDATE", stage) for stage in ordered)
    return ranks
