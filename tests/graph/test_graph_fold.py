"""Folding of constants against onnx's reference evaluator, operator by operator."""

import math

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import helper
from onnx.reference import ReferenceEvaluator

from hwpipe.graph.fold import FOLDABLE, NotFoldableError, fold_node

rng = np.random.default_rng(0)
I64 = np.int64


def ints(*values):
    return np.array(values, I64)


def floats(*shape):
    return rng.standard_normal(shape).astype(np.float32)


CASES = {
    "Add": [([ints(1, 2), ints(3, -4)], {})],
    "Sub": [([ints(1, 2), ints(3, -4)], {})],
    "Mul": [([floats(2, 1), floats(1, 3)], {})],
    "Div": [([ints(7, -7, 7, -7), ints(2, 2, -2, -2)], {}), ([floats(3), floats(3)], {})],
    "Pow": [([floats(3) ** 2, np.float32(2)], {})],
    "Mod": [([ints(7, -7), ints(3, 3)], {}), ([ints(7, -7), ints(3, 3)], {"fmod": 1})],
    "Min": [([ints(1, 5), ints(3, 2), ints(2, 2)], {})],
    "Max": [([ints(1, 5), ints(3, 2), ints(2, 2)], {})],
    "Equal": [([ints(1, 2), ints(1, 3)], {})],
    "Less": [([ints(1, 2), ints(1, 3)], {})],
    "Greater": [([ints(1, 2), ints(1, 1)], {})],
    "LessOrEqual": [([ints(1, 2), ints(1, 1)], {})],
    "GreaterOrEqual": [([ints(1, 2), ints(1, 3)], {})],
    "And": [([np.array([True, False]), np.array([True, True])], {})],
    "Or": [([np.array([True, False]), np.array([False, False])], {})],
    "Xor": [([np.array([True, False]), np.array([True, True])], {})],
    "Where": [([np.array([True, False]), floats(2), floats(3, 2)], {})],
    "Not": [([np.array([True, False])], {})],
    "Neg": [([floats(3)], {})],
    "Abs": [([floats(3)], {})],
    "Floor": [([floats(3)], {})],
    "Ceil": [([floats(3)], {})],
    "Sqrt": [([np.abs(floats(3))], {})],
    "Exp": [([floats(3)], {})],
    "Reciprocal": [([floats(3)], {})],
    "Cos": [([floats(3)], {})],
    "Sin": [([floats(3)], {})],
    "Identity": [([floats(3)], {})],
    "Unsqueeze": [([floats(3), ints(0, 2)], {}), ([floats(3), ints(-1)], {})],
    "Squeeze": [([floats(1, 3, 1), ints(0)], {}), ([floats(1, 3, 1)], {})],
    "Reshape": [
        ([floats(2, 6), ints(0, 2, -1)], {}),
        ([floats(0, 3), ints(3, 0)], {"allowzero": 1}),
    ],
    "Shape": [
        ([floats(2, 3, 4)], {}),
        ([floats(2, 3, 4)], {"start": 1}),
        ([floats(2, 3, 4)], {"start": -2, "end": -1}),
    ],
    "Gather": [([floats(3, 4), ints(2, 0)], {}), ([floats(3, 4), np.array(-1)], {"axis": 1})],
    "Slice": [
        ([floats(5, 6), ints(1), ints(4)], {}),
        ([floats(5, 6), ints(-1), ints(-100), ints(1), ints(-2)], {}),
        ([floats(5, 6), ints(0, 1), ints(2**62, -1), ints(1, 0)], {}),
    ],
    "Concat": [
        ([floats(2, 3), floats(1, 3)], {"axis": 0}),
        ([floats(2, 3), floats(2, 1)], {"axis": -1}),
    ],
    "Cast": [
        ([np.array([1.7, -1.7], np.float32)], {"to": 7}),
        ([ints(0, 2)], {"to": 9}),
        ([ints(0, 2)], {"to": 1}),
    ],
    "Expand": [([floats(3, 1), ints(2, 1, 4)], {}), ([floats(3, 4), ints(1)], {})],
    "Tile": [([floats(2, 3), ints(2, 1)], {})],
    "Range": [
        ([np.array(2), np.array(9), np.array(3)], {}),
        ([np.array(5), np.array(0), np.array(-2)], {}),
    ],
    "ConstantOfShape": [
        ([ints(2, 3)], {}),
        ([ints(2)], {"value": helper.make_tensor("v", 7, [1], [5])}),
    ],
    "Transpose": [([floats(2, 3, 4)], {}), ([floats(2, 3, 4)], {"perm": [1, 2, 0]})],
    "ReduceProd": [([ints(2, 3, 4)], {"keepdims": 0}), ([ints(2, 3, 4), ints(0)], {})],
    "ReduceSum": [([floats(2, 3), ints(1)], {}), ([floats(2, 3)], {"noop_with_empty_axes": 1})],
    "ReduceMin": [([floats(2, 3), ints(1)], {"keepdims": 0})],
    "ReduceMax": [([floats(2, 3), ints(-1)], {"keepdims": 1})],
}


def reference(op, arrays, attributes):
    names = [f"i{k}" for k in range(len(arrays))]
    node = helper.make_node(op, names, ["o"], **attributes)
    graph = helper.make_graph(
        [node], "g",
        [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(a.dtype), a.shape)
         for n, a in zip(names, arrays, strict=True)],
        [helper.make_empty_tensor_value_info("o")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 20)], ir_version=9)
    return node, ReferenceEvaluator(model).run(None, dict(zip(names, arrays, strict=True)))[0]


def test_every_folded_operator_has_a_case():
    assert set(CASES) == set(FOLDABLE)


@pytest.mark.parametrize(
    ("op", "arrays", "attributes"),
    [(op, arrays, more) for op, cases in CASES.items() for arrays, more in cases],
    ids=[f"{op}{i}" for op, cases in CASES.items() for i in range(len(cases))],
)
def test_folding_agrees_with_onnx(op, arrays, attributes):
    node, expected = reference(op, arrays, attributes)
    got = fold_node(node, list(arrays), 20)
    assert got.shape == np.shape(expected)
    assert got.dtype == expected.dtype
    np.testing.assert_allclose(got, expected, rtol=1e-6)


@given(
    shape=st.lists(st.integers(1, 5), min_size=1, max_size=3),
    data=st.data(),
)
@settings(max_examples=60, deadline=None)
def test_slices_agree_with_onnx(shape, data):
    array = np.arange(math.prod(shape), dtype=I64).reshape(shape)
    bound = st.integers(-8, 8)
    axis = data.draw(st.integers(-len(shape), len(shape) - 1))
    step = data.draw(st.integers(-3, 3).filter(bool))
    arrays = [array, *(ints(data.draw(bound)) for _ in range(2)), ints(axis), ints(step)]
    node, expected = reference("Slice", arrays, {})
    np.testing.assert_array_equal(fold_node(node, arrays, 20), expected)


@pytest.mark.parametrize(
    ("op", "arrays"),
    [
        ("ConstantOfShape", [ints(2**40)]),
        ("Expand", [floats(1), ints(2**40)]),
        ("Tile", [floats(2), ints(2**40)]),
        ("Range", [np.array(0), np.array(2**40), np.array(1)]),
        ("Add", [np.zeros((2**12, 1)), np.zeros((1, 2**12))]),
        ("Gather", [np.zeros((2, 2**12)), np.zeros(2**12, I64)]),
        ("Div", [ints(1), ints(0)]),
        ("Mod", [ints(1), ints(0)]),
        ("Gather", [floats(3), ints(7)]),
        ("Cast", [np.array([np.inf], np.float32)]),
        ("Range", [np.array(0), np.array(5), np.array(0)]),
        ("Slice", [floats(3), ints(0), ints(1), ints(5)]),
        ("Reshape", [floats(3), ints(2, 2)]),
    ],
)
def test_what_is_too_large_or_undefined_stays_in_the_graph(op, arrays):
    more = {"to": onnx.TensorProto.INT64} if op == "Cast" else {}
    node = helper.make_node(op, [f"i{k}" for k in range(len(arrays))], ["o"], **more)
    with pytest.raises(NotFoldableError):
        fold_node(node, list(arrays), 20)
