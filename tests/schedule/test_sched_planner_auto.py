"""`compile --schedule auto` with measured F, B and W: never slower than a schedule by name.

Small chains of layers with random measured seconds, links and memory; every schedule that the
planner can be asked for by name is asked for.
"""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from hwpipe import CompileOptions, compile_plan
from hwpipe.cluster import load_cluster
from hwpipe.cost.measured import MeasuredNode, MeasuredProfile, save_profile
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.plan.reschedule import trainable
from hwpipe.schedule.generators import GENERATORS

WIDTH, BATCH, SLOW_SETTINGS = 8, 8, 100
#: Among them those where bounds and limits of the search once left the best out.
QUICK = (1, 35, 49, 52)
NAMES = tuple(name for name in trainable() if GENERATORS[name].synchronous)


def setting(number: int, folder: Path) -> tuple[Path, Any, Path, CompileOptions]:
    """A model, a cluster, a profile and options, drawn from a number."""
    draw = random.Random(number)
    layers = draw.randint(3, 9)
    nodes, weights, x = [], [], "x"
    for i in range(layers):
        array = np.ones((WIDTH, WIDTH), np.float32)
        weights.append(numpy_helper.from_array(array, f"w{i}"))
        nodes.append(helper.make_node("Gemm", [x, f"w{i}"], [f"y{i}"], name=f"n{i}", transB=1))
        x = f"y{i}"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(nodes, "chain", [value("x", TensorProto.FLOAT, ["N", WIDTH])],
                              [value(x, TensorProto.FLOAT, ["N", WIDTH])], weights)  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=10)
    onnx.save(model, folder / "chain.onnx")

    def row() -> MeasuredNode:
        whole = {kind: draw.uniform(0.2, 3.0) * 1e-3 for kind in "fbw"}
        sizes = (1, BATCH)

        def at(kind: str) -> tuple[float, ...]:
            fixed = 0.2 * whole[kind]
            return tuple(fixed + 0.8 * whole[kind] * size / BATCH for size in sizes)

        return MeasuredNode(sizes, at("f"), at("b"), at("w"))

    measured = MeasuredProfile("cpu", {f"n{i}": row() for i in range(layers)})
    save_profile(measured, folder / "profile.json")
    count = draw.randint(2, 4)
    bandwidth = draw.choice((1e5, 1e6, 1e8, 1e10))
    (folder / "cluster.toml").write_text(
        f'name = "cpus"\n[[device]]\nname = "cpu"\ntype = "cpu"\ncount = {count}\n'
        f'[topology]\nkind = "switch"\nbandwidth = {bandwidth}\n'
        f"latency = {draw.choice((0.0, 1e-5, 1e-3))}\noverlap = {draw.choice(('true', 'false'))}\n"
    )
    options = CompileOptions(mode="train", batch=BATCH, microbatches=draw.choice((2, 4, 8)),
                             baselines=False, strategies=())  # fmt: skip
    share = draw.choice((None, 0.7, 0.9))
    if share is not None:  # of what the fastest plan without a limit takes
        free = compile_plan(str(folder / "chain.onnx"), load_cluster(folder / "cluster.toml"),
                            options=options, profiles=[folder / "profile.json"])  # fmt: skip
        limit = share * max(free.predicted.peak_memory_bytes.values())
        options = replace(options, max_memory=(("", limit),))
    return (folder / "chain.onnx", load_cluster(folder / "cluster.toml"),
            folder / "profile.json", options)  # fmt: skip


def check(number: int, folder: Path) -> int:
    """Compile automatically and by every name; returns how many names gave a plan."""
    model, cluster, profile, options = setting(number, folder)

    def compiled(schedule: str | None) -> Any:
        try:
            return compile_plan(str(model), cluster, options=replace(options, schedule=schedule),
                                profiles=[profile])  # fmt: skip
        except (InfeasibleError, InputError):
            return None

    auto = compiled(None)
    plans = {name: plan for name in NAMES if (plan := compiled(name)) is not None}
    if auto is None:
        assert not plans, json.dumps(sorted(plans))
        return 0
    for name, plan in plans.items():
        assert auto.predicted.iteration_s <= plan.predicted.iteration_s * (1 + 1e-9), (
            f"setting {number}: {name} takes {plan.predicted.iteration_s:.6g} s on "
            f"{len(plan.stages)} stages, automatic {auto.schedule.name} "
            f"{auto.predicted.iteration_s:.6g} s"
        )
    return len(plans)


@pytest.mark.parametrize("number", QUICK)
def test_the_planner_is_never_slower_than_a_schedule_by_name(number: int, tmp_path: Path) -> None:
    assert check(number, tmp_path) >= 2


@pytest.mark.slow
@pytest.mark.parametrize("number", [n for n in range(SLOW_SETTINGS) if n not in QUICK])
def test_nor_in_a_hundred_settings(number: int, tmp_path: Path) -> None:
    check(number, tmp_path)
