"""The typer application that the verbs register with."""

from __future__ import annotations

import typer

from hwpipe import __version__

__all__ = ["app"]

app = typer.Typer(
    name="hwpipe",
    help="Plan and run neural networks as pipelines over GPUs, TPU-like arrays and FPGA boards.",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(value: bool) -> None:
    if value:
        typer.echo(f"hwpipe {__version__}")
        raise typer.Exit


@app.callback()
def _root(
    version: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version."
    ),
) -> None:
    """Plan and run neural networks as pipelines over GPUs, TPU-like arrays and FPGA boards."""
