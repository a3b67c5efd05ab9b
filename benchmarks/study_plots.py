"""Plots of the study as SVG: speedups of every row, and the growth of the search."""

from __future__ import annotations

import html
import itertools
import math
from collections.abc import Sequence
from typing import Any

__all__ = ["growth_svg", "speedup_svg"]

_INK, _SOFT, _GRID = "#1b1f24", "#59636e", "#d9dee5"
_COLOURS = {"joint": "#D55E00", "best": "#0072B2"}
_FONT = "font-family='Segoe UI, Roboto, Helvetica, Arial, sans-serif'"


def _text(x: float, y: float, words: str, *, size: int = 12, anchor: str = "start",
          colour: str = _INK) -> str:  # fmt: skip
    return (f"<text x='{x:.1f}' y='{y:.1f}' font-size='{size}' text-anchor='{anchor}' "
            f"fill='{colour}'>{html.escape(words)}</text>")  # fmt: skip


def _line(x1: float, y1: float, x2: float, y2: float, more: str) -> str:
    return f"<line x1='{x1:.1f}' y1='{y1:.1f}' x2='{x2:.1f}' y2='{y2:.1f}' {more}/>"


def _svg(width: float, height: float, title: str, parts: Sequence[str]) -> str:
    head = (f"<svg xmlns='http://www.w3.org/2000/svg' width='{width:.0f}' height='{height:.0f}' "
            f"viewBox='0 0 {width:.0f} {height:.0f}' role='img' {_FONT}>"
            f"<title>{html.escape(title)}</title>"
            f"<rect width='100%' height='100%' fill='#ffffff'/>")  # fmt: skip
    return head + "\n" + "\n".join(parts) + "\n</svg>\n"


def _ticks(low: float, high: float) -> list[float]:
    """1, 2 and 5 times powers of ten between two values."""
    found = []
    for exponent in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        found += [m * 10.0**exponent for m in (1, 2, 5)]
    return [t for t in found if low * 0.999 <= t <= high * 1.001]


def growth_svg(rows: Sequence[dict[str, float]]) -> str:
    """Processor seconds of a search over nodes, both logarithmic, with slopes.

    Args:
        rows: `nodes` and `cpu_s`, ascending.
    """
    width, height, left, top, right, bottom = 560.0, 360.0, 62.0, 34.0, 20.0, 46.0
    nodes = [row["nodes"] for row in rows]
    seconds = [row["cpu_s"] for row in rows]
    low_x, high_x = min(nodes), max(nodes)
    low_y, high_y = min(seconds) / 1.6, max(seconds) * 1.6

    def x(value: float) -> float:
        return left + (width - left - right) * math.log(value / low_x) / math.log(high_x / low_x)

    def y(value: float) -> float:
        part = math.log(value / low_y) / math.log(high_y / low_y)
        return height - bottom - (height - top - bottom) * part

    parts = [_text(left, 20, "Joint search, 4 + 4 boards: processor time over nodes", size=14)]
    for tick in _ticks(low_x, high_x):
        parts.append(_line(x(tick), top, x(tick), height - bottom, f"stroke='{_GRID}'"))
        parts.append(_text(x(tick), height - bottom + 16, f"{tick:,.0f}", anchor="middle",
                           size=11, colour=_SOFT))  # fmt: skip
    for tick in _ticks(low_y, high_y):
        parts.append(_line(left, y(tick), width - right, y(tick), f"stroke='{_GRID}'"))
        parts.append(_text(left - 6, y(tick) + 4, f"{tick:g} s", anchor="end", size=11,
                           colour=_SOFT))  # fmt: skip
    parts.append(_text((left + width) / 2, height - 8, "nodes", anchor="middle", colour=_SOFT))
    path = " ".join(f"{x(a):.1f},{y(b):.1f}" for a, b in zip(nodes, seconds, strict=True))
    parts.append(f"<polyline points='{path}' fill='none' stroke='{_COLOURS['best']}' "
                 "stroke-width='2'/>")  # fmt: skip
    for a, b in zip(nodes, seconds, strict=True):
        parts.append(f"<circle cx='{x(a):.1f}' cy='{y(b):.1f}' r='4' fill='{_COLOURS['best']}'/>")
    for (a, b), (c, d) in itertools.pairwise(zip(nodes, seconds, strict=True)):
        slope = math.log(d / b) / math.log(c / a)
        parts.append(_text((x(a) + x(c)) / 2, (y(b) + y(d)) / 2 - 10, f"exponent {slope:.2f}",
                           anchor="end", size=11, colour=_SOFT))  # fmt: skip
    return _svg(width, height, "Growth of the joint search", parts)


def speedup_svg(rows: Sequence[dict[str, Any]]) -> str:
    """Speedup over data parallelism of the best compared method and of the joint plan.

    Args:
        rows: `row`, `speedup` (by method, `joint` among them) and `best_baseline`, the joint
            plan's speedup over the best compared method.
    """
    left, right, step, top = 262.0, 70.0, 30.0, 58.0
    width, height = 860.0, top + step * len(rows) + 40
    high = max(row["speedup"]["joint"] for row in rows) * 1.05

    def x(value: float) -> float:
        return left + (width - left - right) * math.log10(max(value, 0.5) / 0.5) / math.log10(
            high / 0.5
        )

    parts = [_text(12, 22, "Speedup over data parallelism (logarithmic)", size=14)]
    for place, (name, words) in enumerate(
        (("best", "best compared method"), ("joint", "joint plan"))
    ):
        parts.append(f"<rect x='{left + 190 * place:.0f}' y='30' width='12' height='12' "
                     f"fill='{_COLOURS[name]}'/>")  # fmt: skip
        parts.append(_text(left + 190 * place + 18, 41, words, size=12))
    for tick in _ticks(0.5, high):
        parts.append(_line(x(tick), top - 6, x(tick), height - 30, f"stroke='{_GRID}'"))
        parts.append(_text(x(tick), height - 14, f"{tick:g}x", anchor="middle", size=11,
                           colour=_SOFT))  # fmt: skip
    for k, row in enumerate(rows):
        joint = row["speedup"]["joint"]
        best = joint / row["best_baseline"]
        y = top + step * k
        parts.append(_text(left - 8, y + 15, row["row"], anchor="end", size=12))
        for offset, name, value in ((2, "best", best), (12, "joint", joint)):
            long = max(x(value) - left, 1)
            parts.append(f"<rect x='{left:.1f}' y='{y + offset:.1f}' height='9' "
                         f"width='{long:.1f}' fill='{_COLOURS[name]}'/>")  # fmt: skip
        parts.append(_text(x(joint) + 6, y + 20, f"{row['best_baseline']:.2f}x", size=11,
                           colour=_SOFT))  # fmt: skip
    return _svg(width, height, "Speedup of the joint plan", parts)
