"""What `hwpipe show` prints: the stage table, the baselines, the certificate.

The tables fit 80 columns and say the same without colours; `rich` is imported only when
something is printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.palette import stage_colour
from hwpipe.report.words import (
    SCHEDULE_WORDS,
    bottleneck_name,
    bound_words,
    clean,
    device_words,
    exposed_s,
    layer_range,
    link_s,
    percent,
    plan_title,
    shorten,
    sources,
    stage_s,
    times_words,
    type_words,
)
from hwpipe.units import format_bytes, format_count, format_seconds

if TYPE_CHECKING:
    from rich.console import Console, Group
    from rich.table import Table
    from rich.text import Text

__all__ = ["baseline_table", "print_plan", "stage_table", "summary"]

#: A stage takes one line instead of two where so many columns are left for layer names.
_WIDE_NAMES = 18
#: Stand-ins of one column for what a terminal without Unicode cannot show.
_PLAIN = str.maketrans({"…": "~", "÷": "/", "─": "-"})
_EIGHTHS = " ▏▎▍▌▋▊▉"


def _bar(share: float, width: int, ascii_only: bool = False) -> str:
    """A bar of `width` cells filled to `share`, in eighths of a cell."""
    share = min(max(share, 0.0), 1.0)
    if ascii_only:
        return ("#" * round(share * width)).ljust(width, ".")
    eighths = round(share * width * 8)
    full, rest = divmod(eighths, 8)
    return ("█" * full + (_EIGHTHS[rest] if rest else "")).ljust(width)


def _dtype(name: str) -> str:
    return {"bfloat16": "bf16", "float16": "fp16", "float32": "fp32"}.get(name, name)


@dataclass(frozen=True)
class _Row:
    """The cells of one stage as plain text."""

    stage: PlanStage
    devices: str
    type: str
    count: str
    time: str
    replicas: str
    share: float
    used: str
    available: str
    used_share: str
    sent: str
    sent_s: str
    sent_share: str

    @classmethod
    def of(cls, plan: Plan, stage: PlanStage) -> _Row:
        bottleneck = plan.predicted.bottleneck_s
        available = stage.memory_available_bytes
        known = 0 < available < float("inf")
        sends = stage.send is not None
        seconds = link_s(plan, stage)
        return cls(
            stage=stage,
            devices=device_words(stage, 15),
            type=f"{shorten(type_words(plan, stage), 16)} {_dtype(stage.dtype)}",
            count=str(len(stage.nodes)),
            time=format_seconds(stage.time_s),
            replicas=f"\u00f7 {len(stage.devices)}" if len(stage.devices) > 1 else "",
            share=stage_s(plan, stage) / bottleneck if bottleneck > 0 else 0.0,
            used=format_bytes(stage.memory_bytes),
            available=format_bytes(available) if known else "no limit",
            used_share=percent(stage.memory_bytes / available) if known else "",
            sent=format_bytes(stage.send.size_bytes) if stage.send is not None else "",
            sent_s=format_seconds(seconds) if sends else "",
            sent_share=percent(seconds / bottleneck) if sends and bottleneck > 0 else "",
        )


def stage_table(plan: Plan, *, width: int = 80, ascii_only: bool = False) -> Table:
    """One row a stage: devices, layers, time, share of the bottleneck, memory, link load.

    Args:
        plan: the plan.
        width: columns of the terminal; a stage takes one line where it fits, else two.
        ascii_only: draw the bars in ASCII, for terminals without block characters.
    """
    from rich import box
    from rich.table import Table

    rows = [_Row.of(plan, stage) for stage in plan.stages]
    wide = _wide_room(rows, width, ascii_only) >= _WIDE_NAMES
    table = Table(
        box=box.ASCII2 if ascii_only else box.SIMPLE_HEAD,
        pad_edge=False,
        show_edge=False,
        collapse_padding=True,
        padding=(0, 1) if wide else (0, 0),
        header_style="bold",
        caption=_caption(plan, rows),
        caption_justify="left",
    )
    fill = _fill_wide if wide else _fill_narrow
    fill(table, rows, width, ascii_only)
    return table


def _caption(plan: Plan, rows: list[_Row]) -> str | None:
    """What a reader must know to check the shares by hand."""
    said = []
    if any(row.replicas for row in rows):
        said.append("Time is for one micro-batch on one device; replicas (÷) take turns.")
    more = [
        words
        for words, found in (
            ("synchronous transfers", any(exposed_s(plan, s) for s in plan.stages)),
            ("the gradient all-reduce", any(s.reduce_s for s in plan.stages)),
        )
        if found
    ]
    if more:
        said.append(f"The bottleneck counts {' and '.join(more)} too.")
    return " ".join(said) or None


def _fill_narrow(table: Table, rows: list[_Row], width: int, ascii_only: bool) -> None:
    """Two lines a stage."""
    from rich.text import Text

    for header, right in (
        ("#", True), ("Device\ntype", False), ("First layer\n… last (count)", False),
        ("Time", True), ("Bottle-\nneck %", False), ("Memory, %\nof available", True),
        ("Link to next\ntime, %", True),
    ):  # fmt: skip
        table.add_column(header, justify="right" if right else "left", no_wrap=True)
    cells: list[tuple[str, ...]] = []
    for row in rows:
        memory = f"{row.used_share} of {row.available}" if row.used_share else row.available
        load = f"{row.sent_s}, {row.sent_share}" if row.sent else ""
        cells.append((
            str(row.stage.index), f"{row.devices}\n{row.type}", f"{row.time}\n{row.replicas}",
            f"{_bar(row.share, 8, ascii_only)}\n{percent(row.share)}", f"{row.used}\n{memory}",
            f"{row.sent}\n{load}",
        ))  # fmt: skip
    headers = (1, 6, 4, 8, 12, 12)  # widths of the header words
    taken = sum(
        max([least, *(len(line) for cell in cells for line in cell[i].split("\n"))])
        for i, least in enumerate(headers)
    )
    room = max(8, width - taken - 8)
    for row, (index, device, time, share, memory, link) in zip(rows, cells, strict=True):
        colour = stage_colour(row.stage.index)
        name, type_name = device.split("\n")
        bar, number = share.split("\n")
        table.add_row(
            Text(index, style=f"bold {colour}"),
            Text.assemble((name, "bold"), "\n", (type_name, "dim")),
            Text(_layers(row.stage, room)),
            Text(time),
            Text.assemble((bar, colour), "\n", (number, "bold" if row.share >= 0.9995 else "")),
            Text(memory),
            Text(link),
        )


def _layers(stage: PlanStage, room: int) -> str:
    """First and last layer of a stage on two lines of at most `room` characters."""
    if not stage.nodes:
        return "-"
    count = f" ({len(stage.nodes)})"
    first = shorten(stage.nodes[0], room)
    if len(stage.nodes) == 1:
        return f"{first}\n{count.strip()}"
    return f"{first}\n… {shorten(stage.nodes[-1], max(4, room - 2 - len(count)))}{count}"


_WIDE_HEADERS = (
    ("#", True), ("Device", False), ("Type", False), ("Layers", True), ("First … last", False),
    ("Time", True), ("Bottleneck %", False), ("Memory", True), ("Available", True), ("%", True),
    ("Link", True), ("Link time", True), ("%", True),
)  # fmt: skip
_NAMES = 4  # the column that gets what room is left


def _wide_cells(rows: list[_Row], ascii_only: bool) -> list[tuple[str, ...]]:
    return [
        (str(r.stage.index), r.devices, r.type, r.count, "", f"{r.time} {r.replicas}".strip(),
         f"{_bar(r.share, 6, ascii_only)} {percent(r.share)}", r.used, r.available, r.used_share,
         r.sent, r.sent_s, r.sent_share)
        for r in rows
    ]  # fmt: skip


def _wide_room(rows: list[_Row], width: int, ascii_only: bool) -> int:
    """Columns that are left for layer names on one line a stage."""
    cells = _wide_cells(rows, ascii_only)
    between = 3 if ascii_only else 2
    taken = sum(
        max([len(header), *(len(line[i]) for line in cells)]) + between
        for i, (header, _) in enumerate(_WIDE_HEADERS)
        if i != _NAMES
    )
    return width - taken - between


def _fill_wide(table: Table, rows: list[_Row], width: int, ascii_only: bool) -> None:
    """One line a stage, the columns Used, Available and % apart."""
    from rich.text import Text

    for header, right in _WIDE_HEADERS:
        table.add_column(header, justify="right" if right else "left", no_wrap=True)
    room = min(48, _wide_room(rows, width, ascii_only))
    for row, cells in zip(rows, _wide_cells(rows, ascii_only), strict=True):
        colour = stage_colour(row.stage.index)
        styles = [f"bold {colour}", "bold", "dim", "", "", "", colour, *[""] * 6]
        texts = [Text(c, style=s) for c, s in zip(cells, styles, strict=True)]
        texts[_NAMES] = Text(layer_range(row.stage, room), style="dim")
        table.add_row(*texts)


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
         + (f": {SCHEDULE_WORDS[plan.schedule.name]}"
            if plan.schedule.name in SCHEDULE_WORDS else "")),
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
    if plan.baselines:
        console.print()
        console.print(baseline_table(plan))
    rows = [("Bound", " ".join(bound_words(plan.bound)))]
    rows += [("Figures" if i == 0 else "", line) for i, line in enumerate(sources(plan))]
    rows += [("Notes" if i == 0 else "", line) for i, line in enumerate(plan.notes)]
    console.print()
    console.print(_grid(rows))
