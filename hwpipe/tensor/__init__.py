"""Tensor partition inside a stage: AccPar's three types with ratios, and the methods it contains.

`layer_graph` reads the layers of a network, `tensor_stage_time` splits them over the devices of
a stage; `hwpipe.tensor.published` holds the networks and the search of the released program.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.tensor.layers import layer_graph
    from hwpipe.tensor.model import LayerGraph, TensorLayer, TensorPlan
    from hwpipe.tensor.stage import StageSplit, tensor_stage_time

__all__ = [
    "LayerGraph",
    "StageSplit",
    "TensorLayer",
    "TensorPlan",
    "layer_graph",
    "tensor_stage_time",
]

_HOME = {
    "LayerGraph": "model",
    "StageSplit": "stage",
    "TensorLayer": "model",
    "TensorPlan": "model",
    "layer_graph": "layers",
    "tensor_stage_time": "stage",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
