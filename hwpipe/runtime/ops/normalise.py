"""Normalisation layers."""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []


@op("BatchNormalization", since=7)
def batch_norm(
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, var: Tensor
) -> Tensor:
    """Normalisation per channel by the running statistics."""
    if node.attrs.get("training_mode", 0) or (
        node.version < 14 and sum(bool(name) for name in node.outputs) > 1
    ):
        raise InputError(
            "BatchNormalization in training mode",
            where=node.where,
            limit="running statistics",
            remedy="export the model in eval mode",
        )
    if not node.attrs.get("spatial", 1):  # opset 7 and 8: statistics per element
        return (x - mean) * (scale / torch.sqrt(var + node.attrs.get("epsilon", 1e-5))) + bias
    dtype = x.dtype
    if not (x.dtype == scale.dtype == mean.dtype):  # from version 14 the types may differ
        wide = torch.promote_types(x.dtype, mean.dtype)
        x, mean, var = x.to(wide), mean.to(wide), var.to(wide)
        scale, bias = scale.to(wide), bias.to(wide)
    epsilon = node.attrs.get("epsilon", 1e-5)
    return functional.batch_norm(x, mean, var, scale, bias, False, 0.0, epsilon).to(dtype)


@op("InstanceNormalization", since=6)
def instance_norm(node: OpNode, x: Tensor, scale: Tensor, bias: Tensor) -> Tensor:
    """Normalisation of every image and channel over its spatial axes."""
    axes = tuple(range(2, x.dim()))
    var, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    shape = (1, -1, *[1] * len(axes))
    y = (x - mean) * torch.rsqrt(var + node.attrs.get("epsilon", 1e-5))
    return y * scale.reshape(shape) + bias.reshape(shape)


@op("LayerNormalization")
def layer_norm(
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor | None = None
) -> Tensor | tuple[Tensor, ...]:
    """Normalisation over the axes from `axis` on; mean and inverse deviation where wanted."""
    axis = node.attrs.get("axis", -1) % x.dim()
    epsilon = node.attrs.get("epsilon", 1e-5)
    shape = x.shape[axis:]
    if len(node.outputs) == 1 and scale.shape == shape and (
        bias is None or bias.shape == shape
    ):  # fmt: skip
        return functional.layer_norm(x, shape, scale, bias, epsilon)
    axes = tuple(range(axis, x.dim()))
    wide = x.to(torch.float32) if node.attrs.get("stash_type", 1) == 1 else x
    var, mean = torch.var_mean(wide, axes, correction=0, keepdim=True)
    inverse = torch.rsqrt(var + epsilon)
    y = ((wide - mean) * inverse).to(x.dtype) * scale
    return (y if bias is None else y + bias), mean, inverse


@op("SimplifiedLayerNormalization")
@op("RMSNormalization", since=23)
def rms_norm(node: OpNode, x: Tensor, scale: Tensor) -> Tensor:
    """Division by the root mean square over the axes from `axis` on."""
    axes = tuple(range(node.attrs.get("axis", -1) % x.dim(), x.dim()))
    wide = x.to(torch.float32) if x.dtype in (torch.float16, torch.bfloat16) else x
    mean_square = (wide * wide).mean(axes, keepdim=True)
    y = wide * torch.rsqrt(mean_square + node.attrs.get("epsilon", 1e-5))
    return y.to(x.dtype) * scale


@op("GroupNormalization", since=18)
def group_norm_18(node: OpNode, x: Tensor, scale: Tensor, bias: Tensor) -> Tensor:
    """Version 18: scale and bias per group."""
    groups = node.attrs["num_groups"]
    repeat = x.shape[1] // groups
    scale, bias = scale.repeat_interleave(repeat), bias.repeat_interleave(repeat)
    return functional.group_norm(x, groups, scale, bias, node.attrs.get("epsilon", 1e-5))


@op("GroupNormalization", since=21)
def group_norm(node: OpNode, x: Tensor, scale: Tensor, bias: Tensor) -> Tensor:
    """From version 21: scale and bias per channel."""
    return functional.group_norm(
        x, node.attrs["num_groups"], scale, bias, node.attrs.get("epsilon", 1e-5)
    )


@op("LRN")
def local_response_norm(node: OpNode, x: Tensor) -> Tensor:
    """`x` / (bias + alpha / size * sum of squares over `size` neighbouring channels) ** beta."""
    size = node.attrs["size"]
    square = (x * x).reshape(x.shape[0], 1, x.shape[1], -1)
    square = functional.pad(square, (0, 0, (size - 1) // 2, size - 1 - (size - 1) // 2))
    mean = functional.avg_pool2d(square, (size, 1), 1).reshape(x.shape)  # the sum over size
    scale = node.attrs.get("bias", 1.0) + node.attrs.get("alpha", 1e-4) * mean
    return torch.div(x, scale ** node.attrs.get("beta", 0.75))


@op("MeanVarianceNormalization", since=9)
def mean_variance_norm(node: OpNode, x: Tensor) -> Tensor:
    """(x - mean) / deviation over `axes`, with the specification's 1e-9."""
    axes = tuple(node.attrs.get("axes", (0, 2, 3)))
    var, mean = torch.var_mean(x, axes, correction=0, keepdim=True)
    return (x - mean) / (torch.sqrt(var) + 1e-9)


@op("LpNormalization")
def lp_norm(node: OpNode, x: Tensor) -> Tensor:
    """The input divided by its p-norm along an axis."""
    axis, p = node.attrs.get("axis", -1), node.attrs.get("p", 2)
    norm = torch.linalg.vector_norm(x, p, axis, keepdim=True)
    return torch.where(norm == 0, torch.zeros_like(x), x / norm)


@op("SkipLayerNormalization", domain="com.microsoft")
def skip_layer_norm(
    node: OpNode,
    x: Tensor,
    skip: Tensor,
    gamma: Tensor,
    beta: Tensor | None = None,
    bias: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """LayerNorm of x + skip (+ bias); the sum is the fourth output."""
    total = x + skip if bias is None else x + skip + bias
    y = functional.layer_norm(
        total, total.shape[-1:], gamma, beta, node.attrs.get("epsilon", 1e-12)
    )
    return y, total[..., :1], total[..., :1], total
