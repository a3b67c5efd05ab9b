"""The actions F, B, W, BW and UPDATE, each bound to its stage, messages and weights."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from functools import partial

import torch
from torch import Tensor

from hwpipe.errors import WorkError
from hwpipe.schedule.model import Action
from hwpipe.train.buckets import BucketedSum
from hwpipe.train.channel.mail import Expected
from hwpipe.train.execution import BoundAction, Execution
from hwpipe.train.finite import all_finite
from hwpipe.train.replicas import closing_sum
from hwpipe.train.stage import Forward, TrainStage

__all__ = ["BackwardAction", "ForwardAction", "UpdateAction", "WeightAction"]


class ForwardAction(BoundAction):
    """F: receive, compute, check that results are finite, send."""

    __slots__ = ("_device", "_feeds", "_into", "_key", "_last", "_learns", "_out", "_run", "_stage",
                 "_store", "_version", "_width")  # fmt: skip

    def __init__(self, execution: Execution, action: Action, position: int) -> None:
        """Look up where its tensors come from and go to."""
        held = execution.held[action.stage]
        piece = held.stage.piece
        self._run, self._stage, self._store = execution, held.stage, held.weights
        self._key, self._version = (action.stage, action.micro_batch), action.version
        self._device = held.stage.device if held.stage.device.type != "cpu" else None
        self._width = len(piece.inputs)
        place = {name: at for at, name in enumerate(piece.inputs)}
        self._into = [
            (port, [place[name] for name in port.tensors])
            for port in execution.ports(action, into=True, back=False)
        ]
        self._feeds = [(place[name], name) for name in execution.routes.feeds[action.stage]]
        made = {name: at for at, name in enumerate(piece.outputs)}
        self._out = [
            (port, (port.edge, port.k), [made[name] for name in port.tensors])
            for port in execution.ports(action, into=False, back=False)
        ]
        self._learns = action.stage not in execution.program.schedule.frozen
        self._last = action.stage in execution.routes.loss_stages

    def expects(self) -> Iterator[Expected]:
        """What comes from the stages before."""
        return (port.expected for port, _ in self._into if port.expected is not None)

    def __call__(self) -> float:
        """Execute."""
        run, key = self._run, self._key
        inputs: list[Tensor] = [None] * self._width  # type: ignore[list-item]
        waited = self._receive(inputs)
        for at, name in self._feeds:
            tensor = run.feed(key[1], name)
            inputs[at] = tensor if self._device is None else tensor.to(self._device)
        kept = self._stage.forward(inputs, self._store.version(self._version), key[1])
        if self._learns:
            run.kept[key] = kept
        if self._last:
            self._loss(kept)
        if self._out:
            self._send(kept)
        return waited

    def _receive(self, inputs: list[Tensor]) -> float:
        if not self._into:
            return 0.0
        begun = time.monotonic()
        for port, places in self._into:
            message = port.receive()
            for at, tensor, wanted in zip(places, message.tensors, message.wanted, strict=True):
                leaf = tensor if self._device is None else tensor.to(self._device)
                inputs[at] = leaf.requires_grad_() if wanted else leaf
        return time.monotonic() - begun

    def _loss(self, kept: Forward) -> None:
        loss, value = self._run.loss_of(self._key[1], kept.outputs)
        if not math.isfinite(value):
            for output in kept.outputs:
                self._check_finite(kept, output)
            raise WorkError(f"the loss is {value}", where="loss", limit="finite numbers",
                            remedy="lower the learning rate, or check the data")  # fmt: skip
        self._run.losses[self._key[1]] = loss

    def _send(self, kept: Forward) -> None:
        plain = [tensor.detach() for tensor in kept.outputs]
        if not self._last:  # a loss that is finite has come from such outputs
            for tensor in plain:
                self._check_finite(kept, tensor)
        several = len(self._out) > 1  # each reader makes a leaf of what it gets
        for port, edge, places in self._out:
            wanted = tuple([kept.outputs[at].requires_grad for at in places])
            self._run.wants[edge] = wanted
            port.post([plain[at].detach() if several else plain[at] for at in places], wanted)

    def _check_finite(self, kept: Forward, tensor: Tensor) -> None:
        if not all_finite(tensor):
            raise WorkError(
                "a result is not finite", limit="finite numbers",
                where=self._stage.find_nonfinite(kept.inputs, kept.leaves),
                remedy="lower the learning rate, or check data and initial weights",
            )  # fmt: skip


class BackwardAction(BoundAction):
    """B and BW: receive gradients, compute those of the inputs (and weights), send them back."""

    __slots__ = ("_closes", "_device", "_into", "_k", "_key", "_last", "_out", "_run", "_split",
                 "_stage", "_start", "_store")  # fmt: skip

    def __init__(self, execution: Execution, action: Action, position: int) -> None:
        """Look up where gradients come from and go to."""
        held = execution.held[action.stage]
        piece = held.stage.piece
        self._run, self._stage, self._store = execution, held.stage, held.weights
        self._key, self._k = (action.stage, action.micro_batch), action.micro_batch
        self._split = action.kind == "B"
        self._device = held.stage.device if held.stage.device.type != "cpu" else None
        made = {name: at for at, name in enumerate(piece.outputs)}
        self._out = [
            (port, (port.edge, port.k), [made[name] for name in port.tensors])
            for port in execution.ports(action, into=False, back=True)
        ]
        place = {name: at for at, name in enumerate(piece.inputs)}
        self._into = [
            (port, [place[name] for name in port.tensors])
            for port in execution.ports(action, into=True, back=True)
        ]
        self._last = action.stage in execution.routes.loss_stages
        self._start: tuple[int, Tensor] | None = None
        #: The sum over replicas whose last contribution this is. Its gradients leave one by one,
        #: where the stage's backward is one pass of autograd.
        plain = getattr(type(held.stage), "backward", None) is TrainStage.backward
        whole = plain and not self._split
        self._closes = closing_sum(execution, action, position) if whole else None

    def expects(self) -> Iterator[Expected]:
        """Gradients from the stages behind; those that nobody wants never come."""
        return (port.expected for port, _, _ in self._out if port.expected is not None)

    def __call__(self) -> float:
        """Execute."""
        run = self._run
        kept = run.kept[self._key]
        outputs: list[Tensor] = []
        gradients: list[Tensor | None] = []
        if self._last:
            loss = run.losses.pop(self._k)
            outputs.append(loss)
            gradients.append(self._start_of(loss))
        waited = self._receive(kept, outputs, gradients) if self._out else 0.0
        if self._split:
            found = self._stage.backward_input(kept, outputs, gradients)
        else:
            del run.kept[self._key]
            if self._closes is None:
                found, weights = self._stage.backward(kept, outputs, gradients)
                self._store.accumulate(weights)
            else:
                found = self._leaving(kept, outputs, gradients, self._closes)
        for port, places in self._into:
            back = []
            for at in places:
                leaf, gradient = kept.inputs[at], found[at]
                if leaf.requires_grad:
                    back.append(torch.zeros_like(leaf) if gradient is None else gradient)
            if back:
                port.post(back, (False,) * len(back))
        return waited

    def _leaving(
        self, kept: Forward, outputs: list[Tensor], gradients: list[Tensor | None], to: BucketedSum
    ) -> list[Tensor | None]:
        """A backward that hands each weight's gradient on as soon as autograd has it."""
        taken: set[int] = set()

        def take(at: int, gradient: Tensor) -> None:
            taken.add(at)
            self._store.add(at, gradient)
            to.ready(at)

        to.open()
        hooks = [
            leaf.register_hook(partial(take, at))  # type: ignore[no-untyped-call]
            for at, leaf in enumerate(kept.leaves)
            if leaf.requires_grad
        ]
        try:
            found, weights = self._stage.backward(kept, outputs, gradients)
        finally:
            for hook in hooks:
                hook.remove()
        self._store.accumulate(weights, taken)
        return found

    def _start_of(self, loss: Tensor) -> Tensor:
        """Gradient of the scaled loss by the loss, as autograd would compute it."""
        scale = self._run.loss_scale
        if self._start is None or self._start[0] != scale:
            self._start = scale, torch.ones_like(loss.detach()) / scale
        return self._start[1]

    def _receive(
        self, kept: Forward, outputs: list[Tensor], gradients: list[Tensor | None]
    ) -> float:
        sums: dict[int, Tensor] = {}
        begun = time.monotonic()
        for port, edge, places in self._out:
            wanted = self._run.wants.pop(edge)
            if not any(wanted):
                continue
            message = port.receive()
            targets = [at for at, want in zip(places, wanted, strict=True) if want]
            for at, tensor in zip(targets, message.tensors, strict=True):
                moved = tensor if self._device is None else tensor.to(self._device)
                sums[at] = sums[at] + moved if at in sums else moved
        waited = time.monotonic() - begun
        for at, gradient in sums.items():
            outputs.append(kept.outputs[at])
            gradients.append(gradient)
        return waited


class WeightAction(BoundAction):
    """W: weight gradients of a micro-batch whose B has run."""

    __slots__ = ("_held", "_key", "_run")

    def __init__(self, execution: Execution, action: Action, position: int) -> None:
        """Look up the stage."""
        self._run, self._held = execution, execution.held[action.stage]
        self._key = action.stage, action.micro_batch

    def __call__(self) -> float:
        """Execute."""
        kept = self._run.kept.pop(self._key)
        self._held.weights.accumulate(self._held.stage.backward_weight(kept))
        return 0.0


class UpdateAction(BoundAction):
    """UPDATE: a step of the optimizer, which makes a weight version."""

    __slots__ = ("_divisor", "_needed", "_run", "_stage", "_store", "_version")

    def __init__(self, execution: Execution, action: Action, position: int) -> None:
        """Look up which versions are still read."""
        program = execution.program
        self._run, self._stage = execution, action.stage
        self._store, self._version = execution.held[action.stage].weights, action.version
        self._needed = program.needed[execution.rank, position]
        # A synchronous loss is scaled before it goes back, as in one process.
        count = program.contributions[execution.rank, position]
        self._divisor = 1 if program.synchronous else count

    def __call__(self) -> float:
        """Execute, when the sums over replicas are there."""
        finish = self._run.pending.pop(self._stage, None) if self._run.pending else None
        waited = 0.0
        if finish is not None:
            begun = time.monotonic()
            finish()
            waited = time.monotonic() - begun
        self._store.update(self._version, self._needed, self._divisor)
        return waited
