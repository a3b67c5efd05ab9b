"""Writes the quantised network in QOperator form."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
from onnx import ModelProto, NodeProto, TensorProto, ValueInfoProto, helper

from hwpipe.fpga import reference
from hwpipe.fpga.requantise import Scale
from hwpipe.graph.tensors import from_array
from hwpipe.quantize.layout import Layout
from hwpipe.quantize.net import Net, attributes
from hwpipe.quantize.scales import LayerWeights, quantise_weights

__all__ = ["Written", "write_model"]

Array = npt.NDArray[Any]
_MS = "com.microsoft"


@dataclass
class Written:
    """A quantised model and what the report needs of it.

    Attributes:
        model: in QOperator form.
        layers: (node name, operator, float tensor, its weights) of every integer layer.
        scales: of every integer tensor by float name.
        codes: float name -> name of the int8 tensor.
    """

    model: ModelProto
    layers: list[tuple[str, str, str, LayerWeights | None]] = field(default_factory=list)
    scales: dict[str, Scale] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)


class _Writer:
    def __init__(self, net: Net, layout: Layout, scales: dict[str, Scale]) -> None:
        self.net, self.layout, self._by_root = net, layout, scales
        self.nodes: list[NodeProto] = []
        self.constants: dict[str, Array] = {}
        self.values: list[ValueInfoProto] = []
        self.written = Written(ModelProto())
        self._scalars: dict[tuple[str, float], str] = {}

    def scale(self, name: str) -> Scale:
        return self._by_root[self.layout.root(name)]

    def quantisation(self, name: str) -> list[str]:
        """Names of the constants that hold a tensor's scale and zero point."""
        scale = self.scale(name)
        found = []
        for kind, value, dtype in (
            ("scale", scale.scale, np.float32),
            ("zero_point", scale.zero_point, np.int8),
        ):
            key = (kind, float(value))
            if key not in self._scalars:
                # A power of two is named by its exponent.
                text = int(np.log2(value)) if kind == "scale" else value
                self._scalars[key] = f"{kind}_{text}"
                self.constants[self._scalars[key]] = np.asarray(value, dtype)
            found.append(self._scalars[key])
        return found

    def bind(self, name: str) -> str:
        """Name of the int8 tensor of a float tensor; its shape is declared once."""
        if name not in self.written.codes:
            codes = f"{name}_quantized"
            self.written.codes[name] = codes
            self.written.scales[name] = self.scale(name)
            self.values.append(
                helper.make_tensor_value_info(codes, TensorProto.INT8, self.net.shapes[name])
            )
        return self.written.codes[name]

    def enter(self, name: str) -> str:
        """The int8 form of an input of an integer node, quantised here if it is float."""
        if name not in self.written.codes:
            codes = self.bind(name)
            self.nodes.append(helper.make_node(
                "QuantizeLinear", [name, *self.quantisation(name)], [codes], f"{name}_quantize"
            ))  # fmt: skip
        return self.written.codes[name]

    def leave(self, name: str) -> None:
        self.nodes.append(helper.make_node(
            "DequantizeLinear", [self.written.codes[name], *self.quantisation(name)], [name],
            f"{name}_dequantize",
        ))  # fmt: skip

    # Layers -----------------------------------------------------------------------------

    def computing(self, node: NodeProto) -> None:
        out = self.layout.result[node.output[0]]
        x = self.enter(node.input[0])
        more = self.enter(node.input[1]) if node.op_type == "Add" else ""
        codes = self.bind(out)
        scale, (low, high) = self.scale(out), self.layout.bounds[out]
        ends = [_code(scale, low, -128), _code(scale, high, 127)]
        result = codes if ends == [-128, 127] else f"{codes}_unclipped"
        xq, yq = self.quantisation(node.input[0]), self.quantisation(out)
        weights = None
        if node.op_type == "Add":
            inputs = [x, *xq, more, *self.quantisation(node.input[1]), *yq]
            self._ms("QLinearAdd", inputs, result, node)
        elif node.op_type == "GlobalAveragePool":
            self._ms("QLinearGlobalAveragePool", [x, *xq, *yq], result, node, channels_last=0)
        elif node.op_type == "LeakyRelu":
            alpha = attributes(node).get("alpha", 0.01)
            self._ms("QLinearLeakyRelu", [x, *xq, *yq], result, node, alpha=alpha)
        elif node.op_type == "AveragePool":
            kept = {k: v for k, v in attributes(node).items() if k != "dilations"}
            self._ms("QLinearAveragePool", [x, *xq, *yq], result, node, **kept)
        else:
            weights = self._weighted(node, x, out, result)
        if result != codes:
            bounds = [self._bound(end) for end in ends]
            self.nodes.append(
                helper.make_node("Clip", [result, *bounds], [codes], f"{node.name}_clip")
            )
        self.written.layers.append((node.name, node.op_type, out, weights))

    def _ms(self, op: str, inputs: list[str], out: str, node: NodeProto, **kept: Any) -> None:
        self.nodes.append(helper.make_node(op, inputs, [out], node.name, domain=_MS, **kept))

    def _bound(self, value: int) -> str:
        name = f"code_{value}"
        self.constants[name] = np.asarray(value, np.int8)
        return name

    def _weighted(self, node: NodeProto, x: str, out: str, result: str) -> LayerWeights:
        """QLinearConv or QGemm; weights are written under the names of their float tensors."""
        net = self.net
        w = net.constants[node.input[1]]
        bias = np.zeros(w.shape[0], np.float32)
        if len(node.input) > 2 and node.input[2]:
            bias = net.constants[node.input[2]].reshape(-1)
        found = quantise_weights(w, bias, self.scale(node.input[0]), self.scale(out), node.name)
        # Two layers may share float weights, but not their quantised form.
        base = f"{node.input[1]}_quantized"
        if base in self.constants:
            base = f"{node.name}.{base}"
        names = [base, f"{base}_scale", f"{base}_zero_point", f"{base}_bias"]
        values = [found.codes, found.scale, np.zeros(w.shape[0], np.int8), found.bias]
        self.constants.update(zip(names, values, strict=True))
        xq, yq = self.quantisation(node.input[0]), self.quantisation(out)
        if node.op_type == "Conv":
            self.nodes.append(helper.make_node(
                "QLinearConv", [x, *xq, *names[:3], *yq, names[3]], [result], node.name,
                **attributes(node),
            ))  # fmt: skip
        else:
            inputs = [x, *xq, *names, *yq]
            self._ms("QGemm", inputs, result, node, transB=1)
        return found

    def moving(self, node: NodeProto) -> None:
        """An operator that keeps codes runs on int8 as it is; Relu and Clip compare codes."""
        inputs = [self.enter(n) if n in self.net.shapes else n for n in node.input]
        outputs = [self.bind(n) if n else n for n in node.output]
        if node.op_type in ("Relu", "Clip"):
            from hwpipe.quantize.layout import clip_bounds

            bounds, scale = clip_bounds(self.net, node), self.scale(node.input[0])
            assert bounds is not None
            ends = [_code(scale, bounds[0], -128), _code(scale, bounds[1], 127)]
            names = [self._bound(end) for end in ends]
            self.nodes.append(helper.make_node("Clip", [inputs[0], *names], outputs, node.name))
        else:
            for name in node.input:
                if name in self.net.constants:
                    self.constants[name] = self.net.constants[name]
            copy = NodeProto()
            copy.CopyFrom(node)
            del copy.input[:], copy.output[:]
            copy.input.extend(inputs)
            copy.output.extend(outputs)
            self.nodes.append(copy)
        self.written.layers.append((node.name, node.op_type, node.output[0], None))


def _code(scale: Scale, bound: float, otherwise: int) -> int:
    """Code of a clip bound, saturated."""
    if not np.isfinite(bound):
        return otherwise
    zero = np.asarray(scale.zero_point, np.int8)
    return int(reference.quantize(np.asarray(bound, np.float32), np.asarray(scale.scale), zero))


def write_model(net: Net, layout: Layout, scales: dict[str, Scale]) -> Written:
    """The quantised model.

    Args:
        net: the prepared float network.
        layout: its division.
        scales: by group representative.

    Raises:
        InputError: if a layer has no integer form at these scales.
    """
    w = _Writer(net, layout, scales)
    w.nodes.extend(layout.before)
    for node in layout.integer:
        if node.output[0] in layout.result:
            w.computing(node)
        elif node.output[0] not in layout.fused:
            w.moving(node)
    leaving = {n for node in layout.after for n in node.input} | net.output_names()
    for name in list(w.written.codes):
        made_here = all(name not in node.output for node in layout.before)
        if name in leaving and made_here and name not in {v.name for v in net.inputs}:
            w.leave(name)
    w.nodes.extend(layout.after)
    for node in (*layout.before, *layout.after):
        for name in node.input:
            if name in net.constants:
                w.constants[name] = net.constants[name]
    graph = helper.make_graph(
        w.nodes, net.name, net.inputs, net.outputs,
        [from_array(value, name) for name, value in w.constants.items()], value_info=w.values,
    )  # fmt: skip
    opsets = [helper.make_opsetid("", net.opset), helper.make_opsetid(_MS, 1)]
    w.written.model = helper.make_model(
        graph, opset_imports=opsets, ir_version=8, producer_name="hwpipe"
    )
    return w.written
