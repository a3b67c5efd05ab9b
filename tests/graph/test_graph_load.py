"""open_model: what it finds, what it refuses and in which words."""

import re

import numpy as np
import onnx
import pytest
from graph_builders import (
    build,
    const,
    free,
    helper,
    one_node,
    opened,
    random_weight,
    residual_net,
    save,
    value,
)
from onnx import TensorProto

from hwpipe.errors import InputError
from hwpipe.graph import bundled, open_model

SQUEEZE_NODES = 65


def refused(call, pattern):
    with pytest.raises(InputError) as caught:
        call()
    assert re.search(pattern, str(caught.value)), str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_code == 2
    return str(caught.value)


def test_bundled_names_open_without_a_file():
    source = open_model("squeezenet")
    assert (source.kind, source.name, source.ref) == ("onnx", "squeezenet", "squeezenet")
    assert source.default_batch == 1
    graph = source.graph()
    assert len(graph) == SQUEEZE_NODES
    assert graph.inputs == ("data_0",)
    assert graph.tensors["data_0"].shape == (1, 3, 224, 224)
    assert {n.op for n in graph.nodes}.isdisjoint({"ConstantOfShape", "Dropout", "Identity"})


def test_existing_path_wins_over_bundled_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    save(residual_net(), tmp_path, "resnet50")
    assert len(open_model("resnet50").graph()) == 7


def test_unknown_name_suggests_close_ones():
    refused(
        lambda: open_model("resnet5"),
        r"no file and no bundled model is called 'resnet5'; did you mean resnet50",
    )
    refused(lambda: open_model("zzz"), "see `hwpipe models`")


def test_hash_is_of_the_file_not_of_the_batch(tmp_path):
    import hashlib

    path = save(residual_net(), tmp_path)
    expected = "sha256:" + hashlib.sha256(path.read_bytes()).hexdigest()
    source = open_model(path)
    assert source.model_hash == expected == source.graph(4).model_hash


def test_graph_is_cached_and_one_to_one_with_the_proto(tmp_path):
    source = opened(residual_net(), tmp_path)
    assert source.graph(2) is source.graph(2)
    assert source.graph() is source.graph(1)
    assert [n.name for n in source.graph(2).nodes] == [n.name for n in source.proto(2).graph.node]


@pytest.mark.parametrize(
    ("content", "pattern"),
    [
        (b"", "the file is empty"),
        (b"hello, this is no model at all", "not an ONNX model"),
        (b"\x08\x08", "it has no graph"),
        (residual_net().SerializeToString()[:-300], "truncated"),
        (b"\x3a\xff\xff\xff\xff\x07" + b"\0" * 64, "past the end of its message"),
    ],
)
def test_not_a_model(tmp_path, content, pattern):
    path = tmp_path / "m.onnx"
    path.write_bytes(content)
    text = refused(lambda: open_model(path), pattern)
    assert text.startswith(str(path))


def test_folder_and_huge_file(tmp_path):
    refused(lambda: open_model(tmp_path), "is a folder")
    path = tmp_path / "huge.onnx"
    with path.open("wb") as file:
        file.truncate(3 * 2**30)
    refused(lambda: open_model(path), r"3221225472 bytes .*2147483647 bytes.*external data")


@pytest.mark.parametrize("opset", [6, 99])
def test_operator_set_outside_the_range(tmp_path, opset):
    model = residual_net()
    model.opset_import[0].version = opset
    newest = onnx.defs.onnx_opset_version()
    refused(
        lambda: opened(model, tmp_path),
        rf"ONNX operator set {opset} \(limit: 7 to {newest} with onnx [0-9.]+",
    )


@pytest.mark.parametrize("version", [2, 99])
def test_ir_version_outside_the_range(tmp_path, version):
    model = residual_net()
    model.ir_version = version
    refused(
        lambda: opened(model, tmp_path), rf"IR version {version} \(limit: 3 to {onnx.IR_VERSION}"
    )


@pytest.mark.parametrize("opset", range(7, onnx.defs.onnx_opset_version() + 1))
def test_every_operator_set_opens(tmp_path, opset):
    model = residual_net()
    model.opset_import[0].version = opset
    model.ir_version = 3 if opset < 9 else 9
    if model.ir_version == 3:
        model.graph.input.extend(
            helper.make_tensor_value_info(t.name, t.data_type, list(t.dims))
            for t in model.graph.initializer
        )
    graph = opened(model, tmp_path).graph(3)
    assert graph.inputs == ("x",)
    assert graph.tensors["y"].shape == (3, 5)


def test_unbound_dimension_names_input_and_remedy(tmp_path):
    nodes = [helper.make_node("Relu", ["x"], ["y"])]
    model = build(nodes, [value("x", "batch", "seq", 4)], [free("y")])
    source = opened(model, tmp_path)
    assert source.default_batch is None
    refused(
        source.graph,
        r"dimension 0 \(batch\) of graph input 'x' is dynamic .*--batch N or --dim batch=N",
    )
    refused(lambda: source.graph(2), r"dimension 1 \(seq\) of graph input 'x' .*--dim seq=VALUE")
    bound = opened(model, tmp_path, dims={"seq": 7})
    assert bound.graph(2).tensors["y"].shape == (2, 7, 4)
    both = opened(model, tmp_path, dims={"seq": 7, "batch": 3})
    assert both.default_batch == 3
    assert both.graph().tensors["y"].shape == (3, 7, 4)
    assert both.graph().batch == 3
    refused(lambda: both.graph(5), "batch 5 contradicts dimension batch=3")


@pytest.mark.parametrize("batch", [0, -3])
def test_batch_must_be_positive(tmp_path, batch):
    refused(lambda: opened(residual_net(), tmp_path).graph(batch), rf"batch {batch} \(limit: 1 to")


def test_no_inputs(tmp_path):
    model = build(
        [helper.make_node("Relu", ["w"], ["y"])], [], [free("y")], [random_weight("w", 2, 2)]
    )
    refused(lambda: opened(model, tmp_path), "the model has no inputs")


def test_cycle_names_a_node(tmp_path):
    nodes = [
        helper.make_node("Add", ["x", "b"], ["a"], name="first"),
        helper.make_node("Relu", ["a"], ["b"], name="second"),
        helper.make_node("Relu", ["b"], ["y"], name="behind"),
    ]
    model = build(nodes, [value("x", 1, 4)], [free("y")])
    refused(
        lambda: opened(model, tmp_path),
        r"operator (Add 'first'|Relu 'second') depends on its own output",
    )


def test_nodes_out_of_order_are_sorted(tmp_path):
    model = residual_net()
    shuffled = list(model.graph.node)[::-1]
    del model.graph.node[:]
    model.graph.node.extend(shuffled)
    graph = opened(model, tmp_path).graph()
    assert [n.name for n in graph.nodes] == [
        "conv1",
        "relu1",
        "conv2",
        "add",
        "gap",
        "flatten",
        "fc",
    ]


def test_names_are_unique_and_stable(tmp_path):
    nodes = [
        helper.make_node("Relu", ["x"], ["a"], name="same"),
        helper.make_node("Relu", ["a"], ["b"], name="same"),
        helper.make_node("Relu", ["b"], ["y"]),
    ]
    graph = opened(build(nodes, [value("x", 1, 4)], [free("y")]), tmp_path).graph()
    assert [n.name for n in graph.nodes] == ["same", "same#2", "y"]


@pytest.mark.parametrize(
    ("change", "pattern"),
    [
        (
            lambda m: m.graph.node[1].input.__setitem__(0, "nowhere"),
            "Relu 'relu1' reads tensor 'nowhere', which nothing makes",
        ),
        (
            lambda m: m.graph.node[1].output.__setitem__(0, "c1"),
            "tensor 'c1' is made twice, the second time by operator Relu",
        ),
        (
            lambda m: m.graph.initializer.append(m.graph.initializer[0]),
            "initializer 'w1' is unnamed or appears twice",
        ),
        (
            lambda m: m.graph.node[0].attribute[0].ints.__setitem__(0, 2**40),
            "attribute 'pads' of operator Conv 'conv1' has the value",
        ),
        (
            lambda m: m.graph.initializer[0].dims.__setitem__(0, 7),
            "initializer 'w1' of shape .* needs 756 bytes but has 648",
        ),
        (
            lambda m: m.graph.initializer[0].dims.__setitem__(0, 2**50),
            "initializer 'w1' declares the shape",
        ),
        (
            lambda m: (
                m.graph.input[0].type.tensor_type.shape.dim[2].__setattr__("dim_value", 2**39)
            ),
            "has .* bytes .limit: 4398046511104 bytes",
        ),
        (
            lambda m: m.graph.input[0].type.tensor_type.shape.dim[1].__setattr__("dim_value", 4),
            "Conv 'conv1' has weight .* for an input of 4 channels",
        ),
        (lambda m: m.graph.node[6].input.pop(0), "Gemm 'fc'"),
        (lambda m: m.graph.output.pop(), "no outputs"),
    ],
)
def test_damage_is_named(tmp_path, change, pattern):
    model = residual_net()
    change(model)
    refused(lambda: opened(model, tmp_path).graph(), pattern)


def test_zero_stride_never_reaches_the_division(tmp_path):
    refused(
        lambda: one_node(
            tmp_path, "MaxPool", {"x": (1, 1, 4, 4)}, kernel_shape=[2, 2], strides=[0, 1]
        ),
        r"attribute 'strides' of operator MaxPool 'op' has the value 0 \(limit: 1 to",
    )


def test_data_dependent_control_flow_is_refused(tmp_path):
    body = helper.make_graph([helper.make_node("Relu", ["x"], ["r"])], "b", [], [free("r")])
    nodes = [
        helper.make_node("ReduceMax", ["x"], ["m"], keepdims=0),
        helper.make_node("Cast", ["m"], ["c"], to=TensorProto.BOOL),
        helper.make_node("If", ["c"], ["y"], name="choose", then_branch=body, else_branch=body),
    ]
    model = build(nodes, [value("x", 4)], [free("y")])
    refused(
        lambda: opened(model, tmp_path),
        "operator If 'choose' depends on data: control flow cannot be planned",
    )


def test_if_with_a_constant_condition_is_its_branch(tmp_path):
    then = helper.make_graph([helper.make_node("Relu", ["x"], ["r"])], "t", [], [free("r")])
    other = helper.make_graph([helper.make_node("Tanh", ["x"], ["r"])], "e", [], [free("r")])
    nodes = [
        helper.make_node("Constant", [], ["zero"], value_int=0),
        helper.make_node("Greater", ["two", "zero"], ["yes"]),
        helper.make_node("If", ["yes"], ["a"], then_branch=then, else_branch=other),
        helper.make_node("Not", ["yes"], ["no"]),
        helper.make_node("If", ["no"], ["b"], then_branch=then, else_branch=other),
        helper.make_node("Add", ["a", "b"], ["y"]),
    ]
    model = build(nodes, [value("x", 1, 4)], [free("y")], [const("two", 2, np.int64)])
    assert [n.op for n in opened(model, tmp_path).graph().nodes] == ["Relu", "Tanh", "Add"]


def test_functions_are_inlined_and_recursion_refused(tmp_path):
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("my", 1)]
    body = [helper.make_node("Relu", ["a"], ["t"]), helper.make_node("Tanh", ["t"], ["b"])]
    function = helper.make_function("my", "Twice", ["a"], ["b"], body, opsets)
    graph = helper.make_graph(
        [helper.make_node("Twice", ["x"], ["y"], domain="my")], "g", [value("x", 1, 4)], [free("y")]
    )
    model = helper.make_model(graph, functions=[function], opset_imports=opsets, ir_version=9)
    assert [n.op for n in opened(model, tmp_path).graph().nodes] == ["Relu", "Tanh"]
    model.functions[0].node.append(helper.make_node("Twice", ["b"], ["unused"], domain="my"))
    refused(lambda: opened(model, tmp_path), "function 'Twice' calls itself")


def test_functions_that_explode_are_refused(tmp_path):
    opsets = [helper.make_opsetid("", 20), helper.make_opsetid("my", 1)]
    functions = [
        helper.make_function(
            "my", f"F{i}", ["a"], ["b"],
            [helper.make_node(f"F{i + 1}" if i < 9 else "Relu", ["a"], [f"t{k}" if k else "b"],
                              domain="my" if i < 9 else "") for k in range(10)],
            opsets,
        )
        for i in range(10)
    ]  # fmt: skip
    graph = helper.make_graph(
        [helper.make_node("F0", ["x"], ["y"], domain="my")], "g", [value("x", 1, 4)], [free("y")]
    )
    model = helper.make_model(graph, functions=functions, opset_imports=opsets, ir_version=9)
    refused(lambda: opened(model, tmp_path), "10000000000 nodes once its functions are inlined")


def test_unknown_operator_costs_its_bytes_once(tmp_path):
    nodes = [
        helper.make_node("Mystery", ["x"], ["a"], domain="com.nobody"),
        helper.make_node("Mystery", ["a"], ["b"], domain="com.nobody"),
        helper.make_node("Relu", ["b"], ["y"]),
    ]
    model = build(nodes, [value("x", 2, 4)], [value("y", 2, 4)])
    model.opset_import.append(helper.make_opsetid("com.nobody", 1))
    refused(
        lambda: opened(model, tmp_path).graph(),
        "the output shape of operator com.nobody.Mystery 'a' cannot be inferred",
    )
    model.graph.value_info.extend([value("a", 2, 4), value("b", 2, 4)])
    graph = opened(model, tmp_path).graph()
    assert graph.costed_by_bytes == ("com.nobody.Mystery",)
    assert graph.nodes[0].work.kind == "bytes"
    assert (graph.nodes[0].read_bytes, graph.nodes[0].write_bytes) == (32, 32)


def test_every_bundled_model_is_there():
    assert all(bundled.model_path(name).is_file() for name in bundled.MODELS)
