"""What links charge to the values of the exact programme.

A *slot* is a group and the class of the link into it: what the programme must remember of the
first stage of a suffix. The sender pays for the link out of its stage when it reads a slot, the
receiver for the link into it when it writes one; links that stop compute are part of the steps.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.positions import IntArray
from hwpipe.partition.stage_costs import StageCosts

__all__ = ["LinkCosts", "Mode"]

Mode = Literal["peak", "chain", "sum"]


class LinkCosts:
    """Charges of every slot and position for one mode and limit, infinite above the limit."""

    def __init__(self, costs: StageCosts, mode: Mode, limit: float) -> None:
        self.costs, self.mode, self.limit = costs, mode, limit
        #: (group, class of the link into it).
        self.slots = [(g, k) for g in costs.groups for k in costs.into[g]]
        self.slot_of = {slot: i for i, slot in enumerate(self.slots)}
        self._out: dict[tuple[int, int, int], tuple[IntArray, FloatArray | None]] = {}
        self._left: dict[tuple[int, int], FloatArray | None] = {}
        self._in: dict[tuple[int, int, int], tuple[IntArray, FloatArray | None]] = {}

    def out_of(self, group: int, replicas: int, variant: int) -> tuple[IntArray, FloatArray | None]:
        """Slots behind a stage through links of a variant, and what the sender pays, (slots, K)."""
        key = (group, replicas, variant)
        if key not in self._out:
            classes = dict(self.costs.ways_out[group])[variant]
            pairs = [(h, k) for k in classes for h in self.costs.behind[group][k]]
            slots = np.array([self.slot_of[pair] for pair in pairs], dtype=np.int64)
            self._out[key] = slots, self.leaving([k for _, k in pairs], replicas)
        return self._out[key]

    def leaving_by(self, link: int, replicas: int) -> FloatArray | None:
        """What the sender pays for links of one class, (1, K); None: nothing."""
        if (link, replicas) not in self._left:
            self._left[link, replicas] = self.leaving([link], replicas)
        return self._left[link, replicas]

    def leaving(self, classes: list[int], replicas: int) -> FloatArray | None:
        """What the sender pays for links of these classes, (classes, K); None: nothing."""
        costs = self.costs
        if costs.metric == "share":
            return None
        link = self._link(classes, replicas)
        stops = np.array([costs.stops(k) for k in classes])[:, None]
        if self.mode == "peak":
            return np.where(link > self.limit, math.inf, link)
        moved = np.zeros_like(link) if costs.energy else costs.moved[classes]
        if self.mode == "chain":
            # The receiver's busy time holds the copy already; on the way it would count twice.
            moved = np.where(stops, 0.0, moved)
        return np.where(link > self.limit, math.inf, moved)

    def _link(self, classes: list[int], replicas: int) -> FloatArray:
        """Peak cost of the links themselves, (classes, K)."""
        weight = np.array([self.costs.link_weight(replicas, k) for k in classes])
        return np.asarray(weight[:, None] * self.costs.longer[classes])

    def joined(self, value: FloatArray, charge: FloatArray | None) -> FloatArray:
        """Values with the sender's charge."""
        if charge is None:
            return value
        return np.maximum(value, charge) if self.mode == "peak" else value + charge

    def into(self, group: int, replicas: int, variant: int) -> tuple[IntArray, FloatArray | None]:
        """Slots of a group for links in of a variant, and what the receiver pays, (slots, K)."""
        key = (group, replicas, variant)
        if key not in self._in:
            costs = self.costs
            classes = dict(costs.ways_in[group])[variant]
            slots = np.array([self.slot_of[group, k] for k in classes], dtype=np.int64)
            free = costs.metric == "share" or all(k < 0 or costs.stops(k) for k in classes)
            charge = None
            if not free:
                link = self._link(classes, replicas)
                kept = 0.0 if self.mode == "sum" else link
                charge = np.where(link > self.limit, math.inf, kept)
            self._in[key] = slots, charge
        return self._in[key]

    def entered(self, value: FloatArray, charge: FloatArray) -> FloatArray:
        """Values with the receiver's charge."""
        return value + charge if self.mode == "sum" else np.maximum(value, charge)
