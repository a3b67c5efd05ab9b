"""Files of distillation plans: versioned JSON, deterministic bytes, validated at the edge."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

from hwpipe import __version__
from hwpipe.cluster import cluster_from_dict, cluster_to_dict
from hwpipe.errors import InputError
from hwpipe.plan.distill_model import BlockRow, DistillPlanFile, DistillStageRow
from hwpipe.plan.files import DISTILL_FORMAT as FORMAT
from hwpipe.plan.files import write_atomically
from hwpipe.plan.model import ModelRef

__all__ = ["VERSION", "distill_from_dict", "distill_to_dict", "load_distill", "save_distill"]

VERSION = 1
_REMEDY = "name a file that `hwpipe compile --distill TEACHER STUDENT -o` wrote"


def distill_to_dict(plan: DistillPlanFile) -> dict[str, Any]:
    """The plan as JSON types, in the order of the file."""
    body = {
        field.name: getattr(plan, field.name)
        for field in dataclasses.fields(plan)
        if field.name != "cluster"
    }
    for name, value in body.items():
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            body[name] = dataclasses.asdict(value)
        elif name in ("blocks", "stages"):
            body[name] = [dataclasses.asdict(row) for row in value]
    head = {"format": FORMAT, "version": VERSION, "hwpipe": __version__}
    plain: dict[str, Any] = json.loads(json.dumps(body))  # tuples as lists
    return {**head, "cluster": cluster_to_dict(plan.cluster), **plain}


def save_distill(plan: DistillPlanFile, path: str | Path) -> None:
    """Write the file; equal plans give equal bytes."""
    text = json.dumps(distill_to_dict(plan), indent=1, ensure_ascii=False, allow_nan=False)
    write_atomically(path, text + "\n")


def load_distill(path: str | Path) -> DistillPlanFile:
    """Read and validate a file.

    Raises:
        InputError: if it is no distillation plan, or a key is missing or wrong.
    """
    try:
        raw = json.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path),
                         remedy=_REMEDY) from None  # fmt: skip
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise InputError(f"not a JSON file ({error})", where=str(path), remedy=_REMEDY) from None
    return distill_from_dict(raw, where=str(path))


def distill_from_dict(raw: Any, *, where: str = "distillation plan") -> DistillPlanFile:
    """The inverse of `distill_to_dict`, with every value checked."""
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise InputError(f"not a distillation plan (no key format = {FORMAT!r})", where=where,
                         remedy=_REMEDY)  # fmt: skip
    if raw.get("version") != VERSION:
        raise InputError(
            f"distillation plan version {raw.get('version')!r}, written by hwpipe "
            f"{raw.get('hwpipe', '?')}",
            where=where, limit=f"version {VERSION}", remedy="upgrade hwpipe, or compile it again",
        )  # fmt: skip
    from pydantic import TypeAdapter, ValidationError

    try:
        cluster = cluster_from_dict(raw["cluster"])
        fields = {f.name: f for f in dataclasses.fields(DistillPlanFile) if f.name != "cluster"}
        kinds = {"teacher": ModelRef, "student": ModelRef, "blocks": tuple[BlockRow, ...],
                 "stages": tuple[DistillStageRow, ...], "batch": int, "optimizer": str,
                 "overlap": bool, "period_s": float, "teacher_runs": int,
                 "baseline_devices": tuple[str, ...], "baseline_period_s": float,
                 "baseline_teacher_runs": int}  # fmt: skip
        body: dict[str, Any] = {}
        for name in fields:
            body[name] = TypeAdapter[Any](kinds[name]).validate_python(raw[name])
    except KeyError as error:
        raise InputError(f"key {error} is missing", where=where, remedy=_REMEDY) from None
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in (name, *first["loc"]))
        raise InputError(
            f"{first['msg'].lower()}, read {str(first.get('input'))[:60]!r}",
            where=f"{where}: key {key}",
            remedy="compile it again",
        ) from None
    plan = DistillPlanFile(cluster=cluster, **body)
    _check(plan, where)
    return plan


def _check(plan: DistillPlanFile, where: str) -> None:
    """Stages must cover the blocks in order, on devices of the cluster, one each."""
    at = 0
    used: list[str] = []
    for index, stage in enumerate(plan.stages):
        if stage.start != at or stage.stop <= stage.start:
            raise InputError(f"stage {index} holds blocks {stage.start} to {stage.stop}",
                             where=where, limit=f"blocks from {at} on", remedy=_REMEDY)  # fmt: skip
        at = stage.stop
        used += stage.devices
    if at != len(plan.blocks) or not plan.stages:
        raise InputError(f"stages hold {at} of {len(plan.blocks)} blocks", where=where,
                         remedy=_REMEDY)  # fmt: skip
    for name in used:
        if name not in plan.cluster.by_name or used.count(name) > 1:
            raise InputError(f"device {name!r} is unknown or runs two stages", where=where,
                             remedy=_REMEDY)  # fmt: skip
    if not plan.period_s > 0 or not plan.baseline_period_s > 0:
        raise InputError("a period of 0 seconds", where=where, remedy=_REMEDY)
