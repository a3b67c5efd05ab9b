"""Stages whose backwards meet newer weights or activations than their forwards read.

`LatestStage` is Pipelined Backpropagation's (arXiv 2003.11666): no weights are stashed, so a
backward applies the newest ones to the activations of its own forward. `StreamedStage` is
PARTIME's (arXiv 2210.09147): the gradient of a sample meets the activations of the latest.

Newer weights need no second graph: weights live in place, so what autograd saved of them (the
weights themselves, and views of them) already holds their newest values when a backward comes.
Only tensors that were computed from weights alone are computed again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, WorkError
from hwpipe.runtime.module import Step
from hwpipe.runtime.piece import Piece
from hwpipe.schedule.model import Schedule
from hwpipe.train.options import OptimizerSpec
from hwpipe.train.prediction import CompensatedSGD
from hwpipe.train.stage import Forward, TrainStage

__all__ = ["LatestStage", "StreamedStage", "delayed_stage", "stage_optimizer"]


def stage_optimizer(
    schedule: Schedule, stage: int, spec: OptimizerSpec
) -> Callable[[list[Any]], Any]:
    """What makes the optimizer of a stage's weights."""
    rule = schedule.update_rule
    if rule is None or not (rule.spike_compensation or rule.weight_prediction):
        return spec.build
    delay = rule.delay[stage] if rule.spike_compensation else 0
    ahead = rule.delay[stage] if rule.weight_prediction else 0
    return lambda weights: CompensatedSGD(weights, **spec.settings, delay=delay, ahead=ahead)


def delayed_stage(
    schedule: Schedule, piece: Piece, device: torch.device, *, split: bool, replicated: bool
) -> TrainStage:
    """The stage that a schedule's update rule asks for; see `TrainStage` for the arguments."""
    rule = schedule.update_rule
    kind = TrainStage
    if rule is not None and rule.backward_activations == "latest":
        kind = StreamedStage
    elif rule is not None and rule.backward_weights == "latest":
        kind = LatestStage
    return kind(piece, device, split=split, replicated=replicated)


@dataclass
class _Delayed(Forward):
    """A forward with the tensors that it computed from weights alone, in order."""

    derived: list[Tensor] = field(default_factory=list)


class LatestStage(TrainStage):
    """A stage whose backward reads the newest weights, and may predict those of its forwards."""

    def __init__(
        self, piece: Piece, device: torch.device, *, split: bool, replicated: bool = False
    ) -> None:
        """Bind the operators; see `TrainStage`."""
        super().__init__(piece, device, split=split, replicated=replicated)
        #: Whose velocity predicts weights; set where they are stepped.
        self.optimizer: Any = None
        self._log: list[Tensor] = []
        self._derived = [step for step in self._steps if self._on_weights(step)]
        self._plain = [step.function for step in self._derived]
        for step in self._derived:
            step.function = _Logged(step.function, self._log)

    def _on_weights(self, step: Step) -> bool:
        results = [slot for slot in step.results if slot >= 0]
        return bool(results) and all(slot in self._in_weights for slot in results)

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage`, on weights predicted for the update that the gradient will go into."""
        self._log.clear()
        kept_weights = self._predict(leaves)
        try:
            kept = super().forward(inputs, leaves, micro_batch)
        finally:
            for leaf, weight in kept_weights:
                leaf.data.copy_(weight)
        delayed = _Delayed(**vars(kept), derived=list(self._log))
        self._log.clear()
        return delayed

    def _predict(self, leaves: Sequence[Tensor]) -> list[tuple[Tensor, Tensor]]:
        """Write predicted weights in place; returns leaves and what they held."""
        if not isinstance(self.optimizer, CompensatedSGD):
            return []
        found = []
        for leaf, weight in zip(leaves, self.weights, strict=True):
            change = self.optimizer.prediction(weight)
            if change is not None:
                velocity, alpha = change
                found.append((leaf, leaf.detach().clone()))
                leaf.data.add_(velocity, alpha=alpha)
        return found

    def _renew(self, kept: Forward) -> None:
        """Compute what rests on weights alone from the newest ones, where autograd saved it."""
        if not isinstance(kept, _Delayed) or not kept.derived:
            return
        values: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._buffers.values():
            values[slot] = tensor
        for slot, leaf in zip(self._weight_slots, kept.leaves, strict=True):
            values[slot] = leaf
        old = iter(kept.derived)
        with torch.no_grad():
            for step, plain in zip(self._derived, self._plain, strict=True):
                logged, step.function = step.function, plain
                try:
                    result = step.call(values)
                finally:
                    step.function = logged
                several = result if isinstance(result, tuple) else (result,)
                for slot, new in zip(step.results, several, strict=False):
                    next(old).data.copy_(new)
                    if slot >= 0:
                        values[slot] = new

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """As `TrainStage`, on the newest weights."""
        self._renew(kept)
        return super().backward(kept, outputs, gradients)


class _Logged:
    """An operator that notes its results."""

    def __init__(self, function: Any, log: list[Tensor]) -> None:
        self.function, self.log = function, log

    def __call__(self, *arguments: Any) -> Any:
        result = self.function(*arguments)
        self.log.extend(result if isinstance(result, tuple) else (result,))
        return result


class StreamedStage(LatestStage):
    """A stage that keeps the activations of its latest forward alone."""

    def __init__(
        self, piece: Piece, device: torch.device, *, split: bool, replicated: bool = False
    ) -> None:
        """Bind the operators; see `TrainStage`."""
        super().__init__(piece, device, split=split, replicated=replicated)
        self._latest: Forward | None = None
        self._stand_ins: tuple[Tensor, ...] = ()

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage`; what it returns stands for the sample and holds no graph.

        Its outputs have values until the next forward.
        """
        for old in self._stand_ins:
            old.data = old.data.new_empty(0)
        self._latest = kept = super().forward(inputs, leaves, micro_batch)
        self._stand_ins = tuple(
            t.detach().requires_grad_(t.requires_grad) for t in kept.outputs
        )  # fmt: skip
        blank = tuple(t.detach().new_empty(0).requires_grad_(t.requires_grad) for t in kept.inputs)
        return Forward(blank, self._stand_ins, ())

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """Gradients of the latest sample's inputs and of the weights, from another's outputs.

        Args:
            kept: of the sample that the gradients belong to.
            outputs: among `kept.outputs`, or a loss computed from them.
            gradients: with respect to `outputs`.
        """
        latest = self._latest
        assert latest is not None
        self._renew(latest)
        starts, onward = _through(kept.outputs, latest.outputs, outputs, gradients)
        wanted = [t for t in latest.inputs if t.requires_grad]
        trained = [leaf for leaf in latest.leaves if leaf.requires_grad]
        found: Sequence[Tensor | None] = ()
        if starts:
            try:
                found = torch.autograd.grad(
                    starts, [*wanted, *trained], onward, retain_graph=True, allow_unused=True
                )
            except HwpipeError:
                raise
            except RuntimeError as error:
                raise WorkError(f"backward failed: {str(error).strip().splitlines()[0]}") from error
        several = iter(found)
        inputs: list[Tensor | None] = []
        for tensor in latest.inputs:
            gradient = next(several, None) if tensor.requires_grad else None
            if gradient is None and tensor.requires_grad:
                gradient = torch.zeros_like(tensor)
            inputs.append(gradient)
        weights = [next(several, None) if w.requires_grad else None for w in latest.leaves]
        return inputs, weights


def _through(
    stand_ins: Sequence[Tensor],
    latest: Sequence[Tensor],
    outputs: Sequence[Tensor],
    gradients: Sequence[Tensor | None],
) -> tuple[list[Tensor], list[Tensor]]:
    """Tensors of the latest graph to start from, and their gradients.

    A loss rests on a sample's own outputs: its gradients with respect to them come first.
    """
    number = {id(tensor): i for i, tensor in enumerate(stand_ins)}
    sums: dict[int, Tensor] = {}

    def add(at: int, gradient: Tensor) -> None:
        sums[at] = sums[at] + gradient if at in sums else gradient

    for output, gradient in zip(outputs, gradients, strict=True):
        if id(output) in number:
            if gradient is not None:
                add(number[id(output)], gradient)
            continue
        learned = [i for i, t in enumerate(stand_ins) if t.requires_grad]
        parts = torch.autograd.grad(
            [output], [stand_ins[i] for i in learned], [gradient], allow_unused=True
        )
        for at, part in zip(learned, parts, strict=True):
            if part is not None:
                add(at, part)
    return [latest[at] for at in sums], list(sums.values())
