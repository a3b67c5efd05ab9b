"""What both forms of PipeDream's optimizer work on: states of a layer graph, and plans of them.

PipeDream (SOSP 2019) knows one device speed and one bandwidth. Its states are the antichains of
the layer graph; an antichain stands for the down-closed set below it. The data loader (layers
called Input) is not planned, nor are sinks that only unpack tuples (`__getitem__`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InfeasibleError
from hwpipe.partition.evaluate import check_memory
from hwpipe.partition.model import Partition, Stage
from hwpipe.partition.positions import BoolArray, down_closed
from hwpipe.partition.problem import PlanningProblem
from hwpipe.units import format_seconds

__all__ = ["States", "as_partition", "cluster_bandwidth", "states_of"]

_MAX_STATES = 700
#: Its programme takes states^2 x machines^2 / 2 steps.
_MAX_WORK = 12_000


@dataclass(frozen=True, eq=False)
class States:
    """The S antichain states of a layer graph, smaller sets first.

    Attributes:
        inside: membership over all nodes of the graph, shape (S, L).
        before: whether state k lies below state j, shape (S, S).
        compute_s, weight_bytes, kept_bytes: sums over each state, shape (S,).
        output_bytes: activations of the layers in each state that someone outside still reads,
            or that nobody reads, shape (S,).
        linear: True if only the topological order is used, the antichains being too many.
    """

    inside: BoolArray
    before: BoolArray
    compute_s: FloatArray
    weight_bytes: FloatArray
    kept_bytes: FloatArray
    output_bytes: FloatArray
    linear: bool


def states_of(problem: PlanningProblem) -> States:
    """The states of a problem, with the times of its most common device.

    Raises:
        InfeasibleError: if that device cannot run some layer, or the programme would take hours.
    """
    graph = problem.graph
    sizes = problem.space.sizes
    group = max(range(len(sizes)), key=lambda g: (sizes[g], -g))
    time_s = problem.node_time_s[group]
    if not np.isfinite(time_s).all():
        raise InfeasibleError(
            "PipeDream assumes one kind of device, and "
            f"{problem.space.groups[group][0]} cannot run every layer",
            where=graph.name,
            remedy="use --method exact",
        )
    readers = {a for a, _ in graph.edges}
    planned = [
        node.index
        for node in graph.nodes
        if node.op != "Input" and not (node.op == "__getitem__" and node.index not in readers)
    ]
    if len(planned) * problem.space.total > _MAX_WORK:
        raise InfeasibleError(
            f"PipeDream's optimizer would take hours: {len(planned)} layers on "
            f"{problem.space.total} machines",
            where=graph.name,
            limit=f"layers times machines up to {_MAX_WORK}",
            remedy="use --method exact",
        )
    number = {index: k for k, index in enumerate(planned)}
    edges = tuple((number[a], number[b]) for a, b in graph.edges if a in number and b in number)
    sets = down_closed(len(planned), edges, _MAX_STATES)
    linear = sets is None
    if sets is None:
        sets = np.tri(len(planned) + 1, len(planned), -1, dtype=bool)
    sets = sets[1:]
    member = sets.astype(np.float64)
    common = member @ member.T
    count = member.sum(axis=1)
    alive = np.zeros((len(sets), len(planned)))
    follows = np.zeros((len(planned), len(planned)), dtype=bool)
    for a, b in edges:
        follows[a, b] = True
    open_end = ((~sets).astype(np.float64) @ follows.T) > 0
    alive = sets & (open_end | ~follows.any(axis=1)[None, :])
    activation = np.array([float(graph.nodes[i].write_bytes) for i in planned])
    row = problem.rows[group]
    inside = np.zeros((len(sets), len(graph)), dtype=bool)
    inside[:, planned] = sets
    return States(
        inside=inside,
        before=np.asarray((common == count[:, None]) & (count[:, None] < count[None, :])),
        compute_s=member @ time_s[planned],
        weight_bytes=member @ problem.table.weight_bytes[row, planned],
        kept_bytes=member @ activation,
        output_bytes=alive.astype(np.float64) @ activation,
        linear=linear,
    )


def cluster_bandwidth(problem: PlanningProblem) -> float:
    """The one bandwidth that PipeDream assumes: that of the slowest link, bytes per second.

    Raises:
        InfeasibleError: if the devices have no links.
    """
    if problem.space.total == 1:
        return 1.0
    figures = [c.bytes_per_s for c in problem.space.classes]
    if not figures:
        raise InfeasibleError("the devices have no links", where=problem.cluster.source,
                              remedy="give the cluster a topology")  # fmt: skip
    return min(figures)


def as_partition(
    problem: PlanningProblem,
    states: States,
    stages: Sequence[tuple[int, int, int]],
    method: str,
    value: float,
) -> Partition:
    """Stages given as (state before, or -1; last state; replicas), devices in cluster order.

    Layers that were not planned join the stage of what they read, or the first one. `value` is
    the optimizer's own bottleneck in seconds.
    """
    graph = problem.graph
    stage_of = np.full(len(graph), -1, dtype=np.int64)
    for index, (before, last, _) in enumerate(stages):
        nodes = states.inside[last].copy()
        if before >= 0:
            nodes &= ~states.inside[before]
        stage_of[nodes] = index
    sources = {b: a for a, b in graph.edges}
    for node in range(len(graph)):
        if stage_of[node] < 0:
            stage_of[node] = stage_of[sources[node]] if node in sources else 0
    names = [device.name for device in problem.cluster.devices]
    made: list[Stage] = []
    for index, (_, _, replicas) in enumerate(stages):
        nodes_of = tuple(np.flatnonzero(stage_of == index).tolist())
        made.append(Stage(nodes_of, tuple(names[:replicas])))
        names = names[replicas:]
    notes = [f"PipeDream's own bottleneck: {format_seconds(value)} per micro-batch"]
    if states.linear:
        notes.append("too many antichains: states of the topological order only")
    partition = Partition(tuple(made), method)
    try:
        check_memory(problem, partition)
    except InfeasibleError as error:
        notes.append(f"PipeDream does not look at memory: {error.what} (limit: {error.limit})")
    return replace(partition, notes=tuple(notes), reported_bottleneck_s=value)
