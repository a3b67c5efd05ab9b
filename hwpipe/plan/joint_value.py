"""What a joint plan is worth, as `Evaluated` like the plans of all other methods."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.joint.model import JointPlan
from hwpipe.partition import Partition, PlanningProblem, Stage, bottleneck_bound
from hwpipe.partition.model import Certificate
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.periods import bottleneck_of, pace
from hwpipe.plan.stage_model import MemoryStrategy

__all__ = ["as_evaluated", "worked"]


def as_evaluated(problem: PlanningProblem, plan: JointPlan) -> Evaluated:
    """A joint plan beside those of other methods."""
    method = plan.method if plan.method != "exact" else "joint"
    return Evaluated(
        partition=Partition(
            tuple(Stage(stage.nodes, stage.devices) for stage in plan.stages),
            method,
            certificate=None if plan.certificate is None else worked(plan.certificate),
            notes=plan.notes,
        ),
        graph=problem.graph,
        table=problem.table,
        times=plan.times,
        schedule=problem.schedule,
        microbatches=problem.microbatches,
        iteration_s=plan.iteration_s,
        bottleneck_s=_bottleneck(problem, plan),
        ideal_s=bottleneck_bound(problem),
        value=plan.iteration_s,
        joint=plan,
        strategies=_strategies(problem, plan),
    )


def _strategies(problem: PlanningProblem, plan: JointPlan) -> tuple[MemoryStrategy | None, ...]:
    """What stages of the joint search do to fit; its seconds are in the plan's times."""
    if not any(stage.sharded or stage.recompute for stage in plan.stages):
        return ()
    found: list[MemoryStrategy | None] = []
    for stage, count, forward_s in zip(
        plan.stages, plan.schedule.replicas, plan.times.forward_s, strict=True
    ):
        if not (stage.sharded or stage.recompute):
            found.append(None)
            continue
        again = forward_s * -(-problem.microbatches // count) if stage.recompute else 0.0
        found.append(
            MemoryStrategy(
                blocks=(("all", "recompute" if stage.recompute else "keep"),),
                sharding=int(stage.sharded),
                shards=(),
                buffer_bytes=0.0,
                host_bytes_per_s=0.0,
                extra_s=again,
                recompute_s=again,
                stall_s=0.0,
                sharding_s=0.0,
                copy_out_s=0.0,
                copy_in_s=0.0,
            )
        )
    return tuple(found)


def worked(certificate: Certificate) -> Certificate:
    """A search that did its usual work did not stop early; `--effort` gives it more."""
    if not (certificate.stopped_early or "").startswith("budget"):
        return certificate
    return replace(certificate, stopped_early=None)


def _bottleneck(problem: PlanningProblem, plan: JointPlan) -> float:
    """Longest time that a stage or a link needs for one micro-batch in the steady state."""
    counts = plan.schedule.replicas
    paces, first = [], 0
    for count in counts:
        paces.append(pace(plan.ranks[first : first + count]))
        first += count
    return bottleneck_of(plan.times, counts, problem.microbatches, paces)
