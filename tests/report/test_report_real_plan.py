"""The report of plans that the planner made, not the builder."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import onnx
import pytest
from rich.console import Console

from hwpipe.graph.bundled import model_path
from hwpipe.plan.compile import compile_plan
from hwpipe.plan.model import Plan
from hwpipe.plan.options import CompileOptions
from hwpipe.report import annotate_onnx, plan_svg, print_plan, write_report
from hwpipe.report.figures.roofline import roofline_figures
from hwpipe.report.words import bottleneck_name, link_s, stage_s

CASES = [
    ("eight-mixed", {"mode": "train", "replication": False, "batch": 64, "microbatches": 16}),
    ("four-v100", {"mode": "train", "batch": 64, "microbatches": 16}),
    ("four-v100", {"mode": "infer", "replication": False, "batch": 64, "microbatches": 32}),
]


@cache
def planned(index: int) -> Plan:
    cluster, options = CASES[index]
    return compile_plan(
        "resnet50",
        cluster,
        options=CompileOptions(method="exact", baselines=False, **options),  # type: ignore[arg-type]
    )


@pytest.mark.parametrize("index", range(len(CASES)))
def test_periods_agree_with_the_planner(index: int) -> None:
    """The report counts a stage's and a link's load as `hwpipe.partition.evaluate` does."""
    plan = planned(index)
    shared: dict[str, float] = {}
    for stage in plan.stages:
        if stage.send is not None and stage.send.overlap:
            name = stage.send.link
            shared[name] = shared.get(name, 0.0) + link_s(plan, stage)
    longest = max([*(stage_s(plan, s) for s in plan.stages), *shared.values()])
    assert longest == pytest.approx(plan.predicted.bottleneck_s, rel=1e-9)
    assert bottleneck_name(plan).startswith(("stage", "link", "shared link"))


@pytest.mark.parametrize("index", range(len(CASES)))
def test_layer_times_add_up_to_their_stage(index: int) -> None:
    plan = planned(index)
    for stage in plan.stages:
        total = sum(row.time_s for row in plan.layers if row.stage == stage.index)
        assert total == pytest.approx(stage.time_s, rel=1e-9)


@pytest.mark.parametrize("index", range(len(CASES)))
def test_layers_above_the_compute_roof_are_winograd_convolutions(index: int) -> None:
    """F(4x4, 3x3) needs 4 times fewer products than a direct convolution (Lavin, Gray 2016)."""
    for title, chart, remark in roofline_figures(planned(index)):
        roof, *stages = chart["data"]
        peak = roof["y"][1]
        above = [
            (words[1], rate)
            for trace in stages
            for words, rate in zip(trace["customdata"], trace["y"], strict=True)
            if rate > peak * 1.001
        ]
        assert {op for op, _ in above} <= {"Conv"}, title
        assert all(rate <= 4 * peak for _, rate in above), title
        assert not above or "above the roof" in remark


def test_everything_is_written(tmp_path: Path) -> None:
    plan = planned(0)
    assert len(plan.stages) > 2
    write_report(plan, tmp_path / "report.html")
    assert (tmp_path / "report.html").stat().st_size > 4_000_000
    file = io.StringIO()
    print_plan(plan, Console(file=file, width=80))
    assert all(stage.devices[0] in file.getvalue() for stage in plan.stages)
    assert max(map(len, file.getvalue().splitlines())) <= 80
    assert plan_svg(plan).count("of bottleneck") == len(plan.stages)


def test_every_planned_node_of_the_model_is_annotated() -> None:
    plan = planned(0)
    model = onnx.load(model_path("resnet50"), load_external_data=False)
    model.ir_version = max(model.ir_version, 10)
    after = annotate_onnx(plan, model)
    noted = [n for n in after.graph.node if any(p.key == "hwpipe.stage" for p in n.metadata_props)]
    whole = {
        r.name for r in plan.layers if "/part" not in r.name and not r.name.endswith("/concat")
    }
    assert len(noted) == len(whole) + len(plan.splits)
