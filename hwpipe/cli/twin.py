"""`hwpipe twin`: a board that is none, for any program that uses pynq."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from hwpipe.cli.app import app
from hwpipe.errors import InputError
from hwpipe.resources import data_dir

__all__ = ["twin"]


@app.command()
def twin(
    board: str = typer.Option(..., "--board", help="Board with an overlay, for instance kv260."),
    rtl: bool = typer.Option(
        False, "--rtl", help="Simulate the accelerator's RTL; without, numpy computes the same."
    ),
    bind: str = typer.Option("127.0.0.2", "--bind", help="Address to listen on, port 7967."),
    expose: bool = typer.Option(
        False, "--expose", help="Allow an address that other machines reach. There is no password."
    ),
    package: Path | None = typer.Option(
        None, "--package", help="Folder with manifest.json and overlays; default: hwpipe's own."
    ),
    cma: str | None = typer.Option(
        None, "--cma", help="Contiguous memory, for instance 256MiB; default: as on the board."
    ),
    until_stdin_closes: bool = typer.Option(False, "--until-stdin-closes", hidden=True),
) -> None:
    """Start a twin of a board: PYNQ.remote's services with simulated logic behind them.

    Programs reach it with PYNQ_REMOTE_DEVICES=127.0.0.2 set before they import pynq.
    """
    # Matrix products are a small part of the work; threads that wait for each other are not.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from hwpipe.twin.board import logic_maker
    from hwpipe.twin.server import TwinServer, check_address

    address = check_address(bind, expose=expose)
    size = _bytes(cma) if cma else None
    if rtl:
        from hwpipe.twin.rtl import prepare

        print("the RTL is compiled unless it was before (minutes the first time)", flush=True)
        prepare(board, package or data_dir("bitstreams"))
    with TwinServer(
        board, address, package=package, make_logic=logic_maker(rtl=rtl), cma_bytes=size
    ) as server:
        title = server.board.board.title
        kind = "RTL simulation" if rtl else "numpy"
        print(f"twin of {title} at {address}:{server.port}, logic: {kind}", flush=True)
        print(f"PYNQ_REMOTE_DEVICES={address} ready", flush=True)
        try:
            if until_stdin_closes:
                sys.stdin.read()
            else:
                server.wait()
        except KeyboardInterrupt:
            print("twin ended")


def _bytes(text: str) -> int:
    """A size in whole pages."""
    from hwpipe.units import parse_quantity

    try:
        size = parse_quantity(text, "B")
    except ValueError as error:
        raise InputError(f"--cma {text!r}: {error}", limit="a size such as 256MiB") from None
    if not 4096 <= size < 1 << 40:
        raise InputError(f"--cma {text!r}", limit="4 KiB to 1 TiB")
    return -(-int(size) // 4096) * 4096
