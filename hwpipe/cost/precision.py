"""At which precision a node runs on a device, and what that does to its bytes.

A device states its precision (`Device.dtype`); networks exported in float32 run there as
bfloat16, float16 or int8 where it says so. A network that is already narrower keeps its own
precision where the device has a rate for it.
"""

from __future__ import annotations

from functools import lru_cache

from hwpipe.cluster.model import Device
from hwpipe.errors import InputError
from hwpipe.units import DTYPE_BYTES

__all__ = ["bytes_of", "peak_per_s", "run_dtype", "storage_scale"]

_FLOATS = frozenset({
    "float64", "float32", "tf32", "float16", "bfloat16", "float8e4m3fn", "float8e5m2", "float8",
    "float8e4m3fnuz", "float8e5m2fnuz", "float4e2m1",
})  # fmt: skip
_SMALL_INTS = frozenset({"int8", "uint8", "int4", "uint4"})
#: Names that catalogues use for arithmetic, stored like the numpy type on the right.
_STORED_AS = {"tf32": "float32", "float8": "float8e4m3fn", "fp8": "float8e4m3fn"}
#: Where a device has no rate for a precision it computes in the next of these (quantised
#: operators are dequantised first, bfloat16 emulated in float32).
_WIDER = {
    "int4": ("int8", "float16", "bfloat16", "float32"),
    "int8": ("float16", "bfloat16", "float32"),
    "float8e4m3fn": ("float8", "float8e5m2", "float16", "bfloat16", "float32"),
    "float8e5m2": ("float8", "float8e4m3fn", "float16", "bfloat16", "float32"),
    "float8": ("float8e4m3fn", "float8e5m2", "float16", "bfloat16", "float32"),
    "float16": ("float32",),
    "bfloat16": ("float32",),
    "tf32": ("float32",),
}  # fmt: skip


@lru_cache(maxsize=256)
def bytes_of(dtype: str) -> float:
    """Bytes of one stored element."""
    name = _STORED_AS.get(dtype, dtype)
    if name not in DTYPE_BYTES:
        raise InputError(
            f"unknown precision {dtype!r}", limit="one of " + ", ".join(sorted(_FLOATS))
        )
    return DTYPE_BYTES[name]


@lru_cache(maxsize=1024)
def run_dtype(node_dtype: str, device_dtype: str) -> str:
    """Precision of a node on a device: the narrower of its own and the device's.

    Integer arithmetic other than 8 bits or less (indices, masks, shapes) is never narrowed.
    """
    if node_dtype in _SMALL_INTS:
        return "int8" if node_dtype in ("int8", "uint8") else "int4"
    if node_dtype not in _FLOATS:
        return node_dtype
    return device_dtype if bytes_of(device_dtype) <= bytes_of(node_dtype) else node_dtype


@lru_cache(maxsize=1024)
def storage_scale(node_dtype: str, device_dtype: str) -> float:
    """Stored bytes on the device over bytes in the model file, for floating-point tensors."""
    if node_dtype not in _FLOATS:
        return 1.0
    return bytes_of(run_dtype(node_dtype, device_dtype)) / bytes_of(node_dtype)


def peak_per_s(device: Device, dtype: str) -> float:
    """Operations per second of `device` at `dtype`, or at the next wider precision it has.

    Raises:
        InputError: if the device has no rate for the precision nor for a wider one.
    """
    peaks = device.peak_per_s
    if dtype in peaks:
        return peaks[dtype]
    if dtype not in _FLOATS and dtype not in _SMALL_INTS and peaks:
        return min(peaks.values())  # index arithmetic: at the slowest rate, bytes decide anyway
    for wider in _WIDER.get(dtype, ("float64",)):
        if wider in peaks:
            return peaks[wider]
    raise InputError(
        f"no peak rate for {dtype}",
        where=f"device type {device.type}",
        limit="rates for " + (", ".join(sorted(peaks)) or "nothing"),
        remedy=f"add {dtype} to its peak table or set its dtype to one of these",
    )
