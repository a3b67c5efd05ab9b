"""Operators between the members of a split stage, as torch functions with their gradients.

A tensor and its gradient always lie in the same blocks, and a gradient is complete on every member
that holds it. So the gradient of a change of layout is the change back, that of a sum of partial
results is none, and an input that members share gets the sum of their partial gradients (the pair
f, g of Megatron-LM).
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

from hwpipe.runtime.module import TorchStage
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode
from hwpipe.runtime.shard.collectives import Alone, Collectives
from hwpipe.runtime.shard.exchange import Move, Sum
from hwpipe.runtime.shard.model import DOMAIN

__all__ = ["bind", "sharded_batch_norm"]

#: First message of an exchange's way back.
BACK = 4


def bind(module: TorchStage, talk: Collectives) -> None:
    """Give the operators of a shard the members that they talk to."""
    for step in module.steps:
        if step.node.domain == DOMAIN:
            function = _FUNCTIONS.get(step.node.op)
            if function is not None:
                step.function = _Bound(function, talk)


class _Bound:
    """A function with its collectives as the last argument."""

    def __init__(self, function: Any, talk: Collectives) -> None:
        self._function, self._talk = function, talk

    def __call__(self, node: OpNode, *inputs: Tensor) -> Any:
        return self._function(node, *inputs, talk=self._talk)


class _Exchange(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, node: OpNode, talk: Collectives) -> Tensor:
        ctx.node, ctx.talk = node, talk
        move: Move = node.attrs["forward"]
        return talk.move(node.attrs["number"], 0, move, x, x.dtype, x.device)[0]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        (gradient,) = gradients
        attrs = ctx.node.attrs
        back, _ = ctx.talk.move(
            attrs["number"], BACK, attrs["backward"], gradient, gradient.dtype, gradient.device
        )
        return back, None, None


class _SumForward(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, node: OpNode, talk: Collectives) -> Tensor:
        return talk.add(node.attrs["number"], 0, node.attrs["sum"], x)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        return gradients[0], None, None


class _SumBackward(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, node: OpNode, talk: Collectives) -> Tensor:
        ctx.node, ctx.talk = node, talk
        return x.view_as(x)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None]:
        attrs = ctx.node.attrs
        return ctx.talk.add(attrs["number"], BACK, attrs["sum"], gradients[0]), None, None


class _Use(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, x: Tensor, node: OpNode) -> Tensor:
        ctx.node, ctx.shape = node, x.shape
        move: Move = node.attrs["move"]
        return _ALONE.move(0, 0, move, x, x.dtype, x.device)[0]

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (gradient,) = gradients
        whole = gradient.new_zeros(ctx.shape)
        if ctx.node.attrs["keep"]:
            for source, target in ctx.node.attrs["move"].copies:
                block = tuple(slice(low, high) for low, high in source)
                whole[block] = gradient[tuple(slice(low, high) for low, high in target)]
        return whole, None


_ALONE = Collectives(Alone(0))


def _apply(function: Any, *arguments: Any) -> Any:
    """Run an autograd function; torch does not say its types."""
    return function.apply(*arguments)


def _sum(talk: Collectives, node: OpNode, phase: int, x: Tensor) -> Tensor:
    """The sum of statistics over members; their own where nobody shares them."""
    how: Sum | None = node.attrs["sum"]
    return x if how is None else talk.add(node.attrs["number"], phase, how, x)


class _BatchNorm(torch.autograd.Function):
    """Normalisation per channel over the samples of all members."""

    @staticmethod
    def forward(  # noqa: PLR0917 (as autograd calls it)
        ctx: Any, x: Tensor, scale: Tensor, bias: Tensor, node: OpNode, talk: Collectives
    ) -> tuple[Tensor, Tensor, Tensor]:
        axes = [a for a in range(x.dim()) if a != 1]
        shape = [-1 if a == 1 else 1 for a in range(x.dim())]
        count = node.attrs["count"]
        mean = _sum(talk, node, 0, x.sum(axes)) / count
        centred = x - mean.view(shape)
        var = _sum(talk, node, 2, (centred * centred).sum(axes)) / count
        inverse = torch.rsqrt(var + node.attrs.get("epsilon", 1e-5))
        normal = centred * inverse.view(shape)
        ctx.save_for_backward(normal, inverse, scale)
        ctx.axes, ctx.shape, ctx.node, ctx.talk = axes, shape, node, talk
        ctx.mark_non_differentiable(mean, var)
        return normal * scale.view(shape) + bias.view(shape), mean, var

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Any, ...]:
        normal, inverse, scale = ctx.saved_tensors
        gradient, axes, shape, node, talk = gradients[0], ctx.axes, ctx.shape, ctx.node, ctx.talk
        own_bias, own_scale = gradient.sum(axes), (gradient * normal).sum(axes)
        count = node.attrs["count"]
        first = _sum(talk, node, BACK, own_bias) / count
        second = _sum(talk, node, BACK + 2, own_scale) / count
        x = gradient - first.view(shape) - normal * second.view(shape)
        return x * (inverse * scale).view(shape), own_scale, own_bias, None, None


def sharded_batch_norm(
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor, talk: Collectives
) -> tuple[Tensor, Tensor, Tensor]:
    """Normalise by the statistics of the whole micro-batch.

    Args:
        node: of the shard's domain; `count` values stand behind each statistic.
        x: own block (N, C, ...).
        scale: (C,), of the own channels.
        bias: (C,), of the own channels.
        talk: to the other members.

    Returns:
        The normalised block, mean and biased variance of the micro-batch.
    """
    found: tuple[Tensor, Tensor, Tensor] = _apply(_BatchNorm, x, scale, bias, node, talk)
    return found


class _LayerNorm(torch.autograd.Function):
    """Normalisation of rows of which every member holds some columns."""

    @staticmethod
    def forward(  # noqa: PLR0917 (as autograd calls it)
        ctx: Any, x: Tensor, scale: Tensor, bias: Tensor | None, node: OpNode, talk: Collectives
    ) -> Tensor:
        width, centre = node.attrs["count"], node.op == "LayerNormalization"
        centred = x
        if centre:
            centred = x - (_sum(talk, node, 0, x.sum(-1)) / width).unsqueeze(-1)
        square = _sum(talk, node, 2, (centred * centred).sum(-1)) / width
        inverse = torch.rsqrt(square + node.attrs.get("epsilon", 1e-5)).unsqueeze(-1)
        normal = centred * inverse
        ctx.save_for_backward(normal, inverse, scale)
        ctx.node, ctx.talk, ctx.centre, ctx.biased = node, talk, centre, bias is not None
        y = normal * scale
        return y if bias is None else y + bias

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Any, ...]:
        normal, inverse, scale = ctx.saved_tensors
        (gradient,), node, talk = gradients, ctx.node, ctx.talk
        width = node.attrs["count"]
        scaled = gradient * scale
        x = scaled
        if ctx.centre:
            x = x - (_sum(talk, node, BACK, scaled.sum(-1)) / width).unsqueeze(-1)
        second = _sum(talk, node, BACK + 2, (scaled * normal).sum(-1)) / width
        x = (x - normal * second.unsqueeze(-1)) * inverse
        rows = list(range(gradient.dim() - 1))
        bias = gradient.sum(rows) if ctx.biased else None
        return x, (gradient * normal).sum(rows), bias, None, None


def _layer_norm(
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor | None = None, *, talk: Collectives
) -> Any:
    return _apply(_LayerNorm, x, scale, bias, node, talk)


def _inference_batch_norm(
    node: OpNode, x: Tensor, scale: Tensor, bias: Tensor, *_: Tensor, talk: Collectives
) -> Tensor:
    return sharded_batch_norm(node, x, scale, bias, talk)[0]


_FUNCTIONS: dict[str, Any] = {
    "Exchange": lambda node, x, *, talk: _apply(_Exchange, x, node, talk),
    "SumForward": lambda node, x, *, talk: _apply(_SumForward, x, node, talk),
    "SumBackward": lambda node, x, *, talk: _apply(_SumBackward, x, node, talk),
    "BatchNormalization": _inference_batch_norm,
    "LayerNormalization": _layer_norm,
    "RMSNormalization": _layer_norm,
    "SimplifiedLayerNormalization": _layer_norm,
}


@op(*_FUNCTIONS, domain=DOMAIN)
def _unbound(node: OpNode, *inputs: Tensor) -> Tensor:
    """Takes the place of an operator until `bind`."""
    raise RuntimeError(f"{node.where} runs among the members of a stage only")


@op("Use", domain=DOMAIN)
def use(node: OpNode, x: Tensor) -> Any:
    """The own block of a weight that all members hold; its gradient counts on some of them."""
    return _apply(_Use, x, node)


@op("AddBias", domain=DOMAIN)
def add_bias(node: OpNode, x: Tensor, bias: Tensor) -> Tensor:
    """X + factor * bias; along `axis`, or broadcast from the right where there is none."""
    axis, factor = node.attrs["axis"], node.attrs["factor"]
    if axis is not None:
        bias = bias.reshape([-1 if a == axis else 1 for a in range(x.dim())])
    return x + (bias if factor == 1.0 else factor * bias)
