"""The share that makes two parties finish together."""

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hwpipe.tensor.ratio import PairTimes, balance, snap


def pair(**terms):
    names = PairTimes._fields
    return PairTimes(*(np.array([float(terms.get(name, 0.0))]) for name in names))


def test_tpu_v3_against_v2_without_traffic_is_0_70():
    flop = 1e15
    times = pair(compute_i=flop / 420e12, compute_j=flop / 180e12)
    share, seconds = balance(times)
    assert share[0] == pytest.approx(420 / 600, abs=1e-12)
    first, second = times.finish(share)
    assert abs(first[0] - second[0]) < 1e-9
    assert seconds[0] == pytest.approx(flop / 600e12)


def test_equal_parties_without_work_share_evenly():
    assert balance(pair())[0][0] == 0.5


positive = st.floats(1e-4, 1e2)


@settings(max_examples=300, deadline=None)
@given(positive, positive, st.floats(0, 10), st.floats(0, 10), st.floats(0, 10), st.floats(0, 10),
       st.integers(0, 2), st.integers(0, 1))  # fmt: skip
def test_no_share_is_better(p_i, p_j, c_i, c_j, u_i, u_j, mixed, other):
    times = pair(compute_i=p_i, compute_j=p_j, fixed_i=c_i, fixed_j=c_j, link_i=u_i, link_j=u_j,
                 mixed=mixed, other=other)  # fmt: skip
    share, seconds = balance(times)
    assert 0 <= share[0] <= 1
    grid = np.linspace(0, 1, 2001)
    assert seconds[0] <= times.worst(grid).min() * (1 + 1e-9) + 1e-12
    assert seconds[0] == pytest.approx(times.worst(share)[0])


@settings(max_examples=300, deadline=None)
@given(positive, positive, st.floats(0, 1), st.floats(0, 1), st.integers(1, 2))
def test_both_sides_finish_within_1e_9_with_the_mixed_term_active(p_i, p_j, u_i, u_j, mixed):
    """Where compute dominates, the root is unique: a bisection finds the same share."""
    assume(min(p_i, p_j) > 2 * mixed * max(u_i, u_j))
    times = pair(compute_i=p_i, compute_j=p_j, link_i=u_i, link_j=u_j, mixed=mixed)
    share, _ = balance(times)
    first, second = times.finish(share)
    assert abs(first[0] - second[0]) < 1e-9
    low, high = 0.0, 1.0
    for _ in range(80):
        middle = np.array([(low + high) / 2])
        one, two = times.finish(middle)
        low, high = (middle[0], high) if one[0] < two[0] else (low, middle[0])
    assert share[0] == pytest.approx(low, abs=1e-9)


@settings(max_examples=200, deadline=None)
@given(positive, positive, st.floats(0, 5), st.integers(2, 60))
def test_whole_parts_are_the_best_whole_parts(p_i, p_j, fixed, size):
    times = pair(compute_i=p_i, compute_j=p_j, fixed_i=fixed)
    share, seconds = snap(times, balance(times)[0], np.array([float(size)]))
    parts = share[0] * size
    assert parts == pytest.approx(round(parts))
    assert 1 <= round(parts) <= size - 1
    best = times.worst(np.arange(1, size) / size).min()
    assert seconds[0] == pytest.approx(best)


def test_an_odd_dimension_gives_the_first_party_the_larger_half():
    times = pair(compute_i=1.0, compute_j=1.0)
    assert snap(times, np.array([0.5]), np.array([7.0]))[0][0] == pytest.approx(4 / 7)
