"""The nouns of lowering: `Program`, its int8 tensors, its layers and its ports.

A program is a quantised network as a list of integer layers in execution order. All tensors are
int8; codes of a uint8 tensor of the ONNX model are shifted by 128, zero points with them, which
changes no arithmetic.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.fpga.exact import Slopes, Sum
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import Multiplier, Proof, Scale

__all__ = [
    "MOVED",
    "Add",
    "AveragePool",
    "ChannelShuffle",
    "Clip",
    "Concat",
    "Conv",
    "FullyConnected",
    "GlobalAveragePool",
    "HostNode",
    "Layer",
    "LeakyRelu",
    "MaxPool",
    "Port",
    "Program",
    "Requantise",
    "Reshape",
    "Slice",
    "Tensor",
    "Transpose",
    "Upsample",
]

Array = npt.NDArray[Any]
Pads = tuple[tuple[int, ...], tuple[int, ...]]

#: The proof of layers that move codes and compute nothing.
MOVED = Proof(True, 0, 0, "moved")


@dataclass(frozen=True)
class Tensor:
    """An int8 activation; shape with the batch in front."""

    name: str
    shape: tuple[int, ...]
    scale: Scale

    @property
    def elements(self) -> int:
        """Number of codes, which is bytes."""
        return int(np.prod(self.shape, dtype=np.int64))


@dataclass(frozen=True, eq=False, kw_only=True)
class Layer:
    """One integer operation.

    Attributes:
        name: of the ONNX node.
        inputs: names of tensors, in order.
        output: name of the tensor it makes.
        proof: whether it equals onnxruntime on every possible input.
    """

    name: str
    inputs: tuple[str, ...]
    output: str
    proof: Proof = MOVED

    @property
    def kind(self) -> str:
        """Name of the operation for reports."""
        return _KINDS[type(self).__name__]

    @property
    def weight_bytes(self) -> int:
        """Weights, int32 biases and 32-bit multipliers."""
        return 0


@dataclass(frozen=True, eq=False, kw_only=True)
class _Weighted(Layer):
    """Weights int8 with output channels first, bias int32 (M,), one or M multipliers."""

    w: Array
    bias: Array
    multiplier: Multiplier
    out: Output
    x_zero_point: int

    @property
    def weight_bytes(self) -> int:
        """Weights, int32 biases and 32-bit multipliers."""
        return int(self.w.size + 8 * self.w.shape[0])

    @property
    def needs_unpacked(self) -> bool:
        """Whether a weight is -128, which two products in one DSP slice cannot hold."""
        return bool(np.any(self.w == -128))


@dataclass(frozen=True, eq=False, kw_only=True)
class Conv(_Weighted):
    """Convolution; depthwise where every group has one input channel."""

    strides: tuple[int, ...]
    pads: Pads
    dilations: tuple[int, ...]
    groups: int

    @property
    def kind(self) -> str:
        """`depthwise` where every group has one input channel."""
        return "depthwise" if self.groups > 1 and self.w.shape[1] == 1 else "conv"


@dataclass(frozen=True, eq=False, kw_only=True)
class FullyConnected(_Weighted):
    """Product with weights (M, K)."""


@dataclass(frozen=True, eq=False, kw_only=True)
class Add(Layer):
    """Residual sum of two scales; `zero_first` adds the zero point before rounding."""

    sum: Sum
    out: Output
    a_zero_point: int
    b_zero_point: int
    zero_first: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class MaxPool(Layer):
    """Largest code of every window."""

    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    pads: Pads
    dilations: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class AveragePool(Layer):
    """Mean of every window; `multiplier.k` is a scalar, or (OH, OW) where counts differ."""

    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    pads: Pads
    multiplier: Multiplier
    out: Output
    x_zero_point: int
    zero_first: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class GlobalAveragePool(Layer):
    """Mean of every channel."""

    multiplier: Multiplier
    out: Output
    x_zero_point: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Requantise(Layer):
    """The same values at another scale."""

    multiplier: Multiplier
    out: Output
    x_zero_point: int


@dataclass(frozen=True, eq=False, kw_only=True)
class LeakyRelu(Layer):
    """One slope above the zero point, another below."""

    slopes: Slopes
    out: Output
    x_zero_point: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Clip(Layer):
    """ReLU, ReLU6 and Clip that follow no arithmetic of their own."""

    low: int
    high: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Concat(Layer):
    """Tensors of one scale behind each other along the channels."""


@dataclass(frozen=True, eq=False, kw_only=True)
class ChannelShuffle(Layer):
    """Channels of `groups` groups interleaved."""

    groups: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Upsample(Layer):
    """Nearest neighbour by whole factors (rows, columns)."""

    factors: tuple[int, int]


@dataclass(frozen=True, eq=False, kw_only=True)
class Reshape(Layer):
    """A view in (C, H, W) order; `shape` is without the batch."""

    shape: tuple[int, ...]


@dataclass(frozen=True, eq=False, kw_only=True)
class Slice(Layer):
    """Channels start .. stop."""

    start: int
    stop: int


@dataclass(frozen=True, eq=False, kw_only=True)
class Transpose(Layer):
    """Axes reordered; only as a part of a channel shuffle, which `fuse` makes of it."""

    perm: tuple[int, ...]


_KINDS = {
    "Conv": "conv", "FullyConnected": "fully-connected", "Add": "add", "MaxPool": "max-pool",
    "AveragePool": "average-pool", "GlobalAveragePool": "global-average-pool",
    "Requantise": "requantise", "Clip": "clip", "LeakyRelu": "leaky-relu", "Concat": "concat",
    "ChannelShuffle": "channel-shuffle", "Upsample": "upsample", "Reshape": "reshape",
    "Slice": "slice", "Transpose": "transpose",
}  # fmt: skip


@dataclass(frozen=True)
class Port:
    """Where host and accelerator meet.

    Attributes:
        name: of the ONNX tensor on the host's side (float32 where `is_float`, else codes).
        tensor: name of the program's tensor.
        is_float: the host quantises (inputs) or dequantises (outputs) it.
        offset: 128 where the ONNX codes are uint8, else 0.
    """

    name: str
    tensor: str
    is_float: bool
    offset: int


@dataclass(frozen=True)
class HostNode:
    """An ONNX node that stays on the host, and why."""

    name: str
    op: str
    reason: str


@dataclass(frozen=True, eq=False)
class Program:
    """A quantised network as integer layers.

    Attributes:
        name: of the model.
        tensors: every int8 tensor by name.
        layers: in execution order.
        inputs, outputs: ports, in the order of the model.
        host: nodes before the inputs or behind the outputs that stay on the host.
        codes: ONNX name of a quantised tensor -> (program tensor, offset of its codes).
    """

    name: str
    tensors: dict[str, Tensor]
    layers: tuple[Layer, ...]
    inputs: tuple[Port, ...]
    outputs: tuple[Port, ...]
    host: tuple[HostNode, ...] = ()
    codes: dict[str, tuple[str, int]] = field(default_factory=dict)

    @property
    def inexact(self) -> tuple[Layer, ...]:
        """Layers that may differ from onnxruntime by one step."""
        return tuple(layer for layer in self.layers if not layer.proof.exact)

    @property
    def weight_bytes(self) -> int:
        """Weights, biases and multipliers of all layers."""
        return sum(layer.weight_bytes for layer in self.layers)

    @property
    def macs(self) -> int:
        """Multiply-accumulates of convolutions and products for the program's batch."""
        return sum(
            self.tensors[layer.output].elements * (layer.w.size // layer.w.shape[0])
            for layer in self.layers
            if isinstance(layer, Conv | FullyConnected)
        )
