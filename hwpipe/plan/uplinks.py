"""Who uses how much of the links that several devices share, as a plan file says it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from hwpipe.cluster.model import Cluster
from hwpipe.plan.stage_model import UplinkShare

if TYPE_CHECKING:
    from hwpipe.joint.model import JointPlan

__all__ = ["lanes_of_boundary", "stage_uplinks"]


def lanes_of_boundary(link_lanes: Sequence[int], boundary: int) -> int:
    """Transfers side by side over a boundary where links are shared, 0 where none is."""
    return link_lanes[boundary] if link_lanes else 0


def stage_uplinks(
    cluster: Cluster,
    senders: Sequence[str],
    receivers: Sequence[str],
    *,
    size_bytes: float,
    microbatches: int,
    shares: Sequence[float],
    joint: JointPlan | None,
    index: int,
) -> tuple[UplinkShare, ...]:
    """Shares of shared links that the devices of a stage use, for one iteration.

    Replicas that send over one link use it in proportion to the micro-batches they were dealt: then
    none of them waits for bandwidth that another has left over. Devices of a split stage receive in
    the shares that let them end each layer together (`hwpipe.sharing`).

    Args:
        cluster: knows the links.
        senders: devices of the stage, of which each replica sends.
        receivers: devices of the next stage; empty for the last.
        size_bytes: what a micro-batch sends.
        microbatches: of the iteration.
        shares: part of the micro-batches that each replica takes; empty: equal parts.
        joint: the joint plan, where there is one.
        index: of the stage.
    """
    found: list[UplinkShare] = []
    tensor = joint.stages[index].tensor if joint is not None else None
    if tensor is not None:
        found += [
            UplinkShare(u.link, u.device, u.share, u.size_bytes * microbatches)
            for u in tensor.uplinks
        ]
    elif receivers and size_bytes > 0 and len(senders) > 1:
        parts = list(shares) or [1 / len(senders)] * len(senders)
        used: dict[str, list[tuple[str, float]]] = {}
        for k, (name, part) in enumerate(zip(senders, parts, strict=True)):
            link = cluster.link(name, receivers[k % len(receivers)])
            if link is not None and link.shared is not None and part > 0:
                used.setdefault(link.shared, []).append((name, part))
        for shared, users in used.items():
            total = sum(part for _, part in users)
            found += [
                UplinkShare(shared, name, part / total, part * microbatches * size_bytes)
                for name, part in users
                if len(users) > 1
            ]
    return tuple(found)
