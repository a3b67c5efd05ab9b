"""Blockwise distillation as a plan: `compile --distill TEACHER STUDENT`, its file, its timeline."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hwpipe import __version__
from hwpipe.cluster import cluster_from_dict, cluster_to_dict, default_cluster, load_cluster
from hwpipe.cluster.model import Cluster
from hwpipe.distill import distill_models
from hwpipe.distill.models import Distillation
from hwpipe.distill.solve import stage_seconds
from hwpipe.distill.timeline import DistillEvent, StageSeconds, run_stages
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.files import DISTILL_FORMAT as FORMAT
from hwpipe.plan.files import write_atomically
from hwpipe.plan.model import ModelRef

__all__ = [
    "BlockRow",
    "DistillPlanFile",
    "DistillStageRow",
    "compile_distill",
    "distill_from_dict",
    "distill_to_dict",
    "load_distill",
    "read_blocks",
    "save_distill",
]

VERSION = 1
#: Blocks where the user names no number: one for each device, within these limits.
_FEWEST, _MOST = 2, 16
_REMEDY = "name a file that `hwpipe compile --distill TEACHER STUDENT -o` wrote"


@dataclass(frozen=True)
class BlockRow:
    """A block of both networks: node names, the boundary behind it, seconds on no device."""

    teacher_nodes: tuple[str, ...]
    student_nodes: tuple[str, ...]
    boundary: tuple[str, str]


@dataclass(frozen=True)
class DistillStageRow:
    """Blocks `start` to `stop - 1`, teacher and student, on equal devices; seconds per batch.

    With r devices each works on a slice of batch / r samples. `busy_s` is what the stage needs
    for a batch once the pipeline is full.
    """

    start: int
    stop: int
    devices: tuple[str, ...]
    teacher_s: float
    student_s: float
    reduce_s: float
    relay_s: float
    busy_s: float
    memory_bytes: float
    memory_available_bytes: float

    @property
    def seconds(self) -> StageSeconds:
        """For `run_stages`."""
        return StageSeconds(self.teacher_s, self.student_s, self.reduce_s, self.relay_s)


@dataclass(frozen=True)
class DistillPlanFile:
    """A distillation plan, complete enough to be shown and simulated.

    Attributes:
        teacher, student: the two models.
        cluster: devices and links.
        batch: samples of a batch.
        optimizer: of the student.
        blocks: front to back.
        stages: Pipe-BD's hybrid distribution.
        overlap: whether transfers run beside compute.
        period_s: seconds per batch once the pipeline is full.
        teacher_runs: teacher blocks executed per batch.
        baseline_devices: of the data-parallel baseline.
        baseline_period_s: seconds per batch of the baseline: every block data-parallel, the
            teacher run again up to it.
        baseline_teacher_runs: teacher blocks that the baseline executes per batch.
    """

    teacher: ModelRef
    student: ModelRef
    cluster: Cluster
    batch: int
    optimizer: str
    blocks: tuple[BlockRow, ...]
    stages: tuple[DistillStageRow, ...]
    overlap: bool
    period_s: float
    teacher_runs: int
    baseline_devices: tuple[str, ...]
    baseline_period_s: float
    baseline_teacher_runs: int

    @property
    def speedup(self) -> float:
        """Seconds per batch of the baseline over those of the plan."""
        return self.baseline_period_s / self.period_s

    def events(self, batches: int) -> tuple[DistillEvent, ...]:
        """What happens in `batches` batches."""
        return run_stages([s.seconds for s in self.stages], batches, overlap=self.overlap)


def read_blocks(text: str) -> int | list[str | tuple[str, str]]:
    """A number of blocks, or the names of their boundaries: `a,b=c` (teacher=student).

    Raises:
        InputError: for an empty name.
    """
    text = text.strip()
    if text.isascii() and text.lstrip("-").isdigit():
        return int(text)
    found: list[str | tuple[str, str]] = []
    for part in text.split(","):
        first, equals, second = (word.strip() for word in part.partition("="))
        if not first or (equals and not second):
            raise InputError(f"--blocks {text!r}",
                             limit="a number, or boundary tensors as A,B=C,...")  # fmt: skip
        found.append((first, second) if equals else first)
    return found


def compile_distill(
    teacher: str | Path | ModelSource,
    student: str | Path | ModelSource,
    cluster: str | Path | Cluster | None = None,
    *,
    batch: int = 64,
    blocks: int | Sequence[str | tuple[str, str]] | None = None,
    optimizer: str = "momentum",
) -> DistillPlanFile:
    """Plan the blockwise distillation of a student.

    Args:
        teacher: ONNX file, bundled name or open source of the network that is followed.
        student: the same of the one that learns.
        cluster: file, bundled name or `Cluster`; None: the default mixed cluster.
        batch: samples of a batch.
        blocks: their number, or the boundaries' tensor names (`distill.match_blocks`); None: one
            for each device, or the most up to that for which the networks have boundaries.
        optimizer: of the student.

    Raises:
        InputError: if a model cannot be used, or the boundaries do not match.
        InfeasibleError: if there are too few boundaries, or nothing fits.
    """
    sources = [open_model(m) if isinstance(m, str | Path) else m for m in (teacher, student)]
    if cluster is None:
        cluster = default_cluster()
    elif not isinstance(cluster, Cluster):
        cluster = load_cluster(cluster)
    for source in sources:
        if source.kind != "onnx":
            raise InputError("a measured profile has no blocks with shapes", where=source.ref,
                             remedy="give two ONNX models")  # fmt: skip
    if blocks is not None:
        found = _planned(sources, cluster, batch, blocks, optimizer)
    else:
        found = _most_blocks(sources, cluster, batch, optimizer)
    return _assembled(sources, cluster, batch, optimizer, found)


def _planned(
    sources: Sequence[ModelSource],
    cluster: Cluster,
    batch: int,
    blocks: int | Sequence[str | tuple[str, str]],
    optimizer: str,
) -> Distillation:
    return distill_models(
        sources[0], sources[1], cluster, batch=batch, blocks=blocks, optimizer=optimizer
    )


def _most_blocks(
    sources: Sequence[ModelSource], cluster: Cluster, batch: int, optimizer: str
) -> Distillation:
    from hwpipe.distill.blocks import match_blocks

    graphs = [source.graph(batch) for source in sources]
    count = max(_FEWEST, min(_MOST, len(cluster.devices)))
    while count > 1:
        try:
            match_blocks(graphs[0], graphs[1], count)
            break
        except InfeasibleError:
            count -= 1
    return _planned(sources, cluster, batch, count, optimizer)


def _reference(source: ModelSource, batch: int) -> ModelRef:
    graph = source.graph(batch)
    return ModelRef(
        name=source.name,
        source=source.ref,
        hash=source.model_hash,
        kind=source.kind,
        nodes=len(graph),
        macs=graph.macs // graph.batch,
        param_bytes=graph.param_bytes,
    )


def _assembled(
    sources: Sequence[ModelSource], cluster: Cluster, batch: int, optimizer: str,
    found: Distillation,
) -> DistillPlanFile:  # fmt: skip
    names = [[node.name for node in source.graph(batch).nodes] for source in sources]
    problem, plan = found.problem, found.plan
    kind = {name: g for g, devices in enumerate(problem.groups) for name in devices}
    rows = []
    for stage, seconds in zip(plan.stages, stage_seconds(problem, plan), strict=True):
        g, r = kind[stage.devices[0]], len(stage.devices) - 1
        needed = 0.0
        if problem.memory_bytes is not None:
            needed = float(problem.memory_bytes[g, r, stage.start : stage.stop].sum())
        rows.append(
            DistillStageRow(
                stage.start, stage.stop, stage.devices, seconds.teacher_s, seconds.student_s,
                seconds.reduce_s, seconds.relay_s, stage.busy_s, needed,
                float(cluster.by_name[stage.devices[0]].memory_bytes),
            )
        )  # fmt: skip
    return DistillPlanFile(
        teacher=_reference(sources[0], batch),
        student=_reference(sources[1], batch),
        cluster=cluster,
        batch=batch,
        optimizer=optimizer,
        blocks=tuple(
            BlockRow(tuple(names[0][slice(*block.teacher)]),
                     tuple(names[1][slice(*block.student)]), block.boundary)
            for block in found.blocks
        ),
        stages=tuple(rows),
        overlap=problem.overlap,
        period_s=plan.period_s,
        teacher_runs=plan.teacher_runs,
        baseline_devices=found.baseline.stages[0].devices,
        baseline_period_s=found.baseline.period_s,
        baseline_teacher_runs=found.baseline.teacher_runs,
    )  # fmt: skip


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
