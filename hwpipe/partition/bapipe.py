"""BaPipe's balanced partition (arXiv 2012.12544) as a method of its own.

Four steps, as `systems.md` section 1 has them: the ideal time 1 / sum(1 / T_d); the inter-layer
programme over contiguous ranges in cluster order, A[d][j] = min_k max(A[d-1][k], comm_k,
P_d(j) - P_d(k)), every device used; the coarse-grained merge, which rules out the cuts whose
transfer exceeds the stage time and balances again; memory fine-tuning, which moves boundary
layers to a neighbour with room, least time increase first. The fine-grained split of a layer is
`splits.propose_splits`.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError
from hwpipe.partition.bounds import ideal_time
from hwpipe.partition.evaluate import bottleneck, check_memory, stage_bytes, stage_times
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import BoolArray
from hwpipe.partition.problem import PlanningProblem
from hwpipe.units import format_bytes, format_seconds

__all__ = ["plan_bapipe", "tune_memory"]

#: Longest chain for the dense programme; its tables grow with the square of the length.
_DENSE = 700
#: Layers that memory tuning moves before it gives up.
_MOST_MOVES = 300


def plan_bapipe(problem: PlanningProblem) -> Partition:
    """BaPipe's plan: one stage a device, in cluster order.

    Raises:
        InfeasibleError: if neighbours in cluster order have no link, a layer runs nowhere it
            must, or no shift of boundary layers fits the memories.
    """
    ideal = ideal_time(problem)
    names = [device.name for device in problem.cluster.devices][: len(problem.graph)]
    try:
        edges, notes = _balanced(problem, names)
    except InfeasibleError:
        # A device that lacks some operator may find no range of its own in this order.
        able = [n for n in names if problem.unable[problem.group_of[n], -1] == 0]
        if not able or len(able) == len(names):
            raise
        edges, notes = _balanced(problem, able)
        left = [n for n in names if n not in able]
        notes.append(f"left out, since they cannot run every layer: {', '.join(left)}")
        names = able
    partition = Partition(_stages(names, edges), "bapipe")
    partition = tune_memory(problem, partition)
    slowest = bottleneck(problem, partition)
    notes.append(
        f"ideal time {format_seconds(ideal)} per micro-batch, balance ratio "
        f"{slowest / ideal if ideal > 0 else 1.0:.3f}"
    )
    return replace(partition, notes=(*notes, *partition.notes))


def _chain(problem: PlanningProblem, values: FloatArray) -> FloatArray:
    """Columns of the linear order."""
    return np.asarray(values[..., problem.positions.chain])


def _transfers(problem: PlanningProblem, names: list[str]) -> FloatArray:
    """Transfer seconds (the larger way) of every cut between device d and d + 1, (D-1, L+1).

    Raises:
        InfeasibleError: if two neighbours have no link.
    """
    rows = []
    for before, behind in pairwise(names):
        k = int(problem.space.class_of[problem.group_of[before], problem.group_of[behind]])
        if k < 0:
            raise InfeasibleError(
                f"BaPipe keeps the order of the cluster file, but {before} and {behind} "
                "have no link",
                where=problem.cluster.source,
                remedy="reorder the devices or use --method exact",
            )
        there, back = problem.forward_transfer_s[k], problem.backward_transfer_s[k]
        rows.append(_chain(problem, np.maximum(there, back)))
    return np.array(rows).reshape(len(names) - 1, len(problem.graph) + 1)


def _balanced(problem: PlanningProblem, names: list[str]) -> tuple[list[int], list[str]]:
    """Inter-layer programme, then the coarse-grained merge where a transfer is too long.

    Args:
        problem: what to plan.
        names: the devices to use, one stage each, in cluster order.

    Returns:
        Edges of the ranges, and notes.

    Raises:
        InfeasibleError: if neighbours have no link, or a device can run no range of its own.
    """
    order = [problem.group_of[name] for name in names]
    prefix = _chain(problem, problem.time_s[order])
    unable = _chain(problem, problem.unable[order])
    comm = _transfers(problem, names)
    legal = np.ones_like(comm, dtype=bool)
    notes: list[str] = []
    edges, value = _inter_layer(prefix, unable, comm, legal)
    if not math.isfinite(value):
        raise InfeasibleError(
            "BaPipe found no contiguous ranges that every device in cluster order can run",
            where=problem.graph.name,
            remedy="use --method exact",
        )
    blind, _ = _inter_layer(prefix, unable, np.zeros_like(comm), legal)
    if blind != edges:
        # Coarse-grained: the balance of compute alone has a cut whose transfer exceeds the stage
        # time. Layers on both sides of such a cut count as one; `edges` is the balance over the
        # cuts that remain, since comm_k stands in the programme's maximum.
        kept = int((comm <= value).any(axis=0)[1:-1].sum())
        notes.append(
            f"coarse-grained: {kept} of {len(problem.graph) - 1} cuts move their tensors within "
            f"{format_seconds(value)}"
        )
    compute = max(
        float(prefix[d, edges[d + 1]] - prefix[d, edges[d]]) for d in range(len(edges) - 1)
    )
    if value > compute:
        # Every balance of all devices waits for a link; fewer devices may avoid it.
        for used in range(len(order) - 1, 0, -1):
            fewer, fewer_value = _inter_layer(
                prefix[:used], unable[:used], comm[: used - 1], legal[: used - 1]
            )
            if fewer_value < value:
                edges, value = fewer, fewer_value
        if len(edges) - 1 < len(order):
            notes.append(f"coarse-grained: {len(edges) - 1} of {len(order)} devices used")
    return edges, notes


def _inter_layer(
    prefix: FloatArray, unable: FloatArray, comm: FloatArray, legal: BoolArray
) -> tuple[list[int], float]:
    """A[d][j] = min_k max(A[d-1][k], comm_k, P_d(j) - P_d(k)) over legal cuts k.

    Args:
        prefix: P_d(j), (D, L+1).
        unable: number of layers before j that device d cannot run, (D, L+1).
        comm: transfer seconds of cut k between device d and d+1, (D-1, L+1).
        legal: which cuts may be used, (D-1, L+1).

    Returns:
        The D + 1 edges of the ranges, each at least one layer, and A[D][L] (inf if none).
    """
    devices, width = prefix.shape
    if width > _DENSE:
        return _inter_layer_by_reach(prefix, unable, comm, legal)
    value = np.where(unable[0] > 0, math.inf, prefix[0])
    value[0] = math.inf
    picks = []
    above = np.triu(np.ones((width, width), dtype=bool), 1)
    for d in range(1, devices):
        into = np.where(legal[d - 1], np.maximum(value, comm[d - 1]), math.inf)
        stage = prefix[d][None, :] - prefix[d][:, None]
        stage = np.where(unable[d][None, :] > unable[d][:, None], math.inf, stage)
        total = np.where(above, np.maximum(into[:, None], stage), math.inf)
        picks.append(total.argmin(axis=0))
        value = total.min(axis=0)
    edges = [width - 1]
    for pick in reversed(picks):
        edges.append(int(pick[edges[-1]]))
    edges.append(0)
    return edges[::-1], float(value[-1])


def _inter_layer_by_reach(
    prefix: FloatArray, unable: FloatArray, comm: FloatArray, legal: BoolArray
) -> tuple[list[int], float]:
    """`_inter_layer` for long chains: bisection over T with the furthest reach of each device.

    In cluster order the furthest legal position dominates, so a greedy walk decides T.
    """
    devices, width = prefix.shape
    last = width - 1

    def walk(limit: float) -> list[int] | None:
        edges = [0]
        for d in range(devices):
            start = prefix[d, edges[-1]]
            reach = int(np.searchsorted(prefix[d], start + limit * (1 + 1e-12), "right")) - 1
            able = int(np.searchsorted(unable[d], unable[d, edges[-1]], "right")) - 1
            reach = min(reach, able)
            reach = min(reach, last - (devices - 1 - d))
            if d < devices - 1:
                window = legal[d, edges[-1] + 1 : reach + 1] & (
                    comm[d, edges[-1] + 1 : reach + 1] <= limit
                )
                good = np.flatnonzero(window)
                if not len(good):
                    return None
                reach = edges[-1] + 1 + int(good[-1])
            elif reach < last:
                return None
            edges.append(reach)
        return edges

    high = float(prefix.max()) + float(comm.max(initial=0.0))
    best = walk(high)
    if best is None:
        return [0] * (devices + 1), math.inf
    low = 0.0
    while high - low > 1e-7 * high:
        middle = (low + high) / 2
        found = walk(middle)
        if found is None:
            low = middle
        else:
            best, high = found, middle
    ranges = [float(prefix[d, b] - prefix[d, a]) for d, (a, b) in enumerate(pairwise(best))]
    moves = [float(comm[d, cut]) for d, cut in enumerate(best[1:-1])]
    return best, max(ranges + moves)


def _stages(names: list[str], edges: list[int]) -> tuple[Stage, ...]:
    return tuple(
        Stage(tuple(range(a, b)), (names[d],))
        for d, (a, b) in enumerate(pairwise(edges))
    )  # fmt: skip


def tune_memory(problem: PlanningProblem, partition: Partition) -> Partition:
    """Move boundary layers out of stages that exceed their memory, least time increase first.

    Works on linear partitions (each stage a range of the topological order). Every move takes
    one layer from an overfull stage to a neighbour that still fits with it, or, if none fits,
    to the neighbour that hands a layer on; it ends when all fit.

    Raises:
        InfeasibleError: names the stage, the bytes needed and available, if no shift helps.
    """
    stages = list(partition.stages)
    moves = 0
    visited: set[tuple[int, ...]] = set()
    while True:
        current = replace(partition, stages=tuple(stages))
        times = stage_times(problem, current)
        needed = stage_bytes(problem, current, times)
        over = [s for s in range(len(stages)) if needed[s] > times.memory_bytes[s] * (1 + 1e-9)]
        if not over:
            check_memory(problem, current, times)
            if moves:
                note = f"memory fine-tuning moved {moves} boundary layers"
                return replace(current, notes=(*partition.notes, note))
            return current
        key = tuple(len(stage.nodes) for stage in stages)
        shifted = None if key in visited or moves >= _MOST_MOVES else _shift(problem, current, over)
        visited.add(key)
        if shifted is None:
            s = max(over, key=lambda i: needed[i] / times.memory_bytes[i])
            raise InfeasibleError(
                f"stage {s} on {stages[s].devices[0]} needs {format_bytes(needed[s])} and no "
                "shift of boundary layers to a neighbour fits",
                where=problem.graph.name,
                limit=f"{format_bytes(times.memory_bytes[s])} of device memory",
                remedy="use a smaller micro-batch, another schedule, or --method exact",
            )
        stages = list(shifted.stages)
        moves += 1


def _shift(problem: PlanningProblem, partition: Partition, over: list[int]) -> Partition | None:
    """The move of one boundary layer that costs least time; None if all make matters worse."""
    best: tuple[float, float, Partition] | None = None
    before = _excess(problem, partition)
    for s in over:
        for other in (s - 1, s + 1):
            if not 0 <= other < len(partition.stages) or len(partition.stages[s].nodes) < 2:
                continue
            moved = _moved(partition, s, other)
            try:
                times = stage_times(problem, moved)
            except InfeasibleError:
                continue
            if not all(math.isfinite(t) for t in times.forward_s):
                continue
            excess = _excess(problem, moved)
            # A move into a full neighbour may still help if it hands a layer on; the sum of
            # bytes above capacity must not grow, and the same state is never visited twice.
            if excess > before * (1 + 1e-12):
                continue
            cost = bottleneck(problem, moved, times)
            if best is None or (cost, excess) < best[:2]:
                best = (cost, excess, moved)
    return None if best is None else best[2]


def _excess(problem: PlanningProblem, partition: Partition) -> float:
    times = stage_times(problem, partition)
    return sum(
        max(0.0, need - room)
        for need, room in zip(stage_bytes(problem, partition, times), times.memory_bytes,
                              strict=True)
    )  # fmt: skip


def _moved(partition: Partition, source: int, target: int) -> Partition:
    """One boundary layer of stage `source` handed to its neighbour `target`."""
    stages = list(partition.stages)
    nodes = stages[source].nodes
    if target > source:
        stages[source] = replace(stages[source], nodes=nodes[:-1])
        stages[target] = replace(stages[target], nodes=(nodes[-1], *stages[target].nodes))
    else:
        stages[source] = replace(stages[source], nodes=nodes[1:])
        stages[target] = replace(stages[target], nodes=(*stages[target].nodes, nodes[0]))
    return replace(partition, stages=tuple(stages))
