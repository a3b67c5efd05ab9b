"""Pipelines for generated schedules: device sequences, chunks and balanced cuts.

The schedules of `hwpipe.schedule.generators` run on p ranks in a fixed order, or on p groups of as
many replicas each. A *shape* says which piece of the network stands on which group: one piece each,
chunks in rounds (interleaved 1F1B), a V (ZB-V), or two directions (Chimera, BitPipe). Given the
shape, the cuts that make the longest piece shortest follow from a parametric search over the
topological order (a piece as long as T allows, T halved in); of cuts about as good, those that
fewer bytes cross are taken.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import gcd

from hwpipe.partition import Partition, PlanningProblem, Stage

__all__ = ["Shape", "balanced", "sequences", "shapes_of"]

#: Ranks up to which shapes are looked at: action lists of more ranks take long.
_MOST_RANKS = 32
#: Devices of a type up to which every smaller number of them is looked at.
_FEW = 8
#: How much longer than need be the longest piece may be where that moves fewer bytes.
_SLACK = (1.0, 1.08, 1.35, 2.0)
#: The shortest piece over the longest one of balanced pieces, from which on a cut counts.
_LEAST = 0.2
_ROUNDS = 40


@dataclass(frozen=True)
class Shape:
    """Where the pieces of a network stand.

    Attributes:
        layout: `line`, `loop` or `v` of `hwpipe.schedule.generators`; `copies` is 2 where two
            pipelines run in opposite directions.
        ranks: groups of devices, in order; all of one size, each of one device type.
        chunks: pieces of a group (in one direction).
    """

    layout: str
    ranks: tuple[tuple[str, ...], ...]
    chunks: int = 1
    copies: int = 1

    @property
    def width(self) -> int:
        """Replicas of a rank."""
        return len(self.ranks[0])

    @property
    def route(self) -> tuple[int, ...]:
        """The rank of every piece, front to back."""
        line = tuple(range(len(self.ranks)))
        if self.layout == "v":
            return (*line, *reversed(line))
        return line * self.chunks

    def devices(self, piece: int) -> tuple[str, ...]:
        """Devices that hold a piece: those of its rank, then those of the way back."""
        rank = self.route[piece]
        back = self.ranks[len(self.ranks) - 1 - rank] if self.copies == 2 else ()
        return (*self.ranks[rank], *back)


def sequences(
    problem: PlanningProblem, *, replication: bool
) -> Iterator[tuple[tuple[str, ...], ...]]:
    """Sequences of groups of equal devices that a pipeline may run over, wide pipelines last.

    All devices, type by type in the cluster's order and the other way round; each type alone, all
    of it or less; in groups of as many as divide every type.
    """
    types = [tuple(names) for names in problem.space.groups]
    orders: list[list[tuple[str, ...]]] = [types]
    if len(types) > 1:
        if not problem.cluster.ordered:
            orders.append(types[::-1])
        orders += [[names] for names in types]
    for names in types:
        fewer = range(len(names) - 1, 1, -1) if len(names) <= _FEW else (len(names) // 2,)
        orders += [[names[:count]] for count in fewer]
    seen = set()
    for order in orders:
        common = gcd(*(len(names) for names in order))
        for width in range(1, common + 1 if replication else 2):
            if common % width:
                continue
            ranks = tuple(
                names[k : k + width] for names in order for k in range(0, len(names), width)
            )
            if len(ranks) <= _MOST_RANKS and ranks not in seen:
                seen.add(ranks)
                yield ranks


def shapes_of(
    layout: str, chunks: int, copies: int, problem: PlanningProblem, *, replication: bool
) -> Iterator[Shape]:
    """Shapes of one layout on a cluster; two directions need an even number of equal devices."""
    for ranks in sequences(problem, replication=replication):
        if copies == 2:
            alike = len({problem.group_of[names[0]] for names in ranks}) == 1
            if len(ranks[0]) > 1 or len(ranks) % 2 or not alike:
                continue
        if len(ranks) * chunks <= len(problem.graph):
            yield Shape(layout, ranks, chunks, copies)


def balanced(problem: PlanningProblem, shape: Shape) -> list[Partition]:
    """Partitions into the pieces of a shape whose longest piece is as short as can be, or nearly.

    Compute alone counts here; transfers and waiting are left to the simulator, which compares
    the proposals.

    Args:
        problem: costs on every device type at every cut.
        shape: of the pieces.

    Returns:
        Different partitions; none where a piece cannot run on its device.
    """
    chain = problem.positions.chain
    kinds = [problem.group_of[shape.ranks[rank][0]] for rank in shape.route]
    time = {g: problem.time_s[g][chain].tolist() for g in set(kinds)}
    unable = {g: problem.unable[g][chain].tolist() for g in set(kinds)}
    crossing = problem.positions.cut_bytes[chain].tolist()
    cutter = _Cutter([time[g] for g in kinds], [unable[g] for g in kinds])
    shortest = cutter.shortest()
    if shortest is None:
        return []
    found: list[Partition] = []
    for slack in _SLACK:
        cuts = cutter.cheapest(shortest * slack, crossing)
        if slack > 1 and cutter.least(cuts) < _LEAST * shortest:
            continue  # a pipeline in name only
        stages = tuple(
            Stage(problem.positions.nodes_between(int(chain[a]), int(chain[b])),
                  shape.devices(piece))
            for piece, (a, b) in enumerate(pairwise(cuts))
        )  # fmt: skip
        if all(partition.stages != stages for partition in found):
            found.append(Partition(stages, "pipeline"))
    return found


class _Cutter:
    """Cuts of a chain into pieces, each on a device type of its own.

    Args:
        time: for each piece, seconds of the first k nodes on its device, ascending.
        unable: how many of them it cannot run.
    """

    def __init__(self, time: Sequence[list[float]], unable: Sequence[list[float]]) -> None:
        self.time, self.unable = time, unable
        self.end = len(time[0]) - 1

    def _reach(self, piece: int, start: int, limit: float) -> int:
        """The last cut to which a piece from `start` may go."""
        row, off = self.time[piece], self.unable[piece]
        far = bisect_right(row, row[start] + limit * (1 + 1e-12)) - 1
        left = len(self.time) - 1 - piece  # pieces behind, of one node at least
        return min(far, bisect_right(off, off[start]) - 1, self.end - left)

    def _fits(self, limit: float) -> bool:
        at = 0
        for piece in range(len(self.time)):
            following = self._reach(piece, at, limit)
            if following <= at:
                return False
            at = following
        return at == self.end

    def shortest(self) -> float | None:
        """Seconds of the longest piece at its shortest; None where no cut works."""
        low, high = 0.0, max(row[-1] for row in self.time)
        if not self._fits(high):
            return None
        for _ in range(_ROUNDS):
            middle = (low + high) / 2
            if self._fits(middle):
                high = middle
            else:
                low = middle
        return high

    def least(self, cuts: Sequence[int]) -> float:
        """Seconds of the shortest piece."""
        pieces = zip(self.time, pairwise(cuts), strict=True)
        return min(row[b] - row[a] for row, (a, b) in pieces)

    def cheapest(self, limit: float, crossing: Sequence[float]) -> list[int]:
        """Cuts with pieces within `limit`, front to back where the fewest bytes cross."""
        count = len(self.time)
        earliest = [0] * count  # where a piece may start so that those behind it can finish
        at = self.end
        for piece in reversed(range(count)):
            row, off = self.time[piece], self.unable[piece]
            at = max(bisect_left(row, row[at] - limit * (1 + 1e-12)), bisect_left(off, off[at]),
                     piece)  # fmt: skip
            earliest[piece] = at
        cuts = [0]
        for piece in range(count - 1):
            far = self._reach(piece, cuts[-1], limit)
            near = max(earliest[piece + 1], cuts[-1] + 1)
            cuts.append(min(range(min(near, far), far + 1), key=lambda k: (crossing[k], -k)))
        return [*cuts, self.end]
