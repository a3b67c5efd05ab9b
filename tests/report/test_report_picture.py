"""The static SVG picture."""

from __future__ import annotations

import xml.etree.ElementTree as ElementTree
from dataclasses import replace

import pytest
from golden_file import check_golden
from plan_builder import HOSTILE, build_plan

from hwpipe.report.picture import pipeline_svg, plan_svg

NS = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("infer.svg", {}),
        ("train_replicas.svg", {"mode": "train", "replicas": {0: 4}}),
        ("fbp.svg", {"mode": "train", "schedule": "fbp-as", "microbatches": 6}),
    ],
)
def test_golden(name: str, options: dict[str, object], update_golden: bool) -> None:
    text = plan_svg(build_plan(**options))  # type: ignore[arg-type]
    assert text == plan_svg(build_plan(**options))  # type: ignore[arg-type]
    check_golden(name, text.replace("><", ">\n<"), update_golden)


def _texts(svg: str) -> list[str]:
    return ["".join(e.itertext()) for e in ElementTree.fromstring(svg).iter(f"{NS}text")]


def test_says_what_the_plan_says() -> None:
    plan = build_plan()
    texts = _texts(plan_svg(plan))
    for word in ("resnet50 on lab (4 devices)", "stage 2", "fpga0", "803 kB", "TPU-like"):
        assert word in texts
    assert "100% of bottleneck" in texts


def test_hostile_names_are_text() -> None:
    root = ElementTree.fromstring(plan_svg(build_plan(hostile=True)))
    tags = {e.tag.removeprefix(NS) for e in root.iter()}
    assert tags <= {"svg", "title", "style", "rect", "g", "path", "text", "circle"}
    assert any(HOSTILE[:12] in "".join(e.itertext()) for e in root.iter(f"{NS}title"))


def test_everything_lies_inside_the_picture() -> None:
    for types in (("h100",), ("h100", "v100") * 5, ("h100", "zcu104") * 20):
        root = ElementTree.fromstring(plan_svg(build_plan(types, mode="train")))
        _, _, width, height = map(float, root.attrib["viewBox"].split())
        for rect in root.iter(f"{NS}rect"):
            x, y = float(rect.get("x", 0)), float(rect.get("y", 0))
            assert x + float(rect.attrib["width"]) <= width + 0.5
            assert y + float(rect.attrib["height"]) <= height + 0.5


def test_link_near_the_bottleneck_is_red() -> None:
    plan = build_plan()
    assert 'class="hot"' not in pipeline_svg(plan)
    send = plan.stages[0].send
    assert send is not None
    slow = replace(send, forward_s=plan.predicted.bottleneck_s * 0.95)
    plan = replace(plan, stages=(replace(plan.stages[0], send=slow), *plan.stages[1:]))
    assert pipeline_svg(plan).count('class="hot"') == 1


def test_long_iterations_show_their_beginning() -> None:
    svg = plan_svg(build_plan(microbatches=2000))
    assert any(t.startswith("Predicted timeline: the first ") for t in _texts(svg))
    assert len(svg) < 300_000


def test_deep_pipelines_have_small_boxes() -> None:
    plan = build_plan(("h100", "tpu-v3", "zcu104", "v100") * 16, mode="train", microbatches=128)
    svg = plan_svg(plan)
    assert "first 16 of 64 devices" in svg
    height = float(ElementTree.fromstring(svg).attrib["height"])
    assert height < 1300


def test_control_characters_do_not_break_the_xml() -> None:
    plan = build_plan()
    stage = replace(plan.stages[0], devices=("g\x00\x1b[2J\ud800pu",), nodes=("a\x07b", "c"))
    model = replace(plan.model, name="net\x01")
    plan = replace(plan, model=model, stages=(stage, *plan.stages[1:]))
    assert "net\ufffd on lab (4 devices)" in _texts(plan_svg(plan))
