"""`hwpipe overlay`: bitstreams with their metadata, for boards and for twins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.conv import ConvConfig
    from hwpipe.overlay.design import OverlayDesign

__all__ = ["overlay"]

overlay = typer.Typer(help="Bitstreams and their metadata, for boards and for twins.",
                      no_args_is_help=False)  # fmt: skip
app.add_typer(overlay, name="overlay")

_BOARD = typer.Option(..., "--board", help="Board with an overlay, for instance kv260.")
_CLOCK = typer.Option(None, "--clock", help="Clock of the kernel, for instance 150MHz.")
_PLAN = typer.Option(
    None, "--plan", help="Build the kernel that this plan was compiled for on the board."
)
_QUIET = typer.Option(False, "--quiet", "-q", help="Print nothing but errors.")
_PACKAGE = typer.Option(
    None, "--package", help="Folder with manifest.json [default: hwpipe's own]."
)


def _design(board: str, clock: str | None, plan: Path | None) -> tuple[OverlayDesign, ConvConfig]:
    """The design that the options ask for, with its kernel's configuration."""
    from hwpipe.conv import board_config
    from hwpipe.overlay.board import overlay_board
    from hwpipe.overlay.kernel import board_design
    from hwpipe.units import parse_quantity

    overlay_board(board)
    config, clock_hz = None, None
    if plan is not None:
        from hwpipe.deploy.plan import planned_boards
        from hwpipe.plan.files import load_plan

        mine = [p for p in planned_boards(load_plan(plan)) if p.board == board]
        if not mine or mine[0].config is None:
            raise InputError(
                f"no stage runs on a {board} with hwpipe's kernel", where=str(plan),
                remedy="name another board, or compile for a cluster with one",
            )  # fmt: skip
        config, clock_hz = mine[0].config, mine[0].clock_hz
    if clock is not None:
        try:
            clock_hz = parse_quantity(clock, "Hz")
        except ValueError as error:
            raise InputError(f"--clock {clock!r}: {error}", limit="such as 150MHz") from None
    config = config or board_config(board)
    return board_design(board, config, clock_hz), config


def package_folder(package: Path | None) -> Path:
    """The folder of overlays that a user names, else hwpipe's own."""
    from hwpipe.resources import data_dir

    return package if package is not None else data_dir("bitstreams")


@overlay.command("list")
def list_overlays(
    package: Path | None = _PACKAGE,
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
) -> None:
    """List the overlays of a folder."""
    import dataclasses

    from hwpipe.overlay.manifest import load_manifest
    from hwpipe.overlay.twin_files import MANIFEST

    folder = package_folder(package)
    entries = load_manifest(folder / MANIFEST).overlays
    if as_json:
        print_json([dataclasses.asdict(entry) for entry in entries])
        return
    for entry in entries:
        kind = "twin" if entry.twin else "real"
        print(f"{entry.stem:<32} {entry.board:<9} {kind}  kernel {entry.ident}  "
              f"{entry.clock_hz / 1e6:g} MHz  {entry.built.tool}")  # fmt: skip


@overlay.command()
def check(
    bitstream: Path = typer.Argument(..., metavar="FILE.bit", help="Its .hwh lies beside it."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
) -> None:
    """Compare a bitstream with its .hwh, its manifest and its board; exit 2 if one is wrong."""
    import dataclasses

    from hwpipe.overlay.check import check_files
    from hwpipe.overlay.check_design import check_design

    found, checks = check_files(bitstream)
    if found is not None:
        checks += check_design(found)
    if as_json:
        print_json([dataclasses.asdict(row) for row in checks])
    else:
        for row in checks:
            print(row)
    wrong = sum(not row.ok for row in checks)
    if wrong:
        raise InputError(f"{wrong} of {len(checks)} checks failed", where=str(bitstream))


@overlay.command()
def twin(
    board: str = _BOARD,
    output: Path = typer.Option(Path(), "--output", "-o", help="Folder for the files."),
    clock: str | None = _CLOCK,
    plan: Path | None = _PLAN,
    pynq3: bool = typer.Option(
        False, "--pynq3", help="Zynq-7000: write the .hwh as Vivado does, for pynq 3.1."
    ),
    quiet: bool = _QUIET,
) -> None:
    """Write the .bit and .hwh of a twin, and add them to the folder's manifest."""
    from hwpipe.overlay.twin_files import store, twin_files

    design, _ = _design(board, clock, plan)
    bit = store(twin_files(design, pynq4_clocks=not pynq3), output)
    if not quiet:
        print(f"{bit}: kernel {design.ident:016x} at {design.clock.kernel_hz / 1e6:g} MHz, "
              "for a twin only")  # fmt: skip


@overlay.command()
def sources(
    board: str = _BOARD,
    output: Path = typer.Option(Path("build"), "--output", "-o", help="Folder for the files."),
    clock: str | None = _CLOCK,
    plan: Path | None = _PLAN,
    interrupts: bool = typer.Option(
        False, "--interrupts", help="Put an interrupt controller that pynq knows into the design."
    ),
    board_files: str = typer.Option("", help="Folder with board files that Vivado has not."),
    quiet: bool = _QUIET,
) -> None:
    """Write what the Vivado flow of boards/ reads: RTL, settings, constraints."""
    from hwpipe.accel.top import build_accelerator
    from hwpipe.overlay.fit import board_shares
    from hwpipe.overlay.vivado import write_settings

    design, config = _design(board, clock, plan)
    shares = board_shares(board, config)
    built = build_accelerator(config, output / "rtl", design.port_count)
    if built.ident != design.ident:
        raise InputError(
            f"the RTL's identity is {built.ident:016x}, the design's {design.ident:016x}",
            remedy="this is a fault of hwpipe; report it",
        )
    write_settings(design, output, built.files, interrupts=interrupts, board_files=board_files)
    if not quiet:
        print(f"{output}: {len(built.files)} files of RTL, kernel {design.ident:016x} at "
              f"{design.clock.kernel_hz / 1e6:g} MHz on {design.board.title}")  # fmt: skip
        print(f"by estimate: {', '.join(map(str, shares))}")


@overlay.command()
def adopt(
    build: Path = typer.Argument(..., metavar="BUILD", help="Folder that Vivado filled."),
    board: str = _BOARD,
    output: Path = typer.Option(Path("bitstreams"), "--output", "-o", help="Folder of overlays."),
    clock: str | None = _CLOCK,
    plan: Path | None = _PLAN,
    quiet: bool = _QUIET,
) -> None:
    """Check what Vivado built, name it by its content and add it to a manifest."""
    from hwpipe.overlay.adopt import adopt as take

    design, _ = _design(board, clock, plan)
    bit = take(build, design, output)
    if not quiet:
        print(f"{bit}: kernel {design.ident:016x}")


@overlay.command()
def package(
    board: list[str] = typer.Option(
        [], "--board", help="Take this board's overlays; may be repeated [default: all]."
    ),
    output: Path = typer.Option(..., "--output", "-o", help="New folder for the package."),
    source: Path | None = typer.Option(
        None, "--package", help="Folder with manifest.json [default: hwpipe's own]."
    ),
    name: str = typer.Option("hwpipe-overlays", "--name", help="Name of the package."),
    quiet: bool = _QUIET,
) -> None:
    """Write a pip package of overlays: pip install it, then pynq.Overlay finds them."""
    from hwpipe.overlay.package import write_package

    found = write_package(package_folder(source), board, output, name)
    if not quiet:
        print(f'{output}: pip install it, then pynq.Overlay("{found}")')
