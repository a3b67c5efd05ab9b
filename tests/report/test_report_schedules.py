"""What the tables and sentences say of generated schedules."""

from __future__ import annotations

import pytest

from hwpipe import CompileOptions, Plan, compile_plan
from hwpipe.report.html import render_report
from hwpipe.report.picture import plan_svg
from hwpipe.report.schedule_tables import compared_schedules
from hwpipe.report.words import bottleneck_name, schedule_words, stage_s


def trained(schedule: str | None) -> Plan:
    options = CompileOptions(mode="train", batch=16, microbatches=8, schedule=schedule,
                             baselines=False, replication=False)  # fmt: skip
    return compile_plan("squeezenet", "four-v100", options=options)


@pytest.fixture(scope="module")
def v_shaped() -> Plan:
    return trained("zb-v")


def test_a_device_with_two_chunks_counts_with_both(v_shaped: Plan) -> None:
    assert v_shaped.rank_stages[0] == (0, len(v_shaped.stages) - 1)
    loads = {
        name: sum(stage_s(v_shaped, v_shaped.stages[s]) for s in held)
        for name, held in zip(v_shaped.rank_names, v_shaped.rank_stages, strict=True)
    }
    slowest = max(loads, key=lambda name: loads[name])
    words = bottleneck_name(v_shaped)
    assert words.startswith((slowest, "link", "shared link"))
    assert max(loads.values()) <= v_shaped.predicted.bottleneck_s * (1 + 1e-9)
    assert v_shaped.predicted.balance >= 1 - 1e-9


def test_every_picture_can_be_drawn_of_chunks(v_shaped: Plan) -> None:
    assert plan_svg(v_shaped).startswith("<svg")
    page = render_report(v_shaped)
    assert "zb-v" in page


def test_compared_schedules_say_what_was_not_simulated() -> None:
    plan = trained(None)
    table = compared_schedules(plan)
    names = [row[0] for row in table.rows]
    assert len(names) == len(set(names)) >= 12
    own = plan.schedule.name
    assert names[0] == f"{own} (this plan)" or own in names
    by_name = {row.name: row for row in plan.schedules}
    for row in table.rows:
        known = by_name.get(row[0])
        if known is not None:
            assert row[5].startswith("\u2265") == (known.iteration_s is None and "bound" in (
                known.reason or ""))  # fmt: skip


def test_a_schedule_by_name_is_compared_with_nothing(v_shaped: Plan) -> None:
    assert compared_schedules(v_shaped).rows == ()


def test_sentences() -> None:
    assert schedule_words("zb-h1") == (
        "split backward, memory of 1F1B, a third of its bubble (Zero Bubble, 2401.10241)"
    )
    assert schedule_words("pipeline") is not None
    assert schedule_words("nothing") is None
