"""Exact minimum of a sum of costs over one layer and over two adjacent layers.

Every layer has one of a few states (its partition type); the cost is a number for each state of
a layer and for each pair of states along an edge. On a chain, eliminating layers one by one is
AccPar's dynamic programme, O(9 L). Between a fork and a join it is AccPar's multi-path rule:
each path becomes a table over (fork type, join type) holding the path's minimum, and parallel
tables are *added*, because the same devices walk the paths one after another over the same
link (a maximum would need an engine for each path).

Eliminations that do not touch each other are done in one vectorised step, so a network of n
layers takes about log n steps. Graphs that are not series-parallel get tables over more than
two layers, up to `MAX_WIDTH`; beyond that layers are fixed greedily and the result says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray

__all__ = ["MAX_WIDTH", "Eliminator"]

#: Layers besides the eliminated one that a table may span: 4^9 cells, 2 MB.
MAX_WIDTH: Final = 8

IntArray = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Merge:
    """Add table `extra` to table `keep` (transposed where `flip`)."""

    keep: IntArray
    extra: IntArray
    flip: npt.NDArray[np.bool_]

    @cached_property
    def unique(self) -> bool:
        """Whether no table receives two others."""
        return _unique(self.keep)


@dataclass(frozen=True)
class _Leaf:
    """Eliminate nodes of degree 1 into their neighbour."""

    node: IntArray
    neighbour: IntArray
    table: IntArray
    flip: npt.NDArray[np.bool_]  # True where the table is stored as (node, neighbour)

    @cached_property
    def unique(self) -> bool:
        """Whether no layer receives two others."""
        return _unique(self.neighbour)


@dataclass(frozen=True)
class _Series:
    """Eliminate nodes of degree 2: tables (a, node) and (node, b) become (a, b)."""

    node: IntArray
    first: IntArray
    second: IntArray
    table_first: IntArray
    flip_first: npt.NDArray[np.bool_]
    table_second: IntArray
    flip_second: npt.NDArray[np.bool_]
    result: IntArray


class Eliminator:
    """The order of elimination of one graph; made once, used for many cost tables."""

    def __init__(self, nodes: int, edges: Iterable[tuple[int, int]]) -> None:
        """Plan the elimination of a graph.

        Args:
            nodes: number of layers.
            edges: pairs (a, b) of adjacent layers; repeats are allowed and their costs add.
        """
        self._nodes = nodes
        self._edges = [(a, b) for a, b in edges]
        self._steps: list[_Merge | _Leaf | _Series] = []
        self._tables = len(self._edges)
        self._ends = list(self._edges)  # (row node, column node) of each table
        self._plan()

    def _plan(self) -> None:
        around: list[dict[int, int]] = [{} for _ in range(self._nodes)]  # neighbour -> table
        self._attach(range(len(self._edges)), around)
        alive = [True] * self._nodes
        work = list(range(self._nodes))
        while work:
            leaves: list[int] = []
            series: list[int] = []
            locked: set[int] = set()
            again: set[int] = set()
            for node in work:
                if not alive[node] or node in locked:
                    again.add(node)
                    continue
                degree = len(around[node])
                if degree not in (1, 2):
                    continue
                locked.add(node)
                locked.update(around[node])
                again.update(around[node])
                alive[node] = False
                (leaves if degree == 1 else series).append(node)
            if not leaves and not series:
                break
            made: list[int] = []
            if leaves:
                self._steps.append(self._leaf_step(leaves, around))
            if series:
                self._steps.append(self._series_step(series, around, made))
            self._attach(made, around)
            work = sorted(n for n in again if alive[n])
        self._core = [n for n in range(self._nodes) if alive[n] and around[n]]
        self._free = [n for n in range(self._nodes) if alive[n] and not around[n]]
        self._core_tables = {(a, b): around[a][b] for a in self._core for b in around[a] if a < b}

    def _attach(self, tables: Iterable[int], around: list[dict[int, int]]) -> None:
        keep, extra, flip = [], [], []
        for table in tables:
            a, b = self._ends[table]
            if b in around[a]:
                there = around[a][b]
                keep.append(there)
                extra.append(table)
                flip.append(self._ends[there] != (a, b))
            else:
                around[a][b] = around[b][a] = table
        if keep:
            self._steps.append(_Merge(np.array(keep), np.array(extra), np.array(flip)))

    def _leaf_step(self, leaves: list[int], around: list[dict[int, int]]) -> _Leaf:
        neighbour, table, flip = [], [], []
        for node in leaves:
            ((other, index),) = around[node].items()
            neighbour.append(other)
            table.append(index)
            flip.append(self._ends[index][0] == node)
            del around[other][node]
            around[node] = {}
        return _Leaf(np.array(leaves), np.array(neighbour), np.array(table), np.array(flip))

    def _series_step(
        self, series: list[int], around: list[dict[int, int]], made: list[int]
    ) -> _Series:
        rows: list[tuple[int, ...]] = []
        for node in series:
            (first, one), (second, two) = sorted(around[node].items())
            result = self._tables
            self._tables += 1
            self._ends.append((first, second))
            made.append(result)
            rows.append((node, first, second, one, self._ends[one][0] == node, two,
                         self._ends[two][1] == node, result))  # fmt: skip
            del around[first][node], around[second][node]
            around[node] = {}
        node_, first_, second_, one_, flip_one, two_, flip_two, result_ = (
            np.array(column) for column in zip(*rows, strict=True)
        )
        return _Series(node_, first_, second_, one_, flip_one.astype(bool), two_,
                       flip_two.astype(bool), result_)  # fmt: skip

    def solve(self, unary: FloatArray, pair: FloatArray) -> tuple[float, IntArray, bool]:
        """Minimise the sum of costs.

        Args:
            unary: cost of each state of each node, shape (nodes, states); `inf` forbids.
            pair: cost of each pair of states of each edge, shape (edges, states, states).

        Returns:
            (minimum, state of each node, whether the minimum is proven).
        """
        minimum, state, exact = self.solve_many(unary[None], pair[None])
        return float(minimum[0]), state[0], exact

    def solve_many(self, unary: FloatArray, pair: FloatArray) -> tuple[FloatArray, IntArray, bool]:
        """`solve` for several cost tables of the same graph, the first axis of all arrays."""
        count, _, states = unary.shape
        cost = unary.copy()
        tables = np.empty((count, self._tables, states, states))
        tables[:, : len(self._edges)] = pair
        trail: list[IntArray] = []
        for step in self._steps:
            if isinstance(step, _Merge):
                extra = _turned(tables[:, step.extra], step.flip)
                _add(tables, step.keep, extra, unique=step.unique)
            elif isinstance(step, _Leaf):
                total = _turned(tables[:, step.table], step.flip) + cost[:, step.node, None]
                trail.append(total.argmin(axis=3))
                _add(cost, step.neighbour, total.min(axis=3), unique=step.unique)
            else:
                before = _turned(tables[:, step.table_first], step.flip_first)
                after = _turned(tables[:, step.table_second], step.flip_second)
                total = (before + cost[:, step.node, None])[..., None] + after[:, :, None]
                trail.append(total.argmin(axis=3))
                tables[:, step.result] = total.min(axis=3)
        state = np.zeros((count, self._nodes), dtype=np.intp)
        minimum, exact = np.zeros(count), True
        for case in range(count):
            minimum[case], proven = self._solve_core(cost[case], tables[case], state[case])
            exact = exact and proven
        rows = np.arange(count)[:, None]
        state[:, self._free] = cost[:, self._free].argmin(axis=2)
        minimum += cost[:, self._free].min(axis=2).sum(axis=1)
        for step in reversed(self._steps):
            if isinstance(step, _Merge):
                continue
            chosen = trail.pop()
            index = np.arange(len(step.node))[None]
            if isinstance(step, _Leaf):
                state[:, step.node] = chosen[rows, index, state[:, step.neighbour]]
            else:
                ends = state[:, step.first], state[:, step.second]
                state[:, step.node] = chosen[rows, index, ends[0], ends[1]]
        return minimum, state, exact

    def _solve_core(
        self, cost: FloatArray, tables: FloatArray, state: IntArray
    ) -> tuple[float, bool]:
        """What is left has degree 3 or more everywhere: eliminate with wider tables."""
        factors: list[tuple[tuple[int, ...], FloatArray]] = []
        for (a, b), index in self._core_tables.items():
            table = tables[index]
            factors.append(((a, b), table if self._ends[index] == (a, b) else table.T))
        factors += [((node,), cost[node]) for node in self._core]
        left = list(self._core)
        trail: list[tuple[int, tuple[int, ...], IntArray]] = []
        exact, constant = True, 0.0
        while left:
            scope = {n: {m for names, _ in factors if n in names for m in names} for n in left}
            node = min(left, key=lambda n: (len(scope[n]), n))
            if len(scope[node]) - 1 > MAX_WIDTH:
                # Too dense for exact tables: fix the busiest layer at its cheapest state.
                node = max(left, key=lambda n: (len(scope[n]), -n))
                own: FloatArray = sum(  # type: ignore[assignment]
                    _reduced(names, table, node) for names, table in factors if node in names
                )
                fixed = int(own.argmin())
                state[node] = fixed
                kept = []
                for names, table in factors:
                    if node in names:
                        axis = names.index(node)
                        names = names[:axis] + names[axis + 1 :]  # noqa: PLW2901
                        table = table.take(fixed, axis=axis)  # noqa: PLW2901
                        if not names:
                            constant += float(table)
                            continue
                    kept.append((names, table))
                factors, exact = kept, False
                left.remove(node)
                continue
            others = tuple(sorted(scope[node] - {node}))
            order = (*others, node)
            total: FloatArray = np.zeros((1,) * len(order))
            rest = []
            for names, table in factors:
                if node not in names:
                    rest.append((names, table))
                    continue
                axes = sorted(range(len(names)), key=lambda k: order.index(names[k]))
                shape = [table.shape[names.index(n)] if n in names else 1 for n in order]
                total = total + table.transpose(axes).reshape(shape)
            total = np.broadcast_to(total, (cost.shape[1],) * len(order))
            chosen = total.argmin(axis=-1)
            trail.append((node, others, chosen))
            reduced: FloatArray = total.min(axis=-1)
            if others:
                rest.append((others, reduced))
            else:
                constant += float(reduced)
            factors = rest
            left.remove(node)
        for node, others, chosen in reversed(trail):
            state[node] = chosen[tuple(state[n] for n in others)]
        return constant, exact


def _turned(tables: FloatArray, flip: npt.NDArray[np.bool_]) -> FloatArray:
    if not flip.any():
        return tables
    return np.where(flip[None, :, None, None], tables.swapaxes(2, 3), tables)


def _add(target: FloatArray, index: IntArray, values: FloatArray, *, unique: bool) -> None:
    if unique:
        target[:, index] += values
    else:
        np.add.at(target.swapaxes(0, 1), index, values.swapaxes(0, 1))


def _unique(index: IntArray) -> bool:
    return len(set(index.tolist())) == len(index)


def _reduced(names: tuple[int, ...], table: FloatArray, node: int) -> FloatArray:
    axes = tuple(k for k, name in enumerate(names) if name != node)
    result: FloatArray = table.min(axis=axes)
    return result
