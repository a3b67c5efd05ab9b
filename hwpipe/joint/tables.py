"""Bounds of what is left: for every position, link class in front and state of devices.

Training (`ChainTable`): stage s of a plan cannot start before its first micro-batch has come
through the stages before it, nor may these finish before its last gradient has come back, so

    V >= max_s [ W_s + sum_{k<s} (t_k + c_k) ]   and with the reduction, whose stage need not
    V >= max_s [ W_s + R_s + sum_{k<s} (f_k + c'_k) ]   wait for the way back.

Put in front of a suffix of value U, a stage gives max(c + W, c + t + U), with c the transfer into
it (0 in the first term where that link stops compute, since W then holds it). The programme over
(position, class of the stage in front, devices left) is exact for this bound.

Inference (`SumTable`): V >= Lambda + max_s D_s with Lambda the sum of all ways and transfers and
D_s = W_s - t_s (less the transfers that W_s holds). The table gives the least Lambda over stages
whose D stays within a limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.options import Option, StageOptions

__all__ = ["ChainTable", "SumTable"]


class ChainTable:
    """Least max_s [W_s + sum of ways before] of every suffix.

    `value[p, k, r]`: stages from position p on, behind a stage of class k (the last index: none),
    with the devices of state r; the transfer into the first of them is inside. `inf` if none.
    """

    def __init__(self, stages: StageOptions, options: Sequence[Option], *, reduce: bool) -> None:
        """Fill the table.

        Args:
            stages: positions, pool and links.
            options: what a stage may be.
            reduce: bound the way there with the reductions, instead of both ways without.
        """
        links = stages.links
        count, classes = stages.count, links.count
        self.reduce = reduce
        self.moved = links.there if reduce else links.both
        self.value = np.full((count, classes + 1, stages.pool.states), math.inf)
        self.value[count - 1] = -math.inf
        for s in range(count - 2, -1, -1):
            here = self.value[s]
            for option in options:
                a, b = int(option.first[s]), int(option.first[s + 1])
                if a == b:
                    continue
                k = option.link_class
                suffix = self.value[option.end[a:b], k][:, option.left]
                work, way = self.columns(option, a, b)
                joined = np.maximum(work[:, None], way[:, None] + suffix).min(axis=0)
                if s == 0:
                    here[classes, option.source] = np.minimum(here[classes, option.source], joined)
                    continue
                for before in range(classes):
                    into = float(self.moved[before, k, s])
                    if not math.isfinite(into):
                        continue
                    if links.blocks[before, k]:
                        held = float(links.both[before, k, s])
                        grown = work + option.rounds[a:b] * held
                        value = np.maximum(grown[:, None], into + way[:, None] + suffix).min(axis=0)
                    else:
                        per = -(-stages.problem.microbatches // option.ranks)
                        port = per * float(links.longer[before, k, s])
                        value = np.maximum(into + joined, port)
                    here[before, option.source] = np.minimum(here[before, option.source], value)

    def columns(self, option: Option, a: int, b: int) -> tuple[FloatArray, FloatArray]:
        """Peak and way of the rows a..b of an option."""
        if self.reduce:
            return option.work[a:b] + option.reduce[a:b], option.forward[a:b]
        return option.work[a:b], option.way[a:b]


class SumTable:
    """Least sum of ways and transfers of every suffix with drains within `limit`."""

    def __init__(self, stages: StageOptions, options: Sequence[Option], limit: float) -> None:
        """Fill the table; see the module."""
        links = stages.links
        count, classes = stages.count, links.count
        most = limit * (1 + 1e-12)
        self.value = np.full((count, classes + 1, stages.pool.states), math.inf)
        self.value[count - 1] = 0.0
        for s in range(count - 2, -1, -1):
            here = self.value[s]
            for option in options:
                a, b = int(option.first[s]), int(option.first[s + 1])
                if a == b:
                    continue
                k = option.link_class
                drain = option.work[a:b] - option.way[a:b] - option.transfer[a:b]
                good = np.flatnonzero(drain <= most)
                if not len(good):
                    continue
                rows = a + good
                suffix = self.value[option.end[rows], k][:, option.left]
                total = option.way[rows][:, None] + suffix
                joined = total.min(axis=0)
                if s == 0:
                    here[classes, option.source] = np.minimum(here[classes, option.source], joined)
                    continue
                for before in range(classes):
                    into = float(links.both[before, k, s])
                    if not math.isfinite(into):
                        continue
                    value = joined
                    if links.blocks[before, k]:
                        grown = drain[good] + (option.rounds[rows] - 1) * into
                        value = np.where((grown <= most)[:, None], total, math.inf).min(axis=0)
                    else:
                        per = -(-stages.problem.microbatches // option.ranks)
                        if (per - 1) * into > most:
                            continue
                    here[before, option.source] = np.minimum(
                        here[before, option.source], into + value
                    )
