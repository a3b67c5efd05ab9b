"""Options of split stages: bounded at once, priced when a search asks for them.

A tensor partition takes milliseconds to tens of milliseconds to find, and most pairs of positions
and device sets will never be part of a good plan. So a split starts as a lower bound,

    t_split >= sum over nodes of 1 / (sum over devices of 1 / t)

(all arithmetic shared perfectly, nothing exchanged), and a search that wants to extend a plan by
it has it priced first. Stages of equal nodes (repeated blocks) are priced once.
"""

from __future__ import annotations

import math

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.blocks import node_classes
from hwpipe.joint.model import JointStage
from hwpipe.joint.option import Option
from hwpipe.joint.options import StageOptions
from hwpipe.joint.pool import Counts
from hwpipe.joint.ranks import stage_ranks, state_factor
from hwpipe.joint.split import Splitter
from hwpipe.joint.thrift import cheapest
from hwpipe.joint.timing import ring_reduce_s
from hwpipe.partition.positions import BoolArray
from hwpipe.tensor.stage import StageSplit

__all__ = ["SplitPrices"]

#: A split of that many seconds holds a layer that one of its devices cannot run.
UNABLE_S = 1e20


class SplitPrices:
    """Split stages of `StageOptions`."""

    def __init__(
        self,
        stages: StageOptions,
        splitter: Splitter,
        split_at: BoolArray,
        sets: frozenset[Counts],
    ) -> None:
        """Prepare.

        Args:
            stages: positions, pool and links.
            splitter: prices a split.
            split_at: positions at which a split stage may begin or end, shape (K,).
            sets: device sets that may be split over.
        """
        self._stages, self._splitter = stages, splitter
        self.split_at, self.sets = split_at, sets
        self._alike: dict[tuple[tuple[str, ...], bytes, int], StageSplit | None] = {}
        self._shared: dict[Counts, FloatArray] = {}
        self._classes = node_classes(stages.problem.graph, stages.problem.table)

    def units(self, counts: Counts) -> int:
        """Machines that each share the layers of their own micro-batches; 0: one split over all."""
        pool = self._stages.pool
        used = [g for g, c in enumerate(counts) if c]
        if not pool.unit or len(used) != 1:
            return 0
        return pool.devices(counts) // pool.unit[used[0]]

    def _parties(self, counts: Counts) -> tuple[str, ...]:
        """The devices that share layers: all, or the first machine."""
        names, units = self._stages.pool.names(counts), self.units(counts)
        return names[: len(names) // units] if units else names

    def held(self, end: int) -> int:
        """Micro-batches in flight for which the memory of a split is priced: the most possible."""
        problem = self._stages.problem
        if not problem.training:
            return 2
        behind = problem.space.total - 1
        return problem.held(0 if end == self._stages.count - 1 else behind)

    def shared_seconds(self, counts: Counts) -> FloatArray:
        """Seconds of every pair if its devices shared each node perfectly, (P,)."""
        stages = self._stages
        if counts not in self._shared:
            pool, problem = stages.pool, stages.problem
            rate = np.zeros(len(problem.graph))
            units = max(1, self.units(counts))
            with np.errstate(divide="ignore"):
                for g, c in enumerate(counts):
                    if c:
                        devices = c * pool.per_bundle[g] // units
                        rate = rate + devices / problem.node_time_s[pool.rows[g]]
                least = 1.0 / rate
            least = np.where(np.isfinite(least), least, 1e30)
            self._shared[counts] = stages.span(problem.positions.prefix(least))
        return self._shared[counts]

    def option(self, counts: Counts, limit: float) -> Option | None:
        """The set as a split stage: bounds of every pair that is worth it within `limit`."""
        stages = self._stages
        M, shared = stages.problem.microbatches, self.shared_seconds(counts)
        good = -(-M // max(1, self.units(counts))) * shared <= limit * (1 + 1e-9)
        good &= self.split_at[stages.start] & self.split_at[stages.end]
        allowed = stages.allowed(counts, "split")
        if allowed is not None:
            good &= allowed
        pairs = np.flatnonzero(good)
        way = shared[pairs]
        units = max(1, self.units(counts))
        rounds = float(-(-M // units))
        nothing = np.zeros(len(pairs))
        option = stages.option(
            counts,
            "split",
            ranks=units,
            pairs=pairs,
            work=rounds * way,
            way=way,
            forward=nothing,
            back=nothing.copy(),
            reduce=nothing.copy(),
            rounds=np.full(len(pairs), rounds),
            limit=limit,
            priced=np.zeros(len(pairs), dtype=bool),
        )
        if option is not None and self._alike:
            for row, pair in enumerate(option.pair.tolist()):
                if self._key(counts, int(stages.start[pair]), int(stages.end[pair])) in self._alike:
                    self.price(option, row)
        return option

    def price(self, option: Option, row: int) -> None:
        """Write the exact figures of a row into its option; `inf` if it cannot be."""
        assert option.priced is not None
        if option.priced[row]:
            return
        stages, pair = self._stages, int(option.pair[row])
        start, end = int(stages.start[pair]), int(stages.end[pair])
        split = self._alike_split(option.counts, start, end)
        option.priced[row] = True
        again = None if split is None else self._recomputes(option.counts, split, start, end)
        if split is None or again is None:
            option.work[row], option.way[row] = math.inf, UNABLE_S
            return
        total, forward, rounds = split.seconds_s, split.seconds_s, option.rounds[row]
        if stages.problem.training:
            share = split.plan.forward_s
            forward = min(total / 3 if share is None else share, total)
            option.reduce[row] = self._reduce_s(option.counts, split)
        if again:
            total += forward
        option.way[row], option.forward[row] = total, forward
        option.back[row] = rounds * (total - forward)
        option.work[row] = rounds * (total + option.transfer[row])

    @property
    def known(self) -> int:
        """Splits that were priced so far; equal ones count once."""
        return len(self._alike)

    def _key(self, counts: Counts, start: int, end: int) -> tuple[tuple[str, ...], bytes, int]:
        """What a split's price depends on."""
        nodes = self._stages.nodes(start, end)
        return self._parties(counts), self._classes[list(nodes)].tobytes(), self.held(end)

    def _alike_split(self, counts: Counts, start: int, end: int) -> StageSplit | None:
        """The split of these nodes or of equal ones elsewhere."""
        key = self._key(counts, start, end)
        if key not in self._alike:
            nodes = self._stages.nodes(start, end)
            split = self._splitter(nodes, self._parties(counts), self.held(end))
            able = split is not None and split.seconds_s < UNABLE_S
            self._alike[key] = split if able else None
        return self._alike[key]

    def _fits(self, counts: Counts, split: StageSplit) -> bool:
        cluster = self._stages.problem.cluster
        names = self._parties(counts)
        return all(
            need <= cluster.by_name[name].memory_bytes * (1 + 1e-9)
            for need, name in zip(split.memory_bytes, names, strict=True)
        )

    def _recomputes(self, counts: Counts, split: StageSplit, start: int, end: int) -> bool | None:
        """Whether it must recompute, with as few ranks behind as can be; None if nothing helps."""
        stages, problem = self._stages, self._stages.problem
        if not stages.thrift:
            return False if self._fits(counts, split) else None
        units = max(1, self.units(counts))
        names = stages.pool.names(counts)
        stage = JointStage(
            stages.nodes(start, end), names, "split", tensor=split, units=units, thrift=True
        )
        received = float(problem.positions.cut_bytes[int(stages.positions[start])])
        ranks = stage_ranks(problem, stage, received, 0.0)
        least = problem.held(0 if end == stages.count - 1 else 1, units)
        found = cheapest(problem, ranks.costs[:2], [least] * min(units, 2))
        return None if found is None else found[1]

    def _reduce_s(self, counts: Counts, split: StageSplit) -> float:
        """All-reduce of the gradients over machines that share layers inside."""
        units = self.units(counts)
        if units < 2:
            return 0.0
        problem, names = self._stages.problem, self._stages.pool.names(counts)
        size = len(names) // units
        weight = max(split.plan.state_bytes) / state_factor(problem)
        link = problem.cluster.link(names[0], names[size])
        beside = size if link is not None and link.shared is not None else 1
        seconds = ring_reduce_s(problem, names[::size], np.array([beside * weight]))
        return float(seconds[0]) * problem.reduce_rounds(units)

    def split(self, counts: Counts, start: int, end: int) -> StageSplit:
        """The split of a stage between two positions, with the names of its own layers."""
        stages = self._stages
        split = self._splitter(stages.nodes(start, end), self._parties(counts), self.held(end))
        assert split is not None
        return split
