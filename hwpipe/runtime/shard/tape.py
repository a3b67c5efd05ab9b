"""`Tape`: nodes, constants and exchanges of all members of a stage, as they are written."""

from __future__ import annotations

from collections.abc import Sequence

from hwpipe.errors import InputError
from hwpipe.runtime.piece import Array, OpNode
from hwpipe.runtime.shard.blocks import StageShards
from hwpipe.runtime.shard.boxes import Box, Layout
from hwpipe.runtime.shard.exchange import Move, Sum, moves, sums
from hwpipe.runtime.shard.model import DOMAIN, Exchange

__all__ = ["Tape"]


class Tape:
    """What the members run, in one order for all."""

    def __init__(self, shards: StageShards) -> None:
        """Begin with nothing.

        Args:
            shards: the members.
        """
        self.members = shards.members
        self._paths = shards.paths
        #: Blocks of every activation, by its local name.
        self.layouts: dict[str, Layout] = {}
        #: Index and name of the node that is being written, for messages.
        self.at: tuple[int, str] = (-1, "")
        every = range(self.members)
        self._nodes: list[list[OpNode]] = [[] for _ in every]
        self._constants: list[dict[str, Array]] = [{} for _ in every]
        self._exchanges: list[list[Exchange]] = [[] for _ in every]
        self._variants: dict[tuple[str, Layout], str] = {}
        self._given: set[str] = set()
        self._made = 0

    def _number(self) -> int:
        return len(self._exchanges[0])

    def _name(self, base: str) -> str:
        self._made += 1
        return f"{base}@{self._made}"

    def _read(self, name: str, need: Layout, label: str) -> str:
        """The local name of a tensor in another layout, exchanged once for all who want it so."""
        have = self.layouts[name]
        if have == need:
            return name
        key = (name, need)
        if key not in self._variants:
            there, back = moves(have, need, self._paths), moves(need, have, self._paths)
            local = self._name(name)
            number = self._number()
            self._add("Exchange", (name,), local, [
                {"number": number, "forward": there[m], "backward": back[m]}
                for m in range(self.members)
            ])  # fmt: skip
            # Graph inputs want no gradient.
            self._log(number, "seam", label, there, None if name in self._given else back)
            self._variants[key] = local
            self.layouts[local] = need
        return self._variants[key]

    def _log(  # noqa: PLR0917 (private)
        self, number: int, kind: str, label: str, there: Sequence[Move | Sum] | None,
        back: Sequence[Move | Sum] | None, times: tuple[int, int] = (1, 1),
    ) -> None:  # fmt: skip
        for m in range(self.members):
            forward = there[m].received * times[0] if there else 0
            backward = back[m].received * times[1] if back else 0
            self._exchanges[m].append(Exchange(number, kind, label, forward, backward))

    def _add(
        self, op: str, inputs: Sequence[str], output: str, attrs: Sequence[dict[str, object]]
    ) -> None:
        index, name = self.at
        for m, own in enumerate(self._nodes):
            own.append(OpNode(index, name, op, DOMAIN, 1, tuple(inputs), (output,), attrs[m]))

    def _sums(
        self, parts: Layout, work: Sequence[Box], total: int, where: str, *,
        alike: bool = False, copies: bool = False,
    ) -> tuple[Sum, ...] | None:  # fmt: skip
        try:
            return sums(parts, work, total, self._paths, alike=alike, copies=copies)
        except ValueError:
            raise InputError(
                "the devices' parts of it overlap without being equal", where=where,
                limit="splits whose halves divide a layer alike, or apart",
                remedy="compile with another --method",
            ) from None  # fmt: skip
