"""Whole models cut at random places equal onnxruntime, with and without processes."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnx.version_converter
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from onnx import TensorProto, helper
from runtime_exports import MICRO_BATCH, MODELS, export

from hwpipe.graph import open_model
from hwpipe.runtime import RunResult, StageSpec, check_against_onnxruntime, run_pipeline
from hwpipe.runtime.piece import split_model

LIGHT = ["alexnet", "densenet121", "inception_v1", "inception_v2", "resnet50", "shufflenet",
         "squeezenet", "zfnet512"]  # fmt: skip
KINDS = ("gpu", "tpu", "fpga", "cpu")


@dataclass(frozen=True)
class Subject:
    """A model under test with inputs of three micro-batches and the expected outputs."""

    model: onnx.ModelProto
    reference: onnx.ModelProto
    inputs: dict[str, np.ndarray]
    micro_batch: int

    def run(self, cuts: list[int], *, replicas: list[int] | None = None,
            in_process: bool = True) -> RunResult:  # fmt: skip
        """Run between `cuts` (node indices, ascending) and compare with onnxruntime."""
        edges = [0, *cuts, len(self.model.graph.node)]
        stages = [
            StageSpec(i, tuple(range(a, b)), f"device{i}", KINDS[i % 4], (replicas or [1] * 99)[i])
            for i, (a, b) in enumerate(itertools.pairwise(edges))
        ]
        result = run_pipeline(self.model, stages, self.inputs, micro_batch=self.micro_batch,
                              in_process=in_process, timeout_s=120)  # fmt: skip
        check = check_against_onnxruntime(self.reference, self.inputs, result.outputs,
                                          micro_batch=self.micro_batch)  # fmt: skip
        assert check.ok, f"cuts {cuts}: {check}"
        return result


def _light(name: str, micro_batch: int, count: int) -> Subject:
    source = open_model(name)
    model = source.materialise(micro_batch)
    (value,) = model.graph.input
    shape = [dim.dim_value for dim in value.type.tensor_type.shape.dim]
    rng = np.random.default_rng(5)
    x = rng.standard_normal((micro_batch * count, *shape[1:])).astype(np.float32)
    return Subject(model, source.reference(micro_batch), {value.name: x}, micro_batch)


@pytest.fixture(scope="session")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Subject]:
    base = tmp_path_factory.getbasetemp()
    # xdist gives each process a folder of its own inside one of the session.
    shared = (base.parent if base.name.startswith("popen-") else base) / "exports"
    shared.mkdir(exist_ok=True)
    made: dict[str, Subject] = {}

    def get(name: str) -> Subject:
        if name not in made:
            made[name] = _exported(name, shared, full=False)
        return made[name]

    return get


def _exported(name: str, folder: Path, *, full: bool) -> Subject:
    found = export(name, folder, full=full)
    source = open_model(str(found.path))
    return Subject(source.materialise(MICRO_BATCH), source.reference(MICRO_BATCH),
                   found.inputs(3 * MICRO_BATCH), MICRO_BATCH)  # fmt: skip


def _random_cuts(nodes: int, count: int, seed: int) -> list[int]:
    return sorted(random.Random(seed).sample(range(1, nodes), count))


@pytest.mark.parametrize("name", LIGHT)
def test_light_model_at_random_cuts(name: str):
    subject = _light(name, 1, 2)
    subject.run(_random_cuts(len(subject.model.graph.node), 5, seed=len(name)))


def test_vgg19_at_random_cuts():
    subject = _light("vgg19", 1, 1)  # 548 MB of weights: one micro-batch
    subject.run([5, 20, 40])


@pytest.mark.slow
def test_vgg19_in_processes():
    subject = _light("vgg19", 2, 2)
    subject.run([5, 20, 40], in_process=False)


@pytest.mark.parametrize("opset", [13, 18, 21, 23])
@pytest.mark.parametrize("name", ["squeezenet", "shufflenet"])
def test_light_model_at_other_opsets(name: str, opset: int, tmp_path: Path):
    folder = Path(onnx.__file__).parent / "backend" / "test" / "data" / "light"
    model = onnx.load(folder / f"light_{name}.onnx")
    onnx.save(onnx.version_converter.convert_version(model, opset), tmp_path / "m.onnx")
    source = open_model(str(tmp_path / "m.onnx"))
    converted = source.materialise(1)
    assert {entry.version for entry in converted.opset_import if not entry.domain} == {opset}
    (value,) = converted.graph.input
    x = np.random.default_rng(1).standard_normal((2, 3, 224, 224)).astype(np.float32)
    Subject(converted, source.reference(1), {value.name: x}, 1).run([9, 30])


@pytest.mark.parametrize("name", MODELS)
def test_exported_model_at_random_cuts(name: str, exported: Callable[[str], Subject]):
    subject = exported(name)
    nodes = len(subject.model.graph.node)
    for seed in range(4):
        subject.run(_random_cuts(nodes, 4, seed))


@settings(max_examples=25, deadline=None)
@given(st.data())
def test_exported_model_at_any_cuts(exported: Callable[[str], Subject], data: st.DataObject):
    subject = exported(data.draw(st.sampled_from(sorted(MODELS)), label="model"))
    nodes = len(subject.model.graph.node)
    cuts = data.draw(st.lists(st.integers(0, nodes), max_size=7).map(sorted), label="cuts")
    subject.run(cuts)  # repeated cuts give stages without a node of their own


@pytest.mark.parametrize("name", MODELS)
def test_exported_model_in_processes(name: str, exported: Callable[[str], Subject]):
    subject = exported(name)
    result = subject.run(_random_cuts(len(subject.model.graph.node), 2, seed=9), in_process=False)
    assert [r.backend for r in result.stage_reports] == [
        "torch-cpu (CUDA absent)", "host (torch_xla absent)", "float reference (no int8 model)",
    ]  # fmt: skip
    assert [r.micro_batches for r in result.stage_reports] == [3, 3, 3]


def test_light_model_in_processes_with_replicas():
    subject = _light("squeezenet", 1, 7)
    result = subject.run([20, 40], replicas=[1, 3, 2], in_process=False)
    assert [r.replicas for r in result.stage_reports] == [1, 3, 2]
    assert [r.micro_batches for r in result.stage_reports] == [7, 7, 7]
    assert len(result.completion_s) == 7
    assert result.wall_s == max(result.completion_s)


@pytest.mark.slow
@pytest.mark.parametrize("name", MODELS)
def test_full_size_export_in_processes(name: str, tmp_path: Path):
    subject = _exported(name, tmp_path, full=True)
    nodes = len(subject.model.graph.node)
    subject.run([nodes // 3, 2 * nodes // 3], in_process=False)


def _every_dtype() -> onnx.ModelProto:
    """A chain beside which tensors of several types pass through the middle stages."""
    nodes = [
        helper.make_node("Greater", ["x", "zero"], ["positive"]),
        helper.make_node("Cast", ["x"], ["whole"], to=TensorProto.INT64),
        helper.make_node("Cast", ["x"], ["half"], to=TensorProto.FLOAT16),
        helper.make_node("ReduceSum", ["x"], ["scalar"], keepdims=0),
        helper.make_node("Slice", ["x", "none", "none", "one"], ["empty"]),
        helper.make_node("Relu", ["x"], ["a"]),
        helper.make_node("Exp", ["a"], ["b"]),
        helper.make_node("Cast", ["half"], ["wide"], to=TensorProto.FLOAT),
        helper.make_node("Where", ["positive", "b", "wide"], ["c"]),
        helper.make_node("Cast", ["whole"], ["w"], to=TensorProto.FLOAT),
        helper.make_node("Add", ["c", "w"], ["d"]),
        helper.make_node("Add", ["d", "scalar"], ["e"]),
        helper.make_node("Concat", ["e", "empty"], ["y"], axis=1),
        helper.make_node("Add", ["early", "early"], ["z"]),
    ]
    value = helper.make_tensor_value_info
    f32 = TensorProto.FLOAT
    graph = helper.make_graph(
        nodes, "types",
        [value("x", f32, [2, 5]), value("early", f32, [2, 300, 100])],
        [value("y", f32, [2, 5]), value("z", f32, [2, 300, 100]),
         value("positive", TensorProto.BOOL, [2, 5]), value("x", f32, [2, 5])],
        [helper.make_tensor("zero", f32, [], [0.0]),
         helper.make_tensor("none", TensorProto.INT64, [1], [0]),
         helper.make_tensor("one", TensorProto.INT64, [1], [1])],
    )  # fmt: skip
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)


def test_boundaries_carry_every_live_tensor_of_any_type():
    model = _every_dtype()
    edges = [0, 5, 6, 7, 14]
    stages = [range(a, b) for a, b in itertools.pairwise(edges)]
    pieces = split_model(model, stages)
    assert pieces[0].inputs == ("x", "early")
    assert set(pieces[2].inputs) == {
        "x", "early", "positive", "whole", "half", "scalar", "empty", "a"
    }  # fmt: skip
    assert pieces[3].outputs == ("y", "z", "positive", "x")
    rng = np.random.default_rng(3)
    feeds = {"x": 3 * rng.standard_normal((8, 5)).astype(np.float32),
             "early": rng.standard_normal((8, 300, 100)).astype(np.float32)}  # fmt: skip
    subject = Subject(model, model, feeds, 2)
    here = subject.run(edges[1:-1])
    there = subject.run(edges[1:-1], in_process=False)
    for name, array in here.outputs.items():
        assert array.dtype == there.outputs[name].dtype
        np.testing.assert_array_equal(array, there.outputs[name])
    assert here.in_process
    assert not there.in_process
