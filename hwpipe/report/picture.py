"""A static SVG picture of a plan: the stages as boxes, the links as arrows, a small Gantt.

No script, no font file, no time stamp: the same plan gives the same bytes. The colours of
ink and paper follow the reader's light or dark scheme through a media query.
"""

from __future__ import annotations

import html

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.gantt_svg import gantt_rows
from hwpipe.report.palette import KIND_LABEL, ink_on, stage_colour
from hwpipe.report.words import (
    clean,
    device_words,
    link_s,
    percent,
    plan_title,
    shorten,
    stage_s,
    type_words,
)
from hwpipe.schedule.model import Timeline
from hwpipe.units import format_bytes, format_seconds

__all__ = ["pipeline_svg", "plan_svg", "wrap_svg"]


def escape(text: str) -> str:
    """Text of an XML document, which may hold no control characters."""
    return html.escape(clean(text))


_BOX_W, _BOX_H, _GAP, _ROW_GAP, _PAD = 178, 128, 56, 34, 16
_PER_ROW = 4
#: Above this number of stages the boxes are small and the links carry no words.
_MANY = 16
_SMALL_W, _SMALL_H, _SMALL_GAP, _SMALL_ROW_GAP, _SMALL_PER_ROW = 98, 62, 16, 22, 8

_STYLE = """
.hp{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
.hp .paper{fill:#ffffff}.hp .box{fill:#f6f7f9;stroke:#c9ced6}.hp .ink{fill:#1b1f24}
.hp .soft{fill:#59636e}.hp .rail{fill:#dfe3e8}.hp .wire{stroke:#7a828c;fill:none}
.hp .head{fill:#7a828c}.hp .hot{stroke:#c1272d;fill:none}.hp .hothead{fill:#c1272d}
.hp .hotink{fill:#c1272d}
@media (prefers-color-scheme:dark){.hp .paper{fill:#14171c}.hp .box{fill:#1e232a;stroke:#3b434d}
.hp .ink{fill:#e9ecf0}.hp .soft{fill:#a3adb8}.hp .rail{fill:#343b44}.hp .wire{stroke:#8d97a3}
.hp .head{fill:#8d97a3}.hp .hot{stroke:#ff7b72}.hp .hothead{fill:#ff7b72}.hp .hotink{fill:#ff7b72}}
@media print{.hp .paper{fill:#fff}.hp .box{fill:#f6f7f9;stroke:#c9ced6}.hp .ink{fill:#1b1f24}
.hp .soft{fill:#59636e}.hp .rail{fill:#dfe3e8}}
""".replace("\n", "")


def _text(
    x: float, y: float, words: str, css: str = "ink", size: float = 12, *, more: str = ""
) -> str:
    return (
        f'<text x="{x:g}" y="{y:g}" class="{css}" font-size="{size:g}"{more}>{escape(words)}</text>'
    )


def _rect(x: float, y: float, w: float, h: float, more: str) -> str:
    return f'<rect x="{x:g}" y="{y:g}" width="{w:g}" height="{h:g}" {more}/>'


def _icon(kind: str, x: float, y: float, ink: str) -> str:
    """A device glyph of 18 x 18: fan (GPU), array (TPU-like), pins (FPGA), core (CPU)."""
    stroke = f'fill="none" stroke="{ink}" stroke-width="1.4"'
    body = _rect(x + 1.5, y + 3.5, 15, 11, f'rx="1.5" {stroke}')
    if kind == "gpu":
        return (
            body + f'<circle cx="{x + 9:g}" cy="{y + 9:g}" r="3.6" {stroke}/>'
            f'<path d="M{x + 9:g} {y + 5.4:g}v7.2M{x + 5.4:g} {y + 9:g}h7.2" {stroke}/>'
        )
    if kind == "tpu":
        return "".join(
            _rect(x + 1.5 + 5.4 * c, y + 1.5 + 5.4 * r, 4.2, 4.2, f'fill="{ink}"')
            for r in range(3)
            for c in range(3)
        )
    core = _rect(x + 4, y + 4, 10, 10, f'rx="1" {stroke}')
    if kind == "fpga":
        pins = "".join(
            f"M{x + 6 + 3 * i:g} {y + 4:g}v-3M{x + 6 + 3 * i:g} {y + 14:g}v3"
            f"M{x + 4:g} {y + 6 + 3 * i:g}h-3M{x + 14:g} {y + 6 + 3 * i:g}h3"
            for i in range(3)
        )
        return core + f'<path d="{pins}" {stroke}/>'
    return core + _rect(x + 7, y + 7, 4, 4, f'fill="{ink}"')


def _meter(x: float, y: float, w: float, share: float, colour: str) -> str:
    filled = max(1.5, w * min(max(share, 0.0), 1.0)) if share > 0 else 0.0
    bar = _rect(x, y, filled, 5, f'rx="2.5" fill="{colour}"') if filled else ""
    return _rect(x, y, w, 5, 'rx="2.5" class="rail"') + bar


def _box(plan: Plan, stage: PlanStage, x: float, y: float) -> str:
    colour = stage_colour(stage.index)
    ink = ink_on(colour)
    bottleneck = plan.predicted.bottleneck_s
    share = stage_s(plan, stage) / bottleneck if bottleneck > 0 else 0.0
    available = stage.memory_available_bytes
    known = 0 < available < float("inf")
    used = stage.memory_bytes / available if known else 0.0
    layers = f"{len(stage.nodes)} layer{'s' * (len(stage.nodes) != 1)}"
    kind = KIND_LABEL.get(stage.kind, stage.kind)
    right = ' text-anchor="end"'
    sign = "÷" if stage.mode == "split" else "×"
    replicas = f" {sign} {len(stage.devices)}" if len(stage.devices) > 1 else ""
    inside = x + 10
    edge = x + _BOX_W - 10
    parts = [
        f"<g><title>{escape(f'stage {stage.index}: ' + ', '.join(stage.devices[:16]))}</title>",
        _rect(x, y, _BOX_W, _BOX_H, 'rx="8" class="box"'),
        f'<path d="M{x:g} {y + 30:g}v-22a8 8 0 0 1 8-8h{_BOX_W - 16}a8 8 0 0 1 8 8v22z" '
        f'fill="{colour}"/>',
        _icon(stage.kind, x + 8, y + 6, ink),
        f'<text x="{x + 33:g}" y="{y + 20:g}" font-size="13" font-weight="600" fill="{ink}">'
        f"{escape(f'stage {stage.index}')}</text>",
        f'<text x="{edge:g}" y="{y + 20:g}" font-size="11.5" fill="{ink}"{right}>'
        f"{escape(kind + replicas)}</text>",
        _text(inside, y + 47, device_words(stage, 22), size=12.5, more=' font-weight="600"'),
        _text(inside, y + 63, shorten(f"{type_words(plan, stage)} · {layers}", 28), "soft", 11),
        _text(inside, y + 83, format_seconds(stage_s(plan, stage)), size=11.5),
        _text(edge, y + 83, f"{percent(share)} of bottleneck", "soft", 10.5, more=right),
        _meter(inside, y + 88, _BOX_W - 20, share, colour),
        _text(inside, y + 109, format_bytes(stage.memory_bytes), size=11.5),
        _text(
            edge, y + 109,
            f"{percent(used)} of {format_bytes(available)}" if known else "no memory limit",
            "soft", 10.5, more=right,
        ),
        _meter(inside, y + 114, _BOX_W - 20, used, colour),
        "</g>",
    ]  # fmt: skip
    return "".join(parts)


def _arrow(plan: Plan, stage: PlanStage, spots: list[tuple[float, float]]) -> str:
    """The link after a stage: bytes above, load below, red from 90 % of the bottleneck."""
    send = stage.send
    if send is None:
        return ""
    bottleneck = plan.predicted.bottleneck_s
    seconds = link_s(plan, stage)
    load = seconds / bottleneck if bottleneck > 0 else 0.0
    hot = load >= 0.9
    wire, head, ink = ("hot", "hothead", "hotink") if hot else ("wire", "head", "soft")
    width = 1.4 + 2.6 * min(load, 1.0)
    (x0, y0), (x1, y1) = spots[stage.index], spots[stage.index + 1]
    words = (
        f"link {stage.index} to {stage.index + 1}: {len(send.tensors)} tensors, "
        f"{format_bytes(send.size_bytes)} per micro-batch, {format_seconds(seconds)}, "
        f"{percent(load)} of the bottleneck, {'' if send.overlap else 'not '}overlapped"
    )
    title = f"<g><title>{escape(words)}</title>"
    middle = ' text-anchor="middle"'
    if y0 == y1:
        y = y0 + 52
        a, b = x0 + _BOX_W + 4, x1 - 5
        centre = (a + b) / 2
        return (
            title
            + f'<path d="M{a:g} {y:g}H{b - 6:g}" class="{wire}" stroke-width="{width:.2f}"/>'
            + f'<path d="M{b:g} {y:g}l-9 -5v10z" class="{head}"/>'
            + _text(centre, y - 8, format_bytes(send.size_bytes), ink, 10.5, more=middle)
            + _text(centre, y + 17, percent(load), ink, 10.5, more=middle)
            + "</g>"
        )
    # To the next row: down from the box, along the gap between rows, down into the next box.
    a, b, top, low = x0 + _BOX_W / 2, x1 + _BOX_W / 2, y0 + _BOX_H + 3, y1 - 5
    y = (top + low) / 2
    label = f"{format_bytes(send.size_bytes)}, {percent(load)}"
    return (
        title
        + f'<path d="M{a:g} {top:g}V{y:g}H{b:g}V{low - 6:g}" class="{wire}" '
        + f'stroke-width="{width:.2f}" stroke-linejoin="round"/>'
        + f'<path d="M{b:g} {low:g}l-5 -9h10z" class="{head}"/>'
        + _text(a - 8, y - 5, label, ink, 10.5, more=' text-anchor="end"')
        + "</g>"
    )


def _small_box(plan: Plan, stage: PlanStage, x: float, y: float) -> str:
    """A box of a deep pipeline: number, device, share of the bottleneck, memory."""
    colour = stage_colour(stage.index)
    ink = ink_on(colour)
    bottleneck = plan.predicted.bottleneck_s
    share = stage_s(plan, stage) / bottleneck if bottleneck > 0 else 0.0
    available = stage.memory_available_bytes
    used = stage.memory_bytes / available if 0 < available < float("inf") else 0.0
    words = (
        f"stage {stage.index}: {', '.join(stage.devices[:16])}, {type_words(plan, stage)}, "
        f"{len(stage.nodes)} layers, {format_seconds(stage_s(plan, stage))} "
        f"({percent(share)} of the bottleneck), {format_bytes(stage.memory_bytes)} "
        f"({percent(used)} of memory)"
    )
    if stage.send is not None:
        words += f", sends {format_bytes(stage.send.size_bytes)} per micro-batch"
    edge = x + _SMALL_W - 8
    parts = [
        f"<g><title>{escape(words)}</title>",
        _rect(x, y, _SMALL_W, _SMALL_H, 'rx="6" class="box"'),
        f'<path d="M{x:g} {y + 22:g}v-16a6 6 0 0 1 6-6h{_SMALL_W - 12}a6 6 0 0 1 6 6v16z" '
        f'fill="{colour}"/>',
        _icon(stage.kind, x + 5, y + 2, ink),
        f'<text x="{edge:g}" y="{y + 15.5:g}" font-size="12" font-weight="600" fill="{ink}" '
        f'text-anchor="end">{stage.index}</text>',
        _text(x + 8, y + 37, device_words(stage, 9), size=11),
        _text(edge, y + 37, percent(share), "soft", 9.5, more=' text-anchor="end"'),
        _meter(x + 8, y + 43, _SMALL_W - 16, share, colour),
        _meter(x + 8, y + 51, _SMALL_W - 16, used, colour),
        "</g>",
    ]
    return "".join(parts)


def _small_arrow(plan: Plan, stage: PlanStage, spots: list[tuple[float, float]]) -> str:
    bottleneck = plan.predicted.bottleneck_s
    load = link_s(plan, stage) / bottleneck if bottleneck > 0 else 0.0
    wire, head = ("hot", "hothead") if load >= 0.9 else ("wire", "head")
    width = 1.2 + 1.8 * min(load, 1.0)
    (x0, y0), (x1, y1) = spots[stage.index], spots[stage.index + 1]
    if y0 == y1:
        a, b, y = x0 + _SMALL_W + 1, x1 - 2, y0 + _SMALL_H / 2
        path, tip = f"M{a:g} {y:g}H{b - 5:g}", f"M{b:g} {y:g}l-7 -4v8z"
    else:
        a, b = x0 + _SMALL_W / 2, x1 + _SMALL_W / 2
        top, low = y0 + _SMALL_H + 1, y1 - 2
        y = (top + low) / 2 - 2
        path, tip = f"M{a:g} {top:g}V{y:g}H{b:g}V{low - 5:g}", f"M{b:g} {low:g}l-4 -7h8z"
    return (
        f'<path d="{path}" class="{wire}" stroke-width="{width:.2f}"/>'
        f'<path d="{tip}" class="{head}"/>'
    )


def _layout(count: int) -> tuple[list[tuple[float, float]], float, float]:
    """Corner of each box, and width and height of the whole."""
    w, h, gap, row_gap, per_row = _BOX_W, _BOX_H, _GAP, _ROW_GAP, _PER_ROW
    if count > _MANY:
        w, h, gap, row_gap = _SMALL_W, _SMALL_H, _SMALL_GAP, _SMALL_ROW_GAP
        per_row = _SMALL_PER_ROW
    columns = min(count, per_row)
    rows = -(-count // per_row)
    spots = [
        (_PAD + float(i % per_row * (w + gap)), _PAD + float(i // per_row * (h + row_gap)))
        for i in range(count)
    ]
    width = 2 * _PAD + columns * w + (columns - 1) * gap
    height = 2 * _PAD + rows * h + (rows - 1) * row_gap
    return spots, width, height


def _pipeline(plan: Plan) -> tuple[str, float, float]:
    spots, width, height = _layout(len(plan.stages))
    many = len(plan.stages) > _MANY
    arrow, box = (_small_arrow, _small_box) if many else (_arrow, _box)
    body = [arrow(plan, stage, spots) for stage in plan.stages[:-1]]
    body += [box(plan, stage, *spots[stage.index]) for stage in plan.stages]
    return "".join(body), width, height


def _svg(body: str, width: float, height: float, title: str, *, paper: bool) -> str:
    back = f'<rect width="{width:g}" height="{height:g}" rx="10" class="paper"/>' if paper else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="hp" role="img" '
        f'viewBox="0 0 {width:g} {height:g}" width="{width:g}" height="{height:g}">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style>{back}{body}</svg>\n"
    )


def wrap_svg(body: str, width: float, height: float, title: str) -> str:
    """A picture of the page around its parts, in the page's style, without paper."""
    return _svg(body, width, height, title, paper=False)


def pipeline_svg(plan: Plan) -> str:
    """The stages and links alone, without paper; the page's picture."""
    body, width, height = _pipeline(plan)
    return _svg(body, width, height, f"Pipeline of {plan_title(plan)}", paper=False)


def plan_svg(plan: Plan, timeline: Timeline | None = None) -> str:
    """The whole picture: title, key figures, stages with balance and memory bars, small Gantt.

    Args:
        plan: the plan.
        timeline: the simulated iteration; simulated here where None.
    """
    body, width, height = _pipeline(plan)
    width = max(width, 620.0)
    own = plan.predicted
    head = 46
    facts = [
        f"{own.throughput_per_s:,.4g} samples/s",
        f"iteration {format_seconds(own.iteration_s)}",
        f"bottleneck {format_seconds(own.bottleneck_s)}",
        f"{plan.schedule.name}, {plan.schedule.microbatches} micro-batches of {plan.micro_batch}",
    ]
    if plan.bound is not None:
        facts.append("proven optimal" if plan.bound.exact else f"gap {percent(plan.bound.gap)}")
    parts = [
        _text(_PAD, 26, shorten(plan_title(plan), int(width / 10.5)), size=16,
              more=' font-weight="600"'),
        _text(_PAD, 46, shorten(" · ".join(facts), int(width / 6.4)), "soft", 12),
        f'<g transform="translate(0 {head})">{body}</g>',
    ]  # fmt: skip
    top = head + height + 6
    gantt, gantt_height = gantt_rows(plan, timeline, _PAD, top, width - 2 * _PAD)
    parts.append(gantt)
    return _svg("".join(parts), width, top + gantt_height + _PAD, plan_title(plan), paper=True)
