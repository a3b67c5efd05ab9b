"""Seconds of every node's forward, backward, and backward in two halves, one node at a time.

Each node runs as a training stage runs it, on leaves of its own, so that its backward can be timed
alone: whole, for its inputs (B), and for its weights (W). What calling autograd itself costs is
measured on a node that does nothing, and taken off. What the sums of all nodes miss of a whole
pass is set right afterwards (`hwpipe.train.profiling.whole`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import torch
from torch import Tensor

from hwpipe.runtime.module import Step
from hwpipe.runtime.piece import Piece
from hwpipe.train.stage import JOINT, TrainStage

__all__ = ["NodeSeconds", "NodeTimer", "least"]

#: Passes of a node that does nothing.
_EMPTY = 30


@dataclass
class NodeSeconds:
    """Least seconds of a node: forward, whole backward, its halves B and W."""

    forward_s: float = float("inf")
    backward_s: float = float("inf")
    input_s: float = float("inf")
    weight_s: float = float("inf")

    def take(self, other: NodeSeconds) -> None:
        """Keep the least of both."""
        self.forward_s = min(self.forward_s, other.forward_s)
        self.backward_s = min(self.backward_s, other.backward_s)
        self.input_s = min(self.input_s, other.input_s)
        self.weight_s = min(self.weight_s, other.weight_s)


class NodeTimer:
    """A whole model as one training stage on fresh weights, timed node by node."""

    def __init__(
        self, piece: Piece, inputs: Sequence[Tensor], loss: Callable[[Tensor], Tensor] | None, *,
        clock: Callable[[], float] = time.thread_time,
    ) -> None:  # fmt: skip
        """Bind the operators.

        Args:
            piece: all nodes; its `weights` are what is trained.
            inputs: of `piece.inputs`.
            loss: of the first output; its seconds count to the node that makes it.
            clock: seconds of this thread (one thread: without those of neighbours).
        """
        own = {name: array.copy() for name, array in piece.constants.items()}
        self._stage = TrainStage(replace(piece, constants=own), torch.device("cpu"), split=False)
        self._inputs, self._loss, self._clock = list(inputs), loss, clock
        module = self._stage.module
        for weight in self._stage.weights:
            weight.requires_grad_()
        self._fixed = {slot: tensor for _, slot, tensor in module.constants}
        self._weights = {slot for _, slot, tensor in module.constants if tensor.requires_grad}
        self._slots = [module.slots[name] for name in piece.inputs]
        self._output = module.slots[piece.outputs[0]]
        self._count = len(module.slots)
        self._steps: tuple[Step, ...] = module.steps
        self._derived = self._derived_weights()

    def _derived_weights(self) -> frozenset[int]:
        """Slots that rest on weights and constants alone: their backward belongs to W."""
        domain = set(self._weights)
        for step in self._steps:
            slots = {slot for slot, _ in step.arguments if slot >= 0}
            if slots & domain and slots <= domain | set(self._fixed):
                domain.update(slot for slot in step.results if slot >= 0)
        return frozenset(domain)

    def empty_call_s(self) -> float:
        """Least seconds of asking autograd for the gradient of a node that does nothing."""
        x = torch.zeros(1, requires_grad=True)
        y, one, best = x * 1.0, torch.ones(1), float("inf")
        for _ in range(_EMPTY):
            best = min(best, self._timed(lambda: torch.autograd.grad(y, x, one, retain_graph=True)))
        return best

    def one_pass(self) -> dict[int, NodeSeconds]:
        """Run and time every node once; by node index."""
        values: list[Any] = [None] * self._count
        for slot, tensor in self._fixed.items():
            values[slot] = tensor
        for slot, tensor in zip(self._slots, self._inputs, strict=True):
            values[slot] = tensor
        call_s = self.empty_call_s()
        found: dict[int, NodeSeconds] = {}
        for step in self._steps:
            seconds, results = self._node(step, values, call_s)
            if self._output in step.results and self._loss is not None:
                made = results[step.results.index(self._output)]
                self._add_loss(seconds, made, call_s)
            found[step.node.index] = seconds
            for slot, value in zip(step.results, results, strict=False):
                if slot >= 0:
                    values[slot] = value
            for slot in step.dead:
                values[slot] = None
        return found

    def _timed(self, work: Callable[[], Any]) -> float:
        begun = self._clock()
        work()
        return self._clock() - begun

    def _node(
        self, step: Step, values: list[Any], call_s: float
    ) -> tuple[NodeSeconds, tuple[Any, ...]]:
        """Seconds and results of one node, its arguments cut off from what made them."""
        arguments = [value if slot < 0 else values[slot] for slot, value in step.arguments]
        inputs: list[Tensor] = []
        weights: list[Tensor] = []
        for position, (slot, _) in enumerate(step.arguments):
            tensor = arguments[position]
            if slot < 0 or not isinstance(tensor, Tensor) or not tensor.requires_grad:
                continue
            leaf = tensor.detach().requires_grad_()
            arguments[position] = leaf
            (weights if slot in self._derived else inputs).append(leaf)
        with torch.enable_grad():
            begun = self._clock()
            result = step.call_on(arguments)
            seconds = NodeSeconds(self._clock() - begun, 0.0, 0.0, 0.0)
        results = result if isinstance(result, tuple) else (result,)
        made = [r for r in results if isinstance(r, Tensor) and r.requires_grad]
        if made and (inputs or weights):
            gradients = [torch.ones_like(r) for r in made]

            def backward(targets: Sequence[Tensor]) -> float:
                if not targets:
                    return 0.0
                return max(0.0, self._timed(lambda: torch.autograd.grad(
                    made, targets, gradients, retain_graph=True, allow_unused=True
                )) - call_s)  # fmt: skip

            seconds.backward_s = backward([*inputs, *weights])
            if step.node.op in JOINT:
                seconds.input_s = seconds.backward_s
            else:
                seconds.input_s, seconds.weight_s = backward(inputs), backward(weights)
            added = self._accumulated(weights)
            seconds.backward_s += added
            seconds.weight_s += added
        detached = tuple(
            r.detach().requires_grad_(r.requires_grad) if isinstance(r, Tensor) else r
            for r in results
        )
        return seconds, detached

    def _accumulated(self, weights: Sequence[Tensor]) -> float:
        """Seconds of adding the weights' gradients to sums."""
        pairs = [(torch.zeros_like(w), torch.ones_like(w)) for w in weights]
        total = 0.0
        with torch.no_grad():
            for total_of, gradient in pairs:
                begun = self._clock()
                total_of.add_(gradient)
                total += self._clock() - begun
        return total

    def _add_loss(self, seconds: NodeSeconds, output: Any, call_s: float) -> None:
        assert self._loss is not None
        leaf = output.detach().requires_grad_()
        begun = self._clock()
        loss = self._loss(leaf)
        float(loss.detach())
        seconds.forward_s += self._clock() - begun
        back = max(0.0, self._timed(lambda: torch.autograd.grad(loss, leaf)) - call_s)
        seconds.backward_s += back
        seconds.input_s += back


def least(passes: Sequence[Mapping[int, NodeSeconds]]) -> dict[int, NodeSeconds]:
    """The least seconds of every node over passes."""
    found: dict[int, NodeSeconds] = {}
    for one in passes:
        for index, seconds in one.items():
            found.setdefault(index, NodeSeconds()).take(seconds)
    return found
