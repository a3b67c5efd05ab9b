"""What a configuration of `conv2d` takes of an FPGA, without compiling it.

Logic grows with lanes: a part per input lane, per output lane and per product. So the compiler's
reports of small arrays (`reports.json`, for each packing and port width) give the figures of
larger ones by the same bilinear law; nothing is fitted. DSPs and the buffers' block RAMs follow
from the kernel's source.
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
    "extrapolated",
    "write_reports",
]

#: Share of a board that a configuration may take by estimate. Routing wants slack, and against
#: yosys the estimate of UltraScale parts is low: at 16 x 16 LUTs by 23 %, registers by 46 %.
MARGIN = {"dsp": 0.95, "bram36": 0.9, "lut": 0.7, "ff": 0.5}
#: Lanes, port widths in bytes and packings that were compiled.
CORNERS, PORTS, SHIFTS = (8, 16, 32), (8, 16, 32), (0, 17, 18)
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


def _between(lanes: int) -> tuple[int, int, float]:
    """Compiled arrays to either side, and the place between them; the last two give larger ones."""
    low, high = CORNERS[:2] if lanes <= CORNERS[1] else CORNERS[-2:]
    return low, high, (lanes - low) / (high - low)


def extrapolated(config: ConvConfig) -> bool:
    """Whether an array is larger than any that was compiled for the law."""
    return max(config.pi, config.po) > CORNERS[-1]


def _bilinear(config: ConvConfig, figure: str) -> float:
    """Through the four compiled arrays around `config`, or the four largest."""
    if config.port_bytes not in PORTS:
        raise InputError(
            f"port_bytes = {config.port_bytes}", limit=", ".join(map(str, PORTS)),
            remedy="build the kernel: its report has the estimate",
        )  # fmt: skip
    pi_low, pi_high, u = _between(config.pi)
    po_low, po_high, v = _between(config.po)
    a, b, c, d = (
        _reports()[_key(pi, po, config.shift, config.port_bytes)][figure]
        for pi in (pi_low, pi_high)
        for po in (po_low, po_high)
    )
    return a + (c - a) * u + (b - a) * v + (d - b - c + a) * u * v


def area_of(config: ConvConfig) -> Area:
    """Estimate of a configuration, in microseconds.

    Raises:
        InputError: a port width that was not compiled.
    """
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
    """Compile the small arrays again, after a change to the kernel or the compiler (minutes)."""
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
