"""Running a plan: stages in torch, integer references, the executor, the supervisor.

Public: `run_pipeline`, `check_against_onnxruntime` and their nouns; torch loads on first use.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.runtime.check import CheckResult, check_against_onnxruntime
    from hwpipe.runtime.run import run_pipeline
    from hwpipe.runtime.spec import RunResult, StageReport, StageSpec

__all__ = [
    "CheckResult", "RunResult", "StageReport", "StageSpec", "check_against_onnxruntime",
    "run_pipeline",
]  # fmt: skip

_HOME = {
    "CheckResult": "check", "check_against_onnxruntime": "check", "run_pipeline": "run",
    "RunResult": "spec", "StageReport": "spec", "StageSpec": "spec",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
