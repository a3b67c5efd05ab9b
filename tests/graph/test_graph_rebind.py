"""Another batch size, and intra-layer splits, against onnxruntime."""

import numpy as np
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
    value,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.partition.model import NodeSplit


def check_per_sample(source, batch, atol=1e-5):
    """The rebound model equals the model of one sample, run sample by sample."""
    inputs = feed(source, batch)
    got = run_ort(source.materialise(batch), inputs)
    rebound = run_ort(source.reference(batch), inputs)
    single = source.reference(1)
    rows = [run_ort(single, {k: v[i : i + 1] for k, v in inputs.items()}) for i in range(batch)]
    for j, array in enumerate(got):
        want = np.concatenate([row[j] for row in rows])
        np.testing.assert_allclose(array, want, atol=atol)
        np.testing.assert_allclose(rebound[j], want, atol=atol)


def attention_net(merged):
    """Self-attention with the batch (1) in the constants of its Reshapes.

    `merged` folds batch and heads into one dimension, as torch.bmm exports do.
    """
    s, h, d = 5, 2, 4
    lead = [h, s, d] if merged else [1, h, s, d]
    back = [1, h, s, d]
    nodes = [
        helper.make_node("MatMul", ["x", "wq"], ["q"]),
        helper.make_node("Reshape", ["q", "heads"], ["q4"]),
        helper.make_node("Transpose", ["q4"], ["qt"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", ["qt", "lead"], ["qm"]),
        helper.make_node("Transpose", ["qm"], ["km"], perm=[0, 2, 1] if merged else [0, 1, 3, 2]),
        helper.make_node("MatMul", ["qm", "km"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["p"], axis=-1),
        helper.make_node("MatMul", ["p", "qm"], ["o"]),
        helper.make_node("Reshape", ["o", "back"], ["ob"]),
        helper.make_node("Transpose", ["ob"], ["ot"], perm=[0, 2, 1, 3]),
        helper.make_node("Reshape", ["ot", "rows"], ["flat"]),
        helper.make_node("Gemm", ["flat", "wo", "bo"], ["g"]),
        helper.make_node("Reshape", ["g", "shape"], ["y"]),
    ]
    weights = [
        random_weight("wq", 8, 8), random_weight("wo", 8, 8), random_weight("bo", 8),
        const("heads", [1, s, h, d], np.int64), const("lead", lead, np.int64),
        const("back", back, np.int64), const("rows", [s, h * d], np.int64),
        const("shape", [1, s, h * d], np.int64),
    ]  # fmt: skip
    return build(nodes, [value("x", 1, s, 8)], [free("y")], weights)


@pytest.mark.parametrize("merged", [False, True])
def test_reshapes_that_hold_the_batch(tmp_path, merged):
    source = opened(attention_net(merged), tmp_path)
    check_per_sample(source, 3)
    assert source.graph(3).macs == 3 * source.graph(1).macs


def time_major_net(mix=False):
    """torch.nn.MultiheadAttention: (length, batch, features), heads merged with the batch."""
    s, h, d = 5, 2, 4
    nodes = [
        helper.make_node("Transpose", ["x"], ["t"], perm=[1, 0, 2]),
        helper.make_node("Reshape", ["t", "rows"], ["r"]),
        helper.make_node("Gemm", ["r", "w", "b"], ["q"]),
        helper.make_node("Reshape", ["q", "seq"], ["qs"]),
        helper.make_node("Reshape", ["qs", "heads"], ["qh"]),
        helper.make_node("Transpose", ["qh"], ["qt"], perm=[1, 0, 2]),
        helper.make_node("Transpose", ["qh"], ["kt"], perm=[1, 2, 0]),
        helper.make_node("MatMul", ["qt", "kt"], ["scores"]),
        helper.make_node("Softmax", ["scores"], ["p"], axis=-1),
        helper.make_node("MatMul", ["p", "qt"], ["o"]),
        helper.make_node("Transpose", ["o"], ["ot"], perm=[1, 0, 2]),
        helper.make_node("Reshape", ["ot", "rows"], ["of"]),
        helper.make_node("Gemm", ["of", "w", "b"], ["g"]),
        helper.make_node("Reshape", ["g", "seq"], ["gs"]),
        helper.make_node("Transpose", ["gs"], ["y"], perm=[1, 0, 2]),
    ]
    if mix:  # contracts over the rows, which hold length and batch
        nodes += [
            helper.make_node("Transpose", ["r"], ["rt"], perm=[1, 0]),
            helper.make_node("MatMul", ["rt", "r"], ["gram"], name="gram"),
        ]
    weights = [
        random_weight("w", 8, 8), random_weight("b", 8), const("rows", [s, h * d], np.int64),
        const("seq", [s, 1, h * d], np.int64), const("heads", [s, h, d], np.int64),
    ]  # fmt: skip
    outputs = [free("y"), free("gram")] if mix else [free("y")]
    return build(nodes, [value("x", 1, s, 8)], outputs, weights)


def test_time_major_attention(tmp_path):
    source = opened(time_major_net(), tmp_path)
    check_per_sample(source, 3)
    assert source.graph(3).macs == 3 * source.graph(1).macs


def test_a_product_that_would_mix_samples_is_refused(tmp_path):
    source = opened(time_major_net(mix=True), tmp_path)
    assert len(source.graph(1)) == 17
    with pytest.raises(
        InputError, match=r"batch 1 to 3: operator MatMul 'gram' .* would mix samples"
    ):
        source.graph(3)


def test_class_token_and_initial_state_are_expanded(tmp_path):
    nodes = [
        helper.make_node("Concat", ["cls", "x"], ["t"], axis=1),
        helper.make_node("Transpose", ["t"], ["tt"], perm=[1, 0, 2]),
        helper.make_node(
            "LSTM", ["tt", "w", "r", "b", "", "h0", "h0"], ["l", "", ""], hidden_size=3
        ),
        helper.make_node("Squeeze", ["l", "one"], ["s"]),
        helper.make_node("Transpose", ["s"], ["y"], perm=[1, 0, 2]),
    ]
    weights = [
        random_weight("cls", 1, 1, 4), random_weight("w", 1, 12, 4), random_weight("r", 1, 12, 3),
        random_weight("b", 1, 24), random_weight("h0", 1, 1, 3), const("one", [1], np.int64),
    ]  # fmt: skip
    source = opened(build(nodes, [value("x", 1, 6, 4)], [free("y")], weights), tmp_path)
    check_per_sample(source, 4)


def test_static_batch_of_two_moves_to_other_sizes(tmp_path):
    source = opened(residual_net(batch=2), tmp_path)
    assert source.default_batch == 2
    for batch in (1, 2, 5):
        check_per_sample(source, batch)


@pytest.mark.parametrize("name", ["squeezenet", "shufflenet", "resnet50"])
def test_bundled_models_at_other_batches(name):
    source = open_model(name)
    inputs = feed(source, 3)
    got = run_ort(source.materialise(3), inputs)[0]
    one = source.materialise(1)
    for i in range(3):
        want = run_ort(one, {k: v[i : i + 1] for k, v in inputs.items()})[0]
        np.testing.assert_allclose(got[i : i + 1], want, rtol=1e-4, atol=1e-6)
    assert source.graph(3).macs == 3 * source.graph(1).macs


def test_second_input_with_the_same_leading_size_follows(tmp_path):
    nodes = [helper.make_node("Add", ["a", "b"], ["s"]), helper.make_node("Add", ["s", "c"], ["y"])]
    inputs = [value("a", "N", 4), value("b", "N", 4), value("c", 1, 4)]
    graph = opened(build(nodes, inputs, [free("y")]), tmp_path).graph(6)
    assert [graph.tensors[n].shape for n in "abcy"] == [(6, 4), (6, 4), (1, 4), (6, 4)]


def test_time_major_batch_is_known_by_its_name(tmp_path):
    nodes = [helper.make_node("Relu", ["x"], ["r"]), helper.make_node("Add", ["r", "h"], ["y"])]
    inputs = [value("x", 5, "batch_size", 3), value("h", 1, "batch_size", 3)]
    source = opened(build(nodes, inputs, [free("y")]), tmp_path)
    assert source.default_batch is None
    graph = source.graph(4)
    assert graph.tensors["x"].shape == graph.tensors["y"].shape == (5, 4, 3)
    assert graph.batch == 4
    with pytest.raises(InputError, match=r"dimension 1 .batch_size. of graph input 'x'.*--batch N"):
        source.graph()


def test_notes_say_what_was_done(tmp_path):
    source = opened(residual_net(), tmp_path)
    assert source.graph(1).notes == ()
    assert source.graph(3).notes == ("1 constants of the file were changed for batch 3",)
    assert open_model("squeezenet", seed=5).graph().notes == (
        "the weights of this bundled model are drawn from seed 5",
    )


def test_baked_batch_is_explained(tmp_path):
    nodes = [helper.make_node("Add", ["x", "w"], ["y"], name="baked")]
    model = build(nodes, [value("x", 2, 4)], [free("y")], [random_weight("w", 2, 4)])
    source = opened(model, tmp_path)
    assert source.graph().tensors["y"].shape == (2, 4)
    pattern = (
        r"cannot be moved from batch 2 to 3: .*Add 'baked'.*Incompatible dimensions.*--batch 2"
    )
    with pytest.raises(InputError, match=pattern):
        source.graph(3)


def test_dynamic_shape_arithmetic_is_folded(tmp_path):
    nodes = [
        helper.make_node("Shape", ["x"], ["s"]),
        helper.make_node("Gather", ["s", "zero"], ["n"]),
        helper.make_node("Gather", ["s", "one"], ["c"]),
        helper.make_node("Mul", ["n", "c"], ["nc"]),
        helper.make_node("Unsqueeze", ["nc", "axis"], ["ncu"]),
        helper.make_node("Concat", ["ncu", "minus"], ["t"], axis=0),
        helper.make_node("Reshape", ["x", "t"], ["r"]),
        helper.make_node("Relu", ["r"], ["y"]),
    ]
    weights = [
        const("zero", 0, np.int64), const("one", 1, np.int64), const("axis", [0], np.int64),
        const("minus", [-1], np.int64),
    ]  # fmt: skip
    source = opened(build(nodes, [value("x", "N", 3, 4, 4)], [free("y")], weights), tmp_path)
    graph = source.graph(5)
    assert [n.op for n in graph.nodes] == ["Reshape", "Relu"]
    assert graph.tensors["y"].shape == (15, 16)
    inputs = feed(source, 5)
    np.testing.assert_array_equal(
        run_ort(source.materialise(5), inputs)[0], run_ort(source.reference(5), inputs)[0]
    )


def two_layers(bias_shape):
    nodes = [
        helper.make_node("Conv", ["x", "w1", "b1"], ["c"], name="conv", strides=[2, 2]),
        helper.make_node("Flatten", ["c"], ["f"], name="flat"),
        helper.make_node("Gemm", ["f", "w2", "b2"], ["g"], name="gemm"),
        helper.make_node("Gemm", ["g", "w3", "b3"], ["h"], name="gemm_t", transB=1, alpha=0.5),
        helper.make_node("MatMul", ["h", "w4"], ["y"], name="matmul"),
    ]
    weights = [
        random_weight("w1", 8, 3, 3, 3), random_weight("b1", 8), random_weight("w2", 72, 10),
        random_weight("b2", *bias_shape), random_weight("w3", 12, 10), random_weight("b3", 1, 12),
        random_weight("w4", 12, 6),
    ]  # fmt: skip
    return build(nodes, [value("x", 1, 3, 8, 8)], [value("y", 1, 6)], weights)


@given(data=st.data())
@settings(max_examples=25, deadline=None)
def test_splits_compute_the_same(tmp_path_factory, data):
    folder = tmp_path_factory.mktemp("split")
    bias = data.draw(st.sampled_from([(10,), (1, 10), (1,), (1, 1)]))
    source = opened(two_layers(bias), folder)
    graph = source.graph(2)
    width = {n.name: n.splittable for n in graph.nodes}
    assert width == {"conv": 8, "flat": 0, "gemm": 10, "gemm_t": 12, "matmul": 6}
    names = data.draw(
        st.lists(st.sampled_from(["conv", "gemm", "gemm_t", "matmul"]), unique=True, min_size=1)
    )
    splits = [
        NodeSplit(name, data.draw(st.integers(1, width[name] - 1)), width[name], 0)
        for name in names
    ]
    split = source.graph(2, splits)
    assert split.macs == graph.macs
    assert split.tensors["y"] == graph.tensors["y"]
    assert len(split) == len(graph) + 2 * len(names)
    assert [n.name for n in split.nodes] == [n.name for n in source.proto(2, splits).graph.node]
    inputs = feed(source, 2)
    np.testing.assert_allclose(
        run_ort(source.materialise(2, splits), inputs)[0],
        run_ort(source.materialise(2), inputs)[0],
        rtol=1e-5,
        atol=1e-6,
    )


def test_split_of_a_weight_that_is_not_loaded():
    source = open_model("squeezenet")
    splits = [NodeSplit(source.graph().nodes[0].name, 20, 64, 0)]
    names = [n.name for n in source.graph(1, splits).nodes[:3]]
    base = source.graph().nodes[0].name
    assert names == [f"{base}/part0", f"{base}/part1", f"{base}/concat"]
    inputs = feed(source, 1)
    np.testing.assert_allclose(
        run_ort(source.materialise(1, splits), inputs)[0],
        run_ort(source.materialise(1), inputs)[0],
        rtol=1e-4,
    )


def test_split_parts_share_the_cost(tmp_path):
    source = opened(two_layers((10,)), tmp_path)
    whole = {n.name: n for n in source.graph().nodes}
    parts = {n.name: n for n in source.graph(1, [NodeSplit("conv", 2, 8, 0)]).nodes}
    assert parts["conv/part0"].work.macs == whole["conv"].work.macs // 4
    assert (
        parts["conv/part0"].param_bytes + parts["conv/part1"].param_bytes
        == whole["conv"].param_bytes
    )
    assert parts["conv/concat"].work.macs == 0
    assert parts["conv/part1"].write_bytes == whole["conv"].write_bytes * 3 // 4


@pytest.mark.parametrize(
    ("node", "channels", "words"),
    [
        ("nowhere", 1, "split of node 'nowhere': no such node"),
        ("flat", 1, "operator Flatten cannot be split"),
        ("conv", 0, r"0 channels \(limit: 1 to 7\)"),
        ("conv", 8, r"8 channels \(limit: 1 to 7\)"),
    ],
)
def test_impossible_splits(tmp_path, node, channels, words):
    source = opened(two_layers((10,)), tmp_path)
    with pytest.raises(InputError, match=words):
        source.graph(1, [NodeSplit(node, channels, 8, 0)])
