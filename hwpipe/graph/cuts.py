"""Cuts of a graph: every down-closed node set, and the bytes that cross each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from hwpipe.graph.model import Graph

__all__ = ["cut_bytes", "down_closed_sets", "linear_order_cut_bytes"]

_CHUNK_CELLS = 2**24  # boolean cells of one vectorised step

#: Operators of one weight alone, which belong to the layer that reads their result.
_PREPARING = {"DequantizeLinear", "QuantizeLinear", "Cast", "Transpose"}


def _attached(graph: Graph) -> list[int]:
    """For each node, a mask of itself and the constant-only nodes that feed it alone.

    A dequantised weight could be made in any earlier stage, at the price of sending it; those
    sets multiply the number of cuts by two per weight and none of them is of use.
    """
    masks = [1 << node.index for node in graph.nodes]
    for node in graph.nodes:
        if node.inputs or not node.params or node.op not in _PREPARING:
            continue
        readers = {i for name in node.outputs for i in graph.consumers.get(name, ())}
        if len(readers) == 1 and not set(node.outputs) & set(graph.outputs):
            masks[readers.pop()] |= 1 << node.index
            masks[node.index] = 0
    return masks


def down_closed_sets(graph: Graph, limit: int) -> list[int] | None:
    """All down-closed node sets as bit masks (bit i is node i), by (size, value).

    A set is down-closed if it holds every node that one of its nodes reads from. Nodes that
    only prepare one weight for one reader (`DequantizeLinear` of an initialiser) go with it.
    Sets are grown one node at a time from the empty set; each is found once per size.

    Returns:
        The sets, the empty one first, or None if there are more than `limit`.
    """
    own = _attached(graph)
    before = [0] * len(graph)
    after: list[list[int]] = [[] for _ in graph.nodes]
    for a, b in graph.edges:
        if own[a]:  # an attached node comes with its reader
            before[b] |= own[a]
            after[a].append(b)
    start = 0
    for i, mask in enumerate(own):
        if mask and not before[i]:
            start |= 1 << i
    level = {0: start}
    found: list[int] = []
    while level:
        found.extend(level)
        if len(found) > limit:
            return None
        following: dict[int, int] = {}
        for mask, ready in level.items():
            rest = ready
            while rest:
                bit = rest & -rest
                rest ^= bit
                i = bit.bit_length() - 1
                grown = mask | own[i]
                if grown in following:
                    continue
                opened = ready ^ bit
                for j in after[i]:
                    if not before[j] & ~grown:
                        opened |= 1 << j
                following[grown] = opened
        if len(found) + len(following) > limit:
            return None
        level = following
    found.sort(key=lambda mask: (mask.bit_count(), mask))
    return found


def linear_order_cut_bytes(graph: Graph) -> npt.NDArray[np.int64]:
    """Bytes of live tensors at each of the L + 1 positions of the topological order.

    Entry p equals `graph.cut(range(p)).size_bytes`; the time is linear in nodes and edges.
    """
    length = len(graph)
    change = np.zeros(length + 2, np.int64)
    outputs = set(graph.outputs)
    for name in graph.inputs:
        readers = graph.consumers.get(name)
        if readers:
            size = graph.tensors[name].size_bytes
            change[0] += size
            change[readers[-1] + 1] -= size
    for node in graph.nodes:
        for name in node.outputs:
            readers = graph.consumers.get(name, ())
            if name in outputs:
                last = length + 1
            elif readers:
                last = readers[-1] + 1
            else:
                continue
            size = graph.tensors[name].size_bytes
            change[node.index + 1] += size
            change[last] -= size
    total: npt.NDArray[np.int64] = np.cumsum(change)[: length + 1]
    return total


def cut_bytes(graph: Graph, masks: Sequence[int]) -> npt.NDArray[np.int64]:
    """Bytes of live tensors of each down-closed set in `masks`, int64.

    A tensor is alive if its producer is inside (a graph input always is) and some reader is
    outside, or it is a graph output. Vectorised over sets and tensors.
    """
    length = len(graph)
    outputs = set(graph.outputs)
    producers: list[int] = []  # `length` stands for "always inside"
    readers: list[int] = []
    starts: list[int] = []
    leaves: list[bool] = []
    sizes: list[int] = []
    owners = [(name, length) for name in graph.inputs]
    owners += [(name, node.index) for node in graph.nodes for name in node.outputs]
    for name, owner in owners:
        reading = graph.consumers.get(name, ())
        leaving = name in outputs and owner < length
        if not reading and not leaving:
            continue
        producers.append(owner)
        starts.append(len(readers))
        # A tensor that nothing reads points at the row that is always inside.
        readers.extend(reading or (length,))
        leaves.append(leaving)
        sizes.append(graph.tensors[name].size_bytes)
    result = np.zeros(len(masks), np.int64)
    if not sizes:
        return result
    width = (length + 7) // 8
    step = max(_CHUNK_CELLS // (len(readers) + length + 1), 1)
    weights = np.asarray(sizes, np.int64)
    leave = np.asarray(leaves)
    for low in range(0, len(masks), step):
        part = masks[low : low + step]
        packed = b"".join(mask.to_bytes(width, "little") for mask in part)
        bits = np.frombuffer(packed, np.uint8).reshape(len(part), width)
        # Nodes are rows, so that picking one copies contiguous memory.
        inside = np.ones((length + 1, len(part)), np.uint8)
        inside[:length] = np.unpackbits(bits, axis=1, bitorder="little", count=length).T
        all_read = np.minimum.reduceat(inside[readers], starts, axis=0).astype(bool)
        alive = inside[producers].astype(bool) & (~all_read | leave[:, None])
        result[low : low + step] = weights @ alive
    return result
