"""The timeline of a plan: its schedule expanded to actions and run by the event simulator."""

from __future__ import annotations

from hwpipe.plan.model import Plan
from hwpipe.schedule import make_schedule, simulate
from hwpipe.schedule.model import Schedule, Timeline

__all__ = ["schedule_of", "simulate_plan"]


def schedule_of(plan: Plan, microbatches: int | None = None) -> Schedule:
    """The action lists of a plan.

    Replicas take micro-batches in turn; where they differ in speed, each goes to the one that
    would finish it first (`hwpipe.joint.dealing`).

    Args:
        plan: the plan.
        microbatches: only so many micro-batches; the plan's number where None.
    """
    count = microbatches or plan.schedule.microbatches
    if plan.rank_times is None:
        return make_schedule(
            plan.schedule.name,
            stages=len(plan.stages),
            microbatches=count,
            replicas=plan.replicas,
        )
    from hwpipe.joint.actions import dealt_schedule
    from hwpipe.joint.dealing import deal

    owners = []
    for stage in plan.stages:
        seconds = [r.forward_s + r.backward_input_s + r.backward_weight_s
                   for r in stage.rank_times] or [1.0] * stage.ranks  # fmt: skip
        owners.append(deal(seconds, count))
    return dealt_schedule(plan.schedule.name, owners, plan.replicas, count)


def simulate_plan(plan: Plan, microbatches: int | None = None) -> Timeline:
    """Simulate one iteration of a plan; deterministic.

    Args:
        plan: the plan.
        microbatches: as in `schedule_of`.
    """
    return simulate(schedule_of(plan, microbatches), plan.times, plan.rank_times)
