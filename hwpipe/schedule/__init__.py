"""Schedules as action lists, their validator, and the event simulator.

Start with `make_schedule`, `simulate` (or `makespan`) and `validate`; the nouns are in `model`.
"""

from typing import TYPE_CHECKING, Any

from hwpipe.schedule.build import make_schedule, warmup_forwards
from hwpipe.schedule.catalogue import SCHEDULES, ScheduleInfo, closed_form, schedule_info
from hwpipe.schedule.model import (
    Action,
    Event,
    PipelineTimes,
    RankTimes,
    Schedule,
    Skip,
    Timeline,
)
from hwpipe.schedule.simulate import makespan, simulate
from hwpipe.schedule.validate import validate

if TYPE_CHECKING:
    from hwpipe.schedule.draw import to_svg
    from hwpipe.schedule.trace import to_chrome_trace

__all__ = [
    "SCHEDULES",
    "Action",
    "Event",
    "PipelineTimes",
    "RankTimes",
    "Schedule",
    "ScheduleInfo",
    "Skip",
    "Timeline",
    "closed_form",
    "make_schedule",
    "makespan",
    "schedule_info",
    "simulate",
    "to_chrome_trace",
    "to_svg",
    "validate",
    "warmup_forwards",
]


def __getattr__(name: str) -> Any:
    # Pictures and traces are for few callers; planning starts faster without them.
    if name == "to_svg":
        from hwpipe.schedule.draw import to_svg

        return to_svg
    if name == "to_chrome_trace":
        from hwpipe.schedule.trace import to_chrome_trace

        return to_chrome_trace
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
