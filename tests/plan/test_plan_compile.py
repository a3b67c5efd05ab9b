"""`compile_plan` keeps the promises of a plan: never beaten by a baseline, certified, stable."""

from __future__ import annotations

import re
from pathlib import Path

import onnx
import pytest
from onnx import TensorProto, helper

from hwpipe import InfeasibleError, InputError, compile_plan, open_model, simulate_plan
from hwpipe.cost import build_cost_table
from hwpipe.plan.files import dumps
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions

DATA = Path(__file__).resolve().parents[3] / "shared" / "data" / "profiles"
PROFILES = sorted(p for p in DATA.glob("*/*.txt") if p.stem != "LICENSE")
needs_data = pytest.mark.skipif(not PROFILES, reason="measured profiles ../shared/data are absent")


@pytest.fixture(scope="module")
def resnet() -> Plan:
    return compile_plan("resnet50", "eight-mixed")


def check_promises(plan: Plan) -> None:
    """What must hold of every plan whatever it is for."""
    predicted, bound = plan.predicted, plan.bound
    assert bound is not None
    for baseline in plan.baselines:
        if baseline.feasible:
            assert predicted.iteration_s <= baseline.iteration_s * (1 + 1e-9), baseline.name
    if bound.metric == "iteration_s":
        assert bound.lower_s <= predicted.iteration_s * (1 + 1e-9)
        assert bound.gap == pytest.approx(predicted.iteration_s / bound.lower_s - 1, abs=1e-9)
    assert predicted.bottleneck_s <= predicted.iteration_s * (1 + 1e-9)
    assert simulate_plan(plan).makespan_s == pytest.approx(predicted.iteration_s, rel=1e-9)
    nodes = [i for stage in plan.stages for i in stage.node_indices]
    assert sorted(nodes) == list(range(plan.model.nodes))
    devices = [d for stage in plan.stages for d in stage.devices]
    if plan.schedule.chunks == 1:
        assert len(devices) == len(set(devices))
    else:  # chunks share a device
        assert sorted(plan.rank_names) == sorted(set(devices))
    for stage in plan.stages:
        assert stage.memory_bytes <= stage.memory_available_bytes
        assert 1 <= stage.in_flight <= max(2, plan.schedule.microbatches) * plan.schedule.chunks


def test_resnet_on_eight_mixed_devices(resnet: Plan) -> None:
    check_promises(resnet)
    assert resnet.batch == 64
    # Fast devices take more micro-batches than slow ones, which no pipeline here comes near.
    exact = compile_plan("resnet50", "eight-mixed", options=CompileOptions(method="exact"))
    assert len(exact.stages) > 1
    assert resnet.predicted.iteration_s < 0.9 * exact.predicted.iteration_s
    (stage,) = resnet.stages
    assert stage.mode == "replicated"
    assert len(set(stage.shares)) > 1
    assert sum(stage.shares) == pytest.approx(1.0)
    assert {b.name for b in resnet.baselines} == {
        "data-parallel", "equal-layers", "bapipe", "single-device"
    }  # fmt: skip
    single = next(b for b in resnet.baselines if b.name == "single-device")
    assert resnet.predicted.iteration_s < single.iteration_s


def test_the_same_inputs_give_the_same_bytes(resnet: Plan) -> None:
    assert dumps(compile_plan("resnet50", "eight-mixed")) == dumps(resnet)


@pytest.mark.parametrize("model", ["squeezenet", "inception_v1", "vgg19"])
@pytest.mark.parametrize("mode", ["infer", "train"])
def test_modes_and_models(model: str, mode: str) -> None:
    plan = compile_plan(model, "eight-mixed", options=CompileOptions(mode=mode, batch=32))
    check_promises(plan)
    if mode == "train":
        assert all(stage.backward_weight_s >= 0 for stage in plan.stages)
        assert plan.optimizer == "momentum"
        assert all(stage.state_bytes == pytest.approx(2 * stage.weight_bytes)
                   for stage in plan.stages)  # fmt: skip


@pytest.mark.parametrize("objective", ["latency", "memory", "energy"])
def test_every_objective_is_best_at_its_own(objective: str, resnet: Plan) -> None:
    plan = compile_plan(
        "resnet50", "eight-mixed", options=CompileOptions(objective=objective, batch=64)
    )
    assert plan.objective == objective
    if objective == "latency":
        assert plan.predicted.iteration_s <= resnet.predicted.iteration_s * (1 + 1e-9)
    if objective == "energy":
        assert plan.predicted.energy_j <= resnet.predicted.energy_j * (1 + 1e-9)
    if objective == "memory":

        def share(plan: Plan) -> float:
            return max(s.memory_bytes / s.memory_available_bytes for s in plan.stages)

        assert share(plan) <= share(resnet) * (1 + 1e-9)


@needs_data
@pytest.mark.parametrize("profile", PROFILES, ids=[p.stem for p in PROFILES])
def test_never_slower_than_the_released_pipedream_planner(profile: Path) -> None:
    plan = compile_plan(profile, "four-v100")
    check_promises(plan)
    released = next(b for b in plan.baselines if b.name == "pipedream-released")
    assert released.feasible
    assert plan.predicted.iteration_s <= released.iteration_s * (1 + 1e-9)


@needs_data
@pytest.mark.parametrize(
    ("profile", "cluster", "bottleneck_s"),
    [
        ("vgg16", "four-v100", 0.205520896),
        ("vgg16", "four-v100-fast", 0.172849377),
        ("alexnet", "four-v100", 0.034217141),
        ("alexnet", "four-v100-fast", 0.022186),
    ],
)
def test_the_published_pipedream_rows(profile: str, cluster: str, bottleneck_s: float) -> None:
    plan = compile_plan(
        DATA / "pipedream" / f"{profile}.txt",
        cluster,
        options=CompileOptions(method="pipedream-released"),
    )
    assert plan.method == "pipedream-released"
    tolerance = 1e-6 if len(str(bottleneck_s)) > 9 else 5e-7
    assert plan.predicted.bottleneck_s == pytest.approx(bottleneck_s, abs=tolerance)


@pytest.mark.parametrize(
    ("options", "text"),
    [
        ({"method": "exakt"}, r"--method 'exakt' is unknown \(limit: .*\); did you mean 'exact'\?"),
        ({"mode": "serve"}, r"--mode 'serve' is unknown \(limit: infer, train\)"),
        ({"batch": 0}, r"--batch 0 \(limit: 1 to 16777216\)"),
        ({"batch": 10, "microbatches": 4}, r"--batch 10 does not divide .*"),
        ({"effort": 0.0}, r"--effort 0 \(limit: above 0, up to 1e\+06\)"),
        ({"effort": float("nan")}, r"--effort nan \(limit: above 0, up to 1e\+06\)"),
        ({"time_limit_s": -1.0}, r"--time-limit -1.0 \(limit: above 0 seconds\)"),
    ],
)
def test_bad_options_are_named(options: dict[str, object], text: str) -> None:
    with pytest.raises(InputError) as caught:
        CompileOptions(**options)
    assert re.fullmatch(text, str(caught.value))


def test_a_schedule_of_the_other_mode_is_refused() -> None:
    with pytest.raises(InputError, match=r"--schedule 1f1b-as is for training, the mode is infer"):
        compile_plan("squeezenet", options=CompileOptions(schedule="1f1b-as"))


def test_a_cluster_that_cannot_hold_the_model_is_refused(tmp_path: Path) -> None:
    cluster = tmp_path / "tiny.toml"
    cluster.write_text(
        'name = "tiny"\n[[device]]\nname = "gpu"\ncount = 2\ntype = "v100"\nmemory = "40 MB"\n'
        '[topology]\nkind = "switch"\nbandwidth = "10 GB/s"\nlatency = "5 us"\n'
    )
    with pytest.raises(InfeasibleError) as caught:
        compile_plan("vgg19", cluster)
    assert re.search(r"GB|MB", str(caught.value))
    assert "\n" not in str(caught.value)


def test_a_time_limit_still_gives_a_certified_plan() -> None:
    plan = compile_plan("resnet50", "eight-mixed", options=CompileOptions(time_limit_s=0.001))
    check_promises(plan)
    assert plan.bound is not None
    assert plan.bound.exact or plan.bound.stopped_early


def test_the_optimizer_counts_for_measured_profiles_too(tmp_path: Path) -> None:
    profile = tmp_path / "two.txt"
    row = "forward_compute_time=2.0, backward_compute_time=4.0, activation_size=4000.0"
    profile.write_text(
        f"node1 -- Linear -- {row}, parameter_size=1000000.0\n"
        f"node2 -- Linear -- {row}, parameter_size=1000000.0\n\tnode1 -- node2\n"
    )

    def state_per_weight(optimizer: str) -> float:
        plan = compile_plan(profile, "four-v100", options=CompileOptions(optimizer=optimizer))
        return plan.stages[0].state_bytes / plan.stages[0].weight_bytes

    # Gradient, and the optimizer's own: none, one velocity, two moments.
    assert [state_per_weight(name) for name in ("sgd", "momentum", "adam")] == [1, 2, 3]


def test_replicas_of_several_types_count_the_mean_energy_and_the_least_memory() -> None:
    plan = compile_plan("vgg19", options=CompileOptions(method="data-parallel", batch=8))
    (stage,) = plan.stages
    devices = [plan.cluster.by_name[name] for name in stage.devices]
    assert len({device.type for device in devices}) > 1, "this test needs a mixed stage"
    assert stage.memory_available_bytes == min(device.memory_bytes for device in devices)
    alone = []
    for device in devices:
        graph = open_model("vgg19").graph(plan.micro_batch)
        alone.append(float(build_cost_table(graph, [device], training=False).forward_j.sum()))
    assert stage.energy_j == pytest.approx(sum(alone) / len(alone))
    assert any(note.startswith("stage 0 mixes ") for note in plan.notes)


def test_sizes_that_the_model_cannot_take_are_left_out(tmp_path: Path) -> None:
    x = helper.make_tensor_value_info("x", TensorProto.FLOAT, [2, 4])
    y = helper.make_tensor_value_info("y", TensorProto.FLOAT, [2, 4])
    weight = helper.make_tensor("w", TensorProto.FLOAT, [2, 4], [float(i) for i in range(8)])
    nodes = [helper.make_node("Add", ["x", "w"], ["y"], name="baked")]
    graph = helper.make_graph(nodes, "baked", [x], [y], [weight])
    path = tmp_path / "baked.onnx"
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, path)
    plan = compile_plan(path, "single-cpu", options=CompileOptions(batch=8))
    assert (plan.micro_batch, plan.schedule.microbatches) == (2, 4)
    assert any(note.startswith("micro-batches of 4 were left out: ") for note in plan.notes)
    with pytest.raises(InputError, match="cannot be moved from batch 2 to 8"):
        compile_plan(path, "single-cpu", options=CompileOptions(batch=8, microbatches=1))
