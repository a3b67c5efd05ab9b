"""Rewriting of float networks: fewer kinds of operators, the same outputs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest
from quantize_support import Builder

from hwpipe.quantize.net import load_net
from hwpipe.quantize.prepare import prepare
from hwpipe.quantize.ranges import session


def _prepared(model: onnx.ModelProto, b: Builder, folder: Path) -> Counter[str]:
    """Operators after preparation, whose outputs must be those before it."""
    onnx.save(model, folder / "net.onnx")
    net = load_net(folder / "net.onnx")
    before = net.to_model()
    prepare(net)
    after = net.to_model()
    onnx.checker.check_model(after)
    feed = {"image": b.images(b.shape[0])}
    want, got = (session(m).run(None, feed)[0] for m in (before, after))
    assert want.shape == got.shape
    assert np.abs(want - got).max() <= 1e-5 * np.abs(want).max()
    return Counter(node.op_type for node in net.nodes)


def test_normalisation_goes_into_the_layer_before_it(tmp_path: Path):
    b = Builder(2, 3, 8, 8)
    x = b.node("Relu", b.norm(b.norm(b.conv("image", 3, 6), 6), 6))
    w = b.rng.standard_normal((6, 5)).astype(np.float32)
    y = b.node("MatMul", b.node("Flatten", b.node("GlobalAveragePool", x)), b.constant(w))
    y = b.norm(b.node("Add", b.constant(np.ones(5, np.float32)), y), 5)
    ops = _prepared(b.model(y), b, tmp_path)
    assert ops == {"Conv": 1, "Relu": 1, "GlobalAveragePool": 1, "Flatten": 1, "Gemm": 1}


def test_normalisation_that_others_read_past_is_a_depthwise_layer(tmp_path: Path):
    b = Builder(1, 3, 8, 8)
    x = b.conv("image", 3, 6)
    y = b.node("Add", b.node("Relu", b.norm(x, 6)), x)
    ops = _prepared(b.model(y), b, tmp_path)
    assert ops == {"Conv": 2, "Relu": 1, "Add": 1}


@pytest.mark.parametrize("swap", [False, True])
@pytest.mark.parametrize("op", ["Add", "Sub", "Mul", "Div"])
def test_constants_of_every_channel_fold(op: str, swap: bool, tmp_path: Path):
    b = Builder(1, 3, 6, 6)
    x = b.conv("image", 3, 4)
    value = b.constant(b.rng.uniform(0.5, 2, (4, 1, 1)).astype(np.float32))
    y = b.node(op, value, x) if swap else b.node(op, x, value)
    ops = _prepared(b.model(y), b, tmp_path)
    assert ops == ({"Conv": 1, "Div": 1} if swap and op == "Div" else {"Conv": 1})


def test_a_sum_of_three_is_two_additions(tmp_path: Path):
    b = Builder(1, 3, 6, 6)
    x = [b.conv("image", 3, 4) for _ in range(3)]
    assert _prepared(b.model(b.node("Sum", *x)), b, tmp_path) == {"Conv": 3, "Add": 2}


def test_padding_goes_into_the_convolution(tmp_path: Path):
    b = Builder(1, 3, 6, 6)
    pads = b.constant(np.array([0, 0, 1, 0, 0, 0, 2, 1], np.int64))
    x = b.conv(b.node("Pad", "image", pads), 3, 4, 3)
    assert _prepared(b.model(x), b, tmp_path) == {"Conv": 1}
    ones = b.constant(np.asarray(1, np.float32))
    y = b.conv(b.node("Pad", x, pads, ones), 4, 4, 3)
    assert _prepared(b.model(y), b, tmp_path)["Pad"] == 1, "only zeros are padding"


@pytest.mark.parametrize(("size", "steps"), [(7, 0), (8, 0), (14, 1), (12, 1), (6, 1)])
@pytest.mark.parametrize("kind", ["GlobalAveragePool", "ReduceMean", "AveragePool"])
def test_means_over_the_image(kind: str, size: int, steps: int, tmp_path: Path):
    """An even number of pixels that is no power of two is divided in two steps."""
    b = Builder(1, 3, size, size)
    x = b.conv("image", 3, 4)
    if kind == "ReduceMean":
        y = b.node(kind, x, axes=[2, 3], keepdims=0)
    elif kind == "AveragePool":
        y = b.node(kind, x, kernel_shape=[size, size])
    else:
        y = b.node(kind, x)
    ops = _prepared(b.model(y), b, tmp_path)
    assert ops["AveragePool"] == steps
    assert ops["GlobalAveragePool"] == 1
    assert ops["Flatten"] == (kind == "ReduceMean")


def test_gemm_of_any_form_is_one_form(tmp_path: Path):
    b = Builder(2, 3, 4, 4)
    x = b.node("Flatten", b.node("GlobalAveragePool", "image"))
    w = b.constant(b.rng.standard_normal((3, 5)).astype(np.float32))
    bias = b.constant(b.rng.standard_normal((1, 5)).astype(np.float32))
    y = b.node("Gemm", x, w, bias, alpha=0.5, beta=2.0)
    onnx.save(b.model(y), tmp_path / "net.onnx")
    net = load_net(tmp_path / "net.onnx")
    prepare(net)
    gemm = net.nodes[-1]
    assert [a.name for a in gemm.attribute] == ["transB"]
    assert net.constants[gemm.input[1]].shape == (5, 3)
    _prepared(b.model(y), b, tmp_path)


@pytest.mark.parametrize("opset", [9, 11, 13, 17])
def test_older_operator_sets_are_converted(opset: int, tmp_path: Path):
    b = Builder(1, 3, 8, 8)
    x = b.node("Relu", b.norm(b.conv("image", 3, 6), 6))
    model = b.model(b.head(x, 6), opset)
    onnx.save(model, tmp_path / "net.onnx")
    net = load_net(tmp_path / "net.onnx")
    assert net.opset == (17 if opset < 13 else opset)
    _prepared(model, b, tmp_path)
