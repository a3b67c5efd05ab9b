"""`WeightStore`: the versions of a stage's weights, their gradients and the optimizer step."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.train.finite import all_finite
from hwpipe.train.stage import TrainStage

__all__ = ["WeightStore"]


class WeightStore:
    """Weights of one stage on one rank.

    A version is a list of leaves that forwards read. The newest one shares its storage with
    the tensors that the optimizer steps; a step that would change a version still wanted moves
    these to new storage first (weight stashing), so versions cost memory only while they live.
    """

    def __init__(
        self, stage: TrainStage, optimizer: Any, tied: Collection[str] = ()
    ) -> None:  # fmt: skip
        """Hold the weights of a stage.

        Args:
            stage: whose weights.
            tied: those that other stages hold too: their sums are reduced apart.
            optimizer: called with the list of tensors, returns a `torch.optim.Optimizer`.
        """
        self.stage = stage
        self.weights = stage.weights
        for weight in self.weights:
            weight.requires_grad_()
        self.optimizer = optimizer(self.weights) if self.weights else None
        self._versions: dict[int, list[Tensor]] = {0: self._leaves()}
        self._newest = 0
        self._tied = frozenset(tied)
        self._sums: list[Tensor | None] = [None] * len(self.weights)
        self._owned = [False] * len(self.weights)
        #: Largest number of versions alive at once.
        self.peak_versions = 1

    def _leaves(self) -> list[Tensor]:
        # `data` has a change counter of its own: autograd would else take the step of a newer
        # version in other storage for a change of this one.
        return [weight.data.requires_grad_() for weight in self.weights]

    def version(self, number: int) -> list[Tensor]:
        """Leaves of a version, counted from the start of the action list."""
        return self._versions[number]

    def accumulate(
        self, gradients: Sequence[Tensor | None], done: Collection[int] = ()
    ) -> None:  # fmt: skip
        """Add the gradients of one micro-batch, but for those at positions `done`."""
        for at, gradient in enumerate(gradients):
            if gradient is not None and at not in done:
                self.add(at, gradient)

    def add(self, at: int, gradient: Tensor) -> None:
        """Add a gradient of one weight, in place once the sum is ours."""
        total = self._sums[at]
        if total is None:
            self._sums[at], self._owned[at] = gradient, False
        elif self._owned[at]:
            total.add_(gradient)
        else:
            self._sums[at], self._owned[at] = total + gradient, True

    @property
    def summed(self) -> list[int]:
        """Positions of the weights that no other stage holds."""
        return [at for at, name in enumerate(self.stage.names) if name not in self._tied]

    def sum_at(self, at: int) -> Tensor | None:
        """Summed gradient of one weight, None where none has reached it."""
        return self._sums[at]

    def put_at(self, at: int, total: Tensor) -> None:
        """Replace the sum of one weight, after a reduction."""
        self._sums[at], self._owned[at] = total, False

    def sums(self) -> dict[str, Tensor]:
        """Summed gradients by name, of the weights that any has reached and none ties."""
        return {
            name: total
            for name, total in zip(self.stage.names, self._sums, strict=True)
            if total is not None and name not in self._tied
        }

    def sums_of(self, names: Sequence[str]) -> list[Tensor]:
        """Summed gradients of tied weights, zeros where none has reached one."""
        known = dict(zip(self.stage.names, zip(self.weights, self._sums, strict=True), strict=True))
        found = (known[name] for name in names)
        return [torch.zeros_like(weight) if total is None else total for weight, total in found]

    def put_sums(self, sums: Mapping[str, Tensor]) -> None:
        """Replace sums, after a reduction."""
        for i, name in enumerate(self.stage.names):
            if name in sums:
                self._sums[i], self._owned[i] = sums[name], False

    def update(self, number: int, needed: Collection[int], divisor: int) -> None:
        """Step the optimizer; the result is version `number`.

        Args:
            number: of the new version.
            needed: versions that later actions still read.
            divisor: the gradient is the sum over it.

        Raises:
            WorkError: for a gradient that is not finite; the message names its weight.
        """
        if self.optimizer is None:
            self._versions, self._newest = {number: []}, number
            return
        for name, weight, total in zip(self.stage.names, self.weights, self._sums, strict=True):
            if total is not None and not all_finite(total):
                raise WorkError(
                    "the gradient is not finite", where=f"weight {name!r}",
                    limit="finite numbers", remedy="lower the learning rate, or check the data",
                )  # fmt: skip
            gradient = total
            if gradient is not None and divisor > 1:
                gradient = gradient / divisor
            weight.grad = gradient
        stash = self._newest in needed and number != self._newest
        if stash:
            for weight in self.weights:
                weight.data = weight.data.clone()
        self.optimizer.step()
        for weight in self.weights:
            weight.grad = None
        self._sums = [None] * len(self.weights)
        newest = self._leaves() if stash else self._versions.pop(self._newest)
        self._versions[number], self._newest = newest, number
        for old in [v for v in self._versions if v not in needed and v != number]:
            del self._versions[old]
        self.peak_versions = max(self.peak_versions, len(self._versions))

    def rewind(self) -> None:
        """Call the newest version 0: the action list starts again."""
        self._versions, self._newest = {0: self._versions[self._newest]}, 0
