"""`joint_search`: the best pipeline of single, replicated and split stages, with its proof."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.errors import HwpipeError, InfeasibleError, InputError
from hwpipe.graph.model import Graph
from hwpipe.joint.constraints import Constraint, constraints_of, smallest_conflict
from hwpipe.joint.effort import Effort
from hwpipe.joint.machines import machine_kinds, machine_problem
from hwpipe.joint.model import JointPlan
from hwpipe.joint.run import JointSearch, relaxed_lower
from hwpipe.joint.split import Splitter
from hwpipe.partition.model import NoneBetter
from hwpipe.partition.problem import Clock, PlanningProblem

__all__ = ["Effort", "joint_search", "joint_search_machines", "relaxed_lower"]


def joint_search(
    problem: PlanningProblem,
    *,
    time_limit_s: float | None = None,
    pins: Mapping[str, str] | None = None,
    max_memory_bytes: float | Mapping[str, float] | None = None,
    splitter: Splitter | None = None,
    effort: Effort | None = None,
    enough_s: float = math.inf,
) -> JointPlan:
    """The best joint plan with a certificate.

    Deterministic without a time limit. The plan is never slower than that of `exact` or of any
    baseline on the same problem.

    Args:
        problem: graph, costs, cluster, micro-batches and schedule.
        time_limit_s: stop with the best plan so far; None: the problem's own limit.
        pins: device of a node or layer by name: it runs there and nowhere else.
        max_memory_bytes: for every device, or by device name.
        splitter: prices split stages; None: `hwpipe.tensor`.
        effort: budgets.
        enough_s: seconds of a plan that is known from elsewhere (another schedule, say): the
            search ends when it has proven that it cannot be beaten here.

    Raises:
        InputError: another objective than time, an unknown name in `pins` or the limits.
        InfeasibleError: if no plan fits; names the smallest conflicting set of wishes.
    """
    if problem.objective not in ("throughput", "latency"):
        raise InputError(
            f"the joint search does not minimise {problem.objective}",
            limit="throughput, latency",
            remedy="use --method exact for this objective",
        )
    effort = effort or Effort()
    wishes = constraints_of(problem.graph, problem.cluster, pins, max_memory_bytes)
    limit = time_limit_s if time_limit_s is not None else problem.time_limit_s
    clock = Clock(limit)
    try:
        return JointSearch(problem, wishes, clock=clock, splitter=splitter, effort=effort,
                           enough_s=enough_s).run()  # fmt: skip
    except InfeasibleError as error:
        if not wishes:
            raise
        raise _conflict(
            problem, wishes, error, clock=clock, splitter=splitter, effort=effort
        ) from error


def joint_search_machines(
    graph: Graph,
    table: CostTable,
    cluster: Cluster,
    *,
    training: bool,
    microbatches: int,
    schedule: str,
    time_limit_s: float | None = None,
    effort: Effort | None = None,
    enough_s: float = math.inf,
) -> JointPlan | NoneBetter:
    """The best joint plan on a cluster of many machines: stages take whole machines of any kinds.

    Where there are too many machines for every count of them, they are taken two, four ... at a
    time; the certificate says how many devices that makes.

    Args:
        graph: the network at the micro-batch size.
        table: costs with a row for every device type.
        cluster: devices and links; `partition.make_problem` would compare every two of them.
        training: whether backward passes run too.
        microbatches: micro-batches of an iteration.
        schedule: its name.
        time_limit_s: stop with the best plan so far.
        effort: budgets.
        enough_s: only plans of less than these seconds are of use; `NoneBetter` says what is
            proven where none is found.

    Raises:
        InfeasibleError: if no plan fits.
    """
    kinds = machine_kinds(cluster)
    problem = machine_problem(
        graph, table, cluster, training=training, microbatches=microbatches, schedule=schedule,
        kinds=kinds,
    )  # fmt: skip
    if effort is None:
        # With a plan from elsewhere there is less to find, and the caller has more searches to do.
        more = 1 if math.isfinite(enough_s) else 3
        effort = Effort(
            cuts=40, split_cuts=12, expansions=200 * more, plans=24 * more, prices=80 + 20 * more
        )
    effort = replace(effort, exact=False, baselines=False)
    return JointSearch(
        problem,
        (),
        clock=Clock(time_limit_s),
        splitter=None,
        effort=effort,
        machines=kinds,
        enough_s=enough_s,
        thrift=True,
    ).run_below()


def _conflict(
    problem: PlanningProblem,
    wishes: Sequence[Constraint],
    error: InfeasibleError,
    *,
    clock: Clock,
    splitter: Splitter | None,
    effort: Effort,
) -> InfeasibleError:
    """The error that names the smallest conflicting set of wishes."""
    quick = replace(effort, expansions=200, plans=20, baselines=False)

    def feasible(some: Sequence[Constraint]) -> bool:
        try:
            JointSearch(
                problem, some, clock=Clock(clock.limit_s), splitter=splitter, effort=quick
            ).run()
        except HwpipeError:
            return False
        return True

    names = smallest_conflict(wishes, feasible)
    if not names:
        return InfeasibleError(
            f"no plan exists even without the wishes: {error.what}",
            where=problem.graph.name, limit=error.limit, remedy=error.remedy,
        )  # fmt: skip
    together = " and ".join(names) if len(names) < 3 else ", ".join(names)
    return InfeasibleError(
        f"{together} cannot be met" + ("" if len(names) == 1 else " together"),
        where=problem.graph.name,
        remedy="drop one of them" if len(names) > 1 else "drop it or choose another device",
    )
