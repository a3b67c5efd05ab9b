"""Attention as one operator (opset 23 on), and rotary position embedding."""

# ruff: noqa: PLR0917 (operators take their tensors in the order of ONNX)
from __future__ import annotations

import math

import torch
from torch import Tensor

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []


def _heads(x: Tensor, count: int | None) -> Tensor:
    """(batch, length, heads * size) to (batch, heads, length, size); 4-D input stays."""
    if x.dim() == 4 or count is None:
        return x
    batch, length, width = x.shape
    return x.reshape(batch, length, count, width // count).transpose(1, 2)


@op("Attention", since=23)
def attention(
    node: OpNode,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    mask: Tensor | None = None,
    past_key: Tensor | None = None,
    past_value: Tensor | None = None,
    lengths: Tensor | None = None,
) -> tuple[Tensor, ...]:
    """Scaled dot-product attention with grouped heads, mask, causality, softcap and cache.

    Returns the result in the layout of the query, and the keys and values with their past.
    """
    attrs = node.attrs
    if len(node.outputs) > 3 and node.outputs[3]:
        raise InputError("the product of queries and keys as an output", where=node.where,
                         remedy="export the model without qk_matmul_output")  # fmt: skip
    flat = query.dim() == 3
    q = _heads(query, attrs.get("q_num_heads"))
    k = _heads(key, attrs.get("kv_num_heads"))
    v = _heads(value, attrs.get("kv_num_heads"))
    past = 0
    if past_key is not None and past_value is not None:
        past = past_key.shape[2]
        k, v = torch.cat([past_key, k], 2), torch.cat([past_value, v], 2)
    present = (k, v)
    groups = q.shape[1] // k.shape[1]
    if groups > 1:
        k, v = k.repeat_interleave(groups, 1), v.repeat_interleave(groups, 1)
    scale = attrs.get("scale") or 1.0 / math.sqrt(q.shape[-1])
    # The root on both sides keeps half-precision products in range, as the specification has it.
    score = (q * math.sqrt(scale)) @ (k * math.sqrt(scale)).mT
    cap = attrs.get("softcap", 0.0)
    if cap:
        score = torch.tanh(score / cap) * cap
    if mask is not None:
        missing = k.shape[2] - mask.shape[-1]
        if missing > 0:  # positions that the mask does not reach are hidden
            fill = mask.new_zeros(()) if mask.dtype == torch.bool else mask.new_tensor(-torch.inf)
            mask = torch.cat([mask, fill.expand(*mask.shape[:-1], missing)], -1)
        score = (score.masked_fill(~mask, -torch.inf) if mask.dtype == torch.bool
                 else score + mask)  # fmt: skip
    columns = torch.arange(k.shape[2], device=q.device)
    if attrs.get("is_causal", 0):
        rows = torch.arange(q.shape[2], device=q.device).unsqueeze(1) + past
        score = score.masked_fill(columns > rows, -torch.inf)
    if lengths is not None:
        score = score.masked_fill(columns >= lengths.reshape(-1, 1, 1, 1), -torch.inf)
    y = torch.softmax(score, -1) @ v
    if flat:
        y = y.transpose(1, 2).reshape(query.shape[0], query.shape[1], -1)
    return y, *present


@op("RotaryEmbedding", since=23)
def rotary_embedding(
    node: OpNode, x: Tensor, cosine: Tensor, sine: Tensor, positions: Tensor | None = None
) -> Tensor:
    """Rotation of pairs of features by their position (RoPE)."""
    attrs = node.attrs
    flat = x.dim() == 3
    y = _heads(x, attrs.get("num_heads") or None) if flat else x
    y = y.transpose(1, 2)  # (batch, length, heads, size)
    if positions is not None:
        cosine, sine = cosine[positions.to(torch.int64)], sine[positions.to(torch.int64)]
    size = attrs.get("rotary_embedding_dim", 0) or y.shape[-1]
    turned, rest = y[..., :size], y[..., size:]
    cosine, sine = cosine[..., : size // 2].unsqueeze(2), sine[..., : size // 2].unsqueeze(2)
    interleaved = bool(attrs.get("interleaved", 0))
    if interleaved:
        a, b = turned[..., 0::2], turned[..., 1::2]
    else:
        a, b = turned.chunk(2, -1)
    real, imaginary = cosine * a - sine * b, sine * a + cosine * b
    if interleaved:
        turned = torch.stack([real, imaginary], -1).flatten(-2)
    else:
        turned = torch.cat([real, imaginary], -1)
    y = torch.cat([turned, rest], -1).transpose(1, 2)
    return y.transpose(1, 2).reshape(x.shape) if flat else y
