"""Joins layers: a Clip into what computes its input; Reshape, Transpose, Reshape to a shuffle."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import Any

from hwpipe.fpga.integer import Output
from hwpipe.lower.model import ChannelShuffle, Clip, Layer, Program, Reshape, Transpose

__all__ = ["fuse"]


def fuse(program: Program) -> Program:
    """The same results with fewer layers; the tensors between joined layers disappear."""
    uses = Counter(name for layer in program.layers for name in layer.inputs)
    uses.update(port.tensor for port in program.outputs)
    layers = _views(_shuffles(program, list(program.layers), uses))
    return dataclasses.replace(program, layers=tuple(_clips(layers, uses)))


def _clips(layers: list[Layer], uses: Counter[str]) -> list[Layer]:
    made = {layer.output: i for i, layer in enumerate(layers)}
    result: list[Layer | None] = list(layers)
    for i, layer in enumerate(layers):
        if not isinstance(layer, Clip):
            continue
        source = made.get(layer.inputs[0])
        producer: Any = None if source is None else result[source]
        if source is None or producer is None or uses[layer.inputs[0]] != 1:
            continue
        out = getattr(producer, "out", None)
        if isinstance(producer, Clip):
            low, high = max(producer.low, layer.low), min(producer.high, layer.high)
            joined = dataclasses.replace(producer, low=low, high=max(low, high))
        elif isinstance(out, Output):
            # clip(clip(v)) is one clip, also where the ranges do not meet.
            low = min(max(out.low, layer.low), layer.high)
            high = max(min(out.high, layer.high), layer.low)
            joined = dataclasses.replace(producer, out=Output(out.zero_point, low, high))
        else:
            continue
        result[source] = dataclasses.replace(joined, output=layer.output)
        made[layer.output] = source
        result[i] = None
    return [layer for layer in result if layer is not None]


def _views(layers: list[Layer]) -> list[Layer]:
    """A view of a view reads what that one reads, which may then be dead."""
    made: dict[str, Layer] = {}
    result: list[Layer] = []
    for layer in layers:
        before = made.get(layer.inputs[0])
        if isinstance(layer, Reshape) and isinstance(before, Reshape):
            layer = dataclasses.replace(layer, inputs=before.inputs)  # noqa: PLW2901
        made[layer.output] = layer
        result.append(layer)
    return result


def _shuffles(program: Program, layers: list[Layer], uses: Counter[str]) -> list[Layer]:
    """Reshape (N, g, c, H, W), Transpose (0, 2, 1, 3, 4), Reshape back."""
    made = {layer.output: layer for layer in layers}
    removed: set[str] = set()
    result: list[Layer] = []
    for layer in layers:
        result.append(layer)
        turn = made.get(layer.inputs[0])
        split = made.get(turn.inputs[0]) if isinstance(turn, Transpose) else None
        if not (isinstance(layer, Reshape) and isinstance(turn, Transpose)
                and isinstance(split, Reshape)):  # fmt: skip
            continue
        x, between = program.tensors[split.inputs[0]], program.tensors[split.output]
        wanted = (0, 2, 1, *range(3, len(between.shape)))
        same = program.tensors[layer.output].shape == x.shape
        inner = between.shape[3:] == x.shape[2:]
        if turn.perm != wanted or not same or not inner:
            continue
        if uses[split.output] != 1 or uses[turn.output] != 1:
            continue
        removed |= {split.output, turn.output}
        result[-1] = ChannelShuffle(
            name=turn.name, inputs=split.inputs, output=layer.output, groups=between.shape[1]
        )
    return [layer for layer in result if layer.output not in removed]
