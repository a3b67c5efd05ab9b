"""The HLS compiler: loop nests and directives in, hardware and cycle models out.

A kernel file imports its types from here; `load_kernel`, `interpret` and `build` use it.
"""

from __future__ import annotations

from typing import Any

from hwpipe.hls.directives import Schedule
from hwpipe.hls.lang import Array, Buffer, Mem, Scalar, Stream, process, within
from hwpipe.hls.types import Int, int_type, sat, standard_types

__all__ = [
    "Array", "Buffer", "BuildResult", "Int", "Kernel", "Mem", "MemoryTiming",
    "Scalar", "Schedule", "Stream", "build", "compile_kernel", "cycles", "exact_cycles",
    "interpret", "load_kernel", "process", "sat", "within",
]  # fmt: skip

globals().update(standard_types())

_LAZY = {
    "BuildResult": "hwpipe.hls.builder",
    "Kernel": "hwpipe.hls.kernel",
    "build": "hwpipe.hls.builder",
    "compile_kernel": "hwpipe.hls.compiler",
    "MemoryTiming": "hwpipe.hls.exact",
    "cycles": "hwpipe.hls.model",
    "exact_cycles": "hwpipe.hls.model",
    "interpret": "hwpipe.hls.interp",
    "load_kernel": "hwpipe.hls.kernel",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    if name[:1] in {"i", "u"} and name[1:].isdigit():
        return int_type(name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
