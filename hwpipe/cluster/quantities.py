"""The figures that describe a device or a link: their units and the range that is accepted.

Catalogue files and cluster files use the same keys, so both are read through this table. The
ranges are wide enough for any machine that exists and narrow enough to catch a forgotten unit
(`memory = 40`) or a slip of one (`latency = "5 s"`).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isnan
from typing import Final

from hwpipe.units import parse_quantity

__all__ = ["BANDWIDTH", "DTYPES", "FIGURES", "LATENCY", "PEAK", "Range", "read_figure"]


@dataclass(frozen=True, slots=True)
class Range:
    """Accepted range of a figure, both ends included.

    Attributes:
        unit: "B", "B/s", "s", "Hz", "W", "FLOP/s", or "" for a whole number.
        low, high: the range in that unit.
        shown: the range as a person reads it.
        example: a value to copy.
    """

    unit: str
    low: float
    high: float
    shown: str
    example: str

    @property
    def whole(self) -> bool:
        """Whether the figure is a plain whole number."""
        return self.unit == ""


#: Precisions that a `peak` table may name. tf32 multiplies float32 data in 10-bit mantissas.
DTYPES: Final = ("float64", "float32", "tf32", "float16", "bfloat16", "float8", "int8", "int4")

BANDWIDTH: Final = Range("B/s", 1e3, 1e16, "1 kB/s to 10 PB/s", '"12.5 GB/s"')
LATENCY: Final = Range("s", 0.0, 1.0, "0 to 1 s", '"5 us"')
PEAK: Final = Range("FLOP/s", 1e6, 1e20, "1 MFLOP/s to 100,000 PFLOP/s", '"30 TFLOP/s"')
_CLOCK = Range("Hz", 1e6, 1e11, "1 MHz to 100 GHz", '"200 MHz"')
_POWER = Range("W", 0.0, 1e6, "0 to 1 MW", '"300 W"')
_SRAM = Range("B", 64, 1e12, "64 B to 1 TB", '"512 KiB"')


def _count(low: int, high: int, example: int) -> Range:
    return Range("", low, high, f"{low} to {high:,}", str(example))


#: Range of every figure by its path in a catalogue file or under `[[device]]`.
FIGURES: Final[dict[str, Range]] = {
    "memory": Range("B", 65536, 1e15, "64 KiB to 1 PB", '"16 GB"'),
    "memory_bandwidth": Range("B/s", 1e6, 1e16, "1 MB/s to 10 PB/s", '"900 GB/s"'),
    "launch_overhead": LATENCY,
    "host_link": BANDWIDTH,
    "idle_power": _POWER,
    "busy_power": _POWER,
    "array.rows": _count(1, 65536, 128),
    "array.cols": _count(1, 65536, 128),
    "array.count": _count(1, 65536, 2),
    "array.clock": _CLOCK,
    "array.ifmap_sram": _SRAM,
    "array.filter_sram": _SRAM,
    "array.ofmap_sram": _SRAM,
    "engine.pi": _count(1, 4096, 16),
    "engine.po": _count(1, 4096, 16),
    "engine.clock": _CLOCK,
    "engine.tile_pixels": _count(1, 1 << 20, 512),
    "engine.ifmap_buffer": _SRAM,
    "engine.weight_buffer": _SRAM,
    "engine.ofmap_buffer": _SRAM,
    "engine.read_ports": _count(1, 64, 2),
    "engine.write_ports": _count(1, 64, 1),
    "engine.port_bytes": _count(1, 1024, 16),
    "engine.ddr_latency_cycles": _count(0, 100_000, 64),
    "engine.macs_per_dsp": _count(1, 16, 2),
    "port.bandwidth": BANDWIDTH,
    "port.bandwidth_back": BANDWIDTH,
    "port.latency": LATENCY,
    "dsp": _count(0, 1_000_000, 220),
    "bram36": _count(0, 1_000_000, 140),
    "uram": _count(0, 1_000_000, 64),
    "lut": _count(1, 100_000_000, 53_200),
    "ff": _count(1, 200_000_000, 106_400),
}


def read_figure(value: object, accepted: Range) -> float:
    """Read `value` (a number in SI units, or a string with prefix and unit) within a range.

    Raises:
        ValueError: if it is no such quantity or outside the range; the message says what was
            read, without the range.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ValueError(f"{_short(value)} is no quantity")
    if accepted.whole:
        if not isinstance(value, int):
            raise ValueError(f"{_short(value)} is no whole number")
        if not accepted.low <= value <= accepted.high:
            raise ValueError(f"{_short(value)} is out of range")
        return value
    try:
        number = parse_quantity(value, accepted.unit)
    except (ValueError, OverflowError):
        raise ValueError(f"{_short(value)} is no quantity in {accepted.unit}") from None
    if not accepted.low <= number <= accepted.high:  # also false for nan
        if isinstance(value, int | float) and not isnan(number):
            raise ValueError(f"{_short(value)} {accepted.unit} is out of range")
        raise ValueError(f"{_short(value)} is out of range")
    # "5 us" is 4.9999999999999996e-06 after scaling; no data sheet has more than 15 digits.
    return float(f"{number:.15g}")


def _short(value: object) -> str:
    # reprlib bounds length and depth: a hostile file must not become a hostile message.
    from reprlib import Repr

    short = Repr()
    short.maxstring = short.maxother = short.maxlong = 60
    return short.repr(value)
