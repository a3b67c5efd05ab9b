"""Activation functions and the softmax family."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []


@op("Relu")
def relu(node: OpNode, x: Tensor) -> Tensor:
    """max(x, 0)."""
    return torch.relu(x)


@op("Sigmoid")
def sigmoid(node: OpNode, x: Tensor) -> Tensor:
    """1 / (1 + exp(-x))."""
    return torch.sigmoid(x)


@op("Tanh")
def tanh(node: OpNode, x: Tensor) -> Tensor:
    """Hyperbolic tangent."""
    return torch.tanh(x)


@op("LeakyRelu")
def leaky_relu(node: OpNode, x: Tensor) -> Tensor:
    """`x` where positive, else alpha * x."""
    return functional.leaky_relu(x, node.attrs.get("alpha", 0.01))


@op("PRelu", since=7)
def prelu(node: OpNode, x: Tensor, slope: Tensor) -> Tensor:
    """`x` where not negative, else slope * x; the slope broadcasts to x."""
    return torch.where(x < 0, slope * x, x)


@op("Elu")
def elu(node: OpNode, x: Tensor) -> Tensor:
    """`x` where positive, else alpha * (exp(x) - 1)."""
    return functional.elu(x, node.attrs.get("alpha", 1.0))


@op("Celu", since=12)
def celu(node: OpNode, x: Tensor) -> Tensor:
    """max(0, x) + min(0, alpha * (exp(x / alpha) - 1))."""
    return functional.celu(x, node.attrs.get("alpha", 1.0))


@op("Selu")
def selu(node: OpNode, x: Tensor) -> Tensor:
    """Gamma * elu(x, alpha) with the constants of the ONNX specification as defaults."""
    alpha = node.attrs.get("alpha", 1.67326319217681884765625)
    return node.attrs.get("gamma", 1.05070102214813232421875) * functional.elu(x, alpha)  # type: ignore[no-any-return]


@op("Gelu", since=20)
@op("Gelu", domain="com.microsoft")
def gelu(node: OpNode, x: Tensor) -> Tensor:
    """`x` * Phi(x), exactly or by its tanh approximation."""
    return functional.gelu(x, approximate=node.attrs.get("approximate", "none"))


@op("FastGelu", domain="com.microsoft")
def fast_gelu(node: OpNode, x: Tensor, bias: Tensor | None = None) -> Tensor:
    """Tanh approximation of Gelu with an optional bias."""
    return functional.gelu(x if bias is None else x + bias, approximate="tanh")


@op("BiasGelu", domain="com.microsoft")
def bias_gelu(node: OpNode, x: Tensor, bias: Tensor) -> Tensor:
    """Exact Gelu of x + bias."""
    return functional.gelu(x + bias)


@op("QuickGelu", domain="com.microsoft")
def quick_gelu(node: OpNode, x: Tensor) -> Tensor:
    """`x` * sigmoid(alpha * x)."""
    return x * torch.sigmoid(node.attrs.get("alpha", 1.702) * x)


@op("Swish", since=24)
def swish(node: OpNode, x: Tensor) -> Tensor:
    """`x` * sigmoid(alpha * x)."""
    return x * torch.sigmoid(node.attrs.get("alpha", 1.0) * x)


@op("HardSigmoid")
def hard_sigmoid(node: OpNode, x: Tensor) -> Tensor:
    """clip(alpha * x + beta, 0, 1)."""
    return torch.clamp(node.attrs.get("alpha", 0.2) * x + node.attrs.get("beta", 0.5), 0, 1)


@op("HardSwish", since=14)
def hard_swish(node: OpNode, x: Tensor) -> Tensor:
    """`x` * clip(x / 6 + 0.5, 0, 1)."""
    return functional.hardswish(x)


@op("Mish", since=18)
def mish(node: OpNode, x: Tensor) -> Tensor:
    """`x` * tanh(softplus(x))."""
    return functional.mish(x)


@op("Softplus")
def softplus(node: OpNode, x: Tensor) -> Tensor:
    """ln(1 + exp(x)) without overflow."""
    return torch.logaddexp(x, torch.zeros((), dtype=x.dtype, device=x.device))


@op("Softsign")
def softsign(node: OpNode, x: Tensor) -> Tensor:
    """`x` / (1 + |x|)."""
    return functional.softsign(x)


@op("ThresholdedRelu", since=10)
def thresholded_relu(node: OpNode, x: Tensor) -> Tensor:
    """`x` where above alpha, else 0."""
    return torch.where(x > node.attrs.get("alpha", 1.0), x, torch.zeros_like(x))


@op("Shrink", since=9)
def shrink(node: OpNode, x: Tensor) -> Tensor:
    """`x` + bias below -lambd, x - bias above lambd, else 0."""
    bias, limit = node.attrs.get("bias", 0.0), node.attrs.get("lambd", 0.5)
    low = torch.where(x < -limit, x + bias, torch.zeros_like(x))
    return torch.where(x > limit, x - bias, low)


def _hardmax(x: Tensor, dim: int) -> Tensor:
    return torch.zeros_like(x).scatter_(dim, x.argmax(dim, keepdim=True), 1)


_SOFT: dict[str, Any] = {
    "Softmax": torch.softmax,
    "LogSoftmax": torch.log_softmax,
    "Hardmax": _hardmax,
}


@op("Softmax", "LogSoftmax", "Hardmax")
def softmax_flattened(node: OpNode, x: Tensor) -> Tensor:
    """Before opset 13: the axes from `axis` (default 1) on are taken as one."""
    axis = node.attrs.get("axis", 1)
    axis += x.dim() if axis < 0 else 0
    flat = x.reshape(*x.shape[:axis], -1)
    return _SOFT[node.op](flat, -1).reshape(x.shape)  # type: ignore[no-any-return]


@op("Softmax", "LogSoftmax", "Hardmax", since=13)
def softmax(node: OpNode, x: Tensor) -> Tensor:
    """From opset 13: along `axis` (default the last) alone."""
    return _SOFT[node.op](x, node.attrs.get("axis", -1))  # type: ignore[no-any-return]
