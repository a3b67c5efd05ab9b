"""`compile --distill TEACHER STUDENT`: blockwise distillation as a plan."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from hwpipe.cluster import default_cluster, load_cluster
from hwpipe.cluster.model import Cluster
from hwpipe.distill import distill_models
from hwpipe.distill.models import Distillation
from hwpipe.distill.solve import stage_seconds
from hwpipe.errors import InfeasibleError, InputError
from hwpipe.graph import ModelSource, open_model
from hwpipe.plan.distill_model import BlockRow, DistillPlanFile, DistillStageRow
from hwpipe.plan.model import ModelRef

__all__ = ["compile_distill", "read_blocks"]

#: Blocks where the user names no number: one for each device, within these limits.
_FEWEST, _MOST = 2, 16


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
