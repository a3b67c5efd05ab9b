"""Plans of the joint search and of tensor partition, as `Evaluated` like all others."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np

from hwpipe.errors import InfeasibleError, InputError
from hwpipe.joint.constraints import constraints_of
from hwpipe.joint.effort import Effort
from hwpipe.joint.model import JointPlan, JointStage
from hwpipe.joint.run import JointSearch
from hwpipe.joint.solve import joint_search_machines
from hwpipe.joint.split import TensorSplitter
from hwpipe.joint.timing import evaluate
from hwpipe.partition import PlanningProblem
from hwpipe.partition.model import NoneBetter
from hwpipe.partition.problem import Clock
from hwpipe.plan.assemble import Evaluated
from hwpipe.plan.joint_value import as_evaluated, worked
from hwpipe.plan.methods import Method
from hwpipe.plan.options import CompileOptions

__all__ = ["effort_of", "joint_plan", "joint_plan_below", "tensor_plan"]

#: Seconds of a layer that one of the devices cannot run.
_UNABLE_S = 1e20


def effort_of(options: CompileOptions) -> Effort:
    """Budgets of one joint search: small beside the other methods of `auto`, else by `--effort`."""
    more = options.effort
    if options.method == "auto":
        return Effort(
            cuts=min(64, max(4, round(18 * more**0.5))), split_cuts=4, split_sets=4,
            expansions=max(1, round(400 * more)), plans=max(1, round(40 * more)),
            baselines=False, exact=False,
        )  # fmt: skip
    return Effort(
        cuts=min(64, max(4, round(16 * more**0.5))), split_cuts=max(2, round(5 * more**0.5)),
        split_sets=max(1, round(6 * more**0.5)), expansions=max(1, round(800 * more)),
        plans=max(1, round(80 * more)),
    )  # fmt: skip


def joint_plan(
    problem: PlanningProblem,
    options: CompileOptions,
    *,
    left_s: float | None = None,
    machines: bool = False,
) -> Evaluated:
    """The best plan of the joint search with its certificate; see `joint_plan_below`."""
    found = joint_plan_below(problem, options, math.inf, left_s=left_s, machines=machines)
    assert isinstance(found, Evaluated)
    return found


def joint_plan_below(
    problem: PlanningProblem,
    options: CompileOptions,
    below_s: float,
    *,
    left_s: float | None = None,
    machines: bool = False,
) -> Evaluated | NoneBetter:
    """The best plan of the joint search with its certificate, if it takes less than `below_s`.

    Args:
        problem: graph, costs, cluster, micro-batches and schedule.
        options: effort and pins.
        below_s: seconds of an iteration that a plan must stay below to be of use: the search ends
            when it has proven that none does.
        left_s: seconds until the time limit.
        machines: whether stages take whole machines, as on large clusters.

    Raises:
        InputError: an unknown layer or device in a pin.
        InfeasibleError: if no plan fits.
    """
    if machines:
        if options.pins:
            raise InputError("--pin on a cluster that is planned by whole machines",
                             where=problem.cluster.source,
                             remedy="plan for fewer devices")  # fmt: skip
        found = joint_search_machines(
            problem.graph,
            problem.table,
            problem.cluster,
            training=problem.training,
            microbatches=problem.microbatches,
            schedule=problem.schedule,
            time_limit_s=left_s,
            enough_s=below_s,
        )
        return _judged(problem, found)
    wishes = constraints_of(problem.graph, problem.cluster, options.pins, None)
    effort = effort_of(options)
    if options.pins and options.method == "auto" and not problem.training:
        effort = replace(effort, split_sets=0)  # hwpipe run takes whole layers
    plan = JointSearch(
        problem, wishes, clock=Clock(left_s), splitter=None, effort=effort, enough_s=below_s
    ).run_below()
    return _judged(problem, plan)


def _judged(problem: PlanningProblem, plan: JointPlan | NoneBetter) -> Evaluated | NoneBetter:
    """A plan beside those of other methods, or what is proven without one."""
    if isinstance(plan, NoneBetter):
        return replace(plan, certificate=worked(plan.certificate))
    return as_evaluated(problem, plan)


def tensor_plan(problem: PlanningProblem, method: Method, *, check: bool) -> Evaluated:
    """The whole network split over all devices that can run it, as a published method does.

    Args:
        problem: what is planned.
        method: of the family `tensor`.
        check: whether a plan that exceeds a device's memory is refused.

    Raises:
        InfeasibleError: if fewer than two devices can run every layer, two of them are not
            linked, or the plan does not fit.
    """
    able = np.isfinite(problem.node_time_s).all(axis=1)
    names = tuple(d.name for d in problem.cluster.devices if able[problem.group_of[d.name]])
    if len(names) < 2:
        raise InfeasibleError(
            f"{len(names)} device{'s' * (len(names) != 1)} can run every layer",
            where=problem.cluster.source,
            limit="at least 2 to split over",
        )
    nodes = tuple(range(len(problem.graph)))
    split = TensorSplitter(problem, method.mode)(nodes, names, 1 if problem.training else 2)
    if split is None or split.seconds_s >= _UNABLE_S:
        raise InfeasibleError(
            f"the {len(names)} devices that can run every layer are not linked in pairs",
            where=problem.cluster.source,
        )
    free = problem if check else _unlimited(problem)
    plan = evaluate(free, (JointStage(nodes, names, "split", tensor=split),))
    room = min(problem.cluster.by_name[name].memory_bytes for name in names)
    times = replace(plan.times, memory_bytes=(float(room),))
    return as_evaluated(problem, replace(plan, method=method.name, times=times))


def _unlimited(problem: PlanningProblem) -> PlanningProblem:
    """The problem on devices whose memory has no limit."""
    devices = tuple(replace(d, memory_bytes=1 << 62) for d in problem.cluster.devices)
    return replace(problem, cluster=replace(problem.cluster, devices=devices))
