"""The elimination equals brute force, whatever the graph."""

import itertools
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.tensor.eliminate import MAX_WIDTH, Eliminator


def total(state, edges, unary, pair):
    return sum(unary[k, s] for k, s in enumerate(state)) + sum(
        pair[k, state[a], state[b]] for k, (a, b) in enumerate(edges)
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(1, 8), st.randoms(use_true_random=False), st.floats(0.1, 0.9))
def test_equals_enumeration_on_any_graph(count, random, density):
    edges = [(a, b) for b in range(count) for a in range(b) if random.random() < density]
    edges += random.sample(edges, min(2, len(edges)))  # repeated edges add up
    rng = np.random.default_rng(random.randrange(2**32))
    unary, pair = rng.random((count, 3)), rng.random((len(edges), 3, 3))
    unary[rng.random((count, 3)) < 0.2] = np.inf
    unary[:, 1] = rng.random(count)
    cost, state, exact = Eliminator(count, edges).solve(unary, pair)
    best = min(total(s, edges, unary, pair) for s in itertools.product(range(3), repeat=count))
    assert exact
    assert cost == pytest.approx(best, rel=1e-12)
    assert total(state, edges, unary, pair) == pytest.approx(best, rel=1e-12)


def test_a_graph_too_dense_for_exact_tables_says_so():
    count = MAX_WIDTH + 4
    edges = list(itertools.combinations(range(count), 2))
    rng = np.random.default_rng(1)
    unary, pair = rng.random((count, 2)), rng.random((len(edges), 2, 2))
    cost, state, exact = Eliminator(count, edges).solve(unary, pair)
    assert not exact
    assert cost == pytest.approx(total(state, edges, unary, pair), rel=1e-12)


def test_parallel_paths_add_the_minima_of_each_path():
    """AccPar's multi-path rule, written out: two paths of one layer between fork and join."""
    rng = np.random.default_rng(2)
    edges = [(0, 1), (1, 3), (0, 2), (2, 3)]
    unary, pair = rng.random((4, 3)), rng.random((4, 3, 3))
    by_ends = np.zeros((3, 3))
    for fork, join in itertools.product(range(3), repeat=2):
        for middle, into, out in ((1, 0, 1), (2, 2, 3)):
            by_ends[fork, join] += min(
                pair[into, fork, t] + unary[middle, t] + pair[out, t, join] for t in range(3)
            )
    best = (unary[0][:, None] + by_ends + unary[3][None, :]).min()
    assert Eliminator(4, edges).solve(unary, pair)[0] == pytest.approx(best)


def test_long_chains_take_linear_time():
    def seconds(count):
        edges = [(k, k + 1) for k in range(count - 1)]
        rng = np.random.default_rng(0)
        unary, pair = rng.random((count, 4)), rng.random((count - 1, 4, 4))
        eliminator = Eliminator(count, edges)
        best = float("inf")
        for _ in range(3):
            start = time.perf_counter()
            eliminator.solve(unary, pair)
            best = min(best, time.perf_counter() - start)
        return best

    assert seconds(20_000) < 40 * seconds(2_000) + 0.05
