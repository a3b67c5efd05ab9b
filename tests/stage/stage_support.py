"""Quantised networks in both forms, and a pipeline of FPGA stages in one process."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnx
from onnx import ModelProto, NodeProto, helper
from onnx.numpy_helper import from_array, to_array

from hwpipe.conv import ConvConfig
from hwpipe.graph import open_model
from hwpipe.lower.trace import Trace
from hwpipe.stage import divide, settle_cuts
from hwpipe.stage.board import BoardSpec
from hwpipe.stage.model import StageProgram

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "lower"))
from lower_networks import NETWORKS

#: A kernel of few lanes, so that small networks have several channel blocks.
CONFIG = ConvConfig(pi=8, po=8)


def board(config: ConvConfig = CONFIG, **options) -> BoardSpec:
    return BoardSpec("board0", "kv260", config, 200e6, **options)


@lru_cache(maxsize=32)
def quantised(name: str, form: str, folder: Path) -> tuple[ModelProto, np.ndarray]:
    """The int8 model (normal form, batch 1) and two images."""
    model = NETWORKS[name]()
    entry = model.graph.input[0]
    shape = [d.dim_value for d in entry.type.tensor_type.shape.dim]
    plain = folder / f"{name}.onnx"
    onnx.save(model, plain)
    images = np.random.default_rng(3).standard_normal((2, *shape[1:])).astype(np.float32)
    np.savez(folder / f"{name}.npz", images)
    path = folder / f"{name}-{form}.onnx"
    from hwpipe.quantize import quantize_model

    done = quantize_model(plain, folder / f"{name}.npz", batch=1).model
    onnx.save(done if form == "QOperator" else as_qdq(done), path)
    return open_model(path).materialise(1), images


class _Floats:
    """Writes operators on floats between DequantizeLinear and QuantizeLinear."""

    def __init__(self) -> None:
        self.nodes: list[NodeProto] = []

    def real(self, x: str, scale: str, zero: str, axis: int | None = None) -> str:
        name = f"{x}:real{len(self.nodes)}"
        more = {} if axis is None else {"axis": axis}
        inputs = [x, scale, zero] if zero else [x, scale]
        self.nodes.append(helper.make_node("DequantizeLinear", inputs, [name], name=name, **more))
        return name

    def node(self, op: str, like: NodeProto, inputs: list[str], scale: str, zero: str) -> None:
        """The operator and its QuantizeLinear, which makes the output of `like`."""
        name = f"{like.output[0]}:float"
        made = helper.make_node(op, inputs, [name], name=f"{like.name}:{op}")
        kept = {"pads", "strides", "dilations", "group", "kernel_shape", "auto_pad", "axis",
                "ceil_mode", "count_include_pad", "transB", "alpha"}  # fmt: skip
        made.attribute.extend(a for a in like.attribute if a.name in kept)
        self.nodes.append(made)
        self.nodes.append(helper.make_node(
            "QuantizeLinear", [name, scale, zero], [like.output[0]], name=f"{like.name}:q"
        ))  # fmt: skip


def as_qdq(model: ModelProto) -> ModelProto:
    """A QOperator model in QDQ form: the same codes, scales and weights."""
    w, done = _Floats(), ModelProto()
    done.CopyFrom(model)
    constants = {t.name: t for t in done.graph.initializer}

    def bias(node: NodeProto, name: str, x_scale: str, w_scale: str) -> list[str]:
        if not name:
            return []
        unit = to_array(constants[x_scale]) * to_array(constants[w_scale])
        scale = from_array(np.asarray(unit, np.float32), f"{node.name}:bias_scale")
        done.graph.initializer.append(scale)
        return [w.real(name, scale.name, "", 0)]

    for node in model.graph.node:
        i = [*node.input, "", ""]
        if node.op_type == "QLinearConv":
            x, k = w.real(*i[:3]), w.real(*i[3:6], 0)
            w.node("Conv", node, [x, k, *bias(node, i[8], i[1], i[4])], i[6], i[7])
        elif node.op_type == "QGemm":
            turned = any(a.name == "transB" and a.i for a in node.attribute)
            x, k = w.real(*i[:3]), w.real(*i[3:6], 0 if turned else 1)
            w.node("Gemm", node, [x, k, *bias(node, i[6], i[1], i[4])], i[7], i[8])
        elif node.op_type == "QLinearAdd":
            w.node("Add", node, [w.real(*i[:3]), w.real(*i[3:6])], i[6], i[7])
        elif node.op_type in ("QLinearAveragePool", "QLinearGlobalAveragePool",
                              "QLinearLeakyRelu"):  # fmt: skip
            w.node(node.op_type[7:], node, [w.real(*i[:3])], i[3], i[4])
        elif node.op_type == "QLinearConcat":
            parts = [w.real(*i[j : j + 3]) for j in range(2, len(node.input), 3)]
            w.node("Concat", node, parts, i[0], i[1])
        else:
            w.nodes.append(node)
    del done.graph.node[:], done.graph.value_info[:]
    done.graph.node.extend(w.nodes)
    return done


def lowered(
    trace: Trace, stages: Sequence[Sequence[int]], config: ConvConfig = CONFIG
) -> tuple[list[tuple[int, ...]], list[StageProgram]]:
    """Settled stages and what they become on boards."""
    settled = settle_cuts(trace, stages)
    return settled, [divide(trace, nodes, config) for nodes in settled]


def run_stages(
    model: ModelProto, stages: Sequence[Sequence[int]], programs: Sequence[StageProgram],
    image: np.ndarray,
) -> dict[str, np.ndarray]:  # fmt: skip
    """One image through FPGA stages one after the other, on the integer reference."""
    import torch

    from hwpipe.runtime.fpga import BoardBackend
    from hwpipe.runtime.piece import split_model

    pieces = split_model(model, stages)
    tensors = (torch.from_numpy(image),)
    for piece, program in zip(pieces, programs, strict=True):
        backend = BoardBackend(program, board())
        backend.load(piece)
        tensors = backend.run(tensors)
        backend.close()
    return {name: t.numpy() for name, t in zip(pieces[-1].outputs, tensors, strict=True)}
