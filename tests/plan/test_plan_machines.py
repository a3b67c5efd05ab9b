"""Clusters of many machines: planned by whole machines, never device by device."""

from __future__ import annotations

from pathlib import Path

import pytest

from hwpipe import InputError, compile_plan
from hwpipe.cluster.load import cluster_from_table
from hwpipe.cluster.model import Cluster
from hwpipe.plan.files import dumps, plan_from_dict, plan_to_dict
from hwpipe.plan.inputs import MOST_SINGLE
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.plan.timeline import simulate_plan


@pytest.fixture(scope="module")
def room() -> Cluster:
    """20 machines of 8, V100 and P100 in turn."""
    devices, groups = [], []
    for k in range(20):
        devices.append({"name": f"n{k}-", "type": "p100" if k % 2 else "v100", "count": 8,
                        "group": f"n{k}"})  # fmt: skip
        groups.append({"name": f"n{k}", "bandwidth": "100 GB/s", "latency": "2 us",
                       "uplink": {"bandwidth": "10 GB/s", "latency": "5 us"}})  # fmt: skip
    topology = {"kind": "tree", "bandwidth": "10 GB/s", "latency": "5 us", "overlap": True,
                "group": groups}  # fmt: skip
    return cluster_from_table(
        {"name": "room", "device": devices, "topology": topology}, "room", Path(), "room"
    )


@pytest.fixture(scope="module")
def plan(room: Cluster) -> Plan:
    assert len(room.devices) > MOST_SINGLE
    options = CompileOptions(mode="train", batch=256, microbatches=64, schedule="1f1b-as")
    return compile_plan("squeezenet", room, options=options)


def test_stages_take_whole_machines(plan: Plan) -> None:
    assert plan.method == "joint"
    for stage in plan.stages:
        machines = {name.split("-")[0] for name in stage.devices}
        assert len(stage.devices) == 8 * len(machines)
    used = [name for stage in plan.stages for name in stage.devices]
    assert len(used) == len(set(used))


def test_the_plan_is_complete(plan: Plan) -> None:
    loaded = plan_from_dict(plan_to_dict(plan))
    assert dumps(loaded) == dumps(plan)
    timeline = simulate_plan(loaded)
    assert timeline.makespan_s == pytest.approx(plan.predicted.iteration_s, rel=1e-12)
    assert plan.bound is not None
    assert 0 < plan.bound.lower_s <= plan.predicted.iteration_s
    assert {b.name for b in plan.baselines} == {"data-parallel", "single-device"}
    for baseline in plan.baselines:
        if baseline.iteration_s is not None:
            assert baseline.iteration_s >= plan.predicted.iteration_s * (1 - 1e-9)


def test_what_cannot_be_planned_by_machines_is_refused(room: Cluster) -> None:
    pinned = CompileOptions(pins=(("n0", "n0-0"),))
    with pytest.raises(InputError, match=r"--pin on a cluster that is planned by whole machines"):
        compile_plan("squeezenet", room, options=pinned)
    with pytest.raises(InputError, match=r"--objective energy on 160 devices"):
        compile_plan("squeezenet", room, options=CompileOptions(objective="energy"))
