"""TeraPipe's token slices (arXiv 2102.07988): exact, the slice-count law, speed."""

from __future__ import annotations

import itertools
import math
import re
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.graph.model import Graph, Node, TensorInfo, Work
from hwpipe.slicing import TokenModel, best_slicing, fit_context, flow_shop_s, pipeline_s


def compositions(total):
    """Every way to write `total` as an ordered sum."""
    for cuts in itertools.product([False, True], repeat=total - 1):
        parts, run = [], 1
        for cut in cuts:
            if cut:
                parts.append(run)
                run = 1
            else:
                run += 1
        yield (*parts, run)


def table(count, function, rows=1):
    times = np.full((rows, count + 1, count + 1), np.inf)
    for i in range(rows):
        for s in range(1, count + 1):
            for c in range(count + 1 - s):
                times[i, s, c] = function(i, s, c)
    return times


def slice_times(times, parts, row=0):
    return [times[row, s, sum(parts[:i])] for i, s in enumerate(parts)]


@given(st.integers(1, 9), st.integers(1, 12), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=40)
def test_equals_every_composition(count, stages, rng):
    smooth = rng.random() < 0.5
    times = table(count, lambda i, s, c: rng.random() + (s * (1 + 0.1 * c) if smooth else 0))
    best = min(pipeline_s(slice_times(times, parts), stages) for parts in compositions(count))
    found = best_slicing(times, stages)
    assert found.latency_s == pytest.approx(best, rel=1e-12)
    assert sum(found.tokens[0]) == count
    assert pipeline_s(slice_times(times, found.tokens[0]), stages) == pytest.approx(best)


def test_equals_every_composition_of_twelve():
    times = table(12, lambda i, s, c: 0.7 + s * (1 + 0.15 * c) + 0.01 * ((3 * s + 5 * c) % 7))
    for stages in (1, 3, 8, 48):
        best = min(pipeline_s(slice_times(times, p), stages) for p in compositions(12))
        assert best_slicing(times, stages).latency_s == pytest.approx(best, rel=1e-12)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(1, 8), st.randoms(use_true_random=False))
@settings(deadline=None, max_examples=25)
def test_batch_slices_equal_brute_force(count, batch, stages, rng):
    sizes = [*rng.sample(range(1, batch + 1), rng.randint(1, batch)), 1]
    sizes = sorted(set(sizes))
    times = table(count, lambda i, s, c: rng.random() + 0.3 * sizes[i] * s, rows=len(sizes))
    best = math.inf
    for parts in compositions(batch):
        if any(b not in sizes for b in parts) or list(parts) != sorted(parts):
            continue
        rows = [sizes.index(b) for b in parts]
        choices = [[slice_times(times, p, r) for p in compositions(count)] for r in rows]
        for pick in itertools.product(*choices):
            best = min(best, pipeline_s([t for one in pick for t in one], stages))
    found = best_slicing(times, stages, batch=batch, batches=sizes)
    assert found.latency_s == pytest.approx(best, rel=1e-12)
    assert sum(found.batches) == batch


@pytest.mark.parametrize("stages", [2, 5, 30])
def test_uniform_cost_gives_equal_slices(stages):
    found = best_slicing(table(12, lambda i, s, c: float(s)), stages)
    assert found.tokens == ((1,) * 12,)
    assert found.latency_s == 12 + stages - 1


@pytest.mark.parametrize(("overhead", "stages"), [(2.0, 9), (1.0, 33), (10.0, 17), (0.5, 5)])
def test_number_of_slices_follows_the_square_root_law(overhead, stages):
    count = 128
    found = best_slicing(table(count, lambda i, s, c: overhead + s), stages)
    # T(n) = n a + L + (K - 1)(a + L / n) is smallest at n = sqrt((K - 1) L / a).
    ideal = math.sqrt((stages - 1) * count / overhead)
    assert abs(found.slices - ideal) <= 0.15 * ideal + 1
    assert max(found.tokens[0]) - min(found.tokens[0]) <= max(found.tokens[0]) / 2


def test_later_slices_are_shorter_where_context_costs():
    found = best_slicing(table(24, lambda i, s, c: 1 + s * (1 + 0.2 * c)), 12)
    assert found.tokens[0][0] > found.tokens[0][-1]


@given(st.lists(st.floats(0.01, 5), min_size=1, max_size=7), st.integers(1, 6))
@settings(deadline=None, max_examples=40)
def test_formula_equals_the_flow_shop(times, stages):
    grid = np.repeat(np.array(times)[:, None], stages, axis=1)
    assert flow_shop_s(grid) == pytest.approx(pipeline_s(times, stages))


def test_flow_shop_of_unequal_stages():
    # Johnson's two-machine example by hand: 1 4 | 3 2 | 2 2
    assert flow_shop_s(np.array([[1.0, 4.0], [3.0, 2.0], [2.0, 2.0]])) == 9.0


def test_2048_tokens_on_96_stages_under_two_seconds():
    model = TokenModel(1e-5, 1e-6, 2e-9)
    times = model.table([1], 2048, 8)
    start = time.process_time()
    found = best_slicing(times, 96, grid=8)
    assert time.process_time() - start < 2.0
    assert sum(found.tokens[0]) == 2048
    assert all(t % 8 == 0 for t in found.tokens[0])
    whole = best_slicing(model.table([1], 2048, 2048), 96, grid=2048)
    assert found.latency_s < 0.2 * whole.latency_s


def test_context_fit_recovers_the_coefficients():
    rng = np.random.default_rng(0)
    b, s, c = rng.integers(1, 9, 40), 8 * rng.integers(1, 65, 40), 8 * rng.integers(0, 190, 40)
    extra = 3e-7 * b * s + 2e-8 * b * c + 5e-10 * b * s * c
    assert fit_context(b, s, c, extra) == pytest.approx((3e-7, 2e-8, 5e-10), rel=1e-6)
    with pytest.raises(InputError, match=r"^2 samples of context time \(limit: at least 3\)$"):
        fit_context(b[:2], s[:2], c[:2], extra[:2])
    with pytest.raises(InputError, match="do not tell"):
        fit_context(b * 0 + 1, s * 0 + 8, c * 0 + 8, extra)


def test_model_of_a_stage_keeps_its_time():
    def node(index, inputs, outputs):
        return Node(index=index, name=f"n{index}", op="Op", inputs=inputs, outputs=outputs,
                    params=(), param_count=0, param_bytes=0, read_bytes=0, write_bytes=0,
                    dtype="float32", work=Work("matmul"))  # fmt: skip

    shapes = {"x": (2, 16, 8), "q": (2, 16, 8), "s": (2, 4, 16, 16), "y": (2, 16, 8)}
    tensors = {name: TensorInfo(name, shape, "float32") for name, shape in shapes.items()}
    graph = Graph("g", "h", 2,
                  (node(0, ("x",), ("q",)), node(1, ("q",), ("s",)), node(2, ("s",), ("y",))),
                  tensors, {}, ("x",), ("y",))  # fmt: skip
    seconds = np.array([3.0, 5.0, 7.0])
    model = TokenModel.of_stage(graph, seconds, [0, 1, 2], 16, node_overhead_s=0.5)
    assert model.fixed_s == 1.5
    assert model.token_s == pytest.approx(2.5 / 32)
    assert model.pair_s == pytest.approx((4.5 + 6.5) / (2 * 256))
    times = model.table([2], 16, 4)
    assert times[0, 4, 0] == pytest.approx(15.0)
    # Second half: its own 8 x 8 scores and 8 x 8 with its context, half of all scores.
    assert times[0, 2, 2] == pytest.approx(1.5 + 2.5 / 2 + 11.0 / 2)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: best_slicing(np.ones((3, 4)), 2),
         "slice times of shape (1, 3, 4) (limit: (batch sizes, n + 1, n + 1) with n of 1 or more)"),
        (lambda: best_slicing(np.ones((3, 3)), 0), "0 stages (limit: at least 1)"),
        (lambda: best_slicing(-np.ones((3, 3)), 2),
         "a slice time is negative or not a number (limit: 0 or more seconds)"),
        (lambda: best_slicing(np.ones((3, 3)), 2, batch=3, batches=[2]),
         "a batch of 3 cannot be made of slices of [2] sequences; allow batch slices of 1 "
         "sequence, and the whole sequence as one slice"),
        (lambda: TokenModel(0, 1, 1).table([1], 100, 8),
         "a grid of 8 tokens (limit: a divisor of 100 tokens)"),
    ],
)  # fmt: skip
def test_messages(call, message):
    with pytest.raises(InputError, match="^" + re.escape(message) + "$"):
        call()
