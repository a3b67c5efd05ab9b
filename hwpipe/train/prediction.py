"""`CompensatedSGD`: SGD with momentum for gradients that come late.

Spike compensation and linear weight prediction of Pipelined Backpropagation at Scale (arXiv
2003.11666); `hwpipe.schedule.rules` defines both in plain numbers. Its state has the names of
`torch.optim.SGD`, so that checkpoints of both can be resumed with either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor

from hwpipe.schedule.rules import spike_coefficients

__all__ = ["CompensatedSGD"]


class CompensatedSGD(torch.optim.Optimizer):
    """v' = m v + g, w' = w - lr (a v' + b g), with a = m^D and b = (1 - m^D) / (1 - m)."""

    def __init__(
        self,
        params: Iterable[Tensor],
        lr: float = 1e-3,
        momentum: float = 0.0,
        weight_decay: float = 0.0,
        *,
        delay: int = 0,
        ahead: int = 0,
        **others: Any,
    ) -> None:
        """Take the settings of SGD.

        Args:
            params: tensors to step.
            lr: learning rate.
            momentum: m, 0 to below 1.
            weight_decay: added to the gradient, times the weight.
            delay: D of spike compensation, updates between the weights that a gradient was
                computed on and the update that it goes into; 0 is plain SGD.
            ahead: D of weight prediction, updates that forwards look ahead.
            **others: settings of `torch.optim.SGD` that stand at their defaults.
        """
        assert not any(others.values()), others
        a, b = spike_coefficients(momentum, delay)
        defaults = {"lr": lr, "momentum": momentum, "weight_decay": weight_decay,
                    "a": a, "b": b, "ahead": ahead}  # fmt: skip
        super().__init__(params, defaults)

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Step every tensor that has a gradient.

        Args:
            closure: not supported.
        """
        assert closure is None
        for group in self.param_groups:
            for weight in group["params"]:
                if weight.grad is None:
                    continue
                gradient = weight.grad
                if group["weight_decay"]:
                    gradient = gradient.add(weight, alpha=group["weight_decay"])
                velocity = self.state[weight].get("momentum_buffer")
                if velocity is None:
                    self.state[weight]["momentum_buffer"] = velocity = gradient.detach().clone()
                else:
                    velocity.mul_(group["momentum"]).add_(gradient)
                change = velocity
                if group["b"]:  # without delay exactly torch.optim.SGD
                    change = (velocity * group["a"]).add_(gradient, alpha=group["b"])
                weight.add_(change, alpha=-group["lr"])

    def prediction(self, weight: Tensor) -> tuple[Tensor, float] | None:
        """(v, -lr D): w - lr D v are the weights D updates ahead. None where they are w.

        Args:
            weight: one of the tensors that are stepped.
        """
        group = self.param_groups[0]
        velocity = self.state[weight].get("momentum_buffer") if weight in self.state else None
        if velocity is None or not group["ahead"]:
            return None
        return velocity, -group["lr"] * group["ahead"]
