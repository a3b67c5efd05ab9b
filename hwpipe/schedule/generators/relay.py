"""Pipe-BD: blockwise distillation with teacher relaying and decoupled updates."""

from __future__ import annotations

from hwpipe.schedule.generators.build import assemble
from hwpipe.schedule.model import Action, Schedule
from hwpipe.schedule.rules import UpdateRule

__all__ = ["teacher_relay"]


def teacher_relay(name: str, stages: int, microbatches: int) -> Schedule:
    """Pipe-BD (arXiv 2301.12443): rank i runs teacher block i and trains student block i.

    Stages 0 to p - 1 are the teacher's, frozen and chained: rank i relays what its block makes to
    rank i + 1 at once. Stages p to 2 p - 1 are the student's: block p + i learns on the rank
    of teacher block i to turn the input of that block into its output. Student blocks send each
    other nothing, so each updates as soon as its own gradient is there and the pipeline never
    flushes; the mathematics is that of the blocks trained one by one.

    Args:
        name: `pipe-bd`.
        stages: ranks p; the schedule has 2 p stages.
        microbatches: batches of the run, one update each.
    """
    ranks = []
    for i in range(stages):
        actions: list[Action] = []
        student = stages + i
        for k in range(microbatches):
            actions += (
                Action("F", i, k),
                Action("F", student, k, version=k),
                Action("BW", student, k, version=k),
                Action("UPDATE", student, k, version=k + 1),
            )
        ranks.append(actions)
    relay = tuple((i, i + 1) for i in range(stages - 1))
    target = tuple((i, stages + i) for i in range(stages))
    return assemble(
        name, stages=2 * stages, microbatches=microbatches, ranks=ranks,
        rank_stage=[(i, stages + i) for i in range(stages)], edges=relay + target,
        frozen=tuple(range(stages)), update_rule=UpdateRule(delay=(0,) * (2 * stages)),
    )  # fmt: skip
