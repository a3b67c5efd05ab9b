"""What a joint plan takes: its stages as ranks of a schedule, timed by the event simulator.

`joint.ranks` says what the ranks of a stage are; a ring all-reduce of the gradients of replicas
ends the iteration (the exchange of gradients inside a split is in its seconds).

A boundary tensor goes over the slowest of the links between the two device sets: each device has
its own link and receives at most the whole tensor. Ranks behind one uplink wait for each other
there (`partition.lanes`).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hwpipe.cluster.model import Link
from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError
from hwpipe.joint.actions import dealt_schedule
from hwpipe.joint.model import JointPlan, JointStage
from hwpipe.joint.ranks import StageRanks, fitted, stage_ranks
from hwpipe.partition.executor_costs import (
    executor_extra,
    flight_of,
    stretched,
    update_seconds,
)
from hwpipe.partition.lanes import lanes_between
from hwpipe.partition.positions import boundary_bytes
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule import makespan
from hwpipe.schedule.model import PipelineTimes, RankTimes, Schedule

__all__ = ["evaluate", "ring_reduce_s", "slowest_link"]


def slowest_link(
    problem: PlanningProblem, src: Sequence[str], dst: Sequence[str], size: float
) -> Link | None:
    """The slowest link from one device set to another for `size` bytes; None if one lacks."""
    worst: Link | None = None
    seen: set[tuple[int, int]] = set()
    group = problem.group_of
    # Of each group the first and the last device of a set: one of them is not the other end.
    ends = [
        [{group[n]: n for n in names}, {group[n]: n for n in reversed(names)}]
        for names in (src, dst)
    ]
    for a in dict.fromkeys(n for one in ends[0] for n in one.values()):
        for b in dict.fromkeys(n for one in ends[1] for n in one.values()):
            if (group[a], group[b]) in seen or a == b:
                continue
            seen.add((group[a], group[b]))
            link = problem.cluster.link(a, b)
            if link is None:
                return None
            if worst is None or (link.transfer_s(size), not link.overlap) > (
                worst.transfer_s(size), not worst.overlap,
            ):  # fmt: skip
                worst = link
    return worst


def ring_links(problem: PlanningProblem, devices: Sequence[str]) -> tuple[Link, ...] | None:
    """The links of a ring over devices, one for each pair of figures; None if it is not closed."""
    found: dict[tuple[float, float], Link] = {}
    for k, name in enumerate(devices):
        link = problem.cluster.link(name, devices[(k + 1) % len(devices)])
        if link is None:
            return None
        found.setdefault((link.bytes_per_s, link.latency_s), link)
    return tuple(found.values())


def ring_reduce_s(
    problem: PlanningProblem, devices: Sequence[str], weight_bytes: FloatArray
) -> FloatArray:
    """Ring all-reduce, 2 (m-1) (W / (m bandwidth) + latency) over its slowest link, seconds.

    `inf` where the ring is not closed. Patarasuk and Yuan 2009.
    """
    m = len(devices)
    if not problem.training or m == 1 or not (weight_bytes > 0).any():
        return np.zeros_like(weight_bytes)
    links = ring_links(problem, devices)
    if links is None:
        return np.where(weight_bytes > 0, math.inf, 0.0)
    worst = np.max([x.latency_s + weight_bytes / m / x.bytes_per_s for x in links], axis=0)
    return np.where(weight_bytes > 0, 2 * (m - 1) * worst, 0.0)


def evaluate(problem: PlanningProblem, stages: Sequence[JointStage]) -> JointPlan:
    """Simulate a plan.

    Args:
        problem: graph, costs, cluster, micro-batches and schedule.
        stages: front to back.

    Raises:
        InfeasibleError: a device that cannot run a node or lacks memory, or a missing link.
    """
    graph, M = problem.graph, problem.microbatches
    stage_of = np.zeros(len(graph), dtype=np.int64)
    for index, stage in enumerate(stages):
        stage_of[list(stage.nodes)] = index
    crossing = boundary_bytes(graph, stage_of, len(stages))
    sizes = [_input_bytes(problem), *map(float, crossing), 0.0]
    planned = list(stages)
    ranks = [stage_ranks(problem, stage, 0.0 if s == 0 and not stage.thrift else sizes[s],
                         sizes[s + 1]) for s, stage in enumerate(planned)]  # fmt: skip
    counts = [len(r.devices) for r in ranks]
    schedule = dealt_schedule(problem.schedule, [r.owners for r in ranks], counts, M)
    memory: list[float] = []
    for s, row in enumerate(ranks):
        planned[s], ranks[s], needed = fitted(problem, planned[s], row, sum(counts[s + 1 :]))
        memory += needed
    held = [(stage.devices, stage.nodes) for stage in stages]
    if any(problem.table.executor) and problem.training:
        ranks = _executed(problem, held, ranks, crossing.tolist(), schedule)
    reduce_s = [_reduce_s(problem, row) for row in ranks]
    if not all(math.isfinite(x) for x in reduce_s):
        raise InfeasibleError("replicas are not linked", where=problem.cluster.source)
    send, back, overlap, names, lanes = [], [], [], [], []
    shared = False
    for s in range(len(stages) - 1):
        size = float(crossing[s])
        there = slowest_link(problem, stages[s].devices, stages[s + 1].devices, size)
        home = slowest_link(problem, stages[s + 1].devices, stages[s].devices, size)
        if there is None or (problem.training and home is None):
            raise InfeasibleError(
                f"no link between {stages[s].devices[0]} and {stages[s + 1].devices[0]}",
                where=problem.cluster.source,
            )
        send.append(there.transfer_s(size))
        back.append(home.transfer_s(size) if problem.training and home is not None else 0.0)
        firsts = [[devices[0] for devices in row.devices] for row in ranks[s : s + 2]]
        lanes.append(lanes_between(problem.cluster, *firsts, training=problem.training))
        shared = shared or there.shared is not None
        beside = there.overlap and (home is None or not problem.training or home.overlap)
        overlap.append(beside)
        names.append(there.shared or f"{there.src}>{there.dst}")
    shares = []
    for stage, row in zip(stages, ranks, strict=True):
        if stage.units > 1:
            shares.append((1.0 / len(stage.devices),) * len(stage.devices))
        elif stage.mode == "split" and stage.tensor is not None:
            from hwpipe.joint.split import work_shares  # tensor partition is slow to load

            shares.append(work_shares(stage.tensor, stage.devices))
        else:
            dealt = Counter(row.owners)
            shares.append(tuple(dealt[i] / M for i in range(len(stage.devices))))
    times = PipelineTimes(
        forward_s=tuple(max(x.forward_s for x in r.costs) for r in ranks),
        backward_input_s=tuple(max(x.backward_input_s for x in r.costs) for r in ranks),
        backward_weight_s=tuple(max(x.backward_weight_s for x in r.costs) for r in ranks),
        send_forward_s=tuple(send),
        send_backward_s=tuple(back),
        overlap=tuple(overlap),
        weight_bytes=tuple(max(x.state_bytes for x in r.costs) for r in ranks),
        activation_bytes=tuple(max(x.kept_bytes for x in r.costs) for r in ranks),
        workspace_bytes=tuple(max(x.workspace_bytes for x in r.costs) for r in ranks),
        memory_bytes=tuple(min(x.capacity_bytes for x in r.costs) for r in ranks),
        reduce_s=tuple(reduce_s),
        link_names=tuple(names),
        link_lanes=tuple(lanes) if shared else (),
        stash_bytes=tuple(r.weight_bytes for r in ranks) if problem.schedule == "pipedream" else (),
    )
    if problem.table.update_s is not None and problem.training:
        times = replace(times, update_s=tuple(update_seconds(problem, *one) for one in held))
    each = tuple(
        RankTimes(x.forward_s, x.backward_input_s, x.backward_weight_s, x.state_bytes,
                  x.kept_bytes, x.workspace_bytes)
        for row in ranks for x in row.costs
    )  # fmt: skip
    unequal = any(
        len({(x.forward_s, x.backward_input_s, x.backward_weight_s) for x in row.costs}) > 1
        for row in ranks
    )
    return JointPlan(
        stages=tuple(replace(s, shares=part) for s, part in zip(planned, shares, strict=True)),
        iteration_s=makespan(schedule, times, each if unequal else None),
        times=times,
        schedule=schedule,
        rank_devices=tuple(d for r in ranks for d in r.devices),
        rank_seconds=tuple((x.forward_s, x.backward_input_s + x.backward_weight_s)
                           for row in ranks for x in row.costs),
        ranks=each,
        rank_memory_bytes=tuple(memory),
    )  # fmt: skip


def _executed(
    problem: PlanningProblem, stages: Sequence[tuple[Sequence[str], Sequence[int]]],
    ranks: Sequence[StageRanks], crossing: Sequence[float], schedule: Schedule,
) -> list[StageRanks]:  # fmt: skip
    """The ranks with what a measured executor makes of their seconds."""
    extra = executor_extra(problem, [devices for devices, _ in stages], crossing)
    factors = [(1.0, 1.0, 1.0)] * len(stages)
    if any(problem.table.in_flight):
        factors = stretched(problem, stages, flight_of(schedule))
    found = []
    for row, more, (f, b, w) in zip(ranks, extra, factors, strict=True):
        costs = [
            replace(c, forward_s=c.forward_s * f + more[0],
                    backward_input_s=c.backward_input_s * b + more[1],
                    backward_weight_s=c.backward_weight_s * w)
            for c in row.costs
        ]  # fmt: skip
        found.append(replace(row, costs=costs))
    return found


def _input_bytes(problem: PlanningProblem) -> float:
    """Bytes of the network's inputs for one micro-batch."""
    tensors = problem.graph.tensors
    return float(sum(tensors[name].size_bytes for name in problem.graph.inputs))


def _reduce_s(problem: PlanningProblem, ranks: StageRanks) -> float:
    """Gradient all-reduce over the replicas: device i of each unit with device i of the others.

    Devices of a unit that leave it over one shared link divide its bandwidth.
    """
    if len(ranks.devices) == 1:
        return 0.0
    first, second = ranks.devices[:2]
    link = problem.cluster.link(first[0], second[0])
    beside = len(first) if link is not None and link.shared is not None else 1
    names = [devices[0] for devices in ranks.devices]
    return float(ring_reduce_s(problem, names, np.array([beside * ranks.weight_bytes]))[0])
