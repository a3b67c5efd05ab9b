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
    from hwpipe.plan.timeline import simulate_plan

    return simulate_plan(plan, microbatches)
