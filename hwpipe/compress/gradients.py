"""DCT for gradients: a hard threshold with error feedback.

Source: arXiv 2010.08899. A worker adds its gradient to what it has kept, sends the elements of at
least the threshold, and keeps the rest: nothing is lost, only late. The threshold is refreshed
seldom, as choosing it is what costs time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor

from hwpipe.errors import InputError

__all__ = ["HardThreshold", "Sent"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What leaves a worker in a step.

    Attributes:
        values: [n], dtype as the gradient.
        places: [n] int32, ascending.
        elements: of the gradient.
    """

    values: Tensor
    places: Tensor
    elements: int

    def dense(self) -> Tensor:
        """The gradient with zeros where nothing was sent, [elements]."""
        result = self.values.new_zeros(self.elements)
        result[self.places.to(torch.int64)] = self.values
        return result

    @property
    def wire_bytes(self) -> int:
        """Values, places and their number."""
        return self.values.numel() * (self.values.element_size() + 4) + 4


class HardThreshold:
    """Compressor of one flat gradient; it holds the residual between steps.

    The first threshold is the quantile of the first gradient. What is kept then walks at random, so
    the sent share goes with 1 / threshold^2: refreshes multiply the threshold by
    sqrt(measured share / wished share), after 1, 2, 4, ... steps until `refresh` and then every
    `refresh` steps.
    """

    def __init__(self, density: float, refresh: int = 1000, capacity: float = 2.0) -> None:
        """Start without a residual.

        Args:
            density: wished share of elements sent, above 0 and at most 1; 1 is a threshold of 0.
            refresh: steps between two choices of the threshold.
            capacity: most that may be sent in a step, as a multiple of the wished share; what
                exceeds it stays in the residual, the smallest first.

        Raises:
            InputError: an argument is out of range.
        """
        for name, value, good, limit in (
            ("density", density, 0 < density <= 1, "above 0, at most 1"),
            ("refresh", refresh, refresh >= 1, "1 step or more"),
            ("capacity", capacity, capacity >= 1, "1 or more"),
        ):
            if not good:
                raise InputError(f"{name} {value}", where="gradient compression", limit=limit)
        self.density, self.refresh, self.capacity = density, refresh, capacity
        self.threshold = 0.0
        self.residual: Tensor | None = None
        self._steps = self._window = self._sent = 0
        self._next = 1

    @property
    def exact(self) -> bool:
        """Whether everything is sent."""
        return self.density >= 1

    def room(self, elements: int) -> int:
        """Most elements that a step sends."""
        if self.exact:
            return elements
        return min(elements, math.ceil(self.capacity * self.density * elements))

    def compress(self, gradient: Tensor) -> Sent:
        """Add a gradient to the residual and take out what is sent.

        Args:
            gradient: [n] floating point, the same n each time.

        Returns:
            What to send. `sent.dense() + residual` is the old residual plus the gradient, exactly.

        Raises:
            InputError: the number of elements changes.
        """
        if self.residual is None:
            total = gradient.detach().clone()
        elif self.residual.shape != gradient.shape:
            raise InputError(
                f"a gradient of {gradient.numel()} elements after one of {self.residual.numel()}",
                where="gradient compression", limit="one compressor for each gradient",
            )  # fmt: skip
        else:
            total = self.residual + gradient.detach()
        size = total.abs()
        if not self.exact:
            self._choose(size)
        found = (size >= self.threshold).nonzero().reshape(-1)
        room = self.room(total.numel())
        if found.numel() > room:
            order = torch.sort(size[found], descending=True, stable=True).indices[:room]
            found = torch.sort(found[order]).values
        values = total[found]
        self.residual = total.index_fill(0, found, 0)
        self._steps, self._window = self._steps + 1, self._window + 1
        self._sent += found.numel()
        return Sent(values, found.to(torch.int32), total.numel())

    def _choose(self, size: Tensor) -> None:
        """Refresh the threshold where it is time to."""
        if self._steps == 0:
            count = max(1, math.ceil(self.density * size.numel()))
            self.threshold = float(torch.topk(size, count).values[-1])
        elif self._steps == self._next:
            share = self._sent / (self._window * size.numel())
            step = math.sqrt(share / self.density) if share else 0.5
            self.threshold *= min(max(step, 0.25), 4.0)
            self._next += min(self._steps, self.refresh)
        else:
            return
        self._window = self._sent = 0

    def state_dict(self) -> dict[str, object]:
        """What a checkpoint keeps."""
        return {
            "residual": self.residual, "threshold": self.threshold, "steps": self._steps,
            "window": self._window, "sent": self._sent, "next": self._next,
        }  # fmt: skip

    def load_state_dict(self, state: dict[str, object]) -> None:
        """Go on where `state_dict` was taken."""
        residual = state["residual"]
        assert residual is None or isinstance(residual, Tensor)
        self.residual = residual
        self.threshold = float(state["threshold"])  # type: ignore[arg-type]
        self._steps, self._window, self._sent, self._next = (
            int(state[key]) for key in ("steps", "window", "sent", "next")  # type: ignore[call-overload]
        )  # fmt: skip
