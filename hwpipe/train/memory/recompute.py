"""`MemoryStage`: a stage whose blocks keep, recompute or swap what their backwards need.

The graph of autograd stays what it is without a strategy; only the tensors that it saves are
replaced, so gradients have the same bits. A tensor belongs to the block that saves it first, as
`hwpipe.cost.traffic` counts it. Blocks that are recomputed hold the tensors that enter them; when
a backward comes to one, its operators run again on these and what they save takes the old places.
"""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks

from hwpipe.runtime.module import Step
from hwpipe.runtime.piece import OpNode, Piece
from hwpipe.runtime.strategy import StageStrategy
from hwpipe.train.memory.saved import (
    Block,
    MemoryForward,
    Packer,
    Repacker,
    Run,
    View,
    never,
    unpack,
    weak,
)
from hwpipe.train.memory.swap import CopyEngines, Kept, Ledger
from hwpipe.train.norm import Normalised, training_batch_norm
from hwpipe.train.record import Span
from hwpipe.train.stage import Forward, TrainStage

__all__ = ["MemoryStage"]


class MemoryStage(TrainStage):
    """A stage with a memory strategy.

    Attributes:
        ledger: bytes of kept tensors on its device.
        order: micro-batches in the order of their backwards, for copies in ahead of need.
        sends: whether its results go to other stages and nowhere else; what they hold is then
            forgotten with the block that made them.
    """

    def __init__(
        self,
        piece: Piece,
        device: torch.device,
        strategy: StageStrategy,
        *,
        split: bool,
        replicated: bool = False,
    ) -> None:
        """Bind the operators and group them; see `TrainStage`."""
        super().__init__(piece, device, split=split, replicated=replicated)
        self.ledger = Ledger()
        self.order: Sequence[int] = ()
        self.sends = False
        self._limit = strategy.limit_bytes
        self._blocks = self._grouped(strategy)
        #: Most bytes that a block was seen to keep; None before its first forward.
        self._need: list[int | None] = [None] * len(self._blocks)
        self._spans: list[Span] = []
        self._spans_lock = threading.Lock()
        self._again = False
        self._engines: CopyEngines | None = None
        if "swap" in strategy.choices:
            self._engines = CopyEngines(device, self.ledger, self._report)
        self._waiting: weakref.WeakValueDictionary[int, MemoryForward] = (
            weakref.WeakValueDictionary()
        )
        for step in self._steps:
            if step.node.op == "BatchNormalization":
                step.function = _Once(step.function, self, replicated=replicated)

    def _grouped(self, strategy: StageStrategy) -> list[Block]:
        """Steps by block in their order; those of no block go with the ones before them."""
        block_of = {node: b for b, nodes in enumerate(strategy.blocks) for node in nodes}
        groups: list[list[Step]] = [[] for _ in strategy.blocks]
        at = 0
        for step in self._steps:
            at = max(at, block_of.get(step.node.index, at))
            groups[at].append(step)
        fixed = {*self._weight_slots, *(slot for slot, _ in self._buffers.values())}
        blocks = []
        for choice, steps in zip(strategy.choices, groups, strict=True):
            made: set[int] = set()
            entering: dict[int, None] = {}
            for step in steps:
                read = (slot for slot, _ in step.arguments if slot >= 0)
                entering.update((slot, None) for slot in read if slot not in made | fixed)
                made.update(slot for slot in step.results if slot >= 0)
            blocks.append(Block(choice, tuple(steps), tuple(entering)))
        return blocks

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage.forward`; what the backward needs is kept as the strategy says."""
        self._forget_results()
        inputs = tuple(map(_alone, inputs))
        kept = MemoryForward(inputs, (), tuple(leaves), micro_batch=micro_batch)
        kept.fixed = frozenset(
            tensor.untyped_storage()._cdata
            for tensor in (*leaves, *(tensor for _, tensor in self._buffers.values()))
        )
        self.dropping.micro_batch = micro_batch
        values = self._values(leaves)
        for slot, tensor in zip(self._inputs, inputs, strict=True):
            values[slot] = tensor
        below: Run | None = None
        for number, block in enumerate(self._blocks):
            run = Run(self, kept, block, below)
            kept.runs.append(run)
            if below is None:
                kept.entered = [self._enter(run, tensor) for tensor in inputs]
            self._forward_block(kept, run, values, number)
            below = run
        kept.outputs = tuple(values[slot] for slot in self._outputs)
        if self._layers:
            self.normalised[micro_batch] = list(self._layers)
            self._layers.clear()
        if self._blocks[0].choice == "swap":
            kept.inputs = tuple(map(_emptied, kept.inputs))
        self._waiting[micro_batch] = kept
        return kept

    def _forget_results(self) -> None:
        """Empty results that have been sent: as the roots of a backward they need no numbers."""
        if not self.sends or self._blocks[-1].choice == "keep":
            return
        for kept in list(self._waiting.values()):
            for tensor in kept.outputs:
                if tensor.grad_fn is not None:
                    tensor.data = _nothing(tensor)

    def _values(self, leaves: Sequence[Tensor]) -> list[Any]:
        values: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._buffers.values():
            values[slot] = tensor
        for slot, tensor in zip(self._weight_slots, leaves, strict=True):
            values[slot] = tensor
        return values

    def _forward_block(self, kept: MemoryForward, run: Run, values: list[Any], number: int) -> None:
        block = run.block
        self._make_room(self._need[number])
        if block.choice == "recompute":
            for slot in block.entering:
                tensor = values[slot]
                if tensor.untyped_storage()._cdata in kept.fixed:
                    held: Tensor | View = tensor.detach()
                else:
                    held = self._enter(run, tensor)
                run.entering.append((slot, held, tensor.requires_grad))
        with torch.enable_grad(), saved_tensors_hooks(Packer(run), unpack):
            for step in block.steps:
                result = self._call(step, values, kept) if self.split else step.call(values)
                _put(step, result, values)
        own = [storage for ref in run.own if (storage := ref()) is not None]
        self._need[number] = max(self._need[number] or 0, sum(storage.size for storage in own))
        if block.choice == "swap" and self._engines is not None:
            for storage in own:
                self._engines.swap_out(storage)

    def _make_room(self, size: int | None) -> None:
        """Wait for copies out while kept tensors and `size` bytes more pass the limit.

        A block that was not seen yet (None) waits for all of them.
        """
        if self._engines is None or self._limit is None:
            return
        while (size is None or self.ledger.current + size > self._limit) and (
            self._engines.wait_for_one()
        ):
            pass

    def _enter(self, run: Run, tensor: Tensor) -> View:
        """Keep a tensor that enters a block."""
        return View(self.keep(run, tensor), tensor)

    def keep(self, run: Run, tensor: Tensor) -> Kept:
        """The kept storage of a tensor; it belongs to the block that asks first."""
        of = run.of()
        assert of is not None
        storage = tensor.untyped_storage()
        known = of.known.get(storage._cdata)
        found = known[1]() if known is not None else None
        if found is None:
            found = Kept(self.ledger, tensor, of.micro_batch)
            of.known[storage._cdata] = weak(storage), weakref.ref(found)
            run.own.append(weakref.ref(found))
        run.needs.append(weakref.ref(found))
        return found

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """As `TrainStage.backward`; afterwards copies in for the next one begin."""
        assert isinstance(kept, MemoryForward)
        self.begin(kept.runs[-1])
        found = super().backward(kept, outputs, gradients)
        kept.entered.clear()
        self._look_ahead(kept.micro_batch)
        return found

    def backward_input(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> list[Tensor | None]:
        """As `TrainStage.backward_input`."""
        assert isinstance(kept, MemoryForward)
        self.begin(kept.runs[-1])
        found = super().backward_input(kept, outputs, gradients)
        self._look_ahead(kept.micro_batch)
        return found

    def begin(self, run: Run) -> None:
        """A backward comes to a block: its tensors and, where there is room, the next's come in."""
        if run.began:
            return
        run.began = True
        if self._engines is None:
            return
        self._bring(run, forced=True)
        below = run.below
        while below is not None and not below.away:
            below = below.below
        if below is not None:
            self._bring(below, forced=False)

    def _bring(self, run: Run, *, forced: bool) -> None:
        """Copy swapped storages of a block in, unless that passes the limit."""
        assert self._engines is not None
        away = run.away
        size = sum(kept.size for kept in away)
        if forced and away:
            self._make_room(size)
        elif self._limit is not None and self.ledger.current + size > self._limit:
            return
        for kept in away:
            self._engines.swap_in(kept)

    def _look_ahead(self, micro_batch: int) -> None:
        """Begin copies in for the backward after this one."""
        if self._engines is None or micro_batch not in self.order:
            return
        at = list(self.order).index(micro_batch) + 1
        coming = self._waiting.get(self.order[at]) if at < len(self.order) else None
        if coming is not None and coming.runs:
            self._bring(coming.runs[-1], forced=False)

    def recompute(self, run: Run) -> None:
        """Run the operators of a block again, until all that its forward had saved is there."""
        of = run.of()
        assert of is not None
        begun = time.monotonic()
        values = self._values(of.leaves)
        for slot, held, wanted in run.entering:
            tensor = held.tensor() if isinstance(held, View) else held.detach()
            values[slot] = tensor.requires_grad_() if wanted else tensor
        packer = Repacker(run)
        self.dropping.micro_batch = of.micro_batch
        self._again = True
        try:
            with torch.enable_grad(), saved_tensors_hooks(packer, never):
                for step in run.block.steps:
                    _put(step, step.call(values), values)
                    if packer.done:
                        break
        finally:
            self._again = False
        run.entering.clear()
        self._report("RECOMPUTE", of.micro_batch, begun, time.monotonic())

    @property
    def again(self) -> bool:
        """Whether operators run for a second time."""
        return self._again

    def find_nonfinite(self, inputs: Sequence[Tensor], leaves: Sequence[Tensor]) -> str | None:
        """As `TrainStage.find_nonfinite`, of the newest forward."""
        for kept in list(self._waiting.values()):
            if kept.inputs is inputs and self._engines is not None:
                for view in kept.entered:
                    assert view.kept is not None
                    self._engines.swap_in(view.kept)
                inputs = [view.tensor() for view in kept.entered]
        return super().find_nonfinite(inputs, leaves)

    def _report(self, kind: str, micro_batch: int, start: float, end: float) -> None:
        with self._spans_lock:
            self._spans.append(Span(kind, self.piece.index, micro_batch, start, end))

    def take_spans(self) -> list[Span]:
        """Copies and recomputations since the last call."""
        with self._spans_lock:
            found, self._spans = self._spans, []
        return found

    def close(self) -> None:
        """End the copy engines."""
        if self._engines is not None:
            self._engines.close()


def _put(step: Step, result: Any, values: list[Any]) -> None:
    """Results into their slots; what dies with the step is forgotten."""
    if isinstance(result, tuple):
        for slot, value in zip(step.results, result, strict=False):
            if slot >= 0:
                values[slot] = value
    else:
        values[step.results[0]] = result
    for slot in step.dead:
        values[slot] = None


def _alone(tensor: Tensor) -> Tensor:
    """The tensor on a storage of its own, where it is part of a message or a batch."""
    if tensor.untyped_storage().nbytes() <= tensor.numel() * tensor.element_size():
        return tensor
    if not tensor.requires_grad:
        return tensor.clone()
    tensor.data = tensor.data.clone()  # the leaf stays the one that others know
    return tensor


def _emptied(tensor: Tensor) -> Tensor:
    """A tensor of the same form that holds nothing; the leaf itself where it is autograd's."""
    if not tensor.requires_grad:
        return _nothing(tensor)
    tensor.data = _nothing(tensor)
    return tensor


def _nothing(tensor: Tensor) -> Tensor:
    """Zeros of the shape of a tensor, on one element."""
    return torch.zeros((), dtype=tensor.dtype, device=tensor.device).expand(tensor.shape)


class _Once:
    """Batch normalisation that moves its running statistics in the first forward only."""

    def __init__(
        self, function: Callable[..., Any], stage: MemoryStage, *, replicated: bool
    ) -> None:
        self._function, self._stage = function, stage
        self._replicated = replicated

    def __call__(self, node: OpNode, *arguments: Any) -> Any:
        if not self._stage.again:
            return self._function(node, *arguments)
        x, scale, bias, mean, var = arguments
        unused: list[Normalised] = []
        log = unused.append if self._replicated else None
        return training_batch_norm(node, x, scale, bias, mean.clone(), var.clone(), log)
