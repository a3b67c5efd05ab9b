"""BaPipe's fine-grained step: share one boundary layer between two neighbouring stages.

Where whole layers leave two neighbours unequal, the layer on which their times cross is divided
by output channels: its first channels stay in the earlier stage, the rest go to the later one.
The proposal is applied as a rewrite of the model (two halves and a Concat), after which every
planner works on it unchanged; only a plan that proves faster is kept.
"""

from __future__ import annotations

from hwpipe.partition.evaluate import stage_times
from hwpipe.partition.model import NodeSplit, Partition
from hwpipe.partition.problem import PlanningProblem

__all__ = ["propose_splits"]

#: Boundaries next to a stage that is at least this share of the bottleneck are looked at.
_CLOSE = 0.95
#: Gains below this share of the bottleneck are not worth a split layer.
_WORTH = 0.01


def propose_splits(problem: PlanningProblem, partition: Partition) -> tuple[NodeSplit, ...]:
    """Splits that would equalise the slowest stages with a neighbour.

    For the boundary between stages s and s+1, nodes of both in topological order: with A the
    time on device s of the nodes before node n and C the time on device s+1 of those after it,
    the share g of n that stays solves (A + g t_n,s) / m_s = (C + (1-g) t_n,s+1) / m_s+1. One
    node has g strictly between 0 and 1; it is proposed if it can be split and the larger of
    both periods falls.

    Returns:
        At most one split a boundary, no node twice; empty where nothing is gained or where a
        link is the bottleneck (a split only adds transfers).
    """
    stages = partition.stages
    if len(stages) < 2:
        return ()
    times = stage_times(problem, partition)
    columns = (times.forward_s, times.backward_input_s, times.backward_weight_s)
    periods = [
        sum(column[s] for column in columns) / len(stage.devices)
        for s, stage in enumerate(stages)
    ]  # fmt: skip
    worst = max(periods)
    links = [max(a, b) for a, b in zip(times.send_forward_s, times.send_backward_s, strict=True)]
    if worst <= 0 or max(links) > worst:
        return ()
    proposals: list[NodeSplit] = []
    taken: set[str] = set()
    for s in range(len(stages) - 1):
        if max(periods[s], periods[s + 1]) < _CLOSE * worst:
            continue
        found = _balance(problem, partition, s, max(periods[s], periods[s + 1]))
        if found is not None and found.node not in taken:
            proposals.append(found)
            taken.add(found.node)
    return tuple(proposals)


def _balance(
    problem: PlanningProblem, partition: Partition, s: int, now_s: float
) -> NodeSplit | None:
    """The split at the boundary after stage s, None if no layer crosses or nothing is gained."""
    left, right = partition.stages[s], partition.stages[s + 1]
    group_of = {name: g for g, names in enumerate(problem.space.groups) for name in names}
    here = problem.node_time_s[group_of[left.devices[0]]] / len(left.devices)
    there = problem.node_time_s[group_of[right.devices[0]]] / len(right.devices)
    nodes = sorted({*left.nodes, *right.nodes})
    before, after = 0.0, float(there[nodes].sum())
    for n in nodes:
        after -= float(there[n])
        own, other = float(here[n]), float(there[n])
        if before + own < after:
            before += own
            continue
        node = problem.graph.nodes[n]
        whole = own + other
        if node.splittable < 2 or not 0 < whole < float("inf"):
            return None
        share = (after + other - before) / whole
        channels = round(share * node.splittable)
        if not 0 < channels < node.splittable:
            return None
        part = channels / node.splittable
        then = max(before + part * own, after + (1 - part) * other)
        if then > now_s * (1 - _WORTH):
            return None
        return NodeSplit(node.name, channels, node.splittable, s)
    return None
