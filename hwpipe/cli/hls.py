"""`hwpipe hls`: kernels as loop nests in, hardware out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json
from hwpipe.cli.hls_explore import explore
from hwpipe.cli.hls_options import assignments, board_limits, named_kernel
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.rtl import RegisterMap

__all__ = ["hls"]

hls = typer.Typer(help="Compile kernels written as loop nests to hardware.", no_args_is_help=False)
app.add_typer(hls, name="hls")
hls.command()(explore)

_KERNEL = typer.Argument(..., metavar="KERNEL", help="Name (`hwpipe hls list`), or a Python file.")
_PARAM = typer.Option([], metavar="NAME=VALUE", help="Set a constant of the kernel's file.")
_JSON = typer.Option(False, "--json", help="Print JSON for programs.")


@hls.command("list")
def list_kernels(as_json: bool = _JSON) -> None:
    """List the kernels that come with hwpipe."""
    import ast

    from hwpipe.resources import data_dir

    titles = {}
    for path in sorted(data_dir("hls").glob("[!_]*.py")):
        text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        titles[path.stem] = text.splitlines()[0].rstrip(".") if text else ""
    if as_json:
        print_json(sorted(titles))
        return
    width = max(map(len, titles))
    for name, title in titles.items():
        print(f"{name:<{width}}  {title}")


@hls.command()
def build(
    kernel: str = _KERNEL,
    board: str | None = typer.Option(None, help="Refuse what this board cannot hold."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Folder [default: KERNEL]"),
    param: list[str] = _PARAM,
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Write SystemVerilog, Vitis HLS C++, register map and report of a kernel.

    `accelerator` is the whole one: the units, the sequencer and their ports, SystemVerilog only.
    """
    import shutil

    from hwpipe.hls import build as build_kernel
    from hwpipe.hls.report import on_board, report_text
    from hwpipe.hls.vitis import write_vitis

    limits, part = board_limits(board)
    folder = output or Path(Path(kernel).stem)
    if folder.exists() and not folder.is_dir():
        raise InputError(f"--output {folder} is a file", limit="a folder")
    if kernel == "accelerator":
        from hwpipe.cli.accelerator_build import build_whole

        build_whole(board, folder, assignments(param, "--param"), as_json, quiet)
        return
    done = build_kernel(named_kernel(kernel, board, assignments(param, "--param")), folder,
                        limits=limits)  # fmt: skip
    for path in done.files:
        if path.parent.resolve() != folder.resolve():  # run-time modules that the top instantiates
            shutil.copy(path, folder / path.name)
    vitis = write_vitis(done.compiled, folder / "vitis", part=part)
    registers = _register_rows(done.register_map)
    report = {**on_board(done.report, board, limits), "registers": registers}
    (folder / "report.txt").write_text(report_text(report), encoding="utf-8")
    (folder / "report.json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    (folder / "registers.txt").write_text(_register_text(registers), encoding="utf-8")
    if as_json:
        print_json(report)
    elif not quiet:
        print((folder / "report.txt").read_text(encoding="utf-8"))
        print(
            f"{len(done.files)} files of RTL in {folder}, {len(vitis)} of C++ in {folder / 'vitis'}"
        )


@hls.command()
def report(
    kernel: str = _KERNEL,
    board: str | None = typer.Option(None, help="Print its share of this board."),
    param: list[str] = _PARAM,
    assign: list[str] = typer.Option(
        [], "--set", metavar="NAME=VALUE", help="Argument to print cycles for [default: smallest]."
    ),
    latency: int = typer.Option(100, help="Latency of the memory in cycles."),
    as_json: bool = _JSON,
) -> None:
    """Print loops, trip counts, initiation intervals, depth, cycles and resources of a kernel."""
    from hwpipe.hls import MemoryTiming, compile_kernel
    from hwpipe.hls.flow import check_flow
    from hwpipe.hls.model import cycles
    from hwpipe.hls.report import on_board, report_data, report_text

    limits, _ = board_limits(board)
    loaded = named_kernel(kernel, board, assignments(param, "--param"))
    compiled = compile_kernel(loaded)
    check_flow(compiled)
    given = assignments(assign, "--set")
    scalars = {name: loaded.objects[name].lo for name in loaded.of_kind("scalar")}
    for name in given:
        if name not in scalars:
            raise InputError(
                f"kernel has no scalar {name!r}", where=loaded.path.name, limit=", ".join(scalars)
            )
    data = on_board(report_data(compiled), board, limits)
    try:
        data["cycles"] = round(cycles(compiled, {**scalars, **given}, MemoryTiming(latency)))
        data["cycles_for"] = {**scalars, **given}
    except InputError:
        # The smallest values of all scalars need not belong together; what was asked for must.
        if given:
            raise
    if as_json:
        print_json(data)
    else:
        print(report_text(data), end="")


def _register_rows(registers: RegisterMap) -> list[dict[str, Any]]:
    return [
        {
            "name": placed.argument.name, "offset": placed.offset, "bits": placed.argument.bits,
            "signed": placed.argument.signed, "bundle": placed.argument.bundle,
        }
        for placed in registers.arguments
    ]  # fmt: skip


def _register_text(rows: list[dict[str, Any]]) -> str:
    """The AXI4-Lite register map (AMD UG1399, S_AXILITE Control Register Map)."""
    lines = [
        "0x00  CTRL  bit 0 AP_START, 1 AP_DONE, 2 AP_IDLE, 3 AP_READY, 7 AUTO_RESTART, 9 INTERRUPT",
        "0x04  GIE   bit 0 global interrupt enable",
        "0x08  IER   bit 0 enable for done, 1 for ready",
        "0x0c  ISR   bit 0 done, 1 ready; write 1 to clear",
    ]
    for row in rows:
        kind = f"address on {row['bundle']}" if row["bundle"] else (
            f"{'signed' if row['signed'] else 'unsigned'} {row['bits']} bits"
        )  # fmt: skip
        words = "" if row["bits"] <= 32 else f", high word at {row['offset'] + 4:#04x}"
        lines.append(f"{row['offset']:#04x}  {row['name']}  {kind}{words}")
    return "\n".join(lines) + "\n"
