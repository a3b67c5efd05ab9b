"""Element-by-element arithmetic, comparison, logic and casts (numpy broadcasting, opset 7 on)."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce as fold
from typing import Any

import numpy as np
import onnx
import torch
from torch import Tensor

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__ = ["torch_dtype"]

_TORCH_DTYPES = {
    "float32": torch.float32, "float64": torch.float64, "float16": torch.float16,
    "bfloat16": torch.bfloat16, "int8": torch.int8, "int16": torch.int16, "int32": torch.int32,
    "int64": torch.int64, "uint8": torch.uint8, "uint16": torch.uint16, "uint32": torch.uint32,
    "uint64": torch.uint64, "bool": torch.bool, "float8_e4m3fn": torch.float8_e4m3fn,
    "float8_e5m2": torch.float8_e5m2, "complex64": torch.complex64,
    "complex128": torch.complex128,
}  # fmt: skip


def torch_dtype(onnx_type: int, node: OpNode) -> torch.dtype:
    """Torch dtype of an ONNX element type.

    Raises:
        InputError: for types that torch has no arithmetic for (strings, 4-bit).
    """
    name = np.dtype(onnx.helper.tensor_dtype_to_np_dtype(onnx_type)).name
    if name not in _TORCH_DTYPES:
        raise InputError(
            f"element type {onnx.TensorProto.DataType.Name(onnx_type)} cannot be run",
            where=node.where, limit=", ".join(_TORCH_DTYPES), remedy="cast to one of these types",
        )  # fmt: skip
    return _TORCH_DTYPES[name]


def _register_unary() -> None:
    functions: dict[str, Callable[[Tensor], Tensor]] = {
        "Abs": torch.abs, "Neg": torch.neg, "Sign": torch.sign, "Ceil": torch.ceil,
        "Floor": torch.floor, "Round": torch.round, "Exp": torch.exp, "Log": torch.log,
        "Sqrt": torch.sqrt, "Reciprocal": torch.reciprocal, "Sin": torch.sin, "Cos": torch.cos,
        "Tan": torch.tan, "Asin": torch.asin, "Acos": torch.acos, "Atan": torch.atan,
        "Sinh": torch.sinh, "Cosh": torch.cosh, "Asinh": torch.asinh, "Acosh": torch.acosh,
        "Atanh": torch.atanh, "Erf": torch.erf, "Not": torch.logical_not,
        "BitwiseNot": torch.bitwise_not, "IsNaN": torch.isnan,
    }  # fmt: skip

    def make(function: Callable[[Tensor], Tensor]) -> Callable[[OpNode, Tensor], Tensor]:
        return lambda node, x: function(x)

    for name, function in functions.items():
        op(name)(make(function))


def _register_binary() -> None:
    functions: dict[str, Callable[[Tensor, Tensor], Tensor]] = {
        "Add": torch.add, "Sub": torch.sub, "Mul": torch.mul, "Equal": torch.eq,
        "Less": torch.lt, "LessOrEqual": torch.le, "Greater": torch.gt,
        "GreaterOrEqual": torch.ge, "And": torch.logical_and, "Or": torch.logical_or,
        "Xor": torch.logical_xor, "BitwiseAnd": torch.bitwise_and, "BitwiseOr": torch.bitwise_or,
        "BitwiseXor": torch.bitwise_xor,
    }  # fmt: skip

    def make(
        function: Callable[[Tensor, Tensor], Tensor],
    ) -> Callable[[OpNode, Tensor, Tensor], Tensor]:
        return lambda node, a, b: function(a, b)

    for name, function in functions.items():
        op(name, since=7 if name in ("Add", "Sub", "Mul") else 1)(make(function))


_register_unary()
_register_binary()


@op("Div", since=7)
def div(node: OpNode, a: Tensor, b: Tensor) -> Tensor:
    """Quotient; integers truncate toward zero as C does."""
    if a.is_floating_point():
        return torch.div(a, b)
    return torch.div(a, b, rounding_mode="trunc")


@op("Mod")
def mod(node: OpNode, a: Tensor, b: Tensor) -> Tensor:
    """Remainder with the divisor's sign, or the dividend's where `fmod` is set."""
    return torch.fmod(a, b) if node.attrs.get("fmod", 0) else torch.remainder(a, b)


@op("Pow", since=7)
def power(node: OpNode, base: Tensor, exponent: Tensor) -> Tensor:
    """`base ** exponent` in the base's type."""
    return torch.pow(base, exponent).to(base.dtype)


@op("Max")
def maximum(node: OpNode, *inputs: Tensor) -> Tensor:
    """Largest of any number of tensors."""
    return fold(torch.maximum, inputs)


@op("Min")
def minimum(node: OpNode, *inputs: Tensor) -> Tensor:
    """Smallest of any number of tensors."""
    return fold(torch.minimum, inputs)


@op("Sum")
def total(node: OpNode, *inputs: Tensor) -> Tensor:
    """Sum of any number of tensors."""
    return fold(torch.add, inputs)


@op("Mean")
def mean(node: OpNode, *inputs: Tensor) -> Tensor:
    """Mean of any number of tensors."""
    return fold(torch.add, inputs) / len(inputs)


@op("BitShift", since=11)
def bit_shift(node: OpNode, a: Tensor, b: Tensor) -> Tensor:
    """Shift unsigned integers by `b` bits in `direction`."""
    wide = torch.bitwise_left_shift if node.attrs["direction"] == "LEFT" else (
        torch.bitwise_right_shift)  # fmt: skip
    return wide(a.to(torch.int64), b.to(torch.int64)).to(a.dtype)


@op("Where", since=9)
def where(node: OpNode, condition: Tensor, a: Tensor, b: Tensor) -> Tensor:
    """`a` where the condition holds, else `b`."""
    return torch.where(condition, a, b)


@op("Clip", since=6)
def clip_6(node: OpNode, x: Tensor) -> Tensor:
    """Limits as attributes."""
    low, high = node.attrs.get("min"), node.attrs.get("max")
    return x if low is None and high is None else torch.clamp(x, low, high)


@op("Clip", since=11)
def clip(node: OpNode, x: Tensor, low: Tensor | None = None, high: Tensor | None = None) -> Tensor:
    """Limits as optional scalar inputs; where they cross, the upper one wins."""
    if low is None and high is None:
        return x
    return torch.clamp(x, low, high)


@op("IsInf", since=10)
def is_inf(node: OpNode, x: Tensor) -> Tensor:
    """Infinities of the wanted signs."""
    negative, positive = node.attrs.get("detect_negative", 1), node.attrs.get("detect_positive", 1)
    found = torch.zeros_like(x, dtype=torch.bool)
    if negative:
        found |= torch.isneginf(x)
    if positive:
        found |= torch.isposinf(x)
    return found


def _cast(x: Tensor, dtype: torch.dtype, saturate: bool) -> Tensor:
    if saturate and dtype in (torch.float8_e4m3fn, torch.float8_e5m2) and x.dtype != dtype:
        limit = torch.finfo(dtype).max
        # NaN stays NaN; everything else saturates (torch itself gives NaN or infinity).
        return torch.where(torch.isnan(x), x, x.clamp(-limit, limit)).to(dtype)
    return x.to(dtype)


@op("Cast", since=6)
def cast(node: OpNode, x: Tensor) -> Tensor:
    """Conversion to type `to`: truncation to integers, saturation to 8-bit floats."""
    return _cast(x, torch_dtype(node.attrs["to"], node), bool(node.attrs.get("saturate", 1)))


@op("CastLike", since=15)
def cast_like(node: OpNode, x: Tensor, like: Tensor) -> Tensor:
    """Conversion to the type of the second input."""
    return _cast(x, like.dtype, bool(node.attrs.get("saturate", 1)))


@op("CumSum", since=11, host=(1,))
def cumulative_sum(node: OpNode, x: Tensor, axis: Any) -> Tensor:
    """Running sum along an axis; `exclusive` leaves the own element out, `reverse` runs back."""
    axis = axis[0] if isinstance(axis, list) else axis
    reverse = node.attrs.get("reverse", 0)
    y = x.flip(axis) if reverse else x
    y = torch.cumsum(y, axis, dtype=x.dtype)
    if node.attrs.get("exclusive", 0):
        y = torch.cat([torch.zeros_like(y.narrow(axis, 0, 1)),
                       y.narrow(axis, 0, y.shape[axis] - 1)], axis)  # fmt: skip
    return y.flip(axis) if reverse else y
