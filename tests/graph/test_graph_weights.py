"""External data, weights on demand, and what onnxruntime makes of them."""

import hashlib
from pathlib import Path

import numpy as np
import onnx
import pytest
from graph_builders import (
    build,
    const,
    feed,
    free,
    helper,
    opened,
    random_weight,
    residual_net,
    run_ort,
    save,
    value,
)
from onnx import TensorProto, numpy_helper

from hwpipe.errors import InputError
from hwpipe.graph import open_model


def externalised(tmp_path, location="weights.bin"):
    """residual_net with w1 and w2 in an external file."""
    model = residual_net()
    path = tmp_path / "model.onnx"
    data = b"\0" * 64
    for tensor in model.graph.initializer:
        if tensor.name in ("w1", "w2"):
            raw = tensor.raw_data
            tensor.ClearField("raw_data")
            tensor.data_location = TensorProto.EXTERNAL
            for key, text in (("location", location), ("offset", len(data)), ("length", len(raw))):
                tensor.external_data.add(key=key, value=str(text))
            data += raw
    path.write_bytes(model.SerializeToString())
    return path, data


def test_external_data_is_read_only_to_run(tmp_path):
    path, data = externalised(tmp_path)
    (tmp_path / "weights.bin").write_bytes(data)
    source = open_model(path)
    graph = source.graph(2)
    assert graph.param_count == 3 * 6 * 9 + 6 + 6 * 6 * 9 + 30 + 5
    inputs = feed(source, 2)
    (tmp_path / "whole").mkdir()
    expected = run_ort(opened(residual_net(), tmp_path / "whole").reference(2), inputs)
    np.testing.assert_array_equal(run_ort(source.materialise(2), inputs)[0], expected[0])
    np.testing.assert_array_equal(run_ort(source.reference(2), inputs)[0], expected[0])


def test_analysis_does_not_open_the_external_file(tmp_path, monkeypatch):
    path, data = externalised(tmp_path)
    (tmp_path / "weights.bin").write_bytes(data)
    opened_paths = []
    original = Path.open

    def recording(self, *args, **kwargs):
        opened_paths.append(self.name)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Path, "open", recording)
    source = open_model(path)
    assert len(source.graph(2)) == 7
    assert set(opened_paths) == {"model.onnx"}
    source.materialise()
    assert "weights.bin" in opened_paths


def test_hash_covers_names_and_sizes_of_external_files(tmp_path):
    path, data = externalised(tmp_path)
    weights = tmp_path / "weights.bin"
    weights.write_bytes(data)
    first = open_model(path).model_hash
    weights.write_bytes(data[:-1] + b"x")
    assert open_model(path).model_hash == first
    weights.write_bytes(data + b"x")
    assert open_model(path).model_hash != first
    assert first != "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.mark.parametrize(
    ("location", "words"),
    [
        ("../weights.bin", "outside the model's folder"),
        ("sub/../../weights.bin", "outside the model's folder"),
        ("/etc/passwd", "outside the model's folder"),
        ("C:\\weights.bin", "outside the model's folder"),
        ("\\\\server\\share", "outside the model's folder"),
        ("absent.bin", "which is not there"),
        ("", "names no external file"),
        ("a\0b", "names no external file"),
        ("hwpipe:seed", "reserved external data entry"),
    ],
)
def test_external_data_outside_the_folder(tmp_path, location, words):
    path, _ = externalised(tmp_path, location)
    with pytest.raises(InputError, match=words):
        open_model(path)


def test_external_data_through_a_link(tmp_path):
    folder = tmp_path / "model"
    folder.mkdir()
    path, data = externalised(folder)
    (tmp_path / "secret").write_bytes(data)
    (folder / "weights.bin").symlink_to(tmp_path / "secret")
    with pytest.raises(InputError, match=r"'weights.bin', a link out of the model's folder"):
        open_model(path)


def test_truncated_external_data(tmp_path):
    path, data = externalised(tmp_path)
    (tmp_path / "weights.bin").write_bytes(data[:-4])
    with pytest.raises(
        InputError, match=r"'w2' needs bytes \d+ to \d+ of 'weights.bin'.*truncated"
    ):
        open_model(path)


def test_large_inline_weights_stay_in_the_file(tmp_path):
    weight = np.arange(1000 * 1000, dtype=np.float32).reshape(1000, 1000)
    typed = onnx.TensorProto(name="t", data_type=TensorProto.FLOAT, dims=[1000])
    typed.float_data.extend(range(1000))
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["m"]),
        helper.make_node("Add", ["m", "t"], ["y"]),
    ]
    model = build(nodes, [value("x", 2, 1000)], [free("y")], [const("w", weight), typed])
    source = opened(model, tmp_path)
    assert source.proto().ByteSize() < 2000
    filled = {t.name: numpy_helper.to_array(t) for t in source.materialise().graph.initializer}
    np.testing.assert_array_equal(filled["w"], weight)
    np.testing.assert_array_equal(filled["t"], np.arange(1000, dtype=np.float32))


def test_normal_form_computes_what_the_file_computes(tmp_path):
    """Constant, Identity, Dropout, ConstantOfShape, Unsqueeze of weights, dead and shape nodes."""
    nodes = [
        helper.make_node("Constant", [], ["two"], value_float=2.0),
        helper.make_node(
            "ConstantOfShape", ["dims"], ["three"], value=const("v", [3.0], np.float32)
        ),
        helper.make_node("Unsqueeze", ["w", "axes"], ["wu"]),
        helper.make_node("Identity", ["x"], ["xi"]),
        helper.make_node("Mul", ["xi", "two"], ["m"]),
        helper.make_node("Dropout", ["m"], ["d", "mask"]),
        helper.make_node("Add", ["d", "wu"], ["a"]),
        helper.make_node("Add", ["a", "three"], ["b"]),
        helper.make_node("Shape", ["b"], ["s"]),
        helper.make_node("Gather", ["s", "zero"], ["s0"]),
        helper.make_node("Concat", ["s0", "minus"], ["target"], axis=0),
        helper.make_node("Reshape", ["b", "target"], ["r"]),
        helper.make_node("Tanh", ["b"], ["dead"]),
        helper.make_node("Dropout", ["r"], ["y"]),
    ]
    weights = [
        random_weight("w", 4), const("axes", [0, 2], np.int64), const("dims", [4, 5], np.int64),
        const("zero", [0], np.int64), const("minus", [-1], np.int64),
    ]  # fmt: skip
    source = opened(build(nodes, [value("x", 2, 4, 5)], [free("y")], weights), tmp_path)
    for batch in (2, 3):
        graph = source.graph(batch)
        assert [n.op for n in graph.nodes] == ["Mul", "Add", "Add", "Reshape", "Identity"]
        inputs = feed(source, batch)
        got, want = (
            run_ort(m, inputs)[0] for m in (source.materialise(batch), source.reference(batch))
        )
        assert got.shape == (batch, 20)
        np.testing.assert_array_equal(got, want)


def test_large_constants_are_made_when_needed(tmp_path):
    nodes = [
        helper.make_node("ConstantOfShape", ["dims"], ["c"], value=const("v", [7], np.int32)),
        helper.make_node("Cast", ["c"], ["f"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["x", "f"], ["y"]),
    ]
    model = build(
        nodes, [value("x", 1, 300, 300)], [free("y")], [const("dims", [300, 300], np.int64)]
    )
    source = opened(model, tmp_path)
    assert source.proto().ByteSize() < 3000
    out = run_ort(source.materialise(), {"x": np.ones((1, 300, 300), np.float32)})[0]
    assert (out == 8).all()


def test_bundled_weights_depend_on_the_seed_alone():
    one, again, other = (open_model("squeezenet", seed=s) for s in (1, 1, 2))
    inputs = feed(one, 2)
    first = run_ort(one.materialise(2), inputs)[0]
    np.testing.assert_array_equal(first, run_ort(again.materialise(2), inputs)[0])
    np.testing.assert_array_equal(first, run_ort(one.reference(2), inputs)[0])
    assert np.abs(first - run_ort(other.materialise(2), inputs)[0]).max() > 1e-6
    # Neither flat nor saturated, and different for different images.
    assert 2e-3 < first.max() < 0.9
    assert np.abs(first[0] - first[1]).max() > 1e-5


@pytest.mark.parametrize("name", ["resnet50", "shufflenet", "inception_v2"])
def test_bundled_batch_norm_networks_stay_finite(name):
    source = open_model(name)
    inputs = feed(source, 2)
    got, want = (run_ort(m, inputs)[0] for m in (source.materialise(2), source.reference(2)))
    np.testing.assert_allclose(got, want, rtol=1e-5, atol=1e-7)
    assert np.isfinite(got).all()
    assert got.std() > 1e-4


def test_opening_twice_and_saving(tmp_path):
    source = opened(residual_net(), tmp_path)
    full = source.materialise(2)
    copy = open_model(save(full, tmp_path, "copy.onnx"))
    assert copy.default_batch == 2
    assert copy.graph().macs == source.graph(2).macs
