"""A `StageMemory` from a stage of a partition: its nodes grouped into blocks."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.graph.model import Graph
from hwpipe.memory.model import Block, ReplicaLink, StageMemory
from hwpipe.partition.model import Stage
from hwpipe.partition.positions import boundary_bytes
from hwpipe.partition.problem import PlanningProblem

__all__ = ["DEFAULT_BLOCKS", "group_nodes", "stage_memory"]

#: Blocks of a stage: few enough to search every combination of choices quickly.
DEFAULT_BLOCKS = 8


def group_nodes(weight: FloatArray, most: int) -> list[tuple[int, int]]:
    """Divide a sequence into at most `most` runs (start, stop) whose largest sum is smallest.

    Args:
        weight: of each element, 0 or more, shape (n,).
        most: largest number of runs.
    """
    sums = np.concatenate([[0.0], np.cumsum(weight)])

    def runs(limit: float) -> list[tuple[int, int]]:
        found, start = [], 0
        while start < len(weight):
            stop = int(np.searchsorted(sums, sums[start] + limit, side="right")) - 1
            stop = max(stop, start + 1)
            found.append((start, stop))
            start = stop
        return found

    low, high = float(weight.max(initial=0.0)), float(sums[-1])
    if len(runs(low)) <= most:
        return runs(low)
    for _ in range(60):
        middle = 0.5 * (low + high)
        if len(runs(middle)) <= most:
            high = middle
        else:
            low = middle
    return runs(high)


def _entering_bytes(graph: Graph, nodes: Sequence[int]) -> float:
    """Bytes of the tensors that a block reads and does not make itself."""
    own = set(nodes)
    names = {name for i in nodes for name in graph.nodes[i].inputs}
    return float(
        sum(graph.tensors[name].size_bytes for name in names if graph.producer.get(name) not in own)
    )


def stage_memory(
    problem: PlanningProblem,
    stages: Sequence[Stage],
    index: int,
    *,
    host_bytes_per_s: float,
    max_blocks: int = DEFAULT_BLOCKS,
) -> StageMemory:
    """What `memory_strategy` must know of one stage of a partition.

    Bytes are those of the contract in `hwpipe.partition.problem`. Blocks are runs of the stage's
    nodes with balanced bytes (activations, and weights so that a spill finds places to cut). A
    block's checkpoint is every tensor that enters it, counted in full although the block before
    may keep it too, so the plan's peak is never too small. What the stage receives belongs to
    its first block, whose backward is the last to need it.

    Args:
        problem: costs and schedule.
        stages: of the partition, front to back.
        index: the stage.
        host_bytes_per_s: bandwidth between its device and host memory, each way.
        max_blocks: most blocks; more make finer choices and a longer search.

    Raises:
        InputError: if the stage has a node that its device cannot run.
    """
    graph, table, stage = problem.graph, problem.table, stages[index]
    members = [problem.cluster.by_name[name] for name in stage.devices]
    rows = sorted({table.row(member.cost_key) for member in members})
    nodes = list(stage.nodes)
    part = np.ix_(rows, nodes)
    # The slowest replica sets the pace: the row with the longest total.
    forward, backward = table.forward_s[part], np.zeros((len(rows), len(nodes)))
    if problem.training:
        backward = table.backward_input_s[part] + table.backward_weight_s[part]
    slow = int((forward + backward).sum(axis=1).argmax())
    if not np.isfinite((forward + backward)[slow]).all():
        raise InputError(f"stage {index} holds a node that {stage.devices[0]} cannot run",
                         where=graph.name)  # fmt: skip
    weight = table.weight_bytes[part].max(axis=0)
    counts = [len(s.devices) for s in stages]
    in_flight = problem.in_flight(len(stages), counts)[index]
    share = -(-problem.microbatches // len(members))
    held = min(in_flight, share)
    if problem.training:
        kept = table.activation_bytes[part].max(axis=0)
        # What the stage received is kept until its first block's backward, its last step.
        received = _crossing_bytes(problem, stages, index, after=False)
        kept[0] += received
    else:
        received = 0.0
        kept = np.zeros(len(nodes))
        kept[-1:] = 2 * _crossing_bytes(problem, stages, index, after=True)
    factor = 1 + table.gradient_bytes_per_weight_byte + table.optimizer_bytes_per_weight_byte
    blocks = []
    for start, stop in group_nodes(kept * held + factor * weight, max_blocks):
        run = slice(start, stop)
        size = float(kept[run].sum())
        entering = _entering_bytes(graph, nodes[run]) if problem.training else 0.0
        if start == 0:
            entering = max(entering, received)
        first, last = graph.nodes[nodes[start]].name, graph.nodes[nodes[stop - 1]].name
        blocks.append(
            Block(
                forward_s=float(forward[slow, run].sum()),
                backward_s=float(backward[slow, run].sum()),
                activation_bytes=size,
                checkpoint_bytes=min(entering, size),
                weight_bytes=float(weight[run].sum()),
                name=first if stop - start == 1 else f"{first} .. {last}",
            )
        )
    link = None
    if len(members) > 1:
        around = [problem.cluster.link(a.name, b.name)
                  for a, b in zip(members, [*members[1:], members[0]], strict=True)]  # fmt: skip
        present = [each for each in around if each is not None]
        if present:
            link = ReplicaLink(min(each.bytes_per_s for each in present),
                               max(each.latency_s for each in present))  # fmt: skip
    stash = problem.versions(in_flight) * float(weight.sum())
    return StageMemory(
        blocks=tuple(blocks),
        capacity_bytes=float(min(member.memory_bytes for member in members)),
        host_bytes_per_s=host_bytes_per_s,
        in_flight=held,
        microbatches=share,
        workspace_bytes=float(table.workspace_bytes[part].max(initial=0.0)),
        gradient_bytes_per_weight_byte=table.gradient_bytes_per_weight_byte,
        optimizer_bytes_per_weight_byte=table.optimizer_bytes_per_weight_byte,
        extra_state_bytes=stash,
        replicas=len(members) if link is not None else 1,
        link=link,
        training=problem.training,
        name=f"stage {index} on {stage.devices[0]}",
    )


def _crossing_bytes(
    problem: PlanningProblem, stages: Sequence[Stage], index: int, *, after: bool
) -> float:
    """Bytes of all tensors alive where a stage starts, with `after` also where it ends."""
    stage_of = np.zeros(len(problem.graph), dtype=np.int64)
    for s, stage in enumerate(stages):
        stage_of[list(stage.nodes)] = s
    crossing = boundary_bytes(problem.graph, stage_of, len(stages))
    return float(crossing[max(index - 1, 0) : index + 1 if after else index].sum())
