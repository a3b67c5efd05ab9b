"""`hwpipe schedule`: any published schedule apart from a model."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, stdout
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.schedule.generators import Measured
    from hwpipe.schedule.model import PipelineTimes


@app.command()
def schedule(
    name: str | None = typer.Argument(None, metavar="[NAME]", help="A schedule; see --list."),
    stages: int = typer.Option(4, help="Ranks of the pipeline."),
    microbatches: int = typer.Option(8, help="Micro-batches."),
    f: str = typer.Option("1", metavar="S", help="Forward: a number, or one a stage (1,2,1,1)."),
    b: str = typer.Option("1", metavar="S", help="Input gradient, likewise."),
    w: str = typer.Option("1", metavar="S", help="Weight gradient, likewise."),
    comm: str = typer.Option("0", metavar="S", help="Transfer latency, or one a boundary."),
    chunks: int | None = typer.Option(None, help="Model chunks a rank (1f1b-interleaved) [2]."),
    slices: int | None = typer.Option(None, help="Token slices (terapipe) [4]."),
    per_update: int | None = typer.Option(
        None, help="Micro-batches of an update (pipedream-2bw) [stages]."
    ),
    memory_limit: float | None = typer.Option(
        None, metavar="X", help="Activations that a rank may hold, in micro-batches of a stage."
    ),
    kept: float = typer.Option(
        0.5, metavar="X", help="Part of an activation that stays from B to W."
    ),
    objective: str = typer.Option("span", help="What zb-auto makes smallest: span or makespan."),
    draw: Path | None = typer.Option(None, help="SVG file to draw the timeline to."),
    trace: Path | None = typer.Option(None, help="Perfetto trace to write."),
    actions: bool = typer.Option(False, help="With --json: the action lists."),
    list_all: bool = typer.Option(False, "--list", help="List the schedules."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Simulate a schedule of the literature on given times: makespan, bubble, memory."""
    if list_all:
        _list(as_json)
        return
    if name is None:
        raise InputError("no schedule named", remedy="name one, auto, or see --list")
    if objective not in ("span", "makespan"):
        raise InputError(f"--objective {objective!r}", limit="span or makespan")
    from hwpipe.schedule.generators import ScheduleOptions
    from hwpipe.schedule.validate import validate

    times = _times(stages, (f, b, w), comm, memory_limit, kept)
    if name == "auto":
        if chunks or slices or per_update:
            raise InputError("an option of one schedule given", where="schedule auto",
                             remedy="name the schedule, or leave the option out")  # fmt: skip
        found = _compare(times, microbatches, objective, table=not (as_json or quiet))
    else:
        from hwpipe.schedule.generators import measure

        options = ScheduleOptions(chunks, slices, per_update, objective)  # type: ignore[arg-type]
        found = measure(name, times, microbatches, options=options)
        validate(found.schedule)
        _check_memory(found, memory_limit)
    _write(found, draw, trace)
    if as_json:
        print_json(_summary(found, actions))
    elif not quiet:
        _show(found)


def _list(as_json: bool) -> None:
    from dataclasses import asdict

    from hwpipe.schedule.generators import GENERATORS

    if as_json:
        print_json([asdict(info) for info in GENERATORS.values()])
        return
    from rich.table import Table

    table = Table(title="schedules", title_justify="left")
    for column in ("name", "what it does", "published in"):
        table.add_column(column)
    for info in GENERATORS.values():
        table.add_row(info.name, info.summary, info.source)
    table.add_row("auto", "the best of those that train any model and fit", "by simulation")
    stdout().print(table)


def _row(option: str, text: str, count: int, what: str) -> tuple[float, ...]:
    """Read `1` or `1,2,1,1`; one value is for all."""
    import math

    try:
        values = tuple(float(part) for part in text.split(","))
    except ValueError:
        values = (math.nan,)
    if not all(0 <= value < math.inf for value in values):
        raise InputError(f"{option} {text!r}", limit="numbers of at least 0, as in 1 or 1,2,1,1")
    if len(values) == 1:
        return values * count
    if len(values) != count:
        raise InputError(f"{option} {text!r} has {len(values)} numbers",
                         limit=f"1, or one for each of {count} {what}")  # fmt: skip
    return values


def _times(
    stages: int, work: tuple[str, str, str], comm: str, limit: float | None, kept: float
) -> PipelineTimes:
    """Times of p stages whose activations weigh 1 and whose weights weigh nothing."""
    import math

    from hwpipe.schedule.model import PipelineTimes

    if stages < 1:
        raise InputError(f"--stages {stages}", limit="at least 1")
    if limit is not None and not 1 <= limit < math.inf:
        raise InputError(f"--memory-limit {limit:g}",
                         limit="at least 1, the activations of one micro-batch")  # fmt: skip
    if not 0 <= kept <= 1:
        raise InputError(f"--kept {kept:g}", limit="0 to 1")
    f, b, w = (
        _row(option, text, stages, "stages")
        for option, text in zip(("--f", "--b", "--w"), work, strict=True)
    )
    send = _row("--comm", comm, stages - 1, "boundaries")
    zero = (0.0,) * stages
    return PipelineTimes(
        forward_s=f,
        backward_input_s=b,
        backward_weight_s=w,
        send_forward_s=send,
        send_backward_s=send,
        overlap=(True,) * (stages - 1),
        weight_bytes=zero,
        activation_bytes=(1.0,) * stages,
        workspace_bytes=zero,
        memory_bytes=(math.inf if limit is None else limit,) * stages,
        latency_forward_s=send,
        latency_backward_s=send,
        weight_gradient_bytes=(kept,) * stages,
    )


def _compare(times: PipelineTimes, microbatches: int, objective: str, *, table: bool) -> Measured:
    from hwpipe.schedule.generators import compare_schedules

    if microbatches < 1:
        raise InputError(f"--microbatches {microbatches}", limit="at least 1")
    found = compare_schedules(times, microbatches, objective=objective)  # type: ignore[arg-type]
    if table:
        from rich.table import Table

        rows = Table(title="synchronous schedules that fit, best first", title_justify="left")
        for column in ("schedule", "makespan", "bubble", "peak activations"):
            rows.add_column(column, justify="left" if column == "schedule" else "right")
        for x in found:
            rows.add_row(x.label, f"{x.makespan_s:g}", f"{x.bubble_s:g}",
                         f"{max(x.peak_activations):g}")  # fmt: skip
        stdout().print(rows)
    return found[0]


def _check_memory(found: Measured, limit: float | None) -> None:
    if limit is None:
        return
    from hwpipe.errors import InfeasibleError

    peaks = found.peak_activations
    rank = max(range(len(peaks)), key=peaks.__getitem__)
    if peaks[rank] > limit * (1 + 1e-9):
        raise InfeasibleError(
            f"rank {rank} holds the activations of {peaks[rank]:g} micro-batches",
            where=f"schedule {found.schedule.name}",
            limit=f"--memory-limit {limit:g}",
            remedy="allow more, use more stages, or zb-auto, v-half or v-min",
        )


def _write(found: Measured, draw: Path | None, trace: Path | None) -> None:
    from hwpipe.plan.files import write_bytes_atomically

    title = found.schedule.name
    if draw is not None:
        from hwpipe.schedule.draw import to_svg

        picture = to_svg(found.timeline, title=title, links=False)
        write_bytes_atomically(draw, picture.encode())
    if trace is not None:
        import json

        from hwpipe.schedule.trace import to_chrome_trace

        text = json.dumps(to_chrome_trace(found.timeline, title=title))
        write_bytes_atomically(trace, text.encode())


def _summary(found: Measured, actions: bool) -> dict[str, Any]:
    schedule = found.schedule
    summary: dict[str, Any] = {
        "schedule": schedule.name,
        "ranks": len(schedule.ranks),
        "stages": schedule.stages,
        "microbatches": schedule.microbatches,
        "makespan": found.makespan_s,
        "span": found.span_s,
        "bubble": found.bubble_s,
        "bubble_ratio": found.bubble_ratio,
        "peak_activations": list(found.peak_activations),
        "weight_versions": list(found.weight_versions),
        "rank_stages": [list(held) for held in schedule.rank_stage],
    }
    if actions:
        from hwpipe.schedule.files import schedule_to_json

        summary["actions"] = schedule_to_json(schedule)
    return summary


def _show(found: Measured) -> None:
    schedule = found.schedule
    console = stdout()
    console.print(
        f"{schedule.name}: {len(schedule.ranks)} ranks, {schedule.microbatches} micro-batches"
    )
    console.print(
        f"makespan {found.makespan_s:g}, longest span {found.span_s:g}, bubble "
        f"{found.bubble_s:g} ({100 * found.bubble_ratio:.1f} % of the span)"
    )
    for label, row in (
        ("peak activations", found.peak_activations),
        ("weight versions", found.weight_versions),
    ):
        console.print(f"{label} by rank: " + " ".join(f"{value:g}" for value in row))
