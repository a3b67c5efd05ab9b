"""`hwpipe hls explore`: accelerators, or configurations of `conv2d`, that fit a board."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.console import print_json

if TYPE_CHECKING:
    from hwpipe.explore import Choice, Exploration

__all__ = ["explore"]


def explore(
    model: str = typer.Argument("resnet50", metavar="[MODEL]", help="ONNX file or bundled name."),
    board: str = typer.Option(..., help="Board of the catalogue (`hwpipe boards`)."),
    all_rows: bool = typer.Option(False, "--all", help="Print more than the Pareto front."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
) -> None:
    """Show the accelerators that fit a board, a network's cycles on each, and pick one.

    A quantised network is explored whole, all its operators on all units. Of a float network only
    the convolutions and products are, on conv2d. Areas are estimates by the compiler's reports;
    cycles are closed forms. Front: no other takes as few cycles, DSPs and joules (conv2d: LUTs and
    block RAMs).
    """
    from hwpipe.explore import MARGIN
    from hwpipe.explore import explore as search
    from hwpipe.graph import open_model
    from hwpipe.quantize import is_quantised

    if is_quantised(model):
        from hwpipe.cli.hls_explore_network import explore_quantised

        explore_quantised(model, board, all_rows=all_rows, as_json=as_json)
        return
    found = search(open_model(model).graph(1), board)
    if as_json:
        print_json({
            "board": found.board, "model": model, "clock_hz": found.clock_hz, "margin": MARGIN,
            "picked": _row(found.picked), "choices": [_row(c) for c in found.choices],
            "elsewhere": found.elsewhere, "beyond_limits": list(found.beyond),
        })  # fmt: skip
        return
    _print(found, model, all_rows)


def _row(choice: Choice) -> dict[str, Any]:
    from hwpipe.explore import extrapolated

    area = choice.area
    return {
        **choice.config.params, "dsp": area.dsp, "bram36": area.bram36, "lut": area.lut,
        "ff": area.ff, "cycles": choice.cycles, "mac_use": round(choice.mac_use, 4),
        "fps": round(choice.fps, 2), "pareto": choice.pareto,
        "area_extrapolated": extrapolated(choice.config),
    }  # fmt: skip


def _print(found: Exploration, model: str, all_rows: bool) -> None:
    from rich.table import Table

    from hwpipe.cli.console import stdout
    from hwpipe.explore import MARGIN, extrapolated

    shown = [c for c in found.choices if all_rows or c.pareto]
    title = f"{model} on {found.board} at {found.clock_hz / 1e6:.0f} MHz (* picked, + on the front)"
    table = Table(title=title, title_justify="left")
    for name in ("", "PI x PO", "shift", "PSUM", "TILE", "port", "DSP", "BRAM36", "LUT",
                 "Mcycles", "MAC use", "fps"):  # fmt: skip
        table.add_column(name, justify="right")
    for choice in shown:
        c, area = choice.config, choice.area
        mark = "*" if choice == found.picked else "+" if choice.pareto else ""
        table.add_row(
            mark, f"{c.pi} x {c.po}", str(c.shift), str(c.psum), str(c.tile),
            f"{8 * c.port_bytes} bit", str(area.dsp), f"{area.bram36:g}", f"{area.lut:,}",
            f"{choice.cycles / 1e6:,.3f}", f"{choice.mac_use:.1%}", f"{choice.fps:.2f}",
        )  # fmt: skip
    stdout().print(table)
    share = ", ".join(f"{value:.0%} of {name.upper()}" for name, value in MARGIN.items())
    print(f"{len(found.choices)} configurations fit; margin by estimate: at most {share}.")
    if any(extrapolated(c.config) for c in shown):
        print("Areas above 32 lanes are extrapolated from compiled arrays of 16 and 32.")
    if found.elsewhere:
        names = ", ".join(f"{n} x {op}" for op, n in found.elsewhere.items())
        print(f"Not on conv2d and not counted: {names}.")
    for line in found.beyond:
        print(f"Beyond conv2d's limits and not counted: {line}")
