"""What a user sees of a plan: terminal tables, the HTML page, the picture, Netron notes.

`print_plan`, `write_report`, `plan_svg`, `annotate_onnx`; each loads its module when used.
"""

from __future__ import annotations

from typing import Any

__all__ = ["annotate_onnx", "plan_svg", "print_plan", "write_report"]

_HOME = {
    "annotate_onnx": "annotate",
    "plan_svg": "picture",
    "print_plan": "tables",
    "write_report": "html",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
