"""Geometry of layers and parameters of the kernel: what is accepted, and what is said if not."""

from __future__ import annotations

import pytest
from conv_help import resnet50

from hwpipe.conv import ConvConfig, ConvShape, board_config
from hwpipe.errors import InputError


def test_pairs_padding_and_output_size():
    shape = ConvShape(3, 20, 30, 8, (3, 5), (2, 1), (1, 2, 0, 3), dilation=(1, 2))
    assert shape.taps == (3, 5)
    assert shape.reach == (3, 9)
    assert shape.out_size == ((20 + 1 + 0 - 3) // 2 + 1, (30 + 2 + 3 - 9) // 1 + 1)
    assert shape.macs == 10 * 27 * 15 * 8 * 3
    assert ConvShape(4, 8, 8, 4, 3, 1, (1, 2)).pads == (1, 2, 1, 2)


def test_groups_divide_the_products():
    assert ConvShape(8, 4, 4, 8, 1, groups=4).macs * 4 == ConvShape(8, 4, 4, 8, 1).macs


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"kernel": 12}, r"kernel = 12 \(limit: 1 to 11\); place this layer on another device"),
        ({"stride": 5}, r"stride = 5 \(limit: 1 to 4\); place this layer on another device"),
        ({"groups": 3}, r"groups = 3 \(limit: a divisor of 8 channels and 8 filters\)"),
        ({"pad": -1}, r"pad = -1 \(limit: one, two or four numbers of at least 0\)"),
        ({"kernel": 11, "dilation": 2}, r"a kernel of 21 x 21 on 8 x 8 pixels"),
        ({"filters": 0}, r"filters = 0 \(limit: at least 1\)"),
    ],
)
def test_impossible_layers_are_named(change, text):
    with pytest.raises(InputError, match=text):
        ConvShape(**{"channels": 8, "height": 8, "width": 8, "filters": 8, **change})


@pytest.mark.parametrize(
    ("change", "text"),
    [
        ({"pi": 12}, r"pi = 12 \(limit: a power of two from 4 to 128\)"),
        ({"shift": 16}, r"shift = 16 \(limit: 0, 17 or 18\)"),
        ({"tile": 5000}, r"tile = 5000 \(limit: 64 to 4095\)"),
        ({"port_bytes": 4}, r"port_bytes = 4 \(limit: 8, 16, 32 or 64\)"),
    ],
)
def test_impossible_kernels_are_named(change, text):
    with pytest.raises(InputError, match=text):
        ConvConfig(**change)


def test_the_dsp_of_the_board_decides_the_packing():
    assert board_config("pynq-z2") == ConvConfig(16, 16, 17)
    assert board_config("zcu104").shift == 18
    with pytest.raises(InputError, match="board 'pink' is unknown"):
        board_config("pink")


def test_resnet50_is_complete():
    layers = resnet50()
    assert len(layers) == 23
    assert sum(n * s.macs for n, s in layers.values()) == 4_087_136_256
    assert len(resnet50("v1")) == 20
    assert sum(n * s.macs for n, s in resnet50("v1").values()) == 3_855_925_248
