"""Product, union and reduce of frontiers: the three primitives of Frontier Tracking.

A frontier is a set of cost tuples none of which is dominated (arXiv 2004.10856 has two
objectives, memory and time; here any number). `product` combines two independent parts of a
plan, objective by objective with `sum` or `max`; `union` puts alternatives together; `reduce`
drops what is dominated. All objectives are minimised and 0 or more.

Every point remembers the points that it was made from, so the plan behind it can be read back.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray

__all__ = ["Combine", "Frontier", "coarsen", "combined", "non_dominated", "product", "union"]

#: How two parts of a plan add up in one objective.
Combine = Literal["sum", "max"]
IntArray = npt.NDArray[np.int64]

#: Points that are compared at once.
_CHUNK = 64


@dataclass(frozen=True, eq=False)
class Frontier:
    """Cost tuples and where they came from.

    Attributes:
        values: shape (n, objectives).
        labels: of the points of a leaf, one each; None for a product or union.
        sources: the frontiers that it was made from.
        origin: shape (n, 2): indices into both sources of a product, or (source, index) of a
            union.
        is_union: which of the two.
        depth: reductions on the way to these points.
        thinned: how many of them were followed by `coarsen`, so that each plan has a point at
            most (1 + delta)^thinned times as large.
    """

    values: FloatArray
    labels: tuple[Any, ...] | None = None
    sources: tuple[Frontier, ...] = ()
    origin: IntArray | None = None
    is_union: bool = False
    depth: int = 0
    thinned: int = 0

    def __len__(self) -> int:
        return len(self.values)

    @classmethod
    def leaf(cls, values: npt.ArrayLike, labels: Sequence[Any]) -> Frontier:
        """Points with a label each; a label of None stands for no choice."""
        points = np.array(values, dtype=np.float64)
        return cls(points.reshape(len(labels), -1), tuple(labels))

    def choices(self, point: int) -> list[Any]:
        """Labels of all leaves that a point was made from."""
        found: list[Any] = []
        stack: list[tuple[Frontier, int]] = [(self, point)]
        while stack:
            frontier, at = stack.pop()
            if frontier.labels is not None:
                if frontier.labels[at] is not None:
                    found.append(frontier.labels[at])
                continue
            assert frontier.origin is not None
            first, second = frontier.origin[at].tolist()
            if frontier.is_union:
                stack.append((frontier.sources[first], second))
            else:
                stack.append((frontier.sources[1], second))
                stack.append((frontier.sources[0], first))
        return found

    def reduced(self) -> Frontier:
        """Without dominated points."""
        return self.only(non_dominated(self.values))

    def only(self, keep: IntArray) -> Frontier:
        """The points `keep`."""
        if len(keep) == len(self):
            return self
        return replace(
            self,
            values=self.values[keep],
            labels=None if self.labels is None else tuple(self.labels[k] for k in keep.tolist()),
            origin=None if self.origin is None else self.origin[keep],
        )


def _rounded(values: FloatArray) -> FloatArray:
    """To 40 bits: sums of the same terms in another order are equal, not incomparable."""
    mantissa, exponent = np.frexp(values)
    return np.asarray(np.ldexp(np.round(mantissa * 2.0**40), exponent - 40))


def non_dominated(values: FloatArray) -> IntArray:
    """Indices of the points that no other point dominates, by the first objective, then on.

    Equal points (within 1e-12 relative) count once, the first of them. O(n log n) up to three
    objectives, O(n f) for more, with f points on the frontier.

    Args:
        values: shape (n, objectives).
    """
    keys = _rounded(np.asarray(values, dtype=np.float64))
    count, objectives = keys.shape
    if count <= 1:
        return np.arange(count)
    order = np.lexsort(keys.T[::-1])
    keys = keys[order]
    if objectives <= 2:
        last = keys[:, -1] if objectives == 2 else np.zeros(count)
        before = np.minimum.accumulate(np.concatenate([[np.inf], last[:-1]]))
        keep = last < before
        if objectives == 1:
            keep[:] = False
            keep[0] = True
        return np.asarray(order[keep])
    if objectives == 3:
        return np.asarray(order[_staircase(keys[:, 1].tolist(), keys[:, 2].tolist())])
    return np.asarray(order[_scan(keys[:, 1:])])


def _scan(rest: FloatArray) -> list[int]:
    """Non-dominated points among those sorted by an objective that is left out of `rest`.

    What comes earlier is no worse in that objective. A chunk is first compared with all that was
    kept before it, at once.
    """
    count = len(rest)
    kept = np.empty_like(rest)
    size = 0
    chosen: list[int] = []
    for low in range(0, count, _CHUNK):
        chunk = rest[low : low + _CHUNK]
        alive = ~(kept[None, :size] <= chunk[:, None]).all(axis=2).any(axis=1)
        before = size
        for k in np.flatnonzero(alive).tolist():
            point = chunk[k]
            if size > before and bool((kept[before:size] <= point).all(axis=1).any()):
                continue
            kept[size] = point
            size += 1
            chosen.append(low + k)
    return chosen


def _staircase(second: list[float], third: list[float]) -> list[int]:
    """Non-dominated points among those sorted by a first objective: Kung's sweep.

    The points met so far that matter form a staircase: the second objective rises along it, the
    third falls.
    """
    xs: list[float] = []
    ys: list[float] = []
    chosen: list[int] = []
    for k, (x, y) in enumerate(zip(second, third, strict=True)):
        at = bisect_right(xs, x)
        if at and ys[at - 1] <= y:
            continue
        end = at
        while end < len(xs) and ys[end] >= y:
            end += 1
        if at and xs[at - 1] == x:
            at -= 1
        xs[at:end], ys[at:end] = [x], [y]
        chosen.append(k)
    return chosen


def coarsen(values: FloatArray, delta: float) -> IntArray:
    """Indices of fewer points such that each dropped point has a kept one at most (1 + delta)
    times as large in every objective (and the smallest value of each objective stays).

    Points are put into cells of a logarithmic grid of ratio 1 + delta in all objectives but the
    last; of each cell the point with the smallest last objective stays (Papadimitriou and
    Yannakakis 2000). Sums and maxima of such points keep the factor.

    Args:
        values: shape (n, objectives), 0 or more.
        delta: relative error, 0 keeps all.
    """  # noqa: D205
    count, objectives = values.shape
    if delta <= 0 or count <= 2 or objectives == 1:
        return np.arange(count)
    with np.errstate(divide="ignore"):
        logs = np.log(values[:, :-1])
    cells = np.where(np.isfinite(logs), np.floor(logs / np.log1p(delta)), -1e18)
    order = np.lexsort((values[:, -1], *cells.T[::-1]))
    cells = cells[order]
    first = np.concatenate([[True], (cells[1:] != cells[:-1]).any(axis=1)])
    # Ends stay, so that the best of each objective is exact.
    ends = [int(values[:, k].argmin()) for k in range(objectives)]
    return np.asarray(np.unique(np.concatenate([order[first], ends])))


def combined(a: FloatArray, b: FloatArray, how: Sequence[Combine]) -> FloatArray:
    """Costs of every pair of points, (n, k) and (m, k) to (n m, k), the second running fastest."""
    left, right = a[:, None, :], b[None, :, :]
    total = np.asarray(left + right)
    for k, rule in enumerate(how):
        if rule == "max":
            total[:, :, k] = np.maximum(left[:, :, k], right[:, :, k])
    return total.reshape(-1, a.shape[1])


def product(a: Frontier, b: Frontier, how: Sequence[Combine]) -> Frontier:
    """All plans of two independent parts, reduced."""
    values = combined(a.values, b.values, how)
    first, second = np.divmod(np.arange(len(values)), max(len(b), 1))
    origin = np.stack([first, second], axis=1)
    return Frontier(
        values,
        None,
        (a, b),
        origin,
        depth=max(a.depth, b.depth),
        thinned=max(a.thinned, b.thinned),
    ).reduced()


def union(parts: Sequence[Frontier]) -> Frontier:
    """All plans of several alternatives, reduced."""
    if len(parts) == 1:
        return parts[0].reduced()
    values = np.concatenate([part.values for part in parts])
    which = np.repeat(np.arange(len(parts)), [len(part) for part in parts])
    index = np.concatenate([np.arange(len(part)) for part in parts])
    origin = np.stack([which, index], axis=1)
    return Frontier(
        values,
        None,
        tuple(parts),
        origin,
        is_union=True,
        depth=max(part.depth for part in parts),
        thinned=max(part.thinned for part in parts),
    ).reduced()
