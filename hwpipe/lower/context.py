"""What the handlers of operators share: values of tensors, constants, and emission of layers.

Every ONNX tensor is one of four values. `Codes` is a quantised tensor; `Real` the float tensor
that DequantizeLinear makes of one; `Pending` a float result that becomes a layer when it is
quantised; `Host` any other float tensor.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import NodeProto, TensorProto, helper

from hwpipe.errors import InputError
from hwpipe.fpga.exact import accumulator_range
from hwpipe.fpga.integer import Output
from hwpipe.fpga.requantise import Scale
from hwpipe.graph.model import TensorInfo
from hwpipe.graph.tensors import to_array
from hwpipe.lower.model import HostNode, Layer, Port, Tensor

__all__ = ["Build", "Codes", "Context", "Host", "Pending", "Real", "Unsupported", "Weights"]

Array = npt.NDArray[Any]
#: Emits the layer of a pending result: its name's scale, its clip range, the tensor's name.
Build = Callable[[Scale, Output, str], Tensor]


class Unsupported(Exception):  # noqa: N818 - a verdict, not a failure
    """The node cannot run on the accelerator; the text says why."""


@dataclass(frozen=True)
class Codes:
    """A quantised tensor; the ONNX codes are `offset` above the program's."""

    tensor: Tensor
    offset: int


@dataclass(frozen=True)
class Real:
    """The exact float values of a program's tensor."""

    tensor: Tensor


@dataclass(frozen=True)
class Pending:
    """A float result, clipped to `low .. high`, that waits for its scale."""

    build: Build
    sources: tuple[str, ...]  # float tensors that it reads
    nodes: tuple[NodeProto, ...]
    low: float = -np.inf
    high: float = np.inf
    own: Scale | None = None  # of the operand, where nothing but the clip happens


@dataclass(frozen=True)
class Host:
    """A float tensor of the host; `cause` is the node that put it there, None for an input."""

    cause: HostNode | None
    after: bool  # depends on an integer layer


Value = Codes | Real | Pending | Host


@dataclass(frozen=True, eq=False)
class Weights:
    """Constant weights: int8 codes without zero point, float32 scales () or (channels,)."""

    codes: Array
    scale: Array


class Context:
    """State of the lowering of one model.

    Attributes:
        where: name of the model for messages.
        values: value of every tensor seen so far.
        tensors, layers: what was emitted.
        codes: ONNX name of a quantised tensor -> (program tensor, offset).
        inputs: ports made by QuantizeLinear of host tensors.
        leaving: ports of tensors that host nodes read, by ONNX name.
        host: nodes that stay on the host.
        origin: nodes whose layers are being emitted.
        origins: of every layer, the nodes that it computes.
        joined: nodes that are one operation of the accelerator (Conv, Relu, QuantizeLinear).
        refused: id of every node on the host -> the reason.
        islands: a float tensor behind host nodes may be quantised again (a stage's neighbours
            run these nodes); else it is an error.
    """

    def __init__(
        self,
        where: str,
        initializers: Mapping[str, TensorProto],
        shapes: Mapping[str, TensorInfo],
    ) -> None:
        self.where, self.shapes = where, shapes
        self._initializers = initializers
        self._quantised: dict[str, NodeProto] = {}  # float constant -> its DequantizeLinear
        self.values: dict[str, Value] = {}
        self.tensors: dict[str, Tensor] = {}
        self.layers: list[Layer] = []
        self.codes: dict[str, tuple[str, int]] = {}
        self.inputs: list[Port] = []
        self.leaving: dict[str, Port] = {}
        self.host: list[HostNode] = []
        self.origin: tuple[NodeProto, ...] = ()
        self.origins: list[tuple[NodeProto, ...]] = []
        self.joined: list[tuple[NodeProto, ...]] = []
        self.refused: dict[int, str] = {}
        self.islands = False

    # Constants ---------------------------------------------------------------------------

    def constant(self, name: str) -> Array | None:
        """The value of an initialiser, or None."""
        tensor = self._initializers.get(name)
        return None if tensor is None else to_array(tensor)

    def required(self, name: str, what: str) -> Array:
        """The value of an initialiser.

        Raises:
            Unsupported: if the tensor is computed.
        """
        value = self.constant(name)
        if value is None:
            raise Unsupported(f"its {what} is computed, not constant")
        return value

    def note_quantised_constant(self, node: NodeProto) -> None:
        """Remember a DequantizeLinear whose input is an initialiser."""
        self._quantised[node.output[0]] = node

    def dequantise_node(self, name: str) -> NodeProto | None:
        """The DequantizeLinear that makes a float constant, or None."""
        return self._quantised.get(name)

    def is_constant(self, name: str) -> bool:
        """Whether a tensor is an initialiser, plain or dequantised."""
        return name in self._initializers or name in self._quantised

    def float_constant(self, name: str, what: str) -> Array:
        """A float constant, plain or dequantised; Unsupported if it is computed."""
        node = self._quantised.get(name)
        if node is None:
            return self.required(name, what)
        attributes = {a.name: helper.get_attribute_value(a) for a in node.attribute}
        codes, scale = self.required(node.input[0], what), self.required(node.input[1], what)
        zero = self.required(node.input[2], what) if len(node.input) > 2 else np.zeros((), np.int8)
        axis = attributes.get("axis", 1) % max(codes.ndim, 1)
        shape = [1] * codes.ndim
        if scale.size > 1:
            shape[axis] = scale.size
        real = codes.astype(np.float64) - zero.astype(np.float64).reshape(
            shape if zero.size > 1 else ()
        )
        return np.asarray(real * scale.astype(np.float64).reshape(
            shape if scale.size > 1 else ()), np.float32)  # fmt: skip

    # Scales and weights ------------------------------------------------------------------

    def scale(self, scale: str, zero_point: str) -> tuple[Scale, int]:
        """Per-tensor scale and zero point in int8 codes, and the offset of the ONNX codes.

        Raises:
            Unsupported: per-channel or computed scales, types other than 8-bit integers.
        """
        s = self.required(scale, "scale")
        z = self.required(zero_point, "zero point") if zero_point else np.zeros((), np.uint8)
        if s.size != 1 or z.size != 1:
            raise Unsupported("an activation has one scale per channel")
        if z.dtype not in (np.int8, np.uint8):
            raise Unsupported(f"activations are {z.dtype}, not 8-bit")
        value = float(np.float32(s.reshape(-1)[0]))
        if not (np.isfinite(value) and value > 0):
            raise Unsupported(f"scale {value:g} is not a positive number")
        offset = 128 if z.dtype == np.uint8 else 0
        return Scale(value, int(z.reshape(-1)[0]) - offset), offset

    def weights(self, codes: str, scale: str, zero_point: str) -> Weights:
        """Constant symmetric 8-bit weights.

        Raises:
            Unsupported: computed, asymmetric or other than 8-bit weights.
        """
        w, s = self.required(codes, "weight"), self.required(scale, "weight scale")
        z = self.required(zero_point, "weight zero point") if zero_point else np.zeros((), w.dtype)
        if w.dtype == np.uint8 and np.all(z == 128):
            w = (w.astype(np.int16) - 128).astype(np.int8)
        elif w.dtype != np.int8 or np.any(z != 0):
            kind = "asymmetric" if w.dtype in (np.int8, np.uint8) else f"{w.dtype}"
            raise Unsupported(f"its weights are {kind}; int8 with zero point 0 can run")
        return Weights(w, np.asarray(s, np.float32).reshape(-1 if s.size > 1 else ()))

    def check_accumulator(self, w: Array, bias: Array, x_zero_point: int) -> None:
        """Unsupported where an int32 accumulator could overflow."""
        low, high = accumulator_range(w, bias, x_zero_point)
        worst = max(int(high.max(initial=0)), -int(low.min(initial=0)))
        if worst >= 2**31:
            raise Unsupported(f"its accumulator reaches {worst}, beyond 32 bits")

    # Values ------------------------------------------------------------------------------

    def quantised(self, name: str) -> Codes:
        """The codes of an input of an integer operator.

        Raises:
            Unsupported: if the tensor is none.
        """
        value = self.values.get(name)
        if not isinstance(value, Codes):
            raise Unsupported(f"its input {name[:80]!r} is not a quantised activation")
        return value

    def operand(self, name: str, scale: str, zero_point: str) -> Tensor:
        """The quantised input of an operator that states its scale.

        A model input that is quantised already becomes a port at that scale.

        Raises:
            Unsupported: if it is no quantised activation, or was made at another scale.
        """
        read, offset = self.scale(scale, zero_point)
        value = self.values.get(name)
        is_input = isinstance(value, Host) and value.cause is None and not value.after
        if is_input and self.shapes[name].dtype in ("int8", "uint8"):
            self.enter(name, name, read, offset, False)
        tensor = self.quantised(name).tensor
        if tensor.scale != read:
            raise Unsupported(f"it reads {name[:80]!r} as {read}, which was made as {tensor.scale}")
        return tensor

    def shape(self, name: str) -> tuple[int, ...]:
        """Static shape of an ONNX tensor."""
        return self.shapes[name].shape

    def tensor(self, name: str, shape: tuple[int, ...], scale: Scale) -> Tensor:
        """A new tensor of the program, under a name of its own."""
        unique, copy = name, 1
        while unique in self.tensors:
            copy += 1
            unique = f"{name}#{copy}"
        self.tensors[unique] = Tensor(unique, shape, scale)
        return self.tensors[unique]

    def emit(self, layer: Layer) -> None:
        """Append a layer."""
        self.layers.append(layer)
        self.origins.append(self.origin)

    def set_codes(self, name: str, tensor: Tensor, offset: int) -> None:
        """Bind the ONNX name of a quantised tensor."""
        self.values[name] = Codes(tensor, offset)
        self.codes[name] = (tensor.name, offset)

    def enter(self, name: str, codes: str, scale: Scale, offset: int, is_float: bool) -> None:
        """A tensor of the host becomes an input of the program."""
        tensor = self.tensor(codes, self.shape(name), scale)
        self.inputs.append(Port(name, tensor.name, is_float, offset))
        self.set_codes(codes, tensor, offset)

    def leave(self, name: str) -> None:
        """A host node, or the model's output, reads tensor `name`."""
        value = self.values.get(name)
        if isinstance(value, Codes):
            self.leaving.setdefault(name, Port(name, value.tensor.name, False, value.offset))
        elif isinstance(value, Real):
            self.leaving.setdefault(name, Port(name, value.tensor.name, True, 0))
        elif isinstance(value, Pending):
            cause = self.to_host(value.nodes, "its result is not quantised")
            for source in value.sources:
                self.leave(source)
            self.values[name] = Host(cause, True)

    def to_host(self, nodes: tuple[NodeProto, ...], reason: str) -> HostNode:
        """Put nodes on the host's list; returns the first."""
        found = [HostNode(n.name or n.output[0], n.op_type, reason) for n in nodes]
        for n in nodes:
            self.refused.setdefault(id(n), reason)
        self.host.extend(node for node in found if node not in self.host)
        return found[0]

    def refuse(self, node: NodeProto, value: Host) -> InputError:
        """The error for a float operator between integer layers."""
        cause = value.cause
        name = cause.name if cause else node.input[0]
        what = f"{cause.op} {name[:120]!r} cannot run on the accelerator" if cause else name[:120]
        return InputError(
            f"{what}: {cause.reason if cause else 'it is a float input'}",
            where=self.where,
            limit="int8 Conv, Gemm, pooling, Add, Relu, LeakyRelu, Clip, Concat, shuffle, Resize",
            remedy="quantise the model with `hwpipe quantize`, or cut it before this node",
        )
