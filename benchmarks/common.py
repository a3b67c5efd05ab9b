"""What the benchmarks share: a figure with its limit, the machine and its load, the table."""

from __future__ import annotations

import json
import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

__all__ = ["Figure", "machine", "print_figures"]


@dataclass(frozen=True)
class Figure:
    """A measured value, the unit it is printed in, and the limit it must not exceed."""

    what: str
    value: float
    unit: str
    limit: float | None = None

    @property
    def holds(self) -> bool:
        """Whether the value is within its limit."""
        return self.limit is None or self.value <= self.limit


def machine() -> str:
    """One line about this machine and its load."""
    model = platform.processor() or platform.machine()
    try:
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                model = line.split(":", 1)[1].strip()
                break
    except OSError:
        pass
    load = ", ".join(f"{value:.2f}" for value in os.getloadavg())
    return f"{model}, {os.cpu_count()} cores, load {load}, Python {platform.python_version()}"


def print_figures(figures: Sequence[Figure], *, as_json: bool) -> int:
    """Print a table (or JSON); returns 1 if a figure is missed."""
    missed = [figure for figure in figures if not figure.holds]
    if as_json:
        rows = [{**asdict(figure), "holds": figure.holds} for figure in figures]
        print(json.dumps({"machine": machine(), "figures": rows}, indent=1))
        return int(bool(missed))
    width = max(len(figure.what) for figure in figures)
    print(f"{machine()}\n")
    print(f"{'figure':<{width}}  {'measured':>14}  {'reach':>16}")
    for figure in figures:
        reach = "" if figure.limit is None else f"at most {figure.limit:g} {figure.unit}"
        verdict = "" if figure.limit is None else ("ok" if figure.holds else "MISSED")
        value = f"{figure.value:.4g} {figure.unit}"
        print(f"{figure.what:<{width}}  {value:>14}  {reach:>16}  {verdict}")
    return int(bool(missed))
