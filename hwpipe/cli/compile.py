"""`hwpipe compile`."""

from __future__ import annotations

from pathlib import Path

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import parse_dims, parse_limits, parse_pins, print_json, status, stdout


@app.command("compile")
def compile_command(
    model: str = typer.Argument(
        ..., metavar="MODEL", help="ONNX file, measured profile graph, or name (hwpipe models)."
    ),
    cluster: str | None = typer.Option(
        None, "--cluster", "-c", help="Cluster file or bundled name; default: a mixed cluster."
    ),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write the plan there."),
    mode: str | None = typer.Option(None, help="infer or train [default: infer]"),
    batch: int | None = typer.Option(None, help="Samples per iteration [default: 64]"),
    microbatches: str = typer.Option("auto", help="Micro-batches per iteration, or auto."),
    schedule: str = typer.Option(
        "auto", help="Schedule by name (hwpipe schedule --list), or auto."
    ),
    slices: str = typer.Option(
        "auto", help="Token slices when a causal transformer is trained: auto, off, or a number."
    ),
    objective: str = typer.Option(
        "throughput", help="throughput, latency, memory, energy, or frontier: plans to choose from."
    ),
    method: str = typer.Option("auto", help="Planning method (hwpipe methods)."),
    baselines: bool = typer.Option(True, help="Evaluate the other methods beside."),
    optimizer: str = typer.Option("momentum", help="Training state: sgd, momentum or adam."),
    profile: list[Path] = typer.Option([], help="Measured profile that overrides the models."),
    dim: list[str] = typer.Option([], metavar="NAME=VALUE", help="Bind a symbolic dimension."),
    replication: bool = typer.Option(True, help="Allow several devices to share a stage."),
    splits: bool = typer.Option(True, help="Allow a layer to be split between neighbours."),
    time_limit: float | None = typer.Option(None, help="Stop the search after these seconds."),
    effort: float = typer.Option(1.0, help="Search further: 10 does ten times the work."),
    distill: str | None = typer.Option(
        None, metavar="TEACHER", help="Plan how MODEL, a student, follows this teacher by blocks."
    ),
    blocks: str = typer.Option(
        "auto", help="Blocks of --distill: auto, a number, or boundary tensors A,B=C,..."
    ),
    pin: list[str] = typer.Option(
        [], metavar="LAYER=DEVICE", help="Run a layer (name, prefix or pattern) there alone."
    ),
    max_memory: list[str] = typer.Option(
        [], metavar="[DEVICE=]BYTES", help="Use no more memory of a device, or of any device."
    ),
    strategies: str = typer.Option(
        "recompute,swap,shard,spill", help="What stages that do not fit may do, or none."
    ),
    kernels: bool = typer.Option(
        False, "--explore-kernels", help="Search the boards' kernels together with the partition."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print the plan as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Split MODEL into balanced pipeline stages on a cluster, with a proven bound."""
    from hwpipe.errors import InputError
    from hwpipe.plan.compile import compile_plan
    from hwpipe.plan.files import plan_to_dict, save_plan
    from hwpipe.plan.options import CompileOptions

    if distill is not None:
        from hwpipe.cli.distill import compile_and_print as distilled

        others = (
            mode not in (None, "train"),
            microbatches != "auto",
            schedule != "auto",
            objective != "throughput",
            method != "auto",
            profile != [],
            dim != [],
        )
        distilled(distill, model, cluster, batch=batch, blocks=blocks, optimizer=optimizer,
                  others=others, output=output, as_json=as_json, quiet=quiet)  # fmt: skip
        return
    if blocks != "auto":
        raise InputError(f"--blocks {blocks} without --distill",
                         remedy="hwpipe compile --distill TEACHER STUDENT --blocks N")  # fmt: skip
    count = None
    if microbatches != "auto":
        if not microbatches.isascii() or not microbatches.isdigit():
            raise InputError(f"--microbatches {microbatches!r}", limit="a whole number, or auto")
        count = int(microbatches)
    cut = {"auto": None, "off": 0}.get(slices, -1)
    if cut == -1:
        if not slices.isascii() or not slices.isdigit() or int(slices) < 1:
            raise InputError(f"--slices {slices!r}", limit="a number from 1 on, auto or off")
        cut = int(slices)
    options = CompileOptions(
        mode=mode,
        batch=batch,
        microbatches=count,
        schedule=None if schedule == "auto" else schedule,
        objective="throughput" if objective == "frontier" else objective,
        method=method,
        baselines=baselines,
        optimizer=optimizer,
        replication=replication,
        splits=splits,
        time_limit_s=time_limit,
        effort=effort,
        dims=parse_dims(dim),
        pins=parse_pins(pin),
        max_memory=parse_limits(max_memory),
        strategies=() if strategies == "none" else tuple(strategies.split(",")),
        slices=cut,
    )
    if kernels and objective == "frontier":
        raise InputError("--explore-kernels with --objective frontier",
                         remedy="explore for one objective")  # fmt: skip
    if objective == "frontier":
        from hwpipe.cli.frontier import compile_and_print

        compile_and_print(model, cluster, options, profiles=profile, output=output,
                          as_json=as_json, quiet=quiet)  # fmt: skip
        return
    search = compile_plan
    if kernels:
        from hwpipe.plan.kernels import explore_kernels as search
    with status(quiet or as_json) as say:
        plan = search(model, cluster, options=options, profiles=profile, progress=say)
    if output is not None:
        save_plan(plan, output)
    if as_json:
        print_json(plan_to_dict(plan))
    elif not quiet:
        from hwpipe.report.tables import print_plan

        print_plan(plan, stdout())
        if output is not None:
            print(f"plan written to {output}")
