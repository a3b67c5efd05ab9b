"""Blocking: legal by construction, the best of all that are legal, and quick to find."""

from __future__ import annotations

import time

import numpy as np
import pytest
from conv_help import SMALL, resnet50
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.conv import ConvConfig, ConvShape, TensorLayout, plan_conv
from hwpipe.conv.blocking import CLOSE, blocking_cycles
from hwpipe.errors import InputError
from hwpipe.hls import load_kernel
from hwpipe.hls.lang import Scalar

shapes = st.builds(
    lambda c, h, w, f, k, s, p, d: ConvShape(c, max(h, (k - 1) * d + 1), max(w, (k - 1) * d + 1),
                                             f, k, s, p, dilation=d),
    st.integers(1, 40), st.integers(1, 40), st.integers(1, 40), st.integers(1, 40),
    st.integers(1, 5), st.integers(1, 4), st.integers(0, 3), st.integers(1, 2),
)  # fmt: skip


@given(shapes)
@settings(max_examples=60, deadline=None)
def test_a_plan_keeps_every_limit_of_the_kernel(shape):
    plan = plan_conv(shape, SMALL)
    cut, geo = plan.blocking, plan.geometry
    assert cut.block * cut.th * cut.tw <= SMALL.psum
    assert cut.rows * cut.cols <= SMALL.tile
    assert cut.th * cut.tw >= max(SMALL.weight_beats, SMALL.po)
    assert cut.tiles[0] * cut.th >= geo.oh > (cut.tiles[0] - 1) * cut.th
    assert cut.tiles[1] * cut.tw >= geo.ow > (cut.tiles[1] - 1) * cut.tw
    assert cut.blocks * cut.block >= geo.tiles_out > (cut.blocks - 1) * cut.block
    # Every pixel of a pass lies in the tile that was loaded.
    s = plan.scalars
    last = ((cut.th - 1) * s["t_row"] + (cut.tw - 1) * s["t_col"]
            + (geo.kh - 1) * s["t_ky"] + (geo.kw - 1) * s["t_kx"])  # fmt: skip
    assert last < cut.rows * cut.cols
    for name, item in load_kernel("conv2d", SMALL.params).objects.items():
        if isinstance(item, Scalar) and name not in {"zero", "low", "high"}:
            assert item.lo <= s[name] <= item.hi, name


def test_no_legal_blocking_is_better():
    """Against brute force over every tile and block, also those that `_cuts` leaves out."""
    config = ConvConfig(8, 8, 17, psum=512, tile=512)
    for shape in (ConvShape(24, 13, 11, 40, 3, 1, 1), ConvShape(64, 14, 14, 96, 1)):
        plan = plan_conv(shape, config)
        geo = plan.geometry
        found = [
            (th, tw, block)
            for th in range(1, geo.oh + 1) for tw in range(1, geo.ow + 1)
            for block in range(1, geo.tiles_out + 1)
            if block * th * tw <= config.psum and th * tw >= 10
            and (th - 1 + geo.reach[0]) * (tw - 1 + geo.reach[1]) <= config.tile
        ]  # fmt: skip
        th, tw, block = np.array(found).T
        best = blocking_cycles(geo, config, 100, block, th, tw).min()
        assert plan.blocking.cycles <= CLOSE * best


def test_first_layers_are_folded_where_that_is_faster():
    first = ConvShape(3, 224, 224, 64, 7, 2, 3)
    assert plan_conv(first).fold == "taps"
    assert plan_conv(first).mac_use > 0.9
    assert plan_conv(first, fold="columns").mac_use > 3 * plan_conv(first, fold="none").mac_use
    assert plan_conv(ConvShape(64, 56, 56, 64, 3, 1, 1)).fold == "none"
    with pytest.raises(InputError, match="fold = 'taps' with 2 groups"):
        plan_conv(ConvShape(8, 9, 9, 8, 3, groups=2), fold="taps")


def test_a_chain_of_layers_agrees_on_its_layouts():
    """A tensor with a ring for the next 3x3 is written around the ring and read inside it."""
    ring = TensorLayout(32, 14, 14, 16, (1, 1, 1, 1))
    into = plan_conv(ConvShape(16, 14, 14, 32, 1), y_layout=ring)
    assert into.y_offset == ring.offset(0, 0) == 16 * 16 + 16
    assert into.geometry.oh == 14  # not flat: rows are apart in memory
    out = plan_conv(ConvShape(32, 14, 14, 32, 1), x_layout=ring)
    assert out.x_offset == ring.offset(0, 0)
    padded = plan_conv(ConvShape(32, 14, 14, 32, 3, 1, 1), x_layout=ring)
    assert padded.x_offset == 0
    with pytest.raises(InputError, match=r"ring of \(1, 1, 1, 1\) pixels \(limit: at least the"):
        plan_conv(ConvShape(32, 14, 14, 32, 5, 1, 2), x_layout=ring)
    with pytest.raises(InputError, match="the output's layout has"):
        plan_conv(ConvShape(16, 14, 14, 48, 1), y_layout=ring)


def test_layers_outside_the_declared_maxima_are_refused():
    with pytest.raises(InputError, match=r"an input tile of \d+ pixels \(limit: 64 in the kernel"):
        plan_conv(ConvShape(4, 40, 40, 4, 11), ConvConfig(4, 4, 17, psum=64, tile=64), fold="none")
    with pytest.raises(InputError, match=r"tiles_in = 2,500 \(limit: 1,023\); split the layer"):
        plan_conv(ConvShape(40_000, 1, 1, 16, 1))


def test_a_plan_takes_milliseconds():
    fastest = {}
    for name, (_, shape) in resnet50().items():
        for _ in range(3):
            start = time.perf_counter()
            plan_conv(shape)
            taken = time.perf_counter() - start
            fastest[name] = min(taken, fastest.get(name, taken))
    assert sum(fastest.values()) < 1.0, fastest
