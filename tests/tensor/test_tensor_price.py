"""Plans priced device by device: the tables for two, index sets for more."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.cluster.model import Device, Link
from hwpipe.tensor.array import DeviceArray
from hwpipe.tensor.methods import find_method
from hwpipe.tensor.model import GroupPlan, LayerChoice, PartitionType, TensorLayer, chain
from hwpipe.tensor.price import price_plan
from hwpipe.tensor.published import network
from hwpipe.tensor.stage import tensor_stage_time
from hwpipe.tensor.structure import Structure

I1, II, III, ALL = PartitionType
LINK = Link("*", "*", 1e9, 0.0, True)


def devices(count, peak=1e12):
    return [
        Device(f"d{k}", "g", "gpu", {"float32": peak}, 2**34, 1e12, 0, 1, 1, "float32")
        for k in range(count)
    ]


def received_by(traffic):
    total = {}
    for (_, receiver), size in traffic.items():
        total[receiver] = total.get(receiver, 0.0) + size
    return total


@pytest.mark.parametrize("mode", ["data-parallel", "owt", "hypar", "accpar", "full"])
@pytest.mark.parametrize("training", [False, True])
@pytest.mark.parametrize("peaks", [(1e12, 1e12), (1e12, 3e12)])
def test_two_devices_are_priced_by_the_tables(mode, training, peaks):
    pair = [replace(d, peak_per_s={"float32": p}, type=str(p))
            for d, p in zip(devices(2), peaks, strict=True)]  # fmt: skip
    split = tensor_stage_time(network("vgg11", 64), pair, LINK, mode, training=training)
    tables = dict(zip(split.plan.devices, split.plan.root.received_bytes, strict=True))
    for name, size in received_by(split.traffic_bytes).items():
        assert size == pytest.approx(tables[name])
    assert sum(tables.values()) == pytest.approx(sum(split.traffic_bytes.values()))


@pytest.mark.parametrize("count", [2, 3, 4, 6, 8])
def test_data_parallel_receives_an_all_reduce(count):
    """2 (n - 1) / n of the weights on every device, whatever the shape of the tree."""
    layer = TensorLayer("f", "fc", 64, 32, 16)
    split = tensor_stage_time(chain("c", [layer]), devices(count), LINK, "data-parallel")
    found = received_by(split.traffic_bytes)
    expected = 4 * 32 * 16 * 2 * (count - 1) / count
    assert sum(found.values()) == pytest.approx(expected * count)
    if count in (2, 4, 8):
        assert list(found.values()) == pytest.approx([expected] * count)


def test_devices_that_compute_the_same_must_all_receive_it():
    """Rows over two pairs, everything twice inside a pair: no free spreading inside a pair."""
    layer = TensorLayer("f", "fc", 64, 32, 16)
    graph = chain("c", [layer])
    structure = Structure(graph, find_method("full"), training=True)
    array = DeviceArray(devices(4), LINK, np.ones((4, 1)))
    inner = _group(graph, [(ALL, 0.5)], (None, None))
    price = price_plan(
        structure, array, _group(graph, [(I1, 0.5)], (inner, inner)), np.ones((4, 1)), 1.0
    )
    assert received_by(price.traffic_bytes) == dict.fromkeys(["d0", "d1", "d2", "d3"], 32 * 16)


def _group(graph, choices, children):
    assert len(choices) == len(graph.layers)
    return GroupPlan(
        tuple(LayerChoice(t, r) for t, r in choices), (0, 0), (0, 0), (0, 0), 0.0, True, children
    )


SIZE = 8  # every dimension, halved at most three times


@settings(max_examples=80, deadline=None)
@given(st.data())
def test_fetched_elements_equal_index_sets(data):
    """Two layers, four or three devices, any types without partial sums (forward only)."""
    count = data.draw(st.sampled_from([2, 3, 4]))
    graph = chain("c", [TensorLayer(n, "fc", SIZE, SIZE, SIZE) for n in "ab"])
    structure = Structure(graph, find_method("full"), training=False)
    array = DeviceArray(devices(count), LINK, np.ones((count, 2)))
    types = st.sampled_from([I1, III, ALL])
    share = st.sampled_from([0.5])

    def draw_group(node):
        if node.halves is None:
            return None
        choices = [(data.draw(types), data.draw(share)) for _ in "ab"]
        return _group(graph, choices, tuple(draw_group(half) for half in node.halves))

    plan = draw_group(array.root)
    blocks = {}

    def walk(node, group, held):
        if group is None:
            blocks[array.devices[node.members[0]].name] = held
            return
        for k, half in enumerate(node.halves):
            inner = []
            for (rows, di, do), choice in zip(held, group.choices, strict=True):
                part = {I1: rows, III: do}.get(choice.type)
                if part is not None:
                    cut = len(part) // 2
                    part = part[:cut] if k == 0 else part[cut:]
                inner.append(
                    (part if choice.type is I1 else rows, di,
                     part if choice.type is III else do)
                )  # fmt: skip
            walk(half, group.children[k], inner)

    whole = [(range(SIZE),) * 3] * 2
    walk(array.root, plan, whole)
    expected = {}
    for name, (a, b) in blocks.items():
        need = set(itertools.product(b[0], b[1]))
        have = set(itertools.product(a[0], a[2]))
        if need - have:
            expected[name] = len(need - have)
    price = price_plan(structure, array, plan, np.ones((count, 2)), 1.0)
    assert received_by(price.traffic_bytes) == pytest.approx(expected)


def test_partial_sums_over_four_devices_by_hand():
    """Type II twice: a ring over four devices receives 3/2 of the result."""
    graph = chain("c", [TensorLayer("f", "fc", SIZE, SIZE, SIZE)])
    structure = Structure(graph, find_method("full"), training=False)
    array = DeviceArray(devices(4), LINK, np.ones((4, 1)))
    inner = _group(graph, [(II, 0.5)], (None, None))
    plan = _group(graph, [(II, 0.5)], (inner, inner))
    price = price_plan(structure, array, plan, np.ones((4, 1)), 1.0)
    assert list(received_by(price.traffic_bytes).values()) == [1.5 * SIZE * SIZE] * 4
    assert price.layer_s[0] == pytest.approx(0.25 + 1.5 * SIZE * SIZE / 1e9)
