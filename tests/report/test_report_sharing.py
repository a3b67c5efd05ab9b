"""Tables of shares, split layers and memory strategies, in the terminal and on the page."""

from __future__ import annotations

from dataclasses import replace

import pytest
from plan_builder import build_plan
from rich.console import Console

from hwpipe.plan.model import Plan
from hwpipe.plan.stage_model import Bisection, LayerSplit, MemoryStrategy, TensorSplit
from hwpipe.report.html import render_report
from hwpipe.report.sharing_tables import rich_table, sharing_tables
from hwpipe.report.tables import print_plan
from hwpipe.report.words import link_s, stage_s
from hwpipe.schedule.model import RankTimes


@pytest.fixture
def plan() -> Plan:
    """Stage 0 split over two devices, stage 1 on unequal replicas and made to fit."""
    plain = build_plan(("h100", "v100"), mode="train", replicas={0: 2, 1: 2})
    first, second = plain.stages
    names = first.nodes
    layers = tuple(
        LayerSplit(name, "conv", (name,), (0.75, 0.25), first.time_s / len(names), 1e6)
        for name in names
    )
    count = len(names)
    split = TensorSplit(
        method="full",
        layers=layers,
        bisections=(
            Bisection(0, ((first.devices[:1], first.devices[1:]),),
                      ("I",) * (count - 1) + ("III",), (0.75,) * count, (1e6, 2e6)),
        ),
        traffic_bytes=((*first.devices, 3e6),),
        memory_bytes=(2e9, 1e9),
        lower_s=0.0,
        exact=True,
    )  # fmt: skip
    slow = RankTimes(second.forward_s, second.backward_input_s, second.backward_weight_s,
                     1e9, 1e6, 0.0)  # fmt: skip
    fast = replace(slow, forward_s=slow.forward_s / 3, backward_input_s=slow.backward_input_s / 3,
                   backward_weight_s=slow.backward_weight_s / 3)  # fmt: skip
    strategy = MemoryStrategy(
        (("a", "swap"), ("b", "swap"), ("c", "recompute")), 1, (), 0.0, 12e9, 0.25, 0.125, 0.0625,
        0.0625, 0.5, 0.5,
    )  # fmt: skip
    return replace(
        plain,
        stages=(
            replace(first, mode="split", shares=(0.75, 0.25), split=split),
            replace(second, mode="replicated", shares=(0.75, 0.25), rank_times=(fast, slow),
                    memory_strategy=strategy),
        ),
        constraints=("--pin n0=gpu0",),
    )  # fmt: skip


def test_the_tables_say_who_does_what(plan: Plan) -> None:
    shares, layers, strategies = sharing_tables(plan)
    count = plan.schedule.microbatches
    a, b = plan.stages[1].devices
    assert [row[1:5] for row in shares.rows[2:]] == [
        (a, "replicated", "75.0%", str(round(0.75 * count))),
        (b, "replicated", "25.0%", str(round(0.25 * count))),
    ]
    assert [row[2:4] for row in layers.rows] == [("I", "0.75"), ("III", "0.75")]
    assert layers.rows[0][1].endswith(f"({len(plan.stages[0].nodes) - 1})")
    assert layers.rows[1][4] == "1 MB"
    assert strategies.rows == (
        ("1", "2 swap, 1 recompute", "optimizer sharded", "250 ms", "125 ms", "62.5 ms", "1 s"),
    )


def test_plans_without_any_of_it_have_no_such_tables() -> None:
    assert sharing_tables(build_plan(replicas={0: 3})) == []


def test_equal_devices_are_one_row(plan: Plan) -> None:
    stage = plan.stages[0]
    assert stage.split is not None
    many = tuple(f"g{i}" for i in range(8))
    wide = replace(stage, devices=many, shares=(0.125,) * 8, units=4)
    table = sharing_tables(replace(plan, stages=(wide, plan.stages[1])))[0]
    assert table.rows[0][:3] == ("0", "g0 … g7 (8)", "split ×4")
    assert wide.ranks == 4
    assert wide.rank_names[1] == "g2+g3"


def test_periods_count_unequal_replicas_and_splits_right(plan: Plan) -> None:
    first, second = plan.stages
    assert first.ranks == 1
    assert second.pace == pytest.approx(4)  # a third of the time counts three times
    reduce = second.reduce_s / plan.schedule.microbatches
    assert stage_s(plan, second) == pytest.approx(second.time_s / 4 + reduce)
    assert first.send is not None
    both = (first.send.forward_s, first.send.backward_s)
    assert link_s(plan, first) == pytest.approx(max(both) if first.send.overlap else sum(both))


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_the_terminal_shows_them_in_80_columns(plan: Plan, encoding: str, tmp_path) -> None:
    path = tmp_path / "out.txt"
    with path.open("w", encoding=encoding) as file:
        print_plan(plan, Console(file=file, width=80))
    text = path.read_text(encoding=encoding)
    assert "How devices share stages" in text
    assert "How layers are split" in text
    assert "Stages made to fit" in text
    assert "split 2" in text
    assert "Demanded" in text
    assert max(len(line) for line in text.splitlines()) <= 80


def test_long_tables_are_cut_in_the_terminal_alone(plan: Plan) -> None:
    _, layers, _ = sharing_tables(plan)
    long = replace(layers, rows=layers.rows * 40)
    drawn = rich_table(long, most=10)
    assert drawn.row_count == 11


def test_the_page_shows_them(plan: Plan) -> None:
    page = render_report(plan)
    for words in ("Sharing and memory", "How layers are split", "2 swap, 1 recompute",
                  "--pin n0=gpu0"):  # fmt: skip
        assert words in page
    assert "Sharing and memory" not in render_report(build_plan())
