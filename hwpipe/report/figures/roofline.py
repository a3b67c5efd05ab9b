"""A roofline per device type: peak and bandwidth of the device, the layers as points.

The model is that of Williams, Waterman and Patterson, "Roofline: an insightful visual
performance model for multicore architectures" (CACM 2009): at an operational intensity of
x operations per byte a device attains at most min(peak, bandwidth * x).
"""

from __future__ import annotations

from typing import Any

from hwpipe.cluster.model import Device
from hwpipe.plan.model import LayerRow, Plan
from hwpipe.report.figures.base import Figure, axis, figure, label, round_to, rounded
from hwpipe.report.palette import KIND_LABEL, stage_colour
from hwpipe.units import format_count, format_rate, format_seconds

__all__ = ["roofline_figures"]

_MAX_POINTS = 1200


def _passes(plan: Plan) -> list[int]:
    """Products of a layer's size per micro-batch, for each layer of the plan.

    Inference: one. Training: three (forward, input gradient, weight gradient), but two for the
    first layer with multiply-accumulates, since nobody needs the gradient of the model's input.
    """
    if plan.mode != "train":
        return [1] * len(plan.layers)
    first = next((i for i, row in enumerate(plan.layers) if row.macs > 0), -1)
    return [2 if i == first else 3 for i in range(len(plan.layers))]


def roofline_figures(plan: Plan) -> list[tuple[str, Figure, str]]:
    """(title, chart, remark) for each device type in use, in stage order."""
    types: dict[tuple[str, str], list[int]] = {}
    for stage in plan.stages:
        types.setdefault((stage.device_type, stage.dtype), []).append(stage.index)
    passes = dict(zip(plan.layers, _passes(plan), strict=True))
    charts = []
    for (type_name, dtype), stages in types.items():
        device = plan.cluster.by_name.get(plan.stages[stages[0]].devices[0])
        if device is None or not device.peak_per_s:
            continue
        peak = device.peak_per_s.get(dtype, max(device.peak_per_s.values()))
        mine = [row for row in plan.layers if row.stage in set(stages)]
        points = [r for r in mine if r.macs > 0 and r.time_s > 0 and r.bytes > 0]
        points.sort(key=lambda r: -r.time_s)
        remark = []
        if len(points) > _MAX_POINTS:
            remark.append(f"the {_MAX_POINTS} longest of {len(points)} layers")
            points = points[:_MAX_POINTS]
        without = len(mine) - sum(r.macs > 0 for r in mine)
        if without:
            remark.append(f"{without} layers without multiply-accumulates have no point")
        counts = [passes[r] for r in points]
        above = sum(
            2 * r.macs * n / r.time_s
            > 1.001 * min(peak, device.memory_bytes_per_s * 2 * r.macs / r.bytes)
            for r, n in zip(points, counts, strict=True)
        )
        if above:
            remark.append(
                f"{above} above the roof: operations are counted as direct products and bytes at "
                "the model's precision, while Winograd's algorithm and narrower types need fewer"
            )
        kind = KIND_LABEL.get(device.kind, device.kind)
        title = f"{type_name} ({kind}, {dtype})"
        text = "; ".join(remark)
        charts.append((title, _roofline(device, peak, points, counts), text))
    return charts


def _roofline(
    device: Device, peak: float, points: list[LayerRow], passes: list[int]
) -> Figure:  # fmt: skip
    bandwidth = device.memory_bytes_per_s
    ridge = peak / bandwidth if bandwidth > 0 else 1.0
    intensity = [2 * r.macs / r.bytes for r in points]
    rate = [2 * r.macs * n / r.time_s for r, n in zip(points, passes, strict=True)]
    low = min([ridge / 30, *intensity]) / 1.6
    high = max([ridge * 12, *intensity]) * 1.6
    bottom = min([bandwidth * low, *rate]) / 1.6
    data: list[dict[str, Any]] = [{
        "type": "scatter", "mode": "lines", "x": rounded([low, ridge, high]),
        "y": rounded([bandwidth * low, peak, peak]), "line": {"color": "#8A8F98", "width": 2.5},
        "name": "roof", "hoverinfo": "skip", "showlegend": False,
    }]  # fmt: skip
    longest = max((r.time_s for r in points), default=1.0)
    for stage in sorted({r.stage for r in points}):
        chosen = [i for i, r in enumerate(points) if r.stage == stage]
        data.append({
            "type": "scatter", "mode": "markers", "name": f"stage {stage}",
            "x": rounded(intensity[i] for i in chosen), "y": rounded(rate[i] for i in chosen),
            "marker": {
                "color": stage_colour(stage), "opacity": 0.85,
                "size": [round_to(6 + 12 * (points[i].time_s / longest) ** 0.5, 3)
                         for i in chosen],
                "line": {"width": 0.8, "color": "rgba(0,0,0,0.45)"},
            },
            "customdata": [
                [label(points[i].name[:80]), label(points[i].op), format_seconds(points[i].time_s),
                 format_count(rate[i]), f"{rate[i] / peak:.1%}", f"{intensity[i]:.3g}"]
                for i in chosen
            ],
            "hovertemplate": "<b>%{customdata[0]}</b> %{customdata[1]}<br>%{customdata[2]}, "
            "%{customdata[3]}op/s (%{customdata[4]} of peak)<br>%{customdata[5]} op/byte"
            "<extra></extra>",
        })  # fmt: skip
    notes: list[dict[str, Any]] = [
        {"x": 1, "xref": "x domain", "xanchor": "right", "y": round_to(_log10(peak)),
         "yanchor": "bottom", "text": f"peak {format_count(peak)}op/s"},
        {"x": round_to(_log10(ridge / 5)), "y": round_to(_log10(peak / 5)), "xanchor": "right",
         "yanchor": "bottom", "text": f"{format_rate(bandwidth)}", "xshift": -4},
    ]  # fmt: skip
    for note in notes:
        note.update({"showarrow": False, "font": {"size": 11}})
    return figure(
        data, 340,
        annotations=notes, showlegend=2 < len(data) <= 9,
        xaxis=axis("Operational intensity (op/byte)", type="log", tickformat="~g", dtick=1,
                   range=rounded([_log10(low), _log10(high)])),
        yaxis=axis("Achieved rate (op/s)", type="log", tickformat="~s", dtick=1,
                   range=rounded([_log10(bottom), _log10(max([peak, *rate]) * 2.5)])),
    )  # fmt: skip


def _log10(value: float) -> float:
    from math import log10

    return log10(max(value, 1e-300))
