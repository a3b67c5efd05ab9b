"""Models in: ONNX files, measured profiles and bundled examples become a `Graph`.

Public: `open_model`, the nouns of `model`, cuts and the intra-layer split. Importing this
package is cheap; onnx is imported when a model is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwpipe.graph.model import ConvShape, Cut, Gemm, Graph, Node, TensorInfo, Work

if TYPE_CHECKING:
    from hwpipe.graph.cuts import cut_bytes, down_closed_sets, linear_order_cut_bytes
    from hwpipe.graph.profile import ProfileSource
    from hwpipe.graph.source import ModelSource, OnnxSource, open_model
    from hwpipe.graph.split import split_proto

__all__ = [
    "ConvShape",
    "Cut",
    "Gemm",
    "Graph",
    "ModelSource",
    "Node",
    "OnnxSource",
    "ProfileSource",
    "TensorInfo",
    "Work",
    "cut_bytes",
    "down_closed_sets",
    "linear_order_cut_bytes",
    "open_model",
    "split_proto",
]

_HOME = {
    "cut_bytes": "cuts",
    "down_closed_sets": "cuts",
    "linear_order_cut_bytes": "cuts",
    "ProfileSource": "profile",
    "ModelSource": "source",
    "OnnxSource": "source",
    "open_model": "source",
    "split_proto": "split",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
