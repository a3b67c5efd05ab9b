"""`TrainStage`: forward, backward, and the backward in two halves, of one pipeline stage.

A backward may come in one step (BW) or as input gradient (B) and weight gradient (W). For the
halves every operator that reads a weight reads an own alias of it, and its result is remembered:
B asks autograd for the gradients of the stage's inputs and of these results, which computes no
weight gradient at all; W then asks each operator alone for the gradient of its aliases. Nothing is
computed twice. Operators of `JOINT`, whose kernels make both gradients from the same sums, give
their weight gradients in B.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import torch
from torch import Tensor

from hwpipe.errors import HwpipeError, WorkError
from hwpipe.runtime.module import Step, TorchStage
from hwpipe.runtime.piece import Piece
from hwpipe.train.dropout import Dropping
from hwpipe.train.norm import Normalised, training_batch_norm

__all__ = ["JOINT", "Forward", "TrainStage"]

#: What `torch.autograd.grad` calls in the end. Its checks of every argument cost as much as a small
#: stage's gradients, and hold here by construction; None where torch has it elsewhere.
_ENGINE: Any = getattr(torch.autograd.Variable, "_execution_engine", None)

#: Operators whose weight gradients are taken in B.
JOINT = frozenset({
    "BatchNormalization", "LayerNormalization", "InstanceNormalization", "GroupNormalization",
    "RMSNormalization", "SimplifiedLayerNormalization", "SkipLayerNormalization", "LSTM", "GRU",
    "RNN",
})  # fmt: skip


@dataclass
class _Use:
    """An operator that read weights: its results, the aliases that it read, and their sources."""

    step: Step
    results: list[Tensor]
    aliases: list[Tensor]
    sources: list[Tensor]
    gradients: tuple[Tensor | None, ...] = ()


@dataclass
class Forward:
    """What a forward leaves behind for its backward.

    Attributes:
        inputs: the leaves that entered, in the order of `piece.inputs`.
        outputs: in the order of `piece.outputs`.
        leaves: the weights that it read, in the order of `TrainStage.names`.
        uses: of a split backward, in order of execution.
        joint: weight gradients that B made, by position in `leaves` or by derived tensor.
    """

    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    leaves: tuple[Tensor, ...]
    uses: list[_Use] = field(default_factory=list)


class TrainStage:
    """The operators of a stage with its weights as arguments, so that versions can differ."""

    def __init__(
        self, piece: Piece, device: torch.device, *, split: bool, replicated: bool = False
    ) -> None:
        """Bind the operators; batch normalisation takes the statistics of the micro-batch.

        Args:
            piece: what the stage computes.
            device: where.
            split: whether backwards come as B and W.
            replicated: whether other ranks hold the stage too: statistics of normalisation are
                then kept by micro-batch in `normalised`, for all to apply in one order.

        Raises:
            InputError: for an operator that is not in the table.
        """
        self.piece, self.device, self.split = piece, device, split
        self.module = TorchStage(piece, fold_weights=False).to(device)
        self._steps = self.module.steps
        self._layers: list[Normalised] = []
        #: Statistics by micro-batch, of a replicated stage.
        self.normalised: dict[int, list[Normalised]] = {}
        #: Which masks Dropout draws.
        self.dropping = Dropping()
        for step in self._steps:
            if step.node.op == "Dropout":
                step.function = self.dropping
            if step.node.op == "BatchNormalization":
                step.function = partial(
                    training_batch_norm, log=self._layers.append if replicated else None
                )
        self._slots = self.module.slots
        weights, self._buffers = [], {}
        for name, slot, tensor in self.module.constants:
            if isinstance(tensor, torch.nn.Parameter):
                weights.append((name, slot, tensor))
            else:
                self._buffers[name] = (slot, tensor)
        #: ONNX names of the weights, and the tensors that the optimizer steps.
        self.names: tuple[str, ...] = tuple(name for name, _, _ in weights)
        self.weights: list[torch.nn.Parameter] = [tensor for _, _, tensor in weights]
        self._weight_slots = [slot for _, slot, _ in weights]
        self._outputs = [self._slots[name] for name in piece.outputs]
        self._inputs = [self._slots[name] for name in piece.inputs]
        self._in_weights = self._weight_domain()

    def _weight_domain(self) -> frozenset[int]:
        """Slots that rest on weights and constants alone, weights first of all."""
        fixed = {slot for slot, _ in self._buffers.values()}
        domain = set(self._weight_slots)
        for step in self._steps:
            slots = {slot for slot, _ in step.arguments if slot >= 0}
            if slots & domain and slots <= domain | fixed:
                domain.update(slot for slot in step.results if slot >= 0)
        return frozenset(domain)

    @property
    def statistics(self) -> dict[str, Tensor]:
        """Running statistics of batch normalisation by ONNX name, as they stand."""
        names = [name for step in self._steps if step.node.op == "BatchNormalization"
                 for name in step.node.inputs[3:5]]  # fmt: skip
        return {name: self._buffers[name][1] for name in names if name in self._buffers}

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """Run the operators on one micro-batch.

        Args:
            inputs: of `piece.inputs`; those that want a gradient require it.
            leaves: the weights to use, in the order of `names`.
            micro_batch: its number, for `normalised`.

        Raises:
            WorkError: if an operator fails; the message names its node.
        """
        values: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._buffers.values():
            values[slot] = tensor
        for slot, tensor in zip(self._weight_slots, leaves, strict=True):
            values[slot] = tensor
        for slot, tensor in zip(self._inputs, inputs, strict=True):
            values[slot] = tensor
        kept = Forward(tuple(inputs), (), tuple(leaves))
        self.dropping.micro_batch = micro_batch
        with torch.enable_grad():
            for step in self._steps:
                result = self._call(step, values, kept) if self.split else step.call(values)
                if isinstance(result, tuple):
                    for slot, value in zip(step.results, result, strict=False):
                        if slot >= 0:
                            values[slot] = value
                else:
                    values[step.results[0]] = result
                for slot in step.dead:
                    values[slot] = None
        kept.outputs = tuple(values[slot] for slot in self._outputs)
        if self._layers:
            self.normalised[micro_batch] = list(self._layers)
            self._layers.clear()
        return kept

    def _call(self, step: Step, values: list[Any], kept: Forward) -> Any:
        """Run an operator of a split stage on aliases of the weights that it reads."""
        arguments = [value if slot < 0 else values[slot] for slot, value in step.arguments]
        aliases, sources = [], []
        if not all(slot in self._in_weights for slot in step.results if slot >= 0):
            for position, (slot, _) in enumerate(step.arguments):
                source = arguments[position]
                if slot in self._in_weights and source.requires_grad:
                    alias = source.detach().requires_grad_()
                    arguments[position] = alias
                    aliases.append(alias)
                    sources.append(source)
        result = step.call_on(arguments)
        if aliases:
            several = result if isinstance(result, tuple) else (result,)
            results = [r for r in several if isinstance(r, Tensor) and r.requires_grad]
            kept.uses.append(_Use(step, results, aliases, sources))
        return result

    def find_nonfinite(self, inputs: Sequence[Tensor], leaves: Sequence[Tensor]) -> str | None:
        """The first node whose result is not finite on these inputs, as messages name it."""
        values: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._buffers.values():
            values[slot] = tensor.clone()  # statistics stay as they are
        for slot, tensor in zip(self._weight_slots, leaves, strict=True):
            values[slot] = tensor
        for slot, tensor in zip(self._inputs, inputs, strict=True):
            values[slot] = tensor
        with torch.no_grad():
            for step in self._steps:
                result = step.call(values)
                several = result if isinstance(result, tuple) else (result,)
                for slot, value in zip(step.results, several, strict=False):
                    if slot >= 0:
                        values[slot] = value
                        if value.is_floating_point() and not bool(torch.isfinite(value).all()):
                            return step.node.where
        return None

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """Both gradients in one step.

        Args:
            kept: of the forward; it may not be used again.
            outputs: tensors to start from.
            gradients: of the loss with respect to `outputs`; None for a scalar loss itself.

        Returns:
            Gradients of the inputs (None where none is wanted) and of the weights.
        """
        wanted = [tensor for tensor in kept.inputs if tensor.requires_grad]
        trained = [leaf for leaf in kept.leaves if leaf.requires_grad]
        found = iter(_grad(outputs, [*wanted, *trained], gradients))
        inputs = [next(found) if tensor.requires_grad else None for tensor in kept.inputs]
        weights = [next(found) if leaf.requires_grad else None for leaf in kept.leaves]
        return inputs, weights

    def backward_input(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> list[Tensor | None]:
        """B: gradients of the inputs; what W needs stays in `kept`."""
        wanted = [tensor for tensor in kept.inputs if tensor.requires_grad]
        targets = list(wanted)
        for use in kept.uses:
            targets += use.aliases if use.step.node.op in JOINT else use.results
        found = iter(_grad(outputs, targets, gradients, keep=True))
        inputs = [next(found) if tensor.requires_grad else None for tensor in kept.inputs]
        for use in kept.uses:
            count = len(use.aliases if use.step.node.op in JOINT else use.results)
            use.gradients = tuple(next(found) for _ in range(count))
        return inputs

    def backward_weight(self, kept: Forward) -> list[Tensor | None]:
        """W: gradients of the weights, in the order of `names`."""
        position = {id(leaf): i for i, leaf in enumerate(kept.leaves)}
        total: list[Tensor | None] = [None] * len(kept.leaves)
        derived: dict[int, tuple[Tensor, Tensor]] = {}
        # Later uses first: the order in which autograd adds them up.
        for use in reversed(kept.uses):
            if use.step.node.op in JOINT:
                gradients = use.gradients
            else:
                flowing = [(r, g) for r, g in zip(use.results, use.gradients, strict=True)
                           if g is not None]  # fmt: skip
                if not flowing:
                    continue
                gradients = _grad([r for r, _ in flowing], use.aliases, [g for _, g in flowing],
                                  keep=True)  # fmt: skip
            for source, gradient in zip(use.sources, gradients, strict=True):
                if gradient is None:
                    continue
                if id(source) in position:
                    at = position[id(source)]
                    before = total[at]
                    total[at] = gradient if before is None else before + gradient
                else:
                    known = derived.get(id(source))
                    derived[id(source)] = (
                        source, gradient if known is None else known[1] + gradient,
                    )  # fmt: skip
        if derived:
            sources = [source for source, _ in derived.values()]
            onward = _grad(sources, list(kept.leaves), [g for _, g in derived.values()])
            for at, gradient in enumerate(onward):
                before = total[at]
                if gradient is not None:
                    total[at] = gradient if before is None else before + gradient
        kept.uses.clear()
        return total


def _grad(
    outputs: Sequence[Tensor],
    targets: Sequence[Tensor],
    gradients: Sequence[Tensor | None],
    *,
    keep: bool = False,
) -> tuple[Tensor | None, ...]:
    """Gradients of `targets`; None for those that `outputs` do not rest on."""
    if not targets or not outputs:
        return (None,) * len(targets)
    try:
        if _ENGINE is not None and all(g is not None for g in gradients):
            # retain_graph, create_graph, inputs, allow_unreachable
            found: tuple[Tensor | None, ...] = _ENGINE.run_backward(
                tuple(outputs), tuple(gradients), keep, False, tuple(targets), True,
                accumulate_grad=False,
            )  # fmt: skip
            return found
        return torch.autograd.grad(
            list(outputs), list(targets), list(gradients), retain_graph=keep, allow_unused=True
        )
    except HwpipeError:
        raise
    except RuntimeError as error:
        raise WorkError(f"backward failed: {str(error).strip().splitlines()[0]}") from error
