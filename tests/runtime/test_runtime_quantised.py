"""Integer arithmetic: the numpy definition, and quantised stages, bit for bit with onnxruntime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper, numpy_helper
from runtime_support import MS, Case, case, run_onnxruntime

from hwpipe.fpga import reference
from hwpipe.runtime import StageSpec, check_against_onnxruntime, run_pipeline

EIGHT_BIT = {"s8s8": (np.int8, np.int8), "u8u8": (np.uint8, np.uint8), "u8s8": (np.uint8, np.int8)}


def _any(rng: np.random.Generator, dtype: type, shape: tuple[int, ...], limit: int = 128):
    info = np.iinfo(dtype)
    # u8s8 saturates on x86 without VNNI; |w| <= 63 keeps every host exact.
    low, high = max(info.min, -limit), min(info.max, limit if info.min else 255)
    return rng.integers(low, high + 1, shape).astype(dtype)


@st.composite
def quantised_convolutions(draw) -> Case:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    x_type, w_type = EIGHT_BIT[draw(st.sampled_from(sorted(EIGHT_BIT)))]
    group = draw(st.sampled_from([1, 1, 2, 4]))
    kernel = draw(st.sampled_from([(1, 1), (3, 3), (5, 2)]))
    outs = group * draw(st.integers(1, 3))
    per_channel = draw(st.booleans())
    count = (outs,) if per_channel else ()
    scale = 10 ** rng.uniform(-3, 0, 3)
    zero = 0 if w_type == np.int8 else int(rng.integers(0, 256))
    return case(
        "QLinearConv",
        _any(rng, x_type, (1, 4 * group, 9, 8)), np.float32(scale[0]),
        _any(rng, x_type, ()),
        _any(rng, w_type, (outs, 4, *kernel), 63),
        (scale[1] * rng.uniform(0.5, 2, count)).astype(np.float32),
        np.full(count, zero, w_type),
        np.float32(scale[0] * scale[1] * 10 ** rng.uniform(0, 3)), _any(rng, x_type, ()),
        rng.integers(-5000, 5000, outs).astype(np.int32),
        group=group, pads=[1, 0, 1, 2], strides=draw(st.sampled_from([[1, 1], [2, 2]])),
    )  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(quantised_convolutions())
def test_qlinear_conv_is_onnxruntime_bit_for_bit(node: Case):
    (want,) = run_onnxruntime(node.model(), node.feeds())
    x, xs, xz, w, ws, wz, ys, yz, bias = node.inputs
    got = reference.qlinear_conv(
        x, xs, xz, w, ws, wz, ys, yz, bias, strides=node.attrs["strides"],
        pads=([1, 0], [1, 2]), dilations=[1, 1], groups=node.attrs["group"],
    )  # fmt: skip
    assert np.array_equal(got, want), f"{(got != want).sum()} of {want.size} differ"


@pytest.mark.parametrize("op", ["QLinearAdd", "QLinearMul"])
@pytest.mark.parametrize("dtype", [np.uint8, np.int8])
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32 - 1), decimal=st.booleans())
def test_quantised_elementwise_is_onnxruntime_bit_for_bit(
    op: str, dtype: type, seed: int, decimal: bool
):
    rng = np.random.default_rng(seed)
    # Round decimal scales make exact ties likely, where the order of operations shows.
    scale = np.round(rng.uniform(0.01, 0.1, 3), 2) if decimal else rng.uniform(0.01, 0.1, 3)
    a, b = _any(rng, dtype, (4000,)), _any(rng, dtype, (4000,))
    za, zb, zy = (_any(rng, dtype, ()) for _ in range(3))
    y_scale = np.float32(scale[2] * (50 if op == "QLinearMul" else 1))
    node = case(op, a, np.float32(scale[0]), za, b, np.float32(scale[1]), zb, y_scale, zy,
                domain=MS)  # fmt: skip
    (want,) = run_onnxruntime(node.model(), node.feeds())
    function = reference.linear_add if op == "QLinearAdd" else reference.linear_mul
    got = function(*node.inputs)
    assert np.array_equal(got, want), f"{(got != want).sum()} of {want.size} differ"


@pytest.mark.parametrize("k", [1, 3, 17, 40])
def test_requantisation_rounds_half_to_even_and_saturates(k: int):
    acc = np.arange(-(2**19), 2**19, 37, dtype=np.int32)
    got = reference.requantize(acc, np.float32(k / 2**16), np.int8(-3))
    for value, result in zip(acc.tolist()[::97], got.tolist()[::97], strict=True):
        quotient, rest = divmod(value * k, 2**16)  # exact integers
        half = 2**15
        up = rest > half or (rest == half and quotient % 2 == 1)
        assert result == min(127, max(-128, quotient + up - 3))


def test_requantisation_of_ties():
    acc = np.array([1, 3, 5, -1, -3, -5], np.int32)
    got = reference.requantize(acc, np.float32(0.5), np.uint8(10))
    assert got.tolist() == [10, 12, 12, 10, 8, 8]
    assert got.dtype == np.uint8


def test_multiplier_is_computed_in_float32_in_order():
    xs, ws, ys = np.float32(0.1), np.float32(0.3), np.float32(0.7)
    want = np.float32(np.float32(xs * ws) / ys)
    assert reference.multiplier(xs, ws, ys) == want
    assert float(want) != 0.1 * 0.3 / 0.7


def test_accumulators_are_exact_at_the_largest_sums():
    x = np.full((1, 512, 3, 3), 255, np.uint8)
    w = np.full((1, 512, 3, 3), -128, np.int8)
    acc = reference.conv_integer(x, w, strides=[1, 1], pads=([0, 0], [0, 0]), dilations=[1, 1])
    assert acc.item() == -128 * 255 * 512 * 9
    assert reference.matmul_integer(x.reshape(1, -1), w.reshape(-1, 1)).item() == acc.item()


def _float_cnn() -> onnx.ModelProto:
    rng = np.random.default_rng(1)

    def weight(name: str, *shape: int) -> onnx.TensorProto:
        scale = np.sqrt(2 / np.prod(shape[1:])) if len(shape) > 1 else 0.1
        return numpy_helper.from_array(
            (rng.standard_normal(shape) * scale).astype(np.float32), name
        )

    value = helper.make_tensor_value_info
    nodes = [
        helper.make_node("Conv", ["x", "w1", "b1"], ["a"], "c1", pads=[1] * 4),
        helper.make_node("Relu", ["a"], ["ar"], "r1"),
        helper.make_node("Conv", ["ar", "w2", "b2"], ["b"], "c2", pads=[1] * 4),
        helper.make_node("Add", ["ar", "b"], ["c"], "add"),
        helper.make_node("Relu", ["c"], ["cr"], "r2"),
        helper.make_node("MaxPool", ["cr"], ["d"], "pool", kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("GlobalAveragePool", ["d"], ["e"], "mean"),
        helper.make_node("Flatten", ["e"], ["f"], "flat"),
        helper.make_node("Gemm", ["f", "w3", "b3"], ["y"], "fc", transB=1),
    ]
    graph = helper.make_graph(
        nodes, "cnn", [value("x", TensorProto.FLOAT, [1, 3, 12, 12])],
        [value("y", TensorProto.FLOAT, [1, 10])],
        [weight("w1", 8, 3, 3, 3), weight("b1", 8), weight("w2", 8, 8, 3, 3), weight("b2", 8),
         weight("w3", 10, 8), weight("b3", 10)],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


@pytest.fixture(scope="module")
def quantised(tmp_path_factory: pytest.TempPathFactory) -> onnx.ModelProto:
    from onnxruntime import quantization as quant

    folder = tmp_path_factory.mktemp("quantised")
    onnx.save(_float_cnn(), folder / "float.onnx")
    rng = np.random.default_rng(2)

    class Reader(quant.CalibrationDataReader):
        def __init__(self) -> None:
            self.left = 4

        def get_next(self) -> dict[str, np.ndarray] | None:
            self.left -= 1
            if self.left < 0:
                return None
            return {"x": rng.standard_normal((1, 3, 12, 12)).astype(np.float32)}

    quant.quantize_static(
        str(folder / "float.onnx"), str(folder / "int8.onnx"), Reader(),
        quant_format=quant.QuantFormat.QOperator, per_channel=True,
        activation_type=quant.QuantType.QUInt8, weight_type=quant.QuantType.QInt8,
        reduce_range=True,
    )  # fmt: skip
    return onnx.load(folder / "int8.onnx")


@pytest.mark.parametrize("in_process", [True, False])
def test_quantised_model_in_fpga_stages(
    quantised: onnx.ModelProto, in_process: bool, tmp_path: Path
):
    ops = [node.op_type for node in quantised.graph.node]
    assert {"QLinearConv", "QLinearAdd"} <= set(ops)
    cut = ops.index("QLinearAdd") + 1
    tail = max(i for i, op in enumerate(ops) if op.startswith("QLinear") or op == "QGemm") + 1
    parts = [range(cut), range(cut, tail), range(tail, len(ops))]
    stages = [StageSpec(i, tuple(part), f"fpga{i}", "fpga") for i, part in enumerate(parts)]
    x = np.random.default_rng(3).standard_normal((4, 3, 12, 12)).astype(np.float32)
    result = run_pipeline(quantised, stages, {"x": x}, micro_batch=1, in_process=in_process)
    assert [report.backend for report in result.stage_reports] == [
        "integer reference", "integer reference", "float reference (no int8 model)",
    ]  # fmt: skip
    check = check_against_onnxruntime(quantised, {"x": x}, result.outputs, micro_batch=1)
    assert check.max_relative_error == 0.0, "integers must agree bit for bit"
