"""What a joint plan is worth, as `Evaluated` like the plans of all other methods."""

from __future__ import annotations

from dataclasses import replace

from hwpipe.joint.model import JointPlan
from hwpipe.partition import Partition, PlanningProblem, Stage, bottleneck_bound
from hwpipe.partition.model import Certificate
from hwpipe.plan.assemble import Evaluated

__all__ = ["as_evaluated"]


def as_evaluated(problem: PlanningProblem, plan: JointPlan) -> Evaluated:
    """A joint plan beside those of other methods."""
    method = plan.method if plan.method != "exact" else "joint"
    return Evaluated(
        partition=Partition(
            tuple(Stage(stage.nodes, stage.devices) for stage in plan.stages),
            method,
            certificate=_worked(plan.certificate),
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
    )


def _worked(certificate: Certificate | None) -> Certificate | None:
    """A search that did its usual work did not stop early; `--effort` gives it more."""
    if certificate is None or not (certificate.stopped_early or "").startswith("budget"):
        return certificate
    return replace(certificate, stopped_early=None)


def _bottleneck(problem: PlanningProblem, plan: JointPlan) -> float:
    """Longest time that a stage or a link needs for one micro-batch in the steady state."""
    times, count = plan.times, problem.microbatches
    reduce = times.reduce_s or (0.0,) * len(plan.stages)
    ranks = [1 if stage.mode == "split" else len(stage.devices) for stage in plan.stages]
    exposed = [
        0.0 if beside else there + back
        for there, back, beside in zip(
            times.send_forward_s, times.send_backward_s, times.overlap, strict=True
        )
    ]
    around = [*exposed, 0.0]
    worst, first = 0.0, 0
    for s, many in enumerate(ranks):
        each = [sum(x) for x in plan.rank_seconds[first : first + many]]
        first += many
        waits = around[s] + (exposed[s - 1] if s else 0.0)
        # As many replicas of the slowest one's speed as do the same work.
        pace = sum(max(each) / x for x in each) if min(each) > 0 else float(many)
        worst = max(worst, (max(each) + waits) / pace + reduce[s] / count)
    shared: dict[str, float] = {}
    for b, (there, back) in enumerate(
        zip(times.send_forward_s, times.send_backward_s, strict=True)
    ):
        busy = max(there, back) if times.overlap[b] else there + back
        name = times.link_names[b] if times.link_names else str(b)
        shared[name] = shared.get(name, 0.0) + busy / min(ranks[b], ranks[b + 1])
    return max([worst, *shared.values()])
