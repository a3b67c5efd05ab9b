"""`quantize_model`: a float ONNX network in, an int8 one with exact requantisation out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import onnx

from hwpipe.errors import InputError, WorkError
from hwpipe.lower import Program, lower_model
from hwpipe.quantize.images import Images, load_images
from hwpipe.quantize.layout import lay_out
from hwpipe.quantize.net import Net, load_net
from hwpipe.quantize.prepare import prepare
from hwpipe.quantize.ranges import METHODS, Method, calibrate
from hwpipe.quantize.report import Report, measure_layers
from hwpipe.quantize.scales import choose_scales
from hwpipe.quantize.write import write_model

__all__ = ["Quantised", "is_quantised", "quantize_model", "save_model"]

#: Images that measure the layers for the report.
_MEASURED_IMAGES = 32


@dataclass(frozen=True, eq=False)
class Quantised:
    """What quantisation made.

    Attributes:
        reference: the float model as it was, at its static batch size.
        model: the int8 model in QOperator form.
        program: its integer layers.
        report: losses layer by layer.
        images: the calibration data.
    """

    reference: onnx.ModelProto
    model: onnx.ModelProto
    program: Program
    report: Report
    images: Images


def is_quantised(ref: str | Path) -> bool:
    """Whether a model has quantised operators already.

    Raises:
        InputError: if the file is no usable ONNX model.
    """
    from hwpipe.graph import open_model

    source = open_model(ref)
    if source.kind != "onnx":
        return False
    batch = 1 if source.default_batch is None else None
    return any(
        node.op_type.startswith(("QLinear", "QGemm", "QuantizeLinear"))
        for node in source.proto(batch).graph.node
    )


def quantize_model(
    model: str | Path,
    calibration: str | Path,
    *,
    method: Method = "minmax",
    percentile: float = 99.99,
    batch: int | None = None,
    limit: int | None = None,
    labels: str = "labels",
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Quantised:
    """Quantise a float network to int8 so that the kernel's arithmetic is exact.

    Args:
        model: ONNX file or bundled name.
        calibration: .npz with an array for every input, images along the first axis.
        method: how ranges are taken from the calibration data.
        percentile: share of absolute values that `percentile` keeps.
        batch: batch size of the result; None for the model's own.
        limit: use at most this many images.
        labels: name of an optional array of class indices in the .npz.
        progress: called with (batches done, batches in all) of the calibration.

    Raises:
        InputError: unusable model or data, an operator without an integer form between layers
            that compute, or a model that is quantised already.
        WorkError: if onnxruntime refuses the model or it computes non-finite numbers.
    """
    if method not in METHODS:
        raise InputError(f"--method {method!r}", limit=", ".join(METHODS))
    net = load_net(model, batch)
    reference = net.to_model()
    shapes = {value.name: net.shapes[value.name] for value in net.inputs}
    images = _limited(load_images(calibration, shapes, labels=labels), limit)
    prepare(net)
    layout = lay_out(net)
    ranges = calibrate(net, images, method, percentile=percentile, progress=progress)
    scales = choose_scales(net, layout, ranges, images)
    written = write_model(net, layout, scales)
    program = lower_model(written.model, name=net.name)
    _check_whole(net, program, len(written.layers))
    report = measure_layers(net, written, program, images, method=method, measured=_MEASURED_IMAGES)
    return Quantised(reference, written.model, program, report, images)


def _limited(images: Images, limit: int | None) -> Images:
    if limit is None or limit >= images.count:
        return images
    if limit < images.batch:
        raise InputError(f"--images {limit}", limit=f"at least one batch of {images.batch}")
    arrays = {name: array[:limit] for name, array in images.arrays.items()}
    return Images(arrays, None if images.labels is None else images.labels[:limit], images.batch)


def _check_whole(net: Net, program: Program, layers: int) -> None:
    """Every integer layer that was written is in the program; else the writer has a bug."""
    if not program.layers or len(program.layers) > 3 * layers + 8:
        raise WorkError(
            f"{net.name}: {layers} integer layers were written, {len(program.layers)} lowered"
        )


def save_model(model: onnx.ModelProto, path: Path) -> None:
    """Write a model whole or not at all: to a temporary file beside it, then renamed.

    Raises:
        InputError: if the folder is missing or cannot be written.
    """
    if path.is_dir():
        raise InputError("is a folder", where=str(path), remedy="give a file name to -o")
    try:
        handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise InputError(f"cannot be written: {error.strerror}", where=str(path),
                         remedy="choose another folder with -o") from None  # fmt: skip
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(model.SerializeToString())
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)  # mkstemp is private, a result is not
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
