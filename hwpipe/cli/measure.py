"""`hwpipe profile`."""

from __future__ import annotations

from pathlib import Path

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import parse_dims, print_json, stdout
from hwpipe.errors import InputError


@app.command()
def profile(
    model: str = typer.Argument(..., metavar="MODEL", help="ONNX file or bundled name."),
    device: str = typer.Option("cpu", help="cpu or cuda:N, a device of this machine."),
    device_type: str | None = typer.Option(
        None, help="Catalogue type that the measurements stand for [default: cpu]"
    ),
    batches: str = typer.Option("1,8", help="Batch sizes, comma-separated."),
    repetitions: int = typer.Option(3, help="Fresh stages per batch size."),
    passes: int = typer.Option(5, help="Timed passes of each."),
    max_spread: float = typer.Option(0.5, help="Widest spread of a node that is accepted."),
    output: Path = typer.Option(Path("profile.json"), "--output", "-o", help="File to write."),
    dim: list[str] = typer.Option([], metavar="NAME=VALUE", help="Bind a symbolic dimension."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Measure the forward seconds of every node here; `compile --profile` then uses them."""
    from hwpipe.cost import save_profile
    from hwpipe.graph import open_model
    from hwpipe.runtime.profile import profile_model

    sizes = [text.strip() for text in batches.split(",")]
    if not all(text.isascii() and text.isdigit() and int(text) > 0 for text in sizes):
        raise InputError(f"--batches {batches!r}", limit="whole numbers above 0, as in 1,8,32")
    measured = profile_model(
        open_model(model, dims=parse_dims(dim)),
        device=device,
        device_type=device_type,
        batches=sorted({int(text) for text in sizes}),
        repetitions=repetitions,
        passes=passes,
        max_spread=max_spread,
    )
    save_profile(measured.measured, output)
    summary = {
        "profile": str(output),
        "nodes": len(measured.measured.nodes),
        "rejected": list(measured.rejected),
        "largest_spread": max(measured.spread.values(), default=0.0),
        "load_average": list(measured.load_average),
    }
    if as_json:
        print_json(summary)
    elif not quiet:
        console = stdout()
        console.print(
            f"{summary['nodes']} nodes measured on {device}, load "
            f"{measured.load_average[0]:.2f} to {measured.load_average[1]:.2f}"
        )
        if measured.rejected:
            console.print(
                f"{len(measured.rejected)} nodes rejected (spread above {max_spread:g}): "
                f"{', '.join(measured.rejected[:5])}"
            )
        print(f"profile written to {output}")
