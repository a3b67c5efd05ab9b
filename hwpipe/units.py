"""Units: parsing ("1.5 GB/s") and printing of times, sizes and rates.

Decimal prefixes are powers of 1000 and binary ones (KiB, MiB, GiB) powers of 1024,
as IEC 80000-13 has them. Inside hwpipe every quantity is a plain SI number whose
name ends in its unit (`_s`, `_bytes`, `_per_s`).
"""

from __future__ import annotations

import math
import re

__all__ = [
    "DTYPE_BYTES",
    "format_bytes",
    "format_count",
    "format_rate",
    "format_seconds",
    "parse_quantity",
]

#: Bytes of one element by dtype name (numpy spelling); int4 is packed in pairs.
DTYPE_BYTES: dict[str, float] = {
    "float64": 8, "float32": 4, "float16": 2, "bfloat16": 2,
    "int64": 8, "int32": 4, "int16": 2, "int8": 1,
    "uint64": 8, "uint32": 4, "uint16": 2, "uint8": 1,
    "bool": 1, "int4": 0.5, "uint4": 0.5, "float8e4m3fn": 1, "float8e5m2": 1,
    "float8e4m3fnuz": 1, "float8e5m2fnuz": 1, "float4e2m1": 0.5,
    "complex64": 8, "complex128": 16, "string": 16,
}  # fmt: skip

_PREFIX = {
    "": 1.0, "k": 1e3, "K": 1e3, "M": 1e6, "G": 1e9, "T": 1e12, "P": 1e15,
    "Ki": 2.0**10, "Mi": 2.0**20, "Gi": 2.0**30, "Ti": 2.0**40,
    "m": 1e-3, "u": 1e-6, "µ": 1e-6, "n": 1e-9, "p": 1e-12,
}  # fmt: skip
_QUANTITY = re.compile(r"^\s*([-+]?[0-9][0-9_]*\.?[0-9]*(?:[eE][-+]?[0-9]+)?)\s*([^\d\s].*)?$")


def parse_quantity(text: str | float | int, unit: str) -> float:
    """Read `text` as a number of `unit`, e.g. `parse_quantity("10 Gb/s", "B/s")` is 1.25e9.

    Args:
        text: a plain number (already in `unit`), or a string with an optional SI or IEC
            prefix and the unit. Bits (`b`) are converted where `unit` is in bytes (`B`).
        unit: the unit of the result: "B", "B/s", "s", "Hz", "W", "FLOP/s", "OP/s", "J".

    Raises:
        ValueError: if the text is no number of that unit; the message says what was read.
    """
    if isinstance(text, bool):
        raise ValueError(f"{text!r} is not a quantity in {unit}")
    if isinstance(text, int | float):
        return float(text)
    match = _QUANTITY.match(text)
    if match is None:
        raise ValueError(f"{text!r} is not a number with unit {unit}")
    value = float(match.group(1).replace("_", ""))
    suffix = (match.group(2) or "").strip()
    if not suffix:
        return value
    candidates = [(unit, 1.0)]
    if unit.startswith("B"):
        candidates.append(("b" + unit[1:], 1 / 8))
        candidates.append(("bit" + unit[1:], 1 / 8))
    if unit.endswith("/s"):
        candidates += [(u[:-2] + "ps", f) for u, f in list(candidates)]
        if unit in ("FLOP/s", "OP/s"):
            candidates += [("FLOPS", 1.0), ("OPS", 1.0), ("FLOP/s", 1.0), ("OP/s", 1.0)]
    for name, factor in candidates:
        if suffix.endswith(name) and suffix[: -len(name)].strip() in _PREFIX:
            return value * factor * _PREFIX[suffix[: -len(name)].strip()]
    raise ValueError(f"{text!r} does not end in {unit} with an SI or IEC prefix")


def _scaled(value: float, steps: list[tuple[float, str]]) -> str:
    for factor, name in steps:
        if abs(value) >= factor:
            return (
                f"{value / factor:.3g} {name}"
                if abs(value / factor) < 1000
                else (f"{value / factor:.0f} {name}")
            )
    factor, name = steps[-1]
    return f"{value / factor:.3g} {name}"


def format_seconds(value_s: float) -> str:
    """Print a time with three significant digits: `12.3 ms`."""
    if value_s == 0:
        return "0 s"
    if not math.isfinite(value_s):
        return str(value_s)
    return _scaled(value_s, [(1, "s"), (1e-3, "ms"), (1e-6, "us"), (1e-9, "ns")])


def format_bytes(value_bytes: float) -> str:
    """Print a size with decimal prefixes: `97.5 MB`."""
    return _scaled(value_bytes, [(1e12, "TB"), (1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1, "B")])


def format_rate(value_bytes_per_s: float) -> str:
    """Print a bandwidth: `12.5 GB/s`."""
    return format_bytes(value_bytes_per_s) + "/s"


def format_count(value: float) -> str:
    """Print a count with a decimal prefix: `4.09 G`."""
    return _scaled(value, [(1e15, "P"), (1e12, "T"), (1e9, "G"), (1e6, "M"), (1e3, "k"), (1, "")]
                   ).rstrip()  # fmt: skip
