"""`SplitStage`: one member of a stage whose layers are shared by several processes.

It computes on its own blocks as any stage does; between operators tensors change their layout and
partial results are summed, forward and backward. Member 0 takes the tensors of other stages and
hands them out, and collects those for others; the others see a stage with graph inputs alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

import torch
from torch import Tensor

from hwpipe.runtime.piece import OpNode
from hwpipe.runtime.shard.collectives import Alone, Collectives
from hwpipe.runtime.shard.functions import BACK, bind, sharded_batch_norm
from hwpipe.runtime.shard.model import DOMAIN, Boundary, Shard
from hwpipe.train.norm import Normalised, move_statistics
from hwpipe.train.split.group import MailGroup
from hwpipe.train.stage import Forward, TrainStage, _grad

__all__ = ["SplitForward", "SplitStage"]


@dataclass
class SplitForward(Forward):
    """A forward of a member.

    `inputs` and `outputs` are whole tensors on member 0, and graph inputs alone on the others.

    Attributes:
        inner: of the own blocks.
        wanted: for each tensor that entered, whether its gradient goes back.
    """

    inner: Forward = field(default_factory=lambda: Forward((), (), ()))
    wanted: tuple[bool, ...] = ()


class SplitStage(TrainStage):
    """See the module docstring."""

    def __init__(
        self, shard: Shard, device: torch.device, group: MailGroup, *, split: bool,
        replicated: bool = False,
    ) -> None:  # fmt: skip
        """Bind the own operators.

        Args:
            shard: what the member computes and holds.
            device: where.
            group: the other members.
            split: whether backwards come as B and W.
            replicated: whether other units hold the stage too.

        Raises:
            InputError: for an operator that is not in the table.
        """
        super().__init__(shard.piece, device, split=split, replicated=replicated)
        self.shard, self.group = shard, group
        self.talk = Collectives(group)
        self.leads = shard.member == 0
        bind(self.module, self.talk)
        for step in self._steps:
            if step.node.domain == DOMAIN and step.node.op == "BatchNormalization":
                step.function = partial(self._batch_norm, replicated=replicated)
        self._locals = shard.piece
        names = shard.inputs if self.leads else shard.feeds
        #: What the interpreter gives and takes.
        self.piece = replace(shard.piece, inputs=names, outputs=shard.outputs if self.leads else ())
        self._place = {name: i for i, name in enumerate(names)}

    def _batch_norm(  # noqa: PLR0917 (in the order of ONNX)
        self, node: OpNode, x: Tensor, scale: Tensor, bias: Tensor, mean: Tensor, var: Tensor,
        *, replicated: bool,
    ) -> Tensor:  # fmt: skip
        y, batch_mean, batch_var = sharded_batch_norm(node, x, scale, bias, self.talk)
        count, rate = node.attrs["count"], 1.0 - node.attrs.get("momentum", 0.9)
        unbiased = batch_var * (count / max(1, count - 1))
        found = Normalised((mean, var), (batch_mean.detach(), unbiased.detach()), rate)
        if replicated:
            self._layers.append(found)
        else:
            row = torch.cat([part.reshape(-1) for part in found.batch])
            move_statistics([found], [row.cpu()])
        return y

    def forward(
        self, inputs: Sequence[Tensor], leaves: Sequence[Tensor], micro_batch: int = 0
    ) -> SplitForward:
        """See `TrainStage`; `inputs` are those of `piece.inputs`, whole."""
        shard, entered, wanted = self.shard, {}, []
        for boundary in shard.enters:
            whole = inputs[self._place[boundary.name]] if self.leads else None
            block, want = self._take(boundary, whole)
            entered[boundary.name] = block.requires_grad_() if want else block
            wanted.append(want)
        for name in shard.feeds:
            entered[name] = inputs[self._place[name]]
        own = [entered[name] for name in self._locals.inputs]
        inner = super().forward(own, leaves, micro_batch)
        outputs = self._collect(inner, inputs)
        return SplitForward(tuple(inputs), outputs, tuple(leaves), inner=inner,
                            wanted=tuple(wanted))  # fmt: skip

    def _take(self, boundary: Boundary, whole: Tensor | None) -> tuple[Tensor, bool]:
        dtype = getattr(torch, boundary.dtype) if whole is None else whole.dtype
        value = None if whole is None else whole.detach()
        return self.talk.move(
            boundary.number, 0, boundary.forward, value, dtype, self.device,
            wanted=whole is not None and whole.requires_grad,
        )  # fmt: skip

    def _collect(self, inner: Forward, inputs: Sequence[Tensor]) -> tuple[Tensor, ...]:
        made = dict(zip(self._locals.outputs, inner.outputs, strict=True))
        found: dict[str, Tensor] = {}
        for boundary in self.shard.leaves:
            own = made[boundary.name]
            whole, _ = self.talk.move(
                boundary.number, 0, boundary.forward, own.detach(), own.dtype, self.device
            )
            found[boundary.name] = whole.requires_grad_() if own.requires_grad else whole
        if not self.leads:
            return ()
        return tuple(
            found[name] if name in found else inputs[self._place[name]]
            for name in self.shard.outputs
        )

    def find_nonfinite(self, inputs: Sequence[Tensor], leaves: Sequence[Tensor]) -> str | None:
        """The first own node whose result is not finite, what others send left out."""
        talk, self.talk = self.talk, Collectives(Alone(self.shard.member))
        bind(self.module, self.talk)
        try:
            own = []
            for name in self._locals.inputs:
                boundary = next((b for b in self.shard.enters if b.name == name), None)
                if boundary is None:
                    own.append(inputs[self._place[name]])
                else:
                    own.append(self._take(boundary, inputs[self._place[name]])[0])
            return super().find_nonfinite(own, leaves)
        finally:
            self.talk = talk
            bind(self.module, talk)

    # -- backward --------------------------------------------------------------------------

    def _starts(
        self, kept: SplitForward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor], list[Tensor]]:
        """Own blocks of the results and their gradients, handed out by member 0."""
        whole: dict[str, Tensor] = {}
        if self.leads:
            named = dict(zip(self.shard.outputs, kept.outputs, strict=True))
            leaves = [b.name for b in self.shard.leaves if named[b.name].requires_grad]
            found = _grad(outputs, [named[name] for name in leaves], gradients)
            whole = {
                name: torch.zeros_like(named[name]) if gradient is None else gradient
                for name, gradient in zip(leaves, found, strict=True)
            }
        made = dict(zip(self._locals.outputs, kept.inner.outputs, strict=True))
        starts, handed = [], []
        for boundary in self.shard.leaves:
            own = made[boundary.name]
            if own.requires_grad:
                block, _ = self.talk.move(boundary.number, BACK, boundary.backward,
                                          whole.get(boundary.name), own.dtype,
                                          self.device)  # fmt: skip
                starts.append(own)
                handed.append(block)
        return starts, handed

    def _return(self, kept: SplitForward, found: Sequence[Tensor | None]) -> list[Tensor | None]:
        """Gradients of what entered, collected by member 0."""
        by_name = dict(zip(self._locals.inputs, found, strict=True))
        result: list[Tensor | None] = [None] * len(kept.inputs)
        for boundary, want in zip(self.shard.enters, kept.wanted, strict=True):
            if not want:
                continue
            own = by_name[boundary.name]
            if own is None:
                at = self._locals.inputs.index(boundary.name)
                own = torch.zeros_like(kept.inner.inputs[at])
            whole, _ = self.talk.move(boundary.number, BACK, boundary.backward, own, own.dtype,
                                      self.device)  # fmt: skip
            if self.leads:
                result[self._place[boundary.name]] = whole
        return result

    def backward(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> tuple[list[Tensor | None], list[Tensor | None]]:
        """See `TrainStage`; members other than 0 give no `outputs`."""
        assert isinstance(kept, SplitForward)
        starts, handed = self._starts(kept, outputs, gradients)
        found, weights = super().backward(kept.inner, starts, handed)
        return self._return(kept, found), weights

    def backward_input(
        self, kept: Forward, outputs: Sequence[Tensor], gradients: Sequence[Tensor | None]
    ) -> list[Tensor | None]:
        """See `TrainStage`."""
        assert isinstance(kept, SplitForward)
        starts, handed = self._starts(kept, outputs, gradients)
        return self._return(kept, super().backward_input(kept.inner, starts, handed))

    def backward_weight(self, kept: Forward) -> list[Tensor | None]:
        """See `TrainStage`."""
        assert isinstance(kept, SplitForward)
        return super().backward_weight(kept.inner)

    def lend(self, names: Sequence[str], sums: Sequence[Tensor]) -> list[Tensor]:
        """Gradients of weights that other stages hold too: whole on member 0, nothing elsewhere."""
        found = []
        for name, own in zip(names, sums, strict=True):
            held = self.shard.held[name]
            assert held.lend is not None
            total = own if held.sum is None else self.talk.add(held.number, 0, held.sum, own)
            whole, _ = self.talk.move(held.number, 2, held.lend, total, own.dtype, self.device)
            found.append(whole)
        return found

    def take(self, names: Sequence[str], sums: Sequence[Tensor]) -> list[Tensor]:
        """Own blocks of whole gradients, handed out by member 0."""
        found = []
        for name, whole in zip(names, sums, strict=True):
            held = self.shard.held[name]
            assert held.take is not None
            block, _ = self.talk.move(held.number, 3, held.take, whole, whole.dtype, self.device)
            found.append(block)
        return found

    def complete(self, sums: dict[str, Tensor]) -> dict[str, Tensor]:
        """Gradients with what other members have added to them, before an update."""
        found = dict(sums)
        for name in self.names:
            held = self.shard.held.get(name)
            if name in found and held is not None and held.sum is not None:
                found[name] = self.talk.add(held.number, 0, held.sum, found[name])
        return found
