"""Frontier Tracking (arXiv 2004.10856): the frontier of a graph of operators with configurations.

Every operator has one of a few configurations (say, tensor partitions), each with a cost tuple;
an edge has a cost tuple for each pair of configurations (tensor re-scheduling). Operators are
eliminated one at a time, the one with the fewest neighbours first:

* *edge elimination*: parallel edges become one, their cells multiplied;
* *branch elimination*: an operator with one neighbour goes into the neighbour's costs;
* *node elimination*: one with two neighbours becomes an edge between them, for each pair of
  configurations the union over its own of edge x node x edge;
* where every operator has three or more neighbours, two adjacent ones are merged into one with
  all pairs of configurations.

Chains fall to branch elimination alone, which then is the linear dynamic programme. All steps
are exact.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
import numpy.typing as npt

from hwpipe.cost.table import FloatArray
from hwpipe.errors import InputError
from hwpipe.frontier.algebra import Combine, Frontier, coarsen, product, union

__all__ = ["MAX_CONFIGURATIONS", "StrategyFrontier", "strategy_frontier"]

#: Configurations that a merged operator may have.
MAX_CONFIGURATIONS = 4096

#: How often a point may be thinned out on its way.
_THINNINGS = 6

Cells = list[list[Frontier]]


@dataclass(frozen=True)
class StrategyFrontier:
    """The frontier of a strategy graph.

    Attributes:
        values: cost tuples, shape (n, objectives), sorted by the first objective.
        choices: configuration of every operator for each point, shape (n, operators).
        epsilon: each plan has a point at most (1 + epsilon) times as large in all objectives.
        eliminated: how many operators went by which rule.
    """

    values: FloatArray
    choices: npt.NDArray[np.int64]
    epsilon: float
    eliminated: dict[str, int] = field(default_factory=dict)


class _Graph:
    """What is left of a strategy graph during elimination."""

    def __init__(
        self,
        costs: Sequence[FloatArray],
        edges: Mapping[tuple[int, int], FloatArray],
        how: Sequence[Combine],
        epsilon: float,
    ) -> None:
        self.how = how
        self.delta = (1 + epsilon) ** (1 / _THINNINGS) - 1
        self.operators = len(costs)
        self.nodes: dict[int, list[Frontier]] = {
            i: [Frontier.leaf(row, [(i, c)]) for c, row in enumerate(table)]
            for i, table in enumerate(costs)
        }
        self.edges: dict[int, dict[int, Cells]] = {i: {} for i in self.nodes}
        self.count = {"node": 0, "edge": 0, "branch": 0, "merge": 0}
        for (a, b), table in edges.items():
            cells = [[Frontier.leaf(cell, [None]) for cell in row] for row in table]
            self.join(a, b, cells)

    def thin(self, frontier: Frontier) -> Frontier:
        """Count an elimination, and thin out at `_THINNINGS` even steps of their number.

        An elimination adds 1 to the depth of what it makes, so no depth is above the number of
        operators, and no point is thinned more than `_THINNINGS` times on its way.
        """
        deeper = replace(frontier, depth=frontier.depth + 1)
        due = _THINNINGS * deeper.depth // self.operators
        if self.delta <= 0 or due <= deeper.thinned or len(frontier) < 3:
            return deeper
        kept = deeper.only(coarsen(deeper.values, self.delta))
        return replace(kept, thinned=deeper.thinned + 1)

    def join(self, a: int, b: int, cells: Cells) -> None:
        """Add an edge; one that is parallel to another is multiplied into it."""
        other = self.edges[a].get(b)
        if other is not None:
            self.count["edge"] += 1
            cells = [[product(x, y, self.how) for x, y in zip(r, s, strict=True)]
                     for r, s in zip(other, cells, strict=True)]  # fmt: skip
        self.edges[a][b] = cells
        self.edges[b][a] = [list(column) for column in zip(*cells, strict=True)]

    def drop(self, a: int) -> None:
        """Remove an operator and its edges."""
        for b in self.edges.pop(a):
            del self.edges[b][a]
        del self.nodes[a]

    def branch(self, a: int) -> None:
        """Eliminate an operator with one neighbour."""
        ((b, cells),) = self.edges[a].items()
        self.nodes[b] = [
            self.thin(
                product(
                    mine,
                    union([product(self.nodes[a][i], cells[i][j], self.how)
                           for i in range(len(cells))]),
                    self.how,
                )
            )
            for j, mine in enumerate(self.nodes[b])
        ]  # fmt: skip
        self.drop(a)
        self.count["branch"] += 1

    def node(self, a: int) -> None:
        """Eliminate an operator with two neighbours."""
        (b, left), (c, right) = self.edges[a].items()
        halves = [
            [product(self.nodes[a][i], left[i][j], self.how)
             for i in range(len(left))]
            for j in range(len(self.nodes[b]))
        ]  # fmt: skip
        cells = [
            [self.thin(union([product(halves[j][i], right[i][k], self.how)
                              for i in range(len(right))]))
             for k in range(len(self.nodes[c]))]
            for j in range(len(self.nodes[b]))
        ]  # fmt: skip
        self.drop(a)
        self.join(b, c, cells)
        self.count["node"] += 1

    def merge(self, a: int, b: int) -> None:
        """Make two adjacent operators one; it keeps the number `b`."""
        between = self.edges[a][b]
        pairs = [(i, j) for i in range(len(self.nodes[a])) for j in range(len(self.nodes[b]))]
        if len(pairs) > MAX_CONFIGURATIONS:
            raise InputError(
                f"the strategy graph is too entangled: merged operators have {len(pairs)} "
                "configurations",
                limit=f"{MAX_CONFIGURATIONS}",
                remedy="give operators fewer configurations",
            )
        costs = [
            self.thin(
                product(product(self.nodes[a][i], between[i][j], self.how), self.nodes[b][j],
                        self.how)
            )
            for i, j in pairs
        ]  # fmt: skip
        mine = {n: cells for n, cells in self.edges[a].items() if n != b}
        other = {n: cells for n, cells in self.edges[b].items() if n != a}
        self.drop(a)
        for n in list(self.edges[b]):
            del self.edges[b][n], self.edges[n][b]
        self.nodes[b] = costs
        for n, cells in other.items():
            self.join(b, n, [cells[j] for _, j in pairs])
        for n, cells in mine.items():
            self.join(b, n, [cells[i] for i, _ in pairs])
        self.count["merge"] += 1

    def solve(self) -> Frontier:
        """Eliminate everything."""
        whole: Frontier | None = None
        while self.nodes:
            a = min(self.nodes, key=lambda i: (len(self.edges[i]), len(self.nodes[i]), i))
            degree = len(self.edges[a])
            if degree == 0:
                rest = union(self.nodes[a])
                whole = rest if whole is None else product(whole, rest, self.how)
                self.drop(a)
            elif degree == 1:
                self.branch(a)
            elif degree == 2:
                self.node(a)
            else:
                b = min(self.edges[a], key=lambda i: (len(self.nodes[i]), i))
                self.merge(a, b)
        assert whole is not None
        return whole


def strategy_frontier(
    costs: Sequence[npt.ArrayLike],
    edges: Mapping[tuple[int, int], npt.ArrayLike],
    *,
    how: Sequence[Combine] | None = None,
    epsilon: float = 0.0,
) -> StrategyFrontier:
    """The frontier of all choices of one configuration per operator.

    Args:
        costs: for each operator, cost tuples of its configurations, shape (C_i, objectives).
        edges: for pairs (i, j) of operators, cost tuples of each pair of their
            configurations, shape (C_i, C_j, objectives).
        how: `sum` (default) or `max` for each objective.
        epsilon: 0 is exact; else points are thinned out along the way such that every choice has
            a point at most (1 + epsilon) times as large in all objectives. The smallest value
            of each objective stays exact.

    Raises:
        InputError: if shapes do not fit, a cost is negative, or the graph is so entangled that
            merged operators have too many configurations.
    """
    if not costs:
        raise InputError("a strategy graph without operators", limit="at least 1")
    if epsilon < 0:
        raise InputError(f"epsilon = {epsilon}", limit="0 or more")
    tables = [np.array(table, dtype=np.float64) for table in costs]
    objectives = tables[0].shape[-1]
    rules = tuple(how) if how is not None else ("sum",) * objectives
    pairs = {pair: np.array(table, dtype=np.float64) for pair, table in edges.items()}
    for i, table in enumerate(tables):
        if table.ndim != 2 or table.shape[1] != len(rules) or len(table) < 1:
            raise InputError(f"costs of shape {table.shape}", where=f"operator {i}",
                             limit=f"(configurations, {len(rules)})")  # fmt: skip
    for (a, b), table in pairs.items():
        shape = (len(tables[a]), len(tables[b]), len(rules)) if a != b else ()
        if table.shape != shape:
            raise InputError(f"costs of shape {table.shape}", where=f"edge {a} to {b}",
                             limit=f"{shape}")  # fmt: skip
    for table in (*tables, *pairs.values()):
        if not (table >= 0).all() or not np.isfinite(table).all():
            raise InputError("a cost is negative or not finite", limit="0 or more")
    graph = _Graph(tables, pairs, _typed(rules), epsilon)
    whole = graph.solve()
    choices = np.zeros((len(whole), len(tables)), dtype=np.int64)
    for point in range(len(whole)):
        for operator, configuration in whole.choices(point):
            choices[point, operator] = configuration
    order = np.lexsort(whole.values.T[::-1])
    reached = (1 + graph.delta) ** whole.thinned - 1
    return StrategyFrontier(whole.values[order], choices[order], reached, graph.count)


def _typed(rules: Sequence[str]) -> tuple[Combine, ...]:
    found: list[Combine] = []
    for rule in rules:
        if rule == "sum":
            found.append("sum")
        elif rule == "max":
            found.append("max")
        else:
            raise InputError(f"objectives combined by {rule!r}", limit="sum, max")
    return tuple(found)
