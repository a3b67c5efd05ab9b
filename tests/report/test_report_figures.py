"""The charts' data: limits, sums, and that nothing is drawn twice or lost."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_builder import HOSTILE, build_plan, build_timeline

from hwpipe.plan.model import Plan
from hwpipe.report.assets import safe_json
from hwpipe.report.figures.balance import balance_figure
from hwpipe.report.figures.base import bytes_unit, label, round_to, time_unit
from hwpipe.report.figures.baselines import baselines_figure
from hwpipe.report.figures.layers import layers_figure
from hwpipe.report.figures.memory import memory_figures, thin
from hwpipe.report.figures.roofline import roofline_figures
from hwpipe.report.figures.timeline import (
    MAX_EVENTS,
    MAX_ROWS,
    occupancy_figure,
    timeline_figure,
    track_rows,
)
from hwpipe.schedule.model import Event, Timeline

SCALE = {"s": 1.0, "ms": 1e-3, "us": 1e-6}


def boxes(figure: dict[str, Any]) -> list[tuple[float, float, float, float]]:
    """(y, height, start, end) of every rectangle, in axis units."""
    found = []
    for trace in figure["data"]:
        if "base" not in trace:
            continue
        for y, width, base, x in zip(
            trace["y"], trace["width"], trace["base"], trace["x"], strict=True
        ):
            found.append((y, width, base, base + x))
    return found


def axis_titles(figure: dict[str, Any]) -> list[str]:
    layout = figure["layout"]
    return [
        layout[k]["title"]["text"]
        for k in layout
        if k.startswith(("xaxis", "yaxis")) and layout[k].get("visible", True)
    ]


def all_figures(plan: Plan) -> list[dict[str, Any]]:
    timeline = build_timeline(plan)
    return [
        timeline_figure(plan, timeline)[0],
        occupancy_figure(plan, timeline),
        balance_figure(plan),
        layers_figure(plan)[0],
        baselines_figure(plan),
        *(panel.chart for panel in memory_figures(plan, timeline)),
        *(chart for _, chart, _ in roofline_figures(plan)),
    ]


# ---- all charts ----


@pytest.mark.parametrize("mode", ["infer", "train"])
def test_axes_have_titles_with_units(mode: str) -> None:
    for figure in all_figures(build_plan(mode=mode)):
        titles = axis_titles(figure)
        assert len(titles) >= 2
        for title in titles:
            named = ("Device, link", "Stage (wide bars)", "Layer (position", "Stage", "Method")
            assert title.endswith(")") or title.startswith(named), title
            assert title


def test_stage_has_one_colour_everywhere() -> None:
    """Full tone of stage 1 in Gantt (forward), balance, layers, memory and roofline."""
    plan = build_plan()
    timeline = build_timeline(plan)
    gantt = timeline_figure(plan, timeline)[0]
    forward = next(t for t in gantt["data"] if t["name"] == "forward" and "base" in t)
    colours = {
        c for c, d in zip(forward["marker"]["color"], forward["customdata"], strict=True)
        if d[1] == 1
    }  # fmt: skip
    colours.add(balance_figure(plan)["data"][0]["marker"]["color"][1])
    colours.add(layers_figure(plan)[0]["data"][1]["marker"]["color"][12])
    colours.add(memory_figures(plan, timeline)[1].chart["data"][0]["line"]["color"])
    colours.add(roofline_figures(plan)[1][1]["data"][1]["marker"]["color"])
    assert colours == {"#E69F00"}


def test_names_are_escaped_for_plotly() -> None:
    assert label("<b>&x</b>") == "&lt;b&gt;&amp;x&lt;/b&gt;"
    text = json.dumps(all_figures(build_plan(mode="train", hostile=True)))
    assert "<img" not in text
    assert "</script" not in text


@given(st.recursive(st.text() | st.floats(allow_nan=False, allow_infinity=False) | st.booleans(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)))  # fmt: skip
def test_safe_json_round_trips_without_markup(value: object) -> None:
    text = safe_json(value)
    assert not set(text) & set("<>&\u2028\u2029")
    if "\ud800" <= max(text, default="") <= "\udfff":
        return
    assert json.loads(text) == json.loads(json.dumps(value))


def test_safe_json_refuses_what_json_cannot_hold() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        safe_json([float("nan")])
    assert round_to(float("inf")) is None
    assert safe_json("\ud800") == '"?"'


@pytest.mark.parametrize(
    ("value", "unit"), [(2.0, "s"), (0.5, "ms"), (2e-6, "us"), (1e-9, "ns"), (0.0, "ns")]
)
def test_time_unit(value: float, unit: str) -> None:
    assert time_unit(value)[1] == unit


def test_bytes_unit() -> None:
    assert bytes_unit(3.2e9) == (1e9, "GB")
    assert bytes_unit(0.0) == (1.0, "B")


# ---- timeline ----


@pytest.mark.parametrize("schedule", ["1f1b-as", "1f1b-so", "1f1b-sno", "fbp-as", "gpipe"])
def test_gantt_draws_each_event_once_and_none_overlap(schedule: str) -> None:
    plan = build_plan(mode="train", schedule=schedule, replicas={1: 2})
    timeline = build_timeline(plan)
    figure, said = timeline_figure(plan, timeline)
    assert said == ""
    drawn = boxes(figure)
    assert len(drawn) == sum(e.end_s > e.start_s for e in timeline.events)
    unit = figure["layout"]["xaxis"]["title"]["text"].split("(")[1][:-1]
    assert max(end for *_, end in drawn) * SCALE[unit] == pytest.approx(
        timeline.makespan_s, rel=1e-4
    )
    rows: dict[tuple[float, float], list[tuple[float, float]]] = {}
    for y, height, start, end in drawn:
        rows.setdefault((y, height), []).append((start, end))
    for spans in rows.values():
        spans.sort()
        for (_, end), (start, _) in pairwise(spans):
            assert start >= end - 1e-4 * max(end, 1)
    bands = sorted((y - h / 2, y + h / 2) for y, h in rows)
    for (_, low), (high, _) in pairwise(bands):
        assert high >= low - 1e-6, "two tracks share a band"


def test_rows_follow_the_pipeline_and_links_share_a_row() -> None:
    plan = build_plan(mode="train", replicas={0: 2})
    rows = track_rows(plan, build_timeline(plan))
    order = list(dict.fromkeys(row.row_label for row in rows.values()))
    assert order == ["gpu0", "gpu1", "link 0–1", "tpu0", "link 1–2", "fpga0", "link 2–3", "fpga1"]
    there, back = rows["link 0>1"], rows["link 1>0"]
    assert there.row_y == back.row_y
    assert there.y < back.y
    assert back.label == "link 1→0"


def test_only_the_first_lane_of_a_link_is_named() -> None:
    plan = build_plan(replicas={0: 3, 1: 3})
    rows = track_rows(plan, build_timeline(plan))
    lanes = [row for track, row in rows.items() if track.startswith("link 0>1 lane")]
    assert [row.row_label for row in lanes] == ["link 0–1", "", ""]
    assert lanes[2].label == "link 0→1 lane 2"
    assert len({row.y for row in lanes}) == 3


def test_shared_and_unknown_tracks_have_rows() -> None:
    plan = build_plan()
    stages = tuple(
        replace(s, send=s.send and replace(s.send, link="pcie switch")) for s in plan.stages
    )
    plan = replace(plan, stages=stages)
    timeline = build_timeline(plan)
    assert any("pcie switch" in e.track for e in timeline.events)
    rows = track_rows(plan, timeline)
    assert {e.track for e in timeline.events} == set(rows)
    odd = Timeline((Event("host", "X", 0, 0, 0.0, 1.0),), 1.0, (), (), {}, (), ())
    assert track_rows(plan, odd)["host"].label == "host"
    assert len(boxes(timeline_figure(plan, odd)[0])) == 1


def test_overlapping_events_of_one_track_divide_its_height() -> None:
    events = (Event("rank 0", "F", 0, 0, 0.0, 2.0), Event("rank 0", "B", 0, 1, 1.0, 3.0))
    odd = Timeline(events, 3.0, (), (), {}, (), ())
    (first, height, *_), (second, *_) = boxes(timeline_figure(build_plan(), odd)[0])
    assert abs(first - second) == pytest.approx(height, rel=1e-3)


def test_long_iterations_are_drawn_in_three_windows() -> None:
    plan = build_plan(mode="train", microbatches=600)
    timeline = build_timeline(plan)
    figure, said = timeline_figure(plan, timeline, max_events=1000)
    drawn = boxes(figure)
    assert len(drawn) == 1000
    total = sum(e.end_s > e.start_s for e in timeline.events)
    assert said.startswith(f"1,000 of {total:,} actions are drawn: the beginning")
    buttons = figure["layout"]["updatemenus"][0]["buttons"]
    windows = [b["args"][0]["xaxis.range"] for b in buttons]
    assert [b["label"] for b in buttons] == ["Fill", "Steady state", "Drain"]
    unit = figure["layout"]["xaxis"]["title"]["text"].split("(")[1][:-1]
    starts = np.array([e.start_s for e in timeline.events if e.end_s > e.start_s]) / SCALE[unit]
    for low, high in windows:
        # A window shows all that starts in it: nothing is thinned silently.
        inside = sum(low < b[2] < high * (1 - 1e-5) for b in drawn)
        assert inside == pytest.approx(
            np.count_nonzero((starts > low) & (starts < high * (1 - 1e-5))), abs=3
        )
    gaps = figure["layout"]["shapes"]
    assert [g["label"]["text"] for g in gaps] == ["not drawn"] * 2
    assert gaps[0]["x0"] == windows[0][1]


def test_eight_stages_of_64_microbatches_are_drawn_whole() -> None:
    plan = build_plan(("h100", "tpu-v3") * 4, mode="train", microbatches=64)
    figure, said = timeline_figure(plan, build_timeline(plan))
    assert said == ""
    assert len(boxes(figure)) <= MAX_EVENTS


def test_many_rows_leave_links_out_and_say_so() -> None:
    plan = build_plan(("h100", "tpu-v3", "zcu104", "v100") * 16, microbatches=4)
    figure, said = timeline_figure(plan, build_timeline(plan))
    assert said == f"Links are left out of the chart (more than {MAX_ROWS} rows)."
    assert len(figure["layout"]["yaxis"]["ticktext"]) == 64


def test_occupancy_conserves_busy_time() -> None:
    plan = build_plan(mode="train", microbatches=40)
    timeline = build_timeline(plan)
    trace = occupancy_figure(plan, timeline)["data"][0]
    share = np.array(trace["z"])
    assert share.max() <= 1
    busy: dict[str, float] = {}
    for event in timeline.events:
        busy[event.track] = busy.get(event.track, 0.0) + event.end_s - event.start_s
    rows = list(track_rows(plan, timeline))
    for row, track in enumerate(rows):
        assert share[row].mean() * timeline.makespan_s == pytest.approx(
            busy[track], rel=0.02, abs=0.003 * timeline.makespan_s
        )


# ---- memory ----


@settings(deadline=None)
@given(st.lists(st.integers(0, 1000), min_size=1, max_size=400), st.integers(4, 60))
def test_thinned_steps_keep_peak_ends_and_order(values: list[int], limit: int) -> None:
    steps = tuple((float(i), float(v)) for i, v in enumerate(values))
    short = thin(steps, limit)
    assert max(b for _, b in short) == max(values)
    assert (short[0], short[-1]) == (steps[0], steps[-1])
    assert list(short) == sorted(short)
    assert len(short) <= max(limit + 2, 4) or len(steps) <= limit


def test_memory_peak_is_the_simulator_s() -> None:
    plan = build_plan(mode="train", replicas={0: 2})
    timeline = build_timeline(plan)
    for stage, panel in zip(plan.stages, memory_figures(plan, timeline), strict=True):
        rank = sum(len(s.devices) for s in plan.stages[: stage.index])
        unit = panel.chart["layout"]["yaxis"]["title"]["text"].split("(")[1][:-1]
        factor = {"MB": 1e6, "GB": 1e9}[unit]
        assert max(panel.chart["data"][0]["y"]) * factor == pytest.approx(
            timeline.peak_memory_bytes[rank], rel=1e-5
        )
    assert "first of 2" in memory_figures(plan, timeline)[0].title


def test_capacity_line_stands_at_the_capacity_when_it_is_near() -> None:
    plan = build_plan()
    stage = replace(plan.stages[0], memory_available_bytes=plan.stages[0].memory_bytes * 1.25)
    near = replace(plan, stages=(stage, *plan.stages[1:]))
    first, second = memory_figures(near, build_timeline(plan))[:2]
    line = first.chart["layout"]["shapes"][0]
    assert line["y0"] * 1e6 == pytest.approx(stage.memory_available_bytes, rel=1e-4)
    assert line["line"]["dash"] == "solid"
    assert "80.0% of" in first.remark
    assert second.chart["layout"]["shapes"][0]["line"]["dash"] == "dot"
    assert "capacity lies above the scale" in second.remark


def test_unknown_capacity_has_no_line() -> None:
    plan = build_plan(("h100",))
    stage = replace(plan.stages[0], memory_available_bytes=float("inf"))
    (panel,) = memory_figures(replace(plan, stages=(stage,)), build_timeline(plan))
    assert "shapes" not in panel.chart["layout"]


def test_deep_pipelines_share_one_memory_chart() -> None:
    plan = build_plan(("h100", "zcu104") * 10, mode="train")
    (panel,) = memory_figures(plan, build_timeline(plan))
    assert len(panel.chart["data"]) == 20
    for trace, stage in zip(panel.chart["data"], plan.stages, strict=True):
        share = stage.memory_bytes / stage.memory_available_bytes
        assert max(trace["y"]) == pytest.approx(share, rel=1e-3)


# ---- balance, layers, roofline, baselines ----


@pytest.mark.parametrize("mode", ["infer", "train"])
def test_tallest_balance_bar_touches_the_bottleneck(mode: str) -> None:
    plan = build_plan(mode=mode, replicas={0: 3})
    figure = balance_figure(plan)
    heights: dict[float, float] = {}
    for trace in figure["data"]:
        if trace["type"] == "bar":
            for x, y in zip(trace["x"], trace["y"], strict=True):
                if x is not None:
                    heights[x] = heights.get(x, 0.0) + y
    lines = {t["name"].split(":")[0]: t["y"][0] for t in figure["data"] if t["type"] == "scatter"}
    assert max(heights.values()) == pytest.approx(lines["bottleneck"], rel=1e-3)
    assert len(heights) == 2 * len(plan.stages) - 1


@pytest.mark.parametrize("limit", [1500, 10, 4])
def test_layer_bars_keep_the_time_of_every_stage(limit: int) -> None:
    plan = build_plan()
    figure, said = layers_figure(plan, max_bars=limit)
    strip, bars = figure["data"][:2]
    for stage in plan.stages:
        mine = [i for i, d in enumerate(bars["customdata"]) if d[2] == stage.index]
        unit = figure["layout"]["yaxis"]["title"]["text"].split("(")[1][:-1]
        total = sum(bars["y"][i] for i in mine) * SCALE[unit]
        assert total == pytest.approx(stage.time_s, rel=1e-3)
        assert sum(bars["width"][i] for i in mine) == len(stage.nodes)
    for base, length, after in zip(strip["base"], strip["x"], strip["base"][1:], strict=False):
        assert base + length == pytest.approx(after, abs=1e-4)
    assert (said == "") == (limit >= len(plan.layers))


def test_roofline_points_lie_below_the_roof() -> None:
    """The builder's layers keep to 35 % of the peak and 60 % of the bandwidth."""
    for mode in ("infer", "train"):
        plan = build_plan(mode=mode)
        for title, chart, remark in roofline_figures(plan):
            roof, *stages = chart["data"]
            assert roof["y"][1] == roof["y"][2]
            bandwidth = roof["y"][0] / roof["x"][0]
            for trace in stages:
                for x, y in zip(trace["x"], trace["y"], strict=True):
                    assert y <= min(roof["y"][1], bandwidth * x) * 1.001, title
            assert "layers without multiply-accumulates" in remark


def test_roofline_ridge_is_peak_over_bandwidth() -> None:
    title, chart, _ = roofline_figures(build_plan())[0]
    assert title == "h100 (GPU, bfloat16)"
    assert chart["data"][0]["x"][1] == pytest.approx(989e12 / 3.35e12, rel=1e-3)
    assert chart["data"][0]["y"][1] == pytest.approx(989e12, rel=1e-3)


def test_devices_of_one_type_share_a_roofline() -> None:
    charts = roofline_figures(build_plan(("h100", "tpu-v3", "h100")))
    assert [title for title, *_ in charts] == [
        "h100 (GPU, bfloat16)",
        "tpu-v3 (TPU-like, bfloat16)",
    ]
    assert [t["name"] for t in charts[0][1]["data"][1:]] == ["stage 0", "stage 2"]


def test_baselines_are_sorted_and_infeasible_ones_absent() -> None:
    plan = build_plan()
    figure = baselines_figure(plan)
    times = figure["data"][0]["x"]
    assert times[1:] == sorted(times[1:])
    names = figure["layout"]["yaxis"]["ticktext"]
    assert names[0] == "exact (this plan)"
    assert "data-parallel" not in names
    assert figure["data"][0]["text"][-1].endswith("3.10 x slower")


def test_hostile_names_reach_the_hover_text_escaped() -> None:
    plan = build_plan(hostile=True)
    words = layers_figure(plan)[0]["data"][1]["customdata"][0][0]
    assert words == label(f"{HOSTILE}0"[:80])
