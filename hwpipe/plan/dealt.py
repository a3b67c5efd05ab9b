"""The whole network on every device of a mixed cluster, micro-batches dealt out by speed.

Inference has nothing to reduce at the end of an iteration, so a device that has its own copy of the
network helps with every micro-batch that it finishes before the others would. With t_i seconds for
one micro-batch on device i the iteration takes the M-th smallest multiple j t_i
(`hwpipe.joint.dealing`), which no other way to deal out whole micro-batches beats, on any subset of
the devices: the one plan made here is the best of its space.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hwpipe.errors import InfeasibleError
from hwpipe.partition import PlanningProblem
from hwpipe.plan.assemble import Evaluated

__all__ = ["SPACE", "dealt_plan", "dealt_value"]

#: How a certificate names these plans, after a space that they are added to.
SPACE = "and one stage whose micro-batches are dealt out to replicas of any types"


def _seconds(problem: PlanningProblem, without: Sequence[str] = ()) -> dict[str, float]:
    """Seconds of one micro-batch of the whole network on every device that can run all of it."""
    found: dict[str, float] = {}
    for g, names in enumerate(problem.space.groups):
        if not problem.unable[g, -1] and not set(names) & set(without):
            found |= dict.fromkeys(names, float(problem.time_s[g, -1]))
    order = problem.cluster.by_name
    return {name: found[name] for name in order if name in found}


def dealt_value(problem: PlanningProblem) -> float:
    """Seconds of an iteration if the network fits every device that can run it; `inf` if none can.

    No plan of `dealt_plan` takes less.
    """
    from hwpipe.joint.dealing import dealt_seconds

    seconds = list(_seconds(problem).values())
    if not seconds:
        return float("inf")
    rows = np.array(seconds)[:, None]
    return float(dealt_seconds(rows, [1] * len(rows), problem.microbatches)[0])


def dealt_plan(problem: PlanningProblem) -> Evaluated | None:
    """The fastest plan of one stage with a copy of the network on each of several devices.

    Args:
        problem: of inference.

    Returns:
        The plan, or None where one device type gets all micro-batches: then replicas in turn are
        as good.
    """
    from hwpipe.joint.dealing import deal
    from hwpipe.joint.model import JointStage
    from hwpipe.joint.timing import evaluate
    from hwpipe.plan.joint_value import as_evaluated

    nodes = tuple(range(len(problem.graph)))

    def fits(name: str) -> bool:
        try:
            evaluate(problem, (JointStage(nodes, (name,), "single"),))
        except InfeasibleError:
            return False
        return True

    too_small = [names[0] for g, names in enumerate(problem.space.groups)
                 if not problem.unable[g, -1] and not fits(names[0])]  # fmt: skip
    seconds = _seconds(problem, too_small)
    if not seconds:
        return None
    taken = set(deal(list(seconds.values()), problem.microbatches))
    devices = tuple(name for i, name in enumerate(seconds) if i in taken)
    if len({problem.group_of[name] for name in devices}) < 2:
        return None
    return as_evaluated(problem, evaluate(problem, (JointStage(nodes, devices, "replicated"),)))
