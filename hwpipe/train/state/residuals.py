"""`Residual`: what gradient compression has kept back, by weight, for checkpoints."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from hwpipe.runtime.piece import Array

__all__ = ["Residual", "residual_for"]


@dataclass(frozen=True)
class Residual:
    """The compressor of one gradient on one replica.

    Attributes:
        replica, replicas: which of how many.
        density: share that it sends.
        arrays: what was kept back, by initializer name in the order of the gradient.
        counters: the compressor's threshold and counts.
    """

    replica: int
    replicas: int
    density: float
    arrays: Mapping[str, Array]
    counters: Mapping[str, float | int] = field(default_factory=dict)


def residual_for(
    saved: Iterable[Residual], names: Sequence[str], replica: int, replicas: int, density: float
) -> Residual | None:
    """What a replica starts with, of a checkpoint's residuals.

    The compressor of the same weights on the same replica goes on as it was. Where a gradient
    consists of other weights now, each keeps its own residual; where the number of replicas has
    changed, the first takes over what all had kept back, so that nothing is lost. Thresholds
    are then chosen anew.

    Args:
        saved: of the checkpoint.
        names: weights of the gradient, in order.
        replica: which one asks.
        replicas: of how many.
        density: share that is sent now.

    Returns:
        None where there is nothing; no counters where the threshold is chosen anew.
    """
    known = [one for one in saved if set(one.arrays) & set(names)]
    for one in known:
        same = (one.replica, one.replicas, one.density) == (replica, replicas, density)
        if same and tuple(one.arrays) == tuple(names):
            return one
    total: dict[str, Array] = {}
    for one in sorted(known, key=lambda one: one.replica):
        heir = one.replica if one.replicas == replicas else 0
        for name in one.arrays if heir == replica else ():
            if name in names:
                array = one.arrays[name]
                total[name] = total[name] + array if name in total else array
    return Residual(replica, replicas, density, total) if total else None
