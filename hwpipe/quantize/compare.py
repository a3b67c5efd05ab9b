"""Check mode: float against int8 on images, and the integer program against onnxruntime."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

from hwpipe.lower import Program, run_tensors
from hwpipe.quantize.images import Images
from hwpipe.quantize.ranges import session
from hwpipe.quantize.report import decibels

__all__ = ["Agreement", "Difference", "check_program", "compare_models"]

Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Agreement:
    """Float and int8 model on the same images.

    Attributes:
        images: number of images.
        agreement: share of images with the same largest output.
        sqnr_db: of the output.
        max_error: largest absolute difference of an output.
        accuracy_float: share of images whose largest float output is the label; None without.
        accuracy_int8: the same for int8.
    """

    images: int
    agreement: float
    sqnr_db: float | None
    max_error: float
    accuracy_float: float | None
    accuracy_int8: float | None

    def to_json(self) -> dict[str, Any]:
        """For programs."""
        return asdict(self)


def compare_models(
    reference: onnx.ModelProto, quantised: onnx.ModelProto, images: Images
) -> Agreement:
    """Run both on all images and compare the first output.

    Args:
        reference: the float model.
        quantised: the int8 model; it must have the same inputs and outputs.
        images: data, with labels where accuracy is wanted.
    """
    a, b = session(reference), session(quantised)
    name = reference.graph.output[0].name
    pairs = [(a.run([name], feed)[0], b.run([name], feed)[0]) for feed in images.feeds()]
    want = np.concatenate([p[0] for p in pairs]).reshape(len(pairs) * images.batch, -1)
    got = np.concatenate([p[1] for p in pairs]).reshape(want.shape)
    top = want.argmax(1), got.argmax(1)
    accuracy: list[float | None] = [None, None]
    if images.labels is not None:
        labels = images.labels[: len(want)]
        accuracy = [float(np.mean(t == labels)) for t in top]
    error = got.astype(np.float64) - want
    return Agreement(
        len(want), float(np.mean(top[0] == top[1])),
        decibels(float(np.square(want, dtype=np.float64).sum()), float(np.square(error).sum())),
        float(np.abs(error).max(initial=0.0)), accuracy[0], accuracy[1],
    )  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """A tensor in which the integer program and onnxruntime differ."""

    tensor: str
    layer: str
    elements: int
    of: int
    largest: int
    proved_exact: bool


def check_program(
    program: Program, quantised: onnx.ModelProto, feeds: list[dict[str, Array]]
) -> tuple[int, list[Difference]]:
    """Compare every int8 tensor of the integer program with onnxruntime.

    onnxruntime runs without its graph optimisations where the model is in QDQ form, since they
    change the rounding of some operators.

    Returns:
        Elements compared, and the tensors that differ.
    """
    probe = onnx.ModelProto()
    probe.CopyFrom(quantised)
    shown = {value.name for value in probe.graph.output}
    for name, (tensor, offset) in program.codes.items():
        if name not in shown:
            kind = onnx.TensorProto.UINT8 if offset else onnx.TensorProto.INT8
            shape = program.tensors[tensor].shape
            probe.graph.output.append(onnx.helper.make_tensor_value_info(name, kind, shape))
    fed = {value.name for value in probe.graph.input}
    for port in program.inputs:
        if port.name not in fed | shown and port.is_float:  # made by the host
            shape = program.tensors[port.tensor].shape
            probe.graph.output.append(
                onnx.helper.make_tensor_value_info(port.name, onnx.TensorProto.FLOAT, shape)
            )
    qdq = not any(node.op_type.startswith("QLinear") for node in quantised.graph.node)
    run = session(probe, optimise=not qdq)
    names = [o.name for o in run.get_outputs()]
    makers = {layer.output: layer for layer in program.layers}
    found: dict[str, list[int]] = {}
    compared = 0
    for feed in feeds:
        want = dict(zip(names, run.run(None, feed), strict=True))
        inputs = {p.name: feed[p.name] if p.name in feed else want[p.name] for p in program.inputs}
        got = run_tensors(program, inputs)
        for name, (tensor, offset) in program.codes.items():
            error = np.abs(got[tensor].astype(np.int32) + offset - want[name])
            compared += error.size
            entry = found.setdefault(name, [0, 0, 0])
            entry[0] += int(np.count_nonzero(error))
            entry[1] += error.size
            entry[2] = max(entry[2], int(error.max(initial=0)))
    differences = []
    for name, (wrong, size, largest) in found.items():
        layer = makers.get(program.codes[name][0])
        if wrong:
            differences.append(Difference(
                name, layer.name if layer else "", wrong, size, largest,
                layer.proof.exact if layer else True,
            ))  # fmt: skip
    return compared, differences
