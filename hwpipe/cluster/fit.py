"""What an FPGA engine takes of a board: DSP slices, block RAM, UltraRAM and LUTs.

An estimate for choosing a kernel configuration, in closed form. The HLS compiler's own report
replaces it where a kernel has been built.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from hwpipe.cluster.model import FpgaEngine

__all__ = ["EngineUse", "FpgaResources", "dsp_of", "engine_use", "lut_of"]

#: Aspect ratios (width in bits, depth) of one 36 Kb block RAM in simple dual-port mode
#: (UG473 table 1-12 for 7 series, UG573 table 1-8 for UltraScale).
_BRAM36_SHAPES = ((72, 512), (36, 1024), (18, 2048), (9, 4096))
#: One 288 Kb UltraRAM has this shape only (UG573, UltraRAM).
_URAM_SHAPE = (72, 4096)
#: Address multipliers of the engine beside its lanes: synthesis of the reference engine counts
#: 66 DSP for 8 x 8 lanes, 130 for 8 x 16 and 258 for 16 x 16, at one MAC per DSP.
_ADDRESS_DSP = 2
#: The same synthesis: 890, 1,553 and 2,713 LUT for 64, 128 and 256 lanes, so below 14 per lane.
_LUT_PER_LANE = 14
#: DMA engines, requantisation and control, which that synthesis leaves out (estimate).
_LUT_FIXED = 8000


@dataclass(frozen=True, slots=True)
class FpgaResources:
    """Programmable logic of a board: the part and how much of each resource it has."""

    part: str
    dsp: int
    bram36: int
    uram: int
    lut: int
    ff: int
    ps: str  # processing system: "zynq-7000", "zynq-ultrascale+" or "none"


@dataclass(frozen=True, slots=True)
class EngineUse:
    """Resources that one engine takes."""

    dsp: int
    bram36: int
    uram: int
    lut: int


def dsp_of(lanes: int, macs_per_dsp: int) -> int:
    """DSP slices of `lanes` multiply-accumulators, the engine's address multipliers included."""
    return ceil(lanes / macs_per_dsp) + _ADDRESS_DSP


def lut_of(lanes: int) -> int:
    """LUTs of an engine of `lanes` lanes."""
    return _LUT_PER_LANE * lanes + _LUT_FIXED


def _bram36(width_bits: int, depth: int) -> int:
    return min(ceil(width_bits / w) * ceil(depth / d) for w, d in _BRAM36_SHAPES)


def _uram(width_bits: int, depth: int) -> int:
    width, rows = _URAM_SHAPE
    return ceil(width_bits / width) * ceil(depth / rows)


def engine_use(engine: FpgaEngine, *, has_uram: bool) -> EngineUse:
    """Resources of an int8 engine with 32-bit partial sums.

    The feature-map buffers are read `pi` (written `po`) bytes wide, the weight buffer
    `pi * po` bytes wide, and the partial sums `4 * po` bytes wide; each is a memory of its own.
    Feature maps and partial sums lie in UltraRAM where the part has any, weights in block RAM.
    Buffer sizes count both halves of a double buffer.
    """
    lanes = engine.pi * engine.po
    maps = (
        (8 * engine.pi, ceil(engine.ifmap_buffer_bytes / engine.pi)),
        (8 * engine.po, ceil(engine.ofmap_buffer_bytes / engine.po)),
        (32 * engine.po, engine.tile_pixels),
    )
    bram36 = _bram36(8 * lanes, ceil(engine.weight_buffer_bytes / lanes))
    uram = 0
    if has_uram:
        uram = sum(_uram(*shape) for shape in maps)
    else:
        bram36 += sum(_bram36(*shape) for shape in maps)
    return EngineUse(dsp_of(lanes, engine.macs_per_dsp), bram36, uram, lut_of(lanes))
