"""What a search compares, keeps and hands back: `Candidate`, `Incumbent`, `Outcome`."""

from __future__ import annotations

import math
from dataclasses import dataclass

from hwpipe.errors import HwpipeError
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.schedule_model import ScheduleRow

__all__ = ["Candidate", "Incumbent", "Outcome"]


@dataclass(frozen=True)
class Candidate:
    """One micro-batch size with one schedule; `bound` is the cheap lower bound of its value."""

    micro_batch: int
    microbatches: int
    schedule: str
    bound: float = 0.0


@dataclass(frozen=True)
class Outcome:
    """The best plan, its candidate, and what is proven over all candidates.

    Attributes:
        found: the plan; `inside` says whether it lies in the space of the bound.
        candidate: its micro-batch size and schedule.
        lower: no plan of `space` has a smaller objective; `space` names it in one sentence.
        bottleneck_lower_s: the same for the bottleneck, among plans of this candidate.
        stopped_early: why the search ended before it was done, None if it did not.
        schedules: what other schedules would have done, where they were compared.
    """

    found: Evaluated
    candidate: Candidate
    inside: bool
    lower: float
    space: str
    cuts: str
    bottleneck_lower_s: float
    stopped_early: str | None
    schedules: tuple[ScheduleRow, ...] = ()


@dataclass
class Incumbent:
    """The best plan so far of a search, and the bound proven of every candidate."""

    lower: dict[Candidate, float]
    best: tuple[Evaluated, Candidate] | None = None
    stopped_early: str | None = None
    failure: HwpipeError | None = None

    @property
    def value(self) -> float:
        """Value of the best plan."""
        return math.inf if self.best is None else self.best[0].value

    def offer(self, candidate: Candidate, found: Evaluated | HwpipeError) -> None:
        """Keep a plan that is better, or the reason why there is none."""
        if isinstance(found, HwpipeError):
            self.failure = self.failure or found
        elif found.value < self.value * (1 - 1e-12):
            self.best = (found, candidate)
