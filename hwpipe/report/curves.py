"""Curves over the steps of a training run: loss and accuracy as SVG, or as a page around it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from hwpipe.errors import InputError
from hwpipe.plan.files import write_atomically
from hwpipe.report.palette import stage_colour
from hwpipe.report.picture import escape, wrap_svg

__all__ = ["Curve", "Panel", "check_ending", "curves_svg", "loss_panel", "write_curves"]

_WIDTH, _PLOT_H, _LEFT, _RIGHT, _TOP, _BELOW = 720, 230, 66, 18, 64, 58
#: More points than this are drawn as means of neighbours.
_MOST_POINTS = 800


@dataclass(frozen=True)
class Curve:
    """Values at steps; a curve drawn over another one that it should equal is `over` it."""

    name: str
    steps: Sequence[float]
    values: Sequence[float]
    over: bool = False


@dataclass(frozen=True)
class Panel:
    """A diagram: what its vertical axis shows, and its curves."""

    title: str
    curves: Sequence[Curve]


def loss_panel(losses: Sequence[float], name: str = "loss", **more: Sequence[float]) -> Panel:
    """The mean loss of every step; others by name are drawn over it."""
    curves = [Curve(name, range(1, len(losses) + 1), losses)]
    curves += [Curve(other.replace("_", " "), range(1, len(values) + 1), values, over=True)
               for other, values in more.items()]  # fmt: skip
    return Panel("mean loss of a step", curves)


def write_curves(path: str | Path, title: str, panels: Sequence[Panel]) -> None:
    """Write `.svg`, or a page with the picture and a table of last values for `.html`.

    Raises:
        InputError: for another ending, or if the file cannot be written.
    """
    check_ending(path)
    svg = curves_svg(title, panels)
    page = Path(path).suffix.lower() == ".html"
    write_atomically(path, _page(title, panels, svg) if page else svg)


def check_ending(path: str | Path) -> None:
    """See that curves can be written to a file.

    Raises:
        InputError: if it ends neither in .svg nor in .html.
    """
    ending = Path(path).suffix.lower()
    if ending not in (".svg", ".html"):
        raise InputError(f"curves as {ending or 'a file without ending'}", where=str(path),
                         limit=".svg or .html")  # fmt: skip


def curves_svg(title: str, panels: Sequence[Panel]) -> str:
    """The diagrams below each other; the same values give the same bytes.

    Raises:
        InputError: nothing to draw, or values that are not finite.
    """
    values = [v for panel in panels for curve in panel.curves for v in curve.values]
    if not values or not all(map(math.isfinite, values)):
        raise InputError("nothing to draw" if not values else "a value is not finite",
                         where=f"curves of {title}", limit="finite values")  # fmt: skip
    per = _TOP + _PLOT_H + _BELOW
    height = 20 + per * len(panels)
    body = "".join(_panel(panel, 20.0 + i * per) for i, panel in enumerate(panels))
    head = _text(16, 26, title, size=16, bold=True)
    paper = f'<rect width="{_WIDTH}" height="{height}" rx="10" class="paper"/>'
    return wrap_svg(paper + head + body, _WIDTH, height, title)


def _panel(panel: Panel, top: float) -> str:
    steps = [s for curve in panel.curves for s in curve.steps]
    values = [v for curve in panel.curves for v in curve.values]
    x_ticks, y_ticks = ticks(min(steps), max(steps)), ticks(min(values), max(values))
    x0, x1 = min(steps), max(*steps, min(steps) + 1)
    y0, y1 = min(*values, y_ticks[0]), max(*values, y_ticks[-1])
    y1 = y1 if y1 > y0 else y0 + 1.0
    wide, y_base = _WIDTH - _LEFT - _RIGHT, top + _TOP + _PLOT_H

    def place(step: float, value: float) -> tuple[float, float]:
        return (_LEFT + (step - x0) / (x1 - x0) * wide,
                y_base - (value - y0) / (y1 - y0) * _PLOT_H)  # fmt: skip

    parts = [_text(16, top + 26, panel.title, "soft", 12)]
    for tick in y_ticks:
        y = place(x0, tick)[1]
        parts.append(f'<path d="M{_LEFT} {y:.1f}h{wide}" class="wire" opacity="0.3"/>')
        parts.append(_text(_LEFT - 8, y + 4, f"{tick:g}", "soft", 11, anchor="end"))
    for tick in (tick for tick in x_ticks if x0 <= tick <= x1):
        x = place(tick, y0)[0]
        parts.append(f'<path d="M{x:.1f} {y_base:.1f}v5" class="wire" opacity="0.3"/>')
        parts.append(_text(x, y_base + 19, f"{tick:g}", "soft", 11, anchor="middle"))
    parts.append(_text(_WIDTH - _RIGHT, y_base + 38, "steps", "soft", 11, anchor="end"))
    legend = float(_LEFT)
    for number, curve in enumerate(panel.curves):
        path, dots = _line(curve, place)
        parts.append(
            f"<g><title>{escape(curve.name)}</title>{_drawn(curve, number, path, dots)}</g>"
        )
        label = f"{curve.name}: {curve.values[-1]:.4g} at the end"
        swatch = f"M{legend:.0f} {top + 46:.0f}h22"
        parts.append(_drawn(curve, number, swatch, ()))
        parts.append(_text(legend + 28, top + 50, label, "ink", 11.5))
        legend += 46 + 6.3 * len(label)
    return "".join(parts)


def _drawn(curve: Curve, number: int, path: str, dots: Sequence[tuple[float, float]]) -> str:
    """A line: wide and light below one that lies over it, which is thin and dashed."""
    colour = stage_colour(number)
    look = 'stroke-width="1.5" stroke-dasharray="5 4"' if curve.over else 'stroke-width="3.2"'
    line = f'<path d="{path}" fill="none" stroke="{colour}" {look} stroke-linejoin="round"/>'
    return line + "".join(
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{colour}"/>' for x, y in dots
    )


def _line(curve: Curve, place: object) -> tuple[str, list[tuple[float, float]]]:
    """Path through the points, and the points themselves where they are few."""
    assert callable(place)
    steps, values = thinned(curve.steps, curve.values)
    points = [place(s, v) for s, v in zip(steps, values, strict=True)]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return path, points if len(points) <= 24 else []


def thinned(steps: Sequence[float], values: Sequence[float]) -> tuple[list[float], list[float]]:
    """At most `_MOST_POINTS` points, each the mean of as many neighbours."""
    size = -(-len(values) // _MOST_POINTS)
    groups = range(0, len(values), size)
    return (
        [sum(steps[i : i + size]) / len(steps[i : i + size]) for i in groups],
        [sum(values[i : i + size]) / len(values[i : i + size]) for i in groups],
    )


def ticks(least: float, most: float, count: int = 6) -> list[float]:
    """Round numbers from below `least` to above `most`, about `count` of them.

    The step is 1, 2 or 5 times a power of ten.
    """
    span = (most - least) or abs(most) or 1.0
    raw = span / count
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(f * power for f in (1, 2, 5, 10) if f * power >= raw * (1 - 1e-9))
    first, last = math.floor(least / step + 1e-9), math.ceil(most / step - 1e-9)
    return [float(f"{i * step:.12g}") for i in range(first, max(last, first + 1) + 1)]


def _text(
    x: float, y: float, words: str, css: str = "ink", size: float = 12,
    *, anchor: str = "start", bold: bool = False,
) -> str:  # fmt: skip
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" class="{css}" font-size="{size:g}" text-anchor="{anchor}"'
        f"{weight}>{escape(words)}</text>"
    )


def _page(title: str, panels: Sequence[Panel], svg: str) -> str:
    """A page without scripts: the picture, and the ends of the curves as a table."""
    rows = "".join(
        f"<tr><td>{escape(panel.title)}</td><td>{escape(curve.name)}</td>"
        f"<td>{len(curve.values)}</td><td>{curve.values[0]:.6g}</td>"
        f"<td>{curve.values[-1]:.6g}</td><td>{min(curve.values):.6g}</td></tr>"
        for panel in panels for curve in panel.curves
    )  # fmt: skip
    heads = "".join(f"<th>{h}</th>" for h in ("", "", "points", "first", "last", "least"))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>body{{font-family:system-ui,sans-serif;"
        "margin:2rem auto;max-width:760px}svg{max-width:100%;height:auto}"
        "td,th{padding:.2rem .8rem;text-align:left}</style></head><body>\n"
        f"{svg}<table><tr>{heads}</tr>{rows}</table>\n</body></html>\n"
    )
