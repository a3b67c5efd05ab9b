"""Systolic arrays: folds, traffic and stalls against a fold-by-fold simulation."""

from __future__ import annotations

import dataclasses

import pytest
from cost_helpers import array, conv_node, conv_shape, gemm_node, graph, plain_node, tpu
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cost import build_cost_table
from hwpipe.cost.systolic import DATAFLOWS, compute_cycles, fold_pipeline, product_cost
from hwpipe.cost.tpu import array_seconds
from hwpipe.graph.model import Gemm


@pytest.mark.parametrize(
    ("dataflow", "cycles"), [("output", 15900), ("weight", 7036), ("input", 15950)]
)
def test_known_cycles(dataflow, cycles):
    assert compute_cycles(3136, 64, 256, rows=128, cols=128, dataflow=dataflow) == cycles


def slots(folds):
    """`l_0 + sum max(c, l_(i+1) + s_(i-1)) + s_(F-1)` over a list of (load, store, compute)."""
    total = folds[0][0] + folds[-1][1]
    for i, (_, _, compute) in enumerate(folds):
        after = folds[i + 1][0] if i + 1 < len(folds) else 0
        before = folds[i - 1][1] if i else 0
        total += max(compute, after + before)
    return total


@settings(deadline=None, max_examples=300)
@given(
    st.integers(1, 6),
    st.integers(1, 6),
    st.integers(0, 30),
    st.tuples(*[st.integers(0, 40)] * 4),
    st.tuples(*[st.integers(0, 40)] * 4),
)
def test_fold_pipeline_is_the_sum_over_folds(outer, inner, compute, loads, stores):
    folds = [
        (loads[2 * (o > 0) + (j > 0)], stores[2 * (o < outer - 1) + (j < inner - 1)], compute)
        for o in range(outer)
        for j in range(inner)
    ]
    assert fold_pipeline(outer, inner, compute, loads, stores) == slots(folds)


def simulate(gemm, a, dataflow, rate, size):
    """Walk the folds of one product with explicit buffers; the better of both loop orders.

    Written from the description, not from the formula: every operand tile has a name, a buffer
    holds names, a load happens when a name is absent, and a buffer that cannot hold the working
    set of its loop keeps nothing between folds.
    """
    m, k, n = gemm.m, gemm.k, gemm.n
    per_fold = {
        "output": k + a.rows + a.cols - 2,
        "weight": 2 * a.rows + a.cols + m - 2,
        "input": 2 * a.rows + a.cols + n - 2,
    }[dataflow]
    down = {"output": m, "weight": k, "input": k}[dataflow]
    across = {"output": n, "weight": n, "input": m}[dataflow]
    fr, fc = -(-down // a.rows), -(-across // a.cols)
    inp, wei, res = m * k * size, k * n * size, m * n * size
    half_i, half_w, half_o = (
        x / 2 for x in (a.ifmap_sram_bytes, a.filter_sram_bytes, a.ofmap_sram_bytes)
    )
    best = None
    for order in ("rc", "cr"):
        walk = (
            [(r, c) for r in range(fr) for c in range(fc)]
            if order == "rc"
            else [(r, c) for c in range(fc) for r in range(fr)]
        )
        folds, kept = [], {}
        reads = writes = 0.0
        for r, c in walk:
            load = store = 0.0
            if dataflow == "output":
                pieces = [
                    ("i", r, inp / fr, inp, half_i, "r"),
                    ("w", c, wei / fc, wei, half_w, "c"),
                ]
            elif dataflow == "weight":
                pieces = [
                    ("w", (r, c), wei / (fr * fc), None, half_w, "rc"),
                    ("i", r, inp / fr, inp, half_i, "r"),
                ]
            else:
                pieces = [
                    ("i", (r, c), inp / (fr * fc), None, half_i, "rc"),
                    ("w", r, wei / fr, wei, half_w, "r"),
                ]
            for name, tile, tile_bytes, all_bytes, half, varies in pieces:
                outermost = varies == order[0]  # changes with the outer loop only
                fits = varies != "rc" and (tile_bytes if outermost else all_bytes) <= half
                if fits and tile in kept.setdefault(name, set()):
                    continue
                load += tile_bytes
                if fits:
                    kept[name] = {tile} if outermost else kept[name] | {tile}
            if dataflow == "output":
                store = res / (fr * fc)
            else:
                live = m * n * 4 / fc * (1 if order == "cr" else fc)
                spilled = 0 if live <= half_o or fr == 1 else m * n * 4 / fc
                load += spilled if r > 0 else 0
                store = res / fc if r == fr - 1 else spilled
            reads, writes = reads + load, writes + store
            folds.append((load / rate, store / rate, per_fold))
        if best is None or slots(folds) < best[0]:
            best = (slots(folds), reads, writes)
    return best


ARRAYS = st.builds(
    array,
    rows=st.integers(1, 12),
    cols=st.integers(1, 12),
    ifmap_sram_bytes=st.integers(1, 4000),
    filter_sram_bytes=st.integers(1, 4000),
    ofmap_sram_bytes=st.integers(1, 4000),
)


@settings(deadline=None, max_examples=400)
@given(
    st.builds(Gemm, st.just(1), st.integers(1, 60), st.integers(1, 60), st.integers(1, 60)),
    ARRAYS,
    st.sampled_from(DATAFLOWS),
    st.sampled_from([0.25, 1.0, 7.0, 1000.0]),
)
def test_product_cost_equals_fold_by_fold_simulation(gemm, a, dataflow, rate):
    cost = product_cost(gemm, a, dataflow, bytes_per_cycle=rate, element_bytes=2.0)
    cycles, reads, writes = simulate(gemm, a, dataflow, rate, 2.0)
    assert cost.cycles == pytest.approx(cycles, rel=1e-9)
    assert cost.cycles >= cost.compute_cycles
    compulsory = 2.0 * (gemm.m * gemm.k + gemm.k * gemm.n)
    assert cost.dram_read_bytes >= compulsory * (1 - 1e-9)
    assert cost.dram_write_bytes >= 2.0 * gemm.m * gemm.n * (1 - 1e-9)
    if rate == 1000.0 or cost.cycles == cycles:
        assert min(reads, cost.dram_read_bytes) > 0
        assert writes > 0


@settings(deadline=None, max_examples=150)
@given(
    st.builds(Gemm, st.just(1), st.integers(1, 200), st.integers(1, 200), st.integers(1, 200)),
    ARRAYS,
    st.sampled_from(DATAFLOWS),
    st.floats(0.1, 100.0),
    st.floats(1.0, 10.0),
)
def test_more_bandwidth_or_memory_is_never_slower(gemm, a, dataflow, rate, factor):
    def cycles(unit, bandwidth):
        return product_cost(
            gemm, unit, dataflow, bytes_per_cycle=bandwidth, element_bytes=2.0
        ).cycles

    base = cycles(a, rate)
    assert cycles(a, rate * factor) <= base * (1 + 1e-12)
    for name in ("ifmap_sram_bytes", "filter_sram_bytes", "ofmap_sram_bytes"):
        larger = dataclasses.replace(a, **{name: int(getattr(a, name) * factor) + 1})
        assert cycles(larger, rate) <= base * (1 + 1e-12), name


def test_stalls_flip_the_ranking_of_dataflows():
    """Compute cycles favour weight-stationary; spilled partial sums reverse it (SCALE-Sim v3)."""
    a = array(
        rows=32, cols=32, ifmap_sram_bytes=2**16, filter_sram_bytes=2**16, ofmap_sram_bytes=2**14
    )
    gemm = Gemm(1, 3136, 576, 128)
    ws, os = (
        product_cost(gemm, a, flow, bytes_per_cycle=16.0, element_bytes=1.0)
        for flow in ("weight", "output")
    )
    assert ws.compute_cycles < os.compute_cycles
    assert ws.cycles > os.cycles


def test_best_takes_the_fastest_dataflow_with_stalls():
    device = tpu()
    for gemm in (Gemm(1, 3136, 64, 256), Gemm(1, 1, 4096, 4096), Gemm(1, 100000, 27, 32)):
        each = [
            array_seconds(
                gemm, device, dataclasses.replace(device.array, dataflow=flow), "bfloat16"
            )
            for flow in DATAFLOWS
        ]
        assert array_seconds(gemm, device, device.array, "bfloat16") == min(each)


def test_grouped_products_count_and_arrays_split_them():
    gemm, one = Gemm(32, 196, 9, 1), Gemm(1, 196, 9, 1)
    single, four = tpu(bandwidth=1e15), tpu(count=4, bandwidth=1e15)
    base = array_seconds(one, single, single.array, "bfloat16")
    assert array_seconds(gemm, single, single.array, "bfloat16") == pytest.approx(32 * base)
    assert array_seconds(gemm, four, four.array, "bfloat16") == pytest.approx(8 * base, rel=1e-4)
    large = Gemm(1, 65536, 512, 512)
    ratio = array_seconds(large, single, single.array, "bfloat16") / array_seconds(
        large, four, four.array, "bfloat16"
    )
    assert 3.5 < ratio <= 4.0


def test_convolutions_load_each_input_once_not_once_a_tap():
    """Starved of bandwidth, all directions take input, weights and output over the bandwidth."""
    device = tpu(bandwidth=1e6, launch_s=0.0, dataflow="output", ifmap_sram_bytes=2**30,
                 filter_sram_bytes=2**30, ofmap_sram_bytes=2**30)  # fmt: skip
    node = conv_node(0, "c", "x", conv_shape(2, 64, 64, 28, 3))
    table = build_cost_table(graph([node]), [device], training=True)
    tensor, weights = 2 * 64 * 28 * 28 * 2, 64 * 64 * 9 * 2
    expected = pytest.approx((2 * tensor + weights) / 1e6, rel=1e-3)
    assert table.forward_s[0, 0] == expected
    assert table.backward_input_s[0, 0] == expected
    assert table.backward_weight_s[0, 0] == expected


def test_arrays_share_products_rows_or_columns_and_the_bandwidth():
    """Bound by memory, the split decides what is read more than once."""
    starved = tpu(count=4, bandwidth=1e6, dataflow="output", ifmap_sram_bytes=2**30,
                  filter_sram_bytes=2**30, ofmap_sram_bytes=2**30)  # fmt: skip

    def seconds(gemm, input_bytes=None):
        return array_seconds(gemm, starved, starved.array, "bfloat16", input_bytes)

    # Eight products, two an array: every operand is read once.
    m, k, n = 512, 64, 32
    each = 2 * (m * k + k * n + m * n)
    assert seconds(Gemm(8, m, k, n)) == pytest.approx(8 * each / 1e6, rel=1e-3)
    assert seconds(Gemm(8, m, k, n), 8 * 2 * m * k / 4) == pytest.approx(
        8 * (each - 2 * m * k * 3 / 4) / 1e6, rel=1e-3
    )
    # One product: a split by rows reads its weights four times, one by columns its input.
    for rows, cols in ((4096, 64), (64, 4096)):
        large, small, out = 2 * 4096 * 64, 2 * 64 * 64, 2 * rows * cols
        assert seconds(Gemm(1, rows, 64, cols)) == pytest.approx(
            (large + 4 * small + out) / 1e6, rel=1e-2
        )


def test_float32_runs_in_passes_and_int8_at_the_catalogue_rate():
    device = tpu(bandwidth=1e15)
    gemm = Gemm(1, 4096, 1024, 1024)
    times = {d: array_seconds(gemm, device, device.array, d) for d in ("bfloat16", "float32")}
    assert times["float32"] == pytest.approx(3 * times["bfloat16"], rel=1e-4)


def test_table_of_a_small_network():
    nodes = [
        conv_node(0, "c", "x", conv_shape(1, 3, 64, 56, 3), first=True),
        plain_node(1, "r", "c", "Sigmoid", "elementwise", 64 * 56 * 56),
        plain_node(2, "f", "r", "Flatten", "view", 64 * 56 * 56),
        gemm_node(3, "g", "f", 1, 64 * 56 * 56, 1000),
        plain_node(4, "last", "g", "Relu", "elementwise", 1000),
    ]
    device = tpu(launch_s=0.0, bandwidth=100e9)
    table = build_cost_table(graph(nodes), [device], training=True)
    # bfloat16 halves the float32 bytes: 802,816 B read and written at 100 GB/s.
    assert table.forward_s[0, 1] == pytest.approx(2 * 64 * 56 * 56 * 2 / 100e9)
    assert table.forward_s[0, 2] == 0.0
    assert table.forward_s[0, 4] == 0.0  # fused into the product, but its gradient is not
    assert table.backward_input_s[0, 4] == pytest.approx(3 * 1000 * 2 / 100e9)
    assert table.backward_input_s[0, 0] == 0.0
    assert table.backward_weight_s[0, 0] > 0.0
    assert table.weight_bytes[0, 3] == 64 * 56 * 56 * 1000 * 2
    # The fully connected layer reads its 401 MB of weights once: bound by memory.
    assert table.forward_s[0, 3] >= 64 * 56 * 56 * 1000 * 2 / 100e9
    assert table.forward_s[0, 3] < 1.01 * 64 * 56 * 56 * 1000 * 2 / 100e9
