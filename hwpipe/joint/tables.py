"""Bounds of what is left: for every position, link class in front and state of devices.

Training (`ChainTable`): stage s of a plan cannot start before its first micro-batch has come
through the stages before it, nor may these finish before its last gradient has come back, so

    V >= max_s [ W_s + sum_{k<s} (t_k + c_k) ]   and with the reduction, whose stage need not
    V >= max_s [ W_s + R_s + sum_{k<s} (f_k + c'_k) ]   wait for the way back.

Put in front of a suffix of value U, a stage gives max(c + W, c + t + U), with c the transfer into
it (0 in the first term where that link stops compute, since W then holds it). The programme over
(position, class of the stage in front, devices left) is exact for these bounds. Four more go in
that hold for every suffix whose one-way sums of t + c are A at least:

* no backward pass before the first micro-batch has been to the last stage and back, nor the n
  forwards for which 1F1B keeps no room before that (`Option.late`), and with M b the backward
  passes of the busiest rank,  V >= c + f + A + M b + n f;
* the reduction waits for the last gradient,  V >= c' + t + U + R  and  V >= c' + f + A + M b + R;
* 1F1B keeps W micro-batches in flight in a rank, so forward k + W waits for backward k: of n
  micro-batches ceil(n / W) make the whole way there and back one after another (`Option.trips`),
  V >= c + ceil(n / W) (t + A), and the reduction waits for that too;
* a link that does not stop compute carries its n = M / ranks tensors one after another, and the
  last of them has all the rest before it,  V >= c + (n - 1) max(there, back) + t + A.

Inference (`SumTable`): V >= Lambda + max_s D_s with Lambda the sum of all ways and transfers and
D_s = W_s - t_s (less the transfers that W_s holds). The table gives the least Lambda over stages
whose D stays within a limit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.option import Option
from hwpipe.joint.options import StageOptions

__all__ = ["ChainTable", "SumTable", "drain_tables"]


class ChainTable:
    """Least max_s [W_s + sum of ways before] of every suffix.

    `value[p, k, r]`: stages from position p on, behind a stage of class k (the last index: none),
    with the devices of state r; the transfer into the first of them is inside. `inf` if none.
    """

    def __init__(
        self, stages: StageOptions, options: Sequence[Option], *, both: ChainTable | None = None
    ) -> None:
        """Fill the table.

        Args:
            stages: positions, pool and links.
            options: what a stage may be.
            both: the table of both ways, to bound the way there with the reductions; None: bound
                both ways without.
        """
        links = stages.links
        count, classes = stages.count, links.count
        self._both = both or self
        self.reduce = both is not None
        self.moved = links.there if self.reduce else links.both
        self.value = np.full((count, classes + 1, stages.pool.states), math.inf)
        self.value[count - 1] = -math.inf
        #: Least sum of ways of every suffix, the transfer into it included.
        self.ways: FloatArray = (
            both.ways if both is not None else np.full_like(self.value, math.inf)
        )
        if not self.reduce:
            self.ways[count - 1] = 0.0
        # What each option would leave behind, (positions, states that can give it, figures):
        # gathered once for every end instead of for every pair.
        self._rest = [np.empty((count, len(option.left), 3)) for option in options]
        self._settle(options, count - 1)
        for s in range(count - 2, -1, -1):
            for option, rest in zip(options, self._rest, strict=True):
                a, b = int(option.first[s]), int(option.first[s + 1])
                if a < b:
                    self._put(stages, option, s, slice(a, b), rest)
            self._settle(options, s)
        del self._rest

    def _settle(self, options: Sequence[Option], s: int) -> None:
        """Gather the finished figures of position s for every option."""
        both, ways, value = self._both.value[s], self.ways[s], self.value[s]
        for option, rest in zip(options, self._rest, strict=True):
            k, left = option.link_class, option.left
            rest[s, :, 0] = value[k, left]
            rest[s, :, 1] = ways[k, left]
            if self.reduce:
                rest[s, :, 2] = np.maximum(both[k, left], ways[k, left])

    def _put(
        self, stages: StageOptions, option: Option, s: int, rows: slice, behind: FloatArray
    ) -> None:
        """Put rows of an option, which start at position s, in front of every suffix."""
        links, here, k, at = stages.links, self.value[s], option.link_class, option.source
        count = stages.problem.microbatches
        suffix = behind[option.end[rows]]  # (rows, states, figures)
        work, way = self.columns(option, rows)
        ways = suffix[:, :, 1]
        rest = way[:, None] + suffix[:, :, 0]
        trip = option.forward[rows] + option.back[rows]
        if self.reduce:
            reduce = option.reduce[rows]
            np.maximum(rest, (option.way[rows] + reduce)[:, None] + suffix[:, :, 2], out=rest)
            trip = trip + reduce
        late = option.forward[rows][:, None] * option.late[None, :]
        np.maximum(rest, trip[:, None] + late + ways, out=rest)
        if (option.trips > 1).any():
            again = option.trips[None, :] * (option.way[rows][:, None] + ways)
            if self.reduce:
                again += option.reduce[rows][:, None]
            np.maximum(rest, again, out=rest)
        joined = np.maximum(work[:, None], rest).min(axis=0)
        least = np.zeros(0) if self.reduce else (option.way[rows][:, None] + ways).min(axis=0)
        if s == 0:
            here[-1, at] = np.minimum(here[-1, at], joined)
            if not self.reduce:
                self.ways[s, -1, at] = np.minimum(self.ways[s, -1, at], least)
            return
        into = self.moved[:, k, s]
        linked = np.isfinite(into)
        free = np.flatnonzero(linked & ~links.blocks[:, k])
        if len(free):
            cells = np.ix_(free, at)
            value = into[free, None] + joined
            if not self.reduce:
                tensors = links.tensors_into(k, count, option.ranks)[free]
                more = (tensors - 1) * links.longer[free, k, s]
                value = np.maximum(value, (into[free] + more)[:, None] + least)
                self.ways[s][cells] = np.minimum(self.ways[s][cells], into[free, None] + least)
            here[cells] = np.minimum(here[cells], value)
        for before in np.flatnonzero(linked & links.blocks[:, k]).tolist():
            grown = work + option.rounds[rows] * float(links.both[before, k, s])
            value = np.maximum(grown[:, None], into[before] + rest).min(axis=0)
            here[before, at] = np.minimum(here[before, at], value)
            if not self.reduce:
                self.ways[s, before, at] = np.minimum(
                    self.ways[s, before, at], into[before] + least
                )

    def columns(self, option: Option, rows: slice) -> tuple[FloatArray, FloatArray]:
        """Peak and way of some rows of an option."""
        if self.reduce:
            return option.work[rows] + option.reduce[rows], option.forward[rows]
        return option.work[rows], option.way[rows]


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
                        per = links.tensors(before, k, stages.problem.microbatches, option.ranks)
                        if (per - 1) * into > most:
                            continue
                    here[before, option.source] = np.minimum(
                        here[before, option.source], into + value
                    )


def drain_tables(
    stages: StageOptions, options: Sequence[Option], upper: float
) -> list[tuple[float, float, SumTable]]:
    """Tables for growing limits of the drain, each with the limit before it.

    Args:
        stages: positions, pool and links.
        options: what a stage may be.
        upper: seconds of a plan that is known.
    """
    found, below = [], 0.0
    for limit in _drain_limits(stages, options, upper):
        found.append((below, limit, SumTable(stages, options, limit)))
        below = limit
    return found


def _drain_limits(stages: StageOptions, options: Sequence[Option], upper: float) -> list[float]:
    """Limits of the drain, from the least that any plan has."""
    if stages.problem.microbatches == 1 or not options:
        return [math.inf]
    drains = np.concatenate([o.work - o.way for o in options])
    low = float(drains[drains > 0].min(initial=math.inf))
    if not math.isfinite(low) or not math.isfinite(upper):
        return [math.inf]
    # The least limit under which the whole network can be placed.
    everything = SumTable(stages, options, math.inf)
    least = float(everything.value[0, -1, stages.pool.full])
    high = upper - least
    if high <= 0:
        return [math.inf]
    low = max(low, high / 64)
    while low < high:
        table = SumTable(stages, options, low)
        if math.isfinite(table.value[0, -1, stages.pool.full]):
            break
        low *= 1.15
    steps = np.geomspace(low, max(high, low * 1.0001), 10)
    return [*(float(x) for x in steps), math.inf]
