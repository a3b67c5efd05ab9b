"""The nouns of a pipeline frontier: `FrontierPoint`, `PipelineFrontier`."""

from __future__ import annotations

from dataclasses import dataclass

from hwpipe.memory.model import MemoryPlan
from hwpipe.partition.model import Partition
from hwpipe.schedule.model import PipelineTimes

__all__ = ["FrontierPoint", "PipelineFrontier"]


@dataclass(frozen=True, slots=True)
class FrontierPoint:
    """One plan and its figures.

    Attributes:
        partition: the plan; with a certificate where it is the best of one objective.
        iteration_s: seconds of an iteration, as `hwpipe.partition.best.objective_value`.
        memory_share: needed over available memory of the fullest device.
        memory_bytes: needed by the device that needs most.
        energy_j: joules of compute of an iteration.
        memory_plans: one a stage where stages recompute, swap or shard; else empty.
        times: of the stages with these plans.
    """

    partition: Partition
    iteration_s: float
    memory_share: float
    memory_bytes: float
    energy_j: float
    memory_plans: tuple[MemoryPlan, ...] = ()
    times: PipelineTimes | None = None

    @property
    def values(self) -> tuple[float, float, float]:
        """(iteration_s, memory_share, energy_j), what the frontier is over."""
        return self.iteration_s, self.memory_share, self.energy_j


@dataclass(frozen=True)
class PipelineFrontier:
    """Plans none of which another one beats in all of time, memory share and energy.

    Attributes:
        points: by time, fastest first.
        exact: True if every pipeline of the space (without memory strategies) has a point that
            is no worse in everything.
        epsilon: every such pipeline has a point at most (1 + epsilon) times as large in
            everything; None where that is not known (fewer cuts, simulated times, time limit).
        candidates: plans that were judged.
        notes: how it came about, one line each.
        squeezed: plans that were judged with less memory than they would take, their stages
            recomputing, swapping or sharding.
    """

    points: tuple[FrontierPoint, ...]
    exact: bool
    epsilon: float | None
    candidates: int
    notes: tuple[str, ...] = ()
    squeezed: int = 0
