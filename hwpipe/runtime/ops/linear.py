"""Matrix products: Gemm, MatMul, Einsum, and attention as one operator."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional

from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []


@op("Gemm", since=7)
def gemm(node: OpNode, a: Tensor, b: Tensor, c: Tensor | None = None) -> Tensor:
    """`alpha * A' B' + beta * C`, each of A and B transposed where its flag says so."""
    attrs = node.attrs
    alpha, beta = attrs.get("alpha", 1.0), attrs.get("beta", 1.0)
    a = a.t() if attrs.get("transA", 0) else a
    if alpha == 1.0 and a.is_floating_point() and (c is None or (beta == 1.0 and c.dim() == 1)):
        return functional.linear(a, b if attrs.get("transB", 0) else b.t(), c)
    product = a @ (b.t() if attrs.get("transB", 0) else b)
    product = product if alpha == 1.0 else (alpha * product).to(a.dtype)
    if c is None:
        return product
    return product + (c if beta == 1.0 else (beta * c).to(a.dtype))


@op("MatMul")
def matmul(node: OpNode, a: Tensor, b: Tensor) -> Tensor:
    """Matrix product with numpy broadcasting."""
    return torch.matmul(a, b)


@op("FusedMatMul", domain="com.microsoft")
def fused_matmul(node: OpNode, a: Tensor, b: Tensor) -> Tensor:
    """`alpha * A' B'`, each transposed in its last two axes where its flag says so."""
    a = a.mT if node.attrs.get("transA", 0) else a
    b = b.mT if node.attrs.get("transB", 0) else b
    return node.attrs.get("alpha", 1.0) * torch.matmul(a, b)  # type: ignore[no-any-return]


@op("Einsum", since=12)
def einsum(node: OpNode, *operands: Tensor) -> Tensor:
    """Sum of products over the letters of `equation`."""
    return torch.einsum(node.attrs["equation"].replace(" ", ""), *operands)
