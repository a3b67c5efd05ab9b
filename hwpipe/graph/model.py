"""The nouns of a network: `Graph`, `Node`, `TensorInfo`, `Work` and `Cut`.

A `Graph` is the analysed form of a model at one fixed batch size: static shapes,
nodes in topological order, counted work. It holds no weights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from hwpipe.units import DTYPE_BYTES

__all__ = ["ConvShape", "Cut", "Gemm", "Graph", "Node", "TensorInfo", "Work", "WorkKind"]

#: What a cost model must know of a node's inner loop.
#: `conv` and `depthwise` have a `ConvShape`; `gemm` is a matrix product with constant
#: weights, `matmul` one of two activations, `rnn` a recurrent layer (its gemms run once a
#: time step, in order); `elementwise`, `reduce`, `pool` and `normalise` do arithmetic bound
#: by memory traffic; `move` copies data; `view` costs nothing (Reshape, Identity);
#: `shape` computes on shapes; `bytes` is an operator outside the table, costed by bytes.
WorkKind = Literal[
    "conv", "depthwise", "gemm", "matmul", "rnn", "elementwise", "reduce", "pool",
    "normalise", "move", "view", "shape", "bytes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TensorInfo:
    """A tensor with a static shape; `dtype` is the numpy name (`float32`)."""

    name: str
    shape: tuple[int, ...]
    dtype: str

    @property
    def elements(self) -> int:
        """Number of elements (1 for a scalar)."""
        count = 1
        for dim in self.shape:
            count *= dim
        return count

    @property
    def size_bytes(self) -> int:
        """Bytes of the dense tensor, sub-byte types packed."""
        return int(-(-self.elements * DTYPE_BYTES[self.dtype] // 1))


@dataclass(frozen=True, slots=True)
class Gemm:
    """`count` independent products of (m x k) by (k x n): m*k*n multiply-accumulates each.

    For a convolution (im2col): m = batch * output pixels, k = kernel area * input channels
    of one group, n = filters of one group, count = groups.
    """

    count: int
    m: int
    k: int
    n: int

    @property
    def macs(self) -> int:
        """Multiply-accumulates of all `count` products."""
        return self.count * self.m * self.k * self.n


@dataclass(frozen=True, slots=True)
class ConvShape:
    """Geometry of a convolution (1-D to 3-D), spatial tuples of equal length."""

    batch: int
    in_channels: int
    out_channels: int
    in_size: tuple[int, ...]
    out_size: tuple[int, ...]
    kernel: tuple[int, ...]
    stride: tuple[int, ...]
    pads: tuple[int, ...]  # begins, then ends, as ONNX has them
    dilation: tuple[int, ...]
    groups: int
    transposed: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """Counted work of one node at the graph's batch size.

    `macs` are multiply-accumulates of the forward pass; `flops` other arithmetic
    (one per element and elementary function). `bwd_input_macs` and `bwd_weight_macs` are the
    multiply-accumulates of the input-gradient and weight-gradient products (0 where the node
    has no weight, or no gradient flows).
    """

    kind: WorkKind
    macs: int = 0
    flops: int = 0
    bwd_input_macs: int = 0
    bwd_weight_macs: int = 0
    gemms: tuple[Gemm, ...] = ()
    conv: ConvShape | None = None
    steps: int = 1  # sequential steps of a recurrent layer


@dataclass(frozen=True, slots=True)
class Node:
    """One operator, its tensors and its work.

    `inputs` are names of activations (graph inputs or outputs of other nodes), in order and
    without repeats; `params` are names of initialisers. `param_bytes` counts an initialiser
    at the node that reads it (a shared one at each reader); `param_count` those of its elements
    that training changes, `buffer_count` the others. `read_bytes` and `write_bytes`
    are activation traffic of the forward pass.
    """

    index: int
    name: str
    op: str
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    params: tuple[str, ...]
    param_count: int
    param_bytes: int
    read_bytes: int
    write_bytes: int
    dtype: str  # of the arithmetic: float32, float16, bfloat16, int8 ...
    work: Work
    splittable: int = 0  # output channels that an intra-layer split may divide; 0: none
    buffer_count: int = 0  # elements of `params` that training does not change (BN statistics)


@dataclass(frozen=True, slots=True)
class Cut:
    """The tensors alive between two sets of nodes, ordered as they were produced.

    `tensors` holds every tensor that was produced (or is a graph input) before the cut and is
    read, or is a graph output, after it: also one that merely passes a stage.
    """

    tensors: tuple[TensorInfo, ...]

    @property
    def size_bytes(self) -> int:
        """Bytes that cross the cut for one micro-batch."""
        return sum(t.size_bytes for t in self.tensors)


@dataclass(frozen=True)
class Graph:
    """A network at batch size `batch`: nodes in topological order, static tensors.

    Attributes:
        name: model name for reports.
        model_hash: "sha256:..." of what identifies the model file (not the batch size).
        batch: the batch size to which the shapes are bound.
        nodes: nodes in topological order; `nodes[i].index == i`.
        tensors: every activation tensor by name (graph inputs, node outputs).
        params: every initialiser by name.
        inputs, outputs: names of graph inputs and outputs (no initialisers).
        costed_by_bytes: operator types outside the table, sorted.
        notes: what the importer wants the user to know, one line each.
        buffers: names in `params` that training does not change: statistics of batch
            normalisation, scales and zero points, shapes, indices, scalars.
    """

    name: str
    model_hash: str
    batch: int
    nodes: tuple[Node, ...]
    tensors: dict[str, TensorInfo]
    params: dict[str, TensorInfo]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]
    costed_by_bytes: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    buffers: frozenset[str] = frozenset()

    def __len__(self) -> int:
        return len(self.nodes)

    @cached_property
    def producer(self) -> dict[str, int]:
        """Index of the node that makes a tensor; graph inputs are absent."""
        return {name: node.index for node in self.nodes for name in node.outputs}

    @cached_property
    def consumers(self) -> dict[str, tuple[int, ...]]:
        """Indices of the nodes that read a tensor, ascending."""
        readers: dict[str, list[int]] = {}
        for node in self.nodes:
            for name in node.inputs:
                readers.setdefault(name, []).append(node.index)
        return {name: tuple(indices) for name, indices in readers.items()}

    @cached_property
    def edges(self) -> tuple[tuple[int, int], ...]:
        """Pairs (producer, consumer) of node indices, sorted, without repeats."""
        pairs = {
            (self.producer[name], node.index)
            for node in self.nodes
            for name in node.inputs
            if name in self.producer
        }
        return tuple(sorted(pairs))

    def cut(self, before: Sequence[int]) -> Cut:
        """The cut after the down-closed set of node indices `before`.

        The empty set gives the graph inputs that are read; the full set the graph outputs.

        Raises:
            ValueError: if `before` is not down-closed (a node in it reads a node outside it).
        """
        inside = set(before)
        alive: list[str] = []
        for name in self.inputs:
            if any(i not in inside for i in self.consumers.get(name, ())):
                alive.append(name)
        outputs = set(self.outputs)
        for node in self.nodes:
            if node.index not in inside:
                continue
            for name in node.inputs:
                if name in self.producer and self.producer[name] not in inside:
                    raise ValueError(f"not down-closed: {node.name} reads {name}")
            for name in node.outputs:
                if name in outputs or any(i not in inside for i in self.consumers.get(name, ())):
                    alive.append(name)
        return Cut(tuple(self.tensors[name] for name in alive))

    @cached_property
    def macs(self) -> int:
        """Multiply-accumulates of one forward pass at this batch size."""
        return sum(node.work.macs for node in self.nodes)

    @cached_property
    def param_count(self) -> int:
        """Number of trainable parameters (`buffers` left out), shared ones counted once."""
        return sum(info.elements for name, info in self.params.items() if name not in self.buffers)

    @cached_property
    def param_bytes(self) -> int:
        """Bytes of all parameters and buffers, shared ones counted once."""
        return sum(info.size_bytes for info in self.params.values())
