"""What quantisation cost, layer by layer."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

from hwpipe.fpga.reference import quantize
from hwpipe.lower import Program
from hwpipe.lower.run import run_layer
from hwpipe.quantize.images import Images
from hwpipe.quantize.net import Net
from hwpipe.quantize.ranges import session
from hwpipe.quantize.write import Written

__all__ = ["LayerReport", "Report", "decibels", "measure_layers"]

Array = npt.NDArray[Any]

#: Images on which layers are measured alone; the integer definition takes a second for a large one.
_ALONE_IMAGES = 4


def decibels(signal: float, noise: float) -> float | None:
    """`10 log10(signal / noise)`; None where there is no signal or no noise."""
    return float(10 * np.log10(signal / noise)) if signal > 0 and noise > 0 else None


@dataclass(frozen=True)
class LayerReport:
    """One integer layer.

    Attributes:
        name: of the node.
        op: ONNX operator of the float model.
        scale_exponent: the output's scale is two to this power.
        zero_point: of the output.
        sqnr_db: signal to quantisation noise of the output, the noise of all layers before
            included; None where the output is all zero or exact.
        alone_db: the same where the layer reads the float network's activations, rounded to its
            input's scale: what this layer costs by itself.
        saturation: share of float outputs outside what the output's codes can represent.
        weight_sqnr_db: of the weights alone; None without weights.
        multipliers: smallest and largest k of the requantisation multipliers `k * 2**-16`.
        exact: whether the kernel's arithmetic equals onnxruntime on every input.
    """

    name: str
    op: str
    scale_exponent: int
    zero_point: int
    sqnr_db: float | None
    alone_db: float | None
    saturation: float
    weight_sqnr_db: float | None
    multipliers: tuple[int, int] | None
    exact: bool


@dataclass(frozen=True)
class Report:
    """Outcome of `quantize_model`.

    Attributes:
        model: name.
        method: of calibration.
        images: used to calibrate; `measured` of them for the figures of the layers.
        layers: in order.
        outputs_db: signal to quantisation noise of every model output.
        host: nodes that stay in float, with the reason.
        weight_bytes: int8 weights, biases and multipliers.
        macs: multiply-accumulates of one batch.
    """

    model: str
    method: str
    images: int
    measured: int
    layers: tuple[LayerReport, ...]
    outputs_db: dict[str, float | None]
    host: tuple[str, ...]
    weight_bytes: int
    macs: int

    @property
    def inexact(self) -> tuple[str, ...]:
        """Layers that may differ from onnxruntime by one step."""
        return tuple(layer.name for layer in self.layers if not layer.exact)

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self) | {"inexact": list(self.inexact)}


@dataclass
class _Sums:
    signal: float = 0.0
    noise: float = 0.0
    alone_signal: float = 0.0
    alone_noise: float = 0.0
    outside: int = 0
    elements: int = 0


def measure_layers(
    net: Net,
    written: Written,
    program: Program,
    images: Images,
    *,
    method: str,
    measured: int,
) -> Report:
    """Run the float and the int8 network on calibration images and compare every layer.

    Args:
        net: the prepared float network.
        written: its quantised form.
        program: the lowered form, whose proofs the report carries.
        images: calibration data.
        method: for the report.
        measured: number of images to run.
    """
    names = list(dict.fromkeys(out for _, _, out, _ in written.layers))
    outputs = [value.name for value in net.outputs]
    sums = {name: _Sums() for name in (*names, *outputs)}
    probe = onnx.ModelProto()
    probe.CopyFrom(written.model)
    for name in names:
        probe.graph.output.append(
            onnx.helper.make_tensor_value_info(
                written.codes[name], onnx.TensorProto.INT8, net.shapes[name]
            )
        )
    floats, codes = session(net.to_model(names)), session(probe)
    float_names = [o.name for o in floats.get_outputs()]
    code_names = [o.name for o in codes.get_outputs()]
    ran = 0
    for feed in images.feeds(measured):
        real = dict(zip(float_names, floats.run(None, feed), strict=True))
        int8 = dict(zip(code_names, codes.run(None, feed), strict=True))
        ran += images.batch
        for name in names:
            scale = written.scales[name]
            back = (int8[written.codes[name]].astype(np.float64) - scale.zero_point) * scale.scale
            _accumulate(sums[name], real[name], back)
            low, high = (np.asarray([-128, 127]) - scale.zero_point) * scale.scale
            half = scale.scale / 2
            outside = (real[name] < low - half) | (real[name] > high + half)
            sums[name].outside += int(np.count_nonzero(outside))
        if ran <= _ALONE_IMAGES * images.batch:
            _measure_alone(written, program, real | feed, sums)
        for name in outputs:
            if name not in names and real[name].dtype.kind == "f":
                _accumulate(sums[name], real[name], int8[name].astype(np.float64))
    return _report(net, written, program, sums, method=method, images=images.count, measured=ran)


def _measure_alone(
    written: Written, program: Program, real: dict[str, Array], sums: dict[str, _Sums]
) -> None:
    """Every layer on the float network's activations, by the integer definition."""
    float_name = {
        program.codes[codes][0]: name
        for name, codes in written.codes.items()
        if codes in program.codes and name in real
    }
    for layer in program.layers:
        out = float_name.get(layer.output, "")
        if out not in sums or any(name not in float_name for name in layer.inputs):
            continue
        operands = []
        for name in layer.inputs:
            scale = program.tensors[name].scale
            zero = np.asarray(scale.zero_point, np.int8)
            operands.append(quantize(real[float_name[name]], np.asarray(scale.scale), zero))
        scale = program.tensors[layer.output].scale
        code = run_layer(layer, *operands).astype(np.float64)
        back = (code - scale.zero_point) * scale.scale
        sums[out].alone_signal += float(np.square(real[out], dtype=np.float64).sum())
        sums[out].alone_noise += float(np.square(real[out] - back.reshape(real[out].shape)).sum())


def _accumulate(sums: _Sums, real: Array, back: Array) -> None:
    sums.signal += float(np.square(real, dtype=np.float64).sum())
    sums.noise += float(np.square(real - back).sum())
    sums.elements += real.size


def _report(
    net: Net, written: Written, program: Program, sums: dict[str, _Sums], *, method: str,
    images: int, measured: int,
) -> Report:  # fmt: skip
    inexact = {layer.name for layer in program.inexact}
    weights = {node.name: node.input[1] for node in net.nodes if node.op_type in ("Conv", "Gemm")}
    layers = []
    for name, op, out, w in written.layers:
        weight_db, multipliers = None, None
        if w is not None:
            real = net.constants[weights[name]].astype(np.float64)
            back = w.codes * w.scale.astype(np.float64).reshape(-1, *[1] * (real.ndim - 1))
            weight_db = decibels(float(np.square(real).sum()), float(np.square(real - back).sum()))
            multipliers = (int(w.multiplier.min()), int(w.multiplier.max()))
        found, scale = sums[out], written.scales[out]
        layers.append(LayerReport(
            name, op, int(np.log2(scale.scale)), scale.zero_point,
            decibels(found.signal, found.noise),
            decibels(found.alone_signal, found.alone_noise), found.outside / max(found.elements, 1),
            weight_db, multipliers, name not in inexact,
        ))  # fmt: skip
    return Report(
        net.name, method, images, measured, tuple(layers),
        {v.name: decibels(sums[v.name].signal, sums[v.name].noise) for v in net.outputs},
        tuple(f"{n.op} {n.name}: {n.reason}" for n in program.host), program.weight_bytes,
        program.macs,
    )  # fmt: skip
