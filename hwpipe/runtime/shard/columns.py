"""Other index sets for a layer's output channels: whole heads instead of a contiguous range.

A projection whose result is cut into heads (and before that into query, key and value) is best
split by head: member m takes its heads' channels of each part, so that nothing has to be exchanged
before attention (Megatron-LM, arXiv 1909.08053).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from hwpipe.runtime.piece import OpNode
from hwpipe.runtime.shard.blocks import LayerBlocks
from hwpipe.runtime.shard.boxes import Runs
from hwpipe.runtime.shard.ruling import Site

__all__ = ["column_candidates"]

#: Parts that one projection may make: a matrix alone, with another, query-key-value.
_PARTS = (1, 3, 2)


def column_candidates(
    site: Site, layer: LayerBlocks, folded: Sequence[OpNode], shapes: Mapping[str, tuple[int, ...]]
) -> Iterator[list[Runs]]:
    """Ways to divide the channels in about the plan's shares, in whole groups of channels.

    Args:
        site: the layer's main node.
        layer: its blocks.
        folded: the nodes that transform its result.
        shapes: of all tensors.
    """
    y = site.out_shape()
    whole = y[1] if layer.kind == "conv" else y[-1]
    counts = {
        size for node in folded if node.op == "Reshape" for size in shapes.get(node.outputs[0], ())
    }
    for parts in _PARTS:
        for heads in sorted(counts):
            if heads < 2 or whole % (parts * heads):
                continue
            each = whole // (parts * heads)
            ranges = [
                (round(b[2][0] * heads / layer.sizes[2]), round(b[2][1] * heads / layer.sizes[2]))
                for b in layer.blocks
            ]
            if any(low >= high for low, high in ranges):
                continue
            yield [
                _joined(
                    [
                        (p * heads * each + low * each, p * heads * each + high * each)
                        for p in range(parts)
                    ]
                )
                for low, high in ranges
            ]


def _joined(intervals: list[tuple[int, int]]) -> Runs:
    found: list[tuple[int, int]] = []
    for low, high in intervals:
        if found and found[-1][1] == low:
            found[-1] = (found[-1][0], high)
        else:
            found.append((low, high))
    return tuple(found)
