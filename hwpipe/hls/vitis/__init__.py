"""Vitis HLS back end: a compiled kernel as HLS C++ with pragmas, its C simulation, its scripts.

`emit_vitis` gives the text of every file, `write_vitis` writes them, `run_csim` runs them.
"""

from __future__ import annotations

from typing import Any

__all__ = ["emit_vitis", "run_csim", "write_csim_case", "write_vitis"]

_LAZY = {
    "emit_vitis": "hwpipe.hls.vitis.emit",
    "run_csim": "hwpipe.hls.vitis.csim",
    "write_csim_case": "hwpipe.hls.vitis.csim",
    "write_vitis": "hwpipe.hls.vitis.emit",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
