"""Layers of real networks: sizes, joins, forks, and where every node goes."""

import time
from dataclasses import replace

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from hwpipe.cluster.model import Device, Link
from hwpipe.cost.table import CostTable
from hwpipe.errors import InputError
from hwpipe.graph import open_model
from hwpipe.tensor import layer_graph, tensor_stage_time
from hwpipe.tensor.model import PartitionType
from hwpipe.tensor.stage import layer_seconds


@pytest.fixture(scope="module", params=["resnet50", "densenet121", "inception_v1", "shufflenet"])
def graph(request):
    return open_model(request.param).graph(8)


def test_every_node_belongs_to_one_layer_and_macs_are_kept(graph):
    layers = layer_graph(graph)
    nodes = [k for layer in layers.layers for k in layer.nodes]
    assert sorted(nodes) == list(range(len(graph)))
    weighted = [x for x in layers.layers if x.kind in ("conv", "fc")]
    assert sum(x.macs[0] for x in weighted) == graph.macs


def test_parameters_are_kept(graph):
    layers = layer_graph(graph)
    counted = sum(node.param_count for node in graph.nodes)
    assert layers.weight_elements == counted


def test_resnet50_has_its_blocks():
    layers = layer_graph(open_model("resnet50").graph(8))
    kinds = [x.kind for x in layers.layers]
    assert kinds.count("conv") == 53
    assert kinds.count("fc") == 1
    joins = [k for k, x in enumerate(layers.layers) if x.kind == "join"]
    into = {k: [e for e in layers.edges if e.dst == k] for k in joins}
    assert sum(len(edges) == 2 for edges in into.values()) == 16  # residual additions
    last = layers.layers[-1]
    assert (last.batch, last.in_channels, last.out_channels) == (8, 2048, 1000)
    # The pooled tensor, not the 7 x 7 map, reaches the FC layer.
    assert [e.elements for e in layers.edges if e.dst == len(layers) - 1] == [8 * 2048]


def test_operands_of_a_concat_have_their_own_sizes():
    layers = layer_graph(open_model("inception_v1").graph(4))
    concats = [
        k for k, x in enumerate(layers.layers)
        if x.kind == "join" and sum(e.dst == k for e in layers.edges) == 4
    ]  # fmt: skip
    assert len(concats) == 9
    for k in concats:
        assert sum(e.elements for e in layers.edges if e.dst == k) == layers.layers[k].in_elements


def test_grouped_convolutions_keep_their_channels_apart():
    layers = layer_graph(open_model("shufflenet").graph(4))
    grouped = [x for x in layers.layers if x.kind == "conv" and x.groups > 1]
    assert grouped
    for layer in grouped:
        assert layer.channelwise
        assert layer.in_channels == layer.out_channels == layer.groups


def test_node_seconds_add_up_to_layer_seconds():
    graph = open_model("squeezenet").graph(4)
    layers = layer_graph(graph)
    shape = (2, len(graph))
    rng = np.random.default_rng(0)
    column = {name: rng.random(shape) for name in (
        "forward_s", "backward_input_s", "backward_weight_s", "weight_bytes", "activation_bytes",
        "workspace_bytes", "forward_j", "backward_j")}  # fmt: skip
    table = CostTable(
        4, ("slow", "fast"), tuple(n.name for n in graph.nodes),
        source=np.full(shape, "model", dtype=object), **column,
    )  # fmt: skip
    found = layer_seconds(layers, table, ["fast", "slow", "fast"])
    total = column["forward_s"] + column["backward_input_s"] + column["backward_weight_s"]
    np.testing.assert_allclose(found.sum(axis=1), total.sum(axis=1)[[1, 0, 1]])
    forward = layer_seconds(layers, table, ["fast"], training=False)
    np.testing.assert_allclose(forward.sum(), column["forward_s"][1].sum())


def test_networks_are_split_over_unequal_devices(graph):
    devices = [
        Device(n, n, "gpu", {"float32": p}, 2**34, 1e12, 0, 1, 1, "float32")
        for n, p in (("a", 1e13), ("b", 2e13), ("c", 1.5e13), ("d", 1.2e13))
    ]
    layers = layer_graph(graph)
    split = tensor_stage_time(layers, devices, Link("*", "*", 1e12, 0.0, True), "best")
    alone = tensor_stage_time(layers, devices[1:2], {}, "accpar")
    assert split.plan.exact
    assert split.seconds_s < alone.seconds_s


BATCH, LENGTH, WIDTH, HEADS = 2, 16, 32, 4


def transformer(path, blocks):
    """Pre-normalised transformer blocks with separate Q, K and V, as exporters write them."""
    nodes, weights = [], []

    def weight(name, *shape):
        weights.append(numpy_helper.from_array(np.zeros(shape, np.float32), name))
        return name

    def constant(name, values):
        weights.append(numpy_helper.from_array(np.array(values, np.int64), name))
        return name

    def op(kind, inputs, output, **attributes):
        nodes.append(helper.make_node(kind, inputs, [output], name=output, **attributes))
        return output

    split = constant("split", [BATCH, LENGTH, HEADS, WIDTH // HEADS])
    merge = constant("merge", [BATCH, LENGTH, WIDTH])
    x = "x"
    for k in range(blocks):
        ln = op("LayerNormalization", [x, weight(f"g{k}", WIDTH), weight(f"b{k}", WIDTH)],
                f"ln{k}")  # fmt: skip
        parts = []
        for name in "qkv":
            y = op("MatMul", [ln, weight(f"w{name}{k}", WIDTH, WIDTH)], f"{name}{k}")
            y = op("Reshape", [y, split], f"{name}{k}r")
            perm = [0, 2, 3, 1] if name == "k" else [0, 2, 1, 3]
            parts.append(op("Transpose", [y], f"{name}{k}t", perm=perm))
        y = op("MatMul", parts[:2], f"scores{k}")
        y = op("Softmax", [y], f"soft{k}", axis=-1)
        y = op("MatMul", [y, parts[2]], f"mix{k}")
        y = op("Transpose", [y], f"mix{k}t", perm=[0, 2, 1, 3])
        y = op("Reshape", [y, merge], f"mix{k}r")
        y = op("MatMul", [y, weight(f"wo{k}", WIDTH, WIDTH)], f"out{k}")
        x = op("Add", [x, y], f"res{k}")
        y = op("LayerNormalization", [x, weight(f"h{k}", WIDTH), weight(f"c{k}", WIDTH)],
               f"ln{k}m")  # fmt: skip
        y = op("MatMul", [y, weight(f"wu{k}", WIDTH, 4 * WIDTH)], f"up{k}")
        y = op("Relu", [y], f"act{k}")
        y = op("MatMul", [y, weight(f"wd{k}", 4 * WIDTH, WIDTH)], f"down{k}")
        x = op("Add", [x, y], f"res{k}m")
    shape = [BATCH, LENGTH, WIDTH]
    graph = helper.make_graph(
        nodes, "t", [helper.make_tensor_value_info("x", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(x, TensorProto.FLOAT, shape)], weights,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    return open_model(str(path))


def test_attention_becomes_layers_that_split_by_sample_and_head(tmp_path):
    graph = transformer(tmp_path / "t.onnx", 1).graph(BATCH)
    layers = layer_graph(graph)
    by_name = {x.name: x for x in layers.layers}
    scores = by_name["scores0"]
    assert (scores.kind, scores.batch, scores.in_channels) == ("attention", BATCH, HEADS)
    assert scores.in_elements == 2 * BATCH * LENGTH * WIDTH
    assert scores.out_elements == BATCH * HEADS * LENGTH * LENGTH
    assert scores.weight_elements == 0
    assert by_name["ln0"].row_statistics == 2 * LENGTH
    assert by_name["ln0:fork"].kind == "join"  # read by Q, K and V
    assert by_name["q0"].in_map == LENGTH
    assert sorted(k for x in layers.layers for k in x.nodes) == list(range(len(graph)))


def test_small_batches_are_split_as_megatron_does(tmp_path):
    """Columns into attention, heads inside it; columns, then rows in the MLP."""
    graph = transformer(tmp_path / "t.onnx", 1).graph(BATCH)
    layers = layer_graph(graph)
    devices = [
        Device(n, "g", "gpu", {"float32": 1e8}, 2**34, 1e12, 0, 1, 1, "float32") for n in "ab"
    ]

    def planned(allowed):
        kept = tuple(replace(x, allowed=allowed(x)) for x in layers.layers)
        return tensor_stage_time(
            replace(layers, layers=kept), devices, Link("*", "*", 1e9, 0.0, True), "full",
            training=False,
        )  # fmt: skip

    def megatron(layer):
        if layer.kind in ("norm", "join"):
            return (PartitionType.REPLICATED,)
        columns = layer.name[0] in "qkvu" and layer.kind == "fc"
        return (PartitionType.III if columns else PartitionType.II,)

    split = planned(lambda _: tuple(PartitionType)[1:])  # batch 1 would leave these types
    plan = split.plan
    types = {n: c.type.name for n, c in zip(plan.layer_names, plan.root.choices, strict=True)}
    assert [types[n] for n in ("q0", "k0", "v0")] == ["III"] * 3
    assert types["scores0"] == types["mix0"] == "II"
    assert (types["up0"], types["down0"]) == ("III", "II")
    by_hand = planned(megatron)
    # One sum of the block's width behind each half of the block, and nothing else.
    assert by_hand.plan.root.received_elements == (2 * BATCH * LENGTH * WIDTH,) * 2
    assert split.seconds_s <= by_hand.seconds_s


def test_time_grows_no_worse_than_quadratically_with_repeated_blocks(tmp_path):
    """96 blocks are searched at once: 8 times the layers take well under 64 times as long."""
    devices = [
        Device(f"d{k}", "g", "gpu", {"float32": 1e12}, 2**34, 1e12, 0, 1, 1, "float32")
        for k in range(8)
    ]

    def seconds(blocks):
        layers = layer_graph(transformer(tmp_path / f"{blocks}.onnx", blocks).graph(BATCH))
        best = float("inf")
        for _ in range(3):
            start = time.process_time()
            tensor_stage_time(layers, devices, Link("*", "*", 1e9, 0.0, True), "accpar")
            best = min(best, time.process_time() - start)
        return best

    assert seconds(96) < 24 * seconds(12) + 0.2


def test_a_stage_has_its_own_nodes_only():
    graph = open_model("resnet50").graph(4)
    half = len(graph) // 2
    first, second = layer_graph(graph, range(half)), layer_graph(graph, range(half, len(graph)))
    assert sorted(k for x in first.layers for k in x.nodes) == list(range(half))
    assert sorted(k for x in second.layers for k in x.nodes) == list(range(half, len(graph)))
    whole = layer_graph(graph)
    assert first.weight_elements + second.weight_elements == whole.weight_elements


def test_a_measured_profile_has_nothing_to_split(tmp_path):
    profile = tmp_path / "two.txt"
    profile.write_text(
        "node1 -- Input -- forward_compute_time=0.0, backward_compute_time=0.0, "
        "activation_size=8.0, parameter_size=0.0\n"
        "node2 -- Linear(in_features=2) -- forward_compute_time=1.0, backward_compute_time=2.0, "
        "activation_size=8.0, parameter_size=16.0\n"
        "\tnode1 -- node2\n"
    )
    graph = open_model(str(profile)).graph(1)
    with pytest.raises(InputError, match="no layer has shapes that could be split"):
        layer_graph(graph)


def test_a_recurrent_layer_is_split_by_batch_only(tmp_path):
    """Bidirectional, 4 steps, 5 features, 3 units: 2 (4 3 5 + 4 3 3 + 8 3) weights."""
    weights = [
        numpy_helper.from_array(np.zeros(shape, np.float32), name)
        for name, shape in (("w", (2, 12, 5)), ("r", (2, 12, 3)), ("b", (2, 24)))
    ]
    node = helper.make_node(
        "LSTM", ["x", "w", "r", "b"], ["y"], hidden_size=3, direction="bidirectional", name="lstm"
    )
    graph = helper.make_graph(
        [node], "r", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [4, 4, 5])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 2, 4, 3])], weights,
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, tmp_path / "r.onnx")
    graph = open_model(str(tmp_path / "r.onnx")).graph(4)
    (layer,) = layer_graph(graph).layers
    assert (layer.batch, layer.in_channels, layer.out_channels) == (4, 5, 6)
    assert (layer.in_elements, layer.out_elements) == (4 * 4 * 5, 4 * 2 * 4 * 3)
    assert layer.weight_elements == 2 * (4 * 3 * 5 + 4 * 3 * 3 + 8 * 3)
    assert layer.allowed == (PartitionType.I,)
