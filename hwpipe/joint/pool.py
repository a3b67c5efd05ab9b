"""Which devices a joint stage may take: bundles of interchangeable devices, sets, and states.

A *bundle* is one device, or in large clusters a fixed set of them (a machine, or several). Bundles
of a group may be exchanged without changing a cost or a link, so a state counts the bundles of
each group that are left, and a *device set* counts those that a stage takes, of any groups.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from hwpipe.cost.table import FloatArray
from hwpipe.partition.positions import IntArray
from hwpipe.partition.problem import PlanningProblem

__all__ = ["DevicePool", "make_pool", "most_replicas"]

Counts = tuple[int, ...]
#: Most states of remaining bundles, and most device sets, that a search walks through.
MOST_STATES = 700
MOST_SETS = 260
#: On clusters of whole machines, kinds whose speeds differ by more than this share no stage, but
#: for one that takes every machine: a micro-batch that meets the slow kind holds up all behind it.
MOST_UNLIKE = 1.5


@dataclass(frozen=True)
class DevicePool:
    """Groups of bundles.

    Attributes:
        groups: for each group its bundles, each a tuple of device names.
        rows: group of the planning problem (row of its arrays) that each group belongs to.
        ordered: stages follow the order of the groups, which then have one device each.
        sets: the device sets that a stage may take, as bundles of each group.
        every_set: whether `sets` holds every set of bundles.
        unit: devices in a machine of each group, where stages take whole machines.
        unlike: whether sets of kinds of unlike speed were left out.
    """

    groups: tuple[tuple[tuple[str, ...], ...], ...]
    rows: tuple[int, ...]
    ordered: bool
    sets: tuple[Counts, ...]
    every_set: bool
    unit: Counts = ()
    unlike: bool = False

    @cached_property
    def sizes(self) -> Counts:
        """Bundles of each group."""
        return tuple(len(bundles) for bundles in self.groups)

    @cached_property
    def per_bundle(self) -> Counts:
        """Devices in a bundle of each group."""
        return tuple(len(bundles[0]) for bundles in self.groups)

    @cached_property
    def strides(self) -> Counts:
        """Weight of each group in the number of a state."""
        strides = [1]
        for size in self.sizes[:-1]:
            strides.append(strides[-1] * (size + 1))
        return tuple(strides)

    @cached_property
    def states(self) -> int:
        """Number of states; of an ordered pool state k means that groups k.. are left."""
        if self.ordered:
            return len(self.groups) + 1
        product = 1
        for size in self.sizes:
            product *= size + 1
        return product

    @property
    def full(self) -> int:
        """The state in which every bundle is left."""
        return 0 if self.ordered else self.states - 1

    @cached_property
    def devices_left(self) -> IntArray:
        """Devices of the bundles that are left in each state."""
        each = np.array(self.per_bundle, dtype=np.int64)
        if self.ordered:
            return np.concatenate([np.cumsum(each[::-1])[::-1], [0]])
        states = np.arange(self.states)
        total = np.zeros(self.states, dtype=np.int64)
        for stride, size, n in zip(self.strides, self.sizes, self.per_bundle, strict=True):
            total += states // stride % (size + 1) * n
        return total

    def moves(self, counts: Counts) -> tuple[IntArray, IntArray]:
        """States that can give `counts`, and what is left of each."""
        if self.ordered:
            used = [g for g, c in enumerate(counts) if c]
            before = np.arange(used[0] + 1)
            return before, np.full_like(before, used[-1] + 1)
        states = np.arange(self.states)
        fits = np.ones(self.states, dtype=bool)
        taken = 0
        for count, stride, size in zip(counts, self.strides, self.sizes, strict=True):
            fits &= states // stride % (size + 1) >= count
            taken += count * stride
        source = states[fits]
        return source, source - taken

    def names(self, counts: Counts) -> tuple[str, ...]:
        """Devices of a set, taken from the front of each group."""
        return tuple(
            name
            for bundles, count in zip(self.groups, counts, strict=True)
            for bundle in bundles[:count]
            for name in bundle
        )

    def devices(self, counts: Counts) -> int:
        """Number of devices of a set."""
        return sum(c * n for c, n in zip(counts, self.per_bundle, strict=True))

    def assign(self, sets: Sequence[Counts]) -> list[tuple[str, ...]]:
        """Disjoint devices for the sets of successive stages."""
        free = [list(bundles) for bundles in self.groups]
        found = []
        for counts in sets:
            names: list[str] = []
            for group, count in enumerate(counts):
                for _ in range(count):
                    names.extend(free[group].pop(0))
            found.append(tuple(names))
        return found


def most_replicas(problem: PlanningProblem) -> int:
    """Most replicas of a stage: 1 where replication was ruled out, all devices where it was not.

    The problem keeps limits by group; a group of linked devices with a limit below its size tells
    that there is one.
    """
    space = problem.space
    limits = [
        most
        for g, (size, most) in enumerate(zip(space.sizes, space.max_replicas, strict=True))
        if most < size and (not problem.training or space.class_of[g, g] >= 0)
    ]
    return max(limits) if limits else space.total


def _sets(sizes: Counts, *, ordered: bool) -> tuple[tuple[Counts, ...], bool]:
    """Device sets of a stage: all of them, or whole groups and powers of two."""
    if ordered:
        count = len(sizes)
        spans = [(a, b) for a in range(count) for b in range(a + 1, count + 1)]
        every = len(spans) <= MOST_SETS
        if not every:
            spans = [(a, b) for a, b in spans if b - a in (1, 2, 4, 8, 16, 32) or b - a == count]
        return tuple(tuple(int(a <= g < b) for g in range(count)) for a, b in spans), every
    total = 1
    for size in sizes:
        total *= size + 1
    if total - 1 <= MOST_SETS:
        every_set = itertools.product(*(range(size + 1) for size in sizes))
        return tuple(c for c in every_set if any(c)), True
    options = [sorted({0, size, *(2**k for k in range(size.bit_length()) if 2**k <= size)})
               for size in sizes]  # fmt: skip
    found = [c for c in itertools.product(*options) if any(c)]
    if len(found) > MOST_SETS:  # many kinds: one kind alone, and everything of several kinds
        alone = [c for c in found if sum(x > 0 for x in c) == 1]
        whole = [
            c for c in itertools.product(*((0, s) for s in sizes)) if sum(x > 0 for x in c) > 1
        ]
        found = list(dict.fromkeys([*alone, *whole[-(MOST_SETS - len(alone)) :]]))
    return tuple(found), False


def make_pool(
    problem: PlanningProblem,
    apart: Iterable[str] = (),
    machines: Sequence[Sequence[tuple[str, ...]]] | None = None,
) -> DevicePool:
    """The pool of a problem.

    Args:
        problem: groups of interchangeable devices come from it.
        apart: devices with a name of their own (pinned ones), a group each.
        machines: for each group of the problem its machines, which are then never divided.
    """
    if machines is not None:
        found = tuple(tuple(kind) for kind in machines)
        while _states(found) > MOST_STATES // 2 and max(len(b) for b in found) > 1:
            found = tuple(_joined(bundles) for bundles in found)
        sizes = tuple(len(b) for b in found)
        sets, _ = _sets(sizes, ordered=False)
        inside = tuple(len(kind[0]) for kind in machines)
        seconds = problem.time_s[:, -1]
        alike = tuple(c for c in sets if c == sizes or _alike(c, seconds))
        unlike = len(alike) < len(sets)
        rows = tuple(range(len(found)))
        return DevicePool(found, rows, False, alike, False, inside, unlike)
    space, alone = problem.space, set(apart)
    if space.ordered:
        groups = tuple(((name,),) for name in space.order)
        rows = tuple(problem.group_of[name] for name in space.order)
        sets, every = _sets((1,) * len(groups), ordered=True)
        return DevicePool(groups, rows, True, sets, every)
    named: list[tuple[tuple[str, ...], int]] = []
    for g, names in enumerate(space.groups):
        rest = tuple(n for n in names if n not in alone)
        named += [((n,), g) for n in names if n in alone]
        if rest:
            named.append((rest, g))
    unit = 1
    while True:
        found = tuple(_bundled(names, unit) for names, _ in named)
        if _states(found) <= MOST_STATES or all(len(b) == 1 for b in found):
            break
        unit *= 2
    sizes = tuple(len(b) for b in found)
    sets, every = _sets(sizes, ordered=False)
    return DevicePool(found, tuple(g for _, g in named), False, sets, every and unit == 1)


def _alike(counts: Counts, seconds: FloatArray) -> bool:
    """Whether the kinds of a set take about as long for the whole network."""
    used = seconds[[g for g, c in enumerate(counts) if c]]
    return bool(used.max() <= MOST_UNLIKE * used.min())


def _states(groups: Sequence[Sequence[object]]) -> int:
    states = 1
    for bundles in groups:
        states *= len(bundles) + 1
    return states


def _joined(bundles: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
    """Bundles two by two; an odd one out is left unused."""
    if len(bundles) == 1:
        return bundles
    pairs = zip(bundles[::2], bundles[1::2], strict=False)
    return tuple(first + second for first, second in pairs)


def _bundled(names: tuple[str, ...], unit: int) -> tuple[tuple[str, ...], ...]:
    """Bundles of `unit` devices; what is left over stays unused unless it is all there is."""
    size = min(unit, len(names))
    return tuple(names[k * size : (k + 1) * size] for k in range(len(names) // size))
