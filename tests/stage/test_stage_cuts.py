"""Stages cut anywhere: their concatenation is the whole network, bit for bit."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stage_support import CONFIG, NETWORKS, lowered, quantised, run_stages

from hwpipe.accel import build_image
from hwpipe.conv import ConvConfig
from hwpipe.lower import lower_model, run_integer
from hwpipe.lower.trace import trace_model
from hwpipe.stage import divide, settle_cuts

FORMS = ("QOperator", "QDQ")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("stages")


def onnxruntime_outputs(path: Path, image: np.ndarray) -> dict[str, np.ndarray]:
    import onnxruntime

    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    found = session.run(names, {session.get_inputs()[0].name: image})
    return dict(zip(names, found, strict=True))


def assert_same(got: dict[str, np.ndarray], want: dict[str, np.ndarray], text: str) -> None:
    assert set(got) == set(want), text
    for name, value in want.items():
        assert got[name].dtype == value.dtype, f"{text}: {name}"
        np.testing.assert_array_equal(got[name], value, err_msg=f"{text}: {name}")


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", sorted(NETWORKS))
def test_every_cut_gives_the_whole_networks_bits(name: str, form: str, folder: Path):
    model, images = quantised(name, form, folder)
    image, trace = images[:1], trace_model(model)
    count = len(trace.nodes)
    stages, programs = lowered(trace, [range(count)])
    want = run_stages(model, stages, programs, image)
    program = lower_model(folder / f"{name}-{form}.onnx")
    integer = run_integer(program, {program.inputs[0].name: image})
    compared = set(integer) & set(want)
    assert compared or name == "squeezenet"  # whose Softmax runs on the host
    for output in compared:
        np.testing.assert_array_equal(want[output], integer[output])
    if form == "QOperator" and name != "squeezenet":
        assert_same(want, onnxruntime_outputs(folder / f"{name}-{form}.onnx", image), name)
    layers = []
    for cut in range(1, count):
        stages, programs = lowered(trace, [range(cut), range(cut, count)])
        assert_same(run_stages(model, stages, programs, image), want, f"cut at {cut}")
        layers.append(sum(len(p.layers) for stage in programs for p in stage.kernels))
    # Most of the network is on the boards wherever it is cut.
    assert min(layers) >= len(program.layers) // 2


@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_pipelines_of_several_boards(folder: Path, data: st.DataObject):
    name = data.draw(st.sampled_from(["resnet50", "mobilenet-v2", "inception", "shufflenet-v2"]))
    form = data.draw(st.sampled_from(FORMS))
    model, images = quantised(name, form, folder)
    trace = trace_model(model)
    count = len(trace.nodes)
    cuts = sorted(data.draw(st.sets(st.integers(1, count - 1), min_size=2, max_size=4)))
    plan = [range(a, b) for a, b in zip([0, *cuts], [*cuts, count], strict=True)]
    one, whole = lowered(trace, [range(count)])
    want = run_stages(model, one, whole, images[1:])
    stages, programs = lowered(trace, plan)
    assert sorted(i for nodes in stages for i in nodes) == list(range(count))
    assert_same(run_stages(model, stages, programs, images[1:]), want, f"cuts {cuts}")


def test_a_cut_through_conv_and_quantizelinear_moves_behind_it(folder: Path):
    """QDQ form: the sums of a convolution are no int8 tensor that could cross."""
    model, _ = quantised("resnet18", "QDQ", folder)
    trace = trace_model(model)
    ops = [node.op_type for node in trace.nodes]
    conv = ops.index("Conv", 10)
    count = len(ops)
    first, second = settle_cuts(trace, [range(conv + 1), range(conv + 1, count)])
    assert conv in second
    assert conv not in first
    # The DequantizeLinear in front of it goes along: codes cross, not floats.
    feeding = next(i for i, n in enumerate(trace.nodes) if trace.nodes[conv].input[0] in n.output)
    assert ops[feeding] == "DequantizeLinear"
    assert feeding in second
    program = divide(trace, second, CONFIG)
    assert not program.parts[0].program.inputs[0].is_float


def test_micro_batches_of_several_samples(folder: Path):
    """The kernel takes one sample a start; the stage takes the whole micro-batch."""
    from hwpipe.graph import open_model

    quantised("resnet18", "QOperator", folder)
    model = open_model(folder / "resnet18-QOperator.onnx").materialise(3)
    single = open_model(folder / "resnet18-QOperator.onnx").materialise(1)
    images = np.random.default_rng(5).standard_normal((3, 3, 32, 32)).astype(np.float32)
    trace = trace_model(model)
    cut = len(trace.nodes) // 2
    stages, programs = lowered(trace, [range(cut), range(cut, len(trace.nodes))])
    assert all(t.shape[0] == 1 for p in programs[0].kernels for t in p.tensors.values())
    got = run_stages(model, stages, programs, images)
    one = trace_model(single)
    stages, programs = lowered(one, [range(len(one.nodes))])
    parts = [run_stages(single, stages, programs, images[n : n + 1]) for n in range(3)]
    for name, value in got.items():
        np.testing.assert_array_equal(value, np.concatenate([part[name] for part in parts]))


def test_every_kernel_part_is_lowered_without_a_host_layer(folder: Path):
    model, _ = quantised("shufflenet-v2", "QOperator", folder)
    trace = trace_model(model)
    program = divide(trace, range(len(trace.nodes)), CONFIG)
    for part in program.kernels:
        assert [step.host for step in build_image(part, CONFIG).steps if step.host] == []


def test_weights_of_minus_128_do_not_run_on_a_kernel_of_packed_products(folder: Path):
    import onnx
    from onnx import numpy_helper

    model, images = quantised("vgg", "QOperator", folder)
    changed = onnx.ModelProto()
    changed.CopyFrom(model)
    first = next(n for n in changed.graph.node if n.op_type == "QLinearConv")
    for tensor in changed.graph.initializer:
        if tensor.name == first.input[3]:
            codes = numpy_helper.to_array(tensor).copy()
            codes.flat[0] = -128
            tensor.CopyFrom(numpy_helper.from_array(codes, tensor.name))
    trace = trace_model(changed)
    packed = divide(trace, range(len(trace.nodes)), CONFIG)
    assert [(op, why) for _, op, why in packed.reasons] == [
        ("QLinearConv", "a weight is -128, and the kernel multiplies pairs of -127..127")
    ]
    plain = divide(trace, range(len(trace.nodes)), ConvConfig(pi=8, po=8, shift=0))
    assert plain.reasons == ()
    results = [
        run_stages(changed, [range(len(trace.nodes))], [program], images[:1])
        for program in (packed, plain)
    ]
    assert_same(*results, "packed against plain")


def test_a_float_model_has_nothing_for_the_kernel(folder: Path):
    from hwpipe.graph import open_model

    quantised("vgg", "QOperator", folder)
    model = open_model(folder / "vgg.onnx").materialise(1)
    program = divide(trace_model(model), range(len(model.graph.node)), CONFIG)
    assert [part.kind for part in program.parts] == ["host"]
    assert program.kernels == ()
