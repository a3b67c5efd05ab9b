"""Generators of every published training schedule, as action lists.

`generate` builds one by name (`GENERATORS`), `measure` says what one takes on given times,
`training_schedules` and `compare_schedules` are the candidates of a planner.
"""

from hwpipe.schedule.generators.catalogue import (
    GENERATORS,
    GeneratorInfo,
    ScheduleOptions,
    generate,
    generator_info,
    schedule_times,
)
from hwpipe.schedule.generators.measure import (
    Candidate,
    Limits,
    Measured,
    compare_schedules,
    measure,
    training_schedules,
)
from hwpipe.schedule.generators.times import spread_times
from hwpipe.schedule.generators.widen import widen

__all__ = [
    "GENERATORS",
    "Candidate",
    "GeneratorInfo",
    "Limits",
    "Measured",
    "ScheduleOptions",
    "compare_schedules",
    "generate",
    "generator_info",
    "measure",
    "schedule_times",
    "spread_times",
    "training_schedules",
    "widen",
]
