"""Update rules of Pipelined Backpropagation (systems.md section 19)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.schedule.rules import (
    CompensatedState,
    compensated_step,
    predicted_weights,
    scale_hyperparameters,
    spike_coefficients,
)


@given(st.floats(0, 0.999), st.integers(0, 200))
def test_the_total_impulse_of_a_gradient_is_that_of_sgd_with_momentum(m, delay):
    a, b = spike_coefficients(m, delay)
    assert b + a / (1 - m) == pytest.approx(1 / (1 - m), rel=1e-9)


@given(st.floats(0, 0.95), st.integers(0, 12), st.floats(0.01, 1))
def test_impulse_by_running_the_updates(m, delay, rate):
    # One gradient of 1, then none: the weight moves by rate / (1 - m) in all.
    state = CompensatedState((0.0,), (0.0,))
    state = compensated_step(state, (1.0,), rate=rate, momentum=m, delay=delay)
    for _ in range(600):
        state = compensated_step(state, (0.0,), rate=rate, momentum=m, delay=delay)
    assert state.weights[0] == pytest.approx(-rate / (1 - m), rel=1e-6)


def test_no_delay_is_sgd_with_momentum_exactly():
    m, rate, w, v = 0.9, 0.1, 3.0, 0.5
    state = CompensatedState((w,), (v,))
    for g in (1.0, -0.25, 0.125):
        state = compensated_step(state, (g,), rate=rate, momentum=m, delay=0)
        v = m * v + g
        w = w - rate * (1.0 * v + 0.0 * g)
        assert state == CompensatedState((w,), (v,))
    assert predicted_weights(state, rate=rate, delay=0) == state.weights


def delayed_descent(rate, momentum, delay, *, corrected, steps=1000):
    """Gradient descent on x^2 / 2 whose gradients come `delay` updates late; |x| at the end."""
    state = CompensatedState((1.0,), (0.0,))
    pending = []
    for _ in range(steps):
        seen = predicted_weights(state, rate=rate, delay=delay) if corrected else state.weights
        pending.append(seen[0])  # the gradient of x^2 / 2 is x
        if len(pending) > delay:
            g = pending.pop(0)
            state = compensated_step(
                state, (g,), rate=rate, momentum=momentum, delay=delay if corrected else 0
            )
        if abs(state.weights[0]) > 1e6:
            return float("inf")
    return abs(state.weights[0])


def test_compensation_converges_where_plain_delayed_momentum_diverges():
    rate, m, delay = 0.02, 0.95, 4
    assert delayed_descent(rate, m, 0, corrected=False) < 1e-3
    assert delayed_descent(rate, m, delay, corrected=False) > 1e3
    assert delayed_descent(rate, m, delay, corrected=True) < 1e-3


def test_scaling_keeps_decay_and_impulse_per_sample():
    rate, m = scale_hyperparameters(0.1, 0.9, 128, 1)
    assert m == pytest.approx(0.9 ** (1 / 128))
    assert m**128 == pytest.approx(0.9)
    assert rate / (1 - m) / 1 == pytest.approx(0.1 / (1 - 0.9) / 128)
    assert scale_hyperparameters(0.1, 0.9, 64, 64) == pytest.approx((0.1, 0.9))


@pytest.mark.parametrize(
    "call",
    [
        lambda: spike_coefficients(1.0, 2),
        lambda: spike_coefficients(0.9, -1),
        lambda: scale_hyperparameters(0.1, 1.5, 8, 1),
        lambda: scale_hyperparameters(0.1, 0.5, 8, 0),
    ],
)
def test_figures_out_of_range(call):
    with pytest.raises(InputError):
        call()
