"""The report of a build: processes, loops, intervals, streams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.preconditions import preconditions
from hwpipe.hls.resources import estimate
from hwpipe.hls.timing import is_multiplier

__all__ = ["on_board", "report_data", "report_text"]


def report_data(compiled: Compiled) -> dict[str, Any]:
    """Figures of a compiled kernel as plain data."""
    processes = []
    for done in compiled.processes:
        loops = [
            {"name": lv.name, "line": lv.line, "min_trip": lv.min_trip, "max_trip": lv.max_trip}
            for lv in done.ir.levels
        ]
        processes.append({
            "name": done.ir.name, "line": done.ir.line, "ii": done.ii, "depth": done.depth,
            "loops": loops, "ii_reason": done.reason,
            "multipliers": sum(
                is_multiplier(n) and done.ready[n.id] > done.stage[n.id] for n in done.nodes
            ),
            "interlocks": [
                {"level": lock.level, "iterations": lock.iterations, "counted": lock.counted}
                for lock in done.interlocks
            ],
        })  # fmt: skip
    streams = [
        {"name": c.name, "width": c.width, "depth": c.depth, "margin": c.margin}
        for c in compiled.channels.values()
    ]
    use = estimate(compiled)
    return {
        "kernel": compiled.kernel.name,
        "params": dict(compiled.kernel.params),
        "processes": processes,
        "streams": streams,
        "preconditions": preconditions(compiled),
        "resources": {"dsp": use.dsp, "bram36": use.bram36, "lut": use.lut, "ff": use.ff},
    }


def on_board(
    data: dict[str, Any], board: str | None, limits: Mapping[str, float] | None
) -> dict[str, Any]:
    """The report with what a board has, and the share of it that the kernel takes."""
    if not limits:
        return dict(data)
    share = {
        name: round(data["resources"][name] / limit, 4) for name, limit in limits.items() if limit
    }
    return {**data, "board": board, "board_resources": dict(limits), "board_share": share}


def report_text(data: dict[str, Any]) -> str:
    """The report as text."""
    lines = [f"kernel {data['kernel']}", ""]
    for p in data["processes"]:
        lines.append(
            f"process {p['name']} (line {p['line']}): II {p['ii']}, {p['depth']} stages, "
            f"{p['multipliers']} multipliers"
        )
        for loop in p["loops"]:
            trips = (
                f"{loop['min_trip']}" if loop["min_trip"] == loop["max_trip"]
                else f"{loop['min_trip']} to {loop['max_trip']}"
            )  # fmt: skip
            lines.append(f"  loop {loop['name']} (line {loop['line']}): {trips} iterations")
        for lock in p["interlocks"]:
            lines.append(
                f"  interlock: {lock['iterations']} iterations between reuses "
                f"at level {lock['level']}"
            )
    lines.append("")
    lines += [f"stream {s['name']}: {s['width']} bits, {s['depth']} deep" for s in data["streams"]]
    share = data.get("board_share", {})
    figures = [
        f"{data['resources'][name]:g} {name.upper()}"
        + (f" ({share[name]:.1%} of {data['board_resources'][name]:g})" if name in share else "")
        for name in ("dsp", "bram36", "lut", "ff")
    ]
    where = f" on {data['board']}" if share else ""
    lines += ["", f"estimate{where}: {', '.join(figures)}"]
    if "cycles" in data:
        given = ", ".join(f"{k} = {v}" for k, v in data["cycles_for"].items())
        lines.append(f"cycles: {data['cycles']:,} at {given}")
    lines += ["", *(f"needs: {text}" for text in data["preconditions"])]
    lines += data.get("flow", [])
    lines += [f"warning: {text}" for text in data.get("warnings", [])]
    return "\n".join(lines).rstrip() + "\n"
