"""Joint plans in plan files: modes, shares, splits, simulation, every published method beside."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hwpipe import InputError, compile_plan
from hwpipe.plan.files import dumps, load_plan, plan_from_dict, plan_to_dict
from hwpipe.plan.methods import METHODS, compared
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.timeline import schedule_of, simulate_plan


@pytest.fixture(scope="module")
def split() -> Plan:
    """VGG-19 on four V100: two share the front by tensor, two follow."""
    options = CompileOptions(mode="train", batch=32)
    return compile_plan("vgg19", "four-v100", options=options)


@pytest.fixture(scope="module")
def dealt() -> Plan:
    """Squeezenet on mixed devices, batches dealt out by speed."""
    options = CompileOptions(method="joint", batch=16, microbatches=16, baselines=False)
    return compile_plan("squeezenet", "eight-mixed", options=options)


def test_auto_finds_a_split_that_beats_every_compared_method(split: Plan) -> None:
    assert split.method == "joint"
    stage = next(s for s in split.stages if s.mode == "split")
    assert stage.ranks == 1
    assert len(stage.devices) == 2
    assert sum(stage.shares) == pytest.approx(1)
    assert {b.name for b in split.baselines} == set(compared(training=True))
    for baseline in split.baselines:
        if baseline.feasible:
            assert baseline.iteration_s is not None
            assert baseline.iteration_s >= split.predicted.iteration_s * (1 - 1e-9)


def test_the_split_is_told_layer_by_layer(split: Plan) -> None:
    stage = next(s for s in split.stages if s.split is not None)
    told = stage.split
    assert told is not None
    assert sorted(n for layer in told.layers for n in layer.nodes) == sorted(stage.nodes)
    assert sum(layer.time_s for layer in told.layers) == pytest.approx(stage.time_s)
    top = told.bisections[0]
    assert top.level == 0
    assert top.parties == ((("gpu0",), ("gpu1",)),)
    for layer, kind, ratio in zip(told.layers, top.types, top.ratios, strict=True):
        assert kind in ("I", "II", "III", "both")
        if kind != "both":
            assert layer.shares == pytest.approx((ratio, 1 - ratio))
    # What the layers move is what goes over the links.
    moved = sum(layer.moved_bytes for layer in told.layers)
    assert moved == pytest.approx(sum(size for _, _, size in told.traffic_bytes))


@pytest.mark.parametrize("name", ["split", "dealt"])
def test_files_keep_the_plan_and_its_simulation(name: str, request: Any, tmp_path: Path) -> None:
    plan: Plan = request.getfixturevalue(name)
    path = tmp_path / "plan.json"
    path.write_text(dumps(plan))
    loaded = load_plan(path)
    assert dumps(loaded) == dumps(plan)
    timeline = simulate_plan(loaded)
    assert timeline.makespan_s == pytest.approx(plan.predicted.iteration_s, rel=1e-12)
    assert len(timeline.rank_busy_s) == sum(stage.ranks for stage in plan.stages)
    for stage in plan.stages:
        for device in stage.devices:
            limit = plan.cluster.by_name[device].memory_bytes
            assert plan.predicted.peak_memory_bytes[device] <= limit


def test_unequal_replicas_take_unequal_numbers_of_batches(dealt: Plan) -> None:
    stage = next(s for s in dealt.stages if s.rank_times)
    speed = {r.forward_s for r in stage.rank_times}
    assert len(speed) > 1
    first = sum(s.ranks for s in dealt.stages[: stage.index])
    lists = schedule_of(dealt).ranks[first : first + stage.ranks]
    counts = [sum(a.kind == "F" for a in actions) for actions in lists]
    assert sum(counts) == dealt.schedule.microbatches
    assert counts == [round(x * dealt.schedule.microbatches) for x in stage.shares]
    slowest = max(range(stage.ranks), key=lambda k: stage.rank_times[k].forward_s)
    assert counts[slowest] == min(counts)
    assert stage.pace > stage.ranks  # in replicas of the slowest one's speed


def test_the_certificate_names_the_joint_space(dealt: Plan) -> None:
    assert dealt.bound is not None
    assert "micro-batches dealt out to replicas of any types, or split by tensor" in (
        dealt.bound.space
    )
    assert dealt.bound.lower_s <= dealt.predicted.iteration_s
    assert dealt.bound.exact == (dealt.bound.gap <= 1e-9)


def test_the_same_inputs_give_the_same_bytes(dealt: Plan) -> None:
    options = CompileOptions(method="joint", batch=16, microbatches=16, baselines=False)
    assert dumps(compile_plan("squeezenet", "eight-mixed", options=options)) == dumps(dealt)


def test_a_time_limit_gives_the_best_plan_so_far_and_says_so() -> None:
    options = CompileOptions(mode="train", method="joint", batch=16, time_limit_s=0.02,
                             baselines=False)  # fmt: skip
    plan = compile_plan("resnet50", "eight-mixed", options=options)
    assert plan.bound is not None
    assert plan.bound.stopped_early is not None
    assert plan.bound.stopped_early.startswith("time limit of")
    assert 0 < plan.bound.lower_s <= plan.predicted.iteration_s


@pytest.mark.parametrize("method", ["accpar", "accpar-public", "hypar", "one-weird-trick"])
def test_tensor_methods_split_the_whole_network(method: str) -> None:
    options = CompileOptions(mode="train", method=method, batch=16, baselines=False)
    plan = compile_plan("squeezenet", "four-v100", options=options)
    assert plan.method == method
    (stage,) = plan.stages
    assert stage.mode == "split"
    assert stage.split is not None
    assert plan.bound is not None
    assert not plan.bound.exact
    used = {t for b in stage.split.bisections for t in b.types}
    if method in ("hypar", "one-weird-trick"):
        assert used <= {"I", "II", "both"}
    if method != "accpar":
        assert {r for b in stage.split.bisections for r in b.ratios} <= {0.5}


def test_gpipe_is_one_device_a_stage_under_its_own_schedule() -> None:
    options = CompileOptions(mode="train", method="gpipe", batch=8, baselines=False)
    plan = compile_plan("squeezenet", "four-v100", options=options)
    assert plan.schedule.name == "gpipe"
    assert all(stage.mode == "single" for stage in plan.stages)


def test_every_published_method_is_listed() -> None:
    assert {"data-parallel", "one-weird-trick", "hypar", "accpar", "accpar-public", "gpipe",
            "pipedream", "bapipe"} <= set(compared(training=True))  # fmt: skip
    assert set(compared(training=False)).isdisjoint({"accpar", "pipedream", "gpipe"})
    assert all(len(method.summary) < 100 for method in METHODS.values())


def _changed(plan: Plan, **fields: Any) -> dict[str, Any]:
    raw: dict[str, Any] = json.loads(dumps(plan))
    raw["stages"][0].update(fields)
    return raw


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"mode": "single"}, r".*stages\.0\.mode: 'single' with 2 devices.*"),
        ({"mode": "replicated"}, r".*stages\.0\.split: a stage of mode 'replicated'.*"),
        ({"shares": [1.0]}, r".*stages\.0\.shares: 1 shares of 2 devices.*"),
        ({"units": 3}, r".*stages\.0\.units: 3 units of 2 devices.*"),
        ({"mode": "torn"}, r".*stages\.0\.mode: .*'torn'.*"),
    ],
)
def test_wrong_modes_and_shares_are_named(fields: dict[str, Any], text: str, split: Plan) -> None:
    with pytest.raises(InputError) as caught:
        plan_from_dict(_changed(split, **fields))
    assert re.fullmatch(text, str(caught.value)), str(caught.value)


def test_files_of_version_1_still_load() -> None:
    options = CompileOptions(mode="train", method="data-parallel", batch=8, baselines=False)
    plan = compile_plan("squeezenet", "four-v100", options=options)
    raw = plan_to_dict(plan)
    new = ("mode", "shares", "rank_times", "split", "memory_strategy", "units")
    raw["version"] = 1
    raw["stages"] = [{k: v for k, v in s.items() if k not in new} for s in raw["stages"]]
    del raw["constraints"]
    assert plan_from_dict(json.loads(json.dumps(raw))) == replace(plan)


def test_a_split_plan_is_not_run_as_if_its_devices_were_replicas(
    split: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    from hwpipe.runtime import execute

    seen: list[Any] = []

    def run_pipeline(model: Any, stages: Any, *_: Any, **__: Any) -> None:
        seen.extend(stages)

    monkeypatch.setattr(execute, "run_pipeline", run_pipeline)
    assert execute.execute_plan(replace(split, mode="infer")) is None
    assert (seen[0].replicas, seen[0].members) == (1, 2)
    assert seen[0].shards.devices == split.stages[0].devices
