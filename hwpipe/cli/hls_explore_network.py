"""`hwpipe hls explore` of a quantised network: whole accelerators, all operators."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hwpipe.cli.console import print_json

if TYPE_CHECKING:
    from hwpipe.explore import Design, NetworkExploration

__all__ = ["explore_quantised"]


def explore_quantised(model: str, board: str, *, all_rows: bool, as_json: bool) -> None:
    """Explore and print.

    Raises:
        InputError: as `explore_network`, or a model that cannot be lowered.
    """
    from hwpipe.explore import MARGIN, explore_network
    from hwpipe.lower import lower_model

    found = explore_network(lower_model(model), board)
    if not as_json:
        _print(found, model, all_rows)
        return
    layers = [
        {"name": y.name, "kind": y.kind, "cycles": y.cycles, "read_bytes": y.read_bytes,
         "write_bytes": y.write_bytes}
        for y in found.picked.layers
    ]  # fmt: skip
    print_json({
        "board": board, "model": model, "clock_hz": found.clock_hz, "margin": MARGIN,
        "picked": _row(found.picked), "layers": layers,
        "choices": [_row(d) for d in found.designs],
    })  # fmt: skip


def _row(design: Design) -> dict[str, Any]:
    from hwpipe.explore import extrapolated

    area = design.area
    return {
        **design.config.params, "dsp": area.dsp, "bram36": area.bram36, "lut": area.lut,
        "ff": area.ff, "cycles": design.cycles, "mac_use": round(design.mac_use, 4),
        "fps": round(design.fps, 2), "energy_j": round(design.energy_j, 5),
        "read_bytes": design.read_bytes, "write_bytes": design.write_bytes,
        "pareto": design.pareto, "area_extrapolated": extrapolated(design.config),
    }  # fmt: skip


def _print(found: NetworkExploration, model: str, all_rows: bool) -> None:
    from rich.table import Table

    from hwpipe.cli.console import stdout
    from hwpipe.explore import MARGIN

    shown = [d for d in found.designs if all_rows or d.pareto]
    title = f"{model} on {found.board} at {found.clock_hz / 1e6:.0f} MHz (* picked, + on the front)"
    table = Table(title=title, title_justify="left")
    for name in ("", "lanes", "shift", "PSUM", "TILE", "port", "DSP", "BRAM36", "LUT", "Mcycles",
                 "MAC use", "fps", "mJ", "MB DDR"):  # fmt: skip
        table.add_column(name, justify="right")
    for design in shown:
        c, area = design.config, design.area
        mark = "*" if design == found.picked else "+" if design.pareto else ""
        table.add_row(
            mark, f"{c.pi} x {c.po}", str(c.shift), str(c.psum), str(c.tile),
            f"{8 * c.port_bytes} bit", str(area.dsp), f"{area.bram36:g}", f"{area.lut:,}",
            f"{design.cycles / 1e6:,.3f}", f"{design.mac_use:.1%}", f"{design.fps:.2f}",
            f"{1e3 * design.energy_j:.1f}", f"{(design.read_bytes + design.write_bytes) / 1e6:.1f}",
        )  # fmt: skip
    stdout().print(table)
    share = ", ".join(f"{value:.0%} of {name.upper()}" for name, value in MARGIN.items())
    print(f"{len(found.designs)} accelerators fit; margin by estimate: at most {share}.")
    _print_kinds(found.picked)


def _print_kinds(design: Design) -> None:
    """Cycles of the picked design by operation."""
    kinds: dict[str, int] = {}
    for layer in design.layers:
        kinds[layer.kind] = kinds.get(layer.kind, 0) + layer.cycles
    parts = sorted(((n, kind) for kind, n in kinds.items() if n), reverse=True)
    total = max(1, design.cycles)
    print(
        "Picked: " + ", ".join(f"{kind} {n / total:.1%}" for n, kind in parts) + " of the cycles."
    )
