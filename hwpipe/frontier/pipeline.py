"""The pipelines worth choosing from: no other is better in time, memory and energy at once.

Small problems are solved by the dynamic programme with Pareto sets (`suffix`); larger ones by the
same over fewer cuts, joined with the epsilon-constraint method: the planner's fastest plan under
falling memory limits and on fewer and fewer kinds of devices. The best plans of the planner for
each objective alone are always among the candidates, and every candidate is judged by the
figures that plans are judged by (simulated time).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from hwpipe.cluster.model import Cluster
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.frontier.algebra import non_dominated
from hwpipe.frontier.fitted import MEASURES, Means, capped, fitted_point, squeezed
from hwpipe.frontier.point import FrontierPoint, PipelineFrontier
from hwpipe.frontier.suffix import Suffixes, expected_steps, pick_positions, stage_delta
from hwpipe.partition.best import objective_value
from hwpipe.partition.evaluate import (
    check_memory,
    energy_j,
    memory_shares,
    stage_bytes,
    stage_times,
)
from hwpipe.partition.methods import solve
from hwpipe.partition.model import Partition
from hwpipe.partition.problem import Clock, PlanningProblem, make_problem

__all__ = ["judge", "pipeline_frontier"]

#: Steps of the programme (some 10 us each at worst) that are spent without a time limit.
_MOST_STEPS = 4e5
#: Where nothing fits, plans are made for devices with this many times the memory.
_RESCUE = 64.0


def judge(problem: PlanningProblem, partition: Partition) -> FrontierPoint | None:
    """The figures of a plan, or None if it does not fit or its stages are not linked."""
    try:
        times = stage_times(problem, partition)
        check_memory(problem, partition, times)
        seconds = objective_value(problem.with_objective("throughput"), partition)
    except InfeasibleError:
        return None
    return FrontierPoint(
        partition=partition,
        iteration_s=seconds,
        memory_share=max(memory_shares(problem, partition, times)),
        memory_bytes=max(stage_bytes(problem, partition, times)),
        energy_j=energy_j(problem, partition),
    )


def _left(clock: Clock, parts: int) -> float | None:
    """An equal part of the time that is left; None without a limit."""
    if clock.limit_s is None:
        return None
    return max(1e-6, (clock.limit_s - (clock.now() - clock.start_s)) / parts)


def _again(problem: PlanningProblem, cluster: Cluster, limit_s: float | None) -> PlanningProblem:
    """The same problem on another cluster, for the shortest time."""
    most = max(problem.space.max_replicas)
    return make_problem(
        problem.graph,
        problem.table,
        cluster,
        training=problem.training,
        microbatches=problem.microbatches,
        schedule=problem.schedule,
        max_sets=problem.max_sets,
        time_limit_s=limit_s,
        max_replicas=most,
        allow_replication=most > 1,
        effort=problem.effort,
    )


def _fewer(problem: PlanningProblem) -> Iterator[Cluster]:
    """Clusters of fewer kinds and of fewer devices, the kinds with the least energy first."""
    space = problem.space
    joules = problem.energy_j[:, -1] + 1e3 * problem.energy_j.max() * problem.unable[:, -1]
    order = np.argsort(joules, kind="stable").tolist()
    seen: set[frozenset[str]] = {frozenset(space.order)}
    for kinds in range(1, len(order) + 1):
        names = [name for g in order[:kinds] for name in space.groups[g]]
        last = len(space.groups[order[kinds - 1]])
        # All devices of the last kind, and a half, a quarter ... of them.
        while True:
            kept = frozenset(names)
            if kept not in seen:
                seen.add(kept)
                yield replace(
                    problem.cluster,
                    devices=tuple(d for d in problem.cluster.devices if d.name in kept),
                    links={
                        pair: link
                        for pair, link in problem.cluster.links.items()
                        if pair[0] in kept and pair[1] in kept
                    },
                )
            if last <= 1:
                break
            names, last = names[: len(names) - last + last // 2], last // 2


def _sweep(
    problem: PlanningProblem, ends: list[FrontierPoint], count: int, clock: Clock
) -> Iterator[Partition]:
    """Fastest plans under falling memory limits and on fewer devices, while there is time."""
    least = min(point.memory_share for point in ends)
    most = min(ends, key=lambda point: point.iteration_s).memory_share
    clusters: list[Cluster] = []
    if 0 < least < most:
        # Caps between the two ends; the least share itself is an end already.
        shares = np.geomspace(most, least, count + 2)[1:-1].tolist()
        clusters += [capped(problem.cluster, share) for share in shares]
    clusters += itertools.islice(_fewer(problem), count)
    for done, cluster in enumerate(clusters):
        if clock.expired:
            return
        try:
            yield solve(_again(problem, cluster, _left(clock, len(clusters) - done)))
        except InfeasibleError:
            continue


def _rescued(
    problem: PlanningProblem,
    means: Means,
    clock: Clock,
    epsilon: float,
    max_cuts: int | None,
) -> PipelineFrontier:
    """The frontier where no plan fits as it is: plans for larger devices, then made to fit.

    Raises:
        InfeasibleError: if no plan can be made to fit either.
    """
    larger = _again(problem, capped(problem.cluster, _RESCUE), _left(clock, 2))
    inner = pipeline_frontier(larger, epsilon=epsilon, max_cuts=max_cuts)
    found: list[FrontierPoint] = []
    refused: InfeasibleError | None = None
    for point in inner.points:
        try:
            fitted = means.fit(problem, point.partition, spill=True)
        except InfeasibleError as error:
            refused = error
            continue
        found.append(fitted_point(problem, point, fitted))
    if not found:
        assert refused is not None
        raise refused
    keep = non_dominated(np.array([point.values for point in found]))
    return PipelineFrontier(
        points=tuple(sorted((found[k] for k in keep.tolist()), key=lambda point: point.values)),
        exact=False,
        epsilon=None,
        candidates=len(found),
        notes=(
            "no plan fits without recomputation, swapping, sharding or spilling",
            *inner.notes,
        ),
    )


def pipeline_frontier(
    problem: PlanningProblem,
    *,
    epsilon: float = 0.0,
    sweeps: int | None = None,
    max_cuts: int | None = None,
    host_bytes_per_s: float | Mapping[str, float] | None = None,
    strategies: tuple[str, ...] = MEASURES,
) -> PipelineFrontier:
    """The frontier of (iteration seconds, memory share, joules) over pipeline partitions.

    Exact (`exact` True) for inference without replicas over links that overlap and are not
    shared, where an iteration is a sum and a maximum; elsewhere the programme works on a bound of
    the time, plans are simulated and what is returned is free of dominated points and holds the
    planner's best of each objective, but may lack others.

    Args:
        problem: the planning problem; its `objective` does not matter; its time limit bounds
            solves, programme and sweeps together.
        epsilon: allowed relative error of thinning out sets of plans (0: none).
        sweeps: solves under memory limits and on fewer devices, each; None: none where the
            programme is exact, else 6.
        host_bytes_per_s: bandwidth of a device to host memory, of all or by name; if given,
            training plans are also tried with less memory, their stages recomputing, swapping or
            sharding; where no plan fits, plans for larger devices are made to fit, by spilling
            if need be.
        strategies: which of these measures are allowed.
        max_cuts: most positions of the programme; None: as many as a second or so allows.

    Raises:
        InfeasibleError: if no plan fits.
        InputError: if an argument is out of range.
    """
    if epsilon < 0:
        raise InputError(f"epsilon = {epsilon}", limit="0 or more")
    if max_cuts is not None and max_cuts < 2:
        raise InputError(f"{max_cuts} cuts", limit="2 or more, the ends included")
    count = problem.positions.count
    cuts = count if max_cuts is None else min(max_cuts, count)
    while max_cuts is None and cuts > 8 and expected_steps(problem, cuts) > _MOST_STEPS:
        cuts = max(8, int(cuts * 0.8))
    notes: list[str] = []
    squeezed_count = 0
    ends: list[FrontierPoint] = []
    clock = Clock(problem.time_limit_s)
    for done, objective in enumerate(("throughput", "memory", "energy")):
        # With a limit, the solves, the programme and the sweeps get a part of it each.
        limited = replace(problem, objective=objective, time_limit_s=_left(clock, 5 - done))
        try:
            point = judge(problem, solve(limited))
        except InfeasibleError:
            if host_bytes_per_s is None or not problem.training or ends:
                raise
            means = Means(host_bytes_per_s, strategies)
            return _rescued(problem, means, clock, epsilon, max_cuts)
        if point is not None:
            ends.append(point)
    found = list(ends)
    delta = stage_delta(epsilon, problem.space.total)
    programme: Suffixes | None = None
    if expected_steps(problem, cuts) <= 4 * _MOST_STEPS or problem.time_limit_s or max_cuts:
        programme = Suffixes(problem, pick_positions(problem, cuts), delta, Clock(_left(clock, 2)))
        for partition in programme.run():
            point = judge(problem, partition)
            if point is not None:
                found.append(point)
    additive = (
        not problem.training
        and max(problem.space.max_replicas) == 1
        and all(kind.overlap for kind in problem.space.classes)
        and all(link.shared is None for link in problem.cluster.links.values())
    )
    complete = (
        programme is not None and programme.finished and not programme.forced and cuts == count
    )
    exact = additive and complete and epsilon == 0
    if programme is None:
        notes.append("too many devices for the programme with Pareto sets: planner sweeps only")
    elif cuts < count:
        notes.append(f"the programme with Pareto sets saw {cuts} of {count} positions")
    if not additive:
        notes.append("plans were found by a bound of the time of an iteration, then simulated")
    effort = (0 if exact else 6) if sweeps is None else sweeps
    for partition in _sweep(problem, ends, effort, clock) if effort and ends else ():
        # Plans for a share of the memory are judged on all of it.
        point = judge(problem, replace(partition, certificate=None, bottleneck_certificate=None))
        if point is not None:
            found.append(point)
    if host_bytes_per_s is not None and problem.training and found:
        plain = [found[k] for k in non_dominated(np.array([p.values for p in found])).tolist()]
        means = Means(host_bytes_per_s, strategies)
        tight = list(squeezed(problem, plain, means, 6, clock))
        found += tight
        squeezed_count = len(tight)
    if clock.expired or (programme is not None and not programme.finished):
        notes.append(f"stopped early: time limit of {problem.time_limit_s:g} s")
    keep = non_dominated(np.array([point.values for point in found]))
    points = sorted((found[k] for k in keep.tolist()), key=lambda point: point.values)
    return PipelineFrontier(
        points=tuple(points),
        exact=exact,
        epsilon=(epsilon if additive and complete else None) if not exact else 0.0,
        candidates=len(found),
        notes=tuple(notes),
        squeezed=squeezed_count,
    )
