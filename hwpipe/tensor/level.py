"""One bisection: the type and the ratio of every layer for two parties.

The cost of a layer is the time of the later of its two parties: its share of the compute, the
partial sums, and the tensors it must receive. Following AccPar, a layer with one predecessor
solves its ratio for each pair of types (c(l,t) = min over t' of c(l-1,t') + E_cp + E_cm); a
layer with several predecessors solves it from compute and partial sums, and each incoming
tensor is then charged at that ratio.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.tensor.model import PartitionType
from hwpipe.tensor.ratio import PairTimes, balance, snap
from hwpipe.tensor.structure import Dims, IntArray, Pair, Structure
from hwpipe.tensor.traffic import TYPES

__all__ = ["LevelResult", "solve_level"]

_ALL = int(PartitionType.REPLICATED)
_SPLIT = (np.arange(TYPES) != _ALL).astype(np.float64)


@dataclass(frozen=True)
class LevelResult:
    """Choices for one pair, and what each party receives.

    `types` and `ratio` have shape (layers,); `elements` and `exchange_s` shape (2, layers):
    elements received by each party for each layer, and seconds that takes.
    """

    types: IntArray
    ratio: FloatArray
    elements: FloatArray
    exchange_s: FloatArray
    search_cost: float
    exact: bool


def solve_level(structure: Structure, dims: Dims, pair: Pair) -> LevelResult:
    """Choose a type and a ratio for every layer of sizes `dims` between two parties."""
    method = structure.method
    costs = pair
    if method.objective == "traffic":
        none = np.zeros(dims.shape[1])
        costs = Pair(none, none, 1.0, 1.0, 0.0, 0.0, pair.even)
    balanced = _compute_share(costs)
    shares: list[float | None] = [pair.even]
    if method.ratio == "solved":
        # Layer-wise ratios may differ between neighbours, and then tensors move that the tables
        # do not charge. One ratio for all layers avoids that: balanced for compute, even for
        # traffic over equal links, or between them.
        shares = [None, *dict.fromkeys((balanced, pair.even, (balanced + pair.even) / 2))]
    terms = _terms(structure, dims, costs)
    tables = [_tables(structure, terms, share, balanced) for share in shares]
    unary = np.stack([table.unary for table in tables])
    unary[:, ~structure.allowed(dims)] = np.inf
    found, types, exact = structure.eliminator.solve_many(
        unary, np.stack([table.edge_s for table in tables])
    )
    ratios = [table.ratio(structure, row) for table, row in zip(tables, types, strict=True)]
    best = 0
    if len(shares) > 1:
        totals = [
            _total_s(structure, dims, pair, row, ratio)
            for row, ratio in zip(types, ratios, strict=True)
        ]
        best = int(np.argmin(totals))
    elements, exchange_s = structure.exchange(dims, pair, types[best], ratios[best])
    return LevelResult(types[best], ratios[best], elements, exchange_s, float(found[0]), exact)


def _compute_share(pair: Pair) -> float:
    """The share that balances the compute of the whole stage."""
    first, second = float(pair.compute_i.sum()), float(pair.compute_j.sum())
    return second / (first + second) if first + second > 0 else pair.even


@dataclass(frozen=True)
class _Terms:
    """Times that do not depend on the ratio.

    `own`: compute and partial sums, (layers, types). `chained`: the same with the incoming
    tensor, for the edges to a layer with one predecessor, (edges of that kind, types, types).
    `received`: the incoming tensor alone, (edges, types, types).
    """

    size: FloatArray
    own: PairTimes
    chained: PairTimes
    received: PairTimes


def _terms(structure: Structure, dims: Dims, pair: Pair) -> _Terms:
    intra = structure.intra(dims)
    compute_i, compute_j = pair.compute_i[:, None], pair.compute_j[:, None]
    active = intra > 0
    zero = np.zeros(())
    own = PairTimes(
        compute_i * _SPLIT,
        compute_j * _SPLIT,
        intra * pair.element_i + active * pair.latency_i + compute_i * (1 - _SPLIT),
        intra * pair.element_j + active * pair.latency_j + compute_j * (1 - _SPLIT),
        zero, zero, zero, zero,
    )  # fmt: skip
    tensors = structure.edge_elements(dims)[:, None, None]
    messages = structure.mixed + structure.other  # F, E or both
    received = PairTimes(
        zero, zero, messages * pair.latency_i, messages * pair.latency_j,
        tensors * pair.element_i, tensors * pair.element_j, structure.mixed, structure.other,
    )  # fmt: skip
    at = structure.dst[structure.chained]
    part = PairTimes(*(_rows(term, structure.chained) for term in received))
    chained = part._replace(
        compute_i=own.compute_i[at][:, None, :],
        compute_j=own.compute_j[at][:, None, :],
        fixed_i=own.fixed_i[at][:, None, :] + part.fixed_i,
        fixed_j=own.fixed_j[at][:, None, :] + part.fixed_j,
    )
    size = np.concatenate([dims.T, np.ones((dims.shape[1], 1))], axis=1)
    return _Terms(size, own, chained, received)


@dataclass(frozen=True)
class _Tables:
    """Costs to minimise and the ratios behind them, for one way to choose ratios."""

    unary: FloatArray
    edge_s: FloatArray
    own_ratio: FloatArray
    chained_ratio: FloatArray

    def ratio(self, structure: Structure, types: IntArray) -> FloatArray:
        """The ratio of each layer under types that were chosen."""
        chosen: FloatArray = self.own_ratio[np.arange(len(types)), types]
        edges = np.flatnonzero(structure.chained)
        src, dst = structure.src[edges], structure.dst[edges]
        chosen[dst] = self.chained_ratio[np.arange(len(edges)), types[src], types[dst]]
        return chosen


def _tables(structure: Structure, terms: _Terms, share: float | None, balanced: float) -> _Tables:
    """Costs with ratios solved layer by layer, or with one `share` for all."""
    whole = structure.method.whole_parts
    own_ratio, own_s = _balanced(terms.own, terms.size, share, whole=whole)
    # A join has no work to balance, a replicated layer no share: they follow the stage.
    follow = np.broadcast_to(balanced if share is None else share, own_ratio.shape)
    if whole:
        follow = np.where(_SPLIT > 0, _nearest(follow, terms.size), follow)
    idle = structure.join[:, None] | (_SPLIT == 0)
    own_ratio = np.where(idle, follow, own_ratio)
    own_s = np.where(idle, terms.own.worst(own_ratio), own_s)
    at, chained = structure.dst, structure.chained
    edge_s = terms.received.worst(own_ratio[at][:, None, :])
    ratio, seconds = _balanced(
        terms.chained, terms.size[at[chained]][:, None, :], share, whole=whole
    )
    same = np.broadcast_to(own_ratio[at[chained]][:, None, :], ratio.shape)
    keep = np.broadcast_to(_SPLIT == 0, ratio.shape)
    edge_s[chained] = np.where(keep, terms.chained.worst(same), seconds)
    own_s[at[chained]] = 0.0  # charged with the edge
    return _Tables(own_s, edge_s, own_ratio, np.where(keep, same, ratio))


def _balanced(
    times: PairTimes, size: FloatArray, share: float | None, *, whole: bool
) -> tuple[FloatArray, FloatArray]:
    if share is None:
        ratio, seconds = balance(times)
        return snap(times, ratio, size) if whole else (ratio, seconds)
    ratio = np.full(np.broadcast_shapes(*(part.shape for part in times)), share)
    if whole:
        ratio = _nearest(ratio, size)
    return ratio, times.worst(ratio)


def _total_s(
    structure: Structure, dims: Dims, pair: Pair, types: IntArray, ratio: FloatArray
) -> float:
    """Seconds of a choice, with what moves between neighbours of different ratios."""
    exchange = structure.exchange(dims, pair, types, ratio)[1]
    first = np.where(types == _ALL, 1.0, ratio) * pair.compute_i + exchange[0]
    second = np.where(types == _ALL, 1.0, 1.0 - ratio) * pair.compute_j + exchange[1]
    return float(np.maximum(first, second).sum())


def _nearest(share: FloatArray, size: FloatArray) -> FloatArray:
    """Shares rounded to whole parts of `size`, halves to the first party, none empty."""
    whole = np.clip(np.floor(share * size + 0.5), 1.0, np.maximum(size - 1.0, 1.0))
    result: FloatArray = whole / size
    return result


def _rows(part: FloatArray, chosen: npt.NDArray[np.bool_]) -> FloatArray:
    return part[chosen] if part.ndim else part
