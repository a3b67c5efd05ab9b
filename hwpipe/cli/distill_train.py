"""`hwpipe train` of a distillation plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hwpipe.cli.console import print_json, progress_bar, stdout

if TYPE_CHECKING:
    from hwpipe.plan.distill_model import DistillPlanFile
    from hwpipe.train.options import TrainOptions
    from hwpipe.train.result import TrainResult

__all__ = ["distill_summary", "train_and_print"]


def train_and_print(
    path: Path,
    options: TrainOptions,
    student: Path | None,
    *,
    export: Path | None,
    timeline: Path | None,
    as_json: bool,
    quiet: bool,
    say: Callable[[str], None],
    curve: Path | None = None,
) -> None:
    """Distil, and write and print what came of it (not on the ranks above 0 of torchrun).

    Args:
        path: of the plan.
        options: how to train.
        student: the student's model, if it has moved.
        export: where to write the trained student.
        timeline: where to write the last batches as they ran.
        as_json: print JSON.
        quiet: print nothing.
        say: told of restarts.
        curve: where to draw the loss of every step.
    """
    from hwpipe.plan.distill_files import load_distill
    from hwpipe.train.relay.run import locate_models, train_distillation

    plan = load_distill(path)
    sources = locate_models(plan, path, student)
    with progress_bar(quiet or as_json, "steps") as advance:
        result = train_distillation(
            plan, options, sources, say=say,
            progress=lambda step, value: advance(step + 1, options.steps),
        )  # fmt: skip
    if result is None:
        return
    if export is not None:
        from hwpipe.train.export import write_model

        write_model(sources[1].materialise(plan.batch), result, export)
    if timeline is not None:
        _write_timeline(plan, result, timeline)
    if curve is not None:
        from hwpipe.report.curves import loss_panel, write_curves

        write_curves(curve, path.stem, [loss_panel(result.losses)])
    if as_json:
        print_json(distill_summary(plan, result))
    elif not quiet:
        _print(plan, result, export, timeline)


def distill_summary(plan: DistillPlanFile, result: TrainResult) -> dict[str, Any]:
    """What a distillation gave and measured, as JSON types."""
    from hwpipe.train.relay.run import block_losses

    count = len(plan.stages)
    rows = zip(plan.stages, result.stages[:count], result.stages[count:], strict=False)
    return {
        "teacher": plan.teacher.name,
        "student": plan.student.name,
        "first_step": result.first_step,
        "losses": list(result.losses),
        "block_losses": block_losses(plan, result),
        "iteration_s": result.iteration_s,
        "predicted_there_s": result.predicted_s,
        "predicted_here_s": result.simulated_s,
        "stages": [
            {
                "blocks": [stage.start, stage.stop], "devices": list(stage.devices),
                "teacher_s": teacher.forward_s, "forward_s": student.forward_s,
                "backward_s": student.backward_s, "update_s": student.update_s,
            }
            for stage, teacher, student in rows
        ],
        "notes": list(result.notes),
    }  # fmt: skip


def _write_timeline(plan: DistillPlanFile, result: TrainResult, path: Path) -> None:
    import json

    from hwpipe.plan.files import write_atomically
    from hwpipe.schedule.trace import to_chrome_trace
    from hwpipe.train.timeline import measured_timeline

    names = [name for stage in plan.stages for name in stage.devices]
    labels = {f"rank {rank}": name for rank, name in enumerate(names)}
    title = f"{plan.student.name} follows {plan.teacher.name}, measured"
    trace = to_chrome_trace(measured_timeline(result), title=title, labels=labels, memory=False)
    write_atomically(path, json.dumps(trace))


def _print(
    plan: DistillPlanFile, result: TrainResult, export: Path | None, timeline: Path | None
) -> None:
    from rich.table import Table

    from hwpipe.units import format_seconds

    taken = len(result.losses) - result.first_step
    table = Table(title=f"distilled {plan.student.name} from {plan.teacher.name} here: {taken} "
                  f"batches of {plan.batch}")  # fmt: skip
    for column in ("blocks", "planned device", "teacher here", "forward here", "backward here",
                   "update here"):  # fmt: skip
        table.add_column(column, justify="right" if column.endswith("here") else "left")
    for row in distill_summary(plan, result)["stages"]:
        first, behind = row["blocks"]
        table.add_row(
            str(first) if behind == first + 1 else f"{first} to {behind - 1}",
            ",".join(row["devices"]),
            *(format_seconds(row[key])
              for key in ("teacher_s", "forward_s", "backward_s", "update_s")),
        )  # fmt: skip
    console = stdout()
    console.print(table)
    console.print(f"loss: {result.losses[result.first_step]:.6g} at step {result.first_step}, "
                  f"{result.losses[-1]:.6g} at step {len(result.losses) - 1}, "
                  "the mean over the blocks")  # fmt: skip
    each = ", ".join(f"{loss:.4g}" for loss in distill_summary(plan, result)["block_losses"])
    console.print(f"blocks at the end: {each}")
    text = f"a batch: {format_seconds(result.iteration_s)} measured here"
    if result.simulated_s is not None:
        text += f", {format_seconds(result.simulated_s)} simulated from the groups' measured times"
    console.print(f"{text}; {format_seconds(plan.period_s)} predicted for the planned devices")
    for note in result.notes:
        console.print(f"note: {note}")
    if export is not None:
        print(f"trained student written to {export}")
    if timeline is not None:
        print(f"timeline written to {timeline}; open it at ui.perfetto.dev")
