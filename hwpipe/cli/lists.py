"""The verbs that list what hwpipe knows: `models`, `devices`, `boards`, `methods`, `clusters`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, stdout

if TYPE_CHECKING:
    from hwpipe.cluster import CatalogueEntry

_JSON = typer.Option(False, "--json", help="Print JSON for programs.")


def _print_rows(title: str, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table

    table = Table(title=title, title_justify="left")
    for column in columns:
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    stdout().print(table)


@app.command()
def models(
    export: str | None = typer.Option(None, help="Write this bundled model with its weights."),
    output: Path | None = typer.Option(None, "--output", "-o", help="ONNX file to write."),
    batch: int = typer.Option(1, help="Batch size of the exported model."),
    as_json: bool = _JSON,
) -> None:
    """List the bundled example models, or export one as an ONNX file."""
    from hwpipe.errors import InputError
    from hwpipe.graph import open_model
    from hwpipe.graph.bundled import MODELS

    if export is not None:
        from hwpipe.plan.files import write_bytes_atomically

        if export not in MODELS:
            raise InputError(f"--export {export!r} is no bundled model", limit=", ".join(MODELS))
        target = output or Path(f"{export}.onnx")
        write_bytes_atomically(target, open_model(export).reference(batch).SerializeToString())
        print(f"{export} written to {target}")
        return
    if as_json:
        print_json(sorted(MODELS))
        return
    rows = []
    for name in sorted(MODELS):
        graph = open_model(name).graph(1)
        rows.append((name, str(len(graph)), f"{graph.macs / 1e9:.2f} G",
                     f"{graph.param_count / 1e6:.1f} M"))  # fmt: skip
    _print_rows("bundled models (topology of the onnx package, weights from a fixed seed)",
                ("name", "nodes", "MACs", "parameters"), rows)  # fmt: skip


@app.command()
def devices(as_json: bool = _JSON) -> None:
    """List the catalogue of devices."""
    from hwpipe.cluster import catalogue
    from hwpipe.units import format_bytes, format_count, format_rate

    entries = catalogue()
    if as_json:
        print_json({name: _entry_dict(entry) for name, entry in entries.items()})
        return
    rows = []
    for name, entry in sorted(entries.items(), key=lambda item: (item[1].kind, item[0])):
        device = entry.device
        peak = device.peak_per_s.get(device.dtype, max(device.peak_per_s.values()))
        rows.append((
            name, entry.kind, f"{format_count(peak)}OP/s {device.dtype}",
            format_bytes(device.memory_bytes), format_rate(device.memory_bytes_per_s),
        ))  # fmt: skip
    _print_rows("devices", ("type", "kind", "peak", "memory", "bandwidth"), rows)


@app.command()
def boards(as_json: bool = _JSON) -> None:
    """List the FPGA boards with their resources."""
    from hwpipe.cluster import boards as all_boards

    found = all_boards()
    if as_json:
        print_json({name: _entry_dict(entry) for name, entry in found.items()})
        return
    rows = []
    for name, entry in found.items():
        logic, engine = entry.resources, entry.device.engine
        if logic is None or engine is None:
            continue
        rows.append((
            name, logic.part, str(logic.dsp), str(logic.bram36), str(logic.uram), str(logic.lut),
            f"{engine.pi}x{engine.po} @ {engine.clock_hz / 1e6:.0f} MHz",
        ))  # fmt: skip
    _print_rows("boards", ("board", "part", "DSP", "BRAM36", "URAM", "LUT", "default engine"), rows)


def _entry_dict(entry: CatalogueEntry) -> dict[str, Any]:
    """A catalogue entry as JSON types, with the source of every figure."""
    from dataclasses import asdict

    return {
        "title": entry.title,
        "device": asdict(entry.device),
        "resources": asdict(entry.resources) if entry.resources else None,
        "sources": dict(entry.sources),
    }


@app.command()
def clusters(as_json: bool = _JSON) -> None:
    """List the bundled example clusters."""
    from hwpipe.cluster import example_clusters, load_cluster

    found = {name: load_cluster(name) for name in example_clusters()}
    if as_json:
        print_json({name: [d.type for d in cluster.devices] for name, cluster in found.items()})
        return
    rows = []
    for name, cluster in found.items():
        types: dict[str, int] = {}
        for device in cluster.devices:
            types[device.type] = types.get(device.type, 0) + 1
        rows.append((name, cluster.topology, ", ".join(f"{n} x {t}" for t, n in types.items())))
    _print_rows("bundled clusters", ("name", "topology", "devices"), rows)


@app.command()
def methods(as_json: bool = _JSON) -> None:
    """List the planning methods and the schedules."""
    from hwpipe.plan.methods import METHODS
    from hwpipe.plan.reschedule import trainable
    from hwpipe.schedule import SCHEDULES
    from hwpipe.schedule.generators import GENERATORS

    schedules = {name: info.summary for name, info in SCHEDULES.items()}
    schedules |= {name: GENERATORS[name].summary for name in (*trainable(), "terapipe", "partime")}

    if as_json:
        print_json({
            "methods": {name: info.summary for name, info in METHODS.items()},
            "schedules": schedules,
        })  # fmt: skip
        return
    _print_rows("planning methods (--method)", ("name", "what it does"),
                [(name, info.summary) for name, info in METHODS.items()])  # fmt: skip
    _print_rows("schedules (--schedule)", ("name", "what it does"),
                list(schedules.items()))  # fmt: skip
