"""`hwpipe hls`: kernels as loop nests in, hardware out."""

from __future__ import annotations

from pathlib import Path

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import parse_dims, print_json
from hwpipe.errors import InputError

hls = typer.Typer(help="Compile kernels written as loop nests to hardware.", no_args_is_help=False)
app.add_typer(hls, name="hls")


@hls.command("list")
def list_kernels(
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
) -> None:
    """List the kernels that come with hwpipe."""
    from hwpipe.resources import data_dir

    names = sorted(path.stem for path in data_dir("hls").glob("*.py"))
    if as_json:
        print_json(names)
    else:
        print("\n".join(names))


@hls.command()
def build(
    kernel: str = typer.Argument(..., metavar="KERNEL", help="Name, or a Python file."),
    board: str | None = typer.Option(None, help="Refuse what this board cannot hold."),
    output: Path | None = typer.Option(None, "--output", "-o", help="Folder [default: KERNEL]"),
    param: list[str] = typer.Option([], metavar="NAME=VALUE", help="Set a kernel constant."),
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Write SystemVerilog, Vitis HLS C++, register map and report of a kernel."""
    import shutil

    from hwpipe.hls import build as build_kernel
    from hwpipe.hls.vitis import write_vitis

    limits, part = _limits(board)
    folder = output or Path(Path(kernel).stem)
    done = build_kernel(kernel, folder, parse_dims(param) or None, limits=limits)
    for path in done.files:
        if path.parent.resolve() != folder.resolve():  # run-time modules that the top instantiates
            shutil.copy(path, folder / path.name)
    vitis = write_vitis(done.compiled, folder / "vitis", part=part)
    if as_json:
        print_json(done.report)
    elif not quiet:
        print((folder / "report.txt").read_text(encoding="utf-8"))
        print(
            f"{len(done.files)} files of RTL in {folder}, {len(vitis)} of C++ in {folder / 'vitis'}"
        )


def _limits(board: str | None) -> tuple[dict[str, float] | None, str]:
    """What a board has, and its part; without a board, no limit and the smallest part."""
    if board is None:
        return None, "xc7z020clg400-1"
    from hwpipe.cluster import boards
    from hwpipe.cluster.catalogue import close_names

    known = boards()
    if board not in known:
        raise InputError(f"--board {board!r} is unknown", remedy=close_names(board, list(known)))
    logic = known[board].resources
    if logic is None:
        raise InputError(f"--board {board!r} has no programmable logic")
    limits = {"dsp": logic.dsp, "bram36": logic.bram36, "lut": logic.lut, "ff": logic.ff}
    return {name: float(value) for name, value in limits.items()}, logic.part
