"""FPGA cycles from the kernel's own schedule: `conv2d`'s closed form for what it computes.

Convolutions (grouped and depthwise too), Gemm and MatMul with constant weights become layers of
`hwpipe.conv`, whose closed form is compared with simulated cycles in its tests. The kernel takes
one image a start; a product's rows lie side by side as the pixels of one image. Channel groups
narrower than the array are put side by side with zero weights between them, which is the same
sum. What streams, and the backward passes, keep the tiled engine's formula.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache

from hwpipe.cluster.model import Device, FpgaEngine
from hwpipe.conv.engine import config_of
from hwpipe.conv.shape import ConvConfig, ConvShape
from hwpipe.cost.classes import NodeClass
from hwpipe.cost.engine import Direction, EngineCost
from hwpipe.cost.fpga import TiledEngine
from hwpipe.cost.precision import bytes_of, run_dtype
from hwpipe.errors import InputError
from hwpipe.graph.model import ConvShape as GraphConv
from hwpipe.graph.model import Gemm

__all__ = [
    "KERNEL_SOURCE", "KernelEngine", "conv_layer", "gemm_layer", "layer_cost", "layers_of",
]  # fmt: skip

KERNEL_SOURCE = "kernel closed form"
#: Tiles of input channels that the kernel counts to (hls/conv2d.py).
_MOST_TILES = 1023


def _plane(sizes: tuple[int, ...]) -> tuple[int, int]:
    return (1, sizes[0]) if len(sizes) == 1 else (sizes[0], sizes[1])


def conv_layer(conv: GraphConv, config: ConvConfig) -> ConvShape | None:
    """One image of a convolution as the kernel runs it; None for another operator.

    Raises:
        InputError: a kernel, stride or dilation beyond the kernel's limits.
    """
    dims = len(conv.kernel)
    if dims > 2 or conv.transposed:
        return None
    begin, end = conv.pads[:dims], conv.pads[dims:]
    pad = (0, *begin, 0, *end) if dims == 1 else (*begin, *end)
    groups, cin, cout = conv.groups, conv.in_channels, conv.out_channels
    # The most groups side by side that still are one tile of inputs and one of outputs.
    side = min(config.pi * groups // cin, config.po * groups // cout)
    if side > 1 and groups > 1:
        wide = -(-groups // side)
        cin, cout, groups = wide * side * cin // groups, wide * side * cout // groups, wide
    height, width = _plane(conv.in_size)
    return ConvShape(
        cin, height, width, cout, _plane(conv.kernel), _plane(conv.stride), pad, groups,
        _plane(conv.dilation),
    )  # fmt: skip


def gemm_layer(gemm: Gemm, config: ConvConfig) -> ConvShape:
    """(m x k) by (k x n): m pixels of k channels; very long sums are spread over kernel rows."""
    rows = -(-gemm.k // (_MOST_TILES * config.pi))
    return ConvShape(-(-gemm.k // rows), rows, gemm.m, gemm.n, (rows, 1))


def layers_of(node: NodeClass, config: ConvConfig) -> list[tuple[int, ConvShape]] | None:
    """Layers of the kernel and how often each runs; None for what `conv2d` does not compute.

    Raises:
        InputError: a layer beyond the kernel's limits.
    """
    work = node.work
    if work.kind in ("conv", "depthwise") and work.conv is not None:
        layer = conv_layer(work.conv, config)
        return None if layer is None else [(work.conv.batch, layer)]
    if work.kind == "gemm":
        return [(gemm.count, gemm_layer(gemm, config)) for gemm in work.gemms]
    return None


@lru_cache(maxsize=16384)
def layer_cost(shape: ConvShape, config: ConvConfig, latency: int, ddr: float) -> EngineCost:
    """Cycles and traffic of a layer; filters beyond the kernel's counters run in parts.

    Args:
        shape: the layer.
        config: of the kernel.
        latency: of the memory in cycles.
        ddr: bytes per cycle that the memory gives: ports together may ask for more.

    Raises:
        InputError: a layer that the kernel takes in no number of parts.
    """
    from hwpipe.conv.plan import plan_conv

    error: InputError | None = None
    for parts in (1, 2, 4, 8, 16, 32):
        if shape.groups > 1 and parts > 1:  # by groups
            groups = -(-shape.groups // parts)
            part = replace(
                shape, channels=shape.channels // shape.groups * groups,
                filters=shape.filters // shape.groups * groups, groups=groups,
            )  # fmt: skip
        else:
            part = replace(shape, filters=-(-shape.filters // parts))
        try:
            plan = plan_conv(part, config, latency_cycles=latency)
        except InputError as found:
            error = error or found
            continue
        geo, cut, scalars = plan.geometry, plan.blocking, plan.scalars
        tiles = scalars["rounds"] * geo.tiles_in
        reads = tiles * cut.rows * cut.cols * config.pi
        sets = scalars["w_blocks"] * scalars["tiles"]
        reads += 2 * sets * scalars["w_beats"] * config.port_bytes
        reads += sets * scalars["p_beats"] * 8
        writes = geo.groups * geo.tiles_out * config.po * geo.oh * geo.ow
        cycles = max(cut.cycles, (reads + writes) / ddr)
        return EngineCost(parts * math.ceil(cycles), parts * reads, parts * writes, shape.macs)
    assert error is not None
    raise error


class KernelEngine:
    """`EngineModel` of `conv2d` on a board.

    Args:
        engine: with `kernel = "conv2d"`.
        device: gives memory bandwidth and precision.
    """

    def __init__(self, engine: FpgaEngine, device: Device) -> None:
        config = config_of(engine)
        if config is None:
            raise InputError(f"kernel {engine.kernel!r} has no closed form", limit="conv2d")
        self._config, self._device = config, device
        self._latency = engine.ddr_latency_cycles
        self._ddr = device.memory_bytes_per_s / engine.clock_hz
        self._rest = TiledEngine(engine, device)

    def covers(self, node: NodeClass) -> bool:
        """Whether the forward pass is the kernel's own figure."""
        if bytes_of(run_dtype(node.dtype, self._device.dtype)) != 1 or node.fused:
            return False
        try:
            return layers_of(node, self._config) is not None
        except InputError:  # beyond its limits: nobody else's figure may stand for it
            return True

    def cycles(
        self, node: NodeClass, graph_batch: int, direction: Direction = "forward"
    ) -> EngineCost | None:
        """Cost of `node` for `graph_batch` samples, or None where the kernel cannot run it."""
        if direction != "forward" or not self.covers(node):
            return self._rest.cycles(node, graph_batch, direction)
        total = EngineCost(0, 0, 0, node.work.macs)
        try:
            layers = layers_of(node, self._config) or []
            costs = [layer_cost(s, self._config, self._latency, self._ddr) for _, s in layers]
        except InputError:
            return None
        for (count, _), cost in zip(layers, costs, strict=True):
            total = EngineCost(
                total.cycles + count * cost.cycles,
                total.dram_read_bytes + count * cost.dram_read_bytes,
                total.dram_write_bytes + count * cost.dram_write_bytes, total.macs,
            )  # fmt: skip
        return total
