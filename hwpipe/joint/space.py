"""The space of a joint search: where it cuts, what it splits over, and how a proof names it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from hwpipe.joint.blocks import node_classes, repeated_blocks
from hwpipe.joint.effort import Effort
from hwpipe.joint.options import MOST_IDLE, StageOptions
from hwpipe.joint.pool import Counts, DevicePool
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import PlanningProblem
from hwpipe.partition.wide import good_cuts

__all__ = ["cuts_searched", "pick_positions", "space_searched", "split_sets"]

#: Most boundaries between repeated blocks that are searched.
MOST_BLOCKS = 100


def pick_positions(
    problem: PlanningProblem, effort: Effort, pinned: Iterable[int], *, machines: bool = False
) -> tuple[IntArray, BoolArray]:
    """The positions that are searched, and at which of them splits begin or end."""
    places = problem.positions
    every = places.count <= effort.cuts
    if every:
        positions = np.arange(places.count)
    else:
        # Both sides of a pinned node, or it could not stand alone.
        beside = [place for node in pinned for place in (node, node + 1)]
        picks = [
            good_cuts(problem, max(2, effort.cuts - effort.split_cuts)),
            good_cuts(problem, effort.split_cuts),
            np.array(beside, dtype=np.int64),
            _between_blocks(problem),
        ]
        positions = places.chain[np.unique(np.concatenate(picks))]
    if machines:
        found = _between_blocks(problem)
        if len(found):
            found = found[:: -(-len(found) // effort.split_cuts)]
            return positions, np.isin(positions, [places.chain[0], *places.chain[found],
                                                  places.chain[-1]])  # fmt: skip
    if len(positions) <= effort.split_cuts + 1:
        return positions, np.ones(len(positions), dtype=bool)
    chosen = places.chain[good_cuts(problem, effort.split_cuts)]
    return positions, np.isin(positions, chosen)


def _between_blocks(problem: PlanningProblem) -> IntArray:
    """Prefix lengths between repeated blocks, every one of them if there are not too many."""
    if len(problem.graph) < 64:
        return np.zeros(0, dtype=np.int64)
    chain = problem.positions.chain
    classes = node_classes(problem.graph, problem.table)
    blocks = repeated_blocks(classes, problem.positions.cut_bytes[chain])
    if blocks is None:
        return np.zeros(0, dtype=np.int64)
    stride = -(-blocks.count // MOST_BLOCKS)
    return blocks.boundaries()[::stride]


def cuts_searched(problem: PlanningProblem, positions: IntArray) -> str:
    """Which cuts a proof holds for."""
    places = problem.positions
    if len(positions) == places.count:
        return places.cuts
    return f"{len(positions)} of {len(places.chain)} cuts of the topological order"


def space_searched(stages: StageOptions, over: frozenset[Counts]) -> str:
    """Which plans a proof holds for."""
    problem, pool = stages.problem, stages.pool
    cuts = cuts_searched(problem, stages.positions)
    sets = "any set of devices" if pool.every_set else f"{len(pool.sets)} device sets"
    if max(pool.per_bundle) > 1:
        sets += f" of bundles of up to {max(pool.per_bundle)}"
    if pool.unlike:
        sets += " (kinds of unlike speed apart, or all machines)"
    order = "in the order of the cluster file" if pool.ordered else "in any order"
    splits = 0 if stages.splits is None else int(stages.splits.split_at.sum())
    where = "" if splits == stages.count else f" between {splits} cuts"
    few = "" if len(pool.sets) <= MOST_IDLE else " (no more of them than micro-batches)"
    by_tensor = (
        f", or split by tensor (the best of hwpipe's methods) over {len(over)} device sets{where}"
        if over
        else ""
    )
    return (
        f"pipelines over {cuts}, stages on {sets}, {order}, each on one device, with "
        f"micro-batches dealt out to replicas of any types{few}{by_tensor}; schedule "
        f"{problem.schedule} with {problem.microbatches} micro-batches"
    )


def split_sets(pool: DevicePool, most: int) -> frozenset[Counts]:
    """Device sets over which stages may be split: all of few, else whole groups first."""
    several = [c for c in pool.sets if pool.devices(c) > 1]
    if len(several) <= most:
        return frozenset(several)

    def rank(counts: Counts) -> tuple[int, int, Counts]:
        whole = all(c in (0, s) for c, s in zip(counts, pool.sizes, strict=True))
        power = all(c & (c - 1) == 0 for c in counts)
        equal = len({c for c in counts if c}) == 1
        kinds = sum(c > 0 for c in counts)
        if whole:
            place = 0 if kinds in (1, len(counts)) else 2
        else:
            place = 1 if power and kinds == 1 else 3 if power and equal else 4 if power else 5
        return (place, -pool.devices(counts), counts)

    return frozenset(sorted(several, key=rank)[:most])
