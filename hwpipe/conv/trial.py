"""Random layers for the convolution kernels that take no plan: depthwise and the gradients."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from hwpipe.conv.depthwise import depthwise_call
from hwpipe.conv.grad import input_grad_call, weight_grad_call
from hwpipe.conv.lanes import LayerCall, out_extent
from hwpipe.errors import InputError

__all__ = ["LAYER_KERNELS", "random_call"]

#: Kernels that `random_call` knows, and the constants that are their lanes.
LAYER_KERNELS = {
    "depthwise": ("LANES",),
    "conv_input_grad": ("PI", "PO"),
    "conv_weight_grad": ("PI", "PO"),
}


def random_call(
    kernel: str, *, channels: int = 16, height: int = 14, width: int = 14,
    filters: int | None = None, taps: int = 3, stride: int = 1, pad: int = 1, batch: int = 1,
    seed: int = 1,
) -> LayerCall:  # fmt: skip
    """A layer with random int8 tensors as one start of a kernel.

    Args:
        kernel: a name of `LAYER_KERNELS`, built with its own constants.
        channels: of the layer's input.
        height: of the layer's input.
        width: of the layer's input.
        filters: of the layer; as many as channels where None.
        taps: a side.
        stride: 1 to 4.
        pad: zeros on each side.
        batch: images.
        seed: of the tensors.

    Raises:
        InputError: a layer that the kernel does not take.
    """
    filters = channels if filters is None else filters
    figures = {
        "channels": channels, "height": height, "width": width, "filters": filters, "batch": batch,
    }  # fmt: skip
    for name, value in figures.items():
        if not 1 <= value <= 65535:
            raise InputError(f"{name} = {value}", limit="1 to 65535")
    rng = np.random.default_rng(seed)

    def int8(*shape: int) -> NDArray[np.int64]:
        return rng.integers(-128, 128, shape)

    oh, ow = out_extent(height, taps, stride, pad), out_extent(width, taps, stride, pad)
    if kernel == "depthwise":
        return depthwise_call(
            int8(batch, channels, height, width), int8(filters, 1, taps, taps), stride=stride,
            pad=pad,
        )  # fmt: skip
    if kernel == "conv_input_grad":
        return input_grad_call(
            int8(batch, filters, oh, ow), int8(filters, channels, taps, taps), height=height,
            width=width, stride=stride, pad=pad,
        )  # fmt: skip
    if kernel == "conv_weight_grad":
        return weight_grad_call(
            int8(batch, channels, height, width), int8(batch, filters, oh, ow), kernel=taps,
            stride=stride, pad=pad,
        )  # fmt: skip
    raise InputError(f"kernel {kernel} takes no layer", limit=", ".join(LAYER_KERNELS))
