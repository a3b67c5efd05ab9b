"""A `DistillProblem` from two graphs, their cost tables at batch B / r, and a cluster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from hwpipe.cluster.model import Cluster, Device, Link
from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.distill.blocks import BlockPair
from hwpipe.distill.model import DistillProblem
from hwpipe.errors import InputError
from hwpipe.graph.model import Graph

__all__ = ["distill_problem"]


def distill_problem(
    teacher: Graph,
    blocks: Sequence[BlockPair],
    teacher_tables: Mapping[int, CostTable],
    student_tables: Mapping[int, CostTable],
    cluster: Cluster,
) -> DistillProblem:
    """Costs of blockwise distillation on a cluster.

    A student step is forward, both backward products and what a fused optimizer hides in them;
    memory of a block is the teacher's weights and workspace, the student's weights with
    training state, and its activations. The teacher keeps nothing.

    Args:
        teacher: the teacher at the whole batch, for the sizes of the boundaries.
        blocks: of `match_blocks`.
        teacher_tables: inference costs of the teacher by replicas r, at batch B / r.
        student_tables: training costs of the student by replicas r, at batch B / r.
        cluster: devices (kinds are told apart by `cost_key` and memory) and links. Boundaries
            are charged the slowest link, all-reduces the slowest within a kind.

    Raises:
        InputError: if r = 1 is missing, or the cluster has devices that are not connected.
    """
    kinds: dict[tuple[str, int], list[Device]] = {}
    for device in cluster.devices:
        kinds.setdefault((device.cost_key, device.memory_bytes), []).append(device)
    counts = sorted(set(teacher_tables) & set(student_tables))
    if not counts or counts[0] != 1 or counts != list(range(1, len(counts) + 1)):
        raise InputError(f"cost tables for {counts} replicas", limit="1, 2, 3 ... without gaps")
    groups: list[tuple[str, ...]] = []
    members: list[Device] = []
    for devices in kinds.values():
        # More devices of a kind than tables have replicas form several groups of it.
        for start in range(0, len(devices), len(counts)):
            groups.append(tuple(d.name for d in devices[start : start + len(counts)]))
            members.append(devices[0])
    shape = (len(groups), len(counts), len(blocks))
    teach, learn, reduce, memory = (np.zeros(shape) for _ in range(4))
    for g, (names, device) in enumerate(zip(groups, members, strict=True)):
        ring = _slowest(cluster, names) if len(names) > 1 else None
        for r in counts:
            first, second = teacher_tables[r], student_tables[r]
            a, b = first.row(device.cost_key), second.row(device.cost_key)
            state = 1 + second.gradient_bytes_per_weight_byte
            state += second.optimizer_bytes_per_weight_byte
            step = second.forward_s + second.backward_input_s + second.backward_weight_s
            for k, block in enumerate(blocks):
                t, s = slice(*block.teacher), slice(*block.student)
                teach[g, r - 1, k] = first.forward_s[a, t].sum()
                learn[g, r - 1, k] = step[b, s].sum()
                weight = float(second.weight_bytes[b, s].sum())
                memory[g, r - 1, k] = (
                    first.weight_bytes[a, t].sum()
                    + _largest(first.workspace_bytes[a, t])
                    + state * weight
                    + second.activation_bytes[b, s].sum()
                    + _largest(second.workspace_bytes[b, s])
                )
                if r > 1 and ring is not None and weight > 0:
                    reduce[g, r - 1, k] = 2 * (r - 1) * ring.transfer_s(weight / r)
    everyone = [device.name for device in cluster.devices]
    sizes = [teacher.tensors[block.boundary[0]].size_bytes for block in blocks[:-1]]
    worst = [_slowest(cluster, everyone, size).transfer_s(size) if len(everyone) > 1 else 0.0
             for size in sizes]  # fmt: skip
    return DistillProblem(
        blocks=tuple(block.name for block in blocks),
        groups=tuple(groups),
        teacher_s=teach,
        student_s=learn,
        reduce_s=reduce,
        send_s=np.array(worst, dtype=np.float64),
        overlap=all(link.overlap for link in cluster.links.values()),
        memory_bytes=memory,
        capacity_bytes=np.array([float(device.memory_bytes) for device in members]),
    )


def _largest(values: FloatArray) -> float:
    return float(values.max(initial=0.0))


def _slowest(cluster: Cluster, names: Sequence[str], size_bytes: float = 1e6) -> Link:
    """The slowest link between two of the devices `names` that are connected."""
    found = [link for (a, b), link in cluster.links.items() if a in names and b in names]
    if not found:
        raise InputError(f"{', '.join(names)} are not connected", where=cluster.source)
    return max(found, key=lambda link: link.transfer_s(size_bytes))
