"""Which convolutions a layer becomes: its own, a product's, or those that move channels."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from hwpipe.accel.layers import grid_scale, selection
from hwpipe.accel.places import CHUNK_BYTES, Place, image_size
from hwpipe.conv import ConvConfig, ConvShape
from hwpipe.lower.model import (
    ChannelShuffle,
    Concat,
    Conv,
    FullyConnected,
    Layer,
    Program,
    Slice,
)

__all__ = ["Task", "tasks_of"]

Array = npt.NDArray[Any]


@dataclass(frozen=True, eq=False)
class Task:
    """A convolution to run.

    Attributes:
        shape: its geometry.
        values: w, bias, scale, x_zero_point and out.
        x: tensor that it reads.
        y: tensor that it writes.
        block: first channel block of y that it writes.
        scratch: whether it goes to the scratch buffer and is added to y from there.
    """

    shape: ConvShape
    values: dict[str, Any]
    x: str
    y: str
    block: int = 0
    scratch: bool = False


def tasks_of(
    layer: Layer, program: Program, places: dict[str, Place], config: ConvConfig
) -> list[Task]:
    """Convolutions of a layer; none where another kernel, or addressing, does it.

    Raises:
        InputError: a geometry beyond the kernel's limits.
        NotOnKernel: multipliers that the kernel does not take.
    """
    if isinstance(layer, Conv):
        if layer.kind == "conv" or layer.groups != _channels(program, layer.output):
            return _parts(_conv(layer, program, config), config)
        return []  # one filter a channel: `window` does it
    if isinstance(layer, FullyConnected):
        return _parts(_product(layer, places[layer.inputs[0]]), config)
    return _moves(layer, program, config.pi)


def _channels(program: Program, name: str) -> int:
    return image_size(program.tensors[name])[0]


def _values(layer: Conv | FullyConnected, w: Array) -> dict[str, Any]:
    return {"w": w, "bias": layer.bias, "scale": grid_scale(layer.multiplier),
            "x_zero_point": layer.x_zero_point, "out": layer.out}  # fmt: skip


def _conv(layer: Conv, program: Program, config: ConvConfig) -> Task:
    c, h, w = image_size(program.tensors[layer.inputs[0]])
    filters, lanes = layer.w.shape[0], config.pi
    side = _side_by_side(layer.groups, c // layer.groups, filters // layer.groups, lanes)
    weights, groups = _widened(layer.w, layer.groups, side), layer.groups // side
    (top, left), (bottom, right) = layer.pads
    shape = ConvShape(c, h, w, filters, tuple(weights.shape[2:]), tuple(layer.strides),
                      (top, left, bottom, right), groups, tuple(layer.dilations))  # fmt: skip
    return Task(shape, _values(layer, weights), layer.inputs[0], layer.output)


def _side_by_side(groups: int, per_in: int, per_out: int, lanes: int) -> int:
    """Fewest groups that together fill whole channel blocks on both sides; all where none do."""
    for side in range(1, groups):
        if groups % side == 0 and per_in * side % lanes == 0 and per_out * side % lanes == 0:
            return side
    return groups


def _widened(w: Array, groups: int, side: int) -> Array:
    """Weights of `side` groups side by side as one group, with zeros between them."""
    if side == 1:
        return w
    filters, per_in = w.shape[:2]
    per_out = filters // groups
    wide = np.zeros((filters, per_in * side, *w.shape[2:]), np.int8)
    for g in range(groups):
        rows, at = slice(g * per_out, (g + 1) * per_out), g % side * per_in
        wide[rows, at : at + per_in] = w[rows]
    return wide


def _product(layer: FullyConnected, x: Place) -> Task:
    lay, filters = x.layout, layer.w.shape[0]
    w = layer.w.reshape(filters, lay.channels, lay.height, lay.width)
    shape = ConvShape(lay.channels, lay.height, lay.width, filters, (lay.height, lay.width))
    return Task(shape, _values(layer, w), layer.inputs[0], layer.output)


def _parts(task: Task, config: ConvConfig) -> list[Task]:
    """Filters in parts whose packed weights fit one region of the DDR each."""
    shape, lanes = task.shape, config.po
    tiles_out = -(-shape.filters // lanes)
    tiles_in = -(-shape.channels // config.pi)
    tile_bytes = lanes * tiles_in * config.pi * shape.taps[0] * shape.taps[1]
    parts = -(-tiles_out * tile_bytes // CHUNK_BYTES)
    if parts <= 1 or shape.groups > 1:
        return [task]
    step = -(-tiles_out // parts)
    found = []
    for block in range(0, tiles_out, step):
        some = slice(block * lanes, min(shape.filters, (block + step) * lanes))
        values = dict(task.values)
        for name in ("w", "bias"):
            values[name] = values[name][some]
        if np.size(values["scale"]) > 1:
            values["scale"] = np.reshape(values["scale"], -1)[some]
        part = replace(shape, filters=len(values["w"]))
        found.append(replace(task, shape=part, values=values, block=block))
    return found


def _moves(layer: Layer, program: Program, lanes: int) -> list[Task]:
    """Channels that change their lanes move through a 1x1 convolution of ones."""
    c, h, w = image_size(program.tensors[layer.output])

    def move(name: str, pairs: list[tuple[int, int]], scratch: bool = False) -> Task:
        have = _channels(program, name)
        shape = ConvShape(have, h, w, c)
        return Task(shape, selection(have, c, pairs), name, layer.output, 0, scratch)

    if isinstance(layer, ChannelShuffle):
        per = c // layer.groups
        return [move(layer.inputs[0], [
            (g * per + i, i * layer.groups + g) for g in range(layer.groups) for i in range(per)
        ])]  # fmt: skip
    if isinstance(layer, Slice) and layer.start % lanes:
        return [move(layer.inputs[0], [(layer.start + i, i) for i in range(c)])]
    if isinstance(layer, Concat) and any(
        _channels(program, name) % lanes for name in layer.inputs[:-1]
    ):
        start, tasks = 0, []
        for i, name in enumerate(layer.inputs):
            have = _channels(program, name)
            tasks.append(move(name, [(j, start + j) for j in range(have)], i > 0))
            start += have
        return tasks
    return []
