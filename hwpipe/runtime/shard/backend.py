"""`ShardBackend`: a member of a split stage in inference, on torch.distributed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
import torch.distributed as dist
from torch import Tensor

from hwpipe.runtime.module import TorchStage
from hwpipe.runtime.piece import Piece
from hwpipe.runtime.shard.collectives import Collectives
from hwpipe.runtime.shard.functions import bind
from hwpipe.runtime.shard.model import PHASES, Shard
from hwpipe.runtime.transport import TransportError

__all__ = ["PairGroup", "ShardBackend"]

#: Below lie the tags of boundary headers.
_FIRST_TAG = 16


class PairGroup:
    """Members of a stage by messages of torch.distributed.

    They run the same exchanges in one order, so the messages of two members come in that order too.
    """

    def __init__(self, member: int, first: int) -> None:
        """Join the members.

        Args:
            member: own place.
            first: process of member 0.
        """
        self.member, self._first = member, first

    def swap(
        self, number: int, phase: int, out: Mapping[int, Tensor], into: Mapping[int, int],
        dtype: torch.dtype, *, wanted: bool = False,
    ) -> tuple[dict[int, Tensor], bool]:  # fmt: skip
        """See `hwpipe.runtime.shard.collectives.Group`."""
        tag = _FIRST_TAG + PHASES * number + phase
        arrived = {peer: torch.empty(count, dtype=dtype) for peer, count in into.items()}
        works: list[Any] = []
        try:
            for peer, tensor in out.items():
                raw = tensor.view(torch.uint8)
                works.append(dist.isend(raw, self._first + peer, tag=tag))
            for peer, tensor in arrived.items():
                works.append(dist.irecv(tensor.view(torch.uint8), self._first + peer, tag=tag))
            for work in works:
                work.wait()
        except RuntimeError as error:
            raise TransportError(str(error).strip().splitlines()[0]) from error
        return arrived, wanted


class ShardBackend:
    """See `StageBackend`; member 0 takes and gives whole tensors, others graph inputs alone."""

    def __init__(self, shard: Shard, inner: Any, first: int) -> None:
        """Prepare a member.

        Args:
            shard: what it computes and holds.
            inner: the backend of its device, for name and device.
            first: process of member 0.
        """
        self._shard, self._device = shard, torch.device(str(inner.device))
        self.name = f"{inner.name}, {shard.members} share each layer"
        self._talk = Collectives(PairGroup(shard.member, first))
        self._stage: TorchStage | None = None
        self._leads = shard.member == 0
        names = shard.inputs if self._leads else shard.feeds
        self._place = {name: at for at, name in enumerate(names)}

    def load(self, piece: Piece) -> None:
        """Bind the own operators; `piece` is the shard's."""
        self._stage = TorchStage(self._shard.piece).eval().to(self._device)
        bind(self._stage, self._talk)

    def run(self, tensors: Sequence[Tensor]) -> tuple[Tensor, ...]:
        """One forward pass, together with the other members."""
        if self._stage is None:
            raise RuntimeError("run() before load()")
        shard, move = self._shard, self._talk.move
        with torch.inference_mode():
            entered: dict[str, Tensor] = {}
            for edge in shard.enters:
                whole = tensors[self._place[edge.name]] if self._leads else None
                dtype = getattr(torch, edge.dtype) if whole is None else whole.dtype
                entered[edge.name], _ = move(edge.number, 0, edge.forward, whole, dtype,
                                             self._device)  # fmt: skip
            for name in shard.feeds:
                entered[name] = tensors[self._place[name]].to(self._device)
            own = self._stage(*(entered[name] for name in shard.piece.inputs))
            made = dict(zip(shard.piece.outputs, own, strict=True))
            found: dict[str, Tensor] = {}
            for edge in shard.leaves:
                value = made[edge.name]
                found[edge.name], _ = move(edge.number, 0, edge.forward, value, value.dtype,
                                           self._device)  # fmt: skip
            if not self._leads:
                return ()
            return tuple(
                found[name].cpu() if name in found else tensors[self._place[name]]
                for name in shard.outputs
            )

    def close(self) -> None:
        """Drop the weights."""
        self._stage = None
