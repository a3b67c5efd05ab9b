"""FPGA cost model: a convolution engine, seconds from counted cycles.

What runs on the engine (everything else costs `inf`, so that no planner places it there):

- Conv and ConvTranspose in 1-D and 2-D (grouped, dilated, depthwise), Gemm and MatMul with
  constant weights, as convolution loops;
- pooling, element-wise sums and products, per-channel scales, clamps and ReLU-like activations,
  means over pixels, concatenation, slicing and other copies, as streams;
- BatchNormalization, ReLU, Clip, LeakyRelu and PRelu that follow a convolution, Gemm or sum
  nobody else reads are applied by the requantiser on the way out and cost nothing;
- views, shape arithmetic and (on an int8 engine) Quantize/DequantizeLinear are free.

Not on the engine: Softmax, LayerNormalization and other normalisations over a sample, products
of two activations (attention), recurrent layers, look-ups (Gather), transcendental functions,
3-D convolutions, and operators outside the table.
"""

from __future__ import annotations

import math
from typing import Literal

from hwpipe.cluster.model import Device, FpgaEngine
from hwpipe.cost.classes import NodeClass
from hwpipe.cost.engine import Direction, EngineCost
from hwpipe.cost.precision import bytes_of, run_dtype, storage_scale
from hwpipe.cost.tiled import ConvJob, job_cost, stream_cost
from hwpipe.cost.traffic import backward_bytes
from hwpipe.graph.model import ConvShape, Gemm

__all__ = ["STREAM_OPS", "TiledEngine", "conv_job", "gemm_job"]

#: Operators that stream through the engine's vector lanes.
STREAM_OPS = frozenset({
    "MaxPool", "AveragePool", "GlobalAveragePool", "GlobalMaxPool", "ReduceMean", "ReduceSum",
    "ReduceMax", "Add", "Sub", "Mul", "Sum", "Max", "Min", "Neg", "Abs", "Relu", "LeakyRelu",
    "PRelu", "Clip", "HardSigmoid", "HardSwish", "BatchNormalization", "Concat", "Slice", "Split",
    "Pad", "Transpose", "DepthToSpace", "SpaceToDepth", "Upsample", "Resize", "Cast",
    "QuantizeLinear", "DequantizeLinear", "QLinearAdd", "QLinearMul", "QLinearConcat",
    "QLinearAveragePool", "QLinearGlobalAveragePool", "QLinearLeakyRelu", "NhwcMaxPool",
})  # fmt: skip

#: Pairs of these say that tensors are 8-bit, which on an int8 engine they are.
_REPRESENTATION = frozenset({"QuantizeLinear", "DequantizeLinear"})


def conv_job(
    conv: ConvShape, direction: Direction, element_bytes: float, *, depthwise: bool
) -> ConvJob | None:
    """The engine's loops for a convolution in one direction, None above two dimensions.

    A depthwise convolution has its channels side by side on the lanes, in every direction: its
    weight gradient passes the same pixels over the same lanes, and reads the output gradient
    where the forward pass writes the output.
    """
    dims = len(conv.kernel)
    if dims > 2:
        return None
    kernel, stride, dilation = _plane(conv.kernel), _plane(conv.stride), _plane(conv.dilation)
    source, result = _plane(conv.in_size), _plane(conv.out_size)
    ci, co = conv.in_channels // conv.groups, conv.out_channels // conv.groups
    repeat = conv.groups
    kind: Literal["conv", "depthwise", "weight"] = "weight" if direction == "weight" else "conv"
    if depthwise:
        ci = co = max(conv.in_channels, conv.out_channels)
        repeat, kind = 1, "depthwise"
    # Towards the larger side a strided convolution runs in phases, elsewhere it is plain. The
    # weight gradient of a transposed convolution exchanges the two tensors.
    if direction == "input" or (direction == "weight" and conv.transposed):
        source, result, ci, co = result, source, co, ci
    if (direction == "forward" and conv.transposed) or (
        direction == "input" and not conv.transposed
    ):
        repeat *= stride[0] * stride[1]
        result = (-(-result[0] // stride[0]), -(-result[1] // stride[1]))
        kernel = (-(-kernel[0] // stride[0]), -(-kernel[1] // stride[1]))
        stride = (1, 1)
    return ConvJob(
        kind=kind, images=conv.batch, in_channels=ci, out_channels=co, in_size=source,
        out_size=result, kernel=kernel, stride=stride, dilation=dilation,
        repeat=repeat, element_bytes=element_bytes,
    )  # fmt: skip


def _plane(sizes: tuple[int, ...]) -> tuple[int, int]:
    """A 1-D geometry is one row high."""
    return (1, sizes[0]) if len(sizes) == 1 else (sizes[0], sizes[1])


def gemm_job(gemm: Gemm, direction: Direction, element_bytes: float) -> ConvJob:
    """A matrix product as a 1 x 1 convolution over m images of one pixel."""
    k, n = (gemm.n, gemm.k) if direction == "input" else (gemm.k, gemm.n)
    return ConvJob(
        kind="weight" if direction == "weight" else "conv", images=gemm.m, in_channels=k,
        out_channels=n, in_size=(1, 1), out_size=(1, 1), kernel=(1, 1), stride=(1, 1),
        dilation=(1, 1), repeat=gemm.count, element_bytes=element_bytes,
    )  # fmt: skip


class TiledEngine:
    """`EngineModel` by formula: see `hwpipe.cost.tiled`.

    Args:
        engine: configuration of the kernel.
        device: gives memory bandwidth and precision.
    """

    def __init__(self, engine: FpgaEngine, device: Device) -> None:
        self._engine, self._device = engine, device
        self._ddr = device.memory_bytes_per_s / engine.clock_hz

    def cycles(
        self, node: NodeClass, graph_batch: int, direction: Direction = "forward"
    ) -> EngineCost | None:
        """Cost of `node` for `graph_batch` samples, or None where the engine cannot run it."""
        work = node.work
        if work.kind in ("view", "shape"):
            return EngineCost(0, 0, 0, 0)
        if node.fused and direction == "forward":
            return EngineCost(0, 0, 0, 0)
        if node.op in _REPRESENTATION and self._device.dtype == "int8":
            return EngineCost(0, 0, 0, 0)
        size = bytes_of(run_dtype(node.dtype, self._device.dtype))
        macs = {"forward": work.macs, "input": work.bwd_input_macs,
                "weight": work.bwd_weight_macs}[direction]  # fmt: skip
        if work.kind in ("conv", "depthwise") and work.conv is not None:
            if direction != "forward" and macs == 0:
                return EngineCost(0, 0, 0, 0)
            depthwise = work.kind == "depthwise"
            job = conv_job(work.conv, direction, size, depthwise=depthwise)
            if job is None:
                return None
            return job_cost(job, self._engine, self._ddr)._replace(macs=macs)
        if work.kind == "gemm":
            if direction != "forward" and macs == 0:
                return EngineCost(0, 0, 0, 0)
            total = EngineCost(0, 0, 0, macs)
            for gemm in work.gemms:
                cost = job_cost(gemm_job(gemm, direction, size), self._engine, self._ddr)
                total = EngineCost(*(a + b for a, b in zip(total, cost, strict=True)))
            return total
        if node.op not in STREAM_OPS:
            return None
        scale = storage_scale(node.dtype, self._device.dtype)
        if direction == "weight":
            return EngineCost(0, 0, 0, 0)
        moved = math.ceil(node.read_bytes * scale)
        out = math.ceil(node.write_bytes * scale)
        elements = math.ceil(node.write_bytes / bytes_of(node.dtype))
        operations = max(work.flops, elements) if work.kind != "move" else elements
        if direction == "input":
            moved, out = math.ceil((backward_bytes(node) - node.read_bytes) * scale), moved
            if out == 0 or moved <= 0:
                return EngineCost(0, 0, 0, 0)
        else:
            moved += math.ceil(node.param_bytes * scale)
        return stream_cost(operations, moved, out, self._engine, self._ddr)
