"""`hwpipe frontier`, and what `compile --objective frontier` prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, status, stdout
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.plan.frontier import PlanFrontier
    from hwpipe.plan.options import CompileOptions

__all__ = ["compile_and_print", "print_frontier"]

#: Rows of the table on a terminal; the file holds all points.
_MOST_ROWS = 24


@app.command()
def frontier(
    file: Path = typer.Argument(
        ..., metavar="FRONTIER.json", help="What `compile --objective frontier -o` wrote."
    ),
    point: int | None = typer.Option(None, help="Take this point's plan (numbers as printed)."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Write that plan there."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """List the plans of a frontier, or take one of them."""
    from hwpipe.plan.files import plan_to_dict, save_plan
    from hwpipe.plan.frontier_files import frontier_to_dict, load_frontier

    loaded = load_frontier(file)
    if point is None:
        if output is not None:
            raise InputError(
                "--output without --point", remedy="--point N says which plan to write"
            )
        if as_json:
            print_json(frontier_to_dict(loaded))
        elif not quiet:
            print_frontier(loaded, most=len(loaded.points))
        return
    if not 0 <= point < len(loaded.points):
        raise InputError(f"--point {point}", where=str(file),
                         limit=f"0 to {len(loaded.points) - 1}")  # fmt: skip
    plan = loaded.points[point].plan
    if output is not None:
        save_plan(plan, output)
    if as_json:
        print_json(plan_to_dict(plan))
    elif not quiet:
        from hwpipe.report.tables import print_plan

        print_plan(plan, stdout())
        if output is not None:
            print(f"plan written to {output}")


def compile_and_print(
    model: str,
    cluster: str | None,
    options: CompileOptions,
    *,
    profiles: Sequence[Path],
    output: Path | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """`hwpipe compile --objective frontier`."""
    from hwpipe.plan.frontier import compile_frontier
    from hwpipe.plan.frontier_files import frontier_to_dict, save_frontier

    with status(quiet or as_json) as say:
        found = compile_frontier(model, cluster, options=options, profiles=profiles, progress=say)
    if output is not None:
        save_frontier(found, output)
    if as_json:
        print_json(frontier_to_dict(found))
    elif not quiet:
        print_frontier(found)
        if output is not None:
            print(f"frontier written to {output}; hwpipe report {output} draws it")


def print_frontier(found: PlanFrontier, most: int = _MOST_ROWS) -> None:
    """Print the table of points, evenly thinned to `most` rows; the ends always stay."""
    from rich.table import Table

    from hwpipe.units import format_bytes, format_seconds

    points = found.points
    first = points[0].plan
    table = Table(title=f"{first.model.name} on {first.cluster.name}: {len(points)} plans, none "
                  "beaten in time, memory and energy at once")  # fmt: skip
    for column in ("point", "iteration", "memory", "of device", "energy", "micro-batch", "stages",
                   "best of"):  # fmt: skip
        table.add_column(column, justify="left" if column == "best of" else "right")
    shown = set(range(len(points)))
    if len(points) > most:
        step = (len(points) - 1) / (most - 1)
        shown = {round(k * step) for k in range(most)}
        shown |= {k for k, point in enumerate(points) if point.best_of}
    for index in sorted(shown):
        point = points[index]
        table.add_row(
            str(index),
            format_seconds(point.iteration_s),
            format_bytes(point.memory_bytes),
            f"{100 * point.memory_share:.2f} %",
            f"{point.energy_j:.4g} J",
            str(point.plan.micro_batch),
            str(len(point.plan.stages)),
            ", ".join(point.best_of),
        )
    console = stdout()
    console.print(table)
    if len(shown) < len(points):
        console.print(f"{len(points) - len(shown)} points between these are in the file")
    if found.exact:
        console.print("exact: every pipeline of the space has a point no worse in everything")
    elif found.epsilon is not None:
        console.print(f"every pipeline has a point at most {100 * found.epsilon:.2g} % larger")
    for line in found.notes:
        console.print(f"- {line}")
