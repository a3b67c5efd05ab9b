"""The nouns of a shared link: `Worker`, `Allocation`, and workers read from a cluster.

K workers divide L units of work (parameters, output channels, samples) and the bandwidth of
one uplink. Worker k with L_k units and the share rho_k of the uplink finishes after

    T_k = fixed_k + L_k (compute_k + link_k / rho_k)

Partitioned edge learning (arXiv 2003.04544) has link_k = q (1/r_dl + 1/r_ul) / B: q bits a unit,
r the spectral efficiency of the downlink and uplink of worker k, B the whole bandwidth. The
ratio of a tensor split over a shared uplink has the same form with L = 1 (a share of the layer).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hwpipe.cluster.model import Cluster
from hwpipe.errors import InputError

__all__ = ["Allocation", "Worker", "uplink_workers"]


@dataclass(frozen=True, slots=True)
class Worker:
    """One device behind the uplink.

    Attributes:
        name: for messages.
        compute_s: seconds of compute per unit of work.
        link_s: seconds per unit of work with the whole uplink to itself, all its transfers.
        fixed_s: seconds that do not depend on its work (latencies); nothing without work.
        limit: most units that it can take (memory).
        share_limit: largest share of the uplink that its own port can use, (0, 1].
    """

    name: str
    compute_s: float
    link_s: float
    fixed_s: float = 0.0
    limit: float = math.inf
    share_limit: float = 1.0

    def __post_init__(self) -> None:
        for label, value in (("compute_s", self.compute_s), ("link_s", self.link_s),
                             ("fixed_s", self.fixed_s)):  # fmt: skip
            if not (value >= 0 and math.isfinite(value)):
                raise InputError(f"{label} = {value}", where=f"worker {self.name}",
                                 limit="0 or more seconds, finite")  # fmt: skip
        if not self.limit >= 0:
            raise InputError(f"limit = {self.limit}", where=f"worker {self.name}",
                             limit="0 or more units")  # fmt: skip
        if not 0 < self.share_limit <= 1:
            raise InputError(f"share_limit = {self.share_limit}", where=f"worker {self.name}",
                             limit="above 0, at most 1")  # fmt: skip

    def finish_s(self, work: float, share: float) -> float:
        """Seconds until it has done `work` units with a share of the uplink; 0 without work."""
        if work <= 0:
            return 0.0
        if self.link_s > 0 and share <= 0:
            return math.inf
        moved = self.link_s / share if self.link_s > 0 else 0.0
        return self.fixed_s + work * (self.compute_s + moved)


@dataclass(frozen=True, slots=True)
class Allocation:
    """Work and bandwidth of every worker.

    Attributes:
        work: units of each worker; they add up to the whole work.
        share: share of the uplink of each worker; they add up to at most 1.
        finish_s: when each worker has finished; 0 without work.
        latency_s: the last of them.
    """

    work: tuple[float, ...]
    share: tuple[float, ...]
    finish_s: tuple[float, ...]
    latency_s: float

    @property
    def spread_s(self) -> float:
        """Last minus first finish among workers that have work; 0 at a joint optimum."""
        busy = [t for t, units in zip(self.finish_s, self.work, strict=True) if units > 0]
        return max(busy) - min(busy) if busy else 0.0


def uplink_workers(
    cluster: Cluster,
    hub: str,
    names: Sequence[str],
    *,
    compute_s: Mapping[str, float],
    down_bytes: float,
    up_bytes: float = 0.0,
    limit: Mapping[str, float] | None = None,
) -> tuple[Worker, ...]:
    """Workers of a cluster that reach `hub` over one shared link.

    Each worker's own port may be slower than the uplink: the uplink is as fast as the fastest
    of them, and a slower port bounds its worker's share.

    Args:
        cluster: devices and links.
        hub: the device that sends the inputs and collects the results.
        names: the workers.
        compute_s: seconds per unit on each worker.
        down_bytes: bytes from the hub, per unit.
        up_bytes: bytes back to the hub, per unit.
        limit: most units of each worker.

    Raises:
        InputError: if a worker has no link to the hub, or the links share no resource.
    """
    if not names:
        raise InputError("no workers behind the uplink", where=cluster.source)
    down, up = [], []
    for name in names:
        there, back = cluster.link(hub, name), cluster.link(name, hub)
        if there is None or (up_bytes > 0 and back is None):
            pair = f"{hub} to {name}" if there is None else f"{name} to {hub}"
            raise InputError(f"no link from {pair}", where=cluster.source,
                             remedy="connect them, or leave the device out")  # fmt: skip
        down.append(there)
        up.append(back if back is not None else there)
    # The two directions of an uplink are two resources; all workers must share each of them.
    used = [links for links, size in ((down, down_bytes), (up, up_bytes)) if size > 0]
    resources = [{link.shared for link in links} for links in used]
    if len(names) > 1 and any(None in found or len(found) > 1 for found in resources):
        raise InputError(
            f"the links of {hub} to {', '.join(names)} are not one shared link",
            where=cluster.source,
            remedy="plan devices with links of their own without bandwidth shares",
        )
    fast_down = max(link.bytes_per_s for link in down)
    fast_up = max(link.bytes_per_s for link in up)
    workers = []
    for name, there, back in zip(names, down, up, strict=True):
        ports = [there.bytes_per_s / fast_down] if down_bytes > 0 else []
        ports += [back.bytes_per_s / fast_up] if up_bytes > 0 else []
        waits = (there.latency_s if down_bytes > 0 else 0) + (back.latency_s if up_bytes > 0 else 0)
        workers.append(
            Worker(
                name=name,
                compute_s=compute_s[name],
                link_s=down_bytes / fast_down + up_bytes / fast_up,
                fixed_s=waits,
                limit=math.inf if limit is None else limit.get(name, math.inf),
                share_limit=min(ports, default=1.0),
            )
        )
    return tuple(workers)
