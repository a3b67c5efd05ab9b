"""`Credits`: how far a group of a distillation may run ahead of the one behind it.

Nothing ever comes back along the relay, so a fast group would fill the memory of a slow one with
activations. The reader of a relay therefore tells the group before it when it is through with the
first batch of an action list, and that group waits for it at the end of the list. A list covers
several batches, so nobody waits whose reader keeps up.
"""

from __future__ import annotations

from collections.abc import Iterator

import torch

from hwpipe.train.channel.mail import Mail, Message
from hwpipe.train.program import Program
from hwpipe.train.routes import Routes

__all__ = ["Credits"]


class Credits:
    """The credits of one rank in one run of an action list.

    They take the way back of the relay's edges, on which no gradient travels.
    """

    def __init__(self, mail: Mail, rank: int, program: Program, routes: Routes) -> None:
        """Look up who reads what this rank relays, and whose relay it reads.

        Args:
            mail: to the other ranks.
            rank: own rank.
            program: its lists.
            routes: with the relay's edges, between frozen stages.
        """
        self._mail, self._program, self._rank = mail, program, rank
        rule = program.schedule.update_rule
        self._parts = rule.microbatches_per_update if rule is not None else 1
        frozen = program.schedule.frozen
        self._relays = [(e, edge.src, edge.dst) for e, edge in enumerate(routes.edges)
                        if edge.src in frozen and edge.dst in frozen]  # fmt: skip
        self._updates = sum(action.kind == "UPDATE" for action in program.ranks[rank])
        self._done = 0

    def _peers(self, *, readers: bool) -> Iterator[tuple[int, int, int]]:
        """(rank, channel, number) of those who read from this rank, or whom it reads from."""
        owner = self._program.owner
        seen = set()
        for edge, src, dst in self._relays:
            for k in range(self._parts):
                own, other = (src, dst) if readers else (dst, src)
                peer = owner[other, k]
                if owner[own, k] == self._rank and peer != self._rank and peer not in seen:
                    seen.add(peer)
                    yield peer, 2 * edge + 1, k

    def updated(self) -> None:
        """An UPDATE has run: the first gives credits, the last waits for them."""
        self._done += 1
        if self._done == 1:
            for peer, channel, number in self._peers(readers=False):
                at = len(self._program.ranks[peer]) - 1
                self._mail.send(peer, channel, number, Message([torch.zeros(1)], (False,)), at)
        if self._done == self._updates:
            for peer, channel, number in self._peers(readers=True):
                actions = self._program.ranks[peer]
                at = next(i for i, action in enumerate(actions) if action.kind == "UPDATE")
                self._mail.recv(peer, channel, number, at)
