"""`METHODS` and `solve`: planning methods by name."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from types import MappingProxyType

from hwpipe.errors import InputError
from hwpipe.partition.model import NoneBetter, Partition
from hwpipe.partition.problem import PlanningProblem

__all__ = ["METHODS", "MethodInfo", "solve", "solve_below"]


@dataclass(frozen=True, slots=True)
class MethodInfo:
    """A planning method.

    Attributes:
        name: as `--method` takes it.
        summary: one line for `hwpipe methods`.
        training_only: True if it plans training alone.
        baseline: True for what plans are compared with, rather than chosen from.
    """

    name: str
    summary: str
    training_only: bool
    baseline: bool
    _home: str

    @property
    def function(self) -> Callable[[PlanningProblem], Partition]:
        """The planner; its module is imported on first use."""
        module, name = self._home.split(":")
        found: Callable[[PlanningProblem], Partition] = getattr(
            import_module(f"hwpipe.partition.{module}"), name
        )
        return found


_INFOS = (
    MethodInfo("auto", "the exact planner, and whatever compared method proves faster",
               False, False, "auto:plan_auto"),
    MethodInfo("exact", "exact search over cuts, stages, replicas and device order",
               False, False, "optimal:plan_exact"),
    MethodInfo("bapipe", "BaPipe: balanced stages in cluster order, coarse merge, memory tuning",
               False, True, "bapipe:plan_bapipe"),
    MethodInfo("pipedream", "PipeDream as in the paper: compute and all-reduce overlap",
               True, True, "pipedream:plan_pipedream"),
    MethodInfo("pipedream-released", "PipeDream's optimizer as its authors released it",
               True, True, "pipedream_released:plan_released"),
    MethodInfo("equal-layers", "as many layers on every device",
               False, True, "baselines:equal_layers"),
    MethodInfo("data-parallel", "the whole network on the k fastest devices",
               False, True, "baselines:data_parallel"),
    MethodInfo("single-device", "the whole network on the best single device",
               False, True, "baselines:single_device"),
)  # fmt: skip

#: Methods by name, in the order in which they are listed.
METHODS: Mapping[str, MethodInfo] = MappingProxyType({info.name: info for info in _INFOS})


def solve(problem: PlanningProblem, method: str = "exact") -> Partition:
    """Plan with one method.

    Returns:
        The partition; methods `exact` and `auto` always attach certificates.

    Raises:
        InputError: unknown method, or one for training asked to plan inference.
        InfeasibleError: if the method finds no plan that fits; says why.
    """
    info = METHODS.get(method)
    if info is None:
        close = difflib.get_close_matches(method, METHODS, n=1)
        raise InputError(
            f"unknown method {method!r}",
            limit=", ".join(METHODS),
            remedy=f"did you mean {close[0]!r}?" if close else "choose one of these",
        )
    if info.training_only and not problem.training:
        raise InputError(
            f"method {method} plans training only",
            remedy="use --mode train, or another method",
        )
    return info.function(problem)


def solve_below(problem: PlanningProblem, cutoff: float) -> Partition | NoneBetter:
    """Plan with method `exact`, but only for an objective below `cutoff`.

    For searches over several problems that have a plan of value `cutoff` already: the bound
    need not be proven further than that.

    Raises:
        InfeasibleError: if no plan fits and the cutoff is infinite.
    """
    from hwpipe.partition.optimal import plan_below

    return plan_below(problem, cutoff)
