"""The training examples run, and their pipelines equal one process."""

from __future__ import annotations

import importlib
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from types import ModuleType

import numpy as np
import onnx
import pytest

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"


def run(name: str, folder: Path, *options: str) -> str:
    done = subprocess.run(
        [sys.executable, str(EXAMPLES / name), "--folder", str(folder), *options],
        capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("name", ["resnet", "gpt"])
def test_a_pipeline_equals_one_process(name: str, tmp_path: Path) -> None:
    out = run(f"train_{name}.py", tmp_path, "--steps", "3")
    assert re.search(r"loss [\d.]+ -> [\d.]+, bit-equal to one process; [\d.]+ % of", out), out
    svg = (tmp_path / "curves.svg").read_text()
    ET.fromstring(svg)
    assert "two processes" in svg
    assert "one process" in svg
    onnx.checker.check_model(onnx.load(tmp_path / "trained.onnx"))
    assert len(list((tmp_path / "checkpoints-two-cpus").glob("*.ckpt"))) == 3


def test_digits(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    earlier = tmp_path / "checkpoints-two-cpus"  # of a run in the same folder
    earlier.mkdir()
    (earlier / "step-00000099.ckpt").write_text("old")
    out = run("train_digits.py", tmp_path, "--epochs", "1")
    assert not (earlier / "step-00000099.ckpt").exists()
    assert "losses bit-equal to one process" in out
    found = re.search(r"([\d.]+) % of 261 unseen digits right", out)
    assert found is not None
    assert float(found[1]) > 60
    ET.fromstring((tmp_path / "curves.svg").read_text())


@pytest.fixture
def example(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(EXAMPLES)
    return importlib.import_module("train_gpt")


def test_the_text_is_there_and_the_data_are_the_next_characters(example: ModuleType) -> None:
    tokens = example.text()
    assert len(tokens) > 4 * example.HELD_BACK
    assert 0 <= tokens.min() <= tokens.max() < example.TOKENS
    words = "".join(example.VOCABULARY[t] for t in tokens if t < example.TOKENS - 1)
    assert "WITHOUT WARRANTY" in words.upper()
    x, y = next(example.make(4, seed=3))
    assert x.shape == y.shape == (4, example.CONTEXT)
    np.testing.assert_array_equal(x[:, 1:], y[:, :-1])
    again, _ = next(example.make(4, seed=3))
    np.testing.assert_array_equal(x, again)


def test_attention_looks_back_only(example: ModuleType) -> None:
    parts = importlib.import_module("train_parts")
    run_model = parts.session(example.network(rows=1))
    tokens = np.arange(example.CONTEXT)[None] % example.TOKENS
    (whole,) = run_model.run(None, {"tokens": tokens})
    changed = tokens.copy()
    changed[0, 40:] = 7
    (other,) = run_model.run(None, {"tokens": changed})
    np.testing.assert_allclose(other[0, :40], whole[0, :40], atol=1e-5)
    assert np.abs(other[0, 40:] - whole[0, 40:]).max() > 1e-3


@pytest.mark.slow
@pytest.mark.parametrize(("name", "least"), [("resnet", 80.0), ("gpt", 30.0)])
def test_examples_learn(name: str, least: float, tmp_path: Path) -> None:
    out = run(f"train_{name}.py", tmp_path)
    found = re.search(r"([\d.]+) % of", out)
    assert found is not None
    assert float(found[1]) > least
