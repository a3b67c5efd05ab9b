"""The members of a split stage on the mail: their group, and other stages as a unit sees them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import torch
from torch import Tensor

from hwpipe.runtime.shard.model import PHASES
from hwpipe.train.channel.mail import Expected, Mail, Message

__all__ = ["MailGroup", "UnitMail"]


class MailGroup:
    """See `hwpipe.runtime.shard.collectives.Group`.

    All members of a stage run the same actions in the same order, so a position in the own list is
    one in everybody's.

    Attributes:
        member: own place.
        at: position of the action that runs.
        number: of the micro-batch, or update, that it is about.
    """

    def __init__(self, mail: Mail, member: int, first: int, channel: int) -> None:
        """Use a transport.

        Args:
            mail: to all processes.
            member: own place in the unit.
            first: process of the unit's member 0.
            channel: first one of the stage's exchanges.
        """
        self._mail, self._first, self._channel = mail, first, channel
        self.member, self.at, self.number = member, 0, 0

    def swap(
        self, number: int, phase: int, out: Mapping[int, Tensor], into: Mapping[int, int],
        dtype: torch.dtype, *, wanted: bool = False,
    ) -> tuple[dict[int, Tensor], bool]:  # fmt: skip
        """See `Group`."""
        channel = self._channel + PHASES * number + phase
        for peer, tensor in out.items():
            message = Message([tensor], (wanted,))
            self._mail.send(self._first + peer, channel, self.number, message, self.at)
        arrived: dict[int, Tensor] = {}
        for peer in into:
            message = self._mail.recv(self._first + peer, channel, self.number, self.at - 1)
            arrived[peer] = message.tensors[0]
            wanted = wanted or message.wanted[0]
        return arrived, wanted


class UnitMail:
    """The mail of an interpreter that knows ranks of the schedule, each of several processes.

    The member of a unit talks to the member of the same place in others: member 0 to other stages,
    all of them to replicas of their own.
    """

    def __init__(self, mail: Mail, first: tuple[int, ...], member: int) -> None:
        """Translate ranks of the schedule.

        Args:
            mail: to all processes.
            first: process of member 0 of each rank.
            member: own place.
        """
        self._mail, self._first, self._member = mail, first, member

    def _process(self, rank: int) -> int:
        return self._first[rank] + self._member

    def expect(self, receives: Iterable[Expected]) -> None:
        """See `Mail`."""
        self._mail.expect(
            tuple(Expected(self._process(r.peer), r.channel, r.number) for r in receives)
        )

    def send(self, peer: int, channel: int, number: int, message: Message, at: int) -> None:
        """See `Mail`."""
        self._mail.send(self._process(peer), channel, number, message, at)

    def recv(self, peer: int, channel: int, number: int, at: int) -> Message:
        """See `Mail`."""
        return self._mail.recv(self._process(peer), channel, number, at)

    def aside(self) -> UnitMail:
        """See `Mail`."""
        return UnitMail(self._mail.aside(), self._first, self._member)

    def finish(self, numbers: int) -> None:
        """See `Mail`."""
        self._mail.finish(numbers)
