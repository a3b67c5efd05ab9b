"""What the charts share: axes, units, escaping, rounding."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable
from typing import Any

__all__ = ["Figure", "axis", "bytes_unit", "figure", "label", "round_to", "rounded", "time_unit"]

#: A plotly figure: {"data": [...], "layout": {...}}.
Figure = dict[str, Any]

_TIME_UNITS = ((1.0, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns"))
_BYTE_UNITS = ((1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "B"))


def label(text: str) -> str:
    """Escape a user's string for plotly, which reads labels as a subset of HTML."""
    return html.escape(" ".join(text.split()), quote=False)


def round_to(value: float, digits: int = 5) -> float | None:
    """Round to significant digits, so that the page stays small; None where not finite."""
    if not math.isfinite(value):
        return None
    return float(f"{value:.{digits}g}")


def rounded(values: Iterable[float], digits: int = 5) -> list[float | None]:
    """`round_to` over a sequence."""
    return [round_to(value, digits) for value in values]


def _unit(largest: float, units: tuple[tuple[float, str], ...]) -> tuple[float, str]:
    for factor, name in units:
        if largest >= factor:
            return factor, name
    return units[-1]


def time_unit(largest_s: float) -> tuple[float, str]:
    """The unit (factor in seconds, name) in which `largest_s` is at least one."""
    return _unit(largest_s, _TIME_UNITS)


def bytes_unit(largest_bytes: float) -> tuple[float, str]:
    """The decimal unit (factor in bytes, name) in which `largest_bytes` is at least one."""
    return _unit(largest_bytes, _BYTE_UNITS)


def axis(title: str, **more: Any) -> dict[str, Any]:
    """An axis with a title that names the unit."""
    return {"title": {"text": title, "standoff": 8}, "automargin": True, **more}


def figure(data: list[dict[str, Any]], height: int, **layout: Any) -> Figure:
    """A figure with the margins and the legend that all charts share."""
    base: dict[str, Any] = {
        "height": height,
        "margin": {"l": 60, "r": 16, "t": 34, "b": 48},
        "legend": {"orientation": "h", "x": 0, "y": 1.0, "yanchor": "bottom"},
        "hoverlabel": {"align": "left", "namelength": -1},
    }
    return {"data": data, "layout": {**base, **layout}}
