"""Clusters of many machines through the whole of `compile`, time limits included."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

sys.path.append(str(Path(__file__).parent))

from plan_gpt import save_gpt

from hwpipe import CompileOptions, Plan, compile_plan, load_plan, simulate_plan
from hwpipe.cli.app import app
from hwpipe.cluster import load_cluster
from hwpipe.plan.files import dumps

ROOM = """
name = "room"
[[device]]
name = "gpu"
type = "h100"
count = 8
group = "fast"
memory = "300 MB"
[[device]]
name = "gpu"
type = "a100"
count = 8
group = "slow"
memory = "300 MB"
[topology]
kind = "tree"
bandwidth = "50 GB/s"
latency = "5 us"
[[topology.group]]
name = "fast"
count = 10
bandwidth = "300 GB/s"
uplink = { bandwidth = "50 GB/s" }
[[topology.group]]
name = "slow"
count = 8
bandwidth = "300 GB/s"
uplink = { bandwidth = "50 GB/s" }
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("room") / "room.toml"
    path.write_text(ROOM)
    return path


@pytest.fixture(scope="module")
def gpt(tmp_path_factory: pytest.TempPathFactory) -> str:
    return save_gpt(tmp_path_factory.mktemp("gpt") / "gpt.onnx", layers=4)


def checked(plan: Plan) -> None:
    assert len(plan.cluster.devices) == 144
    assert plan.bound is not None
    assert plan.bound.lower_s <= plan.predicted.iteration_s
    assert simulate_plan(plan).makespan_s == pytest.approx(plan.predicted.iteration_s, rel=1e-9)
    assert all(s.memory_bytes <= s.memory_available_bytes for s in plan.stages)
    used = [name for stage in plan.stages for name in stage.devices]
    assert len(used) == len(set(used))
    assert {row.name for row in plan.baselines} == {"data-parallel", "single-device"}
    for row in plan.baselines:
        assert not row.feasible or (row.iteration_s or 0) >= plan.predicted.iteration_s


def test_command_line(gpt: str, room: Path, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    given = ["compile", gpt, "--cluster", str(room), "--mode", "train", "--batch", "8",
             "--effort", "0.2", "-o", str(path), "--quiet"]  # fmt: skip
    assert CliRunner().invoke(app, given).exit_code == 0
    plan = load_plan(path)
    checked(plan)
    assert plan.bound is not None
    assert plan.bound.stopped_early is None
    for verb in (["show"], ["simulate", "--json"], ["report", "-o", str(tmp_path / "r.html")]):
        done = CliRunner().invoke(app, [verb[0], str(path), *verb[1:]])
        assert done.exit_code == 0, done.output
        if verb[0] == "simulate":
            assert json.loads(done.output)["iteration_s"] == pytest.approx(
                plan.predicted.iteration_s
            )


def test_a_time_limit_shorter_than_any_search_still_gives_a_plan(gpt: str, room: Path) -> None:
    options = CompileOptions(mode="train", batch=8, time_limit_s=0.001)
    plan = compile_plan(gpt, room, options=options)
    checked(plan)
    assert plan.bound is not None
    assert plan.bound.stopped_early == "time limit of 0.001 s"
    assert not plan.bound.exact or plan.bound.gap == 0
    whole = compile_plan(gpt, room, options=replace(options, time_limit_s=None, effort=0.2))
    assert whole.predicted.iteration_s <= plan.predicted.iteration_s * (1 + 1e-9)
    assert whole.bound is not None
    assert plan.bound.lower_s <= whole.predicted.iteration_s * (1 + 1e-9)


@pytest.mark.slow
def test_equal_inputs_give_equal_bytes(gpt: str, room: Path) -> None:
    options = CompileOptions(mode="train", batch=8, effort=0.2)
    cluster = load_cluster(room)
    plans = [compile_plan(gpt, cluster, options=options) for _ in range(2)]
    assert dumps(plans[0]) == dumps(plans[1])


@pytest.mark.parametrize(
    "options",
    [
        CompileOptions(mode="train", batch=32, time_limit_s=0.001),
        CompileOptions(mode="train", batch=32, time_limit_s=0.001, method="joint"),
    ],
)
def test_the_limit_and_the_gap_so_far_are_said(options: CompileOptions) -> None:
    from hwpipe.report.words import bound_words

    plan = compile_plan("resnet50", "four-v100", options=options)
    assert plan.bound is not None
    assert plan.bound.stopped_early == "time limit of 0.001 s"
    words = " ".join(bound_words(plan.bound))
    assert "The search stopped early: time limit of 0.001 s." in words
    assert "above that bound" in words or plan.bound.gap == 0
