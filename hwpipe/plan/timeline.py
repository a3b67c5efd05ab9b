"""The timeline of a plan: its schedule expanded to actions and run by the event simulator."""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.errors import InputError
from hwpipe.plan.model import Plan
from hwpipe.plan.schedule_model import ScheduleRef, is_generated
from hwpipe.schedule import make_schedule, simulate
from hwpipe.schedule.model import PipelineTimes, Schedule, Timeline

__all__ = ["generated_schedule", "schedule_of", "simulate_plan"]


def schedule_of(plan: Plan, microbatches: int | None = None) -> Schedule:
    """The action lists of a plan.

    Replicas take micro-batches in turn; where they differ in speed, each goes to the one that
    would finish it first (`hwpipe.joint.dealing`).

    Args:
        plan: the plan.
        microbatches: only so many micro-batches; the plan's number where None.
    """
    count = microbatches or plan.schedule.microbatches
    if is_generated(plan.schedule.name):
        return generated_schedule(plan.schedule, plan.times, plan.replicas, count)
    if plan.rank_times is None:
        return make_schedule(
            plan.schedule.name,
            stages=len(plan.stages),
            microbatches=count,
            replicas=plan.replicas,
        )
    from hwpipe.joint.actions import dealt_schedule
    from hwpipe.joint.dealing import deal

    owners = []
    for stage in plan.stages:
        seconds = [r.forward_s + r.backward_input_s + r.backward_weight_s
                   for r in stage.rank_times] or [1.0] * stage.ranks  # fmt: skip
        owners.append(deal(seconds, count))
    return dealt_schedule(plan.schedule.name, owners, plan.replicas, count)


def generated_schedule(
    ref: ScheduleRef, times: PipelineTimes, replicas: Sequence[int], microbatches: int
) -> Schedule:
    """The action lists of a schedule of `hwpipe.schedule.generators`.

    Args:
        ref: which one.
        times: of the plan's stages: those of all chunks, front to back.
        replicas: of each stage, all alike.
        microbatches: to schedule, a multiple of the replicas.

    Raises:
        InputError: replicas that differ, or numbers that the schedule does not exist for.
        InfeasibleError: an automatic schedule finds no order within the memory.
    """
    from hwpipe.schedule.generators import ScheduleOptions, generate, generator_info, widen
    from hwpipe.schedule.generators.auto import automatic
    from hwpipe.schedule.generators.times import stage_costs
    from hwpipe.schedule.generators.vshape import v_placement, v_schedule

    name, info = ref.name, generator_info(ref.name)
    width = replicas[0] // info.weight_copies
    if len(set(replicas)) > 1 or width < 1 or len(replicas) % ref.chunks:
        raise InputError(
            f"{len(replicas)} stages of {', '.join(map(str, replicas))} replicas",
            where=f"schedule {name}", limit="as many replicas at every stage, in whole chunks",
            remedy="compile the plan again",
        )  # fmt: skip
    if microbatches % width:
        raise InputError(
            f"{microbatches} micro-batches for {width} replicas", where=f"schedule {name}",
            limit=f"multiples of {width}", remedy="choose another number of micro-batches",
        )  # fmt: skip
    ranks, count = len(replicas) // ref.chunks, microbatches // width
    if name in ("zb-auto", "zb-v-auto"):
        one = automatic(name, times, count)
    elif name in ("zb-v", "v-half", "v-min"):
        one = v_schedule(name, ranks, count, stage_costs(times, v_placement(ranks)))
    else:
        options = ScheduleOptions(
            chunks=ref.chunks if info.option == "chunks" else None,
            slices=len(ref.slices) or None,
            per_update=ref.per_update,
        )
        one = generate(name, ranks, count, options=options)
    return widen(one, width)


def simulate_plan(plan: Plan, microbatches: int | None = None) -> Timeline:
    """Simulate one iteration of a plan; deterministic.

    Args:
        plan: the plan.
        microbatches: as in `schedule_of`.
    """
    return simulate(schedule_of(plan, microbatches), plan.times, plan.rank_times)
