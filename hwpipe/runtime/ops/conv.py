"""Convolution and transposed convolution, 1-D to 3-D, with every ONNX padding rule."""

from __future__ import annotations

from torch import Tensor
from torch.nn import functional

from hwpipe.errors import InputError
from hwpipe.runtime.ops.registry import op
from hwpipe.runtime.ops.window import pad_spatial, resolve_pads
from hwpipe.runtime.piece import OpNode

__all__: list[str] = []

_CONV = {1: functional.conv1d, 2: functional.conv2d, 3: functional.conv3d}
_CONV_TRANSPOSE = {
    1: functional.conv_transpose1d,
    2: functional.conv_transpose2d,
    3: functional.conv_transpose3d,
}


def _rank(node: OpNode, x: Tensor) -> int:
    rank = x.dim() - 2
    if rank not in _CONV:
        raise InputError(f"convolution over {rank} spatial axes", where=node.where,
                         limit="1 to 3", remedy="reshape the tensor")  # fmt: skip
    return rank


@op("Conv")
def conv(node: OpNode, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Convolution of x (N, C, spatial...) with weight (M, C / group, kernel...)."""
    rank = _rank(node, x)
    attrs = node.attrs
    stride = attrs.get("strides") or [1] * rank
    dilation = attrs.get("dilations") or [1] * rank
    begin, end = resolve_pads(attrs, x.shape[2:], weight.shape[2:], stride, dilation)
    if begin != end:  # torch pads both sides alike
        x, begin = pad_spatial(x, begin, end), [0] * rank
    return _CONV[rank](x, weight, bias, stride, begin, dilation, attrs.get("group", 1))


@op("ConvTranspose")
def conv_transpose(node: OpNode, x: Tensor, weight: Tensor, bias: Tensor | None = None) -> Tensor:
    """Transposed convolution of x (N, C, spatial...) with weight (C, M / group, kernel...).

    The full result is computed without padding, then extended by `output_padding` and cropped
    by the pads, as the specification of ConvTranspose defines the output size.
    """
    rank = _rank(node, x)
    attrs = node.attrs
    stride = attrs.get("strides") or [1] * rank
    dilation = attrs.get("dilations") or [1] * rank
    extra = attrs.get("output_padding") or [0] * rank
    full = [
        (n - 1) * s + (k - 1) * d + 1
        for n, s, k, d in zip(x.shape[2:], stride, weight.shape[2:], dilation, strict=True)
    ]
    auto = attrs.get("auto_pad", "NOTSET")
    wanted = attrs.get("output_shape")
    if wanted is None and auto in ("SAME_UPPER", "SAME_LOWER"):
        wanted = [n * s for n, s in zip(x.shape[2:], stride, strict=True)]
    if wanted is not None:
        begin, end = [], []
        for size, more, target in zip(full, extra, wanted[-rank:], strict=True):
            total = size + more - target
            # A negative total asks for more than the kernel reaches: the end is zero-filled.
            small, large = (total // 2, total - total // 2) if total > 0 else (0, total)
            begin.append(small if auto == "SAME_UPPER" or total <= 0 else large)
            end.append(large if auto == "SAME_UPPER" or total <= 0 else small)
    elif auto == "VALID":
        begin, end = [0] * rank, [0] * rank
    else:
        pads = attrs.get("pads") or [0] * (2 * rank)
        begin, end = list(pads[:rank]), list(pads[rank:])
    y = _CONV_TRANSPOSE[rank](x, weight, None, stride, 0, 0, attrs.get("group", 1), dilation)
    y = pad_spatial(y, [-b for b in begin], [m - e for m, e in zip(extra, end, strict=True)])
    return y if bias is None else y + bias.reshape(1, -1, *[1] * rank)
