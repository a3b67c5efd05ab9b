"""What `hwpipe show` prints: the stage table, the baselines, the certificate.

The tables fit 80 columns and say the same without colours; `rich` is imported only when
something is printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from hwpipe.plan.model import Plan
from hwpipe.report.sharing_tables import rich_table, sharing_tables
from hwpipe.report.stage_table import stage_table
from hwpipe.report.words import (
    bottleneck_name,
    bound_words,
    clean,
    percent,
    plan_title,
    schedule_words,
    shorten,
    sources,
    times_words,
)
from hwpipe.units import format_bytes, format_count, format_seconds

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

__all__ = ["baseline_table", "print_plan", "stage_table", "summary"]

#: Stand-ins of one column for what a terminal without Unicode cannot show.
_PLAIN = str.maketrans({"…": "~", "÷": "/", "─": "-", "–": "-"})


def baseline_table(plan: Plan) -> Table:
    """The other methods on the same cost table, with the ratio to this plan."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    table.add_column("Method", no_wrap=True)
    table.add_column("Iteration", justify="right", no_wrap=True)
    table.add_column("Bottleneck", justify="right", no_wrap=True)
    table.add_column("Stages", justify="right", no_wrap=True)
    table.add_column("Micro-\nbatches", justify="right", no_wrap=True)
    table.add_column("Against this plan", overflow="fold")
    own = plan.predicted
    table.add_row(
        Text(f"{shorten(plan.method, 24)} (this plan)", style="bold"),
        format_seconds(own.iteration_s),
        format_seconds(own.bottleneck_s), str(len(plan.stages)),
        str(plan.schedule.microbatches), Text("1.00", style="dim"),
    )  # fmt: skip
    for row in plan.baselines:
        if not row.feasible or row.iteration_s is None:
            table.add_row(
                Text(shorten(row.name, 24)), "-", "-", "-", "-",
                Text(f"not feasible: {clean(row.reason or 'no reason given')}", style="dim"),
            )  # fmt: skip
            continue
        ratio = row.iteration_s / own.iteration_s if own.iteration_s > 0 else 1.0
        table.add_row(
            Text(shorten(row.name, 24)), format_seconds(row.iteration_s),
            format_seconds(row.bottleneck_s) if row.bottleneck_s is not None else "-",
            str(row.stages), str(row.microbatches), Text(times_words(ratio)),
        )  # fmt: skip
    return table


def _facts(plan: Plan) -> list[tuple[str, str]]:
    own = plan.predicted
    unit = "samples/s"
    facts = [
        ("Mode", f"{'training' if plan.mode == 'train' else 'inference'}, objective "
         f"{plan.objective}, method {plan.method}"
         + (f", optimizer {plan.optimizer}" if plan.optimizer else "")),
        ("Batch", f"{plan.batch} = {plan.schedule.microbatches} micro-batches of "
         f"{plan.micro_batch}"),
        ("Schedule", plan.schedule.name
         + (f": {words}" if (words := schedule_words(plan.schedule.name)) else "")),
        ("Model", f"{plan.model.nodes} nodes, {format_count(plan.model.macs)} MAC and "
         f"{format_bytes(plan.model.param_bytes)} of parameters"),
        ("Iteration", f"{format_seconds(own.iteration_s)}, {own.throughput_per_s:,.4g} {unit}, "
         f"{percent(own.bubble)} bubble"),
        ("Latency", f"{format_seconds(own.latency_s)} for one micro-batch in an empty pipeline"),
        ("Bottleneck", f"{format_seconds(own.bottleneck_s)} per micro-batch ("
         f"{bottleneck_name(plan)}); ideal {format_seconds(own.ideal_s)}, balance "
         f"{own.balance:.3f}"),
        ("Energy", f"{own.energy_j:.4g} J an iteration"),
    ]  # fmt: skip
    if plan.splits:
        splits = ", ".join(
            f"{shorten(node, 30)} ({part} of {total} channels in stage {stage}, the rest in "
            f"{stage + 1})"
            for node, part, total, stage in plan.splits
        )
        facts.append(("Split layers", splits))
    if plan.constraints:
        facts.append(("Demanded", ", ".join(plan.constraints)))
    return facts


def _grid(rows: list[tuple[str, str]]) -> Table:
    from rich.table import Table
    from rich.text import Text

    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for label, words in rows:
        grid.add_row(Text(label, style="bold"), Text(clean(words)))
    return grid


def summary(plan: Plan) -> Group:
    """Title and key figures: mode, batch, schedule, iteration, bottleneck, balance."""
    from rich.console import Group
    from rich.text import Text

    return Group(Text(plan_title(plan), style="bold underline"), _grid(_facts(plan)))


def _bullets(lines: list[str]) -> Text:
    from rich.text import Text

    return Text("\n".join(lines))


def print_plan(plan: Plan, console: Console) -> None:
    """Print the whole plan as `hwpipe show` does; any terminal encoding will do."""
    encoding = console.encoding or "ascii"
    if encoding.lower().replace("-", "").startswith("utf"):
        _print(plan, console, ascii_only=False)
        return
    with console.capture() as captured:
        _print(plan, console, ascii_only=True)
    text = captured.get().translate(_PLAIN)
    console.file.write(text.encode(encoding, "replace").decode(encoding))


def _print(plan: Plan, console: Console, ascii_only: bool) -> None:
    console.print(summary(plan))
    console.print()
    console.print(stage_table(plan, width=console.width, ascii_only=ascii_only))
    for table in sharing_tables(plan):
        console.print()
        console.print(rich_table(table))
    if plan.baselines:
        console.print()
        console.print(baseline_table(plan))
    rows = [("Bound", " ".join(bound_words(plan.bound)))]
    rows += [("Figures" if i == 0 else "", line) for i, line in enumerate(sources(plan))]
    rows += [("Notes" if i == 0 else "", line) for i, line in enumerate(plan.notes)]
    console.print()
    console.print(_grid(rows))
