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
from hwpipe.tensor.eliminate import Eliminator
from hwpipe.tensor.methods import Method
from hwpipe.tensor.model import LayerGraph, PartitionType
from hwpipe.tensor.ratio import PairTimes, balance, snap
from hwpipe.tensor.traffic import TYPES, inter_coefficients, reads, writes

__all__ = ["Dims", "LevelResult", "Pair", "Structure"]

_ALL = int(PartitionType.REPLICATED)
_LAYOUT_IN = np.array([[reads(c, t) for t in PartitionType] for c in (False, True)])
_LAYOUT_OUT = np.array([[writes(c, t) for t in PartitionType] for c in (False, True)])
_DUPLICATED = 2

IntArray = npt.NDArray[np.intp]
#: Current sizes of all layers inside a party: rows B, Di, Do; shape (3, layers).
Dims = FloatArray


@dataclass(frozen=True)
class Pair:
    """Two parties at one level.

    Attributes:
        compute_i, compute_j: seconds of each whole layer (at its current size) on a party.
        element_i, element_j: seconds for a party to receive one element.
        latency_i, latency_j: seconds before the first element of an exchange.
        even: share of the first party by number of devices.
    """

    compute_i: FloatArray
    compute_j: FloatArray
    element_i: float
    element_j: float
    latency_i: float
    latency_j: float
    even: float


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


class Structure:
    """Arrays of a `LayerGraph` that do not change from level to level."""

    def __init__(
        self, graph: LayerGraph, method: Method, *, training: bool, micro_batches: int = 1
    ) -> None:
        """Prepare a graph.

        Args:
            graph: the layers.
            method: offered types and objective.
            training: three products, or forward only.
            micro_batches: the weight gradient is exchanged once for so many micro-batches.
        """
        layers = graph.layers
        self.graph, self.method, self.training = graph, method, training
        self.channelwise = np.array([x.channelwise for x in layers], dtype=np.intp)
        self.dims: Dims = np.array(
            [[x.batch for x in layers], [x.in_channels for x in layers],
             [x.out_channels for x in layers]], dtype=np.float64
        )  # fmt: skip
        self.in_map = np.array([x.in_map for x in layers], dtype=np.float64)
        self.out_map = np.array([x.out_map for x in layers], dtype=np.float64)
        bare = np.array([x.kind in ("attention", "join") for x in layers])
        self.kernel = np.where(bare, 0.0, [float(x.kernel) for x in layers])
        self._side = np.array([x.side_weights / x.out_channels for x in layers])
        self._summed = np.array([x.trainable for x in layers]) * training / micro_batches
        self._statistics = np.array([x.row_statistics for x in layers]) * (1.0 + training)
        self._offered = np.zeros((len(layers), TYPES), dtype=bool)
        for row, layer in enumerate(layers):
            self._offered[row, [int(t) for t in method.types(layer)]] = True
        self.src = np.array([e.src for e in graph.edges], dtype=np.intp)
        self.dst = np.array([e.dst for e in graph.edges], dtype=np.intp)
        self._tensor = np.array([e.elements for e in graph.edges], dtype=np.float64)
        degree = np.bincount(self.dst, minlength=len(layers))
        self._single = degree[self.dst] == 1  # edges whose consumer has one predecessor
        self._join = np.array([x.kind == "join" for x in layers])
        table = inter_coefficients(training)
        cells = (self.channelwise[self.src], self.channelwise[self.dst])
        self.mixed, self.other = table.mixed[cells], table.other[cells]
        self._eliminator = Eliminator(len(layers), [(e.src, e.dst) for e in graph.edges])

    def share(self, dims: Dims) -> FloatArray:
        """Share of each layer's work that is left at `dims`, shape (layers,)."""
        part = dims / self.dims
        out = np.where(self.channelwise == 1, 1.0, part[2])
        result: FloatArray = part[0] * part[1] * out
        return result

    def weight_elements(self, dims: Dims) -> FloatArray:
        """Weights of each layer at `dims`."""
        rows = np.where(self.channelwise == 1, 1.0, dims[1])
        result: FloatArray = dims[2] * (rows * self.kernel + self._side)
        return result

    def edge_elements(self, dims: Dims) -> FloatArray:
        """Elements of each tensor between layers: it shrinks as its consumer's input does."""
        part = dims[:2] / self.dims[:2]
        result: FloatArray = self._tensor * (part[0] * part[1])[self.dst]
        return result

    def _intra(self, dims: Dims) -> FloatArray:
        """Partial sums that each party receives, shape (layers, types)."""
        intra = np.zeros((dims.shape[1], TYPES))
        plain = self.channelwise == 0
        intra[:, 0] = self.weight_elements(dims) * self._summed
        intra[:, 1] = np.where(plain, dims[0] * dims[2] * self.out_map, dims[0] * self._statistics)
        intra[:, 2] = dims[0] * dims[1] * self.in_map * self.training
        return intra

    def _allowed(self, dims: Dims) -> npt.NDArray[np.bool_]:
        sizes = dims.T if self.method.whole_parts else np.full(dims.T.shape, 2.0)
        allowed = self._offered.copy()
        allowed[:, :3] &= sizes >= 2
        allowed[:, _ALL] |= ~allowed.any(axis=1)  # nothing can be split: compute it twice
        return allowed

    def solve(self, dims: Dims, pair: Pair) -> LevelResult:
        """Choose a type and a ratio for every layer."""
        traffic_only = self.method.objective == "traffic"
        costs = pair
        if traffic_only:
            none = np.zeros(dims.shape[1])
            costs = Pair(none, none, 1.0, 1.0, 0.0, 0.0, pair.even)
        types, ratio, cost, exact = self._search(dims, costs, None)
        if self.method.ratio == "solved":
            # Layer-wise ratios may differ between neighbours, and then tensors move that the
            # tables do not charge. One ratio for all layers avoids that: balanced for compute,
            # even for traffic over equal links, or between them.
            balanced = self._common(pair)
            shares = dict.fromkeys((balanced, pair.even, (balanced + pair.even) / 2))
            found = [(types, ratio)]
            found += [self._search(dims, costs, share)[:2] for share in shares]
            totals = [self._total_s(dims, pair, *choice) for choice in found]
            types, ratio = found[int(np.argmin(totals))]
        elements, exchange = self.exchange(dims, pair, types, ratio)
        return LevelResult(types, ratio, elements, exchange, cost, exact)

    def _common(self, pair: Pair) -> float:
        """The share that balances the compute of the whole stage."""
        first, second = float(pair.compute_i.sum()), float(pair.compute_j.sum())
        return second / (first + second) if first + second > 0 else pair.even

    def _search(
        self, dims: Dims, pair: Pair, share: float | None
    ) -> tuple[IntArray, FloatArray, float, bool]:
        """Minimise the sum of layer costs; `share` fixes one ratio for all layers."""
        count = dims.shape[1]
        if share is None and self.method.ratio == "even":
            share = pair.even
        intra = self._intra(dims)
        split = (np.arange(TYPES) != _ALL).astype(np.float64)
        compute_i, compute_j = pair.compute_i[:, None], pair.compute_j[:, None]
        active = intra > 0
        zero = np.zeros(())
        times = PairTimes(
            compute_i * split,
            compute_j * split,
            intra * pair.element_i + active * pair.latency_i + compute_i * (1 - split),
            intra * pair.element_j + active * pair.latency_j + compute_j * (1 - split),
            zero, zero, zero, zero,
        )  # fmt: skip
        size = np.concatenate([dims.T, np.ones((count, 1))], axis=1)
        default = self._common(pair) if share is None else share
        own, own_s = self._balanced(times, size, share)
        fixed = np.broadcast_to(default, own.shape)
        # A join has no work to balance, a replicated layer no share: they follow the stage.
        idle = self._join[:, None] | (split == 0)
        if self.method.whole_parts:
            fixed = np.where(split > 0, _nearest(fixed, size), fixed)
        own = np.where(idle, fixed, own)
        own_s = np.where(idle, times.worst(own), own_s)

        received = self.edge_elements(dims)[:, None, None]
        messages = self.mixed + self.other  # F, E or both
        wait_i, wait_j = messages * pair.latency_i, messages * pair.latency_j
        at = self.dst
        edge = PairTimes(
            times.compute_i[at][:, None, :],
            times.compute_j[at][:, None, :],
            times.fixed_i[at][:, None, :] + wait_i,
            times.fixed_j[at][:, None, :] + wait_j,
            received * pair.element_i,
            received * pair.element_j,
            self.mixed,
            self.other,
        )
        alone = self._single & ~self._join[at]
        edge_ratio = np.broadcast_to(own[at][:, None, :], self.mixed.shape).copy()
        nothing = np.zeros(())
        only_exchange = PairTimes(
            nothing, nothing, wait_i, wait_j, edge.link_i, edge.link_j, self.mixed, self.other
        )
        edge_s = only_exchange.worst(edge_ratio)
        if alone.any():
            picked = PairTimes(*(_rows(part, alone) for part in edge))
            ratio, seconds = self._balanced(picked, size[at[alone]][:, None, :], share)
            keep = np.broadcast_to(split == 0, ratio.shape)
            same = edge_ratio[alone]
            edge_ratio[alone] = np.where(keep, same, ratio)
            edge_s[alone] = np.where(keep, picked.worst(same), seconds)
        unary = own_s.copy()
        unary[at[alone]] = 0.0
        unary[~self._allowed(dims)] = np.inf
        cost, types, exact = self._eliminator.solve(unary, edge_s)
        ratio = own[np.arange(count), types]
        ratio[at[alone]] = edge_ratio[alone, types[self.src[alone]], types[at[alone]]]
        return types, ratio, cost, exact

    def _balanced(
        self, times: PairTimes, size: FloatArray, share: float | None
    ) -> tuple[FloatArray, FloatArray]:
        if share is not None:
            shape = np.broadcast_shapes(*(part.shape for part in times))
            ratio = np.full(shape, share)
            if self.method.whole_parts:
                ratio = _nearest(ratio, size)
            return ratio, times.worst(ratio)
        ratio, seconds = balance(times)
        return snap(times, ratio, size) if self.method.whole_parts else (ratio, seconds)

    def exchange(
        self, dims: Dims, pair: Pair, types: IntArray, ratio: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """What each party receives when neighbours keep their own ratios; (2, layers) each."""
        count = dims.shape[1]
        elements, seconds = np.zeros((2, count)), np.zeros((2, count))
        intra = self._intra(dims)[np.arange(count), types]
        tensors = self.edge_elements(dims)
        out = _LAYOUT_OUT[self.channelwise[self.src], types[self.src]]
        into = _LAYOUT_IN[self.channelwise[self.dst], types[self.dst]]
        for party, (share, element_s, latency) in enumerate(
            ((ratio, pair.element_i, pair.latency_i),
             (1.0 - ratio, pair.element_j, pair.latency_j))
        ):  # fmt: skip
            received = _converted(out, into, share[self.src], share[self.dst])
            messages = (received > 0).astype(np.float64)
            if self.training:
                back = _converted(into, out, share[self.dst], share[self.src])
                received, messages = received + back, messages + (back > 0)
            elements[party] = intra + np.bincount(self.dst, received * tensors, minlength=count)
            calls = (intra > 0) + np.bincount(self.dst, messages, minlength=count)
            seconds[party] = elements[party] * element_s + calls * latency
        return elements, seconds

    def _total_s(self, dims: Dims, pair: Pair, types: IntArray, ratio: FloatArray) -> float:
        exchange = self.exchange(dims, pair, types, ratio)[1]
        first = np.where(types == _ALL, 1.0, ratio) * pair.compute_i + exchange[0]
        second = np.where(types == _ALL, 1.0, 1.0 - ratio) * pair.compute_j + exchange[1]
        return float(np.maximum(first, second).sum())

    def shrink(self, dims: Dims, types: IntArray, ratio: FloatArray) -> tuple[Dims, Dims]:
        """Sizes inside the two parties: the dimension that was split shrinks."""
        first, second = dims.copy(), dims.copy()
        for kind in (0, 1, 2):  # type I shrinks row B, II row Di, III row Do
            at = types == kind
            first[kind, at] *= ratio[at]
            second[kind, at] *= 1.0 - ratio[at]
        channels = (types == 1) & (self.channelwise == 1)  # Do follows Di
        first[2, channels] = first[1, channels]
        second[2, channels] = second[1, channels]
        if self.method.whole_parts:
            first, second = np.rint(first), np.rint(second)
        return first, second


def _nearest(share: FloatArray, size: FloatArray) -> FloatArray:
    """Shares rounded to whole parts of `size`, halves to the first party, none empty."""
    whole = np.clip(np.floor(share * size + 0.5), 1.0, np.maximum(size - 1.0, 1.0))
    result: FloatArray = whole / size
    return result


def _rows(part: FloatArray, chosen: npt.NDArray[np.bool_]) -> FloatArray:
    return part[chosen] if part.ndim else part


def _converted(
    have: IntArray, need: IntArray, share_have: FloatArray, share_need: FloatArray
) -> FloatArray:
    """`traffic.convert_share` for arrays."""
    same = np.maximum(0.0, share_need - share_have)
    result: FloatArray = np.where(
        have == _DUPLICATED,
        0.0,
        np.where(
            need == _DUPLICATED,
            1.0 - share_have,
            np.where(have == need, same, share_need * (1.0 - share_have)),
        ),
    )
    return result
