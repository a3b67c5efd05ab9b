"""Curves of training: what is drawn, and what is refused."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hwpipe.errors import InputError
from hwpipe.report.curves import (
    Curve,
    Panel,
    curves_svg,
    loss_panel,
    thinned,
    ticks,
    write_curves,
)

LOSSES = [2.5, 1.25, 0.5, 0.75]


def points(svg: str, width: str) -> list[list[tuple[float, float]]]:
    """The lines of a width, legends left out."""
    found = re.findall(rf'<path d="M([^"hv]+)" fill="none"[^>]*stroke-width="{width}"', svg)
    return [[tuple(map(float, p.split())) for p in line.split("L")] for line in found]  # type: ignore[misc]


def test_losses_stand_where_they_belong() -> None:
    svg = curves_svg("digits", [loss_panel(LOSSES, "two processes", one_process=LOSSES)])
    ET.fromstring(svg)
    (below,), (over,) = points(svg, "3.2"), points(svg, "1.5")
    assert below == over
    xs, ys = zip(*below, strict=True)
    assert xs == tuple(sorted(xs))
    gaps = [b - a for a, b in pairwise(xs)]
    assert gaps == pytest.approx([gaps[0]] * 3, abs=0.11)
    # Down is better: heights go with the values, to the tenth of a pixel.
    scale = (ys[2] - ys[0]) / (LOSSES[0] - LOSSES[2])
    assert ys == pytest.approx([ys[2] + (LOSSES[2] - v) * scale for v in LOSSES], abs=0.11)
    assert "two processes: 0.75 at the end" in svg
    assert "one process: 0.75 at the end" in svg
    assert svg == curves_svg("digits", [loss_panel(LOSSES, "two processes", one_process=LOSSES)])


def test_other_losses_are_seen() -> None:
    svg = curves_svg("digits", [loss_panel(LOSSES, other=[2.5, 1.25, 0.5, 1.0])])
    assert points(svg, "3.2")[0][:3] == points(svg, "1.5")[0][:3]
    assert points(svg, "3.2")[0][3] != points(svg, "1.5")[0][3]


def test_files(tmp_path: Path) -> None:
    panels = [loss_panel(LOSSES), Panel("share of <right>", [Curve("a & b", [1, 4], [0.25, 1.0])])]
    for name in ("c.svg", "c.html"):
        write_curves(tmp_path / name, "x < y", panels)
    ET.fromstring((tmp_path / "c.svg").read_text())
    page = (tmp_path / "c.html").read_text()
    assert page.startswith("<!DOCTYPE html>")
    assert "<script" not in page
    assert "share of &lt;right&gt;" in page
    assert "<td>4</td><td>2.5</td><td>0.75</td><td>0.5</td>" in page
    with pytest.raises(InputError, match=r"curves as \.png \(limit: \.svg or \.html\)"):
        write_curves(tmp_path / "c.png", "x", panels)
    with pytest.raises(InputError, match="curves as a file without ending"):
        write_curves(tmp_path / "c", "x", panels)


@pytest.mark.parametrize("values", [[], [1.0, float("nan")]])
def test_what_cannot_be_drawn(values: list[float]) -> None:
    with pytest.raises(InputError, match=r"curves of x: (nothing to draw|a value is not finite)"):
        curves_svg("x", [loss_panel(values)])


def test_one_step_and_equal_values_are_drawn() -> None:
    for values in ([0.5], [0.0, 0.0], [-3.0] * 5):
        ET.fromstring(curves_svg("x", [loss_panel(values)]))


def test_long_runs_are_drawn_as_means() -> None:
    steps, values = thinned(range(2000), [float(i % 2) for i in range(2000)])
    assert len(steps) == len(values) == 667
    assert steps[:2] == [1.0, 4.0]
    assert values[0] == pytest.approx(1 / 3)
    assert thinned([1, 2], [5, 6]) == ([1.0, 2.0], [5.0, 6.0])


@given(st.floats(-1e6, 1e6), st.floats(1e-6, 1e6))
def test_ticks_are_round_and_enclose(least: float, span: float) -> None:
    most = least + span
    if most - least < 1e-9 * max(abs(least), abs(most)):
        return
    found = ticks(least, most)
    step = found[1] - found[0]
    assert found[0] <= least + 1e-6 * step
    assert found[-1] >= most - 1e-6 * step
    assert 2 <= len(found) <= 9
