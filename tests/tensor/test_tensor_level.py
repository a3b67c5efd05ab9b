"""One level and two levels of the search against enumeration of every assignment."""

import itertools

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hwpipe.tensor.hierarchy import Solver, device_party, joined
from hwpipe.tensor.level import solve_level
from hwpipe.tensor.methods import find_method
from hwpipe.tensor.model import LayerEdge, LayerGraph, PartitionType, TensorLayer, chain
from hwpipe.tensor.ratio import PairTimes, balance, snap
from hwpipe.tensor.structure import Pair, Structure
from hwpipe.tensor.traffic import inter_coefficients

ONE, II, III, ALL = (int(t) for t in PartitionType)


def assignments(offered):
    """Every assignment as rows, shape (product of the numbers of types, layers)."""
    return np.array(list(itertools.product(*offered)))


def level_cost(graph, dims, pair, offered, *, training):
    """The search's objective, layer by layer with scalars; (best, number of assignments)."""
    layers = graph.layers
    into = {k: [e for e in graph.edges if e.dst == k] for k in range(len(layers))}
    table = inter_coefficients(training)

    def terms(k, t):
        layer, (b, di, do) = layers[k], dims[:, k]
        weights = (1 if layer.channelwise else di) * do * layer.kernel
        if layer.kind in ("attention", "join"):
            weights = 0
        intra = {
            ONE: weights if training and layer.trainable else 0,
            II: b * layer.row_statistics * (1 + training) if layer.channelwise
            else b * do * layer.out_map,
            III: b * di * layer.in_map if training else 0,
            ALL: 0,
        }[t]  # fmt: skip
        p_i, p_j = pair.compute_i[k], pair.compute_j[k]
        fixed_i = intra * pair.element_i + (intra > 0) * pair.latency_i
        fixed_j = intra * pair.element_j + (intra > 0) * pair.latency_j
        if t == ALL:
            return 0.0, 0.0, fixed_i + p_i, fixed_j + p_j
        return p_i, p_j, fixed_i, fixed_j

    common = pair.compute_j.sum() / (pair.compute_i.sum() + pair.compute_j.sum())

    def settle(times, k, t, *, idle):
        size = {ONE: dims[0, k], II: dims[1, k], III: dims[2, k], ALL: 1}[t]
        times = PairTimes(*(np.array(x, dtype=float) for x in times))
        if t == ALL:
            share = np.array(common)
            return float(share), float(times.worst(share))
        if idle:
            share = np.array(np.clip(np.floor(common * size + 0.5), 1, size - 1) / size)
            return float(share), float(times.worst(share))
        share, seconds = snap(times, balance(times)[0], np.array(float(size)))
        return float(share), float(seconds)

    count = len(layers)
    own = {}
    alone = {k: len(into[k]) == 1 and layers[k].kind != "join" for k in range(count)}
    for k in range(count):
        for t in offered[k]:
            idle = layers[k].kind == "join"
            own[k, t] = settle((*terms(k, t), 0, 0, 0, 0), k, t, idle=idle)
    edge_cost = {}
    for k in range(count):
        for edge in into[k]:
            part = np.prod(dims[:2, k] / [layers[k].batch, layers[k].in_channels])
            elements = edge.elements * part
            for s, t in itertools.product(offered[edge.src], offered[k]):
                cell = (int(layers[edge.src].channelwise), int(layers[k].channelwise), s, t)
                mixed, other = table.mixed[cell], table.other[cell]
                p_i, p_j, f_i, f_j = terms(k, t) if alone[k] else (0, 0, 0, 0)
                times = (
                    p_i, p_j, f_i + (mixed + other) * pair.latency_i,
                    f_j + (mixed + other) * pair.latency_j,
                    elements * pair.element_i, elements * pair.element_j, mixed, other,
                )  # fmt: skip
                if alone[k]:
                    cost = settle(times, k, t, idle=False)[1]
                else:
                    a = own[k, t][0]
                    i = times[2] + times[4] * (mixed * a * (1 - a) + other * (1 - a))
                    j = times[3] + times[5] * (mixed * a * (1 - a) + other * a)
                    cost = max(i, j)
                edge_cost[edge.src, k, s, t] = cost
    every = assignments(offered)
    totals = np.zeros(len(every))
    for k in range(count):
        if not alone[k]:
            lookup = np.full(4, np.nan)
            for t in offered[k]:
                lookup[t] = own[k, t][1]
            totals += lookup[every[:, k]]
    for (src, dst), cells in _by_edge(edge_cost).items():
        lookup = np.full((4, 4), np.nan)
        for (s, t), cost in cells.items():
            lookup[s, t] = cost
        totals += lookup[every[:, src], every[:, dst]]
    return totals.min(), len(every)


def _by_edge(edge_cost):
    grouped = {}
    for (src, dst, s, t), cost in edge_cost.items():
        grouped.setdefault((src, dst), {})[s, t] = cost
    return grouped


def offered_types(graph, dims, method):
    result = []
    for k, layer in enumerate(graph.layers):
        types = [int(t) for t in method.types(layer) if t == ALL or dims[int(t), k] >= 2]
        result.append(types or [ALL])
    return result


SIZES = st.integers(1, 24)


@st.composite
def networks(draw, most=10):
    """Chains, blocks with a shortcut, and two-branch blocks, of up to `most` layers."""
    batch = draw(st.sampled_from([1, 2, 5, 16]))
    layers, edges = [], []
    width = draw(SIZES)

    def add(kind, out, sources):
        side = draw(st.integers(1, 9)) if kind == "conv" else 1
        layers.append(
            TensorLayer(
                f"n{len(layers)}", kind, batch, width, out, side, side,
                draw(st.sampled_from([1, 9])) if kind == "conv" else 1,
                trainable=kind in ("conv", "fc", "norm"),
                row_statistics=2 if kind == "norm" else 0,
            )
        )  # fmt: skip
        at = len(layers) - 1
        edges.extend(LayerEdge(s, at, batch * width * side) for s in sources)
        return at

    last = add(draw(st.sampled_from(["conv", "fc"])), draw(SIZES), [])
    width = layers[last].out_channels
    while len(layers) < draw(st.integers(1, most)):
        shape = draw(st.sampled_from(["layer", "channelwise", "shortcut", "branches"]))
        if shape == "layer" or len(layers) + 4 > most:
            last = add(draw(st.sampled_from(["conv", "fc"])), draw(SIZES), [last])
        elif shape == "channelwise":
            last = add(draw(st.sampled_from(["norm", "attention"])), width, [last])
        else:
            one = add("conv", width, [last])
            other = last if shape == "shortcut" else add("fc", width, [last])
            last = add("join", width, [one, other])
        width = layers[last].out_channels
    return LayerGraph("net", tuple(layers), tuple(edges))


def pairs(draw, count):
    rate = st.floats(1e-3, 1e-1)
    seconds = st.lists(rate, min_size=count, max_size=count)
    element = st.floats(1e-7, 1e-3)
    return Pair(
        np.array(draw(seconds)), np.array(draw(seconds)), draw(element), draw(element),
        draw(st.sampled_from([0.0, 1e-4])), draw(st.sampled_from([0.0, 1e-4])), 0.5,
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_level_equals_enumeration(data):
    graph = data.draw(networks())
    training = data.draw(st.booleans())
    method = find_method(data.draw(st.sampled_from(["accpar", "accpar", "full"])))
    structure = Structure(graph, method, training=training)
    pair = pairs(data.draw, len(graph))
    offered = offered_types(graph, structure.dims, method)
    assume(np.prod([len(x) for x in offered]) <= 60_000)
    best, _ = level_cost(graph, structure.dims, pair, offered, training=training)
    found = solve_level(structure, structure.dims, pair)
    assert found.exact
    assert found.search_cost == pytest.approx(best, rel=1e-9)


def test_ten_layers_of_three_types_equal_enumeration():
    rng = np.random.default_rng(5)
    widths = rng.integers(2, 64, 11)
    layers = [TensorLayer(f"f{k}", "fc", 16, int(widths[k]), int(widths[k + 1])) for k in range(10)]
    graph, method = chain("ten", layers), find_method("accpar")
    structure = Structure(graph, method, training=True)
    pair = Pair(rng.random(10), rng.random(10) * 3, 1e-3, 3e-4, 1e-3, 0.0, 0.5)
    offered = offered_types(graph, structure.dims, method)
    best, count = level_cost(graph, structure.dims, pair, offered, training=True)
    assert count == 3**10
    assert solve_level(structure, structure.dims, pair).search_cost == pytest.approx(best, rel=1e-9)


@settings(max_examples=15, deadline=None)
@given(st.data())
def test_four_devices_equal_enumeration_at_both_levels(data):
    """Each of the three bisections is a minimum for the sizes that reach it."""
    graph = data.draw(networks(most=7))
    method = find_method("accpar")
    structure = Structure(graph, method, training=True)
    seconds = st.lists(st.floats(1e-3, 1e-1), min_size=len(graph), max_size=len(graph))
    leaves = [device_party(np.array(data.draw(seconds))) for _ in range(4)]
    rate = st.floats(1e3, 1e7)
    left = joined(leaves[0], leaves[1], (data.draw(rate), data.draw(rate)))
    right = joined(leaves[2], leaves[3], (data.draw(rate), data.draw(rate)))
    whole = joined(left, right, (data.draw(rate), data.draw(rate)))
    plan = Solver(structure, 4.0).solve(whole).plan
    stack = [(whole, plan, structure.dims)]
    while stack:
        party, group, dims = stack.pop()
        if party.halves is None:
            assert group is None
            continue
        first, second = party.halves
        share = structure.share(dims)
        rates = party.receive_bytes_per_s
        pair = Pair(first.layer_s * share, second.layer_s * share, 4 / rates[0], 4 / rates[1],
                    0.0, 0.0, 0.5)  # fmt: skip
        offered = offered_types(graph, dims, method)
        best, _ = level_cost(graph, dims, pair, offered, training=True)
        assert group.search_cost == pytest.approx(best, rel=1e-9)
        one, two = dims.copy(), dims.copy()
        for k, choice in enumerate(group.choices):
            if choice.type == ALL:
                continue
            rows = [int(choice.type)]
            if graph.layers[k].channelwise and choice.type == II:
                rows = [1, 2]
            for row in rows:
                one[row, k] = round(dims[row, k] * choice.ratio)
                two[row, k] = dims[row, k] - one[row, k]
        assert one.min() >= 1
        assert two.min() >= 1
        stack += [(first, group.children[0], one), (second, group.children[1], two)]


def test_unequal_links_shift_the_share():
    """The party behind the slow link gets the larger share of a tensor it would have to fetch."""
    layers = [TensorLayer("a", "fc", 64, 64, 64), TensorLayer("b", "fc", 64, 64, 64)]
    structure = Structure(chain("two", layers), find_method("accpar"), training=True)
    even = Pair(np.ones(2), np.ones(2), 1e-5, 1e-5, 0, 0, 0.5)
    skewed = Pair(np.ones(2), np.ones(2), 1e-4, 1e-6, 0, 0, 0.5)
    assert solve_level(structure, structure.dims, even).ratio.tolist() == [0.5, 0.5]
    cost = solve_level(structure, structure.dims, skewed)
    assert cost.ratio[0] < 0.5  # partial sums take the slow side longer: it computes less
