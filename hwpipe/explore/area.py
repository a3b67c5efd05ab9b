"""What a configuration of `conv2d` takes of an FPGA, without compiling it.

Logic grows with lanes: a part per input lane, per output lane and per product, so the compiler's
reports of four small arrays (`reports.json`) give the figures of every larger one by the same
bilinear law. Nothing is fitted. DSPs and the buffers' block RAMs follow from the kernel's source.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from hwpipe.conv.shape import ConvConfig
from hwpipe.errors import InputError

__all__ = [
    "CORNERS",
    "MARGIN",
    "PORTS",
    "SHIFTS",
    "Area",
    "area_of",
    "buffer_halves",
    "write_reports",
]

#: Share of a board that a configuration may take by estimate: routing wants slack, and the
#: estimate of LUTs may be off by a quarter (`tests/hls/test_hls_resources.py`).
MARGIN = {"dsp": 0.95, "bram36": 0.9, "lut": 0.7, "ff": 0.7}
CORNERS, PORTS, SHIFTS = (8, 16), (8, 16), (0, 17, 18)
REPORTS = Path(__file__).with_name("reports.json")


@dataclass(frozen=True)
class Area:
    """Estimate: DSP slices, block RAMs of 36 Kbit (halves count), LUTs and flip-flops."""

    dsp: int
    bram36: float
    lut: int
    ff: int

    def fits(self, board: dict[str, float]) -> bool:
        """Whether it stays within the margin of what the board has."""
        return all(getattr(self, name) <= MARGIN[name] * have for name, have in board.items())


def _halves(width: int, depth: int) -> int:
    """Halves of block RAM (RAMB18E1 in simple dual port: UG473, table 1-11)."""
    shapes = ((512, 36), (1024, 18), (2048, 9), (4096, 4), (8192, 2), (16384, 1))
    return min(-(-width // bits) * -(-depth // words) for words, bits in shapes)


def buffer_halves(config: ConvConfig) -> int:
    """Halves of block RAM of partial sums, ping-pong tile and the FIFO of waiting pixels."""
    out = 8 * config.po
    fifo = _halves(out, config.out_depth) if out * config.out_depth > 2048 else 0
    # A half of the ping-pong buffer begins at a power of two.
    tile = 2 << (config.tile - 1).bit_length()
    return config.po * _halves(32, config.psum) + config.pi * _halves(8, tile) + fifo


def dsps(config: ConvConfig) -> int:
    """One for each (pair of) products and one for each output lane's scale.

    A pair put side by side is 25 bits wide with shift 17 and 26 with 18: one port of DSP48E1
    (25 bits, UG479) or DSP48E2 (27 bits, UG579).
    """
    products = config.pi * config.po
    return (products // 2 if config.shift else products) + config.po


def _key(pi: int, po: int, shift: int, port: int) -> str:
    return f"{pi}x{po}-{shift}-{port}"


@lru_cache(maxsize=1)
def _reports() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(REPORTS.read_text("utf-8"))
    return found


def _bilinear(config: ConvConfig, figure: str) -> float:
    """Through the four small arrays, on each of the two port widths, then linear in the port."""
    low, high = CORNERS
    u, v = ((lanes - low) / (high - low) for lanes in (config.pi, config.po))
    at_port = []
    for port in PORTS:
        a, b, c, d = (
            _reports()[_key(pi, po, config.shift, port)][figure] for pi in CORNERS for po in CORNERS
        )
        at_port.append(a + (c - a) * u + (b - a) * v + (d - b - c + a) * u * v)
    t = (config.port_bytes - PORTS[0]) / (PORTS[1] - PORTS[0])
    return at_port[0] + (at_port[1] - at_port[0]) * t


def area_of(config: ConvConfig) -> Area:
    """Estimate of a configuration, in microseconds."""
    rest = max(0, round(_bilinear(config, "other_halves")))
    halves = buffer_halves(config) + rest
    return Area(
        dsps(config), halves / 2, round(_bilinear(config, "lut")), round(_bilinear(config, "ff"))
    )


def compiled_report(config: ConvConfig) -> dict[str, float]:
    """The compiler's estimate of a configuration (seconds).

    Raises:
        InputError: parameters that the kernel does not take.
    """
    from hwpipe.hls import compile_kernel, load_kernel
    from hwpipe.hls.resources import estimate

    found = estimate(compile_kernel(load_kernel("conv2d", config.params)))
    other = found.bram18 - buffer_halves(config)
    if other < 0:
        raise InputError(f"{config}: buffers take more block RAM than the whole kernel")
    return {"dsp": found.dsp, "other_halves": other, "lut": found.lut, "ff": found.ff}


def write_reports(path: Path = REPORTS) -> None:
    """Compile the small arrays again, after a change to the kernel or the compiler (a minute)."""
    found: dict[str, Any] = {}
    for shift in SHIFTS:
        for port in PORTS:
            for pi in CORNERS:
                for po in CORNERS:
                    config = ConvConfig(pi, po, shift, port_bytes=port)
                    found[_key(pi, po, shift, port)] = compiled_report(config)
    path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write_reports()
