"""Bad input: one line that names the thing, the limit and the remedy; nothing half-written."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import helper
from quantize_support import Builder

from hwpipe.errors import InputError
from hwpipe.quantize import driver, quantize_model, save_model

ROW = np.zeros((2, 3, 8, 8), np.float32)


def _cnn() -> onnx.ModelProto:
    b = Builder(1, 3, 8, 8)
    return b.model(b.head(b.node("Relu", b.conv("image", 3, 8)), 8))


@pytest.fixture
def model(tmp_path: Path) -> Path:
    onnx.save(_cnn(), tmp_path / "cnn.onnx")
    return tmp_path / "cnn.onnx"


def _save(path: Path, **arrays: np.ndarray) -> None:
    np.savez(path, **arrays)


BAD_DATA: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (lambda p: None, r"no such file; write it with numpy\.savez"),
    "empty": (lambda p: p.write_bytes(b""), "the file is empty; write it"),
    "text": (lambda p: p.write_text("hello world"), r"is no \.npz archive.*; write it"),
    "folder": (lambda p: p.mkdir(), "is not a file; write it"),
    "no arrays": (lambda p: _save(p), r"holds no arrays \(limit: image\)"),
    "wrong name": (lambda p: _save(p, picture=ROW),
                   r"the model has no input 'picture' \(limit: image\)"),
    "two names": (lambda p: _save(p, image=ROW, other=ROW), "the model has no input 'other'"),
    "wrong shape": (lambda p: _save(p, image=ROW[:, :, :4]),
                    r"input 'image' has shape \[2, 3, 4, 8\] \(limit: \[N, 3, 8, 8\]\); reshape"),
    "rank": (lambda p: _save(p, image=ROW[0]), r"has shape \[3, 8, 8\]"),
    "type": (lambda p: _save(p, image=ROW.astype(np.uint8)),
             r"element type uint8 \(limit: float32\); normalise"),
    "no images": (lambda p: _save(p, image=ROW[:0]),
                  r"holds 0 images \(limit: at least one batch of 1\); add images"),
    "nan": (lambda p: _save(p, image=np.where(np.arange(8) == 5, np.nan, ROW)),
            r"input 'image' holds nan at \(0, 0, 0, 5\) \(limit: finite numbers\); clean"),
    "labels": (lambda p: _save(p, image=ROW, labels=np.zeros(3)),
               r"'labels' is float64 \[3\] \(limit: one class index an image\)"),
}  # fmt: skip


@pytest.mark.parametrize("kind", BAD_DATA)
def test_bad_calibration_data(model: Path, tmp_path: Path, kind: str):
    make, text = BAD_DATA[kind]
    make(tmp_path / "x.npz")
    with pytest.raises(InputError, match=text) as error:
        quantize_model(model, tmp_path / "x.npz")
    assert str(error.value).startswith(str(tmp_path / "x.npz"))


def test_a_plain_array_file_is_no_archive(model: Path, tmp_path: Path):
    np.save(tmp_path / "x.npy", ROW)
    with pytest.raises(InputError, match=r"is no \.npz archive"):
        quantize_model(model, tmp_path / "x.npy")


def _unsupported(kind: str) -> onnx.ModelProto:
    b = Builder(1, 3, 8, 8)
    x = b.conv("image", 3, 8)
    if kind == "LRN":
        x = b.node("LRN", x, size=5)
    elif kind == "Resize":
        x = b.node("Resize", x, "", b.constant(np.array([1, 1, 2, 2], np.float32)), mode="linear")
    elif kind == "ConvTranspose":
        w = b.rng.standard_normal((8, 8, 2, 2)).astype(np.float32)
        x = b.node("ConvTranspose", x, b.constant(w), strides=[2, 2])
    elif kind == "Concat":
        x = b.node("Concat", x, x, axis=2)
    return b.model(b.head(b.conv(x, 8, 8), 8))


@pytest.mark.parametrize(
    ("kind", "reason"),
    [("LRN", "the accelerator has no such operator"), ("Resize", "its mode is linear"),
     ("ConvTranspose", "the accelerator has no such operator"), ("Concat", "other axes")],
)  # fmt: skip
def test_operator_between_layers_is_named(tmp_path: Path, kind: str, reason: str):
    onnx.save(_unsupported(kind), tmp_path / "net.onnx")
    _save(tmp_path / "x.npz", image=ROW)
    text = rf"net: {kind} '{kind.lower()}\d+' has no integer form: .*{reason}.*\(limit: Conv, Gemm"
    with pytest.raises(InputError, match=text):
        quantize_model(tmp_path / "net.onnx", tmp_path / "x.npz")


def test_operators_behind_the_last_layer_stay_in_float(tmp_path: Path):
    b = Builder(1, 3, 8, 8)
    y = b.node("Softmax", b.head(b.conv("image", 3, 8), 8), axis=1)
    onnx.save(b.model(y), tmp_path / "net.onnx")
    _save(tmp_path / "x.npz", image=b.images(4))
    done = quantize_model(tmp_path / "net.onnx", tmp_path / "x.npz")
    assert [n.op_type for n in done.model.graph.node][-2:] == ["DequantizeLinear", "Softmax"]
    assert len(done.report.host) == 1
    assert "Softmax" in done.report.host[0]


def test_a_model_without_layers_is_refused(tmp_path: Path):
    b = Builder(1, 3, 8, 8)
    onnx.save(b.model(b.node("Exp", "image")), tmp_path / "net.onnx")
    _save(tmp_path / "x.npz", image=ROW)
    with pytest.raises(InputError, match="Exp 'exp1' has no integer form"):
        quantize_model(tmp_path / "net.onnx", tmp_path / "x.npz")


def test_options_out_of_range(model: Path, tmp_path: Path):
    _save(tmp_path / "x.npz", image=ROW)
    with pytest.raises(InputError, match=r"--method 'best' \(limit: minmax, entropy, percentile\)"):
        quantize_model(model, tmp_path / "x.npz", method="best")  # type: ignore[arg-type]
    with pytest.raises(InputError, match=r"--percentile 20 \(limit: 50 \.\. 100\)"):
        quantize_model(model, tmp_path / "x.npz", method="percentile", percentile=20)
    with pytest.raises(InputError, match=r"--images 0 \(limit: at least one batch of 1\)"):
        quantize_model(model, tmp_path / "x.npz", limit=0)


def test_weights_that_are_not_finite(tmp_path: Path):
    net = _cnn()
    w = onnx.numpy_helper.to_array(net.graph.initializer[0]).copy()
    w[0, 0, 0, 0] = np.inf
    net.graph.initializer[0].CopyFrom(onnx.numpy_helper.from_array(w, "c1"))
    onnx.save(net, tmp_path / "net.onnx")
    _save(tmp_path / "x.npz", image=ROW + 1)
    with pytest.raises(Exception, match=r"computes|not a finite number"):
        quantize_model(tmp_path / "net.onnx", tmp_path / "x.npz")


def test_saving_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path = tmp_path / "out.onnx"
    path.write_bytes(b"before")

    def broken(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(driver.os, "replace", broken)
    with pytest.raises(OSError, match="disk full"):
        save_model(_cnn(), path)
    assert path.read_bytes() == b"before"
    assert [p.name for p in tmp_path.iterdir()] == ["out.onnx"]


def test_folders_are_no_output(tmp_path: Path):
    with pytest.raises(InputError, match="is a folder; give a file name to -o"):
        save_model(_cnn(), tmp_path)
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        save_model(_cnn(), tmp_path / "missing" / "out.onnx")


def test_command_line_errors_are_one_line(model: Path, tmp_path: Path):
    def fails(text: str, *arguments: object) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "hwpipe", "quantize", *map(str, arguments)],
            capture_output=True, text=True, timeout=120, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 2, done.stderr
        assert re.fullmatch(rf"hwpipe: {text}\n", done.stderr), done.stderr

    fails(r".*cnn\.onnx: --calibration is missing \(limit: .*\); write one with .*", model)
    fails(r"no file and no bundled model is called 'nope'.*", "nope")
    fails(r"gone\.npz: no such file; .*", model, "--calibration", "gone.npz")
    assert not list(tmp_path.glob("*int8*"))


def test_a_dynamic_batch_becomes_one(tmp_path: Path):
    net = _cnn()
    net.graph.input[0].type.tensor_type.shape.dim[0].dim_param = "batch"
    del net.graph.output[:]
    net.graph.output.append(helper.make_tensor_value_info(
        net.graph.node[-1].output[0], onnx.TensorProto.FLOAT, ["batch", 10]))  # fmt: skip
    onnx.save(net, tmp_path / "net.onnx")
    _save(tmp_path / "x.npz", image=Builder(1, 3, 8, 8).images(4))
    for batch, want in ((None, 1), (2, 2)):
        done = quantize_model(tmp_path / "net.onnx", tmp_path / "x.npz", batch=batch)
        shape = done.model.graph.input[0].type.tensor_type.shape
        assert shape.dim[0].dim_value == want
        assert done.program.inexact == ()
