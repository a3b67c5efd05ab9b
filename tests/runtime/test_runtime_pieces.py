"""How a model is cut into pieces, stored, and turned into modules."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper

from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.runtime.module import TorchStage
from hwpipe.runtime.piece import split_model
from hwpipe.runtime.store import load_piece, save_piece

F32, I64 = TensorProto.FLOAT, TensorProto.INT64


def skipping() -> onnx.ModelProto:
    """A residual chain whose shape arithmetic and weight preparation are constant."""
    value = helper.make_tensor_value_info
    weight = np.random.default_rng(0).standard_normal((4, 4)).astype(np.float32)
    nodes = [
        helper.make_node("Transpose", ["w"], ["wt"]),  # constant
        helper.make_node("MatMul", ["x", "wt"], ["a"]),
        helper.make_node("Shape", ["a"], ["s"]),  # constant: the shape is static
        helper.make_node("Relu", ["a"], ["b"]),
        helper.make_node("MatMul", ["b", "wt"], ["c"]),
        helper.make_node("Add", ["c", "x"], ["d"]),
        helper.make_node("Reshape", ["d", "s"], ["y"]),
        helper.make_node("Exp", ["d"], ["unused"]),
    ]
    graph = helper.make_graph(
        nodes, "skip", [value("x", F32, [2, 4])], [value("y", F32, [2, 4])],
        [numpy_helper.from_array(weight, "w")], value_info=[value("a", F32, [2, 4])],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_constants_follow_their_readers_and_never_cross():
    first, second, third = split_model(skipping(), [[1], [2, 3, 4], [5, 6, 7]])
    assert (first.inputs, first.outputs) == (("x",), ("x", "a"))
    assert (second.inputs, second.outputs) == (("x", "a"), ("x", "c"))
    assert (third.inputs, third.outputs) == (("x", "c"), ("y",))
    assert [node.op for node in first.nodes] == ["Transpose", "MatMul"]
    assert [node.op for node in second.nodes] == ["Transpose", "Relu", "MatMul"]
    assert [node.op for node in third.nodes] == ["Add", "Reshape"]  # dead code is gone
    assert first.weights == second.weights == {"w"}
    np.testing.assert_array_equal(third.constants["s"], [2, 4])


def test_folding_happens_once_and_frees_what_it_used():
    _, second, _ = split_model(skipping(), [[1], [2, 3, 4], [5, 6, 7]])
    stage = TorchStage(second)
    assert [step.node.op for step in stage._steps] == ["Relu", "MatMul"]
    assert list(stage.parameters()) == []  # only the transposed copy is left
    assert len(list(stage.buffers())) == 1


def test_gradients_reach_weights_of_unfolded_stages():
    pieces = split_model(skipping(), [[1], [2, 3, 4], [5, 6, 7]])
    stages = [TorchStage(piece, fold_weights=False) for piece in pieces]
    x = torch.ones(2, 4, requires_grad=True)
    tensors: tuple[torch.Tensor, ...] = (x,)
    for stage in stages:
        tensors = stage(*tensors)
    tensors[0].sum().backward()
    for stage in stages[:2]:
        (weight,) = stage.parameters()
        assert weight.grad is not None
        assert weight.grad.abs().sum() > 0
    assert x.grad is not None


def test_statistics_are_buffers_and_weights_parameters():
    model = open_model("resnet50").materialise(1)
    (piece,) = split_model(model, [range(len(model.graph.node))])
    stage = TorchStage(piece, fold_weights=False)
    assert len(list(stage.parameters())) == 161
    statistics = {name for node in piece.nodes if node.op == "BatchNormalization"
                  for name in node.inputs[3:5]}  # fmt: skip
    assert len(statistics) == 106
    buffers = dict(stage.named_buffers())
    assert all(stage.weight_name(name) in buffers for name in statistics)


def test_tensors_die_after_their_last_reader():
    _, second, _ = split_model(skipping(), [[1], [2, 3, 4], [5, 6, 7]])
    stage = TorchStage(second)
    relu, matmul = stage._steps
    slot = stage._slots
    assert relu.dead == (slot["a"],)
    assert matmul.dead == (slot["b"],)  # x passes through and c leaves


@pytest.mark.parametrize("dtype", ["float32", "float64", "float16", "bfloat16", "int8", "int64",
                                   "uint16", "bool"])  # fmt: skip
@pytest.mark.parametrize("shape", [(), (0, 3), (5,), (2, 3, 4)])
def test_pieces_survive_the_disk(dtype: str, shape: tuple[int, ...], tmp_path: Path):
    import ml_dtypes

    kind = ml_dtypes.bfloat16 if dtype == "bfloat16" else np.dtype(dtype)
    array = (np.arange(int(np.prod(shape))).reshape(shape) % 3).astype(kind)
    (piece,) = split_model(skipping(), [range(8)])
    piece.constants["odd"] = array
    save_piece(piece, tmp_path)
    again = load_piece(tmp_path, 0)
    assert again.nodes == piece.nodes
    assert (again.inputs, again.outputs, again.weights) == (
        piece.inputs, piece.outputs, piece.weights)  # fmt: skip
    got = again.constants["odd"]
    assert (got.dtype, got.shape) == (array.dtype, array.shape)
    np.testing.assert_array_equal(got.astype(np.float64), array.astype(np.float64))
    got.reshape(-1)[:1] = 1  # writable, but private
    assert load_piece(tmp_path, 0).constants["odd"].tobytes() == array.tobytes()
    for name, constant in again.constants.items():
        if constant.size:
            assert constant.ctypes.data % 64 == 0, name


def test_functions_must_be_inlined_before():
    body = helper.make_function(
        "acme", "Twice", ["p"], ["q"], [helper.make_node("Add", ["p", "p"], ["q"])],
        [helper.make_opsetid("", 17)],
    )  # fmt: skip
    value = helper.make_tensor_value_info
    graph = helper.make_graph([helper.make_node("Twice", ["x"], ["y"], domain="acme")], "g",
                              [value("x", F32, [1])], [value("y", F32, [1])])  # fmt: skip
    model = helper.make_model(
        graph, functions=[body],
        opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("acme", 1)],
    )  # fmt: skip
    with pytest.raises(InputError, match=r"1 local functions.*open it through hwpipe.graph"):
        split_model(model, [[0]])


def test_random_operators_are_not_constant():
    node = helper.make_node("RandomNormalLike", ["c"], ["r"])
    add = helper.make_node("Add", ["x", "r"], ["y"])
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [node, add], "g", [value("x", F32, [1])], [value("y", F32, [1])],
        [helper.make_tensor("c", F32, [1], [0.0])],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    first, second = split_model(model, [[0], [1]])
    assert first.outputs == ("x", "r")
    assert second.constants == {}
