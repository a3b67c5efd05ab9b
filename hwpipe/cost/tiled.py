"""Cycles of a tiled convolution engine, counted by formula from its configuration.

The engine multiplies `pi` input by `po` output channels a cycle and keeps a tile of at most
`tile_pixels` output pixels of partial sums. One step holds a pi x po block of weights and
streams the tile's pixels past it; a tile takes ceil(channels / pi) x kernel taps steps. Loads,
compute and stores of consecutive tiles overlap in ping-pong buffers (`hwpipe.cost.pingpong`).

- A step lasts at least the refill of the weight registers, `pi + 4` chain stages plus the
  beats of pi x po weights, since one shadow set of registers frees after the last stage. A beat
  is as wide as the weight buffer: 8 bytes from each of its block RAMs.
- Tiles are whole images where several fit, else bands of whole rows, else pieces of a row.
  A band's halo is loaded again with each band. Pixels between strides are not loaded.
- Few input channels (an image): the kernel's columns are folded into the channels where that
  takes fewer steps, as the host lays such an input out.
- Depthwise convolutions have no sum over channels and use the `pi` lanes only.
- Both loop orders are priced (weights kept while pixels pass, or pixels kept while weights
  pass); what does not fit in its buffer is read again. Groups run one after the other.
- Transposed convolutions and input gradients are computed phase by phase: the output pixels of
  one residue modulo the stride see ceil(kernel / stride) taps.
- The weight gradient runs the forward steps with a kernel block as the accumulator, as
  EF-Train does (Tang et al., TODAES 2022); sums are 32 bit wide.
- After the last tile the requantiser empties, then the last store is exposed.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Literal, NamedTuple

from hwpipe.cluster.model import FpgaEngine
from hwpipe.cost.engine import EngineCost
from hwpipe.cost.pingpong import Index, Tile, nest

Plane = tuple[int, int]

__all__ = ["REQUANTISE_STAGES", "ConvJob", "Tiling", "job_cost", "stream_cost", "tilings"]

#: Pipeline stages from the last product to the output buffer: the accumulator's tail, a
#: 32 x 18 multiply in four stages, rounding, shift and clamp.
REQUANTISE_STAGES = 12
_SUM_BYTES = 4
_CHAIN_TAIL = 4
#: A 36 Kb block RAM holds 4 KiB and delivers 8 bytes a cycle (512 x 72 simple dual port, two
#: bits of nine unused; AMD UG573 and UG473, block RAM data widths).
_RAM_BYTES, _RAM_WIDTH_BYTES = 4096, 8


class ConvJob(NamedTuple):
    """One convolution (of one group) as the engine's loops see it.

    `kind`: "conv", "depthwise" (in_channels == out_channels, `repeat` 1), or "weight" for the
    weight gradient. `repeat` identical jobs run one after the other. `element_bytes` is the
    size of an activation or weight; sizes are (rows, columns).
    """

    kind: Literal["conv", "depthwise", "weight"]
    images: int
    in_channels: int
    out_channels: int
    in_size: Plane
    out_size: Plane
    kernel: Plane
    stride: Plane
    dilation: Plane
    repeat: int
    element_bytes: float


class Tiling(NamedTuple):
    """How a job is cut: bands of pixels and tiles of output channels.

    Either `images_per_tile` whole images, or `rows_per_tile` of `rows` row pieces of `cols`
    pixels each from one image. `weights_outer` puts the channel tiles outermost.
    """

    images_per_tile: int
    rows: int
    cols: int
    rows_per_tile: int
    weights_outer: bool


def _ceil(a: int, b: int) -> int:
    return -(-a // b)


def steps_per_tile(job: ConvJob, engine: FpgaEngine) -> int:
    """Weight blocks that pass a tile; kernel columns folded into channels where that is less."""
    if job.kind == "depthwise":
        return job.kernel[0] * job.kernel[1]
    plain = job.kernel[0] * job.kernel[1] * _ceil(job.in_channels, engine.pi)
    folded = job.kernel[0] * _ceil(job.in_channels * job.kernel[1], engine.pi)
    return min(plain, folded)


def refill_cycles(job: ConvJob, engine: FpgaEngine) -> int:
    """Shortest step: the weight registers' chain plus the beats of one block of weights."""
    if job.kind == "weight":
        return engine.pi + _CHAIN_TAIL
    lanes = engine.pi if job.kind == "depthwise" else engine.pi * engine.po
    width_bytes = _RAM_WIDTH_BYTES * _ceil(engine.weight_buffer_bytes, _RAM_BYTES)
    return engine.pi + _CHAIN_TAIL + math.ceil(lanes * job.element_bytes / width_bytes)


def tilings(job: ConvJob, engine: FpgaEngine) -> list[Tiling]:
    """Candidate tilings: both loop orders, the largest tile and the largest that is buffered."""
    height, width = job.out_size
    row_bytes = _seen(job, 1, width) * job.in_channels * job.element_bytes
    held = int(engine.ifmap_buffer_bytes / 2 // row_bytes)  # input rows in half a buffer
    image_rows = _seen(job, 0, height)
    lanes = engine.pi if job.kind == "depthwise" else engine.po
    stored = int(engine.ofmap_buffer_bytes / 2 // (lanes * job.element_bytes))
    # A tile's results wait in half the output buffer while they are stored.
    limit = engine.tile_pixels if job.kind == "weight" else min(engine.tile_pixels, stored)
    limit = max(1, limit)
    pieces = _ceil(width, limit)
    shapes: dict[tuple[int, int, int, int], None] = {}  # an ordered set
    if height * width <= limit:
        most = min(job.images, limit // (height * width))
        for images in (most, min(most, held // image_rows)):
            if images:
                shapes[_even(job.images, images), height, width, height] = None
    if height * width > limit or held < image_rows:
        rows, cols = height * pieces, _ceil(width, pieces)
        most = min(rows, limit // cols) if pieces == 1 else 1
        for band in (most, min(most, _outputs(job, held))):
            if band > 0:
                shapes[1, rows, cols, _even(rows, band)] = None
    found = []
    for images, rows, cols, band in shapes:
        if job.kind == "weight":  # sums must stay while pixels pass
            found.append(Tiling(images, rows, cols, band, True))
            continue
        found.append(Tiling(images, rows, cols, band, False))
        # The other order cannot help one tile of pixels, nor where nothing is read twice.
        single = images >= job.images and band >= rows
        if not (single or (_weights_fit(job, engine) and _seen(job, 0, band) <= held)):
            found.append(Tiling(images, rows, cols, band, True))
    return found


def _weights_fit(job: ConvJob, engine: FpgaEngine) -> bool:
    depth = 1 if job.kind == "depthwise" else job.in_channels
    weights = job.kernel[0] * job.kernel[1] * depth * job.out_channels * job.element_bytes
    return weights <= engine.weight_buffer_bytes


def _outputs(job: ConvJob, rows: int) -> int:
    """Output rows that `rows` input rows suffice for: the inverse of `_seen` along axis 0."""
    if rows >= job.in_size[0]:
        return job.out_size[0]
    reach = (job.kernel[0] - 1) * job.dilation[0] + 1
    stride = job.stride[0]
    return (rows - reach) // stride + 1 if reach >= stride else rows // reach


def _even(total: int, most: int) -> int:
    """The smallest tile that needs no more tiles than `most` does, so that all are alike."""
    return _ceil(total, _ceil(total, most))


def _seen(job: ConvJob, axis: int, outputs: int) -> int:
    """Input rows (axis 0) or columns (axis 1) that `outputs` output rows or columns read.

    A kernel narrower than its stride (1 x 1 with stride 2) skips what lies between.
    """
    reach = (job.kernel[axis] - 1) * job.dilation[axis] + 1
    stride = job.stride[axis]
    span = (outputs - 1) * stride + reach if reach >= stride else outputs * reach
    return min(span, job.in_size[axis])


class _Tiles:
    """Sizes of every tile of a job under one tiling; indices are (image block, band, channels)."""

    def __init__(self, job: ConvJob, engine: FpgaEngine, tiling: Tiling) -> None:
        self.job, self.engine, self.tiling = job, engine, tiling
        self.lanes = engine.pi if job.kind == "depthwise" else engine.po
        self.blocks = _ceil(job.images, tiling.images_per_tile)
        self.bands = _ceil(tiling.rows, tiling.rows_per_tile)
        self.channels = _ceil(job.out_channels, self.lanes)
        self.steps = steps_per_tile(job, engine)
        self.refill = refill_cycles(job, engine)
        size = job.element_bytes
        taps = job.kernel[0] * job.kernel[1]
        depth = 1 if job.kind == "depthwise" else job.in_channels
        self.tap_bytes = taps * depth * size  # of one output channel
        self.weights_stay = tiling.weights_outer or _weights_fit(job, engine)
        band = self.input_bytes(0, min(1, self.bands - 1), 0)
        plane = _seen(job, 0, job.out_size[0]) * _seen(job, 1, job.out_size[1])
        everything = job.images * plane * job.in_channels * size
        if tiling.weights_outer:
            self.pixels_stay = everything <= engine.ifmap_buffer_bytes
        else:
            self.pixels_stay = band <= engine.ifmap_buffer_bytes / 2
        sums = taps * depth * self.lanes * _SUM_BYTES
        self.sums_stay = sums <= engine.weight_buffer_bytes

    def images(self, block: int) -> int:
        """Images of a block; the last may have fewer."""
        per = self.tiling.images_per_tile
        return min(per, self.job.images - block * per)

    def rows(self, band: int) -> int:
        """Rows of a band; the last may have fewer."""
        per = self.tiling.rows_per_tile
        return min(per, self.tiling.rows - band * per)

    def width(self, tile: int) -> int:
        """Output channels of a channel tile; the last may have fewer."""
        return min(self.lanes, self.job.out_channels - tile * self.lanes)

    def pixels(self, block: int, band: int) -> int:
        """Output pixels of a tile."""
        return self.images(block) * self.rows(band) * self.tiling.cols

    def input_bytes(self, block: int, band: int, tile: int) -> float:
        """Input of a tile: whole images, or the rows that a band sees, halo included."""
        job = self.job
        channels = self.width(tile) if job.kind == "depthwise" else job.in_channels
        if self.bands == 1:
            rows = self.images(block) * _seen(job, 0, job.out_size[0])
        else:
            rows = _seen(job, 0, self.rows(band))
        cols = _seen(job, 1, job.out_size[1])
        if self.tiling.rows > job.out_size[0]:  # pieces of a row see their share of it
            cols = _ceil(cols, self.tiling.rows // job.out_size[0])
        return rows * cols * channels * job.element_bytes

    def loaded(self, block: int, band: int, tile: int) -> int:
        """Bytes read from memory for a tile."""
        job = self.job
        total = 0.0
        if job.kind == "depthwise" or tile == 0 or not self.pixels_stay:
            total += self.input_bytes(block, band, tile)
        start = block == 0 and band == 0
        if job.kind == "weight":  # the output gradient, and sums that did not stay
            total += self.pixels(block, band) * self.width(tile) * job.element_bytes
            if not start and not self.sums_stay:
                total += self.tap_bytes / job.element_bytes * self.width(tile) * _SUM_BYTES
        elif start or not self.weights_stay:
            total += self.tap_bytes * self.width(tile)
        return math.ceil(total)

    def stored(self, block: int, band: int, tile: int) -> int:
        """Bytes written to memory for a tile."""
        job = self.job
        if job.kind != "weight":
            return math.ceil(self.pixels(block, band) * self.width(tile) * job.element_bytes)
        end = block == self.blocks - 1 and band == self.bands - 1
        if end or not self.sums_stay:
            return math.ceil(self.tap_bytes / job.element_bytes * self.width(tile) * _SUM_BYTES)
        return 0

    def compute(self, block: int, band: int, tile: int) -> int:
        """Cycles to compute a tile."""
        del tile  # a partial channel tile wastes lanes, not cycles
        return self.steps * max(self.pixels(block, band), self.refill)


def load_cycles(size_bytes: int, engine: FpgaEngine, ddr_bytes_per_cycle: float) -> int:
    """Cycles of one burst read over all read ports, latency included."""
    if not size_bytes:
        return 0
    rate = min(engine.read_ports * engine.port_bytes, ddr_bytes_per_cycle)
    return engine.ddr_latency_cycles + math.ceil(size_bytes / rate)


def store_cycles(size_bytes: int, engine: FpgaEngine, ddr_bytes_per_cycle: float) -> int:
    """Cycles of one burst write; writes are posted, so their latency is hidden."""
    rate = min(engine.write_ports * engine.port_bytes, ddr_bytes_per_cycle)
    return math.ceil(size_bytes / rate)


def tiling_cost(
    job: ConvJob, engine: FpgaEngine, tiling: Tiling, ddr_bytes_per_cycle: float
) -> EngineCost:
    """Cost of one repeat of a job under one tiling."""
    tiles = _Tiles(job, engine, tiling)
    outer = tiling.weights_outer

    def tile(index: Index) -> Tile:
        x, y, z = index
        place = (y, z, x) if outer else index
        loaded, stored = tiles.loaded(*place), tiles.stored(*place)
        return Tile(
            load_cycles(loaded, engine, ddr_bytes_per_cycle), tiles.compute(*place),
            store_cycles(stored, engine, ddr_bytes_per_cycle), loaded, stored,
        )  # fmt: skip

    blocks, bands, channels = tiles.blocks, tiles.bands, tiles.channels
    loops = (channels, blocks, bands) if outer else (blocks, bands, channels)
    cycles, reads, writes = nest(loops, tile)
    # Reads and writes share the memory even where ports are plenty.
    floor = math.ceil((reads + writes) / ddr_bytes_per_cycle)
    return EngineCost(max(cycles, floor) + REQUANTISE_STAGES, reads, writes, 0)


@lru_cache(maxsize=65536)
def job_cost(job: ConvJob, engine: FpgaEngine, ddr_bytes_per_cycle: float) -> EngineCost:
    """Cost of a job (all repeats) under its best tiling; `macs` is left 0.

    Args:
        job: what to compute.
        engine: the engine's configuration.
        ddr_bytes_per_cycle: memory bandwidth over the engine's clock.
    """
    best = min(
        (tiling_cost(job, engine, tiling, ddr_bytes_per_cycle) for tiling in tilings(job, engine)),
        key=lambda cost: (cost.cycles, cost.dram_read_bytes),
    )
    n = job.repeat
    return EngineCost(n * best.cycles, n * best.dram_read_bytes, n * best.dram_write_bytes, 0)


def stream_cost(
    operations: int, read_bytes: int, write_bytes: int, engine: FpgaEngine, ddr: float
) -> EngineCost:
    """Cost of an operator that streams: `pi` operations a cycle, or the ports' rate if slower."""
    lanes = _ceil(operations, engine.pi)
    load = load_cycles(read_bytes, engine, ddr)
    cycles = max(lanes, load, store_cycles(write_bytes, engine, ddr),
                 math.ceil((read_bytes + write_bytes) / ddr))  # fmt: skip
    return EngineCost(cycles + REQUANTISE_STAGES, read_bytes, write_bytes, 0)
