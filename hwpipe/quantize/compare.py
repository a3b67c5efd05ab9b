"""Check mode: float against int8 on images, and the integer program against onnxruntime."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx

from hwpipe.lower import Program
from hwpipe.lower.model import Layer
from hwpipe.lower.run import enter_inputs, run_layer
from hwpipe.quantize.images import Images
from hwpipe.quantize.ranges import session
from hwpipe.quantize.report import decibels

__all__ = ["Agreement", "Difference", "check_program", "compare_models", "runtime_tensors"]

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
    """A tensor in which a layer differs from onnxruntime, both given onnxruntime's inputs.

    Attributes:
        tensor: ONNX name of the quantised tensor.
        layer: that makes it; empty for an input.
        elements: that differ, over all images, `of` those compared.
        largest: difference in steps.
        proved_exact: whether the layer should have been equal.
    """

    tensor: str
    layer: str
    elements: int
    of: int
    largest: int
    proved_exact: bool


def check_program(
    program: Program, quantised: onnx.ModelProto, feeds: list[dict[str, Array]]
) -> tuple[int, list[Difference]]:
    """Compare every layer of the integer program with onnxruntime.

    Each layer reads what onnxruntime computed before it, so a difference belongs to the layer
    that it is found in; where there is none, the whole program is equal. onnxruntime runs without
    its graph optimisations where the model is in QDQ form: they change the rounding of some
    operators.

    Returns:
        Elements compared, and the tensors that differ, in the order of the layers.
    """
    qdq = not any(node.op_type.startswith("QLinear") for node in quantised.graph.node)
    run = session(_probe(program, quantised), optimise=not qdq)
    names = [o.name for o in run.get_outputs()]
    onnx_name = {tensor: (name, offset) for name, (tensor, offset) in program.codes.items()}
    counts: dict[str, list[int]] = {}
    for feed in feeds:
        want = dict(zip(names, run.run(None, feed), strict=True))
        inputs = {p.name: feed[p.name] if p.name in feed else want[p.name] for p in program.inputs}
        values = enter_inputs(program, inputs)
        seen = {
            tensor: (want[name].astype(np.int16) - offset).astype(np.int8)
            for tensor, (name, offset) in onnx_name.items()
            if name in want
        }
        for layer in program.layers:
            operands = [seen[n] if n in seen else values[n] for n in layer.inputs]
            values[layer.output] = run_layer(layer, *operands)
        for tensor, codes in seen.items():
            error = np.abs(values[tensor].astype(np.int32) - codes)
            entry = counts.setdefault(tensor, [0, 0, 0])
            entry[0] += int(np.count_nonzero(error))
            entry[1] += error.size
            entry[2] = max(entry[2], int(error.max(initial=0)))
    makers = {layer.output: layer for layer in program.layers}
    differences = []
    for tensor in [p.tensor for p in program.inputs] + [layer.output for layer in program.layers]:
        wrong, size, largest = counts.get(tensor, (0, 0, 0))
        if wrong:
            layer_name = makers[tensor].name if tensor in makers else ""
            exact = _exact(makers, onnx_name, tensor)
            differences.append(
                Difference(onnx_name[tensor][0], layer_name, wrong, size, largest, exact)
            )
    return sum(entry[1] for entry in counts.values()), differences


def runtime_tensors(
    program: Program, quantised: onnx.ModelProto, inputs: Mapping[str, Array]
) -> dict[str, Array]:
    """Codes that onnxruntime computes, whole network, by tensor of the program.

    Args:
        program: what `lower_model` made of the model.
        quantised: the model.
        inputs: arrays for the model's inputs.

    Returns:
        int8 codes of every tensor that the model names; onnxruntime does not show what lies
        between two layers of one node.
    """
    qdq = not any(node.op_type.startswith("QLinear") for node in quantised.graph.node)
    run = session(_probe(program, quantised), optimise=not qdq)
    names = [o.name for o in run.get_outputs()]
    want = {**inputs, **dict(zip(names, run.run(None, dict(inputs)), strict=True))}
    return {
        tensor: (want[name].astype(np.int16) - offset).astype(np.int8)
        for name, (tensor, offset) in program.codes.items()
        if name in want
    }


def _exact(
    makers: dict[str, Layer], visible: Mapping[str, tuple[str, int]], tensor: str
) -> bool:  # fmt: skip
    """Whether a layer is exact, and those before it whose results onnxruntime does not show."""
    layer = makers.get(tensor)
    if layer is None:
        return True
    hidden = [name for name in layer.inputs if name not in visible]
    return layer.proof.exact and all(_exact(makers, visible, name) for name in hidden)


def _probe(program: Program, quantised: onnx.ModelProto) -> onnx.ModelProto:
    """The model with every quantised tensor as an output, and what the host feeds the program."""
    probe = onnx.ModelProto()
    probe.CopyFrom(quantised)
    present = {value.name for value in (*probe.graph.output, *probe.graph.input)}
    for name, (tensor, offset) in program.codes.items():
        if name not in present:
            kind = onnx.TensorProto.UINT8 if offset else onnx.TensorProto.INT8
            shape = program.tensors[tensor].shape
            probe.graph.output.append(onnx.helper.make_tensor_value_info(name, kind, shape))
    for port in program.inputs:
        if port.name not in present and port.is_float:
            shape = program.tensors[port.tensor].shape
            kind = onnx.TensorProto.FLOAT
            probe.graph.output.append(onnx.helper.make_tensor_value_info(port.name, kind, shape))
    return probe
