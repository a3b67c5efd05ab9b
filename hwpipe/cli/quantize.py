"""`hwpipe quantize`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import typer

from hwpipe.cli.app import app
from hwpipe.cli.console import print_json, progress_bar, stdout
from hwpipe.errors import InputError, WorkError

if TYPE_CHECKING:
    from onnx import ModelProto

    from hwpipe.lower import Program
    from hwpipe.quantize import Agreement, Report


@app.command()
def quantize(
    model: str = typer.Argument(..., metavar="MODEL", help="ONNX file or bundled name."),
    calibration: Path | None = typer.Option(
        None, metavar="X.npz", help="Images: an array for every input, named after it."
    ),
    output: Path | None = typer.Option(
        None, "--output", "-o", help="File to write [default: MODEL-int8.onnx]"
    ),
    method: str = typer.Option("minmax", help="Ranges: minmax, entropy or percentile."),
    percentile: float = typer.Option(99.99, help="Share of values kept by --method percentile."),
    images: int | None = typer.Option(None, metavar="N", help="Calibrate with at most N images."),
    batch: int | None = typer.Option(None, help="Batch size of the result [default: the model's]"),
    labels: str = typer.Option("labels", help="Array of class indices in the .npz files."),
    check: Path | None = typer.Option(
        None, metavar="Y.npz", help="Compare float, int8 and integer arithmetic on these images."
    ),
    report: Path | None = typer.Option(None, help="Write the report as JSON to this file."),
    as_json: bool = typer.Option(False, "--json", help="Print the report as JSON."),
    quiet: bool = typer.Option(False, "--quiet", "-q", help="Print nothing but errors."),
) -> None:
    """Make an int8 network whose arithmetic is exact on the kernel; say what it cost.

    A model that is quantised already is read as it is: the report says which of its layers are
    exact and which may differ by one step.
    """
    from hwpipe.quantize import is_quantised

    if is_quantised(model):
        result = _inspect(model, output, check)
    else:
        if calibration is None:
            raise InputError(
                "--calibration is missing", where=model, limit="an .npz file of images",
                remedy="write one with numpy.savez('images.npz', INPUT=images)",
            )  # fmt: skip
        from hwpipe.quantize import quantize_model

        with progress_bar(quiet or as_json, "calibrating") as progress:
            done = quantize_model(
                model, calibration, method=method,  # type: ignore[arg-type]
                percentile=percentile, batch=batch, limit=images, labels=labels,
                progress=progress,
            )  # fmt: skip
        target = output or Path(f"{Path(model).stem}-int8.onnx")
        result = _quantised(done, target, check, labels)
    _write_report(result["json"], report)
    if as_json:
        print_json(result["json"])
    elif not quiet:
        for part in result["print"]:
            stdout().print(part)
    if result["json"].get("check", {}).get("wrong"):
        raise WorkError("the integer arithmetic differs from onnxruntime in a layer that was "
                        "proved exact", where=model)  # fmt: skip


def _write_report(value: dict[str, Any], path: Path | None) -> None:
    if path is None:
        return
    import json

    try:
        path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path)) from None


def _quantised(done: Any, target: Path, check: Path | None, labels: str) -> dict[str, Any]:
    from hwpipe.quantize import save_model

    save_model(done.model, target)
    value: dict[str, Any] = done.report.to_json() | {"output": str(target)}
    parts: list[Any] = [_layer_table(done.report), *_summary(done.report), f"written: {target}"]
    if check is not None:
        agreement, compared = _check_float(done, check, labels)
        value["check"] = agreement.to_json() | compared
        parts += [_agreement_line(agreement), compared["text"]]
    return {"json": value, "print": parts}


def _check_float(done: Any, path: Path, labels: str) -> tuple[Agreement, dict[str, Any]]:
    from hwpipe.quantize import compare_models, load_images

    shapes = {
        v.name: tuple(d.dim_value for d in v.type.tensor_type.shape.dim)
        for v in done.reference.graph.input
    }
    data = load_images(path, shapes, labels=labels)
    agreement = compare_models(done.reference, done.model, data)
    return agreement, _compare_integers(done.program, done.model, list(data.feeds(4 * data.batch)))


def _compare_integers(
    program: Program, model: ModelProto, feeds: list[dict[str, Any]]
) -> dict[str, Any]:
    from hwpipe.quantize import check_program

    compared, differences = check_program(program, model, feeds)
    wrong = [d for d in differences if d.proved_exact or d.largest > 1]
    text = (
        f"integer arithmetic equals onnxruntime on all {compared:,} elements of "
        f"{len(program.codes)} tensors, {len(feeds)} images"
    )
    if differences:
        worst = max(wrong or differences, key=lambda d: d.elements / d.of)
        text = (
            f"integer arithmetic differs from onnxruntime in {len(differences)} of "
            f"{len(program.codes)} tensors, most in {worst.layer or worst.tensor}: "
            f"{worst.elements:,} of {worst.of:,} elements, by {worst.largest} at most"
        )
    return {"compared": compared, "differing_tensors": len(differences), "wrong": len(wrong),
            "text": text}  # fmt: skip


def _inspect(model: str, output: Path | None, check: Path | None) -> dict[str, Any]:
    """Report on a model that is quantised already; -o copies it."""
    import numpy as np

    from hwpipe.graph import open_model
    from hwpipe.lower import lower_model
    from hwpipe.quantize import load_images, save_model

    program = lower_model(model)
    source = open_model(model)
    batch = 1 if source.default_batch is None else None
    parts: list[Any] = [_proof_table(program)]
    rows = [
        {"name": layer.name, "kind": layer.kind, "exact": layer.proof.exact,
         "how": layer.proof.how, "differing": layer.proof.differing, "of": layer.proof.of}
        for layer in program.layers
    ]  # fmt: skip
    value: dict[str, Any] = {
        "model": program.name, "quantised": True, "layers": rows,
        "inexact": [layer.name for layer in program.inexact],
        "host": [f"{n.op} {n.name}: {n.reason}" for n in program.host],
    }  # fmt: skip
    if program.inexact:
        parts.append(
            f"{len(program.inexact)} of {len(program.layers)} layers may differ from onnxruntime "
            "by one step; quantise the float model with `hwpipe quantize` to make them exact"
        )
    else:
        parts.append(f"all {len(program.layers)} layers are exact")
    parts += [f"on the host: {line}" for line in value["host"]]
    proto = source.materialise(batch)
    if output is not None:
        save_model(proto, output)
        parts.append(f"written: {output}")
        value["output"] = str(output)
    if check is not None:
        shapes = {t.name: t.shape for t in source.input_specs(batch)}
        data = load_images(check, shapes)
        feeds = [
            {k: np.ascontiguousarray(v) for k, v in f.items()} for f in data.feeds(4 * data.batch)
        ]
        value["check"] = _compare_integers(program, proto, feeds)
        parts.append(value["check"]["text"])
    return {"json": value, "print": parts}


# Text ----------------------------------------------------------------------------------------


def _table(columns: list[tuple[str, str]]) -> Any:
    from rich import box
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold")
    for title, justify in columns:
        table.add_column(title, justify=justify, overflow="fold")  # type: ignore[arg-type]
    return table


def _decibels(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"


def _layer_table(report: Report) -> Any:
    from hwpipe.quantize.layout import COMPUTES

    table = _table([
        ("layer", "left"), ("operator", "left"), ("scale", "right"), ("SQNR dB", "right"),
        ("alone", "right"), ("saturated", "right"), ("weights", "right"), ("k", "right"),
        ("exact", "left"),
    ])  # fmt: skip
    for layer in report.layers:
        if layer.op not in COMPUTES:
            continue  # a move loses nothing
        k = "-" if layer.multipliers is None else "{}..{}".format(*layer.multipliers)
        saturation = f"{layer.saturation:.3%}" if layer.saturation else "0"
        table.add_row(
            layer.name, layer.op, f"2^{layer.scale_exponent}", _decibels(layer.sqnr_db),
            _decibels(layer.alone_db),
            saturation, _decibels(layer.weight_sqnr_db), k, "yes" if layer.exact else "no",
        )  # fmt: skip
    return table


def _summary(report: Report) -> list[str]:
    lines = [
        f"{report.model}: {report.macs / 1e6:,.1f} M multiply-accumulates, "
        f"{report.weight_bytes / 2**20:.2f} MiB of weights; calibrated by {report.method} on "
        f"{report.images} images, measured on {report.measured}",
        "output SQNR: "
        + ", ".join(f"{name} {_decibels(v)} dB" for name, v in report.outputs_db.items()),
    ]
    if report.inexact:
        lines.append(
            f"{len(report.inexact)} layers may differ from onnxruntime by one step: "
            + ", ".join(report.inexact[:8])
        )
    return lines + [f"on the host: {line}" for line in report.host]


def _agreement_line(agreement: Agreement) -> str:
    text = (
        f"check: {agreement.agreement:.2%} of {agreement.images} images have the same largest "
        f"output, SQNR {_decibels(agreement.sqnr_db)} dB"
    )
    if agreement.accuracy_float is not None and agreement.accuracy_int8 is not None:
        text += (
            f"; accuracy {agreement.accuracy_float:.2%} in float, {agreement.accuracy_int8:.2%} "
            "in int8"
        )
    return text


def _proof_table(program: Program) -> Any:
    table = _table([
        ("layer", "left"), ("operation", "left"), ("exact", "left"), ("values that differ", "right")
    ])  # fmt: skip
    for layer in program.layers:
        proof = layer.proof
        share = "0" if proof.exact else f"{proof.differing:,} of {proof.of:,}"
        table.add_row(layer.name, layer.kind, "yes" if proof.exact else "no", share)
    return table
