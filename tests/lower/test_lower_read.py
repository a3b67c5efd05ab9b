"""Reading quantised models: forms, types, fusing, and what is refused by name."""

from __future__ import annotations

import numpy as np
import onnx
import pytest
from lower_networks import NETWORKS
from onnx import TensorProto, helper, numpy_helper

from hwpipe.errors import InputError
from hwpipe.lower import lower_model, run_integer
from hwpipe.quantize import check_program

MS = "com.microsoft"


class Quantised:
    """Quantised models by hand: constants by value, every scale a power of two."""

    def __init__(self, dtype: type = np.int8, zero: int = 0) -> None:
        self.dtype, self.zero, self.count = dtype, zero, 0
        self.nodes: list[onnx.NodeProto] = []
        self.constants: list[onnx.TensorProto] = []
        self.rng = np.random.default_rng(0)

    def constant(self, value: object, dtype: type) -> str:
        self.count += 1
        self.constants.append(numpy_helper.from_array(np.asarray(value, dtype), f"k{self.count}"))
        return f"k{self.count}"

    def scale(self, scale: float, zero: int | None = None) -> list[str]:
        zero = self.zero if zero is None else zero
        return [self.constant(scale, np.float32), self.constant(zero, self.dtype)]

    def node(self, op: str, *inputs: str, domain: str = "", outputs: int = 1, **kw: object) -> str:
        self.count += 1
        names = [f"v{self.count}_{i}" for i in range(outputs)]
        self.nodes.append(
            helper.make_node(op, list(inputs), names, f"{op}{self.count}", domain=domain, **kw)
        )
        return names[0]

    def quantise(self, x: str, scale: float = 0.125, zero: int | None = None) -> str:
        return self.node("QuantizeLinear", x, *self.scale(scale, zero))

    def real(self, x: str, scale: float = 0.125, zero: int | None = None) -> str:
        return self.node("DequantizeLinear", x, *self.scale(scale, zero))

    def weights(self, *shape: int, dtype: type = np.int8, zero: int = 0) -> list[str]:
        # Unsigned activations with larger int8 weights saturate on x86 hosts without VNNI.
        w = (
            self.rng.integers(-63, 64, shape)
            if dtype == np.int8
            else self.rng.integers(1, 256, shape)
        )
        ws = self.rng.integers(3, 20, shape[0]) * 2.0**-13
        return [self.constant(w, dtype), self.constant(ws, np.float32),
                self.constant(np.full(shape[0], zero), dtype)]  # fmt: skip

    def model(self, output: str, size: int = 6, kind: int = TensorProto.FLOAT) -> onnx.ModelProto:
        graph = helper.make_graph(
            self.nodes, "hand",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 4, size, size])],
            [helper.make_tensor_value_info(output, kind, None)], self.constants,
        )  # fmt: skip
        opsets = [helper.make_opsetid("", 17), helper.make_opsetid(MS, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=8)


def _image(size: int = 6) -> dict[str, np.ndarray]:
    x = np.random.default_rng(1).standard_normal((1, 4, size, size)) * 4
    return {"x": x.astype(np.float32)}


def _qdq_conv(q: Quantised, x: str, out: int = 4, *, bias: bool = True, **kw: object) -> str:
    w, ws, wz = q.weights(out, 4, 3, 3)
    weights = q.node("DequantizeLinear", w, ws, wz, axis=0)
    more = [q.constant(q.rng.standard_normal(out), np.float32)] if bias else []
    return q.node("Conv", x, weights, *more, pads=[1] * 4, **kw)


@pytest.mark.parametrize(("dtype", "zero"), [(np.int8, 0), (np.int8, -5), (np.uint8, 119)])
def test_qdq_form_is_the_same_program(dtype: type, zero: int):
    """Relu behind a convolution and a sum, a view before a product: one layer each."""
    q = Quantised(dtype, zero)
    x = q.real(q.quantise("x"))
    a = q.real(q.quantise(q.node("Relu", _qdq_conv(q, x)), 0.25), 0.25)
    b = q.real(q.quantise(_qdq_conv(q, a, bias=False), 0.25), 0.25)
    c = q.real(q.quantise(q.node("Relu", q.node("Add", a, b)), 0.5), 0.5)
    d = q.node("MaxPool", c, kernel_shape=[2, 2], strides=[2, 2])
    e = q.real(q.quantise(d, 0.5), 0.5)
    f = q.real(q.quantise(q.node("Flatten", q.node("GlobalAveragePool", e)), 0.25), 0.25)
    w, ws, wz = q.weights(3, 4)
    g = q.node("Gemm", f, q.node("DequantizeLinear", w, ws, wz, axis=0), transB=1)
    model = q.model(q.real(q.quantise(g, 0.5), 0.5))
    program = lower_model(model)
    assert [layer.kind for layer in program.layers] == [
        "conv", "conv", "add", "max-pool", "global-average-pool", "reshape", "fully-connected",
    ]  # fmt: skip
    assert program.inexact == ()
    assert program.host == ()
    offset = 128 if dtype == np.uint8 else 0
    assert program.inputs[0].offset == offset
    assert program.tensors[program.inputs[0].tensor].scale.zero_point == zero - offset
    assert program.layers[0].out.low == zero - offset  # type: ignore[attr-defined]
    compared, differences = check_program(program, model, [_image()])
    assert differences == []
    assert compared > 500


@pytest.mark.parametrize("form", ["QDQ", "QOperator"])
@pytest.mark.parametrize("zero", [-128, -3, 7])
def test_means_keep_their_ties_in_both_forms(form: str, zero: int):
    """Windows of 4, 6 and 9 pixels, and all 36: ties of an odd zero point round differently."""
    q = Quantised()
    window = {"kernel_shape": [3, 3], "pads": [1] * 4}
    x = q.quantise("x", 0.125, zero)
    if form == "QDQ":
        mean = q.quantise(q.node("AveragePool", q.real(x, 0.125, zero), **window), 0.25, zero)
        last = q.node("GlobalAveragePool", q.real(mean, 0.25, zero))
        last = q.quantise(last, 0.25, zero)
    else:
        scales = [*q.scale(0.125, zero), *q.scale(0.25, zero)]
        mean = q.node("QLinearAveragePool", x, *scales, domain=MS, **window)
        scales = [*q.scale(0.25, zero), *q.scale(0.25, zero)]
        last = q.node("QLinearGlobalAveragePool", mean, *scales, domain=MS, channels_last=0)
    model = q.model(q.real(last, 0.25, zero))
    program = lower_model(model)
    assert program.inexact == ()
    rng = np.random.default_rng(2)
    feeds = [{"x": (rng.integers(-16, 16, (1, 4, 6, 6)) / 8).astype(np.float32)} for _ in range(20)]
    assert check_program(program, model, feeds)[1] == []


def test_relu6_is_a_clip_of_codes():
    q = Quantised()
    x = q.real(q.quantise("x"))
    bounds = [q.constant(v, np.float32) for v in (0, 6)]
    y = q.quantise(q.node("Clip", _qdq_conv(q, x), *bounds), 0.0625, -7)
    program = lower_model(q.model(q.real(y, 0.0625, -7)))
    (layer,) = program.layers
    assert (layer.out.low, layer.out.high) == (-7, 96 - 7)  # type: ignore[attr-defined]


def test_unsigned_weights_with_zero_point_128_are_signed():
    q = Quantised(np.uint8, 128)
    x = q.quantise("x")
    w = q.weights(5, 4, 3, 3, dtype=np.uint8, zero=128)
    y = q.node("QLinearConv", x, *q.scale(0.125), *w, *q.scale(0.25), pads=[1] * 4)
    model = q.model(q.real(y, 0.25))
    program = lower_model(model)
    assert program.layers[0].w.min() >= -127  # type: ignore[attr-defined]
    assert check_program(program, model, [_image()])[1] == []


def test_concatenation_of_different_scales_requantises():
    q = Quantised()
    x = q.quantise("x")
    y = q.quantise("x", 0.25, 3)
    z = q.node("QLinearConcat", *q.scale(0.25, -2), x, *q.scale(0.125), y, *q.scale(0.25, 3),
               domain=MS, axis=1)  # fmt: skip
    model = q.model(q.real(z, 0.25, -2))
    program = lower_model(model)
    assert [layer.kind for layer in program.layers] == ["requantise", "requantise", "concat"]
    assert check_program(program, model, [_image()])[1] == []


def test_codes_go_in_and_out_without_float():
    q = Quantised(np.uint8, 100)
    w = q.weights(5, 4, 3, 3)
    y = q.node("QLinearConv", "x", *q.scale(0.125), *w, *q.scale(0.25), pads=[1] * 4)
    model = q.model(y, kind=TensorProto.UINT8)
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8
    program = lower_model(model)
    assert not program.inputs[0].is_float
    assert not program.outputs[0].is_float
    x = np.random.default_rng(0).integers(0, 256, (1, 4, 6, 6)).astype(np.uint8)
    assert check_program(program, model, [{"x": x}])[1] == []
    assert run_integer(program, {"x": x})[y].dtype == np.uint8


def test_host_nodes_on_both_sides_are_listed_with_their_reason():
    q = Quantised()
    first = q.node("Exp", "x")
    w = q.weights(5, 4, 3, 3)
    y = q.node("QLinearConv", q.quantise(first), *q.scale(0.125), *w, *q.scale(0.25))
    last = q.node("Sigmoid", q.real(y, 0.25))
    program = lower_model(q.model(last))
    assert [(n.op, n.reason) for n in program.host] == [
        ("Exp", "the accelerator has no such operator"),
        ("Sigmoid", "the accelerator has no such operator"),
    ]
    assert program.inputs[0].name == first
    assert program.outputs[0].is_float


def _between(q: Quantised, kind: str) -> str:
    x = q.real(q.quantise("x"))
    if kind == "Sigmoid":
        y = q.node("Sigmoid", x)
    elif kind == "Conv":  # float weights
        w = q.constant(q.rng.standard_normal((4, 4, 1, 1)), np.float32)
        y = q.node("Conv", x, w)
    elif kind == "Add":
        y = q.node("Add", x, q.constant(np.ones((1, 4, 1, 1)), np.float32))
    elif kind == "MaxPool":
        y = q.node("MaxPool", _qdq_conv(q, x), kernel_shape=[2, 2])
    elif kind == "Transpose":
        y = q.node("Transpose", x, perm=[0, 2, 3, 1])
    else:
        y = q.node("Resize", x, "", q.constant([1, 1, 2, 2], np.float32), mode="linear")
    w = q.weights(5, 6 if kind == "Transpose" else 4, 1, 1)
    return q.node("QLinearConv", q.quantise(y), *q.scale(0.125), *w, *q.scale(0.25))


@pytest.mark.parametrize(
    ("kind", "text"),
    [("Sigmoid", r"Sigmoid 'Sigmoid\d+' cannot run.*: the accelerator has no such operator"),
     ("Conv", r"Conv 'Conv\d+' cannot run.*: its weights are float"),
     ("Add", r"Add 'Add\d+' cannot run.*: it adds a constant"),
     ("MaxPool", r"Conv 'Conv\d+' cannot run.*: its result is not quantised"),
     ("Transpose", r"Transpose 'Transpose\d+' is no channel shuffle \(limit: Reshape, Transpose"),
     ("Resize", r"Resize 'Resize\d+' cannot run.*: its mode is linear; nearest can run")],
)  # fmt: skip
def test_what_cannot_run_between_layers_is_named(kind: str, text: str):
    q = Quantised()
    model = q.model(q.real(_between(q, kind), 0.25))
    with pytest.raises(InputError, match=rf"^hand: {text}.*; (quantise|move)"):
        lower_model(model)


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("asymmetric", "its weights are asymmetric; int8 with zero point 0 can run"),
     ("int16", "activations are int16, not 8-bit"),
     ("scale", "was made as Scale"),
     ("overflow", r"its accumulator reaches \d+, beyond 32 bits")],
)  # fmt: skip
def test_quantisation_that_has_no_int8_form_is_refused(kind: str, reason: str):
    q = Quantised()
    w = q.weights(5, 4, 3, 3)
    if kind == "asymmetric":
        w[2] = q.constant(np.full(5, 3), np.int8)
    read = q.scale(0.25) if kind == "scale" else q.scale(0.125)
    bias = [q.constant(np.full(5, 2**31 - 9), np.int32)] if kind == "overflow" else []
    y = q.scale(0.25)
    if kind == "int16":
        y[1] = q.constant(0, np.int16)
    z = q.node("QLinearConv", q.quantise("x"), *read, *w, *y, *bias)
    model = q.model(q.real(q.node("MaxPool", z, kernel_shape=[2, 2]), 0.25))
    text = rf"none of its layers can run.*; the first is QLinearConv 'QLinearConv\d+': .*{reason}"
    with pytest.raises(InputError, match=text) as error:
        lower_model(model)
    assert "hwpipe quantize" in str(error.value)
    # Between layers that run it is named.
    first = q.node("QLinearConv", q.quantise("x"), *q.scale(0.125), *q.weights(4, 4, 1, 1),
                   *q.scale(0.125))  # fmt: skip
    second = q.node("QLinearConv", first, *read, *w, *y, *bias)
    last = q.node("QLinearConv", q.quantise(q.real(second, 0.25), 0.25), *q.scale(0.25),
                  *q.weights(5, 5, 1, 1), *q.scale(0.25))  # fmt: skip
    with pytest.raises(InputError, match=reason):
        lower_model(q.model(q.real(last, 0.25)))


def test_a_float_model_is_told_what_to_do(tmp_path):
    onnx.save(NETWORKS["vgg"](), tmp_path / "vgg.onnx")
    with pytest.raises(InputError, match=r"holds no quantised layers.*; run `hwpipe quantize"):
        lower_model(tmp_path / "vgg.onnx")


def test_inputs_are_checked():
    q = Quantised()
    w = q.weights(5, 4, 3, 3)
    y = q.node("QLinearConv", q.quantise("x"), *q.scale(0.125), *w, *q.scale(0.25))
    program = lower_model(q.model(q.real(y, 0.25)))
    image = _image()["x"]
    with pytest.raises(InputError, match="input 'x': is missing"):
        run_integer(program, {"y": image})
    with pytest.raises(InputError, match=r"has shape \[1, 4, 6, 5\].*\['N', 4, 6, 6\]"):
        run_integer(program, {"x": image[..., :5]})
    with pytest.raises(InputError, match=r"element type float64 \(limit: float32 or int8\)"):
        run_integer(program, {"x": image.astype(np.float64)})
