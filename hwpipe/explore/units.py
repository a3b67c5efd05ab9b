"""What a whole accelerator takes of an FPGA: `conv2d` by its law, the other units by report.

`units.json` holds the compiler's reports of `window` and `elementwise` for every number of lanes
and width of port that an accelerator is built with.
"""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from hwpipe.conv.shape import ConvConfig
from hwpipe.errors import InputError
from hwpipe.explore.area import Area, area_of

__all__ = ["UNIT_LANES", "UNIT_PORTS", "accelerator_area", "write_units"]

#: Lanes, and bytes of a port: at most as many as lanes.
UNIT_LANES, UNIT_PORTS = (8, 16, 32, 64), (8, 16)
UNITS = Path(__file__).with_name("units.json")
_OPS = ("window", "elementwise")


def _key(op: str, lanes: int, port: int) -> str:
    return f"{op}-{lanes}-{port}"


@lru_cache(maxsize=1)
def _reports() -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads(UNITS.read_text("utf-8"))
    return found


def accelerator_area(config: ConvConfig) -> Area:
    """Estimate of all units together; the sequencer and the arbiters are not in it.

    Raises:
        InputError: unequal lanes, or lanes or a port width that no accelerator has.
    """
    if config.pi != config.po:
        raise InputError(f"pi = {config.pi}, po = {config.po}", limit="equal numbers of lanes")
    for name, value, limit in (("lanes", config.pi, UNIT_LANES),
                               ("port_bytes", config.port_bytes, UNIT_PORTS)):  # fmt: skip
        if value not in limit:
            raise InputError(f"{name} = {value}", limit=", ".join(map(str, limit)))
    if config.port_bytes > config.pi:
        raise InputError(f"port_bytes = {config.port_bytes}", limit=f"{config.pi} lanes")
    total = area_of(config)
    for op in _OPS:
        report = _reports()[_key(op, config.pi, config.port_bytes)]
        total = Area(
            total.dsp + round(report["dsp"]), total.bram36 + report["bram36"],
            total.lut + round(report["lut"]), total.ff + round(report["ff"]),
        )  # fmt: skip
    return total


def unit_report(op: str, lanes: int, port: int) -> dict[str, float]:
    """The compiler's estimate of one unit."""
    from hwpipe.accel.cycles import compiled_kernel
    from hwpipe.hls.resources import estimate

    found = estimate(compiled_kernel(op, ConvConfig(lanes, lanes, port_bytes=port)))
    return {
        "dsp": found.dsp, "bram36": found.bram18 / 2, "lut": found.lut, "ff": found.ff,
    }  # fmt: skip


def write_units(path: Path = UNITS) -> None:
    """Compile the units again, after a change to their kernels or the compiler (a minute)."""
    found = {
        _key(op, lanes, port): unit_report(op, lanes, port)
        for op in _OPS for lanes in UNIT_LANES for port in UNIT_PORTS if port <= lanes
    }  # fmt: skip
    path.write_text(json.dumps(found, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    write_units()
