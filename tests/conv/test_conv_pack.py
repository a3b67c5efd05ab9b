"""Layouts: what goes into memory comes out again, and values the kernel cannot hold are refused."""

from __future__ import annotations

import numpy as np
import pytest
from conv_help import SMALL
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.conv import (
    ConvConfig,
    ConvShape,
    TensorLayout,
    pack_channels,
    pack_input,
    pack_weights,
    plan_conv,
)
from hwpipe.conv.fold import fold_input, fold_weights, folded_shape
from hwpipe.conv.pack import pack_tensor, to_signed, to_unsigned, unpack_tensor
from hwpipe.errors import InputError
from hwpipe.fpga.reference import conv_integer


@given(
    per_group=st.integers(1, 9), groups=st.integers(1, 3), height=st.integers(1, 5),
    width=st.integers(1, 5), ring=st.tuples(*[st.integers(0, 2)] * 4),
)  # fmt: skip
def test_a_tensor_comes_back(per_group, groups, height, width, ring):
    layout = TensorLayout(per_group * groups, height, width, 4, ring, groups)
    x = np.arange(layout.channels * height * width).reshape(-1, height, width).astype(np.int8)
    raw = pack_tensor(x, layout, fill=-77)
    assert raw.size == layout.total_bytes
    assert (unpack_tensor(raw, layout) == x).all()
    assert (raw == -77).sum() >= raw.size - x.size
    first = layout.offset(0, 0)
    assert list(raw[first : first + min(4, per_group)]) == list(x[: min(4, per_group), 0, 0])


@given(st.data())
@settings(max_examples=40, deadline=None)
def test_folding_leaves_the_convolution_as_it_is(data):
    draw = data.draw
    shape = ConvShape(
        draw(st.integers(1, 3)), draw(st.integers(6, 9)), draw(st.integers(6, 9)), 3,
        (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        (draw(st.integers(1, 3)), draw(st.integers(1, 3))),
        tuple(draw(st.integers(0, 2)) for _ in range(4)),
        dilation=(draw(st.integers(1, 2)), draw(st.integers(1, 2))),
    )  # fmt: skip
    rng = np.random.default_rng(draw(st.integers(0, 99)))
    x = rng.integers(-128, 128, (shape.channels, shape.height, shape.width)).astype(np.int8)
    w = rng.integers(-127, 128, (3, shape.channels, *shape.taps)).astype(np.int8)
    zero = int(rng.integers(-128, 128))
    sums = []
    for fold in ("none", "columns", "taps"):
        rest = folded_shape(shape, fold)
        top, left, bottom, right = rest.pads
        sums.append(
            conv_integer(
                fold_input(x, shape, fold, zero)[None], fold_weights(w, fold), x_zero_point=zero,
                strides=rest.strides, pads=((top, left), (bottom, right)),
                dilations=rest.dilations,
            )
        )  # fmt: skip
        assert rest.out_size == shape.out_size
    assert (sums[0] == sums[1]).all()
    assert (sums[0] == sums[2]).all()


def layer(config=SMALL):
    plan = plan_conv(ConvShape(8, 6, 6, 8, 3, 1, 1), config)
    return plan, np.ones((8, 8, 3, 3), np.int8)


def test_weights_carry_the_borrow_of_the_lower_one():
    """Two weights side by side: (upper << 17) + lower, sent as upper - (lower < 0) and lower."""
    plan, w = layer()
    w[0] = -5  # lower of the first pair; its neighbour, filter 1, is 1
    raw = np.concatenate(pack_weights(plan, w))
    unique, counts = np.unique(raw, return_counts=True)
    taps = 8 * 9
    assert dict(zip(unique.tolist(), counts.tolist(), strict=True)) == {
        -5: taps, 0: taps, 1: raw.size - 2 * taps,
    }  # fmt: skip
    plain, w2 = layer(ConvConfig(4, 4, 0, psum=256, tile=256))
    w2[0] = -5
    assert set(np.unique(np.concatenate(pack_weights(plain, w2)))) == {-5, 1}


def test_weights_of_minus_128_need_a_multiplier_each():
    plan, w = layer()
    w[3, 2, 1, 1] = -128
    with pytest.raises(InputError, match=r"a weight of -128 \(limit: -127 to 127"):
        pack_weights(plan, w)
    plain, _ = layer(ConvConfig(4, 4, 0, psum=256, tile=256))
    assert (np.concatenate(pack_weights(plain, w)) == -128).sum() == 1


@pytest.mark.parametrize("scale", [1e-6, 2.0, -0.5, 0.3])
def test_scales_lie_on_the_grid(scale):
    plan, w = layer()
    with pytest.raises(InputError, match=r"a multiple of 2\^-16 from 0 to below 2"):
        pack_channels(plan, w, None, scale)


def test_the_input_zero_point_goes_into_the_bias():
    plan, w = layer()
    bias = np.arange(8, dtype=np.int32)
    pairs = pack_channels(plan, w, bias, 0.5, x_zero_point=3).reshape(-1, 4, 2)[:, ::-1]
    assert pairs[..., 0].reshape(-1).tolist()[:8] == [k - 3 * 72 for k in range(8)]
    assert (pairs[..., 1] == 1 << 15).all()


@pytest.mark.parametrize(
    ("call", "text"),
    [
        (lambda p, w: pack_input(p, np.zeros((8, 6, 6), np.int16)), r"input of int16 \(8, 6, 6\)"),
        (lambda p, w: pack_weights(p, w[:4]), r"weights of int8 \(4, 8, 3, 3\)"),
        (lambda p, w: pack_channels(p, w, np.zeros(3), 0.5), r"bias of shape \(3,\)"),
    ],
)
def test_arrays_of_another_layer_are_refused(call, text):
    with pytest.raises(InputError, match=text):
        call(*layer())


def test_uint8_is_shifted_by_the_host():
    x = np.array([0, 1, 127, 128, 255], np.uint8)
    signed, zero = to_signed(x, 130)
    assert signed.tolist() == [-128, -127, -1, 0, 127]
    assert zero == 2
    assert (to_unsigned(signed) == x).all()
    plan, _ = layer()
    with pytest.raises(InputError, match=r"limit: int8 .*; shift it by 128 first: to_signed"):
        pack_input(plan, np.zeros((8, 6, 6), np.uint8))
    with pytest.raises(InputError, match="tensor of int8 with zero point 3"):
        to_signed(signed, 3)
    with pytest.raises(InputError, match="tensor of uint8 with zero point 256"):
        to_signed(x, 256)
    with pytest.raises(InputError, match=r"tensor of uint8 \(limit: int8\)"):
        to_unsigned(x)
