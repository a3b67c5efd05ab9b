"""Product, union, reduce, thinning, and elimination of strategy graphs (arXiv 2004.10856)."""

from __future__ import annotations

import itertools
import re

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.frontier import Frontier, coarsen, non_dominated, product, strategy_frontier, union


def reference(values):
    """Indices of non-dominated points, pair by pair; the first of equal ones."""
    kept = []
    for i, a in enumerate(values):
        beaten = any(
            (b <= a).all() and ((b < a).any() or j < i) for j, b in enumerate(values) if j != i
        )
        if not beaten:
            kept.append(i)
    return kept


def rows(count=30):
    return st.integers(1, 4).flatmap(
        lambda k: st.lists(
            st.lists(st.integers(0, 6).map(float), min_size=k, max_size=k),
            min_size=1, max_size=count,
        )
    )  # fmt: skip


@given(rows())
@settings(deadline=None, max_examples=200)
def test_non_dominated_equals_all_pairs(points):
    values = np.array(points)
    found = non_dominated(values)
    assert sorted(found.tolist()) == reference(values)
    assert (np.diff(values[found][:, 0]) >= 0).all()


def test_rounding_does_not_make_points():
    a = 0.1 + 0.2 + 0.3
    assert len(non_dominated(np.array([[a, 1.0, 2.0], [0.3 + 0.2 + 0.1, 1.0, 2.0]]))) == 1


@given(rows(60), st.sampled_from([0.01, 0.1, 0.5, 3.0]))
@settings(deadline=None, max_examples=100)
def test_thinning_keeps_its_word(points, delta):
    values = np.array(points)
    kept = values[coarsen(values, delta)]
    near = (kept[None] <= values[:, None] * (1 + delta) + 1e-12).all(axis=2).any(axis=1)
    assert near.all()
    assert (kept.min(axis=0) == values.min(axis=0)).all()


def test_product_and_union_remember_their_plans():
    a = Frontier.leaf([[1.0, 5.0], [2.0, 2.0]], ["a0", "a1"])
    b = Frontier.leaf([[1.0, 1.0], [0.0, 4.0]], ["b0", "b1"])
    both = product(a, b, ("sum", "max"))
    found = {tuple(v): both.choices(k) for k, v in enumerate(both.values.tolist())}
    assert found == {(1.0, 5.0): ["a0", "b1"], (2.0, 4.0): ["a1", "b1"], (3.0, 2.0): ["a1", "b0"]}
    either = union([a, b])
    assert [either.choices(k) for k in range(len(either))] == [["b1"], ["b0"]]


def brute_force(costs, edges, how):
    values = []
    picks = list(itertools.product(*(range(len(table)) for table in costs)))
    for pick in picks:
        terms = [table[c] for table, c in zip(costs, pick, strict=True)]
        terms += [table[pick[i], pick[j]] for (i, j), table in edges.items()]
        stack = np.stack(terms)
        values.append([stack[:, k].sum() if rule == "sum" else stack[:, k].max()
                       for k, rule in enumerate(how)])  # fmt: skip
    return np.array(values), picks


@st.composite
def graphs(draw):
    rng = np.random.default_rng(draw(st.integers(0, 10**9)))
    count = draw(st.integers(1, 5))
    shape = draw(st.sampled_from(["chain", "series-parallel", "dense", "apart"]))
    pairs = [(i, i + 1) for i in range(count - 1)]
    if shape == "series-parallel" and count >= 4:
        pairs = [(0, 1), (0, 2), (1, 3), (2, 3)] + [(i, i + 1) for i in range(3, count - 1)]
    elif shape == "dense":
        pairs = list(itertools.combinations(range(count), 2))
    elif shape == "apart":
        pairs = pairs[::2]
    sizes = [int(rng.integers(1, 4)) for _ in range(count)]

    def cells(*size):
        return rng.integers(0, 12, (*size, 3)) / 4

    costs = [cells(n) for n in sizes]
    edges = {pair: cells(sizes[pair[0]], sizes[pair[1]]) for pair in pairs}
    how = draw(st.sampled_from([("sum",) * 3, ("sum", "max", "sum")]))
    return costs, edges, how


@given(graphs())
@settings(deadline=None, max_examples=80)
def test_strategy_graphs_equal_brute_force(case):
    costs, edges, how = case
    values, picks = brute_force(costs, edges, how)
    found = strategy_frontier(costs, edges, how=how)
    best = values[non_dominated(values)]
    best = best[np.lexsort(best.T[::-1])]
    assert found.values == pytest.approx(best)
    assert found.epsilon == 0
    at = {pick: k for k, pick in enumerate(picks)}
    for point, choice in zip(found.values, found.choices.tolist(), strict=True):
        assert values[at[tuple(choice)]] == pytest.approx(point)
    if set(how) == {"sum"}:
        assert found.values[0, 0] == pytest.approx(shortest(costs, edges))


def shortest(costs, edges):
    """Smallest first objective alone, by the same elimination with one objective."""
    one = strategy_frontier([t[:, :1] for t in costs], {p: t[..., :1] for p, t in edges.items()})
    assert len(one.values) == 1
    return one.values[0, 0]


@pytest.mark.parametrize("seed", range(3))
def test_ends_of_a_chain_equal_the_single_objective_programme(seed):
    rng = np.random.default_rng(seed)
    costs = [rng.random((3, 2)) for _ in range(40)]
    edges = {(i, i + 1): rng.random((3, 3, 2)) for i in range(39)}
    found = strategy_frontier(costs, edges)
    for k in (0, 1):
        best = costs[0][:, k]
        for i in range(39):
            best = (best[:, None] + edges[i, i + 1][..., k]).min(axis=0) + costs[i + 1][:, k]
        assert found.values[:, k].min() == pytest.approx(best.min())
    assert found.eliminated == {"node": 0, "edge": 0, "branch": 39, "merge": 0}


def test_every_rule_is_used():
    rng = np.random.default_rng(0)
    pairs = list(itertools.combinations(range(4), 2))
    edges = {pair: rng.random((2, 2, 2)) for pair in pairs}
    found = strategy_frontier([rng.random((2, 2)) for _ in range(4)], edges)
    assert found.eliminated["merge"] == 1
    assert found.eliminated["edge"] >= 1
    assert sum(found.eliminated[k] for k in ("node", "branch", "merge")) == 3


@pytest.mark.parametrize("epsilon", [0.05, 0.3])
def test_thinned_frontier_of_a_long_chain(epsilon):
    rng = np.random.default_rng(4)
    costs = [rng.random((3, 2)) for _ in range(24)]
    edges = {(i, i + 1): rng.random((3, 3, 2)) for i in range(23)}
    exact = strategy_frontier(costs, edges)
    thin = strategy_frontier(costs, edges, epsilon=epsilon)
    assert thin.epsilon <= epsilon * (1 + 1e-9)
    assert len(thin.values) < len(exact.values)
    worst = (thin.values[None] / exact.values[:, None]).max(axis=2).min(axis=1).max()
    assert worst <= 1 + thin.epsilon + 1e-9
    assert thin.values.min(axis=0) == pytest.approx(exact.values.min(axis=0))


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: strategy_frontier([], {}), "a strategy graph without operators (limit: at least "
                                            "1)"),
        (lambda: strategy_frontier([[[1, -1]]], {}), "a cost is negative or not finite (limit: 0 "
                                                     "or more)"),
        (lambda: strategy_frontier([[[1, 1]], [[1]]], {}),
         "operator 1: costs of shape (1, 1) (limit: (configurations, 2))"),
        (lambda: strategy_frontier([[[1, 1]], [[1, 1]]], {(0, 1): [[1, 1]]}),
         "edge 0 to 1: costs of shape (1, 2) (limit: (1, 1, 2))"),
        (lambda: strategy_frontier([[[1, 1]]], {}, how=("sum", "min")),
         "objectives combined by 'min' (limit: sum, max)"),
    ],
)  # fmt: skip
def test_messages(call, message):
    with pytest.raises(InputError, match="^" + re.escape(message) + "$"):
        call()
