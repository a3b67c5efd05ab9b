"""Whole networks: the integer program is onnxruntime bit for bit, on every tensor."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import onnx
import pytest
from lower_networks import NETWORKS

from hwpipe.lower import lower_model, run_integer
from hwpipe.quantize import check_program, compare_models, quantize_model

#: Layers that every network must have after fusing; moves and their number are part of it.
KINDS = {
    "resnet18": {"conv": 6, "add": 2, "max-pool": 1},
    "resnet50": {"conv": 9, "add": 2, "max-pool": 1},
    "mobilenet-v1": {"conv": 4, "depthwise": 3},
    "mobilenet-v2": {"conv": 7, "depthwise": 3, "add": 2},
    "squeezenet": {"conv": 8, "concat": 2, "max-pool": 1},
    "vgg": {"conv": 4, "max-pool": 2, "fully-connected": 2},
    "inception": {"conv": 13, "average-pool": 3, "concat": 2, "max-pool": 2},
    "densenet": {"conv": 15, "depthwise": 9, "concat": 6},
    "shufflenet-v1": {"channel-shuffle": 2, "depthwise": 2, "average-pool": 1},
    "shufflenet-v2": {"channel-shuffle": 2, "slice": 4, "depthwise": 2, "concat": 2},
    "yolo": {"conv": 4, "upsample": 1, "concat": 1, "leaky-relu": 1},
}


@pytest.mark.parametrize("name", NETWORKS)
def test_network_is_onnxruntime_bit_for_bit(name: str, tmp_path: Path):
    model = NETWORKS[name]()
    onnx.save(model, tmp_path / "float.onnx")
    rng = np.random.default_rng(0)
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    images = rng.standard_normal((6, *shape[1:])).astype(np.float32)
    np.savez(tmp_path / "images.npz", image=images)
    done = quantize_model(tmp_path / "float.onnx", tmp_path / "images.npz")
    kinds = Counter(layer.kind for layer in done.program.layers)
    assert {kind: kinds[kind] for kind in KINDS[name]} == KINDS[name]
    inexact = [(layer.name, layer.kind, layer.proof) for layer in done.program.inexact]
    assert inexact == []
    feeds = [{"image": rng.standard_normal(shape).astype(np.float32) * s} for s in (1, 3)]
    compared, differences = check_program(done.program, done.model, feeds)
    assert differences == []
    assert compared > 1000
    agreement = compare_models(done.reference, done.model, done.images)
    assert agreement.sqnr_db is not None
    assert agreement.sqnr_db > 20, "an int8 network of random weights keeps this much"


@pytest.mark.parametrize("name", ["resnet18", "shufflenet-v1"])
def test_program_runs_any_number_of_images(name: str, tmp_path: Path):
    model = NETWORKS[name]()
    onnx.save(model, tmp_path / "float.onnx")
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    images = np.random.default_rng(1).standard_normal((3, *shape[1:])).astype(np.float32)
    np.savez(tmp_path / "images.npz", image=images)
    program = quantize_model(tmp_path / "float.onnx", tmp_path / "images.npz").program
    together = run_integer(program, {"image": images})
    (name,) = together
    one_by_one = [run_integer(program, {"image": images[i : i + 1]})[name] for i in range(3)]
    assert np.array_equal(together[name], np.concatenate(one_by_one))


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["squeezenet", "shufflenet", "inception_v2", "densenet121", "resnet50"]
)
def test_bundled_network_at_full_size(name: str, tmp_path: Path):
    images = np.random.default_rng(2).standard_normal((2, 3, 224, 224)).astype(np.float32)
    np.savez(tmp_path / "images.npz", images)
    done = quantize_model(name, tmp_path / "images.npz")
    assert done.program.inexact == ()
    feed = next(iter(done.images.feeds()))
    assert check_program(done.program, done.model, [feed])[1] == []
    onnx.save(done.model, tmp_path / "int8.onnx")
    assert len(lower_model(tmp_path / "int8.onnx").layers) == len(done.program.layers)
