"""The timeline of a plan: its schedule expanded to actions and run by the event simulator."""

from __future__ import annotations

from hwpipe.plan.model import Plan
from hwpipe.schedule import make_schedule, simulate
from hwpipe.schedule.model import Schedule, Timeline

__all__ = ["schedule_of", "simulate_plan"]


def schedule_of(plan: Plan) -> Schedule:
    """The action lists of a plan."""
    return make_schedule(
        plan.schedule.name,
        stages=len(plan.stages),
        microbatches=plan.schedule.microbatches,
        replicas=plan.replicas,
    )


def simulate_plan(plan: Plan) -> Timeline:
    """Simulate one iteration of a plan; deterministic."""
    return simulate(schedule_of(plan), plan.times)
