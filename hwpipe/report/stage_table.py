"""The stage table of `hwpipe show`: devices, layers, time, memory and links of every stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.palette import stage_colour
from hwpipe.report.words import (
    device_words,
    exposed_s,
    layer_range,
    link_s,
    percent,
    shorten,
    stage_s,
    type_words,
)
from hwpipe.units import format_bytes, format_seconds

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["stage_table"]

#: A stage takes one line instead of two where so many columns are left for layer names.
_WIDE_NAMES = 18
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


def _sharing_words(stage: PlanStage) -> str:
    """`÷ 4` for four replicas (`÷ 3.2` where some are slower), `split 4` for a split."""
    if stage.mode == "split":
        size = len(stage.devices) // stage.units
        return f"split {size}" + (f"\u00d7{stage.units}" if stage.units > 1 else "")
    if stage.ranks == 1:
        return ""
    equal = abs(stage.pace - stage.ranks) < 0.05
    return f"\u00f7 {stage.ranks}" if equal else f"\u00f7 {stage.pace:.1f}"


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
            replicas=_sharing_words(stage),
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
    if any(row.stage.ranks > 1 for row in rows):
        unequal = any(row.stage.rank_times for row in rows)
        said.append(
            "Time is for one micro-batch on the slowest device; replicas (÷, of its speed) take "
            "micro-batches as they are free."
            if unequal
            else "Time is for one micro-batch on one device; replicas (÷) take turns."
        )
    if any(row.stage.mode == "split" for row in rows):
        said.append("Devices of a split stage share every layer.")
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
