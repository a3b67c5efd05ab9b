"""What every stage costs on every device set in every mode: arrays for bounds and search."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.actions import window
from hwpipe.joint.dealing import dealt_seconds
from hwpipe.joint.links import LinkTable
from hwpipe.joint.model import StageMode
from hwpipe.joint.option import Option, SplitOptions
from hwpipe.joint.pool import Counts, DevicePool, most_replicas
from hwpipe.joint.ranks import state_factor
from hwpipe.joint.timing import ring_reduce_s
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import PlanningProblem
from hwpipe.partition.stage_costs import largest_between

__all__ = ["StageOptions"]

#: Schedules whose stages keep a limited number of micro-batches in flight.
WINDOWED = ("1f1b-as", "1f1b-sno", "1f1b-so")
#: With more device sets than that no stage has more replicas than micro-batches.
MOST_IDLE = 100


class StageOptions:
    """The options of a problem on a pool, over chosen positions."""

    def __init__(
        self,
        problem: PlanningProblem,
        pool: DevicePool,
        positions: IntArray,
        *,
        pins: Mapping[int, str] | None = None,
        thrift: bool = False,
    ) -> None:
        """Prepare the arrays.

        Args:
            problem: what to plan.
            pool: the devices.
            positions: indices into the problem's positions, smaller sets first; from the empty to
                the full set.
            pins: device of each pinned node.
            thrift: stages may save memory where they do not fit (`joint.thrift`).
        """
        self.problem, self.pool, self.positions = problem, pool, positions
        self.count = len(positions)
        places = problem.positions
        if places.inside is None:
            nested = np.triu(np.ones((self.count, self.count), dtype=bool), 1)
        else:
            nested = places.nested[np.ix_(positions, positions)]
        self.start, self.end = np.nonzero(nested)
        self.links = LinkTable(problem, pool, places.cut_bytes[positions])
        self._most_replicas = most_replicas(problem)
        self._pins = dict(pins or {})
        self.thrift = thrift
        self._nodes: dict[tuple[int, int], tuple[int, ...]] = {}
        picked = problem.table.forward_s[list(problem.rows)]
        able = np.isfinite(problem.node_time_s)
        self._forward = places.prefix(np.where(able, picked, 0.0))
        #: Split stages (`split_prices.SplitPrices`), where there are any.
        self.splits: SplitOptions | None = None

    def nodes(self, start: int, end: int) -> tuple[int, ...]:
        """Node indices between two of the chosen positions."""
        key = (start, end)
        if key not in self._nodes:
            a, b = int(self.positions[start]), int(self.positions[end])
            self._nodes[key] = self.problem.positions.nodes_between(a, b)
        return self._nodes[key]

    def span(self, values: FloatArray) -> FloatArray:
        """Differences of prefix sums for all pairs."""
        at = self.positions
        return np.asarray(np.maximum(values[..., at[self.end]] - values[..., at[self.start]], 0.0))

    @cached_property
    def seconds(self) -> FloatArray:
        """Compute of every pair on each group of the problem, (G, P); inf where unable."""
        unable = self.span(self.problem.unable)
        return np.where(unable > 0, math.inf, self.span(self.problem.time_s))

    @cached_property
    def forward_seconds(self) -> FloatArray:
        """The forward part, (G, P)."""
        return self.span(self._forward)

    @cached_property
    def _pinned(self) -> list[set[str]]:
        """Devices to which the nodes of every pair are pinned."""
        found: list[set[str]] = [set() for _ in range(len(self.start))]
        for node, name in self._pins.items():
            chain = self.problem.positions
            if chain.inside is None:
                before = np.array([chain.nodes_in(int(p)) > node for p in self.positions])
            else:
                before = chain.inside[self.positions, node]
            for pair in np.flatnonzero(before[self.end] & ~before[self.start]).tolist():
                found[pair].add(name)
        return found

    def allowed(self, counts: Counts, mode: StageMode) -> BoolArray | None:
        """Pairs that pins allow on a set; None: all."""
        if not self._pins:
            return None
        names = self.pool.names(counts)
        alone = {names[0]} if mode == "single" else set()
        return np.array([not p or p == alone for p in self._pinned])

    @cached_property
    def _memory(self) -> tuple[FloatArray, FloatArray, FloatArray]:
        """State, kept per micro-batch, and workspace bytes of every pair, (G, P) each."""
        problem = self.problem
        state = self.span(problem.state_bytes)
        if problem.training:
            kept = self.span(problem.kept_bytes)
        else:
            cut = problem.positions.cut_bytes[self.positions]
            kept = np.broadcast_to(cut[self.start] + cut[self.end], state.shape)
        a, b = self.positions[self.start], self.positions[self.end]
        if problem.memory_may_bind:
            work = np.array([largest_between(problem, g, a, b) for g in range(len(state))])
        else:
            work = np.zeros_like(state)
        return state, kept, work

    def _fits(self, groups: Sequence[int], replicas: int, pairs: IntArray) -> BoolArray:
        """Whether stages might fit, with as few ranks behind as there can be."""
        problem = self.problem
        if not problem.memory_may_bind:
            return np.ones(len(pairs), dtype=bool)
        state, kept, work = self._memory
        ends = self.end[pairs] == self.count - 1
        held = np.where(ends, problem.held(0, replicas), problem.held(1, replicas))
        if len(groups) > 1:
            held = np.minimum(held, 1)
        if not problem.training:
            held = np.full(len(pairs), 2)
        fits = np.ones(len(pairs), dtype=bool)
        for g in groups:
            need = state[g, pairs] + held * kept[g, pairs] + work[g, pairs]
            fits &= need <= problem.capacity_bytes[g] * (1 + 1e-9)
        return fits

    def _thrifty(
        self, groups: Sequence[int], replicas: int, pairs: IntArray
    ) -> tuple[BoolArray, BoolArray]:
        """Which pairs might fit with all that saves memory, and which must recompute for it."""
        problem = self.problem
        if not problem.training:
            return self._fits(groups, replicas, pairs), np.zeros(len(pairs), dtype=bool)
        state, kept, work = (array[:, pairs] for array in self._memory)
        ends = self.end[pairs] == self.count - 1
        held = np.where(ends, problem.held(0, replicas), problem.held(1, replicas))
        if len(groups) > 1:
            held = np.minimum(held, 1)
        received = problem.positions.cut_bytes[self.positions[self.start[pairs]]]
        share = problem.table.optimizer_bytes_per_weight_byte / state_factor(problem)
        fits = np.ones(len(pairs), dtype=bool)
        again = np.zeros(len(pairs), dtype=bool)
        for g in groups:
            room = problem.capacity_bytes[g] * (1 + 1e-9)
            least = state[g] * (1 - share * (1 - 1 / replicas)) + work[g]
            small = least + held * np.minimum(received, kept[g]) + kept[g]
            fits &= np.minimum(small, least + held * kept[g]) <= room
            again |= least + held * kept[g] > room
        return fits, again & fits

    def build(self, limit: float, *, splits: bool = True) -> list[Option]:
        """Every option whose work alone stays within `limit` seconds an iteration.

        Args:
            limit: seconds of an iteration.
            splits: whether split stages are among them, as lower bounds.
        """
        options: list[Option | None] = []
        for counts in self.pool.sets:
            if self.pool.devices(counts) == 1:
                options.append(self._plain(counts, "single", limit))
                continue
            if self._may_replicate(counts):
                options.append(self._plain(counts, "replicated", limit))
            if splits and self.splits is not None and counts in self.splits.sets:
                options.append(self.splits.option(counts, limit))
        return [option for option in options if option is not None]

    def _may_replicate(self, counts: Counts) -> bool:
        if self.pool.devices(counts) > self._most_replicas:
            return False
        rows = {self.pool.rows[g] for g, c in enumerate(counts) if c}
        # Rounds of updates need replicas in turn. Missing links make the reduction infinite.
        return self.problem.schedule != "pipedream" or len(rows) == 1

    def _plain(self, counts: Counts, mode: StageMode, limit: float) -> Option | None:
        """A single device or replicas."""
        problem, M = self.problem, self.problem.microbatches
        by_row: dict[int, int] = {}
        for g, c in enumerate(counts):
            if c:
                row = self.pool.rows[g]
                by_row[row] = by_row.get(row, 0) + c * self.pool.per_bundle[g]
        rows = list(by_row)
        replicas = sum(by_row.values())
        if len(self.pool.sets) > MOST_IDLE and replicas > M + max(self.pool.per_bundle) - 1:
            return None
        seconds = self.seconds[rows]
        with np.errstate(divide="ignore"):
            shared = M / (np.array(list(by_row.values()))[:, None] / seconds).sum(axis=0)
        good = np.isfinite(seconds).all(axis=0) & (shared <= limit * (1 + 1e-9))
        allowed = self.allowed(counts, mode)
        if allowed is not None:
            good &= allowed
        pairs = np.flatnonzero(good)
        forward = self.forward_seconds[rows]
        if self.thrift and problem.memory_may_bind:
            fits, again = self._thrifty(rows, replicas, pairs)
            seconds = seconds.copy()
            seconds[:, pairs[again]] += forward[:, pairs[again]]
            pairs = pairs[fits]
        else:
            pairs = pairs[self._fits(rows, replicas, pairs)]
        if not len(pairs):
            return None
        work = dealt_seconds(seconds[:, pairs], list(by_row.values()), M)
        if len(rows) == 1:
            rounds = np.full(len(pairs), float(-(-M // replicas)))
        else:
            slowest = seconds[:, pairs].max(axis=0)
            rounds = np.floor(work / np.where(slowest > 0, slowest, math.inf) * (1 + 1e-12))
        forward = forward[:, pairs]
        with np.errstate(divide="ignore", invalid="ignore"):
            # The busiest replica spends at least this part of its seconds on backward passes.
            back = np.nan_to_num(1.0 - forward / seconds[:, pairs], nan=0.0, neginf=0.0)
        reduce = np.zeros(len(pairs))
        if problem.training and replicas > 1:
            weights = self.span(problem.weight_bytes)[rows][:, pairs].max(axis=0)
            names = self.pool.names(counts)
            reduce = ring_reduce_s(problem, names, weights)
            reduce = reduce * problem.reduce_rounds(replicas)
        return self.option(
            counts,
            mode,
            ranks=replicas,
            pairs=pairs,
            work=work,
            way=seconds[:, pairs].min(axis=0),
            forward=forward.min(axis=0),
            back=work * back.min(axis=0),
            reduce=reduce,
            rounds=rounds,
            limit=limit,
        )

    def option(
        self, counts: Counts, mode: StageMode, *, ranks: int, pairs: IntArray, work: FloatArray,
        way: FloatArray, forward: FloatArray, back: FloatArray, reduce: FloatArray,
        rounds: FloatArray, limit: float, priced: BoolArray | None = None,
    ) -> Option | None:  # fmt: skip
        """An `Option` of the pairs that stay within `limit`; None if there are none."""
        link_class = self.links.class_of(counts)
        end = self.end[pairs]
        transfer = np.where(end == self.count - 1, 0.0, self.links.least_blocking[link_class, end])
        # A set that no other can stand behind is of use at the end alone.
        keep = np.flatnonzero((work + reduce <= limit * (1 + 1e-9)) & np.isfinite(transfer))
        if not len(keep):
            return None
        pairs, end, transfer = pairs[keep], end[keep], transfer[keep]
        source, left = self.pool.moves(counts)
        late, trips = self._held_up(counts, mode, ranks, left)
        return Option(
            counts=counts,
            mode=mode,
            ranks=ranks,
            link_class=link_class,
            source=source,
            left=left,
            first=np.searchsorted(self.start[pairs], np.arange(self.count + 1)),
            pair=pairs,
            end=end,
            work=work[keep] + rounds[keep] * transfer,
            way=way[keep],
            forward=forward[keep],
            back=back[keep],
            reduce=reduce[keep],
            rounds=rounds[keep],
            transfer=transfer,
            late=late,
            trips=trips,
            priced=priced[keep] if priced is not None else None,
        )

    def _held_up(
        self, counts: Counts, mode: StageMode, ranks: int, left: IntArray
    ) -> tuple[FloatArray, FloatArray]:
        """What 1F1B holds up in the busiest rank at least, by what is left of the devices.

        1F1B keeps W micro-batches in flight (`actions.window`), which is the more the more ranks
        stand behind: at most all devices that are left. Counted for equal replicas alone.

        Returns:
            Forwards that must wait for the first backward, and trips to the last stage and back
            that follow each other, since forward k + W waits for backward k.
        """
        problem = self.problem
        kinds = {self.pool.rows[g] for g, c in enumerate(counts) if c}
        if problem.schedule not in WINDOWED or (mode == "replicated" and len(kinds) > 1):
            return np.zeros(len(left)), np.ones(len(left))
        rounds = -(-problem.microbatches // ranks)
        behind = self.pool.devices_left[left]
        size = window(problem.schedule, 0, ranks, problem.microbatches)
        step = window(problem.schedule, 1, ranks, problem.microbatches) - size
        held = np.ceil((size + step * behind) / ranks)
        return np.maximum(0.0, rounds - held), np.ceil(rounds / np.maximum(held, 1.0))
