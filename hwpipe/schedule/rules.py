"""`UpdateRule`: how the weights of a schedule's steps and its updates hang together.

The action list says which version every step uses; the rule says the same in words and figures
for executors that keep the versions, and carries what the list cannot: corrections of delayed
gradients (Pipelined Backpropagation, arXiv 2003.11666).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from hwpipe.errors import InputError

__all__ = [
    "CompensatedState",
    "UpdateRule",
    "compensated_step",
    "predicted_weights",
    "scale_hyperparameters",
    "spike_coefficients",
]


@dataclass(frozen=True, slots=True)
class UpdateRule:
    """The semantics of a schedule's updates.

    Attributes:
        delay: for each stage, updates between the version that a forward reads and the update
            its gradient goes into, in the steady state; 0 is plain SGD.
        backward_weights: `forward`: a backward uses the version of its own forward (stashed);
            `latest`: the newest there is.
        backward_activations: `forward`: a backward reads what its own forward kept; `latest`:
            what the newest forward of the stage left behind (streams that change slowly).
        microbatches_per_update: gradients summed before an update.
        spike_compensation: the update is `compensated_step` with the stage's delay.
        weight_prediction: forwards read `predicted_weights` with the stage's delay.
    """

    delay: tuple[int, ...]
    backward_weights: Literal["forward", "latest"] = "forward"
    backward_activations: Literal["forward", "latest"] = "forward"
    microbatches_per_update: int = 1
    spike_compensation: bool = False
    weight_prediction: bool = False

    @property
    def synchronous(self) -> bool:
        """Whether an iteration is exactly one step of mini-batch SGD."""
        return not any(self.delay) and self.backward_activations == "forward"


def spike_coefficients(momentum: float, delay: int) -> tuple[float, float]:
    """(a, b) of spike compensation: a = m^D, b = (1 - m^D) / (1 - m).

    A gradient that comes D updates late takes at once, with weight b, the part that it would
    have had in these updates, and its velocity counts a: b + a / (1 - m) = 1 / (1 - m), so the
    total impulse of every gradient is that of SGD with momentum. D = 0 is (1, 0), which
    `compensated_step` with the new velocity reads as SGD with momentum.

    Source: Pipelined Backpropagation at Scale, arXiv 2003.11666, section 3.2.

    Args:
        momentum: m, 0 <= m < 1.
        delay: D >= 0 updates.

    Raises:
        InputError: a momentum or delay out of range.
    """
    if not 0 <= momentum < 1:
        raise InputError(f"momentum {momentum}", limit="0 or more and below 1")
    if delay < 0:
        raise InputError(f"a delay of {delay} updates", limit="0 or more")
    a = momentum**delay
    return a, (1 - a) / (1 - momentum)


@dataclass(frozen=True, slots=True)
class CompensatedState:
    """Weights and velocity of a stage, one entry a parameter."""

    weights: tuple[float, ...]
    velocity: tuple[float, ...]


def compensated_step(
    state: CompensatedState,
    gradient: Sequence[float],
    *,
    rate: float,
    momentum: float,
    delay: int,
) -> CompensatedState:
    """One update with spike compensation: v' = m v + g, w' = w - rate (a v' + b g).

    The definition in plain numbers, against which executors are tested.

    Args:
        state: before the update.
        gradient: of the loss at weights `delay` updates old, one entry a parameter.
        rate: learning rate.
        momentum: m.
        delay: D, as in `UpdateRule.delay`.
    """
    a, b = spike_coefficients(momentum, delay)
    velocity = tuple(momentum * v + g for v, g in zip(state.velocity, gradient, strict=True))
    weights = tuple(
        w - rate * (a * v + b * g)
        for w, v, g in zip(state.weights, velocity, gradient, strict=True)
    )
    return CompensatedState(weights, velocity)


def predicted_weights(state: CompensatedState, *, rate: float, delay: int) -> tuple[float, ...]:
    """Linear weight prediction in velocity form: w - rate D v, the weights D updates ahead."""
    return tuple(w - rate * delay * v for w, v in zip(state.weights, state.velocity, strict=True))


def scale_hyperparameters(
    rate: float, momentum: float, reference_batch: int, batch: int
) -> tuple[float, float]:
    """Learning rate and momentum at another batch size, same decay and impulse per sample.

    m' = m^(N / N_ref) and rate' = rate (1 - m') N / ((1 - m) N_ref), arXiv 2003.11666, section
    3.4: a gradient's contribution per sample decays and sums up as at the reference batch.

    Returns:
        (rate', m').

    Raises:
        InputError: a momentum or batch size out of range.
    """
    if not 0 <= momentum < 1:
        raise InputError(f"momentum {momentum}", limit="0 or more and below 1")
    if batch < 1 or reference_batch < 1:
        raise InputError(f"batches of {batch} and {reference_batch}", limit="1 or more samples")
    scaled = momentum ** (batch / reference_batch)
    return rate * (1 - scaled) * batch / ((1 - momentum) * reference_batch), scaled
