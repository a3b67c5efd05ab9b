"""Ranges of float tensors over calibration images, by onnxruntime's calibrators."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import onnx

from hwpipe.errors import InputError, WorkError
from hwpipe.quantize.images import Images
from hwpipe.quantize.net import Net

__all__ = ["METHODS", "Method", "calibrate", "session"]

Array = npt.NDArray[Any]
Method = Literal["minmax", "entropy", "percentile"]
METHODS: tuple[Method, ...] = ("minmax", "entropy", "percentile")


def session(model: onnx.ModelProto | str, *, optimise: bool = True, threads: int = 1) -> Any:
    """An onnxruntime session on the CPU that does not warn about its own rewriting.

    Raises:
        InputError: if onnxruntime is not installed.
        WorkError: if it refuses the model.
    """
    try:
        import onnxruntime as ort
    except ImportError:
        raise InputError(
            "onnxruntime is not installed", remedy="install hwpipe[run], or onnxruntime"
        ) from None
    options = ort.SessionOptions()
    options.intra_op_num_threads = threads
    options.log_severity_level = 4
    if not optimise:
        options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    given = model if isinstance(model, str) else model.SerializeToString()
    try:
        return ort.InferenceSession(given, options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise WorkError(f"onnxruntime refuses the model: {str(error)[:300]}") from None


class _Reader:
    """What onnxruntime's calibrators read data from."""

    def __init__(self, feeds: Iterable[dict[str, Array]]) -> None:
        self._feeds: Iterator[dict[str, Array]] = iter(feeds)

    def get_next(self) -> dict[str, Array] | None:
        return next(self._feeds, None)


def calibrate(
    net: Net,
    images: Images,
    method: Method,
    *,
    percentile: float = 99.99,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> dict[str, tuple[float, float]]:
    """Smallest and largest value of every float tensor that a method keeps.

    Args:
        net: the prepared network.
        images: calibration data.
        method: `minmax` keeps all values; `entropy` the range whose histogram diverges least
            from the full one (Kullback and Leibler); `percentile` a share of the values.
        percentile: of absolute values kept, 50 to 100.
        progress: called with (batches done, batches in all).

    Raises:
        InputError: a percentile out of range.
    """
    if not 50 <= percentile <= 100:
        raise InputError(f"--percentile {percentile:g}", limit="50 .. 100",
                         remedy="99.9 to 99.999 are usual")  # fmt: skip
    from onnxruntime.quantization import calibrate as ort_calibrate

    with tempfile.TemporaryDirectory() as folder:
        path, augmented = Path(folder) / "float.onnx", Path(folder) / "augmented.onnx"
        onnx.save(net.to_model(), path)
        if method == "minmax":
            calibrator = ort_calibrate.MinMaxCalibrater(path, augmented_model_path=str(augmented))
        elif method == "entropy":
            calibrator = ort_calibrate.EntropyCalibrater(
                path, augmented_model_path=str(augmented), num_bins=512, num_quantized_bins=128
            )
        else:
            calibrator = ort_calibrate.PercentileCalibrater(
                path, augmented_model_path=str(augmented), percentile=percentile
            )
        calibrator.augment_graph()
        calibrator.infer_session = session(str(augmented))
        total = images.count // images.batch
        for i, feed in enumerate(images.feeds()):
            calibrator.collect_data(_Reader([feed]))
            progress(i + 1, total)
        found = calibrator.compute_data().data
    ranges = {}
    for name, data in found.items():
        low, high = (float(np.min(v)) for v in data.range_value)
        if not (np.isfinite(low) and np.isfinite(high)):
            raise WorkError(f"the float model computes {low:g} .. {high:g} at {name!r}")
        ranges[name] = (low, high)
    return ranges
