"""The exact dynamic programme over cuts, devices and replicas.

State: (devices used by the stages behind, group of the first of them, class of the link into
it, position where it starts). A stage is put in front of the stages behind, so how many stand
behind is known where the memory of a schedule asks for it. With U the value of the suffix, a
new stage of peak cost p and additive cost a gives

    U' = max(p, U)        `peak`:  smallest bottleneck
    U' = max(p, a + U)    `chain`: smallest max_s [p_s + sum_{k<s} a_k]
    U' = a + U            `sum`:   smallest sum among plans whose peaks stay within a limit

each of them monotone in U, so the programme is exact. Costs split over neighbours: the sender
pays for the link out of it and the receiver for the link into it, which is why the link class
stands in the state and the replicas of the neighbour do not.
"""

from __future__ import annotations

import math

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.devices import Moves
from hwpipe.partition.exact_trace import Found, Values, trace
from hwpipe.partition.link_costs import LinkCosts, Mode
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import Clock
from hwpipe.partition.stage_costs import Metric, StageCosts, Steps, StepTables, run_heads

__all__ = ["ExactSearch", "Found", "Metric", "Mode"]

#: Steps below this number are not worth sorting out.
_FEW = 20_000


class ExactSearch(StageCosts):
    """The programme over the stages of one problem and metric; may run many times."""

    def run(
        self,
        mode: Mode,
        limit: float = math.inf,
        clock: Clock | None = None,
        budget: float = math.inf,
    ) -> Found | None:
        """Best chain of stages with every peak cost at most `limit`; None if there is none.

        Also None when the clock expires or the search has spent more than `budget` steps,
        which the caller can see from both.

        Ties go to the first in the order of layers, groups, replicas and positions, so equal
        input gives equal output.
        """
        space = self.problem.space
        layered = self.layered
        # Counts tell how many devices stand behind; in a chain of devices, which may skip some,
        # the number is a coordinate of its own where memory depends on it.
        stacked = layered and space.ordered
        links = LinkCosts(self, mode, limit)
        shape = (space.states, len(links.slots), self.count)
        values = [np.full(shape, math.inf) for _ in range(space.total + 1 if stacked else 1)]
        tables = StepTables(self, limit)
        hope = None if space.ordered else self._hope(limit)
        for used in range(1, space.total + 1) if stacked else (0,):
            for number, layer in enumerate(space.layers, start=1):
                for move in layer:
                    if self.spent > budget or (clock is not None and clock.expired):
                        return None
                    # Of bundles only the order counts: assume every device to be behind.
                    most = used if stacked else space.total if space.bundled else number
                    after = most - move.replicas
                    if after < 0:
                        continue
                    self._relax(
                        move,
                        tables.get(move.group, move.replicas, after),
                        links,
                        behind=values[after if stacked else 0],
                        values=values[used],
                        last=not stacked or after == 0,
                    )
                if hope is not None:
                    # What the unused devices can never complete is forgotten.
                    states = space.layer_states[number - 1]
                    values[used][states] = np.where(
                        hope[states][:, None, :], values[used][states], math.inf
                    )
        best: tuple[float, int, int, int] | None = None
        for level, table in enumerate(values):
            for slot in range(len(links.slots)):
                front = table[:, slot, 0]
                state = int(np.argmin(front))
                if front[state] < (best[0] if best else math.inf):
                    best = (float(front[state]), level, slot, state)
        return None if best is None else trace(self, links, tables, values, best)

    def _relax(
        self,
        move: Moves,
        table: dict[tuple[int, int], Steps],
        links: LinkCosts,
        *,
        behind: Values,
        values: Values,
        last: bool,
    ) -> None:
        """Put the stages of `move` in front of every suffix in `behind`."""
        g, m = move.group, move.replicas
        merge = self.problem.space.ordered  # every source leads to the one target
        target = move.target[:1] if merge else move.target
        suffixes = []
        for k_out, _ in self.ways_out[g]:
            slots, charge = links.out_of(g, m, k_out)
            least = links.joined(behind[move.source[:, None], slots], charge).min(axis=1)
            if merge:
                least = least.min(axis=0, keepdims=True)
            if least.min() < math.inf:
                suffixes.append((k_out, least))
        ends = move.final if last else move.final[:0]
        for k_in, _ in self.ways_in[g]:
            into, charge = links.into(g, m, k_in)
            for k_out, suffix in suffixes:
                step = table[k_in, k_out]
                if len(step.start):
                    start, least = self._extended(links.mode, step, suffix)
                    self._enter(values, (target, into, start), least, links, charge)
            if len(ends):
                final = table[k_in, -1]
                full = np.flatnonzero(final.end == self.count - 1)
                if len(full):
                    cost = final.add if links.mode == "sum" else final.peak
                    at = (ends, into, final.begin[full])
                    self._enter(values, at, cost[None, full], links, charge)

    def _extended(self, mode: Mode, step: Steps, suffix: FloatArray) -> tuple[IntArray, FloatArray]:
        """Starts, and the least value of a stage from each and what follows, (states, starts)."""
        start, first, end = step.start, step.first, step.end
        peak, add = step.peak, step.add
        if len(end) * len(suffix) > _FEW:
            # Most ends lead nowhere: only a band of positions suits the devices behind.
            live = np.flatnonzero(np.isfinite(suffix).any(axis=0)[end])
            if not len(live):
                return start[:0], suffix[:, :0]
            begin, end, peak, add = step.begin[live], end[live], peak[live], add[live]
            first = run_heads(begin)
            start = begin[first]
        reached = suffix.take(end, axis=1)
        if mode != "peak":
            reached += add
        if mode != "sum":
            np.maximum(reached, peak, out=reached)
        self.spent += reached.size
        return start, np.minimum.reduceat(reached, first, axis=1)

    @staticmethod
    def _enter(
        values: Values,
        where: tuple[IntArray, IntArray, IntArray],
        least: FloatArray,
        links: LinkCosts,
        charge: FloatArray | None,
    ) -> None:
        """Charge the receiver for the class of every slot and keep the smaller values.

        Args:
            values: what to lower.
            where: states (rows of `least`), slots, and starts (columns of `least`).
            least: values before the link in is charged.
            links: how to charge.
            charge: per slot and position; None if nothing is charged.
        """
        state, slot, start = where
        at = (state[:, None, None], slot[:, None], start)
        value = least[:, None, :]
        if charge is not None:
            value = links.entered(value, charge[:, start])
        values[at] = np.minimum(values[at], value)
