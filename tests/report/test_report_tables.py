"""What `hwpipe show` prints."""

from __future__ import annotations

import io
import subprocess
import sys
from dataclasses import replace

import pytest
from golden_file import check_golden
from hypothesis import given, settings
from hypothesis import strategies as st
from plan_builder import build_plan
from rich.cells import cell_len
from rich.console import Console

from hwpipe.plan.model import Plan
from hwpipe.report.tables import baseline_table, print_plan, stage_table, summary


def printed(plan: Plan, width: int = 80, encoding: str = "utf-8") -> str:
    raw = io.BytesIO()
    file = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n")
    print_plan(plan, Console(file=file, width=width, force_terminal=False, color_system=None))
    file.flush()
    return raw.getvalue().decode(encoding)


@pytest.mark.parametrize(
    ("name", "width", "options"),
    [
        ("infer_80.txt", 80, {}),
        ("infer_160.txt", 160, {}),
        ("train_80.txt", 80, {"mode": "train", "replicas": {0: 4}}),
        ("train_140.txt", 140, {"mode": "train", "replicas": {0: 4}}),
    ],
)
def test_golden(name: str, width: int, options: dict[str, object], update_golden: bool) -> None:
    text = printed(build_plan(**options), width)  # type: ignore[arg-type]
    check_golden(name, "\n".join(line.rstrip() for line in text.splitlines()) + "\n",
                 update_golden)  # fmt: skip


def test_every_name_of_the_table_is_there() -> None:
    plan = build_plan(mode="train", replicas={0: 4})
    text = printed(plan, 160)
    for stage in plan.stages:
        assert stage.devices[0] in text
        assert stage.device_type in text
    for row in plan.baselines:
        assert row.name in text
    assert "1.90 x slower" in text
    assert "not feasible: zcu104 holds 2 GB, the model needs 3.1 GB" in text
    assert "this plan is 3.4% above that bound" in text
    assert "costed by bytes: NonMaxSuppression, Einsum" in text


def test_markup_in_names_is_text() -> None:
    plan = build_plan()
    stage = replace(plan.stages[0], nodes=("[bold]a[/bold]", "[/]"), devices=("[red]g",))
    baseline = replace(plan.baselines[0], name="[blink]x")
    plan = replace(
        plan, stages=(stage, *plan.stages[1:]), baselines=(baseline,), notes=("[link=x]n",)
    )
    text = printed(plan, 160)
    for name in ("[bold]a[/bold] … [/]", "[red]g", "[blink]x", "[link=x]n"):
        assert name in text


def test_escape_sequences_in_names_do_not_reach_the_terminal() -> None:
    evil = "a\x1b[2J\x1b]0;x\x07\nb"
    plan = build_plan()
    stage = replace(plan.stages[0], nodes=(evil, evil), devices=(evil,), device_type=evil)
    plan = replace(
        plan,
        model=replace(plan.model, name=evil, source=evil, kind="profile"),
        cluster=replace(plan.cluster, name=evil),
        stages=(stage, *plan.stages[1:]),
        baselines=(replace(plan.baselines[1], name=evil, reason=evil),),
        splits=((evil, 1, 2, 0),),
        bound=replace(plan.bound, space=evil, cuts=evil) if plan.bound else None,
        notes=(evil,),
    )
    for width in (80, 160):
        text = printed(plan, width)
        assert all(c == "\n" or c.isprintable() for c in text)


@settings(deadline=None, max_examples=40)
@given(
    width=st.integers(80, 200),
    name=st.text(min_size=1, max_size=70),
    stages=st.integers(1, 12),
    scale=st.floats(1e-6, 1e6),
    train=st.booleans(),
)
def test_stage_table_never_exceeds_the_terminal(
    width: int, name: str, stages: int, scale: float, train: bool
) -> None:
    plan = build_plan(
        ("h100", "zcu104") * (stages // 2) + ("tpu-v3",) * (stages % 2 or stages == 0),
        mode="train" if train else "infer",
    )
    rows = tuple(
        replace(s, nodes=(name, *s.nodes), time_s=s.time_s * scale,
                memory_bytes=s.memory_bytes * scale)
        for s in plan.stages
    )  # fmt: skip
    console = Console(file=io.StringIO(), width=width, color_system=None)
    lines = console.render_lines(stage_table(replace(plan, stages=rows), width=width))
    assert all(sum(cell_len(part.text) for part in line) <= width for line in lines)
    text = " ".join("".join(part.text for part in line) for line in lines)
    for header in ("Time", "Device", "Available" if "Available" in text else "of available"):
        assert header in text, "a column is cut"


@pytest.mark.parametrize("width", [80, 140])
def test_ascii_terminal(width: int) -> None:
    """A terminal without Unicode gets ASCII bars and no encoding error."""
    text = printed(build_plan(mode="train", replicas={0: 4}), width, encoding="ascii")
    assert "####" in text
    assert max(map(len, text.splitlines())) <= width


def test_tables_alone_are_renderables() -> None:
    plan = build_plan()
    console = Console(file=io.StringIO(), width=100, record=True)
    for part in (summary(plan), stage_table(plan, width=100), baseline_table(plan)):
        console.print(part)
    assert "resnet50 on lab" in console.export_text()


def test_sparse_plan() -> None:
    plan = build_plan(("h100",), baselines=False, bound=False)
    stage = replace(plan.stages[0], memory_available_bytes=float("inf"), nodes=())
    text = printed(replace(plan, stages=(stage,), notes=()))
    assert "no limit" in text
    assert "No lower bound was computed" in text


def test_colours_only_where_the_terminal_has_them() -> None:
    file = io.StringIO()
    print_plan(build_plan(), Console(file=file, width=100, force_terminal=True,
                                     color_system="truecolor", no_color=False))  # fmt: skip
    assert "\x1b[38;2;0;114;178m" in file.getvalue()  # stage 0 in its colour
    assert "\x1b" not in printed(build_plan())


def test_import_is_light() -> None:
    """`hwpipe compile` prints a table: no plotly, jinja2, onnx or rich at import."""
    code = (
        "import sys, hwpipe.report, hwpipe.report.tables, hwpipe.report.annotate;"
        "print([m for m in ('plotly','jinja2','onnx','rich','torch','scipy') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
