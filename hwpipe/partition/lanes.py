"""How many transfers run side by side between two stages, where devices share an uplink too.

A shared resource (`Link.shared`: a machine's uplink, a bus) of r bytes a second carries as many
transfers at the rate of a device's own port as fit into r; the others wait their turn. Transfers
one after another at the full rate end no later than the same ones side by side with bandwidth
shares, and every device's part of the time on the uplink is its share of the bandwidth.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hwpipe.cluster.model import Cluster, Link

__all__ = ["lanes_between", "lanes_of", "port_count"]


def port_count(link: Link) -> int:
    """Transfers at the rate of `link` that its shared resource carries at once, at least one."""
    return max(1, int(link.shared_bytes_per_s / link.bytes_per_s * (1 + 1e-9)))


def lanes_of(links: Iterable[Link]) -> int:
    """Transfers that run side by side over these links, one transfer each."""
    alone = 0
    shared: dict[str, int] = {}
    for link in links:
        if link.shared is None:
            alone += 1
        else:
            shared[link.shared] = max(shared.get(link.shared, 1), port_count(link))
    return alone + sum(shared.values())


def lanes_between(
    cluster: Cluster, senders: Sequence[str], receivers: Sequence[str], *, training: bool
) -> int:
    """Transfers of one way that run side by side from one stage to the next.

    Args:
        cluster: knows the links.
        senders: a device of each rank of the first stage; in training the way back counts too.
        receivers: of the second.
        training: gradients come back.

    Returns:
        The smaller number of ranks, or less where links share a resource; 1 or more.
    """
    most = min(len(senders), len(receivers))
    if most < 2:
        return 1
    for src, dst in ((senders, receivers), (receivers, senders))[: 1 + training]:
        pairs = {(src[k % len(src)], dst[k % len(dst)]) for k in range(max(len(src), len(dst)))}
        links = [cluster.link(a, b) for a, b in sorted(pairs)]
        most = min(most, lanes_of(link for link in links if link is not None) or 1)
    return most
