"""The page: what stands in it, and what a browser makes of it."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import numpy as np
import pytest
from browser import BROWSER, dump_dom, parse, screenshot, without_scripts
from plan_builder import HOSTILE, build_plan, build_timeline

from hwpipe.errors import InputError
from hwpipe.report import assets
from hwpipe.report.figures.timeline import MAX_EVENTS
from hwpipe.report.html import render_report, write_report

needs_browser = pytest.mark.skipif(
    BROWSER is None, reason="no chromium or google-chrome on PATH: the page is not looked at"
)

SECTIONS = (
    "header", "cards", "pipeline", "timeline", "memory", "balance", "roofline", "layers",
    "baselines", "certificate", "notes",
)  # fmt: skip
RUN = {
    "wall_s": 1.25,
    "microbatches": 16,
    "overhead": 1.04,
    "where": "two cores",
    "stages": [
        {"stage": i, "busy_s": 0.02 + 0.003 * i, "predicted_s": 0.019, "backend": "torch (host)"}
        for i in range(4)
    ],
    "check": {
        "ok": True, "against": "onnxruntime", "max_relative_error": 3.1e-6, "tolerance": 1e-4,
    },
}  # fmt: skip


def page_of(tmp_path: Path, extra: object = None, **plan_options: object) -> Path:
    path = tmp_path / "report.html"
    write_report(build_plan(**plan_options), path, extra=extra)  # type: ignore[arg-type]
    return path


# ---- the file ----


def test_sections_and_key_figures() -> None:
    plan = build_plan()
    page = render_report(plan, extra={"run": RUN})
    found = parse(without_scripts(page))
    for name in (*SECTIONS, "run"):
        assert name in found, f"section #{name} is missing"
    assert f"{plan.predicted.throughput_per_s:,.4g}" in found["cards"].text
    assert "3.4%" in found["cards"].text
    assert "this plan is 3.4% above that bound" in found["certificate"].text
    assert "not feasible: zcu104 holds 2 GB, the model needs 3.1 GB" in found["baselines"].text
    assert "largest relative error 3.1e-06 (limit 0.0001)" in found["run"].text
    assert "costed by bytes: NonMaxSuppression, Einsum" in found["notes"].text


def test_run_section_only_when_given() -> None:
    assert "run" not in parse(without_scripts(render_report(build_plan())))


def test_failed_check_is_said() -> None:
    run = {**RUN, "check": {"ok": False, "max_relative_error": 0.5, "tolerance": 1e-4}}
    found = parse(without_scripts(render_report(build_plan(), extra={"run": run})))
    assert "Output check: failed" in found["run"].text


@pytest.mark.parametrize("run", [[1, 2], "x", {"stages": 3}, 4])
def test_measurements_of_another_shape_are_refused(run: object) -> None:
    with pytest.raises(InputError, match=r"not an object with a list `stages`; give the file"):
        render_report(build_plan(), extra={"run": run})


def test_odd_measurements_do_not_break_the_page() -> None:
    run = {
        "stages": [{"stage": 99, "busy_s": 1.0}, {"busy_s": float("nan")}, 7, {"stage": "x"},
                   {"stage": 1, "busy_s": 10**400}, {"stage": 2, "busy_s": 0.5}],
        "check": "passed",
        "wall_s": float("inf"),
    }  # fmt: skip
    found = parse(without_scripts(render_report(build_plan(), extra={"run": run})))
    rows = found["run"].select("tr")[1:]
    assert [row.children[0].text for row in rows] == ["2"]


def test_page_loads_nothing() -> None:
    page = without_scripts(render_report(build_plan(mode="train"), extra={"run": RUN}))
    for element in parse(page)[""].all():
        assert element.tag not in ("link", "iframe", "object", "embed", "base", "img")
        assert "src" not in element.attributes
        assert element.attributes.get("href", "#").startswith("#")
        assert not any(name.startswith("on") for name in element.attributes)
    assert "url(" not in page
    assert "@import" not in page
    assert "default-src 'none'" in page  # the browser refuses what a test overlooks


def test_hostile_names_stay_text() -> None:
    page = render_report(build_plan(mode="train", hostile=True))
    scripts = re.findall(r"<script\b[^>]*>", page)
    assert len(scripts) == 4  # two data blocks, plotly, the page's own
    body = without_scripts(page)
    assert "<img" not in body
    assert "49" not in re.sub(r"<svg.*?</svg>", "", parse(body)["header"].text)  # {{7*7}}
    for block in re.findall(r'<script type="application/json"[^>]*>(.*?)</script>', page, re.S):
        assert not set(block) & {"<", ">", "&"}
        json.loads(block)
    rows = json.loads(re.findall(r'id="layers-data">(.*?)</script>', page, re.S)[0])["rows"]
    assert rows[0][0] == f"{HOSTILE}0"


def test_same_plan_same_page() -> None:
    assert render_report(build_plan(mode="train")) == render_report(build_plan(mode="train"))


def test_timeline_is_simulated_when_absent() -> None:
    plan = build_plan()
    assert render_report(plan) == render_report(plan, timeline=build_timeline(plan))


def test_deep_pipeline_stays_small() -> None:
    types = ("h100", "tpu-v3", "zcu104", "v100") * 16
    plan = build_plan(types, mode="train", microbatches=1024, layers_per_stage=65)
    page = render_report(plan)
    own = len(page.encode()) - len(assets.plotly_script().encode())
    assert own < 3_000_000, f"{own:,} bytes beside plotly"
    timeline = parse(without_scripts(page))["timeline"].text
    assert f"{MAX_EVENTS:,} of " in timeline
    assert "Overview of the whole iteration" in timeline


@pytest.mark.parametrize(
    "options",
    [
        {"types": ("h100",)},
        {"baselines": False, "bound": False},
        {"schedule": "fbp-as", "mode": "train"},
        {"microbatches": 1},
        {"replicas": {0: 3, 2: 2}, "mode": "train"},
        {"layers_per_stage": 1},
    ],
)
def test_every_variant_renders(options: dict[str, object]) -> None:
    found = parse(without_scripts(render_report(build_plan(**options))))  # type: ignore[arg-type]
    assert set(SECTIONS) <= set(found)


# ---- writing ----


def test_replaces_the_file_and_leaves_nothing_behind(tmp_path: Path) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")
    write_report(build_plan(), target)
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_missing_folder_is_an_input_error(tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "report.html"
    with pytest.raises(InputError, match=r"report\.html: the report cannot be written: No such"):
        write_report(build_plan(), target)


def test_failure_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "report.html"
    target.write_text("old")

    def fail(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fail)
    with pytest.raises(InputError, match="No space left on device"):
        write_report(build_plan(), target)
    assert [(p.name, p.read_text()) for p in tmp_path.iterdir()] == [("report.html", "old")]


def test_missing_jinja2_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(InputError, match=r"^hwpipe report: jinja2 .*'hwpipe\[report\]'$"):
        render_report(build_plan())


def test_missing_plotly_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(assets, "find_spec", lambda name: None)
    assets.plotly_script.cache_clear()
    with pytest.raises(InputError, match=r"^hwpipe report: plotly .*'hwpipe\[report\]'$"):
        render_report(build_plan())


# ---- in a browser ----


@needs_browser
def test_browser_draws_every_chart(tmp_path: Path) -> None:
    plan = build_plan()
    found, console = dump_dom(page_of(tmp_path, extra={"run": RUN}))
    assert console == []
    plots = [name for name in found if name.startswith("plot-")]
    assert len(plots) == 13  # timeline, balance, layers, baselines, run, 4 memory, 4 roofline
    assert found[""].select("html")[0].attributes["data-drawn"] == str(len(plots))
    for name in plots:
        assert found[name].select("svg", "main-svg"), f"#{name} is empty"
        titles = [
            e.text for e in found[name].all() if e.attributes.get("class", "").endswith("title")
        ]
        assert titles, f"#{name} has no axis title"
    events = [e for e in build_timeline(plan).events if e.end_s > e.start_s]
    assert len(found["plot-timeline"].select("g", "point")) >= len(events)
    for index in range(len(plan.stages)):
        panel = found[f"plot-memory-{index}"]
        assert len(panel.select("path", "js-line")) == 1
        assert "capacity" in panel.text
    assert len(found["layer-table"].select("tr")) == 1 + len(plan.layers)
    assert found["pipeline"].text.count("of bottleneck") == len(plan.stages)


@needs_browser
def test_browser_hostile_names_are_harmless(tmp_path: Path) -> None:
    found, console = dump_dom(page_of(tmp_path, mode="train", hostile=True, replicas={0: 4}))
    assert console == []
    assert not found[""].select("img")
    names = [row.children[1].text for row in found["layer-table"].select("tr")[1:]]
    assert names[0] == f"{HOSTILE}0"
    assert HOSTILE in found["header"].text


@needs_browser
def test_browser_filters_sorts_and_prints(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    text = page.read_text(encoding="utf-8")
    script = """<script>
      const field = document.getElementById("layer-filter");
      field.value = "LAYER3 conv"; field.dispatchEvent(new Event("input"));
      document.querySelector('th[data-column="6"]').click();
      setTimeout(() => window.dispatchEvent(new Event("beforeprint")), 4000);
    </script></body>"""
    page.write_text(text.replace("</body>", script), encoding="utf-8")
    found, console = dump_dom(page)
    assert console == []
    rows = found["layer-table"].select("tr")[1:]
    plan = build_plan()
    chosen = [r for r in plan.layers if "layer3" in r.name and "conv" in (r.name + r.op).lower()]
    expected = [r.name for r in sorted(chosen, key=lambda r: -r.time_s)]
    assert [row.children[1].text for row in rows] == expected
    assert f"{len(expected)} of {len(plan.layers)} layers" in found["layer-count"].text
    # On paper the charts have a fixed width and light colours.
    assert "print" in found[""].select("html")[0].attributes["class"]
    svg = found["plot-balance"].select("svg", "main-svg")[0]
    assert svg.attributes["width"] == "660"


@needs_browser
def test_screenshot_light_and_dark(tmp_path: Path) -> None:
    page = page_of(tmp_path, mode="train", replicas={0: 2})
    light = screenshot(page, tmp_path / "light.png", 900, 640)
    dark = screenshot(page, tmp_path / "dark.png", 900, 640, dark=True)
    for image in (light, dark):
        assert image.shape == (640, 900, 3)
        assert len(np.unique(image.reshape(-1, 3), axis=0)) > 200, "the page is blank"
        blue = np.all(image == (0x00, 0x72, 0xB2), axis=2).sum()
        assert blue > 500, "stage 0 is not drawn in its colour"
    assert np.median(light) > 230
    assert np.median(dark) < 40


@needs_browser
def test_browser_draws_a_deep_pipeline(tmp_path: Path) -> None:
    types = ("h100", "tpu-v3", "zcu104", "v100") * 6
    page = page_of(tmp_path, types=types, mode="train", microbatches=128, layers_per_stage=20)
    found, console = dump_dom(page)
    assert console == []
    points = len(found["plot-timeline"].select("g", "point"))
    assert 0 < points <= MAX_EVENTS + 10
    assert [b.text for b in found["plot-timeline"].select("text", "updatemenu-item-text")] == [
        "Fill", "Steady state", "Drain",
    ]  # fmt: skip
    assert len(found["layer-table"].select("tr")) == 1 + 400  # the rest by filter
    assert found["plot-occupancy"].select("g", "hm")
