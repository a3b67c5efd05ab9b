"""Classes of interchangeable devices, for a planner that need not try them all."""

from __future__ import annotations

from hwpipe.cluster.build import figures_of
from hwpipe.cluster.model import Cluster

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
    # One small integer for each kind of link: rows compare at the speed of lists.
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

    def swaps(a: int, b: int) -> bool:
        return (
            matrix[a][b] == matrix[b][a]
            and _equal_but(matrix[a], matrix[b], a, b)
            and _equal_but(columns[a], columns[b], a, b)
        )

    buckets: dict[object, list[list[int]]] = {}
    classes: list[list[int]] = []
    for i, device in enumerate(cluster.devices):
        bucket = buckets.setdefault((device.cost_key, figures_of(device)), [])
        for members in bucket:
            if swaps(members[0], i):
                members.append(i)
                break
        else:
            bucket.append([i])
            classes.append(bucket[-1])
    return tuple(tuple(names[i] for i in members) for members in classes)


def _equal_but(first: list[int], second: list[int], a: int, b: int) -> bool:
    """Whether two rows agree in all places but `a` < `b`."""
    return (
        first[:a] == second[:a]
        and first[a + 1 : b] == second[a + 1 : b]
        and first[b + 1 :] == second[b + 1 :]
    )
