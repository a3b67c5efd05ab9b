"""Layout rules of the layers themselves: which block of its tensors a member's part of one needs.

A layer's work is batch x input channels x output channels. A member reads the inputs of its block
(F in AccPar's tables: rows for type I, columns for II, everything for III) and writes its outputs;
where members share outputs and divide inputs their results are partial sums (`leave`), where they
share inputs and divide outputs their input gradients are (`enter`).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from hwpipe.errors import InputError
from hwpipe.runtime.shard.blocks import LayerBlocks
from hwpipe.runtime.shard.boxes import Box, Layout, Runs, full
from hwpipe.runtime.shard.model import DOMAIN
from hwpipe.runtime.shard.reshape import reshaped
from hwpipe.runtime.shard.rules import ELEMENTWISE, concat_to, elementwise_to, follow
from hwpipe.runtime.shard.ruling import Ruling, Site, adopted, projected

__all__ = ["columns_of", "join_layout", "layer_ruling"]

#: Normalisations of which members may each hold a part of every row.
_SPLIT_ROWS = ("LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization")


def layer_ruling(site: Site, layer: LayerBlocks, columns: Sequence[Runs] | None) -> Ruling | None:
    """The ruling for a layer's main node.

    Args:
        site: the node.
        layer: its blocks.
        columns: index sets of the output channels, where others than the plan's contiguous ones
            suit what follows.

    Returns:
        None where the operator has no rule: it runs whole on every member.

    Raises:
        InputError: for a grouped convolution of which channels within a group are split.
    """
    op, kind = site.node.op, layer.kind
    if site.node.domain and op not in ELEMENTWISE | set(_SPLIT_ROWS):
        return None
    if any(name and name not in site.shapes for name in (*site.node.inputs, *site.node.outputs)):
        return None
    if kind == "conv" and op in ("Conv", "ConvTranspose") and set(site.layouts) == {0}:
        return _grouped(site, layer) if layer.channelwise else _conv(site, layer, columns)
    if kind == "fc" and op in ("MatMul", "Gemm") and set(site.layouts) == {0}:
        return _dense(site, layer, columns)
    if kind == "fc" and op == "Gather" and set(site.layouts) == {1} and layer.channelwise:
        return _embedding(site, layer)
    if kind == "attention" and op == "MatMul" and set(site.layouts) == {0, 1}:
        return _attention(site, layer)
    if kind == "norm":
        return _norm(site, layer)
    if kind == "join":
        return _join(site, layer)
    return None


def _part(block: tuple[int, int], size: int, whole: int) -> Runs:
    """A range of `size` channels or samples on an axis of `whole` indices."""
    return ((block[0] * whole // size, block[1] * whole // size),)


def _rows(layer: LayerBlocks, whole: int) -> list[Runs]:
    """Index sets of a leading axis; everything where samples do not divide it."""
    size = layer.sizes[0]
    if whole % size:
        return [full(whole)] * len(layer.blocks)
    return [_part(block[0], size, whole) for block in layer.blocks]


def columns_of(layer: LayerBlocks, whole: int, dim: int) -> list[Runs]:
    """Index sets of a channel axis; `dim` is 1 for input channels, 2 for output channels."""
    size = layer.sizes[dim]
    return [
        ((round(block[dim][0] * whole / size), round(block[dim][1] * whole / size)),)
        for block in layer.blocks
    ]


def _have(site: Site, position: int, axis: int, planned: list[Runs]) -> list[Runs]:
    return adopted(planned, site.layouts[position].axis(axis))


def _summed(boxes: Sequence[Box], total: int) -> tuple[list[Box], int]:
    return list(boxes), total


def _conv(site: Site, layer: LayerBlocks, columns: Sequence[Runs] | None) -> Ruling | None:
    x, w, y = site.shape(0), site.shape(1), site.out_shape()
    flipped = site.node.op == "ConvTranspose"
    if flipped and site.node.attrs.get("group", 1) != 1:
        return None
    rows = _rows(layer, x[0])
    inward = _have(site, 0, 1, columns_of(layer, x[1], 1))
    out = list(columns or columns_of(layer, y[1], 2))
    work = [(r, i, o) for r, i, o in zip(rows, inward, out, strict=True)]
    total = x[0] * x[1] * y[1]
    need = site.whole(x).with_axis(0, rows).with_axis(1, inward)
    result = site.whole(y).with_axis(0, rows).with_axis(1, out)
    weight = site.whole(w).with_axis(1, out).with_axis(0, inward) if flipped else (
        site.whole(w).with_axis(0, out).with_axis(1, inward)
    )  # fmt: skip
    ruling = Ruling({0: need}, [result], weights={1: weight}, enter=_summed(work, total),
                    leave=_summed(work, total), work=_summed(work, total))  # fmt: skip
    if site.is_constant(2):
        ruling.weights[2] = Layout(site.shape(2), tuple((runs,) for runs in out))
        ruling.bias = (2, 1, 1.0)
    return ruling


def _grouped(site: Site, layer: LayerBlocks) -> Ruling | None:
    if site.node.op != "Conv":
        return None
    x, w, y = site.shape(0), site.shape(1), site.out_shape()
    groups = site.node.attrs.get("group", 1)
    if layer.sizes[1] != groups:
        raise InputError(
            f"{groups} groups are split like {layer.sizes[1]} channels", where=site.node.where,
            limit="whole groups on every device", remedy="compile the plan again",
        )  # fmt: skip
    rows = _rows(layer, x[0])
    chosen = [_part(block[1], groups, groups) for block in layer.blocks]
    if x[1] == groups == y[1]:
        chosen = _have(site, 0, 1, chosen)

    def spread(whole: int) -> list[Runs]:
        each = whole // groups
        return [tuple((a * each, b * each) for a, b in runs) for runs in chosen]

    need = site.whole(x).with_axis(0, rows).with_axis(1, spread(x[1]))
    result = site.whole(y).with_axis(0, rows).with_axis(1, spread(y[1]))
    ruling = Ruling(
        {0: need}, [result], weights={1: site.whole(w).with_axis(0, spread(y[1]))},
        attrs=[{"group": sum(b - a for a, b in runs)} for runs in chosen],
    )  # fmt: skip
    if site.is_constant(2):
        ruling.weights[2] = Layout(site.shape(2), tuple((runs,) for runs in spread(y[1])))
    return ruling


def _dense(site: Site, layer: LayerBlocks, columns: Sequence[Runs] | None) -> Ruling | None:
    gemm = site.node.op == "Gemm"
    attrs = site.node.attrs
    x, w, y = site.shape(0), site.shape(1), site.out_shape()
    if len(w) != 2 or len(x) < 2 or (gemm and attrs.get("transA", 0)):
        return None
    back = bool(gemm and attrs.get("transB", 0))
    last = len(x) - 1
    rows = _rows(layer, x[0])
    inward = _have(site, 0, last, columns_of(layer, x[last], 1))
    out = list(columns or columns_of(layer, y[-1], 2))
    work = [(r, i, o) for r, i, o in zip(rows, inward, out, strict=True)]
    total = x[0] * x[last] * y[-1]
    need = site.whole(x).with_axis(0, rows).with_axis(last, inward)
    result = site.whole(y).with_axis(0, rows).with_axis(last, out)
    weight = site.whole(w).with_axis(0 if back else 1, out).with_axis(1 if back else 0, inward)
    ruling = Ruling({0: need}, [result], weights={1: weight}, enter=_summed(work, total),
                    leave=_summed(work, total), work=_summed(work, total))  # fmt: skip
    if site.is_constant(2):
        ruling.weights[2] = projected(result, site.shape(2))
        ruling.bias = (2, None, attrs.get("beta", 1.0))
    return ruling


def _embedding(site: Site, layer: LayerBlocks) -> Ruling | None:
    table, places, y = site.shape(0), site.shape(1), site.out_shape()
    if site.node.attrs.get("axis", 0) != 0 or len(table) != 2 or not places:
        return None
    rows = _rows(layer, places[0])
    columns = columns_of(layer, table[1], 1)
    need = site.whole(places).with_axis(0, rows)
    result = site.whole(y).with_axis(0, rows).with_axis(len(y) - 1, columns)
    return Ruling({1: need}, [result], weights={0: site.whole(table).with_axis(1, columns)})


def _attention(site: Site, layer: LayerBlocks) -> Ruling | None:
    y = site.out_shape()
    lead, batch, heads = y[:-2], layer.sizes[0], layer.sizes[1]
    if len(y) < 3 or prod(lead) != batch * heads:
        return None
    boxes: tuple[Box, ...] = tuple(((b[0],), (b[1],)) for b in layer.blocks)
    spread = reshaped(Layout((batch, heads), boxes), lead)
    if spread is None:
        return None
    if len(lead) == 2:  # heads may lie in another order than the plan's
        for position in (0, 1):
            have = site.layouts[position]
            if have.shape[:-2] == lead:
                spread = spread.with_axis(1, adopted(spread.axis(1), have.axis(1)))
                break
    result = Layout(y, tuple((*box, full(y[-2]), full(y[-1])) for box in spread.boxes))
    needs = {}
    for position in (0, 1):
        shape = site.shape(position)
        offset = len(y) - len(shape)
        needs[position] = Layout(shape, tuple(
            tuple(
                box[axis + offset]
                if axis < len(shape) - 2 and size == y[axis + offset] else full(size)
                for axis, size in enumerate(shape)
            )
            for box in result.boxes
        ))  # fmt: skip
    return Ruling(needs, [result])


def _norm(site: Site, layer: LayerBlocks) -> Ruling | None:
    x = site.shape(0)
    if set(site.layouts) != {0} or not x or x[-1] != layer.sizes[1]:
        return None
    rows = _rows(layer, x[0])
    columns = _have(site, 0, len(x) - 1, columns_of(layer, x[-1], 1))
    need = site.whole(x).with_axis(0, rows) if len(x) > 1 else site.whole(x)
    if all(runs == full(x[-1]) for runs in columns):
        ruling = Ruling({0: need}, [need])
        return ruling if not any(site.node.outputs[1:]) else None
    axis = site.node.attrs.get("axis", -1) % len(x)
    if site.node.op not in _SPLIT_ROWS or axis != len(x) - 1 or any(site.node.outputs[1:]):
        return None
    need = need.with_axis(len(x) - 1, columns)
    parameters = {
        p: Layout(site.shape(p), tuple((runs,) for runs in columns))
        for p in range(1, len(site.node.inputs))
        if site.is_constant(p) and site.shape(p) == (x[-1],)
    }
    if len(parameters) != len([n for n in site.node.inputs[1:] if n]):
        return None
    return Ruling({0: need}, [need], weights=parameters,
                  op=(DOMAIN, site.node.op, 1))  # fmt: skip


def join_layout(layer: LayerBlocks, shape: Sequence[int]) -> Layout | None:
    """A join's, or fork's, blocks of a tensor; None where its channels do not divide so.

    Images carry channels in dimension 1, sequences and vectors in the last one.
    """
    if not shape:
        return None
    axis = 1 if len(shape) >= 4 else len(shape) - 1
    target = Layout.whole(shape, len(layer.blocks))
    if len(shape) > 1 or axis != 0:
        target = target.with_axis(0, _rows(layer, shape[0]))
    if any(block[1] != (0, layer.sizes[1]) for block in layer.blocks):
        if layer.sizes[1] != shape[axis]:
            return None
        target = target.with_axis(axis, columns_of(layer, shape[axis], 1))
    return target


def _join(site: Site, layer: LayerBlocks) -> Ruling | None:
    y = site.out_shape()
    target = join_layout(layer, y)
    if target is None:
        return follow(site)
    axis = 1 if len(y) >= 4 else len(y) - 1
    if site.node.op in ELEMENTWISE:
        for layout in site.layouts.values():
            if layout.shape == y:
                sets = adopted(target.axis(axis), layout.axis(axis))
                return elementwise_to(site, target.with_axis(axis, sets))
        return elementwise_to(site, target)
    if site.node.op == "Concat":
        if site.node.attrs["axis"] % len(y) != axis:
            return follow(site)
        parts = []
        for position in range(len(site.node.inputs)):
            size = site.shape(position)[axis]
            planned = columns_of(layer, size, 1)
            if position in site.layouts:
                planned = _have(site, position, axis, planned)
            parts.append(planned)
        if any(not _filled(sets) for sets in parts):
            return follow(site)
        return concat_to(site, target, parts)
    return follow(site)


def _filled(sets: Sequence[Runs]) -> bool:
    return all(low < high for runs in sets for low, high in runs)
