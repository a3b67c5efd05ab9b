"""A plan written into its model for Netron."""

from __future__ import annotations

from dataclasses import replace

import onnx
import pytest
from onnx import TensorProto, helper
from plan_builder import build_plan

from hwpipe.errors import InputError
from hwpipe.plan.model import Plan
from hwpipe.report.annotate import annotate_onnx


def model_of(plan: Plan, ir_version: int = 10) -> onnx.ModelProto:
    """A chain of Relu nodes with the names of the plan's layers; a split layer is one node."""
    nodes = []
    for name in dict.fromkeys(r.name.removesuffix("/part0") for r in plan.layers):
        if not name.endswith("/part1"):
            source = f"t{len(nodes)}" if nodes else "x"
            nodes.append(helper.make_node("Relu", [source], [f"t{len(nodes) + 1}"], name=name))
    info = [helper.make_tensor_value_info(n, TensorProto.FLOAT, [1]) for n in ("x", "y")]
    nodes[-1].output[0] = "y"
    graph = helper.make_graph(nodes, "g", info[:1], info[1:])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = ir_version
    return model


def properties(node: onnx.NodeProto) -> dict[str, str]:
    return {p.key: p.value for p in node.metadata_props}


def test_every_node_says_stage_device_and_time() -> None:
    plan = build_plan(replicas={0: 2})
    before = model_of(plan)
    kept = before.SerializeToString()
    after = annotate_onnx(plan, before)
    onnx.checker.check_model(after)
    assert before.SerializeToString() == kept, "the given model was changed"
    first = properties(after.graph.node[0])
    assert first == {
        "hwpipe.stage": "0",
        "hwpipe.device": "gpu0, gpu1 (h100)",
        "hwpipe.time": "41.7 us",
    }
    assert all(properties(node) for node in after.graph.node)


def test_a_split_layer_names_both_stages() -> None:
    plan = build_plan()
    after = annotate_onnx(plan, model_of(plan))
    (node,) = [n for n in after.graph.node if n.name == "/layer2/block.2/shared"]
    found = properties(node)
    assert found["hwpipe.stage"] == "1, 2"
    assert found["hwpipe.device"] == "tpu0 (tpu-v3), fpga0 (zcu104)"
    assert found["hwpipe.split"] == "40 of 64 channels in stage 1, the rest in 2"
    assert found["hwpipe.time"].count(",") == 1


def test_model_properties() -> None:
    plan = build_plan()
    model = model_of(plan)
    entry = model.metadata_props.add()
    entry.key, entry.value = "author", "me"
    after = annotate_onnx(plan, annotate_onnx(plan, model))
    found = {p.key: p.value for p in after.metadata_props}
    assert found["author"] == "me"
    assert found["hwpipe.plan.schedule"] == "pipeline, 16 micro-batches of 8"
    assert found["hwpipe.plan.stage.3"].startswith("fpga1 (kv260), 12 nodes, ")
    assert len(after.metadata_props) == len(found), "a second annotation doubled the keys"
    assert len(after.graph.node[0].metadata_props) == 3


def test_old_models_say_it_in_the_doc_string() -> None:
    plan = build_plan()
    model = model_of(plan, ir_version=8)
    model.graph.node[0].doc_string = "mine"
    after = annotate_onnx(plan, annotate_onnx(plan, model))
    assert after.graph.node[0].doc_string == (
        "mine\nhwpipe: stage 0, device gpu0 (h100), time 20.8 us"
    )
    assert not after.graph.node[0].metadata_props


def test_unnamed_and_repeated_nodes() -> None:
    """The importer calls a node after its first output, and numbers repeats."""
    plan = build_plan(("h100",))
    rows = [replace(plan.layers[0], name=n, time_s=t)
            for n, t in (("t1", 1e-3), ("same", 2e-3), ("same#2", 3e-3))]  # fmt: skip
    plan = replace(plan, layers=tuple(rows))
    model = model_of(plan)
    for node, name in zip(model.graph.node, ("", "same", "same"), strict=True):
        node.name = name
    after = annotate_onnx(plan, model)
    assert [properties(n)["hwpipe.time"] for n in after.graph.node] == ["1 ms", "2 ms", "3 ms"]


def test_folded_nodes_stay_as_they_are() -> None:
    plan = build_plan()
    model = model_of(plan)
    model.graph.node[5].name = "a constant"
    after = annotate_onnx(plan, model)
    assert not after.graph.node[5].metadata_props


def test_another_model_is_refused() -> None:
    plan = build_plan()
    other = model_of(replace(plan, layers=(replace(plan.layers[0], name="other"),)))
    with pytest.raises(InputError, match=r"no node of the model is in the plan.*resnet50\.onnx"):
        annotate_onnx(plan, other)
