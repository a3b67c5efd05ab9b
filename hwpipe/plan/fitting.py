"""Plans whose stages do not fit as they are: recompute, swap, shard state or spill weights.

Only searched where nothing fits otherwise. Partitions are proposed by the planners on a cluster
with more memory than there is; `hwpipe.memory` makes each stage fit, the cheapest way first, and
the event simulator times the pipeline with what that adds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from hwpipe.errors import InfeasibleError
from hwpipe.memory import MemoryPlan, fit_stages, stage_memory
from hwpipe.memory.model import Choice, StageMemory
from hwpipe.partition import (
    Certificate,
    Partition,
    PlanningProblem,
    bottleneck,
    bottleneck_bound,
    make_problem,
    solve,
    space_sentence,
)
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.methods import METHODS
from hwpipe.plan.outcome import Incumbent, Outcome
from hwpipe.plan.stage_model import MemoryStrategy
from hwpipe.schedule import make_schedule, makespan
from hwpipe.schedule.model import PipelineTimes
from hwpipe.units import format_seconds

if TYPE_CHECKING:
    from hwpipe.plan.search import Search

__all__ = ["fitted_outcome", "strategy_words", "with_strategies"]

#: Multiples of the memory on which partitions are proposed: the last one knows no limit.
_ROOMS = (1.5, 3.0, float("inf"))


def fitted_outcome(search: Search, failure: InfeasibleError) -> Outcome:
    """The best plan with memory strategies.

    Args:
        search: which found no plan that fits as it is.
        failure: why.

    Raises:
        InfeasibleError: `failure` if strategies are ruled out or do not help.
    """
    options = search.options
    if search.large or not options.strategies or options.objective not in ("throughput", "latency"):
        raise failure
    candidates = search.candidates()
    state = Incumbent(lower={c: c.bound for c in candidates})
    last: InfeasibleError = failure
    for position, candidate in enumerate(candidates):
        if candidate.bound >= state.value:
            continue
        if state.best is not None and search.left_s is not None and search.left_s <= 0.001:
            state.stopped_early = f"time limit of {options.time_limit_s:g} s"
            break
        search.say(
            f"making stages fit: micro-batches of {candidate.micro_batch} "
            f"({candidate.schedule}) [{position + 1}/{len(candidates)}]"
        )
        problem = search.timed(search.problem(candidate))
        for partition, certificate in _proposals(search, problem):
            if certificate is not None:
                state.lower[candidate] = max(state.lower[candidate], certificate.lower)
            try:
                state.offer(candidate, _fitted(search, problem, partition))
            except InfeasibleError as error:
                last = error
    if state.best is None:
        raise last
    found, candidate = state.best
    problem = search.problem(candidate)
    space = space_sentence(problem, search.drive(candidates))
    return Outcome(
        found=found,
        candidate=candidate,
        inside=True,
        lower=min(state.lower.values()),
        space=f"{space}; stages that do not fit may {_either(options.strategies)}",
        cuts=problem.positions.cuts,
        bottleneck_lower_s=bottleneck_bound(problem),
        stopped_early=state.stopped_early,
    )


def _either(names: tuple[str, ...]) -> str:
    *some, last = names
    return f"{', '.join(some)} or {last}" if some else last


def _roomy(problem: PlanningProblem, factor: float) -> PlanningProblem:
    """The problem on devices with that multiple of their memory."""
    cluster = problem.cluster
    devices = tuple(
        replace(d, memory_bytes=int(min(d.memory_bytes * factor, 1 << 62))) for d in cluster.devices
    )
    most = max(problem.space.max_replicas)
    return make_problem(
        problem.graph,
        problem.table,
        replace(cluster, devices=devices),
        training=problem.training,
        microbatches=problem.microbatches,
        schedule=problem.schedule,
        objective=problem.objective,
        time_limit_s=problem.time_limit_s,
        allow_replication=most > 1,
        effort=problem.effort,
    )


def _proposals(
    search: Search, problem: PlanningProblem
) -> Iterator[tuple[Partition, Certificate | None]]:
    """Partitions worth fitting; the certificate is that of a cluster with unlimited memory.

    With little extra memory a planner spreads the network over many devices, with much it
    looks for speed alone; which of them costs least once the stages fit, the simulator says.
    """
    method = search.planner
    if method == "joint":
        yield from _pinned(search, problem)
        return
    names = ("exact", "data-parallel") if method == "auto" else (METHODS[method].mode,)
    seen: set[tuple[object, ...]] = set()
    for factor in _ROOMS:
        roomy = _roomy(problem, factor)
        for name in names:
            try:
                partition = solve(roomy, name)
            except InfeasibleError:
                continue
            unlimited = factor == _ROOMS[-1] and name == "exact"
            if partition.stages not in seen or unlimited:
                seen.add(partition.stages)
                yield partition, partition.certificate if unlimited else None


def _pinned(
    search: Search, problem: PlanningProblem
) -> Iterator[tuple[Partition, Certificate | None]]:
    """Partitions of the joint search, whose split stages cannot be fitted."""
    from hwpipe.plan.joint import joint_plan

    for factor in _ROOMS:
        try:
            found = joint_plan(_roomy(problem, factor), search.options, left_s=search.left_s)
        except InfeasibleError:
            continue
        joint = found.joint
        assert joint is not None
        if all(stage.mode != "split" for stage in joint.stages):
            unlimited = factor == _ROOMS[-1]
            yield found.partition, found.partition.certificate if unlimited else None


def _fitted(search: Search, problem: PlanningProblem, partition: Partition) -> Evaluated:
    """A partition with a memory strategy for every stage that needs one, simulated."""
    allowed = search.options.strategies
    measures: tuple[Choice, ...] = tuple(m for m in ("recompute", "swap") if m in allowed)
    fitted = fit_stages(
        problem,
        partition,
        host_bytes_per_s={d.name: d.host_bytes_per_s for d in problem.cluster.devices},
        allow_sharding="shard" in allowed,
        allow_spill="spill" in allowed,
        measures=measures,
    )
    return with_strategies(problem, partition, fitted.plans, fitted.times)


def with_strategies(
    problem: PlanningProblem,
    partition: Partition,
    plans: Sequence[MemoryPlan],
    times: PipelineTimes,
) -> Evaluated:
    """A partition whose stages have memory strategies, simulated.

    Args:
        problem: costs, cluster and schedule.
        partition: the stages.
        plans: one a stage.
        times: of the stages with them.
    """
    schedule = make_schedule(
        problem.schedule,
        stages=len(partition.stages),
        microbatches=problem.microbatches,
        replicas=[len(stage.devices) for stage in partition.stages],
    )
    seconds = makespan(schedule, times)
    strategies: list[MemoryStrategy | None] = []
    notes = list(partition.notes)
    for index, plan in enumerate(plans):
        if not plan.needed:
            strategies.append(None)
            continue
        device = problem.cluster.by_name[partition.stages[index].devices[0]]
        memory = stage_memory(
            problem, partition.stages, index, host_bytes_per_s=device.host_bytes_per_s or 1.0
        )
        strategies.append(_strategy(memory, plan, device.host_bytes_per_s))
        notes.append(f"stage {index} {strategy_words(strategies[-1])}")
    return Evaluated(
        partition=replace(partition, certificate=None, notes=tuple(notes)),
        graph=problem.graph,
        table=problem.table,
        times=times,
        schedule=problem.schedule,
        microbatches=problem.microbatches,
        iteration_s=seconds,
        bottleneck_s=bottleneck(problem, partition, times),
        ideal_s=bottleneck_bound(problem),
        value=seconds,
        strategies=tuple(strategies),
    )


def _strategy(memory: StageMemory, plan: MemoryPlan, host_bytes_per_s: float) -> MemoryStrategy:
    return MemoryStrategy(
        blocks=tuple(
            (block.name, choice) for block, choice in zip(memory.blocks, plan.choices, strict=True)
        ),
        sharding=plan.sharding,
        shards=plan.shards,
        buffer_bytes=plan.buffer_bytes,
        host_bytes_per_s=host_bytes_per_s,
        extra_s=plan.extra_s,
        recompute_s=plan.recompute_s,
        stall_s=plan.stall_s,
        sharding_s=plan.sharding_s,
        copy_out_s=plan.copy_out_s,
        copy_in_s=plan.copy_in_s,
    )


def strategy_words(strategy: MemoryStrategy | None) -> str:
    """What a stage does, in words: `recomputes 3 of 8 blocks: +12 ms an iteration`."""
    if strategy is None:
        return "keeps everything"
    count = len(strategy.blocks)
    parts = []
    for choice, verb in (("recompute", "recomputes"), ("swap", "swaps")):
        times = sum(kind == choice for _, kind in strategy.blocks)
        if times:
            parts.append(f"{verb} {times} of {count} blocks")
    if strategy.shards:
        parts.append(f"spills its weights to host memory in {len(strategy.shards)} shards")
    if strategy.sharding:
        what = ("optimizer state", "optimizer state and gradients")[strategy.sharding - 1]
        parts.append(f"shards {what} over its replicas")
    return f"{' and '.join(parts)}: +{format_seconds(strategy.extra_s)} an iteration"
