"""The simulated iteration of a plan, for the pictures that were given none."""

from __future__ import annotations

from hwpipe.plan.model import Plan
from hwpipe.schedule.model import Timeline

__all__ = ["simulated"]


def simulated(plan: Plan, microbatches: int | None = None) -> Timeline:
    """Expand the plan's schedule and run the event simulator over it.

    Args:
        plan: the plan.
        microbatches: simulate only so many micro-batches; the plan's number where None.
    """
    from hwpipe.schedule import make_schedule, simulate

    schedule = make_schedule(
        plan.schedule.name,
        stages=len(plan.stages),
        microbatches=microbatches or plan.schedule.microbatches,
        replicas=plan.replicas,
    )
    return simulate(schedule, plan.times)
