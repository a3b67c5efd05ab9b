"""What stands for the tensors that autograd saves: views of kept storages, runs of blocks.

Autograd calls `Packer` for every tensor that a block's operators save and holds what it gives;
`unpack` gives the tensor back when a backward needs it. `Repacker` takes the same tensors, in the
same order, when the operators run again.
"""

from __future__ import annotations

import weakref
from dataclasses import dataclass, field
from typing import Any, Protocol

import torch
from torch import Tensor
from torch.multiprocessing.reductions import StorageWeakRef

from hwpipe.runtime.module import Step
from hwpipe.train.memory.swap import Kept, Ledger
from hwpipe.train.stage import Forward

__all__ = ["Block", "MemoryForward", "Packer", "Repacker", "Run", "Saved", "View", "never",
           "unpack", "weak"]  # fmt: skip


class Owner(Protocol):
    """The stage of a run."""

    ledger: Ledger

    def begin(self, run: Run) -> None:
        """A backward comes to a block."""

    def recompute(self, run: Run) -> None:
        """Run the operators of a block again."""

    def keep(self, run: Run, tensor: Tensor) -> Kept:
        """The kept storage of a tensor."""


@dataclass(frozen=True)
class Block:
    """Steps that share a choice; `entering` are the slots that they read from steps before."""

    choice: str
    steps: tuple[Step, ...]
    entering: tuple[int, ...]


class View:
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


class Saved(View):
    """What autograd holds in the place of a tensor; without storage until it is computed again."""

    __slots__ = ("run",)

    def __init__(self, run: Run, kept: Kept | None, tensor: Tensor) -> None:
        super().__init__(kept, tensor)
        self.run = run


class Run:
    """One block of one micro-batch, from its forward to the end of its backward.

    Attributes:
        own: storages that this block was the first to save.
        needs: storages that its backward reads.
        places: by saved tensor in order, what stands for it; None where it is not computed again.
        entering: (slot, tensor or its view, whether it requires a gradient) to start again from.
        began: whether its backward has.
    """

    def __init__(self, stage: Owner, of: MemoryForward, block: Block, below: Run | None
                 ) -> None:  # fmt: skip
        self.stage, self.of, self.block, self.below = stage, weakref.ref(of), block, below
        self.own: list[weakref.ref[Kept]] = []
        self.needs: list[weakref.ref[Kept]] = []
        self.places: list[weakref.ref[Saved] | None] = []
        self.entering: list[tuple[int, Tensor | View, bool]] = []
        self.began = False

    @property
    def away(self) -> list[Kept]:
        """Storages that its backward reads and that were sent to host memory."""
        found = {id(kept): kept for ref in self.needs if (kept := ref()) is not None}
        return [kept for kept in found.values() if kept.leaving is not None and not kept.wanted]


@dataclass
class MemoryForward(Forward):
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
    runs: list[Run] = field(default_factory=list)
    entered: list[View] = field(default_factory=list)
    known: dict[int, tuple[StorageWeakRef, weakref.ref[Kept]]] = field(default_factory=dict)
    fixed: frozenset[int] = frozenset()


class Packer:
    """Takes the tensors that autograd saves in a block's forward.

    Autograd holds it as long as the graph, so it must not hold what holds the graph.
    """

    def __init__(self, run: Run) -> None:
        self._run = run
        self._again = run.block.choice == "recompute"

    def __call__(self, tensor: Tensor) -> Tensor | Saved:
        """What autograd is to hold: weights themselves, else what stands for a tensor."""
        run, address = self._run, tensor.untyped_storage()._cdata
        of = run.of()
        assert of is not None
        if address in of.fixed:
            run.places.append(None)
            return tensor
        known = of.known.get(address)
        if self._again and (known is None or known[1]() is None):
            saved = Saved(run, None, tensor)
            run.places.append(weakref.ref(saved))
            return saved
        run.places.append(None)
        return Saved(run, run.stage.keep(run, tensor), tensor)


class Repacker:
    """Puts the tensors that a recomputation saves into the places of the forward's."""

    def __init__(self, run: Run) -> None:
        self._run, self._at = run, 0
        self._known: dict[int, tuple[StorageWeakRef, Kept]] = {}

    @property
    def done(self) -> bool:
        """Whether every place is filled."""
        return self._at >= len(self._run.places)

    def __call__(self, tensor: Tensor) -> None:
        """Keep a tensor for the place that waits for it."""
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
            self._known[storage._cdata] = weak(storage), kept
        saved.kept = self._known[storage._cdata][1]


def weak(storage: torch.UntypedStorage) -> StorageWeakRef:
    """A reference that keeps the address of a storage from being used again, not its memory."""
    return StorageWeakRef(storage)  # type: ignore[no-untyped-call]


def unpack(saved: Tensor | Saved) -> Tensor:
    """What autograd gets back when a backward needs a tensor."""
    if isinstance(saved, Tensor):
        return saved
    run = saved.run
    run.stage.begin(run)
    if saved.kept is None:
        run.stage.recompute(run)
    return saved.tensor()


def never(saved: Any) -> Tensor:
    """Stands where nothing is ever unpacked."""
    raise RuntimeError("a recomputation has no backward")
