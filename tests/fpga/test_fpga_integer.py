"""The integer operators are onnxruntime's QOperator form on every element."""

from __future__ import annotations

import numpy as np
import pytest
from fpga_layers import KINDS
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.fpga import integer

SEEDS = st.integers(0, 2**32 - 1)


def _check(kind: str, seed: int) -> None:
    layer = KINDS[kind](np.random.default_rng(seed))
    want = layer.onnxruntime()
    assert layer.expected.dtype == np.int8
    assert layer.expected.shape == want.shape
    wrong = np.argwhere(layer.expected != want)
    assert not layer.exact or not len(wrong), f"{len(wrong)} of {want.size}, first at {wrong[0]}"
    assert layer.exact or kind == "average_pool", "only ties of a mean may be inexact here"
    assert np.abs(layer.expected.astype(int) - want).max(initial=0) <= 1


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=200, deadline=None)
@given(seed=SEEDS)
def test_two_thousand_random_layers_are_onnxruntime_bit_for_bit(kind: str, seed: int):
    _check(kind, seed)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=2000, deadline=None)
@given(seed=SEEDS)
def test_twenty_thousand_random_layers(kind: str, seed: int):
    _check(kind, seed)


def test_channel_shuffle_is_reshape_transpose_reshape():
    x = np.arange(2 * 12 * 3 * 2, dtype=np.int8).reshape(2, 12, 3, 2)
    want = x.reshape(2, 3, 4, 3, 2).transpose(0, 2, 1, 3, 4).reshape(x.shape)
    assert np.array_equal(integer.channel_shuffle(x, 3), want)
    assert integer.channel_shuffle(x, 3)[0, :4, 0, 0].tolist() == x[0, [0, 4, 8, 1], 0, 0].tolist()
