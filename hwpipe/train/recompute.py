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
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor
from torch.autograd.graph import saved_tensors_hooks
from torch.multiprocessing.reductions import StorageWeakRef

from hwpipe.runtime.module import Step
from hwpipe.runtime.piece import OpNode, Piece
from hwpipe.runtime.strategy import StageStrategy
from hwpipe.train.norm import Normalised, training_batch_norm
from hwpipe.train.record import Span
from hwpipe.train.stage import Forward, TrainStage
from hwpipe.train.swap import CopyEngines, Kept, Ledger

__all__ = ["MemoryStage"]


@dataclass(frozen=True)
class _Block:
    """Steps that share a choice; `entering` are the slots that they read from steps before."""

    choice: str
    steps: tuple[Step, ...]
    entering: tuple[int, ...]


class _View:
    """A tensor by its kept storage and its form."""

    __slots__ = ("__weakref__", "dtype", "kept", "offset", "shape", "stride")

    def __init__(self, kept: Kept | None, tensor: Tensor) -> None:
        self.kept = kept
        self.dtype, self.offset = tensor.dtype, tensor.storage_offset()
        self.shape, self.stride = tensor.shape, tensor.stride()

    def tensor(self) -> Tensor:
        """The tensor, on its storage."""
        assert self.kept is not None
        made = torch.empty(0, dtype=self.dtype, device=self.kept.device)
        return made.set_(self.kept.get(), self.offset, self.shape, self.stride)


class _Saved(_View):
    """What autograd holds in the place of a tensor; without storage until it is computed again."""

    __slots__ = ("run",)

    def __init__(self, run: _Run, kept: Kept | None, tensor: Tensor) -> None:
        super().__init__(kept, tensor)
        self.run = run


class _Run:
    """One block of one micro-batch, from its forward to the end of its backward.

    Attributes:
        own: storages that this block was the first to save.
        needs: storages that its backward reads.
        places: by saved tensor in order, what stands for it; None where it is not computed again.
        entering: (slot, tensor or its view, whether it requires a gradient) to start again from.
        began: whether its backward has.
    """

    def __init__(self, stage: MemoryStage, of: _MemoryForward, block: _Block, below: _Run | None
                 ) -> None:  # fmt: skip
        self.stage, self.of, self.block, self.below = stage, weakref.ref(of), block, below
        self.own: list[weakref.ref[Kept]] = []
        self.needs: list[weakref.ref[Kept]] = []
        self.places: list[weakref.ref[_Saved] | None] = []
        self.entering: list[tuple[int, Tensor | _View, bool]] = []
        self.began = False

    @property
    def away(self) -> list[Kept]:
        """Storages that its backward reads and that were sent to host memory."""
        found = {id(kept): kept for ref in self.needs if (kept := ref()) is not None}
        return [kept for kept in found.values() if kept.leaving is not None and not kept.wanted]


@dataclass
class _MemoryForward(Forward):
    """What a forward leaves behind, with the runs of its blocks.

    Attributes:
        micro_batch: its number.
        runs: front to back.
        entered: what stands for the inputs.
        known: storages by the address of their implementation, which the weak reference keeps
            from being used again.
        fixed: storages of weights and buffers, which are nobody's activations.
    """

    micro_batch: int = 0
    runs: list[_Run] = field(default_factory=list)
    entered: list[_View] = field(default_factory=list)
    known: dict[int, tuple[StorageWeakRef, weakref.ref[Kept]]] = field(default_factory=dict)
    fixed: frozenset[int] = frozenset()


class MemoryStage(TrainStage):
    """A stage with a memory strategy.

    Attributes:
        ledger: bytes of kept tensors on its device.
        order: micro-batches in the order of their backwards, for copies in ahead of need.
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
        self._waiting: weakref.WeakValueDictionary[int, _MemoryForward] = (
            weakref.WeakValueDictionary()
        )
        for step in self._steps:
            if step.node.op == "BatchNormalization":
                step.function = _Once(step.function, self, replicated=replicated)

    def _grouped(self, strategy: StageStrategy) -> list[_Block]:
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
            blocks.append(_Block(choice, tuple(steps), tuple(entering)))
        return blocks

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> Forward:
        """As `TrainStage.forward`; what the backward needs is kept as the strategy says."""
        inputs = tuple(map(_alone, inputs))
        kept = _MemoryForward(inputs, (), tuple(leaves), micro_batch=micro_batch)
        kept.fixed = frozenset(
            tensor.untyped_storage()._cdata
            for tensor in (*leaves, *(tensor for _, tensor in self._buffers.values()))
        )
        self.dropping.micro_batch = micro_batch
        values = self._values(leaves)
        for slot, tensor in zip(self._inputs, inputs, strict=True):
            values[slot] = tensor
        below: _Run | None = None
        for number, block in enumerate(self._blocks):
            run = _Run(self, kept, block, below)
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

    def _values(self, leaves: Sequence[Tensor]) -> list[Any]:
        values: list[Any] = [None] * len(self._slots)
        for slot, tensor in self._buffers.values():
            values[slot] = tensor
        for slot, tensor in zip(self._weight_slots, leaves, strict=True):
            values[slot] = tensor
        return values

    def _forward_block(
        self, kept: _MemoryForward, run: _Run, values: list[Any], number: int
    ) -> None:
        block = run.block
        self._make_room(self._need[number])
        if block.choice == "recompute":
            for slot in block.entering:
                tensor = values[slot]
                if tensor.untyped_storage()._cdata in kept.fixed:
                    held: Tensor | _View = tensor.detach()
                else:
                    held = self._enter(run, tensor)
                run.entering.append((slot, held, tensor.requires_grad))
        with torch.enable_grad(), saved_tensors_hooks(_Packer(run), _unpack):
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

    def _enter(self, run: _Run, tensor: Tensor) -> _View:
        """Keep a tensor that enters a block."""
        return _View(self.keep(run, tensor), tensor)

    def keep(self, run: _Run, tensor: Tensor) -> Kept:
        """The kept storage of a tensor; it belongs to the block that asks first."""
        of = run.of()
        assert of is not None
        storage = tensor.untyped_storage()
        known = of.known.get(storage._cdata)
        found = known[1]() if known is not None else None
        if found is None:
            found = Kept(self.ledger, tensor, of.micro_batch)
            of.known[storage._cdata] = _weak(storage), weakref.ref(found)
            run.own.append(weakref.ref(found))
        run.needs.append(weakref.ref(found))
        return found

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """As `TrainStage.backward`; afterwards copies in for the next one begin."""
        assert isinstance(kept, _MemoryForward)
        self.begin(kept.runs[-1])
        found = super().backward(kept, outputs, gradients)
        kept.entered.clear()
        self._look_ahead(kept.micro_batch)
        return found

    def backward_input(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> list[Tensor | None]:
        """As `TrainStage.backward_input`."""
        assert isinstance(kept, _MemoryForward)
        self.begin(kept.runs[-1])
        found = super().backward_input(kept, outputs, gradients)
        self._look_ahead(kept.micro_batch)
        return found

    def begin(self, run: _Run) -> None:
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

    def _bring(self, run: _Run, *, forced: bool) -> None:
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

    def recompute(self, run: _Run) -> None:
        """Run the operators of a block again, until all that its forward had saved is there."""
        of = run.of()
        assert of is not None
        begun = time.monotonic()
        values = self._values(of.leaves)
        for slot, held, wanted in run.entering:
            tensor = held.tensor() if isinstance(held, _View) else held.detach()
            values[slot] = tensor.requires_grad_() if wanted else tensor
        packer = _Repacker(run)
        self.dropping.micro_batch = of.micro_batch
        self._again = True
        try:
            with torch.enable_grad(), saved_tensors_hooks(packer, _never):
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


class _Packer:
    """Takes the tensors that autograd saves in a block's forward.

    Autograd holds it as long as the graph, so it must not hold what holds the graph.
    """

    def __init__(self, run: _Run) -> None:
        self._run = run
        self._again = run.block.choice == "recompute"

    def __call__(self, tensor: Tensor) -> Tensor | _Saved:
        run, address = self._run, tensor.untyped_storage()._cdata
        of = run.of()
        assert of is not None
        if address in of.fixed:
            run.places.append(None)
            return tensor
        known = of.known.get(address)
        if self._again and (known is None or known[1]() is None):
            saved = _Saved(run, None, tensor)
            run.places.append(weakref.ref(saved))
            return saved
        run.places.append(None)
        return _Saved(run, run.stage.keep(run, tensor), tensor)


class _Repacker:
    """Puts the tensors that a recomputation saves into the places of the forward's."""

    def __init__(self, run: _Run) -> None:
        self._run, self._at = run, 0
        self._known: dict[int, tuple[StorageWeakRef, Kept]] = {}

    @property
    def done(self) -> bool:
        """Whether every place is filled."""
        return self._at >= len(self._run.places)

    def __call__(self, tensor: Tensor) -> None:
        if self.done:
            return
        place, self._at = self._run.places[self._at], self._at + 1
        saved = place() if place is not None else None
        if saved is None:
            return
        storage = tensor.untyped_storage()
        if storage._cdata not in self._known:
            ledger = self._run.stage.ledger
            kept = Kept(ledger, tensor)
            ledger.recomputed += kept.size
            self._known[storage._cdata] = _weak(storage), kept
        saved.kept = self._known[storage._cdata][1]


def _weak(storage: torch.UntypedStorage) -> StorageWeakRef:
    return StorageWeakRef(storage)  # type: ignore[no-untyped-call]


def _unpack(saved: Tensor | _Saved) -> Tensor:
    """What autograd gets back when a backward needs a tensor."""
    if isinstance(saved, Tensor):
        return saved
    run = saved.run
    run.stage.begin(run)
    if saved.kept is None:
        run.stage.recompute(run)
    return saved.tensor()


def _never(saved: Any) -> Tensor:
    raise RuntimeError("a recomputation has no backward")


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
    nothing = torch.zeros((), dtype=tensor.dtype, device=tensor.device).expand(tensor.shape)
    if not tensor.requires_grad:
        return nothing
    tensor.data = nothing
    return tensor


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
