"""Classes of interchangeable devices, for a planner that need not try them all."""

from __future__ import annotations

from hwpipe.cluster.build import figures_of
from hwpipe.cluster.model import Cluster
from hwpipe.cluster.topology import NetworkLinks

__all__ = ["device_groups"]


def device_groups(cluster: Cluster) -> tuple[tuple[str, ...], ...]:
    """Partition the devices into classes within which any two may be exchanged.

    Two devices are interchangeable if their cost keys and figures are equal and swapping them
    leaves every link of the cluster as it is: both have equal links to and from each third
    device, and the links between the two are equal both ways. (Swaps compose: if a swaps with b
    and b with c, then a swaps with c. So this is an equivalence, and every permutation inside a
    class leaves the cluster unchanged.) Links are equal if their bandwidth, latency, overlap
    and shared resource are; devices on two uplinks of equal figures but different names stay
    apart, which costs the planner time but never a plan. In an `ordered` cluster no two devices
    may be exchanged.

    Returns:
        Names by class, in the order of the devices.
    """
    names = [device.name for device in cluster.devices]
    if cluster.ordered:
        return tuple((name,) for name in names)
    alike = _alike(cluster)
    # Two of each kind stand for all of it: one, and one that the first is linked to.
    chosen = [name for members in alike for name in members[:2]]
    class_of = _classes(cluster, chosen)
    merged: dict[int, list[str]] = {}
    for members in alike:
        merged.setdefault(class_of[members[0]], []).extend(members)
    rank = {name: i for i, name in enumerate(names)}
    classes = [sorted(members, key=rank.__getitem__) for members in merged.values()]
    return tuple(tuple(c) for c in sorted(classes, key=lambda c: rank[c[0]]))


def _alike(cluster: Cluster) -> list[list[str]]:
    """Devices that the network itself cannot tell apart: equal figures, group and port.

    A shortcut: without it 4,096 devices would need all of their 16 million links compared.
    Devices that a `[[link]]` names stand alone here.
    """
    links = cluster.links
    if not isinstance(links, NetworkLinks):
        return [[device.name] for device in cluster.devices]
    special = {name for pair in links.overrides for name in pair}
    kinds: dict[object, list[str]] = {}
    for device in cluster.devices:
        name = device.name
        key: object = name
        if name not in special:
            key = (device.cost_key, figures_of(device), links.member.get(name), links.ports[name])
        kinds.setdefault(key, []).append(name)
    return list(kinds.values())


def _classes(cluster: Cluster, names: list[str]) -> dict[str, int]:
    """Number of the class of each of `names`, by trying swaps among them."""
    # One small integer for each kind of link, so that rows compare at the speed of lists.
    kinds: dict[object, int] = {None: 0}
    matrix: list[list[int]] = []
    for src in names:
        row = []
        for dst in names:
            link = cluster.links.get((src, dst)) if src != dst else None
            key = link and (link.bytes_per_s, link.latency_s, link.overlap, link.shared)
            row.append(kinds.setdefault(key, len(kinds)))
        matrix.append(row)
    columns = [list(column) for column in zip(*matrix, strict=True)]
    buckets: dict[object, list[tuple[int, int]]] = {}  # (first member, class) by figures
    class_of: dict[str, int] = {}
    for i, name in enumerate(names):
        device = cluster.by_name[name]
        bucket = buckets.setdefault((device.cost_key, figures_of(device)), [])
        for first, number in bucket:
            if (
                matrix[first][i] == matrix[i][first]
                and _equal_but(matrix[first], matrix[i], first, i)
                and _equal_but(columns[first], columns[i], first, i)
            ):
                class_of[name] = number
                break
        else:
            class_of[name] = i
            bucket.append((i, i))
    return class_of


def _equal_but(first: list[int], second: list[int], a: int, b: int) -> bool:
    """Whether two rows agree in all places but `a` < `b`."""
    return (
        first[:a] == second[:a]
        and first[a + 1 : b] == second[a + 1 : b]
        and first[b + 1 :] == second[b + 1 :]
    )
