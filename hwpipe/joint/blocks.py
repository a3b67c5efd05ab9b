"""Repeated blocks of a network: transformer layers and the like are recognised and priced once."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from hwpipe.cost.table import CostTable, FloatArray
from hwpipe.graph.model import Graph
from hwpipe.partition.positions import IntArray

__all__ = ["Blocks", "node_classes", "repeated_blocks"]


@dataclass(frozen=True)
class Blocks:
    """`count` runs of `period` nodes each, equal node by node, from node `start` on."""

    start: int
    period: int
    count: int

    def boundaries(self) -> IntArray:
        """Prefix lengths at which a block begins, and the end of the last one."""
        return self.start + self.period * np.arange(self.count + 1)


def node_classes(graph: Graph, table: CostTable) -> IntArray:
    """A number for each node: equal for nodes that cost the same and are connected alike.

    Two stages whose nodes have equal numbers, in order, are the same problem. Compared are the
    operator, its counted work and tensor sizes, how far back its producers stand, and its
    seconds and bytes on every device type.
    """
    producer = graph.producer
    columns = np.concatenate(
        [table.forward_s, table.backward_input_s, table.backward_weight_s, table.weight_bytes,
         table.activation_bytes, table.workspace_bytes]
    )  # fmt: skip
    known: dict[object, int] = {}
    classes = np.empty(len(graph), dtype=np.int64)
    for k, node in enumerate(graph.nodes):
        reach = tuple(k - producer[name] if name in producer else -1 for name in node.inputs)
        sizes = tuple(graph.tensors[name].shape for name in (*node.inputs, *node.outputs))
        key = (node.op, node.dtype, node.work, node.param_count, reach, sizes,
               columns[:, k].tobytes())  # fmt: skip
        classes[k] = known.setdefault(key, len(known))
    return classes


def repeated_blocks(classes: IntArray, cut_bytes: FloatArray) -> Blocks | None:
    """The repetition that covers most nodes, cut where the fewest bytes cross; None below 4.

    Args:
        classes: `node_classes` in topological order, shape (L,).
        cut_bytes: bytes alive at each prefix, shape (L + 1,).
    """
    count = len(classes)
    best: Blocks | None = None
    tried: set[int] = set()
    # Neighbouring members of a class stand one period apart, unless the class occurs more often.
    for number, times in Counter(classes.tolist()).most_common():
        if times < 4 or len(tried) > 40:
            continue
        gaps = np.diff(np.flatnonzero(classes == number))
        common, often = Counter(gaps.tolist()).most_common(1)[0]
        if common in tried or often < 3:
            continue
        tried.add(common)
        same = classes[common:] == classes[:-common]
        # Longest run of nodes that equal the node one period later.
        edges = np.flatnonzero(np.diff(np.concatenate([[0], same.astype(np.int8), [0]])))
        starts, ends = edges[::2], edges[1::2]
        if not len(starts):
            continue
        run = int(np.argmax(ends - starts))
        first, last = int(starts[run]), int(ends[run]) + common
        blocks = (last - first) // common
        if blocks < 4 or common < 2:
            continue
        # Any rotation of the block repeats as often, or once less: take the cheapest cut.
        spare = (last - first) - blocks * common
        offsets = [*range(spare + 1)] if spare else [0]
        if not spare:
            blocks -= 1
            offsets = list(range(common + 1))
        shift = min(offsets, key=lambda o: (cut_bytes[first + o], o))
        found = Blocks(first + shift, common, blocks)
        if best is None or found.period * found.count > best.period * best.count:
            best = found
    return None if best is None or best.period * best.count < count // 2 else best
