"""Transfers between device sets: classes of sets that see the same links, and their seconds."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import cached_property

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.joint.pool import Counts, DevicePool
from hwpipe.partition.positions import BoolArray, IntArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["LinkTable"]

#: Most classes of device sets that are told apart by their links.
MOST_CLASSES = 12


class LinkTable:
    """Transfers between classes of device sets at every position.

    Two sets are of one class if they see every other set over equal links. `there` and `back` have
    shape (C, C, K): seconds of the slowest link between the two sets; `inf` where one is missing.
    """

    def __init__(self, problem: PlanningProblem, pool: DevicePool, cut_bytes: FloatArray) -> None:
        """Prepare for `cut_bytes`, the bytes alive at each position, shape (K,)."""
        groups = range(len(pool.groups))
        count = len(cut_bytes)
        there = np.full((len(groups), len(groups), count), math.inf)
        back = there.copy()
        blocks = np.zeros((2, len(groups), len(groups)), dtype=bool)  # there, back
        lanes = np.full((len(groups), len(groups)), math.inf)  # transfers side by side
        for g in groups:
            for h in groups:
                if g == h and len(pool.groups[g]) < 2:
                    continue
                src, dst = pool.groups[g][0][0], pool.groups[h][-1][0]
                link, home = problem.cluster.link(src, dst), problem.cluster.link(dst, src)
                if link is None or (problem.training and home is None):
                    continue
                moving = cut_bytes > 0
                lanes[g, h] = _lanes(problem, pool, g, h)
                there[g, h] = np.where(moving, link.latency_s + cut_bytes / link.bytes_per_s, 0.0)
                back[g, h] = 0.0
                blocks[0, g, h] = not link.overlap
                if problem.training and home is not None:
                    back[g, h] = np.where(
                        moving, home.latency_s + cut_bytes / home.bytes_per_s, 0.0
                    )
                    blocks[1, g, h] = not home.overlap
        supports = sorted({tuple(c > 0 for c in counts) for counts in pool.sets})
        members = [np.flatnonzero(support) for support in supports]
        self._class_of = dict.fromkeys(supports, 0)
        single = {g for g in groups if len(pool.groups[g]) < 2}
        classes: list[list[int]] = []
        if len(members) <= 64:
            classes = _classes((there, back, blocks, lanes), members, single)
            if len(classes) > MOST_CLASSES:  # sets that differ in lanes alone together
                anything = np.full_like(lanes, math.inf)
                classes = _classes((there, back, blocks, anything), members, single)
        if not classes or len(classes) > MOST_CLASSES:  # the cheapest link stands for all
            classes = [list(range(len(members)))]
        size = len(classes)
        self.there = np.full((size, size, count), math.inf)
        self.back = self.there.copy()
        self.blocks = np.ones((size, size), dtype=bool)
        self.lanes = np.zeros((size, size))
        self._tensors: dict[tuple[int, int, int], FloatArray] = {}
        for i, first in enumerate(classes):
            for a in first:
                self._class_of[supports[a]] = i
        # Members of a class agree wherever two disjoint sets can meet; the least of them is what
        # all agree on, or a bound where the cheapest stands for all.
        if size == 1:
            finite = np.isfinite(there).all(axis=2)
            if finite.any():
                self.there[0, 0] = there[finite].min(axis=0)
                self.back[0, 0] = back[finite].min(axis=0)
                self.blocks[0, 0] = _surely(blocks[:, finite])
                self.lanes[0, 0] = math.inf
            return
        for i, first in enumerate(classes):
            for j, second in enumerate(classes):
                for a in first:
                    for b in second:
                        if set(members[a]) & set(members[b]) & single:
                            continue
                        cells = np.ix_(members[a], members[b])
                        worst = there[cells].max(axis=(0, 1))
                        home = back[cells].max(axis=(0, 1))
                        self.there[i, j] = np.minimum(self.there[i, j], worst)
                        self.back[i, j] = np.minimum(self.back[i, j], home)
                        self.blocks[i, j] &= _surely(blocks[:, cells[0], cells[1]])
                        self.lanes[i, j] = max(self.lanes[i, j], lanes[cells].sum())

    def class_of(self, counts: Counts) -> int:
        """Class of a device set."""
        return self._class_of[tuple(c > 0 for c in counts)]

    def tensors(self, before: int, behind: int, microbatches: int, ranks: int) -> int:
        """Tensors that one lane from a class to a stage of `ranks` carries, one after another."""
        return int(-(-microbatches // min(ranks, max(self.lanes[before, behind], 1.0))))

    def tensors_into(self, behind: int, microbatches: int, ranks: int) -> FloatArray:
        """`tensors` from every class, (C,)."""
        key = (behind, microbatches, ranks)
        if key not in self._tensors:
            ports = np.minimum(ranks, np.maximum(self.lanes[:, behind], 1.0))
            self._tensors[key] = np.ceil(microbatches / ports - 1e-9)
        return self._tensors[key]

    @property
    def count(self) -> int:
        """Number of classes."""
        return len(self.there)

    @cached_property
    def both(self) -> FloatArray:
        """Seconds there and back, (C, C, K)."""
        return np.asarray(self.there + self.back)

    @cached_property
    def longer(self) -> FloatArray:
        """Seconds of the longer way, (C, C, K)."""
        return np.maximum(self.there, self.back)

    @cached_property
    def least_blocking(self) -> FloatArray:
        """Seconds that a link out of each class adds at least to its sender, (C, K)."""
        cost = np.where(self.blocks[:, :, None], self.both, 0.0)
        return np.asarray(cost.min(axis=1))


def _surely(blocks: BoolArray) -> bool:
    """Whether a boundary stops compute whichever of the links is the slowest of each way."""
    flat = blocks.reshape(2, -1)
    return bool(flat[0].all() or flat[1].all())


def _lanes(problem: PlanningProblem, pool: DevicePool, g: int, h: int) -> float:
    """Most transfers side by side from one group to another; inf: nothing is shared."""
    space = problem.space
    found = space.class_of[pool.rows[g], pool.rows[h]]
    lanes = space.classes[found].lanes if found >= 0 else 0
    return float(lanes) if lanes else math.inf


def _classes(
    figures: tuple[FloatArray, FloatArray, BoolArray, FloatArray],
    members: Sequence[IntArray],
    single: set[int],
) -> list[list[int]]:
    """Supports (sets of groups) by what they see of all others they can meet."""
    there, back, blocks, lanes = figures
    kinds: dict[bytes, int] = {}
    count = len(members)
    number = np.full((count, count), -1)  # -1: the two cannot meet
    for i, a in enumerate(members):
        for j, b in enumerate(members):
            if not set(a) & set(b) & single:
                cells = np.ix_(a, b)
                slow = there[cells].max(axis=(0, 1)).tobytes()
                slow += back[cells].max(axis=(0, 1)).tobytes()
                slow += bytes([_surely(blocks[:, cells[0], cells[1]])])
                slow += lanes[cells].sum().tobytes()
                number[i, j] = kinds.setdefault(slow, len(kinds))
    profiles: list[IntArray] = []
    classes: list[list[int]] = []
    for i in range(count):
        mine = np.concatenate([number[i], number[:, i]])
        for profile, listed in zip(profiles, classes, strict=True):
            if ((profile == mine) | (profile < 0) | (mine < 0)).all():
                np.copyto(profile, mine, where=profile < 0)
                listed.append(i)
                break
        else:
            profiles.append(mine)
            classes.append([i])
    return classes
