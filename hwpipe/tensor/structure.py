"""Arrays of a layer graph under a method, and what any choice of types and ratios costs."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.tensor.eliminate import Eliminator
from hwpipe.tensor.methods import Method
from hwpipe.tensor.model import LayerGraph, PartitionType
from hwpipe.tensor.traffic import TYPES, inter_coefficients, reads, writes

__all__ = ["Dims", "IntArray", "Pair", "Structure"]

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
        self.join = np.array([x.kind == "join" for x in layers])
        # Edges whose consumer has one predecessor: its ratio is solved with the tensor.
        self.chained = (degree[self.dst] == 1) & ~self.join[self.dst]
        table = inter_coefficients(training)
        cells = (self.channelwise[self.src], self.channelwise[self.dst])
        self.mixed, self.other = table.mixed[cells], table.other[cells]
        self.eliminator = Eliminator(len(layers), [(e.src, e.dst) for e in graph.edges])

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

    def intra(self, dims: Dims) -> FloatArray:
        """Partial sums that each party receives, shape (layers, types)."""
        intra = np.zeros((dims.shape[1], TYPES))
        plain = self.channelwise == 0
        intra[:, 0] = self.weight_elements(dims) * self._summed
        intra[:, 1] = np.where(plain, dims[0] * dims[2] * self.out_map, dims[0] * self._statistics)
        intra[:, 2] = dims[0] * dims[1] * self.in_map * self.training
        return intra

    def allowed(self, dims: Dims) -> npt.NDArray[np.bool_]:
        """Types that the method offers and the sizes allow, shape (layers, types)."""
        sizes = dims.T if self.method.whole_parts else np.full(dims.T.shape, 2.0)
        allowed = self._offered.copy()
        allowed[:, :3] &= sizes >= 2
        allowed[:, _ALL] |= ~allowed.any(axis=1)  # nothing can be split: compute it twice
        return allowed

    def exchange(
        self, dims: Dims, pair: Pair, types: IntArray, ratio: FloatArray
    ) -> tuple[FloatArray, FloatArray]:
        """What each party receives when neighbours keep their own ratios; (2, layers) each."""
        count = dims.shape[1]
        elements, seconds = np.zeros((2, count)), np.zeros((2, count))
        intra = self.intra(dims)[np.arange(count), types]
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
