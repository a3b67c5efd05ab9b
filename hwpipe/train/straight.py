"""`StraightThrough`: the float network behind an int8 one, for the gradient of its inputs.

Quantised tensors are the real numbers that their codes stand for. Rounding to codes passes the
gradient unchanged within the range of the codes and stops it outside (the straight-through
estimator, arXiv 1308.3432, as in PyTorch's fake quantisation). What lies between, convolutions,
products, sums, pools, is differentiated as the float operator that it approximates.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import InputError
from hwpipe.runtime.module import to_torch
from hwpipe.runtime.ops import lookup
from hwpipe.runtime.ops.quant import dequantize_linear
from hwpipe.runtime.piece import OpNode, Piece

__all__ = ["StraightThrough"]


class StraightThrough:
    """A piece of int8 and other operators as a differentiable function of its float inputs."""

    def __init__(self, piece: Piece) -> None:
        """Take the constants of a piece.

        Raises:
            InputError: for an operator that has no gradient here.
        """
        self._piece = piece
        self._constants = {name: to_torch(array) for name, array in piece.constants.items()}
        for node in piece.nodes:
            if node.op not in _REAL:
                lookup(node)
            if node.op in _NO_GRADIENT:
                raise InputError(f"{node.op} has no straight-through gradient", where=node.where,
                                 limit="QLinear and QDQ operators",
                                 remedy="cut the model before the stages that learn, or quantize "
                                 "it with hwpipe quantize")  # fmt: skip

    def __call__(self, inputs: Sequence[Tensor]) -> list[Tensor]:
        """Real numbers of `piece.outputs` from those of `piece.inputs`."""
        values = _Values(self._constants, dict(zip(self._piece.inputs, inputs, strict=True)))
        for node in self._piece.nodes:
            convert = _REAL.get(node.op)
            made = convert(node, values) if convert is not None else _plain(node, values)
            several = made if isinstance(made, tuple) else (made,)
            values.made.update(zip(node.outputs, several, strict=False))
            if convert is not None and node.op != "DequantizeLinear":
                values.real.update(node.outputs)
            elif convert is None and any(name in values.real for name in node.inputs):
                values.real.update(node.outputs)  # a view, or a maximum, of codes
        return [values.made[name] for name in self._piece.outputs]


class _Values:
    """Tensors by name; `real` names those that are codes in the network and real numbers here."""

    def __init__(self, constants: Mapping[str, Tensor], made: dict[str, Tensor]) -> None:
        self.constants, self.made = constants, made
        self.real: set[str] = set()

    def raw(self, name: str) -> Tensor | None:
        """A tensor as it is; None for an absent one."""
        if not name:
            return None
        return self.made[name] if name in self.made else self.constants[name]

    def number(self, name: str) -> Tensor:
        """A tensor that must be there."""
        found = self.raw(name)
        assert found is not None
        return found

    def real_of(self, node: OpNode, at: int, axis: int = 0) -> Tensor:
        """The real numbers of codes, whose scale and zero point follow in the node's inputs."""
        name = node.inputs[at]
        if name in self.real:
            return self.number(name)
        zero = node.inputs[at + 2] if len(node.inputs) > at + 2 else ""
        return _dequantized(self.number(name), self.number(node.inputs[at + 1]), self.raw(zero),
                            axis)  # fmt: skip

    def fake(self, node: OpNode, value: Tensor, at: int) -> Tensor:
        """Round to codes, whose scale and zero point stand at `at`; the gradient goes through."""
        zero = self.raw(node.inputs[at + 1]) if len(node.inputs) > at + 1 else None
        return _fake(value, self.number(node.inputs[at]), zero, node.attrs.get("axis", 1))


def _dequantized(codes: Tensor, scale: Tensor, zero: Tensor | None, axis: int) -> Tensor:
    node = OpNode(0, "", "DequantizeLinear", "", 13, (), (), {"axis": axis})
    return dequantize_linear(node, codes, scale, zero)


def _fake(value: Tensor, scale: Tensor, zero: Tensor | None, axis: int) -> Tensor:
    limits = torch.iinfo(torch.uint8 if zero is None else zero.dtype)
    if scale.numel() == 1:
        offset = 0 if zero is None else int(zero.reshape(()))
        return torch.fake_quantize_per_tensor_affine(
            value, float(scale.reshape(())), offset, limits.min, limits.max
        )
    offsets = torch.zeros_like(scale) if zero is None else zero
    return torch.fake_quantize_per_channel_affine(
        value, scale, offsets.to(torch.int32), axis % value.dim(), limits.min, limits.max
    )


def _plain(node: OpNode, values: _Values) -> Any:
    """An operator that is what it is."""
    entry = lookup(node)
    inputs = node.inputs
    while inputs and not inputs[-1]:
        inputs = inputs[:-1]
    arguments: list[Any] = [values.raw(name) for name in inputs]
    for position in entry.host:
        if position < len(arguments) and arguments[position] is not None:
            arguments[position] = arguments[position].tolist()
    return entry.function(node, *arguments)


def _as(node: OpNode, op: str, version: int, *tensors: Tensor | None) -> Any:
    """The result of a float operator with the attributes of a quantised one."""
    plain = dataclasses.replace(node, op=op, domain="", version=version)
    arguments = list(tensors)
    while arguments[-1] is None:
        arguments.pop()
    return lookup(plain).function(plain, *arguments)


def _quantize(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, values.number(node.inputs[0]), 1)


def _dequantize(node: OpNode, values: _Values) -> Tensor:
    if node.inputs[0] in values.real:
        return values.number(node.inputs[0])
    return values.real_of(node, 0, node.attrs.get("axis", 1))


def _bias(values: _Values, node: OpNode, at: int, x_scale: str, w_scale: str) -> Tensor | None:
    if len(node.inputs) <= at or not node.inputs[at]:
        return None
    codes = values.number(node.inputs[at]).to(torch.float32)
    return codes * values.number(x_scale) * values.number(w_scale).reshape(-1)


def _conv(node: OpNode, values: _Values) -> Tensor:
    x, w = values.real_of(node, 0), values.real_of(node, 3, 0)
    bias = _bias(values, node, 8, node.inputs[1], node.inputs[4])
    if bias is not None:
        bias = bias.expand(w.shape[0])
    return values.fake(node, _as(node, "Conv", 11, x, w, bias), 6)


def _gemm(node: OpNode, values: _Values) -> Tensor:
    turned = bool(node.attrs.get("transB", 0))
    a, b = values.real_of(node, 0), values.real_of(node, 3, 0 if turned else 1)
    a = a.transpose(0, 1) if node.attrs.get("transA", 0) else a
    alpha: float = node.attrs.get("alpha", 1.0)
    made = (a @ (b.transpose(0, 1) if turned else b)) * alpha
    bias = _bias(values, node, 6, node.inputs[1], node.inputs[4])
    made = made if bias is None else made + bias
    if len(node.inputs) <= 7 or not node.inputs[7]:
        return made
    return values.fake(node, made, 7)


def _matmul(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, values.real_of(node, 0) @ values.real_of(node, 3, -1), 6)


def _add(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, values.real_of(node, 0) + values.real_of(node, 3), 6)


def _mul(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, values.real_of(node, 0) * values.real_of(node, 3), 6)


def _global_pool(node: OpNode, values: _Values) -> Tensor:
    x = values.real_of(node, 0)
    axes = range(1, x.dim() - 1) if node.attrs.get("channels_last", 0) else range(2, x.dim())
    return values.fake(node, x.mean(tuple(axes), keepdim=True), 3)


def _pool(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, _as(node, "AveragePool", 19, values.real_of(node, 0)), 3)


def _leaky(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, _as(node, "LeakyRelu", 16, values.real_of(node, 0)), 3)


def _sigmoid(node: OpNode, values: _Values) -> Tensor:
    return values.fake(node, values.real_of(node, 0).sigmoid(), 3)


def _concat(node: OpNode, values: _Values) -> Tensor:
    parts = [values.real_of(node, at) for at in range(2, len(node.inputs), 3)]
    return values.fake(node, torch.cat(parts, node.attrs["axis"]), 0)


#: What quantised operators are on real numbers.
_REAL: dict[str, Callable[[OpNode, _Values], Tensor]] = {
    "QuantizeLinear": _quantize, "DequantizeLinear": _dequantize, "QLinearConv": _conv,
    "QGemm": _gemm, "QLinearMatMul": _matmul, "QLinearAdd": _add, "QLinearMul": _mul,
    "QLinearGlobalAveragePool": _global_pool, "QLinearAveragePool": _pool,
    "QLinearLeakyRelu": _leaky, "QLinearSigmoid": _sigmoid, "QLinearConcat": _concat,
}  # fmt: skip
_NO_GRADIENT = frozenset({"ConvInteger", "MatMulInteger", "DynamicQuantizeLinear"})
