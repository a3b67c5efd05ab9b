"""What two parties exchange: AccPar's intra-layer and inter-layer tables, from layouts.

Each type reads its input and writes its output in a fixed layout: split by rows (batch), split
by columns (channels), or duplicated. The whole inter-layer table of AccPar follows from the
cost of changing a layout, forward for F and backward for E:

    type            reads F, makes E     writes F', needs E'    partial sums exchanged
    I   (B)         rows                 rows                   weight gradient, A(W)
    II  (Di)        columns              duplicated             F', A(F')
    III (Do)        duplicated           columns                E, A(E)
    channel-wise II columns              columns                row statistics
    replicated      duplicated           duplicated             nothing

The intra-layer traffic is what *each* party receives and does not depend on the ratio.
"""

from __future__ import annotations

from typing import Final, NamedTuple

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.tensor.model import PartitionType, TensorLayer

__all__ = [
    "TYPES",
    "InterCoefficients",
    "convert_share",
    "inter_coefficients",
    "inter_elements",
    "intra_elements",
    "reads",
    "writes",
]

#: Number of states of a layer in the search: the three types, and replicated.
TYPES: Final = 4

ROWS, COLUMNS, DUPLICATED = 0, 1, 2
#: Layout by [channel-wise][type]; channel-wise layers have no type III (it equals II).
_READS = ((ROWS, COLUMNS, DUPLICATED, DUPLICATED), (ROWS, COLUMNS, COLUMNS, DUPLICATED))
_WRITES = ((ROWS, DUPLICATED, COLUMNS, DUPLICATED), (ROWS, COLUMNS, COLUMNS, DUPLICATED))


def reads(channelwise: bool, kind: PartitionType) -> int:
    """Layout in which a layer reads F and leaves E: 0 rows, 1 columns, 2 duplicated."""
    return _READS[channelwise][kind]


def writes(channelwise: bool, kind: PartitionType) -> int:
    """Layout in which a layer leaves F' and needs E'."""
    return _WRITES[channelwise][kind]


def convert_share(have: int, need: int, share_have: float, share_need: float) -> float:
    """Share of a tensor that one party receives when its layout changes.

    Args:
        have: layout before.
        need: layout after.
        share_have: the party's share before.
        share_need: its share after. With equal shares a this gives AccPar's 0, a(1-a) and 1-a;
            where neighbours use different ratios it also charges what moves between them.
    """
    if have == DUPLICATED:
        return 0.0
    if need == DUPLICATED:
        return 1.0 - share_have
    if have == need:
        return max(0.0, share_need - share_have)
    return share_need * (1.0 - share_have)


def inter_elements(
    before: PartitionType,
    after: PartitionType,
    elements: float,
    ratio: float,
    *,
    ratio_before: float | None = None,
    training: bool = True,
    before_channelwise: bool = False,
    after_channelwise: bool = False,
) -> float:
    """Elements that the party with share `ratio` receives between two layers.

    Args:
        before: type of the producer.
        after: type of the consumer.
        elements: size of the tensor between them, A(F) = A(E).
        ratio: the party's share of the consumer.
        ratio_before: its share of the producer; None: the same (AccPar's table).
        training: count the error E as well as F.
        before_channelwise: whether the producer keeps channels apart.
        after_channelwise: whether the consumer does.
    """
    first = ratio if ratio_before is None else ratio_before
    out, into = writes(before_channelwise, before), reads(after_channelwise, after)
    share = convert_share(out, into, first, ratio)
    if training:
        share += convert_share(into, out, ratio, first)
    return share * elements


def intra_elements(layer: TensorLayer, kind: PartitionType, *, training: bool = True) -> float:
    """Elements of partial sums that each party receives inside a layer."""
    if kind is PartitionType.REPLICATED:
        return 0.0
    if kind is PartitionType.I:
        return float(layer.weight_elements) if training and layer.trainable else 0.0
    if layer.channelwise:
        return float(layer.row_statistics * layer.batch * (2 if training else 1))
    if kind is PartitionType.II:
        return float(layer.out_elements)
    return float(layer.in_elements) if training else 0.0


class InterCoefficients(NamedTuple):
    """Inter-layer traffic of the party with share a as A * (mixed * a(1-a) + other * (1-a)).

    Both arrays have shape (2, 2, 4, 4): producer channel-wise, consumer channel-wise, type of
    the producer, type of the consumer.
    """

    mixed: FloatArray
    other: FloatArray


def inter_coefficients(training: bool) -> InterCoefficients:
    """The table of `inter_elements` for equal ratios, as coefficients of its two terms."""
    return _COEFFICIENTS[training]


def _build(training: bool) -> InterCoefficients:
    mixed = np.zeros((2, 2, TYPES, TYPES))
    other = np.zeros((2, 2, TYPES, TYPES))
    for first in (False, True):
        for second in (False, True):
            for before in PartitionType:
                for after in PartitionType:
                    out, into = writes(first, before), reads(second, after)
                    steps = [(out, into), (into, out)] if training else [(out, into)]
                    for have, need in steps:
                        cell = (int(first), int(second), int(before), int(after))
                        if have in (DUPLICATED, need):
                            continue
                        if need == DUPLICATED:
                            other[cell] += 1.0
                        else:
                            mixed[cell] += 1.0
    return InterCoefficients(mixed, other)


_COEFFICIENTS = (_build(False), _build(True))
