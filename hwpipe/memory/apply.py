"""Memory plans of all stages of a partition, and what the event simulator must know of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from hwpipe.errors import InfeasibleError
from hwpipe.memory.model import Choice, MemoryPlan, StageMemory
from hwpipe.memory.sharding import sharded_state
from hwpipe.memory.stage import DEFAULT_BLOCKS, stage_memory
from hwpipe.memory.strategy import MEASURES, memory_strategy
from hwpipe.partition.evaluate import stage_times
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule.model import PipelineTimes

__all__ = ["FittedStages", "fit_stages"]


@dataclass(frozen=True)
class FittedStages:
    """A partition whose stages fit their devices.

    Attributes:
        plans: one a stage.
        times: of the stages with these plans: recomputation and stalls are spread evenly over
            the micro-batches (added to the input gradient, or to the forward in inference),
            sharding over the all-reduce; bytes add up to the peak of each plan.
    """

    plans: tuple[MemoryPlan, ...]
    times: PipelineTimes

    @property
    def needed(self) -> bool:
        """Whether any stage needs more than keeping everything."""
        return any(plan.needed for plan in self.plans)


def fit_stages(
    problem: PlanningProblem,
    partition: Partition,
    *,
    host_bytes_per_s: float | Mapping[str, float],
    max_blocks: int = DEFAULT_BLOCKS,
    allow_sharding: bool = True,
    allow_spill: bool = True,
    measures: tuple[Choice, ...] = MEASURES,
    budget: int = 100_000,
    times: PipelineTimes | None = None,
) -> FittedStages:
    """Choose a memory strategy for each stage; stages that fit as they are stay as they are.

    A stage is simulated alone, without the idle time that its neighbours leave it, so what is
    added to its times is never too little.

    Args:
        problem: costs, cluster and schedule.
        partition: stages, which need not fit.
        host_bytes_per_s: bandwidth to host memory each way, of all devices or by name; 0: no
            way, so nothing is swapped or spilled.
        max_blocks: most blocks of a stage.
        allow_sharding: whether replicas may shard training state.
        allow_spill: whether weights may be spilled.
        measures: what may happen to activations: `recompute`, `swap`.
        budget: simulated passes of a block for each stage, as in `memory_strategy`.
        times: of `stage_times`, if they are there already.

    Raises:
        InfeasibleError: if a stage cannot be made to fit; names it and what is missing.
    """
    times = times or stage_times(problem, partition)
    rate = host_bytes_per_s
    plans: list[MemoryPlan] = []
    columns = {
        name: list(getattr(times, name))
        for name in ("forward_s", "backward_input_s", "weight_bytes", "activation_bytes",
                     "reduce_s")
    }  # fmt: skip
    for s, stage in enumerate(partition.stages):
        speed = rate if isinstance(rate, int | float) else min(rate[d] for d in stage.devices)
        memory = stage_memory(problem, partition.stages, s, host_bytes_per_s=speed or 1.0,
                              max_blocks=max_blocks)  # fmt: skip
        allowed = measures if speed > 0 else tuple(m for m in measures if m != "swap")
        plan = _plan(memory, allow_sharding, allow_spill and speed > 0, allowed, budget)
        plans.append(plan)
        if not plan.needed:
            continue
        added = (plan.recompute_s + plan.stall_s) / memory.microbatches
        columns["backward_input_s" if problem.training else "forward_s"][s] += added
        columns["reduce_s"][s] += plan.sharding_s
        columns["weight_bytes"][s], columns["activation_bytes"][s] = _bytes(memory, plan)
    return FittedStages(
        tuple(plans), replace(times, **{name: tuple(values) for name, values in columns.items()})
    )


def _plan(
    memory: StageMemory, sharding: bool, spill: bool, measures: tuple[Choice, ...], budget: int
) -> MemoryPlan:
    """The strategy of a stage; stages that differ in names alone (repeated layers) share it."""
    nameless = replace(
        memory, name="stage", blocks=tuple(replace(block, name="") for block in memory.blocks)
    )
    try:
        return _remembered(nameless, sharding, spill, measures, budget)
    except InfeasibleError:
        return memory_strategy(memory, allow_sharding=sharding, allow_spill=spill,
                               measures=measures, budget=budget)  # fmt: skip


@lru_cache(maxsize=256)
def _remembered(
    memory: StageMemory, sharding: bool, spill: bool, measures: tuple[Choice, ...], budget: int
) -> MemoryPlan:
    return memory_strategy(memory, allow_sharding=sharding, allow_spill=spill, measures=measures,
                           budget=budget)  # fmt: skip


def _bytes(memory: StageMemory, plan: MemoryPlan) -> tuple[float, float]:
    """Held throughout and per micro-batch, such that the peak is the plan's."""
    if plan.shards:
        return plan.peak_bytes - memory.workspace_bytes, 0.0
    state = sharded_state(memory, plan.sharding).state_bytes
    held = state + memory.extra_state_bytes + memory.workspace_bytes
    return state, max(0.0, plan.peak_bytes - held) / memory.in_flight
