"""Random planning problems: branching graphs, unequal devices and links, memory, replicas."""

from __future__ import annotations

import random

import numpy as np
from builders import make_cluster, make_device, make_graph, make_table

from hwpipe.cluster.model import Link
from hwpipe.partition import PlanningProblem, make_problem


def random_problem(
    rng: random.Random,
    nodes: int,
    devices: int,
    *,
    overlap: bool = False,
    training: bool | None = None,
    replication: bool | None = None,
    uplinks: bool = False,
) -> PlanningProblem:
    """A problem of up to `nodes` nodes and `devices` devices; None draws the option.

    With `uplinks` the devices stand in machines, and leave them over one shared link each.
    """
    count = rng.randint(1, nodes)
    edges = {
        (a, b)
        for b in range(1, count)
        for a in range(b)
        if rng.random() < (0.9 if a == b - 1 else 0.15)
    }
    graph = make_graph(sorted(edges), [rng.choice([0, 1, 5, 20]) for _ in range(count)])
    total = rng.randint(1, devices)
    kinds = rng.randint(1, total)
    forward = np.array(
        [[rng.choice([0, 1, 2, 3, 5, 7.5]) for _ in range(count)] for _ in range(kinds)], float
    )
    if kinds > 1 and rng.random() < 0.2:
        forward[rng.randrange(kinds), rng.randrange(count)] = np.inf
    training = rng.random() < 0.5 if training is None else training

    def per_node() -> np.ndarray:
        return np.array([rng.choice([0, 1, 10]) for _ in range(count)], dtype=float)

    table = make_table(
        forward,
        backward=forward * rng.choice([0.5, 1, 2]),
        weights=per_node(),
        activations=per_node(),
        workspace=per_node(),
    )
    tight = rng.random() < 0.5
    members = []
    for i in range(total):
        kind = i if i < kinds else rng.randrange(kinds)  # every row of the table is used
        room = [60, 100, 150, 40][kind % 4] if tight else 1 << 40
        members.append(make_device(f"d{i}", f"k{kind}", room))
    rng.shuffle(members)
    alike = rng.random() < 0.5
    common = (rng.choice([1, 5, 50]), rng.choice([0, 0.5]), overlap or rng.random() < 0.5)
    drop = 0 if alike else rng.choice([0, 0.3])
    links = {}
    for a in members:
        for b in members:
            if a is b or rng.random() < drop:
                continue
            figures = common if alike else (
                rng.choice([1, 5, 50]), rng.choice([0, 0.5]), overlap or rng.random() < 0.5
            )  # fmt: skip
            links[a.name, b.name] = Link(a.name, b.name, *figures)
    if uplinks:
        links = _behind_uplinks(rng, [d.name for d in members], overlap)
    schedules = ["1f1b-as", "1f1b-so", "fbp-as", "gpipe"]
    return make_problem(
        graph,
        table,
        make_cluster(members, links=links, ordered=rng.random() < 0.3),
        training=training,
        microbatches=rng.choice([1, 2, 3, 8]),
        schedule=rng.choice(schedules) if training else "pipeline",
        allow_replication=rng.random() < 0.6 if replication is None else replication,
    )


def _behind_uplinks(
    rng: random.Random, names: list[str], overlap: bool
) -> dict[tuple[str, str], Link]:
    """Machines whose devices leave over one uplink of one or two ports' rate."""
    home = [0, *(rng.randint(0, 2) for _ in names[1:])]
    inside = (rng.choice([5, 50]), 0.0, True)
    rate, ports = rng.choice([1, 5]), [rng.choice([1, 1, 2]) for _ in range(3)]
    outside = (rate, rng.choice([0, 0.5]), overlap or rng.random() < 0.7)
    links = {}
    for a, i in zip(names, home, strict=True):
        for b, j in zip(names, home, strict=True):
            if a != b and i == j:
                links[a, b] = Link(a, b, *inside)
            elif a != b:
                links[a, b] = Link(a, b, *outside, f"m{i} out", float(rate * ports[i]))
    return links
