"""The report of a build: processes, loops, intervals, streams."""

from __future__ import annotations

from typing import Any

from hwpipe.hls.compiler import Compiled
from hwpipe.hls.timing import is_multiplier

__all__ = ["report_data", "report_text"]


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
    return {"kernel": compiled.kernel.name, "processes": processes, "streams": streams}


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
    return "\n".join(lines) + "\n"
