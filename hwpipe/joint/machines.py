"""Planning problems on clusters of many machines: kinds of machines instead of single devices.

A machine is a group of interchangeable devices; machines are of one kind if exchanging them changes
no cost and no link. A stage then takes whole machines of any kinds, and the problem has a group of
devices for each kind. That is the view in which 1,024 devices in 128 machines of two kinds have a
few hundred states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from hwpipe.cluster.groups import device_groups
from hwpipe.cluster.model import Cluster
from hwpipe.cost.table import CostTable
from hwpipe.graph.model import Graph
from hwpipe.partition.devices import DeviceSpace, LinkClass
from hwpipe.partition.problem import PlanningProblem, make_problem

__all__ = ["Machines", "machine_kinds", "machine_problem"]

Machines = tuple[tuple[tuple[str, ...], ...], ...]


def machine_kinds(cluster: Cluster) -> Machines:
    """Kinds of machines, each a tuple of machines, each a tuple of device names."""
    machines = device_groups(cluster)
    # One small integer for each kind of link between representatives.
    kinds: dict[object, int] = {}
    count = len(machines)
    number = np.zeros((count, count), dtype=np.int64)

    def link(src: str, dst: str) -> int:
        found = cluster.link(src, dst) if src != dst else None
        key = found and (found.bytes_per_s, found.latency_s, found.overlap)
        return kinds.setdefault(key, len(kinds))

    for i, a in enumerate(machines):
        for j, b in enumerate(machines):
            number[i, j] = link(a[0], b[-1])
    figures = []
    for names in machines:
        device = cluster.by_name[names[0]]
        figures.append((device.cost_key, device.memory_bytes, len(names)))
    grouped: list[list[int]] = []
    for i in range(count):
        for members in grouped:
            j = members[0]
            if figures[i] != figures[j] or number[i, i] != number[j, j]:
                continue
            if number[i, j] != number[j, i]:
                continue
            others = np.ones(count, dtype=bool)
            others[[i, j]] = False
            if (number[i, others] == number[j, others]).all() and (
                number[others, i] == number[others, j]
            ).all():
                members.append(i)
                break
        else:
            grouped.append([i])
    return tuple(tuple(machines[i] for i in members) for members in grouped)


def machine_problem(
    graph: Graph,
    table: CostTable,
    cluster: Cluster,
    *,
    training: bool,
    microbatches: int,
    schedule: str,
    kinds: Machines | None = None,
) -> PlanningProblem:
    """A planning problem with a device group for each kind of machine.

    Links between devices are those between machines, the slowest that a stage may meet; what
    happens inside a machine is priced by the joint search from the cluster's own links.

    Args:
        graph: the network at the micro-batch size.
        table: costs with a row for every device type.
        cluster: devices and links.
        training: whether backward passes run too.
        microbatches: micro-batches of an iteration.
        schedule: its name.
        kinds: `machine_kinds(cluster)` if it is at hand.
    """
    kinds = machine_kinds(cluster) if kinds is None else kinds
    shown = [name for machines in kinds for name in machines[0][:1]]
    small = replace(
        cluster,
        devices=tuple(cluster.by_name[name] for name in shown),
        links={
            (a, b): link
            for a in shown
            for b in shown
            if a != b and (link := cluster.link(a, b)) is not None
        },
        ordered=True,  # keeps the groups apart and in this order
    )
    problem = make_problem(graph, table, small, training=training, microbatches=microbatches,
                           schedule=schedule)  # fmt: skip
    # Two kinds may have equal devices, and then one row here: give each kind its own.
    index = np.array([problem.group_of[name] for name in shown])
    groups = tuple(tuple(n for machine in machines for n in machine) for machines in kinds)
    space = _space(cluster, kinds, groups)
    return replace(
        problem,
        cluster=cluster,
        space=space,
        rows=tuple(problem.rows[g] for g in index),
        time_s=problem.time_s[index],
        state_bytes=problem.state_bytes[index],
        weight_bytes=problem.weight_bytes[index],
        kept_bytes=problem.kept_bytes[index],
        energy_j=problem.energy_j[index],
        unable=problem.unable[index],
        workspace_bytes=problem.workspace_bytes[index],
    )


def _space(cluster: Cluster, kinds: Machines, groups: Sequence[tuple[str, ...]]) -> DeviceSpace:
    classes: dict[LinkClass, int] = {}
    class_of = np.full((len(kinds), len(kinds)), -1, dtype=np.int64)
    for g, first in enumerate(kinds):
        for h, second in enumerate(kinds):
            src, dst = first[0][0], second[-1][-1]
            there, back = cluster.link(src, dst), cluster.link(dst, src)
            if src == dst or there is None or back is None:
                continue
            figures = LinkClass(there.bytes_per_s, there.latency_s, back.bytes_per_s,
                                back.latency_s, there.overlap and back.overlap)  # fmt: skip
            class_of[g, h] = classes.setdefault(figures, len(classes))
    return DeviceSpace(
        groups=tuple(groups),
        members=tuple(cluster.by_name[names[0]] for names in groups),
        ordered=False,
        class_of=class_of,
        classes=tuple(classes),
        max_replicas=tuple(len(names) for names in groups),
        order=tuple(name for names in groups for name in names),
    )
