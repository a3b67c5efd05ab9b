"""Where a pipeline may be cut: down-closed sets of a graph and the bytes alive at each.

A *position* is a down-closed set of nodes (it holds the producers of everything it holds). A
pipeline is a chain of positions from the empty set to the full set, each stage the difference
of two neighbours. A graph with few down-closed sets is cut anywhere; a larger one along one
linear order, its topological order, whose prefixes are down-closed too.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.graph.model import Graph

__all__ = ["BoolArray", "IntArray", "Lattice", "Positions", "boundary_bytes", "down_closed",
           "positions_of"]  # fmt: skip

BoolArray = npt.NDArray[np.bool_]
IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Lattice:
    """The down-closed sets of a graph, smaller sets first: the same at every micro-batch size.

    Attributes:
        inside: membership, shape (K, L).
        chain: indices of the prefixes of the topological order, (L + 1,).
    """

    inside: BoolArray
    chain: IntArray

    @cached_property
    def nested(self) -> BoolArray:
        """Whether set i is a proper subset of set j, shape (K, K)."""
        member = self.inside.astype(np.float32)
        sizes = member.sum(axis=1)
        common = member @ member.T
        return np.asarray((common == sizes[:, None]) & (sizes[:, None] < sizes[None, :]))

    @cached_property
    def pairs(self) -> tuple[IntArray, IntArray]:
        """All (start, end) with set `start` a proper subset of `end`, sorted by start."""
        start, end = np.nonzero(self.nested)
        return start, end

    @cached_property
    def levels(self) -> list[tuple[IntArray, IntArray, IntArray, IntArray]]:
        """Ways from a set to one that holds one node more, smallest sets first.

        A level is (node, end, heads, start): way i adds `node[i]` and leads to set `end[i]`;
        ways from `start[j]` begin at index `heads[j]`.
        """
        size = self.inside.sum(axis=1)
        start, end = self.pairs
        single = size[end] - size[start] == 1
        start, end = start[single], end[single]
        node = (self.inside[end] & ~self.inside[start]).argmax(axis=1)
        first = np.searchsorted(size[start], np.arange(size[-1] + 1))
        levels = []
        for level in range(int(size[-1])):
            rows = slice(int(first[level]), int(first[level + 1]))
            heads = np.flatnonzero(np.diff(start[rows], prepend=-1))
            levels.append((node[rows], end[rows], heads, start[rows][heads]))
        return levels


@dataclass(frozen=True, eq=False)
class Positions:
    """The K legal positions of a graph of L nodes, smaller sets first.

    Attributes:
        inside: membership, shape (K, L); None for the linear order (position k holds the
            first k nodes), where it would be a triangle.
        chain: indices of the positions that are prefixes of the topological order, L + 1 of
            them, ascending; row 0 is the empty set and the last one the full set.
        cut_bytes: bytes of all tensors alive at a position, shape (K,); 0 at both ends, since
            the input is fed to the first stage and the output collected at the last.
        linear: True if only the linear order is searched.
        at: for a subset of the linear order, how many nodes each position holds, (K,).
        lattice: what depends on `inside` alone; None for the linear order.
    """

    inside: BoolArray | None
    chain: IntArray
    cut_bytes: FloatArray
    linear: bool
    at: IntArray | None = None
    lattice: Lattice | None = None

    @property
    def count(self) -> int:
        """Number of positions, K."""
        return len(self.cut_bytes)

    @property
    def cuts(self) -> str:
        """How a certificate names the cuts."""
        if self.linear:
            return "linear order: topological order of the graph"
        return "all down-closed cuts"

    def prefix(self, values: FloatArray) -> FloatArray:
        """Sums of per-node `values` (..., L) inside every position: (..., K)."""
        if self.inside is None:
            zero = np.zeros((*values.shape[:-1], 1))
            sums = np.concatenate([zero, np.cumsum(values, axis=-1)], axis=-1)
            return sums if self.at is None else np.asarray(sums[..., self.at])
        return values @ self.inside.T.astype(np.float64)

    def nodes_in(self, position: int) -> int:
        """How many nodes a position of the linear order holds."""
        return position if self.at is None else int(self.at[position])

    def subset(self, picks: IntArray) -> Positions:
        """Only the positions `picks` (indices into `chain`, ascending) of the linear order."""
        size = len(picks)
        return Positions(None, np.arange(size), self.cut_bytes[self.chain[picks]], True, picks)

    def nodes_between(self, start: int, end: int) -> tuple[int, ...]:
        """Node indices of the stage from position `start` to position `end`, ascending."""
        if self.inside is None:
            return tuple(range(self.nodes_in(start), self.nodes_in(end)))
        return tuple(np.flatnonzero(self.inside[end] & ~self.inside[start]).tolist())

    @cached_property
    def pairs(self) -> tuple[IntArray, IntArray]:
        """All (start, end) with position `start` a proper subset of `end`, sorted by start."""
        if self.lattice is not None:
            return self.lattice.pairs
        start, end = np.triu_indices(self.count, 1)
        return start, end

    @property
    def nested(self) -> BoolArray:
        """Whether position i is a proper subset of position j, shape (K, K)."""
        if self.lattice is not None:
            return self.lattice.nested
        index = np.arange(self.count)
        return np.asarray(index[:, None] < index[None, :])


@lru_cache(maxsize=16)
def down_closed(count: int, edges: tuple[tuple[int, int], ...], limit: int) -> BoolArray | None:
    """Membership of every down-closed set of a DAG, by size; None if more than `limit`.

    Sets grow one node at a time; a node may join once its producers are inside. Adding nodes
    in a breadth-first order of set sizes meets each set once per maximal element, so a
    dictionary per size removes the repeats.
    """
    needs = [0] * count
    for source, sink in edges:
        needs[sink] |= 1 << source
    found: list[int] = []
    level: dict[int, None] = {0: None}
    while level:
        found.extend(level)
        if len(found) > limit:
            return None
        grown: dict[int, None] = {}
        for mask in level:
            for node in range(count):
                bit = 1 << node
                if not mask & bit and needs[node] & mask == needs[node]:
                    grown[mask | bit] = None
            if len(found) + len(grown) > limit:
                return None
        level = dict.fromkeys(sorted(grown))
    width = (count + 7) // 8
    raw = b"".join(mask.to_bytes(width, "little") for mask in found)
    packed = np.frombuffer(raw, dtype=np.uint8).reshape(len(found), width)
    return np.asarray(np.unpackbits(packed, axis=1, bitorder="little")[:, :count].astype(bool))


def _spans(graph: Graph) -> tuple[list[int], list[list[int]], list[float], list[bool]]:
    """Producer (-1 for an input), readers, bytes and is-output of every tensor that matters."""
    producers: list[int] = []
    readers: list[list[int]] = []
    sizes: list[float] = []
    kept: list[bool] = []
    outputs = set(graph.outputs)
    for name, info in graph.tensors.items():
        made_by = graph.producer.get(name)
        if made_by is None and name not in graph.inputs:
            continue
        used_by = graph.consumers.get(name, ())
        if not used_by and name not in outputs:
            continue
        producers.append(-1 if made_by is None else made_by)
        readers.append(list(used_by))
        sizes.append(float(info.size_bytes))
        kept.append(name in outputs and made_by is not None)
    return producers, readers, sizes, kept


def _linear_cut_bytes(graph: Graph) -> FloatArray:
    count = len(graph.nodes)
    change = np.zeros(count + 2)
    for made_by, used_by, size, kept in zip(*_spans(graph), strict=True):
        last = count if kept else max(used_by)
        change[made_by + 1] += size
        change[last + 1] -= size
    alive = np.cumsum(change)[: count + 1]
    # Sizes are whole bytes, so a sum that should be zero is exactly zero.
    alive[0] = alive[count] = 0.0
    return alive


@lru_cache(maxsize=4)
def _lattice(count: int, edges: tuple[tuple[int, int], ...], limit: int) -> Lattice | None:
    """The down-closed sets of a DAG; None if more than `limit`."""
    inside = down_closed(count, edges, limit)
    if inside is None:
        return None
    order = {row.tobytes(): k for k, row in enumerate(inside)}
    prefix = np.tri(count + 1, count, -1, dtype=bool)
    return Lattice(inside, np.array([order[row.tobytes()] for row in prefix]))


@lru_cache(maxsize=4)
def _alive_in(
    lattice: Lattice,
    producers: tuple[int, ...],
    readers: tuple[tuple[int, ...], ...],
    kept: tuple[bool, ...],
) -> FloatArray:
    """1 where a tensor is alive at a set, shape (tensors, K); 0 at both ends."""
    inside = lattice.inside
    alive = np.zeros((len(producers), len(inside)))
    for row, made_by, used_by, stays in zip(alive, producers, readers, kept, strict=True):
        row[:] = 1.0 if made_by < 0 else inside[:, made_by]
        if not stays:
            row[inside[:, list(used_by)].all(axis=1)] = 0.0
    alive[:, [0, -1]] = 0.0
    return alive


def _set_cut_bytes(graph: Graph, lattice: Lattice) -> FloatArray:
    producers, readers, sizes, kept = _spans(graph)
    alive = _alive_in(lattice, tuple(producers), tuple(map(tuple, readers)), tuple(kept))
    # Whole bytes below 2^53: the product is exact.
    return np.asarray(np.array(sizes) @ alive)


_CACHE: OrderedDict[tuple[int, int], tuple[Graph, Positions]] = OrderedDict()


def positions_of(graph: Graph, max_sets: int) -> Positions:
    """The positions of a graph: every down-closed set if at most `max_sets`, else a chain.

    The result does not depend on devices, micro-batches or schedules, so the last few graphs
    are remembered by identity.
    """
    key = (id(graph), max_sets)
    hit = _CACHE.get(key)
    if hit is not None and hit[0] is graph:
        return hit[1]
    count = len(graph.nodes)
    lattice = _lattice(count, graph.edges, max_sets) if count < max_sets else None
    if lattice is None:
        result = Positions(
            inside=None,
            chain=np.arange(count + 1),
            cut_bytes=_linear_cut_bytes(graph),
            linear=not _is_chain(graph),
        )
    else:
        only_chain = len(lattice.inside) == count + 1
        result = Positions(
            inside=None if only_chain else lattice.inside,
            chain=lattice.chain,
            cut_bytes=_set_cut_bytes(graph, lattice),
            linear=False,
            lattice=None if only_chain else lattice,
        )
    _CACHE[key] = (graph, result)
    while len(_CACHE) > 16:
        _CACHE.popitem(last=False)
    return result


def _is_chain(graph: Graph) -> bool:
    """Whether the topological order is the only one (every neighbour pair has an edge)."""
    edges = set(graph.edges)
    return all((i, i + 1) in edges for i in range(len(graph.nodes) - 1))


@dataclass(frozen=True, eq=False)
class _SpanArrays:
    """`_spans` as arrays: readers of tensor t are `readers[first[t]:first[t + 1]]`."""

    producer: IntArray
    readers: IntArray
    first: IntArray
    size: FloatArray
    kept: BoolArray


_SPAN_CACHE: OrderedDict[int, tuple[Graph, _SpanArrays]] = OrderedDict()


def _span_arrays(graph: Graph) -> _SpanArrays:
    hit = _SPAN_CACHE.get(id(graph))
    if hit is not None and hit[0] is graph:
        return hit[1]
    producers, readers, sizes, kept = _spans(graph)
    # An output that nobody reads counts its producer, so that no list of readers is empty.
    filled = [row or [max(made_by, 0)] for row, made_by in zip(readers, producers, strict=True)]
    lengths = np.array([len(row) for row in filled], dtype=np.int64)
    arrays = _SpanArrays(
        producer=np.array(producers, dtype=np.int64),
        readers=np.array([i for row in filled for i in row], dtype=np.int64),
        first=np.cumsum(lengths) - lengths,
        size=np.array(sizes),
        kept=np.array(kept, dtype=bool),
    )
    _SPAN_CACHE[id(graph)] = (graph, arrays)
    while len(_SPAN_CACHE) > 16:
        _SPAN_CACHE.popitem(last=False)
    return arrays


def boundary_bytes(graph: Graph, stage_of: IntArray, stages: int) -> FloatArray:
    """Bytes that cross each of the `stages - 1` boundaries, tensors passing through included.

    Args:
        graph: the network.
        stage_of: stage of every node, shape (L,).
        stages: number of stages.
    """
    spans = _span_arrays(graph)
    change = np.zeros(stages + 1)
    if len(spans.producer):
        first = np.where(spans.producer < 0, 0, stage_of[spans.producer])
        last = np.maximum.reduceat(stage_of[spans.readers], spans.first)
        last = np.where(spans.kept, stages - 1, last)
        far = last > first
        np.add.at(change, first[far], spans.size[far])
        np.add.at(change, last[far], -spans.size[far])
    return np.asarray(np.cumsum(change)[: stages - 1])
