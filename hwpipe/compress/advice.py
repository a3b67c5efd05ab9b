"""What a user should know of the tensors that are thinned out."""

from __future__ import annotations

from collections.abc import Iterable

import onnx

__all__ = ["boundary_notes"]


def boundary_notes(model: onnx.ModelProto, tensors: Iterable[str], keep: float) -> tuple[str, ...]:
    """Notes on boundary tensors that suffer from thinning.

    Batch normalisation takes mean and variance of what it reads: zeros in place of most elements
    move both, and the network learns behind other statistics than it had.

    Args:
        model: whose nodes read the tensors.
        tensors: that cross a boundary.
        keep: share of every sample's elements that crosses.
    """
    if keep >= 1:
        return ()
    crossing = set(tensors)
    found = []
    for node in model.graph.node:
        if node.op_type == "BatchNormalization" and node.input[0] in crossing:
            name = node.name or node.output[0]
            found.append(
                f"boundary tensor {node.input[0]!r} is thinned before batch normalisation "
                f"{name!r}, whose statistics the zeros move: cut behind its ReLU instead"
            )
    return tuple(found)
