"""`check_against_onnxruntime`: compare a run's outputs with the reference implementation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import onnx

from hwpipe.errors import InputError, WorkError
from hwpipe.runtime.inputs import Batch, check_inputs
from hwpipe.runtime.piece import Array

__all__ = ["CheckResult", "OutputError", "check_against_onnxruntime", "relative_error"]


@dataclass(frozen=True, slots=True)
class OutputError:
    """Largest relative error of one output and where it is, for a message."""

    name: str
    max_relative_error: float
    worst_index: tuple[int, ...]
    got: float
    expected: float


@dataclass(frozen=True, slots=True)
class CheckResult:
    """Errors of all outputs against the limit `rtol`."""

    errors: tuple[OutputError, ...]
    rtol: float

    @property
    def max_relative_error(self) -> float:
        """The largest over all outputs."""
        return max((error.max_relative_error for error in self.errors), default=0.0)

    @property
    def ok(self) -> bool:
        """Whether every output is within the limit."""
        return self.max_relative_error <= self.rtol

    def require(self) -> None:
        """Raise a WorkError that names the worst element unless `ok`."""
        if self.ok:
            return
        worst = max(self.errors, key=lambda error: error.max_relative_error)
        raise WorkError(
            f"differs from onnxruntime: {worst.got!r} instead of {worst.expected!r} at "
            f"{worst.worst_index}, relative error {worst.max_relative_error:.3g}",
            where=f"output {worst.name!r}", limit=f"{self.rtol:g}",
            remedy="report the model's operators as a bug of hwpipe",
        )  # fmt: skip


def relative_error(got: Array, expected: Array) -> tuple[float, tuple[int, ...]]:
    """Largest relative error and its index.

    The error of an element is |got - expected| / max(|expected|, rms(expected)): elements far
    below the tensor's root mean square are judged by that, since cancellation leaves them
    with the rounding errors of larger terms. Equal infinities and NaNs in both count as equal;
    an element that is finite in one only, or another shape, is an infinite error.
    """
    if got.shape != expected.shape:
        return float("inf"), ()
    if not got.size:
        return 0.0, ()
    a, b = got.astype(np.float64), expected.astype(np.float64)
    same = (a == b) | (np.isnan(a) & np.isnan(b))
    finite = b[np.isfinite(b)]
    rms = float(np.sqrt(np.mean(finite * finite))) if finite.size else 0.0
    with np.errstate(invalid="ignore", divide="ignore"):
        error = np.abs(a - b) / np.maximum(np.abs(b), rms)
    error = np.where(same, 0.0, np.where(np.isfinite(error), error, np.inf))
    worst = int(np.argmax(error))
    index = tuple(int(i) for i in np.unravel_index(worst, error.shape))
    return float(error.reshape(-1)[worst]), index


def check_against_onnxruntime(
    reference_model: onnx.ModelProto,
    inputs: Mapping[str, Array],
    outputs: Mapping[str, Array],
    *,
    micro_batch: int,
    rtol: float = 1e-4,
) -> CheckResult:
    """Run the reference model in onnxruntime, micro-batch by micro-batch, and compare.

    Args:
        reference_model: what onnxruntime runs, static at `micro_batch`, weights inline.
        inputs: the inputs of the run.
        outputs: the outputs of the run, by name.
        micro_batch: samples per micro-batch.
        rtol: largest relative error that is `ok`.

    Raises:
        InputError: if an output of the model is missing, or inputs do not fit.
        WorkError: if onnxruntime cannot run the model.
    """
    names = [value.name for value in reference_model.graph.output]
    for name in names:
        if name not in outputs:
            raise InputError("is missing", where=f"output {name!r}", limit=", ".join(names),
                             remedy="give every output of the model")  # fmt: skip
    batch = check_inputs(reference_model, inputs, micro_batch)
    expected = _reference(reference_model, batch, names)
    errors = []
    for name, want in zip(names, expected, strict=True):
        got = np.asarray(outputs[name])
        error, index = relative_error(got, want)
        inside = got.shape == want.shape and got.size > 0
        errors.append(OutputError(
            name, error, index,
            float(got[index]) if inside else float("nan"),
            float(want[index]) if inside else float("nan"),
        ))  # fmt: skip
    return CheckResult(tuple(errors), rtol)


def _reference(model: onnx.ModelProto, batch: Batch, names: list[str]) -> list[Array]:
    import tempfile
    from pathlib import Path

    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    # Spinning threads would slow whatever else runs on the machine.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        if model.ByteSize() < 2**31 - 2**20:
            session = onnxruntime.InferenceSession(
                model.SerializeToString(), options, providers=["CPUExecutionProvider"]
            )
        else:  # past protobuf's 2 GiB the weights must lie beside the model
            with tempfile.TemporaryDirectory(prefix="hwpipe-check-") as folder:
                path = Path(folder) / "model.onnx"
                onnx.save_model(model, path, save_as_external_data=True, location="weights.bin")
                session = onnxruntime.InferenceSession(
                    str(path), options, providers=["CPUExecutionProvider"]
                )
        parts = [
            session.run(names, {name: batch.part(name, k) for name in batch.arrays})
            for k in range(batch.count)
        ]
    except Exception as error:
        text = str(error).strip().splitlines()
        raise WorkError(f"onnxruntime cannot run the model: {text[0] if text else error!r}",
                        remedy="run without the check") from error  # fmt: skip
    return [
        np.concatenate([part[i] for part in parts]) if batch.count > 1 else np.asarray(parts[0][i])
        for i in range(len(names))
    ]
