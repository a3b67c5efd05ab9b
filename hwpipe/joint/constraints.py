"""Pins and memory limits of the user, and the smallest set of them that conflicts."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase

from hwpipe.cluster.model import Cluster
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph.model import Graph
from hwpipe.joint.pool import most_replicas
from hwpipe.partition.problem import PlanningProblem, make_problem
from hwpipe.units import format_bytes

__all__ = ["Constraint", "constrained", "constraints_of", "smallest_conflict"]


@dataclass(frozen=True)
class Constraint:
    """One wish of the user.

    Attributes:
        words: as messages name it (`--pin conv1=gpu0`).
        node: index of a pinned node, -1 for a memory limit.
        device: the device of the pin or of the limit.
        memory_bytes: the limit, 0 for a pin.
    """

    words: str
    node: int
    device: str
    memory_bytes: float = 0.0


def _unknown(kind: str, name: str, known: Sequence[str], where: str) -> InputError:
    close = difflib.get_close_matches(name, known, n=1)
    return InputError(
        f"no {kind} is named {name!r}",
        where=where,
        limit=f"{len(known)} names" if len(known) > 8 else ", ".join(known),
        remedy=f"did you mean {close[0]!r}?" if close else f"name a {kind} of it",
    )


def _nodes_named(names: Sequence[str], layer: str) -> list[int]:
    """Indices of the nodes that a name, a prefix or a pattern stands for."""
    nodes = [i for i, name in enumerate(names) if name == layer]
    nodes = nodes or [i for i, name in enumerate(names)
                      if name.startswith((layer + "/", layer + ".", layer + "_"))]  # fmt: skip
    return nodes or [i for i, name in enumerate(names) if fnmatchcase(name, layer)]


def constraints_of(
    graph: Graph,
    cluster: Cluster,
    pins: Mapping[str, str] | Sequence[tuple[str, str]] | None,
    max_memory_bytes: float | Mapping[str, float] | None,
) -> tuple[Constraint, ...]:
    """Check and number what the user wants.

    A pin names a node, the prefix of a layer (`layer3` for `layer3/conv`), or a pattern with `*`,
    `?` and `[]`, and stands for each of its nodes.

    Raises:
        InputError: for a name that does not exist, or a limit that is not positive.
    """
    found: list[Constraint] = []
    names = [node.name for node in graph.nodes]
    devices = [device.name for device in cluster.devices]
    pairs = pins.items() if isinstance(pins, Mapping) else pins or ()
    for layer, device in pairs:
        if device not in cluster.by_name:
            raise _unknown("device", device, devices, cluster.source)
        nodes = _nodes_named(names, layer)
        if not nodes:
            raise _unknown("node or layer", layer, names, graph.name)
        found += [Constraint(f"--pin {layer}={device}", node, device) for node in nodes]
    if max_memory_bytes is not None:
        limits = (
            dict.fromkeys(devices, float(max_memory_bytes))
            if isinstance(max_memory_bytes, int | float)
            else dict(max_memory_bytes)
        )
        for device, limit in limits.items():
            if device not in cluster.by_name:
                raise _unknown("device", device, devices, cluster.source)
            if not limit > 0:
                raise InputError(f"a memory limit of {limit:g} bytes for {device}",
                                 limit="more than 0", remedy="give a size such as 8GB")  # fmt: skip
            words = f"--max-memory {format_bytes(limit)}"
            if not isinstance(max_memory_bytes, int | float):
                words = f"--max-memory {device}={format_bytes(limit)}"
            found.append(Constraint(words, -1, device, float(limit)))
    return tuple(found)


def constrained(
    problem: PlanningProblem, constraints: Sequence[Constraint]
) -> tuple[PlanningProblem, dict[int, str]]:
    """The problem with the limits as device memory, and the pins by node.

    Raises:
        InfeasibleError: if one node is pinned to two devices.
    """
    limits = {c.device: c.memory_bytes for c in constraints if c.node < 0}
    pins: dict[int, str] = {}
    for c in constraints:
        if c.node >= 0 and pins.setdefault(c.node, c.device) != c.device:
            raise InfeasibleError(
                f"node {problem.graph.nodes[c.node].name} is pinned to {pins[c.node]} and to "
                f"{c.device}",
                where=problem.graph.name,
            )
    if limits:
        devices = tuple(
            replace(d, memory_bytes=int(min(d.memory_bytes, limits.get(d.name, d.memory_bytes))))
            for d in problem.cluster.devices
        )
        problem = make_problem(
            problem.graph,
            problem.table,
            replace(problem.cluster, devices=devices),
            training=problem.training,
            microbatches=problem.microbatches,
            schedule=problem.schedule,
            objective=problem.objective,
            max_sets=problem.max_sets,
            time_limit_s=problem.time_limit_s,
            max_replicas=most_replicas(problem),
            allow_replication=most_replicas(problem) > 1,
        )
    return problem, pins


def smallest_conflict(
    constraints: Sequence[Constraint], feasible: Callable[[Sequence[Constraint]], bool]
) -> tuple[str, ...]:
    """Words of a smallest conflicting set: without any one of it a plan exists.

    A deletion filter (Chinneck and Dravnieks 1991): drop each wish in turn, and leave it out for
    good if the others still conflict. Wishes of equal words are one.

    Args:
        constraints: wishes that conflict together.
        feasible: whether a plan exists for a set of wishes.

    Returns:
        Empty if there is no plan even without any wish.
    """
    if not feasible(()):
        return ()
    words = list(dict.fromkeys(c.words for c in constraints))
    for word in list(words):
        rest = [w for w in words if w != word]
        if not feasible([c for c in constraints if c.words in rest]):
            words = rest
    return tuple(words)
