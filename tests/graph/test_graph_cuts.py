"""Down-closed sets and the bytes of cuts, against brute force."""

import time

import numpy as np
import pytest
from graph_builders import build, const, free, helper, opened, value
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.graph import (
    Graph,
    Node,
    TensorInfo,
    Work,
    cut_bytes,
    down_closed_sets,
    linear_order_cut_bytes,
    open_model,
)


@st.composite
def graphs(draw):
    """Random graphs: graph inputs, nodes with several outputs, unread tensors, outputs within."""
    tensors = {
        f"in{i}": TensorInfo(f"in{i}", (draw(st.integers(1, 9)),), "float32")
        for i in range(draw(st.integers(0, 2)))
    }
    inputs, nodes = tuple(tensors), []
    for i in range(draw(st.integers(1, 9))):
        reads = (
            draw(st.lists(st.sampled_from(sorted(tensors)), max_size=3, unique=True))
            if tensors
            else []
        )
        made = tuple(f"t{i}_{k}" for k in range(draw(st.integers(1, 2))))
        for name in made:
            tensors[name] = TensorInfo(name, (draw(st.integers(1, 9)),), "uint8")
        nodes.append(
            Node(i, f"n{i}", "Op", tuple(reads), made, (), 0, 0, 0, 0, "float32", Work("bytes"))
        )
    made = [name for node in nodes for name in node.outputs]
    outputs = tuple(draw(st.lists(st.sampled_from(made), min_size=1, max_size=3, unique=True)))
    return Graph("random", "sha256:0", 1, tuple(nodes), tensors, {}, inputs, outputs)


def brute_force(graph):
    found = []
    for mask in range(1 << len(graph)):
        if all(mask >> a & 1 or not mask >> b & 1 for a, b in graph.edges):
            found.append(mask)
    return sorted(found, key=lambda m: (m.bit_count(), m))


@given(graph=graphs())
@settings(max_examples=150, deadline=None)
def test_all_sets_and_their_bytes(graph):
    masks = down_closed_sets(graph, 10_000)
    assert masks == brute_force(graph)
    members = [[i for i in range(len(graph)) if mask >> i & 1] for mask in masks]
    expected = [graph.cut(inside).size_bytes for inside in members]
    assert cut_bytes(graph, masks).tolist() == expected
    linear = [graph.cut(range(p)).size_bytes for p in range(len(graph) + 1)]
    assert linear_order_cut_bytes(graph).tolist() == linear
    assert down_closed_sets(graph, len(masks)) == masks
    assert down_closed_sets(graph, len(masks) - 1) is None


def test_cut_of_a_set_that_is_not_down_closed(tmp_path):
    graph = opened(
        build(
            [
                helper.make_node("Relu", ["x"], ["a"], name="one"),
                helper.make_node("Relu", ["a"], ["y"], name="two"),
            ],
            [value("x", 1, 4)],
            [free("y")],
        ),
        tmp_path,
    ).graph()
    with pytest.raises(ValueError, match="not down-closed: two reads a"):
        graph.cut([1])


def test_a_residual_cut_carries_the_skip():
    graph = open_model("resnet50").graph()
    second = [n for n in graph.nodes if n.op == "Sum"][1]
    inside = second.index - 1  # within the second block, its branch nearly done
    cut = graph.cut(range(inside))
    branch, skip = sorted(graph.producer[t.name] for t in cut.tensors)[::-1]
    assert branch == inside - 1
    assert graph.nodes[skip].op == "Relu"
    assert skip < inside - 5
    assert set(second.inputs) & {t.name for t in cut.tensors} == {graph.nodes[skip].outputs[0]}
    assert cut.size_bytes == linear_order_cut_bytes(graph)[inside]


def test_dequantised_weights_go_with_their_layer(tmp_path):
    weights = [const("sc", 0.1, np.float32), const("w", np.ones((4, 4)), np.int8)]
    nodes = []
    for i in range(6):
        nodes.append(helper.make_node("DequantizeLinear", ["w", "sc"], [f"w{i}"]))
        nodes.append(helper.make_node("MatMul", [f"t{i}", f"w{i}"], [f"t{i + 1}"]))
    graph = opened(build(nodes, [value("t0", 1, 4)], [free("t6")], weights), tmp_path).graph()
    masks = down_closed_sets(graph, 1000)
    assert len(masks) == 7  # not 7 + what 2**6 places of the weights would add
    assert masks[1] == 0b11
    assert cut_bytes(graph, masks).tolist() == [16] * 7


def test_speed_on_resnet50():
    graph = open_model("resnet50").graph()
    masks = down_closed_sets(graph, 10**6)
    cut_bytes(graph, masks)

    def best(call):
        times = []
        for _ in range(7):
            start = time.perf_counter()
            call()
            times.append(time.perf_counter() - start)
        return min(times)

    assert best(lambda: down_closed_sets(graph, 10**6)) < 0.010
    assert best(lambda: cut_bytes(graph, masks)) < 0.010


def test_limit_stops_early():
    graph = open_model("inception_v2").graph()
    start = time.perf_counter()
    assert down_closed_sets(graph, 1000) is None
    assert time.perf_counter() - start < 5.0  # 10 ms on a quiet machine
