"""Operators that nothing can infer: the file's own shapes count, and nothing is written."""

from __future__ import annotations

from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from hwpipe.errors import InputError
from hwpipe.graph import open_model


def custom_model(path: Path, output_shape: list[int] | None) -> Path:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 8])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, output_shape)
    node = helper.make_node("FooBar", ["x"], ["y"], domain="my.ops", name="foo")
    imports = [helper.make_opsetid("", 17), helper.make_opsetid("my.ops", 1)]
    graph = helper.make_graph([node], "custom", [x], [y])
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=8), path)
    return path


def test_a_declared_shape_lets_an_unknown_operator_cost_its_bytes(tmp_path: Path) -> None:
    source = open_model(custom_model(tmp_path / "m.onnx", [1, 16]))
    graph = source.graph(1)
    assert graph.costed_by_bytes == ("my.ops.FooBar",)
    assert (graph.nodes[0].read_bytes, graph.nodes[0].write_bytes) == (32, 64)


def test_the_batch_of_a_declared_shape_follows(tmp_path: Path) -> None:
    graph = open_model(custom_model(tmp_path / "m.onnx", [1, 16])).graph(4)
    assert graph.tensors["y"].shape == (4, 16)


def test_an_unknown_shape_is_refused_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = custom_model(tmp_path / "m.onnx", None)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match=r"my\.ops\.FooBar 'foo' cannot be inferred"):
        open_model(path).graph(1)
    assert [p.name for p in tmp_path.iterdir()] == ["m.onnx"]


@pytest.mark.parametrize(("batch", "words"), [(4, "Incompatible dim"), (1, "keeps a batch of 2")])
def test_a_declared_output_hides_no_contradiction(tmp_path: Path, batch: int, words: str) -> None:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 4])
    weight = helper.make_tensor("w", TensorProto.FLOAT, [2, 4], [float(i) for i in range(8)])
    nodes = [helper.make_node("Add", ["x", "w"], ["y"], name="baked")]
    graph = helper.make_graph(nodes, "baked", [x], [y], [weight])
    imports = [helper.make_opsetid("", 17)]
    path = tmp_path / "baked.onnx"
    onnx.save(helper.make_model(graph, opset_imports=imports, ir_version=8), path)
    assert open_model(path).graph(2).tensors["y"].shape == (2, 4)
    with pytest.raises(InputError, match=rf"cannot be moved from batch 2 to {batch}: .*{words}"):
        open_model(path).graph(batch)
