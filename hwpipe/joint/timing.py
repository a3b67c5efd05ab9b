"""What a joint plan takes: its stages as ranks of a schedule, timed by the event simulator.

* A `single` stage is a rank.
* A `split` stage is one rank too: all its devices work on one micro-batch at a time, for the
  seconds of its tensor plan, which hold the exchanges inside the stage and its part of the
  gradient exchange.
* A `replicated` stage is a rank for each device, at that device's own seconds; `joint.dealing`
  says which micro-batch goes where, and a ring all-reduce of the gradients ends the iteration.

A boundary tensor goes over the slowest of the links between the two device sets: each device has
its own link and receives at most the whole tensor.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwpipe.cluster.model import Link
from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError
from hwpipe.joint.actions import dealt_schedule, held_by_rank
from hwpipe.joint.dealing import deal
from hwpipe.joint.model import JointPlan, JointStage
from hwpipe.partition.positions import boundary_bytes
from hwpipe.partition.problem import PlanningProblem
from hwpipe.schedule import makespan
from hwpipe.schedule.model import PipelineTimes, RankTimes
from hwpipe.units import format_bytes

__all__ = ["evaluate", "ring_reduce_s", "slowest_link"]


def slowest_link(
    problem: PlanningProblem, src: Sequence[str], dst: Sequence[str], size: float
) -> Link | None:
    """The slowest link from one device set to another for `size` bytes; None if one lacks."""
    worst: Link | None = None
    seen: set[tuple[int, int]] = set()
    group = problem.group_of
    for a in src:
        for b in dst:
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


@dataclass
class _Ranks:
    """Ranks of one stage: (forward, backward input, backward weight) seconds and bytes."""

    devices: list[tuple[str, ...]]
    seconds: list[tuple[float, float, float]]
    owners: tuple[int, ...]
    weight: float  # of one replica, for the all-reduce
    state: list[float]
    kept: list[float]
    workspace: list[float]
    capacity: list[float]


def _ranks(problem: PlanningProblem, stage: JointStage, received: float, sent: float) -> _Ranks:
    """Ranks of a stage that receives and sends so many bytes per micro-batch."""
    table, M = problem.table, problem.microbatches
    nodes = list(stage.nodes)
    capacity = [float(problem.cluster.by_name[n].memory_bytes) for n in stage.devices]
    if stage.mode == "split":
        split = stage.tensor
        assert split is not None
        total = split.seconds_s
        forward = total
        if problem.training:
            forward = min(split.plan.forward_s if split.plan.forward_s is not None else total / 3,
                          total)  # fmt: skip
        fullest = max(range(len(capacity)),
                      key=lambda i: split.memory_bytes[i] / max(capacity[i], 1.0))  # fmt: skip
        return _Ranks(
            devices=[stage.devices],
            seconds=[(forward, total - forward, 0.0)],
            owners=(0,) * M,
            weight=0.0,
            state=[split.memory_bytes[fullest]],  # micro-batches in flight are in there
            kept=[0.0],
            workspace=[0.0],
            capacity=[capacity[fullest]],
        )
    factor = 1.0
    if problem.training:
        factor += table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
    known: dict[int, tuple[float, ...]] = {}
    rows = [table.row(problem.cluster.by_name[n].cost_key) for n in stage.devices]
    for row in rows:
        if row not in known:
            f = float(table.forward_s[row, nodes].sum())
            b = w = 0.0
            if problem.training:
                b = float(table.backward_input_s[row, nodes].sum())
                w = float(table.backward_weight_s[row, nodes].sum())
            kept = received + sent
            if problem.training:  # what it received too, as in `partition.problem`
                kept = float(table.activation_bytes[row, nodes].sum()) + received
            known[row] = (f, b, w, float(table.weight_bytes[row, nodes].sum()), kept,
                          float(table.workspace_bytes[row, nodes].max(initial=0.0)))  # fmt: skip
    found = [known[row] for row in rows]
    seconds = [(x[0], x[1], x[2]) for x in found]
    if stage.paced:
        worst = tuple(max(x[i] for x in found) for i in range(3))
        seconds = [(worst[0], worst[1], worst[2])] * len(found)
    if not all(math.isfinite(sum(x)) for x in seconds):
        raise InfeasibleError("a stage holds a node that one of its devices cannot run",
                              where=problem.graph.name)  # fmt: skip
    return _Ranks(
        devices=[(name,) for name in stage.devices],
        seconds=seconds,
        owners=deal([sum(x) for x in seconds], M),
        weight=max(x[3] for x in found),
        state=[factor * x[3] for x in found],
        kept=[x[4] for x in found],
        workspace=[x[5] for x in found],
        capacity=capacity,
    )


def evaluate(problem: PlanningProblem, stages: Sequence[JointStage]) -> JointPlan:
    """Simulate a plan.

    Raises:
        InfeasibleError: a device that cannot run a node or lacks memory, or a missing link.
    """
    graph, M = problem.graph, problem.microbatches
    stage_of = np.zeros(len(graph), dtype=np.int64)
    for index, stage in enumerate(stages):
        stage_of[list(stage.nodes)] = index
    crossing = boundary_bytes(graph, stage_of, len(stages))
    sizes = [0.0, *map(float, crossing), 0.0]
    ranks = [_ranks(problem, stage, sizes[s], sizes[s + 1]) for s, stage in enumerate(stages)]
    counts = [len(r.devices) for r in ranks]
    schedule = dealt_schedule(problem.schedule, [r.owners for r in ranks], counts, M)
    memory = _memory(problem, ranks, counts)
    reduce_s = [
        0.0
        if len(r.devices) == 1
        else float(ring_reduce_s(problem, [d[0] for d in r.devices], np.array([r.weight]))[0])
        for r in ranks
    ]
    if not all(math.isfinite(x) for x in reduce_s):
        raise InfeasibleError("replicas are not linked", where=problem.cluster.source)
    send, back, overlap, names = [], [], [], []
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
        beside = there.overlap and (home is None or not problem.training or home.overlap)
        overlap.append(beside)
        names.append(there.shared or f"{there.src}>{there.dst}")
    shares = []
    for stage, row in zip(stages, ranks, strict=True):
        if stage.mode == "split" and stage.tensor is not None:
            from hwpipe.joint.split import work_shares  # tensor partition is slow to load

            shares.append(work_shares(stage.tensor, stage.devices))
        else:
            dealt = Counter(row.owners)
            shares.append(tuple(dealt[i] / M for i in range(len(stage.devices))))
    times = PipelineTimes(
        forward_s=tuple(max(x[0] for x in r.seconds) for r in ranks),
        backward_input_s=tuple(max(x[1] for x in r.seconds) for r in ranks),
        backward_weight_s=tuple(max(x[2] for x in r.seconds) for r in ranks),
        send_forward_s=tuple(send),
        send_backward_s=tuple(back),
        overlap=tuple(overlap),
        weight_bytes=tuple(max(r.state) for r in ranks),
        activation_bytes=tuple(max(r.kept) for r in ranks),
        workspace_bytes=tuple(max(r.workspace) for r in ranks),
        memory_bytes=tuple(min(r.capacity) for r in ranks),
        reduce_s=tuple(reduce_s),
        link_names=tuple(names),
        stash_bytes=tuple(r.weight for r in ranks) if problem.schedule == "pipedream" else (),
    )
    each = tuple(
        RankTimes(*row.seconds[i], row.state[i], row.kept[i], row.workspace[i])
        for row in ranks
        for i in range(len(row.devices))
    )
    unequal = any(len(set(row.seconds)) > 1 for row in ranks)
    return JointPlan(
        stages=tuple(replace(s, shares=part) for s, part in zip(stages, shares, strict=True)),
        iteration_s=makespan(schedule, times, each if unequal else None),
        times=times,
        schedule=schedule,
        rank_devices=tuple(d for r in ranks for d in r.devices),
        rank_seconds=tuple((x[0], x[1] + x[2]) for r in ranks for x in r.seconds),
        ranks=each,
        rank_memory_bytes=memory,
    )


def _memory(
    problem: PlanningProblem, ranks: Sequence[_Ranks], counts: Sequence[int]
) -> tuple[float, ...]:
    """Bytes of every rank; raises unless they fit."""
    needed = []
    for s, row in enumerate(ranks):
        after = sum(counts[s + 1 :])
        taken: list[list[int]] = [[] for _ in row.devices]
        for k, owner in enumerate(row.owners):
            taken[owner].append(k)
        for i, (devices, own) in enumerate(zip(row.devices, taken, strict=True)):
            held = held_by_rank(problem.schedule, own, after, counts[s], problem.microbatches)
            if not problem.training:
                held = 2  # two buffers of what enters and leaves
            stash = problem.versions(held) * row.weight
            bytes_ = row.state[i] + held * row.kept[i] + row.workspace[i] + stash
            # A relative 1e-9 forgives the order of float additions, not a byte that matters.
            if bytes_ > row.capacity[i] * (1 + 1e-9):
                raise InfeasibleError(
                    f"stage {s} on {devices[0]} needs {format_bytes(bytes_)}",
                    where=problem.graph.name,
                    limit=f"{format_bytes(row.capacity[i])} of device memory",
                )
            needed.append(bytes_)
    return tuple(needed)
