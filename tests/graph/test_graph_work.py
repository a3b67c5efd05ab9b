"""Counts of multiply-accumulates against loops that do them one by one."""

import itertools
from math import prod

import numpy as np
import pytest
from graph_builders import build, const, free, helper, one_node, opened, random_weight, value
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.graph import Gemm


def loop_conv(x, w, out, groups):
    """Multiply-accumulates of a convolution, counted in its seven loops (padding included)."""
    count = 0
    for _n, co, *_pixel in itertools.product(*map(range, (x[0], w[0], *out[2:]))):
        for _ci, *_tap in itertools.product(*map(range, w[1:])):
            assert co // (w[0] // groups) < groups
            count += 1
    return count


def conv_node(folder, x, w, op="Conv", bias=False, **attributes):
    weights = [random_weight("w", *w)]
    if bias:
        channels = w[0] if op == "Conv" else w[1] * attributes.get("group", 1)
        weights.append(random_weight("b", channels))
    return one_node(folder, op, {"x": x}, weights, **attributes)


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_convolution_counts_as_its_loops(tmp_path_factory, data):
    rank = data.draw(st.integers(1, 3))
    groups = data.draw(st.sampled_from([1, 1, 2, 3]))
    per_in, per_out = data.draw(st.integers(1, 2)), data.draw(st.integers(1, 2))
    dims = st.integers(1, 3)
    kernel = [data.draw(dims) for _ in range(rank)]
    stride = [data.draw(st.integers(1, 2)) for _ in range(rank)]
    dilation = [data.draw(st.integers(1, 2)) for _ in range(rank)]
    pads = [data.draw(st.integers(0, 1)) for _ in range(2 * rank)]
    size = [data.draw(st.integers(5, 7)) for _ in range(rank)]
    x = (data.draw(st.integers(1, 2)), groups * per_in, *size)
    w = (groups * per_out, per_in, *kernel)
    node = conv_node(
        tmp_path_factory.mktemp("conv"),
        x,
        w,
        group=groups,
        strides=stride,
        dilations=dilation,
        pads=pads,
    )
    conv = node.work.conv
    out = (x[0], w[0], *conv.out_size)
    expected_size = [
        (size[i] + pads[i] + pads[i + rank] - dilation[i] * (kernel[i] - 1) - 1) // stride[i] + 1
        for i in range(rank)
    ]
    assert list(conv.out_size) == expected_size
    assert node.work.macs == loop_conv(x, w, out, groups)
    assert node.work.macs == sum(g.macs for g in node.work.gemms)
    assert node.work.kind == ("depthwise" if groups > 1 and per_in == 1 else "conv")
    assert (conv.kernel, conv.stride, conv.dilation) == (
        tuple(kernel),
        tuple(stride),
        tuple(dilation),
    )
    assert conv.pads == tuple(pads)
    assert node.param_count == prod(w)
    assert node.write_bytes == 4 * prod(out)


@given(data=st.data())
@settings(max_examples=30, deadline=None)
def test_transposed_convolution_counts_as_its_loops(tmp_path_factory, data):
    groups = data.draw(st.sampled_from([1, 2]))
    per_in, per_out = data.draw(st.integers(1, 3)), data.draw(st.integers(1, 2))
    kernel = [data.draw(st.integers(1, 3)) for _ in range(2)]
    stride = [data.draw(st.integers(1, 3)) for _ in range(2)]
    x = (2, groups * per_in, 3, 4)
    w = (groups * per_in, per_out, *kernel)
    node = conv_node(
        tmp_path_factory.mktemp("deconv"), x, w, "ConvTranspose", group=groups, strides=stride
    )
    # Every input element is multiplied by its filter taps for each output channel of its group.
    count = sum(per_out * prod(kernel) for _ in itertools.product(*map(range, x)))
    assert node.work.macs == count == sum(g.macs for g in node.work.gemms)
    assert node.work.conv.transposed
    assert node.work.conv.out_channels == groups * per_out
    assert list(node.work.conv.out_size) == [
        (x[2 + i] - 1) * stride[i] + kernel[i] for i in range(2)
    ]


@pytest.mark.parametrize(("op", "gates"), [("LSTM", 4), ("GRU", 3), ("RNN", 1)])
@pytest.mark.parametrize("directions", [1, 2])
def test_recurrent_layers_count_as_their_loops(tmp_path, op, gates, directions):
    steps, batch, inward, hidden = 5, 2, 3, 4
    weights = [
        random_weight("w", directions, gates * hidden, inward),
        random_weight("r", directions, gates * hidden, hidden),
    ]
    node = one_node(
        tmp_path, op, {"x": (steps, batch, inward)}, weights, outputs=2, hidden_size=hidden,
        direction="bidirectional" if directions == 2 else "forward",
    )  # fmt: skip
    count = 0
    for _d, _t, _b, _unit in itertools.product(
        *map(range, (directions, steps, batch, gates * hidden))
    ):
        count += inward + hidden
    assert node.work.macs == count
    assert node.work.steps == steps
    assert steps * sum(g.macs for g in node.work.gemms) == count
    assert node.work.kind == "rnn"
    assert node.work.bwd_weight_macs == count
    recurrent = directions * steps * batch * gates * hidden * hidden
    assert node.work.bwd_input_macs == recurrent  # the graph input needs no gradient


@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_matmul_counts_as_numpy_broadcasts(tmp_path_factory, data):
    dims = st.integers(1, 3)
    lead_a = data.draw(st.lists(dims, max_size=2))
    lead_b = data.draw(st.lists(dims, max_size=2))
    try:
        lead = np.broadcast_shapes(tuple(lead_a), tuple(lead_b))
    except ValueError:
        assume(False)
    m, k, n = (data.draw(st.integers(1, 4)) for _ in range(3))
    a, b = (*lead_a, m, k), (*lead_b, k, n)
    constant = data.draw(st.booleans())
    folder = tmp_path_factory.mktemp("matmul")
    if constant:
        node = one_node(folder, "MatMul", {"a": a}, [random_weight("b", *b)])
    else:
        node = one_node(folder, "MatMul", {"a": a, "b": b})
    assert node.work.macs == prod(lead) * m * k * n
    assert node.work.macs == sum(g.macs for g in node.work.gemms)
    assert node.work.kind == ("gemm" if constant else "matmul")
    assert node.work.bwd_weight_macs == (node.work.macs if constant else 0)
    assert node.splittable == (n if constant and n > 1 else 0)


@pytest.mark.parametrize(
    ("equation", "a", "b", "gemm"),
    [
        ("bij,bjk->bik", (2, 3, 4), (2, 4, 5), Gemm(2, 3, 4, 5)),
        ("bhid,bhjd->bhij", (2, 3, 4, 5), (2, 3, 6, 5), Gemm(6, 4, 5, 6)),
        ("ij,jk->ik", (2, 3), (3, 4), Gemm(1, 2, 3, 4)),
        ("i,j->ij", (2,), (3,), Gemm(1, 2, 1, 3)),
        ("bqd,d->bq", (2, 3, 4), (4,), Gemm(1, 6, 4, 1)),
    ],
)
def test_einsum_is_a_batched_product(tmp_path, equation, a, b, gemm):
    work = one_node(tmp_path, "Einsum", {"a": a, "b": b}, equation=equation).work
    assert work.gemms == (gemm,)
    loops = dict(zip(equation.split("->")[0].replace(",", ""), a + b, strict=True))
    assert work.macs == prod(loops.values())


def test_einsum_that_is_no_product_costs_bytes(tmp_path):
    model = build(
        [helper.make_node("Einsum", ["a"], ["y"], equation="ii->i")],
        [value("a", 3, 3)],
        [free("y")],
    )
    graph = opened(model, tmp_path).graph()
    assert graph.nodes[0].work.kind == "bytes"
    assert graph.costed_by_bytes == ("Einsum",)


@pytest.mark.parametrize("packed", [False, True])
def test_attention_counts_both_products(tmp_path, packed):
    batch, heads, query, keys, depth = 2, 3, 5, 7, 4
    if packed:
        shapes = {n: (batch, s, heads * depth) for n, s in (("q", query), ("k", keys), ("v", keys))}
        more = {"q_num_heads": heads, "kv_num_heads": heads}
    else:
        shapes = {n: (batch, heads, s, depth) for n, s in (("q", query), ("k", keys), ("v", keys))}
        more = {}
    work = one_node(tmp_path, "Attention", shapes, opset=23, **more).work
    assert work.macs == 2 * batch * heads * query * keys * depth
    assert work.kind == "matmul"


@pytest.mark.parametrize(
    ("op", "inputs", "weights", "more", "kind", "flops"),
    [
        ("Relu", {"x": (2, 3)}, [], {}, "elementwise", 6),
        ("Gelu", {"x": (2, 3)}, [], {}, "elementwise", 24),
        ("Softmax", {"x": (2, 3)}, [], {}, "normalise", 30),
        ("MaxPool", {"x": (1, 2, 4, 4)}, [], {"kernel_shape": [2, 2]}, "pool", 2 * 9 * 4),
        ("GlobalAveragePool", {"x": (1, 2, 4, 4)}, [], {}, "pool", 32),
        ("ReduceMean", {"x": (2, 8)}, [("a", [1])], {}, "reduce", 16),
        ("LayerNormalization", {"x": (2, 8)}, [("s", (8,))], {}, "normalise", 128),
        ("RMSNormalization", {"x": (2, 8)}, [("s", (8,))], {"opset": 23}, "normalise", 64),
        (
            "GroupNormalization",
            {"x": (1, 4, 2)},
            [("s", (4,)), ("b", (4,))],
            {"num_groups": 2, "opset": 21},
            "normalise",
            64,
        ),
        (
            "InstanceNormalization",
            {"x": (1, 4, 2)},
            [("s", (4,)), ("b", (4,))],
            {},
            "normalise",
            64,
        ),
        ("LRN", {"x": (1, 4, 2, 2)}, [], {"size": 5}, "normalise", 16 * 13),
        ("Transpose", {"x": (2, 3)}, [], {}, "move", 0),
        ("Pad", {"x": (2, 3)}, [("p", [0, 0, 1, 1])], {}, "move", 0),
        ("Tile", {"x": (2, 3)}, [("r", [2, 2])], {}, "move", 0),
        ("Reshape", {"x": (2, 3)}, [("t", [3, 2])], {}, "view", 0),
        ("Flatten", {"x": (2, 3, 4)}, [], {}, "view", 0),
        ("TopK", {"x": (2, 8)}, [("k", [3])], {"outputs": 2}, "reduce", 256),
        ("DepthToSpace", {"x": (1, 4, 2, 2)}, [], {"blocksize": 2}, "move", 0),
        ("Sum", {"a": (2, 3), "b": (2, 3), "c": (2, 3)}, [], {}, "elementwise", 12),
    ],
)
def test_table_of_light_operators(tmp_path, op, inputs, weights, more, kind, flops):
    made = [
        const(n, v, np.int64) if isinstance(v, list) else random_weight(n, *v) for n, v in weights
    ]
    node = one_node(tmp_path, op, inputs, made, **more)
    assert (node.work.kind, node.work.flops, node.work.macs) == (kind, flops, 0)


def test_resize_by_mode(tmp_path):
    for mode, flops in (("nearest", 0), ("linear", 8), ("cubic", 32)):
        node = helper.make_node("Resize", ["x", "", "s"], ["y"], mode=mode)
        model = build(
            [node], [value("x", 1, 1, 2, 2)], [free("y")], [const("s", [1, 1, 2, 2], np.float32)]
        )
        assert opened(model, tmp_path).graph().nodes[0].work.flops == flops * 16


def test_auto_pad_becomes_numbers(tmp_path):
    for mode, pads in (
        ("SAME_UPPER", (0, 0, 1, 1)),
        ("SAME_LOWER", (1, 1, 0, 0)),
        ("VALID", (0,) * 4),
    ):
        node = conv_node(tmp_path, (1, 1, 4, 4), (1, 1, 2, 2), auto_pad=mode)
        assert node.work.conv.pads == pads


def test_gradients_start_at_the_first_parameter(tmp_path):
    nodes = [
        helper.make_node("Transpose", ["x"], ["t"], perm=[0, 1, 3, 2]),
        helper.make_node("Conv", ["t", "w1"], ["c1"], name="first"),
        helper.make_node("Relu", ["c1"], ["r"]),
        helper.make_node("Conv", ["r", "w2"], ["c2"], name="second"),
        helper.make_node("MatMul", ["c2", "c2"], ["m"], name="square"),
        helper.make_node("MatMul", ["m", "z"], ["y"], name="half"),
    ]
    inputs = [value("x", 1, 2, 4, 4), value("z", 1, 3, 4, 4)]
    weights = [random_weight("w1", 3, 2, 1, 1), random_weight("w2", 3, 3, 1, 1)]
    graph = opened(build(nodes, inputs, [free("y")], weights), tmp_path).graph()
    work = {n.name: n.work for n in graph.nodes}
    assert (work["first"].bwd_input_macs, work["first"].bwd_weight_macs) == (0, 96)
    assert (work["second"].bwd_input_macs, work["second"].bwd_weight_macs) == (144, 144)
    assert (work["square"].bwd_input_macs, work["square"].bwd_weight_macs) == (2 * 192, 0)
    assert work["half"].bwd_input_macs == 192  # z is a graph input


def test_quantised_operators_compute_in_int8(tmp_path):
    scale, zero = const("sc", 0.1, np.float32), const("zp", 0, np.int8)
    nodes = [
        helper.make_node("QuantizeLinear", ["x", "sc", "zp"], ["xq"], name="q"),
        helper.make_node(
            "QLinearConv", ["xq", "sc", "zp", "w", "sc", "zp", "sc", "zp", "b"], ["c"], name="conv"
        ),
        helper.make_node(
            "QLinearAdd",
            ["c", "sc", "zp", "c", "sc", "zp", "sc", "zp"],
            ["a"],
            name="add",
            domain="com.microsoft",
        ),
        helper.make_node(
            "QLinearGlobalAveragePool",
            ["a", "sc", "zp", "sc", "zp"],
            ["p"],
            name="gap",
            domain="com.microsoft",
        ),
        helper.make_node("Flatten", ["p"], ["f"], name="flat"),
        helper.make_node(
            "QGemm", ["f", "sc", "zp", "g", "sc", "zp"], ["o"], name="fc", domain="com.microsoft"
        ),
        helper.make_node(
            "QLinearMatMul", ["f", "sc", "zp", "g", "sc", "zp", "sc", "zp"], ["mm"], name="mm"
        ),
        helper.make_node("MatMulInteger", ["f", "g"], ["mi"], name="mi"),
        helper.make_node("ConvInteger", ["xq", "w"], ["ci"], name="ci"),
        helper.make_node("DequantizeLinear", ["mm", "sc", "zp"], ["y"], name="dq"),
    ]
    weights = [
        scale, zero, const("w", np.ones((4, 2, 3, 3)), np.int8), const("b", np.ones(4), np.int32),
        const("g", np.ones((4, 5)), np.int8),
    ]  # fmt: skip
    outputs = [free("y"), free("o", 3), free("mi", 6), free("ci", 6)]
    graph = opened(build(nodes, [value("x", 2, 2, 6, 6)], outputs, weights), tmp_path).graph()
    by_name = {n.name: n for n in graph.nodes}
    conv_macs = 2 * 16 * 4 * 2 * 9
    assert graph.costed_by_bytes == ()
    assert {n: by_name[n].work.macs for n in ("conv", "ci", "fc", "mm", "mi")} == {
        "conv": conv_macs, "ci": conv_macs, "fc": 40, "mm": 40, "mi": 40,
    }  # fmt: skip
    assert {n: by_name[n].dtype for n in ("conv", "add", "fc", "mm", "mi", "ci")} == dict.fromkeys(
        ("conv", "add", "fc", "mm", "mi", "ci"), "int8"
    )
    assert by_name["dq"].dtype == "float32"
    assert by_name["conv"].param_count == 72 + 4
    assert by_name["conv"].buffer_count == 2
    assert by_name["conv"].write_bytes == 2 * 4 * 16
    assert graph.param_count == 72 + 4 + 20


def test_qdq_models_keep_their_nodes_and_their_weights(tmp_path):
    scale, zero = const("sc", 0.1, np.float32), const("zp", 0, np.int8)
    nodes = [
        helper.make_node("DequantizeLinear", ["w", "sc", "zp"], ["wf"], name="dw"),
        helper.make_node("DequantizeLinear", ["v", "sc", "zp"], ["vf"], name="dv"),
        helper.make_node("QuantizeLinear", ["x", "sc", "zp"], ["xq"], name="q"),
        helper.make_node("DequantizeLinear", ["xq", "sc", "zp"], ["xf"], name="dx"),
        helper.make_node("Conv", ["xf", "wf"], ["c"], name="c1"),
        helper.make_node("Conv", ["c", "vf"], ["y"], name="c2"),
    ]
    weights = [
        scale,
        zero,
        const("w", np.ones((4, 2, 3, 3)), np.int8),
        const("v", np.ones((3, 4, 1, 1)), np.int8),
    ]
    graph = opened(build(nodes, [value("x", 1, 2, 6, 6)], [free("y")], weights), tmp_path).graph()
    # A dequantised weight stands just before its layer, so that no cut carries it.
    assert [n.name for n in graph.nodes] == ["q", "dx", "dw", "c1", "dv", "c2"]
    work = {n.name: n.work for n in graph.nodes}
    assert work["c1"].kind == "conv"
    assert work["c1"].bwd_weight_macs == work["c1"].macs == 16 * 4 * 2 * 9
    assert graph.param_count == 72 + 12
    assert {n.dtype for n in graph.nodes} == {"float32"}
    assert all(n.splittable == 0 for n in graph.nodes)


@pytest.mark.parametrize(
    ("op", "inputs", "weights", "more", "words"),
    [
        ("Gemm", {"x": (2, 3)}, [("w", (4, 5))], {}, r"Gemm 'op'"),
        ("Conv", {"x": (1, 3, 4, 4)}, [("w", (4, 2, 1, 1))], {}, "for an input of 3 channels"),
        ("ConvTranspose", {"x": (1, 3, 4, 4)}, [("w", (4, 2, 1, 1))], {}, "weight of .in_channels"),
        (
            "LSTM",
            {"x": (2, 1, 3)},
            [("w", (1, 16, 5)), ("r", (1, 16, 4))],
            {"hidden_size": 4},
            "for an input of 3 features",
        ),
    ],
)
def test_contradicting_shapes_are_named(tmp_path, op, inputs, weights, more, words):
    with pytest.raises(InputError, match=words):
        one_node(tmp_path, op, inputs, [random_weight(n, *s) for n, s in weights], **more)


def test_a_shared_weight_counts_once_in_the_graph(tmp_path):
    nodes = [
        helper.make_node("MatMul", ["x", "w"], ["a"]),
        helper.make_node("MatMul", ["a", "w"], ["y"]),
    ]
    graph = opened(
        build(nodes, [value("x", 1, 4)], [free("y")], [random_weight("w", 4, 4)]), tmp_path
    ).graph()
    assert [n.param_bytes for n in graph.nodes] == [64, 64]
    assert (graph.param_bytes, graph.param_count) == (64, 16)
