"""Gradients of a replicated stage, summed in buckets while the rank goes on computing.

A bucket leaves as soon as the last gradient of its weights is there: in the midst of the stage's
last backward, whose later layers are through first. The sum is waited for at the UPDATE. Every
element is added up in the order of the members, so neither buckets nor timing change a bit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import torch
from torch import Tensor

from hwpipe.train.channel.aside import Aside
from hwpipe.train.channel.direct import LARGEST_BYTES
from hwpipe.train.channel.mail import Mail, Message
from hwpipe.train.program import Reduction
from hwpipe.train.reduce import sum_parts
from hwpipe.train.weights import WeightStore

__all__ = ["BUCKETS", "BucketedSum", "Lines", "plan_buckets"]

#: Most buckets of a stage; each has channels of its own.
BUCKETS = 8
#: Smaller buckets would cost more in messages than their overlap gains.
_BUCKET_BYTES = 1 << 20


def plan_buckets(weights: Sequence[Tensor], chosen: Sequence[int]) -> list[list[int]]:
    """Group weights of one type and of neighbouring layers, the last layers first.

    Args:
        weights: of a stage, in order of their first use.
        chosen: positions of those that are summed.

    Returns:
        At most `BUCKETS` lists of positions, the same on every rank that holds the stage.
    """
    by_type: dict[torch.dtype, list[int]] = {}
    for at in reversed(chosen):
        by_type.setdefault(weights[at].dtype, []).append(at)
    total = sum(weights[at].numel() * weights[at].element_size() for at in chosen)
    # A bucket is closed once it is full, so each type leaves one at most that is not.
    least = max(_BUCKET_BYTES, -(-total // max(1, BUCKETS - len(by_type))))
    buckets: list[list[int]] = []
    for dtype in sorted(by_type, key=str):
        size = least
        for at in by_type[dtype]:
            if size >= least:
                buckets.append([])
                size = 0
            buckets[-1].append(at)
            size += weights[at].numel() * weights[at].element_size()
    return buckets


@dataclass
class Lines:
    """What the exchanges of a rank go through.

    Attributes:
        mail: of the thread that computes.
        aside: the thread of the large exchanges.
        other: their mail.
    """

    mail: Mail
    aside: Aside = field(default_factory=Aside)
    other: Mail = field(init=False)

    def __post_init__(self) -> None:
        """Take a mail of the same ranks for the other thread."""
        self.other = self.mail.aside()


class BucketedSum:
    """One REDUCE on one rank, from the last gradients of its stage to the sums."""

    def __init__(  # noqa: PLR0917 (every one is a different thing)
        self, lines: Lines, rank: int, reduction: Reduction, taken_at: Sequence[int], channel: int,
        store: WeightStore,
    ) -> None:  # fmt: skip
        """Plan the buckets; nothing is sent yet.

        Args:
            lines: to the other members.
            rank: own rank, a member.
            reduction: members in the order of the sum.
            taken_at: position of the UPDATE in each member's list.
            channel: of the first bucket's parts; each has the one behind for its sums.
            store: weights and gradients of the stage.
        """
        self._lines, self._reduction, self._channel, self._store = lines, reduction, channel, store
        self._taken_at = taken_at
        self._own = reduction.members.index(rank)
        self._buckets = plan_buckets(store.weights, store.summed)
        self._home = {at: b for b, bucket in enumerate(self._buckets) for at in bucket}
        total = sum(store.weights[at].nbytes for at in store.summed)
        #: Small sums are exchanged whole, by the thread that computes: one message each way.
        self._whole = total <= LARGEST_BYTES
        self._missing: list[set[int]] = []
        self._pending: list[Callable[[], None] | None] = []

    @property
    def jobs(self) -> list[tuple[int, int]]:
        """Names of its exchanges on the other thread, in order."""
        if self._whole:
            return []
        return [(self._reduction.number, b) for b in range(len(self._buckets))]

    @property
    def order(self) -> tuple[int, int]:
        """Its turn among the reductions, the same on every member."""
        return max(self._reduction.places), self._reduction.number

    def open(self) -> None:
        """Before the last contribution: every bucket misses all of its gradients."""
        self._missing = [set(bucket) for bucket in self._buckets]
        self._pending = [None] * len(self._buckets)

    def ready(self, at: int) -> None:
        """Weight `at` has all of its gradients."""
        bucket = self._home.get(at)
        if bucket is not None:
            missing = self._missing[bucket]
            missing.discard(at)
            if not missing:
                self._start(bucket)

    def close(self) -> None:
        """At the REDUCE: start the buckets that some weights have no gradients for."""
        if not self._pending:
            self.open()
        for bucket in range(len(self._buckets)):
            self._start(bucket)

    def finish(self) -> None:
        """At the UPDATE: wait for the sums and put them in the gradients' place."""
        pending, self._pending = self._pending, []
        for finish in pending:
            if finish is not None:
                finish()

    def _start(self, bucket: int) -> None:
        if self._pending[bucket] is not None:
            return
        sums = [
            (at, g) for at in self._buckets[bucket] if (g := self._store.sum_at(at)) is not None
        ]
        if self._whole:
            self._pending[bucket] = self._exchange(bucket, sums)
            return
        flat = torch.cat([g.detach().reshape(-1).cpu() for _, g in sums]) if sums else None
        number, channel = self._reduction.number, self._channel + 2 * bucket

        def job() -> Tensor | None:
            if flat is None:
                return None
            return sum_parts(self._lines.other, self._reduction, self._own, channel, number, flat)

        outcome = self._lines.aside.submit((number, bucket), job)

        def finish() -> None:
            total = outcome.wait()
            if total is not None:
                self._put(sums, total)

        self._pending[bucket] = finish

    def _exchange(self, bucket: int, sums: list[tuple[int, Tensor]]) -> Callable[[], None]:
        """Send all to all; adding up what comes is left for later."""
        if not sums:
            return lambda: None
        mail, reduction = self._lines.mail, self._reduction
        flat = torch.cat([g.detach().reshape(-1).cpu() for _, g in sums])
        channel, number = self._channel + 2 * bucket, reduction.number
        others = [i for i in range(len(reduction.members)) if i != self._own]
        for i in others:
            mail.send(reduction.members[i], channel, number, Message([flat], (False,)),
                      self._taken_at[i])  # fmt: skip

        def finish() -> None:
            received: dict[int, Any] = {self._own: flat}
            for i in others:  # which may have sent it in the midst of a backward
                received[i] = mail.recv(reduction.members[i], channel, number, -1).tensors[0]
            total = received[0]
            for i in range(1, len(received)):
                total = total + received[i]
            self._put(sums, total)

        return finish

    def _put(self, sums: list[tuple[int, Tensor]], total: Tensor) -> None:
        pieces = torch.split(total, [g.numel() for _, g in sums])
        for (at, g), piece in zip(sums, pieces, strict=True):
            self._store.put_at(at, piece.reshape(g.shape).to(g.device))
