"""`widen`: a pipeline of single ranks as one of replicated ranks (data parallelism)."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.schedule.generators.build import check_count
from hwpipe.schedule.model import Action, Schedule

__all__ = ["widen"]


def widen(schedule: Schedule, width: int) -> Schedule:
    """Run `width` copies of a schedule side by side, each on its share of the micro-batches.

    Copy j takes the micro-batches k with k % width == j; rank r of copy j becomes rank
    r * width + j. Before each UPDATE stands a REDUCE over the copies, so that the mathematics is
    that of all micro-batches together: PipeDream-2BW's equi-replicated stages (width x depth).

    Args:
        schedule: of m micro-batches; the result has m x width.
        width: copies, at least 1.

    Raises:
        InputError: a width below 1.
    """
    check_count(schedule.name, "replicas", width)
    if width == 1:
        return schedule
    ranks = []
    for actions, held in zip(schedule.ranks, schedule.rank_stage, strict=True):
        reduced = {a.stage for a in actions if a.kind == "REDUCE"}
        for copy in range(width):
            row: list[Action] = []
            for a in actions:
                if a.kind == "UPDATE" and a.stage not in reduced and a.stage in held:
                    row.append(Action("REDUCE", a.stage, a.micro_batch, version=a.version))
                if a.kind in ("UPDATE", "REDUCE"):
                    row.append(a)
                else:
                    row.append(a._replace(micro_batch=a.micro_batch * width + copy))
            ranks.append(tuple(row))
    return replace(
        schedule,
        microbatches=schedule.microbatches * width,
        ranks=tuple(ranks),
        rank_stage=tuple(held for held in schedule.rank_stage for _ in range(width)),
        replicas=tuple(count * width for count in schedule.replicas),
    )
