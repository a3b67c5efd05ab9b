"""Schedules as action lists, their validator, and the event simulator.

Start with `make_schedule`, `simulate` (or `makespan`) and `validate`; the nouns are in `model`.
"""

from hwpipe.schedule.build import make_schedule, warmup_forwards
from hwpipe.schedule.catalogue import SCHEDULES, ScheduleInfo, closed_form, schedule_info
from hwpipe.schedule.draw import to_svg
from hwpipe.schedule.model import (
    Action,
    Event,
    PipelineTimes,
    Schedule,
    Skip,
    Timeline,
)
from hwpipe.schedule.simulate import makespan, simulate
from hwpipe.schedule.trace import to_chrome_trace
from hwpipe.schedule.validate import validate

__all__ = [
    "SCHEDULES",
    "Action",
    "Event",
    "PipelineTimes",
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
