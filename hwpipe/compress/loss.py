"""DLCP: a bounded share of a gradient may be lost, the least important packets first.

Source: Wang et al., "Domain-specific communication optimization for distributed DNN training"
(arXiv 2008.08445): messages are cut into packets with a priority of their layer and magnitude; a
receiver goes on when at most the share p is missing. The transports of hwpipe lose nothing, so what
is modelled here is the worst allowed case: p of the packets never leave.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from hwpipe.errors import InputError

__all__ = ["BoundedLoss"]


@dataclass(frozen=True, slots=True)
class BoundedLoss:
    """Which packets of a message are dropped.

    Attributes:
        share: most elements that may be missing, 0 to below 1; 0 loses nothing.
        packet: elements of a packet (an Ethernet frame holds about 360 floats).
        classes: number of magnitude classes, powers of two below the largest packet's.
    """

    share: float
    packet: int = 256
    classes: int = 8

    def __post_init__(self) -> None:
        for name, value, good, limit in (
            ("share", self.share, 0 <= self.share < 1, "0 or more, below 1"),
            ("packet", self.packet, self.packet >= 1, "1 element or more"),
            ("classes", self.classes, self.classes >= 1, "1 or more"),
        ):
            if not good:
                raise InputError(f"{name} {value}", where="bounded loss", limit=limit)

    def priorities(self, flat: Tensor) -> Tensor:
        """Class of every packet: `classes` - 1 for the largest magnitudes, 0 for the smallest.

        Args:
            flat: [n] floating point.

        Returns:
            [packets] int64.
        """
        peaks = torch.stack([part.abs().max() for part in torch.split(flat.detach(), self.packet)])
        top = peaks.max()
        if top == 0:
            return torch.zeros(len(peaks), dtype=torch.int64)
        below = torch.floor(-torch.log2((peaks / top).double().clamp(min=2.0**-1000)))
        return (self.classes - 1 - below.clamp(0, self.classes - 1)).to(torch.int64)

    def dropped(self, flat: Tensor, layers: Sequence[int] = ()) -> Tensor:
        """Packets that are lost: lowest class first, then the last layer, then the last packet.

        Args:
            flat: [n] floating point.
            layers: elements of each layer, front to back; their sum is n. Front layers are needed
                first in the next step, so they have priority. Empty: one layer.

        Returns:
            Ascending packet numbers, [at most share x packets], with at most share x n elements.
        """
        count = math.ceil(flat.numel() / self.packet) if flat.numel() else 0
        allowed = math.floor(self.share * flat.numel())
        if not allowed:
            return torch.empty(0, dtype=torch.int64)
        ends = torch.tensor(list(layers) or [flat.numel()], dtype=torch.int64).cumsum(0)
        first = torch.arange(count) * self.packet
        layer = torch.searchsorted(ends, first, right=True)
        # One number orders them: class, then front layers and packets above later ones.
        rank = (self.priorities(flat) * (len(ends) + 1) - layer) * count - torch.arange(count)
        chosen, left = [], allowed
        for number in torch.argsort(rank).tolist():
            size = min(self.packet, flat.numel() - number * self.packet)
            if size > left:
                break
            chosen.append(number)
            left -= size
        return torch.tensor(sorted(chosen), dtype=torch.int64)

    def apply(self, flat: Tensor, layers: Sequence[int] = ()) -> Tensor:
        """The message as the other side sees it: zeros where packets are lost, [n]."""
        lost = self.dropped(flat, layers)
        if not lost.numel():
            return flat
        result = flat.detach().clone()
        for number in lost.tolist():
            result[number * self.packet : (number + 1) * self.packet] = 0
        return result
