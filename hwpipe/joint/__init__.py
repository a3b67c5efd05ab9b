"""Joint search: pipelines whose stages run on one device, on replicas, or split by tensor.

`joint_search` plans a `PlanningProblem` over all of them at once and proves how good the plan is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hwpipe.joint.effort import Effort
    from hwpipe.joint.model import JointPlan, JointStage
    from hwpipe.joint.sliced import joint_search_sliced
    from hwpipe.joint.solve import joint_search, joint_search_machines
    from hwpipe.joint.timing import evaluate

__all__ = [
    "Effort",
    "JointPlan",
    "JointStage",
    "evaluate",
    "joint_search",
    "joint_search_machines",
    "joint_search_sliced",
]

_HOME = {
    "Effort": "effort",
    "JointPlan": "model",
    "JointStage": "model",
    "evaluate": "timing",
    "joint_search": "solve",
    "joint_search_machines": "solve",
    "joint_search_sliced": "sliced",
}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
