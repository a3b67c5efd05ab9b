"""hwpipe: plan and run neural networks as pipelines over GPUs, TPU-like arrays and FPGA boards.

    >>> import hwpipe
    >>> plan = hwpipe.compile_plan("resnet50")
    >>> hwpipe.save_plan(plan, "plan.json")
    >>> result = hwpipe.run_plan(plan)

Names are imported when first used, so `import hwpipe` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

__all__ = [
    "CompileOptions",
    "HwpipeError",
    "InfeasibleError",
    "InputError",
    "Plan",
    "WorkError",
    "__version__",
    "compile_distill",
    "compile_frontier",
    "compile_plan",
    "load_cluster",
    "load_plan",
    "open_model",
    "run_plan",
    "save_plan",
    "simulate_plan",
    "train",
    "write_report",
]

if TYPE_CHECKING:
    from hwpipe import train
    from hwpipe.cluster import load_cluster
    from hwpipe.errors import HwpipeError, InfeasibleError, InputError, WorkError
    from hwpipe.graph import open_model
    from hwpipe.plan.compile import compile_plan
    from hwpipe.plan.distill import compile_distill
    from hwpipe.plan.files import load_plan, save_plan
    from hwpipe.plan.frontier import compile_frontier
    from hwpipe.plan.model import Plan
    from hwpipe.plan.options import CompileOptions
    from hwpipe.plan.timeline import simulate_plan
    from hwpipe.report.html import write_report
    from hwpipe.runtime.execute import run_plan

_HOME = {
    "CompileOptions": "hwpipe.plan.options",
    "HwpipeError": "hwpipe.errors",
    "InfeasibleError": "hwpipe.errors",
    "InputError": "hwpipe.errors",
    "Plan": "hwpipe.plan.model",
    "WorkError": "hwpipe.errors",
    "compile_distill": "hwpipe.plan.distill",
    "compile_frontier": "hwpipe.plan.frontier",
    "compile_plan": "hwpipe.plan.compile",
    "load_cluster": "hwpipe.cluster",
    "load_plan": "hwpipe.plan.files",
    "open_model": "hwpipe.graph",
    "run_plan": "hwpipe.runtime.execute",
    "save_plan": "hwpipe.plan.files",
    "simulate_plan": "hwpipe.plan.timeline",
    "write_report": "hwpipe.report.html",
}


def __getattr__(name: str) -> Any:
    import importlib

    if name == "train":  # a package that can be called: `hwpipe.train(plan, data, ...)`
        return importlib.import_module("hwpipe.train")
    if name not in _HOME:
        raise AttributeError(f"module 'hwpipe' has no attribute {name!r}")
    return getattr(importlib.import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
