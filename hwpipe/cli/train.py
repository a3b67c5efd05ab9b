"""`hwpipe train`: execute a training plan on real processes."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, progress_bar, stdout
from hwpipe.cli.train_extras import extra_lines, simulated_stages, stage_extras
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.plan.model import Plan
    from hwpipe.train.result import TrainResult


@app.command()
def train(
    plan: Path = typer.Argument(
        ..., metavar="PLAN.json", help="Of `hwpipe compile --mode train -o`, or --distill."
    ),
    data: str = typer.Option(..., help="FILE.py:FUNCTION that gives batches (inputs, target)."),
    loss: str | None = typer.Option(
        None, help="mse [of a distillation], cross_entropy [else] or FILE.py:FUNCTION."
    ),
    optimizer: str = typer.Option(
        "sgd:lr=0.1", help="sgd, adam or adamw with settings, as in sgd:lr=0.1,momentum=0.9."
    ),
    steps: int = typer.Option(1, help="Steps to take, those before a checkpoint included."),
    seed: int = typer.Option(0, help="Given to the data function."),
    checkpoint: Path | None = typer.Option(None, help="Folder for checkpoints."),
    checkpoint_every: int = typer.Option(0, help="Steps between them [default: at the end]"),
    resume: bool = typer.Option(False, "--resume", help="Go on from the newest checkpoint."),
    max_restarts: int = typer.Option(
        0, help="Begin again at the newest checkpoint so often when a process dies or hangs."
    ),
    export: Path | None = typer.Option(None, help="Write the model with the trained weights."),
    model: Path | None = typer.Option(None, help="The model, if it has moved."),
    timeout: float = typer.Option(300.0, help="Give up after so many seconds of silence."),
    threads: int = typer.Option(1, help="Compute threads of each process."),
    freeze: list[str] = typer.Option([], metavar="PATTERN", help="Weights that stay; repeatable."),
    learn: list[str] = typer.Option(
        [], "--train", metavar="PATTERN", help="Initialisers to learn whatever their use."
    ),
    compress: str = typer.Option(
        "",
        metavar="PARTS",
        help="What travels: boundary=dct:keep=0.03;gradients=dct:density=0.01, or gradients=dlcp.",
    ),
    engine: str = typer.Option(
        "hwpipe", help="What runs the lists: hwpipe, or torch (torch.distributed.pipelining)."
    ),
    twin: str | None = typer.Option(
        None,
        metavar="numpy|rtl|reference",
        help="What stands for FPGA boards; default: PYNQ_REMOTE_DEVICES, else a numpy twin.",
    ),
    package: Path | None = typer.Option(
        None, help="Folder with the boards' bitstreams; default: hwpipe's own."
    ),
    retry: bool = typer.Option(
        False, "--retry", help="Go on with the integer reference where a board is lost."
    ),
    board_timeout: float | None = typer.Option(
        None, help="Seconds for one inference, then a board is lost [default: 60, RTL twins 1800]."
    ),
    timeline: Path | None = typer.Option(
        None, help="Write the last step as it ran, for ui.perfetto.dev."
    ),
    curve: Path | None = typer.Option(None, help="Draw the loss of every step, as .svg or .html."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Train a plan here, a process for each device; or as one process of torchrun."""
    from hwpipe.compress import parse_compression
    from hwpipe.plan.files import is_distill_file, load_plan
    from hwpipe.plan.locate import locate_model
    from hwpipe.runtime.network import leave_torchrun
    from hwpipe.stage.board import BOARD_MODES, BoardOptions
    from hwpipe.train.api import train_plan
    from hwpipe.train.options import TrainOptions, parse_optimizer

    modes = {mode: mode for mode in BOARD_MODES}
    if twin is not None and twin not in modes:
        raise InputError(f"--twin {twin!r}", limit=", ".join(modes))
    distillation = is_distill_file(plan)
    options = TrainOptions(
        data=data, loss=loss or ("mse" if distillation else "cross_entropy"),
        optimizer=parse_optimizer(optimizer), steps=steps, seed=seed,
        checkpoint=checkpoint, checkpoint_every=checkpoint_every, resume=resume,
        max_restarts=max_restarts, timeout_s=timeout, threads=threads, freeze=tuple(freeze),
        train=tuple(learn), compress=parse_compression(compress), engine=engine,
        boards=BoardOptions(modes[twin] if twin else None, package, board_timeout, retry),
    )  # fmt: skip
    if curve is not None:
        from hwpipe.report.curves import check_ending

        check_ending(curve)
    for path in (export, timeline, curve):
        if path is not None and not path.parent.is_dir():
            raise InputError("its folder does not exist", where=str(path),
                             remedy="name a file in an existing folder")  # fmt: skip
    if distillation:
        from hwpipe.cli.distill_train import train_and_print

        train_and_print(plan, options, model, export=export, timeline=timeline, as_json=as_json,
                        quiet=quiet, say=_say, curve=curve)  # fmt: skip
        leave_torchrun()
        return
    loaded = load_plan(plan)
    source = locate_model(loaded, model, beside=plan)
    with progress_bar(quiet or as_json, "steps") as advance:
        result = train_plan(loaded, options, source=source,
                            progress=lambda step, value: advance(step + 1, steps),
                            say=_say)  # fmt: skip
    if result is None:  # a rank above 0 of torchrun
        leave_torchrun()
        return
    if export is not None:
        from hwpipe.train.export import export_model

        export_model(source, loaded, result, export)
    if timeline is not None and result.runs:
        from hwpipe.train.timeline import write_timeline

        write_timeline(loaded, result, timeline)
    if curve is not None:
        from hwpipe.report.curves import loss_panel, write_curves

        write_curves(curve, loaded.model.name, [loss_panel(result.losses)])
    if as_json:
        print_json(train_summary(loaded, result))
    elif not quiet:
        _print(loaded, result, export, timeline, curve)
    leave_torchrun()


def _say(text: str) -> None:
    print(f"hwpipe: {text}", file=sys.stderr, flush=True)


def train_summary(plan: Plan, result: TrainResult) -> dict[str, Any]:
    """What a training run gave and measured, as JSON types."""
    return {
        "model": plan.model.name,
        "schedule": plan.schedule.name,
        "first_step": result.first_step,
        "losses": list(result.losses),
        "iteration_s": result.iteration_s,
        "predicted_there_s": result.predicted_s,
        "predicted_here_s": result.simulated_s,
        "weight_versions": list(result.weight_versions),
        "traffic": {
            what: {"whole_bytes": traffic.whole_bytes, "sent_bytes": traffic.sent_bytes}
            for what in ("boundary", "gradients") if (traffic := result.traffic(what)).whole_bytes
        },
        "stages": [
            {
                "stage": stage.stage, "device": ",".join(plan.stages[stage.stage].devices),
                "forward_s": stage.forward_s, "backward_s": stage.backward_s,
                "backward_input_s": stage.backward_input_s,
                "backward_weight_s": stage.backward_weight_s, "update_s": stage.update_s,
                **stage_extras(plan, result.runs, stage.stage),
            }
            for stage in result.stages
        ],
        "notes": list(result.notes),
    }  # fmt: skip


def _print(
    plan: Plan,
    result: TrainResult,
    export: Path | None,
    timeline: Path | None,
    curve: Path | None,
) -> None:
    from rich.table import Table

    from hwpipe.units import format_bytes, format_seconds

    taken = len(result.losses) - result.first_step
    table = Table(title=f"trained {plan.model.name} here: {taken} steps of "
                  f"{plan.schedule.microbatches} micro-batches of {plan.micro_batch}, "
                  f"{plan.schedule.name}")  # fmt: skip
    for column in ("stage", "planned device", "forward here", "backward here", "update here"):
        table.add_column(column, justify="right" if column.endswith("here") else "left")
    twins = simulated_stages(result.runs)
    for stage in result.stages:
        backward = stage.backward_s or stage.backward_input_s + stage.backward_weight_s
        table.add_row(
            str(stage.stage), ",".join(plan.stages[stage.stage].devices),
            "-" if stage.stage in twins else format_seconds(stage.forward_s),
            *(format_seconds(s) for s in (backward, stage.update_s)),
        )  # fmt: skip
    console = stdout()
    console.print(table)
    for line in extra_lines(plan, result.runs):
        console.print(line)
    first = min(result.first_step, len(result.losses) - 1)
    console.print(f"loss: {result.losses[first]:.6g} at step {first}, "
                  f"{result.losses[-1]:.6g} at step {len(result.losses) - 1}")  # fmt: skip
    here = format_seconds(result.iteration_s)
    text = f"a step: {here} measured here"
    if result.simulated_s is not None and not twins:
        text += f", {format_seconds(result.simulated_s)} simulated from the stages' measured times"
    console.print(text)
    if result.predicted_s is not None:
        console.print(f"predicted for the planned devices: {format_seconds(result.predicted_s)}")
    for what in ("boundary", "gradients"):
        traffic = result.traffic(what)
        if traffic.sent_bytes != traffic.whole_bytes:
            console.print(f"{what}: {format_bytes(traffic.sent_bytes)} of "
                          f"{format_bytes(traffic.whole_bytes)} crossed the links, "
                          f"{traffic.whole_bytes / traffic.sent_bytes:.1f} x less")  # fmt: skip
    for note in result.notes:
        console.print(f"note: {note}")
    if export is not None:
        print(f"trained model written to {export}")
    if timeline is not None:
        print(f"timeline written to {timeline}; open it at ui.perfetto.dev")
    if curve is not None:
        print(f"loss of every step drawn to {curve}")
