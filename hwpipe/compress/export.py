"""An ONNX model that thins out boundary tensors as its training did.

A network that learned behind a boundary of few activations expects few activations: exported, it
has to drop the same ones. The operators are those of ONNX, so any runtime computes them.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import onnx
from onnx import helper, numpy_helper

from hwpipe.errors import InputError

__all__ = ["with_boundaries"]


def with_boundaries(
    model: onnx.ModelProto, tensors: Iterable[str], keep: float, bits: int = 32
) -> onnx.ModelProto:
    """Copy a model with the largest activations of some tensors kept and the others zero.

    Args:
        model: static shapes; opset 13 or newer.
        tensors: results of nodes, floating point, samples in dimension 0.
        keep: share of every sample's elements that is kept, as `TopActivations`.
        bits: 16 rounds what is kept of float32 tensors to bfloat16, as `Compression.bits`.

    Returns:
        The copy; every reader of a tensor reads the thinned one.

    Raises:
        InputError: a tensor is not in the model, or its shape is not known.
    """
    from hwpipe.compress.boundary import TopActivations

    result = onnx.ModelProto()
    result.CopyFrom(model)
    graph = result.graph
    known = {v.name: v for v in onnx.shape_inference.infer_shapes(model).graph.value_info}
    for name in tensors:
        makers = [i for i, node in enumerate(graph.node) if name in node.output]
        if not makers or name not in known:
            raise InputError(f"no tensor {name!r} of known shape between nodes",
                             where=graph.name or "model")  # fmt: skip
        shape = [d.dim_value for d in known[name].type.tensor_type.shape.dim]
        dtype = helper.tensor_dtype_to_np_dtype(known[name].type.tensor_type.elem_type)
        elements = int(np.prod(shape[1:]))
        for node in graph.node:
            for i, read in enumerate(node.input):
                if read == name:
                    node.input[i] = f"{name}/kept"
        for part, array in (
            ("flat_shape", np.array([shape[0], elements])),
            ("count", np.array([TopActivations(keep).kept(elements)])),
            ("zeros", np.zeros((shape[0], elements), dtype)),
            ("shape", np.array(shape)),
        ):
            graph.initializer.append(numpy_helper.from_array(array, f"{name}/{part}"))
        node = helper.make_node
        added = [
            node("Reshape", [name, f"{name}/flat_shape"], [f"{name}/flat"]),
            node("Abs", [f"{name}/flat"], [f"{name}/size"]),
            node("TopK", [f"{name}/size", f"{name}/count"], [f"{name}/top", f"{name}/places"],
                 axis=1),
            node("GatherElements", [f"{name}/flat", f"{name}/places"], [f"{name}/values"], axis=1),
            *_rounded(name, bits if dtype == np.float32 else 32),
            node("ScatterElements", [f"{name}/zeros", f"{name}/places", f"{name}/sent"],
                 [f"{name}/sparse"], axis=1),
            node("Reshape", [f"{name}/sparse", f"{name}/shape"], [f"{name}/kept"]),
        ]  # fmt: skip
        at = makers[0] + 1
        rest = list(graph.node)[at:]
        del graph.node[at:]
        graph.node.extend([*added, *rest])
    return result


def _rounded(name: str, bits: int) -> list[onnx.NodeProto]:
    """What is kept of a tensor as it travels."""
    values, sent = f"{name}/values", f"{name}/sent"
    if bits == 32:
        return [helper.make_node("Identity", [values], [sent])]
    return [
        helper.make_node("Cast", [values], [f"{name}/short"], to=onnx.TensorProto.BFLOAT16),
        helper.make_node("Cast", [f"{name}/short"], [sent], to=onnx.TensorProto.FLOAT),
    ]
