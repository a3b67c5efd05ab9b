"""Measured over predicted: numbers on a made timeline, the drawing, files of other plans."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from plan_builder import build_plan

from hwpipe.cli.run_summary import write_run_timeline
from hwpipe.errors import InputError
from hwpipe.plan.model import Plan
from hwpipe.plan.timeline import simulate_plan
from hwpipe.plan.timeline_files import (
    plan_fingerprint,
    read_timeline,
    timeline_of_events,
    write_timeline,
)
from hwpipe.report.html import render_report
from hwpipe.report.measured import compare, comparison_dict, comparison_rows
from hwpipe.report.overlay_svg import overlay_svg
from hwpipe.schedule.model import Event, Timeline


def plan(schedule: str = "1f1b-as", microbatches: int = 4) -> Plan:
    return build_plan(("h100", "v100"), mode="train", microbatches=microbatches, schedule=schedule)


def stretched(own: Plan, factor: float, later_s: float = 7.0) -> Timeline:
    """The prediction as a run that took `factor` as long, on another clock."""

    def moved(time_s: float) -> float:
        return later_s + factor * time_s

    events = [
        event._replace(start_s=moved(event.start_s), end_s=moved(event.end_s))
        for event in simulate_plan(own).events
        if event.track.startswith("rank ")
    ]
    return timeline_of_events(events, len(own.rank_names))


def test_errors_of_stages_and_steps():
    own = plan()
    found = compare(own, stretched(own, 1.25), least_s=3.0)
    assert {(row.stage, row.kind) for row in found.rows} >= {(0, "F"), (0, "BW"), (1, "F")}
    for row in found.rows:
        stage = own.stages[row.stage]
        want = {"F": stage.forward_s, "BW": stage.backward_input_s + stage.backward_weight_s}
        if row.kind in want:
            assert row.count == 4
            assert row.predicted_s == pytest.approx(want[row.kind])
            assert row.measured_s == pytest.approx(1.25 * want[row.kind])
            assert row.error == pytest.approx(1 / 1.25 - 1)
    assert found.error == pytest.approx(-0.2)
    assert found.predicted_s == pytest.approx(own.predicted.iteration_s)
    data = comparison_dict(found)
    assert data["iteration"]["error"] == pytest.approx(-0.2)
    assert data["iteration"]["least_s"] == 3.0
    assert data["stages"][1]["actions"]["F"]["count"] == 4
    assert comparison_rows(found)[-1][0::5] == ("all", "-20.0 %")


def test_one_slow_action_moves_its_stage_only_by_the_median():
    own = plan()
    events = list(stretched(own, 1.0).events)
    slow = next(i for i, e in enumerate(events) if e.kind == "F" and e.stage == 0)
    events[slow] = events[slow]._replace(end_s=events[slow].end_s * 3)
    rows = {(r.stage, r.kind): r for r in compare(own, timeline_of_events(events, 2)).rows}
    assert rows[0, "F"].error == pytest.approx(0.0, abs=1e-9)


def test_lists_of_several_steps_count_by_step():
    own = plan()
    twice = replace(own.schedule, microbatches=8)
    longer = replace(own, schedule=twice, batch=2 * own.batch)
    events = [e for e in simulate_plan(longer).events if e.track.startswith("rank ")]
    found = compare(own, timeline_of_events(events, 2))
    assert found.steps == 2
    assert found.measured_s == pytest.approx(simulate_plan(longer).makespan_s / 2)
    assert found.error == pytest.approx(0.0)


def test_actions_that_nobody_predicted_have_no_error():
    own = plan()
    events = [*stretched(own, 1.0).events, Event("rank 0", "SWAP", 0, 0, 90.0, 91.0)]
    rows = {(r.stage, r.kind): r for r in compare(own, timeline_of_events(events, 2)).rows}
    assert rows[0, "SWAP"].predicted_s is None
    assert rows[0, "SWAP"].error is None
    assert ("0", "SWAP", "1", "-", "1 s", "-") in comparison_rows(
        compare(own, timeline_of_events(events, 2))
    )


def test_both_lanes_are_drawn_in_one_scale():
    own = plan()
    found = compare(own, stretched(own, 2.0))
    svg = overlay_svg(own, found)
    ends = [float(x) for x in re.findall(r'<line x1="([0-9.]+)"', svg)]
    bars = [float(x) for x in re.findall(r'<rect x="([0-9.]+)" [^>]*class="rail"', svg)]
    left = bars[0]
    assert (ends[1] - left) / (ends[0] - left) == pytest.approx(2.0, rel=1e-3)
    assert svg.count(">predicted<") == svg.count(">measured<") == 2
    drawn = [
        event
        for event in (*found.predicted.events, *found.measured.events)
        if event.track.startswith("rank ") and event.start_s < found.measured.makespan_s
    ]
    assert len(drawn) > 30
    assert svg.count("<title>") == len(drawn) + 1


def test_the_page_has_the_section_where_a_timeline_was_given():
    own = plan()
    assert 'id="measured"' not in render_report(own)
    page = render_report(own, extra={"measured": compare(own, stretched(own, 1.25))})
    assert 'id="measured"' in page
    assert "-20.0 %" in page
    assert "Measured over predicted timeline" in page


def test_a_written_timeline_is_read_again(tmp_path: Path):
    own = plan()
    write_timeline(own, stretched(own, 1.25), tmp_path / "t.json", iteration_s=0.5)
    again, least = read_timeline(tmp_path / "t.json", own)
    assert least == 0.5
    assert compare(own, again).error == pytest.approx(-0.2, abs=1e-4)
    assert [(e.track, e.kind, e.micro_batch) for e in again.events] == [
        (e.track, e.kind, e.micro_batch) for e in stretched(own, 1.25).events
    ]


def test_a_prediction_made_later_takes_the_same_timeline(tmp_path: Path):
    own = plan()
    write_timeline(own, stretched(own, 1.0), tmp_path / "t.json")
    faster = tuple(replace(stage, forward_s=stage.forward_s / 2) for stage in own.stages)
    assert plan_fingerprint(replace(own, stages=faster)) == plan_fingerprint(own)
    read_timeline(tmp_path / "t.json", replace(own, stages=faster))


@pytest.mark.parametrize(
    ("other", "message"),
    [
        (plan("gpipe"), "its schedule '1f1b-as', this plan's 'gpipe'"),
        (plan(microbatches=8), "its micro-batches 4, this plan's 8"),
        (build_plan(("h100",), mode="train", microbatches=4, schedule="1f1b-as"),
         "its stages 2, this plan's 1"),
        (build_plan(("v100", "h100"), mode="train", microbatches=4, schedule="1f1b-as",
                    layers_per_stage=6),
         "the same model and schedule, but other stages, devices or micro-batches"),
    ],
)  # fmt: skip
def test_timelines_of_other_plans_are_refused(tmp_path: Path, other: Plan, message: str):
    path = tmp_path / "t.json"
    write_timeline(plan(), stretched(plan(), 1.0), path)
    with pytest.raises(InputError, match=re.escape(f"the timeline is of another plan: {message}")):
        read_timeline(path, other)


def damaged(change):
    def write(path: Path) -> None:
        write_timeline(plan(), stretched(plan(), 1.0), path)
        data = json.loads(path.read_text())
        change(data)
        path.write_text(json.dumps(data))

    return write


@pytest.mark.parametrize(
    ("write", "message"),
    [
        (lambda path: None, "cannot be read: No such file or directory"),
        (lambda path: path.write_text("{"), "not a JSON file"),
        (lambda path: path.write_text("[]"), "not a timeline of a run (limit: format hwpipe-timel"),
        (lambda path: path.write_text('{"traceEvents": []}'), "not a timeline of a run"),
        (damaged(lambda d: d["otherData"]["hwpipe"].update(version=9)), "timeline of version 9"),
        (damaged(lambda d: d.update(traceEvents=[])), "a timeline without actions"),
        (damaged(lambda d: d["traceEvents"][-1].pop("ts")), "a damaged timeline (KeyError: 'ts')"),
        (damaged(lambda d: d["traceEvents"][-1]["args"].update(stage=5)),
         "a damaged timeline (ValueError: stage 5)"),
    ],
)  # fmt: skip
def test_files_that_are_no_timelines_are_one_line(tmp_path: Path, write, message: str):
    path = tmp_path / "t.json"
    write(path)
    with pytest.raises(InputError, match="^" + re.escape(f"{path}: {message}")):
        read_timeline(path, plan())


def test_an_inference_run_is_laid_over_its_plan(tmp_path: Path):
    own = build_plan(("h100", "v100"), microbatches=3)
    events = [e for e in simulate_plan(own).events if e.kind == "F"]
    forwards = tuple(
        (int(e.track[5:]), e.stage, e.micro_batch, 2 * e.start_s, 2 * e.end_s) for e in events
    )
    done = SimpleNamespace(result=SimpleNamespace(forwards=forwards))
    write_run_timeline(own, done, tmp_path / "t.json")  # type: ignore[arg-type]
    found = compare(own, *read_timeline(tmp_path / "t.json", own))
    assert [(row.stage, row.kind, row.count) for row in found.rows] == [(0, "F", 3), (1, "F", 3)]
    assert all(row.error == pytest.approx(-0.5, abs=1e-4) for row in found.rows)
