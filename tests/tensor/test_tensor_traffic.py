"""Both tables of AccPar, as formulas and by counting elements of index sets."""

import itertools

import pytest

from hwpipe.tensor.model import PartitionType, TensorLayer
from hwpipe.tensor.traffic import inter_coefficients, inter_elements, intra_elements

ONE, II, III, ALL = PartitionType
TYPES = (ONE, II, III)


@pytest.mark.parametrize("share", [0.5, 0.3, 0.85])
def test_inter_layer_table(share):
    """Rows previous, columns next; F and E have A elements each (AccPar, table of section 4)."""
    rest, size = 1 - share, 1000.0
    mixed = share * rest * 2 * size
    table = {
        (ONE, ONE): 0.0, (ONE, II): mixed, (ONE, III): rest * size,
        (II, ONE): rest * size, (II, II): rest * size, (II, III): 0.0,
        (III, ONE): mixed, (III, II): 0.0, (III, III): rest * size,
    }  # fmt: skip
    for (before, after), expected in table.items():
        assert inter_elements(before, after, size, share) == pytest.approx(expected)


def test_intra_layer_table():
    conv = TensorLayer("c", "conv", 4, 6, 8, in_map=25, out_map=9, kernel=3)
    assert intra_elements(conv, ONE) == 6 * 8 * 3
    assert intra_elements(conv, II) == 4 * 8 * 9
    assert intra_elements(conv, III) == 4 * 6 * 25
    assert [intra_elements(conv, t, training=False) for t in TYPES] == [0, 4 * 8 * 9, 0]


def test_a_frozen_layer_exchanges_no_weight_gradient():
    frozen = TensorLayer("c", "fc", 4, 6, 8, trainable=False)
    assert intra_elements(frozen, ONE) == 0


def test_split_channels_of_a_normalisation_exchange_row_statistics():
    norm = TensorLayer("n", "norm", 4, 16, 16, 10, 10, kernel=2, row_statistics=20)
    assert intra_elements(norm, II) == 4 * 20 * 2
    assert intra_elements(norm, II, training=False) == 4 * 20
    assert intra_elements(norm, ONE) == 32
    heads = TensorLayer("a", "attention", 4, 12, 12, 100, 100, trainable=False)
    assert intra_elements(heads, ONE) == intra_elements(heads, II) == 0


B, D = 10, 20


def _cells(layout, share, first):
    """Index set (row, column) of a B x D tensor that a party holds in a layout."""
    rows, columns = range(B), range(D)
    if layout == "rows":
        cut = round(B * share)
        rows = range(cut) if first else range(cut, B)
    if layout == "columns":
        cut = round(D * share)
        columns = range(cut) if first else range(cut, D)
    return set(itertools.product(rows, columns))


READS = {ONE: "rows", II: "columns", III: "all", ALL: "all"}
WRITES = {ONE: "rows", II: "all", III: "columns", ALL: "all"}


@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize(("before", "after"), list(itertools.product(PartitionType, repeat=2)))
def test_elements_counted_from_index_sets(before, after, training):
    """What a party holds after the producer against what the consumer needs, F then E."""
    for share_before, share_after in ((0.7, 0.7), (0.5, 0.5), (0.6, 0.8), (0.8, 0.3)):
        for first in (True, False):
            have = _cells(WRITES[before], share_before, first)
            need = _cells(READS[after], share_after, first)
            counted = len(need - have)
            if training:
                counted += len(have - need)  # E lies as the consumer reads
            a, b = share_after, share_before
            found = inter_elements(
                before, after, B * D, a if first else 1 - a,
                ratio_before=b if first else 1 - b, training=training,
            )  # fmt: skip
            assert found == pytest.approx(counted)


def test_coefficients_are_the_table():
    for training in (False, True):
        mixed, other = inter_coefficients(training)
        for first, second in itertools.product((False, True), repeat=2):
            for before, after in itertools.product(PartitionType, repeat=2):
                cell = (int(first), int(second), int(before), int(after))
                expected = inter_elements(
                    before, after, 1.0, 0.3, training=training,
                    before_channelwise=first, after_channelwise=second,
                )  # fmt: skip
                assert mixed[cell] * 0.21 + other[cell] * 0.7 == pytest.approx(expected)
