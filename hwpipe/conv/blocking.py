"""How a layer is cut for `conv2d`: every blocking that fits, and its cycles in closed form.

A round is one tile of output pixels with one block of output-channel tiles. In it the array
computes steps of one pass over the pixels each; loads of the next input tile, weights of the
next step and stores of the last results run beside. So a round lasts as long as the slowest of
the four, and only the first loads and the last stores are seen apart.
"""

# ruff: noqa: PLR0917 (a blocking is described by block, rows and columns)
from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hwpipe.conv.layout import TensorLayout
from hwpipe.conv.shape import ConvConfig, ConvShape
from hwpipe.errors import InputError

__all__ = ["Blocking", "Geometry", "best_blocking", "blocking_cycles", "geometry"]

Counts = NDArray[np.float64]

#: Fewest pixels of a pass: a partial sum comes back after so many cycles at the latest.
REUSE_CYCLES = 10
#: Bursts that one burst engine has in flight, and beats of the longest.
FLYING, BURST = 8, 64
#: What a burst in flight takes beyond latency and beats.
TURN_CYCLES = 6
#: From the last pixel of a half to the first of the next, where the loads set the pace.
HANDOVER_CYCLES = 3
#: Blockings this close to the fastest are told apart by the bytes that they move.
CLOSE = 1.002
#: Cycles around the nest: register write to first issue, loops and FIFOs of the way in, the
#: pipeline and the write burst's response on the way out.
START_CYCLES, DRAIN_CYCLES = 24, 16


@dataclass(frozen=True)
class Geometry:
    """A (folded) layer as the kernel's loops see it: rows and columns of one group.

    `x_columns` and `y_columns` are the pixels from a row to the next in memory.
    """

    oh: int
    ow: int
    kh: int
    kw: int
    stride: tuple[int, int]
    reach: tuple[int, int]
    tiles_in: int
    tiles_out: int
    groups: int
    x_columns: int
    y_columns: int

    @property
    def taps(self) -> int:
        """Passes per input-channel tile."""
        return self.kh * self.kw

    @property
    def row_step(self) -> int:
        """Input rows from one loaded row to the next: a one-row kernel skips what it strides."""
        return self.stride[0] if self.reach[0] == 1 else 1

    def loads_joined(self, cols: Any) -> Any:
        """Whether the rows of an input tile are neighbours in memory: one burst loads them."""
        return (cols == self.x_columns) & (self.row_step == 1)

    def stores_joined(self, tw: Any) -> Any:
        """Whether the rows of an output tile are neighbours in memory."""
        return (tw >= self.ow) & (self.y_columns == self.ow)

    def rows(self, th: Any) -> Any:
        """Input rows that a tile of th output rows loads (numbers or arrays)."""
        return (th - 1) * (self.stride[0] // self.row_step) + self.reach[0]

    def cols(self, tw: Any) -> Any:
        """Input columns that a tile of tw output columns loads."""
        return (tw - 1) * self.stride[1] + self.reach[1]


@dataclass(frozen=True)
class Blocking:
    """A cut: `block` output-channel tiles, th x tw output pixels.

    Attributes:
        rows: input rows that a tile loads.
        cols: input columns that a tile loads.
        blocks: blocks of output-channel tiles.
        tiles: tiles of pixels as (rows, columns).
        cycles: predicted, for the whole layer; the kernel has read ahead what it holds of weights.
        fill_cycles: by which all comes later where the kernel starts alone.
    """

    block: int
    th: int
    tw: int
    rows: int
    cols: int
    blocks: int
    tiles: tuple[int, int]
    cycles: float
    fill_cycles: int


def geometry(
    shape: ConvShape, config: ConvConfig, x: TensorLayout, y: TensorLayout, *, flat: bool = False
) -> Geometry:
    """Loops of a layer; `flat` makes one row of the image (for one tap at stride 1)."""
    oh, ow = shape.out_size
    if flat:
        oh, ow = 1, oh * ow
    return Geometry(
        oh, ow, *shape.taps, shape.strides, shape.reach,
        -(-shape.channels // shape.groups // config.pi),
        -(-shape.filters // shape.groups // config.po), shape.groups, x.columns, y.columns,
    )  # fmt: skip


@lru_cache(maxsize=1024)
def _cuts(extent: int) -> tuple[int, ...]:
    """Tile sizes of an extent that differ in the number of tiles."""
    return tuple(sorted({-(-extent // n) for n in range(1, extent + 1)}))


@dataclass(frozen=True)
class _Transfer:
    """Cycles of a tile's loads or stores: when they follow others, and after idle memory; beats."""

    steady: Counts
    cold: Counts
    beats: Counts


def _transfer(
    config: ConvConfig, latency: int, runs: Counts, pixels: Counts, lanes: int
) -> _Transfer:
    """Runs of pixels that are neighbours: beats, or the bursts in flight over the latency.

    The first bursts in flight after idle memory come one after the other without gaps.
    """
    beats = np.ceil(pixels * lanes / config.port_bytes)
    bursts = np.ceil(beats / BURST)
    gaps = runs * (bursts * (latency + TURN_CYCLES) + beats) / FLYING
    later = np.maximum(1 - FLYING / (runs * bursts), 0.0)
    least = np.maximum(runs * beats, runs * pixels)  # a pixel takes a cycle
    return _Transfer(np.maximum(least, gaps), np.maximum(least, gaps * later), runs * beats)


def _loads(geo: Geometry, config: ConvConfig, latency: int, th: Counts, tw: Counts) -> _Transfer:
    """Of an input tile."""
    rows, cols = geo.rows(th), geo.cols(tw)
    joined = geo.loads_joined(cols)
    runs = np.where(joined, 1.0, rows)
    return _transfer(config, latency, runs, rows * cols / runs, config.pi)


def _stores(geo: Geometry, config: ConvConfig, latency: int, th: Counts, tw: Counts) -> _Transfer:
    """Of a tile's results for one output-channel tile."""
    rows, cols = np.minimum(th, geo.oh), np.minimum(tw, geo.ow)
    runs = np.where(geo.stores_joined(tw), 1.0, rows)
    return _transfer(config, latency, runs, rows * cols / runs, config.po)


def blocking_cycles(
    geo: Geometry, config: ConvConfig, latency: int,
    block: Counts, th: Counts, tw: Counts,
) -> Counts:  # fmt: skip
    """Predicted cycles of many blockings at once (arrays of one shape)."""
    pixels = th * tw
    blocks = np.ceil(geo.tiles_out / block)
    tiles = np.ceil(geo.oh / th) * np.ceil(geo.ow / tw)
    rounds = geo.groups * blocks * tiles
    loads = _loads(geo, config, latency, th, tw)
    # Port 0 carries the inputs and half of the weights, port 1 the other half and, once a tile of
    # output channels, bias and scale of each.
    shared = block * geo.taps * config.weight_beats
    load = loads.steady + HANDOVER_CYCLES
    step = np.maximum(pixels, config.weight_beats)
    sweep = block * geo.taps * step
    weights = block * (geo.tiles_in * geo.taps * config.weight_beats + config.po)
    inputs = np.maximum(sweep, np.maximum(load, loads.beats + shared))
    # Results leave in the last sweep; what the FIFO cannot hold makes the array wait.
    stores = _stores(geo, config, latency, th, tw)
    store = stores.steady
    inside = np.minimum(th, geo.oh) * np.minimum(tw, geo.ow)
    filled = geo.oh * geo.ow / (tiles * inside)  # of a tile by pixels that exist
    results = store * geo.tiles_out / blocks * filled
    per_pixel = store / pixels
    backlog = np.maximum(results - sweep, 0)
    wait = np.maximum(backlog - config.out_depth * per_pixel, 0)
    period = np.maximum.reduce([geo.tiles_in * inputs + wait, weights, results])
    begin = START_CYCLES + latency + np.maximum(loads.cold, config.weight_beats)
    last_round = np.maximum((geo.tiles_in - 1) * inputs + sweep, weights) + wait
    tail = np.maximum(backlog, stores.cold - pixels)
    end = tail + latency + DRAIN_CYCLES
    cycles: Counts = begin + (rounds - 1) * period + last_round + end
    return cycles


def _fill_cycles(geo: Geometry, config: ConvConfig, rounds: int, block: int) -> int:
    """Cycles by which the first pixels come later where the kernel starts alone.

    Of the two readers of weights the second shares the port of the pixels. Its buffer is empty
    then, and it fills as far as there are weights before the pixels have the port to themselves;
    a sequencer that reads ahead has filled it during the command before.
    """
    from hwpipe.hls.emit_axi import READ_BUFFER_BEATS

    return min(READ_BUFFER_BEATS, rounds * geo.tiles_in * block * geo.taps * config.weight_beats)


def _bytes_moved(
    geo: Geometry, config: ConvConfig, block: Counts, th: Counts, tw: Counts
) -> Counts:
    """Bytes read for inputs and weights; what is written is the same for all."""
    rounds = np.ceil(geo.tiles_out / block) * np.ceil(geo.oh / th) * np.ceil(geo.ow / tw)
    pixels = geo.rows(th) * geo.cols(tw)
    weights = block * (geo.tiles_in * geo.taps * config.pi + 8) * config.po
    moved: Counts = geo.groups * rounds * (geo.tiles_in * pixels * config.pi + weights)
    return moved


def _candidates(geo: Geometry, config: ConvConfig) -> list[tuple[int, int, int]]:
    """Every (block, th, tw) that the kernel's buffers hold.

    Raises:
        InputError: if there is none.
    """
    shortest = max(config.weight_beats, config.po, REUSE_CYCLES)
    out = []
    # Rows beyond the image too: where strides are long a square tile of a tiny image is smallest.
    for th in sorted({*_cuts(geo.oh), *range(1, math.isqrt(shortest) + 2)}):
        rows = geo.rows(th)
        for cut in _cuts(geo.ow):
            # A tile below the shortest pass grows over the edge; what is outside is not stored.
            tw = max(cut, -(-shortest // th))
            if th * tw > config.psum or rows * geo.cols(tw) > config.tile:
                continue
            most = min(config.psum // (th * tw), 1023)
            out += [(block, th, tw) for block in _cuts(geo.tiles_out) if block <= most]
    if not out:
        need = min(
            geo.rows(th) * geo.cols(-(-shortest // th)) for th in range(1, shortest + 1)
        )  # fmt: skip
        raise InputError(
            f"an input tile of {need} pixels", limit=f"{config.tile} in the kernel's buffer",
            remedy="build the kernel with a larger tile",
        )  # fmt: skip
    return out


def best_blocking(geo: Geometry, config: ConvConfig, latency: int = 100) -> Blocking:
    """The blocking that moves the fewest bytes among those of the fewest predicted cycles.

    Raises:
        InputError: if not even the smallest tile fits the kernel's buffers.
    """
    found = _candidates(geo, config)
    block, th, tw = np.array(found, np.float64).T
    cycles = blocking_cycles(geo, config, latency, block, th, tw)
    moved = _bytes_moved(geo, config, block, th, tw)
    far = cycles > CLOSE * cycles.min()
    pick = int(np.lexsort((tw, np.round(cycles, 3), moved, far))[0])
    g, a, b = found[pick]
    blocks, tiles = -(-geo.tiles_out // g), (-(-geo.oh // a), -(-geo.ow // b))
    rounds = geo.groups * blocks * tiles[0] * tiles[1]
    return Blocking(
        g, a, b, geo.rows(a), geo.cols(b), blocks, tiles, float(cycles[pick]),
        _fill_cycles(geo, config, rounds, g),
    )  # fmt: skip
