"""Node classes: nodes that cost the same are costed once.

A transformer repeats its layer and ResNet-50 its blocks, so a graph of thousands of nodes has
a few dozen classes; a device model prices classes and `build_cost_table` scatters the prices
over the nodes.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from hwpipe.graph.model import Graph, Work

__all__ = ["FUSABLE_OPS", "NodeClass", "NodeTimes", "classify"]

#: Operators that an integer convolution engine applies while it requantises its sums: a scale
#: and a bias per output channel, then a monotone clamp.
FUSABLE_OPS = frozenset({"BatchNormalization", "Relu", "Clip", "LeakyRelu", "PRelu"})


class NodeClass(NamedTuple):
    """All that a cost model may depend on.

    `fused` says that the node only follows a convolution, matrix product or sum whose result
    nobody else reads (Conv, BatchNormalization, Relu), so that an engine with a requantiser
    computes it on the way out.
    """

    op: str
    work: Work
    dtype: str
    param_bytes: int
    read_bytes: int
    write_bytes: int
    fused: bool


class NodeTimes(NamedTuple):
    """Seconds of one node on one device, and the part of them spent waiting for launches."""

    forward_s: float
    backward_input_s: float = 0.0
    backward_weight_s: float = 0.0
    forward_wait_s: float = 0.0
    backward_wait_s: float = 0.0


def classify(graph: Graph) -> tuple[list[NodeClass], npt.NDArray[np.intp]]:
    """Distinct classes of the graph's nodes, and the class index of every node, shape (L,)."""
    found: dict[NodeClass, int] = {}
    index = np.empty(len(graph.nodes), dtype=np.intp)
    fusing: set[str] = set()  # tensors that a requantiser could still change on their way out
    outputs = set(graph.outputs)
    for position, node in enumerate(graph.nodes):
        work = node.work
        fused = node.op in FUSABLE_OPS and len(node.inputs) == 1 and node.inputs[0] in fusing
        starts = work.kind in ("conv", "depthwise", "gemm") or node.op in ("Add", "Sum")
        if (fused or starts) and len(node.outputs) == 1:
            name = node.outputs[0]
            if len(graph.consumers.get(name, ())) == 1 and name not in outputs:
                fusing.add(name)
        key = NodeClass(node.op, work, node.dtype, node.param_bytes, node.read_bytes,
                        node.write_bytes, fused)  # fmt: skip
        index[position] = found.setdefault(key, len(found))
    return list(found), index
