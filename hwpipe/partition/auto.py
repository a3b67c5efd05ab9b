"""The `auto` method: the exact plan, unless a compared method proves faster.

Some baselines lie outside the space of the exact search (replicas of different device types);
taking the best of all keeps the promise that no baseline beats the plan.
"""

from __future__ import annotations

from dataclasses import replace

from hwpipe.errors import InfeasibleError
from hwpipe.partition.bapipe import plan_bapipe
from hwpipe.partition.baselines import data_parallel, equal_layers, single_device
from hwpipe.partition.best import objective_value
from hwpipe.partition.evaluate import bottleneck, check_memory
from hwpipe.partition.model import Partition
from hwpipe.partition.optimal import plan_exact
from hwpipe.partition.pipedream import plan_pipedream
from hwpipe.partition.pipedream_released import plan_released
from hwpipe.partition.problem import PlanningProblem

__all__ = ["plan_auto"]


def plan_auto(problem: PlanningProblem) -> Partition:
    """Best of the exact plan and all baselines that fit.

    The certificates are those of the exact search; a baseline from outside its space may beat
    the bound, which a note then says.

    Raises:
        InfeasibleError: if no plan fits.
    """
    failure: InfeasibleError | None = None
    exact: Partition | None = None
    try:
        exact = plan_exact(problem, "auto")
    except InfeasibleError as error:
        failure = error
    best = exact
    value = objective_value(problem, exact) if exact is not None else float("inf")
    planners = [data_parallel, single_device, equal_layers, plan_bapipe]
    if problem.training:
        planners += [plan_pipedream, plan_released]
    for planner in planners:
        try:
            plan = planner(problem)
            check_memory(problem, plan)
            other = objective_value(problem, plan)
        except InfeasibleError:
            continue
        if other < value * (1 - 1e-12):
            best, value = plan, other
    if best is None:
        assert failure is not None
        raise failure
    if best is exact or exact is None or exact.certificate is None:
        return best
    outside = value < exact.certificate.lower
    note = f"found by {best.method}" + (", outside the space of the bound" if outside else "")
    return replace(
        best,
        method="auto",
        certificate=replace(exact.certificate, achieved=value, exact=False),
        bottleneck_certificate=exact.bottleneck_certificate
        and replace(exact.bottleneck_certificate, achieved=bottleneck(problem, best), exact=False),
        notes=(*best.notes, note),
        reported_bottleneck_s=None,
    )
