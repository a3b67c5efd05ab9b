"""Micro-batches in flight: what decides how much activation memory a stage needs."""

from __future__ import annotations

__all__ = ["in_flight"]


def in_flight(schedule: str, after: int, microbatches: int, replicas: int = 1) -> int:
    """Micro-batches whose activations one replica holds at its peak.

    BaPipe's N-i+1, 2(N-i)+1 and 2(N-i+1) (`systems.md` section 1); with replicas, the number of
    following stages becomes the number of following devices per replica, rounded up, as the
    schedules count their warm-up (PipeDream, SOSP 2019, section 3.2).

    Args:
        schedule: `pipeline`, `1f1b-as`, `1f1b-sno`, `1f1b-so`, `fbp-as`, `gpipe`, `pipedream`.
        after: devices of all stages behind this one.
        microbatches: micro-batches per iteration, M.
        replicas: each replica sees at most ceil(M / replicas) of them.
    """
    if schedule == "pipeline":
        return 2
    share = -(-microbatches // replicas)
    if schedule == "gpipe":
        return share
    if schedule == "1f1b-so":
        return min(share, -(-2 * after // replicas) + 1)
    if schedule == "fbp-as":
        return min(share, -(-2 * after // replicas) + 2)
    return min(share, -(-after // replicas) + 1)
