"""Layout rules of operators that follow the layer whose result they transform.

A rule says in which blocks each member reads and writes, such that nothing has to be exchanged if
that is possible. Operators without a rule run whole on every member.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from hwpipe.runtime.shard.boxes import Box, Layout, Runs, full, length, meet
from hwpipe.runtime.shard.model import DOMAIN
from hwpipe.runtime.shard.reshape import reshaped
from hwpipe.runtime.shard.ruling import Rule, Ruling, Site, lead_layout, projected

__all__ = ["ELEMENTWISE", "concat_to", "elementwise_to", "follow"]

ELEMENTWISE = frozenset({
    "Relu", "LeakyRelu", "PRelu", "Elu", "Selu", "Celu", "Sigmoid", "HardSigmoid", "HardSwish",
    "Tanh", "Softplus", "Softsign", "Gelu", "FastGelu", "QuickGelu", "BiasGelu", "Mish",
    "ThresholdedRelu", "Clip", "Erf", "Exp", "Log", "Sqrt", "Reciprocal", "Abs", "Neg", "Sign",
    "Floor", "Ceil", "Round", "Sin", "Cos", "Add", "Sub", "Mul", "Div", "Pow", "Mod", "Min", "Max",
    "Mean", "Sum", "Where", "Equal", "Less", "LessOrEqual", "Greater", "GreaterOrEqual", "And",
    "Or", "Xor", "Not", "IsNaN", "IsInf", "Cast", "CastLike", "Identity", "Dropout", "Swish",
})  # fmt: skip


def follow(site: Site) -> Ruling | None:
    """The ruling for a node that has no partition type of its own; None: it has no rule."""
    if any(name and name not in site.shapes for name in (*site.node.inputs, *site.node.outputs)):
        return None
    if site.node.op in ELEMENTWISE:
        return elementwise_to(site, lead_layout(site, site.out_shape()))
    rule = _RULES.get(site.node.op) if site.node.domain == "" else None
    return rule(site) if rule is not None else None


def elementwise_to(site: Site, target: Layout) -> Ruling | None:
    """Run an elementwise operator on the blocks `target` of its result."""
    if any(site.shapes[name] != target.shape for name in site.node.outputs if name):
        return None
    ruling = Ruling({}, [target for _ in site.node.outputs])
    for position, name in enumerate(site.node.inputs):
        if not name:
            continue
        block = projected(target, site.shape(position))
        (ruling.weights if site.is_constant(position) else ruling.needs)[position] = block
    return ruling


def concat_to(site: Site, target: Layout, parts: Sequence[Sequence[Runs]]) -> Ruling:
    """Join `parts` (index sets of every input along the axis, by member) on the other blocks."""
    axis = site.node.attrs["axis"] % len(target.shape)
    ruling = Ruling({}, [])
    shifted: list[list[tuple[int, int]]] = [[] for _ in range(site.members)]
    offset = 0
    for position, sets in enumerate(parts):
        shape = site.shape(position)
        block = projected(Layout(target.shape, target.boxes), shape)
        block = Layout(shape, block.boxes).with_axis(axis, sets)
        (ruling.weights if site.is_constant(position) else ruling.needs)[position] = block
        for m, runs in enumerate(sets):
            shifted[m] += [(low + offset, high + offset) for low, high in runs]
        offset += shape[axis]
    joined = []
    for intervals in shifted:
        merged: list[tuple[int, int]] = []
        for low, high in intervals:
            if merged and merged[-1][1] == low:
                merged[-1] = (merged[-1][0], high)
            elif high > low:
                merged.append((low, high))
        joined.append(tuple(merged))
    ruling.outputs = [target.with_axis(axis, joined)]
    return ruling


def _concat(site: Site) -> Ruling | None:
    out = site.out_shape()
    axis = site.node.attrs["axis"] % len(out)
    others = Site(site.node, site.members, site.shapes, {
        p: layout.with_whole([axis]) for p, layout in site.layouts.items()
    }, site.values, site.training)  # fmt: skip
    # An operand has another length along the axis, so blocks are taken from the other axes.
    target = site.whole(out)
    for layout in others.layouts.values():
        for a in layout.split_axes:
            if target.with_axis(a, layout.axis(a)) != target and a not in target.split_axes:
                target = target.with_axis(a, layout.axis(a))
    parts = []
    for position in range(len(site.node.inputs)):
        size = site.shape(position)[axis]
        sets = [full(size)] * site.members
        if position in site.layouts:
            sets = list(site.layouts[position].axis(axis))
        elif axis in lead_axes(site):
            return None  # which part of a constant belongs to whom is not said
        parts.append(sets)
    return concat_to(site, target, parts)


def lead_axes(site: Site) -> set[int]:
    """Axes along which some activation is split."""
    return {axis for layout in site.layouts.values() for axis in layout.split_axes}


def _data(site: Site) -> Layout | None:
    """The layout of the only activation, which is the first input."""
    return site.layouts[0] if set(site.layouts) == {0} else None


def _reshape(site: Site) -> Ruling | None:
    layout = _data(site)
    if layout is None:
        return None
    found = reshaped(layout, site.out_shape())
    if found is None:
        return None
    shapes = [np.array(found.local(m), np.int64) for m in range(site.members)]
    return Ruling({0: layout}, [found], fixed={1: shapes}, op=("", "Reshape", 13))


def _transpose(site: Site) -> Ruling | None:
    layout = _data(site)
    if layout is None:
        return None
    perm = site.node.attrs.get("perm") or tuple(reversed(range(len(layout.shape))))
    boxes = tuple(tuple(box[a] for a in perm) for box in layout.boxes)
    return Ruling({0: layout}, [Layout(site.out_shape(), boxes)])


def _split(site: Site) -> Ruling | None:
    layout = _data(site)
    if layout is None:
        return None
    axis = site.node.attrs.get("axis", 0) % len(layout.shape)
    sizes = [site.out_shape(i)[axis] for i in range(len(site.node.outputs))]
    outputs, lengths = [], [[] for _ in range(site.members)]  # type: ignore[var-annotated]
    offset = 0
    for i, size in enumerate(sizes):
        sets = _window(layout.axis(axis), offset, size)
        if sets is None:
            return None
        for own, runs in zip(lengths, sets, strict=True):
            own.append(length(runs))
        outputs.append(Layout(site.out_shape(i), layout.boxes).with_axis(axis, sets))
        offset += size
    fixed = {1: [np.array(own, np.int64) for own in lengths]}
    return Ruling({0: layout}, outputs, fixed=fixed, op=("", "Split", 13))


def _window(sets: Sequence[Runs], start: int, size: int) -> list[Runs] | None:
    """Index sets within [start, start + size), counted from start; None where one is empty."""
    found = []
    for runs in sets:
        inside = meet(runs, ((start, start + size),))
        if not inside:
            return None
        found.append(tuple((low - start, high - start) for low, high in inside))
    return found


def _slice(site: Site) -> Ruling | None:
    layout = _data(site)
    starts, ends = site.constant(1), site.constant(2)
    if layout is None or starts is None or ends is None:
        return None
    axes, steps = site.constant(3), site.constant(4)
    rank = len(layout.shape)
    places = list(range(len(starts))) if axes is None else [int(a) % rank for a in axes]
    paces = [1] * len(starts) if steps is None else [int(s) for s in steps]
    out = Layout(site.out_shape(), layout.boxes)
    local = [[starts.astype(np.int64).copy(), ends.astype(np.int64).copy()]
             for _ in range(site.members)]  # fmt: skip
    for i, axis in enumerate(places):
        size = layout.shape[axis]
        if axis not in layout.split_axes:
            out = out.with_axis(axis, [full(out.shape[axis])] * site.members)
            continue
        if paces[i] != 1:
            return None
        low, high, _ = slice(int(starts[i]), int(ends[i])).indices(size)
        sets = _window(layout.axis(axis), low, high - low)
        if sets is None:
            return None
        out = out.with_axis(axis, sets)
        for m, runs in enumerate(layout.axis(axis)):
            before = length(meet(runs, ((0, low),)))
            local[m][0][i], local[m][1][i] = before, before + length(sets[m])
    fixed = {1: [own[0] for own in local], 2: [own[1] for own in local]}
    return Ruling({0: layout}, [out], fixed=fixed)


def _spatial(site: Site) -> Ruling | None:
    """Pooling and the like: samples and channels stay apart."""
    layout = _data(site)
    if layout is None or len(layout.shape) < 3:
        return None
    need = layout.with_whole(range(2, len(layout.shape)))
    outputs = []
    for i, name in enumerate(site.node.outputs):
        shape = site.shapes[name] if name else ()
        outputs.append(_first_two(site, need, shape) if name else site.whole(site.out_shape(i)))
    return Ruling({0: need}, outputs)


def _first_two(site: Site, layout: Layout, shape: Sequence[int]) -> Layout:
    found = site.whole(shape)
    for axis in (0, 1):
        found = found.with_axis(axis, layout.axis(axis))
    return found


def _max_pool(site: Site) -> Ruling | None:
    return None if len(site.node.outputs) > 1 and site.node.outputs[1] else _spatial(site)


def _lrn(site: Site) -> Ruling | None:
    layout = _data(site)
    if layout is None:
        return None
    need = layout.with_whole(range(1, len(layout.shape)))
    return Ruling({0: need}, [need])


def _channel_parameters(site: Site) -> Ruling | None:
    """Normalisation per channel: blocks of samples and channels, parameters like channels."""
    layout = _data(site)
    if layout is None or len(layout.shape) < 2:
        return None
    need = layout.with_whole(range(2, len(layout.shape)))
    channels = (need.shape[1],)
    part = Layout(channels, tuple((box[1],) for box in need.boxes))
    if any(site.shape(p) != channels for p in range(1, len(site.node.inputs))):
        return None
    outputs = [need] + [part for _ in site.node.outputs[1:]]
    return Ruling({0: need}, outputs,
                  weights=dict.fromkeys(range(1, len(site.node.inputs)), part))  # fmt: skip


def _batch_norm(site: Site) -> Ruling | None:
    ruling = _channel_parameters(site)
    if ruling is None or not site.training or 0 not in ruling.needs[0].split_axes:
        return ruling
    if len(site.node.outputs) > 1:
        return None
    ruling.op = (DOMAIN, "BatchNormalization", 1)  # statistics of all samples
    return ruling


def _along(site: Site, axes: Sequence[int], *, drop: bool = False) -> Ruling | None:
    """An operator that needs some axes whole; `drop`: they are not in its result."""
    layout = _data(site)
    if layout is None:
        return None
    need = layout.with_whole(axes)
    if not drop:
        shape = site.out_shape()
        boxes = tuple(
            tuple(full(shape[a]) if a in axes else runs for a, runs in enumerate(box))
            for box in need.boxes
        )
    else:
        shape = site.out_shape()
        boxes = tuple(
            tuple(runs for a, runs in enumerate(box) if a not in axes) for box in need.boxes
        )
    return Ruling({0: need}, [Layout(shape, boxes) for _ in site.node.outputs])


def _softmax(site: Site) -> Ruling | None:
    rank = len(site.shape(0))
    axis = site.node.attrs.get("axis", -1 if site.node.version >= 13 else 1) % rank
    return _along(site, [axis] if site.node.version >= 13 else range(axis, rank))


def _layer_norm(site: Site) -> Ruling | None:
    rank = len(site.shape(0))
    if any(site.node.outputs[1:]):
        return None
    return _along(site, range(site.node.attrs.get("axis", -1) % rank, rank))


def _one_axis(site: Site) -> Ruling | None:
    return _along(site, [site.node.attrs.get("axis", -1) % len(site.shape(0))])


def _reduce(site: Site) -> Ruling | None:
    rank = len(site.shape(0))
    axes: Any = site.node.attrs.get("axes")
    given = site.constant(1)
    if given is not None:
        axes = given.tolist()
    elif site.is_constant(1):
        return None
    if not axes:
        if site.node.attrs.get("noop_with_empty_axes", 0):
            return None
        axes = range(rank)
    return _along(site, [int(a) % rank for a in axes],
                  drop=not site.node.attrs.get("keepdims", 1))  # fmt: skip


def _gather(site: Site) -> Ruling | None:
    layout, places = _data(site), site.constant(1)
    if layout is None or places is None:
        return None
    axis = site.node.attrs.get("axis", 0) % len(layout.shape)
    need = layout.with_whole([axis])
    boxes: list[Box] = [
        (*box[:axis], *(full(n) for n in places.shape), *box[axis + 1 :]) for box in need.boxes
    ]
    return Ruling({0: need}, [Layout(site.out_shape(), tuple(boxes))])


def _resize(site: Site) -> Ruling | None:
    layout = _data(site)
    out = site.out_shape()
    if layout is None or len(out) < 3 or out[:2] != layout.shape[:2]:
        return None
    need = layout.with_whole(range(2, len(layout.shape)))
    ruling = Ruling({0: need}, [_first_two(site, need, out)])
    if len(site.node.inputs) > 3 and site.node.inputs[3]:
        ruling.fixed[3] = [
            np.array(ruling.outputs[0].local(m), np.int64) for m in range(site.members)
        ]
    return ruling


def _pad(site: Site) -> Ruling | None:
    layout, pads = _data(site), site.constant(1)
    if layout is None or pads is None or site.is_constant(3):
        return None
    rank = len(layout.shape)
    padded = [a for a in range(rank) if int(pads[a]) or int(pads[rank + a])]
    return _along(site, padded)


def _depth_to_space(site: Site) -> Ruling | None:
    return _along(site, range(1, len(site.shape(0)))) if _data(site) is not None else None


_RULES: dict[str, Rule] = {
    "Reshape": _reshape, "Flatten": _reshape, "Squeeze": _reshape, "Unsqueeze": _reshape,
    "Transpose": _transpose, "Split": _split, "Slice": _slice, "Concat": _concat,
    "MaxPool": _max_pool, "AveragePool": _spatial, "LpPool": _spatial,
    "GlobalAveragePool": _spatial, "GlobalMaxPool": _spatial, "LRN": _lrn,
    "BatchNormalization": _batch_norm, "InstanceNormalization": _channel_parameters,
    "Softmax": _softmax, "LogSoftmax": _softmax, "Hardmax": _softmax,
    "LayerNormalization": _layer_norm, "RMSNormalization": _layer_norm,
    "SimplifiedLayerNormalization": _layer_norm, "LpNormalization": _one_axis,
    "CumSum": _one_axis, "ReduceMean": _reduce, "ReduceSum": _reduce, "ReduceMax": _reduce,
    "ReduceMin": _reduce, "ReduceProd": _reduce, "ReduceL1": _reduce, "ReduceL2": _reduce,
    "ReduceSumSquare": _reduce, "ReduceLogSumExp": _reduce, "Gather": _gather,
    "Resize": _resize, "Pad": _pad, "DepthToSpace": _depth_to_space,
    "SpaceToDepth": _depth_to_space,
}  # fmt: skip
