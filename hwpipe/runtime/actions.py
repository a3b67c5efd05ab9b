"""From a schedule to what a rank executes: compute actions with their transfers around them."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.errors import InputError
from hwpipe.schedule.model import Action, Schedule

__all__ = ["with_transfers"]


def with_transfers(schedule: Schedule) -> Schedule:
    """Put RECV before and SEND after every forward of an inference schedule.

    The transfers join neighbouring stages: a tensor that skips stages is relayed through them.
    The result is what `hwpipe.schedule.validate` checks and the executor runs.

    Raises:
        InputError: for a schedule with other than forward actions.
    """
    ranks = []
    for actions in schedule.ranks:
        lowered: list[Action] = []
        for action in actions:
            if action.kind != "F":
                raise InputError(
                    f"schedule {schedule.name!r} has the action {action.kind}",
                    limit="forward actions",
                    remedy="run an inference plan",
                )
            stage, k = action.stage, action.micro_batch
            if stage > 0:
                lowered.append(Action("RECV", stage, k, stage - 1))
            lowered.append(action)
            if stage < schedule.stages - 1:
                lowered.append(Action("SEND", stage, k, stage + 1))
        ranks.append(tuple(lowered))
    return replace(schedule, ranks=tuple(ranks))
