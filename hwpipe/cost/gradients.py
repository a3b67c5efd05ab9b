"""The matrix products of a backward pass, as shapes."""

from __future__ import annotations

from hwpipe.graph.model import Gemm, Work

__all__ = ["input_gradient", "weight_gradient"]


def input_gradient(work: Work) -> tuple[Gemm, ...]:
    """Products of the input gradient dX.

    A matrix product gives dY W^T: (m x n) by (n x k). A convolution gives the convolution of
    dY with flipped kernels: m is the input pixels of the batch, n the input channels of a
    group, and k what keeps the multiply-accumulates (taps times output channels, over the
    stride's area), so that nothing the size of an im2col matrix is written.
    """
    conv = work.conv
    if conv is None or conv.transposed:
        return tuple(Gemm(g.count, g.m, g.n, g.k) for g in work.gemms)
    pixels = conv.batch
    for size in conv.in_size:
        pixels *= size
    channels = conv.in_channels // conv.groups
    area = conv.groups * pixels * channels
    depth = -(-work.bwd_input_macs // area) if area else 0
    return (Gemm(conv.groups, pixels, max(1, depth), channels),)


def weight_gradient(work: Work) -> tuple[Gemm, ...]:
    """Products of the weight gradient dW = X^T dY: (k x m) by (m x n), summed over the batch."""
    return tuple(Gemm(g.count, g.k, g.m, g.n) for g in work.gemms)
