"""Quantised operators: converters in torch, integer operators through `hwpipe.fpga.reference`."""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.fpga import reference
from hwpipe.runtime.ops.elementwise import torch_dtype
from hwpipe.runtime.ops.pool import average_pool
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.ops.window import resolve_pads
from hwpipe.runtime.piece import Array, OpNode

__all__: list[str] = []


def _numpy(tensor: Any) -> Any:
    return tensor.detach().cpu().numpy() if isinstance(tensor, Tensor) else tensor


def _torch(array: Array, like: Tensor) -> Tensor:
    return torch.from_numpy(np.ascontiguousarray(array).reshape(array.shape)).to(like.device)


def _arrays(tensors: tuple[Any, ...]) -> list[Any]:
    return [_numpy(tensor) for tensor in tensors]


def _along(node: OpNode, value: Tensor, x: Tensor) -> Tensor:
    """A scale or zero point shaped to broadcast over x: per tensor, per axis or per block."""
    if value.dim() == 0 or (value.numel() == 1 and value.dim() == 1):
        return value.reshape(())
    axis = node.attrs.get("axis", 1) % x.dim()
    block = node.attrs.get("block_size", 0)
    if block:
        return value.repeat_interleave(block, axis).narrow(axis, 0, x.shape[axis])
    shape = [1] * x.dim()
    shape[axis] = -1
    return value.reshape(shape)


@op("QuantizeLinear", since=10)
@op("QuantizeLinear", domain="com.microsoft")
def quantize_linear(
    node: OpNode, x: Tensor, scale: Tensor, zero_point: Tensor | None = None
) -> Tensor:
    """`clip(rint(x / scale) + zero_point)`, half to even, in float32."""
    dtype = torch.uint8 if zero_point is None else zero_point.dtype
    if zero_point is None and node.attrs.get("output_dtype", 0):
        dtype = torch_dtype(node.attrs["output_dtype"], node)
    scaled = x.to(torch.float32) / _along(node, scale, x).to(torch.float32)
    if dtype.is_floating_point:
        limit = torch.finfo(dtype).max
        return scaled.clamp(-limit, limit).to(dtype)
    y = torch.round(scaled)
    if zero_point is not None:
        y = y.to(torch.float64) + _along(node, zero_point, x).to(torch.float64)
    limits = torch.iinfo(dtype)
    return y.clamp(limits.min, limits.max).to(dtype)


@op("DequantizeLinear", since=10)
@op("DequantizeLinear", domain="com.microsoft")
def dequantize_linear(
    node: OpNode, x: Tensor, scale: Tensor, zero_point: Tensor | None = None
) -> Tensor:
    """`(x - zero_point) * scale` in the scale's type."""
    y = x.to(torch.float32) if x.is_floating_point() else x.to(torch.int64)
    if zero_point is not None:
        y = y - _along(node, zero_point, x).to(y.dtype)
    return y.to(scale.dtype) * _along(node, scale, x)


@op("DynamicQuantizeLinear", since=11)
def dynamic_quantize_linear(node: OpNode, x: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """To uint8 by the tensor's own range, which is widened to hold zero."""
    low, high = min(float(x.min()), 0.0), max(float(x.max()), 0.0)
    scale = np.float32((np.float32(high) - np.float32(low)) / np.float32(255.0))
    scale = scale if scale else np.float32(1.0)
    zero = np.uint8(np.clip(np.rint(-np.float32(low) / scale), 0, 255))
    y = reference.quantize(_numpy(x), np.asarray(scale), np.asarray(zero))
    return _torch(y, x), torch.tensor(float(scale)), torch.tensor(int(zero), dtype=torch.uint8)


def _geometry(node: OpNode, x: Tensor, w: Tensor) -> dict[str, Any]:
    rank = x.dim() - 2
    strides = node.attrs.get("strides") or [1] * rank
    dilations = node.attrs.get("dilations") or [1] * rank
    pads = resolve_pads(node.attrs, x.shape[2:], w.shape[2:], strides, dilations)
    return {"strides": strides, "dilations": dilations, "pads": pads,
            "groups": node.attrs.get("group", 1)}  # fmt: skip


@op("QLinearConv", since=10)
def qlinear_conv(node: OpNode, x: Tensor, *rest: Tensor) -> Tensor:
    """Integer convolution and requantisation: x, xs, xz, w, ws, wz, ys, yz, bias."""
    geometry = _geometry(node, x, rest[2])
    return _torch(reference.qlinear_conv(_numpy(x), *_arrays(rest), **geometry), x)


@op("ConvInteger", since=10)
def conv_integer(
    node: OpNode, x: Tensor, w: Tensor, xz: Tensor | None = None, wz: Tensor | None = None
) -> Tensor:
    """Integer convolution to int32."""
    y = reference.conv_integer(_numpy(x), _numpy(w), x_zero_point=_numpy(xz),
                               w_zero_point=_numpy(wz), **_geometry(node, x, w))  # fmt: skip
    return _torch(y, x)


@op("MatMulInteger", since=10)
def matmul_integer(node: OpNode, *inputs: Tensor) -> Tensor:
    """Integer matrix product to int32: a, b, az, bz."""
    return _torch(reference.matmul_integer(*_arrays(inputs)), inputs[0])


@op("QLinearMatMul", since=10)
def qlinear_matmul(node: OpNode, *inputs: Tensor) -> Tensor:
    """Integer matrix product and requantisation: a, as, az, b, bs, bz, ys, yz."""
    return _torch(reference.qlinear_matmul(*_arrays(inputs)), inputs[0])


@op("QGemm", domain="com.microsoft")
def qgemm(node: OpNode, *inputs: Tensor) -> Tensor:
    """Integer Gemm: a, as, az, b, bs, bz, bias, ys, yz; float32 where ys is absent."""
    y = reference.gemm_quantised(
        *_arrays(inputs), alpha=node.attrs.get("alpha", 1.0),
        trans_a=bool(node.attrs.get("transA", 0)), trans_b=bool(node.attrs.get("transB", 0)),
    )  # fmt: skip
    return _torch(y, inputs[0])


def _filled(inputs: tuple[Any, ...], count: int) -> list[Any]:
    """Absent zero points are 0 of the data's type."""
    arrays = _arrays(inputs) + [None] * (count - len(inputs))
    zero = np.zeros((), arrays[0].dtype)
    return [zero if array is None else array for array in arrays]


@op("QLinearAdd", domain="com.microsoft")
def qlinear_add(node: OpNode, *inputs: Tensor) -> Tensor:
    """Sum of two quantised tensors: a, as, az, b, bs, bz, ys, yz."""
    return _torch(reference.linear_add(*_filled(inputs, 8)), inputs[0])


@op("QLinearMul", domain="com.microsoft")
def qlinear_mul(node: OpNode, *inputs: Tensor) -> Tensor:
    """Product of two quantised tensors: a, as, az, b, bs, bz, ys, yz."""
    return _torch(reference.linear_mul(*_filled(inputs, 8)), inputs[0])


@op("QLinearGlobalAveragePool", domain="com.microsoft")
def qlinear_global_average_pool(node: OpNode, *inputs: Tensor) -> Tensor:
    """Mean of every channel: x, xs, xz, ys, yz."""
    y = reference.global_average_pool(
        *_arrays(inputs), channels_last=bool(node.attrs.get("channels_last", 0))
    )  # fmt: skip
    return _torch(y, inputs[0])


@op("QLinearAveragePool", domain="com.microsoft")
def qlinear_average_pool(
    node: OpNode, x: Tensor, xs: Tensor, xz: Tensor, ys: Tensor, yz: Tensor
) -> Tensor:
    """Mean of every window of the dequantised tensor, quantised again."""
    if node.attrs.get("channels_last", 0):
        x = x.movedim(-1, 1)
    mean = average_pool(node, _torch(reference.dequantize(*_arrays((x, xs, xz))), x))
    y = _torch(reference.quantize_shifted(*_arrays((mean, ys, yz))), x)
    return y.movedim(1, -1) if node.attrs.get("channels_last", 0) else y


@op("QLinearLeakyRelu", "QLinearSigmoid", domain="com.microsoft")
def qlinear_activation(node: OpNode, *inputs: Tensor) -> Tensor:
    """An activation of the dequantised tensor, quantised again: x, xs, xz, ys, yz."""
    x, xs, xz, ys, yz = _filled(inputs, 5)
    value = torch.from_numpy(reference.dequantize(x, xs, xz))
    if node.op == "QLinearSigmoid":
        value = torch.sigmoid(value)
    else:
        value = functional.leaky_relu(value, node.attrs.get("alpha", 0.01))
    return _torch(reference.quantize(value.numpy(), ys, yz), inputs[0])


@op("QLinearConcat", domain="com.microsoft")
def qlinear_concat(node: OpNode, ys: Tensor, yz: Tensor, *inputs: Tensor) -> Tensor:
    """Concatenation of tensors of different scales: ys, yz, then (x, xs, xz) of each."""
    scale, zero = _numpy(ys), _numpy(yz)
    parts = []
    for i in range(0, len(inputs), 3):
        x, xs, xz = _arrays(inputs[i : i + 3])
        parts.append(reference.quantize(reference.dequantize(x, xs, xz), scale, zero))
    return _torch(np.concatenate(parts, axis=node.attrs["axis"]), inputs[0])
