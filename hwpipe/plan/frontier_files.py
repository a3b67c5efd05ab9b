"""Frontier files: JSON with a whole plan for every point, written and read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hwpipe import __version__
from hwpipe.errors import InputError
from hwpipe.plan.files import FRONTIER_FORMAT as FORMAT
from hwpipe.plan.files import plan_from_dict, plan_to_dict, write_atomically
from hwpipe.plan.frontier import ENDS, PlanFrontier, PlanPoint

__all__ = [
    "FORMAT",
    "VERSION",
    "frontier_to_dict",
    "load_frontier",
    "save_frontier",
]

VERSION = 1
_MAX_BYTES = 1 << 30
_REMEDY = "name a file that `hwpipe compile --objective frontier -o` wrote"


def frontier_to_dict(frontier: PlanFrontier) -> dict[str, Any]:
    """The frontier as JSON types, in the order of the file."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "hwpipe": __version__,
        "objectives": ["iteration_s", "memory_share", "energy_j"],
        "exact": frontier.exact,
        "epsilon": frontier.epsilon,
        "candidates": frontier.candidates,
        "notes": list(frontier.notes),
        "points": [
            {
                "iteration_s": point.iteration_s,
                "memory_share": point.memory_share,
                "memory_bytes": point.memory_bytes,
                "energy_j": point.energy_j,
                "best_of": list(point.best_of),
                "plan": plan_to_dict(point.plan),
            }
            for point in frontier.points
        ],
    }


def save_frontier(frontier: PlanFrontier, path: str | Path) -> None:
    """Write a frontier file; the same frontier gives the same bytes."""
    text = json.dumps(frontier_to_dict(frontier), indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(path, text + "\n")


def load_frontier(path: str | Path) -> PlanFrontier:
    """Read and validate a frontier file.

    Raises:
        InputError: if it is no frontier, of a newer format, or a plan in it is wrong; the message
            names file, key and remedy.
    """
    where = str(path)
    try:
        size = Path(path).stat().st_size
        if size > _MAX_BYTES:
            raise InputError(f"{size} bytes", where=where, limit=f"{_MAX_BYTES} bytes")
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=where,
                         remedy=_REMEDY) from None  # fmt: skip
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not a JSON file ({error})", where=where, remedy=_REMEDY) from None
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(f"not a frontier (no key format = {FORMAT!r})", where=where,
                         remedy=_REMEDY)  # fmt: skip
    if raw.get("version") != VERSION:
        raise InputError(
            f"frontier format version {raw.get('version')!r}, written by hwpipe "
            f"{raw.get('hwpipe', '?')}",
            where=where,
            limit=f"version {VERSION}",
            remedy="upgrade hwpipe, or compile the frontier again",
        )
    points = raw.get("points")
    if not isinstance(points, list) or not points:
        raise InputError("no points", where=f"{where}: key points", remedy=_REMEDY)
    found = []
    for index, point in enumerate(points):
        here = f"{where}: points.{index}"
        if not isinstance(point, dict) or not isinstance(point.get("best_of", []), list):
            raise InputError("not a point", where=here, remedy=_REMEDY)
        best = tuple(str(name) for name in point.get("best_of", []) if name in ENDS)
        plan = plan_from_dict(point.get("plan"), where=here)
        if not plan.stages:
            raise InputError("a plan without stages", where=here, remedy=_REMEDY)
        found.append(PlanPoint(plan, best))
    epsilon, notes = raw.get("epsilon"), raw.get("notes", [])
    return PlanFrontier(
        points=tuple(found),
        exact=raw.get("exact") is True,
        epsilon=float(epsilon) if isinstance(epsilon, int | float) else None,
        candidates=int(raw["candidates"]) if isinstance(raw.get("candidates"), int) else 0,
        notes=tuple(str(line) for line in notes) if isinstance(notes, list) else (),
    )
