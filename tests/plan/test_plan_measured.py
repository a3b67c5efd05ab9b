"""Plans on measured costs of training: arithmetic of stages, links, schedules that split."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from hwpipe.cluster import load_cluster
from hwpipe.cost import MeasuredNode, MeasuredProfile, save_profile
from hwpipe.cost.executor import Channel, ExecutorCosts
from hwpipe.cost.in_flight import InFlight
from hwpipe.graph import open_model
from hwpipe.partition.executor_costs import flight_of
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.files import dumps, load_plan, save_plan
from hwpipe.plan.measured import with_measured_links
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.reschedule import _WHOLE, trainable
from hwpipe.plan.timeline import schedule_of, simulate_plan
from hwpipe.schedule.generators import generate

MS = 1e-3
ACTIONS = {"F": 0.1 * MS, "BW": 0.2 * MS, "B": 0.3 * MS, "W": 0.4 * MS, "UPDATE": 0.5 * MS}
#: Messages of the size that crosses, 4 x 64 floats, and of others.
SIZE = 4 * 64 * 4
CHANNEL = Channel((1, SIZE, 2 * SIZE), (0.0, 0.7 * MS, 1.4 * MS), (0.0, 0.6 * MS, 1.2 * MS),
                  (0.05 * MS, 0.05 * MS, 0.05 * MS))  # fmt: skip
EXECUTOR = ExecutorCosts(ACTIONS, 0.8 * MS / SIZE, CHANNEL)
#: Of every layer: forward, whole backward, B, W, update.
NODE = (2.0, 5.0, 3.0, 4.0, 0.25)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Six equal layers."""
    rng = np.random.default_rng(0)
    nodes, weights, x = [], [], "x"
    for i in range(6):
        array = rng.standard_normal((64, 64)).astype(np.float32)
        weights.append(numpy_helper.from_array(array, f"w{i}"))
        nodes.append(helper.make_node("MatMul", [x, f"w{i}"], [f"y{i}"], f"n{i}"))
        x = f"y{i}"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "six", [value("x", TensorProto.FLOAT, [4, 64])],
                              [value(x, TensorProto.FLOAT, [4, 64])], weights)  # fmt: skip
    path = tmp_path_factory.mktemp("measured") / "six.onnx"
    onnx.save(
        helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10), path
    )
    return path


def profile_of(model: Path, **changes: object) -> Path:
    """A profile file of the six layers."""
    f, bw, b, w, u = (part * MS for part in NODE)
    nodes = {
        node.name: MeasuredNode((4,), (f,), (b,), (w,), (bw,), u)
        for node in open_model(str(model)).graph(4).nodes
    }
    made = MeasuredProfile("cpu", nodes, optimizer="sgd:lr=0.1", executor=EXECUTOR)
    path = model.with_name("profile.json")
    save_profile(replace(made, **changes), path)  # type: ignore[arg-type]
    return path


def compiled(model: Path, schedule: str, profile: Path, microbatches: int = 4):
    options = CompileOptions(
        mode="train", batch=4 * microbatches, microbatches=microbatches, schedule=schedule,
        method="exact", replication=False, baselines=False,
    )  # fmt: skip
    cluster = Path(__file__).resolve().parents[2] / "examples" / "two-cpus.toml"
    return compile_plan(str(model), str(cluster), options=options, profiles=[profile])


def test_a_stage_pays_for_actions_messages_checks_and_updates(model: Path):
    plan = compiled(model, "1f1b-as", profile_of(model))
    assert [len(stage.nodes) for stage in plan.stages] == [3, 3]
    first, last = plan.stages
    f, bw, _, _, update = NODE
    # The first stage looks through what it sends and sends it, the last one receives it.
    assert first.forward_s == pytest.approx((3 * f + 0.1 + 0.8 + 0.7) * MS)
    assert last.forward_s == pytest.approx((3 * f + 0.1 + 0.6) * MS)
    assert first.backward_input_s + first.backward_weight_s == pytest.approx(
        (3 * bw + 0.2 + 0.6) * MS
    )
    assert last.backward_input_s + last.backward_weight_s == pytest.approx(
        (3 * bw + 0.2 + 0.7) * MS
    )
    assert first.update_s == pytest.approx((3 * update + 0.5) * MS)
    assert plan.predicted.iteration_s == pytest.approx(simulate_plan(plan).makespan_s)


def test_schedules_that_split_pay_for_both_halves(model: Path):
    plan = compiled(model, "zb-h1", profile_of(model))
    first, last = plan.stages
    _, _, b, w, _ = NODE
    assert first.backward_input_s == pytest.approx((3 * b + 0.3 + 0.6) * MS)
    assert first.backward_weight_s == pytest.approx((3 * w + 0.4) * MS)
    assert last.backward_input_s == pytest.approx((3 * b + 0.3 + 0.7) * MS)


def test_chunks_pay_for_every_boundary_between_devices(model: Path):
    plan = compiled(model, "1f1b-interleaved", profile_of(model))
    assert [stage.devices for stage in plan.stages] == [("cpu0",), ("cpu1",)] * 2
    middle = plan.stages[1]
    want = len(middle.nodes) * NODE[0] + 0.1 + 0.6 + 0.8 + 0.7
    assert middle.forward_s == pytest.approx(want * MS)


def test_micro_batches_in_flight_stretch_what_nodes_take(model: Path):
    flight = InFlight(4, (1, 2, 4), {"F": (1.0, 1.5, 2.5), "BW": (1.0, 1.0, 2.0)})
    profile = profile_of(model, in_flight=(flight,))
    plan = compiled(model, "gpipe", profile)
    # Four micro-batches of half a model are two whole ones.
    assert plan.stages[1].forward_s == pytest.approx((3 * NODE[0] * 1.5 + 0.1 + 0.6) * MS)
    few = compiled(model, "1f1b-as", profile)
    assert few.stages[1].forward_s == pytest.approx((3 * NODE[0] + 0.1 + 0.6) * MS)
    many = compiled(model, "gpipe", profile, microbatches=8)
    assert many.stages[1].backward_input_s + many.stages[1].backward_weight_s == pytest.approx(
        (3 * NODE[1] * 2.0 + 0.2 + 0.7) * MS
    )


@pytest.mark.parametrize(
    ("name", "kept"),
    [("gpipe", [6, 6]), ("1f1b-as", [2, 1]), ("zb-h1", [2, 2])],
)
def test_what_ranks_keep_follows_from_their_lists(name: str, kept: list[int]):
    flight = flight_of(generate(name, 2, 6))
    assert [dict(rank)[s] for s, rank in enumerate(flight)] == kept


def test_a_plan_keeps_its_updates_on_the_disk(model: Path, tmp_path: Path):
    plan = compiled(model, "1f1b-as", profile_of(model))
    save_plan(plan, tmp_path / "plan.json")
    again = load_plan(tmp_path / "plan.json")
    assert dumps(again) == dumps(plan)
    assert again.times.update_s == plan.times.update_s != (0.0, 0.0)
    without = replace(plan, stages=tuple(replace(s, update_s=0.0) for s in plan.stages))
    assert simulate_plan(without).makespan_s < simulate_plan(plan).makespan_s


def test_links_between_devices_of_the_profile_are_the_measured_ones(model: Path):
    profile = profile_of(model)
    cluster = load_cluster(str(Path(__file__).resolve().parents[2] / "examples/two-cpus.toml"))
    found = with_measured_links(cluster, [profile])
    link = found.links["cpu0", "cpu1"]
    assert link.latency_s == CHANNEL.latency_s
    assert link.overlap == cluster.links["cpu0", "cpu1"].overlap
    assert any("links between cpu devices as measured in profile.json" in n for n in found.notes)
    save_profile(MeasuredProfile("h100", {"n": MeasuredNode((1,), (1.0,))}, optimizer="sgd",
                                 executor=EXECUTOR), profile)  # fmt: skip
    assert with_measured_links(cluster, [profile]) is cluster


def test_forward_profiles_leave_training_modelled_and_links_alone(model: Path):
    nodes = {
        node.name: MeasuredNode((4,), (1.0,)) for node in open_model(str(model)).graph(4).nodes
    }
    path = model.with_name("forward.json")
    save_profile(MeasuredProfile("cpu", nodes), path)
    plan = compiled(model, "1f1b-as", path)
    bare = compiled(
        model, "1f1b-as", profile_of(model, nodes={"other": nodes["n0"]}, executor=None)
    )
    assert [s.forward_s for s in plan.stages] == [s.forward_s for s in bare.stages]
    assert all(s.update_s == 0.0 for s in plan.stages)
    assert plan.cluster.links["cpu0", "cpu1"].bytes_per_s == 2e9


def test_every_schedule_is_known_to_split_or_not():
    for name in trainable():
        if name == "terapipe":
            continue
        schedule = generate(name, 2, 4)
        splits = any(a.kind == "B" for actions in schedule.ranks for a in actions)
        assert splits == (name not in _WHOLE), name


def test_the_executors_list_is_what_was_priced(model: Path):
    plan = compiled(model, "zb-h1", profile_of(model))
    kinds = {a.kind for actions in schedule_of(plan).ranks for a in actions}
    assert {"F", "B", "W", "UPDATE"} <= kinds
    assert "BW" not in kinds
