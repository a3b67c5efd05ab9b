"""Action lists of an inference run: what every rank does, in order."""

from __future__ import annotations

from hwpipe.runtime.spec import WorkerSpec
from hwpipe.schedule.model import Action

__all__ = ["forward_actions"]


def forward_actions(spec: WorkerSpec) -> tuple[Action, ...]:
    """RECV, F, SEND for each micro-batch that falls to a rank (the plain pipeline).

    Stage `s` replica `a` runs micro-batches a, a + r, a + 2r, ... with r replicas.
    """
    actions = []
    last = len(spec.replicas) - 1
    for k in range(spec.replica, spec.micro_batches, spec.replicas[spec.stage]):
        if spec.stage > 0:
            actions.append(Action("RECV", spec.stage, k, spec.stage - 1))
        actions.append(Action("F", spec.stage, k))
        if spec.stage < last:
            actions.append(Action("SEND", spec.stage, k, spec.stage + 1))
    return tuple(actions)
