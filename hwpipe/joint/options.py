"""What every stage costs on every device set in every mode: arrays for bounds and search.

For a stage between positions s and e on a device set, with M micro-batches:

* W  the seconds that its busiest rank computes in an iteration: M t on one device or split,
     ceil(M / m) t on m equal replicas, the M-th smallest multiple of unequal ones (`dealing`);
* `way` the seconds that one micro-batch needs at least to pass it, `forward` of them on the way
     there (on its fastest replica);
* `reduce` its gradient all-reduce;
* `rounds`, by how much W grows for each second that a blocking transfer adds to a micro-batch.

Exact prices of splits are asked for only where sharing the compute perfectly would still be of
use: t_split >= sum over nodes of 1 / sum over devices of 1 / t.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.blocks import node_classes
from hwpipe.joint.dealing import dealt_seconds
from hwpipe.joint.links import LinkTable
from hwpipe.joint.model import StageMode
from hwpipe.joint.pool import Counts, DevicePool, most_replicas
from hwpipe.joint.split import Splitter
from hwpipe.joint.timing import ring_reduce_s
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import Clock, PlanningProblem
from hwpipe.partition.stage_costs import largest_between
from hwpipe.tensor.stage import StageSplit

__all__ = ["Option", "StageOptions"]

#: A split of that many seconds holds a layer that one of its devices cannot run.
UNABLE_S = 1e20


@dataclass(frozen=True, eq=False)
class Option:
    """One device set in one mode, with a row for every pair of positions that is worth it.

    Rows are sorted by start; `first[s] : first[s + 1]` are those that start at position s.
    """

    counts: Counts
    mode: StageMode
    ranks: int
    link_class: int
    source: IntArray  # states of the pool that can give the set
    left: IntArray  # and what is left of them
    first: IntArray
    end: IntArray
    work: FloatArray
    way: FloatArray
    forward: FloatArray
    reduce: FloatArray
    rounds: FloatArray
    transfer: FloatArray  # seconds that a blocking link behind adds at least, per micro-batch


class StageOptions:
    """The options of a problem on a pool, over chosen positions."""

    def __init__(
        self,
        problem: PlanningProblem,
        pool: DevicePool,
        positions: IntArray,
        *,
        splitter: Splitter | None,
        split_at: BoolArray,
        split_sets: frozenset[Counts],
        pins: Mapping[int, str] | None = None,
    ) -> None:
        """Prepare the arrays.

        Args:
            problem: what to plan.
            pool: the devices.
            positions: indices into the problem's positions, smaller sets first; from the empty to
                the full set.
            splitter: prices splits; None for none.
            split_at: positions at which a split stage may begin or end, shape (K,).
            split_sets: device sets that may be split over.
            pins: device of each pinned node.
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
        self._splitter, self.split_at, self._split_sets = splitter, split_at, split_sets
        self._most_replicas = most_replicas(problem)
        self._pins = dict(pins or {})
        self.cut_short = False
        self._clock: Clock | None = None
        self._alike: dict[tuple[Counts, bytes, int], StageSplit | None] = {}
        self._nodes: dict[tuple[int, int], tuple[int, ...]] = {}
        picked = problem.table.forward_s[list(problem.rows)]
        able = np.isfinite(problem.node_time_s)
        self._forward = places.prefix(np.where(able, picked, 0.0))

    def nodes(self, start: int, end: int) -> tuple[int, ...]:
        """Node indices between two of the chosen positions."""
        key = (start, end)
        if key not in self._nodes:
            a, b = int(self.positions[start]), int(self.positions[end])
            self._nodes[key] = self.problem.positions.nodes_between(a, b)
        return self._nodes[key]

    def _span(self, values: FloatArray) -> FloatArray:
        """Differences of prefix sums for all pairs."""
        at = self.positions
        return np.asarray(np.maximum(values[..., at[self.end]] - values[..., at[self.start]], 0.0))

    @cached_property
    def seconds(self) -> FloatArray:
        """Compute of every pair on each group of the problem, (G, P); inf where unable."""
        unable = self._span(self.problem.unable)
        return np.where(unable > 0, math.inf, self._span(self.problem.time_s))

    @cached_property
    def forward_seconds(self) -> FloatArray:
        """The forward part, (G, P)."""
        return self._span(self._forward)

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

    def _allowed(self, counts: Counts, mode: StageMode) -> BoolArray | None:
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
        state = self._span(problem.state_bytes)
        if problem.training:
            kept = self._span(problem.kept_bytes)
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

    def held_for_split(self, end: int) -> int:
        """Micro-batches in flight for which the memory of a split is priced: the most possible."""
        if not self.problem.training:
            return 2
        behind = self.problem.space.total - 1
        return self.problem.held(0 if end == self.count - 1 else behind)

    def build(self, limit: float, clock: Clock) -> list[Option]:
        """Every option whose work alone stays within `limit` seconds an iteration.

        `cut_short` is set if the clock ended that early: then nothing can be proven of them.
        """
        options = []
        self._clock = clock
        for counts in self.pool.sets:
            if clock.expired:
                self.cut_short = True
                break
            devices = self.pool.devices(counts)
            if devices == 1:
                options.append(self._plain(counts, "single", limit))
            else:
                if self._may_replicate(counts):
                    options.append(self._plain(counts, "replicated", limit))
                if self._splitter is not None and counts in self._split_sets:
                    options.append(self._split(counts, limit))
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
        seconds = self.seconds[rows]
        with np.errstate(divide="ignore"):
            shared = M / (np.array(list(by_row.values()))[:, None] / seconds).sum(axis=0)
        good = np.isfinite(seconds).all(axis=0) & (shared <= limit * (1 + 1e-9))
        allowed = self._allowed(counts, mode)
        if allowed is not None:
            good &= allowed
        pairs = np.flatnonzero(good)
        pairs = pairs[self._fits(rows, replicas, pairs)]
        if not len(pairs):
            return None
        work = dealt_seconds(seconds[:, pairs], list(by_row.values()), M)
        if len(rows) == 1:
            rounds = np.full(len(pairs), float(-(-M // replicas)))
        else:
            slowest = seconds[:, pairs].max(axis=0)
            rounds = np.floor(work / np.where(slowest > 0, slowest, math.inf) * (1 + 1e-12))
        reduce = np.zeros(len(pairs))
        if problem.training and replicas > 1:
            weights = self._span(problem.weight_bytes)[rows][:, pairs].max(axis=0)
            names = self.pool.names(counts)
            reduce = ring_reduce_s(problem, names, weights)
            reduce = reduce * problem.reduce_rounds(replicas)
        return self._option(
            counts,
            mode,
            ranks=replicas,
            pairs=pairs,
            work=work,
            way=seconds[:, pairs].min(axis=0),
            forward=self.forward_seconds[rows][:, pairs].min(axis=0),
            reduce=reduce,
            rounds=rounds,
            limit=limit,
        )

    @cached_property
    def _node_prefix(self) -> dict[Counts, FloatArray]:
        return {}

    def shared_seconds(self, counts: Counts) -> FloatArray:
        """Seconds of every pair if its devices shared each node perfectly, (P,)."""
        if counts not in self._node_prefix:
            rate = np.zeros(len(self.problem.graph))
            with np.errstate(divide="ignore"):
                for g, c in enumerate(counts):
                    if c:
                        devices = c * self.pool.per_bundle[g]
                        rate = rate + devices / self.problem.node_time_s[self.pool.rows[g]]
                least = 1.0 / rate
            least = np.where(np.isfinite(least), least, 1e30)
            self._node_prefix[counts] = self.problem.positions.prefix(least)
        return self._span(self._node_prefix[counts])

    def _split(self, counts: Counts, limit: float) -> Option | None:
        """Devices that share every layer."""
        assert self._splitter is not None
        M = self.problem.microbatches
        good = M * self.shared_seconds(counts) <= limit * (1 + 1e-9)
        good &= self.split_at[self.start] & self.split_at[self.end]
        allowed = self._allowed(counts, "split")
        if allowed is not None:
            good &= allowed
        names = self.pool.names(counts)
        room = [self.problem.cluster.by_name[name].memory_bytes * (1 + 1e-9) for name in names]
        pairs, total, forward = [], [], []
        for pair in np.flatnonzero(good).tolist():
            a, b = int(self.start[pair]), int(self.end[pair])
            nodes, held = self.nodes(a, b), self.held_for_split(b)
            if self._clock is not None and self._clock.expired:
                self.cut_short = True
                break
            key = (counts, self.classes[list(nodes)].tobytes(), held)
            if key not in self._alike:  # equal blocks are priced once
                self._alike[key] = self._splitter(nodes, names, held)
            split = self._alike[key]
            if split is None or split.seconds_s >= UNABLE_S:
                continue
            if any(m > r for m, r in zip(split.memory_bytes, room, strict=True)):
                continue
            pairs.append(pair)
            total.append(split.seconds_s)
            share = split.plan.forward_s
            forward.append(min(split.seconds_s / 3 if share is None else share, split.seconds_s))
        if not pairs:
            return None
        way: FloatArray = np.array(total, dtype=np.float64)
        return self._option(
            counts,
            "split",
            ranks=1,
            pairs=np.array(pairs),
            work=float(M) * way,
            way=way,
            forward=np.array(forward, dtype=np.float64) if self.problem.training else way,
            reduce=np.zeros(len(way)),
            rounds=np.full(len(way), float(M)),
            limit=limit,
        )

    def split(self, counts: Counts, start: int, end: int) -> StageSplit:
        """The split of a stage between two positions, with the names of its own layers."""
        assert self._splitter is not None
        split = self._splitter(
            self.nodes(start, end), self.pool.names(counts), self.held_for_split(end)
        )
        assert split is not None
        return split

    @cached_property
    def classes(self) -> IntArray:
        """Class of every node (`blocks.node_classes`)."""
        return node_classes(self.problem.graph, self.problem.table)

    def _option(
        self, counts: Counts, mode: StageMode, *, ranks: int, pairs: IntArray, work: FloatArray,
        way: FloatArray, forward: FloatArray, reduce: FloatArray, rounds: FloatArray, limit: float,
    ) -> Option | None:  # fmt: skip
        link_class = self.links.class_of(counts)
        end = self.end[pairs]
        transfer = np.where(end == self.count - 1, 0.0, self.links.least_blocking[link_class, end])
        # A set that no other can stand behind is of use at the end alone.
        keep = np.flatnonzero((work + reduce <= limit * (1 + 1e-9)) & np.isfinite(transfer))
        if not len(keep):
            return None
        pairs, end, transfer = pairs[keep], end[keep], transfer[keep]
        source, left = self.pool.moves(counts)
        return Option(
            counts=counts,
            mode=mode,
            ranks=ranks,
            link_class=link_class,
            source=source,
            left=left,
            first=np.searchsorted(self.start[pairs], np.arange(self.count + 1)),
            end=end,
            work=work[keep] + rounds[keep] * transfer,
            way=way[keep],
            forward=forward[keep],
            reduce=reduce[keep],
            rounds=rounds[keep],
            transfer=transfer,
        )
