"""What the verbs do with a distillation: `compile --distill`, `show`, `simulate`, `report`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwpipe.cli.console import print_json, status, stdout
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.plan.distill_model import DistillPlanFile

__all__ = ["compile_and_print", "print_distill", "report", "show", "simulate"]

#: Batches that `simulate` runs: a pipeline of any depth is full by then.
_MORE_BATCHES = 16
#: Options of `compile` that mean nothing for a distillation.
_UNUSED = "--mode, --microbatches, --schedule, --objective, --method, --profile and --dim"


def compile_and_print(
    teacher: str,
    student: str,
    cluster: str | None,
    *,
    batch: int | None,
    blocks: str,
    optimizer: str,
    others: Sequence[bool],
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """`hwpipe compile --distill TEACHER STUDENT`.

    Args:
        teacher: model that is followed.
        student: model that learns.
        cluster: file or name; None: the default.
        batch: samples of a batch; None: 64.
        blocks: `auto`, a number, or names of boundaries.
        optimizer: of the student.
        others: whether options were given that mean nothing here.
        output: file to write.
        as_json: print the file.
        quiet: print nothing.
    """
    from hwpipe.plan.distill import compile_distill, read_blocks
    from hwpipe.plan.distill_files import distill_to_dict, save_distill
    from hwpipe.plan.options import OPTIMIZERS, one_of

    if any(others):
        raise InputError("--distill beside options of a pipeline plan",
                         limit="--cluster, --batch, --blocks, --optimizer",
                         remedy=f"leave {_UNUSED} out")  # fmt: skip
    one_of("optimizer", optimizer, OPTIMIZERS)
    wanted = None if blocks == "auto" else read_blocks(blocks)
    with status(quiet or as_json) as say:
        say("planning the distillation")
        plan = compile_distill(teacher, student, cluster, batch=64 if batch is None else batch,
                               blocks=wanted, optimizer=optimizer)  # fmt: skip
    if output is not None:
        save_distill(plan, output)
    if as_json:
        print_json(distill_to_dict(plan))
    elif not quiet:
        print_distill(plan)
        if output is not None:
            print(f"distillation plan written to {output}")


def print_distill(plan: DistillPlanFile) -> None:
    """Print stages, and the baseline beside."""
    from rich.table import Table

    from hwpipe.units import format_bytes, format_seconds

    table = Table(title=f"{plan.student.name} follows {plan.teacher.name} on {plan.cluster.name}: "
                  f"{format_seconds(plan.period_s)} a batch of {plan.batch}")  # fmt: skip
    for column in ("blocks", "devices", "teacher", "student", "all-reduce", "relay", "busy",
                   "memory"):  # fmt: skip
        table.add_column(column, justify="left" if column in ("blocks", "devices") else "right")
    for stage in plan.stages:
        names = ", ".join(stage.devices[:3])
        if len(stage.devices) > 3:
            names += f" and {len(stage.devices) - 3} more"
        blocks = str(stage.start)
        if stage.stop - stage.start > 1:
            blocks += f" to {stage.stop - 1}"
        table.add_row(
            blocks, names, format_seconds(stage.teacher_s), format_seconds(stage.student_s),
            format_seconds(stage.reduce_s), format_seconds(stage.relay_s),
            format_seconds(stage.busy_s), format_bytes(stage.memory_bytes),
        )  # fmt: skip
    console = stdout()
    console.print(table)
    console.print(
        f"data parallel: {format_seconds(plan.baseline_period_s)} a batch on "
        f"{len(plan.baseline_devices)} devices, {plan.baseline_teacher_runs} teacher blocks run "
        f"instead of {plan.teacher_runs}: the pipeline is {plan.speedup:.2f} times as fast"
    )
    for index, block in enumerate(plan.blocks):
        console.print(
            f"block {index}: {len(block.teacher_nodes)} teacher and {len(block.student_nodes)} "
            f"student nodes, up to {block.boundary[0]!r} / {block.boundary[1]!r}",
            markup=False,
        )


def show(path: Path, *, as_json: bool, quiet: bool) -> None:
    """`hwpipe show` of a distillation plan."""
    from hwpipe.plan.distill_files import distill_to_dict, load_distill

    plan = load_distill(path)
    if as_json:
        print_json(distill_to_dict(plan))
    elif not quiet:
        print_distill(plan)


def simulate(path: Path, *, trace: Path | None, as_json: bool, quiet: bool) -> None:
    """`hwpipe simulate` of a distillation plan: batches through the pipeline, event by event."""
    import json

    from hwpipe.plan.distill_files import load_distill
    from hwpipe.plan.files import write_atomically
    from hwpipe.units import format_seconds

    plan = load_distill(path)
    batches = len(plan.stages) + _MORE_BATCHES
    events = plan.events(batches)
    total = max(event.end_s for event in events)
    busy = [
        sum(e.end_s - e.start_s for e in events
            if e.stage == k and not (e.kind == "relay" and plan.overlap))
        for k in range(len(plan.stages))
    ]  # fmt: skip
    if trace is not None:
        write_atomically(trace, json.dumps(_trace(plan, batches)))
    summary: dict[str, Any] = {
        "batches": batches,
        "seconds": total,
        "period_s": plan.period_s,
        "baseline_period_s": plan.baseline_period_s,
        "busy_share": [value / total if total else 0.0 for value in busy],
    }
    if as_json:
        print_json(summary)
    elif not quiet:
        print(
            f"{batches} batches in {format_seconds(total)}, {format_seconds(plan.period_s)} each "
            f"once the pipeline is full; data parallel {format_seconds(plan.baseline_period_s)}"
        )
        for k, stage in enumerate(plan.stages):
            print(f"stage {k} on {', '.join(stage.devices)}: busy {100 * busy[k] / total:.1f} %")
        if trace is not None:
            print(f"trace written to {trace}; open it at ui.perfetto.dev")


def _trace(plan: DistillPlanFile, batches: int) -> dict[str, Any]:
    """Chrome trace events, microseconds; a row a stage and one for its link."""
    rows: list[dict[str, Any]] = []
    for k, stage in enumerate(plan.stages):
        name = f"stage {k}: {', '.join(stage.devices)}"
        for tid, words in ((2 * k, name), (2 * k + 1, f"stage {k} to {k + 1}")):
            rows.append({"ph": "M", "pid": 0, "tid": tid, "name": "thread_name",
                         "args": {"name": words}})  # fmt: skip
    for e in plan.events(batches):
        rows.append({"ph": "X", "pid": 0, "tid": 2 * e.stage + (e.kind == "relay"),
                     "name": f"{e.kind} {e.batch}", "ts": 1e6 * e.start_s,
                     "dur": 1e6 * (e.end_s - e.start_s)})  # fmt: skip
    return {"traceEvents": rows, "displayTimeUnit": "ms"}


def report(path: Path, output: Path) -> None:
    """`hwpipe report` of a distillation plan: one self-contained page."""
    from hwpipe.plan.distill_files import load_distill
    from hwpipe.report.distill import write_distill_report

    write_distill_report(load_distill(path), output)
