"""Tables of how devices share stages, how layers are split, what memory costs, and schedules.

Each is built once as plain text (`SharingTable`), for the terminal and the page alike.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.plan.stage_model import TensorSplit
from hwpipe.report.schedule_tables import compared_schedules, token_slices
from hwpipe.report.sharing_model import SharingTable
from hwpipe.report.uplink_table import shared_links
from hwpipe.report.words import clean, percent, shorten
from hwpipe.units import format_bytes, format_seconds

if TYPE_CHECKING:
    from rich.table import Table

__all__ = ["SharingTable", "rich_table", "sharing_tables"]


def sharing_tables(plan: Plan) -> list[SharingTable]:
    """The tables that a plan has something to say in."""
    found = (_shares(plan), _layers(plan), _strategies(plan), token_slices(plan),
             shared_links(plan), compared_schedules(plan))  # fmt: skip
    return [table for table in found if table.rows]


def rich_table(table: SharingTable, most: int = 24) -> Table:
    """For a terminal: the first `most` rows."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=table.title, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False,
                  show_edge=False, header_style="bold", title_style="bold",
                  caption=table.remark or None, caption_justify="left")  # fmt: skip
    for header, number in table.columns:
        drawn.add_column(header, justify="right" if number else "left", overflow="fold")
    for row in table.rows[:most]:
        drawn.add_row(*(Text(shorten(cell, 40)) for cell in row))
    if len(table.rows) > most:
        drawn.add_row("", f"and {len(table.rows) - most} rows more")
    return drawn


def _shares(plan: Plan) -> SharingTable:
    """Each device's share of the stages that devices share unequally; equal ones are one row."""
    rows: list[tuple[str, ...]] = []
    for stage in plan.stages:
        if not stage.shares or not (stage.rank_times or stage.mode == "split"):
            continue
        each = [(name, _share_cells(plan, stage, k)) for k, name in enumerate(stage.devices)]
        for cells, run in groupby(each, key=lambda pair: pair[1]):
            names = [clean(name) for name, _ in run]
            words = ", ".join(names)
            if len(names) > 2:
                words = f"{names[0]} … {names[-1]} ({len(names)})"
            rows.append((str(stage.index), words, *cells))
    columns = (("#", True), ("Device", False), ("Mode", False), ("Share", True),
               ("Batches", True), ("Time", True), ("Memory", True))  # fmt: skip
    remark = "Of each device. Batches: micro-batches that it works on. Time: of one of them."
    return SharingTable("How devices share stages", remark, columns, tuple(rows))


def _share_cells(plan: Plan, stage: PlanStage, k: int) -> tuple[str, ...]:
    """Mode, share, micro-batches, time and memory of the k-th device of a stage."""
    count = plan.schedule.microbatches
    seconds, mode = stage.time_s, str(stage.mode)
    if stage.rank_times and stage.mode != "split":
        r = stage.rank_times[k]
        seconds = r.forward_s + r.backward_input_s + r.backward_weight_s
    dealt = round(stage.shares[k] * count)
    if stage.mode == "split":
        dealt = -(-count // stage.units)
        if stage.units > 1:
            mode += f" ×{stage.units}"
    memory = plan.predicted.peak_memory_bytes.get(stage.devices[k], 0.0)
    return (mode, percent(stage.shares[k]), str(dealt), format_seconds(seconds),
            format_bytes(memory))  # fmt: skip


def _types(split: TensorSplit, layer: int) -> str:
    """Types of a layer, level by level: `I/III`; `I,II` where parts of a level differ."""
    levels = []
    for _, group in groupby(split.bisections, key=lambda b: b.level):
        names = dict.fromkeys(bisection.types[layer] for bisection in group)
        levels.append(",".join(names))
    return "/".join(levels)


def _range(values: list[float]) -> str:
    low, high = min(values), max(values)
    return f"{low:.2f}" if high - low < 0.005 else f"{low:.2f}–{high:.2f}"


def _split_rows(stage: PlanStage) -> Iterator[tuple[str, ...]]:
    """Rows of a split stage; neighbours of equal types are one row."""
    split = stage.split
    if split is None:
        return
    first = split.bisections[0] if split.bisections else None
    keyed = [(_types(split, k), k) for k in range(len(split.layers))]
    for types, run in groupby(keyed, key=lambda pair: pair[0]):
        members = [k for _, k in run]
        names = [clean(split.layers[k].layer) for k in members]
        ratio = "-"
        if first is not None and types.split("/")[0] != "both":
            ratio = _range([first.ratios[k] for k in members])
        yield (
            str(stage.index),
            names[0] if len(names) == 1 else f"{names[0]} … {names[-1]} ({len(names)})",
            types,
            ratio,
            format_bytes(sum(split.layers[k].moved_bytes for k in members)),
            format_seconds(sum(split.layers[k].time_s for k in members)),
        )


def _layers(plan: Plan) -> SharingTable:
    """Type, ratio and traffic of the layers of split stages."""
    columns = (("#", True), ("Layers", False), ("Type", False), ("Ratio", True),
               ("Moved", True), ("Time", True))  # fmt: skip
    remark = (
        "Types, level by level of the devices cut in two: I splits the batch, II input, III output "
        "channels, both computes twice. Ratio: the first half's share. Moved: received by all "
        "devices for one micro-batch."
    )
    rows = tuple(row for stage in plan.stages for row in _split_rows(stage))
    return SharingTable("How layers are split", remark, columns, rows)


def _strategies(plan: Plan) -> SharingTable:
    """What stages do that do not fit as they are."""
    rows = []
    for stage in plan.stages:
        strategy = stage.memory_strategy
        if strategy is None:
            continue
        choices = [choice for _, choice in strategy.blocks]
        blocks = ", ".join(f"{choices.count(c)} {c}" for c in dict.fromkeys(choices))
        state = ("whole", "optimizer sharded", "gradients sharded")[strategy.sharding]
        if strategy.shards:
            state = f"{len(strategy.shards)} shards"
        rows.append((
            str(stage.index), blocks, state, format_seconds(strategy.extra_s),
            format_seconds(strategy.recompute_s), format_seconds(strategy.stall_s),
            format_seconds(strategy.copy_out_s + strategy.copy_in_s),
        ))  # fmt: skip
    columns = (("#", True), ("Blocks", False), ("State", False), ("Extra", True),
               ("Recompute", True), ("Stall", True), ("Copies", True))  # fmt: skip
    remark = (
        "Seconds of an iteration. Extra: beyond the same stage in unlimited memory. Copies: both "
        "copy engines together, mostly beside compute."
    )
    return SharingTable("Stages made to fit", remark, columns, tuple(rows))
