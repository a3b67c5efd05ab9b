"""3-D tensor parallelism: simulated products with counted transfers."""

import numpy as np
import pytest

from hwpipe.cluster.model import Device, Link
from hwpipe.errors import InputError
from hwpipe.tensor.cube import (
    CubeMatrices,
    cube_layer_elements,
    cube_received_elements,
    cube_side,
)
from hwpipe.tensor.model import LayerEdge, LayerGraph, TensorLayer, chain
from hwpipe.tensor.stage import tensor_stage_time

RNG = np.random.default_rng(3)


def matrices(p):
    a, b = RNG.standard_normal((4 * p * p, 3 * p * p)), RNG.standard_normal((3 * p * p, 2 * p))
    return a, b, RNG.standard_normal((4 * p * p, 2 * p))


@pytest.mark.parametrize("p", [2, 3])
@pytest.mark.parametrize("product", ["forward", "input_gradient", "weight_gradient"])
def test_products_equal_dense_and_every_transfer_is_counted(p, product):
    a, b, dc = matrices(p)
    cube = CubeMatrices(p)
    a_, b_, dc_ = cube.place(a, "il"), cube.place(b, "lj"), cube.place(dc, "ij")
    if product == "forward":
        found, dense = cube.collect(cube.forward(a_, b_), "ij"), a @ b
    elif product == "input_gradient":
        found, dense = cube.collect(cube.input_gradient(dc_, b_), "il"), dc @ b.T
    else:
        found, dense = cube.collect(cube.weight_gradient(a_, dc_), "lj"), a.T @ dc
    np.testing.assert_allclose(found, dense, atol=1e-6)
    expected = cube_received_elements(p, a.size, b.size, dc.size)
    assert (cube.received == expected).all()


def test_every_matrix_is_stored_once():
    a, _, _ = matrices(2)
    shards = CubeMatrices(2).place(a, "il")
    assert sum(s.size for s in shards.values()) == a.size
    np.testing.assert_array_equal(CubeMatrices(2).collect(shards, "il"), a)


def test_matrices_that_do_not_divide_are_refused():
    with pytest.raises(InputError, match=r"a matrix of 6 x 4 .*rows divisible by 4"):
        CubeMatrices(2).place(np.zeros((6, 4)), "il")


def test_cube_side():
    assert [cube_side(n) for n in (8, 27, 64)] == [2, 3, 4]
    for wrong in (1, 4, 9, 16):
        with pytest.raises(InputError, match=f"over {wrong} devices"):
            cube_side(wrong)


def devices(count):
    return [
        Device(f"d{k}", "v", "tpu", {"bfloat16": 1e12}, 2**34, 1e12, 0, 1, 1, "bfloat16")
        for k in range(count)
    ]


def test_a_stage_in_3d_takes_its_counted_traffic():
    layers = [TensorLayer(f"f{k}", "fc", 64, 128, 128) for k in range(2)]
    link = Link("*", "*", 1e9, 0.0, True)
    split = tensor_stage_time(chain("s", layers, 2.0), devices(8), link, "3d")
    size = 64 * 128 * 2 + 128 * 128
    flop = sum(layers[0].flops)
    expected = 2 * (flop / 8 / 1e12 + 3 * (1 / 8) * size * 2 / 1e9)
    assert split.seconds_s == pytest.approx(expected)
    assert split.plan.method == "3d"
    # Each of 8 devices receives (p-1)/p^3 of each operand in 3 products of 2 layers, 2 bytes.
    assert sum(split.traffic_bytes.values()) == pytest.approx(8 * 2 * 3 / 8 * size * 2)
    assert len(split.traffic_bytes) == 8 * 3


def test_forward_only_counts_one_product():
    layer = TensorLayer("f", "fc", 64, 128, 128)
    assert 3 * cube_layer_elements(layer, 2, training=False) == cube_layer_elements(
        layer, 2, training=True
    )


def test_a_layer_too_small_for_the_cube_is_refused():
    small = chain("s", [TensorLayer("f", "fc", 1, 128, 128)])
    with pytest.raises(InputError, match=r"layer f on a cube of side 2: 1 rows \(limit: at least"):
        tensor_stage_time(small, devices(8), Link("*", "*", 1e9, 0, True), "3d")


def test_a_join_of_odd_and_even_paths_turns_one_operand():
    """x -> a -> + and x -> a -> b -> +: one product more on one side."""
    layers = [
        TensorLayer("a", "fc", 64, 128, 128),
        TensorLayer("b", "fc", 64, 128, 128),
        TensorLayer("sum", "join", 64, 128, 128),
    ]
    edges = tuple(LayerEdge(a, b, 64 * 128) for a, b in ((0, 1), (1, 2), (0, 2)))
    graph = LayerGraph("g", tuple(layers), edges)
    link = Link("*", "*", 1e9, 0.0, True)
    split = tensor_stage_time(graph, devices(8), link, "3d", training=False)
    even = tensor_stage_time(chain("c", layers[:2]), devices(8), link, "3d", training=False)
    turned = sum(split.traffic_bytes.values()) - sum(even.traffic_bytes.values())
    assert turned == pytest.approx(64 * 128 * 4)  # 8 devices fetch an eighth each
