"""What a partition costs: stage times for the simulator, bottleneck, memory, bounds.

Everything here is computed from the partition itself (node sets and device names), not from a
planner's prefix sums, so it also judges plans that a planner did not make.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise
from typing import cast

import numpy as np

from hwpipe.cluster.model import Link
from hwpipe.errors import InfeasibleError
from hwpipe.partition.executor_costs import Flight, flight_of, split_table, with_executor
from hwpipe.partition.lanes import lanes_between
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import boundary_bytes
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule.model import PipelineTimes, Schedule
from hwpipe.units import format_bytes

__all__ = [
    "bottleneck",
    "check_memory",
    "energy_j",
    "iteration_bound",
    "memory_shares",
    "stage_bytes",
    "stage_times",
]


def _slowest_link(problem: PlanningProblem, src: Sequence[str], dst: Sequence[str],
                  size: float) -> Link:  # fmt: skip
    """The slowest of the links between two sets of replicas for `size` bytes.

    Raises:
        InfeasibleError: if a pair has no link.
    """
    worst: Link | None = None
    seen: set[tuple[int, int]] = set()
    group = problem.group_of
    for a in src:
        for b in dst:
            # Links between two groups of interchangeable devices are all alike.
            if (group[a], group[b]) in seen:
                continue
            seen.add((group[a], group[b]))
            link = problem.cluster.link(a, b)
            if link is None:
                raise InfeasibleError(
                    f"no link from {a} to {b}",
                    where=problem.cluster.source,
                    remedy="connect them or forbid that order of stages",
                )
            slower = worst is None or (link.transfer_s(size), not link.overlap) > (
                worst.transfer_s(size),
                not worst.overlap,
            )
            if slower:
                worst = link
    assert worst is not None
    return worst


def _reduce_s(problem: PlanningProblem, devices: tuple[str, ...], weight_bytes: float) -> float:
    """Ring all-reduce of gradients among replicas: 2 (m-1) (W / (m bandwidth) + latency)."""
    m = len(devices)
    if not problem.training or m == 1 or weight_bytes <= 0:
        return 0.0
    ring = [
        _slowest_link(problem, (devices[k],), (devices[(k + 1) % m],), weight_bytes / m)
        for k in range(m)
    ]
    return 2 * (m - 1) * max(link.transfer_s(weight_bytes / m) for link in ring)


#: Plans of which `stage_times` remembers the figures.
_REMEMBERED = 32


def stage_times(
    problem: PlanningProblem, partition: Partition, *, split: bool = False,
    schedule: Schedule | None = None,
) -> PipelineTimes:  # fmt: skip
    """Seconds and bytes of a partition's stages and links, for the simulator.

    A stage whose replicas differ in type counts the slowest and the smallest of them. The figures
    of the last few plans are remembered with the problem.

    Args:
        problem: costs and links.
        partition: stages.
        split: whether the schedule takes the backward apart into B and W, which a profile may
            have measured apart.
        schedule: whose micro-batches in flight may stretch measured seconds; None: none do.

    Raises:
        InfeasibleError: if neighbouring stages have no link.
    """
    known = cast(
        "dict[tuple[tuple[Stage, ...], bool, Flight | None], PipelineTimes]",
        problem.remembered.setdefault("times", {}),
    )
    flight = flight_of(schedule) if schedule is not None and any(problem.table.in_flight) else None
    key = (partition.stages, split, flight)
    times = known.get(key)
    if times is None:
        times = known[key] = _stage_times(problem, partition, split, flight)
        if len(known) > _REMEMBERED:
            del known[next(iter(known))]
    return times


def _stage_times(
    problem: PlanningProblem, partition: Partition, split: bool, flight: Flight | None
) -> PipelineTimes:
    table, graph = problem.table, problem.graph
    if split:
        table = split_table(table)
    stages = partition.stages
    stage_of = np.zeros(len(graph), dtype=np.int64)
    for index, stage in enumerate(stages):
        stage_of[list(stage.nodes)] = index
    crossing = boundary_bytes(graph, stage_of, len(stages))
    factor = 1.0
    if problem.training:
        factor += table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
    columns: dict[str, list[float]] = {
        key: [] for key in ("f", "b", "w", "state", "kept", "work", "capacity", "reduce", "stash")
    }
    for index, stage in enumerate(stages):
        members = [problem.cluster.by_name[name] for name in stage.devices]
        kinds = sorted({table.row(member.cost_key) for member in members})
        nodes = list(stage.nodes)
        part = np.ix_(kinds, nodes)
        columns["f"].append(float(table.forward_s[part].sum(axis=1).max()))
        backward = (table.backward_input_s, table.backward_weight_s)
        for key, column in zip("bw", backward, strict=True):
            seconds = float(column[part].sum(axis=1).max()) if problem.training else 0.0
            columns[key].append(seconds)
        weight = float(table.weight_bytes[part].sum(axis=1).max())
        columns["state"].append(factor * weight)
        if problem.training:
            received = float(crossing[index - 1]) if index else 0.0
            kept = float(table.activation_bytes[part].sum(axis=1).max()) + received
        else:
            kept = float(crossing[max(index - 1, 0) : index + 1].sum())
        columns["kept"].append(kept)
        columns["work"].append(float(table.workspace_bytes[part].max()) if nodes else 0.0)
        columns["capacity"].append(float(min(member.memory_bytes for member in members)))
        columns["reduce"].append(_reduce_s(problem, stage.devices, weight))
        columns["stash"].append(weight if problem.schedule == "pipedream" else 0.0)
    send: list[float] = []
    back: list[float] = []
    overlap: list[bool] = []
    names: list[str] = []
    lanes: list[int] = []
    shared = False
    for left, right, size in zip(stages, stages[1:], crossing.tolist(), strict=False):
        link = _slowest_link(problem, left.devices, right.devices, size)
        send.append(link.transfer_s(size))
        beside = link.overlap
        if problem.training:
            reverse = _slowest_link(problem, right.devices, left.devices, size)
            back.append(reverse.transfer_s(size))
            beside = beside and reverse.overlap
        else:
            back.append(0.0)
        overlap.append(beside)
        names.append(link.shared or f"{link.src}>{link.dst}")
        shared = shared or link.shared is not None
        lanes.append(
            lanes_between(problem.cluster, left.devices, right.devices, training=problem.training)
        )
    times = PipelineTimes(
        forward_s=tuple(columns["f"]),
        backward_input_s=tuple(columns["b"]),
        backward_weight_s=tuple(columns["w"]),
        send_forward_s=tuple(send),
        send_backward_s=tuple(back),
        overlap=tuple(overlap),
        weight_bytes=tuple(columns["state"]),
        activation_bytes=tuple(columns["kept"]),
        workspace_bytes=tuple(columns["work"]),
        memory_bytes=tuple(columns["capacity"]),
        reduce_s=tuple(columns["reduce"]),
        link_names=tuple(names),
        link_lanes=tuple(lanes) if shared else (),
        stash_bytes=tuple(columns["stash"]) if problem.schedule == "pipedream" else (),
    )
    held = [(stage.devices, stage.nodes) for stage in stages]
    return with_executor(problem, held, times, crossing.tolist(), split=split, flight=flight)


def _busy(times: PipelineTimes, replicas: Sequence[int]) -> tuple[list[float], list[float]]:
    """Busy seconds per micro-batch of each stage's replica, and of each link that may be full."""
    stages = [f + b + w for f, b, w in zip(times.forward_s, times.backward_input_s,
                                           times.backward_weight_s, strict=True)]  # fmt: skip
    links: list[float] = []
    for i, beside in enumerate(times.overlap):
        there, back = times.send_forward_s[i], times.send_backward_s[i]
        lanes = times.link_lanes[i] if times.link_lanes else 0
        limited = 0 < lanes < min(replicas[i], replicas[i + 1])
        links.append(max(there, back) if beside or limited else 0.0)
        if not beside:
            stages[i] += there + back
            stages[i + 1] += there + back
    return stages, links


def _ports(times: PipelineTimes, replicas: Sequence[int]) -> list[int]:
    """Transfers that run side by side over each boundary."""
    most = [min(pair) for pair in pairwise(replicas)]
    return [min(pair) for pair in zip(most, times.link_lanes or most, strict=True)]


def bottleneck(problem: PlanningProblem, partition: Partition,
               times: PipelineTimes | None = None) -> float:  # fmt: skip
    """Largest period of a stage or link, seconds per micro-batch.

    Links that share one physical resource (equal names) add up, which no planner's bound
    assumes.
    """
    times = times or stage_times(problem, partition)
    replicas = [len(stage.devices) for stage in partition.stages]
    stages, links = _busy(times, replicas)
    worst = 0.0
    for seconds, reduce, m in zip(stages, times.reduce_s, replicas, strict=True):
        rounds = problem.reduce_rounds(m)
        worst = max(worst, seconds / m + reduce * rounds / problem.microbatches)
    shared: dict[str, float] = {}
    ports = _ports(times, replicas)
    for i, seconds in enumerate(links):
        period = seconds / ports[i]
        name = times.link_names[i] if times.link_names else str(i)
        shared[name] = shared.get(name, 0.0) + period
    return max([worst, *shared.values()])


def _longest_chain(weights: Sequence[float], strides: Sequence[int], budget: int) -> float:
    """Largest sum of a_s weights_s with sum of a_s strides_s <= budget (unbounded knapsack)."""
    if not weights or budget <= 0:
        return 0.0
    if max(strides) == 1:
        return budget * max(weights)
    best = [0.0] * (budget + 1)
    kinds: dict[int, float] = {}
    for weight, stride in zip(weights, strides, strict=True):
        kinds[stride] = max(kinds.get(stride, 0.0), weight)
    for room in range(1, budget + 1):
        value = best[room - 1]
        for stride, weight in kinds.items():
            if stride <= room:
                value = max(value, best[room - stride] + weight)
        best[room] = value
    return best[budget]


def iteration_bound(problem: PlanningProblem, partition: Partition,
                    times: PipelineTimes | None = None) -> float:  # fmt: skip
    """Seconds of one iteration in closed form: exact for inference, a lower bound for training.

    Inference: identical jobs through a permutation flow shop with m_s replicas at stage s.
    Finish times obey C(k, s) = max(C(k, s-1), C(k - m_s, s)) + t_s, so the makespan is the
    longest path: every stage once, plus a_s more visits of stage s with sum a_s m_s <= M - 1.
    Without replicas that is Lambda + (M-1) max t. Training: the largest over s of the work of
    stage s for all micro-batches plus the way there and back (see `problem.py`).
    """
    times = times or stage_times(problem, partition)
    replicas = [len(stage.devices) for stage in partition.stages]
    busy, links = _busy(times, replicas)
    alone = [f + b + w for f, b, w in zip(times.forward_s, times.backward_input_s,
                                          times.backward_weight_s, strict=True)]  # fmt: skip
    moves = [a + b for a, b in zip(times.send_forward_s, times.send_backward_s, strict=True)]
    if problem.training:
        best = there = around = 0.0
        # A copy that stops its ends is busy time of both; on the way it would count twice.
        way = [move if beside else 0.0 for move, beside in zip(moves, times.overlap, strict=True)]
        way_there = [
            move if beside else 0.0
            for move, beside in zip(times.send_forward_s, times.overlap, strict=True)
        ]
        for s, seconds in enumerate(busy):
            share = -(-problem.microbatches // replicas[s])
            # The all-reduce of stage s may run while the stages before it finish.
            reduce = times.reduce_s[s] * problem.reduce_rounds(replicas[s])
            best = max(best, there + share * seconds + reduce, around + share * seconds)
            around += alone[s] + (way[s] if s < len(way) else 0.0)
            there += times.forward_s[s] + (way_there[s] if s < len(way_there) else 0.0)
        # A link is busy with every micro-batch too.
        for lanes, seconds in zip(_ports(times, replicas), links, strict=True):
            share = -(-problem.microbatches // lanes)
            best = max(best, share * seconds)
        return best
    total = math.fsum(alone) + math.fsum(moves)
    strides = replicas + _ports(times, replicas)
    return total + _longest_chain(busy + links, strides, problem.microbatches - 1)


def stage_bytes(problem: PlanningProblem, partition: Partition,
                times: PipelineTimes | None = None) -> tuple[float, ...]:  # fmt: skip
    """Memory that each stage needs on one device: state, micro-batches in flight, workspace."""
    times = times or stage_times(problem, partition)
    held = problem.in_flight(len(partition.stages), [len(s.devices) for s in partition.stages])
    stash = times.stash_bytes or (0.0,) * len(held)
    columns = zip(times.weight_bytes, times.activation_bytes, times.workspace_bytes, stash, held,
                  strict=True)  # fmt: skip
    return tuple(
        state + flying * kept + workspace + problem.versions(flying) * version
        for state, kept, workspace, version, flying in columns
    )


def memory_shares(problem: PlanningProblem, partition: Partition,
                  times: PipelineTimes | None = None) -> tuple[float, ...]:  # fmt: skip
    """Needed over available memory of each stage."""
    times = times or stage_times(problem, partition)
    needed = stage_bytes(problem, partition, times)
    return tuple(n / c if c > 0 else math.inf
                 for n, c in zip(needed, times.memory_bytes, strict=True))  # fmt: skip


def check_memory(problem: PlanningProblem, partition: Partition,
                 times: PipelineTimes | None = None) -> None:  # fmt: skip
    """Raise unless every stage fits its device and runs there.

    Raises:
        InfeasibleError: names the stage, the device, the bytes needed and available.
    """
    times = times or stage_times(problem, partition)
    needed = stage_bytes(problem, partition, times)
    for s, stage in enumerate(partition.stages):
        seconds = times.forward_s[s] + times.backward_input_s[s] + times.backward_weight_s[s]
        if not math.isfinite(seconds):
            raise InfeasibleError(
                f"stage {s} holds a node that {stage.devices[0]} cannot run",
                where=problem.graph.name,
                remedy="choose another method or another device",
            )
        # A relative 1e-9 forgives the order of float additions, not a byte that matters.
        if needed[s] > times.memory_bytes[s] * (1 + 1e-9):
            raise InfeasibleError(
                f"stage {s} on {stage.devices[0]} needs {format_bytes(needed[s])}",
                where=problem.graph.name,
                limit=f"{format_bytes(times.memory_bytes[s])} of device memory",
                remedy="use a smaller micro-batch, more devices or devices with more memory",
            )


def energy_j(problem: PlanningProblem, partition: Partition) -> float:
    """Joules of compute of one iteration: all micro-batches, idle power not counted."""
    table = problem.table
    total = 0.0
    for stage in partition.stages:
        rows = [table.row(problem.cluster.by_name[name].cost_key) for name in stage.devices]
        nodes = list(stage.nodes)
        joules = table.forward_j[np.ix_(rows, nodes)].sum(axis=1)
        if problem.training:
            joules = joules + table.backward_j[np.ix_(rows, nodes)].sum(axis=1)
        total += float(joules.mean())
    return problem.microbatches * total
