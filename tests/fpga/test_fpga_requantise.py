"""Multipliers: the exact grid, rounding, and thresholds against brute force."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.fpga import reference
from hwpipe.fpga.exact import (
    accumulator_range,
    conv_multiplier,
    grid_scale,
    mean_multiplier,
    sum_multipliers,
)
from hwpipe.fpga.integer import Output, window_counts
from hwpipe.fpga.requantise import (
    MULTIPLIER_BITS,
    Multiplier,
    Scale,
    differing,
    on_grid,
    round_shift,
    to_multiplier,
)


@given(st.integers(-(2**61), 2**61), st.integers(0, 60))
def test_round_shift_is_exact_half_to_even(value: int, shift: int):
    quotient, rest = divmod(value, 1 << shift)
    twice = 2 * rest - (1 << shift)
    up = twice > 0 or (twice == 0 and quotient % 2 == 1)
    assert int(round_shift(np.asarray(value), shift)) == quotient + up


def test_grid_uses_sixteen_fraction_bits_unless_k_grows_too_long():
    found = on_grid(np.asarray([3 * 2.0**-16, 0.5]))
    assert found is not None
    assert (found.k.tolist(), found.shift) == ([3, 2**15], 16)
    large = on_grid(np.asarray([3.0, 64.0]))
    assert large is not None
    assert large.value.tolist() == [3.0, 64.0]
    assert large.k.max() < 2**MULTIPLIER_BITS
    assert on_grid(np.asarray([2.0**-17])) is None
    assert on_grid(np.asarray([64.0, 2.0**-16])) is None, "64 needs a shorter shift than 2**-16"
    assert on_grid(np.asarray([np.nan])) is None


@given(st.floats(2.0**-23, 2.0**15))
def test_off_the_grid_the_multiplier_is_within_half_a_unit(value: float):
    found, exact = to_multiplier(np.float32(value))
    assert 0 < found.k < 2**MULTIPLIER_BITS
    assert abs(float(found.value) / float(np.float32(value)) - 1) <= 2.0**-MULTIPLIER_BITS
    if exact:
        assert float(found.value) == np.float32(value)


@pytest.mark.parametrize("bad", [np.inf, np.nan, -0.5, 2.0**17])
def test_multiplier_without_an_integer_form_names_limit_and_remedy(bad: float):
    with pytest.raises(InputError, match=r"^c1: multiplier .* \(limit: 0 \.\. 131071\); quantise"):
        to_multiplier(np.float32(bad), "c1")


@settings(max_examples=60, deadline=None)
@given(
    m=st.floats(2.0**-10, 0.3), zero=st.integers(-128, 127), low=st.integers(-6000, 0),
    high=st.integers(0, 6000),
)  # fmt: skip
@example(m=0.1, zero=0, low=-3000, high=3000)
def test_thresholds_count_what_brute_force_counts(m: float, zero: int, low: int, high: int):
    m32 = np.asarray(m, np.float32)
    # A coarse multiplier, so that differences are common.
    coarse = Multiplier(np.asarray(int(np.rint(np.ldexp(m, 14)))), 14)
    acc = np.arange(low, high + 1)
    want = reference.requantize(acc.astype(np.int32), m32, np.int8(zero))
    got = np.clip(round_shift(acc * coarse.k, 14) + zero, -128, 127)
    bad, of = differing(coarse, m32, -128 - zero, 127 - zero, np.asarray(low), np.asarray(high))
    assert of == acc.size
    assert bad == np.abs(got - want).sum()


def test_a_multiplier_on_the_grid_differs_nowhere():
    k = np.array([1, 7, 40, 12345], np.int64)
    m = np.ldexp(k.astype(np.float32), -16)
    wide = np.full(4, 2**27)
    assert differing(Multiplier(k, 16), m, -255, 255, -wide, wide)[0] == 0


def test_accumulator_range_is_reached_by_some_input():
    rng = np.random.default_rng(0)
    w = rng.integers(-127, 128, (3, 2, 2, 2)).astype(np.int8)
    bias = np.array([5, -700, 0], np.int32)
    low, high = accumulator_range(w, bias, -3)
    extremes = np.where(w > 0, 127 + 3, -128 + 3)
    assert high.tolist() == ((w * extremes).sum((1, 2, 3)) + bias).tolist()
    extremes = np.where(w > 0, -128 + 3, 127 + 3)
    assert low.tolist() == ((w * extremes).sum((1, 2, 3)) + bias).tolist()


def test_an_arbitrary_float_scale_is_not_called_exact():
    rng = np.random.default_rng(1)
    w = rng.integers(-127, 128, (8, 64, 3, 3)).astype(np.int8)
    m = np.asarray(rng.uniform(1e-4, 1e-3, 8), np.float32)
    _, proof = conv_multiplier(m, w, np.zeros(8, np.int32), 0, Output(), "c")
    assert not proof.exact
    assert proof.how == "enumerated"
    assert 0 < proof.differing < proof.of / 50


@given(st.floats(1e-6, 1.0), st.integers(-8, 4), st.integers(-8, 4))
def test_grid_scale_is_the_next_exact_one(minimum: float, x: int, y: int):
    scale = grid_scale(minimum, 2.0**x, 2.0**y)
    m = np.float32(2.0**x) * np.float32(scale) / np.float32(2.0**y)
    assert float(m) * 2**16 == int(float(m) * 2**16) >= 1
    assert scale >= minimum or float(m) == 2.0**-16
    assert scale - 2.0 ** (y - x - 16) < minimum or float(m) == 2.0**-16


def test_mean_of_49_pixels_is_proved_over_every_sum():
    count = np.asarray(49)
    k, proof = mean_multiplier(
        Scale(0.5, -128), Scale(0.25, -128), count, count, Output(-128), form="global",
        where="gap",
    )  # fmt: skip
    assert proof.exact
    assert proof.of == 255 * 49 + 1
    assert int(k.k) >= 2**16


def test_guard_bits_put_a_mean_back_on_its_tie():
    # 18 / 36 is a half, and 1 / 36 has no finite binary form.
    count, y = np.asarray(36), Scale(0.5, 0)
    found, proof = mean_multiplier(y, y, count, count, Output(), form="global", where="g")
    assert proof.exact
    assert found.guard
    sums = 18 * np.arange(1, 40, 2)
    want = np.rint(np.arange(1, 40, 2) / 2)
    assert round_shift(sums * found.k, found.shift, found.guard).tolist() == want.tolist()
    assert round_shift(sums * found.k, found.shift).tolist() != want.tolist()


def test_a_mean_that_no_multiplier_gets_right_is_reported():
    # 126 pixels: the error of a 17-bit reciprocal reaches the distance of means from ties.
    count, y = np.asarray(126), Scale(0.5, 0)
    _, proof = mean_multiplier(y, y, count, count, Output(), form="global", where="g")
    assert not proof.exact
    assert proof.how == "enumerated"
    assert 0 < proof.differing < proof.of / 100


def test_sum_of_far_apart_scales_is_enumerated():
    found, proof = sum_multipliers(Scale(0.5, 3), Scale(0.03125, -7), Scale(0.5, 1), Output(1), "a")
    assert proof.exact
    assert (found.a / 2**found.shift, found.b / 2**found.shift) == (1.0, 0.0625)
    _, proof = sum_multipliers(Scale(0.1, 0), Scale(0.3, 0), Scale(0.7, 0), Output(), "a")
    assert proof.of == 65536
    assert proof.exact == (proof.differing == 0)


def test_window_counts_at_the_border():
    counts = window_counts((3, 3), (3, 3), (1, 1), ((1, 1), (1, 1)))
    assert counts.tolist() == [[4, 6, 4], [6, 9, 6], [4, 6, 4]]
