"""Digits end to end: accuracy, report, check mode, and int8 models that come from elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from quantize_support import Digits, train_digits

from hwpipe.lower import lower_model
from hwpipe.quantize import check_program, compare_models, load_images, quantize_model

pytestmark = [
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::FutureWarning"),
]


@pytest.fixture(scope="module")
def digits(tmp_path_factory: pytest.TempPathFactory) -> Digits:
    pytest.importorskip("sklearn")
    folder = tmp_path_factory.mktemp("digits")
    found = train_digits(folder, epochs=6)
    np.savez(folder / "train.npz", image=found.train[:100], labels=found.train_labels[:100])
    np.savez(folder / "test.npz", image=found.test, labels=found.test_labels)
    return found


def _command(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "hwpipe", "quantize", *map(str, arguments)],
        capture_output=True, text=True, timeout=240, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("method", ["minmax", "entropy", "percentile"])
def test_accuracy_is_within_half_a_point_of_float(digits: Digits, method: str):
    folder = digits.model.parent
    done = quantize_model(digits.model, folder / "train.npz", method=method)
    test = load_images(folder / "test.npz", {"image": (1, 1, 8, 8)})
    agreement = compare_models(done.reference, done.model, test)
    assert agreement.images == 597
    assert agreement.accuracy_float is not None
    assert agreement.accuracy_int8 is not None
    assert agreement.accuracy_float > 0.9, "the float model must have learned"
    assert agreement.accuracy_int8 >= agreement.accuracy_float - 0.005
    assert agreement.agreement >= 0.99
    assert done.program.inexact == ()


def test_report_measures_what_it_says(digits: Digits):
    folder = digits.model.parent
    done = quantize_model(digits.model, folder / "train.npz", limit=20)
    report = done.report
    assert report.images == report.measured == 20
    convolutions = [layer for layer in report.layers if layer.op == "Conv"]
    assert len(convolutions) == 6
    assert all(30 < layer.weight_sqnr_db < 60 for layer in convolutions)  # type: ignore[operator]
    assert all(layer.multipliers[0] >= 1 for layer in convolutions)  # type: ignore[index]
    assert all(0 <= layer.saturation < 0.01 for layer in report.layers)
    assert report.inexact == ()
    # The output's figure, measured again from the outside.
    run = compare_models(done.reference, done.model, done.images)
    assert report.outputs_db["scores"] == pytest.approx(run.sqnr_db, abs=1e-3)
    # A layer alone loses less than with the noise of all before it, and never nothing.
    later = [layer for layer in report.layers[2:] if layer.op in ("Conv", "Gemm", "Add")]
    assert all(layer.alone_db > layer.sqnr_db for layer in later)  # type: ignore[operator]
    assert all(20 < layer.alone_db < 80 for layer in later)  # type: ignore[operator]
    # Noise adds up: the last layer has more of it than the first.
    assert report.layers[-1].sqnr_db < report.layers[0].sqnr_db  # type: ignore[operator]


def test_every_multiplier_of_the_file_is_on_the_grid(digits: Digits):
    done = quantize_model(digits.model, digits.model.parent / "train.npz")
    constants = {t.name: onnx.numpy_helper.to_array(t) for t in done.model.graph.initializer}
    seen = 0
    for node in done.model.graph.node:
        if node.op_type not in ("QLinearConv", "QGemm"):
            continue
        xs, ws, w = (constants[node.input[i]] for i in (1, 4, 3))
        ys = constants[node.input[6 if node.op_type == "QLinearConv" else 7]]
        for scale in (xs, ys):
            assert np.frexp(scale)[0] == 0.5, "a power of two"
        k = (xs * ws / ys).astype(np.float64) * 2**16
        assert np.array_equal(k, np.rint(k))
        assert k.min() >= 1
        assert w.dtype == np.int8
        assert w.min() >= -127
        seen += 1
    assert seen == 7


def test_command_writes_model_and_report(digits: Digits, tmp_path: Path):
    folder, out = digits.model.parent, tmp_path / "int8.onnx"
    done = _command(
        digits.model, "--calibration", folder / "train.npz", "-o", out, "--images", "30",
        "--check", folder / "test.npz", "--report", tmp_path / "report.json",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "integer arithmetic equals onnxruntime on all" in " ".join(done.stdout.split())
    value = json.loads((tmp_path / "report.json").read_text())
    assert value["images"] == 30
    assert value["check"]["accuracy_int8"] >= value["check"]["accuracy_float"] - 0.005
    assert value["check"]["differing_tensors"] == 0
    assert {"name", "sqnr_db", "saturation", "exact"} <= set(value["layers"][0])
    assert lower_model(out).inexact == ()
    again = _command(out, "--json", "--check", folder / "test.npz")
    assert again.returncode == 0, again.stderr
    value = json.loads(again.stdout)
    assert value["quantised"]
    assert value["inexact"] == []
    assert value["check"]["differing_tensors"] == 0
    assert sorted(p.name for p in tmp_path.iterdir()) == ["int8.onnx", "report.json"]


@pytest.mark.parametrize("form", ["QOperator", "QDQ"])
@pytest.mark.parametrize("activations", ["QUInt8", "QInt8"])
def test_models_of_another_tool_are_read_and_judged(
    digits: Digits, form: str, activations: str, tmp_path: Path
):
    from onnxruntime import quantization as quant

    class Reader(quant.CalibrationDataReader):
        def __init__(self) -> None:
            self.feeds = iter([{"image": digits.train[i : i + 1]} for i in range(30)])

        def get_next(self) -> dict[str, np.ndarray] | None:
            return next(self.feeds, None)

    path = tmp_path / "other.onnx"
    quant.quantize_static(
        str(digits.model), str(path), Reader(), quant_format=quant.QuantFormat[form],
        per_channel=True, activation_type=quant.QuantType[activations],
        weight_type=quant.QuantType.QInt8, reduce_range=activations == "QUInt8",
    )  # fmt: skip
    program = lower_model(path)
    assert program.host == ()
    # Arbitrary float scales: convolutions are within one step, and said to be.
    names = {layer.name for layer in program.inexact}
    assert {layer.name for layer in program.layers if layer.kind == "conv"} <= names
    feeds = [{"image": digits.test[i : i + 1]} for i in range(20)]
    compared, differences = check_program(program, onnx.load(path), feeds)
    wrong = sum(d.elements for d in differences)
    assert wrong < compared / 100
    done = _command(path, "--json")
    assert done.returncode == 0
    assert set(json.loads(done.stdout)["inexact"]) == names
