"""The picture of `hwpipe hls sim --network --report`: one page with nothing to load.

A timeline with a row for every unit, then a bar for every layer, cut by what its cycles were spent
on. Pointing at a block or a bar shows its figures.
"""

from __future__ import annotations

import html
from typing import Any

from hwpipe.report.palette import stage_colour

__all__ = ["network_page"]

#: Causes in the order of the bars, with the words of the legend.
CAUSES = (
    ("products", "useful products"), ("idle", "other work, idle lanes"), ("refill", "refill"),
    ("read", "waits to read"), ("write", "waits to write"), ("drain", "drain"),
)  # fmt: skip
_COLOURS = {name: stage_colour(i) for name, i in (
    ("products", 2), ("idle", 4), ("refill", 1), ("read", 3), ("write", 5), ("drain", 7),
)}  # fmt: skip
_UNITS = ("conv2d", "window", "elementwise")
_WIDTH, _LABEL, _ROW, _BAR = 1100, 190, 34, 15

_STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --soft: #667; --rail: #8881; --page: #fff; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #e8ecf2; --soft: #9aa; --rail: #fff1; --page: #14181f; } }
body { font: 14px/1.45 system-ui, sans-serif; color: var(--ink); background: var(--page);
  margin: 2rem auto; max-width: 1160px; padding: 0 1rem; }
h1 { font-size: 1.4rem; margin: 0 0 .2rem; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .5rem; }
p { color: var(--soft); margin: .2rem 0; } svg { width: 100%; height: auto; display: block; }
svg text { fill: var(--ink); font: 11px system-ui, sans-serif; } .soft { fill: var(--soft); }
.rail { fill: var(--rail); } .legend span { display: inline-block; margin-right: 1.2rem; }
.legend i { display: inline-block; width: .8em; height: .8em; margin-right: .4em; }
table { border-collapse: collapse; } td, th { padding: .15rem .8rem; text-align: right; }
td:first-child, th:first-child { text-align: left; } th { color: var(--soft); font-weight: 500; }
"""


def shares(layer: dict[str, Any], macs_per_cycle: int) -> dict[str, float]:
    """Cycles of a layer by cause; they add up to its cycles."""
    useful = min(layer["macs"] / macs_per_cycle, layer["busy_cycles"])
    causes = {name: float(layer[f"{name}_cycles"]) for name in ("refill", "read", "write", "drain")}
    return {"products": useful, "idle": layer["busy_cycles"] - useful, **causes}


def _text(x: float, y: float, text: str, *, end: bool = False, soft: bool = False) -> str:
    anchor = ' text-anchor="end"' if end else ""
    kind = ' class="soft"' if soft else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{anchor}{kind}>{html.escape(text)}</text>'


def _block(x: float, y: float, width: float, height: float, colour: str, title: str) -> str:
    return (
        f'<rect x="{x:.2f}" y="{y:.1f}" width="{max(width, 0.15):.2f}" height="{height:.1f}" '
        f'fill="{colour}"><title>{html.escape(title)}</title></rect>'
    )


def _words(layer: dict[str, Any], macs_per_cycle: int) -> str:
    cycles = layer["cycles"]
    use = layer["macs"] / (macs_per_cycle * cycles)
    moved = (layer["read_bytes"] + layer["write_bytes"]) / 1000
    return (
        f"{layer['name']} ({layer['kind']}): {cycles:,} cycles, MAC use {use:.1%}, "
        f"{moved:,.1f} kB of DDR traffic"
    )


def _ticks(total: int, scale: float, bottom: float) -> list[str]:
    """Round cycle counts below the timeline."""
    step = 10 ** max(0, len(str(total)) - 2)
    while total / step > 8:
        step *= 2 if str(step)[0] in "15" else 5 / 2
        step = int(step)
    return [
        _text(_LABEL + at * scale, bottom, f"{at:,}", soft=True) for at in range(0, total, step)
    ]


def _timeline(layers: list[dict[str, Any]], macs_per_cycle: int) -> str:
    """Layers one after the other, each in the row of its unit."""
    total = max(1, sum(layer["cycles"] for layer in layers))
    scale = (_WIDTH - _LABEL) / total
    rows = [u for u in _UNITS if any(u in layer["where"] for layer in layers)]
    height = len(rows) * _ROW + 20
    parts = []
    for i, unit in enumerate(rows):
        parts += [
            f'<rect class="rail" x="{_LABEL}" y="{i * _ROW}" width="{_WIDTH - _LABEL}" '
            f'height="{_ROW - 8}"/>',
            _text(0, i * _ROW + 17, unit),
        ]
    at = 0
    for layer in layers:
        if not layer["cycles"]:
            continue
        title = _words(layer, macs_per_cycle)
        for i, unit in enumerate(rows):
            if unit in layer["where"].split("+"):
                parts.append(_block(_LABEL + at * scale, i * _ROW, layer["cycles"] * scale - 0.3,
                                    _ROW - 8, _COLOURS["products" if i == 0 else "idle"],
                                    title))  # fmt: skip
        at += layer["cycles"]
    parts += _ticks(total, scale, height - 4)
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img">{"".join(parts)}</svg>'


def _bars(layers: list[dict[str, Any]], macs_per_cycle: int) -> str:
    """A bar for every layer that takes cycles."""
    shown = [layer for layer in layers if layer["cycles"]]
    longest = max((layer["cycles"] for layer in shown), default=1)
    scale = (_WIDTH - _LABEL - 90) / longest
    parts = []
    for row, layer in enumerate(shown):
        y, x = row * (_BAR + 3), float(_LABEL)
        name = layer["name"] if len(layer["name"]) < 27 else "…" + layer["name"][-25:]
        parts.append(_text(_LABEL - 8, y + 11, name, end=True))
        title = _words(layer, macs_per_cycle)
        for cause, cycles in shares(layer, macs_per_cycle).items():
            if cycles > 0:
                words = f"{title}; {dict(CAUSES)[cause]} {cycles / layer['cycles']:.1%}"
                parts.append(_block(x, y, cycles * scale, _BAR - 1, _COLOURS[cause], words))
                x += cycles * scale
        parts.append(_text(x + 6, y + 11, f"{layer['cycles']:,}", soft=True))
    height = len(shown) * (_BAR + 3)
    return f'<svg viewBox="0 0 {_WIDTH} {height}" role="img">{"".join(parts)}</svg>'


def _kinds(result: dict[str, Any]) -> str:
    """Cycles by operation and cause."""
    total = max(1, result["cycles"])
    sums: dict[str, dict[str, float]] = {}
    for layer in result["layers"]:
        if layer["cycles"]:
            row = sums.setdefault(
                layer["kind"], {"cycles": 0.0, **{name: 0.0 for name, _ in CAUSES}}
            )
            row["cycles"] += layer["cycles"]
            for cause, cycles in shares(layer, result["macs_per_cycle"]).items():
                row[cause] += cycles
    head = "".join(f"<th>{words}</th>" for _, words in CAUSES)
    lines = [f"<tr><th>operation</th><th>cycles</th><th>share</th>{head}</tr>"]
    for kind, row in sorted(sums.items(), key=lambda item: -item[1]["cycles"]):
        cells = "".join(f"<td>{row[name] / total:.1%}</td>" for name, _ in CAUSES)
        lines.append(f"<tr><td>{html.escape(kind)}</td><td>{row['cycles']:,.0f}</td>"
                     f"<td>{row['cycles'] / total:.1%}</td>{cells}</tr>")  # fmt: skip
    return f"<table>{''.join(lines)}</table>"


def network_page(result: dict[str, Any]) -> str:
    """The page of a simulated network, from what `--json` prints."""
    layers, macs = result["layers"], result["macs_per_cycle"]
    name = html.escape(str(result["network"]))
    board = f" on {html.escape(result['board'])}" if result["board"] else ""
    exact = "every tensor bit-exact" if result["bit_exact"] else "some tensors differ"
    legend = "".join(
        f'<span><i style="background:{_COLOURS[cause]}"></i>{words}</span>'
        for cause, words in CAUSES
    )
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{name}{board}</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><style>{_STYLE}</style></head>
<body><h1>{name}{board}</h1>
<p>Simulated at register-transfer level: {result["cycles"]:,} cycles, {macs} products a cycle,
MAC use {result["mac_use"]:.1%}, {exact}.</p>
<p>DDR: {result["read_bytes"]:,} bytes read, {result["write_bytes"]:,} written;
image of {result["image_bytes"]:,} bytes, {result["weight_bytes"]:,} of them weights.</p>
<h2>Timeline in cycles</h2>{_timeline(layers, macs)}
<h2>Layers</h2><p class="legend">{legend}</p>{_bars(layers, macs)}
<h2>By operation</h2>{_kinds(result)}
</body></html>
"""
