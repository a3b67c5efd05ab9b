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
from hwpipe.cost.classes import NodeClass, NodeTimes
from hwpipe.cost.engine import Direction, EngineCost, EngineModel
from hwpipe.cost.precision import bytes_of, run_dtype, storage_scale
from hwpipe.cost.tiled import ConvJob, job_cost, stream_cost
from hwpipe.cost.traffic import backward_bytes
from hwpipe.errors import InputError
from hwpipe.graph.model import ConvShape, Gemm

__all__ = ["STREAM_OPS", "EngineDeviceModel", "TiledEngine", "conv_job", "gemm_job"]

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


def _engine_model(engine: FpgaEngine, device: Device) -> EngineModel:
    """`conv2d`'s own closed form where the board is configured with it, else the formula."""
    if engine.kernel != "conv2d":
        return TiledEngine(engine, device)
    from hwpipe.cost.kernel import KernelEngine

    return KernelEngine(engine, device)


class EngineDeviceModel:
    """Prices node classes on one FPGA.

    Args:
        device: kind `fpga` with an `engine`; `launch_overhead_s` is charged per operator that
            the engine is started for.
        training: False leaves the backward columns 0.
        batch: samples of a micro-batch.
        engine: what counts cycles; by default the closed form of
            `conv2d` where the engine is that kernel, else the tiled engine's formula.

    Raises:
        InputError: if the device has no engine.
    """

    def __init__(
        self, device: Device, *, training: bool, batch: int, engine: EngineModel | None = None
    ) -> None:
        if device.engine is None:
            raise InputError(
                "an fpga needs an engine",
                where=f"device {device.name}",
                remedy="give it a board of the catalogue or engine = { pi = ..., po = ..., ... }",
            )
        self._device, self._clock_hz = device, device.engine.clock_hz
        self._engine = engine if engine is not None else _engine_model(device.engine, device)
        self._training, self._batch = training, batch

    def source(self, node: NodeClass) -> str:
        """Where the forward figure came from: the kernel's closed form, or the general model."""
        covers = getattr(self._engine, "covers", None)
        return "kernel closed form" if covers is not None and covers(node) else "model"

    def times(self, node: NodeClass) -> NodeTimes:
        """Seconds of forward, input gradient and weight gradient; inf where it cannot run."""
        launch = self._device.launch_overhead_s
        directions: tuple[Direction, ...] = ("forward",)
        if self._training:
            directions = ("forward", "input", "weight")
            if node.op == "BatchNormalization":  # its scale is known when the batch is through
                node = node._replace(fused=False)
        seconds: dict[Direction, float] = {"forward": 0.0, "input": 0.0, "weight": 0.0}
        waits = dict(seconds)
        for direction in directions:
            cost = self._engine.cycles(node, self._batch, direction)
            if cost is None:
                back = math.inf if self._training else 0.0
                return NodeTimes(math.inf, back, back)
            if cost.cycles:
                seconds[direction] = cost.cycles / self._clock_hz + launch
                waits[direction] = launch
        return NodeTimes(
            seconds["forward"], seconds["input"], seconds["weight"],
            waits["forward"], waits["input"] + waits["weight"],
        )  # fmt: skip
