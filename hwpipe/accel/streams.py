"""Layers that `window` and `elementwise` run, and those that addressing does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.command import Command
from hwpipe.accel.layers import NotOnKernel, Writer, elementwise
from hwpipe.accel.places import Place, image_size
from hwpipe.accel.rounding import clip_scalars, rounding_scalars
from hwpipe.accel.windows import window
from hwpipe.fpga.exact import accumulator_range
from hwpipe.lower.model import (
    Add,
    AveragePool,
    Clip,
    Concat,
    Conv,
    GlobalAveragePool,
    Layer,
    LeakyRelu,
    MaxPool,
    Program,
    Requantise,
    Reshape,
    Slice,
    Upsample,
)

__all__ = ["Streams"]

Array = npt.NDArray[Any]
#: Longest side of a window.
WINDOW_MOST = 255


@dataclass(frozen=True, eq=False)
class Streams:
    """Makes commands of layers without convolution.

    Attributes:
        program: the network.
        places: of its tensors.
        inside: tensors that lie inside another.
        lanes: channels of a block.
        port: bytes of a port.
        write: takes constants into the image.
    """

    program: Program
    places: Mapping[str, Place]
    inside: Mapping[str, tuple[str, int]]
    lanes: int
    port: int
    write: Writer

    def commands(self, layer: Layer) -> list[Command]:
        """Commands of a layer; empty where addressing does it.

        Raises:
            NotOnKernel: with the reason.
        """
        return _HANDLERS[type(layer)](self, layer)

    def channels(self, name: str) -> int:
        """Channels of a tensor."""
        return image_size(self.program.tensors[name])[0]

    def copied(self, layer: Layer) -> list[Command]:
        """Parts of a concatenation, or an aligned slice, that do not lie there already."""
        y, start, out = self.places[layer.output], 0, []
        lanes = self.lanes
        if isinstance(layer, Concat):
            for name in layer.inputs:
                x = self.places[name]
                at = y.address + start // lanes * y.layout.block_bytes
                if x.address != at or x.root != y.root:
                    lay = replace(y.layout, channels=x.layout.channels)
                    out.append(elementwise(x, None, replace(y, layout=lay, address=at), {},
                                           port_bytes=self.port))  # fmt: skip
                start += x.layout.channels
            return out
        assert isinstance(layer, Slice)
        x = self.places[layer.inputs[0]]
        at = x.address + layer.start // lanes * x.layout.block_bytes
        if (y.address, y.root) == (at, x.root):
            return []
        part = replace(x, address=at, layout=replace(x.layout, channels=y.layout.channels))
        return [elementwise(part, None, y, {}, port_bytes=self.port)]

    def unary(self, layer: Layer, numbers: dict[str, int], **options: Any) -> list[Command]:
        """One tensor in, one out."""
        x, y = self.places[layer.inputs[0]], self.places[layer.output]
        return [elementwise(x, None, y, numbers, port_bytes=self.port, **options)]

    def windowed(
        self, layer: Any, rounding: dict[str, int], before: int,
        parameters: tuple[Array | None, Array, Array], fill: int, **options: Any,
    ) -> list[Command]:  # fmt: skip
        """One window kernel; `geometry` and `x` replace the layer's own."""
        x, y = options.pop("x", self.places[layer.inputs[0]]), self.places[layer.output]
        geometry = options.pop("geometry", None) or {
            "kernel": layer.kernel, "strides": layer.strides, "pads": layer.pads,
            "dilations": getattr(layer, "dilations", (1, 1)),
        }  # fmt: skip
        return window(x, y, geometry, parameters, self.write, rounding=rounding, before=before,
                      fill=fill, port_bytes=self.port, **options)  # fmt: skip


def _depthwise(on: Streams, layer: Conv) -> list[Command]:
    m = layer.multiplier
    smallest, largest = accumulator_range(layer.w, layer.bias, layer.x_zero_point)
    if max(-int(smallest.min()), int(largest.max())) >= 1 << 31:
        raise NotOnKernel("its sums need more than 32 bits")
    rounding, before = rounding_scalars(m.shift, m.guard, layer.out, zero_first=False)
    w = layer.w.reshape(len(layer.w), -1)
    bias = layer.bias.astype(np.int64) - layer.x_zero_point * w.astype(np.int64).sum(1)
    k = np.broadcast_to(m.k.reshape(-1), (len(w),))
    geometry = {"kernel": layer.w.shape[2:], "strides": layer.strides, "pads": layer.pads,
                "dilations": layer.dilations}  # fmt: skip
    return on.windowed(layer, rounding, before, (w, bias, k), layer.x_zero_point, geometry=geometry)


def _max_pool(on: Streams, layer: MaxPool) -> list[Command]:
    c = on.channels(layer.output)
    parameters = (None, np.zeros(c, np.int32), np.ones(c, np.int64))
    return on.windowed(layer, clip_scalars(), 0, parameters, -128, largest=True)


def _mean(
    on: Streams, layer: AveragePool | GlobalAveragePool, geometry: dict[str, Any],
    zero_first: bool, **options: Any,
) -> list[Command]:  # fmt: skip
    m, c = layer.multiplier, on.channels(layer.output)
    rounding, before = rounding_scalars(m.shift, m.guard, layer.out, zero_first=zero_first)
    kh, kw = geometry["kernel"]
    bias = np.full(c, -layer.x_zero_point * kh * kw, np.int64)
    k = m.k if m.k.ndim == 2 else np.broadcast_to(m.k.reshape(-1), (c,))
    return on.windowed(
        layer, rounding, before, (None, bias, k), layer.x_zero_point, geometry=geometry, **options
    )


def _average_pool(on: Streams, layer: AveragePool) -> list[Command]:
    geometry = {"kernel": layer.kernel, "strides": layer.strides, "pads": layer.pads,
                "dilations": (1, 1)}  # fmt: skip
    return _mean(on, layer, geometry, layer.zero_first)


def _global(on: Streams, layer: GlobalAveragePool) -> list[Command]:
    x = on.places[layer.inputs[0]]
    lay = x.layout
    if not any(lay.ring) and lay.height * lay.width <= WINDOW_MOST:  # one row: long bursts
        x = replace(x, layout=replace(lay, height=1, width=lay.height * lay.width))
    size = (x.layout.height, x.layout.width)
    geometry = {"kernel": size, "strides": (1, 1), "dilations": (1, 1), "pads": ((0, 0), (0, 0))}
    return _mean(on, layer, geometry, False, x=x)


def _add(on: Streams, layer: Add) -> list[Command]:
    rounding, before = rounding_scalars(layer.sum.shift, 0, layer.out, zero_first=layer.zero_first)
    a, b = (on.places[name] for name in layer.inputs)
    numbers = {"ka": layer.sum.a, "ka_low": layer.sum.a, "kb": layer.sum.b,
               "pivot": layer.a_zero_point,
               "offset": before - layer.b_zero_point * layer.sum.b, **rounding}  # fmt: skip
    return [elementwise(a, b, on.places[layer.output], numbers, port_bytes=on.port)]


def _requantise(on: Streams, layer: Requantise) -> list[Command]:
    m = layer.multiplier
    if m.k.size != 1:
        raise NotOnKernel("it has a multiplier for each channel")
    rounding, half = rounding_scalars(m.shift, m.guard, layer.out, zero_first=False)
    k = int(m.k.reshape(-1)[0])
    return on.unary(layer, {"ka": k, "ka_low": k, "pivot": layer.x_zero_point, "offset": half,
                            **rounding})  # fmt: skip


def _leaky(on: Streams, layer: LeakyRelu) -> list[Command]:
    s = layer.slopes
    rounding, half = rounding_scalars(s.shift, s.guard, layer.out, zero_first=False)
    return on.unary(layer, {"ka": s.positive, "ka_low": s.negative, "pivot": layer.x_zero_point,
                            "offset": half, **rounding})  # fmt: skip


def _reshape(on: Streams, layer: Reshape) -> list[Command]:
    if layer.output in on.inside:
        return []
    raise NotOnKernel("it reorders bytes: only a flattening that matrix products read is free")


def _nothing(on: Streams, layer: Layer) -> list[Command]:
    raise NotOnKernel(f"{layer.kind} has no command")


class _Handlers(dict[type[Layer], Callable[[Streams, Any], list[Command]]]):
    def __missing__(self, kind: type[Layer]) -> Callable[[Streams, Any], list[Command]]:
        return _nothing


_HANDLERS = _Handlers({
    Conv: _depthwise, MaxPool: _max_pool, AveragePool: _average_pool, GlobalAveragePool: _global,
    Add: _add, Requantise: _requantise, LeakyRelu: _leaky, Reshape: _reshape,
    Clip: lambda on, y: on.unary(y, clip_scalars(y.low, y.high)),
    Upsample: lambda on, y: on.unary(y, {}, factors=y.factors),
    Concat: lambda on, y: on.copied(y), Slice: lambda on, y: on.copied(y),
})  # fmt: skip
