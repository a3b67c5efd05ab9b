"""Best-first search over joint plans, guided by exact tables of what is left.

A node of the search is a front part of a plan; its bound is the least that any completion can take
by the formulas of `tables`. The node of the least bound is extended; a whole plan is simulated.
A split stage has a lower bound for a price until a node that ends with it is due: then it is
priced, and the node goes back into the queue. The search ends when the least bound reaches the best
simulated plan, which is then optimal in the space of the options; cut short, the least bound that
is left is still proven.
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.effort import Budget
from hwpipe.joint.option import Chosen, Option
from hwpipe.joint.options import StageOptions
from hwpipe.joint.tables import ChainTable, SumTable, drain_tables
from hwpipe.partition.problem import Clock

__all__ = ["ROUNDING", "BestFirst"]

#: Relative differences below this are rounding.
ROUNDING = 1e-9


@dataclass(order=True)
class _Node:
    """The front part of a plan.

    `worst` is the chain value or drain of the front part, `ways` what its stages take one
    micro-batch by each table. With U and A the value and the sum of ways of the suffix, no plan
    takes less than `lead` + U or `trip` + A, nor than base + n (path + A) for `loop` = (base, n,
    path), the trips of one of its stages that follow each other. `sure`: all figures are exact.
    `parent` is it without its last stage.
    """

    bound: float
    path: float  # seconds of one micro-batch there and back at least: of equal bounds the shortest
    number: int
    stages: tuple[Chosen, ...] = field(compare=False)
    state: int = field(compare=False)
    worst: float = field(compare=False)
    ways: tuple[float, ...] = field(compare=False)
    lead: float = field(compare=False, default=-math.inf)
    trip: float = field(compare=False, default=-math.inf)
    loop: tuple[float, float, float] = field(compare=False, default=(0.0, 1.0, 0.0))
    sure: bool = field(compare=False, default=True)
    parent: _Node | None = field(compare=False, default=None)


class _Grown(NamedTuple):
    """Figures of a front part with one more stage, for rows of an option."""

    bound: FloatArray
    own: FloatArray
    ways: list[FloatArray]
    lead: FloatArray | None = None
    trip: FloatArray | None = None
    loop: FloatArray | None = None  # (3, rows)
    path: FloatArray | None = None


class BestFirst:
    """One search; `run` may be called once."""

    def __init__(
        self,
        stages: StageOptions,
        options: Sequence[Option],
        *,
        upper: float,
        clock: Clock,
        budget: Budget,
    ) -> None:
        """Fill the tables.

        Args:
            stages: positions, pool, links.
            options: what a stage may be, all with work up to `upper`.
            upper: seconds of a plan that is known.
            clock: ends the search.
            budget: most steps of each kind; what a search spends is taken from it.
        """
        self._stages, self._options = stages, options
        self._clock, self._budget = clock, budget
        self.training = stages.problem.training
        self._chains: list[ChainTable] = []
        self._sums: list[tuple[float, float, SumTable]] = []  # (drain above, limit, table)
        if self.training:
            both = ChainTable(stages, options)
            self._chains.append(both)
            useful = float(both.value[0, -1, stages.pool.full]) < upper * (1 - ROUNDING)
            # A second table is of no use where the first proves that there is nothing to find.
            if useful and any((option.reduce > 0).any() for option in options):
                self._chains.append(ChainTable(stages, options, both=both))
        else:
            self._sums = drain_tables(stages, options, upper)
        self._by_start: list[list[Option]] = [
            [o for o in options if o.first[s] < o.first[s + 1]] for s in range(stages.count)
        ]
        self.lower = self._root_bound()
        self.reason: str | None = None
        self._number = 0
        self._floor = math.inf  # least bound of what the budget left unpriced

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
        full, budget = self._stages.pool.full, self._budget
        ways = (0.0,) * (len(self._chains) if self.training else 1)
        heap = [_Node(self.lower, 0.0, 0, (), full, 0.0 if not self.training else -math.inf, ways)]
        last = self._stages.count - 1
        every, expanded = max(1, budget.expansions // 40), 0
        dived: set[tuple[Chosen, ...]] = set()
        while heap:
            node = heap[0]
            self.lower = min(max(self.lower, node.bound), upper, self._floor)
            if node.bound >= upper * (1 - ROUNDING):
                break
            if self._clock.expired:
                self.reason = self._clock.reason
                return upper
            if expanded >= budget.expansions or budget.tried >= budget.plans:
                self.reason = f"budget of {expanded} extensions and {budget.tried} simulated plans"
                return upper
            heapq.heappop(heap)
            if not node.sure:
                again = self._priced(node, upper)
                if again is not None:
                    heapq.heappush(heap, again)
                continue
            if node.stages and node.stages[-1].end == last:
                if node.stages not in dived:
                    budget.tried += 1
                    upper = min(upper, simulate(node.stages))
                continue
            if expanded % every == 0:
                # A plan now and then, or equal bounds would keep the search in the breadth.
                whole = self._dive(node, upper)
                if whole is not None and whole not in dived:
                    dived.add(whole)
                    budget.tried += 1
                    upper = min(upper, simulate(whole))
            expanded += 1
            for child in self._extend(node, upper):
                heapq.heappush(heap, child)
        self.lower = min(upper, self._floor)
        return upper

    def _priced(self, node: _Node, upper: float) -> _Node | None:
        """The node with exact figures; None if it is not worth keeping, or cannot be priced."""
        last, parent = node.stages[-1], node.parent
        assert parent is not None
        assert self._stages.splits is not None
        if not last.sure:
            if self._budget.priced >= self._budget.prices:
                self._floor = min(self._floor, node.bound)
                self.reason = f"budget of {self._budget.priced} prices of split stages"
                return None
            self._budget.priced += 1
            self._stages.splits.price(last.option, last.row)
        grown = self._grow(parent, last.option, last.row, last.row + 1)
        if grown is None or not grown.bound[0] < upper * (1 - ROUNDING):
            return None
        return self._node(parent, last, node.state, grown, 0)

    def _node(self, parent: _Node, last: Chosen, state: int, grown: _Grown, at: int) -> _Node:
        self._number += 1
        return _Node(
            float(grown.bound[at]),
            0.0 if grown.path is None else float(grown.path[at]),
            self._number,
            (*parent.stages, last),
            state,
            float(grown.own[at]),
            tuple(float(way[at]) for way in grown.ways),
            -math.inf if grown.lead is None else float(grown.lead[at]),
            -math.inf if grown.trip is None else float(grown.trip[at]),
            (0.0, 1.0, 0.0) if grown.loop is None else _three(grown.loop[:, at].tolist()),
            last.sure,
            parent,
        )

    def _dive(self, node: _Node, upper: float) -> tuple[Chosen, ...] | None:
        """The plan that follows the least bound all the way down; None if it leads nowhere."""
        last = self._stages.count - 1
        while not node.stages or node.stages[-1].end < last:
            heap = list(self._extend(node, upper))
            heapq.heapify(heap)
            while heap and not heap[0].sure:
                again = self._priced(heapq.heappop(heap), upper)
                if again is not None:
                    heapq.heappush(heap, again)
            if not heap:
                return None
            node = heap[0]
        return node.stages

    def _extend(self, node: _Node, upper: float) -> Iterator[_Node]:
        """Front parts with one more stage whose bound is below `upper`."""
        start = node.stages[-1].end if node.stages else 0
        for option in self._by_start[start]:
            at = int(np.searchsorted(option.source, node.state))
            if at == len(option.source) or option.source[at] != node.state:
                continue
            a, b = int(option.first[start]), int(option.first[start + 1])
            grown = self._grow(node, option, a, b)
            if grown is None:
                continue
            left = int(option.left[at])
            for row in np.flatnonzero(grown.bound < upper * (1 - ROUNDING)).tolist():
                last = Chosen(option, a + row, start, int(option.end[a + row]))
                yield self._node(node, last, left, grown, row)

    def _grow(self, node: _Node, option: Option, a: int, b: int) -> _Grown | None:
        """Figures of a front part with each of the rows a..b of an option behind it."""
        stages, links = self._stages, self._stages.links
        start = node.stages[-1].end if node.stages else 0
        before = node.stages[-1].option.link_class if node.stages else links.count
        M, k = stages.problem.microbatches, option.link_class
        at = int(np.searchsorted(option.source, node.state))
        left = int(option.left[at])
        blocked, into, port, held = False, 0.0, 0.0, 0.0
        if node.stages:
            into = float(links.both[before, k, start])
            if not math.isfinite(into):
                return None
            blocked = bool(links.blocks[before, k])
            if blocked:
                held = into
            else:
                tensors = links.tensors(before, k, M, option.ranks)
                port = tensors * float(links.longer[before, k, start])
        if self.training:
            late = float(option.late[at])
            return self._grow_chain(
                node, option, slice(a, b), left, (late, float(option.trips[at])), port=port,
                blocked=blocked,
            )  # fmt: skip
        ends = option.end[a:b]
        drain = option.work[a:b] - option.way[a:b] - option.transfer[a:b]
        drain = np.nan_to_num(drain, nan=math.inf) + (option.rounds[a:b] - 1) * held
        own = np.maximum(drain, node.worst)
        if port:
            own = np.maximum(own, (links.tensors(before, k, M, option.ranks) - 1) * into)
        total = node.ways[0] + into + option.way[a:b]
        bound = np.full(b - a, math.inf)
        for below, _, table in self._sums:
            rest = table.value[ends, k, left]
            bound = np.minimum(bound, total + rest + np.maximum(own, below))
        # At the end nothing is left, and only the plan's own drain counts.
        bound = np.where(ends == stages.count - 1, total + own, bound)
        return _Grown(bound, own, [total])

    def _grow_chain(
        self,
        node: _Node,
        option: Option,
        rows: slice,
        left: int,
        held_up: tuple[float, float],
        *,
        port: float,
        blocked: bool,
    ) -> _Grown:
        """`_grow` for training; see `tables`."""
        links, k, ends = self._stages.links, option.link_class, option.end[rows]
        late, trips = held_up
        start = node.stages[-1].end if node.stages else 0
        before = node.stages[-1].option.link_class if node.stages else links.count
        held = float(links.both[before, k, start]) if blocked else 0.0
        bound = np.full(len(ends), max(node.worst, port))
        own = bound.copy()
        way, forward, back = option.way[rows], option.forward[rows], option.back[rows]
        into = float(links.both[before, k, start]) if node.stages else 0.0
        lead, trip = node.lead + into + way, node.trip + into + way
        ways = []
        for spent, chain in zip(node.ways, self._chains, strict=True):
            moved = float(chain.moved[before, k, start]) if node.stages else 0.0
            peak, step = chain.columns(option, rows)
            grown = peak + option.rounds[rows] * held
            own = np.maximum(own, spent + (0.0 if blocked else moved) + grown)
            bound = np.maximum(bound, spent + moved + step + chain.value[ends, k, left])
            after = spent + moved + (option.reduce[rows] if chain.reduce else 0.0)
            lead = np.maximum(lead, after + way)
            trip = np.maximum(trip, after + (1.0 + late) * forward + back)
            if not chain.reduce and port:
                # The last tensor over the link into the stage has the rest before it.
                trip = np.maximum(trip, after + port - float(links.longer[before, k, start]) + way)
            ways.append(spent + moved + step)
        both = self._chains[0]
        rest = both.ways[ends, k, left]
        bound = np.maximum(bound, trip + rest)
        bound = np.maximum(bound, lead + np.maximum(both.value[ends, k, left], rest))
        base, count, path = node.loop
        old = np.stack([np.full_like(way, base), np.full_like(way, count), path + into + way])
        new = np.stack([np.full_like(way, node.ways[0] + into), np.full_like(way, trips), way])
        worth = [loop[0] + loop[1] * (loop[2] + rest) for loop in (old, new)]
        loop = np.where(worth[1] > worth[0], new, old)
        bound = np.maximum(bound, np.maximum(*worth))
        return _Grown(np.maximum(bound, own), own, ways, lead, trip, loop, ways[0] + rest)


def _three(values: list[float]) -> tuple[float, float, float]:
    base, count, path = values
    return base, count, path
