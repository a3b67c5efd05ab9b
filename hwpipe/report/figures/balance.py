"""Stage and link times per micro-batch against the ideal time and the bottleneck."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hwpipe.plan.model import Plan, PlanStage
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.report.palette import stage_colour, tones
from hwpipe.report.words import exposed_s, link_s, percent, stage_s
from hwpipe.units import format_bytes, format_seconds

__all__ = ["balance_figure"]

_LINK = "#9AA0A6"
#: The legend shows tones in grey, since the hue belongs to the stage.
_GREYS = {"F": "#7A7F87", "B": "#3C4046", "W": "#BFC3C9"}


def _parts(plan: Plan) -> list[tuple[str, str, Callable[[PlanStage], float]]]:
    """(words, tone, period) of what a stage does with a micro-batch; the periods sum up."""
    parts: list[tuple[str, str, Callable[[PlanStage], float]]] = [
        ("forward", "F", lambda s: s.forward_s / s.pace)
    ]
    if plan.mode == "train":
        parts += [
            ("backward, input gradient", "B", lambda s: s.backward_input_s / s.pace),
            ("backward, weight gradient", "W", lambda s: s.backward_weight_s / s.pace),
        ]
    if any(exposed_s(plan, s) for s in plan.stages):
        parts.append(("waits for transfers", "wait", lambda s: exposed_s(plan, s) / s.pace))
    if any(s.reduce_s for s in plan.stages):
        parts.append(
            ("share of the all-reduce", "reduce", lambda s: s.reduce_s / plan.schedule.microbatches)
        )
    return parts


def balance_figure(plan: Plan) -> Figure:
    """Bars for every stage (stacked by pass) and link, lines for ideal and bottleneck.

    Heights are periods (`words.stage_s`, `words.link_s`), so that the tallest bar touches the
    bottleneck line.
    """
    bottleneck = plan.predicted.bottleneck_s
    factor, unit = time_unit(bottleneck)
    data: list[dict[str, Any]] = []
    parts = _parts(plan)
    plain = {"wait": "#C9CDD3", "reduce": "#6B4C9A"}
    for words, tone, seconds in parts:
        colours = [plain.get(tone) or tones(stage_colour(s.index))[tone] for s in plan.stages]
        data.append({
            "type": "bar", "name": words, "legendgroup": words, "showlegend": False,
            "x": [2 * s.index for s in plan.stages],
            "y": [round_to(seconds(s) / factor) for s in plan.stages],
            "marker": {"color": colours}, "width": 1.1,
            "customdata": [
                [label(", ".join(s.devices[:4]) + (" …" if len(s.devices) > 4 else "")),
                 format_seconds(seconds(s)), format_seconds(stage_s(plan, s)),
                 percent(stage_s(plan, s) / bottleneck) if bottleneck > 0 else "-", s.index]
                for s in plan.stages
            ],
            "hovertemplate": f"<b>stage %{{customdata[4]}}</b>, %{{customdata[0]}}<br>{words}: "
            "%{customdata[1]}<br>whole stage: %{customdata[2]}, %{customdata[3]} of the "
            "bottleneck<extra></extra>",
        })  # fmt: skip
        if len(parts) > 1:
            data.append({
                "type": "bar", "x": [None], "y": [None], "name": words, "legendgroup": words,
                "marker": {"color": plain.get(tone) or _GREYS[tone]},
            })  # fmt: skip
    data += _links(plan, factor)
    span = [-0.9, 2 * len(plan.stages) - 1.1]
    for words, value, dash, colour in (
        ("bottleneck", bottleneck, "solid", "#DB4045"),
        ("ideal (work divided without limit)", plan.predicted.ideal_s, "dash", "#777777"),
    ):
        data.append({
            "type": "scatter", "mode": "lines", "x": span, "y": [round_to(value / factor)] * 2,
            "name": f"{words}: {format_seconds(value)}", "hoverinfo": "name",
            "line": {"dash": dash, "color": colour, "width": 2},
            # The page's script gives lines marked so the colour of its ink.
            **({"meta": "ink"} if dash == "dash" else {}),
        })  # fmt: skip
    every = max(1, len(plan.stages) // 32)
    ticks = [s for s in plan.stages if s.index % every == 0]
    deep = len(plan.stages) > 10
    names = [
        str(s.index) if deep else f"stage {s.index}<br>{label(s.devices[0][:14])}" for s in ticks
    ]
    return figure(
        data, 400, barmode="stack", bargap=0,
        xaxis={"tickvals": [2 * s.index for s in ticks], "ticktext": names, "range": span,
               "automargin": True, "showgrid": False, "zeroline": False, "tickangle": 0,
               "title": {"text": "Stage (wide bars), link to the next stage (narrow bars)",
                         "standoff": 8}},
        yaxis=axis(f"Time per micro-batch ({unit})", rangemode="tozero"),
    )  # fmt: skip


def _links(plan: Plan, factor: float) -> list[dict[str, Any]]:
    sends = [(s, s.send) for s in plan.stages if s.send is not None]
    if not sends:
        return []
    return [{
        "type": "bar", "name": "transfer to the next stage", "width": 0.5,
        "x": [2 * s.index + 1 for s, _ in sends],
        "y": [round_to(link_s(plan, s) / factor) for s, _ in sends],
        "marker": {"color": _LINK},
        "customdata": [
            [s.index, s.index + 1, format_bytes(send.size_bytes), format_seconds(link_s(plan, s)),
             "beside compute" if send.overlap else "stops both ends"]
            for s, send in sends
        ],
        "hovertemplate": "<b>link %{customdata[0]} to %{customdata[1]}</b><br>%{customdata[2]} "
        "in %{customdata[3]}, %{customdata[4]}<extra></extra>",
    }]  # fmt: skip
