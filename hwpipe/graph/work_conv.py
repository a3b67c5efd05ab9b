"""Convolutions, their quantised forms, and pooling.

A convolution does batch * out_pixels * out_channels * (in_channels / groups) * kernel_area
multiply-accumulates; both gradients are convolutions of the same size. A transposed one does
the same count over its *input* pixels.
"""

from __future__ import annotations

from math import prod

from hwpipe.graph.model import ConvShape, Gemm, Work
from hwpipe.graph.work import OperatorView, operator


def _spatial(view: OperatorView, name: str, count: int, default: int) -> tuple[int, ...]:
    values = view.attribute(name, None)
    if not values:
        return (default,) * count
    if len(values) != count:
        raise view.error(f"has {len(values)} {name}", f"{count}")
    return tuple(values)


def _pads(
    view: OperatorView,
    *,
    rank: int,
    in_size: tuple[int, ...],
    out_size: tuple[int, ...],
    kernel: tuple[int, ...],
    stride: tuple[int, ...],
    dilation: tuple[int, ...],
) -> tuple[int, ...]:
    """Padding as numbers, also where `auto_pad` leaves it to the operator."""
    mode = view.attribute("auto_pad", b"NOTSET")
    if mode not in (b"SAME_UPPER", b"SAME_LOWER"):
        return _spatial(view, "pads", 2 * rank, 0)
    begins, ends = [], []
    for i in range(rank):
        total = max(
            (out_size[i] - 1) * stride[i] + (kernel[i] - 1) * dilation[i] + 1 - in_size[i], 0
        )
        small, large = total // 2, total - total // 2
        begins.append(small if mode == b"SAME_UPPER" else large)
        ends.append(large if mode == b"SAME_UPPER" else small)
    return (*begins, *ends)


def _convolution(view: OperatorView, data: int, weight: int, bias: int) -> Work:
    x, w = view.shape(data, 3), view.shape(weight, 3)
    y = view.out.shape
    rank = len(x) - 2
    if len(w) != rank + 2 or len(y) != rank + 2:
        raise view.error(f"has input {list(x)} and weight {list(w)}", "tensors of equal rank")
    groups = view.attribute("group", 1)
    if w[1] * groups != x[1] or w[0] % groups:
        raise view.error(
            f"has weight {list(w)} and {groups} groups for an input of {x[1]} channels",
            "weight of (out_channels, in_channels / groups, ...)",
        )
    kernel = w[2:]
    stride = _spatial(view, "strides", rank, 1)
    dilation = _spatial(view, "dilations", rank, 1)
    pixels = prod(y[2:])
    gemm = Gemm(groups, x[0] * pixels, prod(kernel) * w[1], w[0] // groups)
    shape = ConvShape(
        batch=x[0], in_channels=x[1], out_channels=w[0], in_size=x[2:], out_size=y[2:],
        kernel=kernel, stride=stride,
        pads=_pads(view, rank=rank, in_size=x[2:], out_size=y[2:], kernel=kernel, stride=stride,
                   dilation=dilation),
        dilation=dilation, groups=groups,
    )  # fmt: skip
    return _conv_work(
        view, gemm, shape, depthwise=w[1] == 1 and groups > 1, data=data, weight=weight, bias=bias
    )


def _conv_work(
    view: OperatorView,
    gemm: Gemm,
    shape: ConvShape,
    *,
    depthwise: bool,
    data: int,
    weight: int,
    bias: int,
) -> Work:
    macs = gemm.macs
    return Work(
        kind="depthwise" if depthwise else "conv",
        macs=macs,
        flops=view.out.elements if view.has(bias) else 0,
        bwd_input_macs=macs if view.operand(data).needs_grad else 0,
        bwd_weight_macs=macs if view.operand(weight).needs_grad else 0,
        gemms=(gemm,),
        conv=shape,
    )


@operator("Conv")
@operator("FusedConv", domain="com.microsoft")
def _conv(view: OperatorView) -> Work:
    return _convolution(view, 0, 1, 2)


@operator("ConvInteger")
def _conv_integer(view: OperatorView) -> Work:
    return _convolution(view, 0, 1, 99)


@operator("QLinearConv")
def _qlinear_conv(view: OperatorView) -> Work:
    return _convolution(view, 0, 3, 8)


@operator("ConvTranspose")
def _conv_transpose(view: OperatorView) -> Work:
    x, w = view.shape(0, 3), view.shape(1, 3)
    y = view.out.shape
    rank = len(x) - 2
    groups = view.attribute("group", 1)
    if len(w) != rank + 2 or len(y) != rank + 2 or w[0] != x[1] or w[0] % groups:
        raise view.error(
            f"has input {list(x)}, weight {list(w)} and {groups} groups",
            "weight of (in_channels, out_channels / groups, ...)",
        )
    kernel = w[2:]
    stride = _spatial(view, "strides", rank, 1)
    dilation = _spatial(view, "dilations", rank, 1)
    # Each input pixel is multiplied into kernel_area outputs (a Conv run backwards), so the
    # product has the input pixels as rows and the scattered outputs as columns.
    gemm = Gemm(groups, x[0] * prod(x[2:]), w[0] // groups, prod(kernel) * w[1])
    shape = ConvShape(
        batch=x[0], in_channels=x[1], out_channels=w[1] * groups, in_size=x[2:], out_size=y[2:],
        kernel=kernel, stride=stride, pads=_spatial(view, "pads", 2 * rank, 0),
        dilation=dilation, groups=groups, transposed=True,
    )  # fmt: skip
    return _conv_work(
        view, gemm, shape, depthwise=w[1] == 1 and groups == w[0] > 1, data=0, weight=1, bias=2
    )


@operator("MaxPool", "AveragePool", "LpPool")
@operator("QLinearAveragePool", "NhwcMaxPool", domain="com.microsoft")
def _pool(view: OperatorView) -> Work:
    kernel = view.attribute("kernel_shape", None) or [1]
    return Work("pool", flops=view.out.elements * prod(kernel))


@operator("GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool")
@operator("QLinearGlobalAveragePool", domain="com.microsoft")
def _global_pool(view: OperatorView) -> Work:
    return Work("pool", flops=view.operand(0).info.elements)


@operator("MaxRoiPool", "RoiAlign", "MaxUnpool", "GridSample")
def _sampling(view: OperatorView) -> Work:
    # Four neighbours are weighed for each bilinear sample.
    return Work("pool", flops=4 * view.out.elements)
