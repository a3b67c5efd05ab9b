"""Orders that no queue enforces: between halves of an engine, and among replicas that reduce."""

from __future__ import annotations

import numpy as np

from hwpipe.schedule.kinds import FORWARD_HALF, REDUCE, IntArray
from hwpipe.schedule.model import Schedule

__all__ = ["collectives", "local_edges"]


def local_edges(
    schedule: Schedule, c: dict[str, IntArray], forward: IntArray, backward: IntArray
) -> tuple[tuple[int, int], ...]:
    """Orders between the two halves of a split engine.

    A backward follows its forward. A forward waits for the backwards listed before it, whose
    activation memory it takes over: that keeps the micro-batches in flight at the warm-up.
    """
    if not schedule.split_engine:
        return ()
    edges = [(int(f), int(b)) for f, b in zip(forward.ravel(), backward.ravel(), strict=True)
             if b >= 0]  # fmt: skip
    last: dict[int, int] = {}
    for at in np.lexsort((c["place"], c["rank"])):
        rank, kind = int(c["rank"][at]), int(c["kind"][at])
        if kind in FORWARD_HALF:
            if rank in last:
                edges.append((last[rank], int(at)))
        else:
            last[rank] = int(at)
    return tuple(edges)


def collectives(c: dict[str, IntArray]) -> dict[int, tuple[int, ...]]:
    """REDUCE actions of one stage, micro-batch and version form one collective."""
    members: dict[tuple[int, int, int], list[int]] = {}
    for at in np.flatnonzero(c["kind"] == REDUCE):
        key = (int(c["stage"][at]), int(c["micro_batch"][at]), int(c["version"][at]))
        members.setdefault(key, []).append(int(at))
    return {at: tuple(group) for group in members.values() for at in group}
