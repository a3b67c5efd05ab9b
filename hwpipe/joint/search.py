"""Best-first search over joint plans, guided by exact tables of what is left.

A node of the search is a front part of a plan; its bound is the least that any completion can take
by the formulas of `tables`. The node of the least bound is extended; a whole plan is simulated.
The search ends when the least bound reaches the best simulated plan, which is then optimal in the
space of the options; cut short, the least bound that is left is still proven.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from hwpipe.joint.options import Option, StageOptions
from hwpipe.joint.tables import ChainTable, SumTable
from hwpipe.partition.problem import Clock

__all__ = ["BestFirst", "Chosen"]

#: Relative differences below this are rounding.
ROUNDING = 1e-9


@dataclass(frozen=True)
class Chosen:
    """A stage of a plan under construction: its option and its positions."""

    option: Option
    start: int
    end: int


@dataclass(order=True)
class _Node:
    bound: float
    number: int
    stages: tuple[Chosen, ...] = field(compare=False)
    state: int = field(compare=False)
    worst: float = field(compare=False)  # chain value or drain of the front part
    ways: tuple[float, ...] = field(compare=False)


class BestFirst:
    """One search; `run` may be called once."""

    def __init__(
        self,
        stages: StageOptions,
        options: Sequence[Option],
        *,
        upper: float,
        clock: Clock,
        expansions: int,
        plans: int,
    ) -> None:
        """Fill the tables.

        Args:
            stages: positions, pool, links.
            options: what a stage may be, all with work up to `upper`.
            upper: seconds of a plan that is known.
            clock: ends the search.
            expansions: most nodes that are extended.
            plans: most plans that are simulated.
        """
        self._stages, self._options = stages, options
        self._clock, self._expansions, self._plans = clock, expansions, plans
        self.training = stages.problem.training
        self._chains: list[ChainTable] = []
        self._sums: list[tuple[float, float, SumTable]] = []  # (drain above, limit, table)
        if self.training:
            self._chains.append(ChainTable(stages, options, reduce=False))
            if any((option.reduce > 0).any() for option in options):
                self._chains.append(ChainTable(stages, options, reduce=True))
        else:
            below = 0.0
            for limit in self._grid(upper):
                self._sums.append((below, limit, SumTable(stages, options, limit)))
                below = limit
        self._by_start: list[list[Option]] = [
            [o for o in options if o.first[s] < o.first[s + 1]] for s in range(stages.count)
        ]
        self.lower = self._root_bound()
        self.reason: str | None = None
        self.tried = 0

    def _grid(self, upper: float) -> list[float]:
        """Limits of the drain, from the least that any plan has."""
        if self._stages.problem.microbatches == 1 or not self._options:
            return [math.inf]
        drains = np.concatenate([o.work - o.way for o in self._options])
        low = float(drains[drains > 0].min(initial=math.inf))
        if not math.isfinite(low) or not math.isfinite(upper):
            return [math.inf]
        # The least limit under which the whole network can be placed.
        everything = SumTable(self._stages, self._options, math.inf)
        least = float(everything.value[0, -1, self._stages.pool.full])
        high = upper - least
        if high <= 0:
            return [math.inf]
        low = max(low, high / 64)
        while low < high:
            table = SumTable(self._stages, self._options, low)
            if math.isfinite(table.value[0, -1, self._stages.pool.full]):
                break
            low *= 1.15
        steps = np.geomspace(low, max(high, low * 1.0001), 10)
        return [*(float(x) for x in steps), math.inf]

    def _root_bound(self) -> float:
        state = self._stages.pool.full
        if self.training:
            return max(float(c.value[0, -1, state]) for c in self._chains)
        return min(below + float(t.value[0, -1, state]) for below, _, t in self._sums)

    def run(self, upper: float, simulate: Callable[[tuple[Chosen, ...]], float]) -> float:
        """Search.

        Args:
            upper: seconds of the best plan known.
            simulate: seconds of a plan (`inf` if it is not legal); keeps the best itself.

        Returns:
            Seconds of the best plan; `self.lower` is proven for all others of the space.
        """
        full = self._stages.pool.full
        ways = (0.0,) * (len(self._chains) if self.training else 1)
        heap = [_Node(self.lower, 0, (), full, 0.0 if not self.training else -math.inf, ways)]
        number = expanded = 0
        last = self._stages.count - 1
        every = max(1, self._expansions // 40)
        dived: set[tuple[Chosen, ...]] = set()
        while heap:
            node = heap[0]
            self.lower = min(max(self.lower, node.bound), upper)
            if node.bound >= upper * (1 - ROUNDING):
                self.lower = upper
                return upper
            if self._clock.expired:
                self.reason = self._clock.reason
                return upper
            if expanded >= self._expansions or self.tried >= self._plans:
                self.reason = f"budget of {expanded} extensions and {self.tried} simulated plans"
                return upper
            heapq.heappop(heap)
            if node.stages and node.stages[-1].end == last:
                if node.stages not in dived:
                    self.tried += 1
                    upper = min(upper, simulate(node.stages))
                continue
            if expanded % every == 0:
                # A plan now and then, or equal bounds would keep the search in the breadth.
                whole = self._dive(node, upper)
                if whole is not None and whole not in dived:
                    dived.add(whole)
                    self.tried += 1
                    upper = min(upper, simulate(whole))
            expanded += 1
            for child in self._extend(node, upper):
                number += 1
                heapq.heappush(
                    heap, _Node(child[0], number, child[1], child[2], child[3], child[4])
                )
        self.lower = upper
        return upper

    def _dive(self, node: _Node, upper: float) -> tuple[Chosen, ...] | None:
        """The plan that follows the least bound all the way down; None if it leads nowhere."""
        last = self._stages.count - 1
        while not node.stages or node.stages[-1].end < last:
            child = min(self._extend(node, upper), key=lambda c: c[0], default=None)
            if child is None:
                return None
            node = _Node(child[0], 0, child[1], child[2], child[3], child[4])
        return node.stages

    def _extend(
        self, node: _Node, upper: float
    ) -> Iterator[tuple[float, tuple[Chosen, ...], int, float, tuple[float, ...]]]:
        stages, links = self._stages, self._stages.links
        start = node.stages[-1].end if node.stages else 0
        before = node.stages[-1].option.link_class if node.stages else links.count
        M = stages.problem.microbatches
        for option in self._by_start[start]:
            at = np.searchsorted(option.source, node.state)
            if at == len(option.source) or option.source[at] != node.state:
                continue
            left = int(option.left[at])
            a, b = int(option.first[start]), int(option.first[start + 1])
            k, ends = option.link_class, option.end[a:b]
            blocked, into, port = False, 0.0, 0.0
            held = 0.0
            if node.stages:
                into = float(links.both[before, k, start])
                if not math.isfinite(into):
                    continue
                blocked = bool(links.blocks[before, k])
                if blocked:
                    held = into
                else:
                    port = -(-M // option.ranks) * float(links.longer[before, k, start])
            if self.training:
                bound = np.full(b - a, max(node.worst, port))
                own = bound.copy()
                ways = []
                for way, chain in zip(node.ways, self._chains, strict=True):
                    moved = float(chain.moved[before, k, start]) if node.stages else 0.0
                    peak, step = chain.columns(option, a, b)
                    grown = peak + option.rounds[a:b] * held
                    arrive = way + (0.0 if blocked else moved)
                    own = np.maximum(own, arrive + grown)
                    rest = chain.value[ends, k, left]
                    bound = np.maximum(bound, way + moved + step + rest)
                    ways.append(way + moved + step)
                bound = np.maximum(bound, own)
            else:
                drain = option.work[a:b] - option.way[a:b] - option.transfer[a:b]
                drain = drain + (option.rounds[a:b] - 1) * held
                own = np.maximum(drain, node.worst)
                if port:
                    own = np.maximum(own, (-(-M // option.ranks) - 1) * into)
                total = node.ways[0] + into + option.way[a:b]
                ways = [total]
                bound = np.full(b - a, math.inf)
                for below, _, table in self._sums:
                    rest = table.value[ends, k, left]
                    bound = np.minimum(bound, total + rest + np.maximum(own, below))
                # At the end nothing is left, and only the plan's own drain counts.
                bound = np.where(ends == stages.count - 1, total + own, bound)
            for row in np.flatnonzero(bound < upper * (1 - ROUNDING)).tolist():
                yield (
                    float(bound[row]),
                    (*node.stages, Chosen(option, start, int(ends[row]))),
                    left,
                    float(own[row]),
                    tuple(float(way[row]) for way in ways),
                )
