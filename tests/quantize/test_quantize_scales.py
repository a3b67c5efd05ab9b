"""Power-of-two scales and the weight grid."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.fpga.requantise import Scale, on_grid
from hwpipe.quantize.scales import power_of_two, quantise_weights

BOUND = st.floats(-1e4, 1e4, allow_subnormal=False)


@given(BOUND, BOUND)
def test_a_scale_covers_its_range_and_half_of_it_does_not(a: float, b: float):
    low, high = min(a, b, 0.0), max(a, b, 0.0)
    if high - low < 1e-12:
        return
    scale = power_of_two(low, high)
    assert np.frexp(scale.scale)[0] == 0.5
    ends = [(code - scale.zero_point) * scale.scale for code in (-128, 127)]
    half = scale.scale / 2 * (1 + 1e-9)
    assert ends[0] <= low + half
    assert ends[1] >= high - half
    assert 255 * scale.scale / 2 < high - low, "the next finer power of two is too small"
    finer = power_of_two(low, high, 1)
    assert finer.scale == scale.scale / 2
    assert -128 <= finer.zero_point <= 127


def test_a_range_from_zero_uses_all_codes():
    assert power_of_two(0.0, 6.0).zero_point == -128
    assert power_of_two(-3.0, 0.0).zero_point == 127
    assert power_of_two(0.0, 0.0) == Scale(2.0**-7, 0)
    assert power_of_two(-1.0, 1.0) == Scale(2.0**-6, 0)


@given(st.integers(0, 2**32 - 1))
def test_every_channel_takes_the_better_neighbour_on_the_grid(seed: int):
    rng = np.random.default_rng(seed)
    x, y = (Scale(float(2.0 ** rng.integers(-8, 0)), 0) for _ in "xy")
    w = rng.standard_normal((4, 3, 3, 3)) * 10 ** rng.uniform(-3, 0, (4, 1, 1, 1))
    found = quantise_weights(w, np.zeros(4), x, y, "c")
    assert on_grid(np.float32(x.scale) * found.scale / np.float32(y.scale)) is not None
    assert np.abs(found.codes.astype(int)).max() <= 127
    unit = y.scale / x.scale * 2.0**-16
    assert np.array_equal(found.multiplier * unit, found.scale)

    def error(k: np.ndarray) -> np.ndarray:
        scale = (k * unit).reshape(-1, 1, 1, 1)
        back = np.clip(np.rint(w / scale), -127, 127) * scale
        return np.square(back - w).sum(axis=(1, 2, 3))

    best = error(found.multiplier)
    exact = np.abs(w).max(axis=(1, 2, 3)) / 127 / unit
    for k in (np.floor(exact), np.ceil(exact)):
        assert np.all(best <= error(np.maximum(k, 1)) * (1 + 1e-9))


def test_a_channel_of_zeros_has_a_multiplier():
    w = np.zeros((2, 3, 1, 1))
    w[1] = 1
    found = quantise_weights(w, np.array([0.5, 0.0]), Scale(0.5, 0), Scale(0.5, 0), "c")
    assert found.multiplier.min() >= 1
    assert np.all(found.codes[0] == 0)
    # The bias alone: 0.5 at the channel's unit.
    assert found.bias[0] * found.scale[0] * 0.5 == pytest.approx(0.5, abs=1e-4)


def test_a_large_bias_raises_the_multiplier():
    w = np.full((1, 1, 1, 1), 1e-6)
    found = quantise_weights(w, np.array([1e6]), Scale(1.0, 0), Scale(0.5, 0), "c")
    assert abs(int(found.bias[0])) <= 2**29
    assert found.bias[0] * found.scale[0] == pytest.approx(1e6, rel=1e-6)


def test_large_multipliers_share_a_coarser_grid():
    w = np.array([[1000.0], [0.001]])
    found = quantise_weights(w, np.zeros(2), Scale(1.0, 0), Scale(1.0, 0), "c")
    grid = on_grid(np.float32(1.0) * found.scale)
    assert grid is not None
    assert grid.shift < 16
    assert grid.k.max() < 2**17


def test_weights_beyond_every_grid_name_the_limit():
    with pytest.raises(InputError, match=r"^c: its weights reach 1e\+12 .*\(limit: multipliers"):
        quantise_weights(np.full((1, 1), 1e12), np.zeros(1), Scale(1.0, 0), Scale(1.0, 0), "c")
    with pytest.raises(InputError, match="not a finite number"):
        quantise_weights(np.full((1, 1), np.nan), np.zeros(1), Scale(1.0, 0), Scale(1.0, 0), "c")
