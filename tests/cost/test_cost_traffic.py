"""Bytes that gradients of memory-bound operators move."""

from __future__ import annotations

import pytest
from cost_helpers import V100, conv_node, conv_shape, gemm_node, graph, plain_node

from hwpipe.cost import build_cost_table
from hwpipe.cost.classes import NodeClass
from hwpipe.cost.gradients import input_gradient, weight_gradient
from hwpipe.cost.traffic import backward_bytes
from hwpipe.graph.model import Gemm, Work


def item(op, kind="elementwise", *, read=100, write=40, dtype="float32"):
    return NodeClass(op, Work(kind), dtype, 0, read, write, False)


@pytest.mark.parametrize(
    ("node", "moved"),
    [
        (item("Add"), 140),  # gradient in, gradients out
        (item("Relu"), 180),  # and the output, whose zeros are the mask
        (item("Mul"), 240),  # and both inputs
        (item("Softmax", "normalise"), 180),
        (item("BatchNormalization", "normalise"), 380),  # twice: sums over the batch first
        (item("LayerNormalization", "normalise"), 380),
        (item("MaxPool", "pool"), 240),
        (item("Concat", "move"), 140),
        (item("Gather", "move"), 80),  # the rows that were looked up, not the table
        (item("ArgMax", "reduce"), 0),
        (item("Equal"), 0),
        (item("Reshape", "view"), 0),
        (item("Shape", "shape"), 0),
        (item("Add", dtype="int64"), 0),
        (item("Mul", dtype="bfloat16"), 240),
    ],
)
def test_backward_bytes(node, moved):
    assert backward_bytes(node) == moved


def test_no_gradient_takes_no_time():
    nodes = [
        plain_node(0, "a", "x", "ArgMax", "reduce", 1000),
        plain_node(1, "b", "a", "Reshape", "view", 1000),
    ]
    table = build_cost_table(graph(nodes), [V100], training=True)
    assert not table.backward_input_s.any()
    assert not table.backward_j.any()


def test_products_of_the_backward_pass():
    work = gemm_node(0, "g", "x", 5, 7, 11).work
    assert input_gradient(work) == (Gemm(1, 5, 11, 7),)
    assert weight_gradient(work) == (Gemm(1, 7, 5, 11),)
    # A convolution: input pixels by taps and output channels by input channels.
    work = conv_node(0, "c", "x", conv_shape(2, 8, 12, 20, 3)).work
    assert input_gradient(work) == (Gemm(1, 2 * 400, 9 * 12, 8),)
    # With stride 2 an input pixel sees a quarter of the taps on average.
    work = conv_node(0, "c", "x", conv_shape(2, 8, 12, 20, 3, 2)).work
    assert input_gradient(work) == (Gemm(1, 2 * 400, 9 * 12 // 4, 8),)
    grouped = conv_node(0, "c", "x", conv_shape(1, 8, 16, 10, 3, groups=4)).work
    assert input_gradient(grouped) == (Gemm(4, 100, 9 * 4, 2),)
