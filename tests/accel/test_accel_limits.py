"""Networks that do not run whole and exactly are refused in one line, before anything runs."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "quantize"))
from quantize_support import Builder

from hwpipe.accel import build_image
from hwpipe.accel.limits import check_network
from hwpipe.conv import ConvConfig
from hwpipe.errors import InputError
from hwpipe.fpga.requantise import Proof
from hwpipe.lower.model import Program

SMALL = ConvConfig(pi=8, po=8)


def quantised(folder: Path, kernel: int) -> Program:
    from hwpipe.quantize import quantize_model

    b = Builder(1, 3, 20, 20, seed=1)
    onnx.save(b.model(b.conv(b.conv("image", 3, 8), 8, 8, kernel)), folder / "net.onnx")
    np.savez(folder / "images.npz", b.images(2))
    return quantize_model(folder / "net.onnx", folder / "images.npz").program


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Program:
    return quantised(tmp_path_factory.mktemp("fine"), 3)


def test_a_network_that_runs_passes_and_its_memory_is_known(program: Program):
    size = build_image(program, SMALL).memory.size
    assert check_network(program, SMALL, memory_bytes=size).image_bytes == size
    with pytest.raises(InputError, match=f"take {size:,} bytes of DDR") as caught:
        check_network(program, SMALL, memory_bytes=size - 1)
    assert caught.value.limit == f"{size - 1:,} bytes on the board"
    assert "\n" not in str(caught.value)


def test_a_layer_that_no_kernel_runs_is_named(tmp_path: Path):
    wide = quantised(tmp_path, 13)
    with pytest.raises(
        InputError, match=r"conv \w+ runs on no kernel: kernel = 13 \(limit: 1 to 11"
    ):
        check_network(wide, SMALL)
    with pytest.raises(InputError, match="--anyway"):
        check_network(wide, SMALL)
    assert check_network(wide, SMALL, anyway=True).steps[1].host is not None


def test_an_inexact_layer_is_named(program: Program):
    first, second = program.layers
    rough = dataclasses.replace(second, proof=Proof(False, 3, 4000, "enumerated"))
    changed = dataclasses.replace(program, layers=(first, rough))
    message = f"conv {second.name} may differ from onnxruntime by one step, for 3 of 4,000 values"
    with pytest.raises(InputError, match=message) as caught:
        check_network(changed, SMALL)
    assert "hwpipe quantize" in str(caught.value)
    check_network(changed, SMALL, anyway=True)


def test_the_command_refuses_before_it_simulates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    from typer.testing import CliRunner

    from hwpipe.cli.entry import app
    from hwpipe.quantize import quantize_model

    quantised(tmp_path, 13)
    done = quantize_model(tmp_path / "net.onnx", tmp_path / "images.npz")
    onnx.save(done.model, tmp_path / "q.onnx")

    def never(*_: object, **__: object) -> None:
        raise AssertionError("simulated")

    monkeypatch.setattr("hwpipe.accel.run_network", never)
    out = CliRunner().invoke(app, ["hls", "sim", "--network", str(tmp_path / "q.onnx")])
    assert isinstance(out.exception, InputError)
    assert "runs on no kernel" in str(out.exception)
