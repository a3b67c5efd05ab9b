"""Stage and link times per micro-batch against the ideal time and the bottleneck."""

from __future__ import annotations

from typing import Any

from hwpipe.plan.model import Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, time_unit
from hwpipe.report.palette import stage_colour, tones
from hwpipe.report.words import link_s, percent
from hwpipe.units import format_bytes, format_seconds

__all__ = ["balance_figure"]

_LINK = "#9AA0A6"


def balance_figure(plan: Plan) -> Figure:
    """Bars for every stage (stacked by pass) and link, lines for ideal and bottleneck.

    The time of a replicated stage is divided by its replicas, since they take turns.
    """
    bottleneck = plan.predicted.bottleneck_s
    factor, unit = time_unit(bottleneck)
    parts = [("forward", "F", lambda s: s.forward_s)]
    if plan.mode == "train":
        parts += [
            ("backward, input gradient", "B", lambda s: s.backward_input_s),
            ("backward, weight gradient", "W", lambda s: s.backward_weight_s),
        ]
    greys = {"F": "#7A7F87", "B": "#3C4046", "W": "#BFC3C9"}
    data: list[dict[str, Any]] = []
    for words, kind, seconds in parts:
        data.append({
            "type": "bar", "name": words, "legendgroup": words, "showlegend": False,
            "x": [2 * s.index for s in plan.stages],
            "y": [round_to(seconds(s) / len(s.devices) / factor) for s in plan.stages],
            "marker": {"color": [tones(stage_colour(s.index))[kind] for s in plan.stages]},
            "width": 1.1,
            "customdata": [
                [label(", ".join(s.devices[:4]) + (" …" if len(s.devices) > 4 else "")),
                 format_seconds(seconds(s)),
                 percent(s.time_s / len(s.devices) / bottleneck) if bottleneck > 0 else "-",
                 s.index]
                for s in plan.stages
            ],
            "hovertemplate": f"<b>stage %{{customdata[3]}}</b>, %{{customdata[0]}}<br>{words}: "
            "%{customdata[1]} on one device<br>whole stage: %{customdata[2]} of the bottleneck"
            "<extra></extra>",
        })  # fmt: skip
        if len(parts) > 1:
            data.append({"type": "bar", "x": [None], "y": [None], "name": words,
                         "legendgroup": words, "marker": {"color": greys[kind]}})  # fmt: skip
    sends = [s for s in plan.stages if s.send is not None]
    if sends:
        data.append({
            "type": "bar", "name": "transfer to the next stage", "width": 0.5,
            "x": [2 * s.index + 1 for s in sends],
            "y": [round_to(link_s(plan, s) / factor) for s in sends],
            "marker": {"color": _LINK},
            "customdata": [
                [s.index, s.index + 1, format_bytes(s.send.size_bytes) if s.send else "",
                 format_seconds(link_s(plan, s)),
                 "overlapped with compute" if s.send and s.send.overlap else
                 "not overlapped with compute"]
                for s in sends
            ],
            "hovertemplate": "<b>link %{customdata[0]} → %{customdata[1]}</b><br>%{customdata[2]} "
            "in %{customdata[3]}<br>%{customdata[4]}<extra></extra>",
        })  # fmt: skip
    span = [-0.9, 2 * len(plan.stages) - 1.1]
    for words, value, dash, colour in (
        ("bottleneck", bottleneck, "solid", "#C1272D"),
        ("ideal (all devices equally loaded)", plan.predicted.ideal_s, "dash", "#009E73"),
    ):
        data.append({
            "type": "scatter", "mode": "lines", "x": span, "y": [round_to(value / factor)] * 2,
            "name": f"{words}: {format_seconds(value)}", "line": {"dash": dash, "color": colour,
                                                                 "width": 2},
            "hoverinfo": "name",
        })  # fmt: skip
    deep = len(plan.stages) > 16
    every = max(1, len(plan.stages) // 32)
    ticks = [s for s in plan.stages if s.index % every == 0]
    names = [
        str(s.index) if deep else f"stage {s.index}<br>{label(s.devices[0][:14])}" for s in ticks
    ]
    return figure(
        data, 380, barmode="stack", bargap=0,
        xaxis={"tickvals": [2 * s.index for s in ticks], "ticktext": names, "range": span,
               "automargin": True, "showgrid": False, "zeroline": False, "tickangle": 0,
               "title": {"text": "Stage, and the link to the next one"}},
        yaxis=axis(f"Time per micro-batch ({unit})", rangemode="tozero"),
    )  # fmt: skip
