"""`hwpipe profile`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import parse_dims, print_json, status, stdout
from hwpipe.errors import InputError

if TYPE_CHECKING:
    from hwpipe.runtime.profile import Profile


@app.command()
def profile(
    model: str = typer.Argument(..., metavar="MODEL", help="ONNX file or bundled name."),
    device: str = typer.Option("cpu", help="cpu or cuda:N, a device of this machine."),
    device_type: str | None = typer.Option(
        None, help="Catalogue type that the measurements stand for [default: cpu]"
    ),
    mode: str = typer.Option(
        "infer", help="infer: forwards; train: F, B and W, updates, the executor, links."
    ),
    batches: str = typer.Option("1,8", help="Batch (micro-batch) sizes, comma-separated."),
    repetitions: int = typer.Option(3, help="Fresh stages per batch size."),
    passes: int = typer.Option(5, help="Timed passes of each."),
    max_spread: float = typer.Option(0.5, help="Widest spread of a node that is accepted."),
    loss: str = typer.Option("cross_entropy", help="Of --mode train, as `hwpipe train` takes it."),
    optimizer: str = typer.Option(
        "sgd:lr=0.001,momentum=0.9", help="Of --mode train, as `hwpipe train` takes it."
    ),
    data: str | None = typer.Option(
        None, help="Of --mode train: FILE.py:FUNCTION; default: random inputs and targets."
    ),
    processes: int = typer.Option(
        1, help="Of --mode train: that compute side by side, as many as the run will have here."
    ),
    links: bool = typer.Option(
        True, help="Of --mode train: measure messages between two processes of this host."
    ),
    output: Path = typer.Option(Path("profile.json"), "--output", "-o", help="File to write."),
    dim: list[str] = typer.Option([], metavar="NAME=VALUE", help="Bind a symbolic dimension."),
    as_json: bool = typer.Option(False, "--json", help="Print JSON for programs."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Measure the seconds of every node here; `compile --profile` then uses them."""
    from hwpipe.cost import save_profile
    from hwpipe.graph import open_model

    sizes = [text.strip() for text in batches.split(",")]
    if not all(text.isascii() and text.isdigit() and int(text) > 0 for text in sizes):
        raise InputError(f"--batches {batches!r}", limit="whole numbers above 0, as in 1,8,32")
    if mode not in ("infer", "train"):
        raise InputError(f"--mode {mode!r}", limit="infer, train")
    chosen = tuple(sorted({int(text) for text in sizes}))
    source = open_model(model, dims=parse_dims(dim))
    if mode == "infer":
        from hwpipe.runtime.profile import profile_model

        measured = profile_model(
            source, device=device, device_type=device_type, batches=chosen,
            repetitions=repetitions, passes=passes, max_spread=max_spread,
        )  # fmt: skip
    else:
        from hwpipe.train.options import parse_optimizer
        from hwpipe.train.profiling.options import TrainProfileOptions

        if device != "cpu":
            raise InputError(f"--mode train on {device!r}", limit="cpu",
                             remedy="measure forwards there with --mode infer")  # fmt: skip
        options = TrainProfileOptions(
            batches=chosen, loss=loss, optimizer=parse_optimizer(optimizer), data=data,
            repetitions=repetitions, passes=passes, max_spread=max_spread, processes=processes,
            links=links, device_type=device_type or "cpu",
        )  # fmt: skip
        options.check()
        from hwpipe.train.profiling.whole import profile_training

        with status(quiet or as_json) as say:
            measured = profile_training(source, options, say)
    save_profile(measured.measured, output)
    summary = profile_summary(measured, output)
    if as_json:
        print_json(summary)
    elif not quiet:
        _print(measured, summary, device, max_spread)


def profile_summary(found: Profile, output: Path) -> dict[str, Any]:
    """What was measured, as JSON types."""
    measured = found.measured
    summary: dict[str, Any] = {
        "profile": str(output),
        "nodes": len(measured.nodes),
        "rejected": list(found.rejected),
        "largest_spread": max(found.spread.values(), default=0.0),
        "load_average": list(found.load_average),
    }
    executor = measured.executor
    if executor is None:
        return summary
    sizes = sorted({size for node in measured.nodes.values() for size in node.batch})
    nodes = measured.nodes.values()
    summary |= {
        "mode": "train",
        "optimizer": measured.optimizer,
        "processes": measured.processes,
        "sums": [
            {"batch": size, **{
                key: sum(getattr(n, key)[n.batch.index(size)] for n in nodes if size in n.batch)
                for key in ("forward_s", "backward_s", "backward_input_s", "backward_weight_s")
            }}
            for size in sizes
        ],
        "update_s": sum(node.update_s for node in nodes),
        "action_s": dict(executor.action_s),
    }  # fmt: skip
    if executor.channel is not None:
        summary["link"] = {
            "bytes_per_s": executor.channel.bytes_per_s, "latency_s": executor.channel.latency_s,
            "messages": [
                dict(zip(("size_bytes", "send_s", "receive_s", "flight_s"), row, strict=True))
                for row in zip(executor.channel.size_bytes, executor.channel.send_s,
                               executor.channel.receive_s, executor.channel.flight_s, strict=True)
            ],
        }  # fmt: skip
    return summary


def _print(found: Profile, summary: dict[str, Any], device: str, max_spread: float) -> None:
    from hwpipe.units import format_bytes, format_seconds

    console = stdout()
    before, after = found.load_average
    console.print(
        f"{summary['nodes']} nodes measured on {device}, load {before:.2f} to {after:.2f}"
    )
    for row in summary.get("sums", ()):
        console.print(
            f"micro-batches of {row['batch']}: forward {format_seconds(row['forward_s'])}, "
            f"backward {format_seconds(row['backward_s'])} (apart: B "
            f"{format_seconds(row['backward_input_s'])}, W "
            f"{format_seconds(row['backward_weight_s'])})"
        )
    if "action_s" in summary:
        each = ", ".join(f"{k} {format_seconds(v)}" for k, v in summary["action_s"].items())
        console.print(f"update {format_seconds(summary['update_s'])} ({summary['optimizer']}); "
                      f"an action without work: {each}")  # fmt: skip
    for row in summary.get("link", {}).get("messages", ()):
        console.print(
            f"message of {format_bytes(row['size_bytes'])}: sender "
            f"{format_seconds(row['send_s'])}, on its way {format_seconds(row['flight_s'])}, "
            f"receiver {format_seconds(row['receive_s'])}"
        )
    if found.rejected:
        console.print(
            f"{len(found.rejected)} nodes rejected (spread above {max_spread:g}): "
            f"{', '.join(found.rejected[:5])}"
        )
    print(f"profile written to {summary['profile']}")
