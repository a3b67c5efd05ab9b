"""Exploration of quantised networks: whole accelerators, every operator's cycles."""

from __future__ import annotations

import json
import math
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

from hwpipe.accel.cycles import predicted_cycles
from hwpipe.accel.lowering import build_image
from hwpipe.cluster import boards
from hwpipe.errors import InputError
from hwpipe.explore import MARGIN, explore_network
from hwpipe.explore.units import accelerator_area, unit_report
from hwpipe.lower import lower_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    from hwpipe.quantize import quantize_model

    folder = tmp_path_factory.mktemp("explored")
    onnx.save(NETWORKS["mobilenet-v2"](), folder / "net.onnx")
    images = np.random.default_rng(3).standard_normal((2, 3, 32, 32)).astype(np.float32)
    np.savez(folder / "images.npz", images)
    onnx.save(quantize_model(folder / "net.onnx", folder / "images.npz").model, folder / "q.onnx")
    return folder / "q.onnx"


@pytest.fixture(scope="module")
def found(model: Path):
    return explore_network(lower_model(model), "kv260")


def test_every_design_fits_with_its_margin(found):
    logic = boards()["kv260"].resources
    assert len(found.designs) >= 10
    for design in found.designs:
        assert design.area == accelerator_area(design.config)
        for name in MARGIN:
            assert getattr(design.area, name) <= MARGIN[name] * getattr(logic, name)
        assert design.cycles == sum(layer.cycles for layer in design.layers)
        assert design.fps == pytest.approx(found.clock_hz / design.cycles)


def test_the_front_is_what_nothing_beats(found):
    def key(d):
        return d.cycles, d.area.dsp, d.energy_j

    front = [d for d in found.designs if d.pareto]
    assert front
    assert len({key(d) for d in front}) == len(front)
    for design in found.designs:
        beaten = any(
            all(a <= b for a, b in zip(key(o), key(design), strict=True)) and key(o) != key(design)
            for o in found.designs
        )
        assert not (design.pareto and beaten)
        assert beaten or any(key(o) == key(design) for o in front)
    assert found.picked in front
    assert found.picked.cycles <= 1.01 * min(d.cycles for d in found.designs)


def test_cycles_are_those_of_all_commands(model: Path, found):
    """Operators beside convolutions count: closed forms of the image's own commands."""
    program, config = lower_model(model), found.picked.config
    latency = boards()["kv260"].device.engine.ddr_latency_cycles
    image = build_image(program, config, latency_cycles=latency)
    for layer, step in zip(found.picked.layers, image.steps, strict=True):
        streamed = [c for c in step.commands if c.op != "conv2d"]
        if streamed and len(streamed) == len(step.commands):
            total = sum(
                math.ceil(predicted_cycles(c.op, c.scalars, config, latency)) for c in streamed
            )
            assert layer.cycles == total, layer.name
        assert (layer.cycles > 0) == bool(step.commands), layer.name
    kinds = {layer.kind for layer in found.picked.layers if layer.cycles}
    assert {"conv", "depthwise", "add", "global-average-pool", "fully-connected"} <= kinds


def test_slow_memory_sets_the_pace(model: Path):
    """With a hundredth of the bandwidth every design waits for the bytes that it moves."""
    from hwpipe.conv import ConvConfig
    from hwpipe.explore.network import layers_on

    program = lower_model(model)
    fast = layers_on(program, ConvConfig(), 64, 96.0)
    slow = layers_on(program, ConvConfig(), 64, 0.5)
    for quick, late in zip(fast, slow, strict=True):
        moved = quick.read_bytes + quick.write_bytes
        assert late.cycles >= max(quick.cycles, 2 * moved - 2), quick.name
    assert sum(y.cycles for y in slow) > 2 * sum(y.cycles for y in fast)


def test_area_of_the_units_is_the_compilers():
    """`units.json` is up to date: `python -m hwpipe.explore.units` after a change to a kernel."""
    from hwpipe.explore.units import _reports

    for op in ("window", "elementwise"):
        assert _reports()[f"{op}-8-8"] == pytest.approx(unit_report(op, 8, 8), rel=0.15)


def test_a_layer_beyond_the_limits_is_named_before_anything_runs(tmp_path: Path):
    from quantize_support import Builder

    from hwpipe.quantize import quantize_model

    b = Builder(1, 3, 32, 32, seed=1)
    onnx.save(b.model(b.conv("image", 3, 8, 13)), tmp_path / "wide.onnx")
    np.savez(tmp_path / "images.npz", b.images(2))
    program = quantize_model(tmp_path / "wide.onnx", tmp_path / "images.npz").program
    with pytest.raises(
        InputError, match=r"conv conv3 runs on no accelerator of kv260: kernel = 13"
    ):
        explore_network(program, "kv260")
    with pytest.raises(InputError, match="--board 'kv261' is unknown"):
        explore_network(program, "kv261")


def test_command(model: Path):
    from hwpipe.cli.entry import app

    run = CliRunner().invoke(app, ["hls", "explore", str(model), "--board", "kv260", "--json"])
    assert run.exit_code == 0, run.output
    data = json.loads(run.output)
    assert data["picked"] in data["choices"]
    assert data["picked"]["cycles"] == sum(layer["cycles"] for layer in data["layers"])
    table = CliRunner().invoke(app, ["hls", "explore", str(model), "--board", "pynq-z2"])
    assert table.exit_code == 0
    assert "accelerators fit" in table.output
    assert "depthwise" in table.output
