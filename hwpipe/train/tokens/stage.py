"""`SlicedStage`: a stage that runs its micro-batches token slice by token slice (TeraPipe).

A forward attends to the keys and values of the slices before, which are kept without their
graphs. A backward therefore gives gradients of these too; they wait for the backward of the slice
that made them, which comes later, as slices go back from the last to the first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, InputError, WorkError
from hwpipe.runtime.piece import OpNode, Piece
from hwpipe.train.stage import Forward, TrainStage
from hwpipe.train.tokens.plan import Cut, NodeRule, TokenPlan

__all__ = ["SlicedStage", "of_slice", "part", "slice_input", "slice_target"]

#: An operand that is kept from slice to slice: node index and position.
Key = tuple[int, int]


def part(tensor: Tensor, cut: Cut, tokens: int, start: int, stop: int) -> Tensor:
    """What a slice takes of a tensor of whole sequences.

    Args:
        tensor: of whole sequences.
        cut: where their tokens are.
        tokens: of a sequence.
        start: first token of the slice.
        stop: the one behind its last.
    """
    role = cut.role
    begin = 0 if cut.context else start
    shape = tensor.shape
    if role.outer == 1:
        return tensor.narrow(role.axis, begin * role.inner, (stop - begin) * role.inner)
    apart = tensor.reshape(
        *shape[: role.axis], role.outer, tokens, role.inner, *shape[role.axis + 1 :]
    )
    taken = apart.narrow(role.axis + 1, begin, stop - begin)
    return taken.reshape(*shape[: role.axis], -1, *shape[role.axis + 1 :])


def slice_input(whole: Tensor, plan: TokenPlan, name: str, j: int) -> Tensor:
    """What slice j reads of graph input `name`: all of it where it has no tokens."""
    role = plan.inputs.get(name)
    if role is None:
        return whole
    return part(whole, Cut(0, role), plan.tokens, *plan.bounds[j]).contiguous()


def slice_target(whole: Any, plan: TokenPlan, j: int) -> Any:
    """What slice j is compared with: tensors that have tokens where the output has them.

    Raises:
        InputError: a tensor has none there.
    """
    if isinstance(whole, dict):
        return {key: slice_target(value, plan, j) for key, value in whole.items()}
    if isinstance(whole, tuple):
        return tuple(slice_target(value, plan, j) for value in whole)
    axis, size = plan.output.axis, plan.output.size(plan.tokens)
    if not isinstance(whole, Tensor) or whole.dim() <= axis or whole.shape[axis] != size:
        shape = tuple(whole.shape) if isinstance(whole, Tensor) else type(whole).__name__
        raise InputError(
            f"a target of shape {shape}", where="data", limit=f"{size} in dimension {axis}: "
            "token slices need a target for each token", remedy="use 1f1b-as",
        )  # fmt: skip
    return part(whole, Cut(0, plan.output), plan.tokens, *plan.bounds[j])


def of_slice(error: HwpipeError, slices: int) -> HwpipeError:
    """An error whose place counts slices as micro-batches, told by micro-batch and slice."""

    def told(found: re.Match[str]) -> str:
        k, j = divmod(int(found[1]), slices)
        return f"micro-batch {k}, slice {j}"

    where = re.sub(r"micro-batch (\d+)", told, error.where, count=1) if error.where else None
    return type(error)(error.what, where=where, limit=error.limit, remedy=error.remedy)


@dataclass
class _Moment:
    """The slice that is being computed, and what earlier ones of its micro-batch left.

    Attributes:
        start, stop: its tokens.
        past: by key, the operand of all earlier slices of the micro-batch, without a graph.
        own: by key, the slice's own part, with its graph.
        read: by key, the leaf that stands for the earlier part in this slice's graph.
        whole: by key, both parts joined.
        again: the forward runs once more, to find what was not finite.
    """

    tokens: int
    start: int = 0
    stop: int = 0
    past: dict[Key, Tensor] = field(default_factory=dict)
    own: dict[Key, Tensor] = field(default_factory=dict)
    read: dict[Key, Tensor] = field(default_factory=dict)
    whole: dict[Key, Tensor] = field(default_factory=dict)
    again: bool = False

    def begin(self, start: int, stop: int) -> None:
        """A forward of another slice."""
        self.start, self.stop = start, stop
        self.own, self.read, self.whole = {}, {}, {}
        if start == 0:
            self.past = {}

    def extend(self, key: Key, tensor: Tensor, axis: int) -> Tensor:
        """The operand of all tokens up to the slice's last."""
        if self.again:
            return self.whole[key]
        self.own[key] = tensor
        before = self.past.get(key)
        if before is not None:
            self.read[key] = before.detach().requires_grad_(tensor.requires_grad)
            tensor = torch.cat([self.read[key], tensor], axis)
        self.past[key] = tensor.detach()
        self.whole[key] = tensor
        return tensor


class _SliceStep:
    """An operator with the rule that makes it one of a slice."""

    def __init__(self, function: Any, rule: NodeRule, moment: _Moment) -> None:
        self.function, self.rule, self.moment = function, rule, moment

    def __call__(self, node: OpNode, *arguments: Any) -> Any:
        moment, rule, given = self.moment, self.rule, list(arguments)
        for cut in rule.cuts:
            given[cut.operand] = part(
                given[cut.operand], cut, moment.tokens, moment.start, moment.stop
            )
        if rule.shape is not None:
            given[rule.shape_operand] = rule.target(moment.start, moment.stop)
        for operand, axis in rule.cached:
            given[operand] = moment.extend((node.index, operand), given[operand], axis)
        return self.function(node, *given)


@dataclass
class _SliceForward(Forward):
    """A forward of a slice, with what it kept for later slices and read of earlier ones."""

    unit: int = 0
    own: dict[Key, Tensor] = field(default_factory=dict)
    read: dict[Key, Tensor] = field(default_factory=dict)


class SlicedStage(TrainStage):
    """A stage whose micro-batches are slices: number k * slices + j is slice j of k."""

    def __init__(self, piece: Piece, device: torch.device, plan: TokenPlan) -> None:
        """Bind the operators.

        Args:
            piece: what the stage computes.
            device: where.
            plan: the slices.
        """
        super().__init__(piece, device, split=False)
        self._plan, self._moment = plan, _Moment(plan.tokens)
        self._axes: dict[Key, int] = {}
        #: Gradients from later slices, by key, of (micro-batch, slice).
        self._waiting: dict[tuple[int, int], dict[Key, Tensor]] = {}
        for step in self._steps:
            rule = plan.rules.get(step.node.index)
            if rule is not None:
                step.function = _SliceStep(step.function, rule, self._moment)
                self._axes.update(((step.node.index, at), axis) for at, axis in rule.cached)

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage`, of a slice; those of a micro-batch come from the first to the last."""
        bounds = self._plan.bounds
        self._moment.begin(*bounds[micro_batch % len(bounds)])
        kept = super().forward(inputs, leaves, micro_batch)
        return _SliceForward(
            **vars(kept), unit=micro_batch, own=self._moment.own, read=self._moment.read
        )

    def find_nonfinite(self, inputs: Sequence[Tensor], leaves: Sequence[Tensor]) -> str | None:
        """See `TrainStage`."""
        self._moment.again = True
        try:
            return super().find_nonfinite(inputs, leaves)
        finally:
            self._moment.again = False

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """As `TrainStage`; slices of a micro-batch come from the last to the first."""
        assert isinstance(kept, _SliceForward)
        k, j = divmod(kept.unit, len(self._plan.lengths))
        starts, onward = list(outputs), list(gradients)
        for key, gradient in self._waiting.pop((k, j), {}).items():
            starts.append(kept.own[key])
            onward.append(gradient)
        wanted = [tensor for tensor in kept.inputs if tensor.requires_grad]
        trained = [leaf for leaf in kept.leaves if leaf.requires_grad]
        read = [(key, leaf) for key, leaf in kept.read.items() if leaf.requires_grad]
        found = iter(_gradients(starts, [*wanted, *trained, *(leaf for _, leaf in read)], onward))
        inputs = [next(found) if tensor.requires_grad else None for tensor in kept.inputs]
        weights = [next(found) if leaf.requires_grad else None for leaf in kept.leaves]
        for (key, _), passed in zip(read, found, strict=True):
            if passed is not None:
                self._leave(k, j, key, passed)
        return inputs, weights

    def _leave(self, k: int, j: int, key: Key, gradient: Tensor) -> None:
        """Hand a gradient of earlier slices' keys or values to each of them."""
        lengths = list(self._plan.lengths[:j])
        for i, own in enumerate(torch.split(gradient, lengths, self._axes[key])):
            waiting = self._waiting.setdefault((k, i), {})
            waiting[key] = waiting[key] + own if key in waiting else own


def _gradients(
    outputs: Sequence[Tensor], targets: Sequence[Tensor], gradients: Sequence[Tensor | None]
) -> Sequence[Tensor | None]:
    if not targets or not outputs:
        return (None,) * len(targets)
    try:
        return torch.autograd.grad(
            list(outputs), list(targets), list(gradients), allow_unused=True
        )  # fmt: skip
    except HwpipeError:
        raise
    except RuntimeError as error:
        raise WorkError(f"backward failed: {str(error).strip().splitlines()[0]}") from error
